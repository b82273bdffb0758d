//! A scenario (kịch bản): these sites run at a share of their capacity from a month on. What each adds, what all of them add, and what is
//! then missing to the plan, computed by the index engine on the newest release.

use domain::authority::Action;
use domain::outlook::{Start, outlook};
use domain::period::{Month, Year};
use domain::sites::SiteCode;
use domain::text::Text;
use store::Seq;

use super::board::{may_add, potential_of};
use super::worth::{Basis, withheld_product};
use super::{Added, Board, YearOutlook};
use crate::context::{Context, OfficeError};

/// Sites of one scenario at most: each is a computation of the whole index.
pub const MOST_SITES: usize = 20;

/// What is asked of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The site.
    pub site: SiteCode,
    /// The share of its capacity, above 0 and up to 1.
    pub share: f64,
    /// The first month.
    pub from: Month,
}

/// What one site would add.
#[derive(Debug, Clone, PartialEq)]
pub struct RunWorth {
    /// What was asked.
    pub run: Run,
    /// Name of the site.
    pub name: Text,
    /// Percentage points, year by year and node by node, or why it cannot be said.
    pub worth: Result<Vec<Added>, Text>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The last month that was released; the months after it repeat the year before.
    pub month: Month,
    /// Whether simulated establishments are in the index.
    pub simulated: bool,
    /// Each site alone, in the order asked.
    pub runs: Vec<RunWorth>,
    /// Year by year, beside the plan.
    pub years: Vec<YearOutlook>,
}

/// What these runs would add this year and the next. Of a site that is not on the board, works as it can, or has no known capacity or
/// product, it says so in its line; the others are still computed.
///
/// # Errors
/// When the actor may not, nothing was released yet, there are more than [`MOST_SITES`] runs, a share is none, or the database fails.
pub async fn scenario(context: &Context, board: &Board, runs: &[Run]) -> Result<Scenario, OfficeError> {
    let targets = context.read(Action::Oversee)?.targets(Seq::LATEST).await?;
    let basis = board.basis.as_deref().ok_or_else(nothing_released)?;
    if runs.len() > MOST_SITES {
        return Err(OfficeError::Said(Text::new(
            format!("Mỗi lần xem tối đa {MOST_SITES} nơi. Hãy bỏ bớt."),
            format!("At most {MOST_SITES} sites at a time. Leave some out."),
        )));
    }
    if runs.iter().any(|run| !(run.share > 0.0 && run.share <= 1.0)) {
        return Err(OfficeError::Said(Text::new(
            "Phần công suất phải trên 0 và không quá 100 phần trăm.",
            "The share of the capacity is above 0 and at most 100 per cent.",
        )));
    }
    let year = basis.month.next().year();
    let years = [year, year.plus(1)];
    let starts: Vec<Result<Start, Text>> = runs.iter().map(|run| start(board, basis, run)).collect();
    let possible: Vec<Start> = starts.iter().filter_map(|start| start.as_ref().ok().cloned()).collect();
    let found = outlook(&basis.computed.computation, &possible, &years);
    let mut alone = found.alone.into_iter();
    let worths = starts.into_iter().map(|start| {
        start?;
        // As many as there are starts.
        let worth = alone.next().ok_or_else(withheld_product)?;
        worth.map(|years| years.into_iter().map(|year| seen(basis, year.into())).collect()).map_err(Text::from)
    });
    let lines = runs.iter().zip(worths).map(|(run, worth)| RunWorth {
        name: board.site(run.site.as_str()).map_or_else(|| Text::typed(run.site.as_str()), |site| site.name.clone()),
        run: run.clone(),
        worth,
    });
    let whole = &basis.computed.computation.index.tree().nodes()[0].code;
    let target = |year: Year| targets.iter().find(|t| t.year == year && t.node == *whole).map(|t| t.growth);
    let years = found.years.iter().zip(found.without).zip(found.together).map(|((&year, without), together)| {
        YearOutlook { year, without, together: seen(basis, together.into()), target: target(year) }
    });
    Ok(Scenario { month: basis.month, simulated: board.simulated, runs: lines.collect(), years: years.collect() })
}

/// Without the nodes that are withheld.
fn seen(basis: &Basis, mut added: Added) -> Added {
    added.nodes.retain(|(code, _)| !basis.withheld.contains(code));
    added
}

fn start(board: &Board, basis: &Basis, run: &Run) -> Result<Start, Text> {
    let site = board.site(run.site.as_str()).ok_or_else(|| {
        Text::new(
            format!("Không có mỏ, nhà máy nào mã {}. Xem mã trong danh sách.", run.site),
            format!("There is no site {}. See its code in the list.", run.site),
        )
    })?;
    if !may_add(site, board.day) {
        let state = site.state_on(board.day).name();
        return Err(Text::new(
            format!("Đang ở tình trạng “{}” nên không có gì để cộng thêm.", state.vi),
            format!("It is “{}”, so there is nothing to add.", state.en),
        ));
    }
    let potential = potential_of(site, basis, board.day)?;
    if basis.withheld.contains(potential.product.as_str()) {
        return Err(withheld_product());
    }
    if run.from <= basis.month {
        return Err(Text::new(
            format!("Tháng {} đã có số liệu công bố. Chọn từ {}.", run.from, basis.month.next()),
            format!("{} has been released. Choose {} or later.", run.from, basis.month.next()),
        ));
    }
    Ok(potential.at_share(run.from, run.share))
}

fn nothing_released() -> OfficeError {
    OfficeError::Said(Text::new(
        "Chưa có kỳ công bố nào để tính. Hãy công bố một tháng trước.",
        "Nothing has been released to compute with. Release a month first.",
    ))
}
