//! Computing the index from the database, as it stood after any change: what releases, replays and explanations rest on.
//!
//! **Which returns count.** A computation is made as of a day. Returns received later are left out; so are returns of a month received
//! after its lock, until that month's provisional figure is out: they enter a later vintage. A month whose final figure is out is
//! closed: what comes later enters only another final printing of that year. (A return of the month after is open for longer, and still
//! tells what the last month of the year really was.)

use std::collections::BTreeMap;

use domain::authority::Action;
use domain::impute::{CellCode, FillSpec};
use domain::index::month::{Basket, Computation, ComputeSpec, compute};
use domain::index::tree::Tree;
use domain::period::{Month, MonthRange, Year};
use domain::register::{Activity, Register};
use domain::release::calendar::ReleaseDays;
use domain::release::vintage::{Inputs, Vintage};
use domain::returns::panel::{Panel, PanelBuilder};
use domain::series::{Filling, Stage};
use domain::text::Text;
use jiff::civil::Date;
use store::{AsOf, FillingMethod, Seq, Store, WeightSet};

use crate::context::{Context, OfficeError};
use crate::inputs;

/// What is to be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The last month of the index.
    pub month: Month,
    /// The day as of which returns count; `None` for all there are.
    pub day: Option<Date>,
    /// The last change of the database that is seen.
    pub as_of: Seq,
    /// The year whose final figures are asked for: its months are open again, even where a final figure is out.
    pub final_year: Option<Year>,
}

impl Question {
    /// Everything there is up to `month`.
    #[must_use]
    pub fn latest(month: Month) -> Self {
        Self { month, day: None, as_of: Seq::LATEST, final_year: None }
    }

    /// What a release of `month` at `stage` shows on a day.
    #[must_use]
    pub fn of_release(month: Month, stage: Stage, day: Option<Date>, as_of: Seq) -> Self {
        Self { month, day, as_of, final_year: (stage == Stage::Final).then(|| month.year()) }
    }

    /// What a frozen release was computed from.
    #[must_use]
    pub fn of_vintage(vintage: &Vintage) -> Self {
        let inputs = &vintage.inputs;
        Self::of_release(vintage.month, vintage.stage, inputs.received_until, Seq(inputs.as_of))
    }
}

/// The answer, with what went in.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The filled panel and the index.
    pub computation: Computation,
    /// The register it was computed with.
    pub register: Register,
    /// Digests of what went in.
    pub inputs: Inputs,
    /// Whether simulated enterprises are in it.
    pub simulated: bool,
    /// Establishments due to report the month.
    pub due: usize,
    /// Of these, those nothing was received of.
    pub silent: usize,
}

/// Computes the index.
///
/// # Errors
/// When the actor may not, there are no weights or no returns up to the month, the weights are no tree, or the database fails.
pub async fn index(context: &Context, question: Question) -> Result<Computed, OfficeError> {
    answer(context.read(Action::Compute)?, question).await
}

/// The same without asking who: for use cases that have asked for something else.
pub(crate) async fn answer(store: &Store, question: Question) -> Result<Computed, OfficeError> {
    let as_of = question.as_of.min(store.latest().await?);
    let register = store.register(as_of).await?;
    let days = store.release_days(as_of).await?;
    let sets = store.baskets(as_of).await?;
    let months = months_of(store, &sets, question.month).await?;
    let receipt = Receipt::load(store, &days, Question { as_of, ..question }).await?;
    let panel = load_panel(store, &register, &receipt, months, as_of).await?;
    let choices = store.filling_methods(as_of).await?;
    let rules = store.rule_set(as_of).await?;
    let baskets = sets.iter().map(basket).collect::<Result<Vec<_>, _>>()?;
    let fill = fill_spec(&panel, &choices);
    let inputs = Inputs {
        as_of: as_of.0,
        received_until: question.day,
        returns: inputs::of_panel(&panel),
        register: inputs::of_register(&register)?,
        weights: inputs::of_baskets(&baskets),
        rules: inputs::of_rules(rules.as_ref()),
        methods: inputs::of_methods(&choices, &days),
        code: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let (due, silent) = answers(&panel, &register, question.month);
    let spec = ComputeSpec::new(baskets).map_err(|why| no_basket(&why.to_string()))?.with_fill(fill);
    let simulated = register.enterprises.values().any(|enterprise| enterprise.simulated);
    Ok(Computed { computation: compute(&spec, panel), register, inputs, simulated, due, silent })
}

/// From the first month there are both weights and returns for, to the month asked.
async fn months_of(store: &Store, sets: &[WeightSet], month: Month) -> Result<MonthRange, OfficeError> {
    let weighted = sets.iter().map(|set| set.from).min().ok_or_else(|| no_basket("there is none"))?;
    let reported = store.return_months().await?.map(|months| months.first);
    let first = reported.map(|first| first.max(weighted)).filter(|first| *first <= month);
    first.map(|first| MonthRange::new(first, month)).ok_or_else(|| no_returns(month))
}

/// The panel of the returns that count as of the day: those of each month up to its own last day of receipt.
async fn load_panel(
    store: &Store,
    register: &Register,
    receipt: &Receipt<'_>,
    months: MonthRange,
    as_of: Seq,
) -> Result<Panel, OfficeError> {
    let mut builder = PanelBuilder::new(register, months).with_sides();
    // The returns of the month after tell what the last month really was.
    let asked = MonthRange::new(months.first, months.last.next());
    for (run, until) in receipt.runs(asked) {
        let as_of = AsOf::seq(as_of);
        let as_of = until.map_or(as_of, |day| as_of.received_until(day));
        store.fill_panel(as_of, run, register, &mut builder).await?;
    }
    Ok(builder.build())
}

/// Until when a return may have come to count.
struct Receipt<'a> {
    day: Option<Date>,
    days: &'a ReleaseDays,
    /// Months whose final figures are out, with the day they came out.
    closed: BTreeMap<Month, Date>,
}

