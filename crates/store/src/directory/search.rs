//! What is typed, found in names and addresses.

use crate::sql::{Both, Sql};
use domain::id::EnvironmentId;

/// Every word of the text must occur. The index finds candidates; the folded text is checked
/// again, so that `_` and `%` are letters like any other.
pub(crate) fn search(sql: &mut Sql, environment: EnvironmentId, folded: &str) {
    for word in folded.split(' ').take(8) {
        if word.chars().count() < 3 {
            // A prefix of beginnings, as a range: `a` finds `a` and `ab`, `ab` finds `ab`.
            sql.push(" and i.id in (select b.identity_id from identity_beginnings b where b.environment_id = ")
                .bind(environment.0)
                .push(" and b.beginning >= ")
                .bind(word)
                .push(" and b.beginning <= ")
                .bind(format!("{word}\u{10ffff}"))
                .push(")");
        } else {
            sql.push(Both {
                sqlite: " and i.id in (select r.identity_id from identity_search_rows r
                    where r.environment_id = i.environment_id and r.n in (select rowid from identity_search where identity_search match ",
                postgres: " and i.search_text like ",
            });
            match sql.engine() {
                crate::db::Engine::Sqlite => sql
                    .bind(fts_phrase(word))
                    .push(")) and instr(i.search_text, ")
                    .bind(word)
                    .push(") > 0"),
                crate::db::Engine::Postgres => sql.bind(like_pattern(word)),
            };
        }
    }
}

// A detail=none index knows no phrases: the word is given as its trigrams, all of which must occur.
fn fts_phrase(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::new();
    for trigram in letters.windows(3) {
        if !out.is_empty() {
            out.push_str(" AND ");
        }
        out.push('"');
        for ch in trigram {
            if *ch == '"' {
                out.push('"');
            }
            out.push(*ch);
        }
        out.push('"');
    }
    out
}

fn like_pattern(word: &str) -> String {
    let mut out = String::from("%");
    for ch in word.chars() {
        if matches!(ch, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(ch);
    }
    out.push('%');
    out
}
