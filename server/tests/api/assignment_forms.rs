//! The forms of one assignment as browsers send them.

use crate::harness::{App, Ask, on_each};
use domain::assignments::State;
use domain::id::AssignmentId;
use service::assignments;

const BASE: &str = "/t/northwind/development";

async fn state(app: &App, id: &str) -> State {
    let id: AssignmentId = id.parse().expect("an id");
    assignments::get(&app.env, id).await.expect("an assignment").state
}

#[tokio::test]
async fn a_role_is_taken_away_once_and_said_where_one_came_from() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let person = app.people[0];
        let given = app.give(person).await;
        let page = format!("{BASE}/assignments/{given}/remove");
        let shown = app
            .send(Ask::new(axum::http::Method::GET, &page).signed_in(Some(&token)).empty())
            .await;
        assert_eq!(shown.status.as_u16(), 200);
        for part in [
            "Remove the direct Auditor assignment from Person 0001",
            "keeps",
            "Read the audit log",
        ] {
            assert!(shown.text().contains(part), "{part} in {}", shown.text());
        }
        assert_eq!(state(&app, &given).await, State::Active);
        let back = format!("{BASE}/directory/{person}");
        let body = format!("request=r1&back={}", back.replace('/', "%2F"));
        for _ in 0..2 {
            let done = app.send(Ask::form(&page, Some(&token)).body(body.clone())).await;
            assert_eq!(done.status.as_u16(), 303, "{}", done.text());
            assert_eq!(done.header("location"), back);
            assert!(
                done.header("set-cookie")
                    .starts_with("rolecall-flash=Removed%20Auditor%20from%20Person")
            );
        }
        assert_eq!(state(&app, &given).await, State::Revoked);
        // Sent anew it is refused, on the page, and nothing happens.
        let before = app.rows().await;
        let again = app.send(Ask::form(&page, Some(&token)).body("request=r2")).await;
        assert_eq!(again.status.as_u16(), 409);
        assert!(again.text().contains("This assignment is over"), "{}", again.text());
        assert_eq!(app.rows().await, before);
        // What is not of this environment is not followed.
        let other = app.give(app.people[1]).await;
        let end = format!("{BASE}/assignments/{other}/end");
        let trap = "request=r3&back=https%3A%2F%2Fevil.example%2F";
        let done = app.send(Ask::form(&end, Some(&token)).body(trap)).await;
        assert_eq!(done.header("location"), format!("{BASE}/directory/{}", app.people[1]));
        assert_eq!(state(&app, &other).await, State::Revoked);
        app.world.check_audit().await;
        app.world.check_counters(&app.env).await;
    })
    .await;
}

#[tokio::test]
async fn dates_change_and_wrong_ones_are_given_back() {
    on_each(async |app| {
        let token = app.world.browser(&app.world.admin).await;
        let given = app.give(app.people[0]).await;
        let page = format!("{BASE}/assignments/{given}/dates");
        let send = async |body: &str| app.send(Ask::form(&page, Some(&token)).body(body.to_owned())).await;
        let wrong = send("end=day&until=2026-01-01").await;
        assert_eq!(wrong.status.as_u16(), 422);
        for part in [
            "The end must be in the future",
            "value=\"2026-01-01\"",
            "href=\"#until\"",
        ] {
            assert!(wrong.text().contains(part), "{part} in {}", wrong.text());
        }
        let done = send("end=day&until=2026-11-22&request=r1").await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.text());
        assert_eq!(state(&app, &given).await, State::EndingSoon);
        let replayed = send("end=day&until=2026-11-22&request=r1").await;
        assert_eq!(replayed.status.as_u16(), 303, "{}", replayed.text());
        let events = service::audit::list(&app.env, None, 2).await.expect("events");
        assert_eq!(
            (events[0].action.as_str(), events[1].action.as_str()),
            ("assignment.changed", "assignment.created")
        );
    })
    .await;
}
