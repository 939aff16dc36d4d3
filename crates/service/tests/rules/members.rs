//! Who is in a group: many at once, by a plan, by a job, and back again.

use super::{last_event, writes};
use domain::Window;
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::id::{GroupId, IdentityId};
use domain::identities::{Filter, Sort};
use domain::page::At;
use domain::plans::{Members, Request, Selection};
use domain::problem::Code;
use service::activity::{self, About};
use service::groups::{add, members_of, take_out};
use service::jobs::{Options, Runner};
use service::testing::{on_each, refused};
use service::{Env, operations, plans};

fn adding(group_id: GroupId, ids: Vec<IdentityId>) -> Request {
    Request::AddMembers(Members {
        selection: Selection::Ids(ids),
        group_id,
        revoke_sessions: false,
    })
}

fn taking(group_id: GroupId, ids: Vec<IdentityId>) -> Request {
    Request::RemoveMembers(Members {
        selection: Selection::Ids(ids),
        group_id,
        revoke_sessions: false,
    })
}

async fn names(env: &Env, group: GroupId, direct: bool) -> Vec<String> {
    let filter = Filter {
        direct,
        ..Filter::default()
    };
    let page = members_of(env, group, &filter, Sort::Name, &At::First, 50)
        .await
        .expect("members");
    let rows = page.listing.page.items;
    rows.into_iter().map(|row| row.identity.name).collect()
}

fn told(statuses: &[domain::bulk::ItemResult]) -> Vec<(Status, Option<Code>)> {
    statuses
        .iter()
        .map(|one| (one.status, one.error.as_ref().map(|error| error.code)))
        .collect()
}

#[tokio::test]
async fn each_of_many_is_judged_by_itself() {
    on_each(async |world| {
        let env = world.env().await;
        let support = world.group(&env, "Support", None).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        let people = world.people(&env, 3).await;
        world.join(&env, emea, &people[2..], None).await;
        let unknown: IdentityId = uuid::Uuid::from_u128(7 << 76).into();
        let asked = vec![people[0], people[0], unknown, people[1], people[2]];
        let done = writes(&world, 1, async { add(&env, support, asked).await.expect("done") }).await;
        assert_eq!(
            told(&done.results),
            [
                (Status::Created, None),
                (Status::Skipped, Some(Code::DuplicateInRequest)),
                (Status::Failed, Some(Code::NotFound)),
                (Status::Created, None),
                // In it through EMEA is not in it: both can be.
                (Status::Created, None),
            ]
        );
        assert_eq!(
            last_event(&env).await,
            "groups.members_added partial by Ada Okafor on Support, 5 parts"
        );
        let again = add(&env, support, vec![people[1]]).await.expect("done");
        assert_eq!(told(&again.results), [(Status::Skipped, Some(Code::AlreadyMember))]);
        take_out(&env, support, vec![people[2]]).await.expect("done");
        let out = take_out(&env, support, vec![people[2], people[1], unknown])
            .await
            .expect("done");
        assert_eq!(
            told(&out.results),
            [
                (Status::Skipped, Some(Code::Inherited)),
                (Status::Removed, None),
                (Status::Failed, Some(Code::NotFound)),
            ]
        );
        let detail = out.results[0].error.as_ref().map(|error| error.detail.as_str());
        assert_eq!(detail, Some("Is in it through EMEA: take them out there."));
        assert_eq!(names(&env, support, true).await, ["Person 0001"]);
        assert_eq!(names(&env, support, false).await, ["Person 0001", "Person 0003"]);
        let nobody = take_out(&env, support, vec![people[1]]).await.expect("done");
        assert_eq!(told(&nobody.results), [(Status::Skipped, Some(Code::NotMember))]);
        // Each is told on the person's page and on the group's.
        let log = activity::of(&env, About::Identity(people[1]), &At::First)
            .await
            .expect("a log");
        let words: Vec<&str> = log.entries.iter().map(|entry| entry.words.as_str()).collect();
        assert_eq!(
            words[..3],
            [
                "Left out: is not in it",
                "Taken out of Support",
                "Left out: is in it already"
            ]
        );
        let log = activity::of(&env, About::Group(support), &At::First)
            .await
            .expect("a log");
        assert_eq!(
            log.entries.last().map(|entry| entry.words.as_str()),
            Some("The group was made")
        );
        assert!(log.entries.iter().any(|entry| entry.words == "3 people were added"));
        assert_eq!(
            refused(add(&env, unknown.0.into(), vec![people[0]]).await),
            Code::NotFound
        );
    })
    .await;
}

