//! The server as tests call it: its router over a test world, and short words for requests.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode};
use domain::assignments::Subject;
use domain::id::{IdentityId, RoleId};
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use serde_json::Value;
use server::state::{AppState, Inner};
use service::Env;
use service::testing::TestWorld;
use std::net::SocketAddr;
use std::sync::atomic::AtomicBool;
use store::testing::Cell;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// What a key must hold for all that the API can do.
pub const ALL: &[&str] = &[
    "users.view",
    "users.create",
    "users.bulk_operations",
    "users.edit",
    "users.suspend",
    "users.delete",
    "users.reset_password",
    "members.remove",
    "sessions.view",
    "sessions.revoke",
    "access.explain",
    "members.change_roles",
    "members.invite",
    "groups.manage",
    "roles.view",
    "roles.create",
    "roles.edit",
    "roles.delete",
    "capabilities.manage",
    "access.grant_applications",
    "groups.view",
    "access.check",
    "audit.read",
];
/// Where the server believes it is.
pub const HOST: &str = "rolecall.test";

/// A server over a world.
pub struct App {
    pub world: TestWorld,
    pub state: AppState,
    router: Router,
    /// Northwind's Development, as Ada has it.
    pub env: Env,
    /// A key for it with everything in [`ALL`].
    pub key: String,
    /// Three people who hold nothing.
    pub people: Vec<IdentityId>,
    /// Holds `audit.read`.
    pub role: RoleId,
}

/// Runs a body over a server on each engine.
pub async fn on_each(body: impl AsyncFn(App)) {
    service::testing::on_each(async |world| body(App::over(world).await).await).await;
}

/// The state of a server over a world, under an address where one is said.
pub fn state(world: &TestWorld, public_url: Option<&str>) -> AppState {
    let _ = any_spawner::Executor::init_tokio();
    let mut leptos = LeptosOptions::builder().output_name("frontend").build();
    leptos.site_pkg_dir = "assets".into();
    AppState::new(Inner {
        service: world.service.clone(),
        leptos,
        css: "/assets/rolecall-test.css".to_owned(),
        public_url: public_url.map(str::to_owned),
        trusted_proxies: Vec::new(),
        stopping: AtomicBool::new(false),
        tasks: TaskTracker::new(),
    })
}

impl App {
    async fn over(world: TestWorld) -> Self {
        let state = state(&world, None);
        let env = world.env().await;
        let key = world.secret(&env, ALL).await;
        let people = world.people(&env, 3).await;
        let role = world.role(&env, "Auditor", &["audit.read"]).await;
        Self {
            router: server::router::router(state.clone()),
            world,
            state,
            env,
            key,
            people,
            role,
        }
    }

    /// The same with the hierarchy that `make` built and everything else as it is now.
    pub async fn renew(&mut self) {
        self.env = self.world.env().await;
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        send(&self.router, request).await
    }

    /// A request of the API, with the key that may do everything.
    pub fn api(&self, method: Method, path: &str) -> Ask {
        Ask::new(method, &format!("/api/v1{path}")).with("x-api-key", &self.key)
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.api(Method::GET, path).empty()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(self.api(Method::POST, path).json(body)).await
    }

    /// Gives the role to a person, by the command line; the id of the assignment.
    pub async fn give(&self, person: IdentityId) -> String {
        let given = self.world.give(&self.env, Subject::Identity(person), self.role).await;
        given.id.to_string()
    }

    /// How many rows each table has that a refused request must not touch.
    pub async fn rows(&self) -> Vec<(String, usize)> {
        const TABLES: [&str; 15] = [
            "groups",
            "group_members",
            "group_parents",
            "accounts",
            "assignments",
            "event_children",
            "events",
            "idempotency",
            "identities",
            "memberships",
            "one_time_tokens",
            "operations",
            "plan_items",
            "plans",
            "sessions",
        ];
        let counts: Vec<String> = TABLES
            .iter()
            .map(|table| format!("select '{table}', cast(count(*) as text) from {table}"))
            .chain(["select 'live', cast(count(*) as text) from assignments where revoked_at is null".to_owned()])
            .collect();
        let rows = self.world.db.rows(&counts.join(" union all ")).await;
        let mut rows: Vec<(String, usize)> = rows
            .into_iter()
            .map(|row| match &row[..] {
                [Some(table), Some(count)] => (table.clone(), count.parse().expect("a number")),
                other => panic!("{other:?}"),
            })
            .collect();
        rows.sort();
        rows
    }

    /// How many assignments a person has, live or not.
    pub async fn held(&self, person: IdentityId) -> usize {
        self.world
            .db
            .count("assignments", &[("identity_id", Cell::Id(person.0))])
            .await
    }
}

pub async fn send(router: &Router, mut request: Request<Body>) -> Reply {
    let peer = SocketAddr::from(([127, 0, 0, 1], 50_000));
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.expect("a whole body").to_bytes().to_vec(),
    }
}

/// A request on its way.
pub struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
}

impl Ask {
    pub fn new(method: Method, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            headers: HeaderMap::from_iter([(axum::http::header::HOST, HeaderValue::from_static(HOST))]),
        }
    }

    /// A form, as a browser sends it from a page of the server.
    pub fn form(path: &str, token: Option<&str>) -> Self {
        let ask = Self::new(Method::POST, path)
            .with("content-type", "application/x-www-form-urlencoded")
            .with("sec-fetch-site", "same-origin");
        ask.signed_in(token)
    }

    /// With the cookie of a session.
    pub fn signed_in(self, token: Option<&str>) -> Self {
        match token {
            Some(token) => self.with("cookie", &format!("rolecall={token}")),
            None => self,
        }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("a header's value");
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    pub fn without(mut self, name: &'static str) -> Self {
        self.headers.remove(name);
        self
    }

    pub fn body(self, body: impl Into<Body>) -> Request<Body> {
        let mut request = Request::new(body.into());
        *request.method_mut() = self.method;
        *request.uri_mut() = self.path.parse().expect("an address");
        *request.headers_mut() = self.headers;
        request
    }

    pub fn empty(self) -> Request<Body> {
        self.body(Body::empty())
    }

    pub fn json(self, body: &Value) -> Request<Body> {
        self.with("content-type", "application/json").body(body.to_string())
    }

    /// JSON as it stands, right or wrong.
    pub fn text(self, body: &str) -> Request<Body> {
        self.with("content-type", "application/json").body(body.to_owned())
    }
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// Status, code and first pointer of a problem; the document is as it is described.
    pub fn refused(&self) -> (u16, String, String) {
        let status = self.status.as_u16();
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{status} {}",
            self.text()
        );
        let body = self.json();
        assert_eq!(body["status"], status);
        assert_eq!(body["request_id"], self.header("x-request-id"), "{body}");
        for field in ["type", "title", "detail", "code"] {
            assert!(body[field].is_string(), "{field} in {body}");
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (status, text(&body["code"]), text(&body["errors"][0]["pointer"]))
    }

    /// The body of an answer that went well.
    pub fn fine(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }
}
