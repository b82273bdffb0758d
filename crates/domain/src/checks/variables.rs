//! What a rule may speak of: the names it can use, and their values for one row.
//!
//! A number may be missing; a truth is always known; a word is missing when it is empty. Numbers are in the product's own unit
//! unless said otherwise. “Last” is what the return of the month before said; “previous” is the production of the month
//! before as best known now.

use cel::common::types::{CelBool, CelDouble, CelString};
use cel::common::value::CowVal;
use cel::context::VariableResolver;

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($variant:ident $name:literal $meaning:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $(#[doc = $meaning] $variant,)* }

        impl $kind {
            /// Every one, in the order they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in expressions.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, in English.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// The one of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// A number a rule may use.
    Number {
        Estimate "estimate" "production of the report month, as estimated in this return",
        ActualPrevious "actual_previous" "production of the month before, as this return now gives it",
        PlanNext "plan_next" "planned production of the next month",
        Shipments "shipments" "quantity shipped in the report month",
        ShipmentsValue "shipments_value" "value of the shipments, million đồng",
        OpeningStock "opening_stock" "stock at the beginning of the report month",
        ClosingStock "closing_stock" "stock at the end of the report month",
        UnitValue "unit_value" "shipments_value over shipments, million đồng a unit; missing when nothing was shipped",
        EstimateLast "estimate_last" "production of the month before, as it was estimated in last month's return",
        PlanLast "plan_last" "production planned for the report month in last month's return",
        ClosingLast "closing_last" "closing stock of last month's return",
        Previous "previous" "production of the month before: its actual when given, else its estimate",
        YearAgo "year_ago" "production of the same month last year",
        YearAgoPrevious "year_ago_previous" "production of the month before that",
        Typical "typical" "median of the positive productions of the 12 months before; missing below three",
        TypicalUnitValue "typical_unit_value" "median of unit_value over the 12 months before; missing below three",
        MonthsKnown "months_known" "how many of the 12 months before have a known production of this product",
        MonthsPositive "months_positive" "how many of the 12 months before have a positive production of this product",
        OwnEffect "own_effect" "Hidiroglou–Berthelot effect of estimate / previous against the unit's own monthly ratios",
        OwnLow "own_low" "lower bound of own_effect; missing when the history is too short",
        OwnHigh "own_high" "upper bound of own_effect",
        CellEffect "cell_effect" "Hidiroglou–Berthelot effect of estimate / previous against its cell in the same month",
        CellLow "cell_low" "lower bound of cell_effect; missing when the cell is too small",
        CellHigh "cell_high" "upper bound of cell_effect",
        CellRatio "cell_ratio" "median of estimate / previous in the cell",
        CellUnits "cell_units" "how many units the cell's bounds rest on",
        Employees "employees" "people employed at the end of the report month",
        EmployeesLast "employees_last" "people employed, last month's return",
        CapacityUsed "capacity_used" "share of capacity in use, per cent",
        CapacityLast "capacity_last" "share of capacity in use, last month's return, per cent",
        Lines "lines" "how many products the return has",
        Producing "producing" "how many products of the return have a positive estimate; missing without a return",
        ActiveMonths "active_months" "in how many of the 12 months before the establishment reported some production",
        SilentMonths "silent_months" "how many months in a row, up to the report month, had no return",
        Days "days" "days in the report month",
        MonthOfYear "month_of_year" "1 for January to 12 for December",
    }
}

names! {
    /// A truth a rule may use.
    Truth {
        Reported "reported" "a return came for the report month",
        ReportedLast "reported_last" "a return came for the month before",
        LineGiven "line_given" "the return has a line for this product",
        LineGivenLast "line_given_last" "last month's return had a line for this product",
        HasReason "has_reason" "the return says why production stopped or slowed",
    }
}

names! {
    /// A word a rule may use.
    Word {
        Activity "activity" "from the register: 'active', 'suspended', 'closed' or 'not-yet-open'",
        Unit "unit" "unit of the product's quantity, as 'tấn'",
        Product "product" "product code; empty in rules about the whole return",
        Industry "industry" "4-digit industry of the product, or of the establishment in rules about the whole return",
        Establishment "establishment" "establishment code",
        Reason "reason" "the reason given; empty when none",
    }
}

const NUMBERS: usize = Number::ALL.len();
const TRUTHS: usize = Truth::ALL.len();
const WORDS: usize = Word::ALL.len();

/// What a rule's text is filled with for one row.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    numbers: [CelDouble; NUMBERS],
    known: u64,
    truths: [CelBool; TRUTHS],
    words: [&'a str; WORDS],
}

/// The prefix under which `known(x)` is resolved; no name in an expression can contain a space.
pub(super) const KNOWN: &str = "known ";

impl Default for Facts<'_> {
    fn default() -> Self {
        Self {
            numbers: [CelDouble::from(0.0); NUMBERS],
            known: 0,
            truths: std::array::from_fn(|_| CelBool::from(false)),
            words: [""; WORDS],
        }
    }
}

impl<'a> Facts<'a> {
    /// Sets a number; `None` and values that are not finite leave it missing.
    pub fn set(&mut self, number: Number, value: Option<f64>) {
        match value.filter(|v| v.is_finite()) {
            Some(value) => {
                self.numbers[number as usize] = CelDouble::from(value);
                self.known |= bit(number);
            }
            None => self.known &= !bit(number),
        }
    }

    /// Sets a truth.
    pub fn set_truth(&mut self, truth: Truth, value: bool) {
        self.truths[truth as usize] = CelBool::from(value);
    }

    /// Sets a word.
    pub fn set_word(&mut self, word: Word, value: &'a str) {
        self.words[word as usize] = value;
    }

    /// A number, if known.
    #[must_use]
    pub fn number(&self, number: Number) -> Option<f64> {
        (self.known & bit(number) != 0).then(|| self.numbers[number as usize].into_inner())
    }

    /// A truth.
    #[must_use]
    pub fn truth(&self, truth: Truth) -> bool {
        *self.truths[truth as usize].inner()
    }

    /// A word; empty when missing.
    #[must_use]
    pub fn word(&self, word: Word) -> &'a str {
        self.words[word as usize]
    }

    /// The known numbers, a bit each.
    pub(super) fn known_numbers(&self) -> u64 {
        self.known
    }

    fn is_known(&self, name: &str) -> Option<bool> {
        if let Some(number) = Number::named(name) {
            return Some(self.known & bit(number) != 0);
        }
        Word::named(name).map(|w| !self.word(w).is_empty()).or_else(|| Truth::named(name).map(|_| true))
    }
}

/// The bit of a number in a set of numbers.
pub(super) fn bit(number: Number) -> u64 {
    1 << number as u64
}

const _: () = assert!(NUMBERS <= 64, "the set of known numbers is one 64-bit word");

impl VariableResolver for Facts<'_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        if let Some(number) = Number::named(name) {
            let known = self.known & bit(number) != 0;
            return known.then(|| CowVal::Borrowed(&self.numbers[number as usize]));
        }
        if let Some(truth) = Truth::named(name) {
            return Some(CowVal::Borrowed(&self.truths[truth as usize]));
        }
        if let Some(word) = Word::named(name) {
            return Some(CowVal::owned(CelString::from(self.word(word))));
        }
        let asked = name.strip_prefix(KNOWN)?;
        self.is_known(asked).map(|known| CowVal::owned(CelBool::from(known)))
    }
}
