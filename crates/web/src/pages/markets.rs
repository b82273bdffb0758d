//! Metals: the world price of each beside the index of the product that is mined for it, and the stocks of mining.
//!
//! Prices are published facts and stay of their month or their year. What the province mines comes from the publication, where a
//! withheld product has no figure; nothing of single sites or establishments is here.

use askama::Template;
use domain::markets::{Commodity, PricePeriod, Quote};
use domain::series::Measure;
use domain::text::Text;
use formats::figure::Unit;
use office::markets::{MetalMarket, PriceNow, metal_markets};
use office::publication::{PublicNode, Publication, Sibling};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, FigureCard, Grid, Notice, Row, Select, Stamp, head, number};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::{draw, words as said};

#[derive(Template)]
#[template(path = "markets.html")]
struct MarketsPage {
    p: Page,
    crumbs: Crumbs,
    notice: Option<Notice>,
    metal_list: Option<Select>,
    price: Option<FigureCard>,
    output: Option<FigureCard>,
    stocks: Option<(String, String)>,
    grid: Option<Grid>,
    files: Downloads,
    sources: Vec<(String, String, String)>,
    has_sites: bool,
}

/// `/markets?metal=iron-ore`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let publication = asked.shelf_if_any().map(|shelf| &*shelf.latest);
    let none = domain::markets::Prices::default();
    let prices = asked.prices().unwrap_or(&none);
    let markets = metal_markets(publication, prices);
    let p = asked.page("", "");
    let title = p.t("Giá kim loại và khai khoáng", "Metal prices and mining").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let choices: Vec<Choice> =
        markets.iter().map(|m| Choice::new(m.commodity.code(), super::sites::capital(m.commodity.name()))).collect();
    let first = choices.first().map(|choice| choice.code.clone()).unwrap_or_default();
    let metal = asked.choose("metal", &first, || choices.clone())?;
    let shown = markets.iter().find(|market| market.commodity.code() == metal);
    let label = p.t("Kim loại", "Metal");
    Answer::page(&MarketsPage {
        crumbs: Crumbs::to(&p, p.t("Giá kim loại", "Metal prices")),
        notice: prices.is_empty().then(|| no_prices(&p)),
        metal_list: (!choices.is_empty()).then(|| Select::new(&p, "metal", label, choices, &metal)),
        price: shown.and_then(|market| price(&p, prices, market.commodity)),
        output: shown.zip(publication).and_then(|(market, on)| output(&p, on, market)),
        stocks: publication.and_then(|on| stocks(&p, on)),
        grid: (!markets.is_empty()).then(|| grid(&p, publication, &markets)),
        files: Downloads::one(&p, "", "prices", ""),
        sources: markets.iter().flat_map(|market| sources(&p, market)).collect(),
        has_sites: asked.board_if_any().is_some(),
        p,
    })
}

fn no_prices(p: &Page) -> Notice {
    let text = p.t(
        "Chưa có giá nào được đưa vào; bảng dưới đây chỉ có chỉ số sản xuất.",
        "No price has been brought in yet; the table below has the production index only.",
    );
    Notice { warns: false, text: text.to_owned() }
}

/// Months first: where there are none, years.
fn price(p: &Page, prices: &domain::markets::Prices, commodity: Commodity) -> Option<FigureCard> {
    let of_months: Vec<&Quote<_>> = prices.months.iter().filter(|quote| quote.commodity == commodity).collect();
    let of_years: Vec<&Quote<_>> = prices.years.iter().filter(|quote| quote.commodity == commodity).collect();
    let (unit, series) = match (of_months.last(), of_years.last()) {
        (Some(quote), _) => (&quote.unit, &quote.series),
        (None, Some(quote)) => (&quote.unit, &quote.series),
        (None, None) => return None,
    };
    let (frequency, drawings) = match of_months.is_empty() {
        false => (p.t("giá tháng", "monthly price"), draw::monthly_price(p, commodity, &of_months)),
        true => (p.t("giá bình quân năm", "yearly mean price"), draw::yearly_price(p, commodity, &of_years)),
    };
    let title = format!("{}, {frequency}, {unit}", p.of(&super::sites::capital(commodity.name())));
    let only = p.t(
        "Chỉ có số liệu năm; giá năm không so với giá tháng.",
        "There are yearly figures only; they are not compared with months.",
    );
    let series = p.of(&Text::typed(series));
    let note = if of_months.is_empty() { format!("{series}. {only}") } else { format!("{series}.") };
    Some(FigureCard { title, drawings, stamp: None, note, downloads: Some(Downloads::one(p, "", "prices", "")) })
}

/// The index of the product mined for the metal, or of its class.
fn output(p: &Page, on: &Publication, market: &MetalMarket) -> Option<FigureCard> {
    let node = market.nodes.iter().filter_map(|code| on.node(code)).find(|node| !node.withheld)?;
    let title = format!("{}: {}", p.t("Chỉ số sản xuất", "Production index"), p.of(&node.name));
    let note = match p.is_vi() {
        true => format!("Tháng bình quân năm {} = 100.", on.base),
        false => format!("Average month of {} = 100.", on.base),
    };
    Some(FigureCard {
        drawings: draw::plain(p, &title, on, &node.levels, Unit::LEVEL),
        title,
        stamp: Stamp::of_release(p).map(Stamp::without_share),
        note,
        downloads: Some(Downloads::one(p, "", "series", &format!("node={}&measure=level", node.code))),
    })
}

