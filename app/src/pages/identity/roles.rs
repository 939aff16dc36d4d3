//! The roles of an identity: one row a role, one line a source.

use super::{At, head};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param};
use crate::parts::sources::{self, Whose};
use crate::paths;
use domain::id::IdentityId;
use domain::identities::Identity;
use domain::screens::{self, IdentityRoles, RoleSources};
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;
use ui::notice::{Notice, Tone};
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<IdentityId>("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::identity_roles(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: IdentityRoles) -> AnyView {
    let IdentityRoles {
        shell,
        head: top,
        roles,
        ended,
        no_effect,
    } = data;
    let identity = top.identity.clone();
    let here = paths::identity(&shell, identity.id);
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let title = identity.name.clone();
    let notice = no_effect.map(|text| view! { <div class="mt-6"><Notice text tone=Tone::Warning/></div> });
    let list = !roles.is_empty();
    let head = head(&shell, top, At::Roles);
    let live = live(&shell, &identity, roles);
    let past = (!ended.is_empty()).then(|| past(&shell, &identity, ended));
    view! {
        <Shell shell section=Section::Directory title here crumbs list>
            {head}
            {notice}
            {live}
            {past}
        </Shell>
    }
    .into_any()
}

fn live(shell: &screens::Shell, identity: &Identity, roles: Vec<RoleSources>) -> AnyView {
    let name = &identity.name;
    if roles.is_empty() {
        let title = format!("{name} holds no role in {}", shell.environment.name);
        let text = "Roles come directly, or through the groups that one is in.";
        let assign = shell.may_assign.then(|| {
            let href = paths::assign_to(shell, identity.id);
            view! { <LinkButton href icon=Some(Glyph::Plus)>"Assign role"</LinkButton> }
        });
        return view! { <Empty why=Nothing::FirstUse title text>{assign}</Empty> }.into_any();
    }
    let (direct, through) = (by(&roles, true), by(&roles, false));
    let summary = match (direct, through) {
        (direct, 0) => format!(
            "{name} holds {} directly and none through groups.",
            count(direct, "role", "roles")
        ),
        (0, through) => format!(
            "{name} holds {} through groups and none directly.",
            count(through, "role", "roles")
        ),
        (direct, through) => format!(
            "{name} holds {} directly and {through} through groups.",
            count(direct, "role", "roles")
        ),
    };
    let total = roles.len();
    let table = sources::table(shell, &Whose::identity(shell, identity), roles, false);
    view! {
        <section class="section" aria-labelledby="roles-title">
            <div class="section-head"><h2 id="roles-title">"Roles"</h2><span class="count num">{total}</span></div>
            {table}
            <div class="mt-6"><Note>{summary}</Note></div>
        </section>
    }
    .into_any()
}

/// How many roles come directly, or through a group.
fn by(roles: &[RoleSources], direct: bool) -> u64 {
    roles
        .iter()
        .filter(|role| role.sources.iter().any(|source| source.groups.is_empty() == direct))
        .count() as u64
}

fn past(shell: &screens::Shell, identity: &Identity, ended: Vec<RoleSources>) -> AnyView {
    let total = ended.len();
    let table = sources::table(shell, &Whose::identity(shell, identity), ended, true);
    view! {
        <section class="section" aria-labelledby="ended-title">
            <div class="section-head"><h2 id="ended-title">"Ended"</h2><span class="count num">{total}</span></div>
            {table}
        </section>
    }
    .into_any()
}
