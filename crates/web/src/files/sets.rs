//! The data sets and their columns.

use std::sync::Arc;

use domain::bulletin::unit_name;
use domain::period::Month;
use domain::series::Measure;
use domain::text::{Lang, Text};
use formats::table::{Cell, Column, Head, Kind, Row};
use office::publication::Publication;

use crate::asked::Asked;
use crate::trouble::{Choice, Trouble};
use crate::view::{self, Shown};
use crate::words;

use super::columns::{
    at, beside_official, change_columns, changes, code_column, contribution_columns, head, name_column,
    observed_column, period_column, row, stage_cell, stage_column, status_cell, status_column,
};
use super::prices::prices;
use super::releases::{calendar, official, reliability, revisions, targets};
use super::sites::sites;

/// A data set that can be downloaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Set {
    /// One node, one measure.
    Series,
    /// Every node, every month, every measure.
    Index,
    /// The bars of one waterfall.
    Contributions,
    /// Main products.
    Products,
    /// Shipments, stocks, stock-to-output, employment.
    Siblings,
    /// Plans of the year.
    Targets,
    /// Official beside own.
    Official,
    /// First and later prints.
    Revisions,
    /// How reliable first prints have been.
    Reliability,
    /// The release calendar.
    Calendar,
    /// Mines, power stations, plants.
    Sites,
    /// World prices.
    Prices,
}

/// Rows made one at a time.
pub(crate) type Rows = Box<dyn Iterator<Item = Row> + Send>;

impl Set {
    /// Every set in the order the data page lists them.
    pub(crate) const ALL: [Self; 12] = [
        Self::Index,
        Self::Products,
        Self::Siblings,
        Self::Targets,
        Self::Official,
        Self::Revisions,
        Self::Reliability,
        Self::Calendar,
        Self::Sites,
        Self::Prices,
        Self::Series,
        Self::Contributions,
    ];

    /// Its name in the address.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Index => "index",
            Self::Contributions => "contributions",
            Self::Products => "products",
            Self::Siblings => "siblings",
            Self::Targets => "targets",
            Self::Official => "official",
            Self::Revisions => "revisions",
            Self::Reliability => "reliability",
            Self::Calendar => "calendar",
            Self::Sites => "sites",
            Self::Prices => "prices",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.code() == code)
    }

    /// What it holds.
    pub(crate) fn title(self) -> Text {
        match self {
            Self::Series => Text::new("Một chuỗi số liệu", "One series"),
            Self::Index => Text::new(
                "Chỉ số sản xuất công nghiệp, mọi ngành, mọi tháng",
                "Production index, every industry, every month",
            ),
            Self::Contributions => {
                Text::new("Đóng góp vào mức tăng của một ngành", "Contributions to the change of an industry")
            }
            Self::Products => Text::new("Sản lượng sản phẩm chủ yếu", "Output of main products"),
            Self::Siblings => Text::new(
                "Tiêu thụ, tồn kho, tồn kho so với sản xuất, lao động",
                "Shipments, stocks, stock-to-output, employment",
            ),
            Self::Targets => Text::new("Kế hoạch năm, kết quả, khoảng cách", "Plan of the year, result, gap"),
            Self::Official => {
                Text::new("Số liệu Cục Thống kê công bố bên cạnh số Sở tự tính", "Official figures beside own")
            }
            Self::Revisions => Text::new("Số đầu và các lần sửa đổi", "First figures and their revisions"),
            Self::Reliability => Text::new("Độ tin cậy của số đầu", "Reliability of first figures"),
            Self::Calendar => Text::new("Lịch công bố", "Release calendar"),
            Self::Sites => Text::new("Mỏ, thủy điện, nhà máy", "Mines, power stations, plants"),
            Self::Prices => Text::new("Giá thế giới của kim loại", "World prices of metals"),
        }
    }

    /// The head and the rows that were asked for.
    pub(crate) fn table(self, asked: &Asked) -> Result<(Head, Rows), Trouble> {
        match self {
            Self::Sites => return Ok(sites(asked.listing()?.board.clone())),
            Self::Prices => return Ok(prices(asked.board_with_prices()?)),
            _ => {}
        }
        let publication = asked.shelf()?.latest.clone();
        Ok(match self {
            Self::Series => series(asked, &publication)?,
            Self::Index => index(publication),
            Self::Contributions => contributions(asked, &publication)?,
            Self::Products => products(publication),
            Self::Siblings => siblings(publication),
            Self::Targets => targets(&publication),
            Self::Official => official(&publication),
            Self::Revisions => revisions(&publication),
            Self::Reliability => reliability(&publication),
            Self::Calendar => calendar(&publication),
            Self::Sites => sites(asked.listing()?.board.clone()),
            Self::Prices => prices(asked.board_with_prices()?),
        })
    }
}

