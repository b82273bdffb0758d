//! Số liệu sửa đổi: the first and later prints of every month side by side, and how reliable first prints have been.
//!
//! The three numbers are those the Federal Reserve prints for industrial production (Statistical Release G.17, Table 15,
//! “Reliability of the estimates”, monthly since April 2017; described in its supporting statements of 2014 and 2017): the
//! mean absolute revision of the level, in per cent; the mean absolute revision of the monthly change, in percentage points; and the share of
//! months in which the direction of change stood. There they are taken from the first to the fourth print, about 0.27
//! per cent, 0.21 point and 85 per cent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::vintage::Vintage;
use crate::period::Month;
use crate::series::{Measure, Stage};

/// One print of one month of one node.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// The release it was printed in, by its number in the database.
    pub release: i64,
    /// The day of that release.
    pub date: Date,
    /// The stage of the month in that release.
    pub stage: Stage,
    /// Level.
    pub level: f64,
    /// Change on the month before in the same print, per cent.
    pub change: Option<f64>,
    /// Observed share, 0 to 1.
    pub observed: Option<f64>,
}

/// A vintage with its number in the database.
#[derive(Debug, Clone, Copy)]
pub struct Printing<'a> {
    /// Number of the release.
    pub release: i64,
    /// What was printed.
    pub vintage: &'a Vintage,
}

/// Every print of one month of one node, first print first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevisionRow {
    /// The node.
    pub node: String,
    /// The month.
    pub month: Month,
    /// Its prints in order of release: the first, and every later one that has another level or another stage.
    pub prints: Vec<Print>,
}

/// The three reliability numbers of a node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// The node.
    pub node: String,
    /// How many months they rest on.
    pub months: usize,
    /// Mean absolute revision of the level from first to last print, per cent of the first.
    pub level: f64,
    /// Mean absolute revision of the monthly change, percentage points.
    pub change: f64,
    /// Share of months whose direction of monthly change stood, 0 to 1.
    pub direction: f64,
}

