//! Slugs: names for URLs, immutable once saved and never used again.

use crate::fold;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most characters a slug may have.
pub const MAX: usize = 63;

/// `[a-z0-9]+(-[a-z0-9]+)*`, at most [`MAX`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSlug;

impl fmt::Display for InvalidSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("A slug has lower-case letters a to z, digits and single hyphens between them, at most 63")
    }
}

impl std::error::Error for InvalidSlug {}

impl Slug {
    pub fn new(text: &str) -> Result<Self, InvalidSlug> {
        let fine = text.len() <= MAX
            && text
                .split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if fine {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSlug)
        }
    }

    /// A slug made from a name, or `None` when the name has no Latin letter or digit.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut out = String::new();
        for ch in fold::search(name).chars() {
            if ch.is_ascii_alphanumeric() {
                out.push(ch);
            } else if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        out.truncate(MAX);
        Self::new(out.trim_end_matches('-')).ok()
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Lookalike for Slug {
    fn as_str(&self) -> &str {
        &self.0
    }
}

/// What names one thing for ever, so that no other may look like it.
pub trait Lookalike {
    fn as_str(&self) -> &str;

    /// A form in which texts that look alike are equal: `0` and `o`, `1`, `l` and `i`, `rn` and
    /// `m`, `vv` and `w`, hyphens and underscores left out. Kept unique, so that no one can pose as another.
    fn skeleton(&self) -> String {
        skeleton(self.as_str())
    }
}

pub(crate) fn skeleton(text: &str) -> String {
    text.chars()
        .filter(|ch| !matches!(ch, '-' | '_'))
        .map(|ch| match ch {
            '0' => 'o',
            '1' | 'i' => 'l',
            '5' => 's',
            ch => ch,
        })
        .collect::<String>()
        .replace("rn", "m")
        .replace("vv", "w")
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = InvalidSlug;

    fn try_from(text: String) -> Result<Self, InvalidSlug> {
        Self::new(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape() {
        for good in ["a", "support-emea", "2026", &"a".repeat(63)] {
            assert!(Slug::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "A", "ä", "a b", "a_b", &"a".repeat(64)] {
            assert_eq!(Slug::new(bad), Err(InvalidSlug), "{bad}");
        }
    }

    #[test]
    fn made_from_names_and_compared_by_looks() {
        assert_eq!(
            Slug::from_name("Śupport ▸ EMEA!").map(String::from),
            Some("support-emea".into())
        );
        assert_eq!(Slug::from_name("山田"), None);
        let skeleton = |text| Slug::new(text).map(|slug| slug.skeleton());
        assert_eq!(skeleton("admin"), skeleton("adm1n"));
        assert_eq!(skeleton("modern"), skeleton("modem"));
        assert_ne!(skeleton("viewer"), skeleton("owner"));
    }
}
