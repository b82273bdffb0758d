//! Returns put in order: per establishment and product, month by month, and the facts of one row.
//!
//! The facts of month M use returns up to M only, so that a check run later on the same returns says the same.

use std::collections::{BTreeSet, HashMap};

use super::hb::{Bounds, median};
use super::variables::{Facts, Number, Truth, Word};
use super::{RuleSet, hb::Parameters};
use crate::classification::IndustryRef;
use crate::period::{Month, MonthRange};
use crate::register::{Activity, Establishment, EstablishmentCode, Product, ProductCode, Register};
use crate::returns::{Return, ReturnLine};

/// Months looked back for typical values and counts.
const YEAR: usize = 12;
/// Months looked back for the unit's own ratios.
const OWN_HISTORY: usize = 36;
/// Fewest months a median rests on.
const LEAST_FOR_MEDIAN: usize = 3;

/// The returns of every establishment of a register, in code order.
#[derive(Debug)]
pub struct Histories<'a> {
    /// The months that are looked at.
    pub months: MonthRange,
    /// One per establishment of the register, in code order.
    pub all: Vec<History<'a>>,
}

/// The returns of one establishment.
#[derive(Debug)]
pub struct History<'a> {
    /// Whose.
    pub establishment: &'a Establishment,
    /// Its return of each month.
    pub returns: Vec<Option<&'a Return>>,
    /// Its products, in code order.
    pub units: Vec<Unit<'a>>,
}

/// One product of one establishment.
#[derive(Debug)]
pub struct Unit<'a> {
    /// The product code.
    pub product: &'a ProductCode,
    /// What the register says of the product.
    pub facts: Option<&'a Product>,
    lines: Vec<Option<&'a ReturnLine>>,
    /// Production as known a month later: the next return's actual, else the month's own estimate.
    production: Vec<Option<f64>>,
}

impl<'a> Histories<'a> {
    /// Puts the returns of `months` in order; others are left out, and so are those of establishments that are not in the
    /// register. Of two returns for one month the one received later counts.
    #[must_use]
    pub fn of(register: &'a Register, returns: impl IntoIterator<Item = &'a Return>, months: MonthRange) -> Self {
        let mut by_establishment: HashMap<&EstablishmentCode, Vec<&Return>> = HashMap::new();
        for answer in returns.into_iter().filter(|r| months.contains(r.month)) {
            by_establishment.entry(&answer.establishment).or_default().push(answer);
        }
        let all = register.establishments.values().map(|establishment| {
            let mut own = by_establishment.remove(&establishment.code).unwrap_or_default();
            own.sort_by_key(|r| (r.month, r.received));
            History::of(register, establishment, &own, months)
        });
        Self { months, all: all.collect() }
    }

    /// The months a check of `month` looks at: itself and what its history rests on.
    #[must_use]
    pub fn window(month: Month) -> MonthRange {
        MonthRange::new(month.plus(-(OWN_HISTORY as i32) - 1), month)
    }
}

impl<'a> History<'a> {
    fn of(register: &'a Register, establishment: &'a Establishment, own: &[&'a Return], months: MonthRange) -> Self {
        let mut returns = vec![None; months.len()];
        for answer in own {
            if let Some(place) = months.position(answer.month) {
                returns[place] = Some(*answer);
            }
        }
        let products: BTreeSet<&ProductCode> = own.iter().flat_map(|r| r.lines.iter().map(|l| &l.product)).collect();
        let units = products.into_iter().map(|p| Unit::of(p, register.products.get(p), &returns)).collect();
        Self { establishment, returns, units }
    }

    /// The facts of the whole return of the month at `place` in the months.
    #[must_use]
    pub fn facts(&self, month: Month, place: usize) -> Facts<'a> {
        let mut facts = Facts::default();
        let answer = self.returns.get(place).copied().flatten();
        let last = place.checked_sub(1).and_then(|p| self.returns.get(p).copied().flatten());
        let people = |r: Option<&Return>| r.and_then(|r| r.employees).map(f64::from);
        facts.set(Number::Employees, people(answer));
        facts.set(Number::EmployeesLast, people(last));
        facts.set(Number::CapacityUsed, answer.and_then(|r| r.capacity_used));
        facts.set(Number::CapacityLast, last.and_then(|r| r.capacity_used));
        facts.set(Number::Lines, answer.map(|r| r.lines.len() as f64));
        let producing = |r: &Return| r.lines.iter().filter(|l| l.estimate.is_some_and(|q| q > 0.0)).count() as f64;
        facts.set(Number::Producing, answer.map(producing));
        facts.set(Number::ActiveMonths, Some(self.active_months(place) as f64));
        facts.set(Number::SilentMonths, Some(self.silent_months(place) as f64));
        facts.set(Number::Days, Some(f64::from(month.last_day().day())));
        facts.set(Number::MonthOfYear, Some(f64::from(month.month_of_year())));
        facts.set_truth(Truth::Reported, answer.is_some());
        facts.set_truth(Truth::ReportedLast, last.is_some());
        let reason = answer.map_or("", |r| r.reason.trim());
        facts.set_truth(Truth::HasReason, !reason.is_empty());
        facts.set_word(Word::Reason, reason);
        facts.set_word(Word::Activity, activity_word(self.establishment.activity(month)));
        facts.set_word(Word::Industry, self.establishment.industry.code());
        facts.set_word(Word::Establishment, self.establishment.code.as_str());
        facts
    }

