//! An attacker with a linear solver tries to compute what was withheld.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::DMatrix;
use proptest::prelude::*;

use super::*;
use crate::index::tree::Tree;

const RULE: fn() -> Rule = || Rule { from: "2019-01".parse().unwrap(), fewest: 3, dominance: 0.85 };

/// Rows of a tree: code, parent, weight. And for each product the establishments with their amounts, one month.
type Cells = BTreeMap<String, Vec<(u32, f64)>>;

fn tree(rows: &[(&str, &str, f64)]) -> Tree {
    Tree::new(rows.iter().map(|(code, parent, weight)| {
        ((*code).to_owned(), (!parent.is_empty()).then(|| (*parent).to_owned()), Some(*weight))
    }))
    .unwrap()
}

fn contributors(tree: &Tree, cells: &Cells) -> Contributors {
    let shares = tree.shares();
    let mut all = Contributors::new();
    for (product, months) in cells {
        let leaf = tree.position(product).unwrap();
        let total: f64 = months.iter().map(|(_, amount)| amount).sum();
        for &(establishment, amount) in months {
            all.add(leaf, 0, establishment, if total > 0.0 { shares[leaf] * amount / total } else { 0.0 });
        }
    }
    all
}

/// `equal` establishments of equal size, numbered from `first`.
fn equal(first: u32, count: u32) -> Vec<(u32, f64)> {
    (first..first + count).map(|n| (n, 1.0)).collect()
}

#[track_caller]
fn check(rows: &[(&str, &str, f64)], cells: &[(&str, Vec<(u32, f64)>)], earlier: &[&str], expected: &[&str]) {
    let tree = tree(rows);
    let cells = cells.iter().map(|(code, list)| ((*code).to_owned(), list.clone())).collect();
    let earlier = earlier.iter().map(|c| (*c).to_owned()).collect();
    let pattern = protect(&tree, &contributors(&tree, &cells), &RULE(), &earlier);
    let codes: Vec<String> = pattern.codes(&tree).into_iter().collect();
    assert_eq!(codes, expected);
}

const FLAT: &[(&str, &str, f64)] = &[("T", "", 1.0), ("A", "T", 5.0), ("B", "T", 3.0), ("C", "T", 2.0)];

#[test]
fn an_unsafe_cell_takes_the_lightest_sibling_with_it() {
    check(FLAT, &[("A", equal(0, 5)), ("B", equal(10, 2)), ("C", equal(20, 4))], &[], &["B", "C"]);
}

#[test]
fn one_that_dominates_is_unsafe_too() {
    let dominated = vec![(10, 86.0), (11, 7.0), (12, 7.0)];
    check(FLAT, &[("A", equal(0, 5)), ("B", dominated), ("C", equal(20, 4))], &[], &["B", "C"]);
    let just_not = vec![(10, 85.0), (11, 8.0), (12, 7.0)];
    check(FLAT, &[("A", equal(0, 5)), ("B", just_not), ("C", equal(20, 4))], &[], &[]);
}

#[test]
fn withheld_siblings_that_are_unsafe_together_take_a_third() {
    check(FLAT, &[("A", equal(0, 5)), ("B", equal(10, 1)), ("C", equal(20, 1))], &[], &["A", "B", "C"]);
    // The same establishment behind both counts once.
    check(FLAT, &[("A", equal(0, 5)), ("B", equal(10, 2)), ("C", equal(10, 2))], &[], &["A", "B", "C"]);
}

const CHAIN: &[(&str, &str, f64)] = &[
    ("T", "", 1.0),
    ("A", "T", 5.0),
    ("A1", "A", 1.0),
    ("A11", "A1", 1.0),
    ("B", "T", 5.0),
    ("B1", "B", 2.0),
    ("B2", "B", 3.0),
];

#[test]
fn a_withheld_parent_is_not_given_away_by_its_children() {
    // A, its only child and its only product are one number; B hides it, and so must one product of B.
    let cells = [("A11", equal(0, 1)), ("B1", equal(10, 5)), ("B2", equal(20, 5))];
    check(CHAIN, &cells, &[], &["A", "A1", "A11", "B", "B1"]);
}

#[test]
fn the_whole_is_withheld_only_when_it_is_unsafe_itself() {
    check(FLAT, &[("A", equal(0, 1)), ("B", equal(10, 1)), ("C", equal(20, 1))], &[], &["A", "B", "C"]);
    check(FLAT, &[("A", equal(0, 1)), ("B", equal(0, 1)), ("C", equal(0, 2))], &[], &["A", "B", "C", "T"]);
}

#[test]
fn what_was_withheld_stays_withheld_and_hidden() {
    check(FLAT, &[("A", equal(0, 5)), ("B", equal(10, 2)), ("C", equal(20, 4))], &["A"], &["A", "B"]);
}

#[test]
fn a_product_without_weight_hides_nothing() {
    let rows = [("T", "", 1.0), ("A", "T", 5.0), ("B", "T", 3.0), ("Z", "T", 0.0)];
    check(&rows, &[("A", equal(0, 5)), ("B", equal(10, 2)), ("Z", equal(20, 4))], &[], &["A", "B"]);
}

