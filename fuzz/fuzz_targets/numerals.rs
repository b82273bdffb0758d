//! Numbers as people write them in a cell, and as Khơi prints them: what is printed in either language is read back.
//!
//! The first nine bytes are a value and how many decimals it is printed with; the rest is the text of a cell.
#![no_main]

use domain::bulletin::read::numbers;
use domain::numeral::round;
use domain::text::{Lang, number};
use formats::official::read_targets;
use formats::sheet::Input;
use libfuzzer_sys::fuzz_target;

/// The number read from a cell of a file of targets.
fn cell(text: &str) -> Option<f64> {
    let quoted = text.replace('"', "\"\"");
    let file = format!("year,node,growth,source\n2024,TOTAL,\"{quoted}\",x\n");
    read_targets(&Input::new("f.csv", file.as_bytes())).ok()?.values().next().map(|target| target.growth)
}

fuzz_target!(|input: (f64, u8, &str)| {
    let (value, digits, text) = input;
    if let Some(value) = cell(text) {
        assert!(value.is_finite() && value.abs() <= 1e15);
    }
    // A sixteenth digit is no longer sure.
    let digits = usize::from(digits % 5);
    if !value.is_finite() || value.abs() >= 1e10 {
        return;
    }
    let rounded = round(value, digits);
    for lang in Lang::ALL {
        let printed = number(value, digits, lang);
        let [read] = &numbers(&printed, lang)[..] else { panic!("“{printed}” is not one number") };
        assert_eq!((read.value, read.digits), (rounded, digits), "{printed}");
        // One sign before three digits alone may have two readings; a cell then refuses it.
        if let Some(read) = cell(&printed) {
            let thousands = rounded * 1000.0;
            assert!(read == rounded || (digits == 3 && read == thousands), "{printed} read as {read}");
        }
    }
});
