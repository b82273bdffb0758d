//! The specification of a run: read once for each frequency there is, its faults told with their lines in both languages.

use std::path::Path;

use domain::text::Text;
use formats::fault::{Fault, Place};
use season::Frequency;
use season::spc::{SpcError, Specification};

use crate::failure::Failure;
use crate::files;

/// The specification for months and for quarters, each where it can be read so.
pub(crate) struct Specifications {
    monthly: Result<Specification, Fault>,
    quarterly: Result<Specification, Fault>,
}

impl Specifications {
    /// Reads the file; files it names are looked for beside it.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = files::read(path)?;
        let text = String::from_utf8_lossy(&bytes);
        let folder = path.parent().unwrap_or(Path::new(""));
        let beside = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
        let of = |frequency| Specification::read(&text, frequency, &beside).map_err(|error| fault(path, &error));
        Ok(Self { monthly: of(Frequency::Monthly), quarterly: of(Frequency::Quarterly) })
    }

    /// The specification for series of a frequency.
    pub(crate) fn of(&self, frequency: Frequency) -> Result<&Specification, &Fault> {
        match frequency {
            Frequency::Monthly => self.monthly.as_ref(),
            Frequency::Quarterly => self.quarterly.as_ref(),
        }
    }
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
