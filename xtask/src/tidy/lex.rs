//! Just enough of Rust's and CSS's grammar to tell code from comments and strings.

use std::ops::Range;

pub struct Lexed {
    pub code: String,
    pub strings: Vec<Range<usize>>,
}

pub fn rust(text: &str) -> Lexed {
    Lexer::new(text).run(true)
}

pub fn css(text: &str) -> Lexed {
    Lexer::new(text).run(false)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    code: Vec<u8>,
    strings: Vec<Range<usize>>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            code: text.as_bytes().to_vec(),
            strings: Vec::new(),
        }
    }

    fn run(mut self, rust: bool) -> Lexed {
        while self.at < self.text.len() {
            let rest = &self.text[self.at..];
            if rest.starts_with("/*") {
                self.block_comment(rust);
            } else if rust && rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                self.blank(self.at..self.at + end);
                self.at += end;
            } else if rust && let Some((open, hashes)) = raw_string(rest, self.before()) {
                let close = format!("\"{}", "#".repeat(hashes));
                let length = rest[open..].find(&close).unwrap_or(rest.len() - open);
                self.string(self.at + open..self.at + open + length, close.len());
            } else if rest.starts_with('"') || (!rust && rest.starts_with('\'')) {
                let quote = rest.as_bytes()[0];
                let length = quoted(&rest.as_bytes()[1..], quote);
                self.string(self.at + 1..self.at + 1 + length, 1);
            } else if rust && rest.starts_with('\'') {
                self.character(rest);
            } else {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        // Whole characters were replaced by blanks of the same length, so this is still text.
        let code = String::from_utf8_lossy(&self.code).into_owned();
        Lexed {
            code,
            strings: self.strings,
        }
    }

    fn before(&self) -> Option<u8> {
        self.at.checked_sub(1).map(|at| self.text.as_bytes()[at])
    }

    fn block_comment(&mut self, nested: bool) {
        let bytes = self.text.as_bytes();
        let (mut end, mut depth) = (self.at + 2, 1);
        while end < bytes.len() && depth > 0 {
            if bytes[end..].starts_with(b"*/") {
                depth -= 1;
                end += 2;
            } else if nested && bytes[end..].starts_with(b"/*") {
                depth += 1;
                end += 2;
            } else {
                end += 1;
            }
        }
        self.blank(self.at..end);
        self.at = end;
    }

    fn string(&mut self, content: Range<usize>, close: usize) {
        self.blank(content.clone());
        self.at = (content.end + close).min(self.text.len());
        self.strings.push(content);
    }

    /// `'a'` is a character, `'a` a lifetime.
    fn character(&mut self, rest: &str) {
        let inner = &rest[1..];
        if inner.starts_with('\\') {
            let length = quoted(inner.as_bytes(), b'\'');
            self.blank(self.at + 1..self.at + 1 + length);
            self.at = (self.at + length + 2).min(self.text.len());
            return;
        }
        let length = inner.chars().next().map_or(0, char::len_utf8);
        if inner[length..].starts_with('\'') {
            self.blank(self.at + 1..self.at + 1 + length);
            self.at += length + 2;
        } else {
            self.at += 1;
        }
    }

    fn blank(&mut self, range: Range<usize>) {
        for byte in &mut self.code[range] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
}

/// The length of what stands before the closing quote.
fn quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

/// For `r"…"`, `br#"…"#` and their like: where the content starts and how many hashes close it.
fn raw_string(rest: &str, before: Option<u8>) -> Option<(usize, usize)> {
    if before.is_some_and(is_word) {
        return None;
    }
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
        rest.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(['#', '"']))
    })?;
    let hashes = rest[prefix.len()..].bytes().take_while(|byte| *byte == b'#').count();
    let open = prefix.len() + hashes;
    rest[open..].starts_with('"').then_some((open + 1, hashes))
}

pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The identifiers and keywords of a code text, with their places.
pub fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = code.as_bytes();
        let start = at + bytes[at..].iter().position(|byte| is_word(*byte))?;
        let end = bytes[start..].iter().position(|byte| !is_word(*byte));
        at = end.map_or(bytes.len(), |length| start + length);
        Some((start, &code[start..at]))
    })
}

/// The places of a whole word.
pub fn word<'a>(code: &'a str, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
    words(code).filter(move |(_, word)| *word == wanted).map(|(at, _)| at)
}

/// The end of the bracket that opens at `open`, one past its partner.
pub fn closing(code: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

/// The attributes `#[…]` and `#![…]`: their places and what stands inside.
pub fn attributes(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices('#') {
        let open = at + 1 + usize::from(code[at + 1..].starts_with('!'));
        if code[open..].starts_with('[') {
            let end = closing(code, open);
            found.push((at, code[open + 1..end].trim_end_matches(']')));
        }
    }
    found
}
