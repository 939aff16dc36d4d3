//! The hidden fields that go along with the ticked rows of a list.

use crate::parts::request::Request;
use leptos::prelude::*;

/// `also`: fields of this list. `matching`: with everything matching selected, its filter; the rows that
/// were shown go along then, so that those unticked are left out.
pub fn carried(
    also: Vec<(&'static str, String)>,
    matching: Option<String>,
    shown: impl Iterator<Item = String>,
) -> AnyView {
    let also = also
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect::<Vec<_>>();
    let matching = matching.map(|filter| {
        let shown = shown
            .map(|id| view! { <input type="hidden" name="shown" value=id/> }.into_any())
            .collect::<Vec<_>>();
        view! {
            <input type="hidden" name="scope" value="matching"/>
            <input type="hidden" name="filter" value=filter/>
            {shown}
        }
    });
    view! {
        <Request/>
        {also}
        {matching}
        <div data-carried="" hidden=true></div>
    }
    .into_any()
}
