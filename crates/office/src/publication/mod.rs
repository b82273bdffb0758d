//! What a release shows the public: one value, built once per release, already freed of every confidential cell. The
//! pages, the downloads and the bulletin take everything from here.
//!
//! Figures are unrounded; they are rounded where they are shown. A withheld node keeps its code, names, place and weight,
//! and has no figure at all, in any month or measure.

mod build;
pub mod checked;
mod siblings;
mod story;
mod waterfall;

use std::collections::BTreeMap;

use domain::adjust::SeriesKey;
use domain::bulletin::Bulletin;
use domain::period::{Month, MonthRange, Year};
use domain::release::comparison::Comparison;
use domain::release::revision::{Reliability, RevisionRow};
use domain::release::target::Progress;
use domain::series::{Measure, Stage};
use domain::text::{Lang, Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::StoredChoice;

use crate::adjust::OfficialSeries;

pub use build::{last_change_beside, latest, of};
pub use waterfall::{Bar, Waterfall};

/// Everything a release shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// Which release.
    pub release: ReleaseInfo,
    /// Base year: its average month = 100.
    pub base: Year,
    /// The months of every series, the released one last.
    pub months: MonthRange,
    /// Nodes of the production index, parents before children; the first is the whole industry.
    pub nodes: Vec<PublicNode>,
    /// Sibling indices: shipments, stocks, stock-to-output, employment.
    pub siblings: Vec<PublicSibling>,
    /// Main products with their quantities, heaviest first.
    pub products: Vec<PublicProduct>,
    /// Plans of the year with result and gap: the finished year before, then the year of the release.
    pub targets: Vec<Progress>,
    /// Published figures of the statistics office beside Khơi's own.
    pub official: Vec<Comparison>,
    /// Series of levels that the statistics office publishes, which are adjusted like Khơi's own.
    pub published: Vec<OfficialSeries>,
    /// The choices by which series are adjusted: for nodes of the index those in force when the release was made.
    pub choices: BTreeMap<SeriesKey, StoredChoice>,
    /// The bulletin in both languages.
    pub bulletin: Bulletins,
    /// The release calendar, due and done, in order of day.
    pub calendar: Vec<CalendarEntry>,
    /// First and later prints of the whole and its sections.
    pub revisions: Vec<RevisionRow>,
    /// Reliability of first prints, a line for the whole and for each section.
    pub reliability: Vec<Reliability>,
}

/// What stands beside every figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReleaseInfo {
    /// Number of the release in the database.
    pub id: i64,
    /// The month.
    pub month: Month,
    /// The stage of that month's figures.
    pub stage: Stage,
    /// Which printing of the month this is, from 1.
    pub vintage: u32,
    /// The day of release.
    pub date: Date,
    /// SHA-256 of the inputs, hexadecimal.
    pub digest: String,
    /// Whether simulated establishments are in it: said on every page and in every file.
    pub simulated: bool,
    /// Observed share of the whole in the released month, 0 to 1.
    pub observed: Option<f64>,
    /// Establishments that were due to report the month.
    pub due: usize,
    /// Of these, those whose production was estimated because nothing was received.
    pub estimated: usize,
}

/// One figure per month for each measure, in per cent or percentage points.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ByMeasure {
    /// Against the month before.
    pub mom: Vec<Option<f64>>,
    /// Against the same month of last year.
    pub yoy: Vec<Option<f64>>,
    /// The year so far.
    pub ytd: Vec<Option<f64>>,
    /// The whole year; in December only.
    pub year: Vec<Option<f64>>,
}

impl ByMeasure {
    /// The figures `of` gives for each measure.
    pub(crate) fn of(of: impl Fn(Measure) -> Vec<Option<f64>>) -> Self {
        Self { mom: of(Measure::Mom), yoy: of(Measure::Yoy), ytd: of(Measure::Ytd), year: of(Measure::Year) }
    }

    /// The figures of one measure.
    #[must_use]
    pub fn get(&self, measure: Measure) -> &[Option<f64>] {
        match measure {
            Measure::Mom => &self.mom,
            Measure::Yoy => &self.yoy,
            Measure::Ytd => &self.ytd,
            Measure::Year => &self.year,
        }
    }
}

