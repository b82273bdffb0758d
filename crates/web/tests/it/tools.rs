//! Programs of others that judge ours, as `./test` has put them below the target folder.

use std::path::PathBuf;

/// A file of the tools; where it is missing that is said, and what it would have judged is not.
pub(crate) fn tool(file: &str, unjudged: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_TARGET_TMPDIR"), "/../tools")).join(file);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is missing, so {unjudged} (./test installs it)", path.display());
    None
}
