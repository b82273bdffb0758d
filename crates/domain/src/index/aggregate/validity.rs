//! Which weights are valid when: rows with `from` and `to` become one tree for each stretch of periods in which nothing changes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::{AggregateError, Components, Note};
use crate::index::tree::Tree;
use crate::period::{Label, Month, MonthRange, Period};

/// One row of weights. Bounds are inclusive; a row without a beginning is valid from the start, one without an end until a later
/// row of its code begins.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightRow {
    /// The node.
    pub code: String,
    /// Its parent; `None` for the root.
    pub parent: Option<String>,
    /// Its weight among its siblings; `None` for a parent: the sum of its children's.
    pub weight: Option<f64>,
    /// First period in which the row is valid.
    pub from: Option<Label>,
    /// Last period in which the row is valid.
    pub to: Option<Label>,
}

/// The months a label covers: a calendar period's, or those of a number written `YYYYMM`.
#[must_use]
pub fn label_months(label: &Label) -> Option<MonthRange> {
    match label {
        Label::Calendar(period) => Some(period.months()),
        Label::Ordinal(value, spelling) if spelling.len() == 6 => {
            let month = Month::new(i32::try_from(value / 100).ok()?, u8::try_from(value % 100).ok()?).ok()?;
            Some(MonthRange::new(month, month))
        }
        Label::Ordinal(..) => None,
    }
}

/// The number of a label that is only digits.
fn number(label: &Label) -> Option<u64> {
    match label {
        Label::Ordinal(value, _) => Some(*value),
        Label::Calendar(Period::Year(year)) => u64::try_from(year.number()).ok(),
        Label::Calendar(_) => None,
    }
}

/// How the two ends of `period` lie to the two ends of `bound`; `None` when the two kinds of label have no common scale.
fn ends(period: &Label, bound: &Label) -> Option<(Ordering, Ordering)> {
    if let (Label::Ordinal(a, _), Label::Ordinal(b, _)) = (period, bound) {
        return Some((a.cmp(b), a.cmp(b)));
    }
    if let (Some(a), Some(b)) = (label_months(period), label_months(bound)) {
        return Some((a.first.cmp(&b.first), a.last.cmp(&b.last)));
    }
    let order = number(period)?.cmp(&number(bound)?);
    Some((order, order))
}

/// The places in `periods` (in order) that lie between the bounds; `None` when a bound cannot be compared with them.
fn between(periods: &[Label], from: Option<&Label>, to: Option<&Label>) -> Option<Range<usize>> {
    let comparable = |bound: &Label| periods.iter().all(|period| ends(period, bound).is_some());
    if !from.is_none_or(comparable) || !to.is_none_or(comparable) {
        return None;
    }
    let before = |period: &Label| from.is_some_and(|from| ends(period, from).is_some_and(|(first, _)| first.is_lt()));
    let within = |period: &Label| to.is_none_or(|to| ends(period, to).is_some_and(|(_, last)| last.is_le()));
    let start = periods.partition_point(before);
    Some(start..periods.partition_point(within).max(start))
}

/// The places in `periods` that lie in `base`.
pub(super) fn covered(periods: &[Label], base: &Label) -> Result<Range<usize>, AggregateError> {
    let range = between(periods, Some(base), Some(base)).unwrap_or(0..0);
    if range.is_empty() { Err(AggregateError::NoBase(base.clone())) } else { Ok(range) }
}

/// A tree valid over a stretch of periods, with each of its nodes' place among all nodes there are.
#[derive(Debug)]
pub(super) struct Epoch {
    pub(super) tree: Tree,
    pub(super) places: Vec<usize>,
}

/// Every node there is, and the tree valid in each period.
#[derive(Debug)]
pub(super) struct Epochs {
    pub(super) codes: Vec<String>,
    pub(super) epochs: Vec<Epoch>,
    /// By period: the place of its tree in `epochs`.
    pub(super) of_period: Vec<Option<usize>>,
    /// By node: whether it is a leaf wherever it occurs.
    pub(super) is_leaf: Vec<bool>,
}

impl Epochs {
    /// Sorts the rows of weights into the periods of the components.
    pub(super) fn new(components: &Components, rows: &[WeightRow]) -> Result<Self, AggregateError> {
        let periods = components.periods();
        let Some(first) = periods.first() else { return Err(AggregateError::NoComponents) };
        let codes: BTreeSet<&str> = rows.iter().map(|row| row.code.as_str()).collect();
        if let Some(code) = components.codes().find(|code| !codes.contains(code)) {
            return Err(AggregateError::UnknownCode(code.to_owned()));
        }
        let mut spans = spans(periods, rows)?;
        end_the_open(rows, &mut spans);
        let mut edges: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        edges.extend([0, periods.len()]);
        edges.sort_unstable();
        edges.dedup();
        let stretches = rows_by_stretch(&edges, &spans);
        let parents: BTreeSet<&str> = rows.iter().filter_map(|row| row.parent.as_deref()).collect();

        let mut all = Self { codes: Vec::new(), epochs: Vec::new(), of_period: Vec::new(), is_leaf: Vec::new() };
        let mut places = HashMap::new();
        for (edge, valid) in edges.windows(2).zip(stretches) {
            let tree = tree_of(rows, &valid, &parents)
                .map_err(|error| AggregateError::Tree { period: periods[edge[0]].clone(), error })?;
            let epoch = tree.map(|tree| all.add(tree, &mut places));
            all.of_period.resize(edge[1], epoch);
        }
        if all.epochs.is_empty() {
            return Err(AggregateError::NoWeights(first.clone()));
        }
        Ok(all)
    }

