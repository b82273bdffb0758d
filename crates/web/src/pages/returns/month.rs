//! The month of an establishment on one page: filled in, checked, read once more, sent. Without a script it is two pages and a receipt.

use std::sync::Arc;

use askama::Template;
use domain::checks::{Finding, Severity};
use domain::register::Product;
use domain::returns::sent::{Door, Situation};
use office::context::Context;
use office::returns::sending::{self, Paper, Sending, Sent, closed};

use super::answer::{self, explained_fields, explains, field_of, is_doubt, product_fields, products};
use super::fields::{ASKED, line, others, situation, whole};
use super::{named, place, script};
use crate::answer::Answer;
use crate::api::forms::Shown;
use crate::asked::{Asked, Wants};
use crate::component::{Cell, Crumb, Crumbs, Field, FormView, Grid, Notice, Row, head, number, words};
use crate::page::Page;
use crate::pages::sites::capital;
use crate::trouble::Trouble;

/// The month, to be filled in.
#[derive(Template)]
#[template(path = "month.html")]
struct MonthPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    notices: Vec<Notice>,
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
    is_open: bool,
}

/// The fields of one product.
struct Group {
    heading: String,
    code: String,
    fields: Vec<Field>,
}

/// The answers, to be read once more before they are sent.
#[derive(Template)]
#[template(path = "answers.html")]
struct AnswersPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    notices: Vec<Notice>,
    grids: Vec<Grid>,
    form: FormView,
    /// What was filled in, to go along.
    entered: Vec<(String, String)>,
    is_clean: bool,
    /// The name of the draft on the device.
    draft: String,
}

fn title(p: &Page, paper: &Paper) -> String {
    match p.is_vi() {
        true => format!("Báo cáo {}", p.month(paper.month)),
        false => format!("Return for {}", p.month(paper.month)),
    }
}

fn crumbs(p: &Page, title: &str) -> Crumbs {
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

fn why(p: &Page) -> Field {
    Field::line("why", p.t("Lý do sửa báo cáo đã gửi", "Why what was sent is corrected")).optional()
}

/// `/returns/CS-001/2024-01`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (establishment, month)) = (asked.context()?, named(&asked)?);
    let paper = sending::paper(&context, &establishment, month).await?;
    let p = asked.page(title(&asked.page("", ""), &paper), "");
    let form = form(&asked, &p, &paper);
    filled_in(&asked, p, &paper, form)
}

/// The page with its form, as it was sent or to begin with.
fn filled_in(asked: &Asked, p: Page, paper: &Paper, form: FormView) -> Result<Answer, Trouble> {
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
    let added = on_form.iter().filter(|product| paper.others.iter().any(|other| other.code == product.code));
    let whole = ["employees", "capacity_used", "reason", "restart"];
    let page = MonthPage {
        crumbs: crumbs(&p, &p.title),
        kind: kind(&p, paper),
        notices: notices(&p, paper),
        groups: on_form.iter().map(group).collect(),
        situation: field("situation").unwrap_or_else(|| situation(&p, paper)),
        whole: whole.iter().filter_map(|name| field(name)).collect(),
        others: others(&p, paper),
        added: added.map(|product| product.code.to_string()).collect(),
        explained: form.fields.iter().filter(|field| field.name.starts_with(answer::EXPLAIN)).cloned().collect(),
        data: script::data(&p, paper, &on_form),
        is_open: paper.door.is_open() || !asked.is_of_firm(),
        form,
        p,
    };
    if page.form.has_errors() { Answer::faulty(&page) } else { Answer::page(&page) }
}

fn name(p: &Page, product: &Product) -> String {
    if p.is_vi() { product.name_vi.clone() } else { product.name_en.clone() }
}

fn kind(p: &Page, paper: &Paper) -> String {
    // Where the whole page says so already, it need not be said again.
    let is_told = p.simulated() || !paper.enterprise.simulated;
    let simulated = if is_told { "" } else { p.t(" · mô phỏng", " · simulated") };
    format!("{} · {}{simulated}", paper.establishment.name, paper.enterprise.name)
}

