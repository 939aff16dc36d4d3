//! Finding people: what is typed, and what is filtered by.

use super::support::{DAY, NOW, Place, on_each};
use domain::assignments::Subject;
use domain::identities::{Sort, Status};
use domain::{Time, Window};
use store::counters::{self, Kind};
use store::directory::{self, Filter, From};
use store::identities;

const PEOPLE: [&str; 16] = [
    "Ada Okafor|ada.okafor+ops@northwind.test",
    "Adam_Smith|under_score@northwind.test",
    "AdamXSmith|underxscore@northwind.test",
    "100% Ltd|sales@hundred.test",
    "1000 Ltd|sales@thousand.test",
    "Miles O'Neil|miles@northwind.test",
    "Dwayne \"The Rock\" Johnson|rock@northwind.test",
    "Żółta Gęś|ges@northwind.test",
    "Γιώργος Παπαδόπουλος|giorgos@northwind.test",
    "Jürgen Groß|juergen@northwind.test",
    "李小龍|bruce@northwind.test",
    "Party 🎉 Planner|party@northwind.test",
    "Jean-Luc Picard|jl@northwind.test",
    "Bo Li|bo@northwind.test",
    "Back\\Slash|back@northwind.test",
    "Élodie Ça|elodie@northwind.test",
];

async fn found(place: &Place, filter: &Filter) -> Vec<String> {
    let mut conn = place.read().await;
    let rows = directory::list(&mut conn, place.environment, filter, Sort::Name, &From::First, 200, NOW)
        .await
        .expect("rows");
    let ids = directory::ids(&mut conn, place.environment, filter, 200, NOW)
        .await
        .expect("ids");
    let total = directory::total(&mut conn, place.environment, filter, NOW)
        .await
        .expect("a total");
    // The list, the selection of all that match and the total are three texts of one question.
    assert_eq!(rows.iter().map(|row| row.identity.id).collect::<Vec<_>>(), ids);
    assert_eq!(usize::try_from(total), Ok(rows.len()));
    // In the smallest pages it goes along the names, where the whole began with the few of a set.
    let mut from = From::First;
    for expected in &rows {
        let page = directory::list(&mut conn, place.environment, filter, Sort::Name, &from, 1, NOW)
            .await
            .expect("a page");
        let row = page.into_iter().next().expect("a row");
        assert_eq!(row.identity, expected.identity, "{filter:?}");
        from = From::After(row.key, row.identity.id);
    }
    rows.into_iter().map(|row| row.identity.name).collect()
}

async fn typed(place: &Place, text: &str) -> Vec<String> {
    let filter = Filter {
        q: domain::fold::search(text),
        id: text.trim().parse().ok(),
        ..Filter::default()
    };
    found(place, &filter).await
}

#[tokio::test]
async fn what_is_typed_finds_parts_of_names_and_addresses() {
    on_each(async |place| {
        let ids = place.people(&PEOPLE).await;
        for (text, expected) in [
            ("okafor", vec!["Ada Okafor"]),
            ("OKAF ada", vec!["Ada Okafor"]),
            ("okafor+ops", vec!["Ada Okafor"]),
            ("kafo", vec!["Ada Okafor"]),
            ("zolta", vec!["Żółta Gęś"]),
            ("ŻÓŁTA gęś", vec!["Żółta Gęś"]),
            ("jurgen gross", vec!["Jürgen Groß"]),
            ("ΓΙΏΡΓΟΣ", vec!["Γιώργος Παπαδόπουλος"]),
            ("小龍", vec![]),
            ("李小", vec!["李小龍"]),
            ("李小龍", vec!["李小龍"]),
            ("🎉", vec!["Party 🎉 Planner"]),
            ("party 🎉", vec!["Party 🎉 Planner"]),
            ("o'neil", vec!["Miles O'Neil"]),
            ("\"the rock\"", vec!["Dwayne \"The Rock\" Johnson"]),
            ("the rock", vec!["Dwayne \"The Rock\" Johnson"]),
            ("back\\sl", vec!["Back\\Slash"]),
            // These are letters, not patterns.
            ("adam_smith", vec!["Adam_Smith"]),
            ("100%", vec!["100% Ltd"]),
            ("%%%", vec![]),
            ("___", vec![]),
            ("under_score", vec!["Adam_Smith"]),
            ("' or 1=1 --", vec![]),
            ("\" OR \"", vec![]),
            ("nobody at all", vec![]),
            // One and two letters: beginnings of words.
            ("b", vec!["李小龍", "Back\\Slash", "Bo Li"]),
            ("bo", vec!["Bo Li"]),
            ("pi", vec!["Jean-Luc Picard"]),
            ("ne", vec!["Miles O'Neil"]),
            ("eil", vec!["Miles O'Neil"]),
            ("ei", vec![]),
            ("ça", vec!["Élodie Ça"]),
            ("ł", vec!["Bo Li", "Jean-Luc Picard", "100% Ltd", "1000 Ltd"]),
            ("_", vec![]),
            ("%", vec![]),
        ] {
            let mut names = typed(&place, text).await;
            let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            names.sort();
            expected.sort();
            assert_eq!(names, expected, "{text:?}");
        }
        for (id, name) in ids.iter().zip(PEOPLE) {
            let expected = name.split_once('|').map(|(name, _)| name.to_owned());
            assert_eq!(typed(&place, &id.to_string()).await.pop(), expected);
        }
        assert_eq!(typed(&place, "  ").await.len(), PEOPLE.len());
    })
    .await;
}

