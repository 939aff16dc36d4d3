//! The roles of an identity in a cell: two names, what is near to change, the rest on demand.

use domain::assignments::State;
use domain::id::IdentityId;
use domain::identities::HeldRole;
use leptos::prelude::*;
use ui::menu::{MenuHead, MenuList};
use ui::num::count;
use ui::tag::{self, StateTag};

/// How many names stand in the cell.
const SHOWN: usize = 2;
/// Two names longer than this together would push a tag out of the cell.
const LETTERS: usize = 24;

/// The cell's content. The list behind "+1" opens without scripts.
#[component]
pub fn HeldRoles(id: IdentityId, name: String, roles: Vec<HeldRole>) -> impl IntoView {
    if roles.is_empty() {
        return view! { <div class="roles-cell"><span class="faint">"No role yet"</span></div> }.into_any();
    }
    let all = roles.clone();
    let (shown, changing) = shown(roles);
    let more = all.len() - shown.len();
    let names = shown
        .iter()
        .map(|role| role.name.clone())
        .collect::<Vec<_>>()
        .join(", ");
    let more = (more > 0).then(|| {
        let list = format!("roles-{id}");
        let lines = all.into_iter().map(line).collect::<Vec<_>>();
        view! {
            <button type="button" class="more" popovertarget=list.clone()>
                {format!("+{more}")}
                <span class="vh">{format!(" of {} of {name}", count(lines.len() as u64, "role", "roles"))}</span>
            </button>
            <MenuList id=list><MenuHead title=name/>{lines}</MenuList>
        }
    });
    view! { <div class="roles-cell"><span>{names}</span>{changing.and_then(|role| tag(&role))}{more}</div> }.into_any()
}

/// The names in the cell, and the one among them whose end or start is near; it stands last, where
/// its tag follows.
fn shown(mut roles: Vec<HeldRole>) -> (Vec<HeldRole>, Option<HeldRole>) {
    let special = roles
        .iter()
        .position(|role| state(role.state).is_some() && role.words.is_some());
    let Some(special) = special.map(|at| roles.remove(at)) else {
        roles.truncate(SHOWN);
        return (roles, None);
    };
    let letters = |role: &HeldRole| role.name.chars().count();
    roles.truncate(SHOWN - 1);
    roles.retain(|role| letters(role) + letters(&special) <= LETTERS);
    roles.push(special.clone());
    (roles, Some(special))
}

fn state(state: State) -> Option<tag::State> {
    match state {
        State::Scheduled => Some(tag::State::Scheduled),
        State::EndingSoon => Some(tag::State::Ending),
        State::Active | State::NoEffect | State::Ended | State::Revoked => None,
    }
}

fn tag(role: &HeldRole) -> Option<AnyView> {
    let state = state(role.state)?;
    let words = capitalized(role.words.as_deref().unwrap_or_default());
    Some(view! { <StateTag state words/> }.into_any())
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn line(role: HeldRole) -> AnyView {
    let through = role
        .through_group
        .then(|| view! { <small class="muted">"through a group"</small> });
    let tag = tag(&role);
    view! { <li class="held"><span>{role.name}" "{through}</span>{tag}</li> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(name: &str, state: State) -> HeldRole {
        HeldRole {
            name: name.to_owned(),
            through_group: false,
            state,
            words: (state != State::Active).then(|| "starts 1 Dec".to_owned()),
        }
    }

    #[test]
    fn the_role_that_changes_stands_last_before_its_tag() {
        let (names, special) = shown(vec![
            role("A", State::Scheduled),
            role("B", State::Active),
            role("C", State::Active),
        ]);
        let names: Vec<&str> = names.iter().map(|role| role.name.as_str()).collect();
        assert_eq!(names, ["B", "A"]);
        assert_eq!(special.map(|role| role.name), Some("A".to_owned()));
        let (names, special) = shown(vec![role("A", State::Active)]);
        assert!(names.len() == 1 && special.is_none());
        assert_eq!(capitalized("élan"), "Élan");
    }
}
