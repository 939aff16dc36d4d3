//! What runs in the browser: the islands of the pages come to life.

pub use app;

#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
