//! A running project: what is known and planned of it, and what follows from that on a day.
//!
//! A [`Project`] follows a template. Of each step it keeps a [`StepRecord`]: dates planned and real, interruptions of its clock, documents,
//! remarks. Beside the steps it keeps land, construction and visits. What the sources do not say is left out: a project whose beginning is
//! not known has no schedule and waits for nobody, because which of its steps are open was not published.

mod acts;
mod attachment;
mod construction;
mod directive;
mod land;
mod status;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ProjectCode, StepFacts, StepNumber, TemplateCode};
use crate::register::EnterpriseCode;
use crate::sites::{Fact, SiteCode};
use crate::text::{Text, named};

pub use acts::{ActFault, Interruption, StepPlan};
pub use attachment::{Attachment, FileKind};
pub use construction::{Construction, Milestone, MilestoneKind, PlanPoint, ReportState, WorkReport, points_behind};
pub use directive::{Directive, Lifting};
pub use land::{LandFigure, LandMissing, LandStage, land_missing, land_now};
pub use status::{Await, ProjectLine, ProjectState, Standing as ProjectStanding};
pub use visit::{Finding, Visit, VisitKind, findings_overdue};

named!(
    /// Who may see a fact.
    Visibility, "public or internal" {
        /// Everybody.
        Public "public" "công khai" "public";
        /// The office, the firm itself, and the agencies now asked to act.
        Internal "internal" "nội bộ" "internal";
    }
);

/// A paper of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its number, as `872/GP-BTNMT`.
    pub number: Fact<String>,
    /// Its date.
    pub date: Fact<Date>,
    /// What it is.
    pub name: Text,
    /// Who may see it.
    pub visibility: Visibility,
}

/// What is known and planned of one step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// The dates and times the schedule is made from.
    pub facts: StepFacts,
    /// The day it is planned to begin.
    pub planned_start: Option<Date>,
    /// The day it is planned to be done.
    pub planned_finish: Option<Date>,
    /// Its papers, in order of entry.
    pub documents: Vec<Document>,
    /// Where these facts come from; empty when they were entered by the office itself.
    pub source: String,
    /// A remark for everybody.
    pub remark: Option<Text>,
    /// A remark for the office only.
    pub internal_remark: Option<Text>,
}

/// Dự án: the work of bringing a site to production by a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Its code.
    pub code: ProjectCode,
    /// The site it is for.
    pub site: SiteCode,
    /// The procedure it follows.
    pub template: TemplateCode,
    /// Why it follows a procedure that was not valid on the day it began; `None` where it was.
    pub exception: Option<Text>,
    /// Its name.
    pub name: Text,
    /// Whose it is.
    pub enterprise: Option<EnterpriseCode>,
    /// Invented for the demonstration; said wherever it is shown.
    pub simulated: bool,
    /// The day it began.
    pub start: Fact<Date>,
    /// The day by which it is approved to be done.
    pub due: Fact<Date>,
    /// The steps that end it; empty for those of the template.
    pub goals: BTreeSet<StepNumber>,
    /// A remark for everybody.
    pub note: Option<Text>,
    /// A remark for the office only.
    pub internal_note: Option<Text>,
    /// Where it is known from; empty when the office began it itself.
    pub source: String,
    /// What is known of its steps.
    pub steps: BTreeMap<StepNumber, StepRecord>,
    /// Figures of its land, in order of entry.
    pub land: Vec<LandFigure>,
    /// Its construction.
    pub construction: Construction,
    /// Visits to it, in order of number.
    pub visits: Vec<Visit>,
}

impl Project {
    /// A project of which nothing has happened.
    #[must_use]
    pub fn new(code: ProjectCode, site: SiteCode, template: TemplateCode, name: Text) -> Self {
        Self {
            code,
            site,
            template,
            exception: None,
            name,
            enterprise: None,
            simulated: false,
            start: Fact::Unknown,
            due: Fact::Unknown,
            goals: BTreeSet::new(),
            note: None,
            internal_note: None,
            source: String::new(),
            steps: BTreeMap::new(),
            land: Vec::new(),
            construction: Construction::default(),
            visits: Vec::new(),
        }
    }

    /// What everybody may see: no remark or paper of the office, no reason of a pause, no report that was not confirmed, no visit.
    #[must_use]
    pub fn public(&self) -> Self {
        let steps = self.steps.iter().map(|(number, record)| (*number, record.public())).collect();
        Self {
            internal_note: None,
            steps,
            construction: self.construction.public(),
            visits: Vec::new(),
            ..self.clone()
        }
    }
}

impl StepRecord {
    /// What everybody may see of it.
    #[must_use]
    pub fn public(&self) -> Self {
        let mut public = Self { internal_remark: None, ..self.clone() };
        public.documents.retain(|document| document.visibility == Visibility::Public);
        for event in &mut public.facts.interruptions {
            if let crate::deadline::EventKind::Paused { reason } = &mut event.kind {
                *reason = Text::default();
            }
        }
        public
    }
}

#[cfg(test)]
mod tests;
