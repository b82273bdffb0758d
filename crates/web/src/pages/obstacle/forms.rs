//! The forms of an obstacle, and what they do. Each act has its own address, so that the table of routes says who may.

use std::sync::Arc;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::obstacles::{ActKind, Visibility};
use formats::carried;
use jiff::civil::Date;
use office::context::{Context, OfficeError};
use office::obstacles::{self, Assignment, Note, Seen};

use super::super::bodies;
use super::super::record::Record;
use super::{can_be_reminded, code_of, page, possible};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading};
use crate::page::Page;
use crate::trouble::Trouble;

/// What comes next comes first.
const ORDER: [ActKind; 6] =
    [ActKind::Answer, ActKind::Consent, ActKind::Clear, ActKind::Reopen, ActKind::Assign, ActKind::Refuse];

fn address(seen: &Seen, act: &str) -> String {
    format!("/obstacles/{}/{act}", seen.obstacle.code)
}

/// Puts the forms of what can be done now below the page.
pub(super) fn deeds(record: &mut Record, context: &Context, seen: &Seen, wrong: &mut Option<FormView>) {
    let p = record.p.clone();
    let possible = possible(context, seen);
    for act in ORDER.into_iter().filter(|act| possible.contains(act)) {
        let (name, hint) = said(&p, act);
        if let Some(form) = form_of(&p, context, seen, act) {
            record.deed(name, hint, form, wrong);
        }
    }
    if context.may(Action::HandleObstacle, &Thing::WHOLE) {
        let hint = p.t(
            "Viết lại cho mọi người đọc, không nêu bí mật kinh doanh. Để trống thì không công khai.",
            "Write it for everybody, without trade secrets. Left empty, nothing is public.",
        );
        record.deed(p.t("Công khai", "Make public"), hint, publish_form(&p, seen), wrong);
    }
    if can_be_reminded(context, seen) {
        record.way(
            p.t("Soạn công văn đôn đốc", "Compose a reminder"),
            &format!("/reminders/new?obstacle={}", seen.obstacle.code),
        );
    }
}

fn said(p: &Page, act: ActKind) -> (&'static str, &'static str) {
    let (name, hint) = match act {
        ActKind::Assign => (
            ("Giao cơ quan trả lời", "Ask bodies to answer"),
            ("Hạn để trống thì theo thời hạn của cấp.", "Without a day, the limit of their tier holds."),
        ),
        ActKind::Answer => (("Trả lời", "Answer"), ("", "")),
        ActKind::Consent => (
            ("Ghi nhận im lặng là đồng ý", "Note the silence as consent"),
            (
                "Đã quá thời hạn mà luật coi im lặng là đồng ý.",
                "The time after which the law takes silence for consent is over.",
            ),
        ),
        ActKind::Clear => (("Ghi nhận đã tháo gỡ", "Note it as cleared"), ("", "")),
        ActKind::Refuse => (("Không chấp nhận, nêu lý do", "Refuse, with the reason"), ("", "")),
        ActKind::Reopen => (("Mở lại, nêu lý do", "Open again, with the reason"), ("", "")),
        ActKind::Escalate => (("", ""), ("", "")),
    };
    (pick(p, name), pick(p, hint))
}

fn pick(p: &Page, of: (&'static str, &'static str)) -> &'static str {
    if p.is_vi() { of.0 } else { of.1 }
}

fn form_of(p: &Page, context: &Context, seen: &Seen, act: ActKind) -> Option<FormView> {
    Some(match act {
        ActKind::Assign => assign_form(p, seen, context.today()),
        ActKind::Answer => answer_form(p, seen, context.actor.agency().is_some()),
        ActKind::Consent => FormView::new(p, &address(seen, "consent"), said(p, act).0, Vec::new()),
        ActKind::Clear => note_form(p, seen, act, "clear", ("clear-note", "clear-visibility"), false),
        ActKind::Refuse => note_form(p, seen, act, "refuse", ("refuse-note", "refuse-visibility"), true),
        ActKind::Reopen => note_form(p, seen, act, "reopen", ("reopen-note", "reopen-visibility"), true),
        ActKind::Escalate => return None,
    })
}

fn assign_form(p: &Page, seen: &Seen, today: Date) -> FormView {
    let none = (String::new(), p.t("không", "no").to_owned());
    let rules = carried::silence_rules().iter().filter(|rule| rule.on(today).is_some());
    let rules = rules.map(|rule| (rule.code.clone(), p.of(&rule.scope)));
    let mut agencies =
        Field::any("assign-agency", p.t("Cơ quan phải trả lời", "Bodies that must answer"), bodies::choices(p));
    let before = if seen.standing.asked.is_empty() {
        seen.obstacle.asked_of.clone()
    } else {
        seen.standing.asked.iter().cloned().collect()
    };
    agencies.ticked = before.iter().map(ToString::to_string).collect();
    let fields = vec![
        agencies,
        Field::typed("assign-due", p.t("Hạn trả lời", "Answer by"), "date", "off").optional(),
        Field::one(
            "assign-silence",
            p.t("Luật coi im lặng là đồng ý", "Silence is consent by law"),
            std::iter::once(none).chain(rules).collect(),
        )
        .optional(),
        Field::lines("assign-note", p.t("Nội dung giao", "What is said with it")).optional(),
        bodies::visibility(p, "assign-visibility"),
    ];
    FormView::new(p, &address(seen, "assign"), p.t("Giao", "Ask them"), fields)
}

