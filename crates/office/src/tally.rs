//! What a file changed: new, changed and unchanged things, and the words of it for the journal.

use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::Seq;

use crate::rehearsal::{Difference, SHOWN};

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
    told: Vec<Told>,
    /// Of everything that differs, before and after, in the order it was weighed.
    sum: Sha256,
}

/// One thing that is not as it was.
#[derive(Debug)]
struct Told {
    /// What it is called where its own fields do not tell it apart.
    name: Option<String>,
    /// `None` for what is new.
    before: Option<serde_json::Value>,
    after: serde_json::Value,
}

impl Tally {
    /// Counts one thing; says whether it must be written.
    pub(crate) fn weigh<T: PartialEq + Serialize>(&mut self, old: Option<&T>, new: &T) -> bool {
        self.weigh_as(|| None, old, new)
    }

    /// The same of something that is a part of another: `name` says of which.
    pub(crate) fn weigh_as<T: PartialEq + Serialize>(
        &mut self,
        name: impl FnOnce() -> Option<String>,
        old: Option<&T>,
        new: &T,
    ) -> bool {
        if old == Some(new) {
            self.taken.unchanged += 1;
            return false;
        }
        match old {
            Some(_) => self.taken.changed += 1,
            None => self.taken.new += 1,
        }
        for form in [old, Some(new)] {
            self.sum.update(serde_json::to_vec(&form).unwrap_or_default());
        }
        if self.told.len() < SHOWN
            && let Ok(after) = serde_json::to_value(new)
        {
            let before = old.and_then(|old| serde_json::to_value(old).ok());
            self.told.push(Told { name: name(), before, after });
        }
        true
    }

    /// A digest of all that differs: two imports with the same one change the same.
    pub(crate) fn digest(&self) -> String {
        let Taken { new, changed, unchanged, .. } = self.taken;
        let mut sum = self.sum.clone();
        sum.update(format!("{new} {changed} {unchanged}"));
        sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What was there before, for the journal; empty when nothing was.
    pub(crate) fn before(&self) -> String {
        let before: Vec<&serde_json::Value> =
            self.told.iter().take(TOLD).filter_map(|told| told.before.as_ref()).collect();
        if before.is_empty() { String::new() } else { serde_json::json!(before).to_string() }
    }

    /// What is there now, for the journal.
    pub(crate) fn after(&self) -> String {
        let Taken { new, changed, unchanged, .. } = self.taken;
        let values: Vec<&serde_json::Value> = self.told.iter().take(TOLD).map(|told| &told.after).collect();
        serde_json::json!({ "new": new, "changed": changed, "unchanged": unchanged, "values": values }).to_string()
    }

    /// What would change, thing by thing.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let difference = |told: &Told| {
            let found = Difference::between(told.before.as_ref(), &told.after);
            Difference { what: told.name.clone().unwrap_or(found.what), ..found }
        };
        self.told.iter().map(difference).collect()
    }
}
