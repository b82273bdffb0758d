//! Main products, and the sibling indices: shipments, stocks, stock-to-output, employment.

use askama::Template;
use domain::bulletin::{quantity_digits, unit_name};
use domain::series::Measure;
use domain::text::{Lang, Text};
use formats::figure::Unit;
use office::publication::{ByMeasure, PublicProduct, PublicSibling, Publication, Sibling};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, FigureCard, Grid, Row, Select, Stamp, head, number, words};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::{draw, words as said};

#[derive(Template)]
#[template(path = "products.html")]
struct ProductsPage {
    p: Page,
    crumbs: Crumbs,
    stamp: Option<Stamp>,
    siblings: Option<Grid>,
    siblings_files: Downloads,
    products: Option<Grid>,
    products_files: Downloads,
    show_list: Option<Select>,
    figure: Option<FigureCard>,
    why_withheld: String,
}

/// `/products?show=stocks-C` or `?show=` a product's code.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let publication = &asked.shelf()?.latest;
    let p = asked.page("", "");
    let title = p.t("Sản phẩm, tiêu thụ, tồn kho và lao động", "Products, shipments, stocks and employment").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let choices = choices(publication);
    let first = choices.first().map(|c| c.code.clone()).unwrap_or_default();
    let show = asked.choose("show", &first, || choices.clone())?;
    let label = p.t("Chuỗi trên biểu đồ", "Series in the chart");
    let show_list = (!choices.is_empty()).then(|| Select::new(&p, "show", label, choices, &show));
    Answer::page(&ProductsPage {
        crumbs: Crumbs::to(&p, p.t("Sản phẩm, tồn kho, lao động", "Products, stocks, employment")),
        stamp: Stamp::of_release(&p).map(Stamp::without_share),
        siblings: siblings(&p, publication),
        siblings_files: Downloads::one(&p, "", "siblings", ""),
        products: products(&p, publication),
        products_files: Downloads::one(&p, "", "products", ""),
        figure: figure(&p, publication, &show),
        show_list,
        why_withheld: p.of(&said::why_withheld()),
        p,
    })
}

fn sibling_code(sibling: &PublicSibling) -> String {
    format!("{}-{}", sibling.kind.code(), sibling.code)
}

fn sibling_name(sibling: &PublicSibling) -> Text {
    let (kind, name) = (sibling.kind.name(), &sibling.name);
    Text::new(format!("{}: {}", kind.vi, name.vi), format!("{}: {}", kind.en, name.en))
}

fn product_name(product: &PublicProduct) -> Text {
    let (name, unit) = (&product.name, |lang| unit_name(&product.unit, lang));
    Text::new(format!("{} ({})", name.vi, unit(Lang::Vi)), format!("{} ({})", name.en, unit(Lang::En)))
}

/// What has a series to draw.
fn choices(publication: &Publication) -> Vec<Choice> {
    let siblings = publication.siblings.iter().filter(|s| !s.withheld);
    let siblings = siblings.map(|s| Choice::new(sibling_code(s), sibling_name(s)));
    let products = publication.products.iter().filter(|product| !product.withheld);
    siblings.chain(products.map(|product| Choice::new(&product.code, product_name(product)))).collect()
}

fn figure(p: &Page, publication: &Publication, show: &str) -> Option<FigureCard> {
    let sibling = publication.siblings.iter().find(|s| sibling_code(s) == show && !s.withheld);
    let product = publication.products.iter().find(|product| product.code == show && !product.withheld);
    let (name, values, unit, note, set) = match (sibling, product) {
        (Some(s), _) => (sibling_name(s), &s.levels, sibling_unit(s.kind), sibling_note(s.kind), "siblings"),
        (None, Some(product)) => {
            let quantities = &product.quantities;
            let digits = quantities.iter().flatten().last().map_or(0, |last| quantity_digits(*last));
            let unit = Unit { digits, suffix: "", signed: false };
            (product_name(product), quantities, unit, Text::default(), "products")
        }
        (None, None) => return None,
    };
    let title = p.of(&name);
    Some(FigureCard {
        drawings: draw::plain(p, &title, publication, values, unit),
        title,
        stamp: Stamp::of_release(p).map(Stamp::without_share),
        note: p.of(&note),
        downloads: Some(Downloads::one(p, "", set, "")),
    })
}

