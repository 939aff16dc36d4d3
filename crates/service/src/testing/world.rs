//! A set-up deployment: its database, clock and ids, and who asks.

use super::{TestClock, TestIds};
use crate::cx::{Cx, Env, Service, Who};
use crate::sessions::{self, Origin};
use crate::setup;
use domain::Time;
use store::testing::{Cell, TestDb};

/// A deployment with its database, clock and ids.
pub struct TestWorld {
    pub db: TestDb,
    pub clock: TestClock,
    pub service: Service,
    /// Ada, the site admin who set it up; nobody in an empty world.
    pub admin: Who,
}

impl TestWorld {
    pub const EMAIL: &'static str = "ada@northwind.test";
    pub const PASSWORD: &'static str = "correct horse battery";

    /// A deployment that nobody has set up.
    pub fn empty(db: TestDb) -> Self {
        let clock = TestClock::default();
        Self {
            service: Service::new(db.db.clone(), clock.clone(), TestIds::default()),
            clock,
            db,
            admin: Who::Nobody,
        }
    }

    /// A deployment that Ada has set up, with the tenant Northwind.
    pub async fn set_up(db: TestDb) -> Self {
        let mut world = Self::empty(db);
        let token = setup::issue_token(&world.service).await.expect("a token");
        let form = Self::form(&token.expect("there is no account yet"));
        let (signed_in, _) = setup::complete(&world.nobody(), &form, &Origin::default())
            .await
            .expect("set up");
        world.admin = sessions::authenticate(&world.service, &signed_in.token)
            .await
            .expect("a session");
        world
    }

    /// What Ada fills in.
    pub fn form(token: &str) -> setup::Form {
        setup::Form {
            token: token.to_owned(),
            name: "Ada Okafor".to_owned(),
            email: Self::EMAIL.to_owned(),
            password: Self::PASSWORD.to_owned(),
            organisation: "Northwind".to_owned(),
            time_zone: "Europe/Paris".to_owned(),
        }
    }

    /// A browser in which someone is signed in: the token of its cookie.
    pub async fn browser(&self, who: &Who) -> String {
        let Who::Account { account, .. } = who else {
            panic!("only accounts sign in")
        };
        let started = sessions::start(&self.nobody(), account.clone(), &Origin::default()).await;
        started.expect("a session").token
    }

    pub fn now(&self) -> Time {
        self.service.now()
    }

    /// A request of someone.
    pub fn cx(&self, who: &Who) -> Cx {
        self.service.cx(who.clone(), "test")
    }

    pub fn nobody(&self) -> Cx {
        self.cx(&Who::Nobody)
    }

    pub fn cli(&self) -> Cx {
        self.cx(&Who::Cli)
    }

    /// Northwind's Development as Ada has it, as it is now.
    pub async fn env(&self) -> Env {
        self.enter(&self.admin, "northwind", "development").await
    }

    /// Northwind's Production as Ada has it.
    pub async fn production(&self) -> Env {
        self.enter(&self.admin, "northwind", "production").await
    }

    pub async fn enter(&self, who: &Who, tenant: &str, environment: &str) -> Env {
        self.cx(who)
            .environment(tenant, environment)
            .await
            .expect("an environment to enter")
    }

    /// The same environment as someone else has it.
    pub async fn env_as(&self, who: &Who, env: &Env) -> Env {
        self.enter(who, env.tenant.slug.as_str(), env.environment.slug.as_str())
            .await
    }

    /// The log's chains hold; returns how many root events and children there are.
    pub async fn check_audit(&self) -> (usize, usize) {
        let verdict = crate::audit::verify(&self.cli()).await.expect("a verdict");
        assert_eq!(verdict.faults, Vec::<String>::new());
        (verdict.events, verdict.children)
    }

    /// All counters say what the rows say.
    pub async fn check_counters(&self, env: &Env) {
        use store::counters::{self, Kind as Counter};
        let mut conn = env.read().await.expect("a connection");
        let of = ("environment_id", Cell::from(env.id().0));
        for (kind, table, live) in [
            (Counter::Identities, "identities", "deleted_at"),
            (Counter::Assignments, "assignments", "revoked_at"),
        ] {
            let counted = counters::get(&mut conn, env.id(), kind).await.expect("a counter");
            let rows = self.db.count(table, &[of.clone(), (live, Cell::Null)]).await;
            assert_eq!(usize::try_from(counted), Ok(rows), "{table}");
        }
    }
}
