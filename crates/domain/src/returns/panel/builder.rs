//! Putting returns into the panel, in any order, by code or (from a database) by position.

use crate::classification::IndustryRef;
use crate::period::{Month, MonthRange};
use crate::register::{Activity, Register};
use crate::returns::{Return, ReturnLine};

use super::side::{Side, SideMatrices};
use super::{Cell, Mark, Panel, PanelProduct, Unit, mark_stoppages, standing};

/// One line of a return with its product by position: the form in which a database hands over many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct LineAt {
    /// Position of the product among the register's products, in order of code.
    pub product: usize,
    /// Last month's actual production.
    pub actual_previous: Option<f64>,
    /// This month's estimate.
    pub estimate: Option<f64>,
    /// Next month's plan.
    pub plan_next: Option<f64>,
    /// Quantity shipped.
    pub shipments: Option<f64>,
    /// Value shipped, million đồng.
    pub shipments_value: Option<f64>,
    /// Stock at the beginning of the month.
    pub opening_stock: Option<f64>,
    /// Stock at the end of the month.
    pub closing_stock: Option<f64>,
}

impl LineAt {
    /// The line of a return, its product put at `product`.
    #[must_use]
    pub fn new(product: usize, line: &ReturnLine) -> Self {
        Self {
            product,
            actual_previous: line.actual_previous,
            estimate: line.estimate,
            plan_next: line.plan_next,
            shipments: line.shipments,
            shipments_value: line.shipments_value,
            opening_stock: line.opening_stock,
            closing_stock: line.closing_stock,
        }
    }

    /// The production it gives for months around `month`, with the mark each number gets.
    pub(super) fn production(&self, month: Month, plans: bool) -> impl Iterator<Item = (Month, Mark, f64)> {
        let plan = if plans { self.plan_next } else { None };
        let given = [
            (month.previous(), Mark::Actual, self.actual_previous),
            (month, Mark::Estimate, self.estimate),
            (month.next(), Mark::Plan, plan),
        ];
        given.into_iter().filter_map(|(at, mark, value)| Some((at, mark, value.filter(|v| v.is_finite())?)))
    }
}

/// What was given to the builder and has no place in the panel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Returns of establishments, or lines of products, that the register does not know.
    pub unknown: usize,
    /// Numbers for months before the opening or after the closure of the establishment.
    pub out_of_scope: usize,
}

/// Collects returns into a [`Panel`].
#[derive(Debug, Clone)]
pub struct PanelBuilder<'a> {
    register: &'a Register,
    months: MonthRange,
    establishments: Vec<crate::register::EstablishmentCode>,
    products: Vec<crate::register::ProductCode>,
    standings: Vec<u8>,
    /// For each establishment its products and their rows, in order of arrival.
    rows_of: Vec<Vec<(u32, u32)>>,
    /// Establishment and product of each row.
    keys: Vec<(u32, u32)>,
    values: Vec<f64>,
    marks: Vec<Mark>,
    side: SideMatrices,
    plans: bool,
    left_out: LeftOut,
}

impl<'a> PanelBuilder<'a> {
    /// An empty panel over `months` for the establishments and products of `register`.
    #[must_use]
    pub fn new(register: &'a Register, months: MonthRange) -> Self {
        let width = months.len();
        let mut standings = Vec::with_capacity(register.establishments.len() * width);
        for establishment in register.establishments.values() {
            standings.extend(months.iter().map(|month| match establishment.activity(month) {
                Activity::NotYetOpen | Activity::Closed => standing::OUT_OF_SCOPE,
                Activity::Suspended => standing::SUSPENDED,
                Activity::Active => 0,
            }));
        }
        Self {
            register,
            months,
            establishments: register.establishments.keys().cloned().collect(),
            products: register.products.keys().cloned().collect(),
            standings,
            rows_of: vec![Vec::new(); register.establishments.len()],
            keys: Vec::new(),
            values: Vec::new(),
            marks: Vec::new(),
            side: SideMatrices::default(),
            plans: false,
            left_out: LeftOut::default(),
        }
    }

