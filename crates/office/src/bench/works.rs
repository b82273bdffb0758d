//! What a part of the invented projects has beside its steps: land in stages, an approved schedule with monthly reports, visits with findings
//! and pictures, directions that stop a site, reminders of steps. What is told of an earlier day is a beginning of what is told of a later one.

use domain::accounts::Account;
use domain::authority::Role;
use domain::obstacles::ProjectStep;
use domain::period::Month;
use domain::projects::{
    Directive, Finding, LandFigure, LandStage, PlanPoint, Project, ProjectCode, ReportState, Visit, VisitKind,
    WorkReport,
};
use domain::register::CodeError;
use domain::reminders::{About, Reminder};
use domain::sites::{Fact, SiteCode};
use domain::text::Text;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::registry::{BenchRegistry, SOURCE, both, firm_code, project_code, said, site_code};
use crate::projects::Procedure;

/// One project in three has figures of its land in stages, as many have reports of their works; one in four is visited.
const WITH_LAND: f64 = 0.33;
const WITH_WORKS: f64 = 0.33;
const VISITED: f64 = 0.25;
/// One site in fifty was stopped by a direction, about one project in forty a body was reminded.
const DIRECTED_EACH: usize = 50;
const REMINDED_EACH: usize = 40;
/// Reports of one project at most: two years.
const REPORTS: i32 = 24;
/// Accounts beside those that measure.
const ACCOUNTS: usize = 400;

/// Some codes of one address that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Codes {
    /// A project.
    pub project: ProjectCode,
    /// Its visits with the findings that are still open.
    pub visits: Vec<(u16, Vec<u16>)>,
    /// The months whose report nobody has judged.
    pub reported: Vec<Month>,
    /// How many steps its procedure has, numbered from 1.
    pub steps: u16,
}

impl BenchRegistry {
    /// Adds to a project what there was of land, works and visits on a day.
    pub(super) fn works(&self, n: usize, start: Date, day: Date, project: &mut Project) {
        let after = |days: i32| Some(start.saturating_add(days.days())).filter(|then| *then <= day);
        if self.chance(100, n) < WITH_LAND {
            project.land.extend(self.land(n, &after));
        }
        if self.chance(101, n) < WITH_WORKS {
            self.construction(n, start, day, project);
        }
        if self.chance(102, n) < VISITED {
            let count = 1 + (4.0 * self.chance(103, n)) as u16;
            project.visits = (1..=count).map_while(|number| self.visit(n, number, &after, day)).collect();
        }
    }

    fn land(&self, n: usize, after: &impl Fn(i32) -> Option<Date>) -> Vec<LandFigure> {
        let stages = [LandStage::Cleared, LandStage::Compensated, LandStage::Recovered, LandStage::HandedOver];
        let figure = |(order, stage): (i32, LandStage)| {
            let share = self.chance(104 + order as u64, n);
            Some(LandFigure {
                stage,
                date: after(200 + 150 * order)?,
                hectares: Some((300.0 * share).round() / 10.0),
                households: Some((80.0 * share) as u32),
                source: SOURCE.to_owned(),
            })
        };
        (0..).zip(stages).map_while(figure).collect()
    }

    fn construction(&self, n: usize, start: Date, day: Date, project: &mut Project) {
        let begun = start.saturating_add(300.days());
        if begun > day {
            return;
        }
        let works = &mut project.construction;
        let point = |order: i32| PlanPoint {
            date: begun.saturating_add((180 * order).days()),
            percent: 25.0 * f64::from(order),
            source: SOURCE.to_owned(),
        };
        works.plan = (1..=4).map(point).collect();
        let (first, last) = (Month::of(begun), Month::of(day).plus(-1));
        let speed = 1.0 + 5.0 * self.chance(110, n);
        for order in 0..REPORTS {
            let month = first.plus(order);
            if month > last {
                break;
            }
            // The last two wait for an officer.
            let state = if month.plus(1) < last { ReportState::Confirmed } else { ReportState::Reported };
            let percent = (speed * f64::from(order + 1)).min(100.0);
            let paid = Some((percent * 120.0).round());
            let volume = Some(both("Khối lượng mô phỏng"));
            works.reports.push(WorkReport { month, percent, volume, disbursed: paid, state, reason: None });
        }
    }

