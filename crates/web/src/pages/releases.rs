//! When figures are released, what each release said of a month, and how far first figures were from later ones.

use askama::Template;
use domain::period::Month;
use domain::release::revision::{Reliability, RevisionRow};
use domain::series::Stage;
use formats::figure::Unit;
use office::publication::{CalendarEntry, Publication};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, Grid, Row, Select, Stamp, head, number, words};
use crate::page::Page;
use crate::site::Shelf;
use crate::trouble::{Choice, Trouble};
use crate::view::{self, Standing};

#[derive(Template)]
#[template(path = "releases.html")]
struct ReleasesPage {
    p: Page,
    crumbs: Crumbs,
    stamp: Option<Stamp>,
    calendar: Grid,
    calendar_files: Downloads,
    year_list: Option<Select>,
    revisions: Option<Grid>,
    revisions_files: Downloads,
    node_list: Option<Select>,
    reliability: Option<Grid>,
    reliability_files: Downloads,
}

/// `/releases?node=TOTAL&year=2024`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let shelf = asked.shelf()?;
    let publication = &shelf.latest;
    let p = asked.page("", "");
    let title = p.t("Lịch công bố và số liệu sửa đổi", "Releases and revisions").to_owned();
    let p = Page { description: title.clone(), title, ..p };
    let years = years(publication);
    let year = asked.choose("year", RECENT, || years.clone())?;
    let nodes = nodes(publication);
    let first = nodes.first().map(|c| c.code.clone()).unwrap_or_default();
    let node = asked.choose("node", &first, || nodes.clone())?;
    Answer::page(&ReleasesPage {
        crumbs: Crumbs::to(&p, p.t("Lịch công bố, sửa đổi", "Releases and revisions")),
        stamp: Stamp::of_release(&p),
        calendar: calendar(&p, shelf, &year),
        calendar_files: Downloads::one(&p, "", "calendar", ""),
        year_list: (years.len() > 1)
            .then(|| Select::new(&p, "year", p.t("Năm của số liệu", "Year of the figures"), years, &year)),
        revisions: revisions(&p, publication, &node, &year),
        revisions_files: Downloads::one(&p, "", "revisions", ""),
        node_list: (nodes.len() > 1).then(|| Select::new(&p, "node", p.t("Ngành", "Industry"), nodes, &node)),
        reliability: reliability(&p, publication),
        reliability_files: Downloads::one(&p, "", "reliability", ""),
        p,
    })
}

/// The `year` of the last thirteen months and what is to come.
const RECENT: &str = "recent";

/// Whether a month belongs to the `year` that was asked for.
fn belongs(publication: &Publication, month: Month, year: &str) -> bool {
    if year == RECENT {
        return publication.release.month.months_since(month) <= 12;
    }
    month.year().to_string() == year
}

/// The `year` in the words of a caption.
fn span(p: &Page, year: &str) -> String {
    if year == RECENT { p.t("các tháng gần đây", "recent months").to_owned() } else { year.to_owned() }
}

/// Recent months, then the years there is a calendar or a revision for, newest first.
fn years(publication: &Publication) -> Vec<Choice> {
    let months = publication.calendar.iter().map(|e| e.month).chain(publication.revisions.iter().map(|r| r.month));
    let mut years: Vec<_> = months.chain([publication.release.month]).map(Month::year).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let choice = |year: domain::period::Year| {
        Choice::new(year.to_string(), domain::text::Text::new(year.to_string(), year.to_string()))
    };
    let recent = Choice::new(RECENT, domain::text::Text::new("Các tháng gần đây", "Recent months"));
    std::iter::once(recent).chain(years.into_iter().map(choice)).collect()
}

fn nodes(publication: &Publication) -> Vec<Choice> {
    let revised = publication.nodes.iter().filter(|node| publication.revisions.iter().any(|row| row.node == node.code));
    revised.map(|node| Choice::new(&node.code, view::title(node))).collect()
}

/// A row a month, newest first: when each stage is due, or when it was released and under which digest.
fn calendar(p: &Page, shelf: &Shelf, year: &str) -> Grid {
    let publication = &shelf.latest;
    let bulletins: Vec<Month> = shelf.by_month().iter().map(|issue| issue.release.month).collect();
    let mut months: Vec<Month> =
        publication.calendar.iter().map(|e| e.month).filter(|month| belongs(publication, *month, year)).collect();
    months.sort_unstable_by(|a, b| b.cmp(a));
    months.dedup();
    let mut heads = vec![head(p.t("Số liệu của", "Figures of"))];
    heads.extend(STAGES.map(|stage| head(p.stage_name(stage))));
    let row = |month: Month| {
        let bulletin = bulletins.contains(&month).then(|| p.link(&format!("/bulletin/{month}")));
        let due = |stage| publication.calendar.iter().find(|e| (e.month, e.stage) == (month, stage));
        let cells = STAGES.map(|stage| due(stage).map_or_else(|| words(""), |entry| on_day(p, publication, entry)));
        Row::new(std::iter::once(Cell::month(p.month_cell(month), bulletin)).chain(cells).collect())
    };
    let caption = format!("{}: {}", p.t("Lịch công bố", "Release calendar"), span(p, year));
    Grid { caption, heads, rows: months.into_iter().map(row).collect() }
}