    /// Also keep this side matrix (shipments, stocks, employees).
    #[must_use]
    pub fn with_side(mut self, side: Side) -> Self {
        self.side.want(side);
        self
    }

    /// Also keep every side matrix.
    #[must_use]
    pub fn with_sides(self) -> Self {
        Side::ALL.into_iter().fold(self, Self::with_side)
    }

    /// Also take next month's plan where neither an estimate nor an actual is in: the forecast of a month not yet over.
    #[must_use]
    pub fn with_plans(mut self) -> Self {
        self.plans = true;
        self
    }

    /// Makes room for this many units at once.
    pub fn reserve(&mut self, units: usize) {
        self.keys.reserve(units);
        self.values.reserve(units * self.months.len());
        self.marks.reserve(units * self.months.len());
    }

    /// Adds a return. Of two returns of the same establishment and month pass only the one that counts.
    pub fn add(&mut self, answer: &Return) {
        let Ok(establishment) = self.establishments.binary_search(&answer.establishment) else {
            self.left_out.unknown += 1;
            return;
        };
        self.head_at(establishment, answer.month, answer.employees, !answer.reason.is_empty());
        for line in &answer.lines {
            match self.products.binary_search(&line.product) {
                Ok(product) => self.line_at(establishment, answer.month, &LineAt::new(product, line)),
                Err(_) => self.left_out.unknown += 1,
            }
        }
    }

    /// Says that the establishment at this position (in order of code) returned for `month`, and whether it gave a reason for
    /// stopping or slowing.
    pub fn head_at(&mut self, establishment: usize, month: Month, employees: Option<u32>, reason: bool) {
        let Some(at) = self.months.position(month) else { return };
        let width = self.months.len();
        self.standings[establishment * width + at] |= standing::RETURNED | if reason { standing::REASON } else { 0 };
        if let Some(employees) = employees {
            self.side.put(Side::Employees, establishment, at, width, f64::from(employees));
        }
    }

    /// Adds one line of the return of `month` of the establishment at this position.
    pub fn line_at(&mut self, establishment: usize, month: Month, line: &LineAt) {
        let row = self.row(establishment, line.product);
        let width = self.months.len();
        for (month, mark, value) in line.production(month, self.plans) {
            let Some(at) = self.months.position(month) else { continue };
            if self.standings[establishment * width + at] & standing::OUT_OF_SCOPE != 0 {
                self.left_out.out_of_scope += 1;
            } else if mark.rank() >= self.marks[row * width + at].rank() {
                self.values[row * width + at] = value;
                self.marks[row * width + at] = mark;
            }
        }
        if let Some(at) = self.months.position(month) {
            if line.estimate.is_some_and(|q| q != 0.0) {
                self.standings[establishment * width + at] |= standing::PRODUCED;
            }
            self.side.put_line(row, at, width, line);
        }
    }

    /// The row of an establishment and a product, made when it is first met.
    fn row(&mut self, establishment: usize, product: usize) -> usize {
        let product = product as u32;
        if let Some(&(_, row)) = self.rows_of[establishment].iter().find(|(p, _)| *p == product) {
            return row as usize;
        }
        let row = self.keys.len();
        self.rows_of[establishment].push((product, row as u32));
        self.keys.push((establishment as u32, product));
        let cells = (row + 1) * self.months.len();
        self.values.resize(cells, 0.0);
        self.marks.resize(cells, Mark::Missing);
        row
    }

    /// The panel: rows put in their order, stoppages and months out of scope marked.
    #[must_use]
    pub fn build(mut self) -> Panel {
        let width = self.months.len();
        let industries = Industries::of(self.register);
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        order.sort_unstable_by_key(|&row| {
            let (establishment, product) = self.keys[row as usize];
            (product, industries.of[establishment as usize], establishment)
        });
        let keys: Vec<(u32, u32)> = order.iter().map(|&row| self.keys[row as usize]).collect();
        self.rows_of = Vec::new();
        reorder_rows(&mut self.values, width, &order);
        reorder_rows(&mut self.marks, width, &order);
        self.side.reorder(width, &order);
        for (unit, &(establishment, _)) in keys.iter().enumerate() {
            let establishment = establishment as usize;
            let row = unit * width..(unit + 1) * width;
            let standings = &self.standings[establishment * width..(establishment + 1) * width];
            mark_stoppages(standings, &mut self.values[row.clone()], &mut self.marks[row], 0);
        }
        let (units, cells, products) = group(&keys, &industries, self.register);
        let (unit_starts, units_by_establishment) = by_establishment(&units, self.establishments.len());
        self.side.finish(width, units.len(), self.establishments.len());
        Panel {
            months: self.months,
            establishments: self.establishments,
            products,
            cells,
            units,
            unit_starts,
            units_by_establishment,
            values: self.values,
            marks: self.marks,
            standings: self.standings,
            side: self.side,
            left_out: self.left_out,
            with_plans: self.plans,
        }
    }
}

