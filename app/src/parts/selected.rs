//! Which assignments are selected: in words, by name, and as the fields that carry it on.

use domain::id::AssignmentId;
use domain::plans::AssignmentSelection;
use domain::query;
use domain::screens::SelectedAssignments;
use leptos::prelude::*;
use ui::icon::{Glyph, Icon};
use ui::num::{count, grouped};

/// The line that opens to the names.
#[component]
pub fn SelectedLine(selected: SelectedAssignments) -> impl IntoView {
    let more = selected.count.saturating_sub(selected.first.len());
    let names = selected
        .first
        .iter()
        .map(|one| {
            let (role, name) = (one.role.clone(), one.name.clone());
            view! { <li>{role}" of "<bdi>{name}</bdi></li> }.into_any()
        })
        .collect::<Vec<_>>();
    let scope = match &selected.selection {
        AssignmentSelection::Matching { exclude, .. } if !exclude.is_empty() => {
            format!("all that match, {} left out", grouped(exclude.len() as u64))
        }
        AssignmentSelection::Matching { .. } => "all that match".to_owned(),
        AssignmentSelection::Ids(_) => String::new(),
    };
    let words = count(selected.count as u64, "assignment", "assignments");
    view! {
        <details class="subjects">
            <summary>
                <strong class="medium nowrap">{words}</strong>
                {(!scope.is_empty()).then(|| view! { <span class="muted">{scope}</span> })}
                <span class="show">"Show"<Icon glyph=Glyph::ChevronRight/></span>
            </summary>
            <ul role="list">
                {names}
                {(more > 0).then(|| view! { <li class="muted">{format!("and {} more", grouped(more as u64))}</li> })}
            </ul>
        </details>
        {carried(selected.selection)}
    }
    .into_any()
}

/// The selection as hidden fields.
fn carried(selection: AssignmentSelection) -> AnyView {
    match selection {
        AssignmentSelection::Ids(ids) => fields("id", ids).into_any(),
        AssignmentSelection::Matching { filter, exclude } => {
            let filter = query::Assignments {
                filter,
                ..query::Assignments::default()
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

fn fields(name: &'static str, ids: Vec<AssignmentId>) -> Vec<AnyView> {
    ids.into_iter()
        .map(|id| view! { <input type="hidden" name=name value=id.to_string()/> }.into_any())
        .collect()
}