    /// In how many of the 12 months before some production was reported.
    fn active_months(&self, place: usize) -> usize {
        let worked = |p: &usize| self.units.iter().any(|u| u.production_at(*p).is_some_and(|q| q > 0.0));
        before(place, YEAR).filter(worked).count()
    }

    /// How many months in a row up to this one had no return.
    fn silent_months(&self, place: usize) -> usize {
        (0..=place).rev().take_while(|p| self.returns.get(*p).copied().flatten().is_none()).count()
    }
}

impl<'a> Unit<'a> {
    fn of(product: &'a ProductCode, facts: Option<&'a Product>, returns: &[Option<&'a Return>]) -> Self {
        let line = |r: &Option<&'a Return>| r.and_then(|r| r.lines.iter().find(|l| l.product == *product));
        let lines: Vec<_> = returns.iter().map(line).collect();
        let later = lines.iter().skip(1).copied().chain([None]);
        let best = |(line, later): (&Option<&ReturnLine>, Option<&ReturnLine>)| {
            later.and_then(|l| l.actual_previous).or(line.and_then(|l| l.estimate))
        };
        let production = lines.iter().zip(later).map(best).collect();
        Self { product, facts, lines, production }
    }

    /// The line of the month at `place`.
    #[must_use]
    pub fn line(&self, place: usize) -> Option<&'a ReturnLine> {
        self.lines.get(place).copied().flatten()
    }

    fn production_at(&self, place: usize) -> Option<f64> {
        self.production.get(place).copied().flatten()
    }

    /// Production of the month before and of the month itself, both positive: what ratio bounds are made of.
    #[must_use]
    pub fn pair(&self, place: usize) -> Option<(f64, f64)> {
        let x0 = self.production_at(place.checked_sub(1)?)?;
        let x1 = self.line(place)?.estimate?;
        (x0 > 0.0 && x1 > 0.0).then_some((x0, x1))
    }

    /// Adds what is known of this product's line to the facts of its return.
    pub fn add_facts(&self, facts: &mut Facts<'a>, place: usize, cell: Option<&Bounds>, own: &Parameters) {
        let line = self.line(place);
        let last = place.checked_sub(1).and_then(|p| self.line(p));
        set_line(facts, line, last);
        let production = |months_before: usize| place.checked_sub(months_before).and_then(|p| self.production_at(p));
        facts.set(Number::Previous, production(1));
        facts.set(Number::YearAgo, production(YEAR));
        facts.set(Number::YearAgoPrevious, production(YEAR + 1));
        self.set_year(facts, place);
        if let Some((x0, x1)) = self.pair(place) {
            self.set_own(facts, place, (x0, x1), own);
            if let Some(cell) = cell {
                facts.set(Number::CellEffect, cell.effect(x0, x1));
                facts.set(Number::CellLow, Some(cell.low));
                facts.set(Number::CellHigh, Some(cell.high));
                facts.set(Number::CellRatio, Some(cell.median_ratio));
                facts.set(Number::CellUnits, Some(cell.units as f64));
            }
        }
        facts.set_word(Word::Product, self.product.as_str());
        if let Some(product) = self.facts {
            facts.set_word(Word::Unit, &product.unit);
            facts.set_word(Word::Industry, product.industry.code());
        }
    }

    /// Counts and medians of the 12 months before.
    fn set_year(&self, facts: &mut Facts<'a>, place: usize) {
        let known: Vec<f64> = before(place, YEAR).filter_map(|p| self.production_at(p)).collect();
        facts.set(Number::MonthsKnown, Some(known.len() as f64));
        let mut positive: Vec<f64> = known.into_iter().filter(|q| *q > 0.0).collect();
        facts.set(Number::MonthsPositive, Some(positive.len() as f64));
        if positive.len() >= LEAST_FOR_MEDIAN {
            facts.set(Number::Typical, median(&mut positive));
        }
        let mut values: Vec<f64> = before(place, YEAR).filter_map(|p| self.line(p).and_then(unit_value)).collect();
        if values.len() >= LEAST_FOR_MEDIAN {
            facts.set(Number::TypicalUnitValue, median(&mut values));
        }
    }

