//! What waits for each body: how much, since when, what is late; and of one body everything, the longest wait first.

use std::sync::Arc;

use askama::Template;
use domain::agency::{Agency, AgencyCode};
use domain::authority::{Action, Reach, Thing};
use domain::obstacles::{ObstacleCode, ObstacleKind};
use formats::carried;
use jiff::civil::Date;
use office::context::Context;
use office::obstacles::PublicObstacle;
use office::projects::Untold;
use office::{AwaitedStep, Burden, ObstacleFilter, ObstacleOrder, projects};

use super::obstacle;
use super::projects::{between, days, remind, simulated, site_name, step_name, step_of};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{
    Cell, Crumb, Crumbs, Downloads, Grid, Pager, Row, SIZE, head, linked, number, page_number, words,
};
use crate::page::Page;
use crate::pages::sites::capital;
use crate::trouble::Trouble;

#[derive(Template)]
#[template(path = "agencies.html")]
struct AgenciesPage {
    p: Page,
    crumbs: Crumbs,
    list: Grid,
    files: Downloads,
}

/// `/agencies`.
pub(crate) async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let burdens = projects::burdens(&context).await?;
    let p = asked.page("", "");
    let title = p.t("Việc đang chờ từng cơ quan", "What waits for each agency").to_owned();
    let p = Page { description: title.clone(), title: title.clone(), ..p };
    Answer::page(&AgenciesPage {
        crumbs: Crumbs::to(&p, &title),
        list: grid(&p, &burdens, context.today()),
        files: Downloads::one(&p, "", "waiting", ""),
        p,
    })
}

fn grid(p: &Page, burdens: &[Burden], today: Date) -> Grid {
    let heads = vec![
        head(p.t("Cơ quan", "Agency")),
        head(p.t("Cấp", "Tier")),
        number(p.t("Bước đang chờ", "Steps waiting")),
        number(p.t("Quá hạn", "Past their day")),
        head(p.t("Chờ lâu nhất từ", "Longest wait since")),
    ];
    // Those that nothing waits for stay in the list: that nothing waits is a fact too.
    let of = |agency: &Agency| burdens.iter().find(|burden| burden.agency == agency.code);
    let mut agencies: Vec<&Agency> = carried::agencies().iter().collect();
    agencies.sort_by_key(|agency| of(agency).map_or((1, Date::MAX), |burden| (0, burden.since)));
    let row = |agency: &&Agency| {
        let burden = of(agency);
        let count = |count: Option<u64>| Cell::number(p.plain(count.unwrap_or(0) as f64, 0));
        let since = burden.map(|burden| (p.date(burden.since), days(p, between(burden.since, today))));
        let (since, span) = since.unwrap_or_else(|| ("–".to_owned(), String::new()));
        Row::new(vec![
            Cell::head(p.of(&agency.name), Some(p.link(&format!("/agencies/{}", agency.code)))),
            words(p.of(&capital(agency.tier.name()))),
            count(burden.map(|burden| burden.steps)),
            count(burden.map(|burden| burden.late)),
            words(since).with(span),
        ])
    };
    let caption = p.t("Cơ quan", "Agencies").to_owned();
    Grid { caption, heads, rows: agencies.iter().map(row).collect() }
}

#[derive(Template)]
#[template(path = "agency.html")]
struct AgencyPage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    note: String,
    mine: bool,
    list: Option<Grid>,
    pager: Pager,
    obstacles: Option<Grid>,
    files: Downloads,
    projects: String,
}

/// `/agencies/so-xay-dung`.
pub(crate) async fn one(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, number) = (asked.context()?, page_number(&asked)?);
    let code = asked.in_path("agency");
    let agency = carried::agencies().iter().find(|agency| agency.code.as_str() == code).ok_or(Trouble::NotFound)?;
    let found = projects::open_steps(&context, &agency.code, office::Page::new(number - 1, SIZE)).await?;
    let untold = projects::untold_of(&context, &found.rows).await?;
    let p = asked.page("", "");
    let name = p.of(&agency.name);
    let title = format!("{} {name}", p.t("Việc đang chờ", "What waits for"));
    let p = Page { description: title.clone(), title, ..p };
    let crumbs = vec![
        Crumb { name: p.t("Cơ quan", "Agencies").to_owned(), href: Some(p.link("/agencies")) },
        Crumb { name, href: None },
    ];
    Answer::page(&AgencyPage {
        crumbs: Crumbs::new(&p, crumbs),
        kind: p.of(&capital(agency.tier.name())),
        note: agency.note.as_ref().map(|note| p.of(note)).unwrap_or_default(),
        mine: context.actor.agency() == Some(&agency.code),
        list: (!found.rows.is_empty()).then(|| steps(&asked, &p, &context, &found.rows, &untold)),
        pager: Pager::new(&p, &asked, number, found.total, ("bước đang chờ", "steps waiting")),
        obstacles: obstacles_waiting_for(&p, &context, &agency.code).await?,
        files: Downloads::one(&p, "", "waiting", &format!("agency={code}")),
        projects: p.link(&format!("/projects?agency={code}")),
        p,
    })
}

/// Obstacles shown on the page of an agency; the board goes on from there.
const MOST: u32 = 20;

