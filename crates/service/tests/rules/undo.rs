//! Undo and retry: what is still as an operation left it is put back, what failed is tried again.

use super::{after, dated, giving, last_event, new, writes};
use domain::assignments::{Assignment, State, Subject};
use domain::id::{AssignmentId, IdentityId, OperationId, RoleId};
use domain::operations::UNDO_SECONDS;
use domain::plans::{AssignmentSelection, DateChange, End, Remove, Request, Selection, SetDates};
use domain::problem::Code;
use domain::roles::System;
use service::assignments::{BulkOptions, Edit, Filter, assign as give, bulk_create, change, get, list, revoke};
use service::operations::{self, parts, retry, undo};
use service::plans::{commit, create};
use service::testing::{TestWorld, on_each, refused};
use service::{Env, removal};

const DAY: i64 = 86_400;

pub async fn done(env: &Env, request: Request) -> OperationId {
    let plan = create(env, &request).await.expect("a plan");
    commit(env, plan.id, false).await.expect("done")
}

/// Outcome and code of each part, in their order.
pub async fn told(env: &Env, id: OperationId) -> Vec<(String, Option<String>)> {
    let parts = parts(env, id, None, 100).await.expect("parts").into_iter();
    parts.map(|part| (part.outcome, part.code)).collect()
}

pub fn one(outcome: &str) -> (String, Option<String>) {
    (outcome.to_owned(), None)
}

pub fn left_out(outcome: &str, code: Code) -> (String, Option<String>) {
    (outcome.to_owned(), Some(code.as_str().to_owned()))
}

/// Live assignments of a role, oldest first.
pub async fn live(env: &Env, role: RoleId) -> Vec<Assignment> {
    let filter = Filter {
        role_id: Some(role),
        states: vec![State::Active, State::EndingSoon, State::Scheduled],
        ..Filter::default()
    };
    list(env, &filter, None, 200).await.expect("a page").items
}

fn subjects(assignments: &[Assignment]) -> Vec<Subject> {
    assignments.iter().map(|one| one.subject).collect()
}

/// Ada's environment with five people; the role Viewer.
pub async fn five(world: &TestWorld) -> (Env, Vec<IdentityId>, RoleId) {
    let env = world.env().await;
    let people = world.people(&env, 5).await;
    let viewer = world.system_role(&env, System::Viewer).await;
    (env, people, viewer)
}

