//! Inviting, accepting, and what one does to one's own access.

use super::entry::signed_in;
use crate::forms::{Received, done};
use crate::links;
use crate::middleware::client;
use crate::pages;
use crate::respond::see_other;
use crate::state::AppState;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use domain::invitations::Invited;
use service::{Env, forms, screens, sessions};

async fn made(state: &AppState, received: Received, env: &Env, invited: service::Result<Invited>) -> Response {
    let origin = links::origin(state, &received.request);
    let shown = match invited {
        Ok(invited) => screens::invitation_made(env, &invited, |token| links::invitation(&origin, token)).await,
        Err(error) => Err(error),
    };
    match shown {
        Ok(shown) => pages::with(state, received.request, shown).await,
        Err(error) => received.again(state, error).await,
    }
}

/// Invites one person.
pub async fn invite(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    const FIELDS: [&str; 11] = [
        "name",
        "email",
        "role",
        "group",
        "when",
        "length",
        "until",
        "until_time",
        "from",
        "from_time",
        "reason",
    ];
    let fields = [&FIELDS[..], &["request"]].concat();
    let received = match Received::read(request, &fields, &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once("invite", &received.sent);
    let env = match cx.environment(&tenant, &environment).await {
        Ok(env) => env,
        Err(error) => return received.again(&state, error).await,
    };
    let invited = forms::invite(&env, &received.sent).await;
    made(&state, received, &env, invited).await
}

/// A new link, or none any more.
pub async fn invitation(
    State(state): State<AppState>,
    Path((tenant, environment, id)): Path<(String, String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["intent", "request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(&format!("invitation/{id}"), &received.sent);
    let env = match cx.environment(&tenant, &environment).await {
        Ok(env) => env,
        Err(error) => return received.again(&state, error).await,
    };
    match forms::invitation(&env, &id, &received.sent).await {
        Ok(Some(invited)) => made(&state, received, &env, Ok(invited)).await,
        Ok(None) => {
            let path = format!("/t/{tenant}/{environment}/directory/{}", pages::encode(&id));
            done(&state, &path, "The link does not work any more.")
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Accepts an invitation.
pub async fn accept(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let origin = client::origin(&state, request.headers(), request.extensions());
    // The address is shown, so that password managers know whose password it is; what counts is the
    // one of the invitation.
    let fields = ["way", "name", "email", "password", "request"];
    let received = match Received::read(request, &fields, &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    match forms::accept(&received.cx, &token, &received.sent, &origin).await {
        Ok(accepted) => {
            let path = format!("/t/{}/{}", accepted.tenant, accepted.environment);
            match accepted.session {
                Some(session) => signed_in(&state, &path, &session.token),
                None => see_other(&path),
            }
        }
        Err(error) => received.again(&state, error).await,
    }
}

/// Signs oneself out everywhere else.
pub async fn me(
    State(state): State<AppState>,
    Path((tenant, environment)): Path<(String, String)>,
    request: Request,
) -> Response {
    let received = match Received::read(request, &["request"], &[]).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let ended = match received.cx.environment(&tenant, &environment).await {
        Ok(_) => sessions::end_others(&received.cx).await,
        Err(error) => Err(error),
    };
    match ended {
        Ok(ended) => {
            let words = match ended {
                0 => "You were signed in nowhere else.",
                _ => "You are signed out everywhere else.",
            };
            done(&state, &format!("/t/{tenant}/{environment}/me"), words)
        }
        Err(error) => received.again(&state, error).await,
    }
}
