//! One role of many: a list to read, and a search where it is long.

use crate::layout::in_dialog;
use domain::fold;
use domain::form::Sent;
use domain::screens::RoleOption;
use leptos::prelude::*;
use ui::button::{Button, Look, Size};
use ui::combobox::{ComboOption, Combobox};
use ui::icon::{Glyph, Icon};
use ui::num::{count, grouped};
use ui::radio::{Radio, RadioGroup};

/// From here on the list has a search.
const SEARCH_FROM: usize = 12;
/// How many roles are listed at once; the others are found by searching.
const LISTED: usize = 50;

/// Radios named `role`; the search is the field `role_q` with the button `intent=search`.
#[component]
pub fn RolePicker(roles: Vec<RoleOption>, sent: Sent, error: Option<String>, action: String) -> impl IntoView {
    let chosen = sent.value("role");
    if in_dialog() {
        let options = roles.into_iter().map(option).collect();
        return view! {
            <Combobox
                id="role" name="role" label="Role" list="Roles" value=chosen options error
                placeholder="Search by name or description"
            />
        }
        .into_any();
    }
    let wanted = sent.value("role_q");
    let all = roles.len();
    let (listed, matching) = listed(roles, &chosen, &wanted);
    let hint = match (matching, listed.len()) {
        (0, _) => format!("No role matches “{}”. Search for something else.", wanted.trim()),
        (matching, listed) if matching > listed => {
            format!("{listed} of {} roles. Search to see others.", grouped(matching as u64))
        }
        (matching, _) if matching < all => format!("{} of {} match.", matching, count(all as u64, "role", "roles")),
        _ => String::new(),
    };
    let searched = wanted.clone();
    let search = (all > SEARCH_FROM).then(|| {
        view! {
            // What the list was searched by: Enter in a changed field means to search.
            <input type="hidden" name="searched" value=searched/>
            <div class="affix">
                <Icon glyph=Glyph::Search/>
                <input
                    class="input"
                    id="role_q"
                    type="search"
                    name="role_q"
                    value=wanted
                    maxlength="200"
                    placeholder="Search by name or description"
                    aria-label="Search roles"
                    autocomplete="off"
                />
                <span class="affix-end">
                    <Button look=Look::Ghost size=Size::Small name="intent" value="search" formaction=format!("{action}#role")>
                        "Search"
                    </Button>
                </span>
            </div>
        }
    });
    let lines = listed.into_iter().map(|role| line(role, &chosen)).collect::<Vec<_>>();
    view! {
        <RadioGroup id="role" legend="Role" hint error column=true>
            <div class="picker">{search}<div class="picker-list">{lines}</div></div>
        </RadioGroup>
    }
    .into_any()
}

/// The roles to list, the chosen one first so that it is in view, and how many match.
fn listed(roles: Vec<RoleOption>, chosen: &str, wanted: &str) -> (Vec<RoleOption>, usize) {
    let wanted = wanted.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let matches =
        |role: &RoleOption| wanted.is_empty() || fits(&role.name) || role.description.as_deref().is_some_and(fits);
    let matching = roles.iter().filter(|role| matches(role)).count();
    let (kept, others): (Vec<_>, Vec<_>) = roles.into_iter().partition(|role| role.id.to_string() == chosen);
    let mut listed = kept;
    listed.extend(others.into_iter().filter(matches));
    listed.truncate(LISTED);
    (listed, matching)
}

/// The same for the dialog, where a script filters the list.
fn option(role: RoleOption) -> ComboOption {
    let (size, line) = words(&role);
    ComboOption {
        value: role.id.to_string(),
        meta: size,
        text: role.description.clone().unwrap_or_default(),
        line,
        find: fold::search(&format!("{} {}", role.name, role.description.unwrap_or_default())),
        label: role.name,
    }
}

/// "12 capabilities, 2 sensitive", and the same after the description.
fn words(role: &RoleOption) -> (String, String) {
    let mut size = count(
        u64::try_from(role.capabilities).unwrap_or(0),
        "capability",
        "capabilities",
    );
    if role.sensitive > 0 {
        size.push_str(&format!(", {} sensitive", role.sensitive));
    }
    let line = match role.description.as_deref().map(str::trim) {
        None | Some("") => format!("{size}."),
        Some(words) if words.ends_with(['.', '!', '?']) => format!("{words} {size}."),
        Some(words) => format!("{words}. {size}."),
    };
    (size, line)
}

fn line(role: RoleOption, chosen: &str) -> AnyView {
    let value = role.id.to_string();
    let (_, hint) = words(&role);
    let checked = value == chosen;
    view! { <Radio name="role" value label=role.name hint checked/> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::RoleId;

    fn role(n: u128, name: &str) -> RoleOption {
        RoleOption {
            id: format!("{:08x}-0000-7000-8000-000000000000", n)
                .parse::<RoleId>()
                .expect("an id"),
            name: name.to_owned(),
            description: Some(format!("Does {name} things")),
            system: false,
            capabilities: 1,
            sensitive: 0,
        }
    }

    #[test]
    fn the_chosen_role_never_leaves_the_list() {
        let roles: Vec<_> = (0..80).map(|n| role(n, &format!("Role {n:02}"))).collect();
        let chosen = roles[70].id.to_string();
        let (shown, matching) = listed(roles.clone(), &chosen, "");
        assert_eq!((shown.len(), matching), (LISTED, 80));
        assert_eq!(shown[0].id.to_string(), chosen);
        let (shown, matching) = listed(roles.clone(), &chosen, "role 0");
        assert_eq!((shown.len(), matching), (11, 10));
        assert_eq!(shown[0].id.to_string(), chosen);
        let (shown, matching) = listed(roles, "", "ROLE 07 THINGS");
        assert_eq!((shown.len(), matching), (1, 1));
    }
}
