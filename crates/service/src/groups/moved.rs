//! Where a group lies, and what moving it gives and takes.

use super::{as_gains, holds_all, path_of};
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
pub(super) async fn place(conn: &mut Conn, env: &Env, wanted: Move) -> Result<()> {
    let Some(to) = wanted.to else { return Ok(()) };
    let above = store::groups::line(conn, env.id(), to).await?;
    if above.is_empty() {
        let text = "There is no such group, or it is not yours to see.";
        return Err(Error::at(Code::NotFound, "/parent_id", text));
    }
    if let Some(group) = wanted.group.filter(|group| ids(&above).contains(group)) {
        let text = match group == to {
            true => "A group cannot lie in itself: choose another place.".to_owned(),
            false => format!(
                "That place lies in the group itself: {}. Choose another.",
                path_of(&above)
            ),
        };
        return Err(Error::at(Code::GroupCycle, "/parent_id", text));
    }
    let height = match wanted.group {
        Some(group) => height(&store::groups::within(conn, env.id(), group).await?, group),
        None => 1,
    };
    if above.len() + height > MAX_DEPTH {
        let text = format!(
            "Groups lie at most {MAX_DEPTH} deep, and this would be {}.",
            words::number(above.len() + height)
        );
        return Err(Error::at(Code::InvalidValue, "/parent_id", text));
    }
    Ok(())
}

fn ids(line: &[Group]) -> Vec<GroupId> {
    line.iter().map(|group| group.id).collect()
}

/// How many levels a group has, itself included; `within`: it and all that lie in it.
fn height(within: &[Group], group: GroupId) -> usize {
    let (mut levels, mut level) = (0, vec![group]);
    while !level.is_empty() {
        levels += 1;
        let next = within
            .iter()
            .filter(|one| one.parent_id.is_some_and(|id| level.contains(&id)));
        level = next.map(|one| one.id).collect();
    }
    levels
}

/// What those in a group gain by a move, which the actor must hold.
///
/// Fails as [`place`] does, and with `would_escalate` where the actor does not hold what they gain,
/// or now what they lose.
pub async fn judge_move(conn: &mut Conn, env: &Env, wanted: Move) -> Result<Vec<Gain>> {
    let mut had = match wanted.group {
        Some(group) => ids(&store::groups::line(conn, env.id(), group).await?),
        None => Vec::new(),
    };
    // The first is the group itself.
    had.drain(..had.len().min(1));
    if had.first() == wanted.to.as_ref() {
        return Ok(Vec::new());
    }
    place(conn, env, wanted).await?;
    let has = match wanted.to {
        Some(to) => ids(&store::groups::line(conn, env.id(), to).await?),
        None => Vec::new(),
    };
    // What lies above both stays as it is.
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
