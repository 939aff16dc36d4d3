//! Bodies, read strictly: the media type, the size, every field known and once, the right types.

use super::answer::Refusal;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use bytes::Bytes;
use domain::problem::{Code, FieldProblem, Problem};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use service::Env;
use std::marker::PhantomData;

/// The largest body of most routes, in bytes.
pub const USUAL: usize = 1024 * 1024;
/// The largest body of the bulk routes.
pub const BULK: usize = 32 * 1024 * 1024;

/// The environment of the key that asks.
pub fn env(request: &Request) -> Result<Env, Refusal> {
    let env = request.extensions().get::<Env>().cloned();
    env.ok_or_else(|| {
        Refusal(Problem::new(
            Code::Unauthorized,
            "Send an API key in X-API-Key or as a Bearer token.",
        ))
    })
}

/// Reads a JSON body; a POST with an `Idempotency-Key` happens once.
///
/// Fails with `unsupported_media_type`, `too_large`, `malformed`, `unknown_field`, `wrong_type`,
/// `duplicate_key`, the latter three with a pointer.
pub async fn json<T: DeserializeOwned>(env: Env, request: Request, limit: usize) -> Result<(T, Env), Refusal> {
    let (bytes, env) = bytes(env, request, limit).await?;
    Ok((parse(&env, &bytes)?, env))
}

/// A JSON body as it came, for [`parse`].
///
/// Fails with `unsupported_media_type`, `too_large`.
pub async fn bytes(env: Env, request: Request, limit: usize) -> Result<(Bytes, Env), Refusal> {
    let route = request.uri().path().to_owned();
    let once_only = request.method() == Method::POST;
    let headers = request.headers().clone();
    check_media_type(&env, &headers)?;
    let bytes = read(&env, request.into_body(), limit).await?;
    let env = if once_only {
        once(env, &route, &headers, &bytes)
    } else {
        env
    };
    Ok((bytes, env))
}

fn once(env: Env, route: &str, headers: &HeaderMap, body: &[u8]) -> Env {
    match headers
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .filter(|key| !key.is_empty())
    {
        None => env,
        Some(key) => env.once_per(route, key, body),
    }
}

fn check_media_type(env: &Env, headers: &HeaderMap) -> Result<(), Refusal> {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    Err(Refusal::new(
        env,
        Problem::new(
            Code::UnsupportedMediaType,
            "Send JSON, with Content-Type: application/json.",
        ),
    ))
}

async fn read(env: &Env, body: Body, limit: usize) -> Result<Bytes, Refusal> {
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            let detail = format!(
                "A body here has at most {} MiB. Send several requests.",
                limit / (1024 * 1024)
            );
            Err(Refusal::new(env, Problem::new(Code::TooLarge, detail)))
        }
        Err(_) => Err(Refusal::new(
            env,
            Problem::new(Code::Malformed, "The body did not arrive whole. Send it again."),
        )),
    }
}

/// Reads a body. Fails with `malformed`, `unknown_field`, `wrong_type`, `duplicate_key`.
pub fn parse<T: DeserializeOwned>(env: &Env, bytes: &[u8]) -> Result<T, Refusal> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let Object(value) = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let mut pointer = pointer(error.path());
        // A field that is missing or came twice is known to the one around it only.
        let text = error.inner().to_string();
        if let Some(rest) = text
            .strip_prefix("missing field `")
            .or_else(|| text.strip_prefix("duplicate field `"))
        {
            let name = rest.split('`').next().unwrap_or_default();
            pointer = format!("{pointer}/{name}");
        }
        Refusal::new(env, explain(&pointer, error.inner()))
    })?;
    reader.end().map_err(|error| Refusal::new(env, explain("", &error)))?;
    Ok(value)
}

/// A JSON pointer (RFC 6901) of the place where reading stopped.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut out = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                out.push('/');
                out.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Unknown => {}
        }
    }
    out
}

fn explain(pointer: &str, error: &serde_json::Error) -> Problem {
    use serde_json::error::Category;
    let text = error.to_string();
    // The place in the text is of use to a person; the rest of the message is told by the code.
    let (message, place) = match text.rfind(" at line ") {
        Some(at) => (text[..at].to_owned(), text[at + 1..].to_owned()),
        None => (text.clone(), String::new()),
    };
    let code = match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => Code::Malformed,
        Category::Data if message.starts_with("too many items") => Code::TooManyItems,
        Category::Data if message.starts_with("unknown field") => Code::UnknownField,
        Category::Data if message.starts_with("duplicate field") => Code::DuplicateKey,
        Category::Data => Code::WrongType,
    };
    let detail = match code {
        Code::Malformed => format!("This is no JSON ({place})."),
        Code::TooManyItems => "At most 100,000 items in one request; send several.".to_owned(),
        _ => format!("{}{} ({place}).", message[..1].to_uppercase(), &message[1..]),
    };
    let mut problem = Problem::new(code, detail.clone());
    if !matches!(code, Code::Malformed | Code::TooManyItems) {
        problem.errors.push(FieldProblem {
            pointer: pointer.to_owned(),
            code,
            detail,
        });
    }
    problem
}

/// A JSON object. Derived readers of structs alone take a list of values without names as well.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// The body of a request that says nothing beside its address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

pub use domain::plans::present;
