//! Texts of periods: what is read and written again reads the same.
#![no_main]

use domain::period::{Label, Period};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(period) = text.parse::<Period>() {
        assert_eq!(period.to_string().parse::<Period>().as_ref(), Ok(&period));
    }
    if let Ok(label) = text.parse::<Label>() {
        assert_eq!(label.to_string().parse::<Label>().as_ref(), Ok(&label));
    }
});
