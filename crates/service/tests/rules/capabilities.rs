//! The catalogue: own capabilities from making to deleting, turning on, and who may give them.

use super::last_event;
use domain::assignments::Subject;
use domain::capabilities::{Capability, Status};
use domain::id::{CapabilityId, IdentityId};
use domain::problem::Code;
use service::capabilities::{Edit, New, change, create, gainers, get, list, remove, turn_on};
use service::testing::{TestWorld, check, on_each, refused, refused_at};
use service::{Env, access, roles};

pub(super) fn new(key: &str) -> New {
    New {
        key: key.to_owned(),
        area: None,
        name: "Approve invoices".to_owned(),
        description: "Say that an invoice may be paid.".to_owned(),
        sensitive: false,
        status: Status::Available,
    }
}

fn in_flight(key: &str) -> New {
    New {
        status: Status::InFlight,
        ..new(key)
    }
}

async fn allowed(env: &Env, identity_id: IdentityId, capability: &str) -> bool {
    let question = access::Question {
        identity_id,
        capability: capability.to_owned(),
        node_id: None,
        at: None,
    };
    check(env, &question).await.expect("an answer").allowed
}

fn role(called: &str, capabilities: &[&str]) -> roles::New {
    roles::New {
        name: called.to_owned(),
        capabilities: capabilities.iter().map(|key| (*key).to_owned()).collect(),
        ..roles::New::default()
    }
}

/// Someone who holds these and nothing else.
pub(super) async fn holder(world: &TestWorld, env: &Env, called: &str, capabilities: &[&str]) -> Env {
    let role = world.role(env, &format!("Role of {called}"), capabilities).await;
    let member = world.member(env, called).await;
    world.give(env, Subject::Identity(member.identity), role).await;
    world.env_as(&member.who, env).await
}

pub(super) async fn builtin(env: &Env, key: &str) -> Capability {
    let all = list(env).await.expect("the catalogue");
    all.into_iter().find(|one| one.key == key).expect("it is built in")
}

#[tokio::test]
async fn an_own_capability_is_made_given_and_answered() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &new(" invoices.approve ")).await.expect("a capability");
        assert_eq!(
            (made.key.as_str(), made.builtin, made.ready),
            ("invoices.approve", false, false)
        );
        assert_eq!(
            last_event(&env).await,
            "capability.created done by Ada Okafor on invoices.approve, 0 parts"
        );
        let env = world.env().await;
        assert_eq!(get(&env, made.id).await.expect("there"), made);
        let all = list(&env).await.expect("the catalogue");
        assert_eq!(all.last(), Some(&made), "after all that is built in");
        let person = world.person(&env, "Ben").await;
        assert!(!allowed(&env, person, "invoices.approve").await);
        let payer = roles::create(&env, &role("Payer", &["invoices.approve"]))
            .await
            .expect("a role");
        world.give(&env, Subject::Identity(person), payer.id).await;
        assert!(allowed(&env, person, "invoices.approve").await);
        // Said otherwise; who may do what stays.
        let edit = Edit {
            name: Some("Release invoices".to_owned()),
            sensitive: Some(true),
            ..Edit::default()
        };
        let changed = change(&env, made.id, &edit).await.expect("changed");
        assert_eq!((changed.name.as_str(), changed.sensitive), ("Release invoices", true));
        assert_eq!(changed.description, made.description);
        assert_eq!(refused(change(&env, made.id, &edit).await), Code::Unchanged);
        assert!(allowed(&env, person, "invoices.approve").await);
        world.check_audit().await;
        world.check_counters(&env).await;
    })
    .await;
}

