//! Returns as delimited text: the whole-file reader and the stream agree that nothing panics.
#![no_main]

use std::sync::LazyLock;

use formats::returns::{ReturnReader, read_returns};
use libfuzzer_sys::fuzz_target;
use domain::register::Register;
use formats::layout::Kind;
use formats::register::{read_enterprises, read_establishments, read_products};
use formats::sheet::Input;
use formats::template::{FileFormat, example};

/// The register of the examples, so that sound rows are reached.
fn known() -> Register {
    let file = |kind| example(kind, FileFormat::Csv).expect("an example");
    let mut known = Register::default();
    let read = read_enterprises(&Input::new("e", &file(Kind::Enterprises))).expect("enterprises");
    known.enterprises.extend(read.values().map(|e| (e.code.clone(), e.clone())));
    let read = read_establishments(&Input::new("e", &file(Kind::Establishments)), &known).expect("establishments");
    known.establishments.extend(read.values().map(|e| (e.code.clone(), e.clone())));
    let read = read_products(&Input::new("p", &file(Kind::Products))).expect("products");
    known.products.extend(read.values().map(|p| (p.code.clone(), p.clone())));
    known
}

static KNOWN: LazyLock<Register> = LazyLock::new(known);

fuzz_target!(|bytes: &[u8]| {
    let today = jiff::civil::date(2024, 2, 10);
    let _ = read_returns(&Input::new("f.csv", bytes), &KNOWN, today);
    if let Ok(mut reader) = ReturnReader::open("f.csv", bytes, &KNOWN, today) {
        while let Ok(Some(_)) = reader.next_batch(10) {}
    }
});
