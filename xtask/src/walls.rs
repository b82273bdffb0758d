//! The walls between the rooms, read from the manifests and from the `use crate::` lines.
//!
//! The compiler keeps a crate out of another only if the manifest does; inside `domain` nothing but this keeps a room
//! from importing a later one.

use std::fs;
use std::path::{Path, PathBuf};

/// What each crate may import of ours, and the outside crates it must never have.
const CRATES: [(&str, &[&str], &[&str]); 9] = [
    ("season", &[], &["tokio", "sqlx", "axum", "csv", "serde", "rand", "tracing"]),
    ("domain", &["season"], &["tokio", "sqlx", "axum", "csv", "calamine", "rand", "tracing"]),
    ("formats", &["domain"], &["tokio", "sqlx", "axum"]),
    ("store", &["domain"], &["axum", "csv", "calamine", "rust_xlsxwriter", "askama"]),
    ("office", &["domain", "formats", "store"], &["sqlx", "axum", "askama", "clap"]),
    ("identity", &[], &["sqlx", "axum", "askama", "clap"]),
    ("post", &[], &["sqlx", "axum", "askama", "clap"]),
    ("web", &["domain", "office", "formats", "identity"], &["sqlx", "lettre", "openidconnect", "ureq"]),
    (
        "cli",
        &["domain", "office", "web", "formats", "post", "identity", "season"],
        &["sqlx", "askama", "lettre", "openidconnect", "ureq"],
    ),
];

/// The rooms of `domain` in reading order: each imports only those before it.
const ROOMS: [&str; 35] = [
    "numeral",
    "period",
    "text",
    "acts",
    "calendar",
    "deadline",
    "concordance",
    "area",
    "boundary",
    "classification",
    "series",
    "register",
    "sites",
    "returns",
    "markets",
    "checks",
    "impute",
    "index",
    "review",
    "official",
    "adjust",
    "release",
    "bulletin",
    "agency",
    "projects",
    "obstacles",
    "tasks",
    "letters",
    "dialogues",
    "mail",
    "reminders",
    "outlook",
    "intake",
    "authority",
    "accounts",
];

/// Things the pure centre must never name.
const IMPURE: [&str; 6] = ["std::fs", "std::env", "std::net", "SystemTime", "Instant::now", "Zoned::now"];

/// Every broken wall, as a sentence.
pub(crate) fn broken(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for (name, ours, never) in CRATES {
        let manifest = read(&root.join("crates").join(name).join("Cargo.toml"));
        found.extend(broken_manifest(name, &manifest, ours, never));
    }
    for (path, text) in sources(&root.join("crates/domain/src")) {
        found.extend(broken_rooms(&path, &text));
    }
    for (path, text) in sources(&root.join("crates/season/src")) {
        found.extend(impurities(&path, &text));
    }
    for name in ["office", "web", "cli", "formats", "domain"] {
        let sql =
            |text: &str| ["\"SELECT ", "\"INSERT INTO", "\"UPDATE ", "\"DELETE FROM"].iter().any(|w| text.contains(w));
        let files = sources(&root.join("crates").join(name).join("src"));
        found.extend(files.iter().filter(|(_, text)| sql(text)).map(|(path, _)| {
            format!("{}: SQL text outside the store: move the statement to crates/store", path.display())
        }));
    }
    found
}

fn broken_manifest(name: &str, manifest: &str, ours: &[&str], never: &[&str]) -> Vec<String> {
    let table: toml::Table = manifest.parse().unwrap_or_default();
    let dependencies = table.get("dependencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let all_ours: Vec<&str> = CRATES.iter().map(|(n, ..)| *n).collect();
    let wrong = |dependency: &&String| {
        let dependency = dependency.as_str();
        never.contains(&dependency) || (all_ours.contains(&dependency) && !ours.contains(&dependency))
    };
    dependencies.keys().filter(wrong).map(|d| format!("crates/{name}/Cargo.toml: {name} must not import {d}")).collect()
}

fn broken_rooms(path: &Path, text: &str) -> Vec<String> {
    let Some(place) = ROOMS.iter().position(|room| is_in_room(path, room)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for room in imported_rooms(line) {
            if ROOMS[place + 1..].contains(&room) {
                found.push(format!(
                    "{}:{}: {} comes before {room} and must not import it",
                    path.display(),
                    number + 1,
                    ROOMS[place]
                ));
            }
        }
    }
    found.extend(impurities(path, text));
    found
}

/// Where a file that must be pure names the outside.
fn impurities(path: &Path, text: &str) -> Vec<String> {
    let named = |line: &str| IMPURE.into_iter().find(|word| line.contains(word));
    let lines = text.lines().enumerate().filter_map(|(number, line)| Some((number + 1, named(line)?)));
    lines.map(|(number, word)| format!("{}:{number}: it is pure: {word} must be passed in", path.display())).collect()
}

fn is_in_room(path: &Path, room: &str) -> bool {
    let inside = path.iter().skip_while(|part| *part != "src").nth(1).and_then(|part| part.to_str());
    inside.is_some_and(|part| part.trim_end_matches(".rs") == room)
}

/// The rooms that a line names as `crate::room`.
fn imported_rooms(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split("crate::").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next())
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = read(&path);
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_wall_is_broken() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert_eq!(broken(&root), Vec::<String>::new());
    }

    #[test]
    fn every_crate_and_every_room_has_its_place() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut crates: Vec<String> = fs::read_dir(root.join("crates"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        crates.sort();
        let mut known = CRATES.map(|(name, ..)| name).to_vec();
        known.sort_unstable();
        assert_eq!(crates, known);
        let lib = read(&root.join("crates/domain/src/lib.rs"));
        let mut rooms: Vec<&str> = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
        let mut order = ROOMS.to_vec();
        rooms.sort_unstable();
        order.sort_unstable();
        assert_eq!(rooms, order);
    }

    #[test]
    fn a_broken_wall_is_seen() {
        let manifest = "[dependencies]\nstore = \"1\"\nsqlx = \"1\"\n";
        assert_eq!(broken_manifest("web", manifest, &["domain", "office", "formats"], &["sqlx"]).len(), 2);
        let path = Path::new("crates/domain/src/series.rs");
        assert_eq!(
            broken_rooms(path, "use crate::index::Tree;\nuse crate::period::Month;\nlet t = Instant::now();").len(),
            2
        );
    }
}
