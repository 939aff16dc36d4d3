//! Which address shows which page.

use crate::pages::{assign, directory, errors, home, operation, remove, setup, sign_in};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// All pages. Each is sent whole, so that it works without scripts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=errors::NotFound>
                <Route path=path!("/") view=home::Page ssr=SsrMode::Async/>
                <Route path=path!("/setup") view=setup::Page ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=sign_in::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory") view=directory::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/new") view=directory::new::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assign") view=assign::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/remove") view=remove::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/operations/:id") view=operation::Page ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
    .into_any()
}
