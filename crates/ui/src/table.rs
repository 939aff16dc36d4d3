//! The ledger: a native table whose rows become cards on phones. The roles keep the meaning that `display` takes away.
use leptos::prelude::*;

use crate::{
    button::{given, join},
    icon::{Glyph, Icon},
};

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// A to Z, old to new.
    Ascending,
    /// Z to A, new to old.
    Descending,
}

/// How a column sorts: where its heading leads, and whether the list is sorted by it now.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Sort {
    /// The list sorted by this column, the other way round if it already is.
    pub href: String,
    /// Set on the sorted column only.
    pub now: Option<Direction>,
}

impl Sort {
    /// The link of a column. `current` is the column and way the list has now, `href` the address of a sorted list.
    /// A column that is not sorted starts ascending.
    pub fn by(key: &str, current: Option<(&str, Direction)>, href: impl FnOnce(&str, Direction) -> String) -> Self {
        let now = current.filter(|(column, _)| *column == key).map(|(_, way)| way);
        let next = match now {
            Some(Direction::Ascending) => Direction::Descending,
            Some(Direction::Descending) | None => Direction::Ascending,
        };
        Self {
            href: href(key, next),
            now,
        }
    }
}

/// A list from edge to edge of the page. Its id is the target of "Skip to the list".
#[component]
pub fn Table(
    /// What the table holds, read first by assistive technology: "Identities in Production".
    #[prop(into)]
    caption: String,
    /// Id of the table.
    #[prop(default = "list".to_owned(), into)]
    id: String,
    /// Rows become cards when there is little room.
    #[prop(optional)]
    cards: bool,
    /// The first column is `Who` with name and a quiet line side by side.
    #[prop(optional)]
    people: bool,
    /// Stands under a `Swap`: the head stops below it.
    #[prop(optional)]
    under_bar: bool,
    /// Says once, in the caption, that headings sort.
    #[prop(optional)]
    sortable: bool,
    /// Rows in the whole result, where this is only a page of it.
    #[prop(optional_no_strip, into)]
    rows: Option<u64>,
    /// Further classes: `sources`, `tall`, `table-asg`.
    #[prop(optional)]
    class: &'static str,
    /// `TableHead` and `TableBody`.
    children: Children,
) -> impl IntoView {
    let class = join(&[
        "table",
        if people { "table-people" } else { "" },
        class,
        if cards { "table-cards" } else { "" },
    ]);
    let caption = if sortable {
        format!("{caption}. Column headings with links are sortable.")
    } else {
        caption
    };
    view! {
        <div class=if under_bar { "list list-under-bar" } else { "list" }>
            <table class=class id=id role="table" aria-rowcount=rows.map(|n| (n + 1).to_string())>
                <caption class="vh">{caption}</caption>
                {children()}
            </table>
        </div>
    }
    .into_any()
}

/// The heading row; its children are `Th`s.
#[component]
pub fn TableHead(
    /// Headings.
    children: Children,
) -> impl IntoView {
    view! { <thead role="rowgroup"><tr role="row">{children()}</tr></thead> }.into_any()
}

/// The rows.
#[component]
pub fn TableBody(
    /// `Row`s.
    children: Children,
) -> impl IntoView {
    view! { <tbody role="rowgroup">{children()}</tbody> }.into_any()
}

/// A column heading. With `sort` its words are a link, and only the sorted column carries `aria-sort`.
#[component]
pub fn Th(
    /// Cell role, width and priority: `c-check`, `c-main`, `w-7 p4`.
    #[prop(optional)]
    class: &'static str,
    /// How the column sorts.
    #[prop(optional_no_strip, into)]
    sort: Option<Sort>,
    /// The words, or a `Tick`.
    children: Children,
) -> impl IntoView {
    let now = sort.as_ref().and_then(|sort| sort.now);
    let aria = now.map(|way| match way {
        Direction::Ascending => "ascending",
        Direction::Descending => "descending",
    });
    let arrow = if now == Some(Direction::Descending) {
        Glyph::ArrowDown
    } else {
        Glyph::ArrowUp
    };
    let inside = match sort {
        Some(sort) => view! { <a class="sort" href=sort.href>{children()}<Icon glyph=arrow/></a> }.into_any(),
        None => children().into_any(),
    };
    view! { <th scope="col" role="columnheader" class=given(class.to_owned()) aria-sort=aria>{inside}</th> }.into_any()
}

