//! A new password by a link: made for someone, and used by them.

use super::{Received, done};
use crate::links;
use crate::pages;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::problem::Problem;
use service::{people, screens};

/// Makes the link, and shows it this once.
pub async fn begin(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received
        .cx
        .clone()
        .once(&format!("identities/{id}/reset"), &received.sent);
    let made = async {
        let env = cx.environment(&tenant, &environment).await?;
        env.require("users.reset_password")?;
        let id = id.parse().map_err(|_| Problem::not_found("person"))?;
        let made = people::reset_password(&env, id).await?;
        Ok((env, made))
    };
    match made.await {
        Ok((env, made)) => {
            let origin = links::origin(&state, &received.request);
            let shown = screens::reset_link(&env, &made, |token| links::reset(&origin, token));
            pages::with(&state, received.request, shown).await
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Sets the password with it.
pub async fn set(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    // The address is shown, so that password managers know whose password it is.
    let received = match Received::read(request, &["email", "password", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    match people::set_password(&received.cx, &token, &received.sent.value("password")).await {
        Ok(()) => done(&state, "/sign-in", "Your new password is set. Sign in with it."),
        Err(error) => received.again(&state, error).await,
    }
}
