//! Each rule is seen failing on a small bad sample and quiet on its good sibling; and the tree itself is tidy.

use super::files::{File, load};
use super::{check, lex};

/// What all rules say about one file, with the parts left out that a sample cannot have.
fn findings(path: &str, text: &str) -> Vec<String> {
    check(&[File::new(path, text)])
        .iter()
        .map(ToString::to_string)
        .collect()
}

pub fn bad(path: &str, text: &str, expected: &str) {
    let said = findings(path, text);
    assert_eq!(said.len(), 1, "{path}: {said:#?}");
    assert!(said[0].contains(expected), "{said:#?} does not say `{expected}`");
}

pub fn good(path: &str, text: &str) {
    assert_eq!(findings(path, text), Vec::<String>::new(), "{path}");
}

pub fn rs(code: &str) -> String {
    format!("//! Why.\n{code}\n")
}

#[test]
fn the_tree_is_tidy() {
    let wrong: Vec<String> = check(&load().unwrap())
        .iter()
        .filter(|finding| !finding.warning)
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn code_is_told_from_comments_and_strings() {
    let text = "a /* b /* c */ d */ \"e \\\" f\" 'g' '\\'' r#\"h \" i\"# &'j k // l\nm";
    let code = lex::rust(text).code;
    assert_eq!(code.len(), text.len());
    let words: Vec<&str> = lex::words(&code).map(|(_, word)| word).collect();
    assert_eq!(words, ["a", "r", "j", "k", "m"]);
}

#[test]
fn drivers() {
    bad("crates/store/src/groups.rs", &rs("use sqlx::PgPool;"), "names a driver");
    bad(
        "crates/store/src/groups.rs",
        &rs("use sqlx::{Row, sqlite::x};"),
        "names a driver",
    );
    good(
        "crates/store/src/groups.rs",
        &rs("use sqlx::Row; enum Engine { Sqlite, Postgres }"),
    );
    good("crates/store/src/db.rs", &rs("use sqlx::PgPool;"));
    good(
        "crates/store/src/db/pool.rs",
        &rs("use sqlx::sqlite::SqlitePoolOptions;"),
    );
}

#[test]
fn dependencies() {
    bad(
        "crates/service/src/groups.rs",
        &rs("fn a() { sqlx::query(b); }"),
        "crates/store only",
    );
    let manifest = |more: &str| format!("[lints]\nworkspace = true\n[dependencies]\n{more}\n");
    bad(
        "server/Cargo.toml",
        &manifest("sqlx.workspace = true"),
        "only crates/store may depend",
    );
    bad(
        "server/Cargo.toml",
        &manifest("[dependencies.sqlx]"),
        "only crates/store may depend",
    );
    good("crates/store/Cargo.toml", &manifest("sqlx.workspace = true"));
    good("Cargo.toml", "[workspace.dependencies]\nsqlx = \"1\"\n");
}

#[test]
fn sql() {
    for text in [
        "select id from groups",
        "SELECT id\n FROM groups",
        "insert into a values ($1)",
        "with recursive a as (select 1) select * from a",
    ] {
        bad(
            "server/src/a.rs",
            &rs(&format!("const A: &str = \"{text}\";")),
            "an SQL text",
        );
        good("crates/store/src/a.rs", &rs(&format!("const A: &str = \"{text}\";")));
    }
    good("app/src/a.rs", &rs("const A: &str = \"Select a role from the list\";"));
    good("app/src/a.rs", &rs("// select id from groups"));
}

#[test]
fn transactions() {
    let call = "fn a() { db.begin_write().await }";
    bad("crates/service/src/groups.rs", &rs(call), "cx.write");
    bad("crates/store/src/groups.rs", &rs(call), "cx.write");
    good("crates/service/src/cx.rs", &rs(call));
    good("crates/store/tests/groups.rs", call);
    good(
        "crates/store/src/groups.rs",
        &rs(&format!("#[cfg(test)]\nmod tests {{ {call} }}")),
    );
    good("crates/store/src/tx.rs", &rs("pub async fn begin_write(&self) {}"));
}

#[test]
fn lints() {
    bad("server/Cargo.toml", "[package]\nname = \"server\"\n", "[lints]");
    bad(
        "server/Cargo.toml",
        "[package.a]\nworkspace = true\n[lints]\n",
        "[lints]",
    );
}

#[test]
fn styles() {
    bad("crates/ui/src/tag.rs", &rs(""), "style/ui/tag.css");
    good("crates/ui/src/tag.rs", &rs("// style: none"));
    good("crates/ui/src/lib.rs", &rs(""));
    good("crates/ui/src/tag/part.rs", &rs(""));
    bad("style/base.css", "a { color: #fff; }", "`#fff`");
    bad(
        "style/ui/tag.css",
        "a { color: light-dark(oklch(1 0 0), var(--x)) }",
        "`oklch(`",
    );
    good(
        "style/base.css",
        "#add { color: color-mix(in oklab, var(--a), var(--b)); } /* #fff */",
    );
    good(
        "style/base.css",
        "a { mask: url(\"/assets/icons.svg#add\"); &:has(#fade) { b: c } }",
    );
    good("style/tokens.css", ":root { --c: #fff; }");
}

#[test]
fn every_file() {
    let long = |lines: usize| rs(&"// x\n".repeat(lines));
    bad("app/src/a.rs", &long(500), "502 lines");
    let warnings = findings("app/src/a.rs", &long(300));
    assert!(
        warnings.len() == 1 && warnings[0].contains("warning: "),
        "{warnings:#?}"
    );
    bad("app/src/a.rs", &rs("#![allow(dead_code)]"), "expect");
    bad("app/src/a.rs", &rs("#[cfg_attr(a, allow (b))] fn c() {}"), "expect");
    bad("app/src/a.rs", &rs("fn a() { todo!() }"), "`todo!` is left");
    bad("app/src/a.rs", &rs("fn a() { unimplemented!(\"b\") }"), "is left");
    bad(
        "app/tests/a.rs",
        "#[test]\n#[ignore = \"slow\"]\nfn a() {}",
        "never runs",
    );
    for name in ["only", "skip", "fixme"] {
        bad(
            "end2end/a.spec.ts",
            &format!("test.{name}('a', () => {{}});"),
            "hides tests",
        );
        good("end2end/a.spec.ts", &format!("// test.{name}( is not used\n"));
    }
    bad("app/src/a.rs", "fn a() {}", "`//!`");
    good("app/tests/a.rs", "fn a() {}");
}

#[test]
fn machines() {
    for place in [
        concat!("/ro", "ot/x"),
        concat!("https://crates", ".io/a"),
        concat!("deb.debian", ".org"),
    ] {
        bad("docs/a.md", place, "a path of one machine");
        good("Cargo.lock", place);
    }
}

#[test]
fn markup() {
    for (code, expected) in [
        ("view! { <textarea>{a}</textarea> }", "ui::TextArea"),
        ("view! { <div inner_html=a/> }", "become markup"),
        ("view! { <div style=\"a: b\"/> }", "a class"),
        ("view! { <div style=move || a/> }", "a class"),
        ("view! { <div style:width=a/> }", "a class"),
    ] {
        bad("app/src/a.rs", &rs(&format!("fn a() {{ {code} }}")), expected);
    }
    good(
        "crates/ui/src/textarea.rs",
        &rs("// style: none\nfn a() { view! { <textarea></textarea> } }"),
    );
    good(
        "app/src/a.rs",
        &rs("fn a(style: String) { let style = b; if style == c { d(style::E) } }"),
    );
}
