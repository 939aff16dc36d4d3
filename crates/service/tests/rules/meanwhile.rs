//! Between the check and the write: what was true when a request began is judged again when its turn comes.

use super::{giving, new, writes};
use domain::assignments::{State, Subject};
use domain::bulk::Status;
use domain::id::{GroupId, IdentityId, RoleId};
use domain::identities::Status as Standing;
use domain::plans::Selection;
use domain::problem::Code;
use service::assignments::{self, BulkOptions};
use service::people::{self, Edit};
use service::plans::{self, Request};
use service::testing::Meanwhile::{Gains, Loses, Nothing, Suspended};
use service::testing::{Meanwhile, Member, TestWorld, on_each, refused};
use service::{Env, Result, groups, identities, roles};
use std::pin::Pin;

type Doing = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
type Act = fn(Env, IdentityId) -> Doing;

/// What is done to a person, and what it needs.
const ACTS: [(&str, Act); 6] = [
    ("users.suspend", |env, id| {
        Box::pin(async move { people::suspend(&env, id).await })
    }),
    ("users.delete", |env, id| {
        Box::pin(async move { people::delete(&env, id).await.map(|_| ()) })
    }),
    ("members.remove", |env, id| {
        Box::pin(async move { people::remove_access(&env, id).await.map(|_| ()) })
    }),
    ("users.reset_password", |env, id| {
        Box::pin(async move { people::reset_password(&env, id).await.map(|_| ()) })
    }),
    ("sessions.revoke", |env, id| {
        Box::pin(async move { people::revoke_all(&env, id).await.map(|_| ()) })
    }),
    ("users.edit", |env, id| {
        let edit = Edit {
            email: Some(Some(format!("{id}@elsewhere.test"))),
            ..Edit::default()
        };
        Box::pin(async move { people::change(&env, id, &edit).await.map(|_| ()) })
    }),
];

/// What the one who acts holds beside what their acts need.
const MORE: [&str; 6] = [
    "users.view",
    "audit.read",
    "members.change_roles",
    "users.bulk_operations",
    "roles.edit",
    "groups.manage",
];

struct Cast {
    mia: Member,
    own: RoleId,
    made: usize,
}

impl Cast {
    async fn new(world: &TestWorld, env: &Env) -> Self {
        let mia = world.member(env, "Mia").await;
        let all: Vec<&str> = ACTS.iter().map(|(key, _)| *key).chain(MORE).collect();
        let own = world.role(env, "Of Mia", &all).await;
        world.give(env, Subject::Identity(mia.identity), own).await;
        Self { mia, own, made: 0 }
    }

    /// Another person who is signed in and holds nothing that Mia does not, by a role of their own.
    async fn target(&mut self, world: &TestWorld, env: &Env) -> (IdentityId, RoleId) {
        self.made += 1;
        let called = format!("Target {}", self.made);
        let target = world.member(env, &called).await;
        world.browser(&target.who).await;
        let role = world.role(env, &called, &["audit.read"]).await;
        world.give(env, Subject::Identity(target.identity), role).await;
        (target.identity, role)
    }

    /// Mia does something, having been let in, and meanwhile something happens.
    async fn does(&self, world: &TestWorld, env: &Env, act: Act, to: IdentityId, happens: Meanwhile) -> Result<()> {
        let own = world.env_as(&self.mia.who, env).await;
        let done = world.meanwhile(env, happens, act(own, to)).await;
        if let Loses(role, key) = happens {
            world.happen(env, Gains(role, key)).await;
        }
        done
    }
}

