//! Deleting a group: who leaves it, which roles end, and its slug typed where it is in use.

use super::crumbs;
use crate::layout::{Section, Shell};
use crate::pages::{asked, errors, param, refused};
use crate::parts::request::Request;
use crate::parts::{affected, sign_out};
use crate::paths;
use domain::form::Sent;
use domain::query;
use domain::screens::DeleteGroup;
use leptos::prelude::*;
use ui::button::{Button, LinkButton, Look};
use ui::checkbox::Check;
use ui::field::Field;
use ui::loaded::Loaded;
use ui::notice::{Notice, Tone};
use ui::num::{count, grouped};

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
        nested,
        people,
        roles,
        inherited,
        groups,
        signed_in,
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
        (loses((direct, nested), &roles, &inherited), Tone::Danger)
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
    let all = format!(
        "{}{}",
        paths::directory(&shell),
        query::of("group", group.slug.as_str())
    );
    let people = affected::names(&shell, people, "Who is in it or in its sub-groups", Some(all));
    let sign_out = used.then(|| sign_out::among(&shell, &sent, signed_in, ("is in it", "are in it")));
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
                {people}
                {lift}
                <p>{kept}</p>
                {typed}
                {sign_out}
                <div class="form-foot">
                    <Button look=Look::Danger>"Delete group"</Button>
                    <LinkButton href=page>"Cancel"</LinkButton>
                </div>
            </form>
        </Shell>
    }
    .into_any()
}

/// "12 members leave it at once. Operator ends for them and for 4 in its sub-groups, unless they have it another
/// way. The 12 members also lose Viewer, which it has from where it lies, unless …"
fn loses((direct, nested): (i64, i64), roles: &[String], inherited: &[String]) -> String {
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let (direct, below) = (number(direct), number(nested).saturating_sub(number(direct)));
    let unless = "unless they have it another way";
    let leave = match direct {
        0 => None,
        1 => Some("1 member leaves it at once.".to_owned()),
        n => Some(format!("{} leave it at once.", count(n, "member", "members"))),
    };
    let whom = match (direct, below) {
        (0, 0) => ", though for nobody".to_owned(),
        (_, 0) => format!(" for them, {unless}"),
        (0, n) => format!(" for {} in its sub-groups, {unless}", count(n, "person", "people")),
        (_, n) => format!(" for them and for {} in its sub-groups, {unless}", grouped(n)),
    };
    let verb = if roles.len() == 1 { "ends" } else { "end" };
    let ends = (!roles.is_empty()).then(|| format!("{} {verb}{whom}.", roles.join(", ")));
    let from = (direct > 0 && !inherited.is_empty()).then(|| {
        format!(
            "Its own members also lose {}, which it has from where it lies, {unless}.",
            inherited.join(", ")
        )
    });
    let parts: Vec<String> = leave.into_iter().chain(ends).chain(from).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::loses;

    #[test]
    fn what_ends_for_whom_is_said_in_a_sentence() {
        let (operator, viewer) = (["Operator".to_owned()], ["Viewer".to_owned()]);
        let unless = "unless they have it another way";
        assert_eq!(loses((1, 1), &[], &[]), "1 member leaves it at once.");
        assert_eq!(loses((0, 0), &operator, &viewer), "Operator ends, though for nobody.");
        assert_eq!(
            loses((2, 5), &operator, &viewer),
            format!(
                "2 members leave it at once. Operator ends for them and for 3 in its sub-groups, {unless}. \
                 Its own members also lose Viewer, which it has from where it lies, {unless}."
            )
        );
        let both = [operator, viewer].concat();
        assert_eq!(
            loses((0, 4), &both, &[]),
            format!("Operator, Viewer end for 4 people in its sub-groups, {unless}.")
        );
    }
}
