//! Deleting a role: who loses it, and its slug typed where someone has it.

use super::{held, number};
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::affected;
use crate::parts::request::Request;
use crate::parts::sign_out;
use crate::paths;
use domain::form::Sent;
use domain::id::RoleId;
use domain::query;
use domain::screens::DeleteRole;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked::<RoleId>("role") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let data = rpc::screens::delete_page(param("tenant"), param("environment"), id);
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeleteRole, sent: Sent) -> AnyView {
    let shell = data.shell;
    let role = data.role;
    let (page, here) = (paths::role(&shell, role.id), paths::delete_role(&shell, role.id));
    let crumbs = vec![
        ("Roles & scopes".to_owned(), paths::roles(&shell)),
        (role.name.clone(), page.clone()),
    ];
    let title = format!("Delete {}", role.name);
    let loses = match (data.assignments, &data.holders) {
        (0, _) => "Nobody has it.".to_owned(),
        (n, Some(holders)) => {
            let (people, how) = held(holders);
            let how = if how.is_empty() {
                String::new()
            } else {
                format!(" ({how})")
            };
            let ends = count(n as u64, "assignment ends", "assignments end");
            let verb = if number(holders.people) == 1 { "loses" } else { "lose" };
            format!("{people}{how} {verb} it at once: {ends}.")
        }
        (n, None) => format!("{} at once.", count(n as u64, "assignment ends", "assignments end")),
    };
    let tone = if data.assignments == 0 {
        Tone::Info
    } else {
        Tone::Danger
    };
    let typed = (data.assignments > 0).then(|| {
        let label = format!("Type {} to delete it", role.slug);
        view! { <Field id="slug" label mono=true value=sent.value("slug") error=sent.error("slug")/> }
    });
    let all = format!("{}{}", paths::directory(&shell), query::of("role", role.slug.as_str()));
    let people = affected::names(&shell, data.people, "Who has it, or is to have it", Some(all));
    let sign_out = sign_out::also(&shell, &sent, data.signed_in);
    let kept = format!(
        "The slug {} can never be used again. The audit log keeps who had the role, and it can be restored from there.",
        role.slug
    );
    view! {
        <Shell shell section=Section::Roles title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                <input type="hidden" name="tag" value=data.tag/>
                <Notice text=loses tone/>
                {people}
                <p>{kept}</p>
                {typed}
                {sign_out}
                <div class="form-foot">
                    <Button look=Look::Danger>"Delete role"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}
