//! The answers of a month once more, to be read before they are sent: beside last month, each doubt with a place to explain it.

use askama::Template;
use domain::checks::{Finding, Severity};
use domain::register::Product;
use domain::returns::sent::Situation;
use office::returns::paper::Paper;
use office::returns::sending::Sending;

use super::answer::{self, explains, field_of, is_doubt, products};
use super::fields::{ASKED, line};
use super::month::{crumbs, kind, name, why};
use super::place;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Field, FormView, GivenFile, Grid, Notice, Row, head, number, words};
use crate::page::Page;
use crate::pages::sites::capital;
use crate::trouble::Trouble;

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
    /// The workbook it was read from, marked where it is doubted.
    given: Option<GivenFile>,
    /// What was filled in, to go along.
    entered: Vec<(String, String)>,
    /// What the button that sends it says.
    send: String,
    /// The name of the draft on the device.
    draft: String,
}

/// Why nothing was written.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) findings: Vec<Finding>,
    pub(super) no_reason: bool,
    pub(super) said: Option<String>,
}

impl Wrong {
    /// Told at the fields of the form, for a program: with the name of the field that explains each.
    pub(super) fn marked(&self, p: &Page, mut form: FormView) -> FormView {
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
pub(super) fn answers(
    asked: &Asked,
    p: Page,
    paper: &Paper,
    sending: &Sending,
    (findings, wrong): (&[Finding], Option<&Wrong>),
    given: Option<GivenFile>,
) -> Result<Answer, Trouble> {
    let doubts: Vec<&Finding> = findings.iter().filter(|finding| is_doubt(finding)).collect();
    let mut fields: Vec<Field> = doubts.iter().map(|finding| explanation(&p, paper, sending, finding, wrong)).collect();
    if paper.known().is_some() {
        fields.push(why(&p).with(sending.why.clone()));
    }
    let path = place(&paper.establishment.code, paper.month);
    let reader = asked.session().map(|session| session.actor.name.clone()).unwrap_or_default();
    let hands_on = asked.is_of_firm() && paper.confirmed_by_another(&reader).is_some();
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
        send: button(&p, doubts.is_empty(), hands_on).to_owned(),
        draft: format!("khoi-draft:{}:{}", paper.establishment.code, paper.month),
        form,
        given,
        p,
    };
    if page.form.has_errors() { Answer::faulty(&page) } else { Answer::page(&page) }
}

/// What the button says: that it is sent, or handed on to whoever confirms it.
fn button(p: &Page, is_clean: bool, hands_on: bool) -> &str {
    match (is_clean, hands_on) {
        (true, false) => p.t("Gửi báo cáo", "Send the return"),
        (false, false) => p.t("Gửi cùng giải thích", "Send it with the explanations"),
        (true, true) => p.t("Chuyển người xác nhận", "Hand it on to be confirmed"),
        (false, true) => p.t("Chuyển xác nhận cùng giải thích", "Hand it on with the explanations"),
    }
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
