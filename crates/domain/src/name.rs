//! Display names: any script, no control or direction-changing characters.

use crate::fold;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The most letters a name may have.
pub const MAX: usize = 80;

/// A display name: trimmed, 1 to [`MAX`] characters, one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a text is no name; the sentence is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidName {
    Empty,
    TooLong,
    Control,
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Enter a name",
            Self::TooLong => "A name has at most 80 characters",
            Self::Control => "A name is one line without invisible control characters",
        })
    }
}

impl std::error::Error for InvalidName {}

impl Name {
    /// Reads a name. White space at the ends goes away.
    ///
    /// Fails when it is empty, longer than [`MAX`] characters, or holds control characters or
    /// marks that change the direction of text (they can make one name look like another).
    pub fn new(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        if text.chars().count() > MAX {
            return Err(InvalidName::TooLong);
        }
        if text.chars().any(|ch| ch.is_control() || is_invisible(ch)) {
            return Err(InvalidName::Control);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form used for sorting and searching, see [`fold::search`].
    pub fn folded(&self) -> String {
        fold::search(&self.0)
    }
}

/// Line and paragraph separators, bidi controls, zero-width characters (joiners stay: several
/// scripts need them), byte order mark: all that is no control character and is not seen.
pub fn is_invisible(ch: char) -> bool {
    matches!(ch, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{feff}' | '\u{2060}')
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        Self::new(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// A name as it stands inside a sentence: `Force MFA reset` as `force MFA reset`, `MFA reset` as it is.
pub fn inside(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !letters.as_str().starts_with(char::is_uppercase) => {
            format!("{}{}", first.to_ascii_lowercase(), letters.as_str())
        }
        _ => name.to_owned(),
    }
}

/// Checks a free text of at most `max` characters that may have several lines. Returns it
/// trimmed, or `None` when nothing is left.
///
/// Fails as [`Name::new`] does, save that it may be empty and may hold line breaks.
pub fn free_text(text: &str, max: usize) -> Result<Option<String>, InvalidName> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(InvalidName::TooLong);
    }
    if text
        .chars()
        .any(|ch| (ch.is_control() && !matches!(ch, '\n' | '\r' | '\t')) || is_invisible(ch))
    {
        return Err(InvalidName::Control);
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_pass_and_tricks_do_not() {
        for good in [
            "Ada Okafor",
            "山田 花子",
            "محمد الهاشمي",
            "Sofía Hernández Ibarra",
            "क्‍ष",
            &"x".repeat(80),
        ] {
            assert!(Name::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("   ", InvalidName::Empty),
            (&"x".repeat(81), InvalidName::TooLong),
            ("a\nb", InvalidName::Control),
            ("a\u{202e}b", InvalidName::Control),
            ("a\0b", InvalidName::Control),
        ] {
            assert_eq!(Name::new(bad), Err(why), "{bad:?}");
        }
    }

    #[test]
    fn inside_a_sentence_only_words_begin_small() {
        let said = ["Force MFA reset", "MFA reset", "view users", "", "X", "Ärzte sehen"].map(inside);
        assert_eq!(
            said,
            ["force MFA reset", "MFA reset", "view users", "", "x", "Ärzte sehen"]
        );
    }
}
