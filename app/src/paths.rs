//! Every address of the console, made from what it is about.

use domain::id::OperationId;
use domain::query;
use domain::screens::{EnvironmentLink, Shell, TenantLink};

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

/// The form for a new identity.
pub fn new_identity(shell: &Shell) -> String {
    format!("{}/new", directory(shell))
}

/// The page on which a role is given.
pub fn assign(shell: &Shell) -> String {
    format!("/t/{}/{}/assign", shell.tenant.slug, shell.environment.slug)
}

/// The page on which a role is taken away.
pub fn remove(shell: &Shell) -> String {
    format!("/t/{}/{}/remove", shell.tenant.slug, shell.environment.slug)
}

/// The result of a bulk write.
pub fn operation(shell: &Shell, id: OperationId) -> String {
    format!("/t/{}/{}/operations/{id}", shell.tenant.slug, shell.environment.slug)
}

/// The same result as a file.
pub fn operation_csv(shell: &Shell, id: OperationId) -> String {
    format!("{}/results.csv", operation(shell, id))
}
