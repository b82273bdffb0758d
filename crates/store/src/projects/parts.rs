//! The parts of a project from their columns.

use domain::deadline::{Count, Event, EventKind, LimitUnit};
use domain::projects::{
    Await, Document, Finding, LandFigure, Milestone, PlanPoint, Project, ProjectStanding, StepFacts, StepNumber,
    StepRecord, Visit, WorkReport,
};

use crate::columns::Columns;
use crate::error::StoreError;

/// The number, the row itself and what was derived, from the columns of [`super::read::HEAD`]; without the parts.
pub(super) fn head(columns: &mut Columns<'_>) -> Result<(i64, Project, ProjectStanding), StoreError> {
    let id: i64 = columns.value()?;
    let (code, site) = (columns.code("the code of a project")?, columns.code("the site of a project")?);
    let template = columns.code("the template of a project")?;
    let exception = columns.maybe_text()?;
    let mut project = Project::new(code, site, template, columns.text()?);
    project.exception = exception;
    project.enterprise = columns.maybe("the enterprise of a project")?;
    project.simulated = columns.truth()?;
    project.start = columns.maybe("the beginning of a project")?.into();
    project.due = columns.maybe("the approved day of a project")?.into();
    let goals: String = columns.value()?;
    project.goals = goals
        .split(';')
        .filter(|goal| !goal.is_empty())
        .map(|goal| goal.parse().map_err(|why| StoreError::corrupt("the goals of a project", why)))
        .collect::<Result<_, _>>()?;
    (project.note, project.internal_note) = (columns.maybe_text()?, columns.maybe_text()?);
    project.source = columns.value()?;
    let standing = ProjectStanding {
        state: columns.code("the state of a project")?,
        finished: columns.maybe("the end of a project")?,
        awaited: Vec::new(),
    };
    Ok((id, project, standing))
}

pub(super) fn step(columns: &mut Columns<'_>) -> Result<StepRecord, StoreError> {
    let amount: Option<i64> = columns.value()?;
    let unit: Option<LimitUnit> = columns.maybe("the unit of a planned time")?;
    let (planned_start, planned_finish) = (columns.maybe("a planned day")?, columns.maybe("a planned day")?);
    let (started, finished) = (columns.maybe("the beginning of a step")?, columns.maybe("the end of a step")?);
    let delay_days = whole(columns.value()?, "the delay of a step")?;
    let not_needed = columns.truth()?;
    let planned = match amount.zip(unit) {
        Some((amount, unit)) => Some(Count::new(whole(amount, "a planned time")?, unit)),
        None => None,
    };
    Ok(StepRecord {
        facts: StepFacts { planned, started, finished, delay_days, interruptions: Vec::new(), not_needed },
        planned_start,
        planned_finish,
        documents: Vec::new(),
        source: columns.value()?,
        remark: columns.maybe_text()?,
        internal_remark: columns.maybe_text()?,
    })
}

fn whole(number: i64, what: &'static str) -> Result<u32, StoreError> {
    number.try_into().map_err(|_| StoreError::corrupt(what, format!("{number} is out of range")))
}

pub(super) fn interruption(columns: &mut Columns<'_>) -> Result<Event, StoreError> {
    let what = "an interruption of a step";
    let moment = columns.code(what)?;
    let code: String = columns.value()?;
    let reason = columns.maybe_text()?.unwrap_or_default();
    let kind = EventKind::from_code(&code, reason).ok_or_else(|| StoreError::corrupt(what, code))?;
    Ok(Event::new(moment, kind))
}

pub(super) fn document(columns: &mut Columns<'_>) -> Result<Document, StoreError> {
    Ok(Document {
        number: columns.words()?.into(),
        date: columns.maybe("the date of a document")?.into(),
        name: columns.text()?,
        visibility: columns.code("who may see a document")?,
    })
}

pub(super) fn land(columns: &mut Columns<'_>) -> Result<LandFigure, StoreError> {
    let (stage, date) = (columns.code("what a figure of land counts")?, columns.code("the day of a figure of land")?);
    let hectares = columns.number()?;
    let households: Option<i64> = columns.value()?;
    let households = households.map(|count| whole(count, "a number of households")).transpose()?;
    Ok(LandFigure { stage, date, hectares, households, source: columns.value()? })
}

pub(super) fn plan_point(columns: &mut Columns<'_>) -> Result<PlanPoint, StoreError> {
    Ok(PlanPoint { date: columns.code("a day of a schedule")?, percent: columns.value()?, source: columns.value()? })
}

pub(super) fn report(columns: &mut Columns<'_>) -> Result<WorkReport, StoreError> {
    Ok(WorkReport {
        month: columns.code("the month of a report")?,
        percent: columns.value()?,
        volume: columns.maybe_text()?,
        disbursed: columns.number()?,
        state: columns.code("the state of a report")?,
        reason: columns.maybe_text()?,
    })
}

pub(super) fn milestone(columns: &mut Columns<'_>) -> Result<Milestone, StoreError> {
    Ok(Milestone {
        kind: columns.code("a milestone")?,
        date: columns.code("the day of a milestone")?,
        source: columns.value()?,
    })
}

pub(super) fn visit(columns: &mut Columns<'_>) -> Result<Visit, StoreError> {
    Ok(Visit {
        number: columns.small("the number of a visit")?,
        date: columns.code("the day of a visit")?,
        kind: columns.code("the kind of a visit")?,
        by: columns.text()?,
        summary: columns.text()?,
        source: columns.value()?,
        findings: Vec::new(),
    })
}

pub(super) fn finding(columns: &mut Columns<'_>) -> Result<Finding, StoreError> {
    Ok(Finding {
        number: columns.small("the number of a finding")?,
        what: columns.text()?,
        deadline: columns.maybe("the deadline of a finding")?,
        mended: columns.maybe("the day a finding was mended")?,
        how: columns.maybe_text()?,
    })
}

/// From step, agency, since, due.
pub(super) fn awaited(columns: &mut Columns<'_>) -> Result<Await, StoreError> {
    let number = columns.small("the number of a step")?;
    Ok(Await {
        step: StepNumber::try_from(number).map_err(|why| StoreError::corrupt("the number of a step", why))?,
        agency: columns.code("an agency")?,
        since: columns.code("the day since when a step waits")?,
        due: columns.maybe("the day a step is due")?,
    })
}
