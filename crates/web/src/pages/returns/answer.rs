//! What was answered: the fields read into a return, the findings told at their fields, the explanations that go along.

use domain::checks::{Finding, Number, Severity};
use domain::register::{Product, ProductCode};
use domain::returns::sent::{Channel, Situation, Submission};
use domain::returns::{Return, ReturnLine};
use jiff::civil::Date;
use office::Explanation;
use office::returns::paper::Paper;
use office::returns::sending::Sending;

use super::fields::{ASKED, of_product, typed};
use crate::asked::Asked;
use crate::component::{Field, FormView, Reading};
use crate::form::Fields;
use crate::page::Page;

/// Before the name of the field that explains what a rule doubts.
pub(super) const EXPLAIN: &str = "explain.";

/// The name of the field that tells that the figures were read from a workbook.
pub(super) const FROM: &str = "from";

/// The name of the field that explains a finding.
pub(super) fn explains(rule: &str, product: Option<&ProductCode>) -> String {
    format!("{EXPLAIN}{rule}.{}", product.map_or("", |code| code.as_str()))
}

/// The products on the form: those asked about, and those somebody has added.
pub(super) fn products<'p>(asked: &Asked, paper: &'p Paper) -> Vec<&'p Product> {
    let wanted: Vec<&str> = asked.all("add").chain(asked.fields.all("add")).chain(asked.fields.all("added")).collect();
    let added = paper.others.iter().filter(|product| {
        let named = wanted.contains(&product.code.as_str());
        named || ASKED.iter().any(|asks| !asked.fields.text(&asks.field(product)).is_empty())
    });
    paper.products.iter().chain(added).collect()
}

/// The explanations that were sent: rule, product, text.
fn explanations(fields: &Fields, paper: &Paper) -> Vec<Explanation> {
    let read = |(name, text): (&str, &str)| {
        let (rule, product) = name.strip_prefix(EXPLAIN)?.split_once('.')?;
        let product = if product.is_empty() { None } else { Some(product.parse().ok()?) };
        let (establishment, month) = (paper.establishment.code.clone(), paper.month);
        let text = text.trim().replace("\r\n", "\n");
        Some(Explanation { establishment, month, product, rule: rule.to_owned(), text })
    };
    let is_rule = |one: &Explanation| paper.rules.rules.iter().any(|rule| rule.source.code == one.rule);
    fields.pairs().filter_map(read).filter(is_rule).collect()
}

/// A submission as the fields it would have been typed into, with what explains it.
pub(super) fn typed_in(
    p: &Page,
    paper: &Paper,
    submission: &Submission,
    explanations: &[Explanation],
) -> Vec<(String, String)> {
    let (answer, mut pairs) = (&submission.answer, Vec::new());
    let mut say = |name: &str, value: String| pairs.push((name.to_owned(), value));
    say("situation", submission.situation.code().to_owned());
    for line in &answer.lines {
        let mut known = paper.products.iter().chain(&paper.others);
        let Some(product) = known.find(|product| product.code == line.product) else { continue };
        for asks in &ASKED {
            // Nothing produced is told by the situation.
            let is_told = asks.number == Number::Estimate && submission.situation != Situation::Producing;
            if let Some(value) = asks.of(line).filter(|_| !is_told) {
                say(&asks.field(product), typed(p, value));
            }
        }
        if paper.others.iter().any(|other| other.code == product.code) {
            say("added", product.code.to_string());
        }
    }
    say("employees", answer.employees.map(|count| count.to_string()).unwrap_or_default());
    say("capacity_used", answer.capacity_used.map(|share| typed(p, share)).unwrap_or_default());
    say("reason", answer.reason.clone());
    say("restart", submission.restart.map(|day| day.to_string()).unwrap_or_default());
    for one in explanations {
        say(&explains(&one.rule, one.product.as_ref()), one.text.clone());
    }
    pairs
}

/// The fields in which something was explained, so that they stay on the form.
pub(super) fn explained_fields(p: &Page, fields: &Fields, paper: &Paper) -> Vec<Field> {
    let named = |one: &Explanation| {
        let rule = paper.rules.rules.iter().find(|rule| rule.source.code == one.rule);
        rule.map(|rule| p.of(&rule.source.name)).unwrap_or_default()
    };
    let label = |one: &Explanation| format!("{}: {}", p.t("Giải thích", "Explanation"), named(one));
    let field = |one: &Explanation| Field::lines(explains(&one.rule, one.product.as_ref()), &label(one)).optional();
    explanations(fields, paper).iter().map(field).collect()
}

