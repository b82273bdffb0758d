//! Looking things up in a publication: series by name, the stage of a month, official figures by month.

use std::fmt;

use domain::period::{Month, MonthRange, Period};
use domain::release::comparison::Comparison;
use domain::release::revision::settled;
use domain::series::{Measure, Stage};
use domain::text::{Lang, Text};
use formats::figure::Unit;
use office::publication::{CalendarEntry, Done, PublicNode, Publication};

use crate::trouble::Choice;
use crate::words;

/// What of a node is shown over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Level, base average month = 100.
    Level,
    /// Growth, per cent.
    Change(Measure),
    /// Contribution to the change of the whole, percentage points.
    Contribution(Measure),
}

impl Shown {
    /// Everything that can be asked for.
    pub(crate) const ALL: [Self; 8] = [
        Self::Level,
        Self::Change(Measure::Mom),
        Self::Change(Measure::Yoy),
        Self::Change(Measure::Ytd),
        Self::Change(Measure::Year),
        Self::Contribution(Measure::Mom),
        Self::Contribution(Measure::Yoy),
        Self::Contribution(Measure::Ytd),
    ];

    /// The one with this code.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.to_string() == code)
    }

    pub(crate) fn choices() -> Vec<Choice> {
        Self::ALL.into_iter().map(|shown| Choice::new(shown.to_string(), shown.name())).collect()
    }

    pub(crate) fn name(self) -> Text {
        match self {
            Self::Level => {
                Text::new("Chỉ số, tháng bình quân năm gốc = 100", "Index, average month of the base year = 100")
            }
            Self::Change(measure) => words::measure(measure),
            Self::Contribution(measure) => {
                let of = words::measure(measure);
                Text::new(
                    format!("Đóng góp vào toàn ngành: {} (điểm phần trăm)", lower(&of.vi)),
                    format!("Contribution to the whole: {} (percentage points)", lower(&of.en)),
                )
            }
        }
    }

    /// What a value in `month` is of, in words: the month, or the year where it is of a whole year.
    pub(crate) fn moment(self, month: Month, lang: Lang) -> String {
        moment(month, self.measure(), lang)
    }

    /// Whether there is one value a year, in its December.
    pub(crate) fn is_yearly(self) -> bool {
        self.measure() == Measure::Year
    }

    /// What it compares; a level stands for its month alone.
    pub(crate) fn measure(self) -> Measure {
        match self {
            Self::Level => Measure::Mom,
            Self::Change(measure) | Self::Contribution(measure) => measure,
        }
    }

    pub(crate) fn unit(self) -> Unit {
        match self {
            Self::Level => Unit::LEVEL,
            Self::Change(_) => Unit::PERCENT,
            Self::Contribution(_) => Unit::POINTS,
        }
    }

    /// The line drawn across the chart.
    pub(crate) fn reference(self) -> f64 {
        if self == Self::Level { 100.0 } else { 0.0 }
    }

    /// The series of a node, one value a month of the publication; empty when it is withheld.
    pub(crate) fn of(self, node: &PublicNode) -> &[Option<f64>] {
        if node.withheld {
            return &[];
        }
        match self {
            Self::Level => &node.levels,
            Self::Change(measure) => node.changes.get(measure),
            Self::Contribution(measure) => node.contributions.get(measure),
        }
    }
}

/// The code in addresses: `level`, `yoy`, `contribution-yoy`.
impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level => f.write_str("level"),
            Self::Change(measure) => write!(f, "{measure}"),
            Self::Contribution(measure) => write!(f, "contribution-{measure}"),
        }
    }
}

/// The words with a small first letter, to stand inside a sentence.
pub(crate) fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The words with a capital first letter, to head a line.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a figure of a month is of: `tháng 12/2023`, or for the whole year `năm 2023`.
pub(crate) fn moment(month: Month, measure: Measure, lang: Lang) -> String {
    match measure {
        Measure::Year => period(Period::Year(month.year()), lang),
        Measure::Mom | Measure::Yoy | Measure::Ytd => period(Period::Month(month), lang),
    }
}

