//! One step of a project: what is known of it, and what whoever asks may do to it now.

use std::sync::Arc;

use askama::Template;
use domain::authority::{Action, Reach, Thing};
use domain::deadline::{Event, EventKind};
use domain::obstacles::ProjectStep;
use domain::projects::{ProjectCode, Slack, StepNumber, StepTemplate};
use domain::reminders::About;
use domain::sites::not_known;
use domain::text::Text;
use office::context::Context;
use office::projects::ProjectView;

use super::acts::{self, Act};
use super::parts::{self, Named};
use super::seen::{self, Seen};
use super::{agency_name, found, remind_at, step_name, step_of};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumb, Crumbs, Grid, Row, Source, head, words};
use crate::page::Page;
use crate::pages::reminders;
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "step.html")]
struct StepPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    done: Option<&'static str>,
    simulated: bool,
    state: String,
    facts: Vec<Named>,
    agencies: Vec<(String, String)>,
    interruptions: Option<Grid>,
    documents: Option<Grid>,
    source: Option<Source>,
    acts: Vec<(String, String)>,
    /// What was sent about it, as far as whoever asks may see it.
    reminders: Option<Grid>,
    links: Vec<(String, String)>,
}

/// The project and the step in the address.
pub(super) async fn found_step(asked: &Asked) -> Result<(Context, ProjectView, &'static StepTemplate), Trouble> {
    let (context, view) = found(asked).await?;
    let number: StepNumber = asked.in_path("step").parse().map_err(|_| Trouble::NotFound)?;
    let step = step_of(view.template, number).ok_or(Trouble::NotFound)?;
    Ok((context, view, step))
}

/// `/projects/DA-001/steps/4`.
pub(crate) async fn step(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, view, step) = found_step(&asked).await?;
    let seen = seen::seen(&view, step);
    let p = asked.page("", "");
    let title = step_name(&p, step);
    let (project, base) = (p.of(&view.project.name), format!("/projects/{}", view.project.code));
    let p = Page { description: format!("{title}: {project}"), title: title.clone(), ..p };
    let crumbs = vec![
        Crumb { name: p.t("Dự án", "Projects").to_owned(), href: Some(p.link("/projects")) },
        Crumb { name: project.clone(), href: Some(p.link(&base)) },
        Crumb { name: title, href: None },
    ];
    let record = seen.record;
    let events = record.map_or(&[][..], |record| &record.facts.interruptions);
    let source = record.map(|record| record.source.as_str()).filter(|source| !source.is_empty());
    Answer::page(&StepPage {
        crumbs: Crumbs::new(&p, crumbs),
        kind: project.clone(),
        done: asked.parameter("done").and_then(|code| done(&p, code)),
        simulated: view.project.simulated,
        state: crate::view::upper(&seen.words(&p)),
        facts: facts(&p, &seen),
        agencies: step
            .agencies
            .iter()
            .map(|code| (agency_name(&p, code), p.link(&format!("/agencies/{code}"))))
            .collect(),
        interruptions: (!events.is_empty()).then(|| interruptions(&p, events)),
        documents: parts::documents(&p, &view, Some(step.number)),
        source: source.map(|source| Source::typed(&p, source)),
        acts: now(&p, &view, &context, &seen),
        reminders: reminders(&p, &context, &view.project.code, step.number).await?,
        links: vec![
            (project, p.link(&format!("{base}#step-{}", step.number))),
            (p.of(&view.template.name), p.link(&format!("/procedures/{}", view.template.code))),
        ],
        p,
    })
}

/// What whoever asks may do to the step now.
fn now(p: &Page, view: &ProjectView, context: &Context, seen: &Seen<'_>) -> Vec<(String, String)> {
    let number = seen.step.number;
    let base = format!("/projects/{}/steps/{number}", view.project.code);
    let mut list = Vec::new();
    if context.may(Action::Remind, &Thing::WHOLE) {
        for one in view.standing.awaited.iter().filter(|one| one.step == number) {
            let name = format!("{} {}", p.t("Đôn đốc", "Remind:"), agency_name(p, &one.agency));
            list.push((name, p.link(&remind_at(&view.project.code, one))));
        }
    }
    if acts::may_answer(view, context, number) {
        list.push((p.t("Trả lời bước này", "Answer this step").to_owned(), p.link(&format!("{base}/answer"))));
    }
    if view.may(context, Action::ManageProject) {
        for act in Act::ALL.iter().filter(|act| act.fits(seen)) {
            list.push((p.of(&act.name()), p.link(&format!("{base}/{}", act.code()))));
        }
        let site = format!("/sites/{}/state", view.project.site);
        list.push((p.t("Ghi tình trạng mới của nơi này", "Say the new state of the site").to_owned(), p.link(&site)));
    }
    list
}

/// Reminders shown on the page of a step; the log goes on from there.
const MOST: u32 = 20;

/// The reminders sent about a step, for those who may see any.
async fn reminders(
    p: &Page,
    context: &Context,
    project: &ProjectCode,
    step: StepNumber,
) -> Result<Option<Grid>, Trouble> {
    if context.actor.reach(Action::ReadInternal) == Reach::Never {
        return Ok(None);
    }
    let about = About::Step(ProjectStep { project: project.clone(), step: Some(step) });
    let log = office::reminders::log(context, Some(&about), office::Page::new(0, MOST)).await?;
    Ok(match log.rows.is_empty() {
        true => None,
        false => Some(reminders::grid(p, context, &log.rows).await?),
    })
}

