//! No role and no group poses as another by letters that look the same.

use domain::problem::Code;
use domain::roles::System;
use service::testing::{TestWorld, on_each, refused, refused_at};
use service::{Env, Error, groups, roles};

fn role(name: &str, slug: &str) -> roles::New {
    roles::New {
        name: name.to_owned(),
        slug: Some(slug.to_owned()),
        ..roles::New::default()
    }
}

fn group(name: &str, slug: &str) -> groups::New {
    groups::New {
        name: name.to_owned(),
        slug: Some(slug.to_owned()),
        ..groups::New::default()
    }
}

fn of_role(name: &str) -> roles::Edit {
    roles::Edit {
        name: Some(name.to_owned()),
        ..roles::Edit::default()
    }
}

fn of_group(name: &str) -> groups::Edit {
    groups::Edit {
        name: Some(name.to_owned()),
        ..groups::Edit::default()
    }
}

/// The sentence of a refusal.
fn said<T: std::fmt::Debug>(result: service::Result<T>) -> String {
    match result.expect_err("a refusal") {
        Error::Problem(problem) => problem.detail,
        other => panic!("{other}"),
    }
}

/// How much there is that a refusal must not touch.
async fn rows(world: &TestWorld) -> (usize, usize, usize) {
    let of = async |table| world.db.count(table, &[]).await;
    (of("roles").await, of("groups").await, of("events").await)
}

/// Everything that looks like a name: other scripts, digits, capitals, marks that nobody sees.
const SUPPORT: [&str; 7] = [
    "Suppоrt",
    "ЅUPPORT",
    "Supp0rt\u{ad}",
    "Supp0rt",
    "Support\u{200d}",
    "Ｓupport",
    "𝐒upport",
];

#[tokio::test]
async fn t_66_no_name_poses_as_that_of_a_system_role() {
    on_each(async |world| {
        let env = world.env().await;
        let auditor = roles::create(&env, &role("Auditor", "auditor")).await.expect("a role");
        let support = groups::create(&env, &group("Support", "support"))
            .await
            .expect("a group");
        let before = rows(&world).await;
        let at_name = (Code::InvalidValue, "/name".to_owned());
        for (posing, system) in [
            ("Оwner", System::Owner),
            ("0WNER", System::Owner),
            ("Ow\u{ad}ner", System::Owner),
            ("ΑDMINISTRATOR", System::Administrator),
            ("Adm1nistrator", System::Administrator),
            ("Ορerator", System::Operator),
            ("Vlewer", System::Viewer),
            ("Ｖiewer", System::Viewer),
        ] {
            let made = roles::create(&env, &role(posing, "another")).await;
            assert_eq!(refused_at(made), at_name, "{posing}");
            assert_eq!(
                refused_at(roles::change(&env, auditor.id, &of_role(posing)).await),
                at_name
            );
            let made = groups::create(&env, &group(posing, "another")).await;
            assert!(said(made).contains(system.name()), "{posing}");
            assert_eq!(
                refused_at(groups::change(&env, support.id, &of_group(posing)).await),
                at_name
            );
        }
        // A role has no system name in plain letters either; a group is no role.
        for plain in ["Owner", "VIEWER"] {
            assert_eq!(refused_at(roles::create(&env, &role(plain, "another")).await), at_name);
        }
        assert_eq!(rows(&world).await, before);
        groups::create(&env, &group("Operator", "operators"))
            .await
            .expect("a group");
    })
    .await;
}

