//! Tables of published numbers: carried ones from `data/index`, others from the folder that `KHOI_REFERENCE` names.

use std::path::{Path, PathBuf};

/// A table, each row found by the names of its columns.
pub(crate) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// One row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    names: &'a [String],
    cells: &'a [String],
}

impl Row<'_> {
    /// The text in a column; empty where there is nothing.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.names.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"));
        self.cells.get(at).map_or("", String::as_str)
    }

    /// The number in a column.
    pub(crate) fn number(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok()
    }
}

impl Table {
    /// Reads a table without quoted cells.
    pub(crate) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut rows = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Self { names: rows.next().unwrap(), rows: rows.collect() }
    }

    /// The rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { names: &self.names, cells })
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A table the project carries.
pub(crate) fn carried(path: &str) -> Table {
    Table::read(&root().join("data/index").join(path))
}

/// The folder of tables that are read in place.
fn in_place() -> PathBuf {
    std::env::var_os("KHOI_REFERENCE").map_or_else(|| root().join("../shared/data"), PathBuf::from)
}

/// The text of a file that is read in place; `None`, said loudly, where it is absent.
pub(crate) fn reference_text(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(in_place().join(path)).ok();
    if text.is_none() {
        eprintln!("\n*** SKIPPED: the reference file {path} is not there; KHOI_REFERENCE names its folder ***\n");
    }
    text
}

/// A set of tables that is read in place; `None`, said loudly, where it is absent.
pub(crate) fn reference(set: &str) -> Option<Reference> {
    let folder = in_place().join("index").join(set);
    if folder.is_dir() {
        return Some(Reference(folder));
    }
    eprintln!("\n*** SKIPPED: the reference set index/{set} is not there; KHOI_REFERENCE names its folder ***\n");
    None
}

/// A set that is read in place.
pub(crate) struct Reference(PathBuf);

impl Reference {
    /// One of its tables.
    pub(crate) fn table(&self, name: &str) -> Table {
        Table::read(&self.0.join(name))
    }
}
