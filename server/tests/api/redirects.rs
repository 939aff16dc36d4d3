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

/// A browser without scripts sends every field of the filter, empty ones too.
#[tokio::test]
async fn the_directory_s_address_keeps_what_counts() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let get = async |address: &str| {
            let ask = Ask::new(Method::GET, address).signed_in(Some(&session));
            let ask = ask.with("cookie", &format!("rolecall={session}; rolecall-flash=Done"));
            app.send(ask.empty()).await
        };
        let directory = "/t/northwind/development/directory";
        for (asked, led) in [
            ("?q=&status=&role=&group=&ends=&sort=name&limit=50", ""),
            ("?q=ada&status=&role=&sort=-name", "?q=ada&sort=-name"),
            ("?q=%2F%2Fe&x=", "?q=%2F%2Fe"),
        ] {
            for path in [directory.to_owned(), format!("/{directory}"), format!("{directory}/")] {
                let answer = get(&format!("{path}{asked}")).await;
                let place = (answer.status.as_u16(), answer.header("location").to_owned());
                assert_eq!(place, (303, format!("{directory}{led}")), "{path}{asked}");
                // What has just happened is said by the page itself.
                assert_eq!(answer.header("set-cookie"), "");
                assert_eq!(answer.header("cache-control"), "no-store");
            }
            let answer = get(&format!("{directory}{led}")).await;
            assert_eq!(answer.status.as_u16(), 200);
            assert!(answer.text().contains("Done"));
        }
    })
    .await;
}

/// Whoever changes the colours while giving a role comes back to the same people.
#[tokio::test]
async fn the_theme_leads_back_to_the_assign_page() {
    on_each(async |app| {
        let session = app.world.browser(&app.world.admin).await;
        let next = |page: &str| {
            let value = page.split("name=\"next\" value=\"").nth(1);
            value
                .and_then(|rest| rest.split('"').next())
                .expect("a way back")
                .replace("&amp;", "&")
        };
        let (one, two) = (app.people[0], app.people[1]);
        for (body, shown) in [
            (format!("intent=start&id={one}&id={two}"), "2 identities"),
            (
                format!("intent=start&scope=matching&filter=%3Fq%3Dperson&exclude={one}"),
                "2 identities",
            ),
        ] {
            let sent = Ask::form("/t/northwind/development/assign", Some(&session)).body(body);
            let back = next(&app.send(sent).await.text());
            let form = format!("theme=dark&next={}", encoded(&back));
            let led = app.send(Ask::form("/theme", Some(&session)).body(form)).await;
            assert_eq!(led.header("location"), back);
            let page = app
                .send(Ask::new(Method::GET, &back).signed_in(Some(&session)).empty())
                .await
                .text();
            assert!(page.contains(&format!("Assign role to {shown}")), "{page}");
            assert_eq!(next(&page), back);
        }
    })
    .await;
}
