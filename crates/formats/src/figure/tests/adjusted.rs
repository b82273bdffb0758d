//! The figures of an adjusted series: spectra, the season by month, components, and what is foreseen.

use super::*;

fn spectra(frame: Frame) -> Spectra {
    let curve = || (0..=60).map(|n| (f64::from(n) / 120.0, -30.0 - f64::from(n % 20))).collect();
    let panel = |name: &str, peaks| Panel { name: name.into(), curve: curve(), peaks };
    let guides = |name: &str, frequencies: &[f64]| Guides { name: name.into(), frequencies: frequencies.to_vec() };
    Spectra {
        id: "s".into(),
        title: "Phổ".into(),
        description: "Có một đỉnh".into(),
        lang: Lang::Vi,
        frame,
        panels: vec![panel("Đã hiệu chỉnh", vec![(40.0 / 120.0, "4 lần một năm".into())]), panel("Bất thường", vec![])],
        season: guides("Mùa vụ", &[1.0, 2.0, 3.0, 4.0, 5.0].map(|cycles| cycles / 12.0)),
        trading_days: guides("Ngày làm việc", &[0.3482, 0.432]),
        peak: "Đỉnh thấy rõ".into(),
        axis: "lần một năm".into(),
    }
}

#[test]
fn spectra_stand_side_by_side_and_on_a_phone_one_under_the_other() {
    let places = |frame: Frame| -> Vec<(f64, f64)> {
        let svg = lines_apart(&spectra(frame).draw());
        assert!(number_of(&svg, "width") == frame.width && number_of(&svg, "height") > 150.0);
        assert_eq!(svg.matches("<path class=\"official\"").count(), 5, "two in each field, one in the legend");
        assert_eq!(svg.matches("<circle class=\"down\"").count(), 2, "the peak, and the legend");
        assert!(texts(&spectra(frame).draw(), "title").contains(&"4 lần một năm".to_owned()));
        svg.lines()
            .filter(|l| l.contains("class=\"strong ink\""))
            .map(|l| (number_of(l, "x"), number_of(l, "y")))
            .collect()
    };
    let (wide, narrow) = (places(Frame::WIDE), places(Frame::NARROW));
    assert!(wide[0].1 == wide[1].1 && wide[0].0 < wide[1].0, "{wide:?}");
    assert!(narrow[0].0 == narrow[1].0 && narrow[0].1 < narrow[1].1, "{narrow:?}");
}

/// Six years of twelve months: each month a little higher every year, February strange in 2021.
fn subseries(frame: Frame) -> Subseries {
    let dot = |month: i32, year: i32| YearDot {
        year,
        value: f64::from(90 + 2 * month + year - 2018) + if (month, year) == (1, 2021) { 30.0 } else { 1.5 },
        season: f64::from(90 + 2 * month + year - 2018),
        replaced: (month, year) == (1, 2021),
        title: format!("Tháng {}/{year}", month + 1),
    };
    let field = |month: i32| MonthField {
        name: format!("Tháng {}", month + 1),
        years: (2018..2024).map(|year| dot(month, year)).collect(),
    };
    Subseries {
        id: "m".into(),
        title: "Mùa vụ".into(),
        description: "Mười hai tháng".into(),
        lang: Lang::Vi,
        frame,
        fields: (0..12).map(field).collect(),
        neutral: 100.0,
        scale: "Trung bình năm = 100".into(),
        legend: ["SI từng năm", "Giá trị cực trị đã thay", "Mùa vụ", "Trung bình"].map(str::to_owned),
        across: "Các năm từ 2018 đến 2023".into(),
    }
}