/// The node, measure and month of a page's address, checked against what there is.
pub(crate) fn node_of(asked: &Asked, publication: &Publication) -> Result<usize, Trouble> {
    let root = publication.nodes.first().map_or("TOTAL", |n| n.code.as_str());
    let code = asked.choose("node", root, || view::node_choices(publication))?;
    publication.nodes.iter().position(|node| node.code == code).ok_or(Trouble::NoRelease)
}

fn series(asked: &Asked, publication: &Arc<Publication>) -> Result<(Head, Rows), Trouble> {
    let shown = shown_of(asked)?;
    let at_node = node_of(asked, publication)?;
    let node = &publication.nodes[at_node];
    let digits = shown.unit().digits;
    let columns = vec![
        period_column(),
        code_column(),
        name_column(),
        Column::new("measure", "Chỉ tiêu", "Measure", Kind::Words),
        Column::new("value", "Giá trị", "Value", Kind::Number(digits)),
        status_column(),
        observed_column(),
        stage_column(),
        Column::new("official", "Cục Thống kê công bố", "Official", Kind::Number(2)),
    ];
    let title = Text::new(
        format!("{}: {}", node.name.vi, view::lower(&shown.name().vi)),
        format!("{}: {}", node.name.en, view::lower(&shown.name().en)),
    );
    let head = head(publication, format!("{}-{shown}", node.code), title, columns);
    let publication = publication.clone();
    let rows = publication.months.iter().enumerate().map(move |(n, month)| {
        let node = &publication.nodes[at_node];
        let value = at(shown.of(node), n);
        let official = match shown {
            Shown::Change(measure) => view::official(&publication, &node.code, measure, month),
            Shown::Level | Shown::Contribution(_) => None,
        };
        let cells = vec![
            Cell::Month(month),
            Cell::code(&node.code),
            Cell::Words(node.name.clone()),
            Cell::code(shown.to_string()),
            Cell::number(value),
            status_cell(node.withheld, value),
            Cell::number(view::observed(&publication, node, month, shown.measure()).map(|o| o * 100.0)),
            stage_cell(view::stage_of(&publication, month)),
            Cell::number(official),
        ];
        if official.is_some() { beside_official(&publication, cells) } else { row(&publication, cells) }
    });
    Ok((head, Box::new(rows)))
}

/// The `measure` of a page's address.
pub(crate) fn shown_of(asked: &Asked) -> Result<Shown, Trouble> {
    let code = asked.choose("measure", "level", Shown::choices)?;
    Ok(Shown::from_code(&code).unwrap_or(Shown::Level))
}

fn index(publication: Arc<Publication>) -> (Head, Rows) {
    let mut columns = vec![
        period_column(),
        code_column(),
        name_column(),
        Column::new("parent", "Ngành cấp trên", "Parent", Kind::Words),
        Column::new("weight", "Quyền số năm gốc (%)", "Base weight (%)", Kind::Number(4)),
        Column::new("level", "Chỉ số", "Index", Kind::Number(2)),
    ];
    columns.extend(change_columns());
    columns.extend(contribution_columns());
    columns.extend([status_column(), observed_column(), stage_column()]);
    let head = head(&publication, "index".into(), Set::Index.title(), columns);
    let (count, months) = (publication.nodes.len(), publication.months);
    let rows = (0..count * months.len()).map(move |n| {
        let (n, at_node) = (n / count, n % count);
        index_row(&publication, at_node, n, months.first.plus(n as i32))
    });
    (head, Box::new(rows))
}

