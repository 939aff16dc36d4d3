//! Filters: a GET form of its own above the list, so that every filtered list has an address.
use leptos::prelude::*;

use crate::{
    button::given,
    icon::{Glyph, Icon},
    num::grouped,
};

/// The filter form: a search field, then facets. On phones the facets open as a sheet. Needs no script.
#[component]
pub fn Filters(
    /// Name of the form and of the search field: "Filter identities".
    #[prop(into)]
    label: String,
    /// Address of the list.
    #[prop(into)]
    action: String,
    /// Name of the search field.
    #[prop(default = "q")]
    name: &'static str,
    /// What is searched for now.
    #[prop(optional, into)]
    value: String,
    /// "Filter by name, e-mail or id".
    #[prop(optional, into)]
    placeholder: String,
    /// How many facets are set.
    #[prop(optional)]
    set: u64,
    /// Fields that keep the rest of the address: name and value.
    #[prop(optional)]
    keep: Vec<(String, String)>,
    /// `Facet`s.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let keep = keep
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect::<Vec<_>>();
    let facets = children.map(|facets| {
        view! {
            <button class="btn filters-phone" type="button" popovertarget="filter-set">
                <span>"Filters"</span>
                {(set > 0).then(|| view! { <span class="num muted">{grouped(set)}</span> })}
            </button>
            <div class="filter-set" id="filter-set" popover="auto">{facets()}</div>
        }
    });
    let name_of_form = label.clone();
    view! {
        <form class="filters" method="get" action=action role="search" aria-label=name_of_form>
            {keep}
            <div class="search affix">
                <Icon glyph=Glyph::Search/>
                <input
                    class="input"
                    id="filter-text"
                    type="search"
                    name=name
                    value=given(value)
                    placeholder=given(placeholder)
                    aria-label=label
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="200"
                />
            </div>
            {facets}
            <button class="btn no-js" type="submit">"Search"</button>
        </form>
    }
    .into_any()
}

/// One filter. Unset it is an offer, set it says its value and can be taken away. Its children are `Check`s or
/// `Radio`s of the form, in a panel with "Apply".
#[component]
pub fn Facet(
    /// Id of the panel, unlike every other on the page.
    #[prop(into)]
    id: String,
    /// "Status".
    #[prop(into)]
    label: String,
    /// "Active, invited"; empty where it is not set.
    #[prop(optional, into)]
    value: String,
    /// The list without this filter.
    #[prop(optional, into)]
    clear: String,
    /// What can be chosen.
    children: Children,
) -> impl IntoView {
    let button = if value.is_empty() {
        view! {
            <button class="facet" type="button" popovertarget=id.clone()>
                <Icon glyph=Glyph::Plus/>
                {label}
            </button>
        }
        .into_any()
    } else {
        let name = format!("Remove filter {label} {value}");
        view! {
            <span class="facet facet-set">
                <button type="button" popovertarget=id.clone()>
                    <span class="facet-k">{label}</span>
                    " "
                    <span class="facet-v">{value}</span>
                </button>
                <a class="facet-x" href=clear>
                    <Icon glyph=Glyph::Close/>
                    <span class="vh">{name}</span>
                </a>
            </span>
        }
        .into_any()
    };
    view! {
        {button}
        <div class="menu facet-panel" id=id popover="auto">
            {children()}
            <div class="facet-apply"><button class="btn btn-primary btn-sm btn-block" type="submit">"Apply"</button></div>
        </div>
    }
    .into_any()
}