impl<'a> Receipt<'a> {
    async fn load(store: &Store, days: &'a ReleaseDays, question: Question) -> Result<Self, OfficeError> {
        let mut closed = BTreeMap::new();
        for head in store.releases(question.as_of).await? {
            let asked_again = question.final_year == Some(head.month.year());
            if head.stage == Stage::Final && !asked_again && question.day.is_some_and(|day| head.date <= day) {
                closed.insert(head.month, head.date);
            }
        }
        Ok(Self { day: question.day, days, closed })
    }

    /// The last day on which a return of `month` could come in; `None` where every return counts.
    fn until(&self, month: Month) -> Option<Date> {
        let day = self.day?;
        if let Some(&closed) = self.closed.get(&month) {
            return Some(closed);
        }
        let is_settled = self.days.due(month, Stage::Provisional).is_none_or(|due| due < day);
        let lock = self.days.lock(month).filter(|_| !is_settled);
        Some(lock.map_or(day, |lock| lock.min(day)))
    }

    /// The months in runs that have the same last day.
    fn runs(&self, months: MonthRange) -> Vec<(MonthRange, Option<Date>)> {
        let mut runs: Vec<(MonthRange, Option<Date>)> = Vec::new();
        for month in months.iter() {
            let until = self.until(month);
            match runs.last_mut() {
                Some((run, same)) if *same == until => run.last = month,
                _ => runs.push((MonthRange::new(month, month), until)),
            }
        }
        runs
    }
}

/// Establishments due to report a month, and those nothing came from.
fn answers(panel: &Panel, register: &Register, month: Month) -> (usize, usize) {
    let due: Vec<usize> = panel
        .establishments()
        .iter()
        .enumerate()
        .filter(|(at, code)| {
            let active = register.establishments.get(*code).map(|e| e.activity(month));
            active == Some(Activity::Active) && !panel.units_of_establishment(*at).is_empty()
        })
        .map(|(at, _)| at)
        .collect();
    let silent = due.iter().filter(|&&at| !panel.has_return(at, month)).count();
    (due.len(), silent)
}

fn basket(set: &WeightSet) -> Result<Basket, OfficeError> {
    let tree = Tree::new(set.weights.iter().cloned()).map_err(|why| OfficeError::Said(why.into()))?;
    let base_quantities = set.base_quantities.clone();
    Ok(Basket { base: set.base, from: set.from, until: set.until, tree, base_quantities })
}

/// The method of every cell: chosen for the cell itself, its product, its industry (the longest code that matches), or for all.
fn fill_spec(panel: &Panel, choices: &BTreeMap<String, FillingMethod>) -> FillSpec {
    let mut spec = FillSpec::default();
    for cell in 0..panel.cells().len() {
        let code = CellCode::of(panel, cell);
        let industries = [4, 3, 2, 1].map(|digits| code.industry.widened(digits).to_string());
        let product = code.product.to_string();
        let names =
            [format!("{product} × {}", code.industry), product].into_iter().chain(industries).chain(["*".to_owned()]);
        let choice = names.into_iter().find_map(|name| choices.get(&name));
        let method = choice.and_then(|c| Filling::ALL.into_iter().find(|method| method.code() == c.method));
        if let Some(method) = method {
            spec.methods.insert(code, method);
        }
    }
    spec
}

fn no_basket(why: &str) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Chưa có bộ quyền số dùng được ({why}). Hãy nhập quyền số và sản lượng năm gốc trước."),
        format!("There is no usable set of weights ({why}). Import weights and base-year quantities first."),
    ))
}

fn no_returns(month: Month) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Không có báo cáo nào từ {month} trở về trước trong thời gian có quyền số. Hãy nhập báo cáo trước."),
        format!("There is no return up to {month} within the months that have weights. Import returns first."),
    ))
}
