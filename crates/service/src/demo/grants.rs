//! Who holds what in the demo: grants of the past written as history, new ones given as people do.

use super::directory::Directory;
use super::random::Random;
use super::start::Started;
use super::structure::{Groups, Members, Roles, commit, created};
use super::{DANA, grants_list::*};
use crate::Result;
use crate::assignments::{BulkOptions, bulk_create};
use crate::cx::Env;
use crate::error::Error;
use domain::actor::{Actor, ActorKind};
use domain::assignments::Subject;
use domain::id::{AssignmentId, IdentityId, RoleId};
use domain::{Time, Window, assignments};
use std::collections::HashSet;

/// What is needed to say who gets what.
pub(super) struct World<'a> {
    pub env: &'a Env,
    pub started: &'a Started,
    pub who: &'a Directory,
    pub roles: &'a Roles,
    pub groups: &'a Groups,
    pub members: &'a Members,
}

struct Past {
    subject: Subject,
    role_id: RoleId,
    window: Window,
    reason: Option<&'static str>,
    created_at: Time,
    revoked_at: Option<Time>,
}

/// Draws grants; nobody is given a role twice.
struct Draw<'a> {
    world: &'a World<'a>,
    random: &'a mut Random,
    pool: Vec<IdentityId>,
    next: usize,
    taken: HashSet<(Subject, RoleId)>,
    past: Vec<Past>,
}

pub(super) fn role(roles: &Roles, slug: &str) -> Result<RoleId> {
    roles
        .get(slug)
        .copied()
        .ok_or_else(|| Error::Internal(format!("the demo has no role {slug}")))
}

impl Draw<'_> {
    fn give(&mut self, subject: Subject, slug: &str, when: When, reason: &'static str) -> Result<bool> {
        let role_id = role(self.world.roles, slug)?;
        if !self.taken.insert((subject, role_id)) {
            return Ok(false);
        }
        let now = self.world.env.cx.now();
        // Nothing is given to someone before they came; services and staff came 60 days ago or earlier.
        let came = match subject {
            Subject::Identity(id) => self.world.who.came.get(&id).copied(),
            Subject::Group(_) => None,
        };
        let came = came.unwrap_or(self.world.started.since).plus_seconds(60);
        let (given, window, revoked_at) = match when {
            When::Active => (self.random.ago(now, 3, 500), Window::ALWAYS, None),
            When::Until(low, high) => {
                let to = self.random.ahead(now, low, high);
                (self.random.ago(now, 3, 60), Window::new(None, Some(to)), None)
            }
            When::Ended => {
                let from = self.random.ago(now, 70, 300).max(came);
                let to = self.random.ago(now, 4, 50);
                (from, Window::new(Some(from), Some(to)), None)
            }
            When::Revoked => {
                let end = self.random.ago(now, 2, 50);
                (self.random.ago(now, 70, 400), Window::ALWAYS, Some(end))
            }
        };
        self.past.push(Past {
            subject,
            role_id,
            window,
            reason: Some(reason).filter(|text| !text.is_empty()),
            created_at: given.max(came),
            revoked_at,
        });
        Ok(true)
    }

    /// Gives a role to `count` of the staff who do not have it.
    fn give_some(&mut self, count: usize, slug: &str, when: When, reason: &'static str) -> Result<()> {
        let mut given = 0;
        while given < count {
            let subject = Subject::Identity(self.pool[self.next % self.pool.len()]);
            self.next += 1;
            if self.give(subject, slug, when, reason)? {
                given += 1;
            }
        }
        Ok(())
    }
}

/// Writes what was given in the past, with one event, then gives what is new: three events.
pub(super) async fn give(world: &World<'_>, random: &mut Random) -> Result<()> {
    let mut pool = world.who.staff.clone();
    random.shuffle(&mut pool);
    let mut draw = Draw {
        world,
        random,
        pool,
        next: 0,
        taken: HashSet::new(),
        past: Vec::new(),
    };
    draw.give(Subject::Identity(world.who.dana), "owner", When::Active, "")?;
    for (count, slug, when, reason) in DIRECT {
        draw.give_some(*count, slug, *when, reason)?;
    }
    for (place, slug) in SERVICE_ROLES {
        draw.give(Subject::Identity(world.who.services[*place]), slug, When::Active, "")?;
    }
    for (position, (id, _)) in world.who.suspended.iter().enumerate() {
        draw.give(Subject::Identity(*id), "viewer", When::Active, "")?;
        if position % 2 == 0 {
            draw.give(
                Subject::Identity(*id),
                "deployer",
                When::Until(30, 90),
                "Contract until the end of the project",
            )?;
        }
    }
    for (position, id) in world.who.invited.iter().enumerate() {
        let slug = if position % 3 == 0 { "operator" } else { "viewer" };
        draw.give(Subject::Identity(*id), slug, When::Active, "Given with the invitation")?;
    }
    for (group, slug, when, reason) in GROUP_ROLES {
        draw.give(Subject::Group(world.groups[group]), slug, *when, reason)?;
    }
    write(world, &mut draw.past).await?;
    soon(&mut draw).await?;
    later(&mut draw).await?;
    many(world).await
}

