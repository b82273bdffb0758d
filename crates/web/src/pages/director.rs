//! The director's page: where the province stands against its plan, what drags, what is late, due and cleared, and what clearing each
//! would add.

use std::sync::Arc;

use askama::Template;
use domain::agency::AgencyCode;
use domain::obstacles::Bodies;
use domain::series::Measure;
use domain::sites::Site;
use office::overview::{self, Overview};
use office::publication::Publication;

use super::home::{Plan, plan};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Grid, Row, head, number, words};
use crate::listing::Listing;
use crate::page::Page;
use crate::trouble::Trouble;
use crate::view::{self, Shown};

#[derive(Template)]
#[template(path = "director.html")]
struct DirectorPage {
    p: Page,
    crumbs: Crumbs,
    plans: Vec<Plan>,
    /// What Tết did to the growth of the month.
    calendar: Option<String>,
    drags: Option<Grid>,
    worth: Option<Grid>,
    counts: Vec<Count>,
    waiting: Option<Grid>,
    overdue: Option<Grid>,
    tasks: Option<Grid>,
    cleared: Option<Grid>,
}

/// A number with what it counts and where it leads.
struct Count {
    name: String,
    value: String,
    href: String,
}

/// `/director`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let overview = overview::look(&asked.context()?).await?;
    let p = asked.page("", "");
    let title = p.t("Trang điều hành", "The director's page").to_owned();
    let p = Page { title: title.clone(), description: title.clone(), ..p };
    let publication = asked.shelf_if_any().map(|shelf| shelf.latest.clone());
    let targets = publication.iter().flat_map(|on| on.targets.iter().rev().map(|progress| plan(&p, on, progress)));
    let bodies = Bodies::new(formats::carried::agencies().iter().cloned());
    Answer::page(&DirectorPage {
        crumbs: Crumbs::to(&p, &title),
        plans: targets.collect(),
        calendar: publication.as_ref().and_then(|on| on.bulletin.in_lang(asked.lang).of_calendar()),
        drags: publication.as_ref().map(|on| drags(&p, on)),
        worth: asked.listing().ok().and_then(|listing| worth(&p, listing)),
        counts: counts(&p, &overview),
        waiting: waiting(&p, &overview, &bodies),
        overdue: obstacles(
            &p,
            &overview.overdue.rows,
            p.t("Vướng mắc quá hạn trả lời", "Obstacles whose answer is overdue"),
            &bodies,
        ),
        tasks: tasks(&p, &overview, &bodies),
        cleared: obstacles(&p, &overview.cleared.rows, p.t("Đã tháo gỡ trong tháng", "Cleared this month"), &bodies),
        p,
    })
}

/// The sections in the year of each plan: growth and contribution, what pulled most first, each leading down to its products.
fn drags(p: &Page, on: &Publication) -> Grid {
    let heads = vec![
        head(p.t("Ngành", "Section")),
        number(p.t("Tăng, giảm", "Growth")),
        number(p.t("Đóng góp, điểm\u{a0}%", "Contribution, points")),
    ];
    let mut lines = Vec::new();
    for progress in &on.targets {
        let measure = if progress.months_left == 0 { Measure::Year } else { Measure::Ytd };
        let month = progress.through;
        for node in on.children(&progress.target.node) {
            let (Some(growth), Some(points)) = (
                on.change(&node.code, month, measure),
                view::value_in(on, Shown::Contribution(measure).of(node), month),
            ) else {
                continue;
            };
            let href = p.link(&format!("/contributions?node={}&measure={measure}&month={month}", node.code));
            lines.push((progress.target.year, points, growth, p.of(&view::title(node)), href, measure, month));
        }
    }
    lines.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let rows = lines.into_iter().map(|(year, points, growth, name, href, measure, month)| {
        let period = match measure {
            Measure::Year => year.to_string(),
            _ => format!("{} {}", p.t("đến hết", "through"), p.month(month)),
        };
        Row::new(vec![
            Cell::head(name, Some(href)).with(period),
            Cell::signed(p.percent(growth), growth),
            Cell::signed(p.points(points), points),
        ])
    });
    Grid { caption: p.t("Ngành nào kéo chỉ số", "What pulls the index").to_owned(), heads, rows: rows.collect() }
}

/// Sites that stand still that the page has room for; the list has them all.
const STILL: usize = 20;

/// The sites that stand still, what each would add to this year's growth first, and what all of them would.
fn worth(p: &Page, listing: &Listing) -> Option<Grid> {
    let board = &listing.board;
    let of_all: Vec<Option<f64>> = listing.still().map(|site| board.whole(site)).collect();
    let sum: f64 = of_all.iter().flatten().sum();
    let unknown = of_all.iter().filter(|points| points.is_none()).count();
    let still = listing.still().zip(of_all.iter().copied()).take(STILL);
    let row = |(site, points): (&Site, Option<f64>)| {
        let state = site.state_on(board.day);
        Row::new(vec![
            Cell::head(p.of(&site.name), Some(p.link(&format!("/sites/{}", site.code)))).with(p.of(&state.name())),
            match points {
                Some(points) => Cell::signed(p.points(points), points),
                None => Cell::none(p.t("chưa tính được", "cannot be said")),
            },
        ])
    };
    let mut rows: Vec<Row> = still.map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let said = match (unknown, p.is_vi()) {
        (0, true) => "Tất cả cùng sản xuất".to_owned(),
        (0, false) => "All of them together".to_owned(),
        (n, true) => format!("Cộng những nơi tính được ({n} nơi chưa tính được)"),
        (n, false) => format!("Those that can be said together ({n} cannot)"),
    };
    rows.push(Row { class: "whole", ..Row::new(vec![Cell::head(said, None), Cell::signed(p.points(sum), sum)]) });
    let heads = vec![
        head(p.t("Mỏ, nhà máy", "Site")),
        number(p.t("Thêm vào tăng trưởng năm nay, điểm\u{a0}%", "Would add to this year's growth, points")),
    ];
    let caption = match (of_all.len(), p.is_vi()) {
        (count, true) if count > STILL => format!("Nếu hoạt động hết công suất ({STILL} nơi đầu trong {count})"),
        (count, false) if count > STILL => format!("If it ran at full capacity (the first {STILL} of {count})"),
        _ => p.t("Nếu hoạt động hết công suất", "If it ran at full capacity").to_owned(),
    };
    Some(Grid { caption, heads, rows })
}

