//! The audit log: whole as it was written, and every change of it is found.

use super::support::{NOW, Place, actor, on_each};
use domain::events::{Outcome, Target};
use domain::id::EventId;
use store::audit::{self, Child, New};
use store::testing::Cell;
use uuid::Uuid;

async fn append(place: &Place, stream: Uuid, number: i64, children: usize) -> EventId {
    let children: Vec<Child> = (0..children)
        .map(|_| Child {
            target_kind: "identity",
            target_id: place.id(),
            object_id: None,
            outcome: "created".into(),
            code: None,
        })
        .collect();
    let (id, salt, after) = (place.id(), format!("salt {number}"), format!("{{\"n\":{number}}}"));
    let (actor, target) = (
        actor(),
        Target {
            kind: "role".to_owned(),
            id: place.id(),
            label: "Auditor".to_owned(),
        },
    );
    let new = New {
        id,
        stream,
        at: domain::Time(NOW.0 + number),
        tenant: None,
        environment: Some(place.environment),
        actor: &actor,
        action: "role.changed",
        target: Some(&target),
        outcome: Outcome::Done,
        reason: Some("as agreed"),
        request_id: "test",
        operation: None,
        before: None,
        after: Some(&after),
        children: &children,
        salt: &salt,
    };
    let mut tx = place.db.db.begin_write().await.expect("a transaction");
    audit::append(&mut tx, new).await.expect("appended");
    audit::insert_children(&mut tx, id, &children).await.expect("children");
    tx.commit().await.expect("kept");
    id
}

async fn faults(place: &Place) -> Vec<String> {
    audit::verify(&mut place.read().await).await.expect("a verdict").faults
}

/// Three events of the environment, the second with three parts; one of the deployment.
async fn written(place: &Place) -> [EventId; 3] {
    append(place, audit::DEPLOYMENT, 0, 0).await;
    let stream = place.environment.0;
    let ids = [
        append(place, stream, 1, 0).await,
        append(place, stream, 2, 3).await,
        append(place, stream, 3, 0).await,
    ];
    let verdict = audit::verify(&mut place.read().await).await.expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
    assert_eq!((verdict.streams, verdict.events, verdict.children), (2, 4, 3));
    ids
}

#[tokio::test]
async fn every_field_of_an_event_is_held_by_the_chain() {
    on_each(async |place| {
        let [_, second, _] = written(&place).await;
        let of = [("id", Cell::from(second.0))];
        let columns = [
            ("at", Cell::from(NOW.0 + 2), Cell::from(NOW.0 + 3)),
            ("actor_kind", "cli".into(), "account".into()),
            ("actor_id", Cell::Null, place.id::<Uuid>().into()),
            ("actor_identity_id", Cell::Null, place.id::<Uuid>().into()),
            ("tenant_id", Cell::Null, place.id::<Uuid>().into()),
            ("environment_id", place.environment.0.into(), Cell::Null),
            ("action", "role.changed".into(), "role.viewed".into()),
            ("target_kind", "role".into(), "group".into()),
            ("outcome", "done".into(), "denied".into()),
            ("reason", "as agreed".into(), Cell::Null),
            ("request_id", "test".into(), "tes".into()),
            ("operation_id", Cell::Null, place.id::<Uuid>().into()),
            ("before_data", Cell::Null, "{}".into()),
            ("after_data", "{\"n\":2}".into(), "{\"n\":3}".into()),
            ("children", 3.into(), 2.into()),
        ];
        for (column, right, wrong) in columns {
            place.db.set("events", &[(column, wrong)], &of).await;
            let found = faults(&place).await;
            assert!(
                found.iter().any(|fault| fault.contains("event 2")),
                "{column}: {found:?}"
            );
            place.db.set("events", &[(column, right)], &of).await;
            assert_eq!(faults(&place).await, Vec::<String>::new(), "{column}");
        }
    })
    .await;
}

