//! A server over a service, as far as its router needs one.

use leptos::config::LeptosOptions;
use server::state::{AppState, Inner};
use service::Service;
use std::sync::atomic::AtomicBool;
use tokio_util::task::TaskTracker;

/// What the router of the real server works with.
pub fn state(service: &Service) -> AppState {
    // A second call has no effect.
    let _ = any_spawner::Executor::init_tokio();
    let mut leptos = LeptosOptions::builder().output_name("frontend").build();
    leptos.site_pkg_dir = "assets".into();
    AppState::new(Inner {
        service: service.clone(),
        leptos,
        css: "/assets/rolecall.css".to_owned(),
        public_url: None,
        trusted_proxies: Vec::new(),
        stopping: AtomicBool::new(false),
        tasks: TaskTracker::new(),
    })
}
