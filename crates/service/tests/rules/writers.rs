//! Many at once: nobody hears that the database is busy, and nothing is lost.

use super::{giving, new};
use domain::identities::{Filter, Kind, Sort};
use domain::page::At;
use domain::plans::Selection;
use domain::roles::System;
use service::testing::on_each;
use service::{Env, assignments, audit, identities, plans};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const WRITERS: usize = 64;

/// One writer: a person, a role, and another one by a plan.
async fn write(env: Env, number: usize, roles: [domain::id::RoleId; 2]) -> service::Result<()> {
    let made = identities::New {
        name: format!("Writer {number}"),
        email: Some(format!("writer{number}@northwind.test")),
        kind: Kind::Person,
    };
    let person = identities::create(&env, &made).await?.id;
    assignments::assign(&env, &new(person, roles[0])).await?;
    let request = plans::Request::Assign(giving(Selection::Ids(vec![person]), roles[1]));
    let plan = plans::create(&env, &request).await?;
    plans::commit(&env, plan.id, false).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t_83_sixty_four_writers_and_long_readers_do_not_meet_a_lock() {
    on_each(async |world| {
        let env = world.env().await;
        world.people(&env, 200).await;
        let roles = [
            world.system_role(&env, System::Viewer).await,
            world.system_role(&env, System::Operator).await,
        ];
        let done = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (env, done) = (env.clone(), done.clone());
                tokio::spawn(async move {
                    let mut rounds = 0;
                    while !done.load(Ordering::SeqCst) {
                        let verdict = audit::verify(env.cx()).await?;
                        assert_eq!(verdict.faults, Vec::<String>::new());
                        identities::list(&env, &Filter::default(), Sort::Name, &At::First, 200).await?;
                        rounds += 1;
                    }
                    service::Result::Ok(rounds)
                })
            })
            .collect();
        let (events, _) = world.check_audit().await;
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| tokio::spawn(write(env.clone(), number, roles)))
            .collect();
        for writer in writers {
            writer.await.expect("no panic").expect("written");
        }
        done.store(true, Ordering::SeqCst);
        for reader in readers {
            assert!(reader.await.expect("no panic").expect("read") > 0);
        }
        // A plan has no event; every other write has one, and raises the revision by one.
        let (after, _) = world.check_audit().await;
        assert_eq!(after - events, 3 * WRITERS);
        let revision = world.env().await.environment.revision - env.environment.revision;
        assert_eq!(usize::try_from(revision), Ok(3 * WRITERS + 1));
        assert_eq!(world.db.count("assignments", &[]).await, 2 * WRITERS);
        world.check_counters(&env).await;
    })
    .await;
}