#[tokio::test]
async fn a_key_is_one_things_for_ever() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &new("bill.send_out")).await.expect("a capability");
        for (key, code) in [
            ("bill.send_out", Code::SlugTaken),
            ("b1ll.send-out", Code::SlugTaken),
            ("users.dance", Code::InvalidValue),
            ("u5ers.view", Code::InvalidValue),
            ("Bill.send", Code::InvalidValue),
            ("bill", Code::InvalidValue),
        ] {
            assert_eq!(
                refused_at(create(&env, &new(key)).await),
                (code, "/key".to_owned()),
                "{key}"
            );
        }
        let unnamed = New {
            name: "  ".to_owned(),
            ..new("bill.pay")
        };
        assert_eq!(
            refused_at(create(&env, &unnamed).await),
            (Code::InvalidValue, "/name".to_owned())
        );
        remove(&world.env().await, made.id).await.expect("deleted");
        let env = world.env().await;
        assert_eq!(refused(get(&env, made.id).await), Code::NotFound);
        let again = create(&env, &new("b1ll.send-out")).await;
        assert_eq!(refused_at(again), (Code::SlugRetired, "/key".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn what_is_in_flight_allows_once_it_is_turned_on() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &in_flight("invoices.approve"))
            .await
            .expect("a capability");
        assert!(made.ready);
        let env = world.env().await;
        let payer = roles::create(&env, &role("Payer", &["invoices.approve"]))
            .await
            .expect("a role");
        let (direct, inside) = (world.person(&env, "Ben").await, world.person(&env, "Cleo").await);
        let group = world.group(&env, "Finance", None).await;
        world.join(&env, group, &[inside], None).await;
        world.give(&env, Subject::Identity(direct), payer.id).await;
        world.give(&env, Subject::Group(group), payer.id).await;
        let off = world.person(&env, "Dora").await;
        world.give(&env, Subject::Identity(off), payer.id).await;
        world.suspend(&env, &[off]).await;
        assert!(!allowed(&env, direct, "invoices.approve").await);
        let told = gainers(&env, made.id).await.expect("who gains");
        let names: Vec<_> = told.first.iter().map(|one| one.name.as_str()).collect();
        assert_eq!((told.people, names), (2, vec!["Ben", "Cleo"]));
        assert_eq!(told.roles, [(payer.id, "Payer".to_owned())]);
        let on = turn_on(&env, made.id).await.expect("on");
        assert_eq!((on.status, on.ready), (Status::Available, false));
        assert_eq!(
            last_event(&env).await,
            "capability.turned_on done by Ada Okafor on invoices.approve, 0 parts"
        );
        for (person, may) in [(direct, true), (inside, true), (off, false)] {
            assert_eq!(allowed(&env, person, "invoices.approve").await, may);
        }
        let env = world.env().await;
        assert_eq!(refused(turn_on(&env, made.id).await), Code::Unchanged);
        assert_eq!(refused(gainers(&env, made.id).await), Code::Unchanged);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn a_built_in_entry_is_turned_on_where_this_release_has_it() {
    on_each(async |world| {
        let env = world.env().await;
        let waiting = builtin(&env, "applications.view").await;
        assert!(waiting.status == Status::InFlight && !waiting.ready);
        assert_eq!(refused(turn_on(&env, waiting.id).await), Code::Conflict);
        // An environment from before the release that has it.
        let export = builtin(&env, "audit.export").await;
        let script = format!(
            "update capability_statuses set status = 'in_flight' where capability_id in
               (select id from capabilities where key = '{}')",
            export.key
        );
        world.db.script(&script).await;
        let env = world.env().await;
        assert!(builtin(&env, "audit.export").await.ready);
        let on = turn_on(&env, export.id).await.expect("on");
        assert_eq!(on.status, Status::Available);
        let edit = Edit {
            name: Some("Other".to_owned()),
            ..Edit::default()
        };
        assert_eq!(refused(change(&env, export.id, &edit).await), Code::Conflict);
        assert_eq!(refused(remove(&env, export.id).await), Code::Conflict);
    })
    .await;
}

#[tokio::test]
async fn nobody_turns_on_or_deletes_what_they_do_not_hold() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &in_flight("invoices.approve"))
            .await
            .expect("a capability");
        let env = world.env().await;
        roles::create(&env, &role("Payer", &["invoices.approve"]))
            .await
            .expect("a role");
        let doors = ["capabilities.manage", "roles.view", "users.view"];
        let without = holder(&world, &env, "Mo", &doors).await;
        assert_eq!(refused(turn_on(&without, made.id).await), Code::WouldEscalate);
        assert_eq!(refused(remove(&without, made.id).await), Code::WouldEscalate);
        assert_eq!(get(&env, made.id).await.expect("as before").status, Status::InFlight);
        let with = holder(&world, &env, "Nia", &[&doors[..], &["invoices.approve"]].concat()).await;
        turn_on(&with, made.id).await.expect("they hold it");
        let nobody = holder(&world, &env, "Otto", &["roles.view"]).await;
        assert_eq!(refused(create(&nobody, &new("shop.open")).await), Code::Forbidden);
        assert_eq!(refused(turn_on(&nobody, made.id).await), Code::Forbidden);
        assert_eq!(
            refused(change(&nobody, made.id, &Edit::default()).await),
            Code::Forbidden
        );
        assert_eq!(refused(remove(&nobody, made.id).await), Code::Forbidden);
        let nowhere = CapabilityId(uuid::Uuid::from_u128(7));
        assert_eq!(refused(turn_on(&env, nowhere).await), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn who_grants_applications_gives_own_capabilities_unheld_and_no_built_in_one() {
    on_each(async |world| {
        let env = world.env().await;
        create(&env, &new("invoices.approve")).await.expect("a capability");
        let env = world.env().await;
        let doors = [
            "roles.create",
            "roles.delete",
            "roles.view",
            "members.change_roles",
            "users.view",
        ];
        let plain = holder(&world, &env, "Mo", &doors).await;
        let asked = role("Payer", &["invoices.approve"]);
        assert_eq!(refused(roles::create(&plain, &asked).await), Code::WouldEscalate);
        let granting = holder(
            &world,
            &env,
            "Nia",
            &[&doors[..], &["access.grant_applications"]].concat(),
        )
        .await;
        let payer = roles::create(&granting, &asked)
            .await
            .expect("own ones need not be held");
        let mixed = role("Mixed", &["invoices.approve", "audit.read"]);
        assert_eq!(refused(roles::create(&granting, &mixed).await), Code::WouldEscalate);
        let person = world.person(&env, "Ben").await;
        let given = service::testing::window("2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z");
        let asked = domain::assignments::New {
            subject: Subject::Identity(person),
            role_id: payer.id,
            node_id: None,
            window: given,
            reason: None,
        };
        assert_eq!(
            refused(service::assignments::assign(&plain, &asked).await),
            Code::WouldEscalate
        );
        service::assignments::assign(&granting, &asked).await.expect("given");
        // Taking away is the same right.
        assert_eq!(
            refused(roles::remove(&plain, payer.id, None).await),
            Code::WouldEscalate
        );
        roles::remove(&granting, payer.id, None).await.expect("taken");
    })
    .await;
}

#[tokio::test]
async fn a_deleted_capability_leaves_its_roles_and_is_unknown() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &new("invoices.approve")).await.expect("a capability");
        let env = world.env().await;
        let asked = role("Payer", &["invoices.approve", "users.view"]);
        let payer = roles::create(&env, &asked).await.expect("a role");
        remove(&env, made.id).await.expect("deleted");
        assert_eq!(
            last_event(&env).await,
            "capability.deleted done by Ada Okafor on invoices.approve, 1 parts"
        );
        let env = world.env().await;
        let now = roles::get(&env, payer.id).await.expect("the role stays");
        assert_eq!(now.capabilities, ["users.view"]);
        let person = world.person(&env, "Ben").await;
        let question = access::Question {
            identity_id: person,
            capability: "invoices.approve".to_owned(),
            node_id: None,
            at: None,
        };
        assert_eq!(refused(check(&env, &question).await), Code::UnknownCapability);
        world.check_audit().await;
    })
    .await;
}

