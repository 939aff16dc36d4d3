//! What a change makes of the dates of one assignment; no look at anything else.

use crate::bulk::check_window;
use crate::verdict::{Refusal, detail};
use domain::plans::DateChange;
use domain::problem::Code;
use domain::{Time, Window};
use store::assignments::Standing;

/// The dates that an assignment is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The same assignment in another window.
    Change(Window),
    /// It has ended; a new one goes on from it.
    Renew(Window),
}

impl Next {
    pub fn window(self) -> Window {
        match self {
            Self::Change(window) | Self::Renew(window) => window,
        }
    }
}

/// Whether a change says something: the field that is wrong and why, where it does not.
pub(crate) fn check(change: &DateChange) -> Result<(), (&'static str, &'static str)> {
    match change {
        DateChange::Set {
            effective_from: None,
            effective_to: None,
        } => Err(("effective_to", "Say a start, an end or both; null takes one away.")),
        DateChange::Extend { days } if !(1..=DateChange::DAYS_MAX).contains(days) => {
            Err(("extend_days", "Extend by 1 to 3650 days."))
        }
        _ => Ok(()),
    }
}

/// The next dates of an assignment, or why it keeps those that it has.
pub(crate) fn next(standing: &Standing, change: &DateChange, now: Time) -> Result<Next, Refusal> {
    let before = standing.window;
    let ended = before.to.is_some_and(|to| to <= now);
    let over = || Refusal::skip(Code::NotAssigned, "", "This assignment has ended, so its dates stay.");
    if standing.revoked {
        return Err(over());
    }
    let window = match change {
        DateChange::Set { .. } if ended => return Err(over()),
        DateChange::Set {
            effective_from,
            effective_to,
        } => Window::new(effective_from.unwrap_or(before.from), effective_to.unwrap_or(before.to)),
        DateChange::Extend { days } => {
            let until = |from: Time| from.plus_days(i64::from(*days)).min(Time::MAX);
            if ended {
                return Ok(Next::Renew(Window::new(None, Some(until(now)))));
            }
            Window::new(before.from, before.to.map(until))
        }
    };
    if window == before {
        return Err(Refusal::skip(Code::Unchanged, "", detail(Code::Unchanged)));
    }
    let started = before.from.is_none_or(|from| from <= now);
    if started && window.from != before.from {
        return Err(Refusal::fail(
            Code::InvalidWindow,
            "/effective_from",
            "It has started already, so its start stays.",
        ));
    }
    // An end may move to this very moment, which lies in no window that could still be given.
    let earliest = if window.to == Some(now) { Time(now.0 - 1) } else { now };
    check_window(window, earliest).map_err(|text| Refusal::fail(Code::InvalidWindow, "/effective_to", text))?;
    Ok(Next::Change(window))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::assignments::Subject;
    use uuid::Uuid;

    const DAY: i64 = 86_400_000;
    const NOW: Time = Time(1_000 * DAY);

    fn day(n: i64) -> Option<Time> {
        Some(Time(n * DAY))
    }

    fn standing(from: Option<Time>, to: Option<Time>) -> Standing {
        let id = Uuid::nil();
        Standing {
            id: id.into(),
            subject: Subject::Identity(id.into()),
            role_id: id.into(),
            node_id: id.into(),
            window: Window::new(from, to),
            reason: None,
            version: 0,
            revoked: false,
            made_by: None,
            revoked_by: None,
        }
    }

    #[test]
    fn dates_follow_the_rules() {
        let set = |effective_from, effective_to| DateChange::Set {
            effective_from,
            effective_to,
        };
        let extend = DateChange::Extend { days: 10 };
        let changed = |from, to| Ok(Next::Change(Window::new(from, to)));
        for (from, to, change, expected) in [
            // A start that has passed stays, one to come moves; an end moves to now or later.
            (None, None, set(None, Some(day(1_001))), changed(None, day(1_001))),
            (None, day(1_005), set(None, Some(None)), changed(None, None)),
            (None, None, set(None, Some(Some(NOW))), changed(None, Some(NOW))),
            (None, None, set(None, Some(day(999))), Err(Code::InvalidWindow)),
            (day(900), None, set(Some(day(901)), None), Err(Code::InvalidWindow)),
            (day(1_000), None, set(Some(None), None), Err(Code::InvalidWindow)),
            (day(1_002), None, set(Some(day(1_001)), None), changed(day(1_001), None)),
            (
                day(1_002),
                None,
                set(Some(None), Some(day(1_003))),
                changed(None, day(1_003)),
            ),
            (
                day(1_002),
                day(1_005),
                set(Some(day(1_006)), None),
                Err(Code::InvalidWindow),
            ),
            // What says nothing new changes nothing.
            (None, day(1_005), set(None, Some(day(1_005))), Err(Code::Unchanged)),
            (None, None, extend, Err(Code::Unchanged)),
            // What is over stays over, or goes on as another one.
            (None, day(999), set(None, Some(day(1_001))), Err(Code::NotAssigned)),
            (None, day(1_005), extend, changed(None, day(1_015))),
            (day(1_002), day(1_005), extend, changed(day(1_002), day(1_015))),
            (
                day(900),
                day(999),
                extend,
                Ok(Next::Renew(Window::new(None, day(1_010)))),
            ),
        ] {
            let told = next(&standing(from, to), &change, NOW).map_err(|refusal| refusal.error.code);
            assert_eq!(told, expected, "{from:?} {to:?} {change:?}");
        }
        let mut revoked = standing(None, None);
        revoked.revoked = true;
        for change in [extend, set(None, Some(day(1_001)))] {
            assert_eq!(
                next(&revoked, &change, NOW).map_err(|refusal| refusal.error.code),
                Err(Code::NotAssigned)
            );
        }
        assert!(check(&set(None, None)).is_err() && check(&DateChange::Extend { days: 0 }).is_err());
        assert!(check(&DateChange::Extend { days: 3_651 }).is_err() && check(&extend).is_ok());
    }
}
