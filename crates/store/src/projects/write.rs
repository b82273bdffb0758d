//! Writing a project: the rows of what is not as it was.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::projects::{
    Await, Finding, Project, ProjectCode, ProjectStanding, StepNumber, StepRecord, Visit, WorkReport,
};

use crate::columns::{cell, pair};
use crate::error::StoreError;
use crate::register::CodeOf;
use crate::row::{Cell, get};
use crate::tables;
use crate::write::Writing;

/// A project with what is derived from it.
#[derive(Debug, Clone, Copy)]
struct Version<'a> {
    project: &'a Project,
    standing: &'a ProjectStanding,
}

fn text<T: ToString>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}

impl Writing {
    /// Writes what changed of a project: `old` is what the database holds, with what was derived from it. `search` is its code, site and names
    /// without marks and capitals. When nothing changed nothing is written.
    ///
    /// # Errors
    /// When its enterprise is not in the register, or the database fails or refuses.
    pub async fn project(
        &mut self,
        old: Option<(&Project, &ProjectStanding)>,
        new: (&Project, &ProjectStanding),
        search: &str,
    ) -> Result<(), StoreError> {
        let old = old.map(|(project, standing)| Version { project, standing });
        let new = Version { project: new.0, standing: new.1 };
        let id = self.project_number(new.project).await?;
        if old.is_none_or(|old| head(old) != head(new)) {
            self.project_head(id, new, search).await?;
        }
        let before = old.map(|old| old.project);
        for (number, record) in &new.project.steps {
            if before.and_then(|old| old.steps.get(number)) != Some(record) {
                self.project_step(id, *number, record)?;
            }
        }
        self.project_land(id, before, new.project)?;
        self.project_construction(id, before, new.project)?;
        for visit in &new.project.visits {
            let known = before.and_then(|old| old.visits.iter().find(|known| known.number == visit.number));
            self.project_visit(id, known, visit)?;
        }
        self.project_await(id, old.map_or(&[], |old| &old.standing.awaited), &new.standing.awaited)?;
        self.settle().await
    }

    /// The number of a project, given now when it is new.
    async fn project_number(&mut self, project: &Project) -> Result<i64, StoreError> {
        let code = project.code.as_str();
        let sql = "SELECT id FROM project_code WHERE code = $1";
        if let Some(row) = self.fetch_for(sql, code, "reading the code of a project").await?.first() {
            return get(row, 0);
        }
        let id = self.new_id();
        self.push(&tables::PROJECT_CODE, [id.into(), self.seq().0.into(), code.into()])?;
        Ok(id)
    }

    /// The number of a project that is there.
    pub(super) async fn known_project(&mut self, code: &ProjectCode) -> Result<i64, StoreError> {
        let sql = "SELECT id FROM project_code WHERE code = $1";
        let rows = self.fetch_for(sql, code.as_str(), "reading the code of a project").await?;
        rows.first().map_or_else(|| Err(StoreError::corrupt("a project", "it is not there")), |row| get(row, 0))
    }

