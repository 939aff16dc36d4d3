//! Refusals for a missing right leave one event for each actor, kind and minute.

use super::last_event;
use domain::problem::Code;
use service::denials::{flush, note};
use service::roles::{New, create};
use service::testing::{TestWorld, on_each};
use service::{Env, Error};

async fn events(world: &TestWorld) -> Vec<String> {
    let rows = world
        .db
        .rows("select after_data from events where action = 'access.denied' order by seq");
    rows.await.into_iter().filter_map(|mut row| row.remove(0)).collect()
}

/// Tries to make a role with a capability that is not held, and notes it as the server does.
async fn refused(env: &Env, capability: &str) {
    let new = New {
        name: "More".to_owned(),
        capabilities: vec![capability.to_owned()],
        ..New::default()
    };
    let Err(Error::Problem(problem)) = create(env, &new).await else {
        panic!("it was done")
    };
    assert_eq!(problem.code, Code::WouldEscalate);
    note(env, &problem);
}

#[tokio::test]
async fn t_01_who_is_refused_leaves_one_event_a_minute() {
    on_each(async |world| {
        let env = world.env().await;
        let role = world.role(&env, "Maker", &["roles.create", "roles.view"]).await;
        let member = world.member(&env, "Mo").await;
        world
            .give(&env, domain::assignments::Subject::Identity(member.identity), role)
            .await;
        let mo = world.env_as(&member.who, &env).await;
        for _ in 0..3 {
            refused(&mo, "audit.export").await;
        }
        refused(&mo, "audit.read").await;
        assert_eq!(events(&world).await.len(), 0);
        let revision = world.env().await.environment.revision;
        flush(&world.service).await.expect("written");
        let written = events(&world).await;
        assert_eq!(written.len(), 2);
        let of_export: Vec<&String> = written.iter().filter(|text| text.contains("audit.export")).collect();
        assert!(
            of_export.len() == 1 && of_export[0].contains("\"count\":3"),
            "{written:?}"
        );
        assert_eq!(last_event(&env).await, "access.denied denied by Mo on nothing, 0 parts");
        // Nothing changed by it, and nothing is told twice.
        assert_eq!(world.env().await.environment.revision, revision);
        flush(&world.service).await.expect("nothing");
        assert_eq!(events(&world).await.len(), 2);
        refused(&mo, "audit.read").await;
        flush(&world.service).await.expect("written");
        assert_eq!(events(&world).await.len(), 3);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_missing_right_is_not_noted() {
    on_each(async |world| {
        let env = world.env().await;
        note(&env, &domain::Problem::not_found("person"));
        flush(&world.service).await.expect("nothing");
        assert_eq!(events(&world).await.len(), 0);
    })
    .await;
}
