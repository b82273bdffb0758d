//! The specification of a run: read once for each frequency there is, its faults told with their lines in both languages.

use std::path::Path;

use domain::text::Text;
use formats::fault::{Fault, Place};
use season::Frequency;
use season::spc::{Files, SpcError, Specification};

use super::series::Named;
use crate::failure::Failure;
use crate::files;

/// The specification for months and for quarters, each where it can be read so.
pub(crate) struct Specifications<E = Fault> {
    monthly: Result<Specification, E>,
    quarterly: Result<Specification, E>,
}

impl<E> Specifications<E> {
    fn by(path: &Path, read: impl Fn(&str, Frequency, Files<'_>) -> Result<Specification, E>) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let folder = path.parent().unwrap_or(Path::new(""));
        let beside = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
        let of = |frequency| read(&text, frequency, &beside);
        Ok(Self { monthly: of(Frequency::Monthly), quarterly: of(Frequency::Quarterly) })
    }
}

impl Specifications {
    /// Reads the file for series that are given beside it; other files it names are looked for beside it.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let read = |text: &str, frequency, files: Files<'_>| {
            Specification::read_for_others(text, frequency, files).map_err(|error| fault(path, &error))
        };
        Self::by(path, read)
    }

    /// Reads the file with the series that it holds or names.
    pub(crate) fn read_with_series(path: &Path) -> Result<(Named, Self), Failure> {
        let read = |text: &str, frequency, files: Files<'_>| {
            Specification::read(text, frequency, files).map_err(|error| (error.line, fault(path, &error)))
        };
        let Specifications { monthly, quarterly } = Specifications::by(path, read)?;
        // The frequency is that by which more is understood.
        let reads = match (&monthly, &quarterly) {
            (Ok(_), _) => &monthly,
            (Err(_), Ok(_)) => &quarterly,
            (Err((in_months, _)), Err((in_quarters, _))) if in_quarters > in_months => &quarterly,
            _ => &monthly,
        };
        let specification = reads.as_ref().map_err(|(_, fault)| fault.clone())?;
        let series = specification.series.clone().ok_or_else(|| without_series(path))?;
        let name = path.file_stem().map_or_else(|| files::name(path), |stem| stem.to_string_lossy().into_owned());
        let fault = |read: Result<Specification, (usize, Fault)>| read.map_err(|(_, fault)| fault);
        let specifications = Self { monthly: fault(monthly), quarterly: fault(quarterly) };
        Ok((Named { name, series: Ok(series) }, specifications))
    }

    /// The specification for series of a frequency.
    pub(crate) fn of(&self, frequency: Frequency) -> Result<&Specification, &Fault> {
        match frequency {
            Frequency::Monthly => self.monthly.as_ref(),
            Frequency::Quarterly => self.quarterly.as_ref(),
        }
    }
}

fn without_series(path: &Path) -> Fault {
    let what = Text::new("đặc tả không có chuỗi nào.", "the specification has no series.");
    let remedy = Text::new(
        "Hãy đưa chuỗi bằng --series, hoặc ghi series{start=… data=(…)} hay file=… trong đặc tả.",
        "Give the series by --series, or write series{start=… data=(…)} or file=… in the specification.",
    );
    Fault::new(Place::file(files::name(path)), what, remedy)
}

fn fault(path: &Path, error: &SpcError) -> Fault {
    let remedy = Text::new(
        "Hãy sửa dòng này; các phần hiểu được có ở khoi season adjust --help.",
        "Mend this line; khoi season adjust --help says what is understood.",
    );
    let Text { vi, en } = domain::adjust::fault_of_specification(&error.fault);
    let what = Text::new(format!("{vi}."), format!("{en}."));
    Fault::new(Place::file(files::name(path)).line(error.line as u64), what, remedy)
}
