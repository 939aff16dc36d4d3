//! What reaches a terminal or a line of a log, free of what could steer or forge it.

use domain::name::is_invisible;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Text as one line that no terminal obeys: control characters, line and paragraph separators, marks
/// that change the direction of text and marks without width stand as `\u001b`. In JSON that means
/// the same text.
pub fn plain(text: &str) -> Cow<'_, str> {
    let odd = |ch: char| ch.is_control() || is_invisible(ch);
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for ch in text.chars() {
        if odd(ch) {
            // All of them are below U+FFFF: four digits are enough. Writing to a text cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(ch));
        } else {
            out.push(ch);
        }
    }
    Cow::Owned(out)
}

/// Prints a line. Fails where it could not be written: it may be a secret that is told once.
pub fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{}", plain(line))
}

/// Prints a line on standard error, if anyone reads there.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(line));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_62_no_text_steers_a_terminal_or_forges_a_line() {
        for (text, shown) in [
            ("Ada Okafor", "Ada Okafor"),
            ("山田 \\ محمد क\u{200d}ष", "山田 \\ محمد क\u{200d}ष"),
            ("a\r\nroot: done", "a\\u000d\\u000aroot: done"),
            ("\u{1b}[2J\u{9b}1m\u{7f}", "\\u001b[2J\\u009b1m\\u007f"),
            ("\0\u{2028}\u{2029}\u{85}", "\\u0000\\u2028\\u2029\\u0085"),
            ("\u{202e}txt.exe\u{2066}\u{feff}", "\\u202etxt.exe\\u2066\\ufeff"),
        ] {
            assert_eq!(plain(text), shown);
            // In a text of JSON nothing changes but how it is written.
            let json = serde_json::to_string(text).expect("a text");
            assert_eq!(serde_json::from_str::<String>(&plain(&json)).expect("JSON"), text);
        }
        let long = "x\n".repeat(1024 * 1024);
        assert_eq!(plain(&long).lines().count(), 1);
    }
}
