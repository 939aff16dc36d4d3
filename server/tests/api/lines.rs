//! One event is one line: in the log of the process and in the audit log as JSON lines.

use crate::harness::{App, Ask, on_each};
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request};
use domain::name::is_invisible;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use store::testing::Cell;
use tracing_subscriber::EnvFilter;

/// What is to end a line, forge one, steer a terminal or turn text round.
const EVIL: [&str; 6] = [
    "a\r\n{\"level\":\"INFO\",\"action\":\"role.created\"}",
    "a\u{1b}[2J\u{1b}]0;root\u{7}",
    "a\0b",
    "a\u{2028}b\u{2029}c\u{85}d",
    "a\u{202e}nimda\u{2066}",
    "a\u{9b}31m\u{7f}",
];

/// The lines of a text for whoever ends them anywhere; none holds what a terminal obeys.
fn lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
    for line in &lines {
        let odd = line.chars().find(|ch| ch.is_control() || is_invisible(*ch));
        assert_eq!(odd, None, "{line:?}");
    }
    lines
}

/// A request that carries a text wherever a client can put one.
fn with_headers(mut request: Request<Body>, evil: &str) -> Request<Body> {
    for name in ["user-agent", "x-forwarded-for", "x-request-id", "referer", "origin"] {
        // Line ends and most control characters are in no header; bytes that are no text may be.
        let long = if evil.len() > 1024 { 1024 * 1024 } else { 0 };
        for value in [evil.as_bytes(), b"\xff\xfe\x9b31m", "x".repeat(long).as_bytes()] {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                request.headers_mut().append(name, value);
            }
        }
    }
    request
}

/// Sends evil text through every door that takes text; how many requests that were.
async fn send_all(app: &App) -> usize {
    let mut sent = 0;
    let long = "x\n".repeat(512 * 1024 - 64);
    for evil in EVIL.into_iter().chain([long.as_str()]) {
        let person = app.people[sent % app.people.len()];
        let given = json!({ "identity_id": person, "role_id": app.role, "reason": evil });
        for (path, body) in [
            ("/identities", json!({ "name": evil })),
            (
                "/identities",
                json!({ "name": "Eve", "email": format!("{evil}@x.test") }),
            ),
            ("/groups", json!({ "name": evil, "slug": "a" })),
            ("/groups", json!({ "name": "A group", "slug": evil })),
            (
                "/groups",
                json!({ "name": "A group", "slug": format!("g{sent}"), "description": evil }),
            ),
            ("/roles", json!({ "name": evil, "capabilities": [] })),
            (
                "/roles",
                json!({ "name": "A role", "slug": format!("r{sent}"), "description": evil, "capabilities": [] }),
            ),
            ("/assignments", given),
        ] {
            let ask = app.api(Method::POST, path).json(&body);
            let answer = app.send(with_headers(ask, evil)).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text());
            sent += 1;
        }
        let encoded: String = evil.bytes().take(2_000).map(|byte| format!("%{byte:02x}")).collect();
        for path in [
            format!("/api/v1/identities/{encoded}"),
            format!("/api/v1/identities?q={encoded}"),
            format!("/t/northwind/development/directory?q={encoded}"),
            format!("/{encoded}"),
            "/%ff%fe?%ff=%fe".to_owned(),
        ] {
            let ask = Ask::new(Method::GET, &path).with("x-api-key", &app.key);
            let answer = app.send(with_headers(ask.empty(), evil)).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text());
            sent += 1;
        }
        let login = format!("login={encoded}&password={encoded}&next={encoded}");
        let ask = Ask::form("/sign-in", None).body(login);
        app.send(with_headers(ask, evil)).await;
        let no_text = app
            .api(Method::POST, "/groups")
            .with("content-type", "application/json");
        let no_text = no_text.body(b"{\"name\":\"\xff\xfe\"}".to_vec());
        assert_eq!(app.send(no_text).await.refused().1, "malformed");
        sent += 2;
    }
    sent
}

/// Where a log goes that is looked at.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8(bytes.clone()).expect("text")
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs a body with a log and returns what it wrote.
async fn logged(json: bool, body: impl AsyncFnOnce()) -> String {
    let kept = Kept::default();
    let to = kept.clone();
    let log = server::log::subscriber(json, EnvFilter::new("info,sqlx=warn"), move || to.clone());
    let until = tracing::subscriber::set_default(log);
    body().await;
    drop(until);
    kept.text()
}

#[tokio::test]
async fn t_62_one_event_is_one_line_of_the_log() {
    on_each(async |app| {
        for json in [true, false] {
            let mut sent = 0;
            let text = logged(json, async || sent = send_all(&app).await).await;
            let requests: Vec<&str> = lines(&text)
                .into_iter()
                .filter(|line| line.contains("millis"))
                .collect();
            assert_eq!(requests.len(), sent, "a line for each request");
            // The route is told, never what was asked: names and links are nobody's to read here.
            for told in ["nimda", "role.created", "31m", "xxxx"] {
                assert!(!text.contains(told), "{told} is in the log");
            }
            // What the database, the system or a thread that stopped tells may quote anything.
            let ours = panic::take_hook();
            server::log::panics();
            let text = logged(json, async || {
                for evil in EVIL {
                    tracing::error!(error = %evil, "failure");
                    tracing::error!(error = evil, "failure");
                    tracing::error!("{evil}");
                    service::Error::Unavailable(evil.to_owned()).into_problem(evil);
                    let stopped = panic::catch_unwind(|| panic!("{evil}"));
                    assert!(stopped.is_err());
                }
            })
            .await;
            panic::set_hook(ours);
            let lines = lines(&text);
            assert_eq!(lines.len(), EVIL.len() * 5, "{text}");
            for line in lines {
                if json {
                    let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                    assert_eq!(event["level"], "ERROR", "{line}");
                } else {
                    let mut words = line.split_whitespace();
                    assert!(words.next().is_some_and(|at| at.ends_with('Z')), "{line}");
                    assert_eq!(words.next(), Some("ERROR"), "{line}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn t_62_one_event_is_one_line_of_the_export() {
    on_each(async |app| {
        send_all(&app).await;
        service::denials::flush(&app.world.service).await.expect("written");
        // What some older release or another hand put there.
        let stored = EVIL.into_iter().filter(|evil| !evil.contains('\0'));
        for evil in stored.clone() {
            app.world.person(&app.env, "Eve").await;
            let newest = service::audit::list(&app.env, None, 1).await.expect("events");
            let of = [("id", Cell::from(newest[0].id.0))];
            app.world.db.set("events", &[("reason", evil.into())], &of).await;
        }
        let token = app.world.browser(&app.world.admin).await;
        let ask = Ask::new(Method::GET, "/t/northwind/development/audit/export.jsonl");
        let answer = app.send(ask.signed_in(Some(&token)).empty()).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        let text = answer.text();
        let events: Vec<Value> = lines(&text)
            .into_iter()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect();
        let of = [("environment_id", Cell::from(app.env.id().0))];
        assert_eq!(events.len(), app.world.db.count("events", &of).await);
        let told = |evil: &str| events.iter().any(|event| event["reason"] == evil);
        // Nothing is lost by how it is written.
        for evil in stored {
            assert!(told(evil), "{evil:?}");
        }
    })
    .await;
}
