//! Contributions against Eurostat's published rates, piar's tables and the Federal Reserve's importance weights.

use std::collections::BTreeMap;

use domain::index::contribution::{Mean, Part, YearEnd, across_years, fixed_base, of_mean, within_year};
use domain::index::tree::Tree;
use domain::period::{Month, Year};

use crate::reference::Table;

fn line(set: &str, figures: usize, largest: f64, limit: f64) {
    println!("{set:<48} {figures:>5} figures   largest difference {largest:<10.2e} limit {limit}");
    assert!(figures > 0 && largest < limit, "{set}: {largest}");
}

/// Indices and weights of the euro-area HICP.
struct Hicp {
    index: BTreeMap<(String, Month), f64>,
    weight: BTreeMap<(String, Year), f64>,
}

impl Hicp {
    fn read() -> Option<Self> {
        let (indices, weights) = (Table::read("hicp_ea/indices.csv")?, Table::read("hicp_ea/weights.csv")?);
        let index = indices.columns(["coicop", "time", "index"]);
        let weight = weights.columns(["coicop", "year", "weight"]);
        Some(Self {
            index: index.map(|[c, t, v]| ((c.to_owned(), t.parse().unwrap()), v.parse().unwrap())).collect(),
            weight: weight.map(|[c, y, v]| ((c.to_owned(), y.parse().unwrap()), v.parse().unwrap())).collect(),
        })
    }

    /// The ratio of a month to the December before `year`.
    fn ratio(&self, code: &str, month: Month, year: Year) -> f64 {
        let link = year.plus(-1).months().last;
        self.index[&(code.to_owned(), month)] / self.index[&(code.to_owned(), link)]
    }

    /// The divisions between two months, by the weights of a year.
    fn parts(&self, before: Month, now: Month, year: Year) -> Vec<Part> {
        let part = |code: &String| Part {
            weight: self.weight[&(code.clone(), year)],
            before: self.ratio(code, before, year),
            now: self.ratio(code, now, year),
        };
        let mut parts: Vec<Part> = divisions().iter().map(part).collect();
        // Published weights are rounded: what they lack to the 1,000 of all items counts as a part that does not move.
        let lacking = self.weight[&("00".to_owned(), year)] - parts.iter().map(|part| part.weight).sum::<f64>();
        parts.push(Part { weight: lacking, before: 1.0, now: 1.0 });
        parts
    }

    /// Contributions to the annual rate, and its published value.
    fn annual(&self, month: Month) -> (Vec<f64>, f64) {
        let (before, year) = (month.year_before(), month.year());
        let (last, link) = (year.plus(-1), year.plus(-1).months().last);
        let all = |m| self.index[&("00".to_owned(), m)];
        let rate = 100.0 * (all(month) / all(before) - 1.0);
        if before == link {
            // From December to December there is no year end in between.
            return (within_year(&self.parts(link, month, year), 1.0), rate);
        }
        let whole = YearEnd { before: self.ratio("00", before, last), link: self.ratio("00", link, last) };
        let points = across_years(&self.parts(before, link, last), &self.parts(link, month, year), whole);
        (points, rate)
    }
}

fn divisions() -> Vec<String> {
    (1..=12).map(|n| format!("{n:02}")).collect()
}

/// hicp 1.0.0, contrib(): Ribe over the year end, and month on month. They add up to the rates of the published index within
/// 0.0094 and 0.0103 percentage points.
#[test]
fn euro_area_divisions() {
    let (Some(hicp), Some(expected)) = (Hicp::read(), Table::read("hicp_ea/expected_contributions.csv")) else {
        return;
    };
    let (mut annual, mut monthly, mut sums) = ((0, 0.0f64), (0, 0.0f64), 0.0f64);
    for [code, time, to_annual, to_monthly] in
        expected.columns(["coicop", "time", "contribution_to_annual_rate", "contribution_to_monthly_rate"])
    {
        let month: Month = time.parse().unwrap();
        let place = divisions().iter().position(|d| d == code).unwrap();
        if let Ok(wanted) = to_annual.parse::<f64>() {
            let (points, rate) = hicp.annual(month);
            annual = (annual.0 + 1, annual.1.max((points[place] - wanted).abs()));
            sums = sums.max((points.iter().sum::<f64>() - rate).abs());
        }
        if let Ok(wanted) = to_monthly.parse::<f64>() {
            let (year, before) = (month.year(), month.previous());
            let points = within_year(&hicp.parts(before, month, year), hicp.ratio("00", before, year));
            monthly = (monthly.0 + 1, monthly.1.max((points[place] - wanted).abs()));
        }
    }
    line("hicp_ea contributions to the annual rate", annual.0, annual.1, 1e-9);
    line("hicp_ea contributions to the monthly rate", monthly.0, monthly.1, 1e-9);
    line("hicp_ea contributions against the published rate", annual.0, sums, 0.009_45);
}

/// Federal Reserve G.17: importance weights of the month before times growth, against the growth of the total.
#[test]
fn united_states_g17() {
    let Some(table) = Table::read("us_g17/industry_1972_1974.csv") else { return };
    let columns =
        ["total", "manufacturing", "mining", "utilities", "weight_manufacturing", "weight_mining", "weight_utilities"];
    let rows: Vec<Vec<f64>> =
        table.columns(columns).map(|row| row.iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect()).collect();
    let mut largest = 0.0f64;
    for pair in rows.windows(2) {
        let part = |n: usize| Part { weight: pair[0][n + 3], before: 1.0, now: pair[1][n] / pair[0][n] };
        let parts: Vec<Part> = (1..=3).map(part).collect();
        let growth = 100.0 * (pair[1][0] / pair[0][0] - 1.0);
        largest = largest.max((within_year(&parts, 1.0).iter().sum::<f64>() - growth).abs());
    }
    line("us_g17 contributions against published growth", rows.len() - 1, largest, 0.018_55);
}

