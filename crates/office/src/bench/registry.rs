//! Sites, their projects and what hinders them, invented for a measurement: seeded, marked as simulated, spread over the real communes.

use domain::agency::{AgencyCode, Tier};
use domain::area::{AreaVersion, Commune};
use domain::deadline::{Count, Event as ClockEvent, EventKind, LimitUnit};
use domain::projects::{
    self, Document, LandFigure, LandStage, Project, StepGraph, StepNumber, StepRecord, StepTemplate, TemplateCode,
};
use domain::register::{CodeError, Enterprise, EnterpriseCode, Ownership};
use domain::sites::{
    Capacity, CapacityBasis, CapacityUnit, Fact, Licence, LicenceKind, Milestone, Mineral, NamedArea, Output,
    OutputUnit, Owner, Point, PointOf, Site, SiteCode, SiteKind, State, StateRecord, When,
};
use domain::text::Text;
use formats::carried;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::civil::Time;

use super::chance;
use crate::projects::Procedure;

/// What everything of it names as its source.
pub(super) const SOURCE: &str = "Mô phỏng để đo tốc độ";
/// Sites of one firm.
pub(super) const SITES_OF_A_FIRM: usize = 20;

/// An invented registry of any size, as it stands on a day.
#[derive(Debug)]
pub struct BenchRegistry {
    /// How many sites, and as many projects.
    pub sites: usize,
    /// How many obstacles, a task for each second one.
    pub obstacles: usize,
    seed: u64,
    today: Date,
    communes: Vec<&'static Commune>,
    procedures: Vec<(&'static Procedure, f64)>,
    bodies: Vec<AgencyCode>,
}

impl BenchRegistry {
    /// A registry as of a day.
    ///
    /// # Errors
    /// Never, as long as the carried procedures have the codes named here.
    pub fn new(sites: usize, seed: u64, today: Date) -> Result<Self, crate::context::OfficeError> {
        let is_ours = |c: &&Commune| c.code.version == AreaVersion::Since2025 && c.former_province == "02";
        // Most by the longest procedure; each with its share.
        let shares = [("mine_2024", 0.6), ("hydro_small", 0.3), ("mine_2010", 0.1)];
        let mut procedures = Vec::new();
        for (code, share) in shares {
            let code: TemplateCode = code.parse().map_err(said)?;
            procedures.push((Procedure::of(&code)?, share));
        }
        let bodies = carried::agencies().iter().filter(|body| body.tier == Tier::Department);
        Ok(Self {
            sites,
            obstacles: sites / 4,
            seed,
            today,
            communes: carried::communes().iter().filter(is_ours).collect(),
            procedures,
            bodies: bodies.map(|body| body.code.clone()).collect(),
        })
    }

    pub(super) fn chance(&self, of: u64, n: usize) -> f64 {
        chance(&[self.seed, of, n as u64])
    }

