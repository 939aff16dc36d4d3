//! The menus of the head: where one is, and who one is.

use super::Theme;
use crate::parts::request::Request;
use crate::paths;
use domain::screens::{Shell, TenantLink};
use leptos::prelude::*;
use ui::avatar::{Avatar, Standing};
use ui::icon::{Glyph, Icon};
use ui::menu::{MenuButton, MenuHead, MenuLink, MenuList, MenuRule};

/// The tenant, and the others where there are some. The child is the sign of the product.
#[component]
pub fn TenantMenu(shell: Shell, children: Children) -> impl IntoView {
    let name = shell.tenant.name.clone();
    let words = view! { {children()}<span><span class="vh">"Tenant: "</span>{name}</span> };
    if shell.tenants.len() < 2 {
        return view! { <span class="where where-tenant">{words}</span> }.into_any();
    }
    let lines = shell
        .tenants
        .iter()
        .map(|tenant| {
            let current = tenant.slug == shell.tenant.slug;
            let name = tenant.name.clone();
            match landing(tenant, &shell.environment.slug) {
                Some(href) => view! { <MenuLink href current>{name}</MenuLink> }.into_any(),
                None => {
                    let reason = Some("No environment is open to you".to_owned());
                    view! { <MenuLink href="" current reason>{name}</MenuLink> }.into_any()
                }
            }
        })
        .collect::<Vec<_>>();
    view! {
        <button type="button" class="where where-tenant" popovertarget="tenant-menu">
            {words}
            <Icon glyph=Glyph::ChevronsUpDown/>
        </button>
        <MenuList id="tenant-menu">{lines}</MenuList>
    }
    .into_any()
}

/// The environment of the same name where there is one, else the first.
fn landing(tenant: &TenantLink, slug: &str) -> Option<String> {
    let environments = &tenant.environments;
    let environment = environments
        .iter()
        .find(|one| one.slug == slug)
        .or(environments.first())?;
    Some(paths::environment(tenant, environment))
}

/// The environment, and the others of the tenant. Changing keeps the section and nothing else.
#[component]
pub fn EnvironmentMenu(shell: Shell) -> impl IntoView {
    let words = view! {
        <span class="env-dot" aria-hidden="true"></span>
        <span class="vh">"Environment: "</span>
        <span>{shell.environment.name.clone()}</span>
    };
    if shell.tenant.environments.len() < 2 {
        return view! { <span class="where">{words}</span> }.into_any();
    }
    let lines = shell
        .tenant
        .environments
        .iter()
        .map(|environment| {
            let current = environment.slug == shell.environment.slug;
            let href = paths::environment(&shell.tenant, environment);
            let hue = environment.hue.as_str();
            let name = environment.name.clone();
            view! {
                <MenuLink href current>
                    <span class="env-tag"><span class="env-dot" data-env=hue aria-hidden="true"></span></span>
                    " "
                    {name}
                </MenuLink>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <button type="button" class="where" popovertarget="env-menu">
            {words}
            <Icon glyph=Glyph::ChevronsUpDown/>
        </button>
        <MenuList id="env-menu">{lines}</MenuList>
    }
    .into_any()
}

/// The account: its name, its colours, the way out.
#[component]
pub fn AccountMenu(
    shell: Shell,
    /// Where to come back to.
    here: String,
) -> impl IntoView {
    let now = use_context::<Theme>().unwrap_or_default();
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| {
            view! {
                <MenuButton form="theme-form" name="theme" value=theme.as_str() current=theme == now>
                    {theme.words()}
                </MenuButton>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <button type="button" class="btn btn-icon" popovertarget="account-menu">
            <Avatar name=shell.account_name.clone() standing=Standing::Me/>
            <span class="vh">{format!("Account: {}", shell.account_name)}</span>
        </button>
        <form id="theme-form" method="post" action=paths::THEME hidden=true>
            <Request/>
            <input type="hidden" name="next" value=here/>
        </form>
        <form id="sign-out-form" method="post" action=paths::SIGN_OUT hidden=true>
            <Request/>
        </form>
        <MenuList id="account-menu" end=true>
            <MenuHead title=shell.account_name.clone() sub=shell.account_email.clone()/>
            <MenuRule/>
            {themes}
            <MenuRule/>
            <MenuButton form="sign-out-form" icon=Some(Glyph::LogOut)>"Sign out"</MenuButton>
        </MenuList>
    }
    .into_any()
}