/// Until when it can be sent, what was sent before, and what the statisticians ask.
fn notices(p: &Page, paper: &Paper) -> Vec<Notice> {
    let mut notices = vec![Notice { warns: !matches!(paper.door, Door::Open(_)), text: standing(p, paper.door) }];
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
    let paper = sending::paper(&context, &establishment, month).await?;
    let p = asked.page(title(&asked.page("", ""), &paper), "");
    let empty = form(&asked, &p, &paper);
    // A button of the form that only adds a product, or goes back from the answers, sends nothing.
    if matches!(asked.fields.text("act"), "add" | "edit") {
        return filled_in(&asked, p, &paper, empty.filled(&asked.fields));
    }
    let (sending, form) = match answer::read(&asked, &p, &paper, empty, context.today()) {
        Ok(read) => read,
        Err(form) => return filled_in(&asked, p, &paper, form),
    };
    let findings = paper.check(&sending.submission.answer);
    if asked.wants == Wants::Page && asked.fields.text("act") != "send" {
        return answers(&asked, p, &paper, &sending, (&findings, None));
    }
    sent(&asked, &context, (p, form), &paper, &sending).await
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
            answers(asked, p, paper, sending, (&findings, Some(&wrong)))
        }
    }
}

/// Why nothing was written.
#[derive(Default)]
struct Wrong {
    findings: Vec<Finding>,
    no_reason: bool,
    said: Option<String>,
}

impl Wrong {
    /// Told at the fields of the form, for a program: with the name of the field that explains each.
    fn marked(&self, p: &Page, mut form: FormView) -> FormView {
        for finding in &self.findings {
            let explain = explains(&finding.rule, finding.product.as_ref());
            let what = match p.is_vi() {
                true => format!("{} Sửa, hoặc giải thích ở ô “{explain}”.", p.of(&finding.text)),
                false => format!("{} Correct it, or explain it in the field “{explain}”.", p.of(&finding.text)),
            };
            form.mark(&field_of(finding).unwrap_or_default(), what);
        }
        if self.no_reason {
            form.mark("why", no_reason(p));
        }
        if let Some(said) = &self.said {
            form.mark("", said.clone());
        }
        form
    }
}

fn no_reason(p: &Page) -> &str {
    p.t(
        "Báo cáo tháng này đã gửi trước đó với số khác. Hãy ghi lý do sửa.",
        "This month was sent before with other figures. Say why it is corrected.",
    )
}

/// The answers once more, each doubt with a place to explain it.
fn answers(
    asked: &Asked,
    p: Page,
    paper: &Paper,
    sending: &Sending,
    (findings, wrong): (&[Finding], Option<&Wrong>),
) -> Result<Answer, Trouble> {
    let doubts: Vec<&Finding> = findings.iter().filter(|finding| is_doubt(finding)).collect();
    let mut fields: Vec<Field> = doubts.iter().map(|finding| explanation(&p, paper, sending, finding, wrong)).collect();
    if paper.known().is_some() {
        fields.push(why(&p).with(sending.why.clone()));
    }
    let path = place(&paper.establishment.code, paper.month);
    let mut form = FormView::new(&p, &path, p.t("Gửi báo cáo", "Send the return"), fields);
    if let Some(wrong) = wrong {
        if wrong.no_reason {
            form.mark("why", no_reason(&p));
        }
        if let Some(said) = &wrong.said {
            form.mark("", said.clone());
        }
    }
    let mut notices: Vec<Notice> = findings
        .iter()
        .filter(|finding| !is_doubt(finding))
        .map(|finding| Notice { warns: false, text: p.of(&finding.text) })
        .collect();
    notices.insert(0, lead(&p, doubts.len()));
    let page = AnswersPage {
        crumbs: crumbs(&p, &p.title),
        kind: kind(&p, paper),
        notices,
        grids: summary(asked, &p, paper, sending),
        entered: entered(asked),
        is_clean: doubts.is_empty(),
        draft: format!("khoi-draft:{}:{}", paper.establishment.code, paper.month),
        form,
        p,
    };
    if page.form.has_errors() { Answer::faulty(&page) } else { Answer::page(&page) }
}

fn lead(p: &Page, doubts: usize) -> Notice {
    let text = match (doubts, p.is_vi()) {
        (0, true) => "Chưa gửi. Đọc lại một lần rồi bấm Gửi.".to_owned(),
        (0, false) => "Not sent yet. Read it once more, then send it.".to_owned(),
        (n, true) => format!("Chưa gửi. Có {n} chỗ cần sửa, hoặc giải thích nếu số đúng là như vậy."),
        (n, false) => format!("Not sent yet. {n} to be corrected, or explained where the figure is right."),
    };
    Notice { warns: doubts > 0, text }
}

