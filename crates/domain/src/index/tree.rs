//! The tree of weights an index is aggregated along.
//!
//! Methodology: United Nations, *International Recommendations for the Index of Industrial Production 2010*, chapter 5 (weights at
//! each level of the classification); a node is the weighted mean of its children, each by its own weight among its siblings, so
//! weights may be in any unit. A weight that is not given for a parent is the sum of its children's.

use std::collections::HashMap;

use crate::text::Text;

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The code, unique in the tree.
    pub code: String,
    /// Position of the parent; `None` for the root.
    pub parent: Option<usize>,
    /// Weight among its siblings, in any unit.
    pub weight: f64,
}

/// A validated tree: one root, every parent before its children, siblings in code order.
///
/// The order depends only on the codes, never on the order of the rows, so sums along the tree are the same to the last bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
    children: Vec<Vec<usize>>,
    positions: HashMap<String, usize>,
}

/// Why rows are not a tree of weights.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TreeError {
    /// No rows.
    #[error("there is no node")]
    Empty,
    /// Two rows with one code.
    #[error("code “{0}” is there twice")]
    Duplicate(String),
    /// A parent that is no code of the tree.
    #[error("“{code}” names the parent “{parent}”, which is not in the tree")]
    MissingParent {
        /// The child.
        code: String,
        /// The parent it names.
        parent: String,
    },
    /// Two rows without a parent.
    #[error("“{0}” and “{1}” both have no parent")]
    TwoRoots(String, String),
    /// Following the parents from this code leads round in a circle.
    #[error("the parents of “{0}” lead round in a circle")]
    Cycle(String),
    /// A leaf without a weight.
    #[error("“{0}” has no weight and no children to add up")]
    WithoutWeight(String),
    /// A weight that is negative or not a finite number.
    #[error("the weight {weight} of “{code}” is not a finite number of zero or more")]
    BadWeight {
        /// The node.
        code: String,
        /// Its weight.
        weight: f64,
    },
    /// The children's weights add up to zero, or to more than a number can hold.
    #[error("the weights below “{0}” add up to nothing a mean can be taken by")]
    NoMean(String),
}

impl TreeError {
    /// The code of the node at fault, to find its row; `None` when there is no row.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Duplicate(code) | Self::Cycle(code) | Self::WithoutWeight(code) | Self::NoMean(code) => Some(code),
            Self::MissingParent { code, .. } | Self::BadWeight { code, .. } => Some(code),
            Self::TwoRoots(_, second) => Some(second),
        }
    }

    /// What is wrong, in both languages.
    #[must_use]
    pub fn what(&self) -> Text {
        let vi = match self {
            Self::Empty => "không có nút nào.".to_owned(),
            Self::Duplicate(code) => format!("mã “{code}” có hai lần."),
            Self::MissingParent { code, parent } => {
                format!("“{code}” ghi mã cha “{parent}”, mã này không có trong cây.")
            }
            Self::TwoRoots(first, second) => format!("“{first}” và “{second}” đều không có mã cha."),
            Self::Cycle(code) => format!("các mã cha của “{code}” đi vòng tròn."),
            Self::WithoutWeight(code) => format!("“{code}” không có quyền số và không có nút con để cộng lên."),
            Self::BadWeight { code, weight } => {
                format!("quyền số {weight} của “{code}” không phải là số hữu hạn từ 0 trở lên.")
            }
            Self::NoMean(code) => {
                format!("quyền số các nút con của “{code}” cộng lại không dùng để tính bình quân được.")
            }
        };
        Text::new(vi, format!("{self}."))
    }

    /// What to do about it, in both languages.
    #[must_use]
    pub fn remedy(&self) -> Text {
        match self {
            Self::Empty => Text::new("Hãy ghi mỗi mã một dòng.", "Write one row for each code."),
            Self::Duplicate(_) => Text::new(
                "Hãy giữ một dòng, hoặc ghi thời hạn from/to không chồng nhau.",
                "Keep one row, or give from/to that do not overlap.",
            ),
            Self::MissingParent { .. } => {
                Text::new("Hãy thêm dòng của mã cha hoặc sửa mã cha.", "Add the parent's row or correct the parent.")
            }
            Self::TwoRoots(..) => Text::new(
                "Chỉ nút gốc để trống mã cha; hãy thêm một nút gốc chung hoặc ghi mã cha.",
                "Only the root has an empty parent: add a common root or write the parent.",
            ),
            Self::Cycle(_) => Text::new("Hãy sửa một mã cha trong vòng.", "Correct one parent of the circle."),
            Self::WithoutWeight(_) => Text::new("Hãy ghi quyền số.", "Write its weight."),
            Self::BadWeight { .. } => Text::new("Hãy ghi số từ 0 trở lên.", "Write a number of zero or more."),
            Self::NoMean(_) => {
                Text::new("Hãy ghi ít nhất một quyền số lớn hơn 0.", "Give at least one of them a weight above zero.")
            }
        }
    }
}

