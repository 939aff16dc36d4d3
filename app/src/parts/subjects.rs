//! Who is selected: in words, by name, and as the fields that carry it from page to page.

use domain::id::IdentityId;
use domain::plans::Selection;
use domain::query;
use domain::screens::Subjects;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::num::{count, grouped};

/// How many names stand in the line before it is opened.
const SHOWN: usize = 2;

/// "128 identities", or the name of the only one.
pub fn words(subjects: &Subjects) -> String {
    match (subjects.first.as_slice(), subjects.groups.as_slice()) {
        ([one], _) if subjects.count == 1 => one.name.clone(),
        (_, [(group, _)]) => group.name.clone(),
        (_, []) => count(subjects.count as u64, "identity", "identities"),
        (_, groups) => count(groups.len() as u64, "group", "groups"),
    }
}

/// The most ids that stand in an address.
const IN_ADDRESS: usize = 100;

/// The address of a page about a selection; none where it would be too long. What was typed does not
/// survive it; whom it is about does.
pub fn address(page: &str, selection: &Selection) -> Option<String> {
    let (head, name, ids) = match selection {
        Selection::Ids(ids) => (Vec::new(), "id", ids),
        Selection::Groups(ids) => {
            let ids = ids.iter().map(|id| ("group_id", id.to_string()));
            return (ids.len() <= IN_ADDRESS).then(|| format!("{page}{}", query::written(ids)));
        }
        Selection::Matching { filter, exclude } => {
            let query = query::Directory {
                filter: filter.clone(),
                ..query::Directory::default()
            };
            let head = vec![("scope", "matching".to_owned()), ("filter", query.to_search())];
            (head, "exclude", exclude)
        }
    };
    if ids.len() > IN_ADDRESS {
        return None;
    }
    let ids = ids.iter().map(|id| (name, id.to_string()));
    Some(format!("{page}{}", query::written(head.into_iter().chain(ids))))
}

/// "Ada Okafor, Bram de Vries and 126 more": what the title's number stands for.
fn names(subjects: &Subjects) -> String {
    let groups = subjects.groups.iter().map(|(group, _)| group.name.as_str());
    let shown: Vec<&str> = subjects
        .first
        .iter()
        .map(|one| one.name.as_str())
        .chain(groups)
        .take(SHOWN)
        .collect();
    match subjects.count.saturating_sub(shown.len()) {
        0 => shown.join(" and "),
        // Whoever may not see people is told how many they are.
        _ if shown.is_empty() => words(subjects),
        more => format!("{} and {} more", shown.join(", "), grouped(more as u64)),
    }
}

/// The line that opens to the names.
#[component]
pub fn SubjectsLine(subjects: Subjects, me: Option<IdentityId>) -> impl IntoView {
    let more = subjects
        .count
        .saturating_sub(subjects.first.len() + subjects.groups.len());
    let groups = subjects
        .groups
        .iter()
        .map(|(group, people)| {
            let members = count(u64::try_from(*people).unwrap_or(0), "member", "members");
            view! { <li><bdi>{group.name.clone()}</bdi>{format!(", {members} with those below it")}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    let listed = subjects
        .first
        .iter()
        .map(|one| {
            let you = (me == Some(one.id)).then_some(" (you)");
            view! { <li><bdi>{one.name.clone()}</bdi>{you}</li> }.into_any()
        })
        .collect::<Vec<_>>();
    let nameless = listed.is_empty() && groups.is_empty();
    let excluded = match &subjects.selection {
        Selection::Matching { exclude, .. } if !exclude.is_empty() => {
            format!(", {} left out", grouped(exclude.len() as u64))
        }
        _ => String::new(),
    };
    let scope = subjects
        .filter_words
        .as_ref()
        .map(|words| view! { <span class="muted">{format!("{words}{excluded}")}</span> });
    view! {
        <details class="subjects">
            <summary>
                <strong class="medium clip"><bdi>{names(&subjects)}</bdi></strong>
                {scope}
                <span class="show">"Show"<Icon glyph=Glyph::ChevronRight/></span>
            </summary>
            <ul role="list">
                {listed}
                {groups}
                {(more > 0).then(|| {
                    let text = match nameless {
                        true => "To see who they are you need users.view.".to_owned(),
                        false => format!("and {} more", grouped(more as u64)),
                    };
                    view! { <li class="muted">{text}</li> }
                })}
            </ul>
        </details>
        <Carried selection=subjects.selection/>
    }
    .into_any()
}

/// The selection as hidden fields.
#[component]
fn Carried(selection: Selection) -> impl IntoView {
    match selection {
        Selection::Ids(ids) => fields("id", ids).into_any(),
        Selection::Groups(ids) => fields("group_id", ids).into_any(),
        Selection::Matching { filter, exclude } => {
            let filter = query::Directory {
                filter,
                ..query::Directory::default()
            };
            view! {
                <input type="hidden" name="scope" value="matching"/>
                <input type="hidden" name="filter" value=filter.to_search()/>
                {fields("exclude", exclude)}
            }
            .into_any()
        }
    }
}

fn fields(name: &'static str, ids: Vec<impl ToString>) -> Vec<AnyView> {
    ids.into_iter()
        .map(|id| view! { <input type="hidden" name=name value=id.to_string()/> }.into_any())
        .collect()
}
