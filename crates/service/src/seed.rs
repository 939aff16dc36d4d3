//! `rolecall seed`: as many people as a measurement needs, the same in every run.

mod size;

pub use size::Size;

use crate::Result;
use crate::cx::{Cx, Tx};
use crate::demo::names::{FIRST, LAST};
use crate::demo::random::Random;
use crate::demo::start::{self, Start, Started, fixed};
use crate::error::Error;
use crate::event::{Change, Description};
use domain::actor::Actor;
use domain::assignments::Subject;
use domain::email::Email;
use domain::environments::Environment;
use domain::id::{AssignmentId, CapabilityId, GroupId, IdentityId, RoleId};
use domain::identities::Kind;
use domain::name::Name;
use domain::slug::Slug;
use domain::{Time, Window};
use store::groups::Membership;

const EMAIL: &str = "seed@rolecall.test";
/// Any number would do; it must not change.
const SEED: u64 = 1_000_003;
/// People are written so many at a time.
const CHUNK: usize = 10_000;
const CAPABILITIES_PER_ROLE: usize = 12;
/// The deepest nesting of groups.
const DEPTH: usize = 5;

/// How to sign in, and what was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seeded {
    pub email: String,
    /// Random, and stored nowhere.
    pub password: String,
    /// The slug of the tenant.
    pub tenant: String,
    pub size: Size,
    pub memberships: usize,
    /// Direct ones and those of groups.
    pub assignments: usize,
}

/// Makes the tenant `seed` with a site admin and a Production of the given size, in one
/// transaction: a run that is stopped leaves nothing behind. `progress` is told how many
/// identities there are so far.
///
/// Who may: the command line. Fails with `conflict` where the database has a tenant of another
/// origin, or the seed already; with `invalid_value` for a size out of range.
pub async fn create(cx: &Cx, size: Size, progress: &mut (dyn FnMut(usize) + Send)) -> Result<Seeded> {
    size.check()?;
    let (mut tx, started) = start::start(
        cx,
        &Start {
            origin: "seed",
            tenant: "Seed",
            slug: "seed",
            time_zone: "UTC",
            name: "Seed",
            email: EMAIL,
        },
    )
    .await?;
    let production = store::environments::list(&mut tx.tx, started.tenant.id)
        .await?
        .into_iter()
        .find(|one| one.slug.as_str() == "production")
        .ok_or_else(|| Error::Internal("a tenant has Production".to_owned()))?;
    let revision = store::environments::raise_revision(&mut tx.tx, production.id).await?;
    store::environments::note_change(&mut tx.tx, production.id, revision, "environment", production.id.0).await?;
    let mut seed = Seed {
        cx,
        tx: &mut tx,
        to: &production,
        started: &started,
        actor: cx.actor(),
        random: Random::new(SEED),
        roles: Vec::new(),
        groups: Vec::new(),
        assignments: 0,
    };
    seed.roles(size.roles).await?;
    seed.groups(size.groups).await?;
    let mut done = 0;
    while done < size.identities {
        let count = CHUNK.min(size.identities - done);
        seed.people(done, count).await?;
        done += count;
        progress(done);
    }
    let assignments = seed.assignments;
    let memberships = size.identities * 2;
    let event = Description::new("deployment.seeded")
        .target("tenant", started.tenant.id.0, &started.tenant.name)
        .after(serde_json::json!({
            "tenant": started.tenant.slug,
            "site_admin": started.account_id,
            "identities": size.identities,
            "groups": size.groups,
            "roles": size.roles,
            "memberships": memberships,
            "assignments": assignments,
        }));
    tx.commit(event, Change::default()).await?;
    Ok(Seeded {
        email: EMAIL.to_owned(),
        password: started.password,
        tenant: started.tenant.slug.as_str().to_owned(),
        size,
        memberships,
        assignments,
    })
}

struct Seed<'a> {
    cx: &'a Cx,
    tx: &'a mut Tx,
    to: &'a Environment,
    started: &'a Started,
    actor: Actor,
    random: Random,
    roles: Vec<RoleId>,
    groups: Vec<GroupId>,
    assignments: usize,
}

