//! Rules about server functions: thin, ours in their errors, and a read is a read.

use super::Finding;
use super::files::File;
use super::lex;

/// What a use case that changes something is called (architecture.md, names).
const WRITES: [&str; 30] = [
    "accept",
    "add",
    "apply",
    "archive",
    "assign",
    "cancel",
    "change",
    "commit",
    "create",
    "delete",
    "extend",
    "import",
    "invite",
    "issue",
    "move_to",
    "reinstate",
    "rekey",
    "remove",
    "rename",
    "reset",
    "restore",
    "retry",
    "revoke",
    "rotate",
    "set",
    "sign_in",
    "sign_out",
    "suspend",
    "undo",
    "update",
];

struct ServerFn<'a> {
    at: usize,
    name: &'a str,
    attribute: &'a str,
    /// Without its braces.
    body: &'a str,
}

/// Every `#[server…] fn`, also in an attribute with a path before it.
fn server_fns(file: &File) -> Vec<ServerFn<'_>> {
    let code = file.code();
    let mut found = Vec::new();
    for (at, attribute) in lex::attributes(code) {
        let path = attribute.split('(').next().unwrap_or_default().trim();
        if path.rsplit("::").next() != Some("server") {
            continue;
        }
        let Some(keyword) = lex::word(&code[at..], "fn").next().map(|offset| at + offset) else {
            continue;
        };
        let (name, open) = head(code, keyword);
        if code[open..].starts_with('{') {
            let end = lex::closing(code, open);
            found.push(ServerFn {
                at,
                name,
                attribute,
                body: &code[open + 1..end - 1],
            });
        }
    }
    found
}

/// The name after `fn`, and where the signature ends: at the body or at a semicolon.
fn head(code: &str, keyword: usize) -> (&str, usize) {
    let name = lex::words(&code[keyword..]).nth(1).map_or("", |(_, name)| name);
    let mut at = keyword;
    while let Some(offset) = code[at..].find(['{', ';', '(', '[']) {
        at += offset;
        match code.as_bytes()[at] {
            b'(' | b'[' => at = lex::closing(code, at),
            _ => return (name, at),
        }
    }
    (name, code.len())
}

/// What a page may do must be readable in `service`, whoever asks.
pub fn server_functions_are_thin(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is("rs") && !file.below("xtask/")) {
        for function in server_fns(file) {
            let name = function.name;
            let statements = statements(function.body);
            if statements > 5 {
                let sentence = format!(
                    "the server function `{name}` has {statements} statements, five are the most; move the rest into `service`."
                );
                findings.push(file.wrong(function.at, sentence));
            }
            let calls = service_calls(function.body).len();
            if calls > 1 {
                let sentence = format!(
                    "the server function `{name}` calls `service::` {calls} times; write one use case and call that."
                );
                findings.push(file.wrong(function.at, sentence));
            }
        }
    }
}

/// Semicolons of blocks at any depth, blocks that stand alone, and the value at the end.
fn statements(body: &str) -> usize {
    let mut count = 0;
    let mut open: Vec<u8> = Vec::new();
    let mut pending = false;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => {
                open.push(byte);
                pending = true;
            }
            b')' | b']' => {
                open.pop();
            }
            b'}' => {
                open.pop();
                // `if … { }` with a next statement after it, at the top only: deeper ones were counted inside.
                let rest = body[at + 1..].trim_start();
                let alone = rest.bytes().next().is_some_and(lex::is_word) && !rest.starts_with("else");
                if open.is_empty() && alone {
                    count += 1;
                    pending = false;
                }
            }
            b';' if open.last().is_none_or(|bracket| *bracket == b'{') => {
                count += 1;
                pending = false;
            }
            byte if !byte.is_ascii_whitespace() => pending = true,
            _ => {}
        }
    }
    count + usize::from(pending)
}

