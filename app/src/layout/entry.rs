//! Pages outside of environments: signing in, setting up, errors, choosing where to go.

use super::{Head, Mark};
use domain::form::Flash;
use leptos::prelude::*;
use ui::skip::SkipLinks;

/// One column on the surface. The children bring their heading.
#[component]
pub fn Entry(
    /// Of the browser's tab.
    #[prop(into)]
    title: String,
    /// For forms with fields side by side.
    #[prop(optional)]
    wide: bool,
    /// Something on the page was refused.
    #[prop(optional)]
    refused: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { "entry-main entry-wide" } else { "entry-main" };
    let flash = use_context::<Flash>().map(|flash| view! { <ui::flash::Flash text=flash.0/> });
    view! {
        <Head title refused/>
        <SkipLinks targets=vec![("main".to_owned(), "Skip to content".to_owned())]/>
        <div class="entry">
            <main class=class id="main" tabindex="-1">
                {flash}
                <div class="entry-brand"><Mark/><span>"Rolecall"</span></div>
                {children()}
            </main>
        </div>
    }
    .into_any()
}
