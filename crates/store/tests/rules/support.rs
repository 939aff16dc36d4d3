//! An environment with people in it, written with the store's own functions.

use domain::Time;
use domain::Window;
use domain::actor::{Actor, ActorKind};
use domain::assignments::Subject;
use domain::email::Email;
use domain::environments::Hue;
use domain::id::{AssignmentId, EnvironmentId, GroupId, IdentityId, NodeId, RoleId, TenantId};
use domain::identities::Kind;
use domain::name::Name;
use domain::slug::Slug;
use std::sync::atomic::{AtomicU64, Ordering};
use store::testing::{TestDb, databases};
use store::{Conn, assignments, environments, groups, identities, nodes, roles, tenants};
use uuid::Uuid;

/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;
/// When everything was made; questions are asked at this instant.
pub const NOW: Time = Time(20_000 * DAY);

/// A database with one environment.
pub struct Place {
    pub db: TestDb,
    pub environment: EnvironmentId,
    pub root: NodeId,
    next: AtomicU64,
}

/// Runs a body on a fresh database of each kind.
pub async fn on_each(body: impl AsyncFn(Place)) {
    for db in databases().await {
        println!("on {:?}", db.db.engine());
        body(Place::new(db).await).await;
    }
}

pub fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

pub fn slug(text: &str) -> Slug {
    Slug::from_name(text).expect("a slug")
}

pub fn actor() -> Actor {
    Actor {
        kind: ActorKind::Cli,
        id: None,
        label: "Command line".to_owned(),
        identity_id: None,
    }
}

impl Place {
    async fn new(db: TestDb) -> Self {
        let place = Self {
            db,
            environment: EnvironmentId(Uuid::from_u128(1)),
            root: NodeId(Uuid::from_u128(2)),
            next: AtomicU64::new(10),
        };
        let mut tx = place.db.db.begin_write().await.expect("a transaction");
        let tenant: TenantId = place.id();
        tenants::create(&mut tx, tenant, &name("Northwind"), &slug("Northwind"), "setup", NOW)
            .await
            .expect("a tenant");
        let new = environments::New {
            id: place.environment,
            tenant_id: tenant,
            name: &name("Development"),
            slug: &slug("Development"),
            hue: Hue::Teal,
            time_zone: "UTC",
            root_node_id: place.root,
            position: 0,
            now: NOW,
        };
        environments::create(&mut tx, new).await.expect("an environment");
        nodes::create(&mut tx, place.environment, place.root, &name("Everything"), None, NOW)
            .await
            .expect("a root");
        tx.commit().await.expect("kept");
        place
    }

    pub async fn read(&self) -> Conn {
        self.db.db.read().await.expect("a connection")
    }

    pub fn id<T: From<Uuid>>(&self) -> T {
        Uuid::from_u128(u128::from(self.next.fetch_add(1, Ordering::SeqCst))).into()
    }

    /// A slug like no other.
    fn slug(&self) -> Slug {
        slug(&format!("s{}", self.next.fetch_add(1, Ordering::SeqCst)))
    }

    /// People by name, with an address where there is one behind a bar: `Ada Okafor|ada@x.test`.
    pub async fn people(&self, called: &[&str]) -> Vec<IdentityId> {
        let new: Vec<identities::New> = called
            .iter()
            .map(|text| {
                let (called, email) = text.split_once('|').unwrap_or((text, ""));
                identities::New {
                    id: self.id(),
                    kind: Kind::Person,
                    name: name(called),
                    email: (!email.is_empty()).then(|| Email::new(email).expect("an address")),
                    account_id: None,
                    invited: called.starts_with("Invited"),
                    created_at: NOW,
                }
            })
            .collect();
        let mut tx = self.db.db.begin_write().await.expect("a transaction");
        identities::create(&mut tx, self.environment, &new)
            .await
            .expect("people");
        tx.commit().await.expect("kept");
        new.iter().map(|one| one.id).collect()
    }

    pub async fn role(&self, called: &str) -> RoleId {
        let mut tx = self.db.db.begin_write().await.expect("a transaction");
        let new = roles::New {
            id: self.id(),
            name: &name(called),
            slug: &self.slug(),
            description: None,
            system: None,
            capabilities: &[],
            now: NOW,
        };
        let id = new.id;
        roles::create(&mut tx, self.environment, new).await.expect("a role");
        tx.commit().await.expect("kept");
        id
    }

    pub async fn group(&self, called: &str, parent_id: Option<GroupId>, members: &[IdentityId]) -> GroupId {
        self.group_until(called, parent_id, members, None).await
    }

    pub async fn group_until(
        &self,
        called: &str,
        parent_id: Option<GroupId>,
        members: &[IdentityId],
        until: Option<Time>,
    ) -> GroupId {
        let mut tx = self.db.db.begin_write().await.expect("a transaction");
        let new = groups::New {
            id: self.id(),
            name: &name(called),
            slug: &self.slug(),
            description: None,
            parent_id,
            now: NOW,
        };
        let id = new.id;
        groups::create(&mut tx, self.environment, new).await.expect("a group");
        let memberships = members.iter().map(|identity_id| groups::Membership {
            group_id: id,
            identity_id: *identity_id,
            since: NOW,
            until,
        });
        let memberships: Vec<_> = memberships.collect();
        let added = groups::add_memberships(&mut tx, self.environment, &memberships, None)
            .await
            .expect("members");
        assert_eq!(usize::try_from(added), Ok(members.len()));
        tx.commit().await.expect("kept");
        id
    }

    pub async fn give(&self, subject: Subject, role_id: RoleId, window: Window) -> AssignmentId {
        let mut tx = self.db.db.begin_write().await.expect("a transaction");
        let new = assignments::New {
            id: self.id(),
            subject,
            role_id,
            node_id: self.root,
            window,
            reason: None,
            granted_by: &actor(),
            renews: None,
            operation: None,
            now: NOW,
        };
        let id = new.id;
        assignments::create(&mut tx, self.environment, new)
            .await
            .expect("an assignment");
        tx.commit().await.expect("kept");
        id
    }
}
