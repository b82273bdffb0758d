//! What several targets need.

use std::sync::LazyLock;

use domain::register::Register;
use formats::layout::Kind;
use formats::register::{read_enterprises, read_establishments, read_products};
use formats::sheet::Input;
use formats::template::{FileFormat, example};

/// The register of the examples, so that sound rows are reached.
pub static KNOWN: LazyLock<Register> = LazyLock::new(|| {
    let file = |kind| example(kind, FileFormat::Csv).expect("an example");
    let mut known = Register::default();
    let read = read_enterprises(&Input::new("e", &file(Kind::Enterprises))).expect("enterprises");
    known.enterprises.extend(read.values().map(|e| (e.code.clone(), e.clone())));
    let read = read_establishments(&Input::new("e", &file(Kind::Establishments)), &known).expect("establishments");
    known.establishments.extend(read.values().map(|e| (e.code.clone(), e.clone())));
    let read = read_products(&Input::new("p", &file(Kind::Products))).expect("products");
    known.products.extend(read.values().map(|p| (p.code.clone(), p.clone())));
    known
});
