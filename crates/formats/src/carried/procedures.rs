//! Templates of procedures, and the bodies their steps wait for.

use std::sync::LazyLock;

use domain::agency::Agency;
use domain::projects::Template;

use crate::fault::Fault;
use crate::sheet::Input;

const TEMPLATES: &str = include_str!("../../../../data/projects/templates.csv");

const STEPS: &str = include_str!("../../../../data/projects/steps.csv");

const AGENCY_TABLE: &str = include_str!("../../../../data/projects/agencies.csv");

static PROCEDURES: LazyLock<(Vec<Template>, Vec<Fault>)> = LazyLock::new(read_templates);

static AGENCIES: LazyLock<(Vec<Agency>, Vec<Fault>)> = LazyLock::new(read_agencies);

/// Templates of procedures, in order of code: opening a mine under the laws of 2010 and of 2024, extending a mining licence, adjusting a mining
/// project, small hydropower.
#[must_use]
pub fn templates() -> &'static [Template] {
    &PROCEDURES.0
}

/// The bodies that steps wait for.
#[must_use]
pub fn agencies() -> &'static [Agency] {
    &AGENCIES.0
}

fn read_agencies() -> (Vec<Agency>, Vec<Fault>) {
    crate::projects::read_agencies(&Input::new("data/projects/agencies.csv", AGENCY_TABLE.as_bytes()))
}

fn read_templates() -> (Vec<Template>, Vec<Fault>) {
    let steps = Input::new("data/projects/steps.csv", STEPS.as_bytes());
    crate::projects::read_templates(&Input::new("data/projects/templates.csv", TEMPLATES.as_bytes()), &steps)
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyCode;
    use domain::deadline::{Count, LimitUnit};
    use domain::projects::{Basis, Progress, Reason, StepGraph};
    use jiff::civil::Date;

    use super::super::calendar;

    use super::*;

    fn template(code: &str) -> &'static Template {
        templates().iter().find(|t| t.code.as_str() == code).unwrap()
    }

    #[test]
    fn every_carried_template_is_sound_and_speaks_both_languages() {
        assert_eq!(PROCEDURES.1, []);
        let sizes: Vec<_> = templates().iter().map(|t| (t.code.as_str(), t.steps.len())).collect();
        let expected = [
            ("hydro_small", 25),
            ("licence_extension", 5),
            ("mine_2010", 22),
            ("mine_2024", 30),
            ("project_adjustment", 10),
        ];
        assert_eq!(sizes, expected);
        for template in templates() {
            StepGraph::new(template).unwrap();
            let texts =
                template.steps.iter().flat_map(|s| [&s.name, &s.agency]).chain([&template.name, &template.note]);
            assert!(
                texts.into_iter().all(|t| !t.vi.is_empty() && !t.en.is_empty() && t.vi != t.en),
                "{}",
                template.code
            );
            // A time without the act it stands in would be a rumour; so would a step without a source.
            assert!(
                template.steps.iter().all(|s| s.statutory.is_none() || !s.legal_basis.is_empty()),
                "{}",
                template.code
            );
            assert!(template.steps.iter().all(|s| !s.source.is_empty()), "{}", template.code);
        }
    }

    #[test]
    fn the_law_of_the_day_gives_the_template() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mines = |on: &str| ["mine_2010", "mine_2024"].map(|code| template(code).is_valid_on(day(on)));
        assert_eq!(
            (mines("2024-01-31"), mines("2025-06-30"), mines("2025-07-01")),
            ([true, false], [true, false], [false, true])
        );
    }

    /// A mine of early 2024 shows its land, environment, construction and acceptance steps, and says which rest on practice.
    #[test]
    fn a_mine_under_the_2010_law_is_complete() {
        let steps = &template("mine_2010").steps;
        for words in ["Thu hồi đất", "cho thuê đất", "môi trường", "Xây dựng cơ bản", "nghiệm thu", "vật liệu nổ"]
        {
            assert!(steps.iter().any(|s| s.name.vi.contains(words)), "{words}");
        }
        let practice = steps.iter().filter(|s| s.basis == Basis::Practice);
        assert!(practice.clone().count() >= 10 && practice.into_iter().all(|s| s.statutory.is_none()));
    }

    #[test]
    fn every_step_waits_for_an_agency_that_is_known() {
        assert_eq!(AGENCIES.1, []);
        let known = |code: &AgencyCode| agencies().iter().any(|agency| agency.code == *code);
        for step in templates().iter().flat_map(|template| &template.steps) {
            assert!(!step.agencies.is_empty() && step.agencies.iter().all(known), "{step:?}");
            let investor = step.agencies.iter().any(|code| code.as_str() == "chu-dau-tu");
            assert_eq!(investor, step.agency.en.contains("nvestor") || step.agency.en.contains("Owner"), "{step:?}");
        }
        let used =
            |agency: &&Agency| templates().iter().flat_map(|t| &t.steps).any(|s| s.agencies.contains(&agency.code));
        assert_eq!(agencies().iter().filter(used).count(), agencies().len());
    }

    /// NĐ 193/2025 Đ61: check 3 working days, appraise 30 days, decide 5 working days, return 2 working days. Filed on Monday 5 January 2026 it is
    /// decided on Friday 13 February and returned after Tết.
    #[test]
    fn extending_a_licence_takes_the_days_of_the_decree_and_passes_over_tet() {
        let graph = StepGraph::new(template("licence_extension")).unwrap();
        let filing = "1".parse().unwrap();
        let mut progress = Progress::plan(jiff::civil::date(2026, 1, 5));
        let unknown = graph.schedule(&progress, calendar()).unwrap().finish.unwrap_err();
        assert_eq!(unknown, Reason::NoTime { step: filing }.into());
        progress.step_mut(filing).planned = Some(Count::new(0, LimitUnit::CalendarDays));
        let schedule = graph.schedule(&progress, calendar()).unwrap();
        let ends: Vec<String> = schedule.steps.values().map(|s| s.finish.as_ref().unwrap().to_string()).collect();
        assert_eq!(ends, ["2026-01-05", "2026-01-08", "2026-02-07", "2026-02-13", "2026-02-24"]);
    }
}
