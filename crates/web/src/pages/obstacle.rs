//! One obstacle: what was said, how it stands, who is silent and what that means, what happened, and the forms of what the reader may do
//! now. The public reads what was made public of it, at the same address.

mod forms;

use std::sync::Arc;

use domain::authority::{Action, Reach, Thing};
use domain::obstacles::{Act, ActKind, Event, ObstacleCode, ProjectStep, Quiet, Standing, State, Visibility};
use domain::sites::SiteCode;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::obstacles::{self, PublicObstacle, Seen};
use office::{Page as Part, TaskFilter};

use super::record::{Record, Section};
use super::sites::capital;
use super::{bodies, plan, reminders};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, FormView, Grid, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;
use crate::view::upper;

pub(crate) use forms::{answered, assign, clear, consent, publish, refuse, reopen};

/// The first words of a text, for a line of a list.
pub(crate) fn short(text: &str) -> String {
    const LETTERS: usize = 90;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LETTERS {
        return line;
    }
    let cut: String = line.chars().take(LETTERS).collect();
    cut.rsplit_once(' ').map_or(cut.clone(), |(head, _)| head.to_owned()) + "…"
}

/// The name of a site; its code where it is not on show.
pub(crate) fn site_name(p: &Page, asked: &Asked, code: &SiteCode) -> String {
    let site = asked.board_if_any().and_then(|board| board.site(code.as_str()));
    site.map_or_else(|| code.to_string(), |site| p.of(&site.name))
}

/// The code in the address; anything that is none is nothing we have.
pub(super) fn code_of(asked: &Asked) -> Result<ObstacleCode, Trouble> {
    asked.in_path("obstacle").parse().map_err(|_| Trouble::NotFound)
}

/// `/obstacles/VM-2024-17`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, None).await
}

