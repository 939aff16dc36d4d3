//! Where a page asks something while a form is filled in.

use domain::id::RoleId;
use domain::query;
use domain::screens::Shell;

/// Where a form asks whether a slug of `roles` or `groups` can be had; `slug` is still to be added.
pub fn slug_asks(shell: &Shell, of: &str) -> String {
    let place = [
        ("tenant", shell.tenant.slug.as_str()),
        ("environment", shell.environment.slug.as_str()),
    ];
    format!("/_fn/{of}/slug{}", query::written(place))
}

/// Where a form asks which role comes nearest to what is ticked; `held` is still to be added.
pub fn closest_asks(shell: &Shell, role: Option<RoleId>) -> String {
    let mut place = vec![
        ("tenant", shell.tenant.slug.to_string()),
        ("environment", shell.environment.slug.to_string()),
    ];
    place.extend(role.map(|id| ("id", id.to_string())));
    format!("/_fn/roles/closest{}", query::written(place))
}
