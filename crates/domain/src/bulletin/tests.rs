//! The bulletin of January 2024 with the published figures, in both languages, and what its check finds.

use super::read::{Unit, check, check_text, numbers, values};
use super::*;
use crate::official::{OfficialFigure, Target};
use crate::release::comparison::side_by_side;
use crate::release::target::Progress;
use crate::series::Stage;
use crate::text::Text;

fn node(code: &str, vi: &str, en: &str, [mom, yoy, year]: [Option<f64>; 3]) -> NodeStory {
    let name = Text::new(vi, en);
    NodeStory { code: code.into(), name, level: Some(71.234), mom, yoy, ytd: yoy, year }
}

fn withheld(code: &str, vi: &str, en: &str) -> Withheld {
    Withheld { code: code.into(), name: Text::new(vi, en) }
}

/// The published figures of January 2024 and of 2023 (Báo Công Thương, early 2024); what was not published is made up.
fn story() -> Story {
    let month: Month = "2024-01".parse().unwrap();
    let figures = [official("2024-01", "total", "mom_pct", 4.14), official("2023", "B", "yoy_pct", -52.81)];
    Story {
        province: Text::new("tỉnh Hà Giang", "Hà Giang province"),
        month,
        stage: Stage::Flash,
        vintage: 1,
        date: jiff::civil::date(2024, 2, 6),
        simulated: true,
        base: "2019".parse().unwrap(),
        whole: node("TOTAL", "Toàn ngành công nghiệp", "Whole industry", [Some(4.1399), Some(16.952), Some(-17.2243)]),
        sections: sections(),
        tet: Some(TetStory {
            days: (jiff::civil::date(2023, 1, 22), jiff::civil::date(2024, 2, 10)),
            alone: true,
            part: 3.21,
            yoy: 13.738,
            mom: Some(-0.871),
        }),
        section_drivers: vec![
            driver("D", "Điện", Measure::Mom, 4.8),
            driver("C", "Chế biến, chế tạo", Measure::Mom, -0.78),
            driver("C", "Chế biến, chế tạo", Measure::Yoy, 20.9),
        ],
        division_drivers: vec![driver("24", "Sản xuất kim loại", Measure::Yoy, 18.004)],
        products: vec![electricity()],
        stocks: vec![stocks_of_mining()],
        withheld_sections: vec![withheld("E", "Cung cấp nước; xử lý rác thải", "Water supply; sewerage")],
        withheld_stocks: vec![withheld("C", "Công nghiệp chế biến, chế tạo", "Manufacturing")],
        observed: Some(0.9342),
        due: 1150,
        estimated: 7,
        targets: vec![year_that_is_over(), year_that_has_begun(month)],
        official: side_by_side(&figures, |node, _, _| Some(if node == "B" { -52.8049 } else { 4.1399 })),
    }
}

fn official(period: &str, sector: &str, measure: &str, value: f64) -> OfficialFigure {
    OfficialFigure {
        area: String::new(),
        period: period.parse().ok(),
        indicator: "iip".into(),
        sector: sector.into(),
        measure: measure.into(),
        value,
        unit: "%".into(),
        source: "Báo Công Thương, đầu năm 2024 | Báo Công Thương, early 2024".into(),
        note: String::new(),
    }
}

fn sections() -> Vec<NodeStory> {
    vec![
        node("B", "Khai khoáng", "Mining and quarrying", [Some(2.62), Some(-2.01), Some(-52.8049)]),
        node("C", "Công nghiệp chế biến, chế tạo", "Manufacturing", [Some(-1.66), Some(65.6), None]),
        node("D", "Sản xuất và phân phối điện", "Electricity", [Some(9.84), Some(-4.65), Some(0.001)]),
    ]
}

fn driver(code: &str, vi: &str, measure: Measure, points: f64) -> Driver {
    Driver { code: code.into(), name: Text::new(vi, code), measure, points }
}

fn electricity() -> ProductStory {
    ProductStory {
        code: "3512-01".into(),
        name: Text::new("Điện sản xuất loại 22,5 kV", "Electricity 22.5 kV"),
        unit: "triệu kWh".into(),
        quantity: 1671.5,
        mom: Some(9.84),
        yoy: Some(-4.65),
    }
}