    /// Bounds from the unit's own monthly ratios before this month.
    fn set_own(&self, facts: &mut Facts<'a>, place: usize, (x0, x1): (f64, f64), own: &Parameters) {
        let pairs: Vec<(f64, f64)> = before(place, OWN_HISTORY)
            .filter_map(|p| Some((self.production_at(p.checked_sub(1)?)?, self.production_at(p)?)))
            .collect();
        if let Some(bounds) = Bounds::of(&pairs, own) {
            facts.set(Number::OwnEffect, bounds.effect(x0, x1));
            facts.set(Number::OwnLow, Some(bounds.low));
            facts.set(Number::OwnHigh, Some(bounds.high));
        }
    }
}

/// The places of the `length` months before `place`, as many as there are.
fn before(place: usize, length: usize) -> std::ops::Range<usize> {
    place.saturating_sub(length)..place
}

fn set_line(facts: &mut Facts<'_>, line: Option<&ReturnLine>, last: Option<&ReturnLine>) {
    facts.set_truth(Truth::LineGiven, line.is_some());
    facts.set_truth(Truth::LineGivenLast, last.is_some());
    if let Some(line) = line {
        facts.set(Number::Estimate, line.estimate);
        facts.set(Number::ActualPrevious, line.actual_previous);
        facts.set(Number::PlanNext, line.plan_next);
        facts.set(Number::Shipments, line.shipments);
        facts.set(Number::ShipmentsValue, line.shipments_value);
        facts.set(Number::OpeningStock, line.opening_stock);
        facts.set(Number::ClosingStock, line.closing_stock);
        facts.set(Number::UnitValue, unit_value(line));
    }
    if let Some(last) = last {
        facts.set(Number::EstimateLast, last.estimate);
        facts.set(Number::PlanLast, last.plan_next);
        facts.set(Number::ClosingLast, last.closing_stock);
    }
}

/// Value of a unit shipped, million đồng.
fn unit_value(line: &ReturnLine) -> Option<f64> {
    let (shipped, value) = (line.shipments?, line.shipments_value?);
    (shipped > 0.0 && value > 0.0).then(|| value / shipped)
}

fn activity_word(activity: Activity) -> &'static str {
    match activity {
        Activity::NotYetOpen => "not-yet-open",
        Activity::Active => "active",
        Activity::Suspended => "suspended",
        Activity::Closed => "closed",
    }
}

/// The ratio bounds of every cell in one month.
///
/// A cell is a product. Below the fewest units it is widened to the products of the same 4-digit industry, then of the same 2-digit
/// industry; there sizes are in different units and cannot be compared, so U is taken as nought.
#[derive(Debug, Clone, Default)]
pub struct Cells<'a> {
    bounds: HashMap<&'a ProductCode, Bounds>,
}

impl<'a> Cells<'a> {
    /// The bounds of the month at `place`.
    #[must_use]
    pub fn of(histories: &Histories<'a>, place: usize, rules: &RuleSet) -> Self {
        let mut products: HashMap<&ProductCode, Vec<(f64, f64)>> = HashMap::new();
        let mut industries: HashMap<IndustryRef, Vec<(f64, f64)>> = HashMap::new();
        let mut industry_of: HashMap<&ProductCode, Option<&IndustryRef>> = HashMap::new();
        for unit in histories.all.iter().flat_map(|h| &h.units) {
            if let Some(pair) = unit.pair(place) {
                products.entry(unit.product).or_default().push(pair);
                industry_of.insert(unit.product, unit.facts.map(|p| &p.industry));
            }
        }
        for (product, pairs) in &products {
            let Some(industry) = industry_of.get(product).copied().flatten() else { continue };
            for digits in [4, 2] {
                industries.entry(industry.widened(digits)).or_default().extend(pairs);
            }
        }
        let without_size = Parameters { u: 0.0, ..rules.cell };
        let wider = |product: &ProductCode, digits| {
            let industry = industry_of.get(product).copied().flatten()?.widened(digits);
            Bounds::of(industries.get(&industry)?, &without_size)
        };
        let bounds_of = |product: &ProductCode, pairs: &[(f64, f64)]| {
            Bounds::of(pairs, &rules.cell).or_else(|| wider(product, 4)).or_else(|| wider(product, 2))
        };
        let bounds = products.iter().filter_map(|(p, pairs)| Some((*p, bounds_of(p, pairs)?))).collect();
        Self { bounds }
    }

    /// The bounds of a product's cell, if it is large enough.
    #[must_use]
    pub fn bounds(&self, product: &ProductCode) -> Option<&Bounds> {
        self.bounds.get(product)
    }
}
