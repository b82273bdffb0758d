//! The series of a file, each of months or of quarters; a period that is left out is a gap.
//!
//! A file is gone through twice: once for its faults and to count the rows of each series, then to make a series of them once its last row
//! is there. Where the rows of a series stand together only one series is kept at a time, however many there are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::period::{Label, Period as Calendar};
use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::tidy::{Datum, Name, SeriesPieces, Sheet, no_period_twice};
use season::regarima::Observed;
use season::{Frequency, Period};

use crate::failure::Failure;
use crate::files;

/// A series of a file, or why it is none; the others go on.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) series: Result<Observed, Text>,
}

/// A file of series that was gone through once and has no fault.
pub(crate) struct SeriesFile {
    source: Source,
    /// How many rows each series has.
    rows: HashMap<Name, usize>,
    frequencies: BTreeSet<Frequency>,
}

/// What can be read again.
enum Source {
    File(PathBuf),
    /// Of a pipe, which gives its bytes once.
    Held(String, Arc<[u8]>),
}

impl Source {
    fn of(path: &Path) -> Result<Self, Fault> {
        let is_file = path.metadata().is_ok_and(|meta| meta.is_file());
        Ok(if is_file { Self::File(path.to_owned()) } else { Self::Held(files::name(path), files::read(path)?.into()) })
    }

    fn name(&self) -> String {
        match self {
            Self::File(path) => files::name(path),
            Self::Held(name, _) => name.clone(),
        }
    }

    fn pieces(&self) -> Result<SeriesPieces<Box<dyn Read>>, Fault> {
        let reader: Box<dyn Read> = match self {
            Self::File(path) => Box::new(files::open(path)?),
            Self::Held(_, bytes) => Box::new(Cursor::new(bytes.clone())),
        };
        Ok(SeriesPieces::new(&self.name(), reader))
    }

    /// The rows, those of a faulty piece as its faults.
    fn data(&self) -> Result<impl Iterator<Item = Result<(u64, Datum), Failure>> + use<>, Fault> {
        Ok(self.pieces()?.flat_map(|piece| {
            let (rows, faults) = match piece {
                Ok(rows) => (rows, None),
                Err(faults) => (Vec::new(), Some(Err(Failure::Input(faults)))),
            };
            rows.into_iter().map(Ok).chain(faults)
        }))
    }
}

/// What is known of a series while its rows go by.
struct Seen {
    rows: usize,
    last: Label,
}

impl SeriesFile {
    /// Goes through a file.
    pub(crate) fn look_through(path: &Path) -> Result<Self, Failure> {
        let source = Source::of(path)?;
        let mut seen: HashMap<Name, Seen> = HashMap::new();
        let (mut disordered, mut frequencies) = (HashSet::new(), BTreeSet::new());
        for row in source.data()? {
            let (_, Datum { code, period, .. }) = row?;
            match seen.get_mut(&code) {
                Some(seen) => {
                    if period <= seen.last {
                        disordered.insert(code);
                    }
                    (seen.rows, seen.last) = (seen.rows + 1, period);
                }
                None => {
                    frequencies.extend(period_of(&period).map(Period::frequency));
                    seen.insert(code, Seen { rows: 1, last: period });
                }
            }
        }
        if seen.is_empty() {
            let nothing = Text::new("tệp không có chuỗi nào.", "there is no series in the file.");
            let remedy = Text::new("Hãy ghi các dòng series,period,value.", "Write rows of series,period,value.");
            return Err(Fault::new(Place::file(source.name()), nothing, remedy).into());
        }
        // What is in order of time cannot have a period twice.
        let mut sheet = Sheet { file: source.name(), rows: Vec::new() };
        if !disordered.is_empty() {
            for row in source.data()? {
                sheet.rows.extend(Some(row?).filter(|(_, datum)| disordered.contains(&datum.code)));
            }
        }
        no_period_twice(&sheet).map_err(Failure::Input)?;
        let rows = seen.into_iter().map(|(name, seen)| (name, seen.rows)).collect();
        Ok(Self { source, rows, frequencies })
    }

