//! What stands behind the cells: the establishments of every product in every month.

use std::collections::BTreeMap;

use super::Rule;

/// One product: for each month its establishments in scope, by number, with what each adds to the index.
type Months = Vec<Vec<(u32, f64)>>;

/// The establishments behind every product.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contributors {
    products: BTreeMap<usize, Months>,
    establishments: usize,
}

impl Contributors {
    /// Nothing yet; `add` fills it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an establishment in scope of a product (a leaf of the tree, by position) in a month (by position), with what it adds
    /// to the level of the whole: its quantity over the product's base quantity, times the product's share. Zero counts too.
    pub fn add(&mut self, product: usize, month: usize, establishment: u32, amount: f64) {
        let months = self.products.entry(product).or_default();
        if months.len() <= month {
            months.resize(month + 1, Vec::new());
        }
        months[month].push((establishment, amount));
        self.establishments = self.establishments.max(establishment as usize + 1);
    }

    /// Whether the sum over these products is safe in every month.
    ///
    /// A month in which no establishment is in scope is passed over: that nothing works there is known to everyone.
    #[must_use]
    pub fn is_safe(&self, products: &[usize], rule: &Rule) -> bool {
        let behind: Vec<&Months> = products.iter().filter_map(|product| self.products.get(product)).collect();
        let width = behind.iter().map(|months| months.len()).max().unwrap_or(0);
        let mut amounts = vec![None; self.establishments];
        (0..width).all(|month| {
            let cells = behind.iter().filter_map(|months| months.get(month));
            is_month_safe(cells, &mut amounts, rule)
        })
    }
}

/// Adds up the cells by establishment in `amounts`, which is all `None` before and after.
fn is_month_safe<'a>(
    cells: impl Iterator<Item = &'a Vec<(u32, f64)>>,
    amounts: &mut [Option<f64>],
    rule: &Rule,
) -> bool {
    let mut seen = Vec::new();
    for &(establishment, amount) in cells.flatten() {
        let sum = &mut amounts[establishment as usize];
        if sum.is_none() {
            seen.push(establishment as usize);
        }
        *sum = Some(sum.unwrap_or(0.0) + amount.abs());
    }
    let sums: Vec<f64> = seen.iter().filter_map(|&establishment| amounts[establishment].take()).collect();
    let (largest, total) = sums.iter().fold((0.0_f64, 0.0), |(most, all), &sum| (most.max(sum), all + sum));
    sums.is_empty() || (sums.len() >= rule.fewest && largest <= rule.dominance * total)
}