impl Seed<'_> {
    async fn roles(&mut self, count: usize) -> Result<()> {
        let catalogue = store::capabilities::list(&mut self.tx.tx, self.to.id).await?;
        let mut capabilities: Vec<CapabilityId> = catalogue.into_iter().map(|one| one.id).collect();
        for n in 1..=count {
            self.random.shuffle(&mut capabilities);
            let id: RoleId = self.cx.next_id();
            let new = store::roles::New {
                id,
                name: &fixed(Name::new(&format!("Role {n}")))?,
                slug: &fixed(Slug::new(&format!("role-{n:03}")))?,
                description: None,
                system: None,
                capabilities: &capabilities[..CAPABILITIES_PER_ROLE.min(capabilities.len())],
                now: self.started.since,
            };
            store::roles::create(&mut self.tx.tx, self.to.id, new).await?;
            self.roles.push(id);
        }
        Ok(())
    }

    /// Groups below others that are not yet at the bottom, each with two roles.
    async fn groups(&mut self, count: usize) -> Result<()> {
        let mut depths: Vec<usize> = Vec::with_capacity(count);
        let mut grants = Vec::with_capacity(count * 2);
        for n in 0..count {
            // The first five make a chain, so that the deepest nesting is there at any size.
            let above = if n < DEPTH {
                n.checked_sub(1)
            } else {
                Some(self.random.below(n)).filter(|above| depths[*above] < DEPTH && self.random.below(10) > 0)
            };
            depths.push(above.map_or(1, |above| depths[above] + 1));
            let id: GroupId = self.cx.next_id();
            let new = store::groups::New {
                id,
                name: &fixed(Name::new(&format!("{} {}", self.random.pick(LAST), n + 1)))?,
                slug: &fixed(Slug::new(&format!("group-{:05}", n + 1)))?,
                description: None,
                parent_id: above.map(|above| self.groups[above]),
                now: self.started.since,
            };
            store::groups::create(&mut self.tx.tx, self.to.id, new).await?;
            self.groups.push(id);
            self.grant_two(Subject::Group(id), &mut grants);
        }
        self.write_grants(&grants).await
    }

    /// So many people from the `first` on, each with two groups and two roles.
    async fn people(&mut self, first: usize, count: usize) -> Result<()> {
        let now = self.cx.now();
        let mut new = Vec::with_capacity(count);
        let mut memberships = Vec::with_capacity(count * 2);
        let mut grants = Vec::with_capacity(count * 2);
        for n in first..first + count {
            let id: IdentityId = self.cx.next_id();
            let created_at = self.random.ago(now, 1, 700);
            new.push(self.person(id, n, created_at)?);
            let (a, b) = two(&mut self.random, self.groups.len());
            memberships.extend([a, b].map(|group| Membership {
                group_id: self.groups[group],
                identity_id: id,
                since: created_at,
                until: None,
            }));
            self.grant_two(Subject::Identity(id), &mut grants);
        }
        store::identities::create(&mut self.tx.tx, self.to.id, &new).await?;
        store::groups::add_memberships(&mut self.tx.tx, self.to.id, &memberships, None).await?;
        self.write_grants(&grants).await
    }

    fn person(&mut self, id: IdentityId, n: usize, created_at: Time) -> Result<store::identities::New> {
        let (first, last) = (self.random.pick(FIRST), self.random.pick(LAST));
        let name = match self.random.below(3) {
            0 => format!("{first} {last}-{}", self.random.pick(LAST)),
            _ => format!("{first} {last}"),
        };
        let mailbox = Slug::from_name(&name).map_or_else(String::new, |slug| slug.as_str().replace('-', "."));
        Ok(store::identities::New {
            id,
            // One in fifty is a service.
            kind: if n % 50 == 49 { Kind::Service } else { Kind::Person },
            name: fixed(Name::new(&name))?,
            email: Some(fixed(Email::new(&format!("{mailbox}.{}@people.rolecall.test", n + 1)))?),
            account_id: None,
            invited: false,
            created_at,
        })
    }

    fn grant_two(&mut self, subject: Subject, grants: &mut Vec<Grant>) {
        let now = self.cx.now();
        let (a, b) = two(&mut self.random, self.roles.len());
        for role in [a, b] {
            let (created_at, window) = window(&mut self.random, now);
            grants.push(Grant {
                id: self.cx.next_id(),
                subject,
                role_id: self.roles[role],
                window,
                created_at,
            });
        }
    }

    async fn write_grants(&mut self, grants: &[Grant]) -> Result<()> {
        let rows: Vec<store::assignments::New<'_>> = grants
            .iter()
            .map(|grant| store::assignments::New {
                id: grant.id,
                subject: grant.subject,
                role_id: grant.role_id,
                node_id: self.to.root_node_id,
                window: grant.window,
                reason: None,
                granted_by: &self.actor,
                renews: None,
                operation: None,
                now: grant.created_at,
            })
            .collect();
        for chunk in rows.chunks(CHUNK) {
            store::assignments::create_all(&mut self.tx.tx, self.to.id, chunk).await?;
        }
        self.assignments += grants.len();
        Ok(())
    }
}

struct Grant {
    id: AssignmentId,
    subject: Subject,
    role_id: RoleId,
    window: Window,
    created_at: Time,
}

/// Two different places of a list that has at least two.
fn two(random: &mut Random, n: usize) -> (usize, usize) {
    let first = random.below(n);
    (first, (first + 1 + random.below(n - 1)) % n)
}

/// One in five has an end: 5 % have ended, 5 % are to come, 10 % hold now.
fn window(random: &mut Random, now: Time) -> (Time, Window) {
    let created_at = random.ago(now, 1, 700);
    let window = match random.below(20) {
        0 => {
            let from = random.ago(now, 101, 700);
            return (from, Window::new(Some(from), Some(random.ago(now, 1, 100))));
        }
        1 => {
            let from = random.ahead(now, 1, 300);
            Window::new(Some(from), Some(random.ahead(from, 30, 300)))
        }
        2 | 3 => Window::new(None, Some(random.ahead(now, 1, 700))),
        _ => Window::ALWAYS,
    };
    (created_at, window)
}