    fn add(&mut self, tree: Tree, places: &mut HashMap<String, usize>) -> usize {
        let mut own = Vec::with_capacity(tree.len());
        for (n, node) in tree.nodes().iter().enumerate() {
            let place = *places.entry(node.code.clone()).or_insert_with(|| {
                self.codes.push(node.code.clone());
                self.is_leaf.push(true);
                self.codes.len() - 1
            });
            self.is_leaf[place] &= tree.is_leaf(n);
            own.push(place);
        }
        self.epochs.push(Epoch { tree, places: own });
        self.epochs.len() - 1
    }

    /// What the components and the weights do not say alike.
    pub(super) fn notes(&self, components: &Components) -> Vec<Note> {
        let mut notes = Vec::new();
        let has_value = |code: &str| components.series(code).is_some_and(|s| s.iter().any(Option::is_some));
        for (code, &is_leaf) in self.codes.iter().zip(&self.is_leaf) {
            match (is_leaf, has_value(code)) {
                (true, false) => notes.push(Note::NeverObserved(code.clone())),
                (false, true) => notes.push(Note::Computed(code.clone())),
                _ => {}
            }
        }
        for code in components.codes() {
            notes.extend(self.outside(code, components));
        }
        notes
    }

    /// The periods in which a code has a value but no weight, though other codes have.
    fn outside(&self, code: &str, components: &Components) -> Option<Note> {
        let series = components.series(code)?;
        let without = |at: &usize| {
            let tree = self.of_period[*at].map(|epoch| &self.epochs[epoch].tree);
            series[*at].is_some() && tree.is_some_and(|tree| tree.position(code).is_none())
        };
        let mut places = (0..series.len()).filter(without);
        let first = components.periods()[places.next()?].clone();
        Some(Note::WithoutWeight { code: code.to_owned(), first, periods: places.count() + 1 })
    }
}

/// The first and the last period of a validity.
type Bounds<'a> = (Option<&'a Label>, Option<&'a Label>);

/// The periods each row is valid in. The same bounds come again and again, so each pair is looked up once.
fn spans<'a>(periods: &[Label], rows: &'a [WeightRow]) -> Result<Vec<Range<usize>>, AggregateError> {
    let mut known: HashMap<Bounds<'a>, Option<Range<usize>>> = HashMap::new();
    let span = |row: &'a WeightRow| {
        let (from, to) = (row.from.as_ref(), row.to.as_ref());
        let range = known.entry((from, to)).or_insert_with(|| between(periods, from, to)).clone();
        let bound = from.or(to).cloned();
        range.ok_or_else(|| AggregateError::Bound {
            code: row.code.clone(),
            bound: bound.unwrap_or_else(|| periods[0].clone()),
        })
    };
    rows.iter().map(span).collect()
}

/// A row without an end is valid until a later row of the same code begins.
fn end_the_open(rows: &[WeightRow], spans: &mut [Range<usize>]) {
    let mut of_code: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, row) in rows.iter().enumerate() {
        of_code.entry(&row.code).or_default().push(n);
    }
    for mut places in of_code.into_values().filter(|places| places.len() > 1) {
        places.sort_by(|a, b| rows[*a].from.cmp(&rows[*b].from));
        for pair in places.windows(2) {
            let (row, next) = (pair[0], pair[1]);
            if rows[row].to.is_none() && rows[row].from < rows[next].from {
                spans[row].end = spans[row].end.min(spans[next].start).max(spans[row].start);
            }
        }
    }
}

/// For each stretch between two edges, the rows valid in it.
fn rows_by_stretch(edges: &[usize], spans: &[Range<usize>]) -> Vec<Vec<usize>> {
    let mut stretches = vec![Vec::new(); edges.len() - 1];
    for (row, span) in spans.iter().enumerate() {
        let (start, end) = (edges.partition_point(|e| *e < span.start), edges.partition_point(|e| *e < span.end));
        stretches[start..end].iter_mut().for_each(|stretch| stretch.push(row));
    }
    stretches
}

/// The tree of the rows valid together; `None` when none of its leaves is. Nodes that are parents elsewhere but have no
/// children now are left out: they have nothing to be computed from.
fn tree_of(
    rows: &[WeightRow],
    valid: &[usize],
    parents: &BTreeSet<&str>,
) -> Result<Option<Tree>, crate::index::tree::TreeError> {
    let mut kept: Vec<&WeightRow> = valid.iter().map(|&row| &rows[row]).collect();
    let single = parents.is_empty();
    loop {
        let mut children: BTreeMap<&str, usize> = BTreeMap::new();
        for parent in kept.iter().filter_map(|row| row.parent.as_deref()) {
            *children.entry(parent).or_default() += 1;
        }
        let before = kept.len();
        kept.retain(|row| single || !parents.contains(row.code.as_str()) || children.contains_key(row.code.as_str()));
        if kept.len() == before {
            break;
        }
    }
    if kept.is_empty() {
        return Ok(None);
    }
    Tree::new(kept.into_iter().map(|row| (row.code.clone(), row.parent.clone(), row.weight))).map(Some)
}
