//! Nothing that comes with a request leads a browser away from the server.

use crate::forms::filled;
use crate::harness::{Ask, on_each};
use axum::http::Method;
use server::functions::FUNCTIONS;

const TRAPS: [&str; 14] = [
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/",
    "HTTPS://evil.example",
    "//user:word@evil.example",
    "%2f%2fevil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/a\r\nlocation: https://evil.example",
    "javascript:alert(1)",
    " //evil.example",
];

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn t_65_a_forged_referer_leads_nowhere() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        for (path, _) in FUNCTIONS {
            for token in [None, Some(session.as_str())] {
                for search in [
                    "",
                    "?tenant=x&environment=y&search=&id=x&token=x",
                    "?tenant=northwind&environment=development&search=",
                ] {
                    for method in [Method::GET, Method::POST] {
                        let ask = Ask::new(method, &format!("{path}{search}")).signed_in(token);
                        let ask = ask
                            .with("accept", "text/html,application/xhtml+xml")
                            .with("referer", "https://evil.example/?a=b")
                            .with("sec-fetch-site", "same-origin");
                        let answer = app.send(ask.empty()).await;
                        let place = format!("{path}{search}");
                        assert!(!answer.status.is_redirection(), "{place}: {}", answer.status);
                        assert_eq!(answer.header("location"), "", "{place}");
                        assert_eq!(answer.header("serverfnredirect"), "", "{place}");
                        assert!(
                            !answer.text().contains("__err") && !answer.text().contains("evil"),
                            "{place}"
                        );
                    }
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn t_65_sign_in_and_theme_lead_to_a_path_of_ours() {
    on_each(async |app| {
        for form in ["/sign-in", "/theme"] {
            for trap in TRAPS {
                let body = filled(&app, form).replace("next=%2F", &format!("next={}", encoded(trap)));
                let ask = Ask::form(form, None).with("referer", "https://evil.example/");
                let answer = app.send(ask.body(body)).await;
                assert_eq!(
                    (answer.status.as_u16(), answer.header("location")),
                    (303, "/"),
                    "{form} {trap:?}"
                );
            }
            let body = filled(&app, form).replace("next=%2F", "next=%2Ft%2Fnorthwind%3Fq%3D%252F%252Fe");
            let answer = app.send(Ask::form(form, None).body(body)).await;
            assert_eq!(answer.header("location"), "/t/northwind?q=%2F%2Fe");
        }
        // Whoever must sign in first comes back to where they were, and nowhere else.
        for asked in ["//evil.example/a", "/t/a/b?next=//evil.example", "/%2f%2fevil.example"] {
            let answer = app.send(Ask::new(Method::GET, asked).empty()).await;
            let place = answer.header("location");
            assert_eq!(answer.status.as_u16(), 303, "{asked}");
            assert!(place.starts_with("/sign-in"), "{asked}: {place}");
        }
    })
    .await;
}
