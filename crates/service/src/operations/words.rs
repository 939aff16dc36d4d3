//! What an operation was asked to do, in a sentence.

use crate::cx::Env;
use crate::{Result, when};
use domain::plans::{DateChange, Request};

/// `Operator, until 31 Dec 2026.`
pub(crate) async fn in_words(env: &Env, request: &Request) -> Result<String> {
    let zone = &env.environment.time_zone;
    let role = match request.role_id() {
        None => String::new(),
        Some(id) => store::roles::list(&mut env.read().await?, env.id())
            .await?
            .into_iter()
            .find(|role| role.id == id)
            .map(|role| role.name)
            .unwrap_or_default(),
    };
    Ok(match request {
        Request::Assign(asked) => match when::short(asked.window, zone) {
            Some(window) => format!("{role}, {window}."),
            None => format!("{role}, until removed."),
        },
        Request::Remove(_) => format!("{role}, taken away."),
        Request::SetDates(asked) => match asked.change {
            DateChange::Extend { days: 1 } => "Extended by 1 day.".to_owned(),
            DateChange::Extend { days } => format!("Extended by {days} days."),
            DateChange::Set {
                effective_from,
                effective_to,
            } => {
                let start = effective_from.map(|from| match from {
                    Some(from) => format!("start {}", crate::words::day(from, zone)),
                    None => "start at once".to_owned(),
                });
                let end = effective_to.map(|to| match to {
                    Some(to) => format!("end {}", crate::words::last_day(to, zone)),
                    None => "no end".to_owned(),
                });
                let parts: Vec<String> = start.into_iter().chain(end).collect();
                format!("New dates: {}.", parts.join(", "))
            }
        },
        Request::End(_) => "Ended at once.".to_owned(),
        Request::Undo(_) => "An earlier operation, undone.".to_owned(),
    })
}
