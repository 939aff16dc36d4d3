//! Pages of other sites cannot change anything here.

use crate::forms::filled;
use crate::harness::{Ask, HOST, on_each};
use axum::http::Method;
use server::forms::FORMS;

const EVIL: &str = "https://evil.example";
const MEDIA_TYPES: [&str; 4] = [
    "application/x-www-form-urlencoded",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json",
];

#[tokio::test]
async fn t_61_other_sites_cannot_send_forms_or_call_functions() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let forms = FORMS.iter().map(|form| {
            let path = crate::forms::address(form.path);
            (path, filled(&app, form.path))
        });
        let functions = server_fn::axum::server_fn_paths().map(|(path, _)| (path.to_owned(), String::new()));
        let before = app.rows().await;
        let mut sent = 0;
        for (path, body) in forms.chain(functions) {
            for media_type in MEDIA_TYPES {
                let ask = || {
                    let ask = Ask::new(Method::POST, &path).signed_in(Some(&session));
                    ask.with("content-type", media_type)
                };
                for ask in [
                    ask().with("sec-fetch-site", "cross-site").with("origin", EVIL),
                    ask().with("sec-fetch-site", "same-site").with("origin", EVIL),
                    // Browsers that do not say the site: the origin alone, and nothing at all.
                    ask().with("origin", EVIL),
                    ask().with("origin", "null"),
                    ask(),
                ] {
                    let request = ask.body(body.clone());
                    let from = request.headers().get("origin").cloned();
                    let answer = app.send(request).await;
                    assert_eq!(
                        (answer.status.as_u16(), answer.refused().1.as_str()),
                        (403, "forbidden"),
                        "{path} {media_type}"
                    );
                    let detail = answer.json()["detail"].as_str().expect("a sentence").to_owned();
                    let from = from
                        .as_ref()
                        .map_or("an unknown page", |from| from.to_str().expect("text"));
                    assert!(detail.contains(from) && detail.contains(HOST), "{detail}");
                    assert_eq!(answer.header("set-cookie"), "");
                    sent += 1;
                }
            }
        }
        assert_eq!(sent, (FORMS.len() + server_fn::axum::server_fn_paths().count()) * 20);
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_61_http_2_has_its_host_in_the_address() {
    on_each(async |app| {
        for (origin, status) in [("https://access.example.org", 401), (EVIL, 403)] {
            let ask = Ask::new(Method::POST, "https://access.example.org/sign-in")
                .without("host")
                .with("origin", origin);
            let ask = ask.with("content-type", MEDIA_TYPES[0]);
            let answer = app.send(ask.body("login=a&password=wrong+horse+battery")).await;
            assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
            if status == 403 {
                assert!(answer.text().contains("access.example.org"), "{}", answer.text());
            }
        }
    })
    .await;
}
