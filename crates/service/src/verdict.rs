//! What will become of each item of a request: one shape for giving, taking away, other dates and
//! undoing, for the write, its dry run and its plan.

mod detail;

pub(crate) use detail::detail;

use crate::cx::{Env, Tx};
use crate::{Error, Result};
use domain::assignments::Subject;
use domain::bulk::{ItemError, Status, Summary};
use domain::id::{AssignmentId, GroupId, IdentityId, NodeId, RoleId};
use domain::plans::Target;
use domain::problem::{Code, Problem};
use domain::sessions::SignedOut;
use domain::{Time, Window};
use policy::{CapSet, Gain};
use std::collections::HashMap;
use std::ops::Deref;
use store::audit::Child;
use store::bulk::Kinds;

/// Why an item is left out. Apart: of a hundred thousand items nearly all are done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(Box<Why>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Why {
    pub status: Status,
    pub error: ItemError,
    pub pointer: &'static str,
    /// The capability that the actor lacks.
    pub capability: Option<String>,
}

impl Deref for Refusal {
    type Target = Why;

    fn deref(&self) -> &Why {
        &self.0
    }
}

impl Refusal {
    fn new(status: Status, code: Code, pointer: &'static str, detail: String) -> Self {
        Self(Box::new(Why {
            status,
            error: ItemError { code, detail },
            pointer,
            capability: None,
        }))
    }

    /// Nothing has to be done.
    pub fn skip(code: Code, pointer: &'static str, detail: impl Into<String>) -> Self {
        Self::new(Status::Skipped, code, pointer, detail.into())
    }

    /// It cannot be done.
    pub fn fail(code: Code, pointer: &'static str, detail: impl Into<String>) -> Self {
        Self::new(Status::Failed, code, pointer, detail.into())
    }

    /// It turned out that nothing has to be done.
    pub fn set_skipped(&mut self) {
        self.0.status = Status::Skipped;
    }

    pub fn into_item_error(self) -> ItemError {
        self.0.error
    }

    /// The actor may not.
    pub fn not_allowed(problem: &Problem, pointer: &'static str) -> Self {
        let mut refusal = Self::fail(problem.code, pointer, problem.detail.clone());
        refusal.0.capability = problem.capability.clone();
        refusal
    }

    /// The same as an error of a single request.
    pub fn into_error(self) -> Error {
        let why = *self.0;
        let mut problem = if why.pointer.is_empty() {
            Problem::new(why.error.code, why.error.detail)
        } else {
            Problem::at(why.error.code, why.pointer, why.error.detail)
        };
        problem.capability = why.capability;
        problem.into()
    }
}

/// What will become of an item: done, with the status that it then has, or left out.
pub(crate) type Verdict = std::result::Result<Status, Refusal>;

/// One item: whom it concerns and what will become of it.
#[derive(Debug, Clone)]
pub(crate) struct One {
    /// Whom it concerns; the assignment itself where that is not there.
    pub target: Target,
    /// The assignment that is made, changed or taken away, or was meant to be.
    pub object: Option<AssignmentId>,
    /// Its place in the table of items, where it stands there.
    pub row: Option<usize>,
    /// What it takes away.
    pub gone: Vec<AssignmentId>,
    pub verdict: Verdict,
}

impl One {
    pub fn new(target: Target, object: Option<AssignmentId>, verdict: Verdict) -> Self {
        Self {
            target,
            object,
            row: None,
            gone: Vec::new(),
            verdict,
        }
    }

    pub fn status(&self) -> Status {
        self.verdict
            .as_ref()
            .map_or_else(|refusal| refusal.status, |status| *status)
    }

    pub fn code(&self) -> Option<Code> {
        self.verdict.as_ref().err().map(|refusal| refusal.error.code)
    }

    fn child(&self) -> Child {
        Child {
            target_kind: self.target.kind(),
            target_id: self.target.uuid(),
            object_id: self.object.map(|id| id.0),
            outcome: self.status().as_str().into(),
            code: self.code().map(|code| code.as_str().into()),
        }
    }
}

/// Whom an assignment belongs to, as the target of an item.
pub(crate) fn target(subject: Subject) -> Target {
    match subject {
        Subject::Identity(id) => Target::Identity(id),
        Subject::Group(id) => Target::Group(id),
    }
}

