//! A form page or its result: a page of its own, or what the dialog over another page shows.
//!
//! The same markup serves both, so whatever a dialog can do is also an address that works without
//! scripts. Parts that a dialog exchanges while a form is filled in carry `data-swap`.

use super::{Section, Shell};
use domain::form::Frame;
use domain::screens;
use leptos::prelude::*;
use ui::button::{Button, Look, Press};
use ui::errors::ErrorSummary;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::notice::{Notice, Tone};
use ui::tag::EnvTag;

/// What came of something, for the page under the dialog once that closes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Of the toast: "Operator assigned to 119".
    pub title: String,
    /// "7 skipped, 2 failed."
    pub text: String,
    /// Where the whole result stands.
    pub href: String,
    /// Ids of those who stay selected, as it failed for them.
    pub failed: Vec<String>,
}

/// Whether this page is made for a dialog.
pub fn in_dialog() -> bool {
    use_context::<Frame>() == Some(Frame::Dialog)
}

/// Title, environment, what the children bring, and the buttons under it.
#[component]
pub fn Sheet(
    shell: screens::Shell,
    section: Section,
    #[prop(into)] title: String,
    /// Where this page is reached again by a link.
    #[prop(into)]
    here: String,
    /// Pages above this one: text and address.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// What was refused: id of the field, sentence.
    #[prop(optional)]
    errors: Vec<(String, String)>,
    /// Where the form is sent; absent where nothing can be sent.
    #[prop(optional_no_strip, into)]
    action: Option<String>,
    /// The form is judged again when a field changes, by the button value `live`.
    #[prop(optional)]
    live: bool,
    /// A line under the title.
    #[prop(optional_no_strip, into)]
    meta: Option<String>,
    /// What came of it, where this is a result.
    #[prop(optional)]
    came: Option<Came>,
    /// The buttons, the one that acts last in a dialog.
    foot: AnyView,
    children: Children,
) -> impl IntoView {
    let environment = shell.environment.name.clone();
    if !in_dialog() {
        let body = match action {
            Some(action) => view! {
                <form id="form" class="form stack" method="post" action=action novalidate=true>
                    {children()}
                    <div class="form-foot">{foot}</div>
                </form>
            }
            .into_any(),
            None => view! { <div class="form stack">{children()}<div class="form-foot">{foot}</div></div> }.into_any(),
        };
        return view! {
            <Shell shell section title=title.clone() here crumbs errors>
                <header class="head">
                    <h1 tabindex="-1">{title}</h1>
                    <div class="head-actions"><EnvTag name=environment/></div>
                    {meta.map(|meta| view! { <p class="head-meta">{meta}</p> })}
                </header>
                {body}
            </Shell>
        }
        .into_any();
    }
    let inside = view! {
        <header class="dialog-head">
            <h2 id="dialog-title" tabindex="-1">{title}</h2>
            <EnvTag name=environment/>
            <span data-close=""><IconButton glyph=Glyph::Close label="Close" press=Press::Nothing/></span>
        </header>
        <div class="dialog-body">
            <ErrorSummary errors/>
            <div data-unreachable="" tabindex="-1" hidden=true>
                <Notice text="The server did not answer. Check the connection, then try again: nothing of this form is lost." tone=Tone::Danger/>
            </div>
            <div data-moved="" tabindex="-1" hidden=true>
                <Notice text="This changed meanwhile. Look at what it would do now, then press again." tone=Tone::Warning/>
            </div>
            {meta.map(|meta| view! { <p class="dialog-lead">{meta}</p> })}
            {children()}
        </div>
        <footer class="dialog-foot">
            <div class="dialog-discard" role="group" aria-label="Discard changes?" hidden=true>
                <strong>"Discard changes?"</strong>
                <span data-stay=""><Button press=Press::Nothing>"Keep editing"</Button></span>
                <span data-discard=""><Button press=Press::Nothing look=Look::Danger>"Discard"</Button></span>
            </div>
            {foot}
        </footer>
    };
    let inside = match action {
        Some(action) => view! {
            <form id="form" method="post" action=action novalidate=true data-live=live.then_some("")>{inside}</form>
        }
        .into_any(),
        None => view! { <div class="dialog-still">{inside}</div> }.into_any(),
    };
    let result = came.is_some().then_some("");
    let came = came.unwrap_or_default();
    view! {
        <div
            id="sheet"
            data-result=result
            data-toast=came.title
            data-toast-text=came.text
            data-toast-href=came.href
            data-failed=came.failed.join(" ")
        >
            {inside}
        </div>
    }
    .into_any()
}