#[tokio::test]
async fn t_66_no_name_poses_as_that_of_another_role_or_group() {
    on_each(async |world| {
        let env = world.env().await;
        roles::create(&env, &role("Support", "support")).await.expect("a role");
        groups::create(&env, &group("Support", "support"))
            .await
            .expect("a group of the same name");
        let desk = roles::create(&env, &role("Desk", "desk")).await.expect("a role");
        let team = groups::create(&env, &group("Team", "team")).await.expect("a group");
        let before = rows(&world).await;
        for posing in SUPPORT {
            let made = roles::create(&env, &role(posing, "another")).await;
            let text = said(made);
            assert!(text.contains("the role Support and is written"), "{posing}: {text}");
            let made = groups::create(&env, &group(posing, "another")).await;
            let text = said(made);
            assert!(text.contains("the group Support and is written"), "{posing}: {text}");
            for answer in [
                refused_at(roles::change(&env, desk.id, &of_role(posing)).await),
                refused_at(groups::change(&env, team.id, &of_group(posing)).await),
            ] {
                assert_eq!(answer, (Code::InvalidValue, "/name".to_owned()), "{posing}");
            }
        }
        assert_eq!(rows(&world).await, before);
        // Another environment, and another name, are nobody's.
        let production = world.production().await;
        roles::create(&production, &role("Suppоrt", "support"))
            .await
            .expect("a role");
        roles::create(&env, &role("Supporter", "supporter"))
            .await
            .expect("a role");
        // Who sees that they are called the same is not deceived.
        roles::create(&env, &role("support", "support-2"))
            .await
            .expect("a role of the same name");
        groups::create(&env, &group("SUPPORT", "support-2"))
            .await
            .expect("a group of the same name");
        roles::change(&env, desk.id, &of_role("Support"))
            .await
            .expect("renamed to the same name");
    })
    .await;
}

#[tokio::test]
async fn t_66_nothing_comes_back_as_the_likeness_of_what_was_made_since() {
    on_each(async |world| {
        let env = world.env().await;
        let old = roles::create(&env, &role("Оps", "ops-old")).await.expect("a role");
        let role_gone = roles::remove(&env, old.id, None).await.expect("deleted");
        let old = groups::create(&env, &group("Оps", "ops-old")).await.expect("a group");
        let group_gone = groups::remove(&env, old.id, false).await.expect("deleted");
        let new = roles::create(&env, &role("Ops", "ops")).await.expect("a role");
        let team = groups::create(&env, &group("Ops", "ops")).await.expect("a group");
        let before = rows(&world).await;
        assert_eq!(refused(roles::restore(&env, role_gone).await), Code::Conflict);
        assert_eq!(refused(groups::restore(&env, group_gone).await), Code::Conflict);
        let text = said(service::restore::restore(&env, group_gone).await);
        assert!(text.contains("the group Ops and is written"), "{text}");
        assert_eq!(rows(&world).await, before);
        // As the sentence says.
        roles::change(&env, new.id, &of_role("Operations"))
            .await
            .expect("renamed");
        groups::change(&env, team.id, &of_group("Operations"))
            .await
            .expect("renamed");
        roles::restore(&env, role_gone).await.expect("restored");
        groups::restore(&env, group_gone).await.expect("restored");
    })
    .await;
}

#[tokio::test]
async fn t_66_what_had_its_name_before_is_changed_otherwise_and_told_to_nobody_who_may_not_see() {
    on_each(async |world| {
        let env = world.env().await;
        // Made before there was this rule.
        let posing = world.role(&env, "Supp0rt", &[]).await;
        roles::create(&env, &role("Support", "support-2"))
            .await
            .expect_err("it looks like the other");
        world.role(&env, "Support two", &[]).await;
        let described = roles::Edit {
            description: Some(Some("Helps.".to_owned())),
            ..roles::Edit::default()
        };
        roles::change(&env, posing, &described).await.expect("described");
        let blind: Env = world.key(&env, &["roles.create", "groups.manage"]).await;
        world.group(&env, "Night shift", None).await;
        for text in [
            said(roles::create(&blind, &role("Suppоrt two", "another")).await),
            said(groups::create(&blind, &group("Nіght shift", "another")).await),
        ] {
            assert!(text.contains("looks like the name of another"), "{text}");
        }
    })
    .await;
}
