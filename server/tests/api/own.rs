//! What people send about themselves says nothing that is not theirs to say: no form for it has a field of what is
//! protected, whatever a field is called and wherever it stands.

use crate::forms::filled;
use crate::harness::{App, Ask, HOST, Reply, on_each, send, state};
use crate::protected::PROTECTED;
use axum::http::Method;
use serde_json::{Value, json};
use server::forms::FORMS;
use service::setup;
use service::testing::{TestWorld, on_each_empty};
use store::Engine;

/// Forms that are about oneself alone, with all fields that each has.
const OWN: [(&str, &[&str]); 7] = [
    (
        "/setup",
        &["token", "name", "email", "password", "organisation", "time_zone"],
    ),
    ("/sign-in", &["login", "password", "next"]),
    ("/sign-out", &[]),
    ("/theme", &["theme", "next"]),
    ("/reset/{token}", &["email", "password"]),
    ("/invite/{token}", &["way", "name", "email", "password"]),
    ("/t/{tenant}/{environment}/me", &[]),
];

/// Words of other products, and of ours that are no column.
const WORDS: [&str; 15] = [
    "verified",
    "email_verified",
    "isVerified",
    "admin",
    "is_admin",
    "role",
    "roles",
    "role_id",
    "group",
    "group_ids",
    "capabilities",
    "level",
    "tenant",
    "environment",
    "permissions",
];

/// Every field that someone could try: all columns of what is kept of people, and the words.
async fn fields(world: &TestWorld) -> Vec<String> {
    let mut all: Vec<String> = PROTECTED.iter().chain(&WORDS).map(|&word| word.to_owned()).collect();
    for table in [
        "accounts",
        "identities",
        "memberships",
        "sessions",
        "invitations",
        "password_resets",
        "assignments",
        "group_members",
    ] {
        let text = match world.db.db.engine() {
            Engine::Sqlite => format!("select name from pragma_table_info('{table}')"),
            Engine::Postgres => format!(
                "select cast(column_name as text) from information_schema.columns
                 where table_name = '{table}' and table_schema = current_schema()"
            ),
        };
        let columns = world.db.rows(&text).await;
        assert!(columns.len() > 3, "{table}");
        all.extend(columns.into_iter().filter_map(|mut row| row.remove(0)));
    }
    all.sort();
    all.dedup();
    all
}

/// The spellings of a field that some reader of forms takes for it.
fn spellings(field: &str) -> [String; 5] {
    [
        field.to_owned(),
        field.to_uppercase(),
        format!("{field}[]"),
        format!("account[{field}]"),
        format!("account.{field}"),
    ]
}

fn refused(answer: &Reply, what: &str) {
    assert_eq!(answer.refused().1, "unknown_field", "{what}");
    assert_eq!(answer.status.as_u16(), 400, "{what}");
    assert_eq!(answer.header("set-cookie"), "", "{what}");
}

/// A column of the account of an address.
async fn account(world: &TestWorld, email: &str) -> Vec<Option<String>> {
    let text = format!(
        "select cast(id as text), name, email, cast(site_admin_since as text), cast(suspended_at as text)
         from accounts where email = '{email}'"
    );
    // The id is bytes in SQLite.
    let text = match world.db.db.engine() {
        Engine::Sqlite => text.replace("cast(id as text)", "hex(id)"),
        Engine::Postgres => text,
    };
    world.db.rows(&text).await.remove(0)
}

/// Links that are good, for Ines to come in and for Pia to set a password.
async fn links(app: &App) -> [String; 2] {
    let invite = json!({ "name": "Ines", "email": "ines@northwind.test" });
    let invited = app.post("/invitations", &invite).await.fine(201);
    let pia = app.world.member(&app.env, "Pia").await;
    let path = format!("/identities/{}/reset-password", pia.identity);
    let reset = app.post(&path, &json!({})).await.fine(201);
    [invited, reset].map(|made: Value| {
        let link = made["link"].as_str().expect("a link");
        format!(
            "/{}",
            link.rsplitn(3, '/')
                .take(2)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
                .join("/")
        )
    })
}

