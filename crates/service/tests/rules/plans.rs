//! Plans: what was judged is shown, kept, and done once, or told to have changed.

use super::{giving, last_event, new, writes};
use domain::assignments::{Subject, ThroughGroup};
use domain::bulk::Status;
use domain::id::{IdentityId, RoleId};
use domain::identities::Filter;
use domain::plans::{Assign, Plan, Selection};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{assign as give, revoke};
use service::operations::{self, parts};
use service::plans::{Request, commit, create, get};
use service::testing::{TestWorld, at, on_each, refused, refused_at, window};
use service::{Env, Who};

fn request(selection: Selection, role_id: RoleId) -> Request {
    Request::Assign(giving(selection, role_id))
}

fn for_ids(ids: &[IdentityId], role_id: RoleId) -> Request {
    request(Selection::Ids(ids.to_vec()), role_id)
}

/// `will/skipped/failed code=n …`.
pub fn told(plan: &Plan) -> String {
    let summary = &plan.summary;
    assert_eq!(summary.total, summary.will + summary.skipped + summary.failed);
    let mut text = format!("{}/{}/{}", summary.will, summary.skipped, summary.failed);
    for (code, n) in &summary.by_code {
        text += &format!(" {code}={n}");
    }
    text
}

pub fn detail(plan: &Plan, code: Code) -> Option<String> {
    let outcome = plan.samples.iter().find(|outcome| outcome.code == Some(code));
    outcome.and_then(|outcome| outcome.samples.first()?.detail.clone())
}

/// Ada's environment with ten people; the role Viewer.
async fn ten(world: &TestWorld) -> (Env, Vec<IdentityId>, RoleId) {
    let env = world.env().await;
    let people = world.people(&env, 10).await;
    let viewer = world.system_role(&env, System::Viewer).await;
    (env, people, viewer)
}

