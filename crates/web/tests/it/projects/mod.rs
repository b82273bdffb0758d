//! Projects over HTTP: what everybody sees, what each role may do, and how a project moves from one who is waited for to the next.

mod moved;
mod photos;
mod reach;
mod reminded;
mod seen;

use domain::authority::Role;
use domain::projects::{Directive, LandFigure, LandStage, PlanPoint, Project, ProjectCode, StepNumber};
use domain::sites::Fact;
use domain::text::Text;
use jiff::civil::date;
use office::ProjectFilter;
use office::projects::{self, NewProject, directives, steps, work};

use crate::people::{AGENCY, FIRM, Office, Person, encoded};

const PROJECT: &str = "/projects/DA-1";

/// A step of the licence extension, and the one after it.
const HOSTILE: [&str; 5] =
    ["<script>alert(1)</script>", "'; DROP TABLE project; --", "\" onmouseover=\"x", "../../etc/passwd", "{{7*7}}"];

fn code(code: &str) -> ProjectCode {
    code.parse().unwrap()
}

fn number(number: u16) -> StepNumber {
    number.try_into().unwrap()
}

fn project(at: &str, template: &str, enterprise: Option<&str>) -> NewProject {
    NewProject {
        code: code(at),
        site: "M02".parse().unwrap(),
        template: template.parse().unwrap(),
        exception: Some(Text::typed("thử ngoài thời gian | tried out of its time")),
        name: Text::typed("Gia hạn giấy phép mỏ thử | Extension of a test licence"),
        enterprise: enterprise.map(|code| code.parse().unwrap()),
        start: date(2024, 1, 8),
        due: Some(date(2024, 2, 1)),
    }
}

/// An office with a project of the firm that has an account.
fn with_project(template: &str) -> Office {
    let office = Office::open();
    office.wait(projects::start(&office.operator(), project("DA-1", template, Some(FIRM)), "")).unwrap();
    office
}

/// An office with a project whose step waits for the agency that has an account: all before it is done.
fn waiting_for_the_agency() -> (Office, u16) {
    let (template, step, before) = asked_of_the_agency();
    let office = with_project(template);
    for before in before {
        office.wait(steps::finish(&office.operator(), &code("DA-1"), before, date(2024, 1, 10), "")).unwrap();
    }
    (office, step.into())
}

/// A procedure, its first step that comes to wait for the agency alone or with others, and the steps before it.
fn asked_of_the_agency() -> (&'static str, StepNumber, Vec<StepNumber>) {
    for template in formats::carried::templates() {
        let graph = &projects::Procedure::of(&template.code).unwrap().graph;
        let mut running = Project::new(code("DA-1"), "M02".parse().unwrap(), template.code.clone(), Text::default());
        running.start = Fact::Known(date(2024, 1, 8));
        for (done, step) in graph.order().iter().enumerate() {
            let standing = running.standing(graph, formats::carried::calendar());
            if let Some(waits) = standing.awaited.iter().find(|one| one.agency.as_str() == AGENCY) {
                return (template.code.as_str(), waits.step, graph.order()[..done].to_vec());
            }
            running.finish_step(graph, *step, date(2024, 1, 10)).unwrap();
        }
    }
    panic!("no step of any procedure waits for {AGENCY}")
}
