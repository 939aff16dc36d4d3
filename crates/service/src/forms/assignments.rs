//! The forms of one assignment: taking it away, and its dates.

use super::planned::signs_out;
use crate::assignments::{self, Edit};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, words};
use domain::Time;
use domain::assignments::{Assignment, Subject};
use domain::form::Sent;
use domain::id::AssignmentId;
use domain::problem::Code;
use domain::screens::AssignmentFacts;
use domain::sessions::SignedOut;

/// What was done, and where to go now.
pub struct Done {
    pub back: String,
    /// A sentence for the next page.
    pub said: String,
}

/// A page of this environment to go back to; any other text leads to the subject's page, or to the
/// list for a group.
pub fn back(env: &Env, wanted: &str, facts: &AssignmentFacts) -> String {
    let here = format!("/t/{}/{}/", env.tenant.slug, env.environment.slug);
    let path = wanted.split(['?', '#']).next().unwrap_or_default();
    let plain = wanted.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'\\');
    let straight = !path.split('/').any(|part| matches!(part, "." | "..")) && !path.contains(['%', ';']);
    if plain && straight && path.starts_with(&here) && !path[here.len()..].starts_with('/') {
        return wanted.to_owned();
    }
    match facts.assignment.subject {
        Subject::Identity(id) => format!("{here}directory/{id}"),
        Subject::Group(_) => format!("{here}directory/assignments"),
    }
}

/// Takes one assignment away; ending it now is the same. Fields: `back`, and `sessions`, which signs out.
///
/// Who may and fails as [`assignments::revoke`].
pub async fn remove_assignment(env: &Env, id: AssignmentId, sent: &Sent, ending: bool) -> Result<Done> {
    env.require_anywhere("members.change_roles")?;
    let facts = assignments::facts_of(env, id).await?;
    let mut signed_out = SignedOut::default();
    if env.replayed().await?.is_none() {
        signed_out = assignments::revoke_signing_out(env, id, signs_out(sent)).await?;
    }
    let name = &facts.holder.name;
    let said = if ending {
        format!("{} of {name} has ended. {}", facts.role, signed_out.words())
    } else {
        format!("Removed {} from {name}. {}", facts.role, signed_out.words())
    };
    Ok(Done {
        back: back(env, &sent.value("back"), &facts),
        said: said.trim().to_owned(),
    })
}

/// Changes the dates of one assignment. Fields: `from`, `from_time` (where it has not started);
/// `end`, which is `none`, `day` with `until` and `until_time`, or a length to add such as `30d`; `back`.
///
/// Who may and fails as [`assignments::change`], with pointers to the fields.
pub async fn assignment_dates(env: &Env, id: AssignmentId, sent: &Sent) -> Result<Done> {
    env.require_anywhere("members.change_roles")?;
    let facts = assignments::facts_of(env, id).await?;
    let edit = edit(env, &facts, sent)?;
    let changed = if env.replayed().await?.is_none() {
        assignments::change(env, id, &edit).await.map_err(at_fields)?
    } else {
        facts.assignment.clone()
    };
    Ok(Done {
        back: back(env, &sent.value("back"), &facts),
        said: said(env, &facts, &changed),
    })
}

fn said(env: &Env, facts: &AssignmentFacts, changed: &Assignment) -> String {
    let zone = &env.environment.time_zone;
    let what = format!("{} of {}", facts.role, facts.holder.name);
    let start = changed.effective_from.filter(|_| !facts.started);
    match (start, changed.effective_to) {
        (None, None) => format!("{what} holds until it is removed."),
        (None, Some(to)) => format!("{what} ends {}.", words::end(to, zone)),
        (Some(from), None) => format!("{what} starts {}.", words::start(from, zone)),
        (Some(from), Some(to)) => {
            format!(
                "{what} starts {} and ends {}.",
                words::start(from, zone),
                words::end(to, zone)
            )
        }
    }
}

fn edit(env: &Env, facts: &AssignmentFacts, sent: &Sent) -> Result<Edit> {
    let (now, zone) = (env.cx.now(), &env.environment.time_zone);
    let wrong = |field: &str, detail: String| Error::at(Code::InvalidWindow, format!("/{field}"), detail);
    let of = &facts.assignment;
    let mut edit = Edit::default();
    if !facts.started {
        let (date, time) = (sent.value("from"), sent.value("from_time"));
        if date.trim().is_empty() {
            return Err(wrong("from", "Choose the day on which it starts".to_owned()));
        }
        let from = words::start_of(&date, &time, zone).map_err(|detail| wrong("from", detail))?;
        // A start that has passed starts now.
        edit.effective_from = Some(Some(from).filter(|from| now < *from));
    }
    let to = match sent.value("end").as_str() {
        "none" => None,
        "day" => {
            let (date, time) = (sent.value("until"), sent.value("until_time"));
            if date.trim().is_empty() {
                return Err(wrong("until", "Choose the day on which it ends".to_owned()));
            }
            Some(words::end_of(&date, &time, zone).map_err(|detail| wrong("until", detail))?)
        }
        length => match (
            length.strip_suffix('d').and_then(|days| days.parse::<u16>().ok()),
            of.effective_to,
        ) {
            (Some(days @ 1..=366), Some(to)) => Some(words::add_days(to, days, zone)),
            _ => return Err(wrong("end", "Choose when it ends".to_owned())),
        },
    };
    let from = edit.effective_from.unwrap_or(of.effective_from);
    in_order(from, to, now, zone).map_err(|detail| {
        let field = if sent.value("end") == "day" { "until" } else { "end" };
        wrong(field, detail)
    })?;
    edit.effective_to = Some(to);
    Ok(edit)
}

fn in_order(from: Option<Time>, to: Option<Time>, now: Time, zone: &str) -> std::result::Result<(), String> {
    match (from, to) {
        (_, Some(to)) if to <= now => {
            Err("The end must be in the future. To end it at once, choose End now".to_owned())
        }
        (Some(from), Some(to)) if to <= from => Err(format!(
            "The end must be after {}, when it starts",
            words::day(from, zone)
        )),
        _ => Ok(()),
    }
}

/// The fields of the use case by the names of this form.
fn at_fields(error: Error) -> Error {
    let Error::Problem(mut problem) = error else {
        return error;
    };
    for one in &mut problem.errors {
        one.pointer = match one.pointer.as_str() {
            "/effective_from" => "/from".to_owned(),
            "/effective_to" => "/end".to_owned(),
            _ => continue,
        };
    }
    Error::Problem(problem)
}
