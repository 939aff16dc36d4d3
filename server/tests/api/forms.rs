//! Forms as browsers send them: what each does, and how they are filled in.

use crate::harness::{App, Ask, on_each};
use service::testing::TestWorld;

/// Every form's path; a test holds it to the router's table.
pub const PATHS: [&str; 43] = [
    "/setup",
    "/sign-in",
    "/sign-out",
    "/theme",
    "/t/{tenant}/{environment}/directory/new",
    "/t/{tenant}/{environment}/directory/deleted",
    "/t/{tenant}/{environment}/directory/suspend",
    "/t/{tenant}/{environment}/directory/reinstate",
    "/t/{tenant}/{environment}/directory/{id}/edit",
    "/t/{tenant}/{environment}/directory/{id}/suspend",
    "/t/{tenant}/{environment}/directory/{id}/reinstate",
    "/t/{tenant}/{environment}/directory/{id}/remove-access",
    "/t/{tenant}/{environment}/directory/{id}/delete",
    "/t/{tenant}/{environment}/directory/{id}/reset-password",
    "/reset/{token}",
    "/t/{tenant}/{environment}/directory/{id}/sessions",
    "/t/{tenant}/{environment}/capabilities/new",
    "/t/{tenant}/{environment}/capabilities/{id}",
    "/t/{tenant}/{environment}/capabilities/{id}/turn-on",
    "/t/{tenant}/{environment}/capabilities/{id}/delete",
    "/t/{tenant}/{environment}/areas/{id}",
    "/t/{tenant}/{environment}/roles/new",
    "/t/{tenant}/{environment}/roles/deleted",
    "/t/{tenant}/{environment}/roles/{id}/delete",
    "/t/{tenant}/{environment}/roles/{id}",
    "/t/{tenant}/{environment}/groups/new",
    "/t/{tenant}/{environment}/groups/deleted",
    "/t/{tenant}/{environment}/groups/join",
    "/t/{tenant}/{environment}/groups/leave",
    "/t/{tenant}/{environment}/groups/{id}/edit",
    "/t/{tenant}/{environment}/groups/{id}/delete",
    "/t/{tenant}/{environment}/invite",
    "/t/{tenant}/{environment}/directory/{id}/invitation",
    "/invite/{token}",
    "/t/{tenant}/{environment}/me",
    "/t/{tenant}/{environment}/assign",
    "/t/{tenant}/{environment}/assignments/change",
    "/t/{tenant}/{environment}/assignments/{id}/remove",
    "/t/{tenant}/{environment}/assignments/{id}/end",
    "/t/{tenant}/{environment}/assignments/{id}/dates",
    "/t/{tenant}/{environment}/remove",
    "/t/{tenant}/{environment}/operations/{id}/undo",
    "/t/{tenant}/{environment}/operations/{id}/retry",
];
pub const NEW: &str = "/t/northwind/development/directory/new";
pub const ASSIGN: &str = "/t/northwind/development/assign";

