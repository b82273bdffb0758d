//! Which weights are valid when: rows with `from` and `to` become one tree for each stretch of periods in which nothing changes.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::{AggregateError, Components, Note};
use crate::index::tree::{Tree, TreeError};
use crate::period::{Digits, Label, Month, MonthRange};

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
        Label::Ordinal(digits) => {
            let (year, month) = digits.significant().split_at_checked(4)?;
            let month = (month.len() == 2).then(|| Month::new(year.parse().ok()?, month.parse().ok()?).ok())??;
            Some(MonthRange::new(month, month))
        }
    }
}

/// The two ends of a label as numbers on one scale.
type Ends = (Digits, Digits);

/// Periods in order with what bounds are compared with, so that a bound in any spelling lies in one place among them: where every
/// period has months, the scale is `YYYYMM`; otherwise the periods are counted, and a year is the number it is written as.
struct Ruler {
    by_month: bool,
    /// Whether every period is one of the calendar; then a number must be a month to be compared with it.
    calendar: bool,
    /// Of the periods; `None` when these have no common scale themselves.
    ends: Option<Vec<Ends>>,
}

impl Ruler {
    fn new(periods: &[Label]) -> Self {
        let by_month = periods.iter().all(|period| label_months(period).is_some());
        let calendar = periods.iter().all(|period| matches!(period, Label::Calendar(_)));
        let mut ruler = Self { by_month, calendar, ends: None };
        ruler.ends = periods.iter().map(|period| ruler.ends_of(period)).collect();
        ruler
    }

    /// `None` when the label has no place on the scale.
    fn ends_of(&self, label: &Label) -> Option<Ends> {
        if let Some(months) = label_months(label).filter(|_| self.by_month) {
            let number = |month: Month| Digits::new(&month.to_string().replace('-', ""));
            return number(months.first).zip(number(months.last));
        }
        match label.counted() {
            Label::Ordinal(digits) if !self.calendar => Some((digits.clone(), digits)),
            _ => None,
        }
    }

    /// The places of the periods that lie between the bounds; `None` when a bound cannot be compared with them.
    fn between(&self, periods: usize, from: Option<&Label>, to: Option<&Label>) -> Option<Range<usize>> {
        if from.or(to).is_none() {
            return Some(0..periods);
        }
        let ends = self.ends.as_ref()?;
        let start = match from {
            Some(from) => {
                let (first, _) = self.ends_of(from)?;
                ends.partition_point(|period| period.0 < first)
            }
            None => 0,
        };
        let end = match to {
            Some(to) => {
                let (_, last) = self.ends_of(to)?;
                ends.partition_point(|period| period.1 <= last)
            }
            None => periods,
        };
        Some(start..end.max(start))
    }
}

/// The places in `periods` that lie in `base`.
pub(super) fn covered(periods: &[Label], base: &Label) -> Result<Range<usize>, AggregateError> {
    let range = Ruler::new(periods).between(periods.len(), Some(base), Some(base)).unwrap_or(0..0);
    if range.is_empty() { Err(AggregateError::NoBase(base.clone())) } else { Ok(range) }
}

/// A tree valid over a stretch of periods, with each of its nodes' place among all nodes there are.
#[derive(Debug)]
pub(super) struct Epoch {
    pub(super) tree: Tree,
    pub(super) places: Vec<usize>,
    /// By node: whether nothing below it can be averaged, because it has no children or all of them weigh nothing.
    pub(super) alone: Vec<bool>,
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
        let spans = spans(periods, rows)?;
        let mut edges: Vec<usize> = spans.iter().flat_map(|span| [span.start, span.end]).collect();
        edges.extend([0, periods.len()]);
        edges.sort_unstable();
        edges.dedup();
        let stretches = rows_by_stretch(&edges, &spans);
        let parents: BTreeSet<&str> = rows.iter().filter_map(|row| row.parent.as_deref()).collect();

