//! The bar over a list: how much is selected, in words, and what can be done with it.

use super::model::{Nouns, Row, Scope, Selection};
use super::table::{self, Act, Facts, Shown};
use leptos::prelude::*;
use ui::bar::Bulk;
use ui::button::{Button, Press, Size};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::menu::{Menu, MenuHead};
use ui::num::grouped;

/// The bar of a list form. The children are its actions, submit buttons of the form; they work
/// before the page is alive and without scripts.
#[island]
pub fn SelectionBar(
    /// "Actions for selected identities".
    label: String,
    /// The filter of the address, as a query.
    filter: String,
    /// How many match it.
    total: u64,
    /// There may be more.
    plus: bool,
    /// "identity", "identities".
    one: String,
    many: String,
    /// The page came with everything that matches ticked; where it leads without that.
    matching: Option<String>,
    children: Children,
) -> impl IntoView {
    let facts = Facts {
        filter,
        total,
        plus,
        one,
        many,
        matching: matching.clone(),
    };
    let shown = RwSignal::new(first(&facts));
    let node = NodeRef::<leptos::html::Span>::new();
    {
        let facts = facts.clone();
        Effect::new(move || {
            if let Some(node) = node.get() {
                table::start(&node, facts.clone(), shown);
            }
        });
    }
    let all = format!(
        "Select all {}{}{}",
        grouped(facts.total),
        if facts.plus { "+" } else { "" },
        if facts.filter.is_empty() { "" } else { " matching" }
    );
    let scope = view! {
        <span class="bar-words">{move || shown.with(|shown| shown.scope.clone())}</span>
        <span class="bar-act" hidden=move || shown.with(|shown| !shown.more)>
            <button type="button" class="link needs-js" on:click=|_| table::act(Act::AllMatching)>{all.clone()}</button>
        </span>
        <span class="bar-act" hidden=move || shown.with(|shown| !shown.matching)>
            <button type="button" class="link needs-js" on:click=|_| table::act(Act::OnlyPage)>"Back to this page"</button>
            {matching.map(|href| view! { <span class="no-js">"Untick those to leave out · "<a class="link" href=href>"Back to this page"</a></span> })}
        </span>
        <span class="bar-act" hidden=move || shown.with(|shown| shown.elsewhere.is_empty())>
            <Menu id="selected-elsewhere" text="Show" class="link needs-js">
                <MenuHead title="Selected on other pages"/>
                <For each=move || shown.with(|shown| shown.elsewhere.clone()) key=|row| row.id.clone() children=elsewhere/>
            </Menu>
        </span>
    };
    let count = view! { <span node_ref=node>{move || shown.with(|shown| shown.count.clone())}</span> };
    view! {
        <Bulk label count=count.into_any() scope=scope.into_any()>
            {children()}
            <span class="only-phone bar-act" hidden=move || shown.with(|shown| !shown.more)>
                <Button press=Press::Nothing class="needs-js" on:click=|_| table::act(Act::AllMatching)>"All "{grouped(facts.total)}</Button>
            </span>
            <IconButton glyph=Glyph::Close label="Clear selection" press=Press::Nothing class="needs-js" on:click=|_| table::act(Act::Clear)/>
        </Bulk>
    }
}

/// What the bar says before anything was ticked here; the same on the server and in the browser.
fn first(facts: &Facts) -> Shown {
    let nouns: Nouns<'_> = facts.nouns();
    let scope = if facts.matching.is_some() {
        Scope::Matching {
            filter: facts.filter.clone(),
            without: Vec::new(),
        }
    } else {
        Scope::default()
    };
    let (count, scope) = Selection::new(scope).words(&[], facts.total, facts.plus, nouns);
    Shown {
        count,
        scope,
        matching: facts.matching.is_some(),
        ..Shown::default()
    }
}

fn elsewhere(row: Row) -> impl IntoView {
    let name = if row.name.is_empty() {
        "Not on this page".to_owned()
    } else {
        row.name
    };
    let label = format!("Remove {name} from the selection");
    view! {
        <li class="held">
            <span class="clip"><bdi>{name}</bdi></span>
            <IconButton
                glyph=Glyph::Close label size=Size::Small press=Press::Nothing class="push"
                on:click=move |_| table::act(Act::Drop(row.id.clone()))
            />
        </li>
    }
}
