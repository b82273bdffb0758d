//! No bytes make a reader panic: arbitrary ones, and valid files with a few bytes changed, cut or doubled.

use domain::period::{Label, Period};
use formats::fault::{Fault, Place};
use formats::layout::Kind;
use formats::mark::mark_workbook;
use formats::rules;
use formats::sheet::{Input, detect};
use formats::template::{FileFormat, example};
use proptest::prelude::*;

use super::broken::{examples, read};
use domain::text::Text;

const KINDS: [&str; 19] = [
    "enterprises",
    "establishments",
    "events",
    "products",
    "basket",
    "returns",
    "official",
    "targets",
    "sites",
    "land",
    "progress",
    "visits",
    "directives",
    "world-prices",
    "obstacles",
    "tasks",
    "components",
    "series",
    "weights",
];

/// Puts bytes through every parser of the crate.
fn all_parsers(bytes: &[u8]) {
    let known = examples();
    for kind in KINDS {
        let (_, faults) = read(kind, "f", bytes, &known);
        let _ = mark_workbook(&Input::new("f", bytes), &faults);
    }
    let _ = detect(&Input::new("f", bytes));
    let _ = rules::read("f", bytes);
    let place = Place { sheet: Some("Số liệu".into()), ..Place::file("f") };
    let fault = Fault::new(place.line(2).column("B"), Text::new("a", "a"), Text::new("b", "b"));
    let _ = mark_workbook(&Input::new("f", bytes), &[fault]);
}

/// A few changes of a file.
fn mutated(mut bytes: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for (at, byte, how) in changes {
        let at = at % bytes.len().max(1);
        match how % 4 {
            _ if bytes.is_empty() => break,
            0 => bytes[at] = *byte,
            1 => bytes.truncate(at),
            2 => bytes.insert(at, *byte),
            _ => {
                let piece = bytes[at..bytes.len().min(at + 40)].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        all_parsers(&bytes);
    }

    #[test]
    fn arbitrary_text(text in "\\PC{0,200}") {
        all_parsers(text.as_bytes());
        let _ = text.parse::<Period>();
        let _ = text.parse::<Label>();
    }

    #[test]
    fn mutated_text_files(kind in 0..Kind::ALL.len(), changes in changes()) {
        all_parsers(&mutated(example(Kind::ALL[kind], FileFormat::Csv).unwrap(), &changes));
    }

    #[test]
    fn mutated_workbooks(kind in 0..Kind::ALL.len(), changes in changes()) {
        all_parsers(&mutated(example(Kind::ALL[kind], FileFormat::Workbook).unwrap(), &changes));
    }

    #[test]
    fn workbooks_with_a_mutated_part(part in 0..20_usize, changes in changes()) {
        all_parsers(&with_mutated_part(part, &changes));
    }
}

/// Changes inside a part, with the package around it sound: reaches what a changed package never does.
fn with_mutated_part(part: usize, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let bytes = example(Kind::Returns, FileFormat::Workbook).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = part % archive.len();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if n == chosen {
            content = mutated(content, changes);
        }
        let name = file.name().unwrap().into_owned();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
