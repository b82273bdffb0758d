//! Returns as delimited text, by the reader of whole files and by the stream.
#![no_main]

use formats::returns::{ReturnReader, read_returns};
use formats::sheet::Input;
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let today = jiff::civil::date(2024, 2, 10);
    let _ = read_returns(&Input::new("f.csv", bytes), &KNOWN, today);
    if let Ok(mut reader) = ReturnReader::open("f.csv", bytes, &KNOWN, today) {
        while let Ok(Some(_)) = reader.next_batch(10) {}
    }
});
