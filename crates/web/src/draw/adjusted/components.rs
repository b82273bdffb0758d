//! What a series is made of: trend, season, calendar and what is left, one under the other.

use domain::adjust::Seasonal;
use formats::figure::{self, Component, Frame, Shape};

use super::Subject;
use crate::page::Page;

/// The components, for each width of screen.
pub(crate) fn components(page: &Page, of: Subject<'_>, found: &Seasonal) -> Vec<String> {
    let (factor, base) = if found.multiplies { (100.0, 100.0) } else { (1.0, 0.0) };
    let scaled = |values: &[f64]| values.iter().map(|value| value * factor).collect::<Vec<f64>>();
    let about = match found.multiplies {
        true => page.t("so với 100", "against 100").to_owned(),
        false => of.scale.to_owned(),
    };
    let part =
        |(vi, en), shape, values| Component { name: page.t(vi, en).to_owned(), scale: about.clone(), shape, values };
    let trend = Component {
        name: page.t("Xu thế", "The trend").to_owned(),
        scale: of.scale.to_owned(),
        shape: Shape::Line,
        values: found.trend.clone(),
    };
    let season = part(("Mùa vụ", "The season"), Shape::Around(base), scaled(&found.season));
    let calendar = found.calendar.as_deref().filter(|calendar| calendar.windows(2).any(|two| two[0] != two[1]));
    let calendar = calendar.map(|calendar| part(("Lịch", "The calendar"), Shape::Strokes(base), scaled(calendar)));
    let irregular = part(("Phần bất thường", "The irregular"), Shape::Strokes(base), scaled(&found.irregular));
    let parts: Vec<Component> = [Some(trend), Some(season), calendar, Some(irregular)].into_iter().flatten().collect();
    let drawing = |frame: Frame| figure::Components {
        id: format!("components-{}", frame.name()),
        title: format!("{}: {}", of.name, page.t("các thành phần", "components")),
        description: described(page, &parts, found),
        lang: page.lang,
        frame,
        months: found.months,
        parts: parts.clone(),
    };
    Frame::BOTH.into_iter().map(|frame| drawing(frame).draw()).collect()
}

/// Where each component lies: the trend from its first month to its last, the others between their lowest and highest value.
fn described(page: &Page, parts: &[Component], found: &Seasonal) -> String {
    let ends = |part: &Component| match part.shape {
        Shape::Line => (part.values.first().copied(), part.values.last().copied()),
        _ => (part.values.iter().copied().reduce(f64::min), part.values.iter().copied().reduce(f64::max)),
    };
    let of_one = |part: &Component| {
        let (from, to) = ends(part);
        let [from, to] = [from?, to?].map(|value| page.plain(value, 1));
        Some(match (part.shape, page.is_vi()) {
            (Shape::Line, true) => format!("{}: từ {from} đến {to}", part.name),
            (Shape::Line, false) => format!("{}: from {from} to {to}", part.name),
            (_, true) => format!("{}: trong khoảng {from} đến {to}", part.name),
            (_, false) => format!("{}: between {from} and {to}", part.name),
        })
    };
    let said: Vec<String> = parts.iter().filter_map(of_one).collect();
    let (first, last) = (page.month(found.months.first), page.month(found.months.last));
    format!("{} – {last}. {}.", crate::view::upper(&first), said.join("; "))
}
