//! Rules about markup: what the framework would let through, and the browser should not see.

use super::Finding;
use super::files::File;
use super::lex;

fn views(files: &[File]) -> impl Iterator<Item = &File> {
    let folders = ["app/", "crates/ui/src/"];
    files
        .iter()
        .filter(move |file| file.is("rs") && folders.iter().any(|folder| file.below(folder)))
}

/// The framework does not escape what stands inside; our component does.
pub fn textareas_are_ours(files: &[File], findings: &mut Vec<Finding>) {
    for file in views(files).filter(|file| file.path != "crates/ui/src/textarea.rs") {
        for at in lex::word(file.code(), "textarea") {
            if file.code()[..at].trim_end().ends_with('<') {
                findings.push(file.wrong(at, "a raw textarea lets its content become markup; use `ui::TextArea`."));
            }
        }
    }
}

pub fn no_raw_html(files: &[File], findings: &mut Vec<Finding>) {
    for file in views(files) {
        for name in ["inner_html", "set_inner_html", "insert_adjacent_html"] {
            for at in lex::word(file.code(), name) {
                findings.push(file.wrong(at, format!("`{name}` lets data become markup; write it as a view.")));
            }
        }
    }
}

/// The content security policy refuses them, on the server's first page too.
pub fn no_inline_style(files: &[File], findings: &mut Vec<Finding>) {
    for file in views(files) {
        for at in lex::word(file.code(), "style") {
            // rustfmt writes `style = x` for code; an attribute has no blanks around its sign.
            let before = file.code()[..at].bytes().next_back();
            let mut after = file.code()[at + "style".len()..].bytes();
            let (sign, next) = (after.next(), after.next());
            let attribute = sign == Some(b'=') && next != Some(b'=') && next != Some(b'>');
            let directive = sign == Some(b':') && next.is_some_and(|byte| lex::is_word(byte) || byte == b'"');
            if before.is_some_and(|byte| byte.is_ascii_whitespace()) && (attribute || directive) {
                findings.push(file.wrong(at, "the browser refuses inline styles; give it a class."));
            }
        }
    }
}
