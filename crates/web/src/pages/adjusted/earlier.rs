//! The choices that were ever accepted for a series, and the way back to one of them.

use domain::adjust::SeriesKey;
use domain::text::Text;
use office::adjust::AdjustedSeries;
use office::{PastChoice, Seq};

use super::escaped;
use super::refresh::PLACE;
use crate::component::{Cell, Grid, Row, head, linked, words};
use crate::page::Page;
use crate::pages::record::Section;
use crate::pages::sites::capital;
use crate::trouble::Choice;

/// What stands before the number of the change that accepted the choice, in the place of a policy.
const EARLIER: &str = "earlier-";

/// How an earlier choice is asked for in the place of a policy: `earlier-17`.
pub(super) fn code(change: Seq) -> String {
    format!("{EARLIER}{}", change.0)
}

/// The earlier choice a word asks for.
pub(super) fn read(word: &str) -> Option<Seq> {
    word.strip_prefix(EARLIER)?.parse().ok().map(Seq)
}

/// An earlier choice among the policies.
pub(super) fn choice(change: Seq) -> Choice {
    Choice::new(code(change), Text::new("Dùng lại một lựa chọn trước đây", "An earlier choice used again"))
}

/// Which choice is used again, and that nothing of it is made anew.
pub(super) fn said(p: &Page, past: &[PastChoice], change: Seq) -> Option<String> {
    let PastChoice { choice, .. } = past.iter().find(|one| one.seq == change)?;
    let (when, until) = (p.moment(choice.moment), p.month(choice.kept.until));
    Some(match p.is_vi() {
        true => format!(
            "Dùng lại lựa chọn lưu {when} đúng như khi đó: mô hình, hệ số và các hệ số mùa vụ dự kiến, theo số liệu đến {until}. Không ước lượng lại gì."
        ),
        false => format!(
            "The choice of {when} as it was then: its model, its coefficients and the factors it foresaw, by figures up to {until}. Nothing is estimated again."
        ),
    })
}

/// Every choice of a series, newest first, with the way to use one again.
pub(super) fn section(p: &Page, series: &AdjustedSeries, past: &[PastChoice]) -> Section {
    let mut section = Section::titled(p.t("Các lựa chọn đã lưu", "Choices kept so far"));
    if past.is_empty() {
        return section;
    }
    let heads = vec![
        head(p.t("Lưu lúc", "Kept")),
        head(p.t("Cách chọn", "Policy")),
        head(p.t("Số liệu đến", "Figures up to")),
        head(p.t("Mô hình", "Model")),
        head(p.t("Lý do", "Why")),
        head(p.t("Dùng lại", "Use again")),
    ];
    let rows = past.iter().enumerate().map(|(at, one)| row(p, series, one, at == 0)).collect();
    let caption = p.t("Mới nhất trước", "Newest first").to_owned();
    section.grids.push(Grid { caption, heads, rows });
    section
}

fn row(p: &Page, series: &AdjustedSeries, one: &PastChoice, is_newest: bool) -> Row {
    let PastChoice { seq, choice, why } = one;
    let state = match (series.choice.as_ref() == Some(choice), is_newest) {
        (true, _) => p.t("đang áp dụng", "in force"),
        (false, true) => p.t("chờ kỳ công bố sau", "waits for the next release"),
        (false, false) => "",
    };
    // What is newest holds already, or will.
    let again = match is_newest {
        true => words(""),
        false => linked(p.t("Dùng lại", "Use again"), p.link(&address(&series.key, *seq))).unbroken(),
    };
    Row::new(vec![
        Cell::head(p.moment(choice.moment), None).with(state),
        words(p.of(&capital(choice.kept.policy.name()))),
        words(p.month_cell(choice.kept.until)),
        words(p.of(&choice.kept.in_short())),
        words(why.clone()).with(choice.by.clone()),
        again,
    ])
}

fn address(key: &SeriesKey, change: Seq) -> String {
    format!("{PLACE}?series={}&policy={}", escaped(key), code(change))
}
