//! Projects: which steps each takes, where each step stands, who is waited for since when against which limit, and what is known around it.

mod shapes;

use std::sync::Arc;

use domain::projects::{
    Await, Construction, Directive, Document, Finding, LandFigure, Moment, ProjectLine, Scheduled, Slack, State,
    StepRecord, StepTemplate, StepTime, Visit,
};
use office::projects::{self, ProjectView};

use shapes::{
    ConstructionShape, DirectiveShape, DocumentShape, FindingShape, InterruptionShape, LandShape, MilestoneShape,
    MomentShape, MonthReport, OverrunShape, PlanPointShape, ProjectRecord, StepShape, VisitShape,
};
pub(super) use shapes::{ProjectShape, WaitShape};

use super::shape::{Asking, Named, Words, data, said, when};
use super::{Operation, paged, read};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::pages::projects::{agencies, filter, late_bands, procedures, states};
use crate::routes::Access;
use crate::trouble::Trouble;

pub(super) fn table() -> Vec<Operation> {
    let by_code = |operation: Operation| {
        operation
            .one_of("agency", agencies(), "mã cơ quan đang được chờ", "code of the agency waited for")
            .one_of("state", states(), "tình trạng", "state")
            .one_of("band", late_bands(), "chậm bao lâu", "how late")
            .one_of("procedure", procedures(), "mã trình tự", "code of the procedure")
            .with("site", "mã mỏ, nhà máy", "code of the site")
            .with("enterprise", "mã số thuế", "tax code")
            .with("text", "chữ có trong mã, tên", "words of code or name")
    };
    vec![
        by_code(paged::<ProjectShape, _, _>("/api/v1/projects", Access::Public, ("Dự án", "Projects"), list)),
        read::<ProjectRecord, _, _>("/api/v1/projects/{project}", Access::Public, ("Một dự án", "One project"), one),
    ]
}

async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, asking) = (asked.context()?, Asking::of(&asked)?);
    let found = projects::list(&context, &filter(&asked)?, asking.part()).await?;
    let waits = projects::awaited_of(&context, &found.rows).await?;
    let today = context.today();
    let shape = |line: &ProjectLine| {
        let waits = waits.get(&line.code).map_or(&[][..], Vec::as_slice);
        of_line(line, waits, today)
    };
    data(&asking.listed(&asked, &found, shape))
}

async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, asked.in_path("project").parse().map_err(|_| Trouble::NotFound)?);
    let view = projects::view(&context, &code).await?;
    data(&record(&view, context.today()))
}

pub(super) fn of_line(line: &ProjectLine, waits: &[Await], today: jiff::civil::Date) -> ProjectShape {
    ProjectShape {
        code: line.code.to_string(),
        name: (&line.name).into(),
        simulated: line.simulated,
        site: line.site.to_string(),
        procedure: line.template.to_string(),
        enterprise: line.enterprise.as_ref().map(ToString::to_string),
        start: line.start.known().map(ToString::to_string),
        due: line.due.known().map(ToString::to_string),
        state: Named::new(line.state.code(), line.state.name()),
        finished: line.finished.map(|day| day.to_string()),
        late: line.band(today).map(|band| Named::new(band.code(), band.name())),
        waits_for: waits.iter().map(wait).collect(),
    }
}

pub(super) fn wait(wait: &Await) -> WaitShape {
    WaitShape {
        step: wait.step.into(),
        agency: wait.agency.to_string(),
        since: wait.since.to_string(),
        due: wait.due.map(|day| day.to_string()),
    }
}

fn record(view: &ProjectView, today: jiff::civil::Date) -> ProjectRecord {
    let project = &view.project;
    let schedule = view.schedule.as_ref().and_then(|schedule| schedule.as_ref().ok());
    let overruns = view.overruns.agencies.iter().map(|one| OverrunShape {
        agency: (&one.agency).into(),
        days: one.days,
        steps: one.steps.iter().map(|step| step.step.into()).collect(),
    });
    ProjectRecord {
        line: of_line(&project.line(&view.standing), &view.standing.awaited, today),
        exception: project.exception.as_ref().map(Words::from),
        note: project.note.as_ref().map(Words::from),
        internal_note: project.internal_note.as_ref().map(Words::from),
        source: said(&project.source),
        steps: view.template.steps.iter().map(|one| step(view, one)).collect(),
        finish: finish(view, schedule.map(|schedule| &schedule.finish)),
        critical_path: schedule.iter().flat_map(|s| s.critical_path.iter().map(|step| u16::from(*step))).collect(),
        overruns: overruns.collect(),
        land: project.land.iter().map(land).collect(),
        construction: construction(&project.construction, view.points_behind),
        visits: project.visits.iter().map(visit).collect(),
        directives: view.directives.iter().map(directive).collect(),
    }
}

fn finish(view: &ProjectView, finish: Option<&Moment>) -> MomentShape {
    match (finish, &view.schedule) {
        (Some(Ok(day)), _) => MomentShape { day: Some(day.to_string()), why_not: Vec::new() },
        (Some(Err(unknown)), _) => {
            MomentShape { day: None, why_not: unknown.reasons.iter().map(|reason| reason.what().into()).collect() }
        }
        (None, Some(Err(faults))) => {
            MomentShape { day: None, why_not: faults.iter().map(|fault| fault.what().into()).collect() }
        }
        (None, _) => {
            let why = domain::text::Text::new("Chưa rõ ngày bắt đầu dự án.", "The day the project began is not known.");
            MomentShape { day: None, why_not: vec![why.into()] }
        }
    }
}

