//! Numbers that know when they change by themselves.

use crate::index::span::Span;
use domain::Time;
use std::collections::BTreeMap;

/// A number and how it changes as time goes on.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    /// At the instant since which is counted.
    first: i64,
    /// How many more or fewer from an instant on.
    steps: BTreeMap<i64, i64>,
}

impl Count {
    pub fn at(&self, at: Time) -> i64 {
        self.first + self.steps.range(..=at.0).map(|(_, step)| step).sum::<i64>()
    }

    /// `n` more within the span.
    pub fn add(&mut self, span: Span, since: Time, n: i64) {
        if span.to <= since.0 {
            return;
        }
        match span.from <= since.0 {
            true => self.first += n,
            false => self.step(span.from, n),
        }
        if span.to != i64::MAX {
            self.step(span.to, -n);
        }
    }

    fn step(&mut self, at: i64, n: i64) {
        let step = self.steps.entry(at).or_default();
        *step += n;
        if *step == 0 {
            self.steps.remove(&at);
        }
    }
}