#[tokio::test]
async fn a_plan_says_who_keeps_what_and_undo_brings_back_what_is_left() {
    on_each(async |world| {
        let env = world.env().await;
        let support = world.group(&env, "Support", None).await;
        let viewer = world.role(&env, "Reader", &["users.view"]).await;
        let writer = world.role(&env, "Writer", &["users.edit"]).await;
        world.give(&env, Subject::Group(support), viewer).await;
        world.give(&env, Subject::Group(support), writer).await;
        let people = world.people(&env, 3).await;
        world.give(&env, Subject::Identity(people[0]), viewer).await;
        world
            .join(&env, support, &people[..1], super::after(&world, 86_400))
            .await;
        world.join(&env, support, &people[1..2], super::after(&world, 60)).await;
        let plan = plans::create(&env, &taking(support, people.clone()))
            .await
            .expect("a plan");
        assert_eq!((plan.summary.will, plan.summary.skipped), (2, 1));
        let details: Vec<Option<&str>> = plan.samples[0]
            .samples
            .iter()
            .map(|one| one.detail.as_deref())
            .collect();
        assert_eq!(
            details,
            [
                Some("Loses Writer, keeps Reader otherwise"),
                Some("Loses Reader, Writer")
            ]
        );
        world.clock.advance(5);
        let done = plans::commit(&env, plan.id, false).await.expect("done");
        assert_eq!(names(&env, support, true).await, Vec::<String>::new());
        world.clock.advance(120);
        let undone = operations::undo(&env, done).await.expect("undone");
        // One comes back until the end that was planned; the other's time is over.
        let report = operations::parts(&env, undone, None, 10).await.expect("parts");
        let codes: Vec<_> = report.iter().map(|part| part.code.as_deref()).collect();
        assert_eq!(codes, [None, Some("not_member")]);
        assert_eq!(names(&env, support, true).await, ["Person 0001"]);
        world.clock.advance(86_400);
        assert_eq!(names(&env, support, true).await, Vec::<String>::new());
        // Adding is taken back, but for those who were moved since.
        let plan = plans::create(&env, &adding(support, people.clone()))
            .await
            .expect("a plan");
        let delta = &plan.capability_delta;
        assert_eq!((delta.available, delta.in_flight), (2, 0));
        let done = plans::commit(&env, plan.id, false).await.expect("done");
        world.clock.advance(5);
        take_out(&env, support, vec![people[2]]).await.expect("done");
        add(&env, support, vec![people[2]]).await.expect("done");
        let undone = operations::undo(&env, done).await.expect("undone");
        let report = operations::parts(&env, undone, None, 10).await.expect("parts");
        let changed = report
            .iter()
            .filter(|part| part.code.as_deref() == Some("changed_since"));
        assert_eq!((report.len(), changed.count()), (3, 1));
        assert_eq!(names(&env, support, true).await, ["Person 0003"]);
        assert_eq!(refused(operations::undo(&env, undone).await), Code::Conflict);
    })
    .await;
}

#[tokio::test]
async fn many_members_are_a_job_that_needs_the_right_to_groups_alone() {
    on_each(async |world| {
        let env = world.env().await;
        let support = world.group(&env, "Support", None).await;
        let people = world.people(&env, 450).await;
        let mia = world.member(&env, "Mia").await;
        let manager = world
            .role(&env, "Manager", &["groups.manage", "groups.view", "users.view"])
            .await;
        world.give(&env, Subject::Identity(mia.identity), manager).await;
        let own = world.env_as(&mia.who, &env).await;
        let plan = plans::create(&own, &adding(support, people.clone()))
            .await
            .expect("a plan");
        let id = plans::commit(&own, plan.id, false).await.expect("begun");
        let options = Options {
            chunk: 200,
            ..Options::default()
        };
        let runner = Runner::new(&world.service, options);
        let job = runner.take().await.expect("a look").expect("a job");
        assert!(runner.step(job).await.expect("a chunk"));
        // What she lost in between stops it; what was not done can be tried by someone who may.
        world.suspend(&env, &[mia.identity]).await;
        while runner.step(job).await.expect("a step") {}
        let found = operations::get(&env, id).await.expect("an operation").operation;
        assert_eq!((found.summary.done(), found.retryable), (200, 250));
        operations::retry(&env, id).await.expect("tried again");
        runner.work().await.expect("worked");
        let filter = Filter::default();
        let page = members_of(&env, support, &filter, Sort::Name, &At::First, 10)
            .await
            .expect("members");
        assert_eq!(page.listing.page.total, 450);
        assert!(page.how.values().all(|how| how.direct && how.ways.is_empty()));
        world.check_audit().await;
        let undone = operations::undo(&env, id).await.expect("undone");
        runner.work().await.expect("worked");
        assert_eq!(
            operations::get(&env, undone)
                .await
                .expect("one")
                .operation
                .summary
                .done(),
            200
        );
    })
    .await;
}