#[tokio::test]
async fn a_plan_changes_nothing_and_its_commit_does_what_it_said_once() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        give(&env, &new(people[0], viewer)).await.expect("has it");
        world.suspend(&env, &people[1..2]).await;
        let mut ids = people.clone();
        ids.push(env.id().0.into());
        let plan = writes(&world, 0, create(&env, &for_ids(&ids, viewer)))
            .await
            .expect("a plan");
        assert_eq!(told(&plan), "8/1/2 already_assigned=1 not_found=1 suspended=1");
        assert_eq!(plan.expires_at, world.now().plus_seconds(15 * 60));
        assert_eq!(
            (plan.capability_delta.available, plan.capability_delta.in_flight),
            (3, 4)
        );
        assert_eq!(detail(&plan, Code::AlreadyAssigned).as_deref(), Some("Already has it"));
        assert_eq!(plan.samples.iter().map(|one| one.count).sum::<usize>(), 11);
        let (read, asked, done) = get(&env, plan.id).await.expect("read again");
        assert_eq!((&read, asked, done), (&plan, for_ids(&ids, viewer), None));

        let operation = writes(&world, 1, commit(&env, plan.id, false)).await.expect("done");
        let again = writes(&world, 0, commit(&env, plan.id, false)).await.expect("the same");
        assert_eq!(again, operation);
        assert_eq!(get(&env, plan.id).await.expect("read").2, Some(operation));
        assert!(
            last_event(&env)
                .await
                .starts_with("assignments.assign partial by Ada Okafor")
        );
        let found = operations::get(&env, operation).await.expect("the operation");
        assert_eq!(found.operation.plan_id, Some(plan.id));
        assert_eq!(found.request, Some(for_ids(&ids, viewer)));
        let summary = found.operation.summary;
        assert_eq!((summary.created, summary.skipped, summary.failed), (Some(8), 1, 2));
        assert_eq!(parts(&env, operation, None, 100).await.expect("parts").len(), 11);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_is_told_and_the_rest_can_be_done() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        let held = give(&env, &new(people[9], viewer)).await.expect("has it");
        let plan = create(&env, &for_ids(&people, viewer)).await.expect("a plan");
        assert_eq!(told(&plan), "9/1/0 already_assigned=1");
        give(&env, &new(people[0], viewer)).await.expect("meanwhile");
        world.suspend(&env, &people[1..2]).await;
        revoke(&env, held.id).await.expect("meanwhile");
        let refusal = commit(&env, plan.id, false).await.expect_err("changed");
        assert_eq!(refusal.code(), Code::PlanChanged);
        assert!(refusal.to_string().contains("3 things changed"), "{refusal}");
        // The rest is what the plan said of those for whom it is still true.
        let operation = writes(&world, 1, commit(&env, plan.id, true)).await.expect("the rest");
        let outcome = |n: usize| (people[n].0, parts(&env, operation, None, 100));
        for (n, status, code) in [
            (0, Status::Skipped, Some("already_assigned")),
            (1, Status::Failed, Some("suspended")),
            (2, Status::Created, None),
            (9, Status::Skipped, Some("changed_since")),
        ] {
            let (id, parts) = outcome(n);
            let parts = parts.await.expect("parts");
            let part = parts.iter().find(|part| part.target_id == id).expect("a part");
            assert_eq!(
                (part.outcome.as_str(), part.code.as_deref()),
                (status.as_str(), code),
                "{n}"
            );
        }
        assert_eq!(commit(&env, plan.id, false).await.expect("done already"), operation);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn a_selection_by_filter_is_frozen_when_it_is_planned() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        let filter = Filter {
            q: "person".to_owned(),
            ..Filter::default()
        };
        let selection = Selection::Matching {
            filter,
            exclude: people[..2].to_vec(),
        };
        let plan = create(&env, &request(selection, viewer)).await.expect("a plan");
        assert_eq!(told(&plan), "8/0/0");
        world.person(&env, "Person who came later").await;
        let operation = commit(&env, plan.id, false).await.expect("done");
        let done = operations::get(&env, operation).await.expect("the operation");
        assert_eq!(done.operation.summary.created, Some(8));
        let none = Selection::Matching {
            filter: Filter {
                q: "nobody at all".to_owned(),
                ..Filter::default()
            },
            exclude: Vec::new(),
        };
        // A role or group that is not there would leave everyone.
        let no_role = Filter {
            role: Some("no-such-role".to_owned()),
            ..Filter::default()
        };
        let no_group = Filter {
            group: Some("no-such-group".to_owned()),
            ..Filter::default()
        };
        let widened = [no_role, no_group].map(|filter| Selection::Matching {
            filter,
            exclude: Vec::new(),
        });
        for selection in [none].into_iter().chain(widened) {
            let refused = refused_at(create(&env, &request(selection, viewer)).await);
            assert_eq!(refused, (Code::InvalidValue, "/selection".to_owned()));
        }
    })
    .await;
}

#[tokio::test]
async fn a_plan_lives_for_fifteen_minutes_and_belongs_to_its_owner_and_environment() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        let plan = create(&env, &for_ids(&people[..2], viewer)).await.expect("a plan");
        let cli = world.env_as(&Who::Cli, &env).await;
        let production = world.production().await;
        for other in [&cli, &production] {
            assert_eq!(refused(get(other, plan.id).await), Code::NotFound);
            assert_eq!(refused(commit(other, plan.id, false).await), Code::NotFound);
        }
        world.clock.advance(15 * 60);
        assert_eq!(refused(commit(&env, plan.id, true).await), Code::PlanExpired);
        // Also after someone has made another one.
        let late = create(&env, &for_ids(&people[..2], viewer)).await.expect("a plan");
        assert_eq!(refused(commit(&env, plan.id, true).await), Code::PlanExpired);
        world.clock.advance(15 * 60);
        world.clock.set(domain::Time(world.now().0 - 1));
        let operation = commit(&env, late.id, false).await.expect("just in time");
        world.clock.advance(60);
        assert_eq!(commit(&env, late.id, false).await.expect("done already"), operation);
    })
    .await;
}

