//! The document around the pages.

use crate::layout::Theme;
use crate::routes::App;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

/// Islands come to life when the browser is idle, and a browser may never say that it is: after so
/// many milliseconds it shall call all the same. The script that asks gives it no limit.
const IDLE: &str = "const idle = window.requestIdleCallback; \
    if (idle) window.requestIdleCallback = (run, options) => idle.call(window, run, { timeout: 200, ...options });";

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
                <script nonce=use_nonce()>{IDLE}</script>
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