#[tokio::test]
async fn t_54_who_was_promoted_meanwhile_is_not_acted_on() {
    on_each(async |world| {
        let env = world.env().await;
        let mut cast = Cast::new(&world, &env).await;
        for (key, act) in ACTS {
            let (target, _) = cast.target(&world, &env).await;
            let done = cast.does(&world, &env, act, target, Nothing).await;
            done.unwrap_or_else(|error| panic!("{key}: {error}"));
            let (target, role) = cast.target(&world, &env).await;
            let sessions = people::of_person(&env, target).await.expect("sessions").len();
            let before = identities::get(&env, target).await.expect("there");
            let done = writes(
                &world,
                0,
                cast.does(&world, &env, act, target, Gains(role, "roles.delete")),
            )
            .await;
            assert_eq!(refused(done), Code::WouldEscalate, "{key}");
            assert_eq!(identities::get(&env, target).await.expect("there"), before, "{key}");
            let now = people::of_person(&env, target).await.expect("sessions").len();
            assert_eq!((sessions, now), (1, 1), "{key}");
        }
        assert_eq!(world.db.count("password_resets", &[]).await, 1);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn t_54_who_lost_the_right_meanwhile_does_not_act() {
    on_each(async |world| {
        let env = world.env().await;
        let mut cast = Cast::new(&world, &env).await;
        let (target, _) = cast.target(&world, &env).await;
        for (key, act) in ACTS {
            let done = writes(&world, 0, cast.does(&world, &env, act, target, Loses(cast.own, key))).await;
            assert_eq!(refused(done), Code::Forbidden, "{key}");
        }
        // What they took from nobody is still there, and so is Mia's right: all of it is about the moment.
        let standing = identities::get(&env, target).await.expect("there").status;
        assert_eq!(standing, Standing::Active);
        let own = world.env_as(&cast.mia.who, &env).await;
        assert!(ACTS.iter().all(|(key, _)| own.may(key)));
        let (_, act) = ACTS[0];
        let happens = Suspended(cast.mia.identity);
        let done = writes(&world, 0, cast.does(&world, &env, act, target, happens)).await;
        assert_eq!(refused(done), Code::Forbidden);
    })
    .await;
}

/// A role that is given, a group that has it, and someone to give it to.
async fn to_give(world: &TestWorld, env: &Env, at: usize) -> (RoleId, GroupId, IdentityId) {
    let role = world.role(env, &format!("Given {at}"), &["audit.read"]).await;
    let group = world.group(env, &format!("Group {at}"), None).await;
    world.give(env, Subject::Group(group), role).await;
    (role, group, world.person(env, "Ben").await)
}

#[tokio::test]
async fn t_54_what_a_role_holds_when_it_is_given_counts() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = Cast::new(&world, &env).await;
        let own = async || world.env_as(&cast.mia.who, &env).await;
        let with = |role: RoleId| [Gains(role, "roles.delete"), Loses(cast.own, "audit.read")];
        for at in 0..2 {
            let back = async || {
                if at == 1 {
                    world.happen(&env, Gains(cast.own, "audit.read")).await;
                }
            };
            let (role, _, ben) = to_give(&world, &env, at).await;
            let happens = with(role)[at];
            let (asks, given) = (own().await, new(ben, role));
            let one = async move { assignments::assign(&asks, &given).await.map(|_| ()) };
            assert_eq!(refused(world.meanwhile(&env, happens, one).await), Code::WouldEscalate);
            back().await;
            let (role, _, ben) = to_give(&world, &env, at + 10).await;
            let (asks, items) = (own().await, vec![new(ben, role)]);
            let many = async move { assignments::bulk_create(&asks, &items, BulkOptions::default()).await };
            let done = world.meanwhile(&env, with(role)[at], many).await.expect("judged");
            let code = done.results[0].error.as_ref().map(|error| error.code);
            assert_eq!(
                (done.results[0].status, code),
                (Status::Failed, Some(Code::WouldEscalate))
            );
            back().await;
            let (role, _, ben) = to_give(&world, &env, at + 20).await;
            let asks = own().await;
            let asked = Request::Assign(giving(Selection::Ids(vec![ben]), role));
            let plan = plans::create(&asks, &asked).await.expect("a plan").id;
            let commit = async move { plans::commit(&asks, plan, false).await };
            let done = world.meanwhile(&env, with(role)[at], commit).await;
            assert_eq!(refused(done), Code::PlanChanged);
            back().await;
            let (role, into, ben) = to_give(&world, &env, at + 30).await;
            let asks = own().await;
            let join = async move { groups::add_one(&asks, into, ben).await };
            let done = world.meanwhile(&env, with(role)[at], join).await;
            assert_eq!(refused(done), Code::WouldEscalate);
            back().await;
        }
        let of_people = [("group_id", store::testing::Cell::Null)];
        assert_eq!(world.db.count("assignments", &of_people).await, 1, "Mia's own");
        assert_eq!(world.db.count("group_members", &[]).await, 0);
        // Undisturbed the same is done.
        let (role, into, ben) = to_give(&world, &env, 99).await;
        let (asks, given) = (own().await, new(ben, role));
        let both = async move {
            let given = assignments::assign(&asks, &given).await?;
            groups::add_one(&asks, into, ben).await?;
            Result::Ok(given.state)
        };
        let done = world.meanwhile(&env, Nothing, both).await;
        assert_eq!(done.expect("given"), State::Active);
    })
    .await;
}

#[tokio::test]
async fn t_54_a_role_is_edited_by_who_holds_it_then() {
    on_each(async |world| {
        let env = world.env().await;
        let cast = Cast::new(&world, &env).await;
        let role = world.role(&env, "Edited", &["users.view"]).await;
        let edit = |keys: &[&str]| roles::Edit {
            capabilities: Some(keys.iter().map(|key| (*key).to_owned()).collect()),
            ..roles::Edit::default()
        };
        let edits = async |keys: &[&str], happens: Meanwhile| {
            let (asks, edit) = (world.env_as(&cast.mia.who, &env).await, edit(keys));
            let change = async move { roles::change(&asks, role, &edit).await };
            let done = world.meanwhile(&env, happens, change).await;
            if let Loses(role, key) = happens {
                world.happen(&env, Gains(role, key)).await;
            }
            done.map(|role| role.capabilities)
        };
        let more = ["users.view", "audit.read"];
        for (keys, lost, code) in [
            (&more[..], "roles.edit", Code::Forbidden),
            (&more[..], "audit.read", Code::WouldEscalate),
            (&[][..], "users.view", Code::WouldEscalate),
        ] {
            let done = writes(&world, 0, edits(keys, Loses(cast.own, lost))).await;
            assert_eq!(refused(done), code, "{lost}");
        }
        let held = roles::get(&env, role).await.expect("there").capabilities;
        assert_eq!(held, ["users.view"]);
        assert_eq!(edits(&more, Nothing).await.expect("changed").len(), 2);
    })
    .await;
}
