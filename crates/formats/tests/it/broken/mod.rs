//! Every broken file of `fixtures/broken` through its reader: the exit the contract says, the place, the sentence, the remedy.
//!
//! `expected.csv` is the table; `KHOI_WRITE=1` writes the files it names again from [`make`].

mod make;

use std::collections::BTreeSet;
use std::path::PathBuf;

use domain::projects::ProjectCode;
use domain::register::Register;
use formats::fault::Fault;
use formats::layout::Kind;
use formats::markets;
use formats::sheet::{Input, Read, recognise};
use formats::template::{FileFormat, example};
use formats::{basket, obstacles, official, projects, register, returns, rules, sites, tasks, tidy};
use jiff::civil::date;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/broken")
}

/// The register of the examples.
pub(crate) fn examples() -> Register {
    let bytes = |kind| example(kind, FileFormat::Csv).unwrap();
    let mut known = Register::default();
    let enterprises = register::read_enterprises(&Input::new("e", &bytes(Kind::Enterprises))).unwrap();
    known.enterprises.extend(enterprises.values().map(|e| (e.code.clone(), e.clone())));
    let establishments = register::read_establishments(&Input::new("e", &bytes(Kind::Establishments)), &known).unwrap();
    known.establishments.extend(establishments.values().map(|e| (e.code.clone(), e.clone())));
    for (code, event) in register::read_events(&Input::new("e", &bytes(Kind::Events)), &known).unwrap().values() {
        known.establishments.get_mut(code).unwrap().events.push(event.clone());
    }
    let products = register::read_products(&Input::new("p", &bytes(Kind::Products))).unwrap();
    known.products.extend(products.values().map(|p| (p.code.clone(), p.clone())));
    known
}

/// The exit code and the faults.
fn outcome<T>(read: Result<Read<T>, Vec<Fault>>) -> (u8, Vec<Fault>) {
    match read {
        Ok(read) => (u8::from(!read.is_clean()), read.faults),
        Err(faults) => (2, faults),
    }
}

/// Plain files are taken whole or not at all.
fn whole<T>(read: Result<T, Vec<Fault>>) -> (u8, Vec<Fault>) {
    read.map_or_else(|faults| (2, faults), |_| (0, Vec::new()))
}

/// The projects of the examples.
fn running() -> BTreeSet<ProjectCode> {
    ["DA-TH1", "DA-TH2"].map(|code| code.parse().unwrap()).into()
}

/// Reads a file by the reader of its kind.
pub(crate) fn read(kind: &str, name: &str, bytes: &[u8], known: &Register) -> (u8, Vec<Fault>) {
    let input = Input::new(name, bytes);
    let today = date(2026, 6, 30);
    match kind {
        "enterprises" => outcome(register::read_enterprises(&input)),
        "establishments" => outcome(register::read_establishments(&input, known)),
        "events" => outcome(register::read_events(&input, known)),
        "products" => outcome(register::read_products(&input)),
        "basket" => outcome(basket::read_basket(&input, known)),
        "returns" => outcome(returns::read_returns(&input, known, date(2024, 2, 10))),
        "official" => outcome(official::read_official(&input)),
        "targets" => outcome(official::read_targets(&input)),
        "sites" => outcome(sites::read_sites(&input)),
        "land" => outcome(projects::read_land(&input, &running(), today)),
        "progress" => outcome(projects::read_progress(&input, &running(), today)),
        "visits" => outcome(projects::read_visits(&input, &running(), today)),
        "directives" => outcome(projects::read_directives(&input, &BTreeSet::from(["M04".parse().unwrap()]), today)),
        "world-prices" => outcome(markets::read_prices(&input)),
        "obstacles" => outcome(obstacles::read_obstacles(&input)),
        "tasks" => outcome(tasks::read_tasks(&input)),
        "components" => whole(tidy::read_components(name, bytes)),
        "series" => whole(tidy::read_series(name, bytes)),
        "weights" => whole(tidy::read_weights(name, bytes)),
        "prices" => whole(tidy::read_prices_quantities(name, bytes)),
        "rules" => whole(rules::read(name, bytes)),
        other => panic!("no reader of {other}"),
    }
}

#[test]
fn every_broken_file_ends_as_the_contract_says() {
    let mut table = csv::Reader::from_path(folder().join("expected.csv")).unwrap();
    let known = examples();
    let (mut count, mut wrong) = (0, Vec::new());
    for row in table.records() {
        let row = row.unwrap();
        let [name, kind, exit, line, column, says, noi] = [0, 1, 2, 3, 4, 5, 6].map(|n| row[n].to_owned());
        let path = folder().join(&name);
        if std::env::var_os("KHOI_WRITE").is_some() {
            std::fs::write(&path, make::bytes(&name).unwrap()).unwrap();
        }
        let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{name}: {e}; run with KHOI_WRITE=1"));
        let (code, faults) = read(&kind, &name, &bytes, &known);
        count += 1;
        let said = faults.iter().any(|f| {
            f.place.line.map_or(String::new(), |l| l.to_string()) == line
                && (column.is_empty() || f.place.column.as_deref() == Some(&column))
                && f.what.en.contains(&says)
                && f.what.vi.contains(&noi)
                && !f.remedy.vi.is_empty()
                && !f.remedy.en.is_empty()
                && f.place.file == name
        });
        if code.to_string() != exit || !said || faults.len() > 2 {
            wrong.push(format!("{name}: exit {code}, expected {exit} {line} {column} {says}\n{faults:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 40, "{count} broken files");
}

#[test]
fn the_bomb_is_small_on_disk() {
    assert!(make::bytes("bomb.xlsx").unwrap().len() < 20_000);
}

/// A file whose kind nobody said still gets its own sentence.
#[test]
fn a_file_of_unknown_kind_is_told_what_is_wrong_with_it() {
    #[track_caller]
    fn check(name: &str, says: &str) {
        let bytes = make::bytes(name).unwrap();
        let faults = recognise(&Input::new(name, &bytes)).unwrap_err();
        assert!(faults[0].what.en.contains(says), "{name}: {faults:?}");
    }
    check("bomb.xlsx", "zip bomb");
    check("utf16.csv", "UTF-16");
    check("empty.csv", "empty");
    check("missing-column.csv", "required column unit");
    check("wrong-heading.csv", "no column");
    check("no-heading.csv", "what kind");
    check("no-table.xlsx", "what kind");
    let sound = make::bytes("two-units.csv").unwrap();
    assert_eq!(recognise(&Input::new("r.csv", &sound)), Ok(Kind::Returns));
}
