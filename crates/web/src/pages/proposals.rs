//! Four eyes: a release proposed by one person, looked at and published by another.

use std::sync::Arc;

use domain::authority::{Action, Thing};
use domain::period::Month;
use domain::release::proposal::Verdict;
use domain::series::Stage;
use office::StoredProposal;
use office::context::{Context, OfficeError};
use office::release::proposing::{self, Preview, Printed};

use super::record::{Record, Section, rows, turn};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Notice, Reading, Row, head, number, words};
use crate::page::Page;
use crate::trouble::Trouble;
use crate::view::lower;

const LIST: &str = "/releases/proposals";

fn title(p: &Page) -> &'static str {
    if p.is_vi() { "Duyệt công bố" } else { "Approving releases" }
}

fn name(p: &Page, stored: &StoredProposal) -> String {
    let stage = lower(&p.stage_name(stored.proposal.stage));
    format!("{}, {stage}", p.month_title(stored.proposal.month))
}

fn standing(p: &Page, stored: &StoredProposal) -> String {
    match &stored.decision {
        None => p.t("chờ người thứ hai duyệt", "waits for a second person").to_owned(),
        Some(decision) => p.of(&decision.verdict.name()),
    }
}

/// `/releases/proposals`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    list(&asked, &asked.context()?, None).await
}

async fn list(asked: &Asked, context: &Context, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let listed = proposing::list(context, rows(asked)).await?;
    let p = asked.page("", "");
    let mut record = Record::new(asked, title(&p), &[(p.t("Lịch công bố", "Releases"), "/releases")]);
    record.lead.push(
        p.t(
            "Người thứ nhất đề nghị công bố một tháng; người thứ hai xem số sẽ in và duyệt. Duyệt là công bố ngay.",
            "One person proposes to release a month; a second looks at what would be printed and approves. Approving publishes it.",
        )
        .to_owned(),
    );
    let mut section = Section { turn: turn(asked, &p, listed.total), ..Section::default() };
    if listed.rows.is_empty() {
        section.said.push(p.t("Chưa có đề nghị nào.", "There is no proposal yet.").to_owned());
    } else {
        section.grids.push(grid(&p, &listed.rows));
    }
    record.section(section);
    if context.may(Action::Release, &Thing::WHOLE) {
        record.deed(p.t("Đề nghị công bố", "Propose a release"), "", proposal_form(&p, context), &mut wrong);
    }
    record.keep(LIST, &mut wrong);
    record.answer()
}

fn grid(p: &Page, proposals: &[StoredProposal]) -> Grid {
    let heads = vec![
        head(p.t("Số liệu", "Figures")),
        head(p.t("Ngày công bố", "Day of release")),
        head(p.t("Ai đề nghị, khi nào", "Proposed by, when")),
        head(p.t("Tình trạng", "State")),
    ];
    let row = |stored: &StoredProposal| {
        let decided = stored.decision.as_ref().map(|one| format!("{}, {}", one.by, p.moment(one.moment)));
        Row::new(vec![
            Cell::head(name(p, stored), Some(p.link(&format!("{LIST}/{}", stored.id)))),
            words(p.date(stored.proposal.date)),
            words(stored.proposal.by.clone()).with(p.moment(stored.proposal.moment)),
            words(standing(p, stored)).with(decided.unwrap_or_default()),
        ])
    };
    let caption = p.t("Các đề nghị công bố", "Proposals").to_owned();
    Grid { caption, heads, rows: proposals.iter().map(row).collect() }
}

fn proposal_form(p: &Page, context: &Context) -> FormView {
    let stages = [Stage::Flash, Stage::Provisional, Stage::Final];
    let stages = stages.map(|stage| (stage.code().to_owned(), p.stage_name(stage))).into();
    let last = Month::of(context.today()).previous();
    let fields = vec![
        Field::typed("month", p.t("Tháng", "Month"), "month", "off").with(last.to_string()),
        Field::one("stage", p.t("Giai đoạn", "Stage"), stages),
        Field::typed("date", p.t("Ngày công bố", "Day of release"), "date", "off").optional().hint(p.t(
            "Bỏ trống: ngày của lịch công bố, hoặc hôm nay. Báo cáo nhận sau ngày này không tính.",
            "Left empty: the day of the calendar, or today. Returns received later do not count.",
        )),
        Field::line("remark", p.t("Ghi chú cho người duyệt", "A word to whoever approves")).optional(),
    ];
    FormView::new(p, LIST, p.t("Đề nghị", "Propose"), fields)
}