fn index_row(publication: &Publication, at_node: usize, n: usize, month: Month) -> Row {
    let node = &publication.nodes[at_node];
    let level = at(Shown::Level.of(node), n);
    let mut cells = vec![
        Cell::Month(month),
        Cell::code(&node.code),
        Cell::Words(node.name.clone()),
        node.parent.as_ref().map_or(Cell::Empty, Cell::code),
        Cell::Number(node.weight),
        Cell::number(level),
    ];
    for shown in Shown::ALL.into_iter().skip(1) {
        cells.push(Cell::number(at(shown.of(node), n)));
    }
    cells.extend([
        status_cell(node.withheld, level),
        Cell::number(at(&node.observed, n).map(|o| o * 100.0).filter(|_| !node.withheld)),
        stage_cell(view::stage_of(publication, month)),
    ]);
    row(publication, cells)
}

/// What a waterfall is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) month: Month,
    pub(crate) measure: Measure,
    /// The month that was asked for, where it has no figure of that measure.
    pub(crate) instead_of: Option<Month>,
}

/// The month and measure of a waterfall. A month of the series without the measure (the form of the page can ask for one) gives the newest
/// month of its year that has it, or the newest of all.
pub(crate) fn moment_of(asked: &Asked, publication: &Publication) -> Result<Moment, Trouble> {
    let measures = || Measure::ALL.map(|m| Choice::new(m.code(), words::measure(m))).to_vec();
    let measure = asked.choose("measure", "yoy", measures)?.parse().unwrap_or(Measure::Yoy);
    let months = months_with(publication, measure);
    let newest = months.first().copied().unwrap_or(publication.release.month);
    let Some(value) = asked.parameter("month") else { return Ok(Moment { month: newest, measure, instead_of: None }) };
    let wanted = value.parse::<Month>().ok().filter(|month| publication.months.position(*month).is_some());
    let Some(wanted) = wanted else {
        let valid = months.into_iter().map(|month| moment_choice(month, measure)).collect();
        return Err(Trouble::Parameter { name: "month", value: value.to_owned(), valid });
    };
    if months.contains(&wanted) {
        return Ok(Moment { month: wanted, measure, instead_of: None });
    }
    let month = months.into_iter().find(|month| month.year() == wanted.year()).unwrap_or(newest);
    Ok(Moment { month, measure, instead_of: Some(wanted) })
}

/// A month as an answer, or its year where the measure is of whole years.
pub(crate) fn moment_choice(month: Month, measure: Measure) -> Choice {
    let name = |lang| view::upper(&view::moment(month, measure, lang));
    Choice::new(month.to_string(), Text::new(name(Lang::Vi), name(Lang::En)))
}

/// The months in which the whole has this measure, newest first.
pub(crate) fn months_with(publication: &Publication, measure: Measure) -> Vec<Month> {
    let Some(whole) = publication.nodes.first() else { return Vec::new() };
    let months = publication.months.iter().zip(whole.changes.get(measure));
    months.filter(|(_, value)| value.is_some()).map(|(month, _)| month).rev().collect()
}

