//! Hiệu chỉnh: bends the invented production until what is computed from the returns equals what was published.
//!
//! Steps: (1) the designed courses of the divisions are bent as little as possible until the published growths hold
//! ([`super::path`]); (2) the establishments report, the engine fills what is missing and computes; (3) each division's
//! multiplier of each month is corrected by wanted over computed level, and (2) repeats, because rounding, silence,
//! stops and filling move the computed index; (4) it ends when every published growth is met with a margin inside its
//! two decimals. Seeded throughout: the same design and figures give the same bytes.

use std::collections::BTreeMap;

use domain::index::month::{Basket, ComputeSpec, MonthIndex, compute};
use domain::index::tree::Tree;
use domain::official::OfficialFigure;
use domain::period::{Month, MonthRange};
use domain::register::{EstablishmentCode, ProductCode};
use domain::returns::Return;
use domain::returns::panel::PanelBuilder;
use domain::series::round;
use formats::demo::{Design, Multipliers};
use formats::fault::Fault;

use super::course::Courses;
use super::path::{Constraint, NoPath, solve};
use super::production::Production;
use super::province::{Province, design_fault};
use super::targets::Target;

/// A published growth is met when the computed one is this near, in percentage points; two decimals ask for 0.005.
const MARGIN: f64 = 0.002;
/// Corrections before giving up.
const ROUNDS: usize = 60;
/// Decimals of a multiplier.
const DIGITS: usize = 7;

/// The calibrated tables and how well they meet what was published.
#[derive(Debug, Clone)]
pub struct Calibration {
    /// By division and month.
    pub multipliers: Multipliers,
    /// Quantity of each product in the average month of the base year.
    pub base: BTreeMap<ProductCode, f64>,
    /// Each published growth with the computed one.
    pub met: Vec<(Target, f64)>,
    /// Corrections that were needed.
    pub rounds: usize,
}

impl Province {
    /// The basket of the demonstration province.
    ///
    /// # Errors
    /// A fault when the design's weights are no tree.
    pub fn basket(&self, base_quantities: BTreeMap<ProductCode, f64>) -> Result<Basket, Fault> {
        let tree = Tree::new(self.weights()?).map_err(|error| design_fault(error.what().vi, error.what().en))?;
        Ok(Basket { base: self.design.first.year(), from: self.design.first, until: None, tree, base_quantities })
    }

    /// Every return that comes in until the flash release of the last month, in order of arrival.
    ///
    /// # Errors
    /// A fault when the design names a season that is not there.
    pub fn all_returns(&self, multipliers: &Multipliers) -> Result<Vec<Return>, Fault> {
        let months = MonthRange::new(self.design.first, self.design.last.next());
        let courses = Courses::new(&self.design, months, formats::carried::calendar())?;
        Ok(self.returns(&Production::new(self, &courses, multipliers)))
    }
}

/// What is computed from returns: of several for the same month the last to arrive counts.
pub(super) fn computed(
    province: &Province,
    returns: &[Return],
    base: &BTreeMap<ProductCode, f64>,
) -> Result<MonthIndex, Fault> {
    let latest: BTreeMap<(&EstablishmentCode, Month), &Return> =
        returns.iter().map(|answer| ((&answer.establishment, answer.month), answer)).collect();
    let mut builder = PanelBuilder::new(province.register(), province.months());
    latest.values().for_each(|answer| builder.add(answer));
    let spec = ComputeSpec::new(vec![province.basket(base.clone())?])
        .map_err(|error| design_fault(error.to_string(), error.to_string()))?;
    Ok(compute(&spec, builder.build()).index)
}

/// Bends the invented production of a design until the published growths hold.
///
/// # Errors
/// A fault when the published growths contradict each other or the design, or cannot be met within the rounds allowed.
pub fn calibrate(design: Design, published: &[OfficialFigure]) -> Result<Calibration, Fault> {
    let province = Province::build(design)?;
    let months = province.months();
    let wanted = Wanted::new(&province, published)?;
    let mut multipliers = Multipliers::ones(months, wanted.divisions.iter().cloned());
    for (division, (bent, designed)) in wanted.divisions.iter().zip(wanted.paths.iter().zip(&wanted.designed)) {
        let values = bent.iter().zip(designed).map(|(b, d)| round(b / d, DIGITS)).collect();
        multipliers.by_division.insert(division.clone(), values);
    }
    let mut base: BTreeMap<ProductCode, f64> =
        province.design.products.iter().map(|plan| (plan.code.clone(), plan.monthly)).collect();
    for rounds in 0..ROUNDS {
        let returns = province.all_returns(&multipliers)?;
        let first = computed(&province, &returns, &base)?;
        base = corrected_base(&base, &first, province.design.first.year().months());
        let index = computed(&province, &returns, &base)?;
        let level = |node: &str, month: Month| Some(index.level(index.tree().position(node)?, month)?.0);
        let met: Vec<(Target, f64)> =
            wanted.targets.iter().filter_map(|target| Some((target.clone(), target.computed(level)?))).collect();
        let near = |(target, got): &(Target, f64)| (target.growth - got).abs() <= MARGIN;
        if met.len() == wanted.targets.len() && met.iter().all(near) {
            return Ok(Calibration { multipliers, base, met, rounds });
        }
        wanted.correct(&mut multipliers, level);
    }
    Err(design_fault("Không hiệu chỉnh được đến các số đã công bố.", "The published figures could not be met."))
}

