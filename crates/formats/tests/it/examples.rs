//! The layouts, the examples and the documentation are one thing said three times; these tests hold them together.
//!
//! `KHOI_WRITE=1 cargo test -p formats --test it` writes `docs/import.md` and the example workbooks again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::projects::{ProjectCode, TemplateCode};
use domain::register::{EnterpriseCode, Register};
use domain::sites::SiteCode;
use formats::fault::Fault;
use formats::layout::{Kind, documentation};
use formats::sheet::{Input, Read, detect};
use formats::template::{FileFormat, example, template};
use formats::{basket, carried, markets, obstacles, official, projects, register, returns, sites, tasks};
use jiff::civil::date;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn writing() -> bool {
    std::env::var_os("KHOI_WRITE").is_some()
}

fn clean<T>(read: Result<Read<T>, Vec<Fault>>, what: &str) -> Vec<T> {
    let read = read.unwrap_or_else(|faults| panic!("{what}: {faults:?}"));
    assert_eq!(read.faults, [], "{what}");
    assert_eq!(read.notes, [], "{what}");
    read.rows.into_iter().map(|(_, value)| value).collect()
}

/// The sites and enterprises that projects may name.
fn places(known: &Register) -> (BTreeSet<SiteCode>, BTreeSet<EnterpriseCode>) {
    (carried::sites().iter().map(|site| site.code.clone()).collect(), known.enterprises.keys().cloned().collect())
}

/// The projects that what happens around them may name.
fn codes(running: &BTreeMap<ProjectCode, TemplateCode>) -> BTreeSet<ProjectCode> {
    running.keys().cloned().collect()
}

/// Reads the examples of all kinds in the order in which an empty database takes them; the returns as one text to compare.
fn read_all(format: FileFormat) -> String {
    let file = |kind: Kind| example(kind, format).unwrap();
    let name = |kind: Kind| format!("{}.example", kind.code());
    let mut known = Register::default();
    let mut running = BTreeMap::new();
    let today = date(2026, 6, 30);
    let mut text = String::new();
    for kind in Kind::ALL {
        let (bytes, name) = (file(kind), name(kind));
        let input = Input::new(&name, &bytes);
        let rows = match kind {
            Kind::Enterprises => {
                let rows = clean(register::read_enterprises(&input), &name);
                known.enterprises.extend(rows.iter().map(|e| (e.code.clone(), e.clone())));
                format!("{rows:?}")
            }
            Kind::Establishments => {
                let rows = clean(register::read_establishments(&input, &known), &name);
                known.establishments.extend(rows.iter().map(|e| (e.code.clone(), e.clone())));
                format!("{rows:?}")
            }
            Kind::Events => format!("{:?}", clean(register::read_events(&input, &known), &name)),
            Kind::Products => {
                let rows = clean(register::read_products(&input), &name);
                known.products.extend(rows.iter().map(|p| (p.code.clone(), p.clone())));
                format!("{rows:?}")
            }
            Kind::Basket => {
                let sets = clean(basket::read_basket(&input, &known), &name);
                sets.iter().map(|s| format!("{} {} {:?} {:?}\n", s.base, s.from, s.rows, s.base_quantities)).collect()
            }
            Kind::Returns => format!("{:?}", clean(returns::read_returns(&input, &known, date(2024, 2, 10)), &name)),
            Kind::Official => format!("{:?}", clean(official::read_official(&input), &name)),
            Kind::Targets => format!("{:?}", clean(official::read_targets(&input), &name)),
            Kind::Sites => format!("{:?}", clean(sites::read_sites(&input), &name)),
            Kind::Projects => {
                let (sites, enterprises) = places(&known);
                let templates = carried::templates();
                let known = projects::Known { sites: &sites, enterprises: &enterprises, templates, today };
                let rows = clean(projects::read_projects(&input, &known), &name);
                running.extend(rows.iter().map(|p| (p.code.clone(), p.template.clone())));
                format!("{rows:?}")
            }
            Kind::ProjectSteps => {
                let read = projects::read_project_steps(&input, &running, carried::templates(), today);
                format!("{:?}", clean(read, &name))
            }
            Kind::Land => format!("{:?}", clean(projects::read_land(&input, &codes(&running), today), &name)),
            Kind::Progress => format!("{:?}", clean(projects::read_progress(&input, &codes(&running), today), &name)),
            Kind::Visits => format!("{:?}", clean(projects::read_visits(&input, &codes(&running), today), &name)),
            Kind::Directives => {
                format!("{:?}", clean(projects::read_directives(&input, &places(&known).0, today), &name))
            }
            Kind::Prices => format!("{:?}", clean(markets::read_prices(&input), &name)),
            Kind::Obstacles => format!("{:?}", clean(obstacles::read_obstacles(&input), &name)),
            Kind::Tasks => format!("{:?}", clean(tasks::read_tasks(&input), &name)),
        };
        assert_eq!(detect(&input), Some(kind), "{name}");
        assert!(rows.len() > 10, "{name}");
        text += &format!("{rows}\n");
    }
    text
}

#[test]
fn examples_are_read_without_a_fault_and_say_the_same_in_both_formats() {
    assert_eq!(read_all(FileFormat::Csv), read_all(FileFormat::Workbook));
}

#[test]
fn the_example_of_sites_is_a_part_of_the_carried_registry() {
    let bytes = example(Kind::Sites, FileFormat::Csv).unwrap();
    let rows = clean(sites::read_sites(&Input::new("sites.csv", &bytes)), "sites");
    assert!(rows.len() > 5);
    for site in rows {
        assert_eq!(carried::sites().iter().find(|known| known.code == site.code), Some(&site));
    }
}

#[test]
fn example_workbooks_in_the_repository_are_the_written_ones() {
    for kind in Kind::ALL {
        let path = root().join(format!("data/examples/{}.xlsx", kind.code()));
        let bytes = example(kind, FileFormat::Workbook).unwrap();
        if writing() {
            std::fs::write(&path, &bytes).unwrap();
        }
        let stored = std::fs::read(&path).unwrap();
        assert_eq!(detect(&Input::new("stored", &stored)), Some(kind), "{}", path.display());
    }
}

#[test]
fn empty_templates_say_that_they_hold_no_data() {
    for kind in Kind::ALL {
        for format in [FileFormat::Csv, FileFormat::Workbook] {
            let bytes = template(kind, format).unwrap();
            let input = Input::new("template", &bytes);
            assert_eq!(detect(&input), Some(kind), "{kind:?} {format:?}");
            let faults = official::read_targets(&input).unwrap_err();
            let expected = if kind == Kind::Targets { "no row of data" } else { "" };
            assert!(faults[0].what.en.contains(expected), "{kind:?} {format:?}: {}", faults[0]);
        }
    }
}

#[test]
fn the_documentation_is_the_one_the_tables_write() {
    let path = root().join("docs/import.md");
    let page = documentation();
    if writing() {
        std::fs::create_dir_all(root().join("docs")).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), page, "run with KHOI_WRITE=1");
}

#[test]
fn published_figures_of_the_province_are_read_whole() {
    let path = root().join("data/official/hagiang_iip_published.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} is not in this checkout yet", path.display());
        return;
    };
    let rows = clean(official::read_official(&Input::new("hagiang_iip_published.csv", &bytes)), "hagiang");
    assert!(rows.len() > 50);
}
