//! Pages by keys: the same rows in the same order, forwards and backwards, on both engines.

use super::support::{NOW, Place, on_each};
use domain::id::IdentityId;
use domain::identities::Sort;
use std::sync::Mutex;
use store::directory::{self, Filter, From, Row};

/// Names that languages sort in other ways than bytes: marks, cases, scripts, signs, equal ones.
const NAMES: [&str; 24] = [
    "Zoë",
    "zoe",
    "ZOE",
    "Ångström",
    "angstrom",
    "Łukasz",
    "lukasz",
    "a b",
    "a-b",
    "ab",
    "a_b",
    "a.b",
    "Ω mega",
    "омега",
    "李",
    "Ñandú",
    "nandu",
    "Éa",
    "ea",
    "E A",
    "#1",
    "1",
    "Ada",
    "Ada",
];

async fn page(place: &Place, sort: Sort, from: &From, limit: u16) -> Vec<Row> {
    let mut conn = place.read().await;
    directory::list(&mut conn, place.environment, &Filter::default(), sort, from, limit, NOW)
        .await
        .expect("a page")
}

fn ids(rows: &[Row]) -> Vec<IdentityId> {
    rows.iter().map(|row| row.identity.id).collect()
}

#[tokio::test]
async fn pages_forwards_and_backwards_are_the_whole_list_in_byte_order() {
    let orders: Mutex<Vec<Vec<IdentityId>>> = Mutex::new(Vec::new());
    on_each(async |place| {
        place.people(&NAMES).await;
        let all = page(&place, Sort::Name, &From::First, 200).await;
        let mut keys: Vec<_> = all.iter().map(|row| (row.key.clone(), row.identity.id)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(keys.len(), NAMES.len());
        keys.dedup_by(|a, b| a.0 == b.0);
        assert!(keys.len() < NAMES.len(), "some keys are equal");
        orders.lock().expect("the orders").push(ids(&all));

        for sort in [Sort::Name, Sort::NameDescending] {
            let mut expected = ids(&all);
            if sort == Sort::NameDescending {
                expected.reverse();
            }
            for limit in [1, 2, 3, 7, 23, 24] {
                let (mut from, mut forwards) = (From::First, Vec::new());
                loop {
                    let rows = page(&place, sort, &from, limit).await;
                    let Some(last) = rows.last() else { break };
                    from = From::After(last.key.clone(), last.identity.id);
                    forwards.extend(ids(&rows));
                }
                assert_eq!(forwards, expected, "{sort:?}, {limit} rows");
                // From the last row back: everything but that row, page by page.
                let From::After(key, id) = from else {
                    panic!("a last row")
                };
                let (mut from, mut backwards) = (From::Before(key, id), vec![id]);
                loop {
                    let rows = page(&place, sort, &from, limit).await;
                    let Some(first) = rows.first() else { break };
                    from = From::Before(first.key.clone(), first.identity.id);
                    backwards.splice(0..0, ids(&rows));
                }
                assert_eq!(backwards, expected, "{sort:?}, {limit} rows, backwards");
            }
        }
    })
    .await;
    // One order everywhere: a cursor survives a move to the other engine.
    let orders = orders.into_inner().expect("the orders");
    assert!(orders.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn lists_by_name_have_one_order_everywhere() {
    let seen: Mutex<Vec<Vec<String>>> = Mutex::new(Vec::new());
    on_each(async |place| {
        for name in ["b-1", "b 1", "B2", "ba", "Ä", "z", "Ω mega"] {
            place.role(name).await;
            place.group(name, None, &[]).await;
        }
        let mut conn = place.read().await;
        let roles = store::roles::list(&mut conn, place.environment).await.expect("roles");
        let groups = store::groups::list(&mut conn, place.environment).await.expect("groups");
        let roles: Vec<String> = roles.into_iter().map(|one| one.name).collect();
        let groups: Vec<String> = groups.into_iter().map(|one| one.name).collect();
        assert_eq!(roles, groups);
        seen.lock().expect("the names").push(roles);
    })
    .await;
    let seen = seen.into_inner().expect("the names");
    assert_eq!(seen[0], ["Ä", "b 1", "b-1", "B2", "ba", "z", "Ω mega"]);
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}
