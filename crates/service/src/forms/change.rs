//! The form that changes many assignments at once: other dates, longer, ended now.

use super::planned::{Next, Planned, signs_out};
use crate::cx::Env;
use crate::error::Error;
use crate::plans::Request;
use crate::{Result, words};
use domain::form::Sent;
use domain::id::AssignmentId;
use domain::plans::{AssignmentSelection, DateChange, End, SetDates};
use domain::problem::Code;
use domain::query;
use std::collections::HashSet;

const CHANGE: Planned = Planned {
    fields: &[
        "what",
        "days",
        "from",
        "from_time",
        "end",
        "until",
        "until_time",
        "sessions",
    ],
    first: "what",
    needs: "members.change_roles",
    request,
};

/// One step of the form. `intent` is `dates`, `extend` or `end` from the list, then as in every
/// such form; the selection is `id`s, or `scope=matching` with `filter`, `shown` and `exclude`; then
/// `what`, which is `dates` with `end`, `until` and perhaps `from`, `extend` with `days`, or `end`.
pub async fn change_assignments(env: &Env, mut sent: Sent) -> Result<Next> {
    let intent = sent.value("intent");
    if matches!(intent.as_str(), "dates" | "extend" | "end") {
        // The dates are still to be chosen; the others can be judged at once.
        let next = if intent == "dates" { "start" } else { "preview" };
        set(&mut sent, "intent", next);
        // As the form shows them from the start: what was planned is what is sent back.
        set(&mut sent, "days", "30");
        set(&mut sent, "end", "day");
        set(&mut sent, "what", &intent);
    }
    CHANGE.step(env, sent).await
}

fn set(sent: &mut Sent, name: &str, value: &str) {
    sent.values.retain(|(key, _)| key != name);
    sent.values.push((name.to_owned(), value.to_owned()));
}

fn request(env: &Env, sent: &Sent) -> Result<Request> {
    let selection = chosen_assignments(sent);
    let change = match sent.value("what").as_str() {
        "end" => {
            return Ok(Request::End(End {
                selection,
                revoke_sessions: signs_out(sent),
            }));
        }
        "extend" => DateChange::Extend { days: days(sent)? },
        "dates" => dates(env, sent)?,
        _ => return Err(Error::at(Code::InvalidValue, "/what", "Choose what to do")),
    };
    Ok(Request::SetDates(SetDates { selection, change }))
}

fn days(sent: &Sent) -> Result<u16> {
    match sent.value("days").trim() {
        "" => Ok(30),
        text => text
            .parse()
            .ok()
            .filter(|days| (1..=DateChange::DAYS_MAX).contains(days))
            .ok_or_else(|| Error::at(Code::InvalidValue, "/days", "Enter a number of days from 1 to 3650")),
    }
}

fn dates(env: &Env, sent: &Sent) -> Result<DateChange> {
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let wrong = |field: &str, detail: String| Error::at(Code::InvalidWindow, format!("/{field}"), detail);
    let date = sent.value("from");
    let effective_from = if date.trim().is_empty() {
        None
    } else {
        let from = words::start_of(&date, &sent.value("from_time"), zone).map_err(|detail| wrong("from", detail))?;
        Some(Some(from).filter(|from| now < *from))
    };
    let effective_to = match sent.value("end").as_str() {
        "stay" => None,
        "none" => Some(None),
        "day" => {
            let date = sent.value("until");
            if date.trim().is_empty() {
                return Err(wrong("until", "Choose the day on which they end".to_owned()));
            }
            let to = words::end_of(&date, &sent.value("until_time"), zone).map_err(|detail| wrong("until", detail))?;
            if to <= now {
                let text = "The end must be in the future. To end them at once, choose End now";
                return Err(wrong("until", text.to_owned()));
            }
            Some(Some(to))
        }
        _ => return Err(wrong("end", "Choose when they end".to_owned())),
    };
    if effective_from.is_none() && effective_to.is_none() {
        return Err(wrong(
            "end",
            "Choose a new end, or a new start for those not started".to_owned(),
        ));
    }
    Ok(DateChange::Set {
        effective_from,
        effective_to,
    })
}

/// Which assignments are selected, as the list or the form sent it. Ids that are none are left out.
pub fn chosen_assignments(sent: &Sent) -> AssignmentSelection {
    let ids = |name: &str| -> Vec<AssignmentId> { sent.all(name).filter_map(|text| text.parse().ok()).collect() };
    if sent.value("scope") != "matching" {
        let mut seen = HashSet::new();
        return AssignmentSelection::Ids(ids("id").into_iter().filter(|id| seen.insert(*id)).collect());
    }
    let (query, _) = query::Assignments::parse(&sent.value("filter"));
    let ticked: HashSet<AssignmentId> = ids("id").into_iter().collect();
    let unticked = ids("shown").into_iter().filter(|id| !ticked.contains(id));
    let mut exclude: Vec<AssignmentId> = ids("exclude").into_iter().chain(unticked).collect();
    exclude.sort_unstable();
    exclude.dedup();
    AssignmentSelection::Matching {
        filter: query.filter,
        exclude,
    }
}
