//! Enterprises, establishments, events, products, sites, projects and their steps, obstacles and tasks, as delimited text or workbook;
//! templates of procedures up to their graph.
#![no_main]

use domain::projects::StepGraph;
use formats::projects::{Known, read_project_steps, read_projects, read_templates};
use formats::register::{read_enterprises, read_establishments, read_events, read_products};
use formats::sheet::{Input, detect};
use fuzz::KNOWN;
use libfuzzer_sys::fuzz_target;

const TEMPLATES: &[u8] = include_bytes!("../../data/projects/templates.csv");
const STEPS: &[u8] = include_bytes!("../../data/projects/steps.csv");

fuzz_target!(|bytes: &[u8]| {
    let file = Input::new("f", bytes);
    let _ = detect(&file);
    let _ = read_enterprises(&file);
    let _ = read_establishments(&file, &KNOWN);
    let _ = read_events(&file, &KNOWN);
    let _ = read_products(&file);
    let _ = formats::sites::read_sites(&file);
    let (sites, enterprises) = (["M01".parse().unwrap()].into(), KNOWN.enterprises.keys().cloned().collect());
    let templates = formats::carried::templates();
    let today = jiff::civil::date(2026, 6, 30);
    let _ = read_projects(&file, &Known { sites: &sites, enterprises: &enterprises, templates, today });
    let projects = [("DA-1".parse().unwrap(), templates[0].code.clone())].into();
    let _ = read_project_steps(&file, &projects, templates, today);
    let _ = formats::obstacles::read_obstacles(&file);
    let _ = formats::tasks::read_tasks(&file);
    let steps = Input::new("s", STEPS);
    for template in read_templates(&file, &steps).0 {
        let _ = StepGraph::new(&template);
    }
    let _ = read_templates(&Input::new("t", TEMPLATES), &file);
});