/// The obstacles that wait for an agency, what is due first coming first: all of them to whoever may read of them, else what everybody may.
async fn obstacles_waiting_for(p: &Page, context: &Context, agency: &AgencyCode) -> Result<Option<Grid>, Trouble> {
    let filter = ObstacleFilter { open: Some(true), waiting_for: Some(agency.clone()), ..ObstacleFilter::default() };
    let page = office::Page::new(0, MOST);
    let inside = context.actor.reach(Action::ReadInternal) != Reach::Never;
    let (rows, total) = match inside {
        true => {
            let found = office::obstacles::list(context, &filter, ObstacleOrder::Due, page).await?;
            let untold = office::obstacles::untold(context, &found.rows).await?;
            let row = |line: &office::ObstacleLine| {
                let code = &line.obstacle.code;
                let due = (line.due, untold.get(code).copied());
                obstacle_row(p, context, code, &line.obstacle.asked, line.obstacle.kind, due)
            };
            (found.rows.iter().map(row).collect::<Vec<Row>>(), found.total)
        }
        false => {
            let found = office::obstacles::list_public(context, &filter, ObstacleOrder::Due, page).await?;
            let row = |one: &PublicObstacle| obstacle_row(p, context, &one.code, &one.text, one.kind, (None, None));
            (found.rows.iter().map(row).collect(), found.total)
        }
    };
    let heads =
        vec![head(p.t("Vướng mắc", "Obstacle")), head(p.t("Loại", "Kind")), head(p.t("Hạn trả lời", "Answer due"))];
    let caption = format!("{} ({total})", p.t("Vướng mắc đang chờ trả lời", "Obstacles that wait for an answer"));
    Ok((!rows.is_empty()).then_some(Grid { caption, heads, rows }))
}

fn obstacle_row(
    p: &Page,
    context: &Context,
    code: &ObstacleCode,
    what: &str,
    kind: ObstacleKind,
    (due, untold): (Option<Date>, Option<i16>),
) -> Row {
    let today = context.today();
    let late = due.filter(|due| *due < today).map(|due| days(p, between(due, today)));
    let late = late.map(|days| format!("{} {days}", p.t("quá hạn", "late by"))).unwrap_or_default();
    let late = untold.map_or(late, |year| obstacle::untold(p, year));
    Row::new(vec![
        Cell::head(what, Some(p.link(&format!("/obstacles/{code}")))).with(code.to_string()),
        words(p.of(&capital(kind.name()))),
        words(due.map_or_else(|| "–".to_owned(), |due| p.date(due))).with(late),
    ])
}

fn steps(asked: &Asked, p: &Page, context: &Context, rows: &[AwaitedStep], untold: &Untold) -> Grid {
    let mut heads = vec![
        head(p.t("Bước", "Step")),
        head(p.t("Dự án", "Project")),
        head(p.t("Mỏ, nhà máy", "Site")),
        head(p.t("Chờ từ", "Since")),
        head(p.t("Hạn", "Due")),
        head(p.t("Quá hạn", "Late")),
    ];
    let reminds = context.may(Action::Remind, &Thing::WHOLE);
    if reminds {
        heads.push(head(p.t("Đôn đốc", "Remind")));
    }
    let caption = p.t("Các bước đang chờ", "Steps that wait").to_owned();
    let row = |row: &AwaitedStep| {
        let mut cells = step(asked, p, context, row, untold.get(&(row.project.code.clone(), row.waits.step)).copied());
        cells.extend(reminds.then(|| remind(p, &row.project.code, &row.waits)));
        Row::new(cells)
    };
    Grid { caption, heads, rows: rows.iter().map(row).collect() }
}

fn step(asked: &Asked, p: &Page, context: &Context, row: &AwaitedStep, untold: Option<i16>) -> Vec<Cell> {
    let (project, waits, today) = (&row.project, &row.waits, context.today());
    let template = carried::templates().iter().find(|template| template.code == project.template);
    let step = template.and_then(|template| step_of(template, waits.step));
    let agencies = std::slice::from_ref(&waits.agency);
    let thing = Thing { enterprise: project.enterprise.as_ref(), agencies, consented: false };
    let place = format!("/projects/{}/steps/{}", project.code, waits.step);
    let href = if context.may(Action::AnswerStep, &thing) { format!("{place}/answer") } else { place };
    let late = waits.due.filter(|due| *due < today).map(|due| days(p, between(due, today)));
    let limit = step.and_then(|step| step.statutory).map(|limit| p.of(&limit.in_words())).unwrap_or_default();
    let mark = if project.simulated { simulated(p) } else { "" };
    let none = || untold.map_or_else(|| p.t("chưa có", "none").to_owned(), |year| obstacle::untold(p, year));
    vec![
        Cell::head(step.map_or_else(|| waits.step.to_string(), |step| step_name(p, step)), Some(p.link(&href))),
        linked(p.of(&project.name), p.link(&format!("/projects/{}", project.code))).with(mark),
        linked(site_name(asked, p, &project.site), p.link(&format!("/sites/{}", project.site))),
        words(p.date(waits.since)).with(days(p, between(waits.since, today))),
        words(waits.due.map_or_else(none, |due| p.date(due))).with(limit),
        words(late.unwrap_or_else(|| "–".to_owned())),
    ]
}