#[tokio::test]
async fn filters_hold_together_and_reach_through_nested_groups() {
    on_each(async |place| {
        let people = place
            .people(&["Ada", "Ben", "Cleo", "Dan", "Eve", "Invited Finn", "Gus"])
            .await;
        let [ada, ben, cleo, dan, eve, finn, gus] = people.as_slice() else {
            panic!("seven people");
        };
        let (auditor, other) = (place.role("Auditor").await, place.role("Other").await);
        let parent = place.group("Support", None, &[*ben]).await;
        let child = place.group("EMEA", Some(parent), &[*cleo]).await;
        let soon = Some(Time(NOW.0 + 3 * DAY));
        place.group_until("Later", Some(child), &[*dan], soon).await;
        let until = |days: i64| Window::new(None, Some(Time(NOW.0 + days * DAY)));
        place.give(Subject::Identity(*ada), auditor, until(30)).await;
        place.give(Subject::Identity(*eve), auditor, until(0)).await;
        place.give(Subject::Identity(*eve), other, until(5)).await;
        place.give(Subject::Group(parent), auditor, Window::ALWAYS).await;
        let scheduled = Window::new(Some(Time(NOW.0 + DAY)), None);
        place.give(Subject::Identity(*finn), auditor, scheduled).await;
        let revoked = place.give(Subject::Identity(*gus), auditor, Window::ALWAYS).await;
        let mut tx = place.db.db.begin_write().await.expect("a transaction");
        let environment = place.environment;
        assert!(
            store::assignments::revoke(&mut tx, environment, revoked, NOW)
                .await
                .expect("revoked")
        );
        assert_eq!(
            identities::suspend(&mut tx, environment, &[*cleo, *gus], NOW)
                .await
                .expect("two"),
            2
        );
        assert_eq!(
            identities::suspend(&mut tx, environment, &[*cleo], NOW)
                .await
                .expect("none"),
            0
        );
        tx.commit().await.expect("kept");

        let filter = |change: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            filter
        };
        let ends = |days: i64| Some(Time(NOW.0 + days * DAY));
        for (filter, expected) in [
            (
                filter(&|f| f.status = vec![Status::Active]),
                vec!["Ada", "Ben", "Dan", "Eve"],
            ),
            (filter(&|f| f.status = vec![Status::Suspended]), vec!["Cleo", "Gus"]),
            (filter(&|f| f.status = vec![Status::Invited]), vec!["Invited Finn"]),
            (
                filter(&|f| f.status = vec![Status::Invited, Status::Suspended]),
                vec!["Cleo", "Gus", "Invited Finn"],
            ),
            // Held or to be held, directly or through Support ▸ EMEA ▸ Later; ended and revoked not.
            (
                filter(&|f| f.role = Some(auditor)),
                vec!["Ada", "Ben", "Cleo", "Dan", "Invited Finn"],
            ),
            (filter(&|f| f.role = Some(other)), vec!["Eve"]),
            (filter(&|f| f.group = Some(parent)), vec!["Ben", "Cleo", "Dan"]),
            (filter(&|f| f.group = Some(child)), vec!["Cleo", "Dan"]),
            (filter(&|f| f.ends_before = ends(3)), vec!["Dan"]),
            (filter(&|f| f.ends_before = ends(7)), vec!["Dan", "Eve"]),
            (filter(&|f| f.ends_before = ends(30)), vec!["Ada", "Dan", "Eve"]),
            (
                filter(&|f| {
                    f.role = Some(auditor);
                    f.group = Some(child);
                    f.status = vec![Status::Active];
                    f.ends_before = ends(7);
                    f.q = "da".to_owned();
                }),
                vec!["Dan"],
            ),
        ] {
            assert_eq!(found(&place, &filter).await, expected, "{filter:?}");
        }
        // After the end of Dan's membership he is no longer in the group.
        let mut conn = place.read().await;
        let in_child = filter(&|f| f.group = Some(child));
        let then = Time(NOW.0 + 3 * DAY);
        let ids = directory::ids(&mut conn, environment, &in_child, 10, then)
            .await
            .expect("ids");
        assert_eq!(ids, [*cleo]);
        let all = counters::get(&mut conn, environment, Kind::Identities)
            .await
            .expect("a counter");
        assert_eq!(all, 7);
        let given = counters::get(&mut conn, environment, Kind::Assignments)
            .await
            .expect("a counter");
        assert_eq!(given, 5);
    })
    .await;
}

#[tokio::test]
async fn the_roles_of_a_page_come_with_their_sources_and_ends() {
    on_each(async |place| {
        let people = place.people(&["Ada", "Ben"]).await;
        let (auditor, viewer) = (place.role("Auditor").await, place.role("Viewer+").await);
        let parent = place.group("Support", None, &[]).await;
        let until = Some(Time(NOW.0 + 3 * DAY));
        place.group_until("EMEA", Some(parent), &people[..1], until).await;
        place.give(Subject::Group(parent), viewer, Window::ALWAYS).await;
        place.give(Subject::Identity(people[0]), auditor, Window::ALWAYS).await;
        let mut conn = place.read().await;
        let held = directory::roles_of(&mut conn, place.environment, &people, NOW)
            .await
            .expect("roles");
        let read: Vec<_> = held
            .iter()
            .map(|one| {
                (
                    one.identity_id,
                    one.role_name.as_str(),
                    one.through_group,
                    one.effective_to,
                )
            })
            .collect();
        let ada = people[0].0;
        assert_eq!(
            read,
            [
                (ada, "Auditor", false, None),
                (ada, "Viewer+", true, until.map(|at| at.0))
            ]
        );
    })
    .await;
}
