//! Taking roles away from many at once.

mod choices;
mod judge;

pub use choices::{Choices, choices};
pub(crate) use judge::judge;
pub use store::removal::Item;

use crate::Result;
use crate::assignments::{BulkAnswer, BulkOptions, Opened, close, open};
use crate::cx::Env;
use domain::bulk::Status;

/// Takes away direct live assignments, each item judged by itself, in one transaction.
///
/// Who may: `members.change_roles` at each node, holding what is taken there now; and
/// `users.bulk_operations` above one item. Fails with `too_many_items`. Items that mean nothing
/// live are skipped: `inherited` where only a group gives the role, else `not_assigned`; one's own
/// are skipped with `self` where there are several items.
pub async fn bulk_remove(env: &Env, items: &[Item], options: BulkOptions) -> Result<BulkAnswer> {
    let mut tx = match open(env, items.len()).await? {
        Opened::Before(answer) => return Ok(answer),
        Opened::Now(tx) => *tx,
    };
    let judged = judge(&mut tx, items, items.len() > 1).await?;
    close(tx, judged, "assignments.remove", Status::Removed, options, &[]).await
}