/// A form filled in so that it would be done.
pub fn filled(app: &App, path: &str) -> String {
    match path {
        "/setup" => "token=x&name=Eve&email=eve%40x.test&password=correct+horse+battery&organisation=Eve".to_owned(),
        "/sign-in" => format!(
            "login={}&password={}&next=%2F",
            TestWorld::EMAIL.replace('@', "%40"),
            TestWorld::PASSWORD.replace(' ', "+")
        ),
        "/sign-out" => "request=1".to_owned(),
        "/theme" => "theme=dark&next=%2F".to_owned(),
        "/t/{tenant}/{environment}/directory/new" => "kind=person&name=Eve+New&email=eve%40x.test".to_owned(),
        "/t/{tenant}/{environment}/assign" => preview(app),
        "/t/{tenant}/{environment}/assignments/{id}/remove" | "/t/{tenant}/{environment}/assignments/{id}/end" => {
            "request=1".to_owned()
        }
        "/t/{tenant}/{environment}/assignments/{id}/dates" => "end=none".to_owned(),
        "/t/{tenant}/{environment}/assignments/change" => format!("intent=end&id={}", app.people[0]),
        "/t/{tenant}/{environment}/remove" => {
            format!("intent=preview&id={}&role={}", app.people[0], app.role)
        }
        "/t/{tenant}/{environment}/operations/{id}/undo" | "/t/{tenant}/{environment}/operations/{id}/retry" => {
            "request=1".to_owned()
        }
        "/t/{tenant}/{environment}/directory/deleted" => "event=01990000-0000-7000-8000-000000000000".to_owned(),
        "/t/{tenant}/{environment}/directory/suspend" | "/t/{tenant}/{environment}/directory/reinstate" => {
            format!("intent=preview&id={}", app.people[0])
        }
        "/t/{tenant}/{environment}/directory/{id}/edit" => "name=Eve&email=".to_owned(),
        "/t/{tenant}/{environment}/directory/{id}/suspend"
        | "/t/{tenant}/{environment}/directory/{id}/reinstate"
        | "/t/{tenant}/{environment}/directory/{id}/remove-access"
        | "/t/{tenant}/{environment}/directory/{id}/delete"
        | "/t/{tenant}/{environment}/directory/{id}/reset-password"
        | "/t/{tenant}/{environment}/directory/{id}/sessions" => "request=1".to_owned(),
        "/t/{tenant}/{environment}/capabilities/new" => "key=shop.open&name=Open&start=available".to_owned(),
        "/t/{tenant}/{environment}/capabilities/{id}" | "/t/{tenant}/{environment}/areas/{id}" => {
            "name=Open".to_owned()
        }
        "/t/{tenant}/{environment}/capabilities/{id}/turn-on"
        | "/t/{tenant}/{environment}/capabilities/{id}/delete" => "request=1".to_owned(),
        "/t/{tenant}/{environment}/roles/new" => "name=Reader&capability=users.view".to_owned(),
        "/t/{tenant}/{environment}/roles/deleted" => "event=01990000-0000-7000-8000-000000000000".to_owned(),
        "/t/{tenant}/{environment}/roles/{id}/delete" => "tag=x".to_owned(),
        "/t/{tenant}/{environment}/roles/{id}" => "intent=save&name=Reader".to_owned(),
        "/t/{tenant}/{environment}/groups/new" => "name=Night+shift".to_owned(),
        "/t/{tenant}/{environment}/groups/deleted" => "event=01990000-0000-7000-8000-000000000000".to_owned(),
        "/t/{tenant}/{environment}/groups/join" | "/t/{tenant}/{environment}/groups/leave" => {
            format!("intent=preview&id={}&group=support", app.people[0])
        }
        "/t/{tenant}/{environment}/groups/{id}/edit" => "intent=save&name=Night".to_owned(),
        "/t/{tenant}/{environment}/groups/{id}/delete" => "slug=support".to_owned(),
        "/t/{tenant}/{environment}/invite" => "name=Ines&email=ines%40x.test&when=now".to_owned(),
        "/t/{tenant}/{environment}/directory/{id}/invitation" => "intent=renew".to_owned(),
        "/reset/{token}" => "password=correct+horse+battery".to_owned(),
        "/invite/{token}" => "way=new&name=Ines&password=correct+horse+battery".to_owned(),
        "/t/{tenant}/{environment}/me" => "request=1".to_owned(),
        other => panic!("no form is sent to {other}"),
    }
}

/// The address of a form in Northwind's Development, about nothing that there is.
pub fn address(path: &str) -> String {
    path.replace("{tenant}", "northwind")
        .replace("{environment}", "development")
        .replace("{id}", "01990000-0000-7000-8000-000000000000")
        .replace("{token}", "no-such-token")
}

/// The assign form, up to its preview.
pub fn preview(app: &App) -> String {
    format!(
        "intent=preview&id={}&role={}&when=now&through_group=skip",
        app.people[0], app.role
    )
}

