//! Changing, extending and ending one assignment that is there.

use super::{facts, get, name_of, single};
use crate::cx::{Env, Tx};
use crate::dates::{self, Item};
use crate::error::{Error, found};
use crate::event::{Change, Description};
use crate::people::SigningOut;
use crate::removal;
use crate::{Result, secret};
use domain::assignments::{Assignment, REASON_MAX, State};
use domain::id::AssignmentId;
use domain::plans::DateChange;
use domain::problem::Code;
use domain::sessions::SignedOut;
use domain::{Time, Window};
use policy::Gain;
use store::assignments::New;
use store::sessions::Among;

/// What is to change of an assignment; absent parts stay.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    pub effective_from: Option<Option<Time>>,
    pub effective_to: Option<Option<Time>>,
    pub reason: Option<Option<String>>,
    /// The tag of what the change is based on; see [`tag`].
    pub expected: Option<String>,
}

/// What tells two versions of an assignment apart, for `ETag` and `If-Match`.
pub fn tag(assignment: &Assignment) -> String {
    let Assignment {
        effective_from,
        effective_to,
        reason,
        ..
    } = assignment;
    let revoked = assignment.state == State::Revoked;
    let text = serde_json::json!([assignment.id, effective_from, effective_to, reason, revoked]).to_string();
    secret::digest(&text)[..16].to_owned()
}

/// Changes dates or reason of an assignment that is live.
///
/// Who may: `members.change_roles` at its node, holding what is given there for longer, and now
/// what is given for shorter. Fails with `invalid_window` (a start that has passed never changes,
/// an end moves to now or later), with `conflict` for one that has ended or was revoked, with
/// `already_assigned` where another one lies in that time.
pub async fn change(env: &Env, id: AssignmentId, edit: &Edit) -> Result<Assignment> {
    let before = get(env, id).await?;
    let mut tx = env.write("members.change_roles", before.node_id).await?;
    let now = env.cx.now();
    let before = found(
        store::assignments::get(&mut tx.tx, env.id(), id, now).await,
        "assignment",
    )?;
    if matches!(before.state, State::Ended | State::Revoked) {
        return Err(Error::new(
            Code::Conflict,
            "This assignment has ended. Give the role again instead.",
        ));
    }
    let window = Window::new(
        edit.effective_from.unwrap_or(before.effective_from),
        edit.effective_to.unwrap_or(before.effective_to),
    );
    let item = Item {
        id,
        change: DateChange::Set {
            effective_from: edit.effective_from,
            effective_to: edit.effective_to,
        },
    };
    let judged = dates::judge(&mut tx, &[item]).await?;
    let gains = match single(judged) {
        Ok((_, gains)) => gains,
        // Other words for the same dates: that needs no less than giving it.
        Err(error) if error.code() == Code::Unchanged => {
            let gain = gain(&mut tx, &before, window).await?;
            tx.env()?.covers(&gain)?;
            vec![gain]
        }
        Err(error) => return Err(error),
    };
    let reason = match &edit.reason {
        None => before.reason.clone(),
        Some(None) => None,
        Some(Some(text)) if text.chars().count() > REASON_MAX => {
            return Err(Error::at(
                Code::TooLarge,
                "/reason",
                "A reason has at most 500 characters.",
            ));
        }
        Some(Some(text)) => domain::name::free_text(text, REASON_MAX)
            .map_err(|_| Error::at(Code::InvalidValue, "/reason", "A reason has no control characters."))?,
    };
    // Last of all: what is wrong with the change itself is told whatever it was based on.
    if edit.expected.as_ref().is_some_and(|expected| *expected != tag(&before)) {
        return Err(Error::new(
            Code::PreconditionFailed,
            "This assignment was changed in the meantime. Read it again and decide anew.",
        ));
    }
    store::assignments::change(&mut tx.tx, env.id(), id, window, reason.as_deref()).await?;
    let after = store::assignments::get(&mut tx.tx, env.id(), id, now).await?;
    let label = name_of(&mut tx, env, before.subject).await?;
    let event = Description {
        before: Some(facts(&before)),
        ..Description::new("assignment.changed")
    }
    .target(before.subject.kind(), before.subject.uuid(), label)
    .after(facts(&after));
    let touched = vec![("assignment", id.0)];
    tx.commit(event, Change { gains, touched }).await?;
    Ok(after)
}

