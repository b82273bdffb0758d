//! The days of collection: by when a month is reported, published and locked, and a year is final; dated, so that what is earlier keeps its own.

use std::sync::Arc;

use domain::period::Month;
use domain::returns::CollectionDays;
use office::context::{Context, OfficeError};
use office::settings::{collection_days, final_days, set_collection_days};

use super::final_day;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, number};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;

const PLACE: &str = "/returns/days";

/// `/returns/days`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, &asked.context()?, None).await
}

pub(super) async fn page(asked: &Asked, context: &Context, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let days = collection_days(context).await?;
    let p = asked.page("", "");
    let above = [(p.t("Thu báo cáo tháng", "Collecting the month"), "/returns")];
    let mut record = Record::new(asked, p.t("Ngày thu báo cáo", "Days of collection"), &above);
    record.lead.push(
        p.t(
            "Các ngày tính trong tháng sau tháng báo cáo. Quy định mới có hiệu lực từ tháng ghi ở cột đầu; tháng trước đó giữ quy định cũ.",
            "Days of the month after the report month. New days hold from the month in the first column on; earlier months keep theirs.",
        )
        .to_owned(),
    );
    if !days.is_empty() {
        record.section(Section { grids: vec![grid(&p, &days)], ..Section::default() });
    }
    let finals = final_days(context).await?;
    if !finals.is_empty() {
        record.section(Section { grids: vec![final_day::grid(&p, &finals)], ..Section::default() });
    }
    let now = CollectionDays::in_force(&days, Month::of(context.today()));
    record.deed(p.t("Đặt ngày mới", "Set new days"), "", form(&p, context, now), &mut wrong);
    let form = final_day::form(&p, context, final_day::in_force(&finals, context.today()));
    record.deed(p.t("Đặt ngày số chính thức", "Set the day of final figures"), "", form, &mut wrong);
    record.keep(PLACE, &mut wrong);
    record.answer()
}

fn grid(p: &Page, days: &[CollectionDays]) -> Grid {
    let heads = vec![
        head(p.t("Từ tháng báo cáo", "From the month")),
        number(p.t("Hạn báo cáo", "Due")),
        number(p.t("Công bố ước tính", "First release")),
        number(p.t("Khóa sau ngày", "Locked after")),
    ];
    let row = |days: &CollectionDays| {
        let day = |day: i8| Cell::number(day.to_string());
        Row::new(vec![Cell::month(p.month_cell(days.from), None), day(days.due), day(days.release), day(days.lock)])
    };
    let caption = p.t("Các quy định, mới nhất trước", "As they were set, the newest first").to_owned();
    Grid { caption, heads, rows: days.iter().rev().map(row).collect() }
}

fn form(p: &Page, context: &Context, now: Option<CollectionDays>) -> FormView {
    let day = |name: &str, label: &str, of: fn(&CollectionDays) -> i8| {
        let value = now.map(|days| of(&days).to_string()).unwrap_or_default();
        Field::typed(name, label, "decimal", "off").with(value)
    };
    let fields = vec![
        Field::typed("from", p.t("Từ tháng báo cáo", "From the month"), "month", "off")
            .with(Month::of(context.today()).to_string()),
        day("due", p.t("Hạn báo cáo, ngày", "Due on day"), |days| days.due),
        day("release", p.t("Công bố ước tính, ngày", "First release on day"), |days| days.release).hint(p.t(
            "Nghị định 62/2024/NĐ-CP: số tháng công bố ngày 06 tháng sau.",
            "Decree 62/2024: monthly figures are released on the 6th of the next month.",
        )),
        day("lock", p.t("Khóa sau ngày", "Locked after day"), |days| days.lock)
            .hint(p.t("Kỳ thu thập: ngày 01 đến 12.", "The window of collection: days 1 to 12.")),
        Field::line("why", p.t("Lý do, văn bản", "Why, by which paper")),
    ];
    FormView::new(p, PLACE, p.t("Đặt", "Set"), fields)
}

/// Takes new days.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut reading = Reading::of(form(&p, &context, None), &asked.fields, &p);
    let from = reading.month("from");
    let [due, release, lock] = ["due", "release", "lock"].map(|name| day(&mut reading, &p, name));
    let why = reading.line("why").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return page(&asked, &context, Some(form)).await,
    };
    let (Some(from), Some(due), Some(release), Some(lock)) = (from, due, release, lock) else {
        return page(&asked, &context, Some(form)).await;
    };
    match set_collection_days(&context, &CollectionDays { from, due, release, lock }, &why).await {
        Ok(_) => Ok(Answer::See(p.link(&format!("{PLACE}?done=days-set")))),
        Err(OfficeError::Said(text)) => page(&asked, &context, Some(form.wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}

/// A day every month has.
fn day(reading: &mut Reading<'_>, p: &Page, name: &str) -> Option<i8> {
    let day = reading.whole(name).and_then(|day| i8::try_from(day).ok()).filter(|day| (1..=28).contains(day));
    if day.is_none() {
        reading.wrong(name, p.t("Ghi một ngày từ 1 đến 28.", "Write a day from 1 to 28."));
    }
    day
}
