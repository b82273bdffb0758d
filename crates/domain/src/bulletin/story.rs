//! What a bulletin tells: the values of one release, already freed of what the public may not see.

use jiff::civil::Date;

use crate::period::{Month, Year};
use crate::release::comparison::Comparison;
use crate::release::target::Progress;
use crate::series::{Measure, Stage};
use crate::text::Text;

/// A node of the index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NodeStory {
    /// Its code.
    pub code: String,
    /// Its name in the classification.
    pub name: Text,
    /// Level in the month.
    pub level: Option<f64>,
    /// Growth in the month, per cent, by measure: month, same month of last year, year to date.
    pub mom: Option<f64>,
    /// On the same month of last year.
    pub yoy: Option<f64>,
    /// The year to date.
    pub ytd: Option<f64>,
    /// The finished year: of December, told in December and in January.
    pub year: Option<f64>,
}

/// What a node added to the change of the whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Which change.
    pub measure: Measure,
    /// Percentage points.
    pub points: f64,
}

/// A main product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductStory {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Unit, as printed.
    pub unit: String,
    /// Quantity in the month.
    pub quantity: f64,
    /// Growth on the month before, per cent.
    pub mom: Option<f64>,
    /// Growth on the same month of last year, per cent.
    pub yoy: Option<f64>,
}

/// What Tết did to the growth of the whole, and what is left without it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TetStory {
    /// The first day of the lunar year, last year and this year.
    pub days: (Date, Date),
    /// Whether Tết is all there is of the calendar in the model; else trading days are too.
    pub alone: bool,
    /// What the calendar did to growth on the same month of last year, percentage points of the figures as they are printed.
    pub part: f64,
    /// That growth without the calendar, per cent.
    pub yoy: f64,
    /// Growth on the month before without season and calendar, per cent.
    pub mom: Option<f64>,
}

/// Stocks of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct StockStory {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Growth of the index of stocks on the month before, per cent.
    pub mom: Option<f64>,
    /// On the same point of last year, per cent.
    pub yoy: Option<f64>,
    /// Stock over production, per cent.
    pub ratio: Option<f64>,
}

/// A section the bulletin can only say of that it says nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Withheld {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// Everything a bulletin tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The province, as in a sentence: `tỉnh Hà Giang`, `Hà Giang province`.
    pub province: Text,
    /// The month.
    pub month: Month,
    /// Its stage.
    pub stage: Stage,
    /// Which printing of the month.
    pub vintage: u32,
    /// The day of release.
    pub date: Date,
    /// Whether simulated establishments are in it.
    pub simulated: bool,
    /// Base year.
    pub base: Year,
    /// The whole industry.
    pub whole: NodeStory,
    /// Its sections, in order of code.
    pub sections: Vec<NodeStory>,
    /// What Tết did; `None` where no effect of it is found in the whole, or the months compared have none.
    pub tet: Option<TetStory>,
    /// Sections by what they added, largest first, for each measure told.
    pub section_drivers: Vec<Driver>,
    /// Divisions likewise, the few that moved the whole most.
    pub division_drivers: Vec<Driver>,
    /// Main products.
    pub products: Vec<ProductStory>,
    /// Sections whose figures may not be shown.
    pub withheld_sections: Vec<Withheld>,
    /// Sections whose index of stocks may not be shown.
    pub withheld_stocks: Vec<Withheld>,
    /// Stocks: manufacturing as the statistics office publishes them, mining as Khơi's own.
    pub stocks: Vec<StockStory>,
    /// Share of weight really reported, 0 to 1.
    pub observed: Option<f64>,
    /// Establishments due to report.
    pub due: usize,
    /// Of these, estimated because nothing came.
    pub estimated: usize,
    /// Plans with results.
    pub targets: Vec<Progress>,
    /// Official figures of the month and of the finished year beside own.
    pub official: Vec<Comparison>,
}

impl Story {
    /// The finished year it tells of: its own in December, the year before in January.
    #[must_use]
    pub fn finished_year(&self) -> Option<Year> {
        match self.month.month_of_year() {
            12 => Some(self.month.year()),
            1 => Some(self.month.year().plus(-1)),
            _ => None,
        }
    }
}