/// Takes a proposal.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, p) = (asked.context()?, asked.page("", ""));
    let mut reading = Reading::of(proposal_form(&p, &context), &asked.fields, &p);
    let (month, stage) = (reading.month("month"), reading.required::<Stage>("stage"));
    let date = reading.date("date");
    let remark = reading.line("remark").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return list(&asked, &context, Some(form)).await,
    };
    let (Some(month), Some(stage)) = (month, stage) else { return list(&asked, &context, Some(form)).await };
    match proposing::propose(&context, (month, stage), date, &remark).await {
        Ok(id) => Ok(Answer::See(p.link(&format!("{LIST}/{id}?done=proposed")))),
        Err(OfficeError::Said(text)) => list(&asked, &context, Some(form.wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}

fn number_of(asked: &Asked) -> Result<i64, Trouble> {
    asked.in_path("proposal").parse().map_err(|_| Trouble::NotFound)
}

/// `/releases/proposals/7`.
pub(crate) async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    record(&asked, &asked.context()?, None).await
}

async fn record(asked: &Asked, context: &Context, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let id = number_of(asked)?;
    let (stored, preview) = proposing::view(context, id).await?;
    let p = asked.page("", "");
    let mut record = Record::new(asked, &name(&p, &stored), &[(title(&p), LIST)]);
    record.kind = standing(&p, &stored);
    record.section(about(&p, &stored, preview.as_ref()));
    if let Some(preview) = &preview {
        record.simulated(preview.simulated && !p.simulated());
        record.section(printed(&p, preview));
        if context.may(Action::ReadMicrodata, &Thing::WHOLE) {
            let board = format!("/returns?month={}", stored.proposal.month);
            record.way(p.t("Ai im lặng, điều gì nghi vấn", "Who is silent, what is in doubt"), &board);
        }
    }
    if stored.decision.is_none() {
        decide(&mut record, context, &stored, preview.as_ref(), &mut wrong);
    }
    record.keep(&format!("{LIST}/{id}"), &mut wrong);
    record.answer()
}

fn about(p: &Page, stored: &StoredProposal, preview: Option<&Preview>) -> Section {
    let (proposal, mut section) = (&stored.proposal, Section::default());
    section.term(p, p.t("Ngày công bố", "Day of release"), p.date(proposal.date));
    let by = format!("{}, {}", proposal.by, p.moment(proposal.moment));
    section.term(p, p.t("Người đề nghị", "Proposed by"), by);
    section.term_if(p, p.t("Ghi chú", "Remark"), proposal.remark.clone());
    section.term(p, p.t("Mã kiểm chứng đầu vào", "Digest of the inputs"), proposal.digest.0.clone());
    if let Some(preview) = preview {
        section.term(p, p.t("Lần in của tháng", "Printing of the month"), preview.number.to_string());
        let answered = preview.due.saturating_sub(preview.silent);
        let share = match p.is_vi() {
            true => format!("{answered} trong {} cơ sở", preview.due),
            false => format!("{answered} of {} establishments", preview.due),
        };
        section.term(p, p.t("Đã báo cáo", "Reported"), share);
    }
    if let Some(decision) = &stored.decision {
        let by = format!("{}, {}", decision.by, p.moment(decision.moment));
        section.term(p, p.t("Người quyết định", "Decided by"), by);
        section.term_if(p, p.t("Lý do", "Why"), decision.reason.clone());
        if decision.release.is_some() {
            let at = p.link(&format!("/bulletin/{}", proposal.month));
            section.links(p.t("Đã công bố", "Published"), vec![(p.t("Bản tin", "Bulletin").to_owned(), at)]);
        }
    }
    section
}

/// What would be printed.
fn printed(p: &Page, preview: &Preview) -> Section {
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("Chỉ số", "Index")),
        number(p.t("So tháng trước", "On the month")),
        number(p.t("So cùng kỳ", "On the year")),
        number(p.t("Đã báo cáo", "Reported")),
    ];
    let or_none = |text: Option<String>| Cell::number(text.unwrap_or_else(|| "–".to_owned()));
    let row = |node: &Printed| {
        let withheld = if node.withheld { p.t("công chúng không thấy", "not shown to the public") } else { "" };
        let name = format!("{}{}", "\u{2003}".repeat(usize::from(node.depth)), p.of(&node.name));
        Row::new(vec![
            Cell::head(name, None).with(withheld),
            or_none(node.level.map(|level| p.plain(level, 2))),
            or_none(node.changes[0].map(|change| p.percent(change))),
            or_none(node.changes[1].map(|change| p.percent(change))),
            or_none(node.observed.map(|share| p.share(share * 100.0))),
        ])
    };
    let caption = p.t("Số sẽ in, tính từ số liệu hiện có", "What would be printed, from what is there now").to_owned();
    let grid = Grid { caption, heads, rows: preview.nodes.iter().map(row).collect() };
    Section { grids: vec![grid], ..Section::titled(p.t("Số sẽ công bố", "What would be published")) }
}