/// The stock-to-output ratio of mining in a sentence, and where its series is.
fn stocks(p: &Page, on: &Publication) -> Option<(String, String)> {
    let ratio = on.siblings.iter().find(|s| s.kind == Sibling::StockToOutput && s.code == "B")?;
    let href = p.link(&format!("/products?show={}-{}", ratio.kind.code(), ratio.code));
    if ratio.withheld {
        let words = format!("{}: {}.", p.of(&ratio.kind.name()), crate::view::lower(&p.of(&said::withheld())));
        return Some((words, p.link("/products")));
    }
    let level = ratio.levels.last().copied().flatten()?;
    let (size, month) = (p.share(level), p.month(on.release.month));
    let words = match p.is_vi() {
        true => format!("Tồn kho của ngành khai khoáng cuối {month} bằng {size} sản lượng trong tháng."),
        false => format!("Stocks of mining at the end of {month} were {size} of the month's output."),
    };
    Some((words, href))
}

fn grid(p: &Page, publication: Option<&Publication>, markets: &[MetalMarket]) -> Grid {
    let heads = vec![
        head(p.t("Kim loại, sản phẩm", "Metal, product")),
        number(p.t("Giá thế giới", "World price")),
        number(p.t("So với năm trước", "On the year")),
        number(p.t("Chỉ số sản xuất", "Output index")),
        number(p.t("So với cùng kỳ", "Output on the year")),
    ];
    let rows = markets.iter().flat_map(|market| rows(p, publication, market)).collect();
    let caption = match publication {
        Some(on) => format!("{}, {}", p.t("Giá và sản lượng", "Prices and output"), p.month(on.release.month)),
        None => p.t("Giá thế giới", "World prices").to_owned(),
    };
    Grid { caption, heads, rows }
}

/// A row for each product of a metal; one without a product has its prices alone.
fn rows(p: &Page, publication: Option<&Publication>, market: &MetalMarket) -> Vec<Row> {
    let nodes: Vec<&PublicNode> = market.nodes.iter().filter_map(|code| publication?.node(code)).collect();
    let name = p.of(&super::sites::capital(market.commodity.name()));
    let metal = || p.link(&format!("/markets?metal={}", market.commodity.code()));
    let row = |node: Option<&PublicNode>| {
        let small =
            node.map_or_else(|| p.t("không có trong chỉ số", "not in the index").to_owned(), |node| p.of(&node.name));
        let mut cells = vec![Cell::head(&name, Some(metal())).with(small)];
        cells.extend(price_cells(p, market));
        cells.extend(output_cells(p, node));
        Row::new(cells)
    };
    match nodes.is_empty() {
        true => vec![row(None)],
        false => nodes.into_iter().map(|node| row(Some(node))).collect(),
    }
}

fn price_cells(p: &Page, market: &MetalMarket) -> [Cell; 2] {
    match (&market.month, &market.year) {
        (Some(now), _) => price_cell(p, now),
        (None, Some(now)) => price_cell(p, now),
        (None, None) => [Cell::none(p.t("chưa có", "not known")), Cell::none("…")],
    }
}

fn price_cell<P: PricePeriod>(p: &Page, now: &PriceNow<P>) -> [Cell; 2] {
    let quote = &now.quote;
    let estimated = if quote.estimated { p.t(", ước tính", ", estimate") } else { "" };
    let small = format!("{}; {}{estimated}", quote.unit, quote.period.in_lang(p.lang));
    let digits = if quote.value < 1000.0 { 2 } else { 0 };
    let change = match now.change {
        Some(change) => Cell::signed(p.percent(change), change),
        None => Cell::none(p.t("không so được", "not comparable")),
    };
    [Cell::number(p.plain(quote.value, digits)).with(small), change]
}

fn output_cells(p: &Page, node: Option<&PublicNode>) -> Vec<Cell> {
    let Some(node) = node else { return vec![Cell::none("–"), Cell::none("–")] };
    if node.withheld {
        return vec![Cell::none(p.of(&said::withheld())).across(2)];
    }
    let last = |values: &[Option<f64>]| values.last().copied().flatten();
    let level =
        last(&node.levels).map_or_else(|| Cell::none("…"), |level| Cell::number(Unit::LEVEL.write(level, p.lang)));
    let growth = last(node.changes.get(Measure::Yoy));
    vec![level, growth.map_or_else(|| Cell::none("…"), |v| Cell::signed(p.percent(v), v))]
}

/// The source of each price that is shown: of what, who, where.
fn sources(p: &Page, market: &MetalMarket) -> Option<(String, String, String)> {
    let name = p.of(&super::sites::capital(market.commodity.name()));
    let (source, address) = match (&market.month, &market.year) {
        (Some(now), _) => (&now.quote.source, &now.quote.address),
        (None, Some(now)) => (&now.quote.source, &now.quote.address),
        (None, None) => return None,
    };
    let address =
        if address.starts_with("https://") || address.starts_with("http://") { address.clone() } else { String::new() };
    Some((name, p.of(&Text::typed(source)), address))
}

/// Where the price of a metal of these minerals is shown; for the pages of sites.
pub(crate) fn links(p: &Page, minerals: &[domain::sites::Mineral]) -> Vec<(String, String)> {
    let commodities = minerals.iter().filter_map(|mineral| Commodity::of_mineral(*mineral));
    commodities.map(|c| (p.of(&c.name()), p.link(&format!("/markets?metal={}", c.code())))).collect()
}
