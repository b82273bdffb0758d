//! The whole database as one file, and back. What is copied is what was there at one moment, while others write on; what is put back is held
//! against its own journal before anybody can use it.

mod restore;
mod write;

pub use restore::{Restored, Stage, restore};
pub use write::write;

use formats::backup as file;
pub use formats::backup::{Broken, Manifest, Reader};
use store::{ColumnKind, LayoutStep};

use crate::context::OfficeError;

/// Chunks of rows that wait between the database and the file: enough that neither stands still, few enough to be forgotten.
const WAITING: usize = 4;

impl From<Broken> for OfficeError {
    fn from(broken: Broken) -> Self {
        Self::Said(broken.text())
    }
}

fn step_out(step: LayoutStep) -> file::Step {
    file::Step { version: step.version, name: step.name, digest: step.digest }
}

fn step_in(step: &file::Step) -> LayoutStep {
    LayoutStep { version: step.version, name: step.name.clone(), digest: step.digest.clone() }
}

fn column_out((name, kind): (&str, ColumnKind)) -> file::Column {
    let kind = match kind {
        ColumnKind::Int => file::Kind::Int,
        ColumnKind::Double => file::Kind::Double,
        ColumnKind::Text => file::Kind::Text,
    };
    file::Column { name: name.to_owned(), kind }
}

fn column_in(column: &file::Column) -> (String, ColumnKind) {
    let kind = match column.kind {
        file::Kind::Int => ColumnKind::Int,
        file::Kind::Double => ColumnKind::Double,
        file::Kind::Text => ColumnKind::Text,
    };
    (column.name.clone(), kind)
}
