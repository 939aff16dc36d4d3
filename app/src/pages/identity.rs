//! One identity: what stands above its tabs, and the tabs.

pub mod activity;
pub mod invitation;
pub mod roles;

use crate::parts::identity::{StatusTag, shape, standing};
use crate::paths;
use domain::identities::{Kind, Status};
use domain::screens::{IdentityHead, Shell};
use leptos::prelude::*;
use ui::avatar::{Avatar, AvatarSize, Standing};
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::tabs::{Tab, Tabs};

/// Shape, name, state, address and id; then the tabs.
fn head(shell: &Shell, head: IdentityHead, activity: bool) -> AnyView {
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
    let seen = head.last_seen.map_or_else(
        || "Never seen".to_owned(),
        |words| format!("Last seen {}", words.replace("Yesterday", "yesterday")),
    );
    let name = identity.name;
    let tabs = vec![
        Tab {
            href: paths::identity(shell, id),
            text: "Roles".to_owned(),
            count: Some(head.roles as u64),
            current: !activity,
        },
        Tab {
            href: paths::identity_activity(shell, id),
            text: "Activity".to_owned(),
            count: None,
            current: activity,
        },
    ];
    view! {
        <header class="ident">
            <Avatar name=name.clone() shape=shape(identity.kind) standing size=AvatarSize::Huge/>
            <div class="ident-title">
                <h1 tabindex="-1"><bdi>{name.clone()}</bdi>{you}</h1>
                <StatusTag status=identity.status loud=true/>
            </div>
            <div class="head-actions">{invitation}{assign}</div>
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
