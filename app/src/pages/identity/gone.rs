//! The identities that are deleted, each with the way back.

use crate::layout::{Section, Shell};
use crate::pages::{errors, param, refused};
use crate::parts::deleted::{self, Deleted};
use crate::paths;
use domain::form::Sent;
use domain::screens::DeletedPeople;
use leptos::prelude::*;
use ui::button::LinkButton;
use ui::empty::{Empty, Nothing};
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};

#[component]
pub fn Page() -> impl IntoView {
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::deleted_people(param("tenant"), param("environment"));
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeletedPeople, sent: Sent) -> AnyView {
    let shell = data.shell;
    let (directory, here) = (paths::directory(&shell), paths::deleted_people(&shell));
    let crumbs = vec![("Directory".to_owned(), directory.clone())];
    let list = !data.people.is_empty();
    let content = if list {
        let rows = data.people.into_iter().map(|one| Deleted {
            name: one.name,
            slug: one.email.unwrap_or_else(|| "No e-mail address".to_owned()),
            event: one.event,
            had: None,
            words: one.words,
        });
        deleted::table("Deleted identities", &here, rows.collect(), data.may_restore)
    } else {
        let title = "No identity is deleted";
        view! { <Empty why=Nothing::NothingLeft title><LinkButton href=directory>"Directory"</LinkButton></Empty> }
            .into_any()
    };
    let problem = sent
        .problem
        .map(|problem| view! { <div class="mt-6"><Notice text=problem.detail tone=Tone::Warning/></div> });
    view! {
        <Shell shell section=Section::Directory title="Deleted identities" here=here.clone() crumbs list>
            <header class="head">
                <div>
                    <h1 tabindex="-1">"Deleted identities"</h1>
                    <p class="muted">"Restored into their groups and with their roles, as far as the time of those is not over."</p>
                </div>
            </header>
            {problem}
            <div id="form" tabindex="-1">{content}</div>
        </Shell>
    }
    .into_any()
}