fn answer_form(p: &Page, seen: &Seen, own: bool) -> FormView {
    let mut fields = Vec::new();
    if !own {
        let asked = seen.standing.asked.iter().map(|code| (code.to_string(), bodies::name(p, code)));
        fields.push(Field::one("answer-agency", p.t("Trả lời thay cơ quan", "On behalf of"), asked.collect()));
    }
    fields.push(Field::lines("answer-note", p.t("Trả lời", "Answer")));
    fields.push(bodies::visibility(p, "answer-visibility"));
    FormView::new(p, &address(seen, "answer"), p.t("Gửi trả lời", "Send the answer"), fields)
}

fn note_form(
    p: &Page,
    seen: &Seen,
    act: ActKind,
    path: &str,
    names: (&'static str, &'static str),
    required: bool,
) -> FormView {
    let label = if required { p.t("Lý do", "Reason") } else { p.t("Nói thêm", "What is said with it") };
    let note = Field::lines(names.0, label);
    let note = if required { note } else { note.optional() };
    FormView::new(p, &address(seen, path), said(p, act).0, vec![note, bodies::visibility(p, names.1)])
}

fn publish_form(p: &Page, seen: &Seen) -> FormView {
    let text = Field::lines("public", p.t("Phần công khai", "What everybody may read")).optional();
    let fields = vec![text.with(seen.obstacle.public.clone())];
    FormView::new(p, &address(seen, "publish"), p.t("Lưu phần công khai", "Save"), fields)
}

/// What was said with an act.
fn note(read: &mut Reading<'_>, text: &str, visibility: &str) -> Note {
    let visibility = read.required::<Visibility>(visibility).unwrap_or(Visibility::Internal);
    Note { text: read.plain(text), visibility }
}

/// On to the obstacle when it was done; back to the form with what is wrong when it was not.
async fn settle<T>(
    asked: &Asked,
    read: Reading<'_>,
    did: Result<T, OfficeError>,
    done: &str,
) -> Result<Answer, Trouble> {
    match did {
        Ok(_) => Ok(Answer::See(asked.page("", "").link(&format!("/obstacles/{}?done={done}", code_of(asked)?)))),
        Err(OfficeError::Said(text)) => {
            let said = asked.page("", "").of(&text);
            page(asked, Some(read.form().wrong("", said))).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The obstacle of the address, when it is the reader's to see.
async fn seen(asked: &Asked) -> Result<(Context, Seen), Trouble> {
    let context = asked.context()?;
    let seen = obstacles::view(&context, &code_of(asked)?).await?;
    Ok((context, seen))
}

/// Takes an assignment.
pub(crate) async fn assign(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(assign_form(&p, &seen, context.today()), &asked.fields, &p);
    let agencies: Vec<AgencyCode> = read.many("assign-agency");
    let due = read.optional::<Date>("assign-due");
    let chosen = read.plain("assign-silence");
    let rule = carried::silence_rules().iter().find(|rule| rule.code == chosen);
    let note = note(&mut read, "assign-note", "assign-visibility");
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let silence = rule.and_then(|rule| rule.on(context.today()));
    let assignment = Assignment { agencies: agencies.into_iter().collect(), due, silence, note };
    let did = obstacles::assign(&context, &seen.obstacle.code, assignment, bodies::bodies()).await;
    settle(&asked, read, did, "assigned").await
}

/// Takes an answer.
pub(crate) async fn answered(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let mut read = Reading::of(answer_form(&p, &seen, context.actor.agency().is_some()), &asked.fields, &p);
    let agency = read.optional::<AgencyCode>("answer-agency");
    let note = note(&mut read, "answer-note", "answer-visibility");
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let did = obstacles::answer(&context, &seen.obstacle.code, agency.as_ref(), note).await;
    settle(&asked, read, did, "answered").await
}

/// Takes the silence for consent.
pub(crate) async fn consent(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let form = FormView::new(&p, &address(&seen, "consent"), said(&p, ActKind::Consent).0, Vec::new());
    let read = Reading::of(form, &asked.fields, &p);
    let did = obstacles::consent(&context, &seen.obstacle.code).await;
    settle(&asked, read, did, "consented").await
}

/// Notes that it hinders no longer.
pub(crate) async fn clear(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    with_note(asked, ActKind::Clear, "cleared").await
}

/// Refuses it.
pub(crate) async fn refuse(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    with_note(asked, ActKind::Refuse, "refused").await
}

/// Opens it again.
pub(crate) async fn reopen(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    with_note(asked, ActKind::Reopen, "reopened").await
}

async fn with_note(asked: Arc<Asked>, act: ActKind, done: &str) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let form = form_of(&p, &context, &seen, act).ok_or(Trouble::NotFound)?;
    let mut read = Reading::of(form, &asked.fields, &p);
    let code = &seen.obstacle.code;
    let names = match act {
        ActKind::Clear => ("clear-note", "clear-visibility"),
        ActKind::Refuse => ("refuse-note", "refuse-visibility"),
        _ => ("reopen-note", "reopen-visibility"),
    };
    let note = note(&mut read, names.0, names.1);
    if !read.is_sound() {
        return page(&asked, Some(read.form())).await;
    }
    let did = match act {
        ActKind::Clear => obstacles::clear(&context, code, note).await,
        ActKind::Refuse => obstacles::refuse(&context, code, note).await,
        _ => obstacles::reopen(&context, code, note).await,
    };
    settle(&asked, read, did, done).await
}

/// Sets what everybody may read.
pub(crate) async fn publish(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, seen) = seen(&asked).await?;
    let p = asked.page("", "");
    let read = Reading::of(publish_form(&p, &seen), &asked.fields, &p);
    let did = obstacles::publish(&context, &seen.obstacle.code, &read.plain("public")).await;
    settle(&asked, read, did, "published").await
}
