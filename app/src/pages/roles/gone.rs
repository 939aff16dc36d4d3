//! The roles that are deleted, each with the way back.

use super::number;
use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::problem::Code;
use domain::screens::{DeletedRole, DeletedRoles};
use leptos::prelude::*;
use rpc::Failure;
use ui::button::{Button, LinkButton};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::num::count;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::deleted_roles(param("tenant"), param("environment"));
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(problem) = sent.problem.clone().filter(|problem| problem.code == Code::Forbidden) {
        return errors::view(Failure(problem));
    }
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeletedRoles, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (roles, here) = (paths::roles(&shell), paths::deleted_roles(&shell));
    let crumbs = vec![("Roles & scopes".to_owned(), roles.clone())];
    let list = !data.roles.is_empty();
    let content = if list {
        table(&here, data.roles, data.may_restore)
    } else {
        let title = "No role is deleted";
        view! { <Empty why=Nothing::NothingLeft title><LinkButton href=roles>"Roles & scopes"</LinkButton></Empty> }
            .into_any()
    };
    view! {
        <Shell shell section=Section::Roles title="Deleted roles" here=here.clone() crumbs errors=sent.errors() list>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Deleted roles"</h1>
                    <p class="muted">"Restored with the slug, what it held, and those who had it, as far as their time is not over."</p>
                </div>
            </header>
            <div id="form" tabindex="-1">{content}</div>
        </Shell>
    }
    .into_any()
}

fn table(here: &str, roles: Vec<DeletedRole>, may_restore: bool) -> AnyView {
    let lines = roles
        .into_iter()
        .map(|role| {
            let whose = format!(" {}", role.name);
            let restore = may_restore.then(|| {
                let action = here.to_owned();
                view! {
                    <form method="post" action=action>
                        <Request/>
                        <input type="hidden" name="event" value=role.event.to_string()/>
                        <Button icon=Some(Glyph::History)>"Restore"<span class="vh">{whose}</span></Button>
                    </form>
                }
            });
            let had = count(number(role.assignments), "assignment", "assignments");
            view! {
                <Row>
                    <RowHead><span class="cell-2"><bdi>{role.name}</bdi><span class="mono">{role.slug}</span></span></RowHead>
                    <Cell class="c-a">{had}</Cell>
                    <Cell class="c-b cell-time">{role.words}</Cell>
                    <Cell class="c-act">{restore}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <Table caption="Deleted roles" cards=true class="tall">
            <TableHead>
                <Th class="c-main">"Name"</Th>
                <Th class="w-10">"Had"</Th>
                <Th class="w-20">"Deleted"</Th>
                <Th class="w-10"><span class="vh">"Restore"</span></Th>
            </TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}