#[tokio::test]
async fn undoing_what_was_given_takes_what_is_still_so() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let given = done(&env, Request::Assign(giving(Selection::Ids(people.clone()), viewer))).await;
        let made = live(&env, viewer).await;
        let operation = operations::get(&env, given).await.expect("read").operation;
        assert_eq!(operation.undo_until, Some(world.now().plus_seconds(UNDO_SECONDS)));
        // One is changed, one taken away and given again: those are someone's newer will.
        let edit = Edit {
            effective_to: Some(after(&world, DAY)),
            ..Edit::default()
        };
        change(&env, made[0].id, &edit).await.expect("changed");
        revoke(&env, made[1].id).await.expect("revoked");
        give(&env, &new(people[1], viewer)).await.expect("given again");
        let undone = writes(&world, 1, undo(&env, given)).await.expect("undone");
        assert_eq!(
            last_event(&env).await,
            "assignments.undo partial by Ada Okafor on assignments.undo, 5 parts"
        );
        let since = left_out("skipped", Code::ChangedSince);
        let removed = one("removed");
        assert_eq!(
            told(&env, undone).await,
            [since.clone(), since, removed.clone(), removed.clone(), removed]
        );
        let kept: Vec<Subject> = people[..2].iter().map(|id| Subject::Identity(*id)).collect();
        assert_eq!(subjects(&live(&env, viewer).await), kept);
        // Both say of each other, and neither can be undone any more.
        let (before, after) = (
            operations::get(&env, given).await.expect("read").operation,
            operations::get(&env, undone).await.expect("read").operation,
        );
        assert_eq!((before.undone_by, before.undo_until), (Some(undone), None));
        assert_eq!((after.undo_of, after.undo_until), (Some(given), None));
        assert_eq!((after.summary.removed, after.summary.skipped), (Some(3), 2));
        writes(&world, 0, async {
            for id in [given, undone] {
                assert_eq!(refused(undo(&env, id).await), Code::Conflict);
            }
        })
        .await;
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn undoing_a_removal_brings_back_what_is_left_of_the_time() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let windows = [
            (None, None),
            (None, after(&world, DAY)),
            (after(&world, 60), after(&world, DAY)),
            (None, after(&world, 60)),
            (None, None),
        ];
        for (person, (from, to)) in people.iter().zip(windows) {
            give(&env, &dated(*person, viewer, from, to)).await.expect("given");
        }
        let before = live(&env, viewer).await;
        let taken = done(
            &env,
            Request::Remove(Remove {
                selection: Selection::Ids(people.clone()),
                role_id: viewer,
                node_id: None,
                revoke_sessions: false,
            }),
        )
        .await;
        assert_eq!(live(&env, viewer).await, []);
        world.clock.advance(90);
        // Someone has it again, someone was suspended, the time of one is over.
        give(&env, &new(people[0], viewer)).await.expect("given again");
        world.suspend(&env, &people[4..]).await;
        let undone = writes(&world, 1, undo(&env, taken)).await.expect("undone");
        let summary = operations::get(&env, undone).await.expect("read").operation.summary;
        assert_eq!((summary.created, summary.skipped, summary.failed), (Some(2), 2, 1));
        assert_eq!(
            told(&env, undone).await,
            [
                left_out("skipped", Code::AlreadyAssigned),
                one("created"),
                one("created"),
                left_out("skipped", Code::NotAssigned),
                left_out("failed", Code::Suspended),
            ]
        );
        let back = live(&env, viewer).await;
        let back: Vec<&Assignment> = back.iter().filter(|one| one.subject != before[0].subject).collect();
        for (back, before) in back.iter().zip(&before[1..3]) {
            assert_ne!(back.id, before.id);
            assert_eq!(
                (back.subject, back.effective_from, back.effective_to),
                (before.subject, before.effective_from, before.effective_to)
            );
        }
        assert_eq!(back.len(), 2);
        world.check_counters(&env).await;
        // The one that failed can be tried again, and then comes back.
        assert_eq!(
            operations::get(&env, undone).await.expect("read").operation.retryable,
            1
        );
        assert_eq!(refused(retry(&env, undone).await), Code::Conflict);
        let suspended = [("identity_id", store::testing::Cell::from(people[4].0))];
        world.db.delete("identity_suspensions", &suspended).await;
        let again = writes(&world, 1, retry(&env, undone)).await.expect("tried again");
        let operation = operations::get(&env, again).await.expect("read").operation;
        assert_eq!((operation.retry_of, operation.undo_of), (Some(undone), Some(taken)));
        assert_eq!(told(&env, again).await, [one("created")]);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn undoing_dates_puts_the_old_ones_back() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let mut ids: Vec<AssignmentId> = Vec::new();
        for (person, (from, to)) in people.iter().zip([
            (None, None),
            (None, after(&world, DAY)),
            (after(&world, DAY), after(&world, 2 * DAY)),
            (None, after(&world, 1)),
            (None, None),
        ]) {
            ids.push(give(&env, &dated(*person, viewer, from, to)).await.expect("given").id);
        }
        world.clock.advance(1);
        let read = async |id: AssignmentId| get(&env, id).await.expect("read");
        let mut before = Vec::new();
        for id in &ids {
            before.push(read(*id).await);
        }
        let moving = |ids: &[AssignmentId], change| {
            Request::SetDates(SetDates {
                selection: AssignmentSelection::Ids(ids.to_vec()),
                change,
            })
        };
        // Extending: one that had ended goes on as another one, which goes again.
        let extended = done(&env, moving(&ids, DateChange::Extend { days: 30 })).await;
        let undone = writes(&world, 1, undo(&env, extended)).await.expect("undone");
        assert_eq!(told(&env, undone).await, vec![one("updated"); 3]);
        for (id, before) in ids.iter().zip(&before) {
            assert_eq!(read(*id).await, *before);
        }
        assert_eq!(live(&env, viewer).await.len(), 4);
        // Setting an end: one is changed once more by someone, one was revoked.
        let set = DateChange::Set {
            effective_from: None,
            effective_to: Some(after(&world, 3 * DAY)),
        };
        let moved = done(&env, moving(&ids[..3], set)).await;
        let edit = Edit {
            reason: Some(Some("Longer".to_owned())),
            ..Edit::default()
        };
        change(&env, ids[0], &edit).await.expect("changed");
        revoke(&env, ids[1]).await.expect("revoked");
        let undone = undo(&env, moved).await.expect("undone");
        let since = left_out("skipped", Code::ChangedSince);
        assert_eq!(told(&env, undone).await, [since.clone(), since, one("updated")]);
        assert_eq!(read(ids[2]).await, before[2]);
        // An end at once is no end any more: what was left goes on.
        let now = DateChange::Set {
            effective_from: None,
            effective_to: Some(Some(world.now())),
        };
        let ended = done(&env, moving(&ids[4..], now)).await;
        assert_eq!(read(ids[4]).await.state, State::Ended);
        let undone = undo(&env, ended).await.expect("undone");
        assert_eq!(told(&env, undone).await, [one("updated")]);
        let back = live(&env, viewer).await;
        let back = back.iter().find(|one| one.subject == before[4].subject).expect("back");
        assert_eq!((back.id == ids[4], back.effective_to), (false, None));
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn undoing_an_ending_and_what_a_program_did() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let items: Vec<_> = people.iter().map(|person| new(*person, viewer)).collect();
        let made = bulk_create(&env, &items, BulkOptions::default()).await.expect("done");
        let given = made.operation_id.expect("an operation");
        let ids: Vec<AssignmentId> = live(&env, viewer).await.iter().map(|one| one.id).collect();
        let ended = done(
            &env,
            Request::End(End {
                selection: AssignmentSelection::Ids(ids[..2].to_vec()),
                revoke_sessions: false,
            }),
        )
        .await;
        let taken: Vec<_> = ids[2..4].iter().map(|id| removal::Item::One(*id)).collect();
        let taken = removal::bulk_remove(&env, &taken, BulkOptions::default())
            .await
            .expect("done")
            .operation_id
            .expect("an operation");
        assert_eq!(live(&env, viewer).await.len(), 1);
        for id in [ended, taken] {
            let undone = writes(&world, 1, undo(&env, id)).await.expect("undone");
            assert_eq!(told(&env, undone).await, vec![one("created"); 2]);
        }
        assert_eq!(live(&env, viewer).await.len(), 5);
        // Of what the program gave, only one is still the same row.
        let undone = undo(&env, given).await.expect("undone");
        let since = left_out("skipped", Code::ChangedSince);
        let expected = [since.clone(), since.clone(), since.clone(), since, one("removed")];
        assert_eq!(told(&env, undone).await, expected);
        // What was sent item by item is not kept, and cannot be tried again.
        assert_eq!(refused(retry(&env, given).await), Code::Conflict);
        world.check_counters(&env).await;
    })
    .await;
}