    async fn project_head(&mut self, number: i64, version: Version<'_>, search: &str) -> Result<(), StoreError> {
        let Version { project, standing } = version;
        let enterprise = match &project.enterprise {
            Some(code) => Some(self.known(CodeOf::Enterprise, code.as_str()).await?),
            None => None,
        };
        let [exception_vi, exception_en] = pair(project.exception.as_ref());
        let [note_vi, note_en] = pair(project.note.as_ref());
        let [internal_vi, internal_en] = pair(project.internal_note.as_ref());
        let (started, due) = (text(project.start.known()), text(project.due.known()));
        let goals = project.goals.iter().map(StepNumber::to_string).collect::<Vec<_>>().join(";");
        let (template, finished) = (project.template.as_str(), text(standing.finished));
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            number.into(),
            project.site.as_str().into(),
            template.into(),
            exception_vi,
            exception_en,
            (&project.name.vi).into(),
            (&project.name.en).into(),
            Cell::Int(enterprise),
            project.simulated.into(),
            cell(&started),
            cell(&due),
            (&goals).into(),
            note_vi,
            note_en,
            internal_vi,
            internal_en,
            (&project.source).into(),
            standing.state.code().into(),
            cell(&finished),
            search.into(),
        ];
        self.push(&tables::PROJECT, cells)
    }

    fn project_step(&mut self, project: i64, number: StepNumber, record: &StepRecord) -> Result<(), StoreError> {
        let id = self.new_id();
        let facts = &record.facts;
        let (planned_start, planned_finish) = (text(record.planned_start), text(record.planned_finish));
        let (started, finished) = (text(facts.started), text(facts.finished));
        let [remark_vi, remark_en] = pair(record.remark.as_ref());
        let [internal_vi, internal_en] = pair(record.internal_remark.as_ref());
        let cells = [
            id.into(),
            self.seq().0.into(),
            project.into(),
            i64::from(u16::from(number)).into(),
            Cell::Int(facts.planned.map(|planned| planned.amount.into())),
            Cell::Text(facts.planned.map(|planned| planned.unit.code())),
            cell(&planned_start),
            cell(&planned_finish),
            cell(&started),
            cell(&finished),
            i64::from(facts.delay_days).into(),
            facts.not_needed.into(),
            (&record.source).into(),
            remark_vi,
            remark_en,
            internal_vi,
            internal_en,
        ];
        self.push(&tables::PROJECT_STEP, cells)?;
        self.project_step_parts(id, record)
    }

    fn project_step_parts(&mut self, record_id: i64, record: &StepRecord) -> Result<(), StoreError> {
        for event in &record.facts.interruptions {
            let reason = match &event.kind {
                domain::deadline::EventKind::Paused { reason } => Some(reason),
                _ => None,
            };
            let [reason_vi, reason_en] = pair(reason);
            let moment = event.moment.to_string();
            let (id, seq) = (self.new_id().into(), self.seq().0.into());
            let cells = [id, seq, record_id.into(), (&moment).into(), event.kind.code().into(), reason_vi, reason_en];
            self.push(&tables::PROJECT_PAUSE, cells)?;
        }
        for document in &record.documents {
            let dated = text(document.date.known());
            let cells = [
                self.new_id().into(),
                self.seq().0.into(),
                record_id.into(),
                Cell::Text(document.number.known().map(String::as_str)),
                cell(&dated),
                (&document.name.vi).into(),
                (&document.name.en).into(),
                document.visibility.code().into(),
            ];
            self.push(&tables::PROJECT_DOCUMENT, cells)?;
        }
        Ok(())
    }

    /// Figures of land are only ever added.
    fn project_land(&mut self, project: i64, old: Option<&Project>, new: &Project) -> Result<(), StoreError> {
        for figure in new.land.iter().skip(old.map_or(0, |old| old.land.len())) {
            let dated = figure.date.to_string();
            let cells = [
                self.new_id().into(),
                self.seq().0.into(),
                project.into(),
                figure.stage.code().into(),
                (&dated).into(),
                figure.hectares.into(),
                Cell::Int(figure.households.map(i64::from)),
                (&figure.source).into(),
            ];
            self.push(&tables::PROJECT_LAND, cells)?;
        }
        Ok(())
    }

    fn project_construction(&mut self, project: i64, old: Option<&Project>, new: &Project) -> Result<(), StoreError> {
        let before = old.map(|old| &old.construction);
        for point in &new.construction.plan {
            if before.is_none_or(|old| !old.plan.contains(point)) {
                let dated = point.date.to_string();
                let (id, seq) = (self.new_id().into(), self.seq().0.into());
                let cells = [id, seq, project.into(), (&dated).into(), point.percent.into(), (&point.source).into()];
                self.push(&tables::PROJECT_PLAN, cells)?;
            }
        }
        for report in &new.construction.reports {
            if before.is_none_or(|old| !old.reports.contains(report)) {
                self.project_report(project, report)?;
            }
        }
        for milestone in new.construction.milestones.iter().skip(before.map_or(0, |old| old.milestones.len())) {
            let dated = milestone.date.to_string();
            let (id, seq) = (self.new_id().into(), self.seq().0.into());
            let cells =
                [id, seq, project.into(), milestone.kind.code().into(), (&dated).into(), (&milestone.source).into()];
            self.push(&tables::PROJECT_MILESTONE, cells)?;
        }
        Ok(())
    }

    fn project_report(&mut self, project: i64, report: &WorkReport) -> Result<(), StoreError> {
        let month = report.month.to_string();
        let [volume_vi, volume_en] = pair(report.volume.as_ref());
        let [reason_vi, reason_en] = pair(report.reason.as_ref());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            project.into(),
            (&month).into(),
            report.percent.into(),
            volume_vi,
            volume_en,
            report.disbursed.into(),
            report.state.code().into(),
            reason_vi,
            reason_en,
        ];
        self.push(&tables::PROJECT_PROGRESS, cells)
    }

    fn project_visit(&mut self, project: i64, old: Option<&Visit>, new: &Visit) -> Result<(), StoreError> {
        if old.is_none() {
            let dated = new.date.to_string();
            let cells = [
                self.new_id().into(),
                self.seq().0.into(),
                project.into(),
                i64::from(new.number).into(),
                (&dated).into(),
                new.kind.code().into(),
                (&new.by.vi).into(),
                (&new.by.en).into(),
                (&new.summary.vi).into(),
                (&new.summary.en).into(),
                (&new.source).into(),
            ];
            self.push(&tables::PROJECT_VISIT, cells)?;
        }
        for finding in &new.findings {
            if old.is_none_or(|old| !old.findings.contains(finding)) {
                self.project_finding(project, new.number, finding)?;
            }
        }
        Ok(())
    }

    fn project_finding(&mut self, project: i64, visit: u16, finding: &Finding) -> Result<(), StoreError> {
        let (deadline, mended) = (text(finding.deadline), text(finding.mended));
        let [how_vi, how_en] = pair(finding.how.as_ref());
        let cells = [
            self.new_id().into(),
            self.seq().0.into(),
            project.into(),
            i64::from(visit).into(),
            i64::from(finding.number).into(),
            (&finding.what.vi).into(),
            (&finding.what.en).into(),
            cell(&deadline),
            cell(&mended),
            how_vi,
            how_en,
        ];
        self.push(&tables::PROJECT_FINDING, cells)
    }

    /// What is waited for now and was not, or not so, and the end of what is no longer.
    fn project_await(&mut self, project: i64, old: &[Await], new: &[Await]) -> Result<(), StoreError> {
        type Key<'a> = (StepNumber, &'a AgencyCode);
        let key = |one: &'_ Await| (one.step, one.agency.clone());
        let now: BTreeMap<_, &Await> = new.iter().map(|one| (key(one), one)).collect();
        let ended = old.iter().filter(|one| !now.contains_key(&key(one))).map(|one| (one, false));
        let begun = new.iter().filter(|one| !old.contains(one)).map(|one| (one, true));
        let mut rows: Vec<(&Await, bool)> = ended.chain(begun).collect();
        rows.sort_by_key(|(one, _)| -> Key<'_> { (one.step, &one.agency) });
        for (one, is_open) in rows {
            let (since, due) = (one.since.to_string(), text(one.due));
            let cells = [
                self.new_id().into(),
                self.seq().0.into(),
                project.into(),
                i64::from(u16::from(one.step)).into(),
                one.agency.as_str().into(),
                (&since).into(),
                cell(&due),
                is_open.into(),
            ];
            self.push(&tables::PROJECT_AWAIT, cells)?;
        }
        Ok(())
    }
}

/// What stands in the row of the project itself.
fn head(version: Version<'_>) -> (Project, domain::projects::ProjectState, Option<jiff::civil::Date>) {
    let Version { project, standing } = version;
    let bare = Project {
        steps: BTreeMap::new(),
        land: Vec::new(),
        construction: Default::default(),
        visits: Vec::new(),
        ..project.clone()
    };
    (bare, standing.state, standing.finished)
}