/// The base quantities under which every product's average of the base year is 100.
fn corrected_base(
    base: &BTreeMap<ProductCode, f64>,
    index: &MonthIndex,
    year: MonthRange,
) -> BTreeMap<ProductCode, f64> {
    let mean = |product: &ProductCode| {
        let node = index.tree().position(product.as_str())?;
        Some(year.iter().map(|month| index.quantity(node, month)).sum::<Option<f64>>()? / 12.0)
    };
    base.iter().map(|(product, before)| (product.clone(), mean(product).map_or(*before, |q| round(q, 9)))).collect()
}

/// The paths the divisions are to follow.
struct Wanted {
    months: MonthRange,
    targets: Vec<Target>,
    divisions: Vec<String>,
    designed: Vec<Vec<f64>>,
    paths: Vec<Vec<f64>>,
}

impl Wanted {
    fn new(province: &Province, published: &[OfficialFigure]) -> Result<Self, Fault> {
        let months = province.months();
        let targets = Target::among(published, months);
        let tree = province.basket(BTreeMap::new())?.tree;
        let divisions: Vec<String> = province.design.weights.keys().filter(|code| code.len() == 2).cloned().collect();
        let courses = Courses::new(&province.design, months, formats::carried::calendar())?;
        let designed = designed(province, &tree, &courses, &divisions);
        let mut constraints = base_year(divisions.len());
        for target in &targets {
            constraints.push(target.constraint(&tree, &divisions, months).ok_or_else(|| {
                let node = &target.node;
                design_fault(
                    format!("Không có ngành {node} trong thiết kế."),
                    format!("There is no {node} in the design."),
                )
            })?);
        }
        let stiffness: Vec<f64> =
            divisions.iter().map(|d| province.design.stiffness.get(d).copied().unwrap_or(1.0)).collect();
        let paths = solve(&designed, &stiffness, &constraints).map_err(|why| match why {
            NoPath::Contradiction => {
                design_fault("Các số đã công bố mâu thuẫn nhau.", "The published figures contradict each other.")
            }
            NoPath::NotPositive(series, month) => {
                let (division, month) = (&divisions[series], months.first.plus(month as i32));
                design_fault(
                    format!("Ngành {division} xuống dưới 0 trong {month}."),
                    format!("Division {division} falls below zero in {month}."),
                )
            }
        })?;
        Ok(Self { months, targets, divisions, designed, paths })
    }

    /// Moves every multiplier by wanted over computed level.
    fn correct(&self, multipliers: &mut Multipliers, level: impl Fn(&str, Month) -> Option<f64>) {
        for (division, path) in self.divisions.iter().zip(&self.paths) {
            let Some(values) = multipliers.by_division.get_mut(division) else { continue };
            for ((month, wanted), value) in self.months.iter().zip(path).zip(values) {
                if let Some(level) = level(division, month).filter(|level| *level > 0.0) {
                    *value = round(*value * wanted / level, DIGITS);
                }
            }
        }
    }
}

/// Index paths of the divisions as designed: weighted means of their products' courses, average of the base year = 100.
fn designed(province: &Province, tree: &Tree, courses: &Courses, divisions: &[String]) -> Vec<Vec<f64>> {
    let shares = tree.shares();
    let of = |division: &String| -> Vec<f64> {
        let plans = province.design.products.iter().enumerate();
        let inside = plans.filter(|(_, plan)| plan.industry.starts_with(division.as_str()));
        let weighted: Vec<(usize, f64)> =
            inside.filter_map(|(n, plan)| Some((n, shares[tree.position(plan.code.as_str())?]))).collect();
        let whole: f64 = weighted.iter().map(|(_, share)| share).sum();
        let level = |month| weighted.iter().map(|(n, share)| 100.0 * share / whole * courses.at(*n, month)).sum();
        courses.months.iter().map(level).collect()
    };
    divisions.iter().map(of).collect()
}

/// The average of the base year is 100 in every division.
fn base_year(divisions: usize) -> Vec<Constraint> {
    (0..divisions).map(|d| Constraint { terms: (0..12).map(|t| (d, t, 1.0)).collect(), value: 1200.0 }).collect()
}
