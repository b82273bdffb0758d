//! A publication of invented figures with every case a page must show: withheld nodes, filled and flash months, official
//! figures, revisions, a plan missed and a plan under way; and the carried sites.

use std::collections::BTreeMap;

use domain::bulletin::{Bulletin, Counted, Figure, Paragraph, Reference, Role, Segment};
use domain::official::Target;
use domain::outlook::Potential;
use domain::period::{Month, MonthRange, Year};
use domain::release::comparison::Comparison;
use domain::release::revision::{Print, Reliability, RevisionRow};
use domain::release::target::progress;
use domain::series::{Measure, Origin, Stage};
use domain::sites::CapacityBasis;
use domain::text::{Lang, Text, number};
use office::outlook::{Added, Board, ShareWorth, SiteWorth};
use office::publication::{
    Bulletins, ByMeasure, CalendarEntry, Done, PublicNode, PublicProduct, PublicSibling, Publication, ReleaseInfo,
    Sibling,
};

/// Code, parent, Vietnamese name, English name, weight, whether it is withheld.
type Invented = (&'static str, Option<&'static str>, &'static str, &'static str, f64, bool);

/// The nodes, parents before children.
const NODES: [Invented; 16] = [
    ("TOTAL", None, "Toàn ngành công nghiệp", "Whole industry", 100.0, false),
    ("B", Some("TOTAL"), "Khai khoáng", "Mining and quarrying", 18.0, false),
    ("C", Some("TOTAL"), "Công nghiệp chế biến, chế tạo", "Manufacturing", 41.0, false),
    (
        "D",
        Some("TOTAL"),
        "Sản xuất và phân phối điện, khí đốt, nước nóng, hơi nước và điều hòa không khí",
        "Electricity, gas, steam and air conditioning supply",
        38.0,
        false,
    ),
    (
        "E",
        Some("TOTAL"),
        "Cung cấp nước; hoạt động quản lý và xử lý rác thải, nước thải",
        "Water supply; sewerage and waste management",
        3.0,
        true,
    ),
    ("07", Some("B"), "Khai thác quặng kim loại", "Mining of metal ores", 15.0, false),
    ("08", Some("B"), "Khai khoáng khác", "Other mining and quarrying", 3.0, true),
    ("10", Some("C"), "Sản xuất, chế biến thực phẩm", "Manufacture of food products", 14.0, false),
    ("11", Some("C"), "Sản xuất đồ uống", "Manufacture of beverages", 6.0, false),
    (
        "16",
        Some("C"),
        "Chế biến gỗ và sản xuất sản phẩm từ gỗ, tre, nứa (trừ giường, tủ, bàn, ghế)",
        "Wood and products of wood and cork, except furniture",
        12.0,
        false,
    ),
    ("24", Some("C"), "Sản xuất kim loại", "Manufacture of basic metals", 9.0, false),
    ("35", Some("D"), "Sản xuất và phân phối điện", "Electricity supply", 38.0, false),
    ("0710", Some("07"), "Khai thác quặng sắt", "Mining of iron ores", 9.0, false),
    (
        "0722",
        Some("07"),
        "Khai thác quặng kim loại khác không chứa sắt",
        "Mining of other non-ferrous metal ores",
        6.0,
        false,
    ),
    ("3511", Some("35"), "Sản xuất điện", "Electric power generation", 34.0, false),
    ("3512", Some("35"), "Truyền tải và phân phối điện", "Transmission and distribution", 4.0, false),
];

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub(crate) fn months() -> MonthRange {
    MonthRange::new(month("2019-01"), month("2024-01"))
}

/// A smooth invented level with seasons, different for every node.
fn level(seed: usize, n: usize) -> f64 {
    let (s, t) = (seed as f64, n as f64);
    100.0 + (t * 0.35) * (1.0 + (s * 0.7).sin()) + 14.0 * ((t + s * 2.0) * std::f64::consts::FRAC_PI_6).sin()
        - if n > 48 { 20.0 + s } else { 0.0 }
}

fn changes(levels: &[f64], times: f64) -> ByMeasure {
    let ratio = |a: f64, b: f64| Some((a / b * 100.0 - 100.0) * times);
    let sum = |from: usize, to: usize| levels[from..=to].iter().sum::<f64>();
    let each = |f: &dyn Fn(usize) -> Option<f64>| (0..levels.len()).map(f).collect::<Vec<_>>();
    ByMeasure {
        mom: each(&|n| (n >= 1).then(|| ratio(levels[n], levels[n - 1]))?),
        yoy: each(&|n| (n >= 12).then(|| ratio(levels[n], levels[n - 12]))?),
        ytd: each(&|n| (n >= 12).then(|| ratio(sum(n - n % 12, n), sum(n - n % 12 - 12, n - 12)))?),
        year: each(&|n| (n >= 12 && n % 12 == 11).then(|| ratio(sum(n - 11, n), sum(n - 23, n - 12)))?),
    }
}

