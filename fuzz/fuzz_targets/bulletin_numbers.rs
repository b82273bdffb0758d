//! Numbers read back out of a finished bulletin, whatever its text has become.
#![no_main]

use std::collections::BTreeSet;

use domain::bulletin::Figure;
use domain::bulletin::read::{check_text, numbers};
use domain::text::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for lang in Lang::ALL {
        let read = numbers(text, lang);
        for pair in read.windows(2) {
            assert!(pair[0].at.end <= pair[1].at.start);
        }
        for number in &read {
            assert!(text.get(number.at.clone()).is_some_and(|t| t.contains(|c: char| c.is_ascii_digit())));
        }
        let complaints = check_text(text, lang, &[(Figure::Label, 2024.0)], &BTreeSet::new());
        assert!(complaints.len() <= read.len());
        let labels = read.iter().map(|number| text[number.at.clone()].to_owned()).collect();
        for complaint in check_text(text, lang, &[], &labels) {
            assert!(!complaint.excerpt.is_empty());
        }
    }
});
