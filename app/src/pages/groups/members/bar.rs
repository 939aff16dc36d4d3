//! What goes with ticked members: the hidden fields of their form, and the bar.

use super::address;
use crate::live::selection::SelectionBar;
use crate::parts::carried::carried;
use crate::paths;
use domain::groups::Group;
use domain::identities::Row as Person;
use domain::query;
use domain::screens;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::menu::{Menu, MenuButton};
use ui::num::grouped;

/// The filter alone, as what everything matching is selected by.
fn filter(query: &query::Directory) -> String {
    let filter = query::Directory {
        filter: query.filter.clone(),
        ..query::Directory::default()
    };
    filter.to_search()
}

/// The hidden fields of the list's form: which group, and what is selected beside the ticks.
pub fn hidden(query: &query::Directory, group: &Group, shown: &[Person]) -> AnyView {
    let slug = group.slug.to_string();
    let matching = query.select_matching.then(|| filter(query));
    let shown = shown.iter().map(|row| row.identity.id.to_string());
    carried(vec![("group", slug.clone()), ("via", slug)], matching, shown)
}

/// The bar over the list, with all that can be done to the selected.
pub fn bar(
    shell: &screens::Shell,
    here: &str,
    query: &query::Directory,
    total: u64,
    exact: bool,
    shown: u64,
) -> AnyView {
    let with = |select_matching| {
        address(
            here,
            &query::Directory {
                select_matching,
                ..query.clone()
            },
        )
    };
    let filter = filter(query);
    let more = (total > shown && !query.select_matching).then(|| {
        let words = format!("Select all {}{}", grouped(total), if exact { "" } else { "+" });
        view! { <LinkButton href=with(true) class="till-live">{words}</LinkButton> }
    });
    let matching = query.select_matching.then(|| with(false));
    let (assign, join) = (paths::assign(shell), paths::join(shell));
    let give = shell.may_assign.then(|| {
        view! { <MenuButton name="intent" value="start" formaction=assign dialog=true>"Assign role"</MenuButton> }
    });
    view! {
        <SelectionBar
            label="Actions for selected members".to_owned()
            filter
            total
            plus=!exact
            one="member".to_owned()
            many="members".to_owned()
            matching
        >
            {more}
            <Button look=Look::Primary name="intent" value="preview" attr:data-dialog="">"Take out"</Button>
            <Menu id="bar-more" text="More" class="btn">
                <MenuButton name="intent" value="start" formaction=join dialog=true>"Add to another group"</MenuButton>
                {give}
            </Menu>
        </SelectionBar>
    }
    .into_any()
}
