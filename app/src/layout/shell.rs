//! Head, navigation and page of an environment.

use super::menus::{AccountMenu, EnvironmentMenu, TenantMenu};
use super::{Head, Mark};
use crate::live::Live;
use crate::paths;
use domain::form::Flash;
use domain::screens;
use leptos::prelude::*;
use ui::breadcrumb::Breadcrumb;
use ui::button::Press;
use ui::errors::ErrorSummary;
use ui::icon::{Glyph, Icon};
use ui::icon_button::IconButton;
use ui::skip::SkipLinks;

/// A line of the navigation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Section {
    Directory,
    Roles,
    Groups,
    Access,
    Audit,
    Jobs,
    Me,
}

/// A page of an environment. The children bring the page's head and what follows it.
#[component]
pub fn Shell(
    shell: screens::Shell,
    /// Of the browser's tab, without environment and tenant.
    #[prop(into)]
    title: String,
    section: Section,
    /// Where this page is reached again by a link.
    #[prop(into)]
    here: String,
    /// Pages above this one: text and address.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// What was refused: id of the field, sentence.
    #[prop(optional)]
    errors: Vec<(String, String)>,
    /// The page has a list.
    #[prop(optional)]
    list: bool,
    children: Children,
) -> impl IntoView {
    let mut targets = vec![("main".to_owned(), "Skip to content".to_owned())];
    if list {
        targets.push(("list".to_owned(), "Skip to the list".to_owned()));
    }
    let flash = use_context::<Flash>().map(|flash| view! { <ui::flash::Flash text=flash.0/> });
    let crumbs = (!crumbs.is_empty()).then(|| view! { <Breadcrumb items=crumbs/> });
    let refused = !errors.is_empty();
    view! {
        <Head title shell=Some(shell.clone()) refused/>
        <SkipLinks targets/>
        <div class="shell">
            <header class="top">
                <div class="top-where">
                    <IconButton glyph=Glyph::Menu label="Menu" opens="nav" class="menu-btn" press=Press::Nothing/>
                    <TenantMenu shell=shell.clone()><Mark/></TenantMenu>
                    <span class="top-slash" aria-hidden="true"></span>
                    <EnvironmentMenu shell=shell.clone()/>
                </div>
                <div class="top-tools"><AccountMenu shell=shell.clone() here/></div>
            </header>
            <Navigation shell section/>
            <main class="main" id="main" tabindex="-1">
                {flash}
                <ErrorSummary errors/>
                {crumbs}
                {children()}
            </main>
        </div>
        <Live/>
    }
    .into_any()
}

#[component]
fn Navigation(shell: screens::Shell, section: Section) -> impl IntoView {
    let line = |of: Section, href: String, glyph: Glyph, words: &'static str| {
        let current = (section == of).then_some("page");
        view! { <li><a href=href aria-current=current><Icon glyph/>{words}</a></li> }
    };
    let directory = shell
        .may_view_users
        .then(|| line(Section::Directory, paths::directory(&shell), Glyph::Users, "Directory"));
    let roles = shell
        .may_view_roles
        .then(|| line(Section::Roles, paths::roles(&shell), Glyph::Shield, "Roles"));
    let groups = shell
        .may_view_groups
        .then(|| line(Section::Groups, paths::groups(&shell), Glyph::Groups, "Groups"));
    let access = shell.may_explain.then(|| {
        line(
            Section::Access,
            paths::access(&shell, screens::Ask::Why),
            Glyph::Route,
            "Access explorer",
        )
    });
    let jobs = shell
        .may_view_users
        .then(|| line(Section::Jobs, paths::operations(&shell), Glyph::ListChecks, "Jobs"));
    let audit = shell
        .may_audit
        .then(|| line(Section::Audit, paths::audit(&shell), Glyph::Log, "Audit log"));
    let done = (shell.may_view_users || shell.may_audit).then(|| {
        view! {
            <h2 id="nav-log">"What was done"</h2>
            <ul aria-labelledby="nav-log">{audit}{jobs}</ul>
        }
    });
    view! {
        <nav class="nav" id="nav" popover="auto" aria-label="Main">
            <h2 id="nav-access">"Access control"</h2>
            <ul aria-labelledby="nav-access">
                {directory}
                {roles}
                {groups}
                {access}
                {line(Section::Me, paths::me(&shell), Glyph::Fingerprint, "My access")}
            </ul>
            {done}
        </nav>
    }
    .into_any()
}
