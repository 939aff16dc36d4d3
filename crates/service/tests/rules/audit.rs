//! The audit log: found by who, on what and when; names only for who may see people; taken along as a right of its own.

use domain::actor::ActorKind;
use domain::assignments::Subject;
use domain::events::Outcome;
use domain::id::EventId;
use domain::problem::Code;
use domain::screens::AuditField;
use service::audit::{self, Filter, Record};
use service::people::{Edit, change};
use service::testing::{on_each, refused};
use service::{Env, Who, groups, screens};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

async fn found(env: &Env, query: &str) -> Vec<String> {
    let (asked, _) = screens::audit_asked(query);
    let (filter, wrong) = screens::audit_meant(env, &asked).await.expect("a filter");
    assert_eq!(wrong, [], "{query}");
    let page = audit::page(env, &filter, None, 100).await.expect("a page");
    assert_eq!(page.total, page.items.len() as i64, "{query}");
    page.items.into_iter().map(|record| record.event.action).collect()
}

#[tokio::test]
async fn events_are_found_by_who_on_what_which_and_when() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben Adler").await;
        let role = world.role(&env, "Editors", &["branding.edit"]).await;
        world.give(&env, Subject::Identity(ben), role).await;
        let all = found(&env, "").await;
        assert_eq!(all.first().map(String::as_str), Some("assignment.created"));
        assert_eq!(
            found(&env, "on=Ben+Adler").await,
            found(&env, &format!("on={ben}")).await
        );
        assert_eq!(
            found(&env, "on=ben+adler").await,
            ["assignment.created", "identity.created"]
        );
        // One and many are one area.
        assert_eq!(
            found(&env, "action=identity").await,
            found(&env, "action=identities").await
        );
        for (action, area) in [("access.denied", "access"), ("identities.imported", "identity")] {
            assert_eq!(store::audit::area(action), area);
        }
        // What a role was given to is about the role too.
        assert!(found(&env, "on=editors").await.contains(&"role.created".to_owned()));
        assert_eq!(found(&env, "action=role.created").await, ["role.created"]);
        assert!(
            found(&env, "action=role")
                .await
                .iter()
                .all(|action| action.starts_with("role."))
        );
        assert_eq!(found(&env, "outcome=failed").await, [] as [String; 0]);
        let cx = world.cx(&world.admin);
        let admin = cx.account().expect("an account").id;
        assert_eq!(
            found(&env, &format!("by={admin}&action=identity")).await,
            ["identity.created"]
        );
        // A day is that of the environment's time zone, both ends included.
        world.clock.advance(3 * 86_400);
        let today = world.now().to_string()[..10].to_owned();
        let edit = Edit {
            name: Some("Benjamin Adler".to_owned()),
            ..Edit::default()
        };
        change(&env, ben, &edit).await.expect("changed");
        assert_eq!(found(&env, &format!("since={today}")).await.len(), 1);
        assert_eq!(found(&env, &format!("since={today}&until={today}")).await.len(), 1);
        assert_eq!(found(&env, "").await.len(), all.len() + 1);
        let (asked, rest) = screens::audit_asked("by=nobody&on=nothing&outcome=odd&since=2026-02-30&open=x");
        assert_eq!(rest, [("open".to_owned(), "x".to_owned())]);
        let (_, wrong) = screens::audit_meant(&env, &asked).await.expect("a filter");
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["by", "on", "outcome", "since"]);
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_log_join_and_a_cursor_is_of_its_filter() {
    on_each(async |world| {
        let env = world.env().await;
        for n in 0..7 {
            world.person(&env, &format!("Person {n}")).await;
        }
        let (mut seen, mut next) = (Vec::new(), None);
        loop {
            let page = audit::page(&env, &Filter::default(), next.as_deref(), 3)
                .await
                .expect("a page");
            seen.extend(page.items.iter().map(|record| record.event.seq));
            next = page.next;
            if next.is_none() {
                break;
            }
            let other = Filter {
                outcome: Some(Outcome::Done),
                ..Filter::default()
            };
            let moved = audit::page(&env, &other, next.as_deref(), 3).await;
            assert_eq!(refused(moved), Code::InvalidCursor);
        }
        let whole = audit::page(&env, &Filter::default(), None, 100).await.expect("a page");
        assert_eq!(
            seen,
            whole.items.iter().map(|record| record.event.seq).collect::<Vec<_>>()
        );
        assert!(seen.is_sorted_by(|one, next| one > next));
    })
    .await;
}

