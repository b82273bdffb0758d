//! The series of a file, each of months or of quarters; a period that is left out is a gap.

use std::collections::HashMap;
use std::path::Path;

use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::tidy::{self, Datum};
use season::Period;
use season::regarima::Observed;

use crate::failure::Failure;
use crate::index;

/// A series of a file, or why it is none; the others go on.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) series: Result<Observed, Text>,
}

/// The series in the order in which they first come in the file.
pub(crate) fn read(path: &Path) -> Result<Vec<Named>, Failure> {
    let sheet = index::read(path, tidy::read_series)?;
    let mut named: Vec<(&str, Vec<&Datum>)> = Vec::new();
    let mut places = HashMap::new();
    for (_, datum) in &sheet.rows {
        let at = *places.entry(&*datum.code).or_insert_with(|| {
            named.push((&datum.code, Vec::new()));
            named.len() - 1
        });
        named[at].1.push(datum);
    }
    if named.is_empty() {
        let nothing = Text::new("tệp không có chuỗi nào.", "there is no series in the file.");
        let remedy = Text::new("Hãy ghi các dòng series,period,value.", "Write rows of series,period,value.");
        return Err(Fault::new(Place::file(&sheet.file), nothing, remedy).into());
    }
    Ok(named.into_iter().map(|(name, rows)| Named { name: name.to_owned(), series: observed(&rows) }).collect())
}

/// The values of one series in order of time, without the gaps at its ends.
fn observed(rows: &[&Datum]) -> Result<Observed, Text> {
    let mut values: Vec<(Period, f64)> = Vec::with_capacity(rows.len());
    for datum in rows {
        let period: Period = datum.period.to_string().parse().map_err(|_| {
            let label = &datum.period;
            Text::new(
                format!("“{label}” không phải tháng hay quý: hãy ghi như 2024-01 hoặc 2024-Q1"),
                format!("“{label}” is no month or quarter: write it as 2024-01 or 2024-Q1"),
            )
        })?;
        if values.first().is_some_and(|(first, _)| first.frequency() != period.frequency()) {
            return Err(Text::new(
                "chuỗi có cả tháng lẫn quý: hãy tách thành hai chuỗi",
                "it has months and quarters: make two series of it",
            ));
        }
        values.extend(datum.value.map(|value| (period, value)));
    }
    values.sort_by_key(|(period, _)| *period);
    let (Some((first, _)), Some((last, _))) = (values.first().copied(), values.last().copied()) else {
        return Err(Text::new("chuỗi không có giá trị nào", "it has no value"));
    };
    let at = |period: Period| usize::try_from(period.since(first)).unwrap_or_default();
    let mut whole = vec![None; at(last) + 1];
    values.iter().for_each(|(period, value)| whole[at(*period)] = Some(*value));
    Observed::new(first, whole).map_err(|error| domain::adjust::reason_of_model(&error))
}