/// A node of the production index as the public sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicNode {
    /// `TOTAL`, a section `B`, a division `07`, a class `0710`, or a product code.
    pub code: String,
    /// Code of its parent; `None` for the whole.
    pub parent: Option<String>,
    /// Name in both languages.
    pub name: Text,
    /// 0 for the whole, 1 for a section, 2 for a division, 3 for a class, 4 for a product.
    pub depth: usize,
    /// Weight in the whole in the base year, per cent.
    pub weight: f64,
    /// Withheld from the public: all the series below are empty.
    pub withheld: bool,
    /// Level of each month.
    pub levels: Vec<Option<f64>>,
    /// Its part of the level of the whole in each month: those of its children add up to it.
    pub points: Vec<Option<f64>>,
    /// Observed share of each month, 0 to 1.
    pub observed: Vec<Option<f64>>,
    /// Growth, per cent.
    pub changes: ByMeasure,
    /// Exact contribution to the change of the whole, percentage points.
    pub contributions: ByMeasure,
}

/// Which sibling index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sibling {
    /// Tiêu thụ.
    Shipments,
    /// Tồn kho.
    Stocks,
    /// Tỷ lệ tồn kho so với sản xuất, per cent.
    StockToOutput,
    /// Lao động.
    Employment,
}

impl Sibling {
    /// Every sibling index, in the order releases print them.
    pub const ALL: [Self; 4] = [Self::Shipments, Self::Stocks, Self::StockToOutput, Self::Employment];

    /// Its code in files and addresses.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Shipments => "shipments",
            Self::Stocks => "stocks",
            Self::StockToOutput => "stock-to-output",
            Self::Employment => "employment",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Shipments => Text::new("Chỉ số tiêu thụ", "Shipments index"),
            Self::Stocks => Text::new("Chỉ số tồn kho", "Index of stocks"),
            Self::StockToOutput => Text::new("Tỷ lệ tồn kho so với sản xuất", "Stock-to-output ratio"),
            Self::Employment => Text::new("Chỉ số sử dụng lao động", "Employment index"),
        }
    }
}

/// A sibling series of one node: whole manufacturing, as published, or mining, Khơi's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicSibling {
    /// Which index.
    pub kind: Sibling,
    /// Its node: `C`, `B`, or for employment also `TOTAL`.
    pub code: String,
    /// Name of the node.
    pub name: Text,
    /// Withheld from the public: the series below are empty.
    pub withheld: bool,
    /// Level of each month, base average = 100; for the ratio, per cent.
    pub levels: Vec<Option<f64>>,
    /// Growth, per cent.
    pub changes: ByMeasure,
}

/// A main product of the month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublicProduct {
    /// Its code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Unit, as printed.
    pub unit: String,
    /// Withheld from the public.
    pub withheld: bool,
    /// Quantity of each month.
    pub quantities: Vec<Option<f64>>,
    /// Growth of the quantity, per cent.
    pub changes: ByMeasure,
}

/// The bulletin in both languages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bulletins {
    /// In Vietnamese.
    pub vi: Bulletin,
    /// In English.
    pub en: Bulletin,
}

impl Bulletins {
    /// The bulletin in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &Bulletin {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// A line of the release calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// The month.
    pub month: Month,
    /// The stage.
    pub stage: Stage,
    /// The day it is due.
    pub due: Date,
    /// The release, when it is done: its number, day and vintage number.
    pub done: Option<Done>,
}

/// A release that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// Number of the release in the database.
    pub id: i64,
    /// The day.
    pub date: Date,
    /// Which printing of the month.
    pub vintage: u32,
    /// SHA-256 of its inputs.
    pub digest: String,
}

impl Publication {
    /// The node with this code.
    #[must_use]
    pub fn node(&self, code: &str) -> Option<&PublicNode> {
        self.nodes.iter().find(|node| node.code == code)
    }

    /// The children of a node, in order of code.
    pub fn children<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a PublicNode> {
        self.nodes.iter().filter(move |node| node.parent.as_deref() == Some(code))
    }

    /// The nodes from the whole down to this one, both included.
    #[must_use]
    pub fn path(&self, code: &str) -> Vec<&PublicNode> {
        let up = std::iter::successors(self.node(code), |node| self.node(node.parent.as_deref()?));
        let mut path: Vec<_> = up.collect();
        path.reverse();
        path
    }

    /// The level of a node in a month, where it is public.
    #[must_use]
    pub fn level(&self, code: &str, month: Month) -> Option<f64> {
        *self.node(code)?.levels.get(self.months.position(month)?)?
    }

    /// The growth of a node in a month, per cent, where it is public.
    #[must_use]
    pub fn change(&self, code: &str, month: Month, measure: Measure) -> Option<f64> {
        *self.node(code)?.changes.get(measure).get(self.months.position(month)?)?
    }
}
