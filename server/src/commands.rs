//! What each command does.

use crate::cli::{Audit, Cli, Command, Database, Keys};
use crate::serve;
use crate::terminal::{say, tell};
use anyhow::{Context, Result, bail};
use service::{Cx, Service, SystemClock, SystemIds, Who};
use store::Db;

pub async fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Serve(options) => serve::run(cli.database, options).await,
        Command::Migrate => {
            let service = open(&cli.database).await?;
            say(&format!(
                "The schema is up to date (migration {}).",
                store::migrate::NEWEST
            ))?;
            service.close().await;
            Ok(())
        }
        Command::Demo => with(&cli.database, demo).await,
        Command::Seed(seed) => with(&cli.database, async |cx| fill(cx, seed.identities).await).await,
        Command::Keys(Keys::Create {
            environment,
            name,
            capabilities,
            expires,
        }) => {
            with(&cli.database, async |cx| {
                let key = service::keys::create_for(&cx, &environment, &name, capabilities.as_deref(), expires)
                    .await
                    .map_err(refusal(&cx))?;
                say(&key)?;
                Ok(())
            })
            .await
        }
        Command::Audit(Audit::Verify) => with(&cli.database, verify).await,
    }
}

async fn demo(cx: Cx) -> Result<()> {
    let demo = service::demo::create(&cx).await.map_err(refusal(&cx))?;
    say(&format!(
        "The demo is ready: tenant {} with {} people and services in Production.",
        demo.tenant, demo.identities
    ))?;
    sign_in(&demo.email, &demo.password)?;
    say("")?;
    say("The password is shown once. Start the server with `rolecall serve` and sign in.")?;
    Ok(())
}

async fn fill(cx: Cx, identities: usize) -> Result<()> {
    let mut progress = |done: usize| tell(&format!("{done} of {identities} identities"));
    let size = service::seed::Size::of(identities);
    let seeded = service::seed::create(&cx, size, &mut progress)
        .await
        .map_err(refusal(&cx))?;
    say(&format!(
        "Tenant {}: {} identities, {} groups, {} roles, {} memberships, {} assignments.",
        seeded.tenant,
        seeded.size.identities,
        seeded.size.groups,
        seeded.size.roles,
        seeded.memberships,
        seeded.assignments
    ))?;
    sign_in(&seeded.email, &seeded.password)
}

/// With what to sign in, apart from the rest.
fn sign_in(email: &str, password: &str) -> Result<()> {
    say("")?;
    say(&format!("  E-mail    {email}"))?;
    say(&format!("  Password  {password}"))?;
    Ok(())
}

async fn verify(cx: Cx) -> Result<()> {
    let verdict = service::audit::verify(&cx).await.map_err(refusal(&cx))?;
    for fault in &verdict.faults {
        say(fault)?;
    }
    say(&format!(
        "{} streams, {} events, {} parts checked.",
        verdict.streams, verdict.events, verdict.children
    ))?;
    if verdict.faults.is_empty() {
        say("The audit log is whole.")?;
        Ok(())
    } else {
        bail!(
            "the audit log is not as it was written ({} faults)",
            verdict.faults.len()
        )
    }
}

/// Turns a refusal into the sentence of a person at the command line.
fn refusal(cx: &Cx) -> impl Fn(service::Error) -> anyhow::Error {
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
