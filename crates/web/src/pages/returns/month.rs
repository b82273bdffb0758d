//! The month of an establishment on one page: filled in, checked, read once more, sent. Without a script it is two pages and a receipt.

use std::sync::Arc;

use askama::Template;
use domain::register::Product;
use domain::returns::sent::Door;
use office::context::Context;
use office::returns::paper::{Paper, closed, paper};
use office::returns::sending::{self, Sending, Sent};

use super::answer::{self, explained_fields, product_fields, products, typed_in};
use super::answers::{Wrong, answers};
use super::confirming::{self, giving_back};
use super::fields::{ASKED, others, situation, whole};
use super::{named, place, script};
use crate::answer::Answer;
use crate::api::forms::Shown;
use crate::asked::{Asked, Wants};
use crate::component::{Crumb, Crumbs, Field, FormView, GivenFile, Notice};
use crate::form::Fields;
use crate::page::Page;
use crate::trouble::Trouble;

/// The month, to be filled in.
#[derive(Template)]
#[template(path = "month.html")]
struct MonthPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    notices: Vec<Notice>,
    /// The receipt of what was sent last: words and address.
    receipt: Option<(&'static str, String)>,
    form: FormView,
    /// The products with their fields.
    groups: Vec<Group>,
    situation: Field,
    whole: Vec<Field>,
    others: Option<Field>,
    /// Codes of the products somebody has added, to go along.
    added: Vec<String>,
    /// Explanations that were given before, to go along.
    explained: Vec<Field>,
    data: String,
    /// Gives what waits back to whoever filled it in.
    give_back: Option<FormView>,
    /// Where the month can be filled in by workbook.
    book: String,
    is_open: bool,
}

/// The fields of one product.
struct Group {
    heading: String,
    code: String,
    fields: Vec<Field>,
}

fn title(p: &Page, paper: &Paper) -> String {
    match p.is_vi() {
        true => format!("Báo cáo {}", p.month(paper.month)),
        false => format!("Return for {}", p.month(paper.month)),
    }
}

pub(super) fn crumbs(p: &Page, title: &str) -> Crumbs {
    let up = Crumb { name: p.t("Báo cáo tháng", "Monthly returns").to_owned(), href: Some(p.link("/returns")) };
    Crumbs::new(p, vec![up, Crumb { name: title.to_owned(), href: None }])
}

/// Every field, as a program reads them.
fn form(asked: &Asked, p: &Page, paper: &Paper) -> FormView {
    let mut fields = vec![situation(p, paper)];
    fields.extend(product_fields(asked, p, paper));
    fields.extend(whole(p, paper));
    fields.extend(explained_fields(p, &asked.fields, paper));
    let own = |name: &str| asked.fields.pairs().any(|(sent, _)| sent == name);
    // What goes along only where it was sent: a program need not know of it.
    for name in ["add", "added", "act"].into_iter().filter(|name| own(name)) {
        fields.push(Field::hidden(name, ""));
    }
    if paper.known().is_some() {
        fields.push(why(p));
    }
    let path = place(&paper.establishment.code, paper.month);
    FormView::new(p, &path, p.t("Kiểm tra và gửi", "Check and send"), fields)
}

pub(super) fn why(p: &Page) -> Field {
    Field::line("why", p.t("Lý do sửa báo cáo đã gửi", "Why what was sent is corrected")).optional()
}

/// `/returns/CS-001/2024-01`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    again(&asked, None).await
}

/// The page as it is to begin with: what waits to be confirmed, or was given back, is filled in. `wrong` is the form that gives it back, where
/// it could not be taken.
pub(super) async fn again(asked: &Asked, wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let (context, (establishment, month)) = (asked.context()?, named(asked)?);
    let paper = paper(&context, &establishment, month).await?;
    let p = asked.page(title(&asked.page("", ""), &paper), "");
    let mut asked = asked.clone();
    let form = match &paper.prepared {
        Some(prepared) => {
            let Sending { submission, explanations, why, .. } = &prepared.sending;
            let mut pairs = typed_in(&p, &paper, submission, explanations);
            pairs.push(("why".to_owned(), why.clone()));
            asked.fields = Fields::of(pairs);
            form(&asked, &p, &paper).filled(&asked.fields)
        }
        None => form(&asked, &p, &paper),
    };
    filled_in(&asked, p, &paper, form, wrong)
}

/// The page with its form, as it was sent or to begin with.
fn filled_in(
    asked: &Asked,
    p: Page,
    paper: &Paper,
    form: FormView,
    wrong: Option<FormView>,
) -> Result<Answer, Trouble> {
    if asked.wants == Wants::Forms {
        let said = vec![p.of(&closed(paper.door))];
        return Ok(Answer::Forms(Shown {
            title: p.title.clone(),
            said,
            forms: vec![(String::new(), String::new(), form)],
        }));
    }
    let on_form = products(asked, paper);
    let field = |name: &str| form.fields.iter().find(|field| field.name == name).cloned();
    let group = |product: &&Product| Group {
        heading: name(&p, product),
        code: product.code.to_string(),
        fields: ASKED.iter().filter_map(|asks| field(&asks.field(product))).collect(),
    };
    let reader = asked.session().map(|session| session.actor.name.clone()).unwrap_or_default();
    let added = on_form.iter().filter(|product| paper.others.iter().any(|other| other.code == product.code));
    let whole = ["employees", "capacity_used", "reason", "restart"];
    let page = MonthPage {
        crumbs: crumbs(&p, &p.title),
        kind: kind(&p, paper),
        notices: notices(&p, paper, &reader),
        receipt: receipt(&p, paper),
        give_back: wrong.or_else(|| giving_back(&p, paper, &reader)),
        groups: on_form.iter().map(group).collect(),
        situation: field("situation").unwrap_or_else(|| situation(&p, paper)),
        whole: whole.iter().filter_map(|name| field(name)).collect(),
        others: others(&p, paper),
        added: added.map(|product| product.code.to_string()).collect(),
        explained: form.fields.iter().filter(|field| field.name.starts_with(answer::EXPLAIN)).cloned().collect(),
        data: script::data(&p, paper, &on_form),
        book: p.link(&format!("{}/file", place(&paper.establishment.code, paper.month))),
        is_open: paper.door.is_open() || !asked.is_of_firm(),
        form,
        p,
    };
    let is_faulty = page.form.has_errors() || page.give_back.as_ref().is_some_and(FormView::has_errors);
    if is_faulty { Answer::faulty(&page) } else { Answer::page(&page) }
}

