//! The shapes of projects.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::shape::{Named, Words};

/// A project in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ProjectShape {
    pub(super) code: String,
    pub(super) name: Words,
    /// Invented for a demonstration.
    pub(super) simulated: bool,
    pub(super) site: String,
    pub(super) procedure: String,
    /// Tax code of whose it is.
    pub(super) enterprise: Option<String>,
    pub(super) start: Option<String>,
    /// The day by which it is approved to be done.
    pub(super) due: Option<String>,
    pub(super) state: Named,
    pub(super) finished: Option<String>,
    /// How late it is against its approved day.
    pub(super) late: Option<Named>,
    pub(super) waits_for: Vec<WaitShape>,
}

/// An agency that a step waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct WaitShape {
    pub(super) step: u16,
    pub(super) agency: String,
    pub(super) since: String,
    /// The last day of its time; none where there is no time, and while the clock stands.
    pub(super) due: Option<String>,
}

/// Everything the reader may see of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ProjectRecord {
    #[serde(flatten)]
    pub(super) line: ProjectShape,
    /// Why it follows a procedure that was not valid on the day it began.
    pub(super) exception: Option<Words>,
    pub(super) note: Option<Words>,
    pub(super) internal_note: Option<Words>,
    pub(super) source: Option<String>,
    pub(super) steps: Vec<StepShape>,
    /// When it can be done.
    pub(super) finish: MomentShape,
    /// The steps that decide it.
    pub(super) critical_path: Vec<u16>,
    /// Days beyond the statutory time, by agency.
    pub(super) overruns: Vec<OverrunShape>,
    pub(super) land: Vec<LandShape>,
    pub(super) construction: ConstructionShape,
    /// For those inside only.
    pub(super) visits: Vec<VisitShape>,
    /// Directions that stop its site.
    pub(super) directives: Vec<DirectiveShape>,
}

/// A step of a project.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct StepShape {
    pub(super) number: u16,
    pub(super) name: Words,
    pub(super) agencies: Vec<String>,
    /// By law, or as things are done.
    pub(super) basis: String,
    pub(super) legal_basis: Option<String>,
    /// What it waits for: `4|5;7` waits for step 7 and for one of 4 and 5.
    pub(super) waits_for: String,
    /// The time it is reckoned with, as `30d`, `26wd`, `6m`; none where there is neither a statutory nor a planned one.
    pub(super) time: Option<String>,
    /// Whether that time is the law's.
    pub(super) time_is_statutory: bool,
    /// finished, underway, ready, waiting or not-needed; none where the day the project began is not known.
    pub(super) state: Option<String>,
    pub(super) started: Option<String>,
    pub(super) finished: Option<String>,
    pub(super) planned_start: Option<String>,
    pub(super) planned_finish: Option<String>,
    pub(super) earliest_start: Option<String>,
    pub(super) earliest_finish: Option<String>,
    /// Calendar days it could be late alone without moving the end; none where it does not matter or cannot be said.
    pub(super) slack_days: Option<u32>,
    /// What stopped its clock and started it again.
    pub(super) interruptions: Vec<InterruptionShape>,
    pub(super) documents: Vec<DocumentShape>,
    pub(super) remark: Option<Words>,
    pub(super) internal_remark: Option<Words>,
    pub(super) source: Option<String>,
}

/// A day, or why it cannot be said.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MomentShape {
    pub(super) day: Option<String>,
    pub(super) why_not: Vec<Words>,
}

/// Something that stopped a clock or started it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct InterruptionShape {
    pub(super) day: String,
    pub(super) what: String,
}

/// A paper of a step.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct DocumentShape {
    pub(super) number: Option<String>,
    pub(super) date: Option<String>,
    pub(super) name: Words,
    pub(super) public: bool,
}

/// Days of an agency beyond its times.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct OverrunShape {
    pub(super) agency: Words,
    pub(super) days: u32,
    pub(super) steps: Vec<u16>,
}

/// A figure of land.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct LandShape {
    pub(super) stage: Named,
    pub(super) date: String,
    pub(super) hectares: Option<f64>,
    pub(super) households: Option<u32>,
    pub(super) source: String,
}

/// The works.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct ConstructionShape {
    /// The approved schedule.
    pub(super) plan: Vec<PlanPointShape>,
    pub(super) reports: Vec<MonthReport>,
    pub(super) milestones: Vec<MilestoneShape>,
    /// Points behind the schedule at the end of the last confirmed month.
    pub(super) points_behind: Option<f64>,
}

/// A point of the approved schedule.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct PlanPointShape {
    pub(super) date: String,
    pub(super) percent: f64,
    pub(super) source: String,
}

/// The owner's report of a month.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MonthReport {
    pub(super) month: String,
    pub(super) percent: f64,
    pub(super) volume: Option<Words>,
    /// Paid out since the beginning, million đồng.
    pub(super) disbursed: Option<f64>,
    pub(super) state: Named,
    pub(super) reason: Option<Words>,
}

/// Acceptance, trial run, commissioning.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct MilestoneShape {
    pub(super) kind: Named,
    pub(super) date: String,
    pub(super) source: String,
}

/// A visit.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct VisitShape {
    pub(super) number: u16,
    pub(super) date: String,
    pub(super) kind: Named,
    pub(super) by: Words,
    pub(super) summary: Words,
    pub(super) findings: Vec<FindingShape>,
}

/// What a visit found wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct FindingShape {
    pub(super) number: u16,
    pub(super) what: Words,
    pub(super) deadline: Option<String>,
    pub(super) mended: Option<String>,
    pub(super) how: Option<Words>,
}

/// A direction that stops a site.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::api) struct DirectiveShape {
    pub(super) site: String,
    pub(super) order: u16,
    pub(super) number: Option<String>,
    pub(super) date: Option<String>,
    pub(super) by: Words,
    pub(super) reason: Words,
    pub(super) source: String,
    /// The day it was lifted; none while it is in force.
    pub(super) lifted: Option<String>,
    pub(super) lifted_by: Option<Words>,
}