/// What was filled in goes along; what stands on this page is filled in here.
fn entered(asked: &Asked) -> Vec<(String, String)> {
    let here = |name: &str| name.starts_with(answer::EXPLAIN) || ["form", "act", "why"].contains(&name);
    let pairs = asked.fields.pairs().filter(|(name, value)| !here(name) && !value.is_empty());
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The place to explain a doubt; one that was left empty when it was sent says so.
fn explanation(p: &Page, paper: &Paper, sending: &Sending, finding: &Finding, wrong: Option<&Wrong>) -> Field {
    let about = finding
        .product
        .as_ref()
        .and_then(|code| paper.products.iter().chain(&paper.others).find(|one| one.code == *code));
    let severity = p.of(&capital(finding.severity.text()));
    let about = about.map(|product| format!("{}: ", name(p, product))).unwrap_or_default();
    let label = format!("{about}{}", p.of(&finding.text));
    let hint = match finding.severity {
        Severity::Error => p.t(
            "Số này khó đúng. Nên quay lại sửa; nếu đúng là như vậy, ghi vì sao.",
            "This can hardly be right. Go back and correct it; if it is right, say why.",
        ),
        _ => p.t("Nếu số đúng, ghi ngắn gọn vì sao.", "If the figure is right, say briefly why."),
    };
    let same = |one: &&office::Explanation| one.rule == finding.rule && one.product == finding.product;
    let given = sending.explanations.iter().find(same).or_else(|| paper.explained(finding));
    let mut field = Field::lines(explains(&finding.rule, finding.product.as_ref()), &label)
        .hint(&format!("{severity}. {hint}"))
        .with(given.map(|one| one.text.clone()).unwrap_or_default());
    field.required = false;
    let is_left =
        |wrong: &Wrong| wrong.findings.iter().any(|one| one.rule == finding.rule && one.product == finding.product);
    if wrong.is_some_and(is_left) {
        field.error =
            Some(p.t("Hãy sửa số, hoặc giải thích ở đây.", "Correct the figure, or explain it here.").to_owned());
    }
    field
}

/// What will be sent, beside last month.
fn summary(asked: &Asked, p: &Page, paper: &Paper, sending: &Sending) -> Vec<Grid> {
    let answer = &sending.submission.answer;
    let heads = || {
        vec![
            head(p.t("Chỉ tiêu", "Figure")),
            number(p.t("Tháng này", "This month")),
            number(p.t("Tháng trước", "Last month")),
        ]
    };
    let cell = |value: Option<f64>| {
        let text = value.map_or_else(|| "–".to_owned(), |value| p.plain(value, digits(value)));
        Cell::number(text)
    };
    let of_product = |product: &&Product| {
        let now = answer.lines.iter().find(|line| line.product == product.code)?;
        let last = line(paper.last(), product);
        let row = |asks: &super::fields::Asks| {
            let name = format!("{} ({})", asks.label(p), asks.unit(p, product));
            Row::new(vec![Cell::head(name, None), cell(asks.of(now)), cell(last.and_then(|line| asks.of(line)))])
        };
        Some(Grid { caption: name(p, product), heads: heads(), rows: ASKED.iter().map(row).collect() })
    };
    let mut grids: Vec<Grid> = products(asked, paper).iter().filter_map(of_product).collect();
    let situation = p.of(&capital(sending.submission.situation.name()));
    let mut rows = vec![
        Row::new(vec![Cell::head(p.t("Tình hình", "The month").to_owned(), None), Cell::number(situation), words("")]),
        Row::new(vec![
            Cell::head(p.t("Lao động", "People employed").to_owned(), None),
            cell(answer.employees.map(f64::from)),
            cell(paper.last().and_then(|last| last.employees).map(f64::from)),
        ]),
        Row::new(vec![
            Cell::head(p.t("Công suất sử dụng (%)", "Capacity in use (%)").to_owned(), None),
            cell(answer.capacity_used),
            cell(paper.last().and_then(|last| last.capacity_used)),
        ]),
    ];
    if !answer.reason.is_empty() || sending.submission.situation == Situation::Stopped {
        let restart = sending.submission.restart.map(|day| format!(" ({}: {})", p.t("chạy lại", "again"), p.date(day)));
        let said = format!("{}{}", answer.reason, restart.unwrap_or_default());
        rows.push(Row::new(vec![Cell::head(p.t("Lý do", "Reason").to_owned(), None), words(said), words("")]));
    }
    grids.push(Grid { caption: p.t("Cả cơ sở", "The whole establishment").to_owned(), heads: heads(), rows });
    grids
}

/// Decimals as they were typed, at most six.
fn digits(value: f64) -> usize {
    let plain = domain::series::decimal(value, 6);
    plain.trim_end_matches('0').split_once('.').map_or(0, |(_, decimals)| decimals.len())
}
