//! Where an identity is signed in.

use super::{At, head};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::log::Missing;
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::{IdentitySessions, PersonSession};
use leptos::prelude::*;
use ui::button::{Button, Look};
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("person") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::identity_sessions(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: IdentitySessions, sent: Sent) -> AnyView {
    let IdentitySessions {
        shell,
        head: top,
        account,
        may_revoke,
        sessions,
    } = data;
    let name = top.identity.name.clone();
    let here = paths::identity_page(&shell, top.identity.id, "sessions");
    let crumbs = vec![("Directory".to_owned(), paths::directory(&shell))];
    let top = head(&shell, top, At::Sessions);
    let problem = sent
        .problem
        .map(|problem| view! { <div class="mt-6"><Notice text=problem.detail tone=Tone::Warning/></div> });
    let content = match sessions {
        Ok(sessions) if sessions.is_empty() => {
            let title = format!("{name} is signed in nowhere");
            let text = if account {
                ""
            } else {
                "There is no account behind this identity, so nobody signs in as it."
            };
            view! { <Empty why=Nothing::NothingLeft title text/> }.into_any()
        }
        Ok(sessions) => table(&here, &name, sessions, may_revoke),
        Err(problem) => view! { <Missing problem what="the sessions"/> }.into_any(),
    };
    view! {
        <Shell shell section=Section::Directory title=format!("Sessions of {name}") here=here.clone() crumbs>
            {top}
            {problem}
            {content}
        </Shell>
    }
    .into_any()
}

fn table(here: &str, name: &str, sessions: Vec<PersonSession>, may_revoke: bool) -> AnyView {
    let total = sessions.len();
    let lines = sessions
        .into_iter()
        .map(|session| {
            let end = may_revoke.then(|| {
                let (action, label) = (here.to_owned(), format!("End the session of {}", session.device));
                view! {
                    <form method="post" action=action>
                        <Request/>
                        <Button look=Look::TextDanger name="session" value=session.id.to_string() label>"End"</Button>
                    </form>
                }
            });
            view! {
                <Row>
                    <RowHead>{session.device}</RowHead>
                    <Cell class="c-a cell-muted mono small">{session.ip}</Cell>
                    <Cell class="p3 cell-time">{session.since}</Cell>
                    <Cell class="c-b cell-time">{session.last_seen}</Cell>
                    <Cell class="c-act">{end}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let all = may_revoke.then(|| {
        let action = here.to_owned();
        view! {
            <form method="post" action=action>
                <Request/>
                <Button look=Look::DangerQuiet attr:data-busy="Ending…">"Revoke all sessions"</Button>
            </form>
        }
    });
    view! {
        <section class="section" aria-labelledby="sessions-title">
            <div class="section-head"><h2 id="sessions-title">"Sessions"</h2><span class="count num">{total}</span><div class="push">{all}</div></div>
            <Table caption=format!("Where {name} is signed in") cards=true>
                <TableHead><Th class="c-main">"Browser"</Th><Th class="w-12">"Address"</Th><Th class="w-14 p3">"Since"</Th><Th class="w-12">"Last seen"</Th><Th class="w-7"><span class="vh">"Actions"</span></Th></TableHead>
                <TableBody>{lines}</TableBody>
            </Table>
            <p class="help mt-4">"Sessions are the account’s: they end everywhere, in other environments, too."</p>
        </section>
    }
    .into_any()
}
