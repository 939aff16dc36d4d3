//! Coming in and going out: setup, sign-in, sign-out; and the theme.

use crate::forms::Received;
use crate::middleware::client;
use crate::middleware::session::{cookie_name, set};
use crate::pages::THEME;
use crate::respond::{own_path, see_other};
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::response::Response;
use service::{forms, sessions};

pub(super) fn signed_in(state: &AppState, path: &str, token: &str) -> Response {
    let mut response = see_other(path);
    set(
        response.headers_mut(),
        state.secure(),
        cookie_name(state.secure()),
        token,
        sessions::ABSOLUTE_SECONDS,
    );
    response
}

pub async fn setup(State(state): State<AppState>, request: Request) -> Response {
    let origin = client::origin(&state, request.headers(), request.extensions());
    let received = match Received::read(
        request,
        &[
            "token",
            "name",
            "email",
            "password",
            "organisation",
            "time_zone",
            "request",
        ],
        &[],
    )
    .await
    {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    match forms::setup(&received.cx, &received.sent, &origin).await {
        Ok((session, tenant)) => signed_in(
            &state,
            &format!("/t/{}/production/directory", tenant.slug),
            &session.token,
        ),
        Err(error) => received.again(&state, error).await,
    }
}

pub async fn sign_in(State(state): State<AppState>, request: Request) -> Response {
    let origin = client::origin(&state, request.headers(), request.extensions());
    let received = match Received::read(request, &["login", "password", "next", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let (login, password) = (received.sent.value("login"), received.sent.value("password"));
    match sessions::sign_in(&received.cx, &login, &password, &origin).await {
        Ok(session) => {
            let mut response = signed_in(&state, own_path(&received.sent.value("next")), &session.token);
            if let Some(notice) = session.notice {
                super::received::say(&state, &mut response, &notice);
            }
            response
        }
        Err(error) => received.again(&state, error).await,
    }
}

pub async fn sign_out(State(state): State<AppState>, request: Request) -> Response {
    let received = match Received::read(request, &["request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    if let Err(error) = sessions::sign_out(&received.cx).await {
        return crate::respond::problem(&error.into_problem(received.cx.request_id()));
    }
    let mut response = see_other("/sign-in");
    set(
        response.headers_mut(),
        state.secure(),
        cookie_name(state.secure()),
        "",
        0,
    );
    response
}

pub async fn theme(State(state): State<AppState>, request: Request) -> Response {
    let received = match Received::read(request, &["theme", "next", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let mut response = see_other(own_path(&received.sent.value("next")));
    match received.sent.value("theme").as_str() {
        theme @ ("light" | "dark") => set(response.headers_mut(), state.secure(), THEME, theme, 365 * 86_400),
        _ => set(response.headers_mut(), state.secure(), THEME, "", 0),
    }
    response
}
