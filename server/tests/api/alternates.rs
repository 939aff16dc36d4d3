//! Other ways to name a thing than its id here, through the API and through forms: those of elsewhere name nothing.

use crate::harness::{ALL, App, Ask, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use serde_json::{Value, json};
use service::Env;

/// What is elsewhere.
struct There {
    key: String,
    event: String,
    person: String,
}

async fn fill(app: &App, env: &Env) -> There {
    let key = app.world.secret(env, ALL).await;
    let post = async |path: &str, body: Value| {
        let ask = app.api(Method::POST, path).with("x-api-key", &key);
        app.send(ask.json(&body)).await.fine(201)
    };
    let fay = json!({ "name": "Fay Abroad", "email": "fay@abroad.test" });
    let fay = post("/identities", fay).await["id"].clone();
    let role = app.world.role(env, "Abroad role", &["audit.read"]).await;
    let people = app.world.people(env, 2).await;
    for who in &people {
        app.world.give(env, Subject::Identity(*who), role).await;
        let other = app.world.role(env, &format!("Of {who}"), &["audit.read"]).await;
        let end = app.world.now().plus_days(9);
        let one = json!({ "assignments": [{ "identity_id": who, "role_id": other, "effective_to": end }] });
        let ask = app
            .api(Method::POST, "/assignments/bulk-create")
            .with("x-api-key", &key);
        app.send(ask.json(&one)).await.fine(200);
    }
    for name in ["Abroad group", "Second"] {
        post("/groups", json!({ "name": name })).await;
    }
    let gone = app.world.role(env, "Gone", &["users.view"]).await;
    let ask = app
        .api(Method::DELETE, &format!("/roles/{gone}"))
        .with("x-api-key", &key);
    let gone = app.send(ask.with("if-match", "*").empty()).await.fine(200);
    There {
        key,
        event: gone["event_id"].as_str().expect("an event").to_owned(),
        person: fay.as_str().expect("an id").to_owned(),
    }
}

async fn check(app: &App, elsewhere: &Env) {
    let there = fill(app, elsewhere).await;
    app.world.group(&app.env, "Own", None).await;
    app.give(app.people[0]).await;
    let token = app.world.browser(&app.world.admin).await;
    let before = app.rows().await;
    // A cursor is of one list in one environment.
    for list in [
        "/identities",
        "/assignments",
        "/roles",
        "/groups",
        "/capabilities",
        "/audit",
        "/jobs",
    ] {
        let ask = app.api(Method::GET, &format!("{list}?limit=1"));
        let page = app.send(ask.with("x-api-key", &there.key).empty()).await.fine(200);
        let next = page["next"].as_str().unwrap_or_else(|| panic!("more of {list}"));
        let mixed = app.get(&format!("{list}?limit=1&after={next}")).await;
        assert_eq!(mixed.refused().1, "invalid_cursor", "{list}");
    }
    for (method, path) in [
        (Method::GET, format!("/audit/{}", there.event)),
        (Method::POST, format!("/audit/{}/restore", there.event)),
        (Method::POST, format!("/identities/{}/invitation", there.person)),
        (Method::DELETE, format!("/identities/{}/invitation", there.person)),
        (Method::GET, format!("/identities/{}/sessions", there.person)),
        (Method::POST, format!("/identities/{}/reset-password", there.person)),
    ] {
        let ask = app.api(method.clone(), &path);
        let request = match method {
            Method::POST => ask.text("{}"),
            _ => ask.empty(),
        };
        assert_eq!(app.send(request).await.refused().0, 404, "{method} {path}");
    }
    for search in [
        "/identities?q=fay@abroad.test".to_owned(),
        "/identities?q=Fay%20Abroad".to_owned(),
        format!("/identities?q={}", there.person),
        format!("/audit?target_id={}", there.person),
        format!("/audit?actor_id={}", there.person),
        format!("/assignments?identity_id={}", there.person),
    ] {
        let page = app.get(&search).await.fine(200);
        assert_eq!((&page["total"], &page["items"]), (&json!(0), &json!([])), "{search}");
    }
    // A slug of elsewhere finds what one of nowhere finds.
    for (list, slug) in [("role", "abroad-role"), ("group", "abroad-group")] {
        let found = async |slug: &str| app.get(&format!("/identities?{list}={slug}")).await.fine(200);
        assert_eq!(found(slug).await, found("nowhere").await, "{list}");
    }
    pages(app, &token).await;
    assert_eq!(app.rows().await, before);
    // They are free for what is made here.
    for (path, body) in [
        ("/groups", json!({ "name": "New", "slug": "abroad-group" })),
        ("/identities", json!({ "name": "New", "email": "fay@abroad.test" })),
        (
            "/roles",
            json!({ "name": "New", "slug": "abroad-role", "capabilities": ["users.view"] }),
        ),
    ] {
        app.post(path, &body).await.fine(201);
    }
}

/// What is typed into pages and forms: the same words as of nothing that there is, and no name from elsewhere.
async fn pages(app: &App, token: &str) {
    let own = app.people[0];
    let root = "/t/northwind/development";
    for page in [
        "directory?role=abroad-role&group=abroad-group",
        "directory?q=fay%40abroad.test",
        "directory/assignments?role=abroad-role",
        "directory/export.csv?q=fay%40abroad.test",
        "roles/new?from=copy:abroad-role",
        "groups/new?parent=abroad-group",
        "audit?on=abroad-role&by=fay%40abroad.test",
        "access?who=fay%40abroad.test&capability=audit.read",
        "assign?scope=matching&filter=%3Fq%3Dfay%2540abroad.test",
    ] {
        let ask = Ask::new(Method::GET, &format!("{root}/{page}")).signed_in(Some(token));
        let answer = app.send(ask.empty()).await;
        assert_eq!(answer.status.as_u16(), 200, "{page}");
        for name in ["Fay Abroad", "Abroad role", "Abroad group"] {
            assert!(!answer.text().contains(name), "{page} shows {name}");
        }
    }
    for (form, body) in [
        ("assign", "intent=find&find=fay%40abroad.test".to_owned()),
        ("groups/join", "intent=find&find=Fay+Abroad&group=own".to_owned()),
        ("groups/join", format!("intent=preview&id={own}&group=abroad-group")),
        ("groups/leave", format!("intent=preview&id={own}&group=abroad-group")),
        (
            "roles/new",
            "name=Starters&capability=users.view&group=abroad-group".to_owned(),
        ),
        ("groups/new", "name=Night&parent=abroad-group".to_owned()),
        (
            "invite",
            "name=Ines&email=i%40x.test&when=now&role=abroad-role".to_owned(),
        ),
        (
            "invite",
            "name=Ines&email=i%40x.test&when=now&group=abroad-group".to_owned(),
        ),
    ] {
        let told = async |body: String| {
            let answer = app
                .send(Ask::form(&format!("{root}/{form}"), Some(token)).body(body))
                .await;
            assert!(!answer.text().contains("Abroad g"), "{form}: {}", answer.text());
            assert!(!answer.text().contains(">Fay Abroad<"), "{form}");
            (answer.status.as_u16(), answer.header("location").to_owned())
        };
        let nothing = body
            .replace("abroad-", "nowhere-")
            .replace("fay%40abroad", "no%40nowhere")
            .replace("Fay+Abroad", "Nil+Nowhere");
        let (theirs, nothing) = (told(body).await, told(nothing).await);
        assert_eq!(theirs, nothing, "{form}");
        assert_eq!(theirs.1, "", "{form}");
    }
}

#[tokio::test]
async fn t_31_alternate_names_of_another_tenant_name_nothing() {
    on_each(async |app| check(&app, &app.world.tenant("Southwind").await).await).await;
}

#[tokio::test]
async fn t_31_alternate_names_of_another_environment_name_nothing() {
    on_each(async |app| check(&app, &app.world.production().await).await).await;
}

#[tokio::test]
async fn t_31_a_secret_opens_what_it_was_made_for_and_a_key_of_a_request_is_of_its_place() {
    on_each(async |app| {
        let other = app.world.tenant("Southwind").await;
        let theirs = app.world.secret(&other, ALL).await;
        let invite = json!({ "name": "Ines", "email": "ines@northwind.test" });
        let invited = app.post("/invitations", &invite).await.fine(201);
        let pia = app.world.member(&app.env, "Pia").await;
        let reset = format!("/identities/{}/reset-password", pia.identity);
        let reset = app.post(&reset, &json!({})).await.fine(201);
        let secret = |made: &Value| {
            let link = made["link"].as_str().expect("a link");
            link.rsplit('/').next().expect("a token").to_owned()
        };
        let session = app.world.browser(&pia.who).await;
        let (invitation, reset) = (secret(&invited), secret(&reset));
        let before = app.rows().await;
        for (path, body) in [
            (format!("/reset/{invitation}"), "password=correct+horse+battery"),
            (format!("/reset/{session}"), "password=correct+horse+battery"),
            (
                format!("/invite/{reset}"),
                "way=new&name=Eve&password=correct+horse+battery",
            ),
            (
                format!("/invite/{theirs}"),
                "way=new&name=Eve&password=correct+horse+battery",
            ),
        ] {
            let page = app.send(Ask::new(Method::GET, &path).empty()).await;
            assert_eq!(page.status.as_u16(), 404, "{path}");
            assert_eq!(
                app.send(Ask::form(&path, None).body(body)).await.status.as_u16(),
                404,
                "{path}"
            );
        }
        for secret in [&invitation, &reset, &session] {
            let ask = Ask::new(Method::GET, "/api/v1/identities").with("x-api-key", secret);
            assert_eq!(app.send(ask.empty()).await.refused().0, 401);
            let ask = Ask::new(Method::GET, "/orgs/southwind/api/v1/identities").with("x-api-key", secret);
            assert_eq!(app.send(ask.empty()).await.refused().0, 401);
        }
        for secret in [&invitation, &reset, &theirs] {
            let ask = Ask::new(Method::GET, "/t/northwind/development/me").signed_in(Some(secret));
            assert_ne!(app.send(ask.empty()).await.status.as_u16(), 200);
        }
        // Of two people only one has this session.
        let of_pia = app
            .get(&format!("/identities/{}/sessions", pia.identity))
            .await
            .fine(200);
        let id = of_pia["items"][0]["id"].as_str().expect("a session");
        let mia = app.world.member(&app.env, "Mia").await;
        app.world.browser(&mia.who).await;
        let path = format!("/identities/{}/sessions/{id}", mia.identity);
        assert_eq!(app.send(app.api(Method::DELETE, &path).empty()).await.refused().0, 404);
        let still = app
            .get(&format!("/identities/{}/sessions", pia.identity))
            .await
            .fine(200);
        assert_eq!(still["total"], 1);
        assert_ne!(before, app.rows().await, "Mia and her session are there");
        // One key of a request, sent to two places and by two actors, is as many requests.
        let admin = app.world.browser(&app.world.admin).await;
        for tenant in ["northwind", "southwind", "northwind"] {
            let path = format!("/t/{tenant}/development/directory/new");
            let body = "kind=person&name=Twice&email=&request=r1";
            let answer = app.send(Ask::form(&path, Some(&admin)).body(body)).await;
            assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
        }
        for key in [&app.key, &theirs, &app.key] {
            let ask = app.api(Method::POST, "/identities").with("x-api-key", key);
            let ask = ask.with("idempotency-key", "r1");
            app.send(ask.json(&json!({ "name": "Twice" }))).await.fine(201);
        }
        assert_eq!(app.world.db.count("identities", &[("name", "Twice".into())]).await, 4);
    })
    .await;
}
