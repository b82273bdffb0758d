//! `--compare`: computed beside published, period by period.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use domain::index::aggregate::Aggregation;
use domain::period::Label;
use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::tidy::{Datum, Sheet, number_text};
use serde::Serialize;

/// Published figures of a set.
pub(super) struct Published {
    set: String,
    sheet: Sheet<Datum>,
}

impl Published {
    /// The set takes the name of its file.
    pub(super) fn new(path: &Path, sheet: Sheet<Datum>) -> Self {
        let stem = path.file_stem().map_or_else(|| sheet.file.clone(), |stem| stem.to_string_lossy().into_owned());
        Self { set: stem, sheet }
    }
}

/// How far the computed figures lie from the published ones.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Comparison {
    set: String,
    periods: usize,
    figures: usize,
    largest_difference: f64,
    tolerance: f64,
    within: bool,
    /// Where the largest difference is.
    code: String,
    period: String,
    computed: f64,
    published: f64,
    /// Published figures without a computed one beside them.
    not_compared: usize,
    /// The first of them, as code and period.
    first_not_compared: Option<(String, String)>,
}

impl Comparison {
    /// Compares every published figure that has a computed one beside it, and counts the others.
    pub(super) fn new(published: &Published, result: &Aggregation, tolerance: f64) -> Result<Self, Fault> {
        let computed = Computed::new(result);
        let mut found: Option<Self> = None;
        let mut not_compared = 0;
        let mut first_not_compared = None;
        let mut figures = 0;
        let mut periods: Vec<&Label> = Vec::new();
        for (_, datum) in &published.sheet.rows {
            let Some(value) = datum.value else { continue };
            let Some(own) = computed.value(&datum.code, &datum.period) else {
                not_compared += 1;
                first_not_compared.get_or_insert_with(|| (datum.code.to_string(), datum.period.to_string()));
                continue;
            };
            figures += 1;
            periods.push(&datum.period);
            let difference = (own - value).abs();
            if found.as_ref().is_none_or(|f| difference > f.largest_difference) {
                found = Some(Self {
                    set: published.set.clone(),
                    periods: 0,
                    figures: 0,
                    largest_difference: difference,
                    tolerance,
                    within: difference <= tolerance,
                    code: datum.code.to_string(),
                    period: datum.period.to_string(),
                    computed: own,
                    published: value,
                    not_compared: 0,
                    first_not_compared: None,
                });
            }
        }
        periods.sort_unstable();
        periods.dedup();
        let found = found.ok_or_else(|| nothing_in_common(&published.sheet.file))?;
        Ok(Self { periods: periods.len(), figures, not_compared, first_not_compared, ..found })
    }

    /// Whether the largest difference is within the tolerance and no published figure went uncompared.
    pub(super) fn holds(&self) -> bool {
        self.within && self.not_compared == 0
    }
}

/// The computed values by code and period; a year and the number it is written as are one period.
struct Computed<'a> {
    result: &'a Aggregation,
    codes: HashMap<&'a str, usize>,
    periods: HashMap<Label, usize>,
}

impl<'a> Computed<'a> {
    fn new(result: &'a Aggregation) -> Self {
        Self {
            result,
            codes: result.codes.iter().enumerate().map(|(node, code)| (code.as_str(), node)).collect(),
            periods: result.periods.iter().enumerate().map(|(at, period)| (period.counted(), at)).collect(),
        }
    }

    fn value(&self, code: &str, period: &Label) -> Option<f64> {
        let (node, at) = (self.codes.get(code)?, self.periods.get(&period.counted())?);
        self.result.cells[*node][*at].map(|cell| cell.value)
    }
}

fn nothing_in_common(file: &str) -> Fault {
    Fault::new(
        Place::file(file),
        Text::new("không có mã và kỳ nào chung với kết quả.", "it has no code and period in common with the results."),
        Text::new(
            "Hãy ghi mã và kỳ như trong tệp quyền số và tệp thành phần.",
            "Write codes and periods as in the weights and the components.",
        ),
    )
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.set.chars().count().max(16);
        writeln!(
            f,
            "{:width$}  {:>10}  {:>20}",
            "tập / set", "kỳ/periods", "chênh lệch lớn nhất / largest difference"
        )?;
        writeln!(f, "{:width$}  {:>10}  {:>20}", self.set, self.periods, number_text(self.largest_difference))?;
        let (computed, published) = (number_text(self.computed), number_text(self.published));
        write!(f, "{} {}: tính/computed {computed}, công bố/published {published}", self.code, self.period)?;
        if let Some((code, period)) = &self.first_not_compared {
            let n = self.not_compared;
            write!(
                f,
                "\n{n} số công bố không có số tính để so, đầu tiên là {code} {period}; hãy bỏ khỏi tệp so sánh hoặc bổ sung"
            )?;
            write!(
                f,
                " thành phần và quyền số.\n{n} published figures have none computed beside them, the first is {code} {period};"
            )?;
            write!(f, " leave them out of the comparison or add components and weights.")?;
        }
        if !self.within {
            let tolerance = number_text(self.tolerance);
            write!(f, "\nVượt mức cho phép {tolerance} / beyond the tolerance {tolerance}")?;
        }
        Ok(())
    }
}