fn stocks_of_mining() -> StockStory {
    StockStory {
        code: "B".into(),
        name: Text::new("Khai khoáng", "Mining"),
        mom: Some(-3.2),
        yoy: Some(41.7),
        ratio: Some(182.44),
    }
}

fn target(year: &str, growth: f64) -> Target {
    Target { year: year.parse().unwrap(), node: "TOTAL".into(), growth, source: String::new(), note: String::new() }
}

fn year_that_is_over() -> Progress {
    Progress {
        target: target("2023", 10.0),
        through: "2023-12".parse().unwrap(),
        result: -17.22,
        gap: 27.22,
        months_left: 0,
        growth_needed: None,
    }
}

fn year_that_has_begun(through: Month) -> Progress {
    Progress {
        target: target("2024", 5.0),
        through,
        result: 16.95,
        gap: -11.95,
        months_left: 11,
        growth_needed: Some(4.1),
    }
}

/// A lookup that knows what the bulletin says, but for one reference.
fn honest(bulletin: &Bulletin) -> impl Fn(&Reference) -> Option<f64> {
    let known: Vec<(Reference, f64)> = bulletin
        .paragraphs
        .iter()
        .flat_map(|p| &p.segments)
        .filter_map(|s| match s {
            Segment::Value { value, reference, .. } => Some((reference.clone(), *value)),
            Segment::Words(_) => None,
        })
        .collect();
    move |wanted| known.iter().find(|(reference, _)| reference == wanted).map(|(_, value)| *value)
}

#[test]
fn the_bulletin_of_january_2024_in_vietnamese() {
    let bulletin = compose(&story(), Lang::Vi);
    insta::assert_snapshot!(bulletin.text());
}

#[test]
fn the_bulletin_of_january_2024_in_english() {
    insta::assert_snapshot!(compose(&story(), Lang::En).text());
}

#[test]
fn every_number_is_read_back_and_found() {
    for lang in Lang::ALL {
        let bulletin = compose(&story(), lang);
        let complaints = check(&bulletin, honest(&bulletin));
        assert!(complaints.is_empty(), "{complaints:#?}");
        let (known, labels) = values(&bulletin);
        assert!(check_text(&bulletin.text(), lang, &known, &labels).is_empty());
        let words: String = bulletin
            .paragraphs
            .iter()
            .flat_map(|p| &p.segments)
            .filter_map(|s| match s {
                Segment::Words(words) => Some(words.as_str()),
                Segment::Value { .. } => None,
            })
            .collect();
        assert!(!words.contains(|c: char| c.is_ascii_digit() || c == '{'), "{words}");
    }
}

#[test]
fn a_planted_wrong_number_is_caught_wherever_it_stands() {
    for lang in Lang::ALL {
        let bulletin = compose(&story(), lang);
        let (known, labels) = values(&bulletin);
        let text = bulletin.text();
        for number in numbers(&text, lang).iter().filter(|n| n.digits > 0) {
            let mut wrong = text.clone();
            let last = number.at.end - 1;
            let digit = if text.as_bytes()[last] == b'7' { "3" } else { "7" };
            wrong.replace_range(last..number.at.end, digit);
            assert_eq!(check_text(&wrong, lang, &known, &labels).len(), 1, "{}", &text[number.at.clone()]);
        }
    }
    let swapped = compose(&story(), Lang::Vi).text().replace("giảm 1,66%", "tăng 1,66%");
    let (known, labels) = values(&compose(&story(), Lang::Vi));
    assert_eq!(check_text(&swapped, Lang::Vi, &known, &labels).len(), 1);
}

#[test]
fn a_value_the_database_does_not_have_is_caught() {
    let bulletin = compose(&story(), Lang::Vi);
    let lookup = honest(&bulletin);
    let complaints =
        check(&bulletin, |r| lookup(r).filter(|_| !(r.node == "B" && r.figure == Figure::Change(Measure::Mom))));
    assert_eq!(complaints.len(), 1);
    assert!(complaints[0].excerpt.contains("2,62"), "{complaints:?}");
    let complaints = check(&bulletin, |r| lookup(r).map(|v| if r.figure == Figure::Quantity { v + 1.0 } else { v }));
    assert_eq!(complaints.len(), 1);
}