#[tokio::test]
async fn those_who_have_it_through_a_group_for_the_whole_time_are_skipped() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        let support = world.group(&env, "Support", None).await;
        let emea = world.group(&env, "EMEA", Some(support)).await;
        let july = at("2027-07-01T00:00:00Z");
        world.join(&env, emea, &people[..1], None).await;
        world.join(&env, emea, &people[1..2], Some(july)).await;
        world.give(&env, Subject::Group(support), viewer).await;
        let mut wanted = giving(Selection::Ids(people[..3].to_vec()), viewer);
        let asked = |wanted: &Assign| Request::Assign(wanted.clone());
        let plan = create(&env, &asked(&wanted)).await.expect("a plan");
        assert_eq!(told(&plan), "2/1/0 inherited=1");
        let path = detail(&plan, Code::Inherited);
        assert_eq!(path.as_deref(), Some("Has it through Support ▸ EMEA"));
        // Until July both have it.
        wanted.window = window("", "2027-07-01T00:00:00Z");
        assert_eq!(
            told(&create(&env, &asked(&wanted)).await.expect("a plan")),
            "1/2/0 inherited=2"
        );
        wanted.window = window("2027-06-01T00:00:00Z", "2027-07-01T00:00:01Z");
        assert_eq!(
            told(&create(&env, &asked(&wanted)).await.expect("a plan")),
            "2/1/0 inherited=1"
        );
        wanted.through_group = ThroughGroup::Grant;
        let plan = create(&env, &asked(&wanted)).await.expect("a plan");
        assert_eq!(told(&plan), "3/0/0");
        commit(&env, plan.id, false).await.expect("done");
        // What stands in the way is told with its date.
        wanted.window = window("2027-06-15T00:00:00Z", "");
        let plan = create(&env, &asked(&wanted)).await.expect("a plan");
        assert_eq!(
            detail(&plan, Code::AlreadyAssigned).as_deref(),
            Some("Has it from 1 Jun 2027")
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_no_plan() {
    on_each(async |world| {
        let (env, people, viewer) = ten(&world).await;
        let wrong = |change: &dyn Fn(&mut Assign)| {
            let mut wanted = giving(Selection::Ids(people[..2].to_vec()), viewer);
            change(&mut wanted);
            Request::Assign(wanted)
        };
        let nowhere = env.id().0;
        let past = window("", "2026-01-01T00:00:00Z");
        for (wanted, code, pointer) in [
            (wrong(&|one| one.role_id = nowhere.into()), Code::NotFound, "/role_id"),
            (
                wrong(&|one| one.node_id = Some(nowhere.into())),
                Code::NotFound,
                "/node_id",
            ),
            (wrong(&|one| one.window = past), Code::InvalidWindow, "/effective_to"),
            (
                wrong(&|one| one.reason = Some("x".repeat(501))),
                Code::TooLarge,
                "/reason",
            ),
            (for_ids(&[], viewer), Code::InvalidValue, "/selection"),
        ] {
            assert_eq!(refused_at(create(&env, &wanted).await), (code, pointer.to_owned()));
        }
        // A plan needs the right of doing, then and when it is done.
        let key = world.key(&env, &["users.view", "members.change_roles"]).await;
        assert_eq!(
            refused(create(&key, &for_ids(&people[..2], viewer)).await),
            Code::Forbidden
        );
        assert_eq!(
            refused(create(&key, &for_ids(&people[..1], viewer)).await),
            Code::WouldEscalate
        );
        let nothing = create(&env, &for_ids(&[nowhere.into()], viewer)).await.expect("a plan");
        assert_eq!(refused(commit(&env, nothing.id, false).await), Code::Conflict);
    })
    .await;
}
