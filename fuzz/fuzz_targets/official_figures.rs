//! Figures published by the statistics office, and targets of the plan.
#![no_main]

use formats::official::{read_official, read_targets};
use formats::sheet::Input;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let file = Input::new("f", bytes);
    if let Ok(read) = read_official(&file) {
        assert!(read.values().all(|figure| figure.value.is_finite() && !figure.source.is_empty()));
    }
    let _ = formats::markets::read_prices(&file);
    if let Ok(read) = read_targets(&file) {
        assert!(read.values().all(|target| target.growth.is_finite() && !target.source.is_empty()));
    }
});
