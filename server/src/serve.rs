//! `rolecall serve`: open, listen, tell where, stop calmly.

use crate::cli::{Database, Serve};
use crate::state::{AppState, Inner};
use crate::terminal::say;
use crate::{assets, commands, listen, lock, log, router};
use anyhow::{Context, Result};
use leptos::config::LeptosOptions;
use service::jobs::{self, Runner};
use service::{Service, denials, memory, setup};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_util::task::TaskTracker;

/// How often what is collected in memory is written down.
const FLUSH_SECONDS: u64 = 60;
/// A clock that differs from the database's by more than this is worth a warning.
const SKEW_MILLIS: i64 = 1_000;

pub async fn run(database: Database, options: Serve) -> Result<()> {
    log::start(options.log_json);
    let bundle = assets::bundle()?;
    let _lock = match &database.database_url {
        Some(_) => None,
        None => {
            std::fs::create_dir_all(&database.data)
                .with_context(|| format!("the data folder {} cannot be made", database.data.display()))?;
            Some(lock::take(&database.data)?)
        }
    };
    let service = commands::open(&database).await?;
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("{} cannot be listened on; is something there already?", options.listen))?;
    let address = listener.local_addr()?;
    let public_url = options
        .public_url
        .as_deref()
        .map(|url| url.trim_end_matches('/').to_owned());
    let url = public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    if !address.ip().is_loopback() && public_url.is_none() {
        tracing::warn!(
            "listening beyond this machine without ROLECALL_PUBLIC_URL: say under which address people reach it"
        );
    }
    let mut leptos = LeptosOptions::builder().output_name(bundle.stem).build();
    leptos.site_pkg_dir = "assets".into();
    // Tasks of the page renderer run on this runtime; a second call has no effect.
    let _ = any_spawner::Executor::init_tokio();
    let state = AppState::new(Inner {
        service: service.clone(),
        leptos,
        css: bundle.css,
        public_url,
        trusted_proxies: options.trusted_proxies,
        stopping: AtomicBool::new(false),
        tasks: TaskTracker::new(),
    });
    say(&format!("Rolecall {} is at {url}", env!("CARGO_PKG_VERSION")))?;
    if let Some(token) = setup::issue_token(&service).await? {
        say("Nobody can sign in yet. Set it up here, within 15 minutes:")?;
        say("")?;
        say(&format!("  {url}/setup?token={token}"))?;
        say("")?;
    }
    let (stop, stopped) = watch::channel(false);
    let housekeeping = tokio::spawn(housekeeping(service.clone(), stopped.clone()));
    // Among the tasks: a job finishes its chunk before the server ends.
    jobs::free(&service).await?;
    let runner = Runner::new(&service, jobs::Options::default());
    let until = stopped.clone();
    state.tasks.spawn(async move { runner.run(until).await });
    let signals = tokio::spawn(signals(state.clone(), stop));
    listen::serve(listener, router::router(state.clone()), stopped).await;
    // Changes that were accepted are finished even when their clients have left.
    state.tasks.close();
    if tokio::time::timeout(Duration::from_secs(8), state.tasks.wait())
        .await
        .is_err()
    {
        tracing::warn!("some work did not end in time");
    }
    signals.abort();
    housekeeping.await?;
    service.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn signals(state: AppState, stop: watch::Sender<bool>) {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    tracing::info!("stopping: requests under way are finished");
    state.stopping.store(true, Ordering::Relaxed);
    let _ = stop.send(true);
}

async fn housekeeping(service: Service, mut stop: watch::Receiver<bool>) {
    loop {
        let stopping = tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(FLUSH_SECONDS)) => false,
            _ = stop.wait_for(|stop| *stop) => true,
        };
        if let Err(error) = denials::flush(&service).await {
            tracing::warn!(%error, "refusals could not be written down");
        }
        if let Err(error) = memory::flush(&service).await {
            tracing::warn!(%error, "what was seen could not be written down");
        }
        if stopping {
            return;
        }
        match service.ping().await {
            Ok(skew) if skew.abs() > SKEW_MILLIS => {
                tracing::warn!(skew, "the clock differs from the database's (milliseconds)")
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the database does not answer"),
        }
    }
}
