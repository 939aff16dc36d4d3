//! Someone beside the list: what they hold, where it comes from, and what can be done about it there.
//!
//! It stands in the address, so it can be passed on and works without scripts. Where there is no room
//! beside the list it stands above it.

use crate::parts::assignment::assignment_tag;
use crate::parts::identity::{StatusTag, seen, shape, standing};
use crate::paths;
use domain::query;
use domain::screens::{self, IdentityHead, RoleSource, RoleSources};
use leptos::prelude::*;
use ui::avatar::{Avatar, AvatarSize};
use ui::button::{LinkButton, Look};
use ui::icon::Glyph;
use ui::icon_button::IconLink;
use ui::notice::{Notice, Tone};
use ui::num::count;

/// The place beside the list, empty where nobody is asked for.
pub fn place(shell: &screens::Shell, query: &query::Directory, peek: Option<screens::Peek>) -> AnyView {
    let content = peek.map(|peek| panel(shell, query, peek));
    view! { <div id="peek-place">{content}</div> }.into_any()
}

fn panel(shell: &screens::Shell, query: &query::Directory, peek: screens::Peek) -> AnyView {
    let IdentityHead {
        identity, last_seen, ..
    } = peek.head;
    let (id, name, status) = (identity.id, identity.name.clone(), identity.status);
    let here = paths::directory_with(shell, &query.peeking(Some(id)));
    let close = paths::directory_with(shell, &query.peeking(None));
    let page = paths::identity(shell, id);
    let seen = seen(last_seen);
    let sessions = peek.sessions.map(|n| {
        let href = paths::identity_page(shell, id, "sessions");
        let words = match n {
            0 => "signed in nowhere".to_owned(),
            n => count(n as u64, "session", "sessions"),
        };
        view! { " · "<a class="link" href=href>{words}</a> }
    });
    let (form, mark) = (shape(identity.kind), standing(&identity, shell.me));
    let no_effect = peek.no_effect.map(|text| view! { <Notice text tone=Tone::Warning/> });
    let total = peek.roles.len();
    let roles = peek
        .roles
        .into_iter()
        .map(|role| line(shell, &here, &name, role))
        .collect::<Vec<_>>();
    let none = roles.is_empty().then(|| view! { <p class="muted">"No role yet"</p> });
    let assign = shell.may_assign.then(|| {
        let href = paths::assign_to(shell, id);
        view! { <LinkButton href look=Look::Primary icon=Some(Glyph::Plus) attr:data-dialog="">"Assign role"</LinkButton> }
    });
    let email = identity
        .email
        .map(|email| view! { <p class="muted small clip">{email}</p> });
    view! {
        <aside class="peek" id="peek" aria-labelledby="peek-title">
            <div class="peek-top">
                <LinkButton href=page look=Look::Ghost>"Open full page ↗"</LinkButton>
                <IconLink glyph=Glyph::Close label=format!("Close {name}") href=Some(close) attr:data-peek-close=""/>
            </div>
            <div class="peek-who">
                <Avatar name=name.clone() shape=form standing=mark size=AvatarSize::Large/>
                <div class="peek-name"><h2 id="peek-title" tabindex="-1"><bdi>{name}</bdi></h2>{email}</div>
            </div>
            <p class="peek-seen small muted"><StatusTag status loud=true/><span>{seen}{sessions}</span></p>
            {no_effect}
            <div class="section-head"><h3>"Roles"</h3><span class="count num">{total}</span><div class="push">{assign}</div></div>
            {none}
            <ul class="peek-roles" role="list">{roles}</ul>
        </aside>
    }
    .into_any()
}

fn line(shell: &screens::Shell, here: &str, name: &str, role: RoleSources) -> AnyView {
    let sources = role
        .sources
        .into_iter()
        .map(|source| origin(shell, here, (name, &role.name), source))
        .collect::<Vec<_>>();
    view! { <li><strong class="medium">{role.name.clone()}</strong><ul role="list">{sources}</ul></li> }.into_any()
}

/// Directly, with the × that takes it away; or through a group, and where that is managed.
fn origin(shell: &screens::Shell, here: &str, (name, role): (&str, &str), source: RoleSource) -> AnyView {
    let tag = assignment_tag(source.state, source.state_words);
    let node = source.node.map(|node| format!(" at {node}"));
    if let Some(group) = source.managed_in {
        let way = source.groups.join(" ▸ ");
        let words = format!("Through {way}{}", node.unwrap_or_default());
        let manage = shell.may_view_groups.then(|| {
            let href = paths::group_page(shell, group.id, "roles");
            view! { <a class="link" href=href>{format!("Manage in {}", group.name)}</a> }
        });
        return view! { <li><span class="peek-way">{words}" "{manage}</span>{tag}</li> }.into_any();
    }
    let dates = source
        .window_words
        .map(|words| format!(", {words}"))
        .unwrap_or_default();
    let words = format!("Directly{}{dates}", node.unwrap_or_default());
    let remove = source.may_remove.then(|| {
        let href = paths::from(&paths::assignment_remove(shell, source.assignment_id), here);
        let label = format!("Remove direct {role} from {name}");
        view! { <IconLink glyph=Glyph::Close label href=Some(href) class="btn-row" attr:data-dialog=""/> }
    });
    view! { <li><span class="peek-way">{words}</span>{tag}{remove}</li> }.into_any()
}
