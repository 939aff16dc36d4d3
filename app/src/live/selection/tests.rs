use super::model::{Extent, Nouns, Row, Scope, Selection};
use super::text;

const PEOPLE: Nouns<'_> = Nouns {
    one: "identity",
    many: "identities",
};

fn rows(ids: &str) -> Vec<Row> {
    ids.chars()
        .map(|id| Row {
            id: id.to_string(),
            name: format!("Person {id}"),
        })
        .collect()
}

fn ids(selection: &Selection) -> String {
    match selection.scope() {
        Scope::Picked(rows) => rows.iter().map(|row| row.id.as_str()).collect(),
        Scope::Matching { without, .. } => format!("all but {}", without.concat()),
    }
}

fn row(id: char) -> Row {
    rows(&id.to_string()).remove(0)
}

#[test]
fn what_is_ticked_on_other_pages_stays() {
    let (first, second) = (rows("abc"), rows("def"));
    let mut selection = Selection::default();
    selection.tick(&row('b'), true);
    selection.tick_page(&second);
    assert_eq!(ids(&selection), "bdef");
    assert_eq!(selection.extent(&first), Extent::Some);
    assert_eq!(selection.extent(&second), Extent::All);
    assert_eq!(selection.elsewhere(&second), [&row('b')]);
    selection.tick_page(&second);
    assert_eq!(ids(&selection), "b", "a whole page is cleared, others are not");
    selection.drop_one("b");
    assert!(selection.is_empty());
}

#[test]
fn a_mixed_head_selects_the_rest_of_the_page() {
    let page = rows("abc");
    let mut selection = Selection::default();
    selection.tick(&row('b'), true);
    selection.tick_page(&page);
    assert_eq!(selection.extent(&page), Extent::All);
}

#[test]
fn a_range_takes_the_new_state_and_its_end_moves() {
    let page = rows("abcdef");
    let mut selection = Selection::default();
    selection.tick(&row('e'), true);
    selection.tick(&row('b'), true);
    selection.tick_to(&page, &row('d'), true);
    assert_eq!(ids(&selection), "ebcd");
    selection.tick_to(&page, &row('c'), true);
    assert_eq!(ids(&selection), "ebc", "the second range replaces the first");
    selection.tick_to(&page, &row('a'), true);
    assert_eq!(ids(&selection), "eba", "on the other side of the anchor as well");
    selection.tick_to(&page, &row('f'), false);
    assert_eq!(ids(&selection), "", "unticked with shift, the range is unticked");
}

#[test]
fn an_anchor_that_is_not_shown_makes_a_plain_tick() {
    let mut selection = Selection::default();
    selection.tick(&row('z'), true);
    selection.tick_to(&rows("abc"), &row('c'), true);
    assert_eq!(ids(&selection), "zc");
    selection.tick_page(&rows("abc"));
    selection.tick_to(&rows("abc"), &row('b'), false);
    assert_eq!(ids(&selection), "zca", "the head's tick forgets the anchor");
}

#[test]
fn everything_matching_never_falls_back_to_the_page() {
    let page = rows("abc");
    let mut selection = Selection::default();
    selection.all_matching("?q=x");
    assert_eq!(selection.extent(&page), Extent::All);
    selection.tick(&row('b'), false);
    assert_eq!(ids(&selection), "all but b");
    assert_eq!(selection.extent(&page), Extent::Some);
    assert_eq!(
        selection.words(&page, 243, false, PEOPLE),
        ("242 of 243 matching selected".to_owned(), "1 excluded".to_owned())
    );
    selection.tick(&row('b'), true);
    assert_eq!(ids(&selection), "all but ");
    selection.tick(&row('c'), false);
    selection.only_page(&page);
    assert_eq!(ids(&selection), "ab");
}

#[test]
fn the_bar_names_what_it_covers() {
    let page = rows("abc");
    let mut selection = Selection::default();
    let words = |selection: &Selection| selection.words(&page, 1284, false, PEOPLE);
    selection.tick(&row('a'), true);
    assert_eq!(words(&selection).0, "1 identity selected");
    selection.tick(&row('z'), true);
    assert_eq!(
        words(&selection),
        ("2 identities selected".to_owned(), "1 on other pages".to_owned())
    );
    selection.tick(&row('a'), false);
    assert_eq!(words(&selection).1, "not on this page");
    selection.all_matching("");
    assert_eq!(words(&selection).0, "All 1,284 identities selected");
    selection.all_matching("?q=x");
    assert_eq!(
        selection.words(&page, 10_000, true, PEOPLE).0,
        "All 10,000+ matching identities selected"
    );
}

#[test]
fn a_selection_survives_as_text() {
    let mut selection = Selection::default();
    selection.tick_page(&rows("añ山"));
    for scope in [
        selection.scope().clone(),
        Scope::default(),
        Scope::Matching {
            filter: "?q=a%20b&status=active".to_owned(),
            without: vec!["x".to_owned(), "y".to_owned()],
        },
    ] {
        assert_eq!(text::read(&text::write(&scope)), Some(scope));
    }
    for broken in ["", "something", "picked\nno tab"] {
        assert_eq!(text::read(broken), None, "{broken:?}");
    }
}