    pub(super) fn one_of<'a, T>(&self, list: &'a [T], of: u64, n: usize) -> &'a T {
        &list[(self.chance(of, n) * list.len() as f64) as usize]
    }

    pub(super) fn days_before(&self, days: f64) -> Date {
        self.today.saturating_sub((days as i32).days())
    }

    /// How many firms there are.
    #[must_use]
    pub fn firms(&self) -> usize {
        self.sites.div_ceil(SITES_OF_A_FIRM)
    }

    /// A firm.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn firm(&self, n: usize) -> Result<Enterprise, CodeError> {
        Ok(Enterprise {
            code: firm_code(n)?,
            name: format!("Doanh nghiệp mô phỏng {n}"),
            ownership: Ownership::Private,
            simulated: true,
        })
    }

    pub(super) fn procedure(&self, n: usize) -> &'static Procedure {
        let mut left = self.chance(20, n);
        let found = self.procedures.iter().find(|(_, share)| {
            left -= share;
            left < 0.0
        });
        found.unwrap_or(&self.procedures[0]).0
    }

    /// A site with its licence, its state and its history.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn site(&self, n: usize) -> Result<Site, CodeError> {
        let is_hydropower = self.procedure(n).template.code.as_str() == "hydro_small";
        let kinds = [SiteKind::Mine, SiteKind::Mine, SiteKind::OreProcessing, SiteKind::OrePoint];
        let kind = if is_hydropower { SiteKind::Hydropower } else { *self.one_of(&kinds, 30, n) };
        let minerals = [Mineral::Iron, Mineral::Lead, Mineral::Manganese, Mineral::Antimony, Mineral::Stone];
        let mineral = *self.one_of(&minerals, 31, n);
        let commune = self.one_of(&self.communes, 32, n);
        let name = match kind {
            SiteKind::Hydropower => Text::new(format!("Thủy điện mô phỏng {n}"), format!("Simulated hydropower {n}")),
            _ => {
                let what = mineral.name();
                Text::new(format!("Mỏ {} mô phỏng {n}", what.vi), format!("Simulated {} mine {n}", what.en))
            }
        };
        let begun = self.days_before(365.0 * (2.0 + 12.0 * self.chance(33, n)));
        let licence = self.licence(n, begun, is_hydropower);
        let district = carried::communes().former_district(&commune.code);
        Ok(Site {
            code: site_code(n)?,
            name,
            kind,
            also: Default::default(),
            minerals: if is_hydropower { Fact::Unknown } else { Fact::Known(vec![mineral]) },
            river: if is_hydropower { Fact::Known("Sông Lô".to_owned()) } else { Fact::Unknown },
            commune: Fact::Known(commune.code.clone()),
            named_area: NamedArea {
                commune: Fact::Known(both(&commune.name)),
                district: district.map(both).into(),
                province: Fact::Known(both("Hà Giang")),
            },
            area_ha: Fact::Known((100.0 * self.chance(34, n)).round()),
            reserves: Fact::Unknown,
            owners: vec![Owner {
                name: Fact::Known(both(&format!("Doanh nghiệp mô phỏng {}", n / SITES_OF_A_FIRM))),
                from: when(begun).into(),
                until: Fact::Unknown,
                note: None,
                source: Fact::Unknown,
            }],
            capacities: licence.capacity.known().map(planned).into_iter().collect(),
            licences: vec![licence],
            output: if is_hydropower { Fact::Known(self.output(n)) } else { Fact::Unknown },
            construction_start: Fact::Unknown,
            operation_date: Fact::Unknown,
            states: self.states(n, begun),
            history: vec![Milestone { when: when(begun).into(), what: Text::new("Cấp phép", "Licensed") }],
            point: commune
                .point
                .and_then(|p| Point::new(p.latitude, p.longitude, PointOf::Commune, Fact::Unknown))
                .into(),
            note: None,
            internal_note: Some(both("Mô phỏng")),
            sources: vec![SOURCE.to_owned()],
        })
    }

    /// Capacities are round, as those of licences are.
    fn licence(&self, n: usize, begun: Date, is_hydropower: bool) -> Licence {
        let tonnes = 5_000.0 * (1.0 + (60.0 * self.chance(35, n)).floor());
        let (amount, unit) = match is_hydropower {
            true => (1.0 + (30.0 * self.chance(35, n)).floor(), CapacityUnit::Megawatts),
            false => (tonnes, CapacityUnit::TonnesPerYear),
        };
        let printed = unit.name();
        let printed = Text::new(format!("{amount} {}", printed.vi), format!("{amount} {}", printed.en));
        Licence {
            number: Fact::Known(format!("{n}/GP-MP")),
            kind: if is_hydropower { LicenceKind::Investment } else { LicenceKind::Mining },
            issuer: Fact::Known(Text::new("UBND tỉnh", "Provincial People's Committee")),
            date: when(begun).into(),
            end: when(begun.saturating_add(20.years())).into(),
            area_ha: Fact::Unknown,
            reserves: Fact::Unknown,
            capacity: Fact::Known(Capacity {
                amount: Some(amount),
                unit,
                of: Fact::Unknown,
                basis: CapacityBasis::Licensed,
                printed,
                note: None,
            }),
            note: None,
            fates: Vec::new(),
        }
    }

    fn output(&self, n: usize) -> Output {
        let amount = 2.0 + (120.0 * self.chance(36, n)).floor();
        Output {
            amount: Some(amount),
            unit: OutputUnit::MillionKwh,
            printed: Text::new(format!("{amount} triệu kWh"), format!("{amount} million kWh")),
        }
    }

    fn states(&self, n: usize, begun: Date) -> Vec<StateRecord> {
        let record = |state, since: Date| StateRecord {
            state,
            since: when(since).into(),
            as_of: Fact::Unknown,
            by: Fact::Unknown,
            why: Text::new("Mô phỏng: chờ hoàn thiện thủ tục.", "Simulated: waits for its procedures."),
            source: SOURCE.to_owned(),
        };
        let now = State::ALL[(self.chance(37, n) * State::ALL.len() as f64) as usize];
        vec![record(State::Planned, begun), record(now, self.days_before(300.0 * self.chance(38, n)))]
    }

    /// The project of a site as it stood on a day; `None` before it began.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn project(&self, n: usize, day: Date) -> Result<Option<Project>, CodeError> {
        let procedure = self.procedure(n);
        let start = self.days_before(200.0 + 3_000.0 * self.chance(40, n));
        if start > day {
            return Ok(None);
        }
        let name = Text::new(format!("Dự án mô phỏng {n}"), format!("Simulated project {n}"));
        let code = project_code(n)?;
        let mut project = Project::new(code, site_code(n)?, procedure.template.code.clone(), name);
        project.exception = Some(Text::new("Mô phỏng", "Simulated"));
        project.enterprise = Some(firm_code(n / SITES_OF_A_FIRM)?);
        project.simulated = true;
        project.start = Fact::Known(start);
        project.due = Fact::Known(start.saturating_add(((1_200.0 + 2_400.0 * self.chance(41, n)) as i32).days()));
        SOURCE.clone_into(&mut project.source);
        project.steps = self.steps(n, &procedure.graph, start, day);
        for (stage, share) in [(LandStage::ToClear, 1.0), (LandStage::Cleared, self.chance(42, n))] {
            let hectares = Some((50.0 * share * self.chance(43, n) * 10.0).round() / 10.0);
            project.land.push(LandFigure { stage, date: start, hectares, households: None, source: SOURCE.to_owned() });
        }
        self.works(n, start, day, &mut project);
        Ok(Some(project))
    }

    /// Every step of the procedure: done, under way, or planned, one after what it waits for.
    fn steps(
        &self,
        n: usize,
        graph: &StepGraph,
        start: Date,
        day: Date,
    ) -> std::collections::BTreeMap<StepNumber, StepRecord> {
        let mut steps = std::collections::BTreeMap::new();
        let mut ends = std::collections::BTreeMap::new();
        let steps_of = graph.order().iter().filter_map(|number| graph.step(*number));
        for step in steps_of {
            let ready = step.waits_for.clauses().iter().map(|any| any.iter().filter_map(|s| ends.get(s)).min());
            let ready: Option<Vec<&Date>> = ready.collect();
            let begin = ready.map(|days| days.into_iter().copied().max().unwrap_or(start));
            let (record, end) = self.step(n, step, begin, day);
            ends.extend(end.map(|end| (step.number, end)));
            steps.insert(step.number, record);
        }
        steps
    }

    /// A step that may begin on a day, or never, with the day it was done.
    fn step(&self, n: usize, step: &StepTemplate, begin: Option<Date>, day: Date) -> (StepRecord, Option<Date>) {
        let mut record = StepRecord { source: SOURCE.to_owned(), ..StepRecord::default() };
        let (number, own) = (u64::from(u16::from(step.number)), n as u64);
        let luck = |of: u64| chance(&[self.seed, of, own, number]);
        record.facts.planned = step.statutory.is_none().then(|| Count::new(60, LimitUnit::CalendarDays));
        let (Some(begun), usual) = (begin.filter(|begin| *begin <= day), 20.0 + 160.0 * luck(50)) else {
            return (record, None);
        };
        let days = |count: f64| (count as i32).days();
        record.planned_start = Some(begun);
        record.planned_finish = Some(begun.saturating_add(days(usual)));
        let started = begun.saturating_add(days(30.0 * luck(51)));
        if started > day {
            return (record, None);
        }
        record.facts.started = Some(started);
        // One step in twelve drags on.
        let took = if luck(52) < 0.08 { 12.0 * usual } else { usual };
        let end = started.saturating_add(days(took));
        if end <= day {
            record.facts.finished = Some(end);
            record.documents.push(paper(n, number, end, step));
            return (record, Some(end));
        }
        let stopped = started.saturating_add(days(10.0)).min(day).to_datetime(Time::midnight());
        if luck(53) < 0.3 {
            let kind = EventKind::Paused { reason: both("Mô phỏng: chờ kinh phí") };
            record.facts.interruptions.push(ClockEvent::new(stopped, kind));
        } else if luck(53) < 0.5 {
            record.facts.interruptions.push(ClockEvent::new(stopped, EventKind::PapersAsked));
        }
        (record, None)
    }

    /// The bodies that answer, of which one has an account.
    #[must_use]
    pub fn bodies(&self) -> &[AgencyCode] {
        &self.bodies
    }

    /// The day it stands as of.
    #[must_use]
    pub fn today(&self) -> Date {
        self.today
    }
}

