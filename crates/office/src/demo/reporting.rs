//! How the invented establishments report: in time, late, silent or wrong; and the returns as they came in.

use std::collections::BTreeMap;

use domain::period::Month;
use domain::register::{Activity, Establishment, EstablishmentCode};
use domain::returns::{CollectionDays, Return, ReturnLine};
use domain::series::round;
use formats::demo::{Slip, SlipKind, Stop};
use jiff::civil::Date;

use super::production::Production;
use super::province::{Province, Unit};
use super::seed::Seed;

/// Part of the returns whose estimate differs from the later actual figure, and by how much at most.
const ESTIMATED: f64 = 0.45;
const ESTIMATE_ERROR: f64 = 0.025;
/// A fall beyond which half of the establishments say why.
const FALL_EXPLAINED: f64 = 0.30;

/// How often an establishment is silent or late, as shares of its months.
struct Habit {
    silent: f64,
    late: f64,
}

impl Habit {
    /// Four fifths report well, some often late, a few badly; the largest units of a group report well.
    fn of(seed: Seed, large: bool) -> Self {
        match seed.word("habit").unit() {
            h if large || h < 0.80 => Self { silent: 0.008, late: 0.03 },
            h if h < 0.95 => Self { silent: 0.03, late: 0.16 },
            _ => Self { silent: 0.12, late: 0.30 },
        }
    }
}

impl Province {
    /// Collection days of the invented province: due on the 5th, flash on the 6th, locked on the 12th.
    #[must_use]
    pub fn collection_days(&self) -> CollectionDays {
        CollectionDays { from: self.design.first, due: 5, release: 6, lock: 12 }
    }

    /// The stop an establishment is in, if any.
    pub(super) fn stop(&self, code: &EstablishmentCode, month: Month) -> Option<&Stop> {
        self.design.stops.iter().find(|stop| stop.establishment == *code && stop.from <= month && month <= stop.until)
    }

    /// The planted slip in a return, if any.
    fn slip(&self, code: &EstablishmentCode, month: Month) -> Option<&Slip> {
        self.design.slips.iter().find(|slip| slip.establishment == *code && slip.month == month)
    }

    /// Every return that came in until the flash release of the last month, in order of arrival. A wrong return that
    /// was corrected is followed by the right one.
    pub(super) fn returns(&self, production: &Production) -> Vec<Return> {
        let mut units: BTreeMap<&EstablishmentCode, Vec<usize>> = BTreeMap::new();
        for (n, unit) in self.units.iter().enumerate() {
            units.entry(&unit.establishment).or_default().push(n);
        }
        let closing_day = self.collection_days().release_date(self.design.last);
        let mut returns = Vec::new();
        for (code, units) in units {
            let Some(establishment) = self.register.establishments.get(code) else { continue };
            let mut clerk = Clerk::new(self, production, establishment, units);
            for month in self.months().iter() {
                clerk.report(month, &mut returns);
            }
        }
        returns.retain(|r| r.received <= closing_day);
        returns.sort_by(|a, b| (a.received, a.month, &a.establishment).cmp(&(b.received, b.month, &b.establishment)));
        returns
    }
}

/// Who fills in the returns of one establishment, remembering its stocks.
struct Clerk<'a> {
    province: &'a Province,
    production: &'a Production,
    establishment: &'a Establishment,
    units: Vec<usize>,
    stocks: Vec<f64>,
    /// The highest month so far, by which capacity in use is told.
    peaks: Vec<f64>,
    habit: Habit,
    seed: Seed,
}

