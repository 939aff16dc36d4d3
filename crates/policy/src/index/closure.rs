//! What lies above a group or a node, with the time in which it does.

use super::span::Span;

/// A step upwards, or all steps to one place together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub to: u32,
    pub span: Span,
}

/// The thing itself and all above it by ways of at most `depth` things, each with the time in which the
/// whole way holds. One place comes several times where several ways lead there.
pub(super) fn above(number: u32, parents: &[&[Edge]], depth: usize) -> Vec<Edge> {
    let mut found = vec![Edge {
        to: number,
        span: Span::ALWAYS,
    }];
    walk(&mut vec![number], Span::ALWAYS, parents, depth, &mut found);
    found
}

/// Goes on from the last of `way`. A place that is met again on one way is a ring: nothing new lies behind it.
fn walk(way: &mut Vec<u32>, span: Span, parents: &[&[Edge]], depth: usize, found: &mut Vec<Edge>) {
    let Some(last) = way.last().filter(|_| way.len() < depth) else {
        return;
    };
    let steps = parents.get(*last as usize).copied().unwrap_or_default();
    for step in steps {
        let span = span.and(step.span);
        if span.is_empty() || way.contains(&step.to) {
            continue;
        }
        found.push(Edge { to: step.to, span });
        way.push(step.to);
        walk(way, span, parents, depth, found);
        way.pop();
    }
}