#[test]
fn a_number_typed_into_the_words_is_caught() {
    let mut bulletin = compose(&story(), Lang::En);
    bulletin.paragraphs[3].segments.push(Segment::Words(" Some 12% of it is new.".into()));
    let lookup = honest(&bulletin);
    assert_eq!(check(&bulletin, lookup).len(), 1);
}

#[test]
fn numbers_are_read_in_the_form_of_the_language() {
    let check = |text: &str, lang, expected: &[(f64, usize, Unit)]| {
        let read: Vec<_> = numbers(text, lang).into_iter().map(|n| (n.value, n.digits, n.unit)).collect();
        assert_eq!(read, expected, "{text}");
    };
    check("giảm 1.671,50%", Lang::Vi, &[(-1671.5, 2, Unit::Percent)]);
    check("tăng 0,05 điểm phần trăm, năm 2023.", Lang::Vi, &[(0.05, 2, Unit::Points), (2023.0, 0, Unit::Other)]);
    check(
        "fell 1,671.5 tonnes on 06/02/2024",
        Lang::En,
        &[(-1671.5, 1, Unit::Other), (6.0, 0, Unit::Other), (2.0, 0, Unit::Other), (2024.0, 0, Unit::Other)],
    );
    check(
        "mã 0710-01, chênh -3,5%",
        Lang::Vi,
        &[(710.0, 0, Unit::Other), (1.0, 0, Unit::Other), (-3.5, 1, Unit::Percent)],
    );
    check("không quá 1.234.567 tấn", Lang::Vi, &[(1_234_567.0, 0, Unit::Other)]);
}

#[test]
fn one_establishment_has_and_two_have() {
    let text = |estimated| compose(&Story { estimated, ..story() }, Lang::En).text();
    assert!(text(1).contains("required to report, 1 has not done so and is estimated."), "{}", text(1));
    assert!(text(2).contains("required to report, 2 have not done so and are estimated."), "{}", text(2));
}

#[test]
fn a_contribution_printed_as_zero_is_said_in_words() {
    let mut story = story();
    story.section_drivers[1].points = -0.004;
    let (vi, en) = (compose(&story, Lang::Vi).text(), compose(&story, Lang::En).text());
    assert!(vi.contains("ngành chế biến, chế tạo hầu như không tác động"), "{vi}");
    assert!(en.contains("manufacturing had almost no effect"), "{en}");
}

#[test]
fn only_simulated_figures_are_said_to_be_calibrated() {
    for lang in Lang::ALL {
        let said = calibrated().in_lang(lang).to_owned();
        assert!(compose(&story(), lang).text().contains(&said));
        assert!(!compose(&Story { simulated: false, ..story() }, lang).text().contains(&said));
    }
}

#[test]
fn quantities_have_four_figures_or_are_whole() {
    let check = |quantity: f64, expected: &str| {
        assert_eq!(crate::text::number(quantity, quantity_digits(quantity), Lang::Vi), expected);
    };
    check(96.4, "96,40");
    check(412.75, "412,8");
    check(38_512.4, "38.512");
}

#[test]
fn later_months_tell_the_year_so_far_and_no_finished_year() {
    let mut story = story();
    story.month = "2024-06".parse().unwrap();
    story.stage = Stage::Provisional;
    let text = compose(&story, Lang::Vi).text();
    assert!(text.contains("Tính chung 6 tháng đầu năm 2024"), "{text}");
    assert!(!text.contains("cả năm 2023, chỉ số"), "{text}");
    assert!(!text.contains("ước tăng"), "{text}");
}

#[test]
fn trading_days_in_the_model_are_not_told_as_tet() {
    let mut told = story();
    let of_calendar = |story: &Story| [Lang::Vi, Lang::En].map(|lang| compose(story, lang).of_calendar().unwrap());
    let [vi, en] = of_calendar(&told);
    assert!(vi.contains("ước tính điều này làm mức") && en.contains("by estimate this made"), "{vi} {en}");
    told.tet = told.tet.map(|tet| TetStory { alone: false, ..tet });
    let [vi, en] = of_calendar(&told);
    assert!(vi.contains("ước tính yếu tố lịch (chủ yếu là Tết) làm mức so với cùng kỳ cao hơn 3,21"), "{vi}");
    assert!(en.contains("by estimate the calendar (mostly Tết) made the growth on the year higher by 3.21"), "{en}");
    told.tet = None;
    assert_eq!(compose(&told, Lang::Vi).of_calendar(), None);
}