/// By (code, period).
type Figures = BTreeMap<(String, String), f64>;

fn figures(path: &str, columns: [&str; 3]) -> Option<Figures> {
    let table = Table::read(path)?;
    let figure = |[code, period, value]: [&str; 3]| Some(((code.to_owned(), period.to_owned()), value.parse().ok()?));
    Some(table.columns(columns).filter_map(figure).collect())
}

const PERIODS: [&str; 4] = ["202001", "202002", "202003", "202004"];

/// piar's matched sample: the two groups' contributions, against the period before and against the first.
#[test]
fn piar_groups() {
    let (Some(chained), Some(weights)) =
        (figures("piar_ms/expected_parental_chained.csv", ["level", "period", "chained"]), piar_weights())
    else {
        return;
    };
    let mut rows = vec![("1".to_owned(), None, None)];
    for group in ["11", "12"] {
        rows.push((group.to_owned(), Some("1".to_owned()), None));
    }
    rows.extend(weights.into_iter().map(|(business, group, weight)| (business, Some(group), Some(weight))));
    let tree = Tree::new(rows).unwrap();
    let levels = |period: &str| -> Vec<f64> {
        tree.nodes().iter().map(|node| chained[&(node.code.clone(), period.to_owned())]).collect()
    };
    for (name, against_first) in [("pop", false), ("chained", true)] {
        let path = format!("piar_ms/expected_contributions_level2_{name}.csv");
        let Some(expected) = figures(&path, ["product", "period", "value"]) else { return };
        let mut largest = 0.0f64;
        for (n, period) in PERIODS.iter().enumerate().skip(1) {
            let before = if against_first { PERIODS[0] } else { PERIODS[n - 1] };
            let points = fixed_base(&tree, &levels(before), &levels(period)).unwrap();
            for group in ["11", "12"] {
                let wanted = expected[&(group.to_owned(), (*period).to_owned())];
                largest = largest.max((points[tree.position(group).unwrap()] / 100.0 - wanted).abs());
            }
        }
        line(&format!("piar_ms contributions of groups, {name}"), 6, largest, 1e-9);
    }
}

fn piar_weights() -> Option<Vec<(String, String, f64)>> {
    let table = Table::read("piar_ms/weights.csv")?;
    let rows = table.columns(["business", "classification", "weight"]);
    Some(rows.map(|[b, c, w]| (b.to_owned(), c.to_owned(), w.parse().unwrap())).collect())
}

/// piar's matched sample: each product's contribution to the whole. Where something is missing the observed share what is
/// there, at every level.
#[test]
fn piar_products() {
    let (Some(expected), Some(prices), Some(weights)) = (
        figures("piar_ms/expected_contributions_level1.csv", ["product", "period", "value"]),
        Table::read("piar_ms/prices.csv"),
        piar_weights(),
    ) else {
        return;
    };
    let Some(chained) = figures("piar_ms/expected_parental_chained.csv", ["level", "period", "chained"]) else {
        return;
    };
    let price: BTreeMap<(String, String), (String, f64)> = prices
        .columns(["product", "period", "business", "price"])
        .filter_map(|[p, t, b, v]| Some(((p.to_owned(), t.to_owned()), (b.to_owned(), v.parse().ok()?))))
        .collect();
    let mut largest = 0.0f64;
    let mut count = 0;
    for pair in PERIODS.windows(2) {
        let matched = |business: &str| -> Vec<(String, f64)> {
            let now = price.iter().filter(|((_, period), (b, _))| period == pair[1] && b == business);
            now.filter_map(|((p, _), (_, v))| Some((p.clone(), v / price.get(&(p.clone(), pair[0].to_owned()))?.1)))
                .collect()
        };
        let level = |code: &str| chained[&(code.to_owned(), pair[0].to_owned())];
        let observed: Vec<_> = weights.iter().filter(|(business, ..)| !matched(business).is_empty()).collect();
        let value = |group: &str, among: &[&(String, String, f64)]| -> f64 {
            among.iter().filter(|(_, g, _)| g == group).map(|(b, _, w)| w * level(b)).sum()
        };
        let all: Vec<_> = weights.iter().collect();
        let there: Vec<&str> = ["11", "12"].into_iter().filter(|g| value(g, &observed) > 0.0).collect();
        let total: f64 = there.iter().map(|group| value(group, &all)).sum();
        for (business, group, weight) in &observed {
            let share = value(group, &all) / total * (weight * level(business) / value(group, &observed));
            let products = matched(business);
            let relatives: Vec<f64> = products.iter().map(|(_, relative)| *relative).collect();
            let points = of_mean(Mean::Geometric, &vec![1.0; relatives.len()], &relatives);
            for ((product, _), points) in products.iter().zip(points) {
                let wanted = expected[&(product.clone(), pair[1].to_owned())];
                largest = largest.max((share * points - wanted).abs());
                count += 1;
            }
        }
    }
    line("piar_ms contributions of products", count, largest, 1e-9);
}
