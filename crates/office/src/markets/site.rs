//! The evidence of one site: public facts for whoever may read of it, figures of its establishments only where each may be seen.

use std::collections::BTreeMap;

use domain::authority::{Action, Thing};
use domain::markets::{
    Commodity, Cover, Evidence, Made, PlanResult, PriceMove, PricePeriod, Prices, Question, Quote, Thresholds, cover,
    evidence, made, plan_against_actual, position,
};
use domain::period::{Month, MonthRange};
use domain::register::{Product, ProductCode};
use domain::returns::Return;
use domain::sites::{Site, SiteCode};
use domain::text::{Lang, Text};
use store::{AsOf, Seq, Store, Unit};

use super::{has_agreed, thresholds, units_of_site};
use crate::context::{Context, OfficeError};

/// Months of returns looked at: the twelve of the mean, and as many again for those who reported late or not at all.
const WINDOW: i32 = 24;
/// A month whose return is not in yet is passed over, so many times at most.
const PATIENCE: i32 = 3;
/// A monthly price older than so many months, a yearly one older than so many years, says nothing of the market of today.
const FRESH_MONTHS: i32 = 6;
const FRESH_YEARS: i32 = 1;

/// Stock and output of one product of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductStock {
    /// The product.
    pub product: ProductCode,
    /// Its name.
    pub name: Text,
    /// Its unit.
    pub unit: String,
    /// Unsold stock in months of shipments.
    pub cover: Cover,
    /// What was made in the last known month.
    pub made: Made,
    /// By establishment: the plan against what was made.
    pub plans: Vec<PlanResult>,
}

/// Why a site stands still, and the figures it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteEvidence {
    /// The site.
    pub site: SiteCode,
    /// Verdict, facts, and what is missing.
    pub evidence: Evidence,
    /// Its products, where their figures may be seen.
    pub products: Vec<ProductStock>,
    /// Capacity in use, per cent, the mean of the establishments that say so; where it may be seen.
    pub capacity_used: Option<f64>,
    /// Establishments whose figures may not be seen, because their firm has not agreed.
    pub unseen: usize,
    /// Whether an invented establishment reports for it: said wherever this is shown.
    pub simulated: bool,
}

/// Weighs the evidence of a site. `awaited` are the open steps of its project, in words; `until` is the last report month looked at.
///
/// # Errors
/// When the role never may read of sites, there is no such site, it is none of the actor's, or the database fails.
pub async fn site_evidence(
    context: &Context,
    code: &SiteCode,
    awaited: &[Text],
    until: Month,
) -> Result<SiteEvidence, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let day = until.last_day();
    let (units, simulated) = units_of_site(store, code, day).await?;
    let own = |unit: &Unit| context.may(Action::ReadInternal, &Thing::of_enterprise(&unit.enterprise));
    if !context.may(Action::ReadInternal, &Thing::WHOLE) && !units.iter().any(own) {
        return Err(OfficeError::NotFound);
    }
    let site = store.site(code, Seq::LATEST).await?.ok_or(OfficeError::NotFound)?;
    let (returns, unseen) = seen_returns(context, store, &units, until).await?;
    let register = store.products(Seq::LATEST).await?;
    let products = products(&returns, &register, unseen > 0, until);
    let limits = thresholds(context).await?;
    let limits = Thresholds::in_force(&limits, until).ok_or_else(no_limits)?;
    let prices: Prices = store.prices(Seq::LATEST).await?.into_iter().collect();
    let (moves, stale) = price_moves(&site, &prices, until);
    let main = main_product(&site, &register, &products);
    let question = Question {
        state: site.record_on(day),
        awaited,
        cover: main.map_or(Cover::Unknown, |product| product.cover),
        unit: main.map_or("", |product| &product.unit),
        made: main.map_or(Made::Unknown, |product| product.made),
        prices: &moves,
    };
    let mut evidence = evidence(&question, limits);
    evidence.missing.extend(stale);
    evidence.missing.extend(why_unseen(&units, unseen));
    let capacity_used = capacity_used(&returns, until);
    Ok(SiteEvidence { site: site.code, evidence, products, capacity_used, unseen, simulated })
}

fn no_limits() -> OfficeError {
    super::said("Chưa có mức đánh giá tồn kho, giá cho tháng này.", "No limits of stock and price hold for this month.")
}

/// The returns of the establishments the actor may see, one list each, and how many others there are.
async fn seen_returns(
    context: &Context,
    store: &Store,
    units: &[Unit],
    until: Month,
) -> Result<(Vec<Vec<Return>>, usize), OfficeError> {
    let months = MonthRange::new(until.plus(-WINDOW), until.next());
    let mut seen = Vec::new();
    let mut unseen = 0;
    for unit in units {
        let consented = has_agreed(store, &unit.enterprise, context.today()).await?;
        let thing = Thing { consented, ..Thing::of_enterprise(&unit.enterprise) };
        if context.may(Action::ReadMicrodata, &thing) {
            seen.push(store.returns_of(&unit.establishment, AsOf::latest(), months).await?);
        } else {
            unseen += 1;
        }
    }
    Ok((seen, unseen))
}

