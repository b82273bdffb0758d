//! The chart of a series with its stamp, its files, and the choice of another series or of years that add up.

use domain::adjust::{Look, Seasonal};
use domain::period::Month;
use domain::text::Text;
use office::adjust::AdjustedSeries;
use office::publication::Publication;

use super::years;
use crate::component::{Downloads, FigureCard, Select, Stamp};
use crate::draw::adjusted::Subject;
use crate::draw::{self, Drawn};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Choice;
use crate::view;

/// Puts the chart on the page. `look` is the series as the reader wants it, `all` what else there is, `scale` what its values are in,
/// `query` what names it all.
pub(super) fn put(
    record: &mut Record,
    on: &Publication,
    (all, series, look): (&[AdjustedSeries], &AdjustedSeries, &Look),
    (scale, query): (&str, &str),
) {
    let p = record.p.clone();
    let choices = all.iter().map(|one| Choice::new(one.key.to_string(), one.label())).collect();
    record.picks.push(Select::new(&p, "series", p.t("Chuỗi", "Series"), choices, &series.key.to_string()));
    // Years that add up by the choice that is kept do so for everybody.
    let by_choice = series.look.adjusted().is_some_and(|found| found.adds_up);
    let adds_up = look.adjusted().map(|found| found.adds_up);
    if let Some(adds_up) = adds_up.filter(|_| !by_choice) {
        let label = p.t("Tổng năm của số đã hiệu chỉnh", "Adjusted figures of whole years");
        record.picks.push(Select::new(&p, years::TO_YEAR, label, years::choices(), years::code(adds_up)));
    }
    let name = p.of(&series.name);
    let stage = |month| series.origin.is_none().then(|| view::stage_of(on, month));
    let subject = Subject { name: &name, scale, levels: &series.levels, stage: &stage };
    let Drawn { drawings, marks } = match look {
        Look::Adjusted(found) => draw::adjusted::course(&p, subject, found),
        Look::Left(_) => draw::adjusted::left(&p, subject),
    };
    let foreseen = Text::new(
        "Đường chấm trong dải xám là dự báo của mô hình cho chuỗi chưa hiệu chỉnh, dải xám là khoảng 95 %: không phải số liệu, tệp tải về không có.",
        "The dotted line in the grey band is what the model expects of the series as measured, the band its 95% interval: no data, and left out of the files.",
    );
    let has_foreseen = look.adjusted().is_some_and(|found| !found.foreseen.is_empty());
    let notes = [
        Some(marks).filter(|marks| !marks.is_empty()),
        has_foreseen.then(|| p.of(&foreseen)),
        (adds_up == Some(true)).then(|| p.of(&years::said())),
    ];
    let card = FigureCard {
        title: p.t("Diễn biến", "Series over time").to_owned(),
        drawings,
        stamp: Some(stamp(&p, on, series, series.levels.last())),
        note: notes.into_iter().flatten().collect::<Vec<_>>().join(" "),
        downloads: Some(Downloads::one(&p, "", "adjusted", query)),
    };
    record.section(Section { narrowed: true, cards: vec![card], ..Section::default() });
    if let Look::Adjusted(found) = look {
        record.section(components(&p, subject, found));
    }
}

/// What the values of a series are in: an index by its base year, a series of the statistics office as it prints it.
pub(super) fn scale(p: &Page, on: &Publication, series: &AdjustedSeries) -> String {
    match &series.origin {
        Some(origin) => format!("{}: {}", p.t("Đơn vị", "Unit"), origin.unit),
        None if p.is_vi() => format!("Chỉ số; bình quân tháng năm {} = 100", on.base),
        None => format!("Index; average month of {} = 100", on.base),
    }
}

/// What the series is made of.
fn components(p: &Page, subject: Subject<'_>, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Các thành phần", "Its components"));
    section.figures.push(draw::adjusted::components(p, subject, found).concat());
    let of_calendar = found.calendar.is_some();
    let said = match (found.multiplies, of_calendar) {
        (true, true) => p.t(
            "Số chưa hiệu chỉnh = xu thế × mùa vụ × lịch × phần bất thường. Mỗi hình một thang riêng.",
            "As measured = trend × season × calendar × irregular. Each has a scale of its own.",
        ),
        (true, false) => p.t(
            "Số chưa hiệu chỉnh = xu thế × mùa vụ × phần bất thường. Mỗi hình một thang riêng.",
            "As measured = trend × season × irregular. Each has a scale of its own.",
        ),
        (false, true) => p.t(
            "Số chưa hiệu chỉnh = xu thế + mùa vụ + lịch + phần bất thường. Mỗi hình một thang riêng.",
            "As measured = trend + season + calendar + irregular. Each has a scale of its own.",
        ),
        (false, false) => p.t(
            "Số chưa hiệu chỉnh = xu thế + mùa vụ + phần bất thường. Mỗi hình một thang riêng.",
            "As measured = trend + season + irregular. Each has a scale of its own.",
        ),
    };
    section.said.push(said.to_owned());
    section
}

/// Stage, observed share and vintage of the newest month.
fn stamp(p: &Page, on: &Publication, series: &AdjustedSeries, month: Month) -> Stamp {
    match on.node(&series.key.to_string()) {
        Some(node) => Stamp::of_figure(p, on, node, month, domain::series::Measure::Mom),
        None => Stamp::of_import(p, series.origin.as_ref().and_then(|origin| origin.imported)),
    }
}