/// The stages a month goes through.
const STAGES: [Stage; 3] = [Stage::Flash, Stage::Provisional, Stage::Final];

/// The day of a release with its number and the head of its digest; of any other the day it was due and where it stands.
fn on_day(p: &Page, publication: &Publication, entry: &CalendarEntry) -> Cell {
    let standing = view::standing(publication, entry);
    let Standing::Released(done) = standing else {
        return words(p.date(entry.due)).with(p.of(&standing.name()));
    };
    let digest: String = done.digest.chars().take(12).collect();
    words(p.date(done.date)).with(format!("{} {} · {digest}", p.t("lần", "release"), done.vintage))
}

/// First print against last print, month by month.
fn revisions(p: &Page, publication: &Publication, node: &str, year: &str) -> Option<Grid> {
    let rows: Vec<&RevisionRow> =
        publication.revisions.iter().filter(|r| r.node == node && belongs(publication, r.month, year)).rev().collect();
    if publication.revisions.is_empty() {
        return None;
    }
    let most = rows.iter().map(|r| r.prints.len()).max().unwrap_or(1);
    let mut heads = vec![head(p.t("Tháng", "Month"))];
    heads.extend((0..most).map(|n| number(print_name(p, n))));
    heads.push(number(p.t("Sửa đổi chỉ số (%)", "Revision of index (%)")));
    heads.push(number(p.t("Sửa đổi mức tăng (điểm\u{a0}%)", "Revision of change (points)")));
    let name = publication.node(node).map(|n| p.of(&n.name)).unwrap_or_default();
    let caption =
        format!("{}, {name}, {}", p.t("Số đầu và các lần sửa đổi", "First figures and their revisions"), span(p, year));
    Some(Grid { caption, heads, rows: rows.into_iter().map(|r| revision(p, r, most)).collect() })
}

/// The first figure of a month, then what it was revised to: not to be taken for the number of a release.
fn print_name(p: &Page, n: usize) -> String {
    match n {
        0 => p.t("Số đầu", "First").to_owned(),
        n => format!("{} {n}", p.t("Sửa", "Revision")),
    }
}

fn revision(p: &Page, row: &RevisionRow, most: usize) -> Row {
    let mut cells = vec![Cell::month(p.month_cell(row.month), None)];
    for n in 0..most {
        cells.push(row.prints.get(n).map_or_else(
            || Cell::number(""),
            |print| {
                let stage = view::lower(&p.stage_name(print.stage));
                let change = print.change.map(|change| format!(", {}", p.percent(change))).unwrap_or_default();
                Cell::number(Unit::LEVEL.write(print.level, p.lang)).with(stage + &change)
            },
        ));
    }
    let (first, last) = (row.prints.first(), row.prints.last());
    let level = first.zip(last).filter(|_| row.prints.len() > 1).filter(|(a, _)| a.level != 0.0);
    let level = level.map(|(a, b)| (b.level / a.level - 1.0) * 100.0);
    let change = first.zip(last).filter(|_| row.prints.len() > 1);
    let change = change.and_then(|(a, b)| Some(b.change? - a.change?));
    cells.push(Cell::number(level.map(|v| p.percent(v)).unwrap_or_default()));
    cells.push(Cell::number(change.map(|v| p.points(v)).unwrap_or_default()));
    Row::new(cells)
}

fn reliability(p: &Page, publication: &Publication) -> Option<Grid> {
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("Số tháng", "Months")),
        number(p.t("Sửa đổi tuyệt đối bình quân của chỉ số (%)", "Mean absolute revision of level (%)")),
        number(p.t(
            "Sửa đổi tuyệt đối bình quân của mức tăng tháng (điểm\u{a0}%)",
            "Mean absolute revision of change (points)",
        )),
        number(p.t("Giữ nguyên chiều tăng giảm", "Direction unchanged")),
    ];
    let row = |r: &Reliability| {
        let name = publication.node(&r.node).map_or_else(|| r.node.clone(), |n| p.of(&view::title(n)));
        Row::new(vec![
            Cell::head(name, None),
            Cell::number(r.months.to_string()),
            Cell::number(p.plain(r.level, 2)),
            Cell::number(p.plain(r.change, 2)),
            Cell::number(p.share(r.direction * 100.0)),
        ])
    };
    let rows: Vec<_> = publication.reliability.iter().map(row).collect();
    let caption = p.t("Độ tin cậy của số đầu", "Reliability of first figures").to_owned();
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}
