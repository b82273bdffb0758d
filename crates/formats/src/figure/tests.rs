//! What a figure must keep: the same bytes for the same input, well-formed, escaped, titled, its gaps and marks told apart.

use domain::period::MonthRange;
use domain::text::Lang;
use proptest::prelude::*;

use super::*;

mod adjusted;

fn months(count: usize) -> MonthRange {
    let first: domain::period::Month = "2023-10".parse().unwrap();
    MonthRange::new(first, first.plus(count as i32 - 1))
}

fn value(value: f64, mark: Mark) -> Point {
    Point::Value { value, mark, note: String::new() }
}

fn chart(frame: Frame) -> LineChart {
    let own = vec![
        value(90.0, Mark::Settled),
        Point::Withheld("không công bố".into()),
        value(110.0, Mark::Imputed),
        value(120.5, Mark::Flash),
    ];
    let official = vec![Point::Missing, Point::Missing, Point::Missing, value(118.0, Mark::Settled)];
    LineChart {
        id: "c".into(),
        title: "Chỉ số <toàn ngành>".into(),
        description: "Bốn tháng".into(),
        lang: Lang::Vi,
        frame,
        unit: Unit::LEVEL,
        scale: String::new(),
        months: months(4),
        yearly: false,
        lines: vec![
            Line { name: "Sở tự tính".into(), role: Role::Own, points: own },
            Line { name: "Cục Thống kê".into(), role: Role::Official, points: official },
        ],
        reference: Some(100.0),
    }
}

fn waterfall() -> Waterfall {
    let step = |name: &str, value| Step {
        name: name.into(),
        value,
        note: if value.is_none() { "không công bố".into() } else { String::new() },
        link: Some("/contributions?node=B&measure=yoy".into()),
    };
    Waterfall {
        id: "w".into(),
        title: "Đóng góp".into(),
        description: "Ba ngành".into(),
        lang: Lang::En,
        frame: Frame::NARROW,
        unit: Unit::POINTS,
        steps: vec![step("Manufacturing", Some(3.5)), step("Mining", Some(-1.25)), step("Water & waste", None)],
        whole: "Whole industry".into(),
        total: 2.5,
    }
}

