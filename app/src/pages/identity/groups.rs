//! The groups that an identity is in.

use super::{At, head};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param};
use crate::parts::log::Missing;
use crate::parts::request::Request;
use crate::paths;
use domain::id::IdentityId;
use domain::query;
use domain::screens::{self, IdentityGroups, PersonGroup};
use leptos::prelude::*;
use ui::avatar::Shape;
use ui::button::{Button, LinkButton, Look};
use ui::empty::{Empty, Nothing};
use ui::icon::Glyph;
use ui::loaded::Loaded;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::who::Who;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::identity_groups(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: IdentityGroups) -> AnyView {
    let IdentityGroups {
        shell,
        head: top,
        groups,
    } = data;
    let (id, name) = (top.identity.id, top.identity.name.clone());
    let here = paths::identity_page(&shell, id, "groups");
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let top = head(&shell, top, At::Groups);
    let join = shell.may_manage_groups.then(|| {
        let href = format!("{}{}", paths::join(&shell), query::of("id", &id.to_string()));
        view! { <LinkButton href icon=Some(Glyph::Plus) attr:data-dialog="">"Add to group"</LinkButton> }
    });
    let list = groups.as_ref().is_ok_and(|groups| !groups.is_empty());
    let content = match groups {
        Err(problem) => view! { <Missing problem what="the groups"/> }.into_any(),
        Ok(groups) if list => {
            let total = groups.len();
            let table = table(&shell, id, &name, groups);
            view! {
                <section class="section" aria-labelledby="groups-title">
                    <div class="section-head"><h2 id="groups-title">"Groups"</h2><span class="count num">{total}</span><div class="push">{join}</div></div>
                    {table}
                </section>
            }
            .into_any()
        }
        Ok(_) => {
            let title = format!("{name} is in no group");
            let text = "Everyone in a group has its roles, for as long as they are in it.";
            view! { <Empty why=Nothing::FirstUse title text>{join}</Empty> }.into_any()
        }
    };
    view! {
        <Shell shell section=Section::Directory title=format!("Groups of {name}") here crumbs list>
            {top}
            {content}
        </Shell>
    }
    .into_any()
}

fn table(shell: &screens::Shell, id: IdentityId, name: &str, groups: Vec<PersonGroup>) -> AnyView {
    let lines = groups
        .into_iter()
        .map(|group| {
            let href = shell.may_view_groups.then(|| paths::group(shell, group.group.id));
            let how = match (&group.through, &group.until) {
                (Some(through), _) => format!("Through {}", through.name),
                (None, Some(until)) => format!("Directly {until}"),
                (None, None) => "Directly".to_owned(),
            };
            let out = (shell.may_manage_groups && group.through.is_none()).then(|| {
                let action = paths::leave(shell);
                let label = format!("Take {name} out of {}", group.group.name);
                view! {
                    <form method="post" action=action>
                        <Request/>
                        <input type="hidden" name="group" value=group.slug.clone()/>
                        <Button look=Look::TextDanger name="one" value=id.to_string() label attr:data-dialog="">"Take out"</Button>
                    </form>
                }
            });
            view! {
                <Row>
                    <RowHead><Who name=group.path href sub=group.slug shape=Shape::Group/></RowHead>
                    <Cell class="c-a">{how}</Cell>
                    <Cell class="c-act">{out}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <Table caption=format!("Groups of {name}") cards=true people=true>
            <TableHead><Th class="c-main">"Group"</Th><Th class="w-20">"Member"</Th><Th class="w-8"><span class="vh">"Actions"</span></Th></TableHead>
            <TableBody>{lines}</TableBody>
        </Table>
    }
    .into_any()
}
