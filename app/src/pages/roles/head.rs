//! What stands above the tabs of a role.

use super::held;
use crate::parts::more::{line, more};
use crate::paths;
use domain::query;
use domain::screens::{RoleHead, Shell};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::tabs::{Tab, Tabs};
use ui::tag::{Hue, Tag};

/// Which tab is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Capabilities,
    Assignments,
    Activity,
}

/// The way up from a role.
pub fn crumbs(shell: &Shell) -> Vec<(String, String)> {
    vec![("Roles & scopes".to_owned(), paths::roles(shell))]
}

/// Name, who holds it, what can be done to it, and the tabs.
pub fn heading(shell: &Shell, head: &RoleHead, at: At) -> AnyView {
    let role = &head.role;
    let holders = head.holders.as_ref().map(|holders| {
        let (people, how) = held(holders);
        let how = if how.is_empty() {
            String::new()
        } else {
            format!(": {how}")
        };
        format!(" Held by {people}{how}.")
    });
    let words = format!(
        "{}{}",
        role.description.clone().unwrap_or_default(),
        holders.unwrap_or_default()
    );
    let system = role
        .system
        .is_some()
        .then(|| view! { <Tag text="System" hue=Hue::Outline glyph=Some(Glyph::Lock)/> });
    let copy = head.may_create.then(|| {
        let from = query::of("from", &format!("copy:{}", role.slug));
        let href = format!("{}{from}", paths::new_role(shell));
        view! { <LinkButton href icon=Some(Glyph::Copy)>"Make a copy"</LinkButton> }
    });
    let assign = (shell.may_assign && shell.may_view_users).then(|| {
        let href = paths::assign_role(shell, role.id);
        view! { <LinkButton href look=Look::Primary>"Assign"</LinkButton> }
    });
    let delete = line(head.may_delete, paths::delete_role(shell, role.id), "Delete", true);
    let more = more(&role.name, [delete]);
    view! {
        <header class="head">
            <div>
                <div class="cluster"><h1 tabindex="-1"><bdi>{role.name.clone()}</bdi></h1><span class="mono muted small">{role.slug.to_string()}</span>{system}</div>
                <p class="muted">{words.trim().to_owned()}</p>
            </div>
            <div class="head-actions">{copy}{assign}{more}</div>
        </header>
        {tabs(shell, head, at)}
    }
    .into_any()
}

/// What it holds, who has it, and what happened to it.
fn tabs(shell: &Shell, head: &RoleHead, at: At) -> AnyView {
    let role = &head.role;
    let mut tabs = vec![Tab {
        href: paths::role(shell, role.id),
        text: "Capabilities".to_owned(),
        count: Some(role.capabilities.len() as u64),
        current: at == At::Capabilities,
    }];
    if shell.may_view_users {
        tabs.push(Tab {
            href: paths::role_assignments(shell, role.id),
            text: "Assignments".to_owned(),
            count: None,
            current: at == At::Assignments,
        });
    }
    tabs.push(Tab {
        href: paths::role_activity(shell, role.id),
        text: "Activity".to_owned(),
        count: None,
        current: at == At::Activity,
    });
    view! { <Tabs label=format!("{} sections", role.name) tabs/> }.into_any()
}