/// What the returns say of each product. Where an establishment may not be seen, stock and output of the whole are not known.
fn products(returns: &[Vec<Return>], register: &[Product], is_partial: bool, until: Month) -> Vec<ProductStock> {
    let mut makers: BTreeMap<&ProductCode, Vec<&Vec<Return>>> = BTreeMap::new();
    for list in returns {
        let mut mine: Vec<&ProductCode> = list.iter().flat_map(|r| &r.lines).map(|line| &line.product).collect();
        mine.sort_unstable();
        mine.dedup();
        mine.into_iter().for_each(|product| makers.entry(product).or_default().push(list));
    }
    let stock = |(code, makers): (&ProductCode, Vec<&Vec<Return>>)| {
        let known = register.iter().find(|product| product.code == *code);
        let positions: Option<Vec<_>> = makers.iter().map(|list| position(list, code, until)).collect();
        ProductStock {
            product: code.clone(),
            name: known.map_or_else(|| Text::new(code.as_str(), code.as_str()), name_of),
            unit: known.map(|product| product.unit.clone()).unwrap_or_default(),
            cover: positions.filter(|_| !is_partial).map_or(Cover::Unknown, |positions| cover(&positions)),
            made: if is_partial { Made::Unknown } else { made_last(&makers, code, until) },
            plans: makers.iter().filter_map(|list| plan_against_actual(list, code, until)).collect(),
        }
    };
    makers.into_iter().map(stock).collect()
}

fn name_of(product: &Product) -> Text {
    let english = if product.name_en.is_empty() { &product.name_vi } else { &product.name_en };
    Text::new(&product.name_vi, english)
}

/// What all makers made together in the last month all of them tell of.
fn made_last(makers: &[&Vec<Return>], product: &ProductCode, until: Month) -> Made {
    let of_month =
        |month: Month| -> Option<f64> { makers.iter().map(|list| made(list, product, month).map(|m| m.0)).sum() };
    let found = (0..PATIENCE).map(|back| until.plus(-back)).find_map(|month| Some((month, of_month(month)?)));
    match found {
        Some((month, 0.0)) => Made::Nothing(month),
        Some((month, amount)) => Made::Something(month, amount),
        None => Made::Unknown,
    }
}

/// The product of the class in which the site's main mineral is mined, else its only product.
fn main_product<'a>(site: &Site, register: &[Product], products: &'a [ProductStock]) -> Option<&'a ProductStock> {
    let class = site.minerals.known().and_then(|minerals| minerals.first()?.mined_in());
    let of_class = |stock: &&ProductStock| {
        let product = register.iter().find(|product| product.code == stock.product);
        product.is_some_and(|product| Some(product.industry.widened(4).code()) == class)
    };
    products.iter().find(of_class).or(if let [only] = products { Some(only) } else { None })
}

fn capacity_used(returns: &[Vec<Return>], until: Month) -> Option<f64> {
    let of = |list: &Vec<Return>| list.iter().find(|answer| answer.month == until)?.capacity_used;
    let used: Vec<f64> = returns.iter().filter_map(of).collect();
    (!used.is_empty()).then(|| used.iter().sum::<f64>() / used.len() as f64)
}

fn why_unseen(units: &[Unit], unseen: usize) -> Option<Text> {
    if units.is_empty() {
        return Some(Text::new(
            "Chưa ghi cơ sở nào báo cáo cho nơi này.",
            "It is not written down which establishment reports for the site.",
        ));
    }
    (unseen > 0).then(|| {
        Text::new(
            format!("{unseen} cơ sở chưa đồng ý cho xem số liệu ngoài bộ phận thống kê."),
            format!("{unseen} establishments have not agreed to be seen outside the statistics room."),
        )
    })
}

/// How the prices of the site's metals moved on a year, and what is too old to say.
fn price_moves(site: &Site, prices: &Prices, until: Month) -> (Vec<PriceMove>, Vec<Text>) {
    let commodities = site.minerals.known().into_iter().flatten().filter_map(|mineral| Commodity::of_mineral(*mineral));
    let mut moves = Vec::new();
    let mut stale = Vec::new();
    for commodity in commodities {
        let month = prices.month(commodity, until);
        let month_move = month
            .filter(|quote| until.months_since(quote.period) <= FRESH_MONTHS)
            .and_then(|quote| moved(quote, &prices.months));
        let year = prices.year(commodity, until.year());
        let year_move = || {
            let fresh = year.filter(|quote| until.year().number() - quote.period.number() <= FRESH_YEARS);
            fresh.and_then(|quote| moved(quote, &prices.years))
        };
        match month_move.or_else(year_move) {
            Some(found) => moves.push(found),
            None => stale.extend(year.map(|quote| too_old(commodity, quote))),
        }
    }
    (moves, stale)
}

fn moved<P: PricePeriod>(quote: &Quote<P>, all: &[Quote<P>]) -> Option<PriceMove> {
    let period = Text::new(quote.period.in_lang(Lang::Vi), quote.period.in_lang(Lang::En));
    Some(PriceMove { commodity: quote.commodity, period, change: quote.change_on_year(all)? })
}

fn too_old<P: PricePeriod>(commodity: Commodity, quote: &Quote<P>) -> Text {
    let (name, period) = (commodity.name(), |lang| quote.period.in_lang(lang));
    Text::new(
        format!("Giá {} mới nhất là của {}, hoặc không có năm trước để so.", name.vi, period(Lang::Vi)),
        format!("The newest price of {} is of {}, or has none of the year before.", name.en, period(Lang::En)),
    )
}
