//! How fast a bulk file of returns is read. Run by hand: `cargo test --release -p formats --test it speed -- --ignored --nocapture`.

use std::fmt::Write as _;
use std::time::Instant;

use domain::register::Register;
use formats::returns::ReturnReader;
use jiff::civil::date;

use super::broken::examples;

/// A province of 10,000 establishments with five products each.
fn province() -> Register {
    let mut register = examples();
    let (establishment, product) =
        (register.establishments.values().next().unwrap().clone(), register.products.values().next().unwrap().clone());
    for n in 0..10_000 {
        let code: domain::register::EstablishmentCode = format!("CS-{n:05}").parse().unwrap();
        let mut copy = establishment.clone();
        copy.code = code.clone();
        register.establishments.insert(code, copy);
    }
    for n in 0..5 {
        let code: domain::register::ProductCode = format!("0710-9{n}").parse().unwrap();
        let mut copy = product.clone();
        copy.code = code.clone();
        register.products.insert(code, copy);
    }
    register
}

#[test]
#[ignore = "a measurement"]
fn three_million_rows() {
    let register = province();
    let mut text = String::from(
        "establishment,month,received,product,unit,actual_previous,estimate,plan_next,shipments,shipments_value,opening_stock,\
         closing_stock,employees,capacity_used,reason\n",
    );
    for month in 0..60 {
        for establishment in 0..10_000 {
            for product in 0..5 {
                let (year, month) = (2019 + month / 12, month % 12 + 1);
                let q = f64::from(establishment * 7 + product) + 0.25;
                writeln!(
                    text,
                    "CS-{establishment:05},{year}-{month:02},{}-01-05,0710-9{product},tấn,{q},{q},{q},{q},{q},1.5,2.5,85,72,",
                    year + 1
                )
                .unwrap();
            }
        }
    }
    let start = Instant::now();
    let mut reader = ReturnReader::open("bulk.csv", text.as_bytes(), &register, date(2024, 2, 10)).unwrap();
    let (mut returns, mut left_out) = (0, 0);
    while let Some(batch) = reader.next_batch(10_000).unwrap() {
        returns += batch.rows.len();
        left_out += batch.left_out;
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} MB, {returns} returns, {left_out} left out, {seconds:.2} s, {:.0} rows/s",
        text.len() >> 20,
        3e6 / seconds
    );
    assert_eq!((returns, left_out), (600_000, 0));
}
