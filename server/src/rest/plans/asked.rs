//! What a plan is asked for: each action has fields of its own.

use crate::rest::answer::Refusal;
use crate::rest::body::{self, Object, present};
use crate::rest::bulk::limited;
use domain::assignments::{self, ThroughGroup};
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::plans;
use domain::plans::{Assign, AssignmentSelection, DateChange, End, Members, Remove, Request, Selection, SetDates};
use domain::problem::{Code, Problem};
use domain::{Time, Window, identities};
use serde::Deserialize;
use service::Env;

/// What can be planned.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Action {
    Assign,
    Remove,
    SetDates,
    End,
}

/// Which action a body asks for; everything else is read once that is known.
#[derive(Deserialize)]
struct Peek {
    action: Option<Action>,
}

/// What a plan is about, as programs say it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", bound = "I: Deserialize<'de>, F: Deserialize<'de>")]
enum Chosen<I, F> {
    #[serde(deserialize_with = "limited")]
    Ids(Vec<I>),
    Matching(Object<Matching<I, F>>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "I: Deserialize<'de>, F: Deserialize<'de>")]
struct Matching<I, F> {
    filter: Object<F>,
    #[serde(default, deserialize_with = "limited")]
    exclude: Vec<I>,
}

type People = Chosen<IdentityId, identities::Filter>;
type Assignments = Chosen<AssignmentId, assignments::Filter>;

impl People {
    fn read(self) -> Selection {
        match self {
            Self::Ids(ids) => Selection::Ids(ids),
            Self::Matching(Object(matching)) => Selection::Matching {
                filter: matching.filter.0,
                exclude: matching.exclude,
            },
        }
    }
}

impl Assignments {
    fn read(self) -> AssignmentSelection {
        match self {
            Self::Ids(ids) => AssignmentSelection::Ids(ids),
            Self::Matching(Object(matching)) => AssignmentSelection::Matching {
                filter: matching.filter.0,
                exclude: matching.exclude,
            },
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToAssign {
    #[serde(rename = "action")]
    _action: Option<Action>,
    selection: People,
    role_id: RoleId,
    node_id: Option<NodeId>,
    effective_from: Option<Time>,
    effective_to: Option<Time>,
    reason: Option<String>,
    through_group: Option<ThroughGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToRemove {
    #[serde(rename = "action")]
    _action: Action,
    selection: People,
    role_id: RoleId,
    node_id: Option<NodeId>,
    #[serde(default)]
    revoke_sessions: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToSetDates {
    #[serde(rename = "action")]
    _action: Action,
    selection: Assignments,
    #[serde(default, deserialize_with = "present")]
    effective_from: Option<Option<Time>>,
    #[serde(default, deserialize_with = "present")]
    effective_to: Option<Option<Time>>,
    extend_days: Option<u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToEnd {
    #[serde(rename = "action")]
    _action: Action,
    selection: Assignments,
    #[serde(default)]
    revoke_sessions: bool,
}

/// What becomes of people.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Way {
    AddMembers,
    RemoveMembers,
    Suspend,
    Reinstate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToMove {
    action: Way,
    selection: People,
    /// Of which group, where it is about one.
    group_id: Option<GroupId>,
    /// For those who leave it.
    revoke_sessions: Option<bool>,
}

/// Reads what a plan about people is asked for: who is in a group, or who is suspended.
pub fn people(env: &Env, bytes: &[u8]) -> Result<Request, Refusal> {
    let asked: ToMove = body::parse(env, bytes)?;
    let selection = asked.selection.read();
    let wrong = |text: &str| Err(Refusal::new(env, Problem::at(Code::InvalidValue, "/group_id", text)));
    if asked.revoke_sessions.is_some() && asked.action != Way::RemoveMembers {
        let text = "Sessions are revoked here only with remove_members.";
        return Err(Refusal::new(
            env,
            Problem::at(Code::InvalidValue, "/revoke_sessions", text),
        ));
    }
    let members = |selection, group_id| Members {
        selection,
        group_id,
        revoke_sessions: asked.revoke_sessions.unwrap_or(false),
    };
    match (asked.action, asked.group_id) {
        (Way::AddMembers, Some(group_id)) => Ok(Request::AddMembers(members(selection, group_id))),
        (Way::RemoveMembers, Some(group_id)) => Ok(Request::RemoveMembers(members(selection, group_id))),
        (Way::Suspend, None) => Ok(Request::Suspend(plans::People { selection })),
        (Way::Reinstate, None) => Ok(Request::Reinstate(plans::People { selection })),
        (_, None) => wrong("Say which group."),
        (_, Some(_)) => wrong("This is about no group."),
    }
}

/// Reads what a plan is asked for.
pub fn read(env: &Env, bytes: &[u8]) -> Result<Request, Refusal> {
    // A body that cannot be read is told about below, with its place.
    let action = serde_json::from_slice::<Object<Peek>>(bytes)
        .ok()
        .and_then(|Object(peek)| peek.action);
    Ok(match action.unwrap_or(Action::Assign) {
        Action::Assign => {
            let asked: ToAssign = body::parse(env, bytes)?;
            Request::Assign(Assign {
                selection: asked.selection.read(),
                role_id: asked.role_id,
                node_id: asked.node_id,
                window: Window::new(asked.effective_from, asked.effective_to),
                reason: asked.reason,
                through_group: asked.through_group.unwrap_or(ThroughGroup::Skip),
            })
        }
        Action::Remove => {
            let asked: ToRemove = body::parse(env, bytes)?;
            Request::Remove(Remove {
                selection: asked.selection.read(),
                role_id: asked.role_id,
                node_id: asked.node_id,
                revoke_sessions: asked.revoke_sessions,
            })
        }
        Action::SetDates => {
            let asked: ToSetDates = body::parse(env, bytes)?;
            Request::SetDates(SetDates {
                change: change(env, &asked)?,
                selection: asked.selection.read(),
            })
        }
        Action::End => {
            let asked: ToEnd = body::parse(env, bytes)?;
            Request::End(End {
                selection: asked.selection.read(),
                revoke_sessions: asked.revoke_sessions,
            })
        }
    })
}

fn change(env: &Env, asked: &ToSetDates) -> Result<DateChange, Refusal> {
    let set = DateChange::Set {
        effective_from: asked.effective_from,
        effective_to: asked.effective_to,
    };
    match asked.extend_days {
        None => Ok(set),
        Some(days) if asked.effective_from.is_none() && asked.effective_to.is_none() => Ok(DateChange::Extend { days }),
        Some(_) => {
            let text = "Say either extend_days, or effective_from and effective_to.";
            Err(Refusal::new(env, Problem::at(Code::InvalidValue, "/extend_days", text)))
        }
    }
}