impl<'a> Clerk<'a> {
    fn new(
        province: &'a Province,
        production: &'a Production,
        establishment: &'a Establishment,
        mut units: Vec<usize>,
    ) -> Self {
        units.sort_by_key(|n| province.product_code(&province.units[*n]));
        let stocks = units.iter().map(|n| {
            let (unit, plan) = (&province.units[*n], province.plan(&province.units[*n]));
            round(unit.monthly * plan.stock * (1.0 + 0.2 * unit.seed.word("stock").swing()), plan.digits)
        });
        let seed = province.units[units[0]].seed.word("clerk");
        let large = establishment.code.as_str().ends_with("-01") || establishment.code.as_str().ends_with("-02");
        Self {
            province,
            production,
            establishment,
            stocks: stocks.collect(),
            peaks: units.iter().map(|n| province.units[*n].monthly * 1.2).collect(),
            units,
            habit: Habit::of(seed, large),
            seed,
        }
    }

    /// The return of a month, if the establishment is at work and not silent; with the wrong one before it where one is
    /// planted.
    fn report(&mut self, month: Month, returns: &mut Vec<Return>) {
        if self.establishment.activity(month) != Activity::Active {
            return;
        }
        let seed = self.seed.number(i64::from(month.months_since(self.province.design.first)));
        let right = self.fill_in(month, seed);
        match self.province.slip(&self.establishment.code, month) {
            Some(slip) => {
                returns.push(Return { received: day_after(month, 3), ..wrong(&right, slip.kind) });
                returns.extend(slip.corrected.map(|day| Return { received: day_after(month, day), ..right }));
            }
            None if seed.word("silent").unit() < self.habit.silent => {}
            None => returns.push(right),
        }
    }

    fn fill_in(&mut self, month: Month, seed: Seed) -> Return {
        let late = seed.word("late").unit() < self.habit.late;
        let day = if late {
            7 + seed.word("day").pick(self.late_days(month)) as i8
        } else {
            2 + seed.word("day").pick(4) as i8
        };
        let lines: Vec<ReturnLine> =
            (0..self.units.len()).map(|k| self.line(k, month, seed.number(k as i64))).collect();
        Return {
            establishment: self.establishment.code.clone(),
            month,
            received: day_after(month, day),
            employees: Some(self.employees(month, seed)),
            capacity_used: Some(self.capacity_used(month)),
            reason: self.reason(month, seed),
            lines,
        }
    }

    /// A late return comes within twelve days of the flash; of the two last months before the lock, so that the figures
    /// of the last release are those of all returns there are.
    fn late_days(&self, month: Month) -> usize {
        if month >= self.province.design.last.previous() { 6 } else { 12 }
    }

    fn line(&mut self, k: usize, month: Month, seed: Seed) -> ReturnLine {
        let province = self.province;
        let (n, unit) = (self.units[k], &province.units[self.units[k]]);
        let plan = province.plan(unit);
        let known_before = month > province.design.first
            && !matches!(self.establishment.activity(month.previous()), Activity::NotYetOpen);
        let actual = self.production.at(n, month);
        let off =
            if seed.word("estimated").unit() < ESTIMATED { ESTIMATE_ERROR * seed.word("error").swing() } else { 0.0 };
        let estimate = round(actual * (1.0 + off), plan.digits);
        let next = self.production.at(n, month.next()) * (1.0 + 0.06 * seed.word("plan").swing());
        let opening = self.stocks[k];
        let shipments = self.shipments(k, unit, month, estimate, seed);
        let closing = round(opening + estimate - shipments, plan.digits);
        self.stocks[k] = closing;
        let price = plan.price * yearly(&plan.prices, province, month) * (1.0 + 0.02 * seed.word("price").swing());
        let kept = plan.stock > 0.0;
        ReturnLine {
            product: plan.code.clone(),
            actual_previous: known_before.then(|| self.production.at(n, month.previous())),
            estimate: Some(estimate),
            plan_next: Some(round(next, plan.digits)),
            shipments: Some(shipments),
            shipments_value: Some(round(shipments * price, 1)),
            opening_stock: kept.then_some(opening),
            closing_stock: kept.then_some(closing),
        }
    }

