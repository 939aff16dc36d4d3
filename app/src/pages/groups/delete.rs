//! Deleting a group: who leaves it, which roles end, and its slug typed where it is in use.

use super::crumbs;
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::paths;
use domain::form::Sent;
use domain::screens::DeleteGroup;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::count;

#[component]
pub fn Page() -> impl IntoView {
    let id = match asked("group") {
        Ok(id) => id,
        Err(view) => return view,
    };
    let sent = use_context::<Sent>().unwrap_or_default();
    if let Some(view) = refused(&sent) {
        return view;
    }
    let data = rpc::screens::delete_group(param("tenant"), param("environment"), id);
    view! { <Loaded data error=errors::view let:data>{view(data, sent)}</Loaded> }.into_any()
}

pub fn view(data: DeleteGroup, sent: Sent) -> AnyView {
    let DeleteGroup {
        shell,
        head,
        direct,
        roles,
        groups,
    } = data;
    let group = &head.group;
    let (page, here) = (
        paths::group(&shell, group.id),
        paths::group_page(&shell, group.id, "delete"),
    );
    let crumbs = crumbs(&shell, &head, false);
    let title = format!("Delete {}", group.name);
    let used = direct > 0 || !roles.is_empty();
    let (text, tone) = if used {
        (loses(direct, &roles), Tone::Danger)
    } else {
        ("Nobody is in it and it has no role of its own.".to_owned(), Tone::Info)
    };
    let lift = (!groups.is_empty()).then(|| {
        let label = match groups.as_slice() {
            [one] => format!("Move {one} up to where this group lies"),
            _ => format!(
                "Move its {} up to where this group lies",
                count(groups.len() as u64, "sub-group", "sub-groups")
            ),
        };
        let hint = format!(
            "{}. A group in which others lie is not deleted otherwise; they lose what this one gave them.",
            groups.join(", ")
        );
        view! { <Check name="lift" value="yes" label hint checked=sent.value("lift") == "yes"/> }
    });
    let problem = sent.problem.as_ref().filter(|problem| problem.errors.is_empty());
    let problem = problem.map(|problem| view! { <Notice text=problem.detail.clone() tone=Tone::Warning/> });
    let typed = used.then(|| {
        let label = format!("Type {} to delete it", group.slug);
        view! { <Field id="slug" label mono=true value=sent.value("slug") error=sent.error("slug")/> }
    });
    let kept = format!(
        "The slug {} can never be used again. The audit log keeps who was in it and what it had, and it can be restored from there.",
        group.slug
    );
    view! {
        <Shell shell section=Section::Groups title=title.clone() here=here.clone() crumbs errors=sent.errors()>
            <header class="head"><h1 tabindex="-1"><bdi>{title}</bdi></h1></header>
            <form id="form" class="form stack" method="post" action=here novalidate=true>
                <Request/>
                {problem}
                <Notice text tone/>
                {lift}
                <p>{kept}</p>
                {typed}
                <div class="form-foot">
                    <Button look=Look::Danger>"Delete group"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

/// "12 members leave it at once, and Operator, Viewer end for them and for those below."
fn loses(direct: i64, roles: &[String]) -> String {
    let members = match direct {
        0 => None,
        1 => Some("1 member leaves it at once".to_owned()),
        n => Some(format!(
            "{} leave it at once",
            count(u64::try_from(n).unwrap_or(0), "member", "members")
        )),
    };
    let ends = match roles {
        [] => None,
        [one] => Some(format!("{one} ends for everyone who has it through this group")),
        many => Some(format!(
            "{} end for everyone who has them through this group",
            many.join(", ")
        )),
    };
    let parts: Vec<String> = members.into_iter().chain(ends).collect();
    format!("{}.", parts.join(", and "))
}
