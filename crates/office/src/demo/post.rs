//! What reaches the office by which day: the register as it was known, and the returns in files.

use std::collections::BTreeSet;

use domain::period::Month;
use domain::register::{EventKind, Register};
use domain::returns::Return;
use jiff::civil::Date;

/// The register as it was known on a day: establishments already opened, with the events so far.
pub(super) fn register_on(register: &Register, day: Date) -> Register {
    let mut known = register.clone();
    known.establishments.retain(|_, e| e.events.first().is_none_or(|f| f.kind != EventKind::Opening || f.date <= day));
    for establishment in known.establishments.values_mut() {
        establishment.events.retain(|event| event.date <= day);
    }
    known
}

/// The returns received after `after` and up to `until`, in files: a return that corrects one of the same file goes into the next.
/// `returns` are in order of arrival.
pub(super) fn files(returns: &[Return], after: Option<Date>, until: Date) -> Vec<Vec<&Return>> {
    let first = after.map_or(0, |after| returns.partition_point(|r| r.received <= after));
    let end = returns.partition_point(|r| r.received <= until);
    let mut files: Vec<Vec<&Return>> = Vec::new();
    let mut file: Vec<&Return> = Vec::new();
    let mut there: BTreeSet<(&str, Month)> = BTreeSet::new();
    for answer in &returns[first..end] {
        let key = (answer.establishment.as_str(), answer.month);
        if !there.insert(key) {
            files.push(std::mem::take(&mut file));
            there = BTreeSet::from([key]);
        }
        file.push(answer);
    }
    files.push(file);
    files.retain(|file| !file.is_empty());
    files
}
