//! Components, weights, series, prices and quantities of the plain commands.
#![no_main]

use formats::tidy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = tidy::read_components("f", bytes);
    let _ = tidy::read_series("f", bytes);
    let _ = tidy::read_prices_quantities("f", bytes);
    let _ = tidy::read_weights("f", bytes);
});
