//! How worlds come about: raw numbers, reduced to indexes that exist, so that failures shrink.

use super::{Assigned, DAY, Holder, Person, Role, Span, World, capability_id, grid, node_id};
use crate::resolve::Question;
use domain::Time;
use domain::assignments::NoEffect;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;

/// 256 cases; 20,000 with `ROLECALL_FULL=1`. Nothing is written beside the sources.
pub fn config() -> Config {
    let full = std::env::var_os("ROLECALL_FULL").is_some_and(|value| value == "1");
    Config {
        cases: if full { 20_000 } else { 256 },
        failure_persistence: None,
        ..Config::default()
    }
}

/// Environments as the service would let them become: no rings among groups or nodes.
pub fn worlds() -> impl Strategy<Value = World> {
    any_worlds(false)
}

/// Environments in which groups and nodes may form rings, which no write allows: answers must
/// still come.
pub fn worlds_with_rings() -> impl Strategy<Value = World> {
    any_worlds(true)
}

/// An instant of the grid, or one millisecond before or after it.
pub fn instants() -> impl Strategy<Value = Time> {
    (0..=10_i64, -1..=1_i64).prop_map(|(step, shift)| Time(step * 10 * DAY + shift))
}

/// One question about each pair of capability and node, at every instant of the grid and one
/// millisecond before it; with the indexes of capability and node.
pub fn questions(world: &World) -> impl Iterator<Item = (usize, usize, Question)> + '_ {
    grid().flat_map(|edge| [edge - 1, edge]).flat_map(move |at| {
        (0..world.capabilities.len()).flat_map(move |capability| {
            (0..world.nodes.len()).map(move |node| (capability, node, question(capability, node, Time(at))))
        })
    })
}

/// The question about the capability and node at those indexes.
pub fn question(capability: usize, node: usize, at: Time) -> Question {
    Question {
        capability: capability_id(capability),
        node: node_id(node),
        at,
    }
}

#[derive(Debug, Clone)]
struct RawAssignment {
    holder: (bool, usize),
    role: usize,
    node: usize,
    from: Option<i64>,
    to: Option<i64>,
    created: i64,
    revoked: Option<i64>,
}

fn any_worlds(rings: bool) -> impl Strategy<Value = World> {
    let groups = vec(timeline(), 1..5);
    let nodes = vec(timeline(), 0..5);
    let people = vec(
        (
            spans(),
            prop::option::weighted(0.2, edge()),
            vec((0..8_usize, spans()), 0..3),
        ),
        1..4,
    );
    let roles = vec(vec((0..8_usize, spans()), 0..4), 1..4);
    let capabilities = vec(
        prop_oneof![3 => Just(vec![Span { since: 0, until: None }]), 1 => spans()],
        1..4,
    );
    (people, groups, nodes, roles, capabilities, vec(assignment(), 1..10)).prop_map(
        move |(people, groups, nodes, roles, capabilities, assignments)| {
            let groups: Vec<_> = groups
                .iter()
                .enumerate()
                .map(|(group, parents)| {
                    // Without rings a group lies only in groups before it.
                    let candidates = if rings { 5 } else { group };
                    let fits = |raw: Option<usize>| raw.filter(|_| candidates > 0).map(|raw| raw % candidates);
                    rows(parents, |raw| fits(raw).filter(|parent| *parent < groups.len()))
                })
                .collect();
            let nodes: Vec<_> = std::iter::once(Vec::new())
                .chain(nodes.iter().enumerate().map(|(before, parents)| {
                    let candidates = if rings { nodes.len() + 1 } else { before + 1 };
                    rows(parents, |raw| Some(raw.unwrap_or(0) % candidates))
                }))
                .collect();
            let all = Role {
                holds_all: true,
                capabilities: Vec::new(),
            };
            let roles: Vec<Role> = std::iter::once(all)
                .chain(roles.iter().map(|raw| Role {
                    holds_all: false,
                    capabilities: histories(raw, capabilities.len()),
                }))
                .collect();
            let identities: Vec<Person> = people
                .iter()
                .map(|(suspended, accepted, raw)| person(suspended, *accepted, raw, groups.len()))
                .collect();
            let sizes = [identities.len(), groups.len(), roles.len(), nodes.len()];
            let assignments = placed(&assignments, sizes);
            World {
                identities,
                groups,
                nodes,
                roles,
                capabilities,
                assignments,
            }
        },
    )
}

fn edge() -> impl Strategy<Value = i64> {
    (0..=10_i64).prop_map(|step| step * 10 * DAY)
}

