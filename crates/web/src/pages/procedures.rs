//! The procedures a site goes through: which steps, whose they are, how long the law gives, what each waits for.

use askama::Template;
use domain::projects::{Basis, StepGraph, StepTemplate, Template as Procedure, WaitsFor};

use crate::acts;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumb, Crumbs, Grid, Row, head, words};
use crate::page::Page;
use crate::trouble::Trouble;

/// A procedure in the list.
struct Line {
    name: String,
    href: String,
    law: String,
    validity: String,
    steps: usize,
}

#[derive(Template)]
#[template(path = "procedures.html")]
struct ProceduresPage {
    p: Page,
    crumbs: Crumbs,
    list: Vec<Line>,
}

/// `/procedures`.
pub(crate) fn list(asked: &Asked) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let title = p.t("Trình tự, thủ tục của mỏ và thủy điện", "Procedures of mines and hydropower plants").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let line = |procedure: &Procedure| Line {
        name: p.of(&procedure.name),
        href: p.link(&format!("/procedures/{}", procedure.code)),
        law: acts::cited(&procedure.law, p.lang),
        validity: validity(&p, procedure),
        steps: procedure.steps.len(),
    };
    Answer::page(&ProceduresPage {
        crumbs: Crumbs::to(&p, p.t("Trình tự, thủ tục", "Procedures")),
        list: formats::carried::templates().iter().map(line).collect(),
        p,
    })
}

/// From when to when work may be begun by it; a bound that was not found says so.
fn validity(p: &Page, procedure: &Procedure) -> String {
    let bounds = (procedure.valid_from.map(|day| p.date(day)), procedure.valid_until.map(|day| p.date(day)));
    match (bounds, p.is_vi()) {
        ((Some(from), Some(until)), true) => format!("Áp dụng từ {from} đến {until}"),
        ((Some(from), Some(until)), false) => format!("In force from {from} to {until}"),
        ((Some(from), None), true) => format!("Áp dụng từ {from}"),
        ((Some(from), None), false) => format!("In force from {from}"),
        ((None, Some(until)), true) => format!("Áp dụng đến {until}; chưa rõ từ ngày nào"),
        ((None, Some(until)), false) => format!("In force until {until}; since when is not known"),
        ((None, None), true) => "Chưa rõ áp dụng từ ngày nào".to_owned(),
        ((None, None), false) => "Since when it is in force is not known".to_owned(),
    }
}

#[derive(Template)]
#[template(path = "procedure.html")]
struct ProcedurePage {
    p: Page,
    crumbs: Crumbs,
    law: String,
    validity: String,
    note: String,
    steps: Grid,
    goals: String,
    projects: String,
}

/// `/procedures/mine_2024`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let code = asked.in_path("procedure");
    let procedure = formats::carried::templates().iter().find(|t| t.code.as_str() == code).ok_or(Trouble::NotFound)?;
    let p = asked.page("", "");
    let title = p.of(&procedure.name);
    let p = Page { description: title.clone(), title: title.clone(), ..p };
    // A test builds the graph of every carried procedure.
    let graph = StepGraph::new(procedure).map_err(|_| Trouble::Internal(format!("procedure {code} is no graph")))?;
    let steps = vec![
        Crumb { name: p.t("Trình tự, thủ tục", "Procedures").to_owned(), href: Some(p.link("/procedures")) },
        Crumb { name: title, href: None },
    ];
    let goals: Vec<String> = graph.goals().iter().filter_map(|n| graph.step(*n)).map(|step| p.of(&step.name)).collect();
    Answer::page(&ProcedurePage {
        crumbs: Crumbs::new(&p, steps),
        law: acts::cited(&procedure.law, p.lang),
        validity: validity(&p, procedure),
        note: p.of(&procedure.note),
        steps: grid(&p, procedure),
        goals: goals.join("; "),
        projects: format!("/projects?procedure={code}"),
        p,
    })
}

fn grid(p: &Page, procedure: &Procedure) -> Grid {
    let heads = vec![
        head(p.t("Bước", "Step")),
        head(p.t("Cơ quan, người thực hiện", "Who acts")),
        head(p.t("Thời hạn", "Time limit")),
        head(p.t("Chờ", "Waits for")),
        head(p.t("Căn cứ", "Ground")),
    ];
    let rows = procedure.steps.iter().map(|step| row(p, step)).collect();
    Grid { caption: format!("{} ({})", p.t("Các bước", "Steps"), procedure.steps.len()), heads, rows }
}

fn row(p: &Page, step: &StepTemplate) -> Row {
    let limit = step
        .statutory
        .map_or_else(|| p.t("chưa rõ", "not known").to_owned(), |limit| limit.in_words().in_lang(p.lang).to_owned());
    let act = acts::cited(&step.legal_basis, p.lang);
    let ground = match (step.basis, act.as_str()) {
        (Basis::Practice, "") => p.t("thực tế, chưa thấy quy định", "practice; no rule was found").to_owned(),
        (Basis::Practice, act) => format!("{act} ({})", p.t("thứ tự theo thực tế", "its order is practice")),
        (Basis::Law, "") => p.t("chưa rõ", "not known").to_owned(),
        (Basis::Law, _) => act,
    };
    Row::new(vec![
        Cell::head(format!("{}. {}", step.number, p.of(&step.name)), None),
        words(p.of(&step.agency)),
        words(limit).with(told(p, step)),
        words(waits_for(p, &step.waits_for)),
        words(ground),
    ])
}

/// What the time of a step does when papers are asked for, where its law has a rule of its own, and its other conditions.
fn told(p: &Page, step: &StepTemplate) -> String {
    let rule = step.interruption_in_words().map(|rule| p.of(&rule));
    [rule, Some(p.of(&step.note))].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// `8, 9 và (4 hoặc 5)`.
fn waits_for(p: &Page, waits_for: &WaitsFor) -> String {
    let clause = |clause: &Vec<domain::projects::StepNumber>| {
        let steps: Vec<String> = clause.iter().map(ToString::to_string).collect();
        steps.join(p.t(" hoặc ", " or "))
    };
    let clauses: Vec<String> = waits_for.clauses().iter().map(clause).collect();
    if clauses.is_empty() { "–".to_owned() } else { clauses.join("; ") }
}