fn contributions(asked: &Asked, publication: &Arc<Publication>) -> Result<(Head, Rows), Trouble> {
    let node = &publication.nodes[node_of(asked, publication)?];
    let Moment { month, measure, .. } = moment_of(asked, publication)?;
    let columns = vec![
        period_column(),
        Column::new("measure", "Chỉ tiêu", "Measure", Kind::Words),
        Column::new("of", "Của ngành", "Of", Kind::Words),
        code_column(),
        name_column(),
        Column::new("weight", "Quyền số năm gốc (%)", "Base weight (%)", Kind::Number(4)),
        Column::new("change", "Tăng trưởng (%)", "Growth (%)", Kind::Number(2)),
        Column::new(
            "points",
            "Đóng góp vào ngành trên (điểm %)",
            "Contribution to the industry above (points)",
            Kind::Number(4),
        ),
        Column::new(
            "points_of_whole",
            "Đóng góp vào toàn ngành (điểm %)",
            "Contribution to the whole (points)",
            Kind::Number(4),
        ),
    ];
    let title = Text::new(
        format!("{}: đóng góp, {}, {month}", node.name.vi, view::lower(&words::measure(measure).vi)),
        format!("{}: contributions, {}, {month}", node.name.en, view::lower(&words::measure(measure).en)),
    );
    let name = format!("contributions-{}-{measure}-{month}", node.code);
    let head = head(publication, name, title, columns);
    let bars = publication.waterfall(&node.code, month, measure).map(|w| w.bars).unwrap_or_default();
    let line = |bar: office::publication::Bar| {
        let child = bar.code.as_deref().and_then(|code| publication.node(code));
        let change = child.and_then(|c| view::value_in(publication, c.changes.get(measure), month));
        let rest = Text::new("Các ngành không công bố riêng", "Industries not shown separately");
        let cells = vec![
            Cell::Month(month),
            Cell::code(measure.code()),
            Cell::code(&node.code),
            bar.code.as_ref().map_or(Cell::Empty, Cell::code),
            Cell::Words(child.map_or(rest, |c| c.name.clone())),
            Cell::number(child.map(|c| c.weight)),
            Cell::number(change),
            Cell::Number(bar.points),
            Cell::Number(bar.points_of_whole),
        ];
        row(publication, cells)
    };
    let rows: Vec<Row> = bars.into_iter().map(line).collect();
    Ok((head, Box::new(rows.into_iter())))
}

fn products(publication: Arc<Publication>) -> (Head, Rows) {
    let mut columns = vec![
        period_column(),
        code_column(),
        name_column(),
        Column::new("unit", "Đơn vị tính", "Unit", Kind::Words),
        Column::new("quantity", "Sản lượng", "Quantity", Kind::Number(3)),
    ];
    columns.extend(change_columns());
    columns.extend([status_column(), stage_column()]);
    let head = head(&publication, "products".into(), Set::Products.title(), columns);
    let (count, months) = (publication.products.len().max(1), publication.months);
    let rows = (0..publication.products.len() * months.len()).map(move |n| {
        let (n, product) = (n / count, &publication.products[n % count]);
        let month = months.first.plus(n as i32);
        let quantity = at(&product.quantities, n).filter(|_| !product.withheld);
        let mut cells = vec![
            Cell::Month(month),
            Cell::code(&product.code),
            Cell::Words(product.name.clone()),
            Cell::Words(Text::new(unit_name(&product.unit, Lang::Vi), unit_name(&product.unit, Lang::En))),
            Cell::number(quantity),
        ];
        cells.extend(changes(&product.changes, n));
        cells.extend([status_cell(product.withheld, quantity), stage_cell(view::stage_of(&publication, month))]);
        row(&publication, cells)
    });
    (head, Box::new(rows))
}

fn siblings(publication: Arc<Publication>) -> (Head, Rows) {
    let mut columns = vec![
        period_column(),
        Column::new("index", "Chỉ số", "Index", Kind::Words),
        code_column(),
        name_column(),
        Column::new("level", "Mức", "Level", Kind::Number(2)),
    ];
    columns.extend(change_columns());
    columns.extend([status_column(), stage_column()]);
    let head = head(&publication, "siblings".into(), Set::Siblings.title(), columns);
    let (count, months) = (publication.siblings.len().max(1), publication.months);
    let rows = (0..publication.siblings.len() * months.len()).map(move |n| {
        let (n, sibling) = (n / count, &publication.siblings[n % count]);
        let month = months.first.plus(n as i32);
        let level = at(&sibling.levels, n).filter(|_| !sibling.withheld);
        let mut cells = vec![
            Cell::Month(month),
            Cell::code(sibling.kind.code()),
            Cell::code(&sibling.code),
            Cell::Words(sibling.name.clone()),
            Cell::number(level),
        ];
        cells.extend(changes(&sibling.changes, n));
        cells.extend([status_cell(sibling.withheld, level), stage_cell(view::stage_of(&publication, month))]);
        row(&publication, cells)
    });
    (head, Box::new(rows))
}
