//! The roles of an identity: one row a role, one line a source.

use super::head;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::assignment::{assignment_tag, hops};
use crate::paths;
use domain::id::IdentityId;
use domain::identities::Identity;
use domain::problem::Problem;
use domain::screens::{self, IdentityRoles, RoleSource, RoleSources};
use leptos::prelude::*;
use rpc::Failure;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::note::Note;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::provenance::Provenance;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

#[component]
pub fn Page() -> impl IntoView {
    let Ok(id) = param("id").parse::<IdentityId>() else {
        rpc::status::not_found();
        return errors::view(Failure(Problem::not_found("person")));
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
    let head = head(&shell, top, false);
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
    let table = table(shell, identity, roles, false);
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
    let table = table(shell, identity, ended, true);
    view! {
        <section class="section" aria-labelledby="ended-title">
            <div class="section-head"><h2 id="ended-title">"Ended"</h2><span class="count num">{total}</span></div>
            {table}
        </section>
    }
    .into_any()
}

/// A row for each role with all its sources; `over`: those that ended.
pub fn table(shell: &screens::Shell, identity: &Identity, roles: Vec<RoleSources>, over: bool) -> AnyView {
    let name = &identity.name;
    let (id, caption, from, last) = if over {
        ("ended", format!("Ended roles of {name}"), "Where it came from", "Note")
    } else {
        (
            "list",
            format!("Roles of {name} and where each comes from"),
            "Where it comes from",
            "Actions",
        )
    };
    let rows = roles
        .into_iter()
        .map(|role| row(shell, identity, role, over))
        .collect::<Vec<_>>();
    view! {
        <Table caption id class="sources">
            <TableHead>
                <Th class="c-main w-10">"Role"</Th>
                <Th>{from}</Th>
                <Th class="w-12 p3">"State"</Th>
                <Th class="w-14"><span class="vh">{last}</span></Th>
            </TableHead>
            <TableBody>{rows}</TableBody>
        </Table>
    }
    .into_any()
}

fn row(shell: &screens::Shell, identity: &Identity, role: RoleSources, over: bool) -> AnyView {
    let name = role.name;
    let line = |inside: AnyView| view! { <div class="src">{inside}</div> }.into_any();
    let (mut sources, mut states, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for source in role.sources {
        states.push(line(assignment_tag(source.state, source.state_words.clone())));
        actions.push(line(action(shell, identity, &name, &source, over)));
        sources.push(line(origin(shell, identity, &name, source)));
    }
    view! {
        <Row>
            <RowHead><span class="role-name">{name}</span></RowHead>
            <Cell class="c-src">{sources}</Cell>
            <Cell class="p3">{states}</Cell>
            <Cell class="c-act">{actions}</Cell>
        </Row>
    }
    .into_any()
}

/// The way from the identity to the role, who gave it, and when it holds.
fn origin(shell: &screens::Shell, identity: &Identity, role: &str, source: RoleSource) -> AnyView {
    let label = format!("How {} gets {role}", identity.name);
    let href = paths::assignment(shell, source.assignment_id);
    let direct = source.groups.is_empty();
    let hops = hops(identity, source.groups, source.node, role);
    let linked = shell.may_view_users;
    let by = source.by.filter(|_| direct).map(|by| {
        if !linked {
            return view! { <span class="by">{by}</span> }.into_any();
        }
        let label = format!("{role} {by}: history");
        view! { <a class="by" href=href aria-label=label>{by}</a> }.into_any()
    });
    let window = source
        .window_words
        .map(|words| view! { <span class="by">{words}</span> });
    view! { <Provenance hops label/>{by}{window} }.into_any()
}

fn action(shell: &screens::Shell, identity: &Identity, role: &str, source: &RoleSource, over: bool) -> AnyView {
    if over {
        return view! { <span class="by">"Kept for audit"</span> }.into_any();
    }
    if let Some(group) = &source.managed_in {
        return view! { <span class="by">{format!("Managed in {group}")}</span> }.into_any();
    }
    if !source.may_remove {
        return ().into_any();
    }
    let here = paths::identity(shell, identity.id);
    let remove = paths::from(&paths::assignment_remove(shell, source.assignment_id), &here);
    let dates = paths::from(&paths::assignment_dates(shell, source.assignment_id), &here);
    view! {
        <LinkButton href=dates look=Look::TextMuted attr:data-dialog="" label=format!("Change dates of direct {role}")>"Change dates"</LinkButton>
        <LinkButton href=remove look=Look::TextDanger attr:data-dialog="" label=format!("Remove direct {role}")>"Remove"</LinkButton>
    }
    .into_any()
}