    /// How many series there are.
    pub(crate) fn count(&self) -> usize {
        self.rows.len()
    }

    /// The frequencies they begin with.
    pub(crate) fn frequencies(&self) -> &BTreeSet<Frequency> {
        &self.frequencies
    }

    /// The series in the order in which they end in the file.
    pub(crate) fn series(self) -> Result<impl Iterator<Item = Result<Named, Failure>>, Failure> {
        let (file, mut left, mut data) = (self.source.name(), self.rows, self.source.data()?);
        let mut begun: HashMap<Name, Vec<(Label, Option<f64>)>> = HashMap::new();
        Ok(std::iter::from_fn(move || {
            for row in data.by_ref() {
                let (_, Datum { code, period, value }) = match row {
                    Ok(row) => row,
                    Err(fault) => return Some(Err(fault)),
                };
                let Some(rows) = left.get_mut(&code) else { return Some(Err(changed(&file).into())) };
                *rows -= 1;
                let is_last = *rows == 0;
                begun.entry(code.clone()).or_default().push((period, value));
                if is_last {
                    left.remove(&code);
                    let rows = begun.remove(&code).unwrap_or_default();
                    return Some(Ok(Named { name: code.to_string(), series: observed(rows) }));
                }
            }
            let lacks = !std::mem::take(&mut left).is_empty();
            lacks.then(|| Err(changed(&file).into()))
        }))
    }
}

/// The file is another now than when it was gone through first.
fn changed(file: &str) -> Fault {
    Fault::new(
        Place::file(file),
        Text::new("tệp đã đổi trong khi đọc.", "the file changed while it was read."),
        Text::new("Hãy chạy lại khi tệp đã ghi xong.", "Run again once the file is written."),
    )
}

/// A month or quarter.
fn period_of(label: &Label) -> Option<Period> {
    let (frequency, year, place) = match label {
        Label::Calendar(Calendar::Month(month)) => (Frequency::Monthly, month.year(), month.month_of_year()),
        Label::Calendar(Calendar::Quarter(quarter)) => {
            (Frequency::Quarterly, quarter.year(), quarter.quarter_of_year())
        }
        Label::Calendar(Calendar::Year(_)) | Label::Ordinal(_) => return None,
    };
    Period::new(frequency, year.number(), usize::from(place))
}

/// The values of one series in order of time, without the gaps at its ends.
fn observed(rows: Vec<(Label, Option<f64>)>) -> Result<Observed, Text> {
    let mut values: Vec<(Period, f64)> = Vec::with_capacity(rows.len());
    for (label, value) in rows {
        let period = period_of(&label).ok_or_else(|| {
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
        values.extend(value.map(|value| (period, value)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.csv");
        let write = |rows: &str| std::fs::write(&path, format!("series,period,value\n{rows}")).unwrap();
        let (two, one) = ("a,2024-01,1\nb,2024-01,2\nb,2024-02,2\n", "a,2024-01,1\nb,2024-01,2\n");
        for (first, then) in [(two, one), (one, two), (two, "a,2024-01,1\nc,2024-01,2\n")] {
            write(first);
            let file = SeriesFile::look_through(&path).unwrap();
            assert_eq!(file.count(), 2);
            write(then);
            let read: Result<Vec<Named>, Failure> = file.series().unwrap().collect();
            let Err(Failure::Input(faults)) = read else { panic!("{first} {then}") };
            assert!(faults[0].what.vi.contains("tệp đã đổi"), "{faults:?}");
        }
        write(two);
        let read: Result<Vec<Named>, Failure> = SeriesFile::look_through(&path).unwrap().series().unwrap().collect();
        let names: Vec<String> = read.unwrap_or_default().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["a", "b"]);
    }
}
