//! Components, weights, series, prices and quantities of the plain commands, up to the index computed from them.
#![no_main]

use domain::index::aggregate::{Components, Formula, LinkPeriod, Spec, aggregate};
use formats::tidy;
use libfuzzer_sys::fuzz_target;

const WEIGHTS: &[u8] = b"code,parent,weight\nT,,\nA,T,1\nB,T,3\n";

fuzz_target!(|bytes: &[u8]| {
    let _ = tidy::read_series("f", bytes);
    let _ = tidy::read_prices_quantities("f", bytes);
    let _ = tidy::read_weights("f", bytes);
    let _ = tidy::read_starts("f", bytes);
    let (Ok(components), Ok(weights)) = (tidy::read_components("f", bytes), tidy::read_weights("w", WEIGHTS)) else {
        return;
    };
    let rows = components.rows.iter().map(|(_, d)| (d.code.clone(), d.period.clone(), d.value));
    let weight_rows: Vec<_> = weights.rows.iter().map(|(_, row)| row.clone()).collect();
    let Ok(parts) = Components::new(rows) else { return };
    for formula in ["fixed", "annual-chain", "laspeyres", "fisher"] {
        let formula = Formula::named(formula, LinkPeriod::default()).expect("a formula there is");
        if let Err(error) = aggregate(&Spec { formula, base: None }, &parts, &weight_rows) {
            let _ = tidy::aggregate_fault(&error, &components, &weights).to_string();
        }
    }
});
