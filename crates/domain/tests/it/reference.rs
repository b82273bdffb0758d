//! Tables that are not carried: read from the folder that `KHOI_REFERENCE` names, skipped loudly where it is absent.

use std::path::{Path, PathBuf};

/// A table as rows of named cells.
pub(crate) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of a reference set; `None`, said loudly, where it is absent.
    pub(crate) fn read(path: &str) -> Option<Self> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
        let folder = std::env::var_os("KHOI_REFERENCE").map_or_else(beside, PathBuf::from);
        let Ok(text) = std::fs::read_to_string(folder.join("index").join(path)) else {
            eprintln!(
                "\n*** SKIPPED: the reference table index/{path} is not there; KHOI_REFERENCE names its folder ***\n"
            );
            return None;
        };
        let mut rows = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Some(Self { names: rows.next().unwrap(), rows: rows.collect() })
    }

    /// The cells of the named columns, row by row.
    pub(crate) fn columns<'a, const N: usize>(&'a self, names: [&str; N]) -> impl Iterator<Item = [&'a str; N]> {
        let places = names.map(|name| self.names.iter().position(|n| n == name).unwrap());
        self.rows.iter().map(move |row| places.map(|at| row[at].as_str()))
    }
}
