//! The page of a series: what was measured and what is left of it without calendar and season, and how far that can be trusted.

use std::sync::Arc;

use domain::adjust::{Look, Outlier, Seasonal, verdicts};
use office::StoredChoice;
use office::adjust::AdjustedSeries;

use super::{address, all, course, left, parts, spectrum, wanted, years};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;

/// `/adjusted/series?series=C`, with `to-year=true` for years that add up.
pub(crate) async fn page(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (key, to_year) = (wanted(&asked)?, years::wanted(&asked)?);
    let all = all(&asked).await?;
    let series = all.iter().find(|series| series.key == key).ok_or(Trouble::NotFound)?;
    let publication = &asked.shelf()?.latest;
    let p = asked.page("", "");
    let above = p.t("Số liệu hiệu chỉnh mùa vụ", "Seasonally adjusted figures");
    let mut record = Record::new(&asked, &p.of(&series.name), &[(above, "/adjusted")]);
    record.kind = p.t("Hiệu chỉnh lịch và mùa vụ", "Adjusted for calendar and season").to_owned();
    record.simulated(series.origin.is_none() && publication.release.simulated);
    let look = if to_year { series.look.clone().adding_up() } else { series.look.clone() };
    match &look {
        Look::Left(why) => record.lead.push(p.of(&left(why))),
        Look::Adjusted(found) => record.lead.extend(lead(&p, found)),
    }
    let query = format!("series={}", super::escaped(&key));
    let whole = if to_year { format!("{query}&{}={}", years::TO_YEAR, years::code(true)) } else { query.clone() };
    course::put(&mut record, publication, (&all, series, &look), &whole);
    if let Look::Adjusted(found) = &look {
        told(&mut record, &p, series, found);
    }
    record.section(origin(&p, series));
    if asked.desk().is_ok() && crate::pages::adjusted::refresh::may(&p) {
        let waiting = office::adjust::waiting(&asked.context()?, publication).await?;
        record.lead.extend(waiting.get(&key).map(|choice| waits(&p, choice)));
        record.way(p.t("Cập nhật cách điều chỉnh", "Refresh the adjustment"), &format!("/adjusted/refresh?{query}"));
    }
    record.answer()
}

/// That a choice was accepted which no release has yet.
fn waits(p: &Page, choice: &StoredChoice) -> String {
    let (day, policy) = (p.day_of(choice.moment), p.of(&choice.kept.policy.name()));
    match p.is_vi() {
        true => format!("Lựa chọn lưu ngày {day} ({policy}) chờ kỳ công bố sau; số ở trang này chưa theo lựa chọn đó."),
        false => {
            format!("The choice of {day} ({policy}) waits for the next release; the figures here are not by it yet.")
        }
    }
}

/// What is known of an adjusted series, after its chart.
fn told(record: &mut Record, p: &Page, series: &AdjustedSeries, found: &Seasonal) {
    let mut newest = Section::titled(p.t("Các tháng mới nhất", "The newest months"));
    newest.grids.push(parts::newest(p, &series.levels, found));
    record.section(newest);
    record.section(parts::calendar(p, found));
    let mut season = Section::titled(p.t("Mùa vụ theo tháng", "The season by month"));
    season.grids.push(parts::season(p, found));
    record.section(season);
    record.section(trust(p, series, found));
    record.section(spectrum::section(p, &p.of(&series.name), found));
    // The parts are adjusted each by itself, and do not add up to years.
    let alone = series.look.adjusted().unwrap_or(found);
    record.section(parts::both_ways(p, series, alone));
    record.section(parts::moves(p, series, found.adds_up));
}

/// What the newest month says.
fn lead(p: &Page, found: &Seasonal) -> Option<String> {
    let month = found.months.last;
    let (mom, yoy) = (found.growth(&found.adjusted, month, 1)?, found.without_calendar(month, 12)?);
    let part = found.calendar_part(month, 12).filter(|part| *part != 0.0).map(|part| p.points(part));
    let (month, mom, yoy) = (crate::view::upper(&p.month(month)), p.percent(mom), p.percent(yoy));
    let (said, part) = match p.is_vi() {
        true => (
            format!(
                "{month}: loại trừ yếu tố lịch và mùa vụ, {mom} so với tháng trước; loại trừ yếu tố lịch, {yoy} so với cùng kỳ năm trước"
            ),
            part.map(|part| format!(" (riêng lịch: {part} điểm %)")),
        ),
        false => (
            format!("{month}: without season and calendar {mom} on the month; without the calendar {yoy} on the year"),
            part.map(|part| format!(" (the calendar alone: {part} points)")),
        ),
    };
    Some(format!("{said}{}.", part.unwrap_or_default()))
}