    /// Shipments bring the stock a third of the way to what is kept; what has no stock is shipped as it is made.
    fn shipments(&self, k: usize, unit: &Unit, month: Month, estimate: f64, seed: Seed) -> f64 {
        let plan = self.province.plan(unit);
        if plan.stock == 0.0 {
            return estimate;
        }
        let wanted = unit.monthly * plan.stock * yearly(&plan.stocks, self.province, month);
        let shipped = estimate * (1.0 + 0.06 * seed.word("shipped").swing()) + (self.stocks[k] - wanted) * 0.3;
        round(shipped.clamp(0.0, self.stocks[k] + estimate), plan.digits)
    }

    /// People at work: four fifths stay, the rest follow production; a stop keeps them for a while.
    fn employees(&self, month: Month, seed: Seed) -> u32 {
        let staff = self.province.staff.get(&self.establishment.code).copied().unwrap_or(1.0);
        let unit = &self.province.units[self.units[0]];
        let recent: f64 = (0..6).map(|back| self.production.at(self.units[0], month.plus(-back))).sum::<f64>() / 6.0;
        let work = (recent / unit.monthly).clamp(0.2, 2.5);
        (staff * (0.8 + 0.2 * work) * (1.0 + 0.015 * seed.word("staff").swing())).round().max(1.0) as u32
    }

    fn capacity_used(&mut self, month: Month) -> f64 {
        let mut most: f64 = 0.0;
        for (k, n) in self.units.iter().enumerate() {
            let quantity = self.production.at(*n, month);
            self.peaks[k] = self.peaks[k].max(quantity);
            most = most.max(quantity / (self.peaks[k] * 1.06));
        }
        round(100.0 * most, 0)
    }

    fn reason(&self, month: Month, seed: Seed) -> String {
        if let Some(stop) = self.province.stop(&self.establishment.code, month) {
            return stop.reason.clone();
        }
        let n = self.units[0];
        let (now, before) = (self.production.at(n, month), self.production.at(n, month.year_before()));
        let fell = before > 0.0 && now < before * (1.0 - FALL_EXPLAINED);
        if !fell || seed.word("reason").unit() < 0.5 {
            return String::new();
        }
        let wet = (5..=10).contains(&month.month_of_year());
        match self.province.units[n].division.as_str() {
            "07" | "08" => "Giá bán giảm, hàng tồn kho chưa tiêu thụ được",
            "35" if wet => "Lưu lượng nước về hồ thấp hơn cùng kỳ",
            "35" => "Thiếu nước mùa khô",
            _ => "Thiếu đơn hàng",
        }
        .to_owned()
    }
}

/// The right return made wrong.
fn wrong(right: &Return, kind: SlipKind) -> Return {
    let mut wrong = right.clone();
    for line in &mut wrong.lines {
        match kind {
            SlipKind::Unit => {
                let cells = [&mut line.estimate, &mut line.plan_next, &mut line.shipments];
                for cell in cells.into_iter().flatten() {
                    *cell *= 1000.0;
                }
                for cell in [&mut line.opening_stock, &mut line.closing_stock].into_iter().flatten() {
                    *cell *= 1000.0;
                }
            }
            SlipKind::Tenfold => line.estimate = line.estimate.map(|q| q * 10.0),
            SlipKind::Balance => line.closing_stock = line.closing_stock.map(|q| round(q * 1.9 + 10.0, 1)),
        }
    }
    wrong
}

/// A day of the month after the report month.
fn day_after(month: Month, day: i8) -> Date {
    let next = month.next();
    jiff::civil::date(next.year().number() as i16, next.month_of_year() as i8, day.clamp(1, 28))
}

/// The value of a yearly course in a month's year.
fn yearly(course: &[f64; 6], province: &Province, month: Month) -> f64 {
    let since = month.year().number() - province.design.first.year().number();
    course[usize::try_from(since).unwrap_or(0).min(course.len() - 1)]
}
