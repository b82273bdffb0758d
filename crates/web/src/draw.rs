//! From a publication to the figures of the pages.

pub(crate) mod adjusted;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::area::Commune;
use domain::boundary::{Boundary, BoundarySet};
use domain::markets::{Commodity, Quote};
use domain::period::{Month, MonthRange, Year};
use domain::release::target::Progress;
use domain::series::{Measure, Stage};
use domain::sites::Site;
use domain::text::{Lang, Text};
use formats::figure::{
    Area, Cluster, Frame, Line, LineChart, Mark, Patch, Pin, PlanGap, Point, ProvinceMap, Role, Sparkline, Step, Unit,
    Waterfall,
};
use office::outlook::Board;
use office::publication::{PublicNode, Publication};

use crate::asked::Asked;
use crate::listing::Entry;
use crate::page::Page;
use crate::view::{self, Shown};
use crate::words;

/// Drawings of one chart for each width of screen, and what its marks mean.
pub(crate) struct Drawn {
    pub(crate) drawings: Vec<String>,
    pub(crate) marks: String,
}

/// One series over time with the official points beside it.
pub(crate) fn series(page: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> Drawn {
    let values = shown.of(node);
    let points = publication.months.iter().enumerate().map(|(n, month)| {
        let observed = view::observed(publication, node, month, shown.measure());
        let stage = view::stage_of(publication, month);
        match values.get(n).copied().flatten() {
            Some(value) => Point::Value { value, mark: mark(stage, observed), note: note(page, stage, observed) },
            None if node.withheld => Point::Withheld(page.of(&words::withheld())),
            None => Point::Missing,
        }
    });
    let own =
        Line { name: page.t("Sở tự tính", "Own figures").to_owned(), role: Role::Own, points: points.collect() };
    let mut lines = vec![own];
    lines.extend(official(page, publication, node, shown));
    let title = format!("{}: {}", page.of(&node.name), page.of(&shown.name()));
    let (unit, reference, yearly) = (shown.unit(), Some(shown.reference()), shown.is_yearly());
    let marks = marks(page, &lines);
    let chart = Chart { id: "series", title: &title, lines, unit, scale: String::new(), reference, yearly };
    Drawn { drawings: chart.draw(page, publication), marks }
}

/// The marks that stand in a chart, each with its meaning.
fn marks(page: &Page, lines: &[Line]) -> String {
    let is_marked = |wanted: Mark| {
        let mut points = lines.iter().flat_map(|line| &line.points);
        points.any(|point| matches!(point, Point::Value { mark, .. } if *mark == wanted))
    };
    let has_official = lines.iter().any(|line| line.role == Role::Official);
    let meanings = [
        (is_marked(Mark::Flash), "Dấu tròn rỗng: số ước tính.", "Hollow circle: flash estimate."),
        (
            is_marked(Mark::Imputed),
            "Dấu vuông rỗng: tháng có phần lớn số liệu phải gán.",
            "Hollow square: a month mostly filled.",
        ),
        (has_official, "Dấu hình thoi: số Cục Thống kê công bố.", "Diamond: published by the statistics office."),
    ];
    let there: Vec<&str> =
        meanings.iter().filter(|(is_there, ..)| *is_there).map(|(_, vi, en)| page.t(vi, en)).collect();
    there.join(" ")
}

fn official(page: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> Option<Line> {
    let Shown::Change(measure) = shown else { return None };
    let point = |month| match view::official(publication, &node.code, measure, month) {
        Some(value) => Point::Value { value, mark: Mark::Settled, note: String::new() },
        None => Point::Missing,
    };
    let points: Vec<_> = publication.months.iter().map(point).collect();
    let name = page.t("Cục Thống kê công bố", "Published by the statistics office").to_owned();
    points.iter().any(|p| p.value().is_some()).then_some(Line { name, role: Role::Official, points })
}

fn mark(stage: Stage, observed: Option<f64>) -> Mark {
    match (stage, observed) {
        (Stage::Flash | Stage::Forecast, _) => Mark::Flash,
        (_, Some(share)) if share < 0.5 => Mark::Imputed,
        _ => Mark::Settled,
    }
}

fn note(page: &Page, stage: Stage, observed: Option<f64>) -> String {
    let stage = view::lower(&page.stage_name(stage));
    observed.map_or_else(
        || stage.clone(),
        |o| format!("{stage}, {} {}", page.t("báo cáo đã nhận", "returns received"), page.share(o * 100.0)),
    )
}

/// A plain series of a product or sibling index.
pub(crate) fn plain(
    page: &Page,
    title: &str,
    publication: &Publication,
    values: &[Option<f64>],
    unit: Unit,
) -> Vec<String> {
    let points = values.iter().zip(publication.months.iter()).map(|(value, month)| match value {
        Some(value) => {
            let stage = view::stage_of(publication, month);
            Point::Value { value: *value, mark: mark(stage, None), note: view::lower(&page.stage_name(stage)) }
        }
        None => Point::Missing,
    });
    let line = Line { name: title.to_owned(), role: Role::Own, points: points.collect() };
    let chart =
        Chart { id: "shown", title, lines: vec![line], unit, scale: String::new(), reference: None, yearly: false };
    chart.draw(page, publication)
}

/// The monthly price of a metal, the last ten years of it.
pub(crate) fn monthly_price(page: &Page, commodity: Commodity, quotes: &[&Quote<Month>]) -> Vec<String> {
    const MONTHS: i32 = 120;
    let (Some(first), Some(last)) = (quotes.first(), quotes.last()) else { return Vec::new() };
    let first = first.period.max(last.period.plus(1 - MONTHS));
    let prices = quotes.iter().map(|quote| (quote.period, quote.value, quote.estimated));
    price(page, commodity, MonthRange::new(first, last.period), false, prices)
}

/// The yearly price of a metal, each year at its December.
pub(crate) fn yearly_price(page: &Page, commodity: Commodity, quotes: &[&Quote<Year>]) -> Vec<String> {
    let (Some(first), Some(last)) = (quotes.first(), quotes.last()) else { return Vec::new() };
    let months = MonthRange::new(first.period.months().last, last.period.months().last);
    let prices = quotes.iter().map(|quote| (quote.period.months().last, quote.value, quote.estimated));
    price(page, commodity, months, true, prices)
}

fn price(
    page: &Page,
    commodity: Commodity,
    months: MonthRange,
    yearly: bool,
    prices: impl Iterator<Item = (Month, f64, bool)>,
) -> Vec<String> {
    let known: BTreeMap<Month, (f64, bool)> = prices.map(|(month, value, early)| (month, (value, early))).collect();
    let largest = known.values().map(|(value, _)| *value).fold(0.0, f64::max);
    let unit = Unit { digits: if largest < 1000.0 { 2 } else { 0 }, suffix: "", signed: false };
    let point = |month| match known.get(&month) {
        Some((value, early)) => {
            let (mark, note) = match early {
                true => (Mark::Flash, page.t("ước tính", "estimate")),
                false => (Mark::Settled, ""),
            };
            Point::Value { value: *value, mark, note: note.to_owned() }
        }
        None => Point::Missing,
    };
    let title = format!("{}: {}", page.t("Giá thế giới", "World price"), page.of(&commodity.name()));
    let line = Line { name: title.clone(), role: Role::Own, points: months.iter().map(point).collect() };
    let chart =
        Chart { id: "price", title: &title, lines: vec![line], unit, scale: String::new(), reference: None, yearly };
    chart.draw_over(page, months)
}

/// A line chart before it has a sheet.
struct Chart<'a> {
    id: &'static str,
    title: &'a str,
    lines: Vec<Line>,
    unit: Unit,
    /// What values are in, where that is said over the axis.
    scale: String,
    reference: Option<f64>,
    yearly: bool,
}

impl Chart<'_> {
    /// For each width of screen.
    fn draw(self, page: &Page, publication: &Publication) -> Vec<String> {
        self.draw_over(page, publication.months)
    }

    /// The same over other months than those of the publication.
    fn draw_over(self, page: &Page, months: MonthRange) -> Vec<String> {
        let description = self.describe(page, months);
        let chart = |frame: Frame| LineChart {
            id: format!("{}-{}", self.id, frame.name()),
            title: self.title.to_owned(),
            description: description.clone(),
            lang: page.lang,
            frame,
            unit: self.unit,
            scale: self.scale.clone(),
            months,
            yearly: self.yearly,
            lines: self.lines.clone(),
            reference: self.reference,
        };
        Frame::BOTH.into_iter().map(|frame| chart(frame).draw()).collect()
    }

    /// The run of the first line in words: from where to where, highest, lowest.
    fn describe(&self, page: &Page, months: MonthRange) -> String {
        let points = self.lines.first().map_or(&[][..], |line| &line.points);
        let months = months.iter();
        let values: Vec<_> = months.zip(points).filter_map(|(m, p)| p.value().map(|v| (m, v))).collect();
        let (Some(first), Some(last)) = (values.first(), values.last()) else {
            return page.t("Không có số liệu công bố.", "There are no published figures.").to_owned();
        };
        let by_value = |a: &&(_, f64), b: &&(_, f64)| a.1.total_cmp(&b.1);
        let (Some(low), Some(high)) = (values.iter().min_by(by_value), values.iter().max_by(by_value)) else {
            return String::new();
        };
        let measure = if self.yearly { Measure::Year } else { Measure::Mom };
        let say =
            |(month, value): &(_, f64)| (view::moment(*month, measure, page.lang), self.unit.write(*value, page.lang));
        let ((m1, v1), (m2, v2), (m3, v3), (m4, v4)) = (say(first), say(last), say(high), say(low));
        match page.is_vi() {
            true => format!("Từ {m1} ({v1}) đến {m2} ({v2}); cao nhất {m3} ({v3}), thấp nhất {m4} ({v4})."),
            false => format!("From {m1} ({v1}) to {m2} ({v2}); highest in {m3} ({v3}), lowest in {m4} ({v4})."),
        }
    }
}

