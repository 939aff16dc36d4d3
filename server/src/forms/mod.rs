//! Forms of the pages: each is sent to the address of its page, and works without scripts.

mod assignments;
mod capabilities;
mod entry;
mod environment;
mod groups;
mod invite;
mod people;
mod received;
mod reset;
mod roles;

use crate::pages;
use crate::state::AppState;
use axum::Router;
use axum::routing::{MethodRouter, post};
use received::{Received, done};

/// A form: where it is sent, and who may send it.
pub struct Form {
    pub path: &'static str,
    /// A capability; `nobody` where one need not be signed in, `own` where only oneself is concerned.
    pub needs: &'static str,
    handler: fn() -> MethodRouter<AppState>,
}

/// Every form, as the router has them.
pub static FORMS: &[Form] = &[
    Form {
        path: "/setup",
        needs: "nobody",
        handler: || post(entry::setup).get(pages::get),
    },
    Form {
        path: "/sign-in",
        needs: "nobody",
        handler: || post(entry::sign_in).get(pages::get),
    },
    Form {
        path: "/sign-out",
        needs: "own",
        handler: || post(entry::sign_out),
    },
    Form {
        path: "/theme",
        needs: "nobody",
        handler: || post(entry::theme),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/new",
        needs: "users.create",
        handler: || post(environment::new_identity).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/deleted",
        needs: "users.delete",
        handler: || post(people::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/suspend",
        needs: "users.suspend",
        handler: || post(people::suspend_many).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/reinstate",
        needs: "users.suspend",
        handler: || post(people::reinstate_many).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/edit",
        needs: "users.edit",
        handler: || post(people::edit).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/suspend",
        needs: "users.suspend",
        handler: || post(people::suspend).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/reinstate",
        needs: "users.suspend",
        handler: || post(people::reinstate).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/remove-access",
        needs: "members.remove",
        handler: || post(people::remove_access).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/delete",
        needs: "users.delete",
        handler: || post(people::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/reset-password",
        needs: "users.reset_password",
        handler: || post(reset::begin).get(pages::get),
    },
    Form {
        path: "/reset/{token}",
        needs: "nobody",
        handler: || post(reset::set).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/sessions",
        needs: "sessions.revoke",
        handler: || post(people::sessions).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/capabilities/new",
        needs: "capabilities.manage",
        handler: || post(capabilities::create).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/capabilities/{id}",
        needs: "capabilities.manage",
        handler: || post(capabilities::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/capabilities/{id}/turn-on",
        needs: "capabilities.manage",
        handler: || post(capabilities::turn_on).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/capabilities/{id}/delete",
        needs: "capabilities.manage",
        handler: || post(capabilities::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/areas/{id}",
        needs: "capabilities.manage",
        handler: || post(capabilities::change_area).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/new",
        needs: "roles.create",
        handler: || post(roles::create).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/deleted",
        needs: "roles.delete",
        handler: || post(roles::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/{id}/delete",
        needs: "roles.delete",
        handler: || post(roles::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/{id}",
        needs: "roles.edit",
        handler: || post(roles::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/new",
        needs: "groups.manage",
        handler: || post(groups::create).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/deleted",
        needs: "groups.manage",
        handler: || post(groups::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/join",
        needs: "groups.manage",
        handler: || post(groups::join).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/leave",
        needs: "groups.manage",
        handler: || post(groups::leave).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/{id}/edit",
        needs: "groups.manage",
        handler: || post(groups::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/{id}/delete",
        needs: "groups.manage",
        handler: || post(groups::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/invite",
        needs: "members.invite",
        handler: || post(invite::invite).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/invitation",
        needs: "members.invite",
        handler: || post(invite::invitation).get(pages::get),
    },
    Form {
        path: "/invite/{token}",
        needs: "nobody",
        handler: || post(invite::accept).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/me",
        needs: "own",
        handler: || post(invite::me).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assign",
        needs: "members.change_roles",
        handler: || post(environment::assign).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/change",
        needs: "members.change_roles",
        handler: || post(assignments::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/remove",
        needs: "members.change_roles",
        handler: || post(assignments::remove).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/end",
        needs: "members.change_roles",
        handler: || post(assignments::end).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/dates",
        needs: "members.change_roles",
        handler: || post(assignments::dates).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/remove",
        needs: "members.change_roles",
        handler: || post(environment::remove).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/operations/{id}/undo",
        needs: "members.change_roles",
        handler: || post(environment::undo).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/operations/{id}/retry",
        needs: "members.change_roles",
        handler: || post(environment::retry).get(pages::get),
    },
];

/// Adds the forms to a router.
pub fn routes(router: Router<AppState>) -> Router<AppState> {
    FORMS
        .iter()
        .fold(router, |router, form| router.route(form.path, (form.handler)()))
}
