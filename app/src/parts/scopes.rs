//! *Roles & scopes* is one place: roles, the groups that carry them, and what they are made of.

use crate::paths;
use domain::screens::Shell;
use leptos::prelude::*;
use ui::tabs::{Tab, Tabs};

/// Which list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Roles,
    Groups,
    Capabilities,
}

/// The tabs above the three lists, as far as they may be seen.
pub fn scopes(shell: &Shell, at: Scope) -> AnyView {
    let tab = |of: Scope, href: String, text: &str| Tab {
        href,
        text: text.to_owned(),
        count: None,
        current: of == at,
    };
    let mut tabs = Vec::new();
    if shell.may_view_roles {
        tabs.push(tab(Scope::Roles, paths::roles(shell), "Roles"));
    }
    if shell.may_view_groups {
        tabs.push(tab(Scope::Groups, paths::groups(shell), "Groups"));
    }
    if shell.may_view_roles {
        tabs.push(tab(Scope::Capabilities, paths::capabilities(shell), "Capabilities"));
    }
    view! { <Tabs label="Roles and scopes" tabs/> }.into_any()
}