#[test]
fn every_month_has_a_field_with_its_years_on_one_scale() {
    for frame in Frame::BOTH {
        let svg = lines_apart(&subseries(frame).draw());
        let fields: Vec<&str> = svg.split("<g class=\"month-field\">").skip(1).collect();
        assert_eq!(fields.len(), 12);
        let marks = |field: &str, class: &str| field.matches(&format!("<circle class=\"{class}\"")).count();
        for (at, field) in fields.iter().enumerate() {
            let replaced = usize::from(at == 1);
            assert_eq!((marks(field, "si"), marks(field, "extreme")), (6 - replaced, replaced), "{field}");
            let line = field.lines().find(|line| line.starts_with("<path class=\"own\"")).unwrap();
            let places = places_of(line);
            assert!(places.len() == 6 && places.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 > two[1].1));
            let mean = field.lines().find(|line| line.starts_with("<path class=\"official\"")).unwrap();
            let of_line = places.iter().map(|(_, y)| y).sum::<f64>() / 6.0;
            assert!((places_of(&mean.replace('H', "h"))[0].1 - of_line).abs() < 0.1, "the thin line is at its mean");
            for edge in places.iter().map(|(x, _)| x) {
                assert!((0.0..=frame.width).contains(edge), "{edge}");
            }
        }
        // One scale: what is higher by as much is drawn higher by as much, within the same row.
        let first_of =
            |field: &str| places_of(field.lines().find(|l| l.starts_with("<path class=\"own\"")).unwrap())[0];
        let steps: Vec<f64> = fields[..4].windows(2).map(|two| first_of(two[0]).1 - first_of(two[1]).1).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() < 0.21 && *step > 0.0), "{steps:?}");
        let rows: std::collections::BTreeSet<String> = fields
            .iter()
            .map(|field| format!("{}", number_of(field.lines().find(|l| l.starts_with("<text")).unwrap(), "y")))
            .collect();
        assert_eq!(rows.len(), if frame.is_narrow() { 3 } else { 1 });
        assert!(number_of(&svg, "height") < 700.0);
    }
    assert!(texts(&subseries(Frame::WIDE).draw(), "title").contains(&"Tháng 2/2021".to_owned()));
    // A phone has nothing to hover with: the same picture in fewer bytes.
    assert_eq!(texts(&subseries(Frame::NARROW).draw(), "title").len(), 1);
}

#[test]
fn a_month_that_is_not_there_or_no_number_leaves_its_field_empty() {
    let mut figure = subseries(Frame::WIDE);
    figure.fields[3].years.clear();
    figure.fields[4].years[2].value = f64::NAN;
    figure.fields[4].years[2].season = f64::INFINITY;
    let svg = figure.draw();
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert_eq!(svg.matches("<circle class=\"si\"").count(), 72 - 6 - 1 - 1 + 1, "one in the legend");
}

fn components(frame: Frame) -> Components {
    let part = |name: &str, shape, values: Vec<f64>| Component {
        name: name.into(),
        scale: "trung bình năm = 100".into(),
        shape,
        values,
    };
    let season = |n: usize| 100.0 + (n % 12) as f64;
    Components {
        id: "c".into(),
        title: "Các thành phần".into(),
        description: "Ba thành phần".into(),
        lang: Lang::Vi,
        frame,
        months: months(36),
        parts: vec![
            part("Xu thế", Shape::Line, (0..36).map(|n| 80.0 + n as f64).collect()),
            part("Mùa vụ", Shape::Around(100.0), (0..36).map(season).collect()),
            part("Phần bất thường", Shape::Strokes(100.0), (0..36).map(|n| 99.0 + (n % 3) as f64).collect()),
        ],
    }
}

#[test]
fn components_stand_one_under_the_other_over_the_same_months() {
    for frame in Frame::BOTH {
        let svg = lines_apart(&components(frame).draw());
        let paths: Vec<&str> = svg.lines().filter(|line| line.starts_with("<path class=\"own\"")).collect();
        assert_eq!(paths.len(), 3);
        let [trend, season] = [paths[0], paths[1]].map(places_of);
        assert_eq!((trend.len(), season.len()), (36, 36));
        let across = |places: &[(f64, f64)]| places.iter().map(|(x, _)| *x).collect::<Vec<_>>();
        assert_eq!(across(&trend), across(&season));
        let lowest = trend.iter().map(|(_, y)| *y).fold(0.0, f64::max);
        assert!(season.iter().all(|(_, y)| *y > lowest), "the second is under the first");
        // What is left is a stroke a month, from the line of 100.
        assert_eq!((paths[2].matches('M').count(), paths[2].matches('V').count()), (36, 36));
        assert_eq!(svg.matches("class=\"base\"").count(), 2);
        // The months are named once, under the last.
        assert_eq!(texts(&svg, "text").iter().filter(|text| *text == "2024").count(), 1);
    }
}

