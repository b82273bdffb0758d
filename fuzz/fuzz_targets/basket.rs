//! Weights and base quantities: a set that is read has one root, and every parent stands in it.
#![no_main]

use formats::basket::read_basket;
use formats::sheet::Input;
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(read) = read_basket(&Input::new("f", bytes), &KNOWN) else { return };
    for set in read.values() {
        let roots = set.rows.iter().filter(|row| row.parent.is_none()).count();
        assert_eq!(roots, 1);
        for parent in set.rows.iter().filter_map(|row| row.parent.as_ref()) {
            assert!(set.rows.iter().any(|row| row.code == *parent));
        }
    }
});