impl From<TreeError> for Text {
    fn from(error: TreeError) -> Self {
        let (what, remedy) = (error.what(), error.remedy());
        Self::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en))
    }
}

/// One row: code, parent (none for the root), weight (absent: the sum of the children's).
type Row = (String, Option<String>, Option<f64>);

impl Tree {
    /// Builds the tree from rows in any order: code, parent (`None` for the root), weight (`None` for a parent whose weight is
    /// the sum of its children's; the root's weight is not used and may always be absent).
    ///
    /// # Errors
    /// When the rows are not one tree, a weight is not a finite number of zero or more, or no mean can be taken somewhere.
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Result<Self, TreeError> {
        let tree = Self::of_any_weights(rows)?;
        match (0..tree.len()).rfind(|&n| tree.weighs_nothing(n)) {
            Some(n) => Err(TreeError::NoMean(tree.nodes[n].code.clone())),
            None => Ok(tree),
        }
    }

    /// As [`Self::new`], but all children of a node other than the root may weigh zero: such a node cannot be their mean.
    pub(in crate::index) fn with_zeros(rows: impl IntoIterator<Item = Row>) -> Result<Self, TreeError> {
        let tree = Self::of_any_weights(rows)?;
        if tree.weighs_nothing(0) { Err(TreeError::NoMean(tree.nodes[0].code.clone())) } else { Ok(tree) }
    }

    fn of_any_weights(rows: impl IntoIterator<Item = Row>) -> Result<Self, TreeError> {
        let mut rows: Vec<Row> = rows.into_iter().collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        check_rows(&rows)?;
        let below = children_of(&rows)?;
        let order = walk(&rows, &below)?;
        let mut place = vec![0; rows.len()];
        for (position, &row) in order.iter().enumerate() {
            place[row] = position;
        }
        let children: Vec<Vec<usize>> =
            order.iter().map(|&row| below.lists[row].iter().map(|&child| place[child]).collect()).collect();
        let mut nodes: Vec<Node> = Vec::with_capacity(rows.len());
        for &row in &order {
            let parent = below.parents[row].map(|p| place[p]);
            nodes.push(Node { code: rows[row].0.clone(), parent, weight: rows[row].2.unwrap_or(f64::NAN) });
        }
        complete_weights(&mut nodes, &children)?;
        let positions = nodes.iter().enumerate().map(|(n, node)| (node.code.clone(), n)).collect();
        Ok(Self { nodes, children, positions })
    }

    /// Every node, parents before children, siblings in code order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// How many nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: a tree has at least its root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The position of a code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }

    /// The positions of a node's children, in code order.
    ///
    /// # Panics
    /// When `node` is not a position of this tree.
    #[must_use]
    pub fn children(&self, node: usize) -> &[usize] {
        &self.children[node]
    }

    /// Whether a node has no children.
    ///
    /// # Panics
    /// When `node` is not a position of this tree.
    #[must_use]
    pub fn is_leaf(&self, node: usize) -> bool {
        self.children[node].is_empty()
    }