/// Of which months there is no figure, and what stands in for it.
fn missing(p: &Page, series: &AdjustedSeries) -> Option<String> {
    let months: Vec<String> = series.levels.missing().into_iter().map(|month| p.month(month)).collect();
    let list = months.join(", ");
    (!months.is_empty()).then(|| match p.is_vi() {
        true => format!("Không có số liệu {list}: khi hiệu chỉnh, mô hình ước lượng các tháng đó."),
        false => format!("There is no figure for {list}: the model estimates these months for the adjustment."),
    })
}

/// How far it can be trusted, and how it was made.
fn trust(p: &Page, series: &AdjustedSeries, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Có tin được không", "How far to trust it"));
    section.said.extend(verdicts(found).iter().map(|verdict| p.of(&verdict.text)));
    section.said.extend(missing(p, series));
    let model = found.model.clone().unwrap_or_default();
    section.term_if(p, p.t("Mô hình ARIMA", "ARIMA model"), model);
    let scale = match found.logarithms {
        true => p.t("lô-ga-rít, mùa vụ nhân", "logarithms, a season that multiplies"),
        false => p.t("mức, mùa vụ cộng", "levels, a season that adds"),
    };
    section.term(p, p.t("Phép biến đổi", "Transformation"), scale);
    let none = p.t("không có", "none").to_owned();
    let outliers: Vec<String> = found.outliers.iter().map(|one| outlier(p, one, found.logarithms)).collect();
    let outliers = if outliers.is_empty() { none } else { outliers.join("; ") };
    section.term(p, p.t("Giá trị bất thường", "Outliers"), outliers);
    let chosen = match &series.choice {
        None => p
            .t(
                "Chưa ai lưu lựa chọn: mỗi lần công bố, mô hình được chọn lại.",
                "Nobody has kept a choice: it is made anew with every release.",
            )
            .to_owned(),
        Some(choice) => {
            let (until, policy) = (p.month(choice.kept.until), p.of(&choice.kept.policy.name()));
            let when = p.moment(choice.moment);
            match p.is_vi() {
                true => format!("Lưu {when}, theo số liệu đến {until} ({policy})."),
                false => format!("Kept {when}, by figures up to {until} ({policy})."),
            }
        }
    };
    section.term(p, p.t("Lựa chọn", "The choice"), chosen);
    if found.projected {
        section.said.push(
            p.t(
                "Các tháng mới được chia cho hệ số đã dự kiến khi lưu lựa chọn, nên số đã công bố trước đó không đổi.",
                "New months are divided by the factors foreseen when the choice was kept, so that no earlier figure moves.",
            )
            .to_owned(),
        );
    }
    section
}

/// An outlier with its size, in per cent where the model is of logarithms, and its t.
fn outlier(p: &Page, one: &Outlier, logarithms: bool) -> String {
    let estimate = one.effect.estimate;
    let size = one.has_size.then(|| match logarithms {
        true => p.percent(100.0 * estimate.exp_m1()),
        false => p.points(estimate),
    });
    let t = one.effect.t().map(|t| format!("t = {}", p.plain(t, 1)));
    let beside: Vec<String> = size.into_iter().chain(t).collect();
    let name = p.of(&one.name);
    if beside.is_empty() { name } else { format!("{name} ({})", beside.join(", ")) }
}

/// Whose figures they are, and where the node stands in the tree.
fn origin(p: &Page, series: &AdjustedSeries) -> Section {
    let mut section = Section::titled(p.t("Nguồn", "Source"));
    match (&series.origin, &series.key) {
        (Some(origin), _) => {
            section.term(p, p.t("Đơn vị", "Unit"), origin.unit.clone());
            section.term(p, p.t("Nơi công bố", "Published in"), p.of(&origin.source));
        }
        (None, domain::adjust::SeriesKey::Node(code)) => {
            let name = p.t("Chuỗi chưa hiệu chỉnh, cây ngành", "The series as measured, the tree").to_owned();
            section.ways.push((name, p.link(&format!("/series?node={code}&measure=level"))));
        }
        (None, key) => section.ways.push((key.to_string(), address(p, key))),
    }
    section
}
