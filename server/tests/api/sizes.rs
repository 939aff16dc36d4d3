//! Bodies without end: refused as soon as they are too large, and not kept.

use crate::harness::{Ask, on_each};
use axum::body::Body;
use axum::http::{Method, Request};
use bytes::Bytes;
use futures::StreamExt;
use server::forms::FORMS;
use server::functions::FUNCTIONS;
use server::rest::ROUTES;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const MIB: usize = 1024 * 1024;
/// How much is offered.
const OFFERED: usize = 64;

/// A body of 64 MiB that counts how many of them were taken.
fn flood(fill: u8) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let chunk = Bytes::from(vec![fill; MIB]);
    let chunks = futures::stream::iter(0..OFFERED).map(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        Ok::<_, std::io::Error>(chunk.clone())
    });
    (Body::from_stream(chunks), taken)
}

#[tokio::test]
async fn t_72_what_is_too_large_is_not_read_to_its_end() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let before = app.rows().await;
        let mut asks: Vec<(Request<Body>, Arc<AtomicUsize>, usize)> = Vec::new();
        for form in FORMS {
            let path = crate::forms::address(form.path);
            let (body, taken) = flood(b'a');
            asks.push((Ask::form(&path, Some(&session)).body(body), taken, 1));
        }
        for (path, method) in server_fn::axum::server_fn_paths() {
            assert!(FUNCTIONS.iter().any(|(declared, _)| *declared == path));
            let (body, taken) = flood(b'a');
            let ask = Ask::new(method, path)
                .signed_in(Some(&session))
                .with("sec-fetch-site", "same-origin");
            asks.push((ask.body(body), taken, 0));
        }
        for route in ROUTES
            .iter()
            .filter(|route| matches!(route.method, Method::POST | Method::PATCH))
        {
            let limit = if ["bulk", "/plan", "/members"]
                .iter()
                .any(|part| route.path.contains(part))
                && !route.path.ends_with("/commit")
            {
                32
            } else {
                1
            };
            let (body, taken) = flood(b' ');
            let ask = app.api(route.method.clone(), &route.path.replace("{id}", "x"));
            asks.push((ask.with("content-type", "application/json").body(body), taken, limit));
        }
        for (request, taken, limit) in asks {
            let place = format!("{} {}", request.method(), request.uri());
            let answer = app.send(request).await;
            assert_eq!(answer.refused().1, "too_large", "{place}");
            let taken = taken.load(Ordering::SeqCst);
            assert!(taken <= limit + 1, "{place}: {taken} MiB were read");
        }
        // Where no body is meant, none is read.
        for path in ["/api/v1/identities", "/t/northwind/development/directory"] {
            let (body, taken) = flood(b'a');
            let ask = Ask::new(Method::GET, path)
                .signed_in(Some(&session))
                .with("x-api-key", &app.key);
            assert_eq!(app.send(ask.body(body)).await.status.as_u16(), 200, "{path}");
            assert_eq!(taken.load(Ordering::SeqCst), 0, "{path}");
        }
        let (body, taken) = flood(b'a');
        let nobody = Ask::new(Method::POST, "/api/v1/assignments/bulk-create").with("content-type", "application/json");
        assert_eq!(app.send(nobody.body(body)).await.refused().1, "unauthorized");
        assert_eq!(taken.load(Ordering::SeqCst), 0);
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_72_deep_and_packed_bodies_are_refused() {
    on_each(async |app| {
        let before = app.rows().await;
        for open in ["[", r#"{"a":"#, r#"{"assignments":["#, r#"{"selection":{"matching":"#] {
            for path in [
                "/assignments",
                "/assignments/bulk-create",
                "/assignments/plan",
                "/access/check",
            ] {
                let answer = app.send(app.api(Method::POST, path).text(&open.repeat(MIB / 32))).await;
                assert_eq!(answer.refused().0, 400, "{path} {open}");
            }
        }
        // Nothing is unpacked: the bytes are read as they came.
        let packed = app.api(Method::POST, "/identities").with("content-encoding", "gzip");
        let answer = app
            .send(
                packed
                    .with("content-type", "application/json")
                    .body(vec![0x1f, 0x8b, 8, 0, 0]),
            )
            .await;
        assert_eq!(answer.refused().1, "malformed");
        let fields = "name=a&".repeat(100_000);
        let session = app.world.browser(&app.world.admin).await;
        let between = app.rows().await;
        let answer = app
            .send(Ask::form(crate::forms::NEW, Some(&session)).body(fields))
            .await;
        assert_eq!(answer.refused().1, "duplicate_key");
        assert_eq!(app.rows().await, between);
        assert_ne!(before, between);
    })
    .await;
}
