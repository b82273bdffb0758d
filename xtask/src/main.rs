//! Developer checks. `cargo run -p xtask` prints every wall of `ARCHITECTURE.md` that is broken and fails if one is.

#[cfg(test)]
mod promises;
mod walls;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let broken = walls::broken(&root);
    for wall in &broken {
        eprintln!("{wall}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
