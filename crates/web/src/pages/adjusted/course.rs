//! The chart of a series with its stamp, its files, and the choice of another series or of years that add up.

use domain::adjust::Look;
use domain::period::Month;
use domain::text::Text;
use office::adjust::AdjustedSeries;
use office::publication::Publication;

use super::years;
use crate::component::{Downloads, FigureCard, Select, Stamp};
use crate::draw::{self, Drawn};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Choice;
use crate::view;

/// Puts the chart on the page. `look` is the series as the reader wants it, `all` what else there is, `query` what names it all.
pub(super) fn put(
    record: &mut Record,
    on: &Publication,
    (all, series, look): (&[AdjustedSeries], &AdjustedSeries, &Look),
    query: &str,
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
    let Drawn { drawings, marks } = match look {
        Look::Adjusted(found) => draw::adjusted::course(&p, &name, &series.levels, found, &stage),
        Look::Left(_) => draw::adjusted::left(&p, &name, &series.levels, &stage),
    };
    let foreseen = Text::new(
        "Vòng tròn rỗng trên đường chấm là dự báo của mô hình với khoảng 95 %, không phải số liệu; tệp tải về không có dự báo.",
        "Hollow circles on the dotted line are what the model expects, with 95% intervals; they are no data, and the files leave them out.",
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
}

/// Stage, observed share and vintage of the newest month.
fn stamp(p: &Page, on: &Publication, series: &AdjustedSeries, month: Month) -> Stamp {
    match on.node(&series.key.to_string()) {
        Some(node) => Stamp::of_figure(p, on, node, month, domain::series::Measure::Mom),
        None => Stamp::of_import(p, series.origin.as_ref().and_then(|origin| origin.imported)),
    }
}