/// The numbers of what is late, open and cleared.
fn counts(p: &Page, overview: &Overview) -> Vec<Count> {
    let all = overview.measures.values();
    let (open, raised, cleared) =
        all.fold((0, 0, 0), |(o, r, c), share| (o + share.open, r + share.raised, c + share.cleared));
    let count = |vi, en, value: u64, href: &str| Count {
        name: p.t(vi, en).to_owned(),
        value: value.to_string(),
        href: p.link(href),
    };
    let mut counts = vec![
        count("Vướng mắc đang mở", "Open obstacles", open, "/obstacles?open=open"),
        count("Quá hạn trả lời", "Answers overdue", overview.overdue.total, "/obstacles?open=open&order=due"),
        count("Tháo gỡ trong tháng", "Cleared this month", overview.cleared.total, "/obstacles?state=cleared"),
        count(
            "Nhiệm vụ trễ hoặc đến hạn trong 7 ngày",
            "Tasks late or due within 7 days",
            overview.tasks.total,
            "/plan",
        ),
    ];
    if raised > 0 {
        let share = p.share(cleared as f64 / raised as f64 * 100.0);
        counts.push(Count {
            name: p.t("Tỷ lệ đã tháo gỡ", "Cleared share").to_owned(),
            value: share,
            href: p.link("/obstacles"),
        });
    }
    counts.extend(overview.late.bands.iter().map(|(band, projects)| Count {
        name: format!("{} {}", p.t("Dự án", "Projects"), p.of(&band.name())),
        value: projects.to_string(),
        href: p.link(&format!("/projects?band={}", band.code())),
    }));
    counts
}

fn agency(p: &Page, bodies: &Bodies, code: &AgencyCode) -> Cell {
    Cell::head(p.of(&bodies.name(code)), Some(p.link(&format!("/agencies/{code}"))))
}

fn waiting(p: &Page, overview: &Overview, bodies: &Bodies) -> Option<Grid> {
    let rows: Vec<Row> = overview
        .waiting
        .iter()
        .map(|one| {
            Row::new(vec![
                agency(p, bodies, &one.agency),
                Cell::number(one.steps.to_string()),
                Cell::number(one.late.to_string()),
                words(p.date(one.since)).unbroken(),
            ])
        })
        .collect();
    let heads = vec![
        head(p.t("Cơ quan", "Agency")),
        number(p.t("Bước đang chờ", "Steps waiting")),
        number(p.t("Quá hạn", "Late")),
        head(p.t("Lâu nhất từ", "Longest since")),
    ];
    let caption = p.t("Đang chờ cơ quan nào", "Whom the projects wait for").to_owned();
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}

fn obstacles(p: &Page, lines: &[office::ObstacleLine], caption: &str, bodies: &Bodies) -> Option<Grid> {
    let names = |codes: &[AgencyCode]| codes.iter().map(|code| p.of(&bodies.name(code))).collect::<Vec<_>>().join(", ");
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            let obstacle = &line.obstacle;
            Row::new(vec![
                Cell::head(obstacle.code.to_string(), Some(p.link(&format!("/obstacles/{}", obstacle.code)))),
                words(p.of(&obstacle.kind.name()))
                    .with(obstacle.site.as_ref().map(ToString::to_string).unwrap_or_default()),
                words(names(if line.waiting.is_empty() { &line.asked } else { &line.waiting })),
                words(line.due.map(|day| p.date(day)).unwrap_or_default()).unbroken(),
            ])
        })
        .collect();
    let heads = vec![
        head(p.t("Mã", "Code")),
        head(p.t("Loại", "Kind")),
        head(p.t("Cơ quan", "Agency")),
        head(p.t("Hạn", "Due")),
    ];
    (!rows.is_empty()).then_some(Grid { caption: caption.to_owned(), heads, rows })
}

fn tasks(p: &Page, overview: &Overview, bodies: &Bodies) -> Option<Grid> {
    let rows: Vec<Row> = overview
        .tasks
        .rows
        .iter()
        .map(|stored| {
            let task = &stored.task;
            let late = task.due < overview.today;
            Row::new(vec![
                Cell::head(task.what.clone(), Some(p.link(&format!("/tasks/{}", task.code)))),
                words(p.of(&bodies.name(&task.lead))),
                words(p.date(task.due)).unbroken().with(if late { p.t("quá hạn", "late") } else { "" }),
            ])
        })
        .collect();
    let heads = vec![head(p.t("Nhiệm vụ", "Task")), head(p.t("Chủ trì", "Lead")), head(p.t("Hạn", "Due"))];
    let caption = p.t("Nhiệm vụ trễ hoặc đến hạn trong 7 ngày", "Tasks late or due within 7 days").to_owned();
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}