    fn visit(&self, n: usize, number: u16, after: &impl Fn(i32) -> Option<Date>, day: Date) -> Option<Visit> {
        let date = after(90 + 240 * i32::from(number))?;
        let luck = |of: u64| self.chance(of + 10 * u64::from(number), n);
        let finding = |order: u16| {
            let deadline = date.saturating_add(Span::new().days(30));
            let mended = Some(deadline).filter(|by| *by < day && luck(200 + u64::from(order)) < 0.6);
            Finding {
                number: order,
                what: both("Tồn tại mô phỏng: thiếu biển báo, rào chắn."),
                deadline: Some(deadline),
                mended,
                how: mended.map(|_| both("Đã bổ sung (mô phỏng)")),
            }
        };
        Some(Visit {
            number,
            date,
            kind: VisitKind::ALL[usize::from(number) % VisitKind::ALL.len()],
            by: Text::new("Đoàn kiểm tra (mô phỏng)", "Inspectors (simulated)"),
            summary: both("Kiểm tra hiện trường mô phỏng."),
            source: SOURCE.to_owned(),
            findings: (1..=(4.0 * luck(120)) as u16).map(finding).collect(),
        })
    }

    /// The visits of a project of which there is a picture.
    pub(super) fn pictured(&self, n: usize, project: &Project) -> Vec<u16> {
        let taken = |visit: &&Visit| self.chance(130 + u64::from(visit.number), n) < 0.5;
        project.visits.iter().filter(taken).map(|visit| visit.number).collect()
    }

    /// The sites that a direction stops.
    pub fn directed(&self) -> impl Iterator<Item = usize> {
        (0..self.sites).step_by(DIRECTED_EACH)
    }

    /// The direction that stops a site.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub(super) fn directive(&self, n: usize) -> Result<Directive, CodeError> {
        Ok(Directive {
            site: site_code(n)?,
            order: 1,
            number: Fact::Known(format!("{n}/UBND-MP")),
            date: Fact::Known(self.days_before(300.0 * self.chance(140, n)).into()),
            by: Text::new("UBND tỉnh (mô phỏng)", "Provincial People's Committee (simulated)"),
            reason: both("Mô phỏng: chưa xong thủ tục đất đai."),
            source: SOURCE.to_owned(),
            lifted: None,
        })
    }

    /// A site that a direction stops, by any number.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn stopped_site(&self, n: usize) -> Result<SiteCode, CodeError> {
        site_code(n % self.sites.div_ceil(DIRECTED_EACH) * DIRECTED_EACH)
    }

    /// The projects of which a body is reminded.
    pub(super) fn reminded(&self) -> impl Iterator<Item = usize> {
        (0..self.sites).step_by(REMINDED_EACH)
    }

    /// A reminder of the step a project waits for longest; none where it waits for nobody.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub(super) fn reminder_of_step(&self, n: usize) -> Result<Option<Reminder>, CodeError> {
        let Some(project) = self.project(n, self.today())? else { return Ok(None) };
        let graph = &self.procedure(n).graph;
        let standing = project.standing(graph, formats::carried::calendar());
        let Some(waits) = standing.awaited.iter().min_by_key(|one| one.since) else { return Ok(None) };
        let date = self.days_before(100.0 * self.chance(150, n));
        Ok(Some(Reminder {
            code: format!("DB-MP-{n:06}").parse()?,
            number: String::new(),
            date,
            to: waits.agency.clone(),
            about: About::Step(ProjectStep { project: project.code.clone(), step: Some(waits.step) }),
            matter: project.name,
            since: waits.since.min(date),
            limit_ended: waits.due,
            legal_time: Text::default(),
            asked_by: date.saturating_add(10.days()),
            recipients: Vec::new(),
            simulated: true,
        }))
    }

    /// Codes of a project that go together, as it stands.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn codes(&self, n: usize) -> Result<Codes, CodeError> {
        let procedure: &Procedure = self.procedure(n);
        let mut codes = Codes {
            project: project_code(n)?,
            visits: Vec::new(),
            reported: Vec::new(),
            steps: procedure.template.steps.len() as u16,
        };
        if let Some(project) = self.project(n, self.today())? {
            let open = |visit: &Visit| {
                let open = visit.findings.iter().filter(|finding| finding.mended.is_none());
                (visit.number, open.map(|finding| finding.number).collect())
            };
            codes.visits = project.visits.iter().map(open).collect();
            let waits = project.construction.reports.iter().filter(|report| report.state == ReportState::Reported);
            codes.reported = waits.map(|report| report.month).collect();
        }
        Ok(codes)
    }

    /// The accounts of firms and bodies that are there beside those that measure.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub(super) fn accounts(&self) -> Result<Vec<Account>, crate::context::OfficeError> {
        let account = |n: usize| {
            let is_firm = !n.is_multiple_of(4);
            Ok(Account {
                login: format!("mp.{n:04}").parse().map_err(said)?,
                name: format!("Người dùng mô phỏng {n}"),
                email: format!("mp.{n:04}@example.vn").parse().map_err(said)?,
                role: if is_firm { Role::Firm } else { Role::Agency },
                enterprise: is_firm.then(|| firm_code(n % self.firms())).transpose().map_err(said)?,
                agency: (!is_firm).then(|| self.one_of(self.bodies(), 160, n).clone()),
                closed: None,
            })
        };
        (0..ACCOUNTS).map(account).collect()
    }
}