/// The levels of a node: leaves are invented, the others are the weighted mean of their children.
fn node_levels(at: usize) -> Vec<f64> {
    let code = NODES[at].0;
    let children: Vec<usize> = (0..NODES.len()).filter(|n| NODES[*n].1 == Some(code)).collect();
    if children.is_empty() {
        return (0..months().len()).map(|n| level(at, n)).collect();
    }
    let weight: f64 = children.iter().map(|c| NODES[*c].4).sum();
    let below: Vec<(f64, Vec<f64>)> = children.iter().map(|c| (NODES[*c].4 / weight, node_levels(*c))).collect();
    (0..months().len()).map(|n| below.iter().map(|(w, l)| w * l[n]).sum()).collect()
}

fn contributions(at: usize, whole: &[f64]) -> ByMeasure {
    let levels = node_levels(at);
    let weight = NODES[at].4 / 100.0;
    let own = changes(&levels, weight);
    // weight · growth · (level before / whole's level before) is the exact contribution of a fixed-weight index.
    let scale = |values: Vec<Option<f64>>, back: &dyn Fn(usize) -> (usize, usize)| {
        let scaled = values.into_iter().enumerate().map(|(n, value)| {
            let value = value?;
            let (from, to) = back(n);
            Some(value * levels[from..=to].iter().sum::<f64>() / whole[from..=to].iter().sum::<f64>())
        });
        scaled.collect()
    };
    ByMeasure {
        mom: scale(own.mom, &|n| (n - 1, n - 1)),
        yoy: scale(own.yoy, &|n| (n - 12, n - 12)),
        ytd: scale(own.ytd, &|n| (n - n % 12 - 12, n - 12)),
        year: scale(own.year, &|n| (n - 23, n - 12)),
    }
}

fn node(at: usize, whole: &[f64]) -> PublicNode {
    let (code, parent, vi, en, weight, withheld) = NODES[at];
    let levels = node_levels(at);
    let depth = match code.len() {
        5 => 0,
        1 => 1,
        2 => 2,
        _ => 3,
    };
    let shown = |of: ByMeasure| if withheld { ByMeasure::default() } else { of };
    let observed = |n: usize| Some(if n == 22 { 0.41 } else { 0.97 - 0.1 * f64::from(n as u32 % 3) });
    PublicNode {
        code: code.into(),
        parent: parent.map(Into::into),
        name: Text::new(vi, en),
        depth,
        weight,
        withheld,
        levels: if withheld { Vec::new() } else { levels.iter().copied().map(Some).collect() },
        points: if withheld { Vec::new() } else { levels.iter().map(|level| Some(level * weight / 100.0)).collect() },
        observed: if withheld { Vec::new() } else { (0..levels.len()).map(observed).collect() },
        changes: shown(changes(&levels, 1.0)),
        contributions: shown(contributions(at, whole)),
    }
}

fn release(id: i64, of: &str, stage: Stage) -> ReleaseInfo {
    let digest = "9f2b7c01d4e85a6690ab34cd12ef78905b6a7c8d9e0f1a2b3c4d5e6f70819203".into();
    let date = month(of).next().first_day().checked_add(jiff::Span::new().days(5)).unwrap();
    ReleaseInfo {
        id,
        month: month(of),
        stage,
        vintage: 1,
        date,
        digest,
        simulated: true,
        observed: Some(0.874),
        due: 148,
        estimated: 9,
    }
}

fn bulletin(lang: Lang, of: Month, value: f64) -> Bulletin {
    let words = |vi: &str, en: &str| Segment::Words(if lang == Lang::Vi { vi.into() } else { en.into() });
    let reference =
        Reference { node: "TOTAL".into(), month: of, figure: Figure::Change(Measure::Mom), origin: Origin::Own };
    let label = Reference { figure: Figure::Label, ..reference.clone() };
    let due = Reference { figure: Figure::Count(Counted::Due), ..reference.clone() };
    let value = Segment::Value { text: number(value, 2, lang), value, digits: 2, reference };
    let paragraph = |role, segments| Paragraph { role, segments };
    let paragraphs = vec![
        paragraph(
            Role::Title,
            vec![words("Tình hình sản xuất công nghiệp tháng một", "Industrial production of the month")],
        ),
        paragraph(Role::Notice, vec![words("Số liệu mô phỏng, ước tính.", "Simulated data, flash estimate.")]),
        paragraph(Role::Heading, vec![words("Toàn ngành", "Whole industry")]),
        paragraph(
            Role::Body,
            vec![
                words("Chỉ số sản xuất công nghiệp thay đổi ", "The index of industrial production changed by "),
                value,
                words("% so với tháng trước.", "% on the previous month."),
            ],
        ),
        paragraph(
            Role::Body,
            vec![
                words("Trong tháng ", "In month "),
                Segment::Value { text: "1/2024".into(), value: 1.0, digits: 0, reference: label },
                words(", ", ", "),
                Segment::Value { text: "148".into(), value: 148.0, digits: 0, reference: due },
                words(" cơ sở thuộc diện báo cáo.", " establishments were required to report."),
            ],
        ),
        paragraph(Role::Item, vec![words("Khai khoáng phục hồi.", "Mining recovered.")]),
    ];
    Bulletin { lang, paragraphs }
}