#[tokio::test]
async fn a_person_is_added_once_and_said() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let send = async |body: &str| app.send(Ask::form(NEW, Some(&token)).body(body.to_owned())).await;
        let body = "kind=person&name=Zo%C3%AB+New&email=zoe%40x.test&request=r1";
        for _ in 0..2 {
            let answer = send(body).await;
            assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
            assert!(
                answer
                    .header("location")
                    .starts_with("/t/northwind/development/directory?q=")
            );
            assert!(
                answer
                    .header("set-cookie")
                    .starts_with("rolecall-flash=Zo%C3%AB%20New%20is")
            );
        }
        let people = app.world.db.count("identities", &[("name", "Zoë New".into())]).await;
        assert_eq!(people, 1);
        // What is wrong is shown on the form, with what was typed.
        let before = app.rows().await;
        let answer = send("kind=person&name=Ann%3Cb%3E&email=nonsense&request=r2").await;
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.text().contains("Ann&lt;b&gt;"), "{}", answer.text());
        let answer = send("kind=person&name=Ann&email=zoe%40x.test&request=r3").await;
        assert_eq!(answer.status.as_u16(), 409);
        for body in ["kind=robot&name=Ann", "name=", "name=%00", "name=a%E2%80%AEb"] {
            assert_eq!(send(body).await.status.as_u16(), 422, "{body}");
        }
        for (body, code) in [
            ("name=A&name=B", "duplicate_key"),
            ("name=A&admin=1", "unknown_field"),
            ("name=%FF", ""),
        ] {
            let answer = send(body).await;
            if !code.is_empty() {
                let (status, told, _) = answer.refused();
                assert_eq!((status, told.as_str()), (400, code), "{body}");
            }
        }
        let after = app.rows().await;
        let named = app.world.db.count("identities", &[("name", "\u{fffd}".into())]).await;
        if named == 0 {
            assert_eq!(after, before);
        }
    })
    .await;
}

#[tokio::test]
async fn a_role_is_previewed_and_given() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let send = async |body: String| app.send(Ask::form(ASSIGN, Some(&token)).body(body)).await;
        let shown = send(preview(&app)).await;
        assert_eq!(shown.status.as_u16(), 200, "{}", shown.text());
        let page = shown.text();
        let hidden = |name: &str| {
            let mark = format!("name=\"{name}\" value=\"");
            let value = page.split(&mark).nth(1).and_then(|rest| rest.split('"').next());
            value.unwrap_or_else(|| panic!("no {name} in {page}")).to_owned()
        };
        let commit = format!("intent=commit&plan={}&planned={}", hidden("plan"), hidden("planned"));
        let commit = preview(&app).replace("intent=preview", &commit);
        // What is sent is what was previewed, or nothing.
        let changed = send(commit.replace("when=now", "when=limited&length=8h")).await;
        assert_eq!(changed.status.as_u16(), 409, "{}", changed.text());
        assert_eq!(app.held(app.people[0]).await, 0);
        for _ in 0..2 {
            let done = send(commit.clone()).await;
            assert_eq!(done.status.as_u16(), 303, "{}", done.text());
            let place = done.header("location").to_owned();
            assert!(place.starts_with("/t/northwind/development/operations/"), "{place}");
            let csv = Ask::new(axum::http::Method::GET, &format!("{place}/results.csv")).signed_in(Some(&token));
            let csv = app.send(csv.empty()).await;
            assert_eq!(csv.text().lines().count(), 2, "{}", csv.text());
        }
        assert_eq!(app.held(app.people[0]).await, 1);
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn a_session_begins_and_ends() {
    on_each(async |app| {
        let body = filled(&app, "/sign-in").replace("next=%2F", "next=%2Ft%2Fnorthwind");
        let answer = app.send(Ask::form("/sign-in", None).body(body)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("location")),
            (303, "/t/northwind")
        );
        let cookie = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] {
            assert!(cookie.contains(part), "{cookie}");
        }
        let token = cookie.split(['=', ';']).nth(1).expect("a token");
        let home = || {
            Ask::new(axum::http::Method::GET, "/_fn/home")
                .signed_in(Some(token))
                .empty()
        };
        assert_eq!(app.send(home()).await.status.as_u16(), 200);
        let answer = app.send(Ask::form("/sign-out", Some(token)).body("")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in"));
        assert!(
            answer.header("set-cookie").starts_with("rolecall=; "),
            "{}",
            answer.header("set-cookie")
        );
        assert_eq!(app.send(home()).await.status.as_u16(), 401);
        for login in ["ada%40northwind.test", "nobody%40x.test", "%00", "a%00b"] {
            let body = format!("login={login}&password=wrong+horse+battery");
            let answer = app.send(Ask::form("/sign-in", None).body(body)).await;
            assert_eq!(answer.status.as_u16(), 401, "{login}");
            assert_eq!(answer.header("set-cookie"), "");
        }
    })
    .await;
}
