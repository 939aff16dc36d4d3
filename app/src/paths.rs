//! Every address of the console, made from what it is about.

mod asks;

pub use asks::{closest_asks, slug_asks};

use domain::id::{AssignmentId, CapabilityId, EventId, GroupId, IdentityId, OperationId, RoleId};
use domain::query;
use domain::screens::{Ask, EnvironmentLink, Shell, TenantLink};

pub const HOME: &str = "/";
pub const SETUP: &str = "/setup";
pub const SIGN_IN: &str = "/sign-in";
pub const SIGN_OUT: &str = "/sign-out";
pub const THEME: &str = "/theme";

/// The first page of an environment.
pub fn environment(tenant: &TenantLink, environment: &EnvironmentLink) -> String {
    format!("/t/{}/{}/directory", tenant.slug, environment.slug)
}

/// The whole directory.
pub fn directory(shell: &Shell) -> String {
    environment(&shell.tenant, &shell.environment)
}

/// The directory as a query shows it.
pub fn directory_with(shell: &Shell, query: &query::Directory) -> String {
    format!("{}{}", directory(shell), query.to_search())
}

/// Everyone who matches, as a file.
pub fn directory_csv(shell: &Shell, query: &query::Directory) -> String {
    let asked = query::Directory {
        filter: query.filter.clone(),
        sort: query.sort,
        ..query::Directory::default()
    };
    format!("{}/export.csv{}", directory(shell), asked.to_search())
}

/// The form for a new identity.
pub fn new_identity(shell: &Shell) -> String {
    format!("{}/new", directory(shell))
}

/// The form that invites one person.
pub fn invite(shell: &Shell) -> String {
    format!("/t/{}/{}/invite", shell.tenant.slug, shell.environment.slug)
}

/// The invitation of an identity.
pub fn invitation(shell: &Shell, id: IdentityId) -> String {
    format!("{}/invitation", identity(shell, id))
}

/// What an invited person opens.
pub fn welcome(token: &str) -> String {
    format!("/invite/{token}")
}

/// What someone opens who is to set a new password.
pub fn reset(token: &str) -> String {
    format!("/reset/{token}")
}

/// *Roles & scopes*.
pub fn roles(shell: &Shell) -> String {
    format!("/t/{}/{}/roles", shell.tenant.slug, shell.environment.slug)
}

/// The form for a new role.
pub fn new_role(shell: &Shell) -> String {
    format!("{}/new", roles(shell))
}

/// The roles that are deleted.
pub fn deleted_roles(shell: &Shell) -> String {
    format!("{}/deleted", roles(shell))
}

/// The form that deletes a role.
pub fn delete_role(shell: &Shell, id: RoleId) -> String {
    format!("{}/delete", role(shell, id))
}

/// The page of a role.
pub fn role(shell: &Shell, id: RoleId) -> String {
    format!("{}/{id}", roles(shell))
}

/// Who has a role: people and services, or groups.
pub fn role_assignments(shell: &Shell, id: RoleId) -> String {
    format!("{}/assignments", role(shell, id))
}

/// What happened to a role.
pub fn role_activity(shell: &Shell, id: RoleId) -> String {
    format!("{}/activity", role(shell, id))
}

/// The catalogue.
pub fn capabilities(shell: &Shell) -> String {
    format!("/t/{}/{}/capabilities", shell.tenant.slug, shell.environment.slug)
}

/// The form for a new capability.
pub fn new_capability(shell: &Shell) -> String {
    format!("{}/new", capabilities(shell))
}

/// The form of an area of own capabilities.
pub fn area(shell: &Shell, key: &str) -> String {
    format!("/t/{}/{}/areas/{key}", shell.tenant.slug, shell.environment.slug)
}

/// The page of a capability.
pub fn capability(shell: &Shell, id: CapabilityId) -> String {
    format!("{}/{id}", capabilities(shell))
}

/// Another page of a capability: `turn-on`, `delete`.
pub fn capability_page(shell: &Shell, id: CapabilityId, page: &str) -> String {
    format!("{}/{page}", capability(shell, id))
}

/// The groups of an environment.
pub fn groups(shell: &Shell) -> String {
    format!("/t/{}/{}/groups", shell.tenant.slug, shell.environment.slug)
}

/// The form for a new group.
pub fn new_group(shell: &Shell) -> String {
    format!("{}/new", groups(shell))
}

/// The groups that are deleted.
pub fn deleted_groups(shell: &Shell) -> String {
    format!("{}/deleted", groups(shell))
}

/// The page that puts people into a group.
pub fn join(shell: &Shell) -> String {
    format!("{}/join", groups(shell))
}

/// The page that takes people out of a group.
pub fn leave(shell: &Shell) -> String {
    format!("{}/leave", groups(shell))
}

/// A group and who is in it.
pub fn group(shell: &Shell, id: GroupId) -> String {
    format!("{}/{id}", groups(shell))
}

