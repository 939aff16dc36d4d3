//! What people type never becomes markup: pages are parsed and compared with what harmless texts make.

mod pages;
mod payloads;
mod shape;
mod typed;

use crate::harness::{App, Ask, Reply, on_each};
use axum::http::Method;
use domain::assignments::Subject;
use pages::PAGES;
use shape::Page;

/// All 500 with `ROLECALL_FULL`; else every 7th, among which each base and each context is.
fn some() -> Vec<String> {
    let all = payloads::all();
    all.into_iter().step_by(service::testing::rounds(7, 1)).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn page(reply: &Reply, place: &str) -> Page {
    let kind = reply.header("content-type");
    assert!(kind.starts_with("text/html"), "{place}: {} {kind}", reply.status);
    let page = Page::read(&reply.text());
    assert_eq!(page.faults, Vec::<String>::new(), "{place}");
    page
}

fn same(payload: &Page, harmless: &Page, place: &str) {
    let other = payload.shape.iter().zip(&harmless.shape).find(|(one, two)| one != two);
    assert_eq!(other, None, "{place}");
    assert_eq!(payload.shape.len(), harmless.shape.len(), "{place}");
}

#[test]
fn every_page_is_looked_at() {
    let routes = include_str!("../../../app/src/routes.rs");
    for line in routes.lines().filter(|line| line.contains("<Route ")) {
        let path = line.split('"').nth(1).expect("a path");
        assert!(PAGES.iter().any(|(known, _)| *known == path), "add {path} to PAGES");
    }
}

#[test]
fn t_64_the_check_sees_what_breaks_out() {
    let harmless = Page::read("<p title=\"x\">x</p><textarea>x</textarea>");
    for text in payloads::all() {
        let seen = |html: String| Page::read(&html).shape != harmless.shape;
        // Unescaped, each text that holds an element makes one of its own.
        let markup = text.contains("<") && !text.contains("<!--");
        assert!(
            !markup || seen(format!("<p title=\"x\">{text}</p><textarea>x</textarea>")),
            "{text}"
        );
        let breaks = text.contains("</textarea>");
        assert_eq!(
            seen(format!("<p title=\"x\">x</p><textarea>{text}</textarea>")),
            breaks,
            "{text}"
        );
    }
    for html in [
        "<a href=javascript:alert(1)>",
        "<a href=//e.x>",
        "<p style=x>",
        "<p onclick=x>",
    ] {
        assert_eq!(Page::read(html).faults.len(), 1, "{html}");
    }
}

/// A world in which every page has many rows, and the addresses of its pages.
pub async fn stored(app: &App) -> Vec<String> {
    let (world, env) = (&app.world, &app.env);
    let people = world.people(env, 150).await;
    let mut groups = Vec::new();
    for n in 1..=40 {
        groups.push(
            world
                .group(
                    env,
                    &format!("Group {n:03}"),
                    groups.last().copied().filter(|_| n % 3 != 1),
                )
                .await,
        );
        world.role(env, &format!("Role {n:03}"), &["audit.read"]).await;
    }
    for (n, person) in people.iter().enumerate() {
        world.join(env, groups[n % groups.len()], &[*person], None).await;
    }
    let mut given = Vec::new();
    for person in &people[..20] {
        given.push(world.give(env, Subject::Identity(*person), app.role).await.id);
    }
    world.give(env, Subject::Group(groups[0]), app.role).await;
    world.suspend(env, &people[100..110]).await;
    world.tenant("Southwind").await;
    // An operation with every outcome.
    let token = world.browser(&world.admin).await;
    let chosen: Vec<String> = people[..120].iter().map(|id| format!("id={id}")).collect();
    let chosen = chosen.join("&");
    let form = format!("intent=preview&{chosen}&role={}&when=now&through_group=skip", app.role);
    let path = "/t/northwind/development/assign";
    let shown = app.send(Ask::form(path, Some(&token)).body(form.clone())).await.text();
    let hidden = |name: &str| {
        let value = shown.split(&format!("name=\"{name}\" value=\"")).nth(1);
        value
            .and_then(|rest| rest.split('"').next())
            .expect("a preview")
            .to_owned()
    };
    let commit = format!("intent=commit&plan={}&planned={}", hidden("plan"), hidden("planned"));
    let done = form.replace("intent=preview", &commit);
    let done = app.send(Ask::form(path, Some(&token)).body(done)).await;
    let operation = done
        .header("location")
        .rsplit('/')
        .next()
        .expect("an operation")
        .to_owned();
    let gone = app.world.role(&app.env, "Gone", &["users.view"]).await;
    let ask = app.api(Method::DELETE, &format!("/roles/{gone}")).with("if-match", "*");
    app.send(ask.empty()).await.fine(200);
    let gone = app.world.group(&app.env, "Gone group", None).await;
    let ask = app.api(Method::DELETE, &format!("/groups/{gone}"));
    let gone = app.send(ask.empty()).await.fine(200);
    let event = gone["event_id"].as_str().expect("an event").to_owned();
    let gone = app.world.person(&app.env, "Gone person").await;
    app.send(app.api(Method::DELETE, &format!("/identities/{gone}")).empty())
        .await
        .fine(200);
    let invite = serde_json::json!({ "name": "Ines", "email": "ines@northwind.test" });
    let invited = app.post("/invitations", &invite).await.fine(201);
    let link = invited["link"].as_str().expect("a link").rsplit('/').next();
    let (link, invited) = (
        link.expect("a token"),
        invited["identity"]["id"].as_str().expect("an id"),
    );
    let pia = app.world.member(&app.env, "Pia").await;
    let reset = format!("/identities/{}/reset-password", pia.identity);
    let reset = app.post(&reset, &serde_json::json!({})).await.fine(201);
    let reset = reset["link"].as_str().and_then(|link| link.rsplit('/').next());
    let reset = reset.expect("a token");
    let own = serde_json::json!({ "key": "shop.open", "name": "Open", "in_flight": true });
    let own = app.post("/capabilities", &own).await.fine(201)["id"].clone();
    let own = own.as_str().expect("an id");
    let holding = serde_json::json!({ "name": "Shop", "capabilities": ["shop.open"] });
    app.post("/roles", &holding).await.fine(201);
    PAGES
        .iter()
        .filter(|(_, address)| !address.is_empty())
        .map(|(_, address)| {
            address
                .replace("{ids}", &chosen)
                .replace("{operation}", &operation)
                .replace("{token}", link)
                .replace("{reset}", reset)
                .replace("{group}", &groups[0].to_string())
                .replace("{event}", &event)
                .replace("{capability}", own)
                .replace("{role}", &app.role.to_string())
                .replace("{invited}", invited)
                .replace("{person}", &people[0].to_string())
                .replace("{assignment}", &given[0].to_string())
        })
        .collect()
}

const NAMED: [&str; 7] = [
    "identities",
    "groups",
    "roles",
    "tenants",
    "environments",
    "accounts",
    "capabilities",
];

/// Gives everything that has a name one of the payloads, whatever the checks of names think of it.
async fn rename(app: &App, payloads: &[String]) {
    let quoted = |text: &String| format!("'{}'", text.replace('\'', "''"));
    let mut script = String::new();
    let mut next = payloads.iter().cycle();
    for table in NAMED {
        let rows = app
            .world
            .db
            .rows(&format!("select name from {table} order by name"))
            .await;
        let mut texts: Vec<&String> = next.by_ref().take(rows.len()).collect();
        // In the order of the names, as some lists are sorted by them.
        texts.sort();
        for (row, text) in rows.iter().zip(texts) {
            let name = row[0].as_ref().expect("a name");
            script += &format!("update {table} set name = {} where name = '{name}';", quoted(text));
        }
    }
    for column in [
        "accounts set email",
        "identities set email",
        "roles set description",
        "capabilities set description",
        "assignments set reason",
        "operations set owner_label",
        "invitations set inviter_label",
        "password_resets set maker_label",
    ] {
        let text = next.next().expect("a cycle");
        script += &format!(
            "update {column} = {} {};",
            quoted(text),
            if column.starts_with("identities") {
                "where email = 'x'"
            } else {
                ""
            }
        );
    }
    app.world.db.script(&script).await;
}

/// Names that are harmless again, each its own, in the same order.
async fn plain(app: &App) {
    let mut script = String::new();
    for table in NAMED {
        let id = match app.world.db.db.engine() {
            store::Engine::Sqlite => "hex(id)",
            store::Engine::Postgres => "cast(id as text)",
        };
        script += &format!("update {table} set name = 'n' || {id};");
    }
    app.world
        .db
        .script(&format!(
            "{script} update identities set email = 'x' where email not like '%@northwind.test'"
        ))
        .await;
}

#[tokio::test]
async fn t_64_what_is_stored_never_becomes_markup() {
    on_each(async |app| {
        let addresses = stored(&app).await;
        let token = app.world.browser(&app.world.admin).await;
        let read = async |address: &str| {
            let ask = Ask::new(Method::GET, address).signed_in(Some(&token));
            let ask = ask.with("cookie", &format!("rolecall={token}; rolecall-flash=x"));
            page(&app.send(ask.empty()).await, address)
        };
        // What is absent and what is there makes a difference of its own.
        let there = "update roles set description = 'x'; update capabilities set description = 'x'; update assignments set reason = 'x';
            update identities set email = 'x' where email is null;";
        app.world.db.script(there).await;
        let mut harmless = Vec::new();
        for address in &addresses {
            harmless.push(read(address).await);
        }
        let payloads = payloads::all();
        for chunk in payloads.chunks(payloads.len().div_ceil(2)) {
            rename(&app, chunk).await;
            let mut shown = 0;
            for (address, harmless) in addresses.iter().zip(&harmless) {
                let payload = read(address).await;
                same(&payload, harmless, address);
                shown += chunk.iter().filter(|text| payload.shows(text)).count();
            }
            assert!(shown > chunk.len() / 2, "only {shown} of {} are shown", chunk.len());
            // The next renaming finds each by a name of its own again.
            plain(&app).await;
        }
    })
    .await;
}
