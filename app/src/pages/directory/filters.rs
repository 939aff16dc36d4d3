//! The filters of the directory: each a link or a field, all of them in the address.

use crate::parts::identity::status_word;
use crate::paths;
use domain::identities::{Listing, Status};
use domain::page::LIMIT_DEFAULT;
use domain::query::{self, ENDS};
use domain::screens::{Choice, Shell};
use leptos::prelude::*;
use ui::checkbox::Check;
use ui::filter::{Facet, Filters};
use ui::num::count;
use ui::radio::Radio;
use ui::select::{self, Select};

/// Up to here choices are radios; beyond, a list that the browser searches.
const RADIOS: usize = 12;

/// "Active, suspended".
fn status_words(statuses: &[Status]) -> String {
    let words: Vec<String> = statuses
        .iter()
        .map(|status| status_word(*status).to_lowercase())
        .collect();
    let words = words.join(", ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub fn days(days: u16) -> String {
    count(u64::from(days), "day", "days")
}

/// What is asked for, in words: `“ada”, status active, role Auditor`.
pub fn words(query: &query::Directory, listing: &Listing) -> String {
    let filter = &query.filter;
    let mut parts = Vec::new();
    if !filter.q.is_empty() {
        parts.push(format!("“{}”", filter.q));
    }
    if !filter.status.is_empty() {
        parts.push(format!("status {}", status_words(&filter.status).to_lowercase()));
    }
    parts.extend(
        filter
            .role
            .iter()
            .map(|slug| format!("role {}", listing.role_name.as_ref().unwrap_or(slug))),
    );
    parts.extend(
        filter
            .group
            .iter()
            .map(|slug| format!("group {}", listing.group_name.as_ref().unwrap_or(slug))),
    );
    parts.extend((filter.direct && filter.group.is_some()).then(|| "direct members only".to_owned()));
    parts.extend(filter.ends_within.map(|n| format!("ends within {}", days(n))));
    parts.join(", ")
}

/// The form above the list.
pub fn form(
    shell: &Shell,
    query: &query::Directory,
    listing: &Listing,
    roles: Vec<Choice>,
    groups: Vec<Choice>,
) -> AnyView {
    let filter = &query.filter;
    let without = |change: fn(&mut query::Directory)| paths::directory_with(shell, &query.with(change));
    let set = [
        !filter.status.is_empty(),
        filter.role.is_some(),
        filter.group.is_some(),
        filter.ends_within.is_some(),
    ];
    let set = set.into_iter().filter(|set| *set).count() as u64;
    let mut keep = Vec::new();
    if query.sort != Default::default() {
        keep.push(("sort".to_owned(), query.sort.as_str().to_owned()));
    }
    if query.limit != LIMIT_DEFAULT {
        keep.push(("limit".to_owned(), query.limit.to_string()));
    }
    let statuses = Status::ALL
        .into_iter()
        .map(|status| {
            let checked = filter.status.contains(&status);
            view! { <Check name="status" value=status.as_str() label=status_word(status) checked/> }.into_any()
        })
        .collect::<Vec<_>>();
    let role = (!roles.is_empty() || filter.role.is_some()).then(|| {
        let value = listing
            .role_name
            .clone()
            .or_else(|| filter.role.clone())
            .unwrap_or_default();
        let clear = without(|query| query.filter.role = None);
        let choices = pick("role", "Role", "Any role", roles, filter.role.as_deref());
        view! { <Facet id="facet-role" label="Role" value clear>{choices}</Facet> }
    });
    let group = (!groups.is_empty() || filter.group.is_some()).then(|| {
        let value = listing
            .group_name
            .clone()
            .or_else(|| filter.group.clone())
            .unwrap_or_default();
        let clear = without(|query| query.filter.group = None);
        let choices = pick("group", "Group", "Any group", groups, filter.group.as_deref());
        view! { <Facet id="facet-group" label="Group" value clear>{choices}</Facet> }
    });
    let status = {
        let value = status_words(&filter.status);
        let clear = without(|query| query.filter.status.clear());
        view! { <Facet id="facet-status" label="Status" value clear>{statuses}</Facet> }
    };
    let ends = {
        let value = filter.ends_within.map(days).unwrap_or_default();
        let clear = without(|query| query.filter.ends_within = None);
        let choices = ends(filter.ends_within);
        view! { <Facet id="facet-ends" label="Ends within" value clear>{choices}</Facet> }
    };
    view! {
        <Filters
            label="Filter identities" action=paths::directory(shell) value=filter.q.clone()
            placeholder="Filter by name, e-mail or id" set keep
        >
            {status}
            {role}
            {group}
            {ends}
        </Filters>
    }
    .into_any()
}

/// The choices of a filter by the day of an end.
pub fn ends(now: Option<u16>) -> Vec<AnyView> {
    let mut offered = ENDS.to_vec();
    offered.extend(now.filter(|now| !ENDS.contains(now)));
    let any = view! { <Radio name="ends" value="" label="Any time" checked=now.is_none()/> }.into_any();
    let some = offered
        .into_iter()
        .map(|n| view! { <Radio name="ends" value=format!("{n}d") label=days(n) checked=now == Some(n)/> }.into_any());
    std::iter::once(any).chain(some).collect()
}

/// One of the choices, or none. Nested ones are set in under their parent.
pub fn pick(
    name: &'static str,
    label: &'static str,
    any: &'static str,
    choices: Vec<Choice>,
    now: Option<&str>,
) -> AnyView {
    let indented = |choice: &Choice| format!("{}{}", "\u{2003}".repeat(choice.depth), choice.name);
    if choices.len() > RADIOS {
        let value = now.unwrap_or_default().to_owned();
        let choices = choices
            .iter()
            .map(|choice| select::Choice::new(choice.slug.clone(), indented(choice)))
            .collect::<Vec<_>>();
        return view! {
            <div class="facet-select"><Select id=format!("filter-{name}") name=name label choices value blank=any/></div>
        }
        .into_any();
    }
    let none = view! { <Radio name value="" label=any checked=now.is_none()/> }.into_any();
    let some = choices.iter().map(|choice| {
        let checked = now == Some(choice.slug.as_str());
        view! { <Radio name value=choice.slug.clone() label=indented(choice) checked/> }.into_any()
    });
    std::iter::once(none).chain(some).collect::<Vec<_>>().into_any()
}