fn facts(p: &Page, seen: &Seen<'_>) -> Vec<Named> {
    let (step, record) = (seen.step, seen.record);
    let named = |name, value: Option<String>| Named {
        name,
        known: value.is_some(),
        value: value.unwrap_or_else(|| p.of(&not_known())),
        href: None,
    };
    let begun = record.and_then(|record| record.facts.started);
    let finished = record.and_then(|record| record.facts.finished);
    let act = crate::acts::cited(&step.legal_basis, p.lang);
    let ground = if act.is_empty() { seen.basis(p).to_owned() } else { format!("{act} ({})", seen.basis(p)) };
    let mut facts = vec![
        named(p.t("Ai thực hiện", "Who acts"), Some(p.of(&step.agency))),
        named(p.t("Căn cứ", "Ground"), Some(ground)),
        named(p.t("Thời hạn", "Time limit"), seen.is_limited().then(|| seen.limit(p))),
        named(p.t("Chờ bước", "Waits for steps"), Some(parts::before(p, seen))),
        named(p.t("Bắt đầu", "Began"), begun.map(|day| p.date(day))),
        named(p.t("Xong", "Done"), finished.map(|day| p.date(day))),
    ];
    let slack = seen.scheduled.and_then(|scheduled| slack(p, &scheduled.slack));
    let planned = |day: Option<jiff::civil::Date>| day.map(|day| p.date(day));
    let texts: [(&'static str, Option<String>); 8] = [
        (p.t("Khi bổ sung hồ sơ", "When papers are asked for"), step.interruption_in_words().map(|rule| p.of(&rule))),
        (p.t("Hạn, quá hạn", "Due, beyond it"), Some(seen.due_words(p))),
        (p.t("Dự kiến bắt đầu", "Planned to begin"), planned(record.and_then(|record| record.planned_start))),
        (p.t("Dự kiến xong", "Planned to be done"), planned(record.and_then(|record| record.planned_finish))),
        (p.t("Có thể chậm thêm", "May be late by"), slack),
        (p.t("Điều kiện", "Conditions"), Some(p.of(&step.note))),
        (p.t("Ghi chú", "Remark"), record.and_then(|record| record.remark.as_ref()).map(|text| p.of(text))),
        (
            p.t("Ghi chú nội bộ", "Internal remark"),
            record.and_then(|record| record.internal_remark.as_ref()).map(|text| p.of(text)),
        ),
    ];
    let said = texts.into_iter().filter(|(_, value)| value.as_ref().is_some_and(|value| !value.is_empty()));
    facts.extend(said.map(|(name, value)| named(name, value)));
    facts
}

/// By how much the step may be late without moving the end; nothing where there is nothing to say.
fn slack(p: &Page, slack: &Slack) -> Option<String> {
    match slack {
        Slack::Days(0) => {
            Some(p.t("không ngày nào: chậm là cả dự án chậm", "not a day: it decides the end").to_owned())
        }
        Slack::Days(count) => Some(super::days(p, i64::from(*count))),
        Slack::Overtaken => {
            Some(p.t("không giới hạn: đã có bước khác thay", "any time: another step takes its place").to_owned())
        }
        Slack::NotAsked => {
            Some(p.t("không giới hạn: đích không chờ bước này", "any time: no goal waits for it").to_owned())
        }
        Slack::Finished | Slack::NotNeeded | Slack::Unknown(_) => None,
    }
}

fn interruptions(p: &Page, events: &[Event]) -> Grid {
    let heads = vec![head(p.t("Ngày", "Day")), head(p.t("Việc", "What")), head(p.t("Lý do", "Reason"))];
    let row = |event: &Event| {
        let reason = match &event.kind {
            EventKind::Paused { reason } => p.of(reason),
            _ => String::new(),
        };
        Row::new(vec![
            Cell::head(p.date(event.moment.date()), None),
            words(p.of(&kind_name(&event.kind))),
            words(if reason.is_empty() { "–".to_owned() } else { reason }),
        ])
    };
    let caption = p.t("Dừng và chạy lại", "Stops and restarts").to_owned();
    Grid { caption, heads, rows: events.iter().map(row).collect() }
}

fn kind_name(kind: &EventKind) -> Text {
    let (vi, en) = match kind {
        EventKind::Received => ("nhận hồ sơ", "file received"),
        EventKind::Paused { .. } => ("tạm dừng", "paused"),
        EventKind::Resumed => ("tiếp tục", "went on"),
        EventKind::PapersAsked => ("yêu cầu bổ sung hồ sơ", "papers asked for"),
        EventKind::ReturnedIneligible => ("trả hồ sơ không đủ điều kiện", "file returned"),
        EventKind::PapersBrought => ("hồ sơ đầy đủ trở lại", "papers brought"),
        EventKind::Finished => ("xong", "done"),
    };
    Text::new(vi, en)
}

/// What was just done.
fn done(p: &Page, code: &str) -> Option<&'static str> {
    let (vi, en) = match code {
        "answer" => (
            "Đã ghi trả lời. Bước tiếp theo đã được báo chờ.",
            "The answer was recorded; what follows is now waited for.",
        ),
        "begin" => ("Đã ghi ngày bắt đầu.", "The beginning was recorded."),
        "finish" => (
            "Đã ghi ngày xong. Bước tiếp theo đã được báo chờ.",
            "The end was recorded; what follows is now waited for.",
        ),
        "clock" => ("Đã ghi.", "It was recorded."),
        "spare" => ("Đã ghi là không phải thực hiện.", "The step was marked as not needed."),
        "need" => ("Đã ghi là phải thực hiện.", "The step was marked as needed."),
        "plan" => ("Đã ghi dự kiến.", "The plan was recorded."),
        "paper" => ("Đã ghi văn bản.", "The paper was recorded."),
        "remark" => ("Đã ghi chú.", "The remark was recorded."),
        _ => return None,
    };
    Some(match p.is_vi() {
        true => vi,
        false => en,
    })
}
