//! The document around the pages.

use crate::layout::Theme;
use crate::routes::App;
use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// The whole page. `css` is the address of the style sheet; `theme` is `light` or `dark`, or
/// nothing to follow the system.
pub fn document(options: LeptosOptions, css: String, theme: Option<String>) -> impl IntoView {
    let theme = Theme::parse(theme.as_deref());
    provide_context(theme);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
                />
                <meta name="color-scheme" content="light dark"/>
                <link rel="preload" href="/assets/fonts/inter-latin.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="icon" href="/assets/favicon.svg" r#type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
                <HydrationScripts options islands=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <div id="live" role="status" class="vh"></div>
                <div id="live-err" role="alert" class="vh"></div>
            </body>
        </html>
    }
}
