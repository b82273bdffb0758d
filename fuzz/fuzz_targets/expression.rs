//! Expressions of rules: none panics, and the fast way and the interpreter say the same of every row.
//!
//! The first bytes are the numbers of the row; the rest is the expression.
#![no_main]

use domain::checks::expression::{Expression, Functions};
use domain::checks::{Facts, Number, Truth, Word};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<Option<f64>>, u64, &str)| {
    let (values, truths, text) = input;
    let Ok(expression) = Expression::truth(text) else { return };
    let mut facts = Facts::default();
    for (number, value) in Number::ALL.iter().zip(values) {
        facts.set(*number, value);
    }
    for (n, truth) in Truth::ALL.iter().enumerate() {
        facts.set_truth(*truth, truths >> n & 1 == 1);
    }
    for (n, word) in Word::ALL.iter().enumerate() {
        facts.set_word(*word, ["", "tấn", "2018:0710"][(truths >> (32 + 2 * n) & 3) as usize % 3]);
    }
    let functions = Functions::default();
    assert_eq!(expression.judge(&facts, &functions), expression.interpret(&facts, &functions), "{text}");
});
