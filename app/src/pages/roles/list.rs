//! *Roles & scopes*: what each role holds, and how many hold it.

use super::held;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param, search};
use crate::parts::scopes::{Scope, scopes};
use crate::paths;
use domain::query;
use domain::screens::{self, RoleKind, RoleRow, Roles};
use leptos::prelude::*;
use ui::button::{LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::filter::{Facet, Filters};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::radio::Radio;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::tag::{Hue, Tag};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::roles(param("tenant"), param("environment"), search());
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: Roles) -> AnyView {
    let shell = data.shell.clone();
    let here = paths::roles(&shell);
    let new = data.may_create.then(|| {
        view! { <LinkButton href=paths::new_role(&shell) look=Look::Primary icon=Some(Glyph::Plus)>"New role"</LinkButton> }
    });
    let notice = (!data.notices.is_empty())
        .then(|| view! { <div class="mt-6"><Notice text=data.notices.join(" ") tone=Tone::Warning/></div> });
    let filters = filters(&here, &data);
    let list = !data.rows.is_empty();
    let content = if list { table(data) } else { nothing(&here) };
    let tabs = scopes(&shell, Scope::Roles);
    view! {
        <Shell shell section=Section::Roles title="Roles & scopes" here=here.clone() list>
            <header class="head">
                <h1 tabindex="-1">"Roles & scopes"</h1>
                <div class="head-actions">{new}</div>
            </header>
            {tabs}
            {notice}
            {filters}
            {content}
        </Shell>
    }
    .into_any()
}

fn filters(here: &str, data: &Roles) -> AnyView {
    let value = match data.kind {
        None => "",
        Some(RoleKind::System) => "System",
        Some(RoleKind::Custom) => "Custom",
    };
    let clear = if data.q.is_empty() {
        here.to_owned()
    } else {
        format!("{here}{}", query::of("q", &data.q))
    };
    let (action, q) = (here.to_owned(), data.q.clone());
    let (any, set) = (data.kind.is_none(), u64::from(data.kind.is_some()));
    let (system, custom) = (data.kind == Some(RoleKind::System), data.kind == Some(RoleKind::Custom));
    view! {
        <Filters label="Filter roles" action value=q placeholder="Filter by name, slug or description" set>
            <Facet id="facet-type" label="Type" value clear>
                <Radio name="type" value="" label="Any type" checked=any/>
                <Radio name="type" value="system" label="System" checked=system/>
                <Radio name="type" value="custom" label="Custom" checked=custom/>
            </Facet>
        </Filters>
    }
    .into_any()
}

fn nothing(here: &str) -> AnyView {
    let href = here.to_owned();
    let title = "No role matches";
    view! { <Empty why=Nothing::NoMatch title><LinkButton href>"Clear filter"</LinkButton></Empty> }.into_any()
}

fn table(data: Roles) -> AnyView {
    let shown = data.rows.len();
    let all = count(data.all as u64, "role", "roles");
    let words = if shown == data.all {
        format!("{all}, {} of them system", data.system)
    } else {
        format!("{shown} of {all}")
    };
    let deleted = (data.deleted > 0).then(|| {
        let href = paths::deleted_roles(&data.shell);
        view! { " · "<a class="link" href=href>{format!("{} deleted", data.deleted)}</a> }
    });
    let caption = format!("Roles of {}", data.shell.environment.name);
    let lines = data
        .rows
        .into_iter()
        .map(|row| line(&data.shell, row, data.catalogue))
        .collect::<Vec<_>>();
    view! {
        <p class="mt-6 mb-4 muted">{words}{deleted}</p>
        <Table caption cards=true class="tall">
            <TableHead>
                <Th class="c-main">"Name"</Th>
                <Th class="w-8">"Type"</Th>
                <Th class="w-12 p3">"Capabilities"</Th>
                <Th class="w-20">"Held by"</Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}

fn line(shell: &screens::Shell, row: RoleRow, catalogue: usize) -> AnyView {
    let role = row.role;
    let href = paths::role(shell, role.id);
    let kind = if role.system.is_some() {
        view! { <Tag text="System" hue=Hue::Outline glyph=Some(Glyph::Lock)/> }.into_any()
    } else {
        view! { <span class="muted">"Custom"</span> }.into_any()
    };
    let sensitive = (role.sensitive > 0).then(|| view! { <span>{format!("{} sensitive", role.sensitive)}</span> });
    let holders = row.holders.map(|holders| {
        let (people, how) = held(&holders);
        view! { <span class="cell-2"><span>{people}</span><span>{how}</span></span> }
    });
    view! {
        <Row>
            <RowHead><span class="cell-2"><a class="who-name" href=href>{role.name}</a><span>{role.description}</span></span></RowHead>
            <Cell class="c-a">{kind}</Cell>
            <Cell class="p3"><span class="cell-2"><span>{format!("{} of {catalogue}", role.capabilities)}</span>{sensitive}</span></Cell>
            <Cell class="c-b">{holders}</Cell>
        </Row>
    }
    .into_any()
}