pub(super) fn name(p: &Page, product: &Product) -> String {
    if p.is_vi() { product.name_vi.clone() } else { product.name_en.clone() }
}

pub(super) fn kind(p: &Page, paper: &Paper) -> String {
    // Where the whole page says so already, it need not be said again.
    let is_told = p.simulated() || !paper.enterprise.simulated;
    let simulated = if is_told { "" } else { p.t(" · mô phỏng", " · simulated") };
    format!("{} · {}{simulated}", paper.establishment.name, paper.enterprise.name)
}

/// Until when it can be sent, what was sent before, and what the statisticians ask.
fn notices(p: &Page, paper: &Paper, reader: &str) -> Vec<Notice> {
    let mut notices = vec![Notice { warns: !matches!(paper.door, Door::Open(_)), text: standing(p, paper.door) }];
    notices.extend(confirming::notice(p, paper, reader));
    if let Some(receipt) = paper.receipts.last() {
        let text = match p.is_vi() {
            true => format!("Đã gửi, biên nhận {}. Gửi lại là sửa báo cáo, phải ghi lý do.", receipt.number),
            false => format!("Sent, receipt {}. Sending it again corrects it and must say why.", receipt.number),
        };
        notices.push(Notice { warns: false, text });
    }
    for query in paper.open_questions() {
        let text = format!("{}: {}", p.t("Phòng thống kê hỏi", "The statisticians ask"), query.text);
        notices.push(Notice { warns: true, text });
    }
    notices
}

/// The way to the receipt of what was sent last.
fn receipt(p: &Page, paper: &Paper) -> Option<(&'static str, String)> {
    let receipt = paper.receipts.last()?;
    Some((p.t("Xem biên nhận", "See the receipt"), p.link(&format!("/receipts/{}", receipt.number))))
}

fn standing(p: &Page, door: Door) -> String {
    let late = match door {
        Door::Late(_) => {
            p.t("Đã quá hạn: báo cáo được tính là nộp chậm. ", "The due day has passed: it counts as late. ")
        }
        Door::Excepted(_) => p.t(
            "Tháng đã khóa, được mở ngoại lệ cho cơ sở này. ",
            "The month is locked; an exception was made for you. ",
        ),
        _ => "",
    };
    format!("{late}{}", p.of(&closed(door)))
}

/// Takes the month in: to be read once more, or to be written.
pub(crate) async fn take(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (establishment, month)) = (asked.context()?, named(&asked)?);
    let paper = paper(&context, &establishment, month).await?;
    read(&asked, paper, None).await
}

/// Reads what was filled in, on the page or in a workbook, which is `given` back marked where it is doubted.
pub(super) async fn read(asked: &Asked, paper: Paper, given: Option<GivenFile>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let p = asked.page(title(&asked.page("", ""), &paper), "");
    let empty = form(asked, &p, &paper);
    // A button of the form that only adds a product, or goes back from the answers, sends nothing.
    if matches!(asked.fields.text("act"), "add" | "edit") {
        return filled_in(asked, p, &paper, empty.filled(&asked.fields), None);
    }
    let (sending, form) = match answer::read(asked, &p, &paper, empty, context.today()) {
        Ok(read) => read,
        Err(form) => return filled_in(asked, p, &paper, form, None),
    };
    let findings = paper.check(&sending.submission.answer);
    if asked.wants == Wants::Page && asked.fields.text("act") != "send" {
        return answers(asked, p, &paper, &sending, (&findings, None), given);
    }
    sent(asked, &context, (p, form), &paper, &sending).await
}

async fn sent(
    asked: &Asked,
    context: &Context,
    (p, form): (Page, FormView),
    paper: &Paper,
    sending: &Sending,
) -> Result<Answer, Trouble> {
    let wrong = match sending::send(context, sending).await.map_err(Trouble::from) {
        Ok(Sent::Received(receipt)) => return Ok(Answer::See(p.link(&format!("/receipts/{}", receipt.number)))),
        Ok(Sent::Prepared) => {
            let path = place(&paper.establishment.code, paper.month);
            return Ok(Answer::See(p.link(&path)));
        }
        Ok(Sent::Doubted(findings)) => Wrong { findings, ..Wrong::default() },
        Ok(Sent::NoReason) => Wrong { no_reason: true, ..Wrong::default() },
        Err(Trouble::Said(text)) => Wrong { said: Some(p.of(&text)), ..Wrong::default() },
        Err(trouble) => return Err(trouble),
    };
    match asked.wants {
        Wants::Forms => {
            let form = wrong.marked(&p, form);
            Ok(Answer::Forms(Shown {
                title: p.title.clone(),
                said: Vec::new(),
                forms: vec![(String::new(), String::new(), form)],
            }))
        }
        _ => {
            let findings = paper.check(&sending.submission.answer);
            answers(asked, p, paper, sending, (&findings, Some(&wrong)), None)
        }
    }
}
