//! Kỳ công bố: one printing of the index, frozen, with the digest of everything that went in.
//!
//! A vintage can be computed again a year later from the same inputs and must come out the same to the last bit. What
//! went in is named twice: by the state of the database it was computed from (`as_of`), and by SHA-256 digests
//! (FIPS 180-4) of the returns, the register, the weights, the settings and the rules in canonical order, so that a change in
//! any of them is found and named.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::period::{Month, MonthRange, Year};
use crate::series::Stage;

/// A SHA-256 digest in lowercase hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest(pub String);

impl Digest {
    /// The digest of lines, each ended by a line feed. The caller gives them in canonical order.
    pub fn of_lines<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) -> Self {
        let mut hash = Sha256::new();
        for line in lines {
            hash.update(line.as_ref().as_bytes());
            hash.update(b"\n");
        }
        Self(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// What a vintage was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The last change of the database that was seen: everything later is left out when it is computed again.
    pub as_of: i64,
    /// Returns received after this day were left out; `None` when none were.
    pub received_until: Option<Date>,
    /// Returns, by establishment and month.
    pub returns: Digest,
    /// Enterprises, establishments with their events, products.
    pub register: Digest,
    /// Tree, weights and base quantities.
    pub weights: Digest,
    /// Checks that decide which values are used.
    pub rules: Digest,
    /// Methods of filling and their settings.
    pub methods: Digest,
    /// Version of the program.
    pub code: String,
}

impl Inputs {
    /// One digest over all of them.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let parts = [&self.returns, &self.register, &self.weights, &self.rules, &self.methods];
        let named = ["returns", "register", "weights", "rules", "methods"].into_iter().zip(parts);
        let lines = named.map(|(name, digest)| format!("{name} {}", digest.0));
        let until = self.received_until.map_or_else(String::new, |day| day.to_string());
        Digest::of_lines(lines.chain([format!("received-until {until}"), format!("code {}", self.code)]))
    }
}

/// A node of the index as it was printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrozenNode {
    /// Its code; `TOTAL` for the whole industry.
    pub code: String,
    /// Code of its parent; `None` for the whole.
    pub parent: Option<String>,
    /// Its share in the whole in the base year, 0 to 1.
    pub share: f64,
    /// Level of each month of the vintage, base average month = 100; `None` before the node begins.
    pub levels: Vec<Option<f64>>,
    /// Observed share of each month, 0 to 1.
    pub observed: Vec<Option<f64>>,
}

/// One printing of the index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vintage {
    /// The month that is released.
    pub month: Month,
    /// The stage of that month's figures.
    pub stage: Stage,
    /// 1 for the first printing of the month, and so on.
    pub number: u32,
    /// The day of release.
    pub date: Date,
    /// What it was computed from.
    pub inputs: Inputs,
    /// Whether simulated establishments are in it.
    pub simulated: bool,
    /// Base year: its average month = 100.
    pub base: Year,
    /// The months printed, the released one last.
    pub months: MonthRange,
    /// Every node, parents before children.
    pub nodes: Vec<FrozenNode>,
    /// Codes of the nodes withheld from the public, for every month and measure alike.
    pub withheld: BTreeSet<String>,
}
