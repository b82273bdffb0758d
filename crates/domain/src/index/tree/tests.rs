use proptest::prelude::*;

use super::*;

fn row(code: &str, parent: &str, weight: Option<f64>) -> Row {
    (code.to_owned(), (!parent.is_empty()).then(|| parent.to_owned()), weight)
}

#[track_caller]
fn check(rows: &[Row], expected: TreeError) {
    let error = Tree::new(rows.to_vec()).unwrap_err();
    assert_eq!(error, expected);
    let text = Text::from(error);
    assert!(!text.vi.is_empty() && !text.en.is_empty());
}

#[test]
fn rows_that_are_no_tree_are_refused_with_the_code() {
    check(&[], TreeError::Empty);
    check(&[row("T", "", None), row("A", "T", Some(1.0)), row("A", "T", Some(1.0))], TreeError::Duplicate("A".into()));
    check(
        &[row("T", "", None), row("A", "X", Some(1.0))],
        TreeError::MissingParent { code: "A".into(), parent: "X".into() },
    );
    check(&[row("T", "", None), row("U", "", None)], TreeError::TwoRoots("T".into(), "U".into()));
    check(&[row("A", "B", Some(1.0)), row("B", "A", Some(1.0))], TreeError::Cycle("A".into()));
    check(
        &[row("T", "", None), row("C", "T", Some(1.0)), row("A", "B", None), row("B", "A", None)],
        TreeError::Cycle("A".into()),
    );
    check(&[row("T", "", None), row("A", "T", None)], TreeError::WithoutWeight("A".into()));
    check(&[row("T", "", None), row("A", "T", Some(-1.0))], TreeError::BadWeight { code: "A".into(), weight: -1.0 });
    check(&[row("T", "", None), row("A", "T", Some(0.0))], TreeError::NoMean("T".into()));
    check(
        &[row("T", "", None), row("A", "T", Some(1.0)), row("B", "T", None), row("C", "B", Some(0.0))],
        TreeError::NoMean("B".into()),
    );
    check(&[row("T", "", None), row("A", "T", Some(1e308)), row("B", "T", Some(1e308))], TreeError::NoMean("T".into()));
}

#[test]
fn absent_weights_are_sums_and_shares_multiply_down_the_path() {
    let rows = [
        row("T", "", None),
        row("C", "T", None),
        row("B", "T", Some(10.0)),
        row("07", "B", Some(3.0)),
        row("08", "B", Some(1.0)),
        row("10", "C", Some(25.0)),
        row("11", "C", Some(5.0)),
    ];
    let tree = Tree::new(rows).unwrap();
    let codes: Vec<&str> = tree.nodes().iter().map(|n| n.code.as_str()).collect();
    assert_eq!(codes, ["T", "B", "07", "08", "C", "10", "11"]);
    assert_eq!(tree.nodes()[tree.position("C").unwrap()].weight, 30.0);
    assert_eq!(tree.nodes()[tree.root()].weight, 40.0);
    assert_eq!(tree.shares(), [1.0, 0.25, 0.1875, 0.0625, 0.75, 0.625, 0.125]);
    assert!(tree.is_leaf(2) && !tree.is_leaf(1));
}

#[test]
fn a_single_node_is_a_tree() {
    assert_eq!(Tree::new([row("T", "", None)]).unwrap().shares(), [1.0]);
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_nothing_and_leaf_shares_add_up(
        parents in prop::collection::vec(any::<prop::sample::Index>(), 1..30),
        weights in prop::collection::vec(0.1..1e6f64, 31),
        seed in any::<u64>(),
    ) {
        let mut rows = vec![row("0000", "", None)];
        for (n, parent) in parents.iter().enumerate() {
            let above = rows[parent.index(rows.len())].0.clone();
            rows.push(row(&format!("{:04}", (n as u64 + 1) * 7919 % 10000), &above, Some(weights[n])));
        }
        let tree = Tree::new(rows.clone()).unwrap();
        let turn = (seed as usize) % rows.len();
        rows.rotate_left(turn);
        prop_assert_eq!(&Tree::new(rows).unwrap(), &tree);
        let shares = tree.shares();
        let leaves: f64 = (0..tree.len()).filter(|&n| tree.is_leaf(n)).map(|n| shares[n]).sum();
        prop_assert!((leaves - 1.0).abs() < 1e-12);
    }
}
