//! Signing out those who lose something, along with the write that takes it.

use super::{giving, last_event, writes};
use domain::Window;
use domain::assignments::Subject;
use domain::id::{IdentityId, RoleId};
use domain::plans::{AssignmentSelection, End, Members, Remove, Request, Selection};
use domain::problem::Code;
use domain::sessions::SignedOut;
use service::jobs::{Options, Runner};
use service::testing::{TestWorld, on_each, refused};
use service::{Env, Who, assignments, operations, people, plans, roles, sessions};
use store::testing::Cell;

/// Someone with an account who is signed in.
async fn signed_in(world: &TestWorld, env: &Env, called: &str) -> IdentityId {
    let member = world.member(env, called).await;
    world.browser(&member.who).await;
    member.identity
}

async fn browsers(env: &Env, id: IdentityId) -> usize {
    people::of_person(env, id).await.expect("sessions").len()
}

fn without(capabilities: &[&str]) -> roles::Edit {
    roles::Edit {
        capabilities: Some(capabilities.iter().map(|key| (*key).to_owned()).collect()),
        ..roles::Edit::default()
    }
}

fn removing(ids: Vec<IdentityId>, role_id: RoleId) -> Request {
    Request::Remove(Remove {
        selection: Selection::Ids(ids),
        role_id,
        node_id: None,
        revoke_sessions: true,
    })
}

/// Plans it, does it and lets the job work; who was signed out by it.
async fn done(world: &TestWorld, env: &Env, request: &Request) -> SignedOut {
    let plan = plans::create(env, request).await.expect("a plan");
    let id = plans::commit(env, plan.id, false).await.expect("begun");
    Runner::new(&world.service, Options::default())
        .work()
        .await
        .expect("worked");
    let found = operations::get(env, id).await.expect("an operation");
    assert_eq!(found.operation.summary.failed, 0);
    let signed_out = operations::signed_out(env, &found).await.expect("told");
    signed_out.expect("it was asked for")
}

#[tokio::test]
async fn a_role_with_less_signs_out_those_who_lose_something_and_no_one_else() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view", "users.edit"]).await;
        let editing = world.role(&env, "Editing", &["users.edit"]).await;
        let (outer, inner) = (
            world.group(&env, "Outer", None).await,
            world.group(&env, "Inner", None).await,
        );
        let into = service::groups::Edit {
            parent_id: Some(Some(outer)),
            ..service::groups::Edit::default()
        };
        service::groups::change(&env, inner, &into).await.expect("moved");
        let ben = signed_in(&world, &env, "Ben").await;
        let gwen = signed_in(&world, &env, "Gwen").await;
        let kim = signed_in(&world, &env, "Kim").await;
        let noa = signed_in(&world, &env, "Noa").await;
        // Who is suspended here is signed in for elsewhere; what she has twice she does not lose.
        let lea = signed_in(&world, &env, "Lea").await;
        world.give(&env, Subject::Identity(lea), operator).await;
        world.give(&env, Subject::Identity(lea), editing).await;
        world.suspend(&env, &[lea]).await;
        world.give(&env, Subject::Identity(ben), operator).await;
        world.give(&env, Subject::Group(outer), operator).await;
        world.join(&env, inner, &[gwen], None).await;
        world.give(&env, Subject::Identity(kim), operator).await;
        world.give(&env, Subject::Identity(kim), editing).await;
        // Another name takes nothing from anyone.
        let called = roles::Edit {
            name: Some("Operations".to_owned()),
            ..roles::Edit::default()
        };
        let changed = roles::change_signing_out(&env, operator, &called, true)
            .await
            .expect("named");
        assert_eq!(changed.signed_out, SignedOut::default());
        let changed = writes(&world, 1, async {
            roles::change_signing_out(&env, operator, &without(&["users.view"]), true).await
        });
        let changed = changed.await.expect("changed");
        assert_eq!(changed.signed_out, SignedOut { people: 2, kept: 0 });
        let open = [
            browsers(&env, ben).await,
            browsers(&env, gwen).await,
            browsers(&env, kim).await,
            browsers(&env, noa).await,
            browsers(&env, lea).await,
        ];
        assert_eq!(open, [0, 0, 1, 1, 1], "Kim and Lea have it elsewhere, Noa never had it");
        // Gone altogether, Kim loses something, too.
        let (_, signed_out) = roles::remove_signing_out(&env, operator, None, true)
            .await
            .expect("deleted");
        assert_eq!(signed_out, SignedOut { people: 2, kept: 0 });
        assert_eq!((browsers(&env, kim).await, browsers(&env, lea).await), (0, 0));
        assert_eq!(
            last_event(&env).await,
            "role.deleted done by Ada Okafor on Operations, 4 parts"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_signs_out_whom_they_may_not_act_on_nor_the_session_in_which_they_do_it() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view", "branding.edit"]).await;
        let mia = world.member(&env, "Mia").await;
        let doors = [
            "roles.view",
            "roles.edit",
            "users.view",
            "branding.edit",
            "sessions.view",
        ];
        let own = world.role(&env, "Mia's", &doors).await;
        world.give(&env, Subject::Identity(mia.identity), own).await;
        let hugo = signed_in(&world, &env, "Hugo").await;
        let higher = world.role(&env, "Higher", &["audit.export"]).await;
        world.give(&env, Subject::Identity(hugo), higher).await;
        world.give(&env, Subject::Identity(hugo), operator).await;
        let ben = signed_in(&world, &env, "Ben").await;
        world.give(&env, Subject::Identity(ben), operator).await;
        let as_mia = world.env_as(&mia.who, &env).await;
        let refusal = writes(&world, 0, async {
            roles::change_signing_out(&as_mia, operator, &without(&["users.view"]), true).await
        });
        assert_eq!(refused(refusal.await), Code::Forbidden, "it needs sessions.revoke");
        assert_eq!(browsers(&env, ben).await, 1);
        let ending = world.role(&env, "Ending", &["sessions.revoke"]).await;
        world.give(&env, Subject::Identity(mia.identity), ending).await;
        let (here, there) = (world.browser(&mia.who).await, world.browser(&mia.who).await);
        let who = sessions::authenticate(&world.service, &here).await.expect("known");
        let as_mia = world.env_as(&who, &env).await;
        let changed = roles::change_signing_out(&as_mia, operator, &without(&["users.view"]), true).await;
        assert_eq!(changed.expect("changed").signed_out, SignedOut { people: 1, kept: 1 });
        assert_eq!((browsers(&env, ben).await, browsers(&env, hugo).await), (0, 1));
        // What she takes from herself ends her other sessions.
        let changed = roles::change_signing_out(&as_mia, own, &without(&doors[..3]), true).await;
        assert_eq!(changed.expect("changed").signed_out, SignedOut { people: 1, kept: 0 });
        let alive = async |token: &str| {
            let who = sessions::authenticate(&world.service, token).await.expect("answered");
            matches!(who, Who::Account { .. })
        };
        assert_eq!((alive(&here).await, alive(&there).await), (true, false));
    })
    .await;
}

