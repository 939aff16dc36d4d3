//! The resource tree, upwards.

use domain::{Time, Window};
use policy::NodeTree;
use policy::facts::NodeParent;
use policy::testing::node_id;

/// Root 0 ▸ 1 ▸ 2.
fn three() -> NodeTree {
    NodeTree::new([(1, 0), (2, 1)].map(|(node, parent)| (node_id(node), node_id(parent))))
}

#[test]
fn the_way_up_a_tree_ends_at_the_root_and_in_a_ring() {
    let up = |tree: &NodeTree, node| tree.upwards(node_id(node)).collect::<Vec<_>>();
    assert_eq!(up(&three(), 2), [2, 1, 0].map(node_id));
    assert_eq!(up(&NodeTree::default(), 2), [node_id(2)]);
    let ring = NodeTree::new([(1, 2), (2, 1)].map(|(node, parent)| (node_id(node), node_id(parent))));
    assert_eq!(up(&ring, 1), [1, 2].map(node_id));
    assert!(!ring.is_at_or_below(node_id(1), node_id(0)));
}

#[test]
fn a_tree_is_read_from_the_rows_that_hold_then() {
    let row = |parent, window| NodeParent {
        node_id: node_id(2),
        parent_id: Some(node_id(parent)),
        window,
    };
    let rows = [
        row(1, Window::new(None, Some(Time(1000)))),
        row(3, Window::new(Some(Time(1000)), None)),
    ];
    for (at, parent) in [(999, 1), (1000, 3)] {
        let tree = NodeTree::at(&rows, Time(at));
        assert_eq!(tree.upwards(node_id(2)).collect::<Vec<_>>(), [2, parent].map(node_id));
    }
}