/// The judgement of a whole request.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub ones: Vec<One>,
    /// What those who pass gain: each role, node and window once.
    pub gains: Vec<Gain>,
    /// The first refusal that lies in what is asked rather than in whom it concerns.
    pub of_request: Option<Refusal>,
    /// What kinds of items stand in the table of items, where those that passed do.
    pub loaded: Option<Kinds>,
    /// The group that those who pass come into or leave, where it is about one.
    pub moved: Option<Moved>,
    /// Those who pass are suspended, or reinstated, where it is about that.
    pub suspends: Option<bool>,
    /// Those who lose something by it are signed out.
    pub signs_out: bool,
    /// Who was, once it is done.
    pub signed_out: Option<SignedOut>,
}

/// What becomes of those who pass in one group.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    pub group: GroupId,
    pub name: String,
    pub way: Way,
}

#[derive(Debug, Clone)]
pub(crate) enum Way {
    /// They come in, some until a time.
    In(HashMap<IdentityId, Time>),
    Out,
}

impl Judged {
    pub fn summary(&self, verb: Status) -> Summary {
        Summary::count(verb, self.ones.iter().map(One::status))
    }

    pub fn done(&self) -> usize {
        self.ones.iter().filter(|one| one.verdict.is_ok()).count()
    }

    pub fn children(&self) -> Vec<Child> {
        let group = self.moved.as_ref().map(|moved| moved.group.0);
        self.ones
            .iter()
            .map(|one| {
                let child = one.child();
                Child {
                    object_id: child.object_id.or(group),
                    ..child
                }
            })
            .collect()
    }

    /// Leaves out those of whom a plan did not say that they would be done.
    pub async fn leave_out(&mut self, tx: &mut Tx, positions: &[usize]) -> Result<()> {
        let mut rows = Vec::new();
        for position in positions {
            let one = &mut self.ones[*position];
            rows.extend(one.row);
            one.gone.clear();
            one.verdict = Err(Refusal::skip(Code::ChangedSince, "", detail(Code::ChangedSince)));
        }
        if self.loaded.is_some() {
            store::bulk::refuse(&mut tx.tx, &rows, Code::ChangedSince.as_str()).await?;
        }
        Ok(())
    }
}

/// What the roles of a request hold, and whether the actor may give or take them: looked up once
/// for each.
#[derive(Default)]
pub(crate) struct Rights {
    roles: HashMap<RoleId, CapSet>,
    gains: HashMap<(RoleId, NodeId, Window), Option<Problem>>,
    losses: HashMap<(RoleId, NodeId), Option<Problem>>,
}

impl Rights {
    async fn capabilities(&mut self, tx: &mut Tx, role: RoleId) -> Result<CapSet> {
        if let Some(known) = self.roles.get(&role) {
            return Ok(known.clone());
        }
        let env = tx.env()?.clone();
        let held = store::roles::capabilities(&mut tx.tx, env.id(), role).await?;
        let set = env.catalogue.index.set(held);
        self.roles.insert(role, set.clone());
        Ok(set)
    }

    pub async fn gain(&mut self, tx: &mut Tx, role: RoleId, node: NodeId, window: Window) -> Result<Gain> {
        Ok(Gain {
            capabilities: self.capabilities(tx, role).await?,
            node,
            window,
        })
    }

    /// Why the actor may not let anyone have a role there, then.
    pub async fn against_gain(
        &mut self,
        tx: &mut Tx,
        role: RoleId,
        node: NodeId,
        window: Window,
    ) -> Result<Option<Problem>> {
        if let Some(known) = self.gains.get(&(role, node, window)) {
            return Ok(known.clone());
        }
        let env = tx.env()?.clone();
        let gain = self.gain(tx, role, node, window).await?;
        let problem = may_change(&env, node).or_else(|| env.covers(&gain).err());
        self.gains.insert((role, node, window), problem.clone());
        Ok(problem)
    }

    /// Why the actor may not take a role away there: that needs what giving needs, now.
    pub async fn against_loss(&mut self, tx: &mut Tx, role: RoleId, node: NodeId) -> Result<Option<Problem>> {
        if let Some(known) = self.losses.get(&(role, node)) {
            return Ok(known.clone());
        }
        let env = tx.env()?.clone();
        let held = self.capabilities(tx, role).await?;
        let problem = may_change(&env, node).or_else(|| env.holds_now(held, node).err());
        self.losses.insert((role, node), problem.clone());
        Ok(problem)
    }
}

fn may_change(env: &Env, node: NodeId) -> Option<Problem> {
    (!env.may_at("members.change_roles", node)).then(|| Problem::forbidden("members.change_roles"))
}