/// The share of the weights whose returns have come in: of the month, or the mean of the months where the figure is of a year or the
/// year so far.
pub(crate) fn observed(on: &Publication, node: &PublicNode, month: Month, measure: Measure) -> Option<f64> {
    if node.withheld {
        return None;
    }
    let months = observed_months(month, measure);
    let sum: Option<f64> = months.iter().map(|month| value_in(on, &node.observed, month)).sum();
    Some(sum? / months.len() as f64)
}

/// The months whose returns a figure of this month rests on.
pub(crate) fn observed_months(month: Month, measure: Measure) -> MonthRange {
    match measure {
        Measure::Ytd | Measure::Year => month.year_to_date(),
        Measure::Mom | Measure::Yoy => MonthRange::new(month, month),
    }
}

/// The value of a series in a month.
pub(crate) fn value_in(publication: &Publication, series: &[Option<f64>], month: Month) -> Option<f64> {
    *series.get(publication.months.position(month)?)?
}

/// How settled the figures of `month` are in this publication: its own month has the stage of the release; earlier
/// months the stage of their last print, as the revisions show it; provisional where that is not on record.
pub(crate) fn stage_of(publication: &Publication, month: Month) -> Stage {
    let release = &publication.release;
    if month == release.month {
        return release.stage;
    }
    settled(&publication.revisions, month).unwrap_or(Stage::Provisional).max(Stage::Provisional)
}

/// Where a line of the release calendar stands.
pub(crate) enum Standing<'a> {
    /// Released.
    Released(&'a Done),
    /// Its day has passed without a release on record: it was before the system, or left out.
    NotHere,
    /// Its day is still ahead.
    ToCome,
}

impl Standing<'_> {
    pub(crate) fn name(&self) -> Text {
        match self {
            Self::Released(_) => Text::new("đã công bố", "released"),
            Self::NotHere => Text::new("không công bố trong hệ thống", "not released here"),
            Self::ToCome => Text::new("chưa đến ngày", "to come"),
        }
    }
}

/// Where `entry` stands on the day of the newest release, the latest day the pages know of.
pub(crate) fn standing<'a>(publication: &Publication, entry: &'a CalendarEntry) -> Standing<'a> {
    let done = publication.calendar.iter().filter_map(|other| Some(other.done.as_ref()?.date));
    let newest = done.chain([publication.release.date]).max();
    match &entry.done {
        Some(done) => Standing::Released(done),
        None if Some(entry.due) < newest => Standing::NotHere,
        None => Standing::ToCome,
    }
}

/// The figure of the statistics office for a node, measure and month, where there is one.
pub(crate) fn official(publication: &Publication, node: &str, measure: Measure, month: Month) -> Option<f64> {
    let mut lines = official_lines(publication).into_iter();
    lines
        .find(|line| line.node == node && line.measure == measure && line.period.months().last == month)
        .map(|l| l.official)
}

/// The name of a node with its code, as a list shows it; the whole has no code worth showing.
pub(crate) fn title(node: &PublicNode) -> Text {
    if node.depth == 0 {
        return node.name.clone();
    }
    let code = unbroken(&node.code);
    Text::new(format!("{code} {}", node.name.vi), format!("{code} {}", node.name.en))
}

/// A code as it is shown, never broken in two at its hyphen.
pub(crate) fn unbroken(code: &str) -> String {
    code.replace('-', "\u{2011}")
}

/// A heading in which no number begins a line: `tháng\u{a0}1/2024`, `January\u{a0}2024`.
pub(crate) fn kept(heading: &str) -> String {
    let words: Vec<&str> = heading.split(' ').collect();
    let mut kept = words.first().copied().unwrap_or_default().to_owned();
    for word in words.iter().skip(1) {
        kept.push(if word.starts_with(|first: char| first.is_ascii_digit()) { '\u{a0}' } else { ' ' });
        kept.push_str(word);
    }
    kept
}

