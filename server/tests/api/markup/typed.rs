//! What a request brings and the page shows again: searches, addresses, forms with mistakes.

use super::{encoded, page, same, some};
use crate::harness::{App, Ask, on_each, send, state};
use axum::Router;
use axum::http::Method;
use domain::name::{Name, free_text};
use service::testing::{TestWorld, on_each_empty};
use std::collections::HashMap;

/// A request that sends a text in each of its fields.
struct Reflected {
    what: &'static str,
    ask: fn(&App, &str, &str) -> axum::http::Request<axum::body::Body>,
    /// A harmless text that is judged like this one.
    harmless: fn(&str) -> &'static str,
}

fn any(_: &str) -> &'static str {
    "harmless"
}

fn like_name(text: &str) -> &'static str {
    if Name::new(text).is_ok() { "harmless" } else { "a\tb" }
}

fn like_reason(text: &str) -> &'static str {
    match free_text(text, 500) {
        Ok(_) => "harmless",
        Err(_) => "a\u{202e}b",
    }
}

fn get(address: &str, token: &str) -> axum::http::Request<axum::body::Body> {
    Ask::new(Method::GET, address).signed_in(Some(token)).empty()
}

const REFLECTED: [Reflected; 7] = [
    Reflected {
        what: "the directory's search",
        ask: |_, text, token| {
            get(
                &format!("/t/northwind/development/directory?q={}", encoded(text)),
                token,
            )
        },
        harmless: any,
    },
    Reflected {
        what: "the other parts of its address",
        ask: |_, text, token| {
            let text = encoded(text);
            let parts = format!("role={text}&group={text}&status={text}&ends={text}&sort={text}&after={text}&x={text}");
            get(&format!("/t/northwind/development/directory?{parts}"), token)
        },
        harmless: any,
    },
    Reflected {
        what: "an address that is nothing",
        ask: |_, text, token| get(&format!("/t/northwind/{}/nothing?x={0}", encoded(text)), token),
        harmless: any,
    },
    Reflected {
        what: "where to go after signing in",
        ask: |_, text, _| Ask::new(Method::GET, &format!("/sign-in?next={}", encoded(text))).empty(),
        harmless: any,
    },
    Reflected {
        what: "a new identity",
        ask: |_, text, token| {
            let text = encoded(text);
            // The kind is refused, so that the form comes back with all that was typed.
            let body = format!("kind=person&name={text}&email={text}%40&request=r");
            Ask::form("/t/northwind/development/directory/new", Some(token)).body(body)
        },
        harmless: like_name,
    },
    Reflected {
        what: "giving a role",
        ask: |app, text, token| {
            let text = encoded(text);
            let mut body = format!(
                "intent=preview&id={}&when=limited&through_group=skip&role={text}",
                app.people[0]
            );
            for field in [
                "reason",
                "role_q",
                "searched",
                "from",
                "from_time",
                "until",
                "until_time",
                "length",
            ] {
                body += &format!("&{field}={text}");
            }
            body += &format!("&back=%3Fq%3D{}", encoded(&text));
            Ask::form("/t/northwind/development/assign", Some(token)).body(body)
        },
        harmless: like_reason,
    },
    Reflected {
        what: "people by filter",
        ask: |_, text, token| {
            let body = format!("intent=start&scope=matching&filter=q%3D{}", encoded(&encoded(text)));
            Ask::form("/t/northwind/development/assign", Some(token)).body(body)
        },
        harmless: any,
    },
];

#[tokio::test]
async fn t_64_what_is_typed_never_becomes_markup() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        for Reflected { what, ask, harmless } in REFLECTED {
            let read = async |text: &str| page(&app.send(ask(&app, text, &token)).await, what);
            let (texts, mut shown, mut known) = (some(), 0, HashMap::new());
            for text in &texts {
                let plain = harmless(text);
                if !known.contains_key(plain) {
                    known.insert(plain, read(plain).await);
                }
                let payload = read(text).await;
                same(&payload, &known[plain], &format!("{what}: {text:?}"));
                shown += usize::from(payload.shows(text));
            }
            let told = what != "an address that is nothing" && what != "people by filter";
            assert!(!told || shown == texts.len(), "{what} shows {shown} of {}", texts.len());
        }
    })
    .await;
}

#[tokio::test]
async fn t_64_what_is_typed_at_the_door_never_becomes_markup() {
    on_each_empty(async |world| {
        let router = server::router::router(state(&world, None));
        setup(&world, &router).await;
    })
    .await;
    on_each(async |app| {
        let read = async |text: &str| {
            let text = encoded(text);
            let body = format!("login={text}&password=wrong+horse+battery&next={text}&request={text}");
            page(&app.send(Ask::form("/sign-in", None).body(body)).await, "signing in")
        };
        let harmless = read("harmless").await;
        for text in some() {
            let payload = read(&text).await;
            same(&payload, &harmless, &text);
            assert!(payload.shows(&text), "{text}");
        }
    })
    .await;
}

async fn setup(world: &TestWorld, router: &Router) {
    let token = service::setup::issue_token(&world.service).await.expect("a token");
    let token = token.expect("there is no account yet");
    let read = async |text: &str| {
        let text = encoded(text);
        // The password is too short, so nobody is set up.
        let body = format!(
            "token={token}&name={text}&email={text}&password=short&organisation={text}&time_zone={text}&request=r"
        );
        page(&send(router, Ask::form("/setup", None).body(body)).await, "setup")
    };
    let (fine, refused) = (read("harmless").await, read(like_name("a\tb")).await);
    for text in some() {
        let payload = read(&text).await;
        let harmless = if Name::new(&text).is_ok() { &fine } else { &refused };
        same(&payload, harmless, &text);
        assert!(payload.shows(&text), "{text}");
    }
    let forged = async |text: &str| {
        let reply = send(
            router,
            Ask::new(Method::GET, &format!("/setup?token={}", encoded(text))).empty(),
        )
        .await;
        page(&reply, "a forged setup link")
    };
    let harmless = forged("harmless").await;
    for text in some() {
        same(&forged(&text).await, &harmless, &text);
    }
}
