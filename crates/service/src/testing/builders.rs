//! Builders of what tests need in a world. Everything goes through the doors that the product
//! uses; where it has no use case yet, a builder writes with an event of its own.

use super::TestWorld;
use crate::cx::{Env, Who};
use crate::event::{Change, Description};
use crate::{assignments, identities, keys, tenants};
use domain::accounts::Account;
use domain::assignments::{Assignment, New, Subject};
use domain::email::Email;
use domain::id::{AccountId, GroupId, IdentityId, NodeId, RoleId};
use domain::identities::Kind;
use domain::name::Name;
use domain::roles::System;
use domain::slug::Slug;
use domain::tenants::Level;
use domain::{Time, Window};
use store::testing::Cell;

/// Someone who can sign in, belongs to a tenant as a member and is a person of one environment.
#[derive(Debug, Clone)]
pub struct Member {
    pub who: Who,
    pub account: AccountId,
    pub identity: IdentityId,
}

fn name(text: &str) -> Name {
    Name::new(text).expect("a name")
}

fn slug(text: &str) -> Slug {
    Slug::from_name(text).expect("a slug")
}

impl TestWorld {
    /// Raises the revision of an environment, as a write does, without a word of what it touched.
    pub async fn raise(&self, env: &Env) {
        let mut kept = self.cli().keep().await.expect("a transaction");
        let raised = store::environments::raise_revision(&mut kept.0, env.id()).await;
        raised.expect("an environment");
        kept.commit().await.expect("kept");
    }

    /// Another tenant, with its Development as Ada has it.
    pub async fn tenant(&self, called: &str) -> Env {
        let cx = self.cx(&self.admin);
        let mut tx = cx.write().await.expect("a transaction");
        let new = tenants::New {
            name: name(called),
            slug: slug(called),
            origin: "setup",
            time_zone: "UTC".to_owned(),
            admin: None,
        };
        let tenant = tenants::create_in(&cx, &mut tx, &new).await.expect("a tenant");
        tx.commit(Description::new("tenant.created"), Change::default())
            .await
            .expect("kept");
        self.enter(&self.admin, tenant.slug.as_str(), "development").await
    }

    pub async fn person(&self, env: &Env, called: &str) -> IdentityId {
        let new = identities::New {
            name: called.to_owned(),
            email: None,
            kind: Kind::Person,
        };
        identities::create(env, &new).await.expect("a person").id
    }

    /// Many people at once, with one event: Person 0001, Person 0002, …
    pub async fn people(&self, env: &Env, count: usize) -> Vec<IdentityId> {
        let new: Vec<_> = (1..=count)
            .map(|n| store::identities::New {
                id: env.cx.next_id(),
                kind: Kind::Person,
                name: name(&format!("Person {n:04}")),
                email: None,
                account_id: None,
                invited: false,
                created_at: self.now(),
            })
            .collect();
        let mut tx = env.write("users.create", env.root()).await.expect("a transaction");
        store::identities::create(&mut tx.tx, env.id(), &new)
            .await
            .expect("people");
        tx.commit(Description::new("identities.created"), Change::default())
            .await
            .expect("kept");
        new.iter().map(|one| one.id).collect()
    }

    /// A role with capabilities by key.
    pub async fn role(&self, env: &Env, called: &str, capabilities: &[&str]) -> RoleId {
        let of_key = |key: &&str| env.catalogue.list.iter().find(|one| one.key == **key);
        let capabilities: Vec<_> = capabilities
            .iter()
            .map(|key| of_key(key).unwrap_or_else(|| panic!("a capability {key}")).id)
            .collect();
        let mut tx = env.write("roles.create", env.root()).await.expect("a transaction");
        let new = store::roles::New {
            id: env.cx.next_id(),
            name: &name(called),
            slug: &slug(called),
            description: None,
            system: None,
            capabilities: &capabilities,
            now: self.now(),
        };
        let id = new.id;
        store::roles::create(&mut tx.tx, env.id(), new).await.expect("a role");
        let event = Description::new("role.created").target("role", id.0, called);
        tx.commit(event, Change::default()).await.expect("kept");
        id
    }

    pub async fn system_role(&self, env: &Env, system: System) -> RoleId {
        let mut conn = env.read().await.expect("a connection");
        let roles = store::roles::list(&mut conn, env.id()).await.expect("roles");
        let role = roles.iter().find(|role| role.system == Some(system));
        role.expect("each environment has the system's roles").id
    }

    pub async fn group(&self, env: &Env, called: &str, parent: Option<GroupId>) -> GroupId {
        let mut tx = env.write("groups.manage", env.root()).await.expect("a transaction");
        let new = store::groups::New {
            id: env.cx.next_id(),
            name: &name(called),
            slug: &slug(called),
            description: None,
            parent_id: parent,
            now: self.now(),
        };
        let id = new.id;
        store::groups::create(&mut tx.tx, env.id(), new).await.expect("a group");
        let event = Description::new("group.created").target("group", id.0, called);
        tx.commit(event, Change::default()).await.expect("kept");
        id
    }

