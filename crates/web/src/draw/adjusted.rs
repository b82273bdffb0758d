//! A series without calendar and season beside what was measured, and its spectra.

use domain::adjust::{Frequencies, Levels, Seasonal, Spectra, Spectrum, spectrum};
use domain::period::{Month, MonthRange};
use domain::series::Stage;
use formats::figure::{self, Frame, Guides, Line, Mark, Panel, Point, Role, Unit};

use super::{Chart, Drawn, mark, marks};
use crate::page::Page;
use crate::view;

/// How settled the figures of a month are; nobody's own figures say so themselves.
type StageOf<'a> = &'a dyn Fn(Month) -> Option<Stage>;

/// A series without season and calendar, as it was measured, and what its model expects next.
pub(crate) fn course(page: &Page, name: &str, levels: &Levels, found: &Seasonal, stage: StageOf<'_>) -> Drawn {
    let last = found.foreseen.last().map_or(found.months.last, |foreseen| foreseen.month);
    let months = MonthRange::new(found.months.first, last.max(found.months.last));
    let foreseen = |month| {
        let found = found.foreseen.iter().find(|foreseen| foreseen.month == month);
        found.map_or(Point::Missing, |f| Point::Foreseen { value: f.value, lower: f.lower, upper: f.upper })
    };
    let adjusted = |month| found.adjusted_at(month).map_or(Point::Missing, |value| settled(page, value, stage(month)));
    let line = |vi, en, role, points| Line { name: page.t(vi, en).to_owned(), role, points };
    let lines = vec![
        line(
            "Loại trừ lịch và mùa vụ",
            "Without calendar and season",
            Role::Own,
            months.iter().map(adjusted).collect(),
        ),
        line("Chưa hiệu chỉnh", "As measured", Role::Beside, measured(levels, months)),
        line("Dự báo của mô hình", "Expected by the model", Role::Foreseen, months.iter().map(foreseen).collect()),
    ];
    let title = format!("{name}: {}", page.t("hiệu chỉnh lịch và mùa vụ", "adjusted for calendar and season"));
    drawn(page, &title, lines, months)
}

/// A series that is left as it is.
pub(crate) fn left(page: &Page, name: &str, levels: &Levels, stage: StageOf<'_>) -> Drawn {
    let point = |month| levels.at(month).map_or(Point::Missing, |value| settled(page, value, stage(month)));
    let name_of_line = page.t("Chưa hiệu chỉnh", "As measured").to_owned();
    let line = Line { name: name_of_line, role: Role::Own, points: levels.months().iter().map(point).collect() };
    drawn(page, &format!("{name}: {}", page.t("chưa hiệu chỉnh", "as measured")), vec![line], levels.months())
}

fn drawn(page: &Page, title: &str, lines: Vec<Line>, months: MonthRange) -> Drawn {
    let marks = marks(page, &lines);
    let chart = Chart { id: "adjusted", title, lines, unit: Unit::LEVEL, reference: None, yearly: false };
    Drawn { drawings: chart.draw_over(page, months), marks }
}

/// An own figure with its stage; a published one has none.
fn settled(page: &Page, value: f64, stage: Option<Stage>) -> Point {
    match stage {
        Some(stage) => Point::Value { value, mark: mark(stage, None), note: view::lower(&page.stage_name(stage)) },
        None => Point::Value { value, mark: Mark::Settled, note: String::new() },
    }
}

/// What was measured, without what the model says of a month that has no value.
fn measured(levels: &Levels, months: MonthRange) -> Vec<Point> {
    let point = |month| match levels.at(month) {
        Some(value) => Point::Value { value, mark: Mark::Settled, note: String::new() },
        None => Point::Missing,
    };
    months.iter().map(point).collect()
}

/// The spectra of the adjusted series and of the irregular, as far as there are any, for each width of screen.
pub(crate) fn spectra(page: &Page, name: &str, found: &Spectra) -> Vec<String> {
    let both = [
        (page.t("Chuỗi đã hiệu chỉnh", "The adjusted series"), &found.adjusted),
        (page.t("Phần bất thường", "The irregular"), &found.irregular),
    ];
    let panels: Vec<Panel> =
        both.into_iter().filter_map(|(name, spectrum)| Some(panel(page, name, spectrum.as_ref()?))).collect();
    if panels.is_empty() {
        return Vec::new();
    }
    let said: Vec<String> = spectrum::told(found).iter().map(|verdict| page.of(&verdict.text)).collect();
    let peaks = [&found.adjusted, &found.irregular].into_iter().flatten().flat_map(|one| &one.peaks);
    let at: Vec<Frequencies> = peaks.map(|peak| peak.at).collect();
    let guides = |name: &str, of_season: bool| {
        let wanted = |at: &&Frequencies| matches!(at, Frequencies::Seasonal(_)) == of_season;
        let mut frequencies: Vec<f64> = at.iter().filter(wanted).map(|at| spectrum::cycles(*at)).collect();
        frequencies.sort_by(f64::total_cmp);
        frequencies.dedup();
        Guides { name: name.to_owned(), frequencies }
    };
    let drawing = |frame: Frame| figure::Spectra {
        id: format!("spectra-{}", frame.name()),
        title: format!("{name}: {}", page.t("phổ", "spectra")),
        description: said.join(" "),
        lang: page.lang,
        frame,
        panels: panels.clone(),
        season: guides(page.t("Tần số mùa vụ", "Frequencies of the season"), true),
        trading_days: guides(page.t("Tần số ngày làm việc", "Frequencies of trading days"), false),
        peak: page.t("Đỉnh rõ", "A peak that is seen").to_owned(),
        axis: page.t("số lần lặp lại trong một năm", "times a year").to_owned(),
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

fn panel(page: &Page, name: &str, found: &Spectrum) -> Panel {
    let peak = |at: Frequencies| (spectrum::cycles(at), page.of(&spectrum::frequency(at)));
    Panel {
        name: name.to_owned(),
        curve: found.frequencies.iter().copied().zip(found.decibels.iter().copied()).collect(),
        peaks: spectrum::seen(found).map(peak).collect(),
    }
}