#[tokio::test]
async fn t_24_no_form_about_oneself_has_a_protected_field() {
    on_each(async |app| {
        let known: Vec<&str> = FORMS
            .iter()
            .map(|form| form.path)
            .filter(|path| !path.starts_with("/t/") || path.ends_with("/me"))
            .collect();
        for path in &known {
            assert!(OWN.iter().any(|(own, _)| own == path), "{path} is about oneself");
        }
        assert_eq!(known.len(), OWN.len());
        let fields = fields(&app.world).await;
        assert!(fields.iter().any(|field| field == "site_admin_since"), "{fields:?}");
        let [invite, reset] = links(&app).await;
        let member = app.world.member(&app.env, "Mia").await;
        let session = app.world.browser(&member.who).await;
        let before = app.rows().await;
        for (form, own) in OWN {
            let path = match form {
                "/invite/{token}" => invite.clone(),
                "/reset/{token}" => reset.clone(),
                other => crate::forms::address(other),
            };
            let token = form.ends_with("/me").then_some(session.as_str());
            for field in fields.iter().filter(|field| !own.contains(&field.as_str())) {
                for spelled in spellings(field) {
                    let name = spelled.replace('[', "%5B").replace(']', "%5D");
                    let body = format!("{}&{name}=1", filled(&app, form));
                    refused(
                        &app.send(Ask::form(&path, token).body(body)).await,
                        &format!("{form} {spelled}"),
                    );
                }
            }
            // JSON is no form, whatever is in it.
            let ask = Ask::form(&path, token).without("content-type");
            let answer = app.send(ask.json(&json!({ "name": "Ines", "site_admin": true }))).await;
            assert_eq!(answer.status.as_u16(), 415, "{form}");
        }
        assert_eq!(app.rows().await, before);
    })
    .await;
}

#[tokio::test]
async fn t_24_what_stands_in_the_address_or_in_a_field_for_show_has_no_effect() {
    on_each(async |app| {
        let [invite, reset] = links(&app).await;
        let (ada, pia) = (
            account(&app.world, TestWorld::EMAIL).await,
            account(&app.world, "pia@northwind.test").await,
        );
        let flags = "?site_admin=1&site_admin_since=1&level=admin&verified=1&role=owner&id=1&suspended_at=";
        // The address is shown so that browsers know whose password it is; another one there changes nothing.
        let body = format!(
            "email={}&password=another+pass+phrase",
            TestWorld::EMAIL.replace('@', "%40")
        );
        let answer = app.send(Ask::form(&format!("{reset}{flags}"), None).body(body)).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
        let body = format!(
            "way=new&name=Ines&email={}&password=another+pass+phrase",
            TestWorld::EMAIL.replace('@', "%40")
        );
        let answer = app.send(Ask::form(&format!("{invite}{flags}"), None).body(body)).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
        assert_eq!(account(&app.world, TestWorld::EMAIL).await, ada);
        assert_eq!(account(&app.world, "pia@northwind.test").await, pia);
        let ines = account(&app.world, "ines@northwind.test").await;
        assert_eq!(
            ines[1..],
            [
                Some("Ines".to_owned()),
                Some("ines@northwind.test".to_owned()),
                None,
                None
            ]
        );
        // Ada's password is what it was, and everyone is what they were made.
        for (login, password, fine) in [
            (TestWorld::EMAIL, TestWorld::PASSWORD, true),
            (TestWorld::EMAIL, "another pass phrase", false),
            ("pia@northwind.test", "another pass phrase", true),
        ] {
            let body = format!(
                "login={}&password={}",
                login.replace('@', "%40"),
                password.replace(' ', "+")
            );
            let answer = app.send(Ask::form(&format!("/sign-in{flags}"), None).body(body)).await;
            assert_eq!(answer.status.as_u16() == 303, fine, "{login} {}", answer.text());
        }
        let levels = [("level", "admin".into())];
        assert_eq!(app.world.db.count("memberships", &levels).await, 1, "Ada's");
        assert_eq!(app.world.db.count("assignments", &[]).await, 0);
        assert_eq!(app.world.db.count("group_members", &[]).await, 0);
        // What one reads of oneself asks for nothing else.
        let session = app.world.browser(&app.world.admin).await;
        let me = async |more: &str| {
            let path = format!("/_fn/me?tenant=northwind&environment=development{more}");
            let answer = app
                .send(Ask::new(Method::GET, &path).signed_in(Some(&session)).empty())
                .await;
            answer.fine(200)
        };
        assert_eq!(me("").await, me(&flags.replace('?', "&")).await);
    })
    .await;
}

#[tokio::test]
async fn t_24_setup_takes_no_more_than_it_asks_for() {
    on_each_empty(async |world| {
        let router = server::router::router(state(&world, None));
        let token = setup::issue_token(&world.service)
            .await
            .expect("asked")
            .expect("a token");
        let (_, own) = OWN[0];
        let body = format!("token={token}&name=Eve&email=eve%40x.test&password=correct+horse+battery&organisation=Eve");
        for field in fields(&world).await {
            if own.contains(&field.as_str()) {
                continue;
            }
            let ask = Ask::form("/setup", None).body(format!("{body}&{field}=1"));
            refused(&send(&router, ask).await, &field);
        }
        assert_eq!(world.db.count("accounts", &[]).await, 0);
        let ask = Ask::form("/setup", None).with("host", HOST);
        let answer = send(&router, ask.body(body)).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    })
    .await;
}
