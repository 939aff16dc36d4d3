//! Paths from someone to what they can do, as lines of hops that lead there.

use crate::paths;
use domain::identities::Kind;
use domain::screens::{HeldArea, Shell, Way, Whom};
use leptos::prelude::*;
use ui::icon::Glyph;
use ui::provenance::{Hop, HopKind, Provenance};
use ui::tag::{Hue, Tag};

/// One path with when it holds and who gave it.
pub fn way(shell: &Shell, whom: &Whom, way: Way, capability: Option<&str>) -> AnyView {
    let hop = |kind, text: String, href: Option<String>| Hop { kind, text, href };
    let identity = &whom.identity;
    let kind = match identity.kind {
        Kind::Person => HopKind::Person,
        Kind::Service => HopKind::Service,
    };
    let short = identity.name.split_whitespace().next().unwrap_or_default();
    let linked = shell.may_view_users && whom.deleted.is_none();
    let person = linked.then(|| paths::identity(shell, identity.id));
    let mut hops = vec![hop(kind, short.to_owned(), person)];
    hops.extend(way.groups.into_iter().map(|group| {
        let href = shell
            .may_view_groups
            .then(|| paths::group_page(shell, group.id, "roles"));
        hop(HopKind::Group, group.name, href)
    }));
    hops.extend(way.node.map(|node| hop(HopKind::Node, node, None)));
    let role = shell.may_view_roles.then(|| paths::role(shell, way.role_id));
    hops.push(hop(HopKind::Role, way.role.clone(), role));
    hops.extend(capability.map(|name| hop(HopKind::Capability, name.to_owned(), None)));
    let label = format!("How {} gets {}", identity.name, capability.unwrap_or(&way.role));
    let facts = match way.by {
        Some(by) => format!("{}, {by}", way.window),
        None => way.window,
    };
    let history = paths::assignment(shell, way.assignment_id);
    let facts = match shell.may_view_users {
        true => view! { <a class="by" href=history>{facts}</a> }.into_any(),
        false => view! { <span class="by">{facts}</span> }.into_any(),
    };
    view! { <Provenance hops label/>{facts} }.into_any()
}

/// What someone can, by area, each with every way to it.
pub fn areas(shell: &Shell, whom: &Whom, areas: Vec<HeldArea>) -> AnyView {
    let rows = areas
        .into_iter()
        .map(|area| {
            let count = area.capabilities.len();
            let lines = area
                .capabilities
                .into_iter()
                .map(|one| {
                    let sensitive = one
                        .sensitive
                        .then(|| view! { <Tag text="Sensitive" hue=Hue::Amber glyph=Some(Glyph::Warning)/> });
                    let ways = one
                        .ways
                        .into_iter()
                        .map(|path| view! { <div class="src">{way(shell, whom, path, None)}</div> }.into_any())
                        .collect::<Vec<_>>();
                    view! {
                        <li class="held-cap">
                            <div class="held-name"><span class="medium">{one.name}</span>" "<span class="mono muted small">{one.key}</span>{sensitive}</div>
                            <div class="c-src">{ways}</div>
                        </li>
                    }
                    .into_any()
                })
                .collect::<Vec<_>>();
            view! {
                <section class="held-area">
                    <h3>{area.name}" "<span class="count num">{count}</span></h3>
                    <ul role="list">{lines}</ul>
                </section>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <div class="held-areas">{rows}</div> }.into_any()
}
