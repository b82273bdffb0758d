//! The page of an adjusted series in numbers: what it draws and tells is what the adjustment found.

use domain::adjust::{Seasonal, measures};
use domain::authority::Role;
use domain::text::{Lang, number};

use crate::people::Office;
use crate::thread::province;

/// The whole industry, adjusted outside the page.
fn found(office: &Office) -> Seasonal {
    let today = office::demo::context(&office.store, office::demo::last_day().unwrap(), "test").unwrap();
    let publication = office.wait(office::publication::latest(&today)).unwrap().unwrap();
    let (_, look) = office::adjust::one(&publication, &"TOTAL".parse().unwrap()).unwrap();
    look.adjusted().unwrap().clone()
}

fn written(value: f64, digits: usize, lang: Lang) -> String {
    number(value, digits, lang).replace('-', "\u{2212}")
}

/// What stands between two marks.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).unwrap_or_else(|| panic!("{from}: {page}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to}: {rest}")).0
}

#[test]
fn the_season_has_a_field_a_month_and_a_dot_a_year() {
    let office = province();
    let (visitor, found) = (office.someone(Role::Auditor), found(&office));
    for (path, heading, name) in [
        ("/adjusted/series?series=TOTAL", "<h2>Mùa vụ theo tháng</h2>", "Tháng"),
        ("/en/adjusted/series?series=TOTAL", "<h2>The season by month</h2>", "Feb"),
    ] {
        let page = office.get(&visitor, path).text();
        let section = between(&page, heading, "</section>");
        for frame in ["wide", "narrow"] {
            let drawing = between(section, &format!("id=\"season-{frame}-t\""), "</svg>");
            assert_eq!(drawing.matches("class=\"month-field\"").count(), 12);
            let fields: Vec<&str> = drawing.split("class=\"month-field\"").skip(1).collect();
            let dots = |class: &str| {
                fields.iter().map(|field| field.matches(&format!("<circle class=\"{class}\"")).count()).sum::<usize>()
            };
            assert_eq!((dots("si") + dots("extreme"), dots("extreme")), (found.months.len(), found.replaced.len()));
            let years = |place: u8| found.months.iter().filter(|month| month.month_of_year() == place).count();
            for (field, place) in fields.iter().zip(1..=12) {
                assert_eq!(field.matches("<circle").count(), years(place), "{place}");
            }
        }
        assert!(section.contains(name), "{section}");
        let parts = between(&page, "id=\"components-wide-t\"", "</svg>");
        let of_calendar = usize::from(found.calendar.is_some());
        assert_eq!(parts.matches("<path class=\"own\"").count(), 3 + of_calendar);
    }
}

#[test]
fn coefficients_filters_and_measures_are_told_as_they_were_found() {
    let office = province();
    let (visitor, found) = (office.someone(Role::Auditor), found(&office));
    let estimated = found.estimated.as_ref().unwrap();
    assert!(!estimated.coefficients.is_empty() && measures(&found).len() == 12);
    for (path, heading, lang) in [
        ("/adjusted/series?series=TOTAL", "<h2>Mô hình và bộ lọc</h2>", Lang::Vi),
        ("/en/adjusted/series?series=TOTAL", "<h2>The model and the filters</h2>", Lang::En),
    ] {
        let page = office.get(&visitor, path).text();
        let section = between(&page, heading, "</section>");
        for one in &estimated.coefficients {
            let row = format!(">{}<", written(one.estimate, 4, lang));
            let error = written(one.standard_error.expect("the demonstration keeps its errors"), 4, lang);
            assert!(section.contains(&row) && section.contains(&format!(">{error}<")), "{row} {error}: {section}");
        }
        let likelihood = written(estimated.log_likelihood, 2, lang);
        assert!(section.contains(&format!(">{likelihood}<")), "{likelihood}: {section}");
        let residuals = estimated.residuals.as_ref().expect("the demonstration keeps them");
        let sum = format!("Q(24) = {}, p ", written(residuals.autocorrelation.0, 1, lang));
        assert!(section.contains(&sum) && section.contains(&written(residuals.kurtosis, 2, lang)), "{section}");
        assert!(section.contains(&format!(
            "Henderson{} {}",
            if lang == Lang::Vi { "" } else { "," },
            found.filters.henderson
        )));
        for one in measures(&found) {
            let row = between(section, &format!(">{}</th>", one.name), "</tr>");
            let value = one.value.map_or_else(|| "…".to_owned(), |value| written(value, 2, lang));
            assert!(row.contains(&format!(">{value}<")), "{} {value}: {row}", one.name);
            assert_eq!(row.contains("<small>"), one.is_doubtful(), "{row}");
        }
    }
}

#[test]
fn the_specification_is_shown_and_its_file_holds_the_series() {
    let office = province();
    let (visitor, found) = (office.someone(Role::Auditor), found(&office));
    let specified = found.specified.as_ref().unwrap();
    let page = office.get(&visitor, "/adjusted/series?series=TOTAL").text();
    let section = between(&page, "<h2>Đặc tả</h2>", "</section>");
    for text in [&specified.asked, &specified.chosen] {
        assert!(section.contains(text.trim()), "{text}: {section}");
    }
    assert_eq!(section.contains("từ của Khơi"), domain::adjust::has_own_words(&specified.chosen).unwrap());
    assert!(section.contains("href=\"/data/adjusted.spc?series=TOTAL\""), "{section}");
    let file = office.get(&visitor, "/data/adjusted.spc?series=TOTAL");
    assert_eq!(file.status, 200);
    assert!(file.header("content-disposition").contains("TOTAL.spc"), "{}", file.header("content-disposition"));
    let start = found.months.first.year();
    assert!(file.text().starts_with("series{") && file.text().contains(&format!("start={start}.")), "{}", file.text());
    let data = between(&file.text(), "data=(", ")").split_whitespace().count();
    assert_eq!(data, found.months.len());
    assert!(file.text().ends_with(specified.chosen.as_str()), "{}", file.text());
    for wrong in ["/data/adjusted.spc", "/data/adjusted.spc?series=0710-01", "/data/adjusted.spc?series=official/x/y/z"]
    {
        assert_eq!(office.get(&visitor, wrong).status, 404, "{wrong}");
    }
}

#[test]
fn it_is_said_which_table_does_not_add_up_to_years() {
    let office = province();
    let visitor = office.someone(Role::Auditor);
    let said = |path: &str, words: &str| office.get(&visitor, path).text().contains(words);
    let vi = "Bảng này dùng số chưa chỉnh cho khớp tổng năm";
    assert!(said("/adjusted/series?series=TOTAL&to-year=true", vi));
    assert!(!said("/adjusted/series?series=TOTAL", vi));
    assert!(said("/en/adjusted/series?series=TOTAL&to-year=true", "before years are made to add up"));
}