#[tokio::test]
async fn an_event_opens_to_what_changed_in_its_own_environment_only() {
    on_each(async |world| {
        let env = world.env().await;
        let group = world.group(&env, "Sales", None).await;
        let edit = groups::Edit {
            name: Some("Selling".to_owned()),
            ..groups::Edit::default()
        };
        groups::change(&env, group, &edit).await.expect("changed");
        let page = audit::page(&env, &Filter::default(), None, 1).await.expect("a page");
        let id = page.items[0].event.id;
        let screen = screens::audit_event(&env, id).await.expect("a screen");
        let changed: Vec<_> = screen
            .fields
            .iter()
            .filter(|field| field.before != field.after)
            .collect();
        let name = AuditField {
            name: "Name".to_owned(),
            before: Some("Sales".to_owned()),
            after: Some("Selling".to_owned()),
        };
        assert_eq!(changed, [&name]);
        let other = world.production().await;
        assert_eq!(refused(audit::get(&other, id, 10).await), Code::NotFound);
        assert_eq!(refused(audit::get(&env, EventId(group.0), 10).await), Code::NotFound);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_see_people_reads_ids_and_nobody_exports_by_reading() {
    on_each(async |world| {
        let env = world.env().await;
        let ben = world.person(&env, "Ben Adler").await;
        let edit = Edit {
            name: Some("Zacharias".to_owned()),
            ..Edit::default()
        };
        change(&env, ben, &edit).await.expect("changed");
        let reader = world.key(&env, &["audit.read"]).await;
        let page = audit::page(&reader, &Filter::default(), None, 100)
            .await
            .expect("a page");
        let told = format!("{page:?}");
        assert!(told.contains(&ben.to_string()));
        for name in ["Ben Adler", "Zacharias"] {
            assert!(!told.contains(name), "{name} is told");
        }
        assert_eq!(
            refused(audit::export(&reader, &Filter::default(), None).await),
            Code::Forbidden
        );
        let (asked, _) = screens::audit_asked("by=Ben+Adler");
        let (_, wrong) = screens::audit_meant(&reader, &asked).await.expect("a filter");
        assert!(wrong[0].1.contains("users.view"), "{wrong:?}");
        let taker = world.key(&env, &["audit.read", "audit.export"]).await;
        // A key is found by its name, unless several have it.
        let (asked, _) = screens::audit_asked("by=a+KEY");
        let (_, wrong) = screens::audit_meant(&env, &asked).await.expect("a filter");
        assert!(wrong[0].1.contains("Several API keys"), "{wrong:?}");
        let cli = world.env_as(&Who::Cli, &env).await;
        let secret = service::keys::create(&cli, "Nightly sync", None, 90)
            .await
            .expect("a key");
        let sync = service::keys::enter(&world.service, &secret, "test").await;
        let sync = sync.expect("an answer").expect("an environment");
        let made = service::roles::New {
            name: "Made by the key".to_owned(),
            ..service::roles::New::default()
        };
        service::roles::create(&sync, &made).await.expect("a role");
        assert_eq!(found(&env, "by=nightly+sync").await, ["role.created"]);
        let (asked, _) = screens::audit_asked("by=nightly+sync");
        let (_, wrong) = screens::audit_meant(&taker, &asked).await.expect("a filter");
        assert!(wrong[0].1.contains("users.view"), "{wrong:?}");
        // One of a name with a key is not passed over without a word.
        world.person(&env, "Nightly sync").await;
        let (_, wrong) = screens::audit_meant(&env, &asked).await.expect("a filter");
        assert!(wrong[0].1.contains("someone else"), "{wrong:?}");
        let taken = audit::export(&taker, &Filter::default(), None).await.expect("events");
        let page = audit::page(&taker, &Filter::default(), None, 100)
            .await
            .expect("a page");
        assert_eq!(format!("{taken:?}"), format!("{:?}", page.items));
        let stranger = world.key(&env, &["roles.view", "audit.export"]).await;
        assert_eq!(
            refused(audit::export(&stranger, &Filter::default(), None).await),
            Code::Forbidden
        );
        assert_eq!(refused(screens::audit_page(&stranger, "").await), Code::Forbidden);
    })
    .await;
}

/// All pages of a list, three events at a time.
async fn paged(env: &Env, filter: &Filter) -> Vec<Record> {
    let (mut seen, mut next) = (Vec::new(), None);
    loop {
        let page = audit::page(env, filter, next.as_deref(), 3).await.expect("a page");
        next = page.next;
        seen.extend(page.items);
        if next.is_none() {
            assert_eq!(page.total, seen.len() as i64, "{filter:?}");
            return seen;
        }
    }
}

/// Whatever index finds them: the same events, in the same order, as by looking at each.
#[tokio::test]
async fn each_filter_and_each_pair_of_them_finds_what_looking_at_each_event_finds() {
    on_each(async |world| {
        let env = world.env().await;
        let cli = world.service.cx(Who::Cli, "test");
        let cli = cli
            .environment("northwind", "development")
            .await
            .expect("an environment");
        let (ben, editors) = (
            world.person(&env, "Ben Adler").await,
            world.role(&env, "Editors", &["branding.edit"]).await,
        );
        let group = world.group(&cli, "Sales", None).await;
        for n in 0..4 {
            // The clock of a server may be set back.
            world.clock.advance([7, -3, 0, 5][n]);
            let by = if n % 2 == 0 { &env } else { &cli };
            let id = world.person(by, &format!("Person {n}")).await;
            groups::add(by, group, vec![ben, id]).await.expect("added");
            groups::take_out(by, group, vec![ben]).await.expect("taken out");
        }
        world.give(&env, Subject::Identity(ben), editors).await;
        let all = paged(&env, &Filter::default()).await;
        assert!(all.len() > 15, "{}", all.len());
        let mut parts: HashMap<EventId, Vec<Uuid>> = HashMap::new();
        for record in &all {
            let (_, of) = audit::get(&env, record.event.id, 500).await.expect("an event");
            parts.insert(record.event.id, of.iter().map(|part| part.target_id).collect());
        }
        let admin = world.cx(&world.admin).account().expect("an account").id.0;
        let middle = all[all.len() / 2].event.at;
        let one = |set: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            set(&mut filter);
            filter
        };
        let single = [
            one(&|filter| filter.kind = Some(ActorKind::Cli)),
            one(&|filter| filter.by = Some(admin)),
            one(&|filter| filter.on = Some(ben.0)),
            one(&|filter| filter.action = Some("groups".to_owned())),
            one(&|filter| filter.action = Some("identity.created".to_owned())),
            one(&|filter| filter.action = Some("nothing".to_owned())),
            one(&|filter| filter.outcome = Some(Outcome::Done)),
            one(&|filter| filter.outcome = Some(Outcome::Failed)),
            one(&|filter| filter.since = Some(middle)),
            one(&|filter| filter.until = Some(middle)),
        ];
        let both = |a: &Filter, b: &Filter| Filter {
            kind: a.kind.or(b.kind),
            by: a.by.or(b.by),
            on: a.on.or(b.on),
            action: a.action.clone().or(b.action.clone()),
            outcome: a.outcome.or(b.outcome),
            since: a.since.or(b.since),
            until: a.until.or(b.until),
        };
        let mut some = 0;
        for filter in single.iter().flat_map(|a| single.iter().map(|b| both(a, b))) {
            let matches = |record: &&Record| {
                let event = &record.event;
                let by = [event.actor.id, event.actor.identity_id];
                let target = event.target.as_ref().map(|target| target.id);
                let action = |wanted: &String| {
                    event.action == *wanted
                        || store::audit::area(&event.action) == store::audit::area(wanted) && !wanted.contains('.')
                };
                filter.kind.is_none_or(|kind| event.actor.kind == kind)
                    && filter.by.is_none_or(|id| by.contains(&Some(id)))
                    && filter
                        .on
                        .is_none_or(|id| target == Some(id) || parts[&event.id].contains(&id))
                    && filter.action.as_ref().is_none_or(action)
                    && filter.outcome.is_none_or(|outcome| event.outcome == outcome)
                    && filter.since.is_none_or(|since| event.at >= since)
                    && filter.until.is_none_or(|until| event.at < until)
            };
            let mut wanted: Vec<_> = all
                .iter()
                .filter(matches)
                .map(|record| (record.event.at, record.event.seq))
                .collect();
            let bare = Filter {
                since: None,
                until: None,
                ..filter.clone()
            };
            if format!("{bare:?}") == format!("{:?}", Filter::default()) {
                // Nothing but time is asked for: then time is the order.
                wanted.sort_by(|one, next| next.cmp(one));
            }
            let got = paged(&env, &filter).await;
            let got: Vec<_> = got.iter().map(|record| (record.event.at, record.event.seq)).collect();
            assert_eq!(got, wanted, "{filter:?}");
            some += usize::from(!got.is_empty());
        }
        assert!(some > 50, "{some}");
        let actions = audit::actions(&env).await.expect("actions");
        let there: BTreeSet<&String> = all.iter().map(|record| &record.event.action).collect();
        assert_eq!(
            actions.iter().collect::<Vec<_>>(),
            there.into_iter().collect::<Vec<_>>()
        );
    })
    .await;
}
