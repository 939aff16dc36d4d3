//! Other dates for assignments that are there: set, or extended; one and many.

mod judge;
mod next;

pub(crate) use judge::{Wanted, judge, judge_wanted, standing};
pub(crate) use next::{Next, check, next};

use crate::Result;
use crate::assignments::{BulkAnswer, BulkOptions, Opened, close, open};
use crate::cx::Env;
use crate::error::Error;
use domain::bulk::Status;
use domain::id::AssignmentId;
use domain::plans::DateChange;

/// An assignment and what is to become of its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    pub id: AssignmentId,
    pub change: DateChange,
}

/// Gives many assignments other dates, each judged by itself, in one transaction.
///
/// Who may: `members.change_roles` at each node, holding what is given there for longer, and now
/// what is given for shorter; and `users.bulk_operations` above one item. Fails with
/// `too_many_items`, and with `invalid_value` and a pointer where an item says nothing to change or
/// extends by no number of days. Items that stay as they are are skipped: `unchanged`, or
/// `not_assigned` for one that has ended or was revoked. Others fail: `invalid_window`,
/// `already_assigned` where another assignment lies in that time, `would_escalate`, `forbidden`,
/// `not_found`.
pub async fn bulk_update(env: &Env, items: &[Item], options: BulkOptions) -> Result<BulkAnswer> {
    for (index, item) in items.iter().enumerate() {
        check(&item.change).map_err(|(field, detail)| {
            Error::at(
                domain::problem::Code::InvalidValue,
                format!("/assignments/{index}/{field}"),
                detail,
            )
        })?;
    }
    let mut tx = match open(env, items.len()).await? {
        Opened::Before(answer) => return Ok(answer),
        Opened::Now(tx) => *tx,
    };
    let judged = judge(&mut tx, items).await?;
    close(tx, judged, "assignments.set_dates", Status::Updated, options, &[]).await
}
