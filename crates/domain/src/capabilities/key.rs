//! Keys of capabilities that a tenant makes for applications of its own.

use super::CATALOGUE;
use crate::slug::{Lookalike, skeleton};
use std::fmt;

/// The most characters that a part may have.
const PART_MAX: usize = 63;

/// `area.verb`: two parts of lower-case letters, digits and single `_` or `-` between them, each of at most
/// 63 characters. The area is none of the built-in ones, nor like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

/// Why a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidKey {
    Shape,
    /// The area is built in, or looks like one that is.
    Reserved,
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Shape => {
                "A key is an area and a verb with a dot between them, such as invoices.approve: lower-case letters a to z, digits, and _ or - inside"
            }
            Self::Reserved => "This area is, or looks like, one that is built in: choose one of your own application",
        })
    }
}

impl std::error::Error for InvalidKey {}

impl Key {
    /// # Errors
    /// Where the text has another shape, or the area is built in.
    pub fn new(text: &str) -> Result<Self, InvalidKey> {
        let Some((area, verb)) = text.split_once('.') else {
            return Err(InvalidKey::Shape);
        };
        if !is_part(area) || !is_part(verb) {
            return Err(InvalidKey::Shape);
        }
        let like = skeleton(area);
        if CATALOGUE.iter().any(|entry| skeleton(entry.area()) == like) {
            return Err(InvalidKey::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    pub fn area(&self) -> &str {
        super::area(&self.0)
    }
}

fn is_part(text: &str) -> bool {
    text.len() <= PART_MAX
        && text
            .split(['_', '-'])
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

impl Lookalike for Key {
    fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_an_area_and_a_verb() {
        for text in ["invoices.approve", "eu-billing.send_out", "a.b", "crm2.view"] {
            assert_eq!(Key::new(text).map(|key| key.as_str().to_owned()), Ok(text.to_owned()));
        }
        for text in [
            "invoices",
            "invoices.",
            ".approve",
            "a.b.c",
            "Invoices.approve",
            "invoices.ap prove",
            "a__b.c",
            "-a.b",
            "a.b_",
            "invoïces.view",
        ] {
            assert_eq!(Key::new(text), Err(InvalidKey::Shape), "{text}");
        }
        assert_eq!(Key::new(&format!("{}.b", "a".repeat(64))), Err(InvalidKey::Shape));
    }

    #[test]
    fn built_in_areas_and_what_looks_like_them_are_reserved() {
        for text in [
            "users.dance",
            "api-keys.manage",
            "u5ers.view",
            "mernbers.invite",
            "roies.view",
        ] {
            assert_eq!(Key::new(text), Err(InvalidKey::Reserved), "{text}");
        }
    }

    #[test]
    fn keys_that_look_alike_have_one_skeleton() {
        let skeleton = |text| Key::new(text).map(|key| key.skeleton());
        assert_eq!(skeleton("bill.send_out"), skeleton("b1ll.send-out"));
        assert_ne!(skeleton("bill.send"), skeleton("bill.sends"));
    }
}