/// Reads what was sent; what is wrong is said at the fields.
pub(super) fn read(
    asked: &Asked,
    p: &Page,
    paper: &Paper,
    form: FormView,
    today: Date,
) -> Result<(Sending, FormView), FormView> {
    let mut reading = Reading::of(form, &asked.fields, p);
    let situation = reading.required::<Situation>("situation").unwrap_or(Situation::Producing);
    let lines: Vec<ReturnLine> =
        products(asked, paper).into_iter().filter_map(|product| line(&mut reading, p, situation, product)).collect();
    let employees = reading.whole("employees");
    let capacity_used = reading.number("capacity_used");
    let reason = reading.line("reason").unwrap_or_default();
    let restart = reading.date("restart");
    if situation == Situation::Stopped && reason.trim().is_empty() {
        reading.wrong("reason", p.t("Hãy ghi vì sao ngừng.", "Say why it stopped."));
    }
    if situation == Situation::Producing && lines.iter().all(|line| line.estimate.is_none()) {
        let what = p.t(
            "Hãy điền sản lượng, hoặc chọn “Không phát sinh” hay “Ngừng”.",
            "Fill in what was produced, or choose “nothing” or “stopped”.",
        );
        reading.wrong("situation", what);
    }
    let form = reading.done()?;
    let answer = Return {
        establishment: paper.establishment.code.clone(),
        month: paper.month,
        received: today,
        lines,
        employees,
        capacity_used,
        reason,
    };
    let sending = Sending {
        submission: Submission { answer, situation, restart },
        explanations: explanations(&asked.fields, paper),
        channel: channel(asked),
        why: asked.fields.text("why").to_owned(),
    };
    Ok((sending, form))
}

/// By which way it comes: what an officer types comes from paper.
fn channel(asked: &Asked) -> Channel {
    let by_workbook = asked.fields.text(FROM) == Channel::Workbook.code();
    match (asked.is_program(), asked.is_of_firm()) {
        (true, _) => Channel::Program,
        (false, true) if by_workbook => Channel::Workbook,
        (false, true) => Channel::Page,
        (false, false) => Channel::Paper,
    }
}

/// The line of a product; none where nothing was said of it.
fn line(reading: &mut Reading<'_>, p: &Page, situation: Situation, product: &Product) -> Option<ReturnLine> {
    let mut line = ReturnLine {
        product: product.code.clone(),
        actual_previous: None,
        estimate: None,
        plan_next: None,
        shipments: None,
        shipments_value: None,
        opening_stock: None,
        closing_stock: None,
    };
    for asks in &ASKED {
        (asks.set)(&mut line, reading.number(&asks.field(product)));
    }
    if situation != Situation::Producing {
        if line.estimate.is_some_and(|made| made != 0.0) {
            let what = p.t(
                "Đã chọn không sản xuất; xóa số này, hoặc chọn “Có sản xuất”.",
                "You chose that nothing was produced: clear this, or choose “something”.",
            );
            reading.wrong(&format!("{}.{}", Number::Estimate.name(), product.code), what);
        }
        line.estimate = Some(0.0);
    }
    let said = ASKED.iter().any(|asks| asks.of(&line).is_some());
    said.then_some(line)
}

/// The field that a finding is told at: that of the first number the rule looked at which is asked for.
pub(super) fn field_of(finding: &Finding) -> Option<String> {
    let entry = |number: &Number| match (number, &finding.product) {
        (Number::Employees | Number::CapacityUsed, None) => Some(number.name().to_owned()),
        (number, Some(product)) if ASKED.iter().any(|asks| asks.number == *number) => {
            Some(format!("{}.{product}", number.name()))
        }
        _ => None,
    };
    finding.values.iter().find_map(|(number, _)| entry(number))
}

/// Whether somebody must correct or explain it.
pub(super) fn is_doubt(finding: &Finding) -> bool {
    finding.severity != Severity::Info
}

/// The fields of every product on the form.
pub(super) fn product_fields(asked: &Asked, p: &Page, paper: &Paper) -> Vec<Field> {
    products(asked, paper).into_iter().flat_map(|product| of_product(p, paper, product)).collect()
}
