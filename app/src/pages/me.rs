//! One's own access: open to everyone who may enter the environment.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param};
use crate::parts::request::Request;
use crate::parts::sources::{self, Whose};
use crate::paths;
use domain::screens::{MyAccess, OwnArea, OwnGroup, OwnSession};
use leptos::prelude::*;
use ui::button::Button;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;
use ui::table::{Cell, Row, RowHead, Table, TableBody, TableHead, Th};
use ui::tag::Tag;

#[component]
pub fn Page() -> impl IntoView {
    let data = rpc::screens::my_access(param("tenant"), param("environment"));
    view! { <Loaded data error=errors::view let:data>{view(data)}</Loaded> }.into_any()
}

pub fn view(data: MyAccess) -> AnyView {
    let here = paths::me(&data.shell);
    let environment = data.shell.environment.name.clone();
    let notices = [(data.everything, Tone::Info), (data.no_effect, Tone::Warning)]
        .into_iter()
        .filter_map(|(text, tone)| text.map(|text| view! { <div class="mt-6"><Notice text tone/></div> }.into_any()))
        .collect::<Vec<_>>();
    let roles = match &data.identity {
        Some(identity) if !data.roles.is_empty() => {
            let n = data.roles.len();
            let table = sources::table(&data.shell, &Whose::identity(&data.shell, identity), data.roles, false);
            view! {
                <section class="section" aria-labelledby="roles-title">
                    <div class="section-head"><h2 id="roles-title">"Roles"</h2><span class="count num">{n}</span></div>
                    {table}
                </section>
            }
            .into_any()
        }
        Some(_) => {
            let title = format!("You hold no role in {environment}");
            let text = "An administrator of this environment can give you one.";
            view! { <Empty why=Nothing::NothingLeft title text/> }.into_any()
        }
        None => {
            let title = format!("You are not in the directory of {environment}");
            let text = "Roles are given to people of the directory.";
            view! { <Empty why=Nothing::NothingLeft title text/> }.into_any()
        }
    };
    let groups = (!data.groups.is_empty()).then(|| groups(data.groups));
    let areas = (!data.areas.is_empty()).then(|| areas(data.areas));
    let sessions = sessions(&here, data.sessions);
    view! {
        <Shell shell=data.shell section=Section::Me title="My access" here=here.clone() list=true>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"My access"</h1>
                    <p class="muted">{format!("What you may do in {environment}, and why.")}</p>
                </div>
            </header>
            {notices}
            <div id="list" tabindex="-1">{roles}</div>
            {groups}
            {areas}
            {sessions}
        </Shell>
    }
    .into_any()
}

fn groups(groups: Vec<OwnGroup>) -> AnyView {
    let n = groups.len();
    let lines = groups
        .into_iter()
        .map(|group| {
            let how = match group.through {
                Some(through) => format!("through {through}"),
                None => "directly".to_owned(),
            };
            let until = group.until.map(|until| format!(", {until}")).unwrap_or_default();
            view! { <li><bdi>{group.name}</bdi>" "<span class="muted small">{how}{until}</span></li> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="groups-title">
            <div class="section-head"><h2 id="groups-title">"Groups"</h2><span class="count num">{n}</span></div>
            <ul class="lines" role="list">{lines}</ul>
        </section>
    }
    .into_any()
}

fn areas(areas: Vec<OwnArea>) -> AnyView {
    let total: usize = areas.iter().map(|area| area.capabilities.len()).sum();
    let rows = areas
        .into_iter()
        .map(|area| {
            let lines = area
                .capabilities
                .into_iter()
                .map(|one| {
                    let by = format!("by {}", one.roles.join(", "));
                    let place = (!one.places.is_empty()).then(|| format!(" at {}", one.places.join(", ")));
                    view! {
                        <li>{one.name}" "<span class="mono muted small">{one.key}</span>" "<span class="muted small">{by}{place}</span></li>
                    }
                    .into_any()
                })
                .collect::<Vec<_>>();
            view! { <div class="area"><h3>{area.name}</h3><ul class="lines" role="list">{lines}</ul></div> }.into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <section class="section" aria-labelledby="can-title">
            <div class="section-head"><h2 id="can-title">"Capabilities"</h2><span class="count num">{total}</span></div>
            <div class="areas">{rows}</div>
        </section>
    }
    .into_any()
}

fn sessions(here: &str, sessions: Vec<OwnSession>) -> AnyView {
    let others = sessions.iter().filter(|session| !session.this).count() as u64;
    let n = sessions.len();
    let rows = sessions
        .into_iter()
        .map(|session| {
            let this = session.this.then(|| view! { " "<Tag text="This one" quiet=true/> });
            view! {
                <Row>
                    <RowHead>{session.device}{this}</RowHead>
                    <Cell class="c-a cell-muted mono small">{session.ip}</Cell>
                    <Cell class="c-b cell-time">{session.last_seen}</Cell>
                </Row>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let end = (others > 0).then(|| {
        let words = format!("Sign out of {}", count(others, "other", "others"));
        let action = here.to_owned();
        view! { <form method="post" action=action class="mt-4"><Request/><Button>{words}</Button></form> }
    });
    view! {
        <section class="section" aria-labelledby="sessions-title">
            <div class="section-head"><h2 id="sessions-title">"Sessions"</h2><span class="count num">{n}</span></div>
            <Table caption="Where you are signed in" id="sessions" cards=true>
                <TableHead><Th class="c-main">"Browser"</Th><Th class="w-12">"Address"</Th><Th class="w-12">"Last seen"</Th></TableHead>
                <TableBody>{rows}</TableBody>
            </Table>
            {end}
        </section>
    }
    .into_any()
}
