//! Windows in half the room: ends that are open are the ends of time.

use domain::{Time, Window};

/// A half-open window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
}

impl Span {
    pub const ALWAYS: Self = Self {
        from: i64::MIN,
        to: i64::MAX,
    };

    pub fn of(window: Window) -> Self {
        Self {
            from: window.from.map_or(i64::MIN, |time| time.0),
            to: window.to.map_or(i64::MAX, |time| time.0),
        }
    }

    pub fn contains(self, at: Time) -> bool {
        self.from <= at.0 && at.0 < self.to
    }

    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        }
    }
}
