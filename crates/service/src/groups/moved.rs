//! Where a group lies, and what moving it gives and takes.

use super::{as_gains, below, holds_all, path, upwards};
use crate::cx::Env;
use crate::error::Error;
use crate::{Result, words};
use domain::Window;
use domain::groups::{Group, MAX_DEPTH};
use domain::id::GroupId;
use domain::problem::Code;
use policy::Gain;
use store::Conn;

/// A group and where it is to lie; `None`: at the top.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// Absent: a group that is being made.
    pub group: Option<GroupId>,
    pub to: Option<GroupId>,
}

/// Whether a group can lie there.
///
/// Fails with `not_found` where the place is not there, with `group_cycle` where it lies in the
/// group itself, with `invalid_value` where it would be too deep.
pub(super) fn place(all: &[Group], wanted: Move) -> Result<()> {
    let Some(to) = wanted.to else { return Ok(()) };
    if !all.iter().any(|group| group.id == to) {
        let text = "There is no such group, or it is not yours to see.";
        return Err(Error::at(Code::NotFound, "/parent_id", text));
    }
    let above = upwards(all, to);
    if let Some(group) = wanted.group.filter(|group| above.contains(group)) {
        let text = match group == to {
            true => "A group cannot lie in itself: choose another place.".to_owned(),
            false => format!(
                "That place lies in the group itself: {}. Choose another.",
                path(all, to)
            ),
        };
        return Err(Error::at(Code::GroupCycle, "/parent_id", text));
    }
    let height = wanted.group.map_or(1, |group| height(all, group));
    if above.len() + height > MAX_DEPTH {
        let text = format!(
            "Groups lie at most {MAX_DEPTH} deep, and this would be {}.",
            words::number(above.len() + height)
        );
        return Err(Error::at(Code::InvalidValue, "/parent_id", text));
    }
    Ok(())
}

/// How many levels a group has, itself included.
fn height(all: &[Group], group: GroupId) -> usize {
    let depth = |id: GroupId| upwards(all, id).len();
    let own = depth(group);
    let deepest = below(all, group).into_iter().map(depth).max().unwrap_or(own);
    deepest + 1 - own
}

/// What those in a group gain by a move, which the actor must hold.
///
/// Fails as [`place`] does, and with `would_escalate` where the actor does not hold what they gain,
/// or now what they lose.
pub async fn judge_move(conn: &mut Conn, env: &Env, all: &[Group], wanted: Move) -> Result<Vec<Gain>> {
    let from = wanted
        .group
        .and_then(|id| all.iter().find(|group| group.id == id))
        .and_then(|group| group.parent_id);
    if from == wanted.to {
        return Ok(Vec::new());
    }
    place(all, wanted)?;
    // What lies above both stays as it is.
    let (had, has) = (
        from.map_or_else(Vec::new, |id| upwards(all, id)),
        wanted.to.map_or_else(Vec::new, |id| upwards(all, id)),
    );
    let apart = |of: &[GroupId], from: &[GroupId]| -> Vec<GroupId> {
        of.iter().filter(|id| !from.contains(id)).copied().collect()
    };
    let (lost, gained) = (apart(&had, &has), apart(&has, &had));
    let lost = own_gains(conn, env, &lost).await?;
    holds_all(env, &lost)?;
    let gained = own_gains(conn, env, &gained).await?;
    for gain in &gained {
        env.covers(gain)?;
    }
    Ok(gained)
}

/// What some groups give by the roles that they have themselves.
async fn own_gains(conn: &mut Conn, env: &Env, groups: &[GroupId]) -> Result<Vec<Gain>> {
    let granted = store::groups::own_grants(conn, env.id(), groups, env.cx.now()).await?;
    as_gains(conn, env, granted, Window::ALWAYS).await
}