async fn write(world: &World<'_>, past: &mut [Past]) -> Result<()> {
    let env = world.env;
    // Ids rise with time; the oldest grant gets the first.
    past.sort_by_key(|one| one.created_at);
    let dana = Actor {
        kind: ActorKind::Account,
        id: Some(world.started.account_id.0),
        label: DANA.to_owned(),
        identity_id: None,
    };
    let mut tx = env.write("members.change_roles", env.root()).await?;
    let mut new = Vec::with_capacity(past.len());
    for one in past.iter() {
        new.push(store::assignments::New {
            id: env.cx.next_id::<AssignmentId>(),
            subject: one.subject,
            role_id: one.role_id,
            node_id: env.root(),
            window: one.window,
            reason: one.reason,
            granted_by: &dana,
            renews: None,
            operation: None,
            now: one.created_at,
        });
    }
    store::assignments::create_all(&mut tx.tx, env.id(), &new).await?;
    for (row, one) in new.iter().zip(past.iter()) {
        if let Some(end) = one.revoked_at {
            store::assignments::revoke(&mut tx.tx, env.id(), row.id, end).await?;
        }
    }
    let children = new
        .iter()
        .map(|row| created(row.subject.kind(), row.subject.uuid(), Some(row.id.0)))
        .collect();
    commit(tx, env, "assignments.imported", children).await
}

/// Gives what ends within the week.
async fn soon(draw: &mut Draw<'_>) -> Result<()> {
    let now = draw.world.env.cx.now();
    let mut items = Vec::new();
    for (count, slug, reason) in ENDING_SOON {
        for _ in 0..*count {
            let to = draw.random.ahead(now, 1, 6);
            items.push(draw.fresh(slug, Window::new(None, Some(to)), reason)?);
        }
    }
    bulk_create(draw.world.env, &items, BulkOptions::default()).await?;
    Ok(())
}

/// Gives what begins another day.
async fn later(draw: &mut Draw<'_>) -> Result<()> {
    let now = draw.world.env.cx.now();
    let mut items = Vec::new();
    for (count, slug, days, reason) in SCHEDULED {
        for _ in 0..*count {
            let from = draw.random.ahead(now, 2, 30);
            let to = (*days > 0).then(|| from.plus_days(*days));
            items.push(draw.fresh(slug, Window::new(Some(from), to), reason)?);
        }
    }
    items.push(new(
        Subject::Group(draw.world.groups["support-americas"]),
        role(draw.world.roles, "operator")?,
        Window::new(Some(now.plus_days(12)), None),
        "The Americas team takes over its own onboarding",
    ));
    for partner in &draw.world.who.partners[..2] {
        let window = Window::new(Some(now.plus_days(25)), Some(now.plus_days(60)));
        let role_id = role(draw.world.roles, "auditor")?;
        items.push(new(
            Subject::Identity(*partner),
            role_id,
            window,
            "Interim audit, two auditors on site",
        ));
    }
    bulk_create(draw.world.env, &items, BulkOptions::default()).await?;
    Ok(())
}

/// Gives one role to a whole team, some of whom cannot have it: a result worth looking at.
async fn many(world: &World<'_>) -> Result<()> {
    let window = Window::new(None, Some(world.env.cx.now().plus_days(50)));
    let role_id = role(world.roles, "branding-editor")?;
    let items: Vec<assignments::New> = world.members["engineering-web"]
        .iter()
        .map(|id| new(Subject::Identity(*id), role_id, window, "New sign-in pages, DES-310"))
        .collect();
    bulk_create(world.env, &items, BulkOptions::default()).await?;
    Ok(())
}

impl Draw<'_> {
    /// A grant of today to someone who does not have the role.
    fn fresh(&mut self, slug: &str, window: Window, reason: &'static str) -> Result<assignments::New> {
        let role_id = role(self.world.roles, slug)?;
        loop {
            let subject = Subject::Identity(self.pool[self.next % self.pool.len()]);
            self.next += 1;
            if self.taken.insert((subject, role_id)) {
                return Ok(new(subject, role_id, window, reason));
            }
        }
    }
}

pub(super) fn new(subject: Subject, role_id: RoleId, window: Window, reason: &str) -> assignments::New {
    assignments::New {
        subject,
        role_id,
        node_id: None,
        window,
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
    }
}