/// Reads the drawing as XML to its end and gives the text of every element called `name`.
fn texts(svg: &str, name: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) if tag.name().as_ref() == name => {
                inside = true;
                found.push(String::new());
            }
            Event::End(tag) if tag.name().as_ref() == name => inside = false,
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(reference) if inside => {
                found.last_mut().unwrap().push_str(&format!("&{};", &*reference));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn a_line_chart_tells_its_marks_apart_and_says_them() {
    let svg = chart(Frame::WIDE).draw();
    let titles = texts(&svg, "title");
    assert_eq!(titles[0], "Chỉ số &lt;toàn ngành&gt;");
    assert!(titles.contains(&"Sở tự tính, tháng 11/2023: không công bố".to_owned()), "{titles:?}");
    assert!(titles.contains(&"Sở tự tính, tháng 1/2024: 120,50".to_owned()), "{titles:?}");
    assert!(titles.contains(&"Cục Thống kê, tháng 1/2024: 118,00".to_owned()), "{titles:?}");
    for class in ["withheld", "imputed", "flash", "official", "target"] {
        assert!(svg.contains(&format!("class=\"{class}\"")), "{class}");
    }
    assert_eq!(svg.matches("class=\"own\" d=\"").count(), 2, "the legend and the line");
}

#[test]
fn the_drawings_stay_as_they_are() {
    insta::assert_snapshot!("line_wide", lines_apart(&chart(Frame::WIDE).draw()));
    insta::assert_snapshot!("line_narrow", lines_apart(&chart(Frame::NARROW).draw()));
    insta::assert_snapshot!("waterfall", lines_apart(&waterfall().draw()));
}

/// An element a line, so that a change is read in a review.
fn lines_apart(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

#[test]
fn a_waterfall_says_what_is_withheld_and_links_its_rows() {
    let svg = waterfall().draw();
    let shown = texts(&svg, "text");
    assert!(shown.contains(&"không công bố".to_owned()), "{shown:?}");
    assert!(shown.contains(&"\u{2212}1.25".to_owned()) && shown.contains(&"+2.50".to_owned()), "{shown:?}");
    assert!(shown.contains(&"Water &amp; waste".to_owned()), "{shown:?}");
    assert!(svg.contains("<a href=\"/contributions?node=B&amp;measure=yoy\">"));
}

#[test]
fn a_long_name_of_a_waterfall_takes_a_second_line_and_its_bar_makes_room() {
    let long = "D Sản xuất và phân phối điện, khí đốt, nước nóng, hơi nước";
    let mut longer = waterfall();
    longer.steps[0].name = long.into();
    let svg = longer.draw();
    let shown = texts(&svg, "text");
    assert!(shown.contains(&"D Sản xuất và phân phối điện, khí đốt, nước".to_owned()), "{shown:?}");
    assert!(shown.contains(&"nóng, hơi nước".to_owned()), "{shown:?}");
    let height = |svg: &str| {
        let rest = svg.split(" height=\"").nth(1).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    assert!((height(&svg) - height(&waterfall().draw()) - 1.35 * longer.frame.font).abs() < 0.11);
}

fn gap(plan: f64, result: f64) -> PlanGap {
    PlanGap {
        id: "g".into(),
        title: "Năm 2023".into(),
        description: "Kế hoạch và kết quả".into(),
        lang: Lang::Vi,
        plan,
        result,
        plan_name: "Kế hoạch".into(),
        result_name: "Kết quả".into(),
        gap_name: "Thiếu 27,22 điểm phần trăm".into(),
    }
}

#[test]
fn a_plan_and_its_gap_are_drawn_on_one_scale() {
    let titles = texts(&gap(10.0, -17.22).draw(), "title");
    assert!(titles.contains(&"Kết quả: \u{2212}17,22%".to_owned()), "{titles:?}");
    assert!(titles.contains(&"Thiếu 27,22 điểm phần trăm".to_owned()), "{titles:?}");
}

#[test]
fn a_label_of_the_plan_begins_or_ends_at_the_edge_it_is_near() {
    let check = |plan, result, expected: [&str; 2]| {
        let svg = gap(plan, result).draw();
        let labels = lines_apart(&svg);
        let anchor = |name: &str| {
            let line = labels.lines().find(|line| line.starts_with("<text") && line.contains(name)).unwrap();
            let anchor = line.split("text-anchor=\"").nth(1).map_or("start", |rest| rest.split('"').next().unwrap());
            anchor.to_owned()
        };
        assert_eq!([anchor("Kế hoạch"), anchor("Kết quả")], expected, "{plan} and {result}");
    };
    check(10.0, -17.22, ["end", "start"]);
    check(10.0, 5.0, ["end", "middle"]);
    check(-20.0, 3.0, ["start", "end"]);
}

#[test]
fn a_value_of_a_year_stands_over_the_name_of_its_year() {
    let points = months(40).iter().map(|month| match month.month_of_year() {
        12 => value(10.0, Mark::Settled),
        _ => Point::Missing,
    });
    let line = Line { name: "Sở tự tính".into(), role: Role::Own, points: points.collect() };
    let svg = LineChart { months: months(40), yearly: true, lines: vec![line], ..chart(Frame::WIDE) }.draw();
    let place = |element: &str, at: &str| {
        let rest = element.split_once(at).unwrap().1;
        rest.split('"').next().unwrap().to_owned()
    };
    let apart = lines_apart(&svg);
    let dots: Vec<_> =
        apart.lines().filter(|l| l.starts_with("<circle class=\"own\"")).map(|l| place(l, "cx=\"")).collect();
    let years = apart.lines().filter(|l| l.starts_with("<text") && l.contains(">202"));
    let years: Vec<_> = years.map(|l| (place(l, " x=\""), l.split_once('>').unwrap().1[..4].to_owned())).collect();
    let expected: Vec<_> = dots.into_iter().zip(["2023", "2024", "2025", "2026"].map(str::to_owned)).collect();
    assert_eq!(years, expected);
    assert!(texts(&svg, "title").contains(&"Sở tự tính, năm 2024: 10,00".to_owned()));
}

#[test]
fn the_last_value_stands_beside_its_line_on_every_sheet() {
    for frame in Frame::BOTH {
        let svg = lines_apart(&chart(frame).draw());
        let label = svg.lines().find(|line| line.contains("own-text")).unwrap();
        assert!(!label.contains("text-anchor"), "begins after the line: {label}");
        let x: f64 = label.split(" x=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
        assert!(x + super::svg::strong_width_of("120,50", frame.font) <= frame.width, "{label}");
    }
}

/// The number of an attribute of an element.
fn number_of(element: &str, name: &str) -> f64 {
    let rest = element.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{name}: {element}")).1;
    rest.split('"').next().unwrap().parse().unwrap()
}

/// The places a path of straight lines goes through.
fn places_of(path: &str) -> Vec<(f64, f64)> {
    let data = path.split(" d=\"").nth(1).unwrap().split('"').next().unwrap();
    let pieces = data.split(['M', 'L', 'h', 'z']).filter_map(|piece| piece.split_once(' '));
    pieces.map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect()
}

#[test]
fn the_last_value_keeps_clear_of_months_that_have_not_come() {
    let own = (0..48).map(|n| value(100.0 + f64::from(n % 5), Mark::Settled)).chain(vec![Point::Missing; 12]);
    let foreseen = (0..12).map(|_| Point::Foreseen { value: 104.0, lower: 98.0, upper: 110.0 });
    let foreseen = vec![Point::Missing; 48].into_iter().chain(foreseen);
    let lines = vec![
        Line { name: "Bỏ mùa vụ".into(), role: Role::Own, points: own.collect() },
        Line { name: "Dự báo".into(), role: Role::Foreseen, points: foreseen.collect() },
    ];
    for frame in Frame::BOTH {
        let chart = LineChart { months: months(60), reference: None, lines: lines.clone(), ..chart(frame) };
        let svg = lines_apart(&chart.draw());
        let label = svg.lines().find(|line| line.contains("own-text")).unwrap();
        let (right, baseline) = (number_of(label, "x"), number_of(label, "y"));
        let left = right - super::svg::strong_width_of("102,00", frame.font);
        assert!(label.contains("text-anchor=\"end\"") && left > 0.0, "{label}");
        let path = svg.lines().filter(|line| line.starts_with("<path class=\"foreseen\"")).nth(1).unwrap();
        for (x, y) in places_of(path) {
            let is_over =
                (left - 3.0..=right + 3.0).contains(&x) && (baseline - frame.font - 3.0..=baseline + 3.0).contains(&y);
            assert!(!is_over, "{label} over {x} {y} of {path}");
        }
        assert!(svg.contains("<circle class=\"own\""), "a dot says where the value stands");
    }
}

proptest! {
    /// Any numbers and any words, hostile ones too, give a well-formed drawing without a number that is none.
    #[test]
    fn every_input_is_well_formed(
        values in proptest::collection::vec(proptest::option::of(-1e300..1e300f64), 1..40),
        name in any::<String>(),
    ) {
        let points: Vec<Point> = values.iter().map(|v| v.map_or(Point::Missing, |v| value(v, Mark::Flash))).collect();
        let mut chart = chart(Frame::NARROW);
        chart.months = months(points.len());
        chart.title = name.clone();
        chart.lines = vec![Line { name: name.clone(), role: Role::Own, points }];
        let svg = chart.draw();
        prop_assert_eq!(&svg, &chart.draw());
        texts(&svg, "title");
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{}", svg);
        let spark = Sparkline { id: "s".into(), title: name.clone(), description: name, values };
        texts(&spark.draw(), "title");
    }
}