    /// The position of the root.
    #[must_use]
    pub fn root(&self) -> usize {
        0
    }

    /// The share of each node in the whole: weights normalised among siblings and multiplied down the path; the root has 1.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![1.0; self.nodes.len()];
        for node in 0..self.nodes.len() {
            let total = self.children_weight(node);
            for &child in &self.children[node] {
                shares[child] = shares[node] * (self.nodes[child].weight / total);
            }
        }
        shares
    }

    /// Whether a node has children but all of them weigh zero.
    pub(in crate::index) fn weighs_nothing(&self, node: usize) -> bool {
        !self.is_leaf(node) && self.children_weight(node) == 0.0
    }

    /// The sum of the children's weights; zero for a leaf.
    fn children_weight(&self, node: usize) -> f64 {
        self.children[node].iter().map(|&child| self.nodes[child].weight).sum()
    }
}

/// Parents and children by row.
struct Below {
    parents: Vec<Option<usize>>,
    lists: Vec<Vec<usize>>,
}

/// Refuses rows (sorted by code) that are wrong by themselves.
fn check_rows(rows: &[Row]) -> Result<(), TreeError> {
    if rows.is_empty() {
        return Err(TreeError::Empty);
    }
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(TreeError::Duplicate(pair[0].0.clone()));
    }
    for (code, _, weight) in rows {
        if let Some(weight) = weight.filter(|w| !w.is_finite() || *w < 0.0) {
            return Err(TreeError::BadWeight { code: code.clone(), weight });
        }
    }
    Ok(())
}

/// Finds each row's parent, and each row's children in code order. Rows are sorted by code.
fn children_of(rows: &[Row]) -> Result<Below, TreeError> {
    let mut below = Below { parents: vec![None; rows.len()], lists: vec![Vec::new(); rows.len()] };
    for (n, (code, parent, _)) in rows.iter().enumerate() {
        let Some(parent) = parent else { continue };
        let found = rows.binary_search_by(|row| row.0.as_str().cmp(parent));
        let at = found.map_err(|_| TreeError::MissingParent { code: code.clone(), parent: parent.clone() })?;
        below.parents[n] = Some(at);
        below.lists[at].push(n);
    }
    Ok(below)
}

/// The rows in tree order: each node before its children. What is not reached from the root goes round in a circle.
fn walk(rows: &[Row], below: &Below) -> Result<Vec<usize>, TreeError> {
    let mut roots = (0..rows.len()).filter(|&n| below.parents[n].is_none());
    let root = roots.next().ok_or_else(|| TreeError::Cycle(rows[0].0.clone()))?;
    if let Some(second) = roots.next() {
        return Err(TreeError::TwoRoots(rows[root].0.clone(), rows[second].0.clone()));
    }
    let mut order = Vec::with_capacity(rows.len());
    let mut waiting = vec![root];
    let mut reached = vec![false; rows.len()];
    while let Some(row) = waiting.pop() {
        reached[row] = true;
        order.push(row);
        waiting.extend(below.lists[row].iter().rev());
    }
    match reached.iter().position(|r| !r) {
        Some(row) => Err(TreeError::Cycle(rows[row].0.clone())),
        None => Ok(order),
    }
}

/// Fills absent weights from the bottom up; an absent weight is written as NaN until then.
fn complete_weights(nodes: &mut [Node], children: &[Vec<usize>]) -> Result<(), TreeError> {
    for n in (0..nodes.len()).rev() {
        let sum: f64 = children[n].iter().map(|&child| nodes[child].weight).sum();
        let is_leaf = children[n].is_empty();
        if !sum.is_finite() {
            return Err(TreeError::NoMean(nodes[n].code.clone()));
        }
        if nodes[n].weight.is_nan() {
            if is_leaf && nodes[n].parent.is_some() {
                return Err(TreeError::WithoutWeight(nodes[n].code.clone()));
            }
            nodes[n].weight = if is_leaf { 1.0 } else { sum };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
