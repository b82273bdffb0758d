//! What a file changed: new, changed and unchanged things, and the words of it for the journal.

use serde::Serialize;
use store::Seq;

/// How many values are told in full in a journal line; the rows themselves are all kept in any case.
const TOLD: usize = 100;

/// What came of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// Things that were not known before.
    pub new: u64,
    /// Things known before with another value; the earlier value is kept.
    pub changed: u64,
    /// Things that were there already, word for word.
    pub unchanged: u64,
    /// Returns that came after their due day.
    pub late: u64,
    /// Returns that came after their month was locked: they enter a later vintage only.
    pub locked: u64,
    /// The change that wrote them; `None` when there was nothing to write.
    pub seq: Option<Seq>,
}

/// Counts what is taken, and keeps some of it for the journal.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) taken: Taken,
    before: Vec<serde_json::Value>,
    after: Vec<serde_json::Value>,
}

impl Tally {
    /// Counts one thing; says whether it must be written.
    pub(crate) fn weigh<T: PartialEq + Serialize>(&mut self, old: Option<&T>, new: &T) -> bool {
        if old == Some(new) {
            self.taken.unchanged += 1;
            return false;
        }
        match old {
            Some(old) => {
                self.taken.changed += 1;
                keep(&mut self.before, old);
            }
            None => self.taken.new += 1,
        }
        keep(&mut self.after, new);
        true
    }

    /// What was there before, for the journal; empty when nothing was.
    pub(crate) fn before(&self) -> String {
        if self.before.is_empty() { String::new() } else { serde_json::Value::from(self.before.clone()).to_string() }
    }

    /// What is there now, for the journal.
    pub(crate) fn after(&self) -> String {
        let Taken { new, changed, unchanged, .. } = self.taken;
        serde_json::json!({ "new": new, "changed": changed, "unchanged": unchanged, "values": self.after }).to_string()
    }
}

fn keep<T: Serialize>(list: &mut Vec<serde_json::Value>, value: &T) {
    if list.len() < TOLD {
        list.extend(serde_json::to_value(value).ok());
    }
}