    pub async fn join(&self, env: &Env, group: GroupId, members: &[IdentityId], until: Option<Time>) {
        let mut tx = env.write("groups.manage", env.root()).await.expect("a transaction");
        let memberships: Vec<_> = members
            .iter()
            .map(|identity_id| store::groups::Membership {
                group_id: group,
                identity_id: *identity_id,
                since: self.now(),
                until,
            })
            .collect();
        store::groups::add_memberships(&mut tx.tx, env.id(), &memberships, None)
            .await
            .expect("members");
        let event = Description::new("group.members_added").target("group", group.0, "");
        tx.commit(event, Change::default()).await.expect("kept");
    }

    /// A node under `parent`, or under the root; the environment becomes a hierarchy.
    pub async fn node(&self, env: &Env, called: &str, parent: Option<NodeId>) -> NodeId {
        let mut tx = env.write("hierarchy.manage", env.root()).await.expect("a transaction");
        let id: NodeId = env.cx.next_id();
        let parent = Some(parent.unwrap_or(env.root()));
        store::nodes::create(&mut tx.tx, env.id(), id, &name(called), parent, self.now())
            .await
            .expect("a node");
        let event = Description::new("node.created").target("node", id.0, called);
        tx.commit(event, Change::default()).await.expect("kept");
        let hierarchy = [("mode", Cell::from("hierarchy"))];
        self.db
            .set("environments", &hierarchy, &[("id", env.id().0.into())])
            .await;
        id
    }

    pub async fn suspend(&self, env: &Env, people: &[IdentityId]) {
        let mut tx = env.write("users.suspend", env.root()).await.expect("a transaction");
        store::identities::suspend(&mut tx.tx, env.id(), people, self.now())
            .await
            .expect("suspended");
        tx.commit(Description::new("identities.suspended"), Change::default())
            .await
            .expect("kept");
    }

    /// Gives a role at the root, without end, by the command line.
    pub async fn give(&self, env: &Env, subject: Subject, role: RoleId) -> Assignment {
        self.give_at(env, subject, role, env.root(), Window::ALWAYS).await
    }

    pub async fn give_at(
        &self,
        env: &Env,
        subject: Subject,
        role_id: RoleId,
        node: NodeId,
        window: Window,
    ) -> Assignment {
        let new = New {
            subject,
            role_id,
            node_id: Some(node),
            window,
            reason: None,
        };
        let env = self.env_as(&Who::Cli, env).await;
        assignments::assign(&env, &new).await.expect("an assignment")
    }

    /// Someone with an account, a membership and an identity that holds nothing yet.
    pub async fn member(&self, env: &Env, called: &str) -> Member {
        let cx = self.cli();
        let account = Account {
            id: cx.next_id(),
            name: called.to_owned(),
            email: format!("{}@northwind.test", slug(called)),
            site_admin: false,
            suspended: false,
        };
        let email = Email::new(&account.email).expect("an address");
        let new = store::accounts::New {
            id: account.id,
            name: &name(called),
            email: &email,
            password_hash: None,
            site_admin: false,
            now: self.now(),
        };
        let identity = store::identities::New {
            id: cx.next_id(),
            kind: Kind::Person,
            name: name(called),
            email: Some(email.clone()),
            account_id: Some(account.id),
            invited: false,
            created_at: self.now(),
        };
        let mut tx = env.write("members.invite", env.root()).await.expect("a transaction");
        store::accounts::create(&mut tx.tx, new).await.expect("an account");
        let (tenant, level) = (env.tenant.id, Level::Member);
        store::memberships::create(&mut tx.tx, cx.next_id(), tenant, account.id, level, self.now())
            .await
            .expect("a membership");
        store::identities::create(&mut tx.tx, env.id(), std::slice::from_ref(&identity))
            .await
            .expect("an identity");
        let event = Description::new("member.added").target("account", account.id.0, called);
        tx.commit(event, Change::default()).await.expect("kept");
        Member {
            account: account.id,
            identity: identity.id,
            who: Who::Account {
                account,
                session: cx.next_id(),
            },
        }
    }

    /// A tenant admin.
    pub async fn tenant_admin(&self, env: &Env, called: &str) -> Member {
        let member = self.member(env, called).await;
        let of = [("account_id", Cell::from(member.account.0))];
        self.db.set("memberships", &[("level", "admin".into())], &of).await;
        member
    }

    /// The secret of an API key of the command line with these capabilities, for 90 days.
    pub async fn secret(&self, env: &Env, capabilities: &[&str]) -> String {
        let of_cli = self.env_as(&Who::Cli, env).await;
        let capabilities: Vec<String> = capabilities.iter().map(|key| (*key).to_owned()).collect();
        keys::create(&of_cli, "A key", Some(&capabilities), 90)
            .await
            .expect("a key")
    }

    /// The same key, presented.
    pub async fn key(&self, env: &Env, capabilities: &[&str]) -> Env {
        let secret = self.secret(env, capabilities).await;
        let entered = keys::enter(&self.service, &secret, "test").await.expect("an answer");
        entered.expect("the key's environment")
    }
}