#[tokio::test]
async fn many_questions_are_answered_out_of_one_snapshot() {
    on_each(async |world| {
        let env = world.env().await;
        let reader = world.role(&env, "Reader", &["users.view"]).await;
        let (ben, cleo) = (world.person(&env, "Ben").await, world.person(&env, "Cleo").await);
        world.give(&env, Subject::Identity(ben), reader).await;
        let ask = |identity_id, capability: &str| access::Question {
            identity_id,
            capability: capability.to_owned(),
            node_id: None,
            at: None,
        };
        let nowhere = IdentityId(uuid::Uuid::from_u128(7));
        let asked = [
            ask(ben, "users.view"),
            ask(cleo, "users.view"),
            ask(nowhere, "users.view"),
            ask(ben, "users.fly"),
            ask(ben, "audit.read"),
        ];
        let told = access::check_all(&env, &asked, None).await.expect("answers");
        let told: Vec<_> = told
            .allowed
            .into_iter()
            .map(|one| one.map_err(|problem| problem.code))
            .collect();
        assert_eq!(
            told,
            [
                Ok(true),
                Ok(false),
                Err(Code::NotFound),
                Err(Code::UnknownCapability),
                Ok(false)
            ]
        );
        let revision = check(&env, &asked[0]).await.expect("an answer").revision;
        let late = access::check_all(&env, &asked[..1], Some(revision + 1)).await;
        assert_eq!(refused_at(late), (Code::InvalidValue, "/at_least".to_owned()));
        access::check_at_least(&env, &asked[0], Some(revision))
            .await
            .expect("it is there");
        let many = vec![asked[0].clone(); access::CHECKS_MAX + 1];
        assert_eq!(refused(access::check_all(&env, &many, None).await), Code::TooManyItems);
        let nobody = holder(&world, &env, "Otto", &["roles.view"]).await;
        assert_eq!(refused(access::check_all(&nobody, &asked, None).await), Code::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn granting_applications_does_not_reach_over_who_holds_them() {
    on_each(async |world| {
        let env = world.env().await;
        create(&env, &new("invoices.approve")).await.expect("a capability");
        let env = world.env().await;
        let payer = roles::create(&env, &role("Payer", &["invoices.approve"]))
            .await
            .expect("a role");
        let ben = world.person(&env, "Ben").await;
        world.give(&env, Subject::Identity(ben), payer.id).await;
        let doors = [
            "users.view",
            "users.edit",
            "users.suspend",
            "users.delete",
            "access.grant_applications",
        ];
        let granting = holder(&world, &env, "Nia", &doors).await;
        let edit = service::people::Edit {
            email: Some(Some("nia+ben@northwind.test".to_owned())),
            ..service::people::Edit::default()
        };
        assert_eq!(
            refused(service::people::change(&granting, ben, &edit).await),
            Code::WouldEscalate
        );
        assert_eq!(
            refused(service::people::suspend(&granting, ben).await),
            Code::WouldEscalate
        );
        assert_eq!(
            refused(service::people::delete(&granting, ben).await),
            Code::WouldEscalate
        );
        let equal = holder(&world, &env, "Olu", &[&doors[..], &["invoices.approve"]].concat()).await;
        service::people::suspend(&equal, ben).await.expect("Olu holds it all");
    })
    .await;
}

#[tokio::test]
async fn a_role_comes_back_without_what_was_deleted_since_and_says_so() {
    on_each(async |world| {
        let env = world.env().await;
        let made = create(&env, &new("invoices.approve")).await.expect("a capability");
        let env = world.env().await;
        let asked = role("Payer", &["invoices.approve", "users.view"]);
        let payer = roles::create(&env, &asked).await.expect("a role");
        let gone = roles::remove(&env, payer.id, None).await.expect("deleted");
        world.clock.advance(60);
        remove(&env, made.id).await.expect("deleted");
        let env = world.env().await;
        let back = roles::restore(&env, gone).await.expect("restored");
        assert_eq!(back.role.capabilities, ["users.view"]);
        assert_eq!((back.lost, back.whole), (vec!["invoices.approve".to_owned()], false));
        // Nothing was deleted the second time.
        world.clock.advance(60);
        let gone = roles::remove(&env, payer.id, None).await.expect("deleted again");
        let back = roles::restore(&env, gone).await.expect("restored again");
        assert_eq!((back.lost, back.whole), (Vec::new(), true));
        world.check_audit().await;
    })
    .await;
}