/// The name of a commune with its kind: `Xã Tùng Bá`, `Tùng Bá commune`.
pub(crate) fn commune(name: &str, lang: Lang) -> String {
    const KINDS: [(&str, &str); 3] = [("Xã ", "commune"), ("Phường ", "ward"), ("Thị trấn ", "township")];
    let kind = KINDS.iter().find_map(|(vi, en)| Some((name.strip_prefix(vi)?, en)));
    match (kind, lang) {
        (Some((bare, kind)), Lang::En) => format!("{bare} {kind}"),
        _ => name.to_owned(),
    }
}

/// The name of a former district, as a map has room for it: its kind is left out, but for the city of the same name as the province.
pub(crate) fn district(name: &str, lang: Lang) -> String {
    match (name.strip_prefix("Thành phố "), lang) {
        (Some(city), Lang::Vi) => format!("TP {city}"),
        (Some(city), Lang::En) => format!("{city} city"),
        (None, _) => name.trim_start_matches("Huyện ").to_owned(),
    }
}

/// The nodes with figures as answers to `node`, in the order of the tree.
pub(crate) fn node_choices(publication: &Publication) -> Vec<Choice> {
    publication.nodes.iter().map(|node| Choice::new(&node.code, title(node))).collect()
}

/// An official figure beside own.
pub(crate) struct OfficialLine {
    pub(crate) node: String,
    pub(crate) period: Period,
    pub(crate) measure: Measure,
    pub(crate) official: f64,
    pub(crate) own: Option<f64>,
    pub(crate) difference: Option<f64>,
    pub(crate) source: String,
}

/// Every official figure beside own, oldest first.
pub(crate) fn official_lines(publication: &Publication) -> Vec<OfficialLine> {
    let line = |c: &Comparison| OfficialLine {
        node: c.node.clone(),
        period: c.period,
        measure: c.measure,
        official: c.official,
        own: c.own,
        difference: c.difference(),
        source: c.source.clone(),
    };
    publication.official.iter().map(line).collect()
}

/// A month, quarter or year in words.
pub(crate) fn period(period: Period, lang: Lang) -> String {
    match (period, lang) {
        (Period::Month(month), _) => domain::text::month(month, lang),
        (Period::Quarter(quarter), Lang::Vi) => format!("quý {}/{}", quarter.quarter_of_year(), quarter.year()),
        (Period::Quarter(quarter), Lang::En) => format!("Q{} {}", quarter.quarter_of_year(), quarter.year()),
        (Period::Year(year), Lang::Vi) => format!("năm {year}"),
        (Period::Year(year), Lang::En) => year.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::text::Lang;

    use super::{commune, district, kept};

    #[test]
    fn no_number_begins_a_line_of_a_heading() {
        assert_eq!(kept("Công nghiệp tháng 1/2024, tỉnh Hà Giang"), "Công nghiệp tháng\u{a0}1/2024, tỉnh Hà Giang");
        assert_eq!(kept("Industry, January 2024"), "Industry, January\u{a0}2024");
        assert_eq!(kept("16 of  them"), "16 of  them");
    }

    #[test]
    fn places_are_named_in_the_language() {
        assert_eq!(commune("Phường Hà Giang 1", Lang::En), "Hà Giang 1 ward");
        assert_eq!(
            (commune("Xã Tùng Bá", Lang::Vi), commune("Tùng Bá", Lang::En)),
            ("Xã Tùng Bá".into(), "Tùng Bá".into())
        );
        assert_eq!(district("Thành phố Hà Giang", Lang::En), "Hà Giang city");
        assert_eq!(district("Huyện Vị Xuyên", Lang::En), "Vị Xuyên");
    }
}