/// What can be done with a proposal that waits.
fn decide(
    record: &mut Record,
    context: &Context,
    stored: &StoredProposal,
    preview: Option<&Preview>,
    wrong: &mut Option<FormView>,
) {
    let p = record.p.clone();
    let own = !stored.proposal.may_be_decided_by(&context.actor.name);
    let is_same = preview.is_some_and(|preview| preview.is_same);
    if !is_same {
        let text = p.t(
            "Số liệu đầu vào đã khác lúc đề nghị: không duyệt được nữa. Hãy rút hoặc không duyệt, rồi đề nghị lại.",
            "The inputs are not those of the proposal any more: it cannot be approved. Withdraw or refuse it, and propose it again.",
        );
        record.notices.push(Notice { warns: true, text: text.to_owned() });
    }
    if own {
        let text = p.t("Bạn đã đề nghị; người khác phải duyệt.", "You proposed it; somebody else must approve.");
        record.notices.push(Notice { warns: false, text: text.to_owned() });
    } else if is_same {
        let hint = p.t("Công bố ngay, không rút lại được.", "It is published at once and cannot be taken back.");
        record.deed(p.t("Duyệt và công bố", "Approve and publish"), hint, approving(&p, stored.id), wrong);
    }
    let (what, _) = turning(&p, own);
    record.deed(what, "", turning_down(&p, stored.id, own), wrong);
}

fn approving(p: &Page, id: i64) -> FormView {
    let fields = vec![Field::line("remark", p.t("Ghi chú", "Remark")).optional()];
    FormView::new(p, &format!("{LIST}/{id}/approve"), p.t("Duyệt và công bố", "Approve and publish"), fields)
}

/// What saying no is called, and its button.
fn turning(p: &Page, own: bool) -> (&str, &str) {
    match own {
        true => (p.t("Rút đề nghị", "Withdraw it"), p.t("Rút", "Withdraw")),
        false => (p.t("Không duyệt", "Refuse it"), p.t("Không duyệt", "Refuse")),
    }
}

fn turning_down(p: &Page, id: i64, own: bool) -> FormView {
    let fields = vec![Field::line("reason", p.t("Lý do", "Why"))];
    FormView::new(p, &format!("{LIST}/{id}/turn-down"), turning(p, own).1, fields)
}

/// Approves a proposal.
pub(crate) async fn approve(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id, p) = (asked.context()?, number_of(&asked)?, asked.page("", ""));
    let mut reading = Reading::of(approving(&p, id), &asked.fields, &p);
    let remark = reading.line("remark").unwrap_or_default();
    match proposing::approve(&context, id, &remark).await {
        Ok(_) => Ok(Answer::See(p.link(&format!("{LIST}/{id}?done=approved")))),
        Err(OfficeError::Said(text)) => record(&asked, &context, Some(reading.form().wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}

/// Refuses or withdraws a proposal.
pub(crate) async fn turn_down(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, id, p) = (asked.context()?, number_of(&asked)?, asked.page("", ""));
    let mut reading = Reading::of(turning_down(&p, id, false), &asked.fields, &p);
    let reason = reading.line("reason").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return record(&asked, &context, Some(form)).await,
    };
    match proposing::turn_down(&context, id, &reason).await {
        Ok(verdict) => {
            let done = if verdict == Verdict::Withdrawn { "withdrawn" } else { "not-approved" };
            Ok(Answer::See(p.link(&format!("{LIST}/{id}?done={done}"))))
        }
        Err(OfficeError::Said(text)) => record(&asked, &context, Some(form.wrong("", p.of(&text)))).await,
        Err(error) => Err(error.into()),
    }
}
