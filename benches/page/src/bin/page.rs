//! P10: the directory's page from the server, against a compiled template over the same read and against its bytes.

use access::state::state;
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use domain::screens::Directory;
use http_body_util::BodyExt;
use kit::{Args, Databases, Engine, Goal, compare, open};
use maud::{DOCTYPE, Markup, html};
use service::sessions::{self, Origin};
use service::{Service, Who, screens};
use std::net::SocketAddr;
use std::time::Instant;
use tower::ServiceExt;

const PATH: &str = "/t/seed/production/directory";

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::read()?;
    let databases = Databases::new()?;
    kit::heading("page (P10)", &args, &databases)?;
    let repeats = if args.quick { 3 } else { 100 };
    for &size in &args.sizes {
        let seeded = databases.seed(Engine::Sqlite, size).await?;
        let service = open(&seeded.at).await?;
        let cx = service.cx(Who::Nobody, "bench");
        let signed_in = sessions::sign_in(&cx, &seeded.email, &seeded.password, &Origin::default()).await?;
        let cookie = format!("rolecall={}", signed_in.token);
        let ours = server::router::router(state(&service));
        let template = Router::new().route(PATH, get(templated)).with_state(service.clone());
        let page = ask(&ours, &cookie).await?;
        let text = String::from_utf8(page.to_vec())?;
        let other = String::from_utf8(ask(&template, &cookie).await?.to_vec())?;
        let listing = listing(&service, &signed_in.token).await?;
        ensure!(listing.listing.page.items.len() == 50, "a page has 50 rows");
        for row in &listing.listing.page.items {
            let id = row.identity.id.to_string();
            ensure!(text.contains(&id) && other.contains(&id), "a page without {id}");
        }
        let memory = Router::new().route(PATH, get(async move || Html(page.clone())));
        ensure!(ask(&memory, &cookie).await?.len() == text.len(), "the same bytes");
        for (what, other) in [("axum and maud", &template), ("bytes from memory", &memory)] {
            let time = async |router: &Router| {
                let start = Instant::now();
                for _ in 0..repeats {
                    ask(router, &cookie).await?;
                }
                Ok(start.elapsed() / repeats)
            };
            let samples = compare(args.rounds, async |_| time(&ours).await, async |_| time(other).await).await?;
            println!(
                "{}",
                samples.line(&format!("sqlite {size}, against {what}"), Goal::None)
            );
            println!(
                "{:<44} {:>9.0} % of its rate, {} KB",
                "",
                100.0 / samples.ratio(),
                text.len() / 1000
            );
        }
        service.close().await;
    }
    Ok(())
}

async fn ask(router: &Router, cookie: &str) -> Result<Bytes> {
    let mut request = Request::get(PATH)
        .header(header::HOST, "rolecall.test")
        .header(header::COOKIE, cookie)
        .body(Body::empty())?;
    let peer = SocketAddr::from(([127, 0, 0, 1], 50_000));
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.clone().oneshot(request).await?;
    ensure!(response.status() == StatusCode::OK, "{}", response.status());
    Ok(response.into_body().collect().await?.to_bytes())
}

async fn listing(service: &Service, token: &str) -> Result<Directory> {
    let who = sessions::authenticate(service, token).await?;
    let env = service.cx(who, "bench").environment("seed", "production").await?;
    Ok(screens::directory(&env, "").await?)
}

/// The same session, the same read, the same facts in a table: what a hand-written page would do.
async fn templated(State(service): State<Service>, headers: HeaderMap) -> Response {
    let cookie = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    let token = cookie
        .and_then(|cookie| cookie.strip_prefix("rolecall="))
        .context("no session");
    let read = async { listing(&service, token?).await };
    match read.await {
        Ok(screen) => Html(document(&screen).into_string()).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn document(screen: &Directory) -> Markup {
    let page = &screen.listing.page;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { "Directory · " (screen.shell.environment.name) " · " (screen.shell.tenant.name) }
                link rel="stylesheet" href="/assets/rolecall.css";
            }
            body {
                header { (screen.shell.account_name) " " (screen.shell.account_email) }
                main {
                    h1 { "Directory" }
                    form {
                        input type="search" name="q" value=(screen.query.filter.q);
                        select name="role" {
                            @for role in &screen.roles { option value=(role.slug) { (role.name) } }
                        }
                        select name="group" {
                            @for group in &screen.groups { option value=(group.slug) { (group.name) } }
                        }
                    }
                    p { (page.total) " identities" }
                    table {
                        thead { tr { th { "Name" } th { "Status" } th { "Roles" } th { "Last seen" } } }
                        tbody {
                            @for row in &page.items {
                                tr {
                                    td {
                                        input type="checkbox" name="id" value=(row.identity.id) aria-label=(row.identity.name);
                                        a href=(format!("{PATH}?id={}", row.identity.id)) { (row.identity.name) }
                                        @if let Some(email) = &row.identity.email { small { (email) } }
                                    }
                                    td { (row.identity.status.as_str()) }
                                    td {
                                        @for role in &row.roles {
                                            span class="tag" { (role.name) @if let Some(words) = &role.words { " " (words) } }
                                        }
                                    }
                                    td { (row.last_seen.as_deref().unwrap_or("")) }
                                }
                            }
                        }
                    }
                    @if let Some(next) = &page.next { a href=(format!("{PATH}?after={next}")) { "Next" } }
                }
            }
        }
    }
}
