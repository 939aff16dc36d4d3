//! Pages: the app rendered on the server, whole, with what the request brings along.

use crate::middleware::session::{cookie, set};
use crate::respond;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use domain::form::{FRAME_DIALOG, FRAME_HEADER, Flash, Frame, RequestKey, Sent};
use domain::screens::{InvitationMade, ResetLink};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::{Cx, Who, setup};

/// Cookie with a sentence for the next page.
pub const FLASH: &str = "rolecall-flash";
/// Cookie with the theme, where the person chose one.
pub const THEME: &str = "rolecall-theme";
/// Cookie with the environment that was used last: `tenant.environment`.
pub const LAST: &str = "rolecall-last";

/// Any page that is asked for. Whoever is not signed in is led to where they can be.
pub async fn get(State(state): State<AppState>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(cx) = request.extensions().get::<Cx>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let uri = request.uri().clone();
    let last = cookie(request.headers(), LAST).map(str::to_owned);
    match lead(&state, &cx, &uri, last.as_deref()).await {
        Ok(Some(path)) => respond::see_other(&path),
        Ok(None) => render(&state, request).await,
        Err(error) => respond::problem(&error.into_problem(cx.request_id())),
    }
}

/// Where a request for a page must go first.
async fn lead(state: &AppState, cx: &Cx, uri: &Uri, last: Option<&str>) -> service::Result<Option<String>> {
    let path = uri.path();
    let signed_in = matches!(cx.who(), Who::Account { .. });
    if path == "/setup" {
        return Ok((!setup::needed(&state.service).await?).then(|| "/".to_owned()));
    }
    if path == "/sign-in" {
        if signed_in {
            return Ok(Some("/".to_owned()));
        }
        return Ok(setup::needed(&state.service).await?.then(|| "/setup".to_owned()));
    }
    if path.starts_with("/invite/") || path.starts_with("/reset/") {
        return Ok(None);
    }
    if !signed_in {
        if setup::needed(&state.service).await? {
            return Ok(Some("/setup".to_owned()));
        }
        let here = uri.path_and_query().map_or("/", |path| path.as_str());
        return Ok(Some(if here == "/" {
            "/sign-in".to_owned()
        } else {
            format!("/sign-in?next={}", encode(here))
        }));
    }
    if path == "/" {
        return only_place(cx).await;
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    // How the Groups screen is addressed elsewhere.
    if let ["orgs", org, "portal", "access-management", "groups"] = parts[..] {
        let (tenant, environment) = service::tenants::entrance(cx, org, last).await?;
        return Ok(Some(format!("/t/{tenant}/{environment}/groups")));
    }
    // The bare address of an environment leads to its directory, or to what one has there.
    if let ["t", tenant, environment] = parts[..] {
        return Ok(Some(match cx.environment(tenant, environment).await {
            Ok(env) if !env.may_anywhere("users.view") => format!("/t/{tenant}/{environment}/me"),
            _ => format!("/t/{tenant}/{environment}/directory"),
        }));
    }
    // A form that was sent without scripts brings every field along; the address keeps what counts.
    if let ["t", tenant, environment, "directory"] = parts[..] {
        let tidied = uri.query().and_then(domain::query::Directory::tidied);
        return Ok(tidied.map(|search| format!("/t/{tenant}/{environment}/directory{search}")));
    }
    Ok(None)
}

/// Who may enter one tenant only goes there at once, to Production where nothing else was used.
async fn only_place(cx: &Cx) -> service::Result<Option<String>> {
    let home = service::screens::home(cx).await?;
    let [tenant] = &home.tenants[..] else { return Ok(None) };
    let environment = tenant
        .environments
        .iter()
        .find(|one| one.slug == "production")
        .or(tenant.environments.first());
    Ok(environment.map(|environment| format!("/t/{}/{}", tenant.slug, environment.slug)))
}

/// Percent-encodes a value for a query.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Shows the page of a form again, with what was sent.
pub async fn again(state: &AppState, mut request: Request, sent: Sent) -> Response {
    // A dialog shows what is wrong; a status of its own would only be one more complaint of the browser.
    let status = sent
        .problem
        .as_ref()
        .filter(|_| !inside(request.headers()))
        .map(respond::status);
    request.extensions_mut().insert(sent);
    let mut response = render(state, request).await;
    if let (Some(status), StatusCode::OK) = (status, response.status()) {
        *response.status_mut() = status;
    }
    response
}

/// Shows the page of a form with what came of it, where that cannot be told again.
pub async fn with<T: Clone + Send + Sync + 'static>(state: &AppState, mut request: Request, made: T) -> Response {
    request.extensions_mut().insert(made);
    render(state, request).await
}

async fn render(state: &AppState, mut request: Request) -> Response {
    // What just happened is told by the page that a person comes to, not by one that is taken apart.
    let flash = cookie(request.headers(), FLASH)
        .filter(|_| !inside(request.headers()))
        .map(|text| Flash(decode(text)));
    let had_flash = flash.is_some();
    if let Some(flash) = flash {
        request.extensions_mut().insert(flash);
    }
    let here = place(request.uri().path()).filter(|here| cookie(request.headers(), LAST) != Some(here));
    let key = RequestKey(state.service.request_key());
    let theme = cookie(request.headers(), THEME)
        .filter(|theme| matches!(*theme, "light" | "dark"))
        .map(str::to_owned);
    let context = move || {
        provide(&key);
    };
    let (options, css) = (state.leptos.clone(), state.css.clone());
    let document = move || {
        content_policy();
        app::document(options.clone(), css.clone(), theme.clone())
    };
    let handler = leptos_axum::render_app_async_with_context(context, document);
    let mut response = handler(request.map(|_| Body::empty())).await.into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(here) = here.filter(|_| response.status() == StatusCode::OK) {
        set(response.headers_mut(), state.secure(), LAST, &here, 400 * 86_400);
    }
    if had_flash {
        set(response.headers_mut(), state.secure(), FLASH, "", 0);
    }
    response
}

/// The environment of an address, as the cookie of the last one has it.
fn place(path: &str) -> Option<String> {
    let mut parts = path.trim_start_matches('/').split('/');
    let ("t", tenant, environment) = (parts.next()?, parts.next()?, parts.next()?) else {
        return None;
    };
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (plain(tenant) && plain(environment)).then(|| format!("{tenant}.{environment}"))
}

/// Hands on to the page what the request brings.
fn provide(key: &RequestKey) {
    provide_context(key.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(cx) = parts.extensions.get::<Cx>() {
        provide_context(cx.clone());
    }
    if let Some(sent) = parts.extensions.get::<Sent>() {
        provide_context(sent.clone());
    }
    if let Some(made) = parts.extensions.get::<InvitationMade>() {
        provide_context(made.clone());
    }
    if let Some(made) = parts.extensions.get::<ResetLink>() {
        provide_context(made.clone());
    }
    if let Some(flash) = parts.extensions.get::<Flash>() {
        provide_context(flash.clone());
    }
    if inside(&parts.headers) {
        provide_context(Frame::Dialog);
    }
}

/// Whether the page is for the dialog of another one.
fn inside(headers: &HeaderMap) -> bool {
    headers.get(FRAME_HEADER).is_some_and(|frame| frame == FRAME_DIALOG)
}

/// Only scripts that carry this answer's nonce run; nothing is loaded from elsewhere.
fn content_policy() {
    let (Some(nonce), Some(options)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        options.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}
