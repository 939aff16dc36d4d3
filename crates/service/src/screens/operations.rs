//! Bulk writes: all of them, and what came of one.

use super::{NAMED, shell};
use crate::cx::Env;
use crate::operations::{self, Found, Named};
use crate::{Result, words};
use domain::bulk::Status;
use domain::id::{IdentityId, OperationId};
use domain::operations::Status as Stand;
use domain::page::LIMIT_DEFAULT;
use domain::problem::Code;
use domain::query;
use domain::screens::{OperationRow, OperationScreen, Operations, Part, PartGroup};
use domain::sessions::SignedOut;

/// How many of those for whom it failed stay selected in the list.
const KEPT: usize = 1000;

/// All bulk writes, newest first, for the query of an address.
pub async fn operations(env: &Env, search: &str) -> Result<Operations> {
    let (mut status, mut after, mut notices) = (None, None, Vec::new());
    for (name, value) in query::pairs(search) {
        let understood = match name.as_str() {
            "status" => {
                status = Stand::parse(&value);
                status.is_some() || value.is_empty()
            }
            "after" => {
                after = Some(value.clone());
                true
            }
            _ => false,
        };
        if !understood {
            notices.push(query::unknown(&name, &value));
        }
    }
    let list =
        |after: Option<String>| async move { operations::list(env, status, after.as_deref(), LIMIT_DEFAULT).await };
    let page = match list(after.clone()).await {
        Err(error) if error.code() == Code::InvalidCursor => {
            after = None;
            notices.push(query::OTHER_LIST.to_owned());
            list(None).await?
        }
        other => other?,
    };
    let named = Named::load(env).await?;
    Ok(Operations {
        shell: shell(env).await?,
        status,
        first: after.is_none(),
        notices,
        page: page.map(|found| row(env, found, &named)),
    })
}

fn row(env: &Env, found: Found, named: &Named) -> OperationRow {
    let zone = &env.environment.time_zone;
    OperationRow {
        title: heading(&found.operation),
        asked: found
            .request
            .as_ref()
            .map(|request| operations::in_words(env, request, named)),
        at: words::moment(found.operation.created_at, zone),
        operation: found.operation,
    }
}

/// The result of a bulk write.
pub async fn operation(env: &Env, id: OperationId) -> Result<OperationScreen> {
    let found = operations::get(env, id).await?;
    let zone = &env.environment.time_zone;
    let summary = &found.operation.summary;
    let mut groups = Vec::new();
    for status in Status::ALL {
        let count = match status {
            Status::Skipped => summary.skipped,
            Status::Failed => summary.failed,
            Status::Created => summary.created.unwrap_or(0),
            Status::Updated => summary.updated.unwrap_or(0),
            Status::Removed => summary.removed.unwrap_or(0),
        };
        if count > 0 {
            let parts = operations::parts(env, id, Some(status), NAMED).await?;
            groups.push(PartGroup {
                status,
                count,
                people: parts.into_iter().map(part).collect(),
            });
        }
    }
    let failed = operations::parts(env, id, Some(Status::Failed), KEPT).await?;
    let failed = failed.iter().filter(|part| part.target_kind == "identity");
    let failed = failed.map(|part| IdentityId(part.target_id)).collect();
    let named = Named::load(env).await?;
    let asked = found
        .request
        .as_ref()
        .map(|request| operations::in_words(env, request, &named));
    let group = found.request.as_ref().and_then(|request| named.link(request));
    let signed_out = operations::signed_out(env, &found).await?;
    let running = found.operation.status == Stand::Running;
    let verb = if running { "Started" } else { "Done" };
    let finished = found.operation.finished_at.unwrap_or(found.operation.created_at);
    Ok(OperationScreen {
        shell: shell(env).await?,
        group,
        id,
        signed_out: signed_out.map(SignedOut::words).unwrap_or_default(),
        title: heading(&found.operation),
        asked,
        undo_words: found.operation.undo_until.map(|until| words::moment(until, zone)),
        failed,
        by: format!(
            "{verb} by {} on {}.",
            found.operation.started_by.label,
            words::moment(finished, zone)
        ),
        operation: found.operation,
        groups,
    })
}

fn heading(operation: &domain::operations::Operation) -> String {
    match operation.status {
        Stand::Running => format!("Working on {}", words::number(operation.summary.total)),
        Stand::Finished | Stand::Stopped => title(&operation.summary, operation.action.starts_with("groups.members_")),
    }
}

/// `119 assigned, 7 skipped, 2 failed`.
fn title(summary: &domain::bulk::Summary, members: bool) -> String {
    let verb = if summary.created.is_some() {
        if members { "added" } else { "assigned" }
    } else if members {
        "taken out"
    } else if summary.updated.is_some() {
        "changed"
    } else {
        "removed"
    };
    let mut parts = vec![format!("{} {verb}", words::number(summary.done()))];
    if summary.skipped > 0 {
        parts.push(format!("{} skipped", words::number(summary.skipped)));
    }
    if summary.failed > 0 {
        parts.push(format!("{} failed", words::number(summary.failed)));
    }
    parts.join(", ")
}

fn part(part: store::operations::Part) -> Part {
    Part {
        id: (part.target_kind == "identity").then_some(IdentityId(part.target_id)),
        note: part.code.as_deref().map(|code| sentence(code).to_owned()),
        name: part
            .name
            .unwrap_or_else(|| "Someone who is not here any more".to_owned()),
    }
}

/// Why an item was left out, in the few words of a list.
pub fn sentence(code: &str) -> &'static str {
    match code {
        "already_assigned" => "Already has it",
        "already_member" => "Is in it already",
        "not_member" => "Is not in it",
        "inherited" => "Has it through a group",
        "suspended" => "Suspended",
        "not_found" => "Not here any more",
        "would_escalate" => "Gives more than you hold",
        "forbidden" => "You may not do this",
        "duplicate_in_request" => "Twice in the request",
        "self" => "That’s you",
        "not_assigned" => "Does not have it",
        "unchanged" => "Stays as it is",
        "invalid_window" => "The dates are not accepted",
        "changed_since" => "Changed in the meantime",
        _ => "Could not be done",
    }
}
