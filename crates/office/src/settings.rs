//! Baskets, dated settings, official figures and targets: data that decides how an index is computed and shown.

use domain::authority::Action;
use domain::official::{OfficialFigure, Target};
use domain::period::Month;
use domain::release::calendar::{FinalDay, ReleaseDays};
use domain::returns::CollectionDays;
use domain::text::{Lang, Text, month};
use store::{FillingMethod, Seq, WeightSet};

use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// Writes the days a new office begins with, when it has none: due on the 5th, flash on the 6th, lock on the 12th, final on
/// 30 June of the year after. They hold from 2000 on until other days are written.
///
/// # Errors
/// When the actor may not, or the database fails; nothing is written then.
pub async fn begin_office(context: &Context) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let days = change.store().release_days(Seq::LATEST).await?;
    let mut tally = Tally::default();
    if let (true, Ok(from)) = (days.monthly.is_empty(), "2000-01".parse()) {
        let first = CollectionDays { from, due: 5, release: 6, lock: 12 };
        tally.weigh(None, &first);
        change.collection_days(&first).await?;
    }
    if let (true, Ok(from)) = (days.yearly.is_empty(), "2000".parse()) {
        let first = FinalDay { from, month: 6, day: 30 };
        tally.weigh(None, &first);
        change.final_day(&first).await?;
    }
    finish(change, tally, "settings", "").await.map(|_| ())
}

/// The days of collection as they were set, by their first month.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn collection_days(context: &Context) -> Result<Vec<CollectionDays>, OfficeError> {
    let mut days = context.read(Action::ChangeSettings)?.release_days(Seq::LATEST).await?.monthly;
    days.sort_by_key(|days| days.from);
    Ok(days)
}

/// Writes days of collection, which hold from their month on.
///
/// # Errors
/// When the actor may not, a month comes to be locked before it is due or published, days of a month that is locked already would change, or
/// the database fails or refuses; nothing is written then.
pub async fn set_collection_days(context: &Context, row: &CollectionDays, why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let known = change.store().release_days(Seq::LATEST).await?.monthly;
    if let Some(wrong) = out_of_order(row).or_else(|| locked_already(context, &known, row)) {
        return Err(OfficeError::Said(wrong));
    }
    let mut tally = Tally::default();
    if tally.weigh(known.iter().find(|old| old.from == row.from), row) {
        change.collection_days(row).await?;
    }
    finish(change, tally, "collection-days", why).await
}

fn out_of_order(days: &CollectionDays) -> Option<Text> {
    (days.lock < days.due || days.lock < days.release).then(|| {
        Text::new(
            "Ngày khóa phải từ ngày hạn báo cáo và ngày công bố trở đi.",
            "A month must not be locked before it is due and published.",
        )
    })
}

/// The days of a month whose lock has passed stand: what came late then came late.
fn locked_already(context: &Context, known: &[CollectionDays], row: &CollectionDays) -> Option<Text> {
    let lock = CollectionDays::in_force(known, row.from)?.lock_date(row.from);
    (lock < context.today()).then(|| {
        Text::new(
            format!("{} đã khóa; ngày mới chỉ đặt được cho tháng chưa khóa.", month(row.from, Lang::Vi)),
            format!("{} is locked; new days can be set for a month that is not.", month(row.from, Lang::En)),
        )
    })
}

/// The days of the final figures as they were set, by their first year.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn final_days(context: &Context) -> Result<Vec<FinalDay>, OfficeError> {
    Ok(context.read(Action::ChangeSettings)?.release_days(Seq::LATEST).await?.yearly)
}

/// Writes the day the final figures come out, which holds for the figures of a year and those after.
///
/// # Errors
/// When the actor may not, there is no such day, the final figures of that year are due already, or the database fails or refuses; nothing
/// is written then.
pub async fn set_final_day(context: &Context, row: &FinalDay, why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let known = change.store().release_days(Seq::LATEST).await?;
    if let Some(wrong) = no_such_day(row).or_else(|| due_already(context, &known, row)) {
        return Err(OfficeError::Said(wrong));
    }
    let mut tally = Tally::default();
    if tally.weigh(known.yearly.iter().find(|old| old.from == row.from), row) {
        change.final_day(row).await?;
    }
    finish(change, tally, "final-day", why).await
}

fn no_such_day(row: &FinalDay) -> Option<Text> {
    let last = Month::new(row.from.plus(1).number(), row.month).ok().map(|month| month.last_day().day());
    (!last.is_some_and(|last| (1..=last).contains(&row.day))).then(|| {
        Text::new(
            format!("Tháng {} của năm sau không có ngày {}.", row.month, row.day),
            format!("Month {} of the year after has no day {}.", row.month, row.day),
        )
    })
}

/// The day of final figures that are due already stands.
fn due_already(context: &Context, known: &ReleaseDays, row: &FinalDay) -> Option<Text> {
    known.final_date(row.from).filter(|date| *date <= context.today()).map(|_| {
        Text::new(
            format!("Số chính thức năm {} đã đến ngày công bố; ngày mới chỉ đặt được cho năm sau đó.", row.from),
            format!("The final figures of {} are due already; a new day can be set for a later year.", row.from),
        )
    })
}

/// Writes how cells are filled.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn set_filling(context: &Context, rows: &[FillingMethod], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let known = change.store().filling_methods(Seq::LATEST).await?;
    let mut tally = Tally::default();
    for row in rows {
        if tally.weigh(known.get(&row.cell), row) {
            change.filling_method(row).await?;
        }
    }
    finish(change, tally, "filling-methods", why).await
}

/// Takes in sets of weights; one of the same base and first month replaces the earlier.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_baskets(context: &Context, sets: &[WeightSet], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let known = change.store().baskets(Seq::LATEST).await?;
    let mut tally = Tally::default();
    for set in sets {
        let old = known.iter().find(|old| (old.base, old.from) == (set.base, set.from));
        if tally.weigh(old, set) {
            change.basket(set).await?;
        }
    }
    finish(change, tally, "baskets", why).await
}

/// Takes in figures of the statistics office. A figure of the same name, unit and source replaces the earlier.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_official(context: &Context, figures: &[OfficialFigure], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::LoadOfficial).await?;
    let known = change.store().official_figures(Seq::LATEST).await?;
    let mut tally = Tally::default();
    for figure in figures {
        let old = known.iter().rev().find(|old| same_figure(old, figure));
        if tally.weigh(old, figure) {
            change.official_figure(figure).await?;
        }
    }
    finish(change, tally, "official-figures", why).await
}

fn same_figure(a: &OfficialFigure, b: &OfficialFigure) -> bool {
    let name = |f: &OfficialFigure| {
        let texts = [&f.area, &f.indicator, &f.sector, &f.measure, &f.unit, &f.source];
        (f.period, texts.map(String::clone))
    };
    name(a) == name(b)
}

/// Takes in targets of the plan; one of the same year and node replaces the earlier.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_targets(context: &Context, targets: &[Target], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::LoadOfficial).await?;
    let known = change.store().targets(Seq::LATEST).await?;
    let mut tally = Tally::default();
    for target in targets {
        let old = known.iter().find(|old| (old.year, &old.node) == (target.year, &target.node));
        if tally.weigh(old, target) {
            change.target(target).await?;
        }
    }
    finish(change, tally, "targets", why).await
}