fn step(view: &ProjectView, template: &StepTemplate) -> StepShape {
    let number = template.number;
    let bare = StepRecord::default();
    let record = view.project.steps.get(&number).unwrap_or(&bare);
    let schedule = view.schedule.as_ref().and_then(|schedule| schedule.as_ref().ok());
    let scheduled = schedule.and_then(|schedule| schedule.steps.get(&number));
    let day = |moment: fn(&Scheduled) -> &Moment| {
        scheduled.and_then(|one| moment(one).as_ref().ok()).map(ToString::to_string)
    };
    let time = scheduled.map_or(template.statutory.map_or(StepTime::Unknown, StepTime::Statutory), |one| one.time);
    StepShape {
        number: number.into(),
        name: (&template.name).into(),
        agencies: template.agencies.iter().map(ToString::to_string).collect(),
        basis: template.basis.code().to_owned(),
        legal_basis: said(&template.legal_basis),
        waits_for: template.waits_for.to_string(),
        time: time.duration().map(|count| format!("{}{}", count.amount, count.unit.code())),
        time_is_statutory: matches!(time, StepTime::Statutory(_)),
        state: view.steps.as_ref().and_then(|steps| steps.get(&number)).map(|one| state(&one.state).to_owned()),
        started: record.facts.started.map(|day| day.to_string()),
        finished: record.facts.finished.map(|day| day.to_string()),
        planned_start: record.planned_start.map(|day| day.to_string()),
        planned_finish: record.planned_finish.map(|day| day.to_string()),
        earliest_start: day(|one| &one.start),
        earliest_finish: day(|one| &one.finish),
        slack_days: scheduled.and_then(|one| if let Slack::Days(days) = one.slack { Some(days) } else { None }),
        interruptions: record
            .facts
            .interruptions
            .iter()
            .map(|event| InterruptionShape { day: event.moment.date().to_string(), what: event.kind.code().to_owned() })
            .collect(),
        documents: record.documents.iter().map(document).collect(),
        remark: record.remark.as_ref().map(Words::from),
        internal_remark: record.internal_remark.as_ref().map(Words::from),
        source: said(&record.source),
    }
}

fn state(state: &State) -> &'static str {
    match state {
        State::Finished { .. } => "finished",
        State::Underway { .. } => "underway",
        State::Ready { .. } => "ready",
        State::Waiting { .. } => "waiting",
        State::NotNeeded => "not-needed",
    }
}

fn document(document: &Document) -> DocumentShape {
    DocumentShape {
        number: document.number.known().cloned(),
        date: document.date.known().map(ToString::to_string),
        name: (&document.name).into(),
        public: document.visibility == domain::projects::Visibility::Public,
    }
}

fn land(figure: &LandFigure) -> LandShape {
    LandShape {
        stage: Named::new(figure.stage.code(), figure.stage.name()),
        date: figure.date.to_string(),
        hectares: figure.hectares,
        households: figure.households,
        source: figure.source.clone(),
    }
}

fn construction(construction: &Construction, points_behind: Option<f64>) -> ConstructionShape {
    let plan = construction.plan.iter().map(|point| PlanPointShape {
        date: point.date.to_string(),
        percent: point.percent,
        source: point.source.clone(),
    });
    let reports = construction.reports.iter().map(|report| MonthReport {
        month: report.month.to_string(),
        percent: report.percent,
        volume: report.volume.as_ref().map(Words::from),
        disbursed: report.disbursed,
        state: Named::new(report.state.code(), report.state.name()),
        reason: report.reason.as_ref().map(Words::from),
    });
    let milestones = construction.milestones.iter().map(|milestone| MilestoneShape {
        kind: Named::new(milestone.kind.code(), milestone.kind.name()),
        date: milestone.date.to_string(),
        source: milestone.source.clone(),
    });
    ConstructionShape {
        plan: plan.collect(),
        reports: reports.collect(),
        milestones: milestones.collect(),
        points_behind,
    }
}

fn visit(visit: &Visit) -> VisitShape {
    let finding = |finding: &Finding| FindingShape {
        number: finding.number,
        what: (&finding.what).into(),
        deadline: finding.deadline.map(|day| day.to_string()),
        mended: finding.mended.map(|day| day.to_string()),
        how: finding.how.as_ref().map(Words::from),
    };
    VisitShape {
        number: visit.number,
        date: visit.date.to_string(),
        kind: Named::new(visit.kind.code(), visit.kind.name()),
        by: (&visit.by).into(),
        summary: (&visit.summary).into(),
        findings: visit.findings.iter().map(finding).collect(),
    }
}

fn directive(directive: &Directive) -> DirectiveShape {
    DirectiveShape {
        site: directive.site.to_string(),
        order: directive.order,
        number: directive.number.known().cloned(),
        date: when(&directive.date),
        by: (&directive.by).into(),
        reason: (&directive.reason).into(),
        source: directive.source.clone(),
        lifted: directive.lifted.as_ref().map(|lifting| lifting.date.to_string()),
        lifted_by: directive.lifted.as_ref().map(|lifting| (&lifting.by).into()),
    }
}