/// Another page of a group: `roles`, `groups`, `activity`, `edit`, `delete`.
pub fn group_page(shell: &Shell, id: GroupId, page: &str) -> String {
    format!("{}/{page}", group(shell, id))
}

/// The page on which a role is given to a group.
pub fn assign_to_group(shell: &Shell, id: GroupId) -> String {
    format!("{}{}", assign(shell), query::of("group_id", &id.to_string()))
}

/// The page on which a role is given to people that are looked for, or to a group.
pub fn assign_role(shell: &Shell, id: RoleId) -> String {
    format!("{}{}", assign(shell), query::of("via", &id.to_string()))
}

/// The audit log.
pub fn audit(shell: &Shell) -> String {
    format!("/t/{}/{}/audit", shell.tenant.slug, shell.environment.slug)
}

/// One event.
pub fn audit_event(shell: &Shell, id: EventId) -> String {
    format!("{}/{id}", audit(shell))
}

/// One's own access.
pub fn me(shell: &Shell) -> String {
    format!("/t/{}/{}/me", shell.tenant.slug, shell.environment.slug)
}

/// The roles of an identity.
pub fn identity(shell: &Shell, id: IdentityId) -> String {
    format!("{}/{id}", directory(shell))
}

/// Another page of an identity: `groups`, `access`, `sessions`, `activity`, `edit`, `suspend`,
/// `reinstate`, `reset-password`, `remove-access`, `delete`.
pub fn identity_page(shell: &Shell, id: IdentityId, page: &str) -> String {
    format!("{}/{page}", identity(shell, id))
}

/// The identities that are deleted.
pub fn deleted_people(shell: &Shell) -> String {
    format!("{}/deleted", directory(shell))
}

/// The page that suspends many, or reinstates them.
pub fn standing(shell: &Shell, suspend: bool) -> String {
    let page = if suspend { "suspend" } else { "reinstate" };
    format!("{}/{page}", directory(shell))
}

/// The access explorer: why, who can, what can.
pub fn access(shell: &Shell, ask: Ask) -> String {
    let base = format!("/t/{}/{}/access", shell.tenant.slug, shell.environment.slug);
    match ask {
        Ask::Why => base,
        Ask::Who => format!("{base}/who"),
        Ask::What => format!("{base}/what"),
    }
}

/// The whole list of assignments.
pub fn assignments(shell: &Shell) -> String {
    format!("{}/assignments", directory(shell))
}

/// The list of assignments as a query shows it.
pub fn assignments_with(shell: &Shell, query: &query::Assignments) -> String {
    format!("{}{}", assignments(shell), query.to_search())
}

fn of_assignments(shell: &Shell) -> String {
    format!("/t/{}/{}/assignments", shell.tenant.slug, shell.environment.slug)
}

/// The form that changes many assignments at once.
pub fn assignments_change(shell: &Shell) -> String {
    format!("{}/change", of_assignments(shell))
}

/// One assignment and what happened to it.
pub fn assignment(shell: &Shell, id: AssignmentId) -> String {
    format!("{}/{id}", of_assignments(shell))
}

/// The form that takes an assignment away.
pub fn assignment_remove(shell: &Shell, id: AssignmentId) -> String {
    format!("{}/remove", assignment(shell, id))
}

/// The same form in the words of ending.
pub fn assignment_end(shell: &Shell, id: AssignmentId) -> String {
    format!("{}/end", assignment(shell, id))
}

/// The form for the dates of an assignment.
pub fn assignment_dates(shell: &Shell, id: AssignmentId) -> String {
    format!("{}/dates", assignment(shell, id))
}

/// A form's address that knows where one came from.
pub fn from(form: &str, here: &str) -> String {
    format!("{form}{}", query::of("back", here))
}

/// The page on which a role is given to one identity.
pub fn assign_to(shell: &Shell, id: IdentityId) -> String {
    format!("{}{}", assign(shell), query::of("id", &id.to_string()))
}

/// The page on which a role is given.
pub fn assign(shell: &Shell) -> String {
    format!("/t/{}/{}/assign", shell.tenant.slug, shell.environment.slug)
}

/// The page on which a role is taken away.
pub fn remove(shell: &Shell) -> String {
    format!("/t/{}/{}/remove", shell.tenant.slug, shell.environment.slug)
}

/// All bulk writes.
pub fn operations(shell: &Shell) -> String {
    format!("/t/{}/{}/operations", shell.tenant.slug, shell.environment.slug)
}

/// The result of a bulk write.
pub fn operation(shell: &Shell, id: OperationId) -> String {
    format!("{}/{id}", operations(shell))
}

/// Where an operation is undone or tried again.
pub fn operation_step(shell: &Shell, id: OperationId, step: &str) -> String {
    format!("{}/{step}", operation(shell, id))
}

/// The same result as a file.
pub fn operation_csv(shell: &Shell, id: OperationId) -> String {
    format!("{}/results.csv", operation(shell, id))
}