/// The 4-digit industries of the establishments, numbered in order.
struct Industries {
    list: Vec<IndustryRef>,
    /// For each establishment the number of its industry.
    of: Vec<u32>,
}

impl Industries {
    fn of(register: &Register) -> Self {
        let each: Vec<IndustryRef> = register.establishments.values().map(|e| e.industry.widened(4)).collect();
        let mut list = each.clone();
        list.sort_unstable();
        list.dedup();
        let of = each.iter().map(|i| list.binary_search(i).unwrap_or(0) as u32).collect();
        Self { list, of }
    }
}

/// Units, cells and products from the keys in their final order.
fn group(
    keys: &[(u32, u32)],
    industries: &Industries,
    register: &Register,
) -> (Vec<Unit>, Vec<Cell>, Vec<PanelProduct>) {
    let mut units = Vec::with_capacity(keys.len());
    let mut cells: Vec<Cell> = Vec::new();
    for (n, &(establishment, product)) in keys.iter().enumerate() {
        let industry = &industries.list[industries.of[establishment as usize] as usize];
        match cells.last_mut() {
            Some(cell) if cell.product == product && cell.industry == *industry => cell.units.end = n + 1,
            _ => cells.push(Cell { product, industry: industry.clone(), units: n..n + 1 }),
        }
        units.push(Unit { product, establishment, cell: cells.len() as u32 - 1 });
    }
    let mut next = 0;
    let mut products = Vec::with_capacity(register.products.len());
    for (position, product) in register.products.values().enumerate() {
        let first = next;
        while next < cells.len() && cells[next].product as usize == position {
            next += 1;
        }
        let ends = |cell: usize| cells.get(cell).map_or(units.len(), |c| c.units.start);
        products.push(PanelProduct {
            code: product.code.clone(),
            division: product.industry.widened(2),
            cells: first..next,
            units: ends(first)..ends(next),
        });
    }
    (units, cells, products)
}

/// The units of each establishment, in order: where they begin, and their positions.
fn by_establishment(units: &[Unit], establishments: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; establishments + 1];
    for unit in units {
        starts[unit.establishment as usize + 1] += 1;
    }
    for n in 0..establishments {
        starts[n + 1] += starts[n];
    }
    let mut next = starts.clone();
    let mut list = vec![0; units.len()];
    for (position, unit) in units.iter().enumerate() {
        let place = &mut next[unit.establishment as usize];
        list[*place as usize] = position as u32;
        *place += 1;
    }
    (starts, list)
}

/// Puts rows of `width` into the order `order` (new row n is old row `order[n]`) in place, following the cycles of the
/// permutation: a second copy of the largest matrix would double the peak memory.
pub(super) fn reorder_rows<T: Copy>(matrix: &mut [T], width: usize, order: &[u32]) {
    let mut done = vec![false; order.len()];
    let mut first = Vec::with_capacity(width);
    for start in 0..order.len() {
        if done[start] || order[start] as usize == start {
            continue;
        }
        first.clear();
        first.extend_from_slice(&matrix[start * width..(start + 1) * width]);
        let mut to = start;
        loop {
            done[to] = true;
            let from = order[to] as usize;
            if from == start {
                matrix[to * width..(to + 1) * width].copy_from_slice(&first);
                break;
            }
            matrix.copy_within(from * width..(from + 1) * width, to * width);
            to = from;
        }
    }
}
