//! What every handler can reach.

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use service::Service;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The server's state.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub service: Service,
    pub leptos: LeptosOptions,
    /// Path of the style sheet, with its hash.
    pub css: String,
    /// Under which people reach the console, without a slash at the end; if it was said.
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<IpAddr>,
    /// No new work is accepted any more.
    pub stopping: AtomicBool,
    /// Every change of data runs in a task of its own, which a client that leaves does not stop.
    pub tasks: tokio_util::task::TaskTracker,
}

impl AppState {
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Whether cookies are sent over TLS only.
    pub fn secure(&self) -> bool {
        self.public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}
