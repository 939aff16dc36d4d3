//! Looking for people by a list of names and addresses, in the forms that give them something.

use domain::form::Sent;
use domain::id::IdentityId;
use service::forms::{self, Next};
use service::identities::{self, New};
use service::testing::{TestWorld, on_each};
use service::{Env, screens};

fn sent(values: &[(&str, &str)]) -> Sent {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Sent {
        values: values.collect(),
        problem: None,
    }
}

async fn person(env: &Env, called: &str, email: &str) -> IdentityId {
    let new = New {
        name: called.to_owned(),
        email: Some(email.to_owned()),
        kind: domain::identities::Kind::Person,
    };
    identities::create(env, &new).await.expect("a person").id
}

/// One step of the form that puts people into a group, which shows the form again.
async fn step(env: &Env, sent: Sent) -> Sent {
    match forms::join(env, sent).await.expect("an answer") {
        Next::Show(sent) => sent,
        Next::Done(_) => panic!("nothing was to be done yet"),
    }
}

fn ids(sent: &Sent) -> Vec<String> {
    sent.all("id").map(str::to_owned).collect()
}

async fn start(world: &TestWorld) -> (Env, IdentityId, IdentityId, IdentityId) {
    let env = world.env().await;
    world.group(&env, "Support", None).await;
    let one = person(&env, "Ann Lee", "ann.lee@x.test").await;
    let other = person(&env, "Ann Lee", "a.lee@x.test").await;
    let ben = person(&env, "Ben Ode", "ben@x.test").await;
    (env, one, other, ben)
}

#[tokio::test]
async fn of_those_who_share_a_name_whoever_is_ticked_is_meant() {
    on_each(async |world| {
        let (env, one, other, ben) = start(&world).await;
        let asked = [("group", "support"), ("via", "support"), ("intent", "find")];
        let text = ("find", "Ann Lee\nBEN@x.test, nobody at all; ann lee");
        let shown = step(&env, sent(&[&asked[..], &[text]].concat())).await;
        assert_eq!(ids(&shown), [ben.to_string()]);
        assert_eq!(shown.value("find"), "nobody at all");
        assert_eq!(shown.all("several").collect::<Vec<_>>(), ["Ann Lee"]);
        let page = screens::join_page(&env, "", Some(&shown)).await.expect("a page");
        let among: Vec<IdentityId> = page.several[0].people.iter().map(|one| one.id).collect();
        assert_eq!((among.len(), page.several[0].more), (2, false));
        assert!(among.contains(&one) && among.contains(&other));
        // Left as it is, it is asked again, and nobody is added.
        let (ben, other) = (ben.to_string(), other.to_string());
        let again = [
            ("group", "support"),
            ("intent", "preview"),
            ("several", "Ann Lee"),
            ("id", ben.as_str()),
        ];
        let shown = step(&env, sent(&again)).await;
        assert_eq!(shown.all("several").collect::<Vec<_>>(), ["Ann Lee"]);
        assert!(shown.problem.is_some() && !shown.has("plan"));
        // Whoever was chosen before is not the one who is ticked now.
        let one = one.to_string();
        let shown = step(&env, sent(&[&again[..], &[("id", one.as_str())]].concat())).await;
        assert!(shown.has("several") && !shown.has("plan"));
        // Ticked, they are in the plan.
        let ticked = format!("{other} Ann Lee");
        let shown = step(&env, sent(&[&again[..], &[("meant", ticked.as_str())]].concat())).await;
        assert_eq!(ids(&shown), [ben.as_str(), other.as_str()]);
        assert!(!shown.has("several") && shown.has("plan") && shown.problem.is_none());
        // Or nobody of them is.
        let shown = step(&env, sent(&[&again[..], &[("none", "Ann Lee")]].concat())).await;
        assert_eq!(ids(&shown), [ben.as_str()]);
        assert!(!shown.has("several") && shown.has("plan"));
        // What was planned without them is not done with them.
        let late = [("plan", shown.value("plan")), ("planned", shown.value("planned"))];
        let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let commit = [
            &[
                ("group", "support"),
                ("intent", "commit"),
                ("several", "Ann Lee"),
                ("id", ben.as_str()),
            ][..],
            &[("meant", ticked.as_str())],
            &late[..],
        ];
        let shown = step(&env, sent(&commit.concat())).await;
        assert!(!shown.has("plan"));
        assert_eq!(ids(&shown).len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_new_role_asks_who_is_meant_and_makes_nothing_before() {
    on_each(async |world| {
        let (env, _, other, _) = start(&world).await;
        let role = [("name", "Reader"), ("capability", "users.view")];
        let mut found = sent(&[&role[..], &[("intent", "find"), ("find", "ann lee")]].concat());
        assert!(forms::new_role(&env, &mut found).await.expect("shown again").is_none());
        let page = screens::new_role(&env, "", Some(&found)).await.expect("a page");
        assert_eq!(page.several.len(), 1);
        let open = [&role[..], &[("intent", "create"), ("several", "ann lee")]].concat();
        forms::new_role(&env, &mut sent(&open))
            .await
            .expect_err("nobody is ticked");
        let roles = service::roles::list(&env).await.expect("roles");
        assert!(roles.iter().all(|role| role.name != "Reader"));
        let other = format!("{other} ann lee");
        let mut ticked = sent(&[&open[..], &[("meant", other.as_str())]].concat());
        let (made, _) = forms::new_role(&env, &mut ticked).await.expect("made").expect("a role");
        assert_eq!(
            world
                .db
                .count("assignments", &[("role_id", store::testing::Cell::from(made.id.0))])
                .await,
            1
        );
    })
    .await;
}

#[tokio::test]
async fn more_addresses_than_names_are_found_at_once() {
    on_each(async |world| {
        let (env, ..) = start(&world).await;
        // More than names may be.
        let (mut people, mut addresses) = (Vec::new(), Vec::new());
        for n in 0..210 {
            let address = format!("Many{n}@x.test");
            people.push(person(&env, "One of many", &address).await);
            addresses.push(address.to_uppercase());
        }
        let text = addresses.join("\n");
        let shown = step(&env, sent(&[("group", "support"), ("intent", "find"), ("find", &text)])).await;
        let mut found = ids(&shown);
        let mut expected: Vec<String> = people.iter().map(ToString::to_string).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        // Nothing of what was written is lost where it is too much.
        let text = (0..201).map(|n| format!("Nobody {n}")).collect::<Vec<_>>().join("\n");
        let shown = step(&env, sent(&[("group", "support"), ("intent", "find"), ("find", &text)])).await;
        assert!(shown.problem.is_some());
        assert_eq!(shown.value("find"), text);
    })
    .await;
}