        let mut all = Self { codes: Vec::new(), epochs: Vec::new(), of_period: Vec::new(), is_leaf: Vec::new() };
        let mut places = HashMap::new();
        for (edge, valid) in edges.windows(2).zip(stretches) {
            let stretch = Stretch { components, periods: edge[0]..edge[1], parents: &parents };
            let tree = stretch
                .tree(valid.into_iter().map(|row| &rows[row]).collect())
                .map_err(|error| AggregateError::Tree { period: periods[edge[0]].clone(), error })?;
            let epoch = tree.map(|tree| all.add(tree, &mut places));
            all.of_period.resize(edge[1], epoch);
        }
        if all.epochs.is_empty() {
            return Err(AggregateError::NoWeights(first.clone()));
        }
        Ok(all)
    }

    /// The place of a tree: that of the last one when nothing in it has changed.
    fn add(&mut self, tree: Tree, places: &mut HashMap<String, usize>) -> usize {
        if let Some(last) = self.epochs.len().checked_sub(1).filter(|&last| self.epochs[last].tree == tree) {
            return last;
        }
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
        let alone = (0..tree.len()).map(|n| tree.is_leaf(n) || tree.weighs_nothing(n)).collect();
        self.epochs.push(Epoch { tree, places: own, alone });
        self.epochs.len() - 1
    }

    /// What the components and the weights do not say alike.
    pub(super) fn notes(&self, components: &Components) -> Vec<Note> {
        let mut notes = Vec::new();
        let has_value = |code: &str| components.series(code).is_some_and(|s| s.iter().any(Option::is_some));
        for (code, &is_leaf) in self.codes.iter().zip(&self.is_leaf) {
            if is_leaf && !has_value(code) {
                notes.push(Note::NeverObserved(code.clone()));
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
    let ruler = Ruler::new(periods);
    let mut known: HashMap<Bounds<'a>, Option<Range<usize>>> = HashMap::new();
    let span = |row: &'a WeightRow| {
        let (from, to) = (row.from.as_ref(), row.to.as_ref());
        let range = known.entry((from, to)).or_insert_with(|| ruler.between(periods.len(), from, to)).clone();
        let unplaced = || from.filter(|from| ruler.ends_of(from).is_none()).or(to).or(from).cloned();
        range.ok_or_else(|| AggregateError::Bound {
            code: row.code.clone(),
            bound: unplaced().unwrap_or_else(|| periods[0].clone()),
        })
    };
    let mut spans = rows.iter().map(span).collect::<Result<Vec<_>, _>>()?;
    end_the_open(&ruler, rows, &mut spans);
    Ok(spans)
}

/// A row without an end is valid until a later row of the same code begins. Which is later is settled on the scale of the periods:
/// `201601` comes after `2015`.
fn end_the_open(ruler: &Ruler, rows: &[WeightRow], spans: &mut [Range<usize>]) {
    let mut of_code: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, row) in rows.iter().enumerate() {
        of_code.entry(&row.code).or_default().push(n);
    }
    let begin = |row: usize| rows[row].from.as_ref().and_then(|from| ruler.ends_of(from)).map(|(first, _)| first);
    for places in of_code.into_values().filter(|places| places.len() > 1) {
        let mut begins: Vec<(Option<Digits>, usize)> = places.into_iter().map(|row| (begin(row), row)).collect();
        begins.sort();
        for (own, row) in &begins {
            let later = begins.get(begins.partition_point(|(begin, _)| begin <= own));
            if let (None, Some((_, next))) = (&rows[*row].to, later) {
                spans[*row].end = spans[*row].end.min(spans[*next].start).max(spans[*row].start);
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

/// A run of periods in which the same rows are valid.
struct Stretch<'a> {
    components: &'a Components,
    periods: Range<usize>,
    /// The codes that are a parent in any stretch.
    parents: &'a BTreeSet<&'a str>,
}

impl Stretch<'_> {
    /// The tree of the rows valid together; `None` when it has nothing to be computed from. A node that is a parent in other
    /// stretches is a leaf in one where it has no children, if it has a weight of its own; otherwise it is left out.
    fn tree(&self, mut kept: Vec<&WeightRow>) -> Result<Option<Tree>, TreeError> {
        loop {
            let parents: BTreeSet<&str> = kept.iter().filter_map(|row| row.parent.as_deref()).collect();
            let before = kept.len();
            kept.retain(|row| parents.contains(row.code.as_str()) || self.can_be_a_leaf(row));
            if kept.len() < before {
                continue;
            }
            let source = |row: &&WeightRow| !self.is_group(&row.code) || self.is_observed(&row.code);
            if !kept.iter().filter(|row| !parents.contains(row.code.as_str())).any(source) {
                return Ok(None);
            }
            return Tree::with_zeros(kept.into_iter().map(|row| (row.code.clone(), row.parent.clone(), row.weight)))
                .map(Some);
        }
    }

    /// Whether a row without children now stands for itself. The root's own weight says nothing, so a root counts as one only when
    /// it is all that is observed.
    fn can_be_a_leaf(&self, row: &WeightRow) -> bool {
        if !self.is_group(&row.code) {
            return true;
        }
        if row.parent.is_some() {
            return row.weight.is_some();
        }
        self.is_observed(&row.code) && !self.components.codes().any(|code| code != row.code && self.is_observed(code))
    }

    fn is_group(&self, code: &str) -> bool {
        self.parents.contains(code)
    }

    fn is_observed(&self, code: &str) -> bool {
        let series = self.components.series(code);
        series.is_some_and(|series| series[self.periods.clone()].iter().any(Option::is_some))
    }
}
