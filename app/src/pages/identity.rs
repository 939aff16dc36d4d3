//! One identity: what stands above its tabs, and the tabs.

pub mod access;
pub mod activity;
pub mod edit;
pub mod gone;
pub mod groups;
pub mod invitation;
pub mod reset;
pub mod roles;
pub mod sessions;
pub mod step;

use crate::parts::identity::{StatusTag, seen, shape, standing};
use crate::parts::more::{self, line};
use crate::paths;
use domain::identities::{Kind, Status};
use domain::screens::{IdentityHead, Shell};
use leptos::prelude::*;
use ui::avatar::{Avatar, AvatarSize, Standing};
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::tabs::{Tab, Tabs};

/// A tab of an identity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Roles,
    Groups,
    Access,
    Sessions,
    Activity,
}

/// What is done to someone, behind a button.
fn more(shell: &Shell, head: &IdentityHead) -> Option<AnyView> {
    let (id, may) = (head.identity.id, head.may);
    let reset = may.reset_password && head.identity.account_id.is_some();
    let page = |name: &str| paths::identity_page(shell, id, name);
    let stand = match head.identity.status == Status::Suspended {
        true => ("reinstate", "Reinstate"),
        false => ("suspend", "Suspend"),
    };
    let lines = [
        line(may.edit, page("edit"), "Edit", false),
        line(may.suspend, page(stand.0), stand.1, false),
        line(reset, page("reset-password"), "Reset password", false),
        line(may.remove, page("remove-access"), "Remove all access", true),
        line(may.delete, page("delete"), "Delete", true),
    ];
    more::more(&head.identity.name, lines)
}

/// Shape, name, state, address and id; then the tabs.
fn head(shell: &Shell, head: IdentityHead, at: At) -> AnyView {
    let more = more(shell, &head);
    let may = head.may;
    let identity = head.identity;
    let id = identity.id;
    let standing = standing(&identity, shell.me);
    let you = (standing == Standing::Me).then(|| view! { " "<span class="faint">"(you)"</span> });
    let assign = shell.may_assign.then(|| {
        let href = paths::assign_to(shell, id);
        view! { <LinkButton href look=Look::Primary icon=Some(Glyph::Plus)>"Assign role"</LinkButton> }
    });
    let invitation = (shell.may_invite && identity.status == Status::Invited).then(|| {
        let href = paths::invitation(shell, id);
        view! { <LinkButton href icon=Some(Glyph::Mail)>"Invitation"</LinkButton> }
    });
    let kind = (identity.kind == Kind::Service).then(|| view! { <span>"Service"</span> });
    let email = match (identity.email, identity.kind) {
        (Some(email), _) => Some(email),
        (None, Kind::Person) => Some("No e-mail address".to_owned()),
        (None, Kind::Service) => None,
    };
    let seen = seen(head.last_seen);
    let name = identity.name;
    let tab = |of: At, href: String, text: &str, count: Option<u64>| Tab {
        href,
        text: text.to_owned(),
        count,
        current: at == of,
    };
    let page = |name: &str| paths::identity_page(shell, id, name);
    let mut tabs = vec![tab(
        At::Roles,
        paths::identity(shell, id),
        "Roles",
        Some(head.roles as u64),
    )];
    if let Some(groups) = head.groups {
        tabs.push(tab(At::Groups, page("groups"), "Groups", Some(groups as u64)));
    }
    if may.explain {
        tabs.push(tab(At::Access, page("access"), "Access", None));
    }
    if may.sessions {
        tabs.push(tab(At::Sessions, page("sessions"), "Sessions", None));
    }
    tabs.push(tab(At::Activity, page("activity"), "Activity", None));
    view! {
        <header class="ident">
            <Avatar name=name.clone() shape=shape(identity.kind) standing size=AvatarSize::Huge/>
            <div class="ident-title">
                <h1 tabindex="-1"><bdi>{name.clone()}</bdi>{you}</h1>
                <StatusTag status=identity.status loud=true/>
            </div>
            <div class="head-actions">{invitation}{assign}{more}</div>
            <div class="ident-meta">
                {kind}
                {email.map(|email| view! { <span>{email}</span> })}
                <span class="mono">{id.to_string()}</span>
                <span>{seen}</span>
            </div>
        </header>
        <Tabs label=format!("{name} sections") tabs/>
    }
    .into_any()
}
