//! Who has a role: people and services, or groups, with all that can be done to what they have.

use super::head::{At, crumbs, heading};
use crate::layout::{Section, Shell};
use crate::pages::assignments::filters;
use crate::pages::assignments::list::list;
use crate::pages::assignments::place::Place;
use crate::pages::directory::list::number;
use crate::pages::{asked, errors, param, search};
use domain::assignments::Source;
use domain::id::RoleId;
use domain::page::TOTAL_MAX;
use domain::query;
use domain::screens::RoleAssignments;
use leptos::prelude::*;
use ui::loaded::Loaded;
use ui::note::Note;
use ui::notice::{Notice, Tone};
use ui::num::grouped;
use ui::segments::Segments;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<RoleId>("role") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::role_assignments(param("tenant"), param("environment"), id, search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: RoleAssignments) -> AnyView {
    let RoleAssignments {
        shell,
        head,
        query,
        listing,
        people,
        groups,
        hierarchy,
    } = data;
    let place = Place::of_role(&shell, &head.role);
    let here = place.to(&query);
    let crumbs = crumbs(&shell);
    let name = head.role.name.clone();
    let top = heading(&shell, &head, At::Assignments);
    let notice = (!listing.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=listing.notices.join(" ") tone=Tone::Warning/></div> });
    let filters = filters::form(&place, &query, &listing, Vec::new());
    // Whoever may not see groups has one list, and nothing to choose.
    let whose = groups.map(|groups| whose(&place, &query, people, groups));
    // The list of people has none who hold it through a group; how many those are is said under both.
    let through = head
        .holders
        .filter(|holders| holders.through_groups > 0)
        .map(|holders| {
            let n = grouped(number(holders.through_groups));
            let words = format!("{n} hold {name} through a group.");
            view! { <div class="mt-6"><Note>{words}</Note></div> }
        });
    let list = list(&shell, &place, query, listing, hierarchy);
    view! {
        <Shell shell section=Section::Roles title=format!("Assignments of {name}") here crumbs list=true>
            {top}
            {notice}
            {whose.map(|whose| view! { <div class="mt-6">{whose}</div> })}
            {filters}
            {list}
            {through}
        </Shell>
    }
    .into_any()
}

/// The two lists: people and services, and groups.
fn whose(place: &Place, query: &query::Assignments, people: i64, groups: i64) -> AnyView {
    let to = |source| place.to(&query.with(|query| query.filter.source = Some(source)));
    let now = query.filter.source.unwrap_or(Source::Identity);
    let item = |source, text: &str, n: i64| {
        let more = if n > TOTAL_MAX { "+" } else { "" };
        let n = grouped(number(n.min(TOTAL_MAX)));
        (format!("{text} {n}{more}"), to(source), now == source)
    };
    let items = vec![
        item(Source::Identity, "People and services", people),
        item(Source::Group, "Groups", groups),
    ];
    view! { <Segments label="Whose assignments" items/> }.into_any()
}