fn siblings() -> Vec<PublicSibling> {
    let one = |(n, (kind, code, vi, en, withheld)): (usize, (Sibling, &str, &str, &str, bool))| {
        let levels: Vec<f64> = (0..months().len()).map(|m| level(n + 30, m)).collect();
        PublicSibling {
            kind,
            code: code.into(),
            name: Text::new(vi, en),
            withheld,
            changes: if withheld { ByMeasure::default() } else { changes(&levels, 1.0) },
            levels: if withheld { Vec::new() } else { levels.into_iter().map(Some).collect() },
        }
    };
    let (c, b) =
        (("C", "Công nghiệp chế biến, chế tạo", "Manufacturing"), ("B", "Khai khoáng", "Mining and quarrying"));
    let list = [
        (Sibling::Shipments, c.0, c.1, c.2, false),
        (Sibling::Stocks, c.0, c.1, c.2, false),
        (Sibling::Stocks, b.0, b.1, b.2, true),
        (Sibling::StockToOutput, c.0, c.1, c.2, false),
        (Sibling::Employment, "TOTAL", "Toàn ngành công nghiệp", "Whole industry", false),
    ];
    list.into_iter().enumerate().map(one).collect()
}

fn products() -> Vec<PublicProduct> {
    let list = [
        ("07100.01", "Quặng sắt và tinh quặng sắt chưa nung kết", "Iron ore and concentrate", "tấn", 38_512.4, false),
        ("35110.02", "Thủy điện", "Hydroelectricity", "triệu kWh", 412.75, false),
        ("10760.01", "Chè nguyên chất", "Tea", "tấn", 96.4, false),
        ("24200.03", "Antimon thỏi", "Antimony ingots", "tấn", 0.0, true),
    ];
    let one = |(n, (code, vi, en, unit, size, withheld)): (usize, (&str, &str, &str, &str, f64, bool))| {
        let levels: Vec<f64> = (0..months().len()).map(|m| level(n + 50, m) * size / 100.0).collect();
        PublicProduct {
            code: code.into(),
            name: Text::new(vi, en),
            unit: unit.into(),
            withheld,
            changes: if withheld { ByMeasure::default() } else { changes(&levels, 1.0) },
            quantities: if withheld { Vec::new() } else { levels.into_iter().map(Some).collect() },
        }
    };
    list.into_iter().enumerate().map(one).collect()
}

fn calendar(of: Month) -> Vec<CalendarEntry> {
    let line = |n: i32| {
        let month = of.plus(n);
        let due = month.next().first_day().checked_add(jiff::Span::new().days(5)).unwrap();
        let done = Done { id: i64::from(n) + 100, date: due, vintage: 1, digest: "9f2b7c01d4e85a66".into() };
        let flash = CalendarEntry { month, stage: Stage::Flash, due, done: (n <= 0).then_some(done) };
        let later = due.checked_add(jiff::Span::new().months(1)).unwrap();
        let done = Done { id: i64::from(n) + 200, date: later, vintage: 2, digest: "11aa22bb33cc44dd".into() };
        // The oldest month was never released as provisional.
        let made = (-13..0).contains(&n).then_some(done);
        let provisional = CalendarEntry { month, stage: Stage::Provisional, due: later, done: made };
        [flash, provisional]
    };
    let mut lines: Vec<_> = (-14..=4).flat_map(line).collect();
    lines.sort_by_key(|l| (l.due, l.month));
    lines
}

/// The last month of the year whose final figures are out.
fn year_made_final() -> Month {
    month("2022-12")
}

fn revisions(of: Month) -> Vec<RevisionRow> {
    let row = |(node, n): (&str, i32)| {
        let month = of.plus(n);
        let print = |release: i64, date, stage, level, change| Print {
            release,
            date,
            stage,
            level,
            change: Some(change),
            observed: Some(0.9),
        };
        let date = month.next().first_day();
        if month == year_made_final() {
            let prints = vec![print(3, date, Stage::Final, 103.9, -0.4)];
            return RevisionRow { node: node.into(), month, prints };
        }
        let mut prints = vec![print(1, date, Stage::Flash, 104.2 + f64::from(n), 1.25)];
        if n < 0 {
            prints.push(print(2, date.last_of_month(), Stage::Provisional, 104.9 + f64::from(n), 1.87));
        }
        RevisionRow { node: node.into(), month, prints }
    };
    let months = move || (-13..=-13).chain(-6..=0);
    ["TOTAL", "B", "C", "D"].into_iter().flat_map(|node| months().map(move |n| row((node, n)))).collect()
}

