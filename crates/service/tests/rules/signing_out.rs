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
use service::{Env, Who, assignments, groups, operations, people, plans, roles, screens, sessions};
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
        let into = groups::Edit {
            parent_id: Some(Some(outer)),
            ..groups::Edit::default()
        };
        groups::change(&env, inner, &into).await.expect("moved");
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

#[tokio::test]
async fn a_deleted_group_signs_out_those_who_lose_something_by_it_below_it_too() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view"]).await;
        let top = world.group(&env, "Engineering", None).await;
        let support = world.group(&env, "Support", Some(top)).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        world.give(&env, Subject::Group(support), operator).await;
        let mut ids = Vec::new();
        for called in ["Direct", "Below", "Twice", "Outside"] {
            ids.push(signed_in(&world, &env, called).await);
        }
        let [direct, below, twice, outside] = ids[..] else {
            unreachable!()
        };
        world.join(&env, support, &[direct, twice], None).await;
        world.join(&env, emea, &[below], None).await;
        world.join(&env, top, &[outside], None).await;
        // Who has the role another way as well loses nothing.
        world.give(&env, Subject::Identity(twice), operator).await;
        let page = screens::delete_group(&env, support).await.expect("a page");
        assert_eq!((page.direct, page.nested, page.signed_in), (2, 3, Some(3)));
        let people = page.people.expect("people may be seen");
        let names: Vec<&str> = people.first.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((people.total, people.exact), (3, true));
        assert_eq!(names, ["Below", "Direct", "Twice"]);
        // Whoever may not end sessions does not end them along the way.
        let limited = world.member(&env, "Lena").await;
        let role = world
            .role(&env, "Groups alone", &["groups.view", "groups.manage", "users.view"])
            .await;
        world.give(&env, Subject::Identity(limited.identity), role).await;
        let lena = world.env_as(&limited.who, &env).await;
        let tried = groups::remove_signing_out(&lena, support, true, true).await;
        assert_eq!(refused(tried), Code::Forbidden);
        let page = screens::delete_group(&lena, support).await.expect("a page");
        assert_eq!(page.signed_in, None);
        let (_, signed_out) = groups::remove_signing_out(&env, support, true, true)
            .await
            .expect("deleted");
        assert_eq!(signed_out, SignedOut { people: 2, kept: 0 });
        let left = [
            browsers(&env, direct).await,
            browsers(&env, below).await,
            browsers(&env, twice).await,
        ];
        assert_eq!((left, browsers(&env, outside).await), ([0, 0, 1], 1));
        let events = service::audit::list(&env, None, 1).await.expect("events");
        let event = service::audit::get(&env, events[0].id, 0).await.expect("an event").0;
        assert_eq!(event.event.action, "group.deleted");
        let told: serde_json::Value = serde_json::from_str(&event.after.expect("told")).expect("JSON");
        assert_eq!(
            (&told["signed_out"]["people"], &told["signed_out"]["kept"]),
            (&2.into(), &0.into())
        );
    })
    .await;
}

#[tokio::test]
async fn plans_of_deletions_and_moves_name_whom_they_reach() {
    on_each(async |world| {
        let env = world.env().await;
        let operator = world.role(&env, "Operating", &["users.view"]).await;
        let support = world.group(&env, "Support", None).await;
        let apart = world.group(&env, "Apart", None).await;
        world.give(&env, Subject::Group(support), operator).await;
        let people = world.people(&env, 25).await;
        world.join(&env, apart, &people, None).await;
        let mia = world.person(&env, "Mia").await;
        world.give(&env, Subject::Identity(mia), operator).await;
        let page = screens::delete_role(&env, operator).await.expect("a page");
        let reached = page.people.expect("people may be seen");
        assert_eq!((reached.total, reached.first[0].id), (1, mia));
        // Only the first of many stand there.
        let sent = domain::form::Sent {
            values: vec![("parent".to_owned(), "support".to_owned())],
            ..Default::default()
        };
        let page = screens::edit_group(&env, apart, Some(&sent)).await.expect("a page");
        let plan = page.plan.expect("a move");
        let reached = plan.people.expect("people may be seen");
        assert_eq!((reached.total, reached.exact, reached.first.len()), (25, true, 20));
        assert_eq!(plan.gains, ["Operating"]);
        // Whoever may not see people is told no name.
        let limited = world.member(&env, "Lena").await;
        let role = world
            .role(
                &env,
                "Blind",
                &["groups.view", "groups.manage", "roles.view", "roles.delete"],
            )
            .await;
        world.give(&env, Subject::Identity(limited.identity), role).await;
        let lena = world.env_as(&limited.who, &env).await;
        assert_eq!(
            screens::delete_role(&lena, operator).await.expect("a page").people,
            None
        );
        assert_eq!(screens::delete_group(&lena, apart).await.expect("a page").people, None);
    })
    .await;
}