/// One row.
#[component]
pub fn Row(
    /// Where it stands in the whole result, from 1.
    #[prop(optional_no_strip, into)]
    index: Option<u64>,
    /// Further classes: `is-off` for suspended ones.
    #[prop(optional)]
    class: &'static str,
    /// One `RowHead` and `Cell`s.
    children: Children,
) -> impl IntoView {
    view! {
        <tr role="row" class=given(class.to_owned()) aria-rowindex=index.map(|n| (n + 1).to_string())>
            {children()}
        </tr>
    }
    .into_any()
}

/// The cell that names the row.
#[component]
pub fn RowHead(
    /// Cell role.
    #[prop(default = "c-main")]
    class: &'static str,
    /// The name.
    children: Children,
) -> impl IntoView {
    view! { <th scope="row" role="rowheader" class=class>{children()}</th> }.into_any()
}

/// Any other cell. Leave it empty, or say why there is nothing; never a dash.
#[component]
pub fn Cell(
    /// Cell role and priority: `c-check`, `c-a`, `c-b`, `c-line`, `c-menu`, `cell-time p4`.
    #[prop(optional)]
    class: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! { <td role="cell" class=given(class.to_owned())>{children()}</td> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(key: &str, way: Direction) -> String {
        format!("?sort={key}{}", if way == Direction::Descending { "-desc" } else { "" })
    }

    #[test]
    fn sorting_turns_round_on_the_same_column_and_starts_ascending_on_another() {
        assert_eq!(
            Sort::by("name", None, link),
            Sort {
                href: "?sort=name".into(),
                now: None
            }
        );
        let up = Some(("name", Direction::Ascending));
        assert_eq!(
            Sort::by("name", up, link),
            Sort {
                href: "?sort=name-desc".into(),
                now: Some(Direction::Ascending)
            }
        );
        assert_eq!(
            Sort::by("seen", up, link),
            Sort {
                href: "?sort=seen".into(),
                now: None
            }
        );
        let down = Some(("name", Direction::Descending));
        assert_eq!(
            Sort::by("name", down, link),
            Sort {
                href: "?sort=name".into(),
                now: Some(Direction::Descending)
            }
        );
    }

    #[test]
    fn only_the_sorted_heading_says_so() {
        let sort = Sort::by("name", Some(("name", Direction::Descending)), link);
        let html = view! { <Th class="c-main" sort>"Name"</Th> }.to_html();
        assert!(
            html.contains("aria-sort=\"descending\"")
                && html.contains("href=\"?sort=name\"")
                && html.contains("#arrow-down"),
            "{html}"
        );
        let html = view! { <Th sort=Sort::by("seen", None, link)>"Last seen"</Th> }.to_html();
        assert!(!html.contains("aria-sort") && html.contains("#arrow-up"), "{html}");
    }

    #[test]
    fn a_table_keeps_its_roles_and_has_a_caption() {
        let html = view! {
            <Table caption="Identities in <Production>" cards=true sortable=true>
                <TableBody><Row><RowHead>"Ada"</RowHead><Cell>"Active"</Cell></Row></TableBody>
            </Table>
        }
        .to_html();
        for part in [
            "role=\"table\"",
            "role=\"rowgroup\"",
            "role=\"row\"",
            "role=\"rowheader\"",
            "role=\"cell\"",
            "&lt;Production&gt;",
            "sortable.</caption>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
