//! The day the final figures of a year come out, on the page of the days of collection.

use std::sync::Arc;

use domain::period::Month;
use domain::release::calendar::FinalDay;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::settings::set_final_day;

use super::days;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, number};
use crate::page::Page;
use crate::trouble::Trouble;

const PLACE: &str = "/returns/days/final";

pub(super) fn grid(p: &Page, days: &[FinalDay]) -> Grid {
    let heads = vec![
        head(p.t("Từ số liệu năm", "From the figures of")),
        number(p.t("Ngày, của năm sau", "Day, of the year after")),
    ];
    let row = |day: &FinalDay| {
        Row::new(vec![Cell::head(day.from.to_string(), None), Cell::number(format!("{:02}/{:02}", day.day, day.month))])
    };
    let caption =
        p.t("Công bố số chính thức năm, mới nhất trước", "Final figures of a year, the newest first").to_owned();
    Grid { caption, heads, rows: days.iter().rev().map(row).collect() }
}

pub(super) fn form(p: &Page, context: &Context, now: Option<&FinalDay>) -> FormView {
    let year = Month::of(context.today()).year();
    let value = |of: fn(&FinalDay) -> i64| now.map(|day| of(day).to_string()).unwrap_or_default();
    let fields = vec![
        Field::typed("year", p.t("Từ số liệu năm", "From the figures of the year"), "decimal", "off")
            .with(year.to_string()),
        Field::typed("month", p.t("Tháng của năm sau", "Month of the year after"), "decimal", "off")
            .with(value(|day| i64::from(day.month))),
        Field::typed("day", p.t("Ngày", "Day"), "decimal", "off").with(value(|day| i64::from(day.day))),
        Field::line("paper", p.t("Lý do, văn bản", "Why, by which paper")),
    ];
    FormView::new(p, PLACE, p.t("Đặt ngày số chính thức", "Set the day of final figures"), fields)
}

/// The setting in force for the figures of the present year.
pub(super) fn in_force(days: &[FinalDay], today: Date) -> Option<&FinalDay> {
    let year = Month::of(today).year();
    days.iter().filter(|day| day.from <= year).max_by_key(|day| day.from)
}

/// Takes a new day.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut reading = Reading::of(form(&p, &context, None), &asked.fields, &p);
    let (from, month, day) = (reading.required("year"), reading.whole("month"), reading.whole("day"));
    let why = reading.line("paper").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return days::page(&asked, &context, Some(form)).await,
    };
    // What is out of every range is no day of the calendar, and is told as that.
    let whole = |number: Option<u32>| number.map(|number| i8::try_from(number).unwrap_or_default());
    let (Some(from), Some(month), Some(day)) = (from, whole(month), whole(day)) else {
        return days::page(&asked, &context, Some(form)).await;
    };
    match set_final_day(&context, &FinalDay { from, month: month.unsigned_abs(), day }, &why).await {
        Ok(_) => Ok(Answer::See(p.link("/returns/days?done=final-day-set"))),
        Err(OfficeError::Said(text)) => days::page(&asked, &context, Some(form.wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}
