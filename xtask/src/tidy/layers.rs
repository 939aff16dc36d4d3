//! Rules about who may know what: drivers, SQL and transactions each have one place.

use super::Finding;
use super::files::File;
use super::lex;

const STORE: &str = "crates/store/";

fn rust(files: &[File]) -> impl Iterator<Item = &File> {
    // benches/ compares us with raw drivers, in a workspace of its own.
    files.iter().filter(|file| file.is("rs") && !file.below("benches/"))
}

/// Portability is decided in one place, or in three hundred.
pub fn drivers_stay_in_one_file(files: &[File], findings: &mut Vec<Finding>) {
    for file in rust(files) {
        if file.path == "crates/store/src/db.rs" || file.below("crates/store/src/db/") {
            continue;
        }
        for (at, word) in lex::words(file.code()) {
            let named = ["Sqlite", "Pg"].iter().any(|driver| {
                word.strip_prefix(driver).is_some_and(|rest| {
                    ["Pool", "Connection", "ConnectOptions"]
                        .iter()
                        .any(|part| rest.starts_with(part))
                })
            });
            let module = matches!(word, "sqlite" | "postgres" | "Sqlite" | "Postgres") && from_sqlx(file.code(), at);
            if named || module {
                let sentence =
                    format!("`{word}` names a driver; only crates/store/src/db.rs and the files below db/ may.");
                findings.push(file.wrong(at, sentence));
            }
        }
    }
}

/// `sqlx::x`, or `x` inside `sqlx::{…}`.
fn from_sqlx(code: &str, at: usize) -> bool {
    let before = code[..at].trim_end();
    if before.ends_with("sqlx::") {
        return true;
    }
    let Some(open) = before.rfind("sqlx::{") else {
        return false;
    };
    lex::closing(code, open + "sqlx::".len()) > at
}

/// A boundary that stands in Cargo.toml cannot be forgotten.
pub fn sqlx_stays_in_store(files: &[File], findings: &mut Vec<Finding>) {
    let name = "sqlx";
    for file in files
        .iter()
        .filter(|file| !file.below(STORE) && !file.below("benches/"))
    {
        if file.is("rs") {
            for at in lex::word(file.code(), name) {
                findings.push(file.wrong(at, "sqlx is known to crates/store only; add a function there."));
            }
        } else if file.path.ends_with("/Cargo.toml") {
            for (at, line) in lines(&file.text) {
                let key = line.trim_start();
                let depends = key
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with([' ', '.', '=']));
                if depends || (key.starts_with('[') && key.ends_with(".sqlx]")) {
                    findings.push(file.wrong(at, "only crates/store may depend on sqlx; go through it."));
                }
            }
        }
    }
}

pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = next;
        next += line.len();
        (at, line.trim_end())
    })
}

pub fn sql_stays_in_store(files: &[File], findings: &mut Vec<Finding>) {
    // A test may look at rows from outside; what it looks at is no part of the product.
    let product = |file: &&File| !file.below(STORE) && !file.below("xtask/src/tidy/") && !file.is_test();
    for file in rust(files).filter(product) {
        for (at, text) in file.strings() {
            if is_sql(text) {
                findings.push(file.wrong(at, "an SQL text; it belongs into a function of crates/store."));
            }
        }
    }
}

/// Keywords in one case throughout: a sentence for people starts with one capital.
fn is_sql(text: &str) -> bool {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let upper = text.starts_with(|c: char| c.is_uppercase());
    let has = |start: &str, inside: &str| {
        let case = |word: &str| {
            if upper { word.to_uppercase() } else { word.to_owned() }
        };
        text.strip_prefix(&case(start))
            .is_some_and(|rest| rest.contains(&case(inside)))
    };
    [("select ", " from "), ("update ", " set "), ("with ", " as (")]
        .into_iter()
        .chain(
            [
                "insert into ",
                "delete from ",
                "create table ",
                "alter table ",
                "drop table ",
            ]
            .map(|start| (start, "")),
        )
        .any(|(start, inside)| has(start, inside))
}

/// Where a writable transaction may open: in the one place that decides what may be written, and before there is a
/// schema to protect.
const OPENERS: [&str; 2] = ["crates/service/src/cx.rs", "crates/store/src/migrate.rs"];

pub fn transactions_open_in_cx(files: &[File], findings: &mut Vec<Finding>) {
    for file in rust(files) {
        if OPENERS.contains(&file.path.as_str()) || (file.below(STORE) && file.is_test()) {
            continue;
        }
        let end = if file.below(STORE) {
            file.tests_start()
        } else {
            file.text.len()
        };
        for at in lex::word(file.code(), "begin_write").filter(|at| *at < end) {
            let called = file.code()[at + "begin_write".len()..]
                .trim_start()
                .starts_with(['(', ':']);
            let defined = file.code()[..at].trim_end().ends_with("fn");
            if called && !defined {
                let sentence = "a writable transaction is opened by `Cx` alone; use `cx.write(…)`.";
                findings.push(file.wrong(at, sentence));
            }
        }
    }
}

/// A member that forgets them has no `forbid(unsafe_code)` either.
pub fn lints_are_the_workspace_s(files: &[File], findings: &mut Vec<Finding>) {
    let members = files
        .iter()
        .filter(|file| file.path.ends_with("/Cargo.toml") && !file.below("benches/"));
    for file in members {
        let mut table = "";
        let inherits = file.text.lines().any(|line| {
            if line.starts_with('[') {
                table = line.trim();
            }
            table == "[lints]" && line.replace(' ', "") == "workspace=true"
        });
        if !inherits {
            findings.push(file.wrong(0, "add `[lints]` with `workspace = true`, as in every other crate."));
        }
    }
}
