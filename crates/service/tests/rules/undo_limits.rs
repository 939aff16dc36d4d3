//! The limits of undo and retry: time, rights, what there is to do, and once.

use super::undo::{done, five, left_out, live, one, told};
use super::{dated, giving, new, writes};
use domain::assignments::Subject;
use domain::bulk::Status;
use domain::operations::UNDO_SECONDS;
use domain::plans::{Remove, Request, Selection};
use domain::problem::Code;
use service::assignments::{assign as give, revoke};
use service::operations::{self, parts, retry, undo};
use service::testing::{on_each, refused};

#[tokio::test]
async fn after_a_day_it_is_too_late_and_nothing_is_no_undo() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let given = done(&env, Request::Assign(giving(Selection::Ids(people.clone()), viewer))).await;
        for one in live(&env, viewer).await {
            revoke(&env, one.id).await.expect("revoked");
        }
        // Everything has changed since: nothing to undo, and it says so without an operation.
        writes(&world, 0, async {
            assert_eq!(refused(undo(&env, given).await), Code::Conflict);
            let operation = operations::get(&env, given).await.expect("read").operation;
            assert_eq!(operation.undone_by, None);
            world.clock.advance(UNDO_SECONDS - 1);
            assert_eq!(refused(undo(&env, given).await), Code::Conflict);
            world.clock.advance(1);
            assert_eq!(refused(undo(&env, given).await), Code::UndoExpired);
            assert_eq!(refused(retry(&env, given).await), Code::Conflict);
        })
        .await;
        let operation = operations::get(&env, given).await.expect("read").operation;
        assert_eq!(operation.undo_until, None);
    })
    .await;
}

#[tokio::test]
async fn t_02_undo_gives_and_takes_no_more_than_the_actor_holds() {
    on_each(async |world| {
        let (env, people, _) = five(&world).await;
        let door = ["users.view", "users.bulk_operations", "members.change_roles"];
        let mia = world.member(&env, "Mia Berg").await;
        let role = world.role(&env, "Door", &door).await;
        let friday = world.now().plus_days(3);
        let (who, root) = (Subject::Identity(mia.identity), env.environment.root_node_id);
        world
            .give_at(&env, who, role, root, domain::Window::new(None, Some(friday)))
            .await;
        let own = world.env_as(&mia.who, &env).await;
        let small = world.role(&env, "Small", &["users.view"]).await;
        let great = world.role(&env, "Great", &["users.view", "users.delete"]).await;
        let given = done(
            &env,
            Request::Assign(giving(Selection::Ids(people[..2].to_vec()), great)),
        )
        .await;
        for (person, to) in [(people[2], None), (people[3], Some(friday))] {
            give(&env, &dated(person, small, None, to)).await.expect("given");
        }
        let taken = done(
            &env,
            Request::Remove(Remove {
                selection: Selection::Ids(people[2..4].to_vec()),
                role_id: small,
                node_id: None,
                revoke_sessions: false,
            }),
        )
        .await;
        // What Ada gave and Mia does not hold she cannot take; what lasts longer than her own right
        // she cannot bring back.
        writes(&world, 0, async {
            assert_eq!(refused(undo(&own, given).await), Code::Conflict);
        })
        .await;
        let undone = undo(&own, taken).await.expect("a part of it");
        assert_eq!(
            told(&env, undone).await,
            [left_out("failed", Code::WouldEscalate), one("created")]
        );
        assert_eq!(refused(retry(&own, undone).await), Code::Conflict);
        let again = retry(&env, undone).await.expect("by someone who may");
        assert_eq!(told(&env, again).await, [one("created")]);
        let key = world.key(&env, &["users.view", "audit.read"]).await;
        assert_eq!(refused(undo(&key, again).await), Code::Forbidden);
        assert_eq!(refused(retry(&key, undone).await), Code::Forbidden);
        let key = world.key(&env, &["users.view", "members.change_roles"]).await;
        assert_eq!(refused(undo(&key, given).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn what_failed_is_tried_again_and_nothing_else() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        world.suspend(&env, &people[..2]).await;
        give(&env, &new(people[2], viewer)).await.expect("has it");
        let asked = Request::Assign(giving(Selection::Ids(people.clone()), viewer));
        let given = done(&env, asked).await;
        let operation = operations::get(&env, given).await.expect("read").operation;
        assert_eq!((operation.summary.failed, operation.retryable), (2, 2));
        writes(&world, 0, async {
            assert_eq!(refused(retry(&env, given).await), Code::Conflict);
        })
        .await;
        let suspended = [("identity_id", store::testing::Cell::from(people[0].0))];
        world.db.delete("identity_suspensions", &suspended).await;
        let again = writes(&world, 1, retry(&env, given)).await.expect("tried again");
        assert_eq!(
            told(&env, again).await,
            [one("created"), left_out("failed", Code::Suspended)]
        );
        let found = operations::get(&env, again).await.expect("read");
        assert_eq!(found.operation.retry_of, Some(given));
        let same = Request::Assign(giving(Selection::Ids(people[..2].to_vec()), viewer));
        assert_eq!(found.request, Some(same));
        // It is an operation like any other.
        let undone = undo(&env, again).await.expect("undone");
        assert_eq!(told(&env, undone).await, [one("removed")]);
        let parts = parts(&env, given, Some(Status::Created), 10).await.expect("parts");
        assert_eq!(parts.len(), 2);
        assert_eq!(refused(retry(&env, undone).await), Code::Conflict);
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn an_undo_that_is_sent_again_is_done_once() {
    on_each(async |world| {
        let (env, people, viewer) = five(&world).await;
        let given = done(&env, Request::Assign(giving(Selection::Ids(people), viewer))).await;
        let send = async |key: &str| {
            let cx = world.cx(&world.admin).once_per("POST /jobs/undo", key, b"{}");
            let env = cx
                .environment("northwind", "development")
                .await
                .expect("the environment");
            undo(&env, given).await
        };
        let first = writes(&world, 1, send("a")).await.expect("undone");
        assert_eq!(writes(&world, 0, send("a")).await.expect("the same"), first);
        assert_eq!(refused(send("b").await), Code::Conflict);
        assert_eq!(refused(undo(&env, env.id().0.into()).await), Code::NotFound);
    })
    .await;
}