async fn gain(tx: &mut Tx, assignment: &Assignment, window: Window) -> Result<Gain> {
    let env = tx.env()?.clone();
    let held = store::roles::capabilities(&mut tx.tx, env.id(), assignment.role_id).await?;
    Ok(Gain {
        capabilities: env.catalogue.index.set(held),
        node: assignment.node_id,
        window,
    })
}

/// Moves the end of an assignment by some days. One that has ended begins again for so many, as a
/// new assignment that goes on from it; that one is returned.
///
/// Who may: `members.change_roles` at its node, holding what is given there for as long. Fails with
/// `invalid_value` for a number of days, `unchanged` for one without an end, `not_assigned` for one
/// that was revoked, `suspended`, `already_assigned`, `would_escalate`.
pub async fn extend(env: &Env, id: AssignmentId, days: u16) -> Result<Assignment> {
    let change = DateChange::Extend { days };
    dates::check(&change).map_err(|(field, detail)| Error::at(Code::InvalidValue, format!("/{field}"), detail))?;
    let before = get(env, id).await?;
    let mut tx = env.write("members.change_roles", before.node_id).await?;
    let now = env.cx.now();
    let before = store::assignments::get(&mut tx.tx, env.id(), id, now).await?;
    let (one, gains) = single(dates::judge(&mut tx, &[Item { id, change }]).await?)?;
    let standing = store::assignments::standing(&mut tx.tx, env.id(), [id]).await?.pop();
    let standing = standing.ok_or_else(|| Error::not_found("assignment"))?;
    let window = match dates::next(&standing, &change, now) {
        Ok(next) => next.window(),
        Err(refusal) => return Err(refusal.into_error()),
    };
    let made = one.object.unwrap_or(id);
    let renewed = made != id;
    if renewed {
        let actor = tx.env()?.actor();
        let new = New {
            id: made,
            subject: before.subject,
            role_id: before.role_id,
            node_id: before.node_id,
            window,
            reason: before.reason.as_deref(),
            granted_by: &actor,
            renews: Some(id),
            operation: None,
            now,
        };
        store::assignments::create(&mut tx.tx, env.id(), new).await?;
    } else {
        store::assignments::change(&mut tx.tx, env.id(), id, window, before.reason.as_deref()).await?;
    }
    let after = store::assignments::get(&mut tx.tx, env.id(), made, now).await?;
    let label = name_of(&mut tx, env, before.subject).await?;
    let event = Description {
        before: Some(facts(&before)),
        made: Some(made.0),
        ..Description::new(if renewed {
            "assignment.renewed"
        } else {
            "assignment.changed"
        })
    }
    .target(before.subject.kind(), before.subject.uuid(), label)
    .after(facts(&after));
    let touched = vec![("assignment", made.0), (before.subject.kind(), before.subject.uuid())];
    tx.commit(event, Change { gains, touched }).await?;
    Ok(after)
}

/// Takes an assignment away.
///
/// Who may and fails as [`revoke_signing_out`].
pub async fn revoke(env: &Env, id: AssignmentId) -> Result<()> {
    revoke_signing_out(env, id, false).await?;
    Ok(())
}

/// Takes an assignment away; ending it now is the same. With `sign_out` the sessions of those who lose
/// something by it end.
///
/// Who may: `members.change_roles` at its node, holding what it gives now; with `sign_out` also
/// `sessions.revoke`. Fails with `not_assigned` for one that has ended.
pub async fn revoke_signing_out(env: &Env, id: AssignmentId, sign_out: bool) -> Result<SignedOut> {
    let before = get(env, id).await?;
    let mut tx = env.write("members.change_roles", before.node_id).await?;
    let now = env.cx.now();
    single(removal::judge(&mut tx, &[removal::Item::One(id)], false).await?)?;
    let fresh = tx.env()?.clone();
    let ids = [id];
    let leaving = SigningOut::before(&mut tx, &fresh, sign_out.then_some(Among::Assignments(&ids))).await?;
    store::assignments::revoke(&mut tx.tx, env.id(), id, now).await?;
    let signed_out = leaving.after(&mut tx, &fresh).await?;
    let label = name_of(&mut tx, env, before.subject).await?;
    let event = Description {
        before: Some(facts(&before)),
        after: signed_out.map(|signed_out| serde_json::json!({ "signed_out": signed_out })),
        ..Description::new("assignment.revoked")
    }
    .target(before.subject.kind(), before.subject.uuid(), label);
    let change = Change {
        touched: vec![("assignment", id.0)],
        ..Change::default()
    };
    tx.commit(event, change).await?;
    Ok(signed_out.unwrap_or_default())
}
