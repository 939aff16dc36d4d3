//! What was deleted, each line with the way back.

use crate::parts::request::Request;
use domain::id::EventId;
use leptos::prelude::*;
use ui::button::Button;
use ui::icon::Glyph;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

/// A line.
pub struct Deleted {
    pub name: String,
    pub slug: String,
    pub event: EventId,
    /// "12 assignments".
    pub had: Option<String>,
    /// When and by whom.
    pub words: String,
}

/// The list; `here` is where restoring is sent.
pub fn table(caption: &'static str, here: &str, rows: Vec<Deleted>, may_restore: bool) -> AnyView {
    let had = rows.iter().any(|row| row.had.is_some());
    let lines = rows
        .into_iter()
        .map(|row| {
            let whose = format!(" {}", row.name);
            let restore = may_restore.then(|| {
                let action = here.to_owned();
                view! {
                    <form method="post" action=action>
                        <Request/>
                        <input type="hidden" name="event" value=row.event.to_string()/>
                        <Button icon=Some(Glyph::History)>"Restore"<span class="vh">{whose}</span></Button>
                    </form>
                }
            });
            view! {
                <Row>
                    <RowHead><span class="cell-2"><bdi>{row.name}</bdi><span class="mono">{row.slug}</span></span></RowHead>
                    {had.then(|| view! { <Cell class="c-a">{row.had}</Cell> })}
                    <Cell class="c-b cell-time">{row.words}</Cell>
                    <Cell class="c-act">{restore}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <Table caption cards=true class="tall">
            <TableHead>
                <Th class="c-main">"Name"</Th>
                {had.then(|| view! { <Th class="w-10">"Had"</Th> })}
                <Th class="w-20">"Deleted"</Th>
                <Th class="w-10"><span class="vh">"Restore"</span></Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}
