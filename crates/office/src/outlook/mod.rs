//! What starting sites would add to the growth of the year, beside the plan: computed by the index engine on what is in the database.

mod board;
mod scenario;
mod worth;

use domain::authority::Action;
use domain::index::month::CannotAdd;
use domain::outlook::{Start, Worth, outlook};
use domain::period::{Month, Year};
use domain::register::Register;
use domain::text::Text;
use serde::Serialize;
use store::Seq;

use crate::compute::{Question, answer};
use crate::context::{Context, OfficeError};
use crate::names::Names;

pub use board::{Board, ShareWorth, SiteWorth, board, renewed};
pub use scenario::{MOST_SITES, Run, RunWorth, Scenario, scenario};
pub use worth::Basis;

/// A site to be started, under the name it is asked about by.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What it is called.
    pub name: String,
    /// Its product, first month and monthly quantity.
    pub start: Start,
}

/// What one site would add.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// Code of its product.
    pub product: String,
    /// Name of the product.
    pub product_name: Text,
    /// Unit of the product.
    pub unit: String,
    /// The first month.
    pub from: Month,
    /// Production of each month.
    pub monthly: f64,
    /// Percentage points, year by year and node by node, or why it cannot be said.
    pub worth: Result<Vec<Added>, Text>,
}

/// What is added in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Added {
    /// The year.
    pub year: Year,
    /// Code of the node and percentage points added to its growth, the whole first; `None` where it cannot be compared.
    pub nodes: Vec<(String, Option<f64>)>,
}

impl From<Worth> for Added {
    fn from(worth: Worth) -> Self {
        Self { year: worth.year, nodes: worth.nodes.into_iter().map(|node| (node.code, node.points)).collect() }
    }
}

impl Added {
    /// Percentage points added to the growth of the whole.
    #[must_use]
    pub fn whole(&self) -> Option<f64> {
        self.nodes.first()?.1
    }
}

/// A year with and without the sites, beside its plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearOutlook {
    /// The year.
    pub year: Year,
    /// Growth of the whole, months left as in the year before, per cent.
    pub without: Option<f64>,
    /// What all sites add together.
    pub together: Added,
    /// Planned growth, per cent.
    pub target: Option<f64>,
}

impl YearOutlook {
    /// Growth with all sites started, per cent.
    #[must_use]
    pub fn with(&self) -> Option<f64> {
        Some(self.without? + self.together.whole()?)
    }

    /// What is missing to the plan with all sites started, percentage points; negative when the plan is passed.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        Some(self.target? - self.with()?)
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The last month with returns; the months after it repeat the year before.
    pub month: Month,
    /// Whether simulated establishments are in the index.
    pub simulated: bool,
    /// Each site alone, in the order asked.
    pub lines: Vec<Line>,
    /// Year by year.
    pub years: Vec<YearOutlook>,
}

/// What `asked` would add in `years` (that of the month and the next when none is given) to what is known up to `month` (the newest
/// month with returns when none is given).
///
/// # Errors
/// When the actor may not, nothing has been reported, or the index cannot be computed.
pub async fn look(
    context: &Context,
    month: Option<Month>,
    years: &[Year],
    asked: &[Asked],
) -> Result<Answer, OfficeError> {
    let store = context.read(Action::Compute)?;
    let month = match month {
        Some(month) => month,
        None => store.return_months().await?.map(|months| months.last).ok_or_else(nothing_reported)?,
    };
    let years = if years.is_empty() { vec![month.year(), month.year().plus(1)] } else { years.to_vec() };
    let computed = answer(store, Question::latest(month)).await?;
    let targets = store.targets(Seq::LATEST).await?;
    let starts: Vec<Start> = asked.iter().map(|asked| asked.start.clone()).collect();
    let found = outlook(&computed.computation, &starts, &years);
    let lines = asked.iter().zip(found.alone).map(|(asked, worth)| line(&computed.register, asked, worth)).collect();
    let whole = &computed.computation.index.tree().nodes()[0].code;
    let target = |year: Year| targets.iter().find(|t| t.year == year && t.node == *whole).map(|t| t.growth);
    let together = found.together.into_iter().map(Added::from);
    let years = found.years.iter().zip(found.without).zip(together);
    let years = years.map(|((&year, without), together)| YearOutlook { year, without, together, target: target(year) });
    Ok(Answer { month, simulated: computed.simulated, lines, years: years.collect() })
}

fn line(register: &Register, asked: &Asked, worth: Result<Vec<Worth>, CannotAdd>) -> Line {
    let Start { product, from, monthly } = &asked.start;
    let unit = register.products.get(product).map(|product| product.unit.clone()).unwrap_or_default();
    Line {
        name: asked.name.clone(),
        product: product.to_string(),
        product_name: Names::new(register).of(product.as_str()),
        unit,
        from: *from,
        monthly: *monthly,
        worth: worth.map(|years| years.into_iter().map(Added::from).collect()).map_err(Text::from),
    }
}

fn nothing_reported() -> OfficeError {
    OfficeError::Said(Text::new(
        "Chưa có báo cáo nào. Hãy nhập báo cáo tháng trước khi xem triển vọng.",
        "There is no return yet. Import monthly returns before looking ahead.",
    ))
}