/// The page, with a form that was sent and is wrong.
async fn page(asked: &Asked, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let (context, code) = (asked.context()?, code_of(asked)?);
    if context.actor.reach(Action::ReadInternal) != Reach::Never {
        match obstacles::view(&context, &code).await {
            Ok(seen) => return inside(asked, &context, &seen, &mut wrong).await,
            // What is not the reader's may still be public.
            Err(OfficeError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    outside(asked, &obstacles::view_public(&context, &code).await?)
}

fn titled(asked: &Asked, code: &ObstacleCode) -> Record {
    let p = asked.page("", "");
    let title = format!("{} {code}", p.t("Vướng mắc", "Obstacle"));
    Record::new(asked, &title, &[(p.t("Khó khăn, vướng mắc", "Obstacles"), "/obstacles")])
}

/// What everybody may read.
fn outside(asked: &Asked, seen: &PublicObstacle) -> Result<Answer, Trouble> {
    let mut record = titled(asked, &seen.code);
    let p = record.p.clone();
    record.kind = p.of(&capital(seen.kind.name()));
    record.simulated(seen.simulated);
    record.lead.push(seen.text.clone());
    let mut facts = Section::titled(p.t("Tình hình", "How it stands"));
    facts.term(&p, p.t("Trạng thái", "State"), p.of(&capital(seen.state.name())));
    facts.term(&p, p.t("Nêu ngày", "Raised on"), p.date(seen.raised_on));
    facts.term_if(&p, p.t("Cơ quan được giao", "Bodies asked"), bodies::names(&p, &seen.asked));
    facts.term_if(&p, p.t("Cấp", "Tier"), seen.tier.map(|tier| p.of(&tier.name())).unwrap_or_default());
    facts.links(p.t("Nơi", "Where"), places(&p, asked, seen.site.as_ref(), seen.step.as_ref()));
    facts.term_if(&p, p.t("Ảnh hưởng", "Effect"), effect(&p, "", seen.effect_points));
    record.section(facts);
    record.section(history(&p, &seen.events, false));
    record.way(p.t("Mọi vướng mắc", "All obstacles"), "/obstacles");
    record.answer()
}

/// What those it concerns read, and do.
async fn inside(
    asked: &Asked,
    context: &Context,
    seen: &Seen,
    wrong: &mut Option<FormView>,
) -> Result<Answer, Trouble> {
    let mut record = titled(asked, &seen.obstacle.code);
    let p = record.p.clone();
    record.kind = format!("{} · {}", p.of(&capital(seen.obstacle.kind.name())), p.of(&seen.standing.state.name()));
    record.simulated(seen.obstacle.simulated);
    record.section(standing(&p, seen, context.today()));
    record.section(facts(&p, asked, seen));
    record.section(history(&p, &seen.events, context.actor.enterprise().is_none()));
    record.section(around(&p, context, seen).await?);
    forms::deeds(&mut record, context, seen, wrong);
    record.keep(&format!("/obstacles/{}", seen.obstacle.code), wrong);
    record.answer()
}

/// The site, project and step.
fn places(p: &Page, asked: &Asked, site: Option<&SiteCode>, step: Option<&ProjectStep>) -> Vec<(String, String)> {
    let site = site.map(|code| (site_name(p, asked, code), p.link(&format!("/sites/{code}"))));
    let step = step.map(|at| {
        let name = match at.step {
            Some(step) => format!("{} {}, {} {step}", p.t("dự án", "project"), at.project, p.t("bước", "step")),
            None => format!("{} {}", p.t("dự án", "project"), at.project),
        };
        (name, p.link(&place_of(at)))
    });
    site.into_iter().chain(step).collect()
}

/// Where a project or its step is.
pub(super) fn place_of(at: &ProjectStep) -> String {
    match at.step {
        Some(step) => format!("/projects/{}/steps/{step}", at.project),
        None => format!("/projects/{}", at.project),
    }
}

fn effect(p: &Page, said: &str, points: Option<f64>) -> String {
    let computed = points.map(|points| match p.is_vi() {
        true => format!("{} điểm phần trăm vào mức tăng của năm", p.points(points)),
        false => format!("{} percentage points to the growth of the year", p.points(points)),
    });
    [Some(said.to_owned()).filter(|said| !said.is_empty()), computed]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}

/// That a last day cannot be told, and for want of what.
pub(crate) fn untold(p: &Page, year: i16) -> String {
    match p.is_vi() {
        true => format!("chưa tính được hạn: thiếu lịch nghỉ năm {year}"),
        false => format!("its last day cannot be told: the days off of {year} are not loaded"),
    }
}

/// Days from one day to another, in words.
pub(super) fn days(p: &Page, from: Date, to: Date) -> String {
    let count = from.duration_until(to).as_hours() / 24;
    match (p.is_vi(), count) {
        (true, _) => format!("{count} ngày"),
        (false, 1) => "1 day".to_owned(),
        (false, _) => format!("{count} days"),
    }
}

fn standing(p: &Page, seen: &Seen, today: Date) -> Section {
    let (standing, obstacle) = (&seen.standing, &seen.obstacle);
    let mut section = Section::titled(p.t("Tình hình", "How it stands"));
    section.term(p, p.t("Trạng thái", "State"), state(p, standing));
    let since = standing.counts_from.unwrap_or(obstacle.raised_on);
    section.term_if(p, p.t("Đang chờ trả lời", "Silent so far"), waiting(p, standing, since, today));
    section.term_if(p, p.t("Thời hạn, im lặng", "Limit and silence"), silence(p, seen, today));
    section.term_if(
        p,
        p.t("Cấp đang giữ", "Tier it stands at"),
        standing.tier.map(|t| p.of(&t.name())).unwrap_or_default(),
    );
    let age = format!(
        "{} ({})",
        p.date(obstacle.raised_on),
        days(p, obstacle.raised_on, standing.closed_on.unwrap_or(today))
    );
    section.term(p, p.t("Nêu ngày (đã bao lâu)", "Raised on (how long)"), age);
    section
}

fn state(p: &Page, standing: &Standing) -> String {
    let name = p.of(&capital(standing.state.name()));
    match standing.closed_on.filter(|_| !standing.state.is_open()) {
        Some(day) => format!("{name}, {}", p.date(day)),
        None => name,
    }
}

/// Who has not answered, and for how long.
fn waiting(p: &Page, standing: &Standing, since: Date, today: Date) -> String {
    if standing.waiting.is_empty() {
        return String::new();
    }
    let who = bodies::names(p, &standing.waiting);
    let (day, long) = (p.date(since), days(p, since, today));
    match p.is_vi() {
        true => format!("{who}: chưa trả lời từ {day}, đã {long}"),
        false => format!("{who}: no answer since {day}, {long}"),
    }
}

/// Whether the limit has passed, and whether the silence counts as consent.
fn silence(p: &Page, seen: &Seen, today: Date) -> String {
    let rule = seen.standing.silence.as_ref().map(|(rule, _)| {
        let after = p.of(&rule.after.in_words());
        match p.is_vi() {
            true => format!(" Im lặng sau {after} là đồng ý ({}).", rule.ground),
            false => format!(" Silence after {after} is consent ({}).", crate::acts::cited(&rule.ground, p.lang)),
        }
    });
    let no_rule = p.t(" Im lặng không được coi là đồng ý.", " Silence does not count as consent.").to_owned();
    let rule = rule.unwrap_or(no_rule);
    let above = seen.standing.tier.and_then(|tier| tier.above()).map(|tier| p.of(&tier.name()));
    match (&seen.quiet, p.is_vi()) {
        (Quiet::NotAsked, _) => String::new(),
        (Quiet::NoLimit, true) => format!("Chưa có thời hạn.{rule}"),
        (Quiet::NoLimit, false) => format!("There is no limit.{rule}"),
        (Quiet::CannotSay { year }, _) => format!("{}.{rule}", upper(&untold(p, *year))),
        (Quiet::Within { until }, true) => {
            format!("Còn hạn đến {} ({}).{rule}", p.date(*until), days(p, today, *until))
        }
        (Quiet::Within { until }, false) => {
            format!("Until {} ({} left).{rule}", p.date(*until), days(p, today, *until))
        }
        (Quiet::Silent { since }, vi) => {
            let (day, long) = (p.date(*since), days(p, *since, today.tomorrow().unwrap_or(today)));
            let climb = match (above, vi) {
                (Some(above), true) => format!(" Sẽ báo cáo lên {above}."),
                (Some(above), false) => format!(" It climbs to {above}."),
                (None, _) => String::new(),
            };
            match vi {
                true => format!("Quá hạn từ {day}, đã {long}.{rule}{climb}"),
                false => format!("Past the limit since {day}, {long}.{rule}{climb}"),
            }
        }
        (Quiet::Consents { from, ground }, true) => {
            format!("Quá thời hạn; từ {} im lặng được coi là đồng ý theo {ground}.", p.date(*from))
        }
        (Quiet::Consents { from, ground }, false) => format!(
            "The time is over; from {} silence counts as consent by {}.",
            p.date(*from),
            crate::acts::cited(ground, p.lang)
        ),
    }
}

fn facts(p: &Page, asked: &Asked, seen: &Seen) -> Section {
    let obstacle = &seen.obstacle;
    let mut section = Section::titled(p.t("Nội dung", "What was said"));
    section.term(p, p.t("Sự việc", "Facts"), obstacle.facts.clone());
    section.term(p, p.t("Đề nghị", "What is asked"), obstacle.asked.clone());
    section.term_if(p, p.t("Đề nghị với", "Of whom"), bodies::names(p, &obstacle.asked_of));
    section.term_if(p, p.t("Trước ngày", "By when"), obstacle.asked_by.map(|day| p.date(day)).unwrap_or_default());
    section.term(p, p.t("Căn cứ pháp luật", "Legal ground"), crate::acts::cited(&obstacle.legal_ground, p.lang));
    section.term(p, p.t("Ảnh hưởng", "Effect"), effect(p, &obstacle.effect, obstacle.effect_points));
    section.links(p.t("Nơi", "Where"), places(p, asked, obstacle.site.as_ref(), obstacle.step.as_ref()));
    let firm = obstacle.enterprise.as_ref().map(ToString::to_string).unwrap_or_default();
    section.term_if(p, p.t("Doanh nghiệp (mã số thuế)", "Firm (tax code)"), firm);
    let by = format!("{} ({})", obstacle.raised_by, p.of(&obstacle.channel.name()));
    section.term(p, p.t("Người nêu", "Raised by"), by);
    let public = match obstacle.public.is_empty() {
        true => p.t("chưa công khai", "nothing yet").to_owned(),
        false => obstacle.public.clone(),
    };
    section.term(p, p.t("Phần công khai", "What everybody reads"), public);
    section
}

/// What happened, in order.
fn history(p: &Page, events: &[Event], names: bool) -> Section {
    let mut section = Section::titled(p.t("Diễn biến", "What happened"));
    if events.is_empty() {
        return section;
    }
    let mut heads = vec![head(p.t("Ngày", "Day")), head(p.t("Việc", "Act")), head(p.t("Nội dung", "What was said"))];
    if names {
        heads.push(head(p.t("Người ghi", "Written by")));
    }
    let row = |event: &Event| {
        let mut cells = vec![
            Cell::head(p.date(event.date), None),
            words(told(p, &event.act)),
            words(event.text.clone()).with(match event.visibility {
                Visibility::Internal if names => p.of(&event.visibility.name()),
                _ => String::new(),
            }),
        ];
        if names {
            cells.push(words(event.by.clone()));
        }
        Row::new(cells)
    };
    let caption = p.t("Diễn biến", "What happened").to_owned();
    section.grids.push(Grid { caption, heads, rows: events.iter().map(row).collect() });
    section
}

fn told(p: &Page, act: &Act) -> String {
    let name = p.of(&capital(act.kind().name()));
    match act {
        Act::Assign { agencies, due, .. } => {
            let due = due.map(|day| format!(" ({} {})", p.t("hạn", "due"), p.date(day))).unwrap_or_default();
            format!("{name}: {}{due}", bodies::names(p, agencies))
        }
        Act::Answer { agency } => format!("{name}: {}", bodies::name(p, agency)),
        Act::Escalate { to, agency } => {
            let to = agency.as_ref().map_or_else(|| p.of(&to.name()), |agency| bodies::name(p, agency));
            format!("{name}: {to}")
        }
        Act::Consent | Act::Clear | Act::Refuse | Act::Reopen => name,
    }
}

/// What hangs on it: tasks, dialogues, reminders.
async fn around(p: &Page, context: &Context, seen: &Seen) -> Result<Section, Trouble> {
    let code = &seen.obstacle.code;
    let mut section = Section::titled(p.t("Liên quan", "Around it"));
    let filter = TaskFilter { obstacle: Some(code.clone()), ..TaskFilter::default() };
    let tasks = office::plan::tasks(context, &filter, Part::new(0, 50)).await?;
    if !tasks.rows.is_empty() {
        section.grids.push(plan::tasks_grid(p, p.t("Nhiệm vụ", "Tasks"), &tasks.rows, context.today()));
    }
    let dialogues = office::dialogues::about(context, code).await?;
    let link = |d: &domain::dialogues::Dialogue| {
        (format!("{}, {}", p.of(&d.title), p.date(d.date)), p.link(&format!("/dialogues/{}", d.code)))
    };
    section.links(p.t("Hội nghị đối thoại", "Dialogues"), dialogues.iter().map(link).collect());
    let about = domain::reminders::About::Obstacle(code.clone());
    let log = office::reminders::log(context, Some(&about), Part::new(0, 50)).await?;
    if !log.rows.is_empty() {
        section.grids.push(reminders::grid(p, context, &log.rows).await?);
    }
    Ok(section)
}

/// The acts that are possible now and are this reader's to do.
pub(super) fn possible(context: &Context, seen: &Seen) -> Vec<ActKind> {
    let asked: Vec<_> = seen.standing.asked.iter().cloned().collect();
    let thing = Thing { enterprise: seen.obstacle.enterprise.as_ref(), ..Thing::WHOLE }.asked_of(&asked);
    let mine = |act: &ActKind| match act {
        ActKind::Answer => context.may(Action::AnswerObstacle, &thing),
        ActKind::Consent => context.may(Action::HandleObstacle, &thing) && matches!(seen.quiet, Quiet::Consents { .. }),
        // It climbs by itself when its time is over.
        ActKind::Escalate => false,
        ActKind::Assign | ActKind::Clear | ActKind::Refuse | ActKind::Reopen => {
            context.may(Action::HandleObstacle, &thing)
        }
    };
    seen.standing.possible().filter(mine).collect()
}

/// Whether a body can be reminded of it now.
pub(super) fn can_be_reminded(context: &Context, seen: &Seen) -> bool {
    seen.standing.state == State::Assigned
        && !seen.standing.waiting.is_empty()
        && context.may(Action::Remind, &Thing::WHOLE)
}
