//! What a form brought, and where it leads.

use crate::pages;
use crate::respond;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response as HttpResponse, header};
use axum::response::Response;
use domain::form::Sent;
use domain::id::OperationId;
use domain::problem::{Code, Problem};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use service::{Cx, Env};

/// The largest form, in bytes: some 25,000 ids.
const FORM_BYTES: usize = 1024 * 1024;

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

/// A page of an environment, such as `groups/deleted`, and what it first says.
pub struct Then {
    pub page: String,
    pub words: String,
}

/// Where a restore leads: to what is there again, or, where something was left out, to the report that
/// says what and why.
pub fn brought_back(operation: Option<OperationId>, whole: bool, page: String, name: &str) -> Then {
    Then {
        page: match operation.filter(|_| !whole) {
            Some(id) => format!("operations/{id}"),
            None => page,
        },
        words: format!("{name} is there again."),
    }
}

/// The usual form of an environment: read, done once however often it is sent, and on to a page that
/// says what happened; where `act` has nothing to lead to, the page is shown again as `act` left it.
/// `route` names what is done once.
pub async fn once(
    state: &AppState,
    (tenant, environment): (&str, &str),
    request: Request,
    (single, many): (&[&str], &[&str]),
    route: &str,
    act: impl AsyncFnOnce(&Env, &mut Sent) -> service::Result<Option<Then>>,
) -> Response {
    let single = [single, &["request"]].concat();
    let mut received = match Received::read(request, &single, many).await {
        Ok(received) => received,
        Err(answer) => return *answer,
    };
    let cx = received.cx.clone().once(route, &received.sent);
    let acted = match cx.environment(tenant, environment).await {
        Ok(env) => act(&env, &mut received.sent).await,
        Err(error) => Err(error),
    };
    match acted {
        Ok(Some(Then { page, words })) => done(state, &format!("/t/{tenant}/{environment}/{page}"), &words),
        Ok(None) => pages::again(state, received.request, received.sent).await,
        Err(error) => received.again(state, error).await,
    }
}

/// Goes on to a page that first says what happened.
pub fn done(state: &AppState, path: &str, flash: &str) -> HttpResponse<Body> {
    let mut response = respond::see_other(path);
    say(state, &mut response, flash);
    response
}

/// Has the next page say something first.
pub fn say(state: &AppState, response: &mut HttpResponse<Body>, flash: &str) {
    let text = pages::encode(flash).replace('/', "%2F");
    crate::middleware::session::set(response.headers_mut(), state.secure(), pages::FLASH, &text, 60);
}