/// The revision rows of these nodes, by node as given, then by month. `printings` are in order of release.
#[must_use]
pub fn table(printings: &[Printing<'_>], nodes: &[&str]) -> Vec<RevisionRow> {
    nodes.iter().flat_map(|node| rows_of(printings, node)).collect()
}

fn rows_of(printings: &[Printing<'_>], node: &str) -> Vec<RevisionRow> {
    let mut rows: std::collections::BTreeMap<Month, Vec<Print>> = std::collections::BTreeMap::new();
    let mut final_through = None;
    for printing in printings {
        let vintage = printing.vintage;
        if vintage.stage == Stage::Final {
            final_through = final_through.max(Some(vintage.month));
        }
        let Some(frozen) = vintage.node(node) else { continue };
        for (month, level) in vintage.months.iter().zip(&frozen.levels) {
            let Some(level) = *level else { continue };
            let prints = rows.entry(month).or_default();
            let stage = if final_through >= Some(month) { Stage::Final } else { vintage.stage_of(month) };
            if prints.last().is_some_and(|last| last.level == level && last.stage == stage) {
                continue;
            }
            prints.push(Print {
                release: printing.release,
                date: vintage.date,
                stage,
                level,
                change: vintage.change(node, month, Measure::Mom),
                observed: vintage.observed(node, month),
            });
        }
    }
    rows.into_iter().map(|(month, prints)| RevisionRow { node: node.to_owned(), month, prints }).collect()
}

/// How settled a month is by what has been printed: the stage of its last print, final where the final figures of its year
/// or of a later one are out. `None` where it was never printed.
#[must_use]
pub fn settled(rows: &[RevisionRow], month: Month) -> Option<Stage> {
    let last = |row: &RevisionRow| row.prints.last().map(|print| print.stage);
    let is_final = |row: &RevisionRow| row.month >= month && last(row) == Some(Stage::Final);
    if rows.iter().any(is_final) {
        return Some(Stage::Final);
    }
    rows.iter().filter(|row| row.month == month).filter_map(last).max()
}

/// The reliability numbers of one node: over the months whose first print was a flash and that have been printed again.
///
/// `None` when there is no such month. The monthly change counts where both prints have one.
#[must_use]
pub fn reliability(rows: &[RevisionRow], node: &str) -> Option<Reliability> {
    let pairs: Vec<(&Print, &Print)> = rows
        .iter()
        .filter(|row| row.node == node)
        .filter_map(|row| Some((row.prints.first()?, row.prints.last()?)))
        .filter(|(first, last)| first.stage == Stage::Flash && last.stage > Stage::Flash && first.level > 0.0)
        .collect();
    let changes: Vec<(f64, f64)> = pairs.iter().filter_map(|(a, b)| Some((a.change?, b.change?))).collect();
    if changes.is_empty() {
        return None;
    }
    let mean = |sum: f64, count: usize| sum / count as f64;
    let level = pairs.iter().map(|(first, last)| (last.level / first.level - 1.0).abs() * 100.0).sum();
    let change = changes.iter().map(|(first, last)| (last - first).abs()).sum();
    let stood = changes.iter().filter(|(first, last)| direction(*first) == direction(*last)).count();
    Some(Reliability {
        node: node.to_owned(),
        months: pairs.len(),
        level: mean(level, pairs.len()),
        change: mean(change, changes.len()),
        direction: mean(stood as f64, changes.len()),
    })
}

/// −1 fell, 0 stood still, 1 rose.
fn direction(change: f64) -> i8 {
    i8::from(change > 0.0) - i8::from(change < 0.0)
}

#[cfg(test)]
mod tests {
    use super::super::vintage::tests::vintage;
    use super::*;

    /// Three releases, each giving the levels of January to its own month.
    fn releases() -> Vec<Vintage> {
        vec![
            vintage("2024-02", Stage::Flash, &[100.0, 110.0]),
            vintage("2024-03", Stage::Flash, &[100.0, 99.0, 104.0]),
            vintage("2024-04", Stage::Flash, &[100.0, 99.0, 106.08, 106.0]),
        ]
    }

    fn printings(vintages: &[Vintage]) -> Vec<Printing<'_>> {
        vintages.iter().zip(1..).map(|(vintage, release)| Printing { release, vintage }).collect()
    }

    #[test]
    fn every_month_keeps_its_first_print_and_what_changed_later() {
        let vintages = releases();
        let rows = table(&printings(&vintages), &["TOTAL"]);
        let prints = |row: &RevisionRow| -> Vec<(i64, &str, f64)> {
            row.prints.iter().map(|p| (p.release, p.stage.code(), p.level)).collect()
        };
        let seen: Vec<_> = rows.iter().map(|row| (row.month.to_string(), prints(row))).collect();
        assert_eq!(
            seen,
            [
                ("2024-01".to_owned(), vec![(1, "provisional", 100.0)]),
                ("2024-02".to_owned(), vec![(1, "flash", 110.0), (2, "provisional", 99.0)]),
                ("2024-03".to_owned(), vec![(2, "flash", 104.0), (3, "provisional", 106.08)]),
                ("2024-04".to_owned(), vec![(3, "flash", 106.0)]),
            ]
        );
    }

    #[test]
    fn reliability_by_hand() {
        // February: level 110 → 99 is −10 %; change +10 → −1, 11 points, direction turned.
        // March: level 104 → 106.08 is +2 %; change 104/99 − 1 = 5.0505… → 106.08/99 − 1 = 7.1515…, 2.1010… points, direction stood.
        let vintages = releases();
        let rows = table(&printings(&vintages), &["TOTAL"]);
        let r = reliability(&rows, "TOTAL").unwrap();
        assert_eq!((r.months, r.direction), (2, 0.5));
        assert!((r.level - 6.0).abs() < 1e-9, "{}", r.level);
        assert!((r.change - (11.0 + 208.0 / 99.0) / 2.0).abs() < 1e-9, "{}", r.change);
    }

    #[test]
    fn a_yearly_final_settles_every_month_before_it() {
        let mut vintages = releases();
        vintages.push(vintage("2024-04", Stage::Final, &[100.0, 99.0, 106.08, 106.0]));
        vintages.push(vintage("2024-05", Stage::Flash, &[100.0, 99.0, 106.08, 106.0, 107.0]));
        let rows = table(&printings(&vintages), &["TOTAL"]);
        let stages: Vec<Stage> = rows.iter().map(|r| r.prints.last().unwrap().stage).collect();
        assert_eq!(stages, [Stage::Final, Stage::Final, Stage::Final, Stage::Final, Stage::Flash]);
        assert!(reliability(&rows, "B").is_none());
    }

    #[test]
    fn a_month_is_as_settled_as_its_last_print_and_final_once_a_later_year_is() {
        let mut vintages = releases();
        let rows = table(&printings(&vintages), &["TOTAL"]);
        let stage = |rows: &[RevisionRow], month: &str| settled(rows, month.parse().unwrap());
        assert_eq!(stage(&rows, "2024-04"), Some(Stage::Flash));
        assert_eq!(stage(&rows, "2024-03"), Some(Stage::Provisional));
        assert_eq!(stage(&rows, "2023-12"), None);
        vintages.push(vintage("2024-03", Stage::Final, &[106.08]));
        let rows = table(&printings(&vintages), &["TOTAL"]);
        for month in ["2021-06", "2024-01", "2024-03"] {
            assert_eq!(stage(&rows, month), Some(Stage::Final), "{month}");
        }
        assert_eq!(stage(&rows, "2024-04"), Some(Stage::Flash));
    }
}
