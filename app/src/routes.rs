//! Which address shows which page.

use crate::pages::{
    access, assign, assignments, audit, capabilities, directory, errors, groups, home, identity, invite, me, operation,
    operations, remove, reset, roles, setup, sign_in, standing, welcome,
};
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
                <Route path=path!("/invite/:token") view=welcome::Page ssr=SsrMode::Async/>
                <Route path=path!("/reset/:token") view=reset::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/me") view=me::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles") view=roles::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/new") view=roles::new::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/deleted") view=roles::gone::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/:id/delete") view=roles::delete::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/:id/assignments") view=roles::assignments::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/:id/activity") view=roles::activity::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/roles/:id") view=roles::one::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/capabilities") view=capabilities::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/capabilities/new") view=capabilities::new::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/areas/:id") view=capabilities::area::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/capabilities/:id") view=capabilities::one::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/capabilities/:id/turn-on") view=capabilities::turn_on::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/capabilities/:id/delete") view=capabilities::delete::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups") view=groups::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/new") view=groups::new::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/deleted") view=groups::gone::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/join") view=groups::join::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/leave") view=groups::leave::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id") view=groups::members::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id/roles") view=groups::roles::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id/groups") view=groups::inside::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id/activity") view=groups::activity::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id/edit") view=groups::edit::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/groups/:id/delete") view=groups::delete::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/access") view=access::WhyPage ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/access/who") view=access::WhoPage ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/access/what") view=access::WhatPage ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/audit") view=audit::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/audit/:id") view=audit::event::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/invite") view=invite::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory") view=directory::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/new") view=directory::new::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/assignments") view=assignments::list::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/deleted") view=identity::gone::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/suspend") view=standing::Suspend ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/reinstate") view=standing::Reinstate ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id") view=identity::roles::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/groups") view=identity::groups::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/access") view=identity::access::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/sessions") view=identity::sessions::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/edit") view=identity::edit::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/reset-password") view=identity::reset::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/suspend") view=identity::step::Suspend ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/reinstate") view=identity::step::Suspend ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/remove-access") view=identity::step::RemoveAccess ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/delete") view=identity::step::Delete ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/activity") view=identity::activity::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/directory/:id/invitation") view=identity::invitation::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assignments/change") view=assignments::change::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assignments/:id") view=assignments::one::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assignments/:id/remove") view=assignments::remove::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assignments/:id/end") view=assignments::remove::EndPage ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assignments/:id/dates") view=assignments::dates::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/assign") view=assign::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/remove") view=remove::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/operations") view=operations::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/operations/:id") view=operation::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/operations/:id/undo") view=operation::Page ssr=SsrMode::Async/>
                <Route path=path!("/t/:tenant/:environment/operations/:id/retry") view=operation::Page ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
    .into_any()
}
