//! What hinders the sites of an invented registry, and what is done about it: obstacles with their lives, tasks, dialogues, reminders.

use domain::agency::Tier;
use domain::dialogues::{Dialogue, Guest, Stage};
use domain::obstacles::{Act, Channel, Event, Obstacle, ObstacleCode, ObstacleKind, ProjectStep, Visibility};
use domain::register::CodeError;
use domain::reminders::{About, Reminder};
use domain::tasks::{Origin, PlanCode, Task};
use domain::text::Text;
use jiff::ToSpan;
use jiff::civil::Date;

use super::registry::{BenchRegistry, both, firm_code, project_code, site_code};

impl BenchRegistry {
    /// An obstacle with its life, the first from the year before the last.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn obstacle(&self, n: usize) -> Result<(Obstacle, Vec<Event>), CodeError> {
        let at = (self.chance(60, n) * self.sites as f64) as usize;
        let raised_on = self.days_before(5.0 + 600.0 * self.chance(61, n));
        let body = self.one_of(self.bodies(), 62, n).clone();
        let has_begun = self.project(at, self.today())?.is_some();
        let obstacle = Obstacle {
            code: obstacle_code(n)?,
            kind: *self.one_of(ObstacleKind::ALL, 63, n),
            channel: Channel::Officer,
            raised_by: "Mô phỏng".to_owned(),
            raised_on,
            enterprise: Some(firm_code(at / super::registry::SITES_OF_A_FIRM)?),
            site: Some(site_code(at)?),
            step: has_begun.then(|| project_code(at)).transpose()?.map(|project| ProjectStep { project, step: None }),
            facts: format!("Sự việc mô phỏng số {n}."),
            public: if self.chance(64, n) < 0.7 {
                format!("Vướng mắc mô phỏng số {n}.")
            } else {
                String::new()
            },
            legal_ground: String::new(),
            asked: "Đề nghị giải quyết (mô phỏng).".to_owned(),
            asked_of: vec![body.clone()],
            asked_by: None,
            effect: String::new(),
            effect_points: (self.chance(65, n) < 0.3).then(|| self.chance(66, n) / 100.0),
            simulated: true,
        };
        let event = |after: i32, act, text: &str| Event {
            date: raised_on.saturating_add(after.days()).min(self.today()),
            by: "Mô phỏng".to_owned(),
            act,
            text: text.to_owned(),
            visibility: Visibility::Public,
        };
        let agencies = std::iter::once(body.clone()).collect();
        let assign = Act::Assign { agencies, tier: Tier::Department, due: None, silence: None };
        let life =
            [event(2, assign, ""), event(20, Act::Answer { agency: body }, "Đã trả lời."), event(40, Act::Clear, "")];
        let come = (4.0 * self.chance(67, n)) as usize;
        Ok((obstacle, life.into_iter().take(come).collect()))
    }

    /// The task that is to clear an obstacle, and the day it was done.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn task(&self, n: usize, plan: &PlanCode) -> Result<(Task, Option<Date>), CodeError> {
        let due = self.today().saturating_add(((400.0 * self.chance(70, n)) as i32 - 200).days());
        let task = Task {
            code: format!("NV-MP-{n:06}").parse()?,
            origin: Origin::Plan(plan.clone()),
            obstacle: Some(obstacle_code(n)?),
            what: format!("Nhiệm vụ mô phỏng số {n}"),
            lead: self.one_of(self.bodies(), 71, n).clone(),
            partners: Vec::new(),
            watcher: None,
            due,
            result: String::new(),
            visibility: if self.chance(72, n) < 0.5 { Visibility::Public } else { Visibility::Internal },
            simulated: true,
        };
        Ok((task, (due < self.today() && self.chance(73, n) < 0.7).then_some(due)))
    }

    /// A dialogue with a firm and a body as its guests and the obstacles on its agenda.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn dialogue(&self, n: usize) -> Result<(Dialogue, [Guest; 2], Vec<ObstacleCode>), CodeError> {
        let dialogue = Dialogue {
            code: format!("DT-MP-{n:06}").parse()?,
            title: Text::new(format!("Hội nghị mô phỏng {n}"), format!("Simulated dialogue {n}")),
            date: self.days_before(700.0 * self.chance(80, n)),
            place: "Mô phỏng".to_owned(),
            chair: "Mô phỏng".to_owned(),
            stage: Stage::Open,
            simulated: true,
        };
        let firm = (self.chance(81, n) * self.firms() as f64) as usize;
        let guests = [Guest::Enterprise(firm_code(firm)?), Guest::Agency(self.one_of(self.bodies(), 82, n).clone())];
        let first = (self.chance(83, n) * self.obstacles as f64) as usize;
        let agenda = (first..self.obstacles.min(first + 20)).map(obstacle_code).collect::<Result<_, _>>()?;
        Ok((dialogue, guests, agenda))
    }

    /// A reminder about an obstacle.
    ///
    /// # Errors
    /// Never for sizes a code has room for.
    pub fn reminder(&self, n: usize) -> Result<Reminder, CodeError> {
        let date = self.days_before(200.0 * self.chance(90, n));
        Ok(Reminder {
            code: format!("DD-MP-{n:06}").parse()?,
            number: String::new(),
            date,
            to: self.one_of(self.bodies(), 62, n).clone(),
            about: About::Obstacle(obstacle_code(n)?),
            matter: both("Đề nghị giải quyết (mô phỏng)."),
            since: date.saturating_sub(30.days()),
            limit_ended: Some(date.saturating_sub(10.days())),
            legal_time: Text::default(),
            asked_by: date.saturating_add(10.days()),
            recipients: Vec::new(),
            simulated: true,
        })
    }
}

/// The code of an obstacle.
fn obstacle_code(n: usize) -> Result<ObstacleCode, CodeError> {
    format!("VM-MP-{n:06}").parse()
}