#[tokio::test]
async fn t_15_taking_out_needs_what_putting_in_needs() {
    on_each(async |world| {
        let env = world.env().await;
        let support = world.group(&env, "Support", None).await;
        let role = world.role(&env, "Exports", &["audit.export"]).await;
        world.give(&env, Subject::Group(support), role).await;
        let people = world.people(&env, 2).await;
        world.join(&env, support, &people, None).await;
        let mia = world.member(&env, "Mia").await;
        world.join(&env, support, &[mia.identity], None).await;
        let manager = world.role(&env, "Manager", &["groups.manage"]).await;
        world.give(&env, Subject::Identity(mia.identity), manager).await;
        let own = world.env_as(&mia.who, &env).await;
        // In the group she holds what it gives; of several she leaves herself out.
        let done = take_out(&own, support, vec![people[0], mia.identity])
            .await
            .expect("done");
        assert_eq!(
            told(&done.results),
            [(Status::Removed, None), (Status::Skipped, Some(Code::OwnAccess))]
        );
        let done = take_out(&own, support, vec![mia.identity]).await.expect("done");
        assert_eq!(told(&done.results), [(Status::Removed, None)]);
        // Outside she does not, whichever door she uses.
        let own = world.env_as(&mia.who, &env).await;
        let refused_one = (Status::Failed, Some(Code::WouldEscalate));
        let done = take_out(&own, support, vec![people[1]]).await.expect("done");
        assert_eq!(told(&done.results), [refused_one]);
        let plan = plans::create(&own, &taking(support, vec![people[1]]))
            .await
            .expect("a plan");
        assert_eq!((plan.summary.will, plan.summary.failed), (0, 1));
        assert_eq!(refused(plans::commit(&own, plan.id, false).await), Code::Conflict);
        let other = world.member(&env, "Noa").await;
        let blind = world.env_as(&other.who, &env).await;
        assert_eq!(
            refused(take_out(&blind, support, vec![people[1]]).await),
            Code::Forbidden
        );
        assert_eq!(
            refused(plans::create(&blind, &taking(support, vec![people[1]])).await),
            Code::Forbidden
        );
    })
    .await;
}

#[tokio::test]
async fn undoing_needs_the_right_where_groups_are_and_leaves_who_came_again() {
    on_each(async |world| {
        let env = world.env().await;
        let node = world.node(&env, "EMEA", None).await;
        let free = world.group(&env, "Free", None).await;
        let ben = world.person(&env, "Ben").await;
        let first = add(&env, free, vec![ben]).await.expect("added");
        let first = first.operation_id.expect("an operation");
        // Who may see to groups at a node alone may not at all: groups have no node.
        let mia = world.member(&env, "Mia").await;
        let manager = world.role(&env, "Manager", &["groups.manage"]).await;
        world
            .give_at(&env, Subject::Identity(mia.identity), manager, node, Window::ALWAYS)
            .await;
        let own = world.env_as(&mia.who, &env).await;
        assert_eq!(refused(operations::undo(&own, first).await), Code::Forbidden);
        assert_eq!(names(&env, free, true).await, ["Ben"]);
        // What ended by another way, and began again, is not what the first one did.
        world.clock.advance(60);
        service::people::remove_access(&env, ben).await.expect("out");
        world.clock.advance(60);
        add(&env, free, vec![ben]).await.expect("in again");
        world.clock.advance(60);
        assert_eq!(refused(operations::undo(&env, first).await), Code::Conflict);
        assert_eq!(names(&env, free, true).await, ["Ben"]);
    })
    .await;
}
