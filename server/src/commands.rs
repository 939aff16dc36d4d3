//! What each command does.

use crate::cli::{Audit, Cli, Command, Database, Keys};
use crate::serve;
use anyhow::{Context, Result, bail};
use service::{Cx, Service, SystemClock, SystemIds, Who};
use store::Db;

pub async fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Serve(options) => serve::run(cli.database, options).await,
        Command::Migrate => {
            let service = open(&cli.database).await?;
            println!("The schema is up to date (migration {}).", store::migrate::NEWEST);
            service.close().await;
            Ok(())
        }
        Command::Demo => {
            with(&cli.database, async |cx| {
                let demo = service::demo::create(&cx).await.map_err(tell(&cx))?;
                println!("Northwind is there: a demonstration with about 250 people.\n");
                println!("  E-mail    {}", demo.email);
                println!("  Password  {}\n", demo.password);
                println!("Start the server with `rolecall serve` and sign in.");
                Ok(())
            })
            .await
        }
        Command::Seed(seed) => {
            with(&cli.database, async |cx| {
                let mut said = 0;
                let mut progress = |done: usize| {
                    if done >= said + 100_000 {
                        said = done;
                        eprintln!("{done} people…");
                    }
                };
                let seeded = service::seed::create(&cx, seed.identities, &mut progress)
                    .await
                    .map_err(tell(&cx))?;
                println!("{} people are there.\n", seed.identities);
                println!("  E-mail    {}", seeded.email);
                println!("  Password  {}", seeded.password);
                Ok(())
            })
            .await
        }
        Command::Keys(Keys::Create {
            environment,
            name,
            capabilities,
            expires,
        }) => {
            with(&cli.database, async |cx| {
                let key = service::keys::create_for(&cx, &environment, &name, capabilities.as_deref(), expires)
                    .await
                    .map_err(tell(&cx))?;
                println!("{key}");
                Ok(())
            })
            .await
        }
        Command::Audit(Audit::Verify) => with(&cli.database, verify).await,
    }
}

async fn verify(cx: Cx) -> Result<()> {
    let verdict = service::audit::verify(&cx).await.map_err(tell(&cx))?;
    for fault in &verdict.faults {
        println!("{fault}");
    }
    println!(
        "{} streams, {} events, {} parts checked.",
        verdict.streams, verdict.events, verdict.children
    );
    if verdict.faults.is_empty() {
        println!("The audit log is whole.");
        Ok(())
    } else {
        bail!(
            "the audit log is not as it was written ({} faults)",
            verdict.faults.len()
        )
    }
}

/// Turns a refusal into the sentence of a person at the command line.
fn tell(cx: &Cx) -> impl Fn(service::Error) -> anyhow::Error {
    let request_id = cx.request_id().to_owned();
    move |error| match error {
        service::Error::Problem(problem) => anyhow::anyhow!(problem.detail),
        other => anyhow::anyhow!("{other} (request {request_id})"),
    }
}

async fn with(database: &Database, work: impl AsyncFnOnce(Cx) -> Result<()>) -> Result<()> {
    let service = open(database).await?;
    let done = work(service.cx(Who::Cli, format!("cli-{}", std::process::id()))).await;
    service.close().await;
    done
}

/// Opens the database and brings its schema up to date.
pub async fn open(database: &Database) -> Result<Service> {
    let db = match &database.database_url {
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => Db::postgres(url).await?,
        Some(_) => bail!("DATABASE_URL must begin with postgres://; leave it out to use SQLite in the data folder"),
        None => {
            let folder = &database.data;
            std::fs::create_dir_all(folder).with_context(|| {
                format!(
                    "the data folder {} cannot be made; name another with --data",
                    folder.display()
                )
            })?;
            Db::sqlite(&folder.join("rolecall.db")).await?
        }
    };
    Ok(Service::new(db, SystemClock, SystemIds::default()))
}