/// The last names of the paths `service::…::name(`.
fn service_calls(body: &str) -> Vec<&str> {
    let mut calls = Vec::new();
    for at in lex::word(body, "service") {
        let mut rest = &body[at + "service".len()..];
        let mut last = "";
        while let Some(next) = rest.strip_prefix("::") {
            let Some((0, word)) = lex::words(next).next() else {
                break;
            };
            last = word;
            rest = &next[word.len()..];
        }
        let turbofish = rest.starts_with("::<");
        if !last.is_empty() && (turbofish || rest.starts_with('(')) {
            calls.push(last);
        }
    }
    calls
}

/// The framework's error carries the words of whatever went wrong to everybody.
pub fn errors_are_ours(files: &[File], findings: &mut Vec<Finding>) {
    let outward = ["crates/rpc/src/", "app/src/"];
    for file in files
        .iter()
        .filter(|file| file.is("rs") && outward.iter().any(|folder| file.below(folder)))
    {
        for keyword in lex::word(file.code(), "fn") {
            let (name, end) = head(file.code(), keyword);
            if let Some(at) = lex::word(&file.code()[keyword..end], "ServerFnError").next() {
                let sentence = format!("`{name}` shows `ServerFnError`; use the error type of `rpc`.");
                findings.push(file.wrong(keyword + at, sentence));
            }
        }
    }
}

/// A GET is followed by crawlers, prefetched, repeated, and not covered by the guard against foreign forms.
pub fn reads_do_not_write(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is("rs") && !file.below("xtask/")) {
        for function in server_fns(file) {
            let get = lex::words(function.attribute).any(|(_, word)| word.starts_with("Get"));
            if !get {
                continue;
            }
            let write = service_calls(function.body)
                .into_iter()
                .find(|call| WRITES.contains(call));
            let write = write.or_else(|| function.body.contains(".write(").then_some("write"));
            if let Some(write) = write {
                let sentence = format!(
                    "the server function `{}` is a GET and calls `{write}`; take `GetUrl` away, so that it is a POST.",
                    function.name
                );
                findings.push(file.wrong(function.at, sentence));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bad, good, rs};

    #[test]
    fn server_functions() {
        let function = |attribute: &str, body: &str| {
            rs(&format!(
                "#[server({attribute})]\npub async fn a(b: [u8; 4]) -> Result<(), Error> {{ {body} }}"
            ))
        };
        let path = "crates/rpc/src/a.rs";
        bad(path, &function("", "a; b; c; d; e; f"), "has 6 statements");
        bad(
            path,
            &function("", "if a { b } let c = d; e; f; g; h"),
            "has 6 statements",
        );
        bad(
            path,
            &function("", "if a { b; c; d; } e; f; Ok(())"),
            "has 7 statements",
        );
        good(
            path,
            &function("", "let a = [0; 4]; b; c; d; match e { F => g, _ => h }"),
        );
        bad(
            path,
            &function("", "service::a::list(x); service::b::list(y)"),
            "2 times",
        );
        good(
            path,
            &function("", "let x: service::Cx = y; Ok(service::a::b::list(x).await?)"),
        );
        bad(path, &function("input = GetUrl", "service::a::assign(x)"), "is a GET");
        bad(path, &function("input = GetCbor", "cx.write(x)"), "is a GET");
        good(path, &function("", "service::a::assign(x)"));
        good(path, &function("input = GetUrl", "service::a::assignable(x)"));
    }

    #[test]
    fn errors_of_the_framework() {
        bad(
            "crates/rpc/src/a.rs",
            &rs("fn a() -> Result<(), ServerFnError> { b() }"),
            "error type of `rpc`",
        );
        bad("app/src/a.rs", &rs("fn a(b: &ServerFnError) {}"), "error type of `rpc`");
        good(
            "crates/rpc/src/a.rs",
            &rs("fn a(b: ServerFnErrorErr) -> C { d::<ServerFnError>() }"),
        );
    }
}