/// The rank of rows of numbers.
fn rank(rows: &[Vec<f64>]) -> usize {
    let Some(width) = rows.first().map(Vec::len) else { return 0 };
    DMatrix::from_fn(rows.len(), width, |r, c| rows[r][c]).svd(false, false).rank(1e-9)
}

/// Whether an attacker who knows these linear sums of the unknowns can compute this one.
fn is_determined(known: &[Vec<f64>], wanted: &[f64]) -> bool {
    let with = [known, &[wanted.to_vec()]].concat();
    rank(known) == rank(&with)
}

/// A node as a sum of unknowns: one unknown for each product and establishment.
fn sum_of(tree: &Tree, cells: &Cells, shares: &[f64], node: usize) -> Vec<f64> {
    let mut row = Vec::new();
    for (product, list) in cells {
        let leaf = tree.position(product).unwrap();
        let below = std::iter::successors(Some(leaf), |&n| tree.nodes()[n].parent).any(|n| n == node);
        row.extend(list.iter().map(|_| if below { shares[leaf] } else { 0.0 }));
    }
    row
}

/// An establishment's whole production as a sum of unknowns.
fn sum_of_establishment(tree: &Tree, cells: &Cells, shares: &[f64], wanted: u32) -> Vec<f64> {
    let unknown = |(product, list): (&String, &Vec<(u32, f64)>)| {
        let share = shares[tree.position(product).unwrap()];
        list.iter().map(|(e, _)| if *e == wanted { share } else { 0.0 }).collect::<Vec<_>>()
    };
    cells.iter().flat_map(unknown).collect()
}

prop_compose! {
    /// A random tree of three levels with random weights, and random establishments behind its products.
    fn province()(
        sections in prop::collection::vec(prop::collection::vec((1u32..9, prop::collection::vec((0u32..14, 1u32..60), 1..7)), 1..4), 1..5),
    ) -> (Vec<(String, Option<String>, Option<f64>)>, Cells) {
        let mut rows = vec![("T".to_owned(), None, None)];
        let mut cells = Cells::new();
        for (s, products) in sections.iter().enumerate() {
            rows.push((format!("S{s}"), Some("T".to_owned()), Some(1.0 + s as f64 * 0.7)));
            rows.push((format!("S{s}D"), Some(format!("S{s}")), Some(1.3)));
            rows.push((format!("S{s}E"), Some(format!("S{s}")), Some(0.4)));
            for (p, (weight, list)) in products.iter().enumerate() {
                let parent = if p == 0 { format!("S{s}E") } else { format!("S{s}D") };
                rows.push((format!("S{s}P{p}"), Some(parent), Some(f64::from(*weight))));
                let once: BTreeMap<u32, f64> = list.iter().map(|(e, a)| (*e, f64::from(*a))).collect();
                cells.insert(format!("S{s}P{p}"), once.into_iter().collect());
            }
            if products.len() == 1 {
                rows.retain(|(code, _, _)| *code != format!("S{s}D"));
            }
        }
        (rows, cells)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn no_attacker_computes_a_withheld_cell((rows, cells) in province(), earlier in prop::collection::vec(0usize..20, 0..3)) {
        let tree = Tree::new(rows).unwrap();
        let shares = tree.shares();
        let earlier: BTreeSet<String> =
            earlier.iter().filter_map(|&n| tree.nodes().get(n + 1)).map(|n| n.code.clone()).collect();
        let pattern = protect(&tree, &contributors(&tree, &cells), &RULE(), &earlier);
        let (hidden, shown): (Vec<usize>, Vec<usize>) =
            (0..tree.nodes().len()).partition(|&node| pattern.is_withheld(node));
        let known: Vec<Vec<f64>> = shown.iter().map(|&node| sum_of(&tree, &cells, &shares, node)).collect();
        for node in hidden {
            let wanted = sum_of(&tree, &cells, &shares, node);
            prop_assert!(!is_determined(&known, &wanted), "{} is given away", tree.nodes()[node].code);
        }
        // Nor does one establishment, knowing its own figures, compute another's.
        let everyone: BTreeSet<u32> = cells.values().flatten().map(|(e, _)| *e).collect();
        for &insider in &everyone {
            let mut more = known.clone();
            more.extend(own_rows(&cells, insider));
            for &other in everyone.iter().filter(|&&e| e != insider) {
                let wanted = sum_of_establishment(&tree, &cells, &shares, other);
                prop_assert!(!is_determined(&more, &wanted), "{insider} computes {other}");
            }
        }
    }
}

/// What an establishment knows of itself: each of its unknowns.
fn own_rows(cells: &Cells, insider: u32) -> Vec<Vec<f64>> {
    let owners: Vec<u32> = cells.values().flatten().map(|(e, _)| *e).collect();
    let unit = |at: usize| (0..owners.len()).map(|n| f64::from(u8::from(n == at))).collect();
    (0..owners.len()).filter(|&at| owners[at] == insider).map(unit).collect()
}