fn paper(n: usize, number: u64, day: Date, step: &StepTemplate) -> Document {
    Document {
        number: Fact::Known(format!("{n}-{number}/QĐ-MP")),
        date: Fact::Known(day),
        name: step.name.clone(),
        visibility: if number.is_multiple_of(3) {
            projects::Visibility::Internal
        } else {
            projects::Visibility::Public
        },
    }
}

pub(super) fn both(words: &str) -> Text {
    Text::new(words, words)
}

/// A day as a moment.
fn when(day: Date) -> Option<When> {
    day.to_string().parse().ok()
}

/// The code of a site.
///
/// # Errors
/// Never for sizes a code has room for.
pub(super) fn site_code(n: usize) -> Result<SiteCode, CodeError> {
    format!("MP-{n:06}").parse()
}

/// The code of its project.
///
/// # Errors
/// As [`site_code`].
pub(super) fn project_code(n: usize) -> Result<projects::ProjectCode, CodeError> {
    format!("DA-MP-{n:06}").parse()
}

/// The tax code of a firm.
///
/// # Errors
/// As [`site_code`].
pub(super) fn firm_code(n: usize) -> Result<EnterpriseCode, CodeError> {
    format!("99{n:08}").parse()
}

pub(super) fn said(error: impl ToString) -> crate::context::OfficeError {
    let words = error.to_string();
    crate::context::OfficeError::Said(Text::new(words.clone(), words))
}

/// The capacity of the plan that a licence was given by.
fn planned(licensed: &Capacity) -> Capacity {
    Capacity { basis: CapacityBasis::Planned, ..licensed.clone() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_invented_could_be_true() {
        let today = date(2024, 2, 5);
        let registry = BenchRegistry::new(400, 1, today).unwrap();
        let mut steps = 0;
        for n in 0..400 {
            assert_eq!(registry.site(n).unwrap().code, site_code(n).unwrap());
            for day in [date(2022, 2, 5), today] {
                let Some(project) = registry.project(n, day).unwrap() else { continue };
                let graph = &Procedure::of(&project.template).unwrap().graph;
                assert_eq!(project.fault(graph, day), None, "{n}");
                steps += if day == today { project.steps.len() } else { 0 };
            }
            let (obstacle, events) = registry.obstacle(n).unwrap();
            obstacle.check().unwrap();
            domain::obstacles::Standing::replay(obstacle.raised_on, &events).unwrap();
        }
        assert!((26..=30).contains(&(steps / 400)), "{steps}");
    }
}
