//! The calibrated multipliers of the demonstration: what is read and written again is the same.
#![no_main]

use formats::demo::{read_multipliers, write_multipliers};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(table) = read_multipliers("f.csv", text) {
        let again = read_multipliers("f.csv", &write_multipliers(&table)).expect("what was written is read");
        assert_eq!(write_multipliers(&again), write_multipliers(&table));
    }
});
