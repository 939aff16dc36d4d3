//! Rules for every file: short, finished, with its reason in the first line, and about no one's machine.

use super::Finding;
use super::files::File;
use super::layers::lines;
use super::lex;

const WATCH: usize = 300;
const LIMIT: usize = 500;

pub fn files_are_short(files: &[File], findings: &mut Vec<Finding>) {
    for file in files
        .iter()
        .filter(|file| ["rs", "ts", "css"].iter().any(|ending| file.is(ending)))
    {
        let count = file.text.lines().count();
        if count > WATCH {
            let sentence =
                format!("{count} lines; split it by what changes together ({WATCH} is the aim, {LIMIT} the limit).");
            let finding = file.wrong(0, sentence);
            findings.push(Finding {
                warning: count <= LIMIT,
                ..finding
            });
        }
    }
}

/// An `expect` that is no longer needed tells so itself.
pub fn exceptions_are_expected(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is("rs")) {
        for (at, attribute) in lex::attributes(file.code()) {
            let allows =
                lex::word(attribute, "allow").any(|at| attribute[at + "allow".len()..].trim_start().starts_with('('));
            if allows {
                findings.push(file.wrong(at, "use `#[expect(…, reason = \"…\")]` in place of `allow`."));
            }
        }
    }
}

pub fn nothing_is_left_undone(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is("rs")) {
        for name in ["todo", "unimplemented"] {
            for at in lex::word(file.code(), name) {
                if file.code()[at + name.len()..].starts_with('!') {
                    findings.push(file.wrong(at, format!("`{name}!` is left; finish it or take it out.")));
                }
            }
        }
        for (at, attribute) in lex::attributes(file.code()) {
            if lex::words(attribute).next().is_some_and(|(_, word)| word == "ignore") {
                findings.push(file.wrong(
                    at,
                    "a test that never runs; mend it, or let it run with `ROLECALL_FULL`.",
                ));
            }
        }
    }
    for file in files.iter().filter(|file| file.is("ts")) {
        for (at, line) in lines(&file.text).filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for name in ["only", "skip", "fixme"] {
                // `test.skip(condition, why)` says when a test has nothing to say; a name as first word hides it.
                let hidden = |owner: &str| {
                    let call = format!("{owner}.{name}(");
                    let rest = line.split_once(call.as_str()).map(|(_, rest)| rest.trim_start());
                    rest.is_some_and(|rest| name != "skip" || rest.starts_with(['"', '\'', '`', ')']))
                };
                let left = ["test", "describe"].iter().any(|owner| hidden(owner));
                if left {
                    findings.push(file.wrong(at, format!("`{name}` hides tests; mend them.")));
                }
            }
        }
    }
}

pub fn files_say_why(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.is("rs") && !file.is_test()) {
        if !file.text.starts_with("//! ") {
            findings.push(file.wrong(0, "open with one `//!` line that says why this file exists."));
        }
    }
}

/// Put together here, so that this file does not break its own rule.
const PLACES: [&str; 6] = [
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("crates", ".io"),
    concat!("npmjs", "."),
    concat!("debian", ".org"),
    concat!("pypi", ".org"),
];

/// Cargo writes the registry's name into its lock file; nobody else does.
pub fn nothing_names_a_machine(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| !file.path.ends_with("Cargo.lock")) {
        for place in PLACES {
            for (at, _) in file.text.match_indices(place) {
                let sentence = format!("`{place}` is a path of one machine or a registry's host; say it without.");
                findings.push(file.wrong(at, sentence));
            }
        }
    }
}
