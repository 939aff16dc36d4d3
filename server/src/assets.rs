//! The browser side, inside the binary: precompressed, with hashed names.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../dist"]
#[allow_missing = true]
struct Dist;

/// Names of the bundle's parts.
pub struct Bundle {
    /// Name of the script without its ending.
    pub stem: String,
    pub css: String,
}

/// The bundle, or a sentence that says how to make it.
pub fn bundle() -> anyhow::Result<Bundle> {
    let find = |fits: &dyn Fn(&str) -> bool| Dist::iter().find(|name| fits(name)).map(|name| name.to_string());
    let wasm = find(&|name| name.ends_with("_bg.wasm"));
    let css = find(&|name| name.starts_with("rolecall-") && name.ends_with(".css"));
    match (wasm, css) {
        (Some(wasm), Some(css)) => Ok(Bundle {
            stem: wasm.trim_end_matches("_bg.wasm").to_owned(),
            css: format!("/assets/{css}"),
        }),
        _ => anyhow::bail!("this build has no browser side; run `cargo xtask web` and build again"),
    }
}

/// One file. Hashed names never change; others are asked for with a revision in their query.
pub async fn get(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let brotli = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "br"));
    let small = brotli.then(|| Dist::get(&format!("{name}.br"))).flatten();
    let compressed = small.is_some();
    let Some(file) = small.or_else(|| Dist::get(&name)) else {
        return (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    };
    let mut response = Response::new(Body::from(file.data.into_owned()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    let lasting = name.starts_with("fonts/") || is_hashed(&name) || name.ends_with(".svg");
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static(if lasting {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }),
    );
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if compressed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn is_hashed(name: &str) -> bool {
    name.starts_with("frontend-") || name.starts_with("rolecall-")
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
