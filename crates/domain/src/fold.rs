//! One documented fold for comparing and searching text, the same on both databases.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds text for search and sorting: compatibility forms are unified, marks removed, letters
/// lowered, white space collapsed. `"Żółć  ÀÉ"` becomes `"zołc ae"`… with letters that have no
/// decomposition (`ł`, `ø`, `ß`) mapped to their nearest base letters.
pub fn search(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.nfkd().filter(|ch| !is_combining_mark(*ch)) {
        if ch.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if ch.is_control() {
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        match ch {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' => out.push('d'),
            'ı' | 'İ' => out.push('i'),
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ς' => out.push('σ'),
            _ => out.extend(ch.to_lowercase()),
        }
    }
    out
}

/// Folds an address or user name for look-up: compatibility forms unified and lowered, marks
/// kept, so that `ı` and `i` stay two letters and no one else's address matches. Control
/// characters, which no database need hold, become one that is in no address.
pub fn exact(text: &str) -> String {
    let letter = |ch: char| if ch.is_control() { '\u{fffd}' } else { ch };
    text.trim().nfkc().flat_map(char::to_lowercase).map(letter).collect()
}

/// The distinct one- and two-letter beginnings of the words of a folded text, for terms too
/// short for a trigram index. Words begin after white space, `-`, `.`, `_`, `@` and `'`.
pub fn beginnings(folded: &str) -> Vec<String> {
    let mut all: Vec<String> = folded
        .split(|ch: char| ch.is_whitespace() || "-._@'+".contains(ch))
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(2).collect())
        .collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_width_do_not_matter_in_search() {
        for (from, to) in [
            ("Żółć  ÀÉ", "zolc ae"),
            ("ＡＢＣ", "abc"),
            ("Γιώργος", "γιωργοσ"),
            ("  Ada\tOkafor ", "ada okafor"),
            ("Straße", "strasse"),
        ] {
            assert_eq!(search(from), to);
        }
    }

    #[test]
    fn a_dotless_i_is_another_address() {
        assert_ne!(exact("mıke@example.test"), exact("mike@example.test"));
        assert_eq!(exact(" Mike@Example.test "), "mike@example.test");
    }

    #[test]
    fn words_begin_after_marks() {
        assert_eq!(
            beginnings("jean-luc o'neil x@y.z"),
            ["je", "lu", "ne", "o", "x", "y", "z"]
        );
    }
}
