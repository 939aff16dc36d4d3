//! Forms of the pages: each is sent to the address of its page, and works without scripts.

mod assignments;
mod entry;
mod environment;
mod groups;
mod invite;
mod people;
mod roles;

use crate::pages;
use crate::respond;
use crate::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response as HttpResponse, header};
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::form::Sent;
use domain::problem::{Code, Problem};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use service::Cx;

/// The largest form, in bytes: some 25,000 ids.
const FORM_BYTES: usize = 1024 * 1024;

/// A form: where it is sent, and who may send it.
pub struct Form {
    pub path: &'static str,
    /// A capability; `nobody` where one need not be signed in, `own` where only oneself is concerned.
    pub needs: &'static str,
    handler: fn() -> MethodRouter<AppState>,
}

/// Every form, as the router has them.
pub static FORMS: &[Form] = &[
    Form {
        path: "/setup",
        needs: "nobody",
        handler: || post(entry::setup).get(pages::get),
    },
    Form {
        path: "/sign-in",
        needs: "nobody",
        handler: || post(entry::sign_in).get(pages::get),
    },
    Form {
        path: "/sign-out",
        needs: "own",
        handler: || post(entry::sign_out),
    },
    Form {
        path: "/theme",
        needs: "nobody",
        handler: || post(entry::theme),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/new",
        needs: "users.create",
        handler: || post(environment::new_identity).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/deleted",
        needs: "users.delete",
        handler: || post(people::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/suspend",
        needs: "users.suspend",
        handler: || post(people::suspend_many).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/reinstate",
        needs: "users.suspend",
        handler: || post(people::reinstate_many).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/edit",
        needs: "users.edit",
        handler: || post(people::edit).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/suspend",
        needs: "users.suspend",
        handler: || post(people::suspend).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/reinstate",
        needs: "users.suspend",
        handler: || post(people::reinstate).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/remove-access",
        needs: "members.remove",
        handler: || post(people::remove_access).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/delete",
        needs: "users.delete",
        handler: || post(people::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/sessions",
        needs: "sessions.revoke",
        handler: || post(people::sessions).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/new",
        needs: "roles.create",
        handler: || post(roles::create).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/deleted",
        needs: "roles.delete",
        handler: || post(roles::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/{id}/delete",
        needs: "roles.delete",
        handler: || post(roles::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/roles/{id}",
        needs: "roles.edit",
        handler: || post(roles::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/new",
        needs: "groups.manage",
        handler: || post(groups::create).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/deleted",
        needs: "groups.manage",
        handler: || post(groups::restore).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/join",
        needs: "groups.manage",
        handler: || post(groups::join).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/leave",
        needs: "groups.manage",
        handler: || post(groups::leave).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/{id}/edit",
        needs: "groups.manage",
        handler: || post(groups::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/groups/{id}/delete",
        needs: "groups.manage",
        handler: || post(groups::delete).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/invite",
        needs: "members.invite",
        handler: || post(invite::invite).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/directory/{id}/invitation",
        needs: "members.invite",
        handler: || post(invite::invitation).get(pages::get),
    },
    Form {
        path: "/invite/{token}",
        needs: "nobody",
        handler: || post(invite::accept).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/me",
        needs: "own",
        handler: || post(invite::me).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assign",
        needs: "members.change_roles",
        handler: || post(environment::assign).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/change",
        needs: "members.change_roles",
        handler: || post(assignments::change).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/remove",
        needs: "members.change_roles",
        handler: || post(assignments::remove).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/end",
        needs: "members.change_roles",
        handler: || post(assignments::end).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/assignments/{id}/dates",
        needs: "members.change_roles",
        handler: || post(assignments::dates).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/remove",
        needs: "members.change_roles",
        handler: || post(environment::remove).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/operations/{id}/undo",
        needs: "members.change_roles",
        handler: || post(environment::undo).get(pages::get),
    },
    Form {
        path: "/t/{tenant}/{environment}/operations/{id}/retry",
        needs: "members.change_roles",
        handler: || post(environment::retry).get(pages::get),
    },
];

/// Adds the forms to a router.
pub fn routes(router: Router<AppState>) -> Router<AppState> {
    FORMS
        .iter()
        .fold(router, |router, form| router.route(form.path, (form.handler)()))
}

/// A form and the request that brought it, without its body.
pub struct Received {
    pub sent: Sent,
    pub request: Request,
    pub cx: Cx,
}

impl Received {
    /// Reads a form with these fields: `single` at most once, `many` as often as need be. Other
    /// fields are refused. The answer, where it is none.
    pub async fn read(request: Request, single: &[&str], many: &[&str]) -> Result<Self, Box<Response>> {
        let (parts, body) = request.into_parts();
        let cx = parts.extensions.get::<Cx>().cloned();
        let refuse = |code, detail: &str| {
            let mut problem = Problem::new(code, detail);
            problem.request_id = cx.as_ref().map(|cx| cx.request_id().to_owned());
            Box::new(respond::problem(&problem))
        };
        let Some(cx) = cx.clone() else {
            return Err(refuse(Code::Internal, "The request has no context."));
        };
        let media_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        if !media_type
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        {
            return Err(refuse(
                Code::UnsupportedMediaType,
                "A form is sent as application/x-www-form-urlencoded.",
            ));
        }
        let bytes = match Limited::new(body, FORM_BYTES).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(refuse(
                    Code::TooLarge,
                    "This form is too large. Select fewer people, or all that match a filter.",
                ));
            }
            Err(_) => return Err(refuse(Code::Malformed, "The form did not arrive whole. Send it again.")),
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Err(refuse(Code::Malformed, "The form is not UTF-8 text."));
        };
        let sent = Sent {
            values: domain::query::pairs(text),
            problem: None,
        };
        let received = Self {
            sent,
            request: Request::from_parts(parts, Body::empty()),
            cx,
        };
        received.only(single, many)?;
        Ok(received)
    }

    fn only(&self, single: &[&str], many: &[&str]) -> Result<(), Box<Response>> {
        for (position, (name, _)) in self.sent.values.iter().enumerate() {
            let name = name.as_str();
            let (code, detail) = if many.contains(&name) {
                continue;
            } else if !single.contains(&name) {
                (Code::UnknownField, format!("This form has no field {name}."))
            } else if self.sent.values[..position].iter().any(|(earlier, _)| earlier == name) {
                (Code::DuplicateKey, format!("The field {name} came twice."))
            } else {
                continue;
            };
            let mut problem = Problem::new(code, detail);
            problem.request_id = Some(self.cx.request_id().to_owned());
            return Err(Box::new(respond::problem(&problem)));
        }
        Ok(())
    }

    /// Shows the page again with what is wrong; failures and missing rights as their own pages.
    pub async fn again(self, state: &AppState, error: service::Error) -> Response {
        let problem = error.into_problem(self.cx.request_id());
        let path = self.request.uri().path().to_owned();
        note(&self.cx, &path, &problem).await;
        pages::again(
            state,
            self.request,
            Sent {
                problem: Some(problem),
                ..self.sent
            },
        )
        .await
    }
}

/// A refusal for a missing right is noted in the environment of the form's address.
async fn note(cx: &Cx, path: &str, problem: &Problem) {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    if let (Code::Forbidden | Code::WouldEscalate, ["t", tenant, environment, ..]) = (problem.code, &parts[..])
        && let Ok(env) = cx.environment(tenant, environment).await
    {
        service::denials::note(&env, problem);
    }
}

/// Goes on to a page that first says what happened.
pub fn done(state: &AppState, path: &str, flash: &str) -> HttpResponse<Body> {
    let mut response = respond::see_other(path);
    let text = pages::encode(flash).replace('/', "%2F");
    crate::middleware::session::set(response.headers_mut(), state.secure(), pages::FLASH, &text, 60);
    response
}
