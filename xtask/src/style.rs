//! The style sheet: the files named in style/main.css become one, each inside its layer, without comments and blanks.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::places;

const OUTPUT: &str = "style/.generated/rolecall.css";

/// Writes the bundle, and only when it says something new: its time is what rebuilds go by.
pub fn write() -> Result<()> {
    let bundle = bundle(&places::root().join("style"))?;
    let path = places::root().join(OUTPUT);
    if fs::read_to_string(&path).is_ok_and(|found| found == bundle) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
    }
    fs::write(&path, &bundle).with_context(|| format!("could not write {}", path.display()))?;
    println!("{OUTPUT}: {} bytes", bundle.len());
    Ok(())
}

/// Layers are ordered by their first mention, so the order of main.css is the order of the bundle.
fn bundle(folder: &Path) -> Result<String> {
    let main = fs::read_to_string(folder.join("main.css"))
        .with_context(|| format!("could not read {}", folder.join("main.css").display()))?;
    let main = minify(&main);
    let mut bundle = String::new();
    for statement in main.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        if let Some(import) = statement.strip_prefix("@import ") {
            let (file, layer) = parse_import(import).with_context(|| {
                format!("style/main.css has `{statement}`; write `@import url(\"file.css\") layer(name);`")
            })?;
            let text = fs::read_to_string(folder.join(file))
                .with_context(|| format!("style/main.css imports {file}, and style/{file} cannot be read"))?;
            let text = minify(&text);
            check_part(file, &text)?;
            bundle.push_str(&format!("@layer {layer}{{{text}}}\n"));
        } else if statement.starts_with("@layer ") && !statement.contains('{') {
            bundle.push_str(statement);
            bundle.push_str(";\n");
        } else {
            bail!(
                "style/main.css is a list of `@layer` and `@import` only; move `{statement}` into \
                 a file of its own and import that"
            );
        }
    }
    Ok(bundle)
}

/// `url("file") layer(name)` and nothing more.
fn parse_import(import: &str) -> Option<(&str, &str)> {
    let rest = import.strip_prefix("url(\"")?;
    let (file, rest) = rest.split_once("\")")?;
    let layer = rest.trim().strip_prefix("layer(")?.strip_suffix(')')?.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    (!layer.is_empty() && layer.chars().all(plain)).then_some((file, layer))
}

/// What cannot stand inside a layer, or would mean another place after the move.
fn check_part(file: &str, text: &str) -> Result<()> {
    for forbidden in ["@import", "@charset", "@namespace"] {
        if text.contains(forbidden) {
            bail!("style/{file} has `{forbidden}`, which only style/main.css may have");
        }
    }
    for (at, _) in text.match_indices("url(") {
        let address = text[at + 4..].trim_start_matches(['"', '\'']);
        if !["/", "#", "data:"].iter().any(|start| address.starts_with(start)) {
            let address: String = address.chars().take(40).collect();
            bail!("style/{file} has a relative address (`{address}`…); write `/assets/…`");
        }
    }
    if text.matches('{').count() != text.matches('}').count() {
        bail!("style/{file} has a brace without its partner, which would swallow the files after it");
    }
    Ok(())
}

/// Takes away comments and blanks that mean nothing; strings, escapes and bare addresses stay as they are.
fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut blank = false;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, after)| after);
            // A comment also separates: `1px/**/solid` must not become one word.
            blank |= touches(out.chars().next_back(), rest.chars().next());
        } else if next.is_whitespace() {
            blank = true;
            rest = rest.trim_start();
        } else {
            let token = token(rest);
            push(&mut out, token, blank);
            blank = false;
            rest = &rest[token.len()..];
        }
    }
    out
}

fn touches(left: Option<char>, right: Option<char>) -> bool {
    let word = |c: char| c.is_alphanumeric() || "-_%#.".contains(c);
    left.is_some_and(word) && right.is_some_and(word)
}

/// The next piece that has to be kept as it is written; never empty.
fn token(css: &str) -> &str {
    let bare = ["url(\"", "url('"].iter().all(|quoted| !css.starts_with(quoted));
    if css.starts_with("url(") && bare {
        return &css[..css.find(')').map_or(css.len(), |at| at + 1)];
    }
    let mut chars = css.char_indices();
    let Some((_, first)) = chars.next() else {
        return css;
    };
    match first {
        '"' | '\'' => {
            let mut escaped = false;
            for (at, c) in chars {
                if !escaped && c == first {
                    return &css[..at + 1];
                }
                escaped = !escaped && c == '\\';
            }
            css
        }
        '\\' => &css[..chars.next().map_or(css.len(), |(at, c)| at + c.len_utf8())],
        _ => &css[..first.len_utf8()],
    }
}

/// Appends a token, and the blank before it only where it separates two words.
fn push(out: &mut String, token: &str, blank: bool) {
    let last = out.chars().next_back();
    // Not before `(` and `:`, not around `+` and `-`: there a blank has a meaning.
    let idle_after = matches!(last, None | Some('{' | '}' | ';' | ',' | '(' | ':'));
    let idle_before = matches!(token, "{" | "}" | ";" | "," | ")" | "!");
    if blank && !idle_after && !idle_before {
        out.push(' ');
    }
    if token == "}" && last == Some(';') {
        out.pop();
    }
    out.push_str(token);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minify_keeps_what_has_a_meaning() {
        let check = |css: &str, expected: &str| assert_eq!(minify(css), expected);
        check("a {\n  color : red ;\n}\n", "a{color :red}");
        check(
            "/* x */ a > b, c { margin: calc(1px + 2px) }",
            "a > b,c{margin:calc(1px + 2px)}",
        );
        check(
            "@media (a) and (b) { c { d: e !important; } }",
            "@media (a) and (b){c{d:e!important}}",
        );
        check(".a :hover { b: \"x  /* y */\" }", ".a :hover{b:\"x  /* y */\"}");
        check("a{b:1px/**/solid}", "a{b:1px solid}");
        check("a{b:url(/x//y*/z)}", "a{b:url(/x//y*/z)}");
        check("a::after { content: '\\'; }' }", "a::after{content:'\\'; }'}");
        check(".w-1\\/2 { b: c }", ".w-1\\/2{b:c}");
    }

    #[test]
    fn the_bundle_puts_each_file_into_its_layer() {
        let folder = std::env::temp_dir().join(format!("rolecall-style-{}", std::process::id()));
        fs::create_dir_all(folder.join("ui")).unwrap();
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
        write("base.css", "a { b: c; }");
        write("ui/tag.css", ".tag { d: e; }");
        write(
            "main.css",
            "@layer base, ui;\n@import url(\"base.css\") layer(base);\n@import url(\"ui/tag.css\") layer(ui);\n",
        );
        let good = bundle(&folder).unwrap();
        assert_eq!(good, "@layer base,ui;\n@layer base{a{b:c}}\n@layer ui{.tag{d:e}}\n");
        let refused = |main: &str| {
            write("main.css", main);
            format!("{:#}", bundle(&folder).unwrap_err())
        };
        assert!(refused("@import url(\"none.css\") layer(base);").contains("none.css"));
        assert!(refused("@import url(\"base.css\");").contains("layer(name)"));
        assert!(refused("a { b: c }").contains("list of"));
        write("base.css", "a { b: url(\"x.svg\") }");
        assert!(refused("@import url(\"base.css\") layer(base);").contains("/assets/"));
        write("base.css", "a { b: c;");
        assert!(refused("@import url(\"base.css\") layer(base);").contains("partner"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