/// The publication of January 2024 (or another month, with the same figures).
pub(crate) fn publication() -> Publication {
    let whole = node_levels(0);
    let nodes: Vec<PublicNode> = (0..NODES.len()).map(|at| node(at, &whole)).collect();
    let months = months();
    let level_in = |m: Month| months.position(m).map(|n| whole[n]);
    let target = |year: &str, growth| Target {
        year: year.parse().unwrap(),
        node: "TOTAL".into(),
        growth,
        source: "Báo cáo kinh tế - xã hội tỉnh Hà Giang".into(),
        note: String::new(),
    };
    let targets = vec![
        progress(&target("2023", 10.0), month("2023-12"), level_in).unwrap(),
        progress(&target("2024", 5.0), month("2024-01"), level_in).unwrap(),
    ];
    let official = |node: &str, period: &str, measure, value| Comparison {
        node: node.into(),
        period: period.parse().unwrap(),
        measure,
        official: value,
        own: nodes.iter().find(|n| n.code == node).and_then(|n| *n.changes.get(measure).last()?),
        source: "Cục Thống kê tỉnh Hà Giang".into(),
        note: String::new(),
    };
    let official = vec![
        official("TOTAL", "2022-06", Measure::Ytd, 23.87),
        official("TOTAL", "2024-01", Measure::Mom, 4.14),
        official("TOTAL", "2024-01", Measure::Yoy, 16.95),
        official("E", "2024-01", Measure::Mom, 1.62),
    ];
    let at = month("2024-01");
    let reliability =
        |node: &str| Reliability { node: node.into(), months: 24, level: 0.42, change: 0.31, direction: 0.875 };
    Publication {
        release: release(100, "2024-01", Stage::Flash),
        base: "2019".parse().unwrap(),
        months,
        nodes,
        siblings: siblings(),
        products: products(),
        targets,
        official,
        published: Vec::new(),
        choices: BTreeMap::new(),
        bulletin: Bulletins { vi: bulletin(Lang::Vi, at, 4.14), en: bulletin(Lang::En, at, 4.14) },
        calendar: calendar(at),
        revisions: revisions(at),
        reliability: vec![reliability("TOTAL"), reliability("B"), reliability("C")],
    }
}

/// The release of the month before, for a second bulletin.
pub(crate) fn earlier() -> Publication {
    let at = month("2023-12");
    Publication {
        release: release(99, "2023-12", Stage::Provisional),
        bulletin: Bulletins { vi: bulletin(Lang::Vi, at, 2.5), en: bulletin(Lang::En, at, 2.5) },
        ..publication()
    }
}

/// The carried sites on the day of the release; Tùng Bá with an invented worth.
pub(crate) fn board() -> Board {
    let mut sites = formats::carried::sites().to_vec();
    sites.sort_by(|a, b| a.code.cmp(&b.code));
    let potential = Potential {
        product: "0710".parse().unwrap(),
        unit: "tấn".into(),
        yearly: 1_500_000.0,
        basis: Some(CapacityBasis::Planned),
        made: 0.0,
    };
    let year = |year: i32, whole| Added {
        year: Year::new(year).unwrap(),
        nodes: vec![("TOTAL".into(), Some(whole)), ("B".into(), Some(20.0 * whole))],
    };
    let worth = SiteWorth {
        potential,
        product_name: Text::new("Quặng sắt và tinh quặng sắt", "Iron ores and concentrates"),
        section: ("B".into(), Text::new("Khai khoáng", "Mining and quarrying")),
        from: month("2024-02"),
        shares: [0.25, 0.5, 1.0]
            .map(|share| ShareWorth { share, years: vec![year(2024, 8.0 * share), year(2025, 9.0 * share)] })
            .to_vec(),
    };
    let prices = formats::carried::prices().iter().cloned().collect();
    let unknown = Text::new("Chưa rõ công suất.", "The capacity is not known.");
    let code = |code: &str| code.parse().unwrap();
    let worth = [(code("M02"), Ok(worth.into())), (code("M04"), Err(unknown))].into_iter().collect();
    Board {
        as_of: office::LastChanges::default(),
        basis: None,
        day: jiff::civil::date(2024, 2, 6),
        sites,
        worth,
        prices,
        ground: None,
        simulated: true,
    }
}
