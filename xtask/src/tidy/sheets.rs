//! Rules about style: a component and its style have one name, and a colour has one place.

use super::Finding;
use super::files::File;

const COMPONENTS: &str = "crates/ui/src/";
const OPT_OUT: &str = "// style: none";

/// `button.rs` and `button.css`; a component without a look of its own says so in its first lines.
pub fn components_have_their_style(files: &[File], findings: &mut Vec<Finding>) {
    for file in files {
        let Some(name) = file
            .path
            .strip_prefix(COMPONENTS)
            .and_then(|name| name.strip_suffix(".rs"))
        else {
            continue;
        };
        let name = name.strip_suffix("/mod").unwrap_or(name);
        // What lies deeper is a private part of a component.
        if name == "lib" || name.contains('/') {
            continue;
        }
        let sheet = format!("style/ui/{name}.css");
        let opted_out = file
            .text
            .lines()
            .take(10)
            .any(|line| line.trim_start().starts_with(OPT_OUT));
        if !opted_out && files.iter().all(|other| other.path != sheet) {
            let sentence = format!("add {sheet}, or write `{OPT_OUT}` below the first line.");
            findings.push(file.wrong(0, sentence));
        }
    }
}

const FUNCTIONS: [&str; 10] = [
    "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color(",
];

/// A theme is changed in one file, or it is not changed.
pub fn colours_are_tokens(files: &[File], findings: &mut Vec<Finding>) {
    let sheets = files.iter().filter(|file| file.below("style/") && file.is("css"));
    for file in sheets.filter(|file| file.path != "style/tokens.css") {
        let code = file.code();
        let mut start = 0;
        while let Some(length) = code[start..].find(['{', '}', ';']) {
            let end = start + length;
            // Before an opening brace stands a selector, where `#add` is a name.
            if code.as_bytes()[end] != b'{' {
                for (at, literal) in colours(&code[start..end]) {
                    let sentence = format!(
                        "the colour `{literal}` stands outside of style/tokens.css; give it a name there and use `var(--…)`."
                    );
                    findings.push(file.wrong(start + at, sentence));
                }
            }
            start = end + 1;
        }
    }
}

fn colours(declaration: &str) -> Vec<(usize, &str)> {
    let part_of_name = |at: usize| {
        declaration[..at]
            .bytes()
            .next_back()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let mut found = Vec::new();
    for (at, _) in declaration.match_indices('#') {
        let digits = declaration[at + 1..]
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let literal = &declaration[at..at + 1 + digits];
        if matches!(digits, 3 | 4 | 6 | 8) && literal[1..].bytes().all(|byte| byte.is_ascii_hexdigit()) {
            found.push((at, literal));
        }
    }
    for function in FUNCTIONS {
        let places = declaration.match_indices(function).filter(|(at, _)| !part_of_name(*at));
        found.extend(places);
    }
    found
}
