//! A selection as text, for as long as the tab lives: one line for the kind, then one a row.

use super::model::{Row, Scope};

/// Writes a scope. Names have no line breaks and no tabs, as no name here has.
pub fn write(scope: &Scope) -> String {
    let mut out = String::new();
    match scope {
        Scope::Picked(rows) => {
            out.push_str("picked\n");
            for row in rows {
                out.push_str(&row.id);
                out.push('\t');
                out.push_str(&row.name);
                out.push('\n');
            }
        }
        Scope::Matching { filter, without } => {
            out.push_str("matching\t");
            out.push_str(filter);
            out.push('\n');
            for id in without {
                out.push_str(id);
                out.push('\n');
            }
        }
    }
    out
}

/// Reads what [`write`] wrote; anything else is no selection.
pub fn read(text: &str) -> Option<Scope> {
    let mut lines = text.lines();
    let head = lines.next()?;
    if head == "picked" {
        let row = |line: &str| {
            let (id, name) = line.split_once('\t')?;
            Some(Row {
                id: id.to_owned(),
                name: name.to_owned(),
            })
        };
        return lines.map(row).collect::<Option<_>>().map(Scope::Picked);
    }
    Some(Scope::Matching {
        filter: head.strip_prefix("matching\t")?.to_owned(),
        without: lines.map(str::to_owned).collect(),
    })
}
