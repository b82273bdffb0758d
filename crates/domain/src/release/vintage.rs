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
use crate::series::{Measure, Stage};

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

impl Vintage {
    /// The node with this code.
    #[must_use]
    pub fn node(&self, code: &str) -> Option<&FrozenNode> {
        self.nodes.iter().find(|node| node.code == code)
    }

    /// The level of a node in a month.
    #[must_use]
    pub fn level(&self, code: &str, month: Month) -> Option<f64> {
        *self.node(code)?.levels.get(self.months.position(month)?)?
    }

    /// The observed share of a node in a month, 0 to 1.
    #[must_use]
    pub fn observed(&self, code: &str, month: Month) -> Option<f64> {
        *self.node(code)?.observed.get(self.months.position(month)?)?
    }

    /// Growth of a node, per cent, unrounded.
    #[must_use]
    pub fn change(&self, code: &str, month: Month, measure: Measure) -> Option<f64> {
        let node = self.node(code)?;
        growth(|m| *node.levels.get(self.months.position(m)?)?, month, measure)
    }

    /// The stage of a month in this printing: its own for the released month, provisional for the months before, final for
    /// all of them in a yearly final.
    #[must_use]
    pub fn stage_of(&self, month: Month) -> Stage {
        let settled = month != self.month && self.stage != Stage::Final;
        if settled { Stage::Provisional } else { self.stage }
    }

    /// What differs from another printing of the same months, as one line each: node, month, both levels. Levels and observed shares are
    /// compared bit by bit; empty means the same to the last bit.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        let codes: BTreeSet<&str> = self.nodes.iter().chain(&other.nodes).map(|node| node.code.as_str()).collect();
        let months =
            MonthRange::new(self.months.first.min(other.months.first), self.months.last.max(other.months.last));
        let bits = |value: Option<f64>| value.map(f64::to_bits);
        for code in codes {
            for month in months.iter() {
                let levels = (self.level(code, month), other.level(code, month));
                let observed = (self.observed(code, month), other.observed(code, month));
                if bits(levels.0) != bits(levels.1) || bits(observed.0) != bits(observed.1) {
                    found.push(Difference { node: code.to_owned(), month, levels, observed });
                }
            }
        }
        found
    }
}

/// A cell that is not the same in two printings: first in the one asked, then in the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The node.
    pub node: String,
    /// The month.
    pub month: Month,
    /// Both levels.
    pub levels: (Option<f64>, Option<f64>),
    /// Both observed shares.
    pub observed: (Option<f64>, Option<f64>),
}

/// Growth by a measure from fixed-base levels, per cent: month on month, year on year, and sums over sums for the year to date and the year.
///
/// `None` where a level is missing or the comparison is zero; for [`Measure::Year`] outside December.
#[must_use]
pub fn growth(level: impl Fn(Month) -> Option<f64>, month: Month, measure: Measure) -> Option<f64> {
    let sum = |months: MonthRange| months.iter().map(&level).sum::<Option<f64>>();
    let one = |m: Month| sum(MonthRange::new(m, m));
    let year_before = |months: MonthRange| MonthRange::new(months.first.year_before(), months.last.year_before());
    let (now, before) = match measure {
        Measure::Mom => (one(month)?, one(month.previous())?),
        Measure::Yoy => (one(month)?, one(month.year_before())?),
        Measure::Year if month.month_of_year() != 12 => return None,
        Measure::Ytd | Measure::Year => (sum(month.year_to_date())?, sum(year_before(month.year_to_date()))?),
    };
    (before > 0.0).then(|| now / before * 100.0 - 100.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A vintage of the whole industry alone, its levels ending in `month`.
    pub(in super::super) fn vintage(month: &str, stage: Stage, levels: &[f64]) -> Vintage {
        let month: Month = month.parse().unwrap();
        let none = Digest(String::new());
        Vintage {
            month,
            stage,
            number: 1,
            date: month.next().first_day(),
            inputs: Inputs {
                as_of: 1,
                received_until: None,
                returns: none.clone(),
                register: none.clone(),
                weights: none.clone(),
                rules: none.clone(),
                methods: none,
                code: "0".into(),
            },
            simulated: false,
            base: "2019".parse().unwrap(),
            months: MonthRange::new(month.plus(1 - levels.len() as i32), month),
            nodes: vec![FrozenNode {
                code: "TOTAL".into(),
                parent: None,
                share: 1.0,
                levels: levels.iter().map(|l| Some(*l)).collect(),
                observed: levels.iter().map(|_| Some(1.0)).collect(),
            }],
            withheld: BTreeSet::new(),
        }
    }

    #[test]
    fn a_digest_is_of_the_lines_and_their_order() {
        // SHA-256 of "abc\n", as printed by sha256sum.
        let digest = Digest::of_lines(["abc"]);
        assert_eq!(digest.0, "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb");
        assert_ne!(Digest::of_lines(["a", "b"]), Digest::of_lines(["b", "a"]));
        assert_ne!(Digest::of_lines(["ab"]), Digest::of_lines(["a", "b"]));
    }

    #[test]
    fn every_input_is_in_the_digest() {
        let base = vintage("2024-01", Stage::Flash, &[1.0]).inputs;
        let changed = [
            Inputs { returns: Digest("1".into()), ..base.clone() },
            Inputs { register: Digest("1".into()), ..base.clone() },
            Inputs { weights: Digest("1".into()), ..base.clone() },
            Inputs { rules: Digest("1".into()), ..base.clone() },
            Inputs { methods: Digest("1".into()), ..base.clone() },
            Inputs { code: "1".into(), ..base.clone() },
            Inputs { received_until: Some(jiff::civil::date(2024, 2, 6)), ..base.clone() },
        ];
        let digests: BTreeSet<Digest> = changed.iter().chain([&base]).map(Inputs::digest).collect();
        assert_eq!(digests.len(), changed.len() + 1);
    }

    #[test]
    fn one_bit_is_a_difference() {
        let a = vintage("2024-02", Stage::Flash, &[100.0, 110.0]);
        let b = vintage("2024-02", Stage::Flash, &[100.0, f64::from_bits(110.0_f64.to_bits() + 1)]);
        assert_eq!(a.differences(&a), []);
        let found = a.differences(&b);
        assert_eq!((found.len(), found[0].month.to_string().as_str()), (1, "2024-02"));
    }

    #[test]
    fn growth_is_from_levels_and_sums_of_levels() {
        let v = vintage(
            "2024-02",
            Stage::Flash,
            &[50.0, 50.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 80.0, 60.0, 90.0],
        );
        let check = |measure, expected| assert_eq!(v.change("TOTAL", "2024-02".parse().unwrap(), measure), expected);
        check(Measure::Mom, Some(50.0));
        check(Measure::Yoy, Some(80.0));
        check(Measure::Ytd, Some(50.0));
        check(Measure::Year, None);
    }
}