fn sibling_unit(kind: Sibling) -> Unit {
    match kind {
        Sibling::StockToOutput => Unit { digits: 1, suffix: "%", signed: false },
        Sibling::Shipments | Sibling::Stocks | Sibling::Employment => Unit::LEVEL,
    }
}

fn sibling_note(kind: Sibling) -> Text {
    match kind {
        Sibling::StockToOutput => Text::new(
            "Phần trăm: tồn kho cuối tháng so với sản lượng trong tháng.",
            "Per cent: closing stock over the month's output.",
        ),
        Sibling::Employment => {
            Text::new("Lao động ngày đầu tháng, bình quân năm gốc = 100.", "Headcount, base-year average = 100.")
        }
        Sibling::Shipments | Sibling::Stocks => {
            Text::new("Tháng bình quân năm gốc = 100.", "Average month of the base year = 100.")
        }
    }
}

/// Growth of the released month in the measures a table has room for.
fn growth(p: &Page, changes: &ByMeasure, measures: &[Measure]) -> Vec<Cell> {
    let cell = |measure: &Measure| match changes.get(*measure).last().copied().flatten() {
        Some(value) => Cell::signed(p.percent(value), value),
        None => Cell::none("…"),
    };
    measures.iter().map(cell).collect()
}

fn siblings(p: &Page, publication: &Publication) -> Option<Grid> {
    let measures = [Measure::Mom, Measure::Yoy];
    let mut heads = vec![head(p.t("Chỉ số", "Index")), head(p.t("Ngành", "Industry")), number(p.t("Mức", "Level"))];
    heads.extend(measures.map(|m| number(p.of(&said::measure_short(m)))));
    let row = |sibling: &PublicSibling| {
        let href = p.link(&format!("/products?show={}", sibling_code(sibling)));
        let name = Cell::head(p.of(&sibling.kind.name()), (!sibling.withheld).then_some(href));
        let mut cells = vec![name, words(p.of(&sibling.name))];
        if sibling.withheld {
            cells.push(Cell::none(p.of(&said::withheld())).across(3));
            return Row::new(cells);
        }
        let level = sibling.levels.last().copied().flatten();
        let unit = sibling_unit(sibling.kind);
        cells.push(level.map_or_else(|| Cell::none("…"), |l| Cell::number(unit.write(l, p.lang))));
        cells.extend(growth(p, &sibling.changes, &measures));
        Row::new(cells)
    };
    let rows: Vec<_> = publication.siblings.iter().map(row).collect();
    let caption = format!(
        "{}, {}",
        p.t("Tiêu thụ, tồn kho, lao động", "Shipments, stocks, employment"),
        p.month(publication.release.month)
    );
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}

fn products(p: &Page, publication: &Publication) -> Option<Grid> {
    let measures = [Measure::Mom, Measure::Yoy, Measure::Ytd];
    let mut heads =
        vec![head(p.t("Sản phẩm", "Product")), head(p.t("Đơn vị tính", "Unit")), number(p.t("Sản lượng", "Quantity"))];
    heads.extend(measures.map(|m| number(p.of(&said::measure_short(m)))));
    let row = |product: &PublicProduct| {
        let href = p.link(&format!("/products?show={}", product.code));
        let name = Cell::head(p.of(&product.name), (!product.withheld).then_some(href));
        let mut cells = vec![name, words(unit_name(&product.unit, p.lang))];
        if product.withheld {
            cells.push(Cell::none(p.of(&said::withheld())).across(4));
            return Row::new(cells);
        }
        let quantity = product.quantities.last().copied().flatten();
        cells.push(quantity.map_or_else(|| Cell::none("…"), |q| Cell::number(p.plain(q, quantity_digits(q)))));
        cells.extend(growth(p, &product.changes, &measures));
        Row::new(cells)
    };
    let rows: Vec<_> = publication.products.iter().map(row).collect();
    let caption = format!("{}, {}", p.t("Sản phẩm chủ yếu", "Main products"), p.month(publication.release.month));
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}
