//! Sets of capabilities against sets of numbers.

use policy::testing::{capability_id, config};
use policy::{CapIndex, CapSet};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn sets() -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(prop_oneof![0..10_usize, 60..70_usize, 120..200_usize], 0..12)
}

fn bits(set: &BTreeSet<usize>) -> CapSet {
    set.iter().copied().collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn they_behave_as_sets_of_numbers(a in sets(), b in sets(), n in 0..200_usize) {
        let (left, right) = (bits(&a), bits(&b));
        prop_assert_eq!(left.iter().collect::<BTreeSet<_>>(), a.clone());
        prop_assert!(left.iter().is_sorted());
        prop_assert_eq!((left.len(), left.is_empty()), (a.len(), a.is_empty()));
        prop_assert_eq!(left.contains(n), a.contains(&n));
        prop_assert_eq!(left.is_subset_of(&right), a.is_subset(&b));
        prop_assert_eq!(left.difference(&right), bits(&(&a - &b)));
        prop_assert_eq!(left.intersection(&right), bits(&(&a & &b)));
        let mut both = left.clone();
        both.union_with(&right);
        prop_assert_eq!(&both, &bits(&(&a | &b)));
        prop_assert!(left.is_subset_of(&both) && right.is_subset_of(&both));
        prop_assert_eq!(CapSet::full(n), (0..n).collect::<CapSet>());
    }
}

#[test]
fn an_index_numbers_ids_in_their_order_and_each_once() {
    let index = CapIndex::new([5, 3, 5, 9].map(capability_id));
    assert_eq!(
        (index.len(), index.is_empty(), CapIndex::default().is_empty()),
        (3, false, true)
    );
    for (position, id) in [5, 3, 9].map(capability_id).into_iter().enumerate() {
        assert_eq!((index.position(id), index.id(position)), (Some(position), Some(id)));
    }
    assert_eq!((index.position(capability_id(1)), index.id(3)), (None, None));
    let set = index.set([9, 1, 5].map(capability_id));
    assert_eq!(index.ids(&set).collect::<Vec<_>>(), [5, 9].map(capability_id));
}
