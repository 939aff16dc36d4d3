//! The title of the browser's tab, and the colour by which environments are told apart.

use domain::environments::Hue;
use domain::screens::Shell;
use leptos::prelude::*;
use leptos_meta::{Html, Title};

/// Title and colour of a page; a form that was refused says so first.
#[component]
pub fn Head(
    /// "Directory".
    #[prop(into)]
    title: String,
    /// Where the page is; none for pages outside of environments.
    #[prop(optional_no_strip, into)]
    shell: Option<Shell>,
    /// Something on the page was refused.
    #[prop(optional)]
    refused: bool,
) -> impl IntoView {
    let title = if refused { format!("Error: {title}") } else { title };
    match shell {
        None => view! { <Title text=format!("{title} · Rolecall")/> }.into_any(),
        Some(shell) => {
            let environment = shell.environment;
            // The hatch goes with the colour of Development, so that colour is never the only cue.
            let strip = if environment.hue == Hue::Teal { "hatch" } else { "solid" };
            view! {
                <Title text=format!("{title} · {} · {}", environment.name, shell.tenant.name)/>
                <Html {..} data-env=environment.hue.as_str() data-strip=strip/>
            }
            .into_any()
        }
    }
}
