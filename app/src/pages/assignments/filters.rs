//! The filters of the list of assignments: each a link or a field, all of them in the address.

use super::place::Place;
use crate::pages::directory::filters::{days, ends, pick};
use domain::assignments::{Listing, Source, State};
use domain::page::LIMIT_DEFAULT;
use domain::query::Assignments;
use domain::screens::Choice;
use leptos::prelude::*;
use ui::checkbox::Check;
use ui::filter::{Facet, Filters};
use ui::radio::Radio;

pub const fn state_word(state: State) -> &'static str {
    match state {
        State::Active => "Active",
        State::EndingSoon => "Ending soon",
        State::Scheduled => "Scheduled",
        State::NoEffect => "No effect",
        State::Ended => "Ended",
        State::Revoked => "Revoked",
    }
}

const fn source_word(source: Source) -> &'static str {
    match source {
        Source::Identity => "People and services",
        Source::Group => "Groups",
    }
}

/// "Active, ending soon"; all that are not over have one word.
fn state_words(states: &[State]) -> String {
    if states == Assignments::LIVE {
        return "Not over".to_owned();
    }
    let words: Vec<String> = states
        .iter()
        .zip(0..)
        .map(|(state, place)| match place {
            0 => state_word(*state).to_owned(),
            _ => state_word(*state).to_lowercase(),
        })
        .collect();
    words.join(", ")
}

/// What is asked for, in words: `“ada”, state ended, role Auditor`.
pub fn words(place: &Place, query: &Assignments, listing: &Listing) -> String {
    let filter = &query.filter;
    let whole = place.role.is_none();
    let mut parts = Vec::new();
    if !filter.q.is_empty() {
        parts.push(format!("“{}”", filter.q));
    }
    if !filter.states.is_empty() && (whole || filter.states != Assignments::LIVE) {
        parts.push(format!("state {}", state_words(&filter.states).to_lowercase()));
    }
    parts.extend(
        filter
            .role
            .iter()
            .filter(|_| whole)
            .map(|slug| format!("role {}", listing.role_name.as_ref().unwrap_or(slug))),
    );
    parts.extend(
        filter
            .source
            .filter(|_| whole)
            .map(|source| format!("given to {}", source_word(source).to_lowercase())),
    );
    parts.extend(filter.ends_within.map(|n| format!("ends within {}", days(n))));
    parts.join(", ")
}

/// The form above the list. That of a role has no choice of roles, and says beside it of whom it is.
pub fn form(place: &Place, query: &Assignments, listing: &Listing, roles: Vec<Choice>) -> AnyView {
    let filter = &query.filter;
    let whole = place.role.is_none();
    let without = |change: fn(&mut Assignments)| place.to(&query.with(change));
    let set = [
        !filter.states.is_empty(),
        whole && filter.role.is_some(),
        whole && filter.source.is_some(),
        filter.ends_within.is_some(),
    ];
    let set = set.into_iter().filter(|set| *set).count() as u64;
    let mut keep = Vec::new();
    if filter.states.is_empty() {
        keep.push(("state".to_owned(), Assignments::ANY.to_owned()));
    }
    if let Some(source) = filter.source.filter(|_| !whole) {
        keep.push(("source".to_owned(), source.as_str().to_owned()));
    }
    if query.sort != Default::default() {
        keep.push(("sort".to_owned(), query.sort.as_str().to_owned()));
    }
    if query.limit != LIMIT_DEFAULT {
        keep.push(("limit".to_owned(), query.limit.to_string()));
    }
    let states = State::ALL
        .into_iter()
        .map(|state| {
            let checked = filter.states.contains(&state);
            view! { <Check name="state" value=state.as_str() label=state_word(state) checked/> }.into_any()
        })
        .collect::<Vec<_>>();
    let state = {
        let value = state_words(&filter.states);
        let clear = without(|query| query.filter.states.clear());
        view! { <Facet id="facet-state" label="State" value clear>{states}</Facet> }
    };
    let role = (whole && (!roles.is_empty() || filter.role.is_some())).then(|| {
        let value = listing
            .role_name
            .clone()
            .or_else(|| filter.role.clone())
            .unwrap_or_default();
        let clear = without(|query| query.filter.role = None);
        let choices = pick("role", "Role", "Any role", roles, filter.role.as_deref());
        view! { <Facet id="facet-role" label="Role" value clear>{choices}</Facet> }
    });
    let source = whole.then(|| {
        let value = filter.source.map(source_word).unwrap_or_default();
        let clear = without(|query| query.filter.source = None);
        let choices = sources(filter.source);
        view! { <Facet id="facet-source" label="Given to" value clear>{choices}</Facet> }
    });
    let end = {
        let value = filter.ends_within.map(days).unwrap_or_default();
        let clear = without(|query| query.filter.ends_within = None);
        let choices = ends(filter.ends_within);
        view! { <Facet id="facet-ends" label="Ends within" value clear>{choices}</Facet> }
    };
    view! {
        <Filters
            label="Filter assignments" action=place.base.clone() value=filter.q.clone()
            placeholder="Filter by name or id" set keep
        >
            {state}
            {role}
            {source}
            {end}
        </Filters>
    }
    .into_any()
}

fn sources(now: Option<Source>) -> Vec<AnyView> {
    let any = view! { <Radio name="source" value="" label="Anyone" checked=now.is_none()/> }.into_any();
    let some = Source::ALL.into_iter().map(|source| {
        view! { <Radio name="source" value=source.as_str() label=source_word(source) checked=now == Some(source)/> }
            .into_any()
    });
    std::iter::once(any).chain(some).collect()
}
