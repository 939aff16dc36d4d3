//! The parts of a `<dialog>`, for islands that open it with `showModal()`. Every dialog is also a page.
use leptos::{html, prelude::*};

use crate::{
    button::join,
    icon::{Glyph, Icon},
    tag::EnvTag,
};

/// A modal dialog, named by its head. Has its own status region, since all outside is inert while it is open:
/// the id is `{id}-status`. The title has the id `{id}-title`.
#[component]
pub fn Dialog(
    /// Id of the dialog.
    #[prop(into)]
    id: String,
    /// For confirmations: narrower, a sheet on phones.
    #[prop(optional)]
    small: bool,
    /// The element, for `show_modal()`.
    #[prop(optional)]
    node_ref: Option<NodeRef<html::Dialog>>,
    /// `DialogHead`, `DialogBody`, `DialogFoot`, within one form where there is one.
    children: Children,
) -> impl IntoView {
    let class = join(&["dialog", if small { "dialog-sm" } else { "" }]);
    let title = format!("{id}-title");
    let status = view! { <div role="status" class="vh" id=format!("{id}-status")></div> };
    match node_ref {
        Some(node_ref) => {
            view! { <dialog node_ref=node_ref class=class id=id aria-labelledby=title>{children()}{status}</dialog> }
                .into_any()
        }
        None => view! { <dialog class=class id=id aria-labelledby=title>{children()}{status}</dialog> }.into_any(),
    }
}

/// Title, environment, and the way out. The close button works without a script where the browser knows
/// `command`; it also carries `data-close` for an island to listen to.
#[component]
pub fn DialogHead(
    /// Id of the dialog.
    #[prop(into)]
    dialog: String,
    /// "Assign role to 128 identities".
    #[prop(into)]
    title: String,
    /// Name of the environment it acts in.
    #[prop(optional, into)]
    environment: String,
) -> impl IntoView {
    view! {
        <header class="dialog-head">
            <h2 id=format!("{dialog}-title") tabindex="-1">{title}</h2>
            {(!environment.is_empty()).then(|| view! { <EnvTag name=environment/> })}
            <button type="button" class="btn btn-icon" command="close" commandfor=dialog data-close="">
                <Icon glyph=Glyph::Close/>
                <span class="vh">"Close"</span>
            </button>
        </header>
    }
    .into_any()
}

/// What scrolls.
#[component]
pub fn DialogBody(
    /// Fields, plan, result.
    children: Children,
) -> impl IntoView {
    view! { <div class="dialog-body">{children()}</div> }.into_any()
}

/// The buttons, the one that acts last. Wrap what belongs to the start in `<span class="start">`.
#[component]
pub fn DialogFoot(
    /// Buttons.
    children: Children,
) -> impl IntoView {
    view! { <footer class="dialog-foot">{children()}</footer> }.into_any()
}