/// The last two years of a node in the space of a word.
pub(crate) fn spark(page: &Page, publication: &Publication, node: &PublicNode) -> Option<String> {
    if node.withheld {
        return None;
    }
    let from = node.levels.len().saturating_sub(25);
    let values = node.levels[from..].to_vec();
    let first = publication.months.first.plus(from as i32);
    let title = format!("{}, {} {}", page.of(&node.name), page.t("từ", "from"), page.month(first));
    let description = values.iter().flatten().map(|v| Unit::LEVEL.write(*v, page.lang)).collect::<Vec<_>>();
    let description =
        description.first().zip(description.last()).map(|(a, b)| format!("{a} → {b}")).unwrap_or_default();
    Some(Sparkline { id: format!("spark-{}", node.code), title, description, values }.draw())
}

/// The plan of a year and its result.
pub(crate) fn plan(page: &Page, progress: &Progress) -> String {
    let year = progress.target.year;
    let gap_name = page.gap(progress);
    let result = page.percent(progress.result);
    PlanGap {
        id: format!("plan-{year}"),
        title: format!("{} {year}", page.t("Kế hoạch và kết quả năm", "Plan and result of")),
        description: format!("{}; {result}; {gap_name}", page.percent(progress.target.growth)),
        lang: page.lang,
        plan: domain::series::round(progress.target.growth, 2),
        result: domain::series::round(progress.result, 2),
        plan_name: page.t("Kế hoạch", "Plan").to_owned(),
        result_name: page.t("Kết quả", "Result").to_owned(),
        gap_name,
    }
    .draw()
}