#[test]
fn what_is_foreseen_is_a_band_and_no_mark_of_data() {
    let data = (0..30).map(|n| value(100.0 + f64::from(n % 5), if n == 29 { Mark::Flash } else { Mark::Settled }));
    let foreseen = |n: i32| Point::Foreseen { value: 104.0, lower: 98.0 - f64::from(n), upper: 110.0 + f64::from(n) };
    let lines = |ahead: i32| {
        let empty = vec![Point::Missing; ahead as usize];
        let expected = vec![Point::Missing; 30].into_iter().chain((0..ahead).map(foreseen));
        vec![
            Line { name: "Chuỗi".into(), role: Role::Own, points: data.clone().chain(empty).collect() },
            Line { name: "Dự báo".into(), role: Role::Foreseen, points: expected.collect() },
        ]
    };
    for (frame, ahead) in [(Frame::WIDE, 6), (Frame::NARROW, 6), (Frame::WIDE, 1)] {
        let chart = LineChart { months: months(30 + ahead as usize), lines: lines(ahead), ..chart(frame) };
        let svg = lines_apart(&chart.draw());
        let band = svg.lines().find(|line| line.starts_with("<path class=\"band\"")).unwrap();
        let around = places_of(band);
        // Two places over and two under each month: it widens as the interval does, and has a width for one month too.
        assert_eq!(around.len(), 4 * ahead as usize, "{band}");
        let height = |at: usize| around[around.len() - 1 - at].1 - around[at].1;
        assert!(height(0) > 5.0 && (ahead == 1 || height(2 * ahead as usize - 1) > height(0)), "{band}");
        assert!(around[1].0 > around[0].0, "{band}");
        assert_eq!(svg.matches("class=\"flash\"").count(), 1, "hollow is what is not settled, and that only");
        let said = texts(&svg, "title").iter().filter(|title| title.starts_with("Dự báo")).count();
        assert_eq!(said, if frame.is_narrow() { 0 } else { ahead as usize });
    }
}

#[test]
fn what_values_are_in_stands_over_the_axis() {
    let plain = chart(Frame::NARROW);
    let named = LineChart { scale: "Bình quân tháng năm 2020 = 100".into(), ..plain.clone() };
    let top = |chart: &LineChart| {
        let svg = lines_apart(&chart.draw());
        let grid =
            svg.lines().filter(|line| line.starts_with("<line class=\"grid\"")).map(|line| number_of(line, "y1"));
        grid.fold(f64::INFINITY, f64::min)
    };
    let svg = lines_apart(&named.draw());
    let text = svg.lines().find(|line| line.contains("Bình quân tháng năm 2020 = 100")).unwrap();
    assert!(number_of(text, "y") < top(&named) - 6.0 && number_of(text, "y") > top(&plain) - 6.0, "{text}");
}

proptest! {
    /// Any numbers and any words give well-formed drawings without a number that is none.
    #[test]
    fn every_component_and_season_is_well_formed(
        values in proptest::collection::vec(prop_oneof![-1e300..1e300f64, Just(f64::NAN), Just(f64::INFINITY)], 1..40),
        name in any::<String>(),
    ) {
        let part = |shape| Component { name: name.clone(), scale: name.clone(), shape, values: values.clone() };
        let parts = vec![part(Shape::Line), part(Shape::Around(0.0)), part(Shape::Strokes(1.0))];
        let whole = Components { months: months(values.len()), parts, ..components(Frame::NARROW) };
        let dot = |(at, value): (usize, &f64)| YearDot {
            year: 2000 + at as i32,
            value: *value,
            season: *value,
            replaced: at % 2 == 0,
            title: name.clone(),
        };
        let fields = vec![MonthField { name: name.clone(), years: values.iter().enumerate().map(dot).collect() }];
        for svg in [whole.draw(), Subseries { fields, ..subseries(Frame::WIDE) }.draw()] {
            texts(&svg, "title");
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        }
    }
}