#[tokio::test]
async fn taking_away_from_many_signs_them_out_at_once_and_by_the_job() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view"]).await;
        let group = world.group(&env, "Support", None).await;
        let ben = signed_in(&world, &env, "Ben").await;
        let gwen = signed_in(&world, &env, "Gwen").await;
        for id in [ben, gwen] {
            world.give(&env, Subject::Identity(id), operator).await;
        }
        world.give(&env, Subject::Group(group), operator).await;
        world.join(&env, group, &[gwen], None).await;
        let request = removing(vec![ben, gwen], operator);
        assert_eq!(done(&world, &env, &request).await, SignedOut { people: 1, kept: 0 });
        assert_eq!((browsers(&env, ben).await, browsers(&env, gwen).await), (0, 1));
        // Out of the group, Gwen loses it.
        let leaving = Request::RemoveMembers(Members {
            selection: Selection::Ids(vec![gwen]),
            group_id: group,
            revoke_sessions: true,
        });
        assert_eq!(done(&world, &env, &leaving).await, SignedOut { people: 1, kept: 0 });
        // What a group had ends for those in it.
        let kim = signed_in(&world, &env, "Kim").await;
        world.join(&env, group, &[kim], None).await;
        let given = assignments::list(&env, &assignments::Filter::default(), None, 50).await;
        let given = given.expect("assignments").items;
        let of_group = given.iter().find(|one| one.subject == Subject::Group(group));
        let ending = Request::End(End {
            selection: AssignmentSelection::Ids(vec![of_group.expect("given").id]),
            revoke_sessions: true,
        });
        assert_eq!(done(&world, &env, &ending).await, SignedOut { people: 1, kept: 0 });
        assert_eq!(browsers(&env, kim).await, 0);
        // 250 at once are a job's work, each slice with those in it.
        let mut crowd = world.people(&env, 248).await;
        crowd.push(signed_in(&world, &env, "Lea").await);
        crowd.push(signed_in(&world, &env, "Max").await);
        let given = giving(Selection::Ids(crowd.clone()), operator);
        let plan = plans::create(&env, &Request::Assign(given)).await.expect("a plan");
        plans::commit(&env, plan.id, false).await.expect("begun");
        Runner::new(&world.service, Options::default())
            .work()
            .await
            .expect("given");
        let request = removing(crowd, operator);
        assert_eq!(done(&world, &env, &request).await, SignedOut { people: 2, kept: 0 });
    })
    .await;
}

#[tokio::test]
async fn one_assignment_taken_away_signs_out_and_a_rested_browser_is_none() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view"]).await;
        let ben = signed_in(&world, &env, "Ben").await;
        let given = world.give(&env, Subject::Identity(ben), operator).await;
        let signed_out = assignments::revoke_signing_out(&env, given.id, true).await;
        assert_eq!(signed_out.expect("taken"), SignedOut { people: 1, kept: 0 });
        let gwen = signed_in(&world, &env, "Gwen").await;
        let root = env.environment.root_node_id;
        let subject = Subject::Identity(gwen);
        let given = world.give_at(&env, subject, operator, root, Window::ALWAYS).await;
        let rested = [("last_seen_at", Cell::from(0))];
        world
            .db
            .set("sessions", &rested, &[("user_agent", Cell::from(""))])
            .await;
        let signed_out = assignments::revoke_signing_out(&env, given.id, true).await;
        assert_eq!(signed_out.expect("taken"), SignedOut::default());
    })
    .await;
}

#[test]
fn who_was_signed_out_is_a_sentence() {
    let words = |people, kept| SignedOut { people, kept }.words();
    assert_eq!(words(0, 0), "");
    assert_eq!(words(1, 0), "1 person was signed out.");
    assert_eq!(
        words(12, 2),
        "12 people were signed out. 2 stay signed in: whoever asked may not act on their accounts."
    );
}