/// The contributions to the change of a node, for each width of screen.
pub(crate) fn contributions(
    page: &Page,
    publication: &Publication,
    node: &PublicNode,
    waterfall: &office::publication::Waterfall,
    (month, measure): (domain::period::Month, Measure),
) -> Vec<String> {
    let steps = waterfall.bars.iter().map(|bar| {
        let child = bar.code.as_deref().and_then(|code| publication.node(code));
        Step {
            name: child.map_or_else(
                || page.t("Các ngành không công bố riêng", "Industries not shown separately").to_owned(),
                |c| page.of(&view::title(c)),
            ),
            value: Some(bar.points),
            note: child
                .and_then(|c| view::value_in(publication, c.changes.get(measure), month))
                .map(|growth| format!("{} {}", page.t("tăng trưởng", "growth"), page.percent(growth)))
                .unwrap_or_default(),
            link: bar
                .code
                .as_ref()
                .filter(|_| bar.opens)
                .map(|code| page.link(&format!("/contributions?node={code}&measure={measure}&month={month}"))),
        }
    });
    let steps: Vec<_> = steps.collect();
    let title = format!("{}: {}", page.of(&node.name), page.t("đóng góp theo ngành", "contributions by industry"));
    let largest = steps.first().map(|s| s.name.clone()).unwrap_or_default();
    let description = format!("{} {}; {largest}", page.measure(measure), page.percent(waterfall.change));
    let drawing = |frame: Frame| Waterfall {
        id: format!("contributions-{}", frame.name()),
        title: title.clone(),
        description: description.clone(),
        lang: page.lang,
        frame,
        unit: Unit::POINTS,
        steps: steps.clone(),
        whole: page.of(&node.name),
        total: waterfall.change,
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

/// Signs that can still be told apart on a phone; more sites are drawn as one number for each commune.
const MOST_PINS: usize = 90;

/// The former province with these sites on it, for each width of screen; sites without a point are left to the list. The ground is a
/// schematic of the communes until boundaries are brought in.
pub(crate) fn map(asked: &Asked, page: &Page, board: &Board, sites: &[(&Site, &Entry)]) -> Vec<String> {
    let areas: Vec<Area> = board.ground.iter().flat_map(areas).collect();
    let patches = if areas.is_empty() { PATCHES[usize::from(page.lang == Lang::En)].clone() } else { Vec::new() };
    let with_point = sites.iter().filter(|(site, _)| site.point.is_known()).count();
    let (pins, clusters) = match with_point > MOST_PINS {
        true => (Vec::new(), clusters(asked, page, sites)),
        false => (sites.iter().filter_map(|(site, entry)| pin(page, board, site, entry)).collect(), Vec::new()),
    };
    let title = match areas.is_empty() {
        true => page.t("Sơ đồ các mỏ, thủy điện, nhà máy", "Schematic of mines, power stations and plants"),
        false => page.t("Bản đồ các mỏ, thủy điện, nhà máy", "Map of mines, power stations and plants"),
    };
    let caution = match &board.ground {
        None => page.t("Sơ đồ, không phải địa giới hành chính", "A schematic, no boundary map").to_owned(),
        Some(ground) => {
            format!("{}: {}", page.t("Nguồn ranh giới", "Boundaries"), page.of(&Text::typed(&ground.source)))
        }
    };
    let on_it = pins.len() + clusters.iter().map(|cluster| cluster.count).sum::<usize>();
    let drawing = |frame: Frame| ProvinceMap {
        id: format!("sites-{}", frame.name()),
        title: title.to_owned(),
        description: match page.is_vi() {
            true => format!("{on_it} nơi có điểm trên hình; danh sách bên dưới có đủ."),
            false => format!("{on_it} sites have a point on it; the list below has them all."),
        },
        caution: caution.clone(),
        frame,
        patches: patches.clone(),
        areas: areas.clone(),
        pins: pins.clone(),
        clusters: clusters.clone(),
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

/// The patches in each language. They never change, and finding the former district of each commune takes a while.
static PATCHES: LazyLock<[Vec<Patch>; 2]> = LazyLock::new(|| Lang::ALL.map(patches));

/// The communes of the former province as patches, coloured by former district.
fn patches(lang: Lang) -> Vec<Patch> {
    let communes = formats::carried::communes();
    let today = communes.iter().filter(|c| c.district.is_none() && c.former_province == HA_GIANG);
    let patch = |commune: &Commune| {
        let point = commune.point?;
        let district = view::district(communes.former_district(&commune.code)?, lang);
        let name = view::commune(&commune.name, lang);
        Some(Patch { name, place: (point.longitude, point.latitude), group: district })
    };
    today.filter_map(patch).collect()
}

/// Areas that can carry their names.
const MOST_LABELS: usize = 30;

fn areas(ground: &BoundarySet) -> Vec<Area> {
    let has_labels = ground.boundaries.len() <= MOST_LABELS;
    let area = |boundary: &Boundary| Area {
        name: boundary.name.clone(),
        label: match has_labels {
            true => boundary.name.trim_start_matches("Huyện ").trim_start_matches("Thành phố ").to_owned(),
            false => String::new(),
        },
        rings: boundary.rings.clone(),
    };
    ground.boundaries.iter().map(area).collect()
}

fn pin(page: &Page, board: &Board, site: &Site, entry: &Entry) -> Option<Pin> {
    let point = site.point.known()?;
    Some(Pin {
        name: format!("{}: {}", page.of(&site.name), page.of(&site.state_on(board.day).name())),
        place: (point.lon, point.lat),
        group: entry.group,
        link: page.link(&format!("/sites/{}", site.code)),
    })
}

/// The sites with a point, counted by commune, at the point of the commune; each number leads to the list of them.
fn clusters(asked: &Asked, page: &Page, sites: &[(&Site, &Entry)]) -> Vec<Cluster> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, entry) in sites.iter().filter(|(site, entry)| site.point.is_known() && !entry.commune.is_empty()) {
        *counts.entry(&entry.commune).or_default() += 1;
    }
    let plain = asked.without(&["commune", "page"]);
    let mark = if plain.contains('?') { '&' } else { '?' };
    let communes = formats::carried::communes().iter().filter(|commune| commune.district.is_none());
    let cluster = |commune: &Commune| {
        let (point, count) = (commune.point?, *counts.get(commune.code.code())?);
        let link = page.link(&format!("{plain}{mark}commune={}", commune.code.code()));
        Some(Cluster {
            name: format!("{}: {count}", commune.name),
            place: (point.longitude, point.latitude),
            count,
            link,
        })
    };
    communes.filter_map(cluster).collect()
}

/// The code of the former province.
const HA_GIANG: &str = "02";
