//! The roles of a person or group: one row a role, one line a source.

use crate::parts::assignment::assignment_tag;
use crate::paths;
use domain::groups::Group;
use domain::identities::{Identity, Kind};
use domain::screens::{self, RoleSource, RoleSources};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::provenance::{Hop, HopKind, Provenance};
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

/// Whose roles they are.
pub struct Whose {
    name: String,
    kind: HopKind,
    /// The page to come back to.
    here: String,
}

impl Whose {
    pub fn identity(shell: &screens::Shell, identity: &Identity) -> Self {
        Self {
            name: identity.name.clone(),
            kind: match identity.kind {
                Kind::Person => HopKind::Person,
                Kind::Service => HopKind::Service,
            },
            here: paths::identity(shell, identity.id),
        }
    }

    pub fn group(shell: &screens::Shell, group: &Group) -> Self {
        Self {
            name: group.name.clone(),
            kind: HopKind::Group,
            here: paths::group_page(shell, group.id, "roles"),
        }
    }
}

/// The way from someone to a role: through which groups, at which node.
fn hops(whose: &Whose, groups: Vec<String>, node: Option<String>, role: &str) -> Vec<Hop> {
    let hop = |kind, text: String| Hop { kind, text, href: None };
    let groups = groups.into_iter().map(|group| hop(HopKind::Group, group));
    let mut hops = match whose.kind {
        // The groups above it, down to itself.
        HopKind::Group => {
            let above: Vec<Hop> = groups.collect();
            match above.is_empty() {
                true => vec![hop(HopKind::Group, whose.name.clone())],
                false => above,
            }
        }
        // The whole name stands in the heading of the page.
        kind => {
            let short = whose.name.split_whitespace().next().unwrap_or_default();
            std::iter::once(hop(kind, short.to_owned())).chain(groups).collect()
        }
    };
    hops.extend(node.map(|node| hop(HopKind::Node, node)));
    hops.push(hop(HopKind::Role, role.to_owned()));
    hops
}

/// A row for each role with all its sources; `over`: those that ended.
pub fn table(shell: &screens::Shell, whose: &Whose, roles: Vec<RoleSources>, over: bool) -> AnyView {
    let name = &whose.name;
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
        .map(|role| row(shell, whose, role, over))
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

fn row(shell: &screens::Shell, whose: &Whose, role: RoleSources, over: bool) -> AnyView {
    let name = role.name;
    let line = |inside: AnyView| view! { <div class="src">{inside}</div> }.into_any();
    let (mut sources, mut states, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for source in role.sources {
        states.push(line(assignment_tag(source.state, source.state_words.clone())));
        actions.push(line(action(shell, whose, &name, &source, over)));
        sources.push(line(origin(shell, whose, &name, source)));
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
fn origin(shell: &screens::Shell, whose: &Whose, role: &str, source: RoleSource) -> AnyView {
    let label = format!("How {} gets {role}", whose.name);
    let href = paths::assignment(shell, source.assignment_id);
    let direct = source.groups.is_empty();
    let hops = hops(whose, source.groups, source.node, role);
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

fn action(shell: &screens::Shell, whose: &Whose, role: &str, source: &RoleSource, over: bool) -> AnyView {
    if over {
        return view! { <span class="by">"Kept for audit"</span> }.into_any();
    }
    if let Some(group) = &source.managed_in {
        let words = format!("Managed in {}", group.name);
        if !shell.may_view_groups {
            return view! { <span class="by">{words}</span> }.into_any();
        }
        let href = paths::group_page(shell, group.id, "roles");
        return view! { <a class="by link" href=href>{words}</a> }.into_any();
    }
    if !source.may_remove {
        return ().into_any();
    }
    let here = &whose.here;
    let remove = paths::from(&paths::assignment_remove(shell, source.assignment_id), here);
    let dates = paths::from(&paths::assignment_dates(shell, source.assignment_id), here);
    view! {
        <LinkButton href=dates look=Look::TextMuted attr:data-dialog="" label=format!("Change dates of direct {role}")>"Change dates"</LinkButton>
        <LinkButton href=remove look=Look::TextDanger attr:data-dialog="" label=format!("Remove direct {role}")>"Remove"</LinkButton>
    }
    .into_any()
}