/// Writes a fresh log, harms it and expects each word among the faults.
async fn check(harm: impl AsyncFn(&Place, [EventId; 3]), expected: &[&str]) {
    on_each(async |place| {
        let ids = written(&place).await;
        harm(&place, ids).await;
        let found = faults(&place).await;
        for words in expected {
            assert!(found.iter().any(|fault| fault.contains(words)), "{words}: {found:?}");
        }
        assert_eq!(found.is_empty(), expected.is_empty(), "{found:?}");
    })
    .await;
}

async fn drop_event(place: &Place, id: EventId) {
    for table in ["event_children", "event_labels"] {
        place.db.delete(table, &[("event_id", id.0.into())]).await;
    }
    place.db.delete("events", &[("id", id.0.into())]).await;
}

async fn renumber(place: &Place, id: EventId, seq: i64) {
    let of = [("id", Cell::from(id.0))];
    place.db.set("events", &[("seq", seq.into())], &of).await;
}

#[tokio::test]
async fn events_that_are_missing_or_in_another_order_are_found() {
    check(
        async |place, [_, second, _]| drop_event(place, second).await,
        &["event 3", "1 before it are missing"],
    )
    .await;
    check(
        async |place, [_, _, last]| drop_event(place, last).await,
        &["newest events are missing"],
    )
    .await;
    check(
        async |place, [first, second, last]| {
            for id in [first, second, last] {
                drop_event(place, id).await;
            }
        },
        &["newest events are missing"],
    )
    .await;
    check(
        async |place, [_, second, last]| {
            renumber(place, second, 9).await;
            renumber(place, last, 2).await;
            renumber(place, second, 3).await;
        },
        &["event 2", "event 3", "does not follow"],
    )
    .await;
    // The last one taken away and the head of the stream turned back: the one before tells nothing,
    // but a head that names an event which is not there does.
    check(
        async |place, [first, _, _]| {
            let of = [("id", Cell::from(place.environment.0))];
            place.db.set("streams", &[("seq", 2.into())], &of).await;
            let _ = first;
        },
        &["newest events are missing"],
    )
    .await;
}

#[tokio::test]
async fn parts_that_were_changed_added_swapped_or_dropped_are_found() {
    let part = |id: EventId, position: i64| [("event_id", Cell::from(id.0)), ("position", Cell::from(position))];
    check(
        async |place, [_, second, _]| {
            place
                .db
                .set("event_children", &[("outcome", "failed".into())], &part(second, 1))
                .await;
        },
        &["event 2", "parts were changed"],
    )
    .await;
    check(
        async |place, [_, second, _]| place.db.delete("event_children", &part(second, 2)).await,
        &["parts were changed"],
    )
    .await;
    check(
        async |place, [_, second, _]| {
            for (from, to) in [(0, 9), (1, 0), (9, 1)] {
                let set = [("position", Cell::from(to))];
                place.db.set("event_children", &set, &part(second, from)).await;
            }
        },
        &["parts were changed"],
    )
    .await;
    check(
        async |place, [first, _, _]| {
            let mut row = part(first, 0).to_vec();
            row.extend([
                ("target_kind", "identity".into()),
                ("target_id", place.id::<Uuid>().into()),
                ("outcome", "created".into()),
            ]);
            place.db.insert(&[("event_children", row)]).await;
        },
        &["event 1", "parts were changed"],
    )
    .await;
}

#[tokio::test]
async fn names_can_be_erased_but_not_changed() {
    check(
        async |place, [first, _, _]| {
            let labels = [("labels", Cell::from("{\"actor\":\"Someone else\",\"target\":null}"))];
            place
                .db
                .set("event_labels", &labels, &[("event_id", first.0.into())])
                .await;
        },
        &["event 1", "names were changed"],
    )
    .await;
    check(
        async |place, [first, second, _]| {
            for id in [first, second] {
                place.db.delete("event_labels", &[("event_id", id.0.into())]).await;
            }
            let mut conn = place.read().await;
            let events = audit::list(&mut conn, place.environment.0, None, 10)
                .await
                .expect("events");
            let label = |n: usize| events[n].actor.label.clone();
            assert_eq!([label(0), label(1), label(2)], ["Command line", "(erased)", "(erased)"]);
        },
        &[],
    )
    .await;
}
