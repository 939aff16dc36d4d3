//! x
use leptos::prelude::*;
pub fn document(_options: LeptosOptions, _css: String, _theme: Option<String>) -> impl IntoView { view!{<p>"x"</p>} }
