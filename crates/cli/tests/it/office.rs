//! Databases the tests start from.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::khoi::{Ended, folder, khoi};

/// The database of a test, in its folder; the name is as a Vietnamese user may write it.
pub(crate) const DATABASE: &str = "số liệu.db";

/// The kinds in the order an empty database takes them.
pub(crate) const KINDS: [&str; 18] = [
    "enterprises",
    "establishments",
    "events",
    "products",
    "basket",
    "returns",
    "official",
    "targets",
    "sites",
    "projects",
    "project-steps",
    "land",
    "progress",
    "visits",
    "directives",
    "prices",
    "obstacles",
    "tasks",
];

/// The carried example of a kind.
pub(crate) fn example(kind: &str, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../data/examples/{kind}.{ending}"))
}

/// Imports a file into the database.
pub(crate) fn import(folder: &Path, file: &Path, more: &[&str]) -> Ended {
    let file = file.display().to_string();
    khoi(folder, &[&["import", &file, "--db", DATABASE], more].concat())
}

/// A folder with a database with every example in it.
pub(crate) fn filled(ending: &str) -> TempDir {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", DATABASE]).code, 0);
    for kind in KINDS {
        let ended = import(folder.path(), &example(kind, ending), &[]);
        assert_eq!(ended.code, 0, "{kind}: {}{}", ended.out, ended.err);
    }
    folder
}

/// The same from the text examples.
pub(crate) fn with_examples() -> TempDir {
    filled("csv")
}

/// Copies the database of one folder into another, over the one there.
pub(crate) fn copy(from: &Path, to: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let name = format!("{DATABASE}{ending}");
        let _ = std::fs::remove_file(to.join(&name));
        if from.join(&name).exists() {
            std::fs::copy(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

/// The last hash of the journal of a database that is as it was written.
#[track_caller]
pub(crate) fn last_hash(folder: &Path) -> String {
    let ended = khoi(folder, &["verify", "--db", DATABASE]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    ended.out.rsplit_once(' ').unwrap().1.trim().to_owned()
}