// Spans between rising instants: in, out, in, out, …; the last one may stay open.
fn spans() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::btree_set(edge(), 1..4).prop_map(|edges| {
        let edges: Vec<i64> = edges.into_iter().collect();
        edges
            .chunks(2)
            .map(|pair| Span {
                since: pair[0],
                until: pair.get(1).copied(),
            })
            .collect()
    })
}

type Timeline = Vec<(i64, Option<usize>)>;

// A parent from day 0 on, and up to two moves.
fn timeline() -> impl Strategy<Value = Timeline> {
    let parent = || prop::option::weighted(0.7, 0..8_usize);
    (parent(), prop::collection::btree_map(10..=100_i64, parent(), 0..3)).prop_map(|(first, moves)| {
        let mut line: Timeline = vec![(0, first)];
        for (day, parent) in moves {
            let at = day / 10 * 10 * DAY;
            if line.last().is_some_and(|(last, _)| *last < at) {
                line.push((at, parent));
            }
        }
        line
    })
}

fn rows(line: &[(i64, Option<usize>)], parent: impl Fn(Option<usize>) -> Option<usize>) -> Vec<(usize, Span)> {
    let ends = line.iter().skip(1).map(|(at, _)| Some(*at)).chain([None]);
    line.iter()
        .zip(ends)
        .filter_map(|((since, raw), until)| parent(*raw).map(|parent| (parent, Span { since: *since, until })))
        .collect()
}

// One history for each thing: a second one about the same thing could overlap the first.
fn histories(raw: &[(usize, Vec<Span>)], things: usize) -> Vec<(usize, Span)> {
    let mut rows: Vec<(usize, Span)> = Vec::new();
    for (thing, spans) in raw {
        let thing = thing % things;
        if rows.iter().all(|(other, _)| *other != thing) {
            rows.extend(spans.iter().map(|span| (thing, *span)));
        }
    }
    rows
}

fn person(suspended: &[Span], accepted: Option<i64>, memberships: &[(usize, Vec<Span>)], groups: usize) -> Person {
    // Half of the people are never suspended: otherwise most answers would be no for that reason.
    let often = suspended.first().is_some_and(|span| span.since >= 50 * DAY);
    let suspensions = suspended
        .iter()
        .filter(|_| often)
        .map(|span| (NoEffect::Suspended, *span));
    let invited = accepted.filter(|at| *at > 0).map(|at| {
        (
            NoEffect::Invited,
            Span {
                since: 0,
                until: Some(at),
            },
        )
    });
    Person {
        blocked: suspensions.chain(invited).collect(),
        memberships: histories(memberships, groups),
    }
}

fn assignment() -> impl Strategy<Value = RawAssignment> {
    let raw = (any::<bool>(), 0..8_usize, 0..8_usize, 0..8_usize);
    let dates = (prop::option::of(edge()), prop::option::of(edge()));
    let rows = (
        prop_oneof![3 => Just(0_i64), 1 => edge()],
        prop::option::weighted(0.2, edge()),
    );
    (raw, dates, rows).prop_map(
        |((of_group, holder, role, node), (from, to), (created, revoked))| RawAssignment {
            holder: (of_group, holder),
            role,
            node,
            from,
            to,
            created,
            revoked,
        },
    )
}

fn placed(raw: &[RawAssignment], [identities, groups, roles, nodes]: [usize; 4]) -> Vec<Assigned> {
    let mut placed: Vec<Assigned> = Vec::new();
    for one in raw {
        let (of_group, holder) = one.holder;
        let next = Assigned {
            holder: if of_group {
                Holder::Group(holder % groups)
            } else {
                Holder::Identity(holder % identities)
            },
            role: one.role % roles,
            node: one.node % nodes,
            from: one.from,
            to: one
                .to
                .filter(|to| one.from.is_none_or(|from| from < *to) && one.created < *to),
            created: one.created,
            revoked: one.revoked.filter(|at| *at >= one.created),
        };
        let clashes = |other: &Assigned| {
            let key = |one: &Assigned| (one.role, one.node);
            let dates = |one: &Assigned| domain::Window::new(one.from.map(Time), one.to.map(Time));
            other.holder == next.holder
                && key(other) == key(&next)
                && other.revoked.is_none()
                && next.revoked.is_none()
                && (dates(other).overlaps(dates(&next)) || other.from.unwrap_or(0) == next.from.unwrap_or(0))
        };
        if !placed.iter().any(clashes) {
            placed.push(next);
        }
    }
    placed
}
