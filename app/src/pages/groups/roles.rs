//! The roles of a group: its own, and those of the groups above it.

use super::{At, crumbs, heading};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param};
use crate::parts::log::Missing;
use crate::parts::sources::{self, Whose};
use crate::paths;
use domain::screens::{self, GroupHead, GroupRoles, RoleSources};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::group_roles(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: GroupRoles) -> AnyView {
    let GroupRoles { shell, head, roles } = data;
    let here = paths::group_page(&shell, head.group.id, "roles");
    let crumbs = crumbs(&shell, &head, true);
    let title = format!("Roles of {}", head.group.name);
    let list = roles.as_ref().is_ok_and(|(live, _)| !live.is_empty());
    let top = heading(&shell, &head, At::Roles);
    let content = match roles {
        Ok((live, ended)) => sections(&shell, &head, live, ended),
        Err(problem) => view! { <Missing problem what="the roles"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Groups title here crumbs list>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}

fn sections(shell: &screens::Shell, head: &GroupHead, live: Vec<RoleSources>, ended: Vec<RoleSources>) -> AnyView {
    let whose = Whose::group(shell, &head.group);
    let name = &head.group.name;
    let assign = shell.may_assign.then(|| {
        let href = paths::assign_to_group(shell, head.group.id);
        view! { <LinkButton href look=Look::Primary icon=Some(Glyph::Plus) attr:data-dialog="">"Assign role"</LinkButton> }
    });
    let past = (!ended.is_empty()).then(|| {
        let total = ended.len();
        let table = sources::table(shell, &whose, ended, true);
        view! {
            <section class="section" aria-labelledby="ended-title">
                <div class="section-head"><h2 id="ended-title">"Ended"</h2><span class="count num">{total}</span></div>
                {table}
            </section>
        }
    });
    if live.is_empty() {
        let title = format!("{name} has no role");
        let text = "A role that is given to a group holds for everyone in it and in the groups below it, for those who join later, too.";
        return view! { <Empty why=Nothing::FirstUse title text>{assign}</Empty>{past} }.into_any();
    }
    let total = live.len();
    let table = sources::table(shell, &whose, live, false);
    view! {
        <section class="section" aria-labelledby="roles-title">
            <div class="section-head"><h2 id="roles-title">"Roles"</h2><span class="count num">{total}</span><div class="push">{assign}</div></div>
            {table}
            <div class="mt-6"><Note>"Everyone in the group and in those below it has these roles, those who join later, too."</Note></div>
        </section>
        {past}
    }
    .into_any()
}
