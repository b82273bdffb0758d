//! The page of a series: what was measured and what is left of it without calendar and season, and how far that can be trusted.

use std::sync::Arc;

use domain::adjust::{Look, Seasonal};
use office::StoredChoice;
use office::adjust::AdjustedSeries;

use super::{
    address, all, both_ways, calendar, course, left, model, newest, revisions, season, specification, spectrum, trust,
    wanted, years,
};
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
    let scale = course::scale(&p, publication, series);
    course::put(&mut record, publication, (&all, series, &look), (&scale, &whole));
    if let Look::Adjusted(found) = &look {
        told(&mut record, &p, series, (found, &scale), &query);
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

/// What is known of an adjusted series, after its charts.
fn told(record: &mut Record, p: &Page, series: &AdjustedSeries, (found, scale): (&Seasonal, &str), query: &str) {
    let name = p.of(&series.name);
    record.section(newest::section(p, &series.levels, found));
    record.section(calendar::section(p, found));
    record.section(season::section(p, &name, scale, found));
    record.section(trust::section(p, series, found));
    record.section(model::section(p, found));
    record.section(spectrum::section(p, &name, found));
    record.section(both_ways::section(p, series, found));
    record.section(revisions::section(p, series, found.adds_up));
    record.section(specification::section(p, found, query));
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
