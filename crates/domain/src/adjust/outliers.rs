//! The outliers of a model in words. X-13 names them by letters and a date: `AO2020.Apr`, `LS2021.Dec`, `Rp2020.Apr-2020.Sep`.

use super::seasonal::Effect;
use crate::period::Month;
use crate::text::{Lang, Text, month};

/// An outlier of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// Its coefficient: where that has a size of its own, what the series has more from its month on, or in it.
    pub effect: Effect,
    /// The month it is of, or begins in; `None` where its name has no date.
    pub month: Option<Month>,
    /// What it is, with its date: `dịch mức từ 12/2021`.
    pub name: Text,
    /// Whether its coefficient is how much higher the series is.
    pub has_size: bool,
}

impl Outlier {
    /// The outlier of a coefficient.
    pub(super) fn of(effect: Effect) -> Self {
        let (kind, rest) = effect.name.split_at_checked(2).unwrap_or((&effect.name, ""));
        let mut dates = rest.split('-').map(dated);
        let (from, until) = (dates.next().flatten(), dates.next().flatten());
        let kind = kind.to_ascii_uppercase();
        let name = from.and_then(|from| named(&kind, from, until));
        let name = name.unwrap_or_else(|| Text::new(&effect.name, &effect.name));
        Self { month: from, name, has_size: matches!(kind.as_str(), "AO" | "LS" | "TC"), effect }
    }

    /// All of a model, in order of time.
    pub(super) fn in_order(effects: impl IntoIterator<Item = Effect>) -> Vec<Self> {
        let mut all: Vec<Self> = effects.into_iter().map(Self::of).collect();
        all.sort_by_key(|one| one.month);
        all
    }
}

fn named(kind: &str, from: Month, until: Option<Month>) -> Option<Text> {
    let short = |at: Month| format!("{}/{}", at.month_of_year(), at.year());
    let long = |at: Month| month(at, Lang::En);
    let (vi, en) = match (kind, until) {
        ("AO", None) => ("giá trị ngoại lai ", "outlier of "),
        ("LS", None) => ("dịch mức từ ", "level shift from "),
        ("TC", None) => ("thay đổi tạm thời từ ", "temporary change from "),
        ("SO", None) => ("mùa vụ đổi từ ", "change of the season from "),
        ("RP", Some(until)) => {
            let vi = format!("mức đổi dần từ {} đến {}", short(from), short(until));
            return Some(Text::new(vi, format!("ramp from {} to {}", long(from), long(until))));
        }
        _ => return None,
    };
    Some(Text::new(format!("{vi}{}", short(from)), format!("{en}{}", long(from))))
}

/// `2021.Dec`.
fn dated(text: &str) -> Option<Month> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (year, month) = text.split_once('.')?;
    let place = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
    Month::new(year.parse().ok()?, place as u8 + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outliers_are_told_in_words_in_order_of_time() {
        let effect = |name: &str| Effect { name: name.to_owned(), estimate: 0.1, standard_error: Some(0.02) };
        let names = ["LS2021.Dec", "AO2020.Apr", "TC2020.Jul", "Rp2019.Feb-2019.Jun", "SO2018.Mar", "user"];
        let all = Outlier::in_order(names.map(effect));
        let told: Vec<&str> = all.iter().map(|one| one.name.vi.as_str()).collect();
        let expected = [
            "user",
            "mùa vụ đổi từ 3/2018",
            "mức đổi dần từ 2/2019 đến 6/2019",
            "giá trị ngoại lai 4/2020",
            "thay đổi tạm thời từ 7/2020",
            "dịch mức từ 12/2021",
        ];
        assert_eq!(told, expected);
        let english: Vec<&str> = all.iter().skip(3).map(|one| one.name.en.as_str()).collect();
        assert_eq!(
            english,
            ["outlier of April 2020", "temporary change from July 2020", "level shift from December 2021"]
        );
        assert_eq!(all.iter().filter(|one| one.has_size).count(), 3);
    }
}
