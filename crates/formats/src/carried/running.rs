//! The carried projects of five mines as public sources know them, and the direction that stops one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::projects::{Directive, Project, ProjectCode, TemplateCode};
use jiff::civil::{Date, date};

use super::{sites, templates};
use crate::fault::Fault;
use crate::projects::{Known, read_directives, read_project_steps, read_projects};
use crate::sheet::Input;

const PROJECT_TABLE: &str = include_str!("../../../../data/projects/projects.csv");
const PROJECT_STEPS: &str = include_str!("../../../../data/projects/project_steps.csv");
const DIRECTIVE_TABLE: &str = include_str!("../../../../data/projects/directives.csv");

/// The day the tables are read on: nothing in them depends on it but that their days have come.
const LAST_DAY: Date = date(2024, 6, 30);

static PROJECTS: LazyLock<(Vec<Project>, Vec<Fault>)> = LazyLock::new(carried_projects);
static DIRECTIVES: LazyLock<(Vec<Directive>, Vec<Fault>)> = LazyLock::new(carried_directives);

/// The projects of Hố Quáng Phìn, Tùng Bá, Nam Lương, Minh Lập – Pù Ngọm and Pó Ma: only what public sources say, which is that procedures
/// are not complete, and not which.
#[must_use]
pub fn projects() -> &'static [Project] {
    &PROJECTS.0
}

/// The direction that stops Nam Lương.
#[must_use]
pub fn directives() -> &'static [Directive] {
    &DIRECTIVES.0
}

fn carried_directives() -> (Vec<Directive>, Vec<Fault>) {
    let sites = sites().iter().map(|site| site.code.clone()).collect();
    let file = Input::new("data/projects/directives.csv", DIRECTIVE_TABLE.as_bytes());
    match read_directives(&file, &sites, LAST_DAY) {
        Ok(read) => (read.rows.into_iter().map(|(_, directive)| directive).collect(), read.faults),
        Err(faults) => (Vec::new(), faults),
    }
}

fn carried_projects() -> (Vec<Project>, Vec<Fault>) {
    let sites = sites().iter().map(|site| site.code.clone()).collect();
    let known = Known { sites: &sites, enterprises: &BTreeSet::new(), templates: templates(), today: LAST_DAY };
    let file = Input::new("data/projects/projects.csv", PROJECT_TABLE.as_bytes());
    let read = match read_projects(&file, &known) {
        Ok(read) => read,
        Err(faults) => return (Vec::new(), faults),
    };
    let mut faults = read.faults;
    let mut projects: Vec<Project> = read.rows.into_iter().map(|(_, project)| project).collect();
    let procedures: BTreeMap<ProjectCode, TemplateCode> =
        projects.iter().map(|project| (project.code.clone(), project.template.clone())).collect();
    let file = Input::new("data/projects/project_steps.csv", PROJECT_STEPS.as_bytes());
    match read_project_steps(&file, &procedures, templates(), known.today) {
        Ok(read) => {
            faults.extend(read.faults);
            for (_, row) in read.rows {
                if let Some(project) = projects.iter_mut().find(|project| project.code == row.project) {
                    project.steps.insert(row.step, row.record);
                }
            }
        }
        Err(unreadable) => faults.extend(unreadable),
    }
    (projects, faults)
}

#[cfg(test)]
mod tests {
    use domain::projects::ProjectState;
    use domain::projects::StepGraph;
    use domain::sites::State;

    use super::super::calendar;
    use super::*;

    #[test]
    fn the_five_projects_say_what_is_published_and_nothing_more() {
        assert_eq!((&PROJECTS.1, &DIRECTIVES.1), (&vec![], &vec![]));
        let of: Vec<&str> = projects().iter().map(|project| project.site.as_str()).collect();
        assert_eq!(of, ["M01", "M02", "M04", "M05", "M06"]);
        for project in projects() {
            let template = templates().iter().find(|template| template.code == project.template).unwrap();
            let standing = project.standing(&StepGraph::new(template).unwrap(), calendar());
            assert_eq!((standing.state, standing.awaited), (ProjectState::NotKnown, vec![]));
            assert!(!project.source.is_empty() && !project.simulated);
            assert!(project.note.as_ref().unwrap().en.contains("was not published"));
            assert!(project.steps.values().all(|step| !step.source.is_empty() && !step.facts.has_begun()));
        }
    }

    #[test]
    fn the_direction_is_that_of_the_site_it_stops() {
        let [directive] = directives() else { panic!("one direction") };
        let site = sites().iter().find(|site| site.code == directive.site).unwrap();
        let record = site.record_on(date(2024, 6, 30)).unwrap();
        assert_eq!(
            (record.state, record.as_of, &record.source),
            (State::StoppedByAuthority, directive.date, &directive.source)
        );
        assert!(directive.lifted.is_none() && !directive.number.is_known());
    }
}
