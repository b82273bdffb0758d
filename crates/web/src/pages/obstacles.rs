//! The board of obstacles: how many of which kind stand where, what was cleared, how old the open ones are, and the list.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::agency::{AgencyCode, Tier};
use domain::authority::{Action, Reach};
use domain::obstacles::{Measures, ObstacleCode, ObstacleKind, Share, State};
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;
use office::obstacles::{self, Board, MeasuresOf};
use office::{Listed, ObstacleFilter, ObstacleOrder};

use super::record::{Record, Section, rows, turn};
use super::sites::capital;
use super::{bodies, obstacle};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Grid, Row, Select, head, number, words};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};

const ALL: &str = "all";

/// A line of the list, as much of it as the reader may see.
struct Line {
    code: String,
    kind: ObstacleKind,
    site: Option<SiteCode>,
    text: String,
    state: State,
    asked: Vec<AgencyCode>,
    raised_on: Date,
    due: Option<Date>,
    /// The year for want of whose days off the day cannot be told.
    untold: Option<i16>,
    effect: Option<f64>,
    simulated: bool,
}

/// `/obstacles?kind=land&open=open&order=age`.
pub(crate) async fn board(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let context = asked.context()?;
    let p = asked.page("", "");
    let title = p.t("Khó khăn, vướng mắc", "Obstacles").to_owned();
    let (filter, order) = wanted(&asked)?;
    let is_inside = context.actor.reach(Action::ReadInternal) != Reach::Never;
    let listed = match is_inside {
        true => {
            let listed = obstacles::list(&context, &filter, order, rows(&asked)).await?;
            let untold = obstacles::untold(&context, &listed.rows).await?;
            inside(listed, &untold)
        }
        false => outside(obstacles::list_public(&context, &filter, order, rows(&asked)).await?),
    };
    let (counts, measures) = (obstacles::board(&context).await?, obstacles::measures(&context).await?);
    let mut record = Record::new(&asked, &title, &[]);
    record.lead.push(lead(&p, &counts));
    if context.actor.reach(Action::RaiseObstacle) != Reach::Never {
        record.way(p.t("Nêu vướng mắc mới", "Raise an obstacle"), "/obstacles/new");
    }
    record.files("obstacles", &asked.narrowed_by(&["kind", "state", "open", "agency", "site", "order"]));
    record.section(counted(&p, &counts));
    let mut list = Section { narrowed: true, ..Section::titled(p.t("Danh sách", "List")) };
    list.said.push(said_of(&p, listed.total, is_inside));
    if !listed.rows.is_empty() {
        list.grids.push(grid(&p, &asked, &listed, context.today()));
    }
    list.turn = turn(&asked, &p, listed.total);
    record.picks = picks(&asked, &p);
    let site = filter.site.as_ref().map(ToString::to_string).unwrap_or_default();
    record.wanted = Some(("site", p.t("Mã mỏ, nhà máy", "Code of the site").to_owned(), site));
    record.section(list);
    record.section(measured(&p, &measures));
    record.answer()
}

fn lead(p: &Page, board: &Board) -> String {
    let of = |open: bool| -> u64 {
        let states = board.counts.values().flatten();
        states.filter(|(state, _)| state.is_open() == open).map(|(_, count)| count).sum()
    };
    let (open, closed, late) = (of(true), of(false), board.overdue.values().sum::<u64>());
    match p.is_vi() {
        true => format!("{open} vướng mắc đang mở, trong đó {late} quá hạn trả lời; {closed} đã kết thúc."),
        false => {
            format!("{open} obstacles are open, {late} of them past the limit for an answer; {closed} are closed.")
        }
    }
}

fn said_of(p: &Page, total: u64, is_inside: bool) -> String {
    match (p.is_vi(), is_inside) {
        (true, true) => format!("{total} vướng mắc thuộc phạm vi được xem của bạn."),
        (true, false) => format!("{total} vướng mắc có phần công khai."),
        (false, true) => format!("{total} that you may see."),
        (false, false) => format!("{total} with something made public."),
    }
}

fn inside(listed: Listed<office::ObstacleLine>, untold: &BTreeMap<ObstacleCode, i16>) -> Listed<Line> {
    let line = |line: office::ObstacleLine| Line {
        untold: untold.get(&line.obstacle.code).copied(),
        code: line.obstacle.code.to_string(),
        kind: line.obstacle.kind,
        site: line.obstacle.site,
        text: line.obstacle.asked,
        state: line.state,
        asked: if line.waiting.is_empty() { line.asked } else { line.waiting },
        raised_on: line.obstacle.raised_on,
        due: line.due,
        effect: line.obstacle.effect_points,
        simulated: line.obstacle.simulated,
    };
    Listed { total: listed.total, rows: listed.rows.into_iter().map(line).collect() }
}

fn outside(listed: Listed<obstacles::PublicObstacle>) -> Listed<Line> {
    let line = |seen: obstacles::PublicObstacle| Line {
        code: seen.code.to_string(),
        kind: seen.kind,
        site: seen.site,
        text: seen.text,
        state: seen.state,
        asked: seen.asked,
        raised_on: seen.raised_on,
        due: None,
        untold: None,
        effect: seen.effect_points,
        simulated: seen.simulated,
    };
    Listed { total: listed.total, rows: listed.rows.into_iter().map(line).collect() }
}

/// What the address narrows the list to, and its order.
pub(crate) fn wanted(asked: &Asked) -> Result<(ObstacleFilter, ObstacleOrder), Trouble> {
    let of = |name, valid: fn() -> Vec<Choice>| asked.choose(name, ALL, valid);
    let (kind, state, agency) = (of("kind", kind_choices)?, of("state", state_choices)?, of("agency", agency_choices)?);
    let order = asked.choose("order", "due", order_choices)?;
    let site = match asked.parameter("site") {
        Some(text) => Some(text.parse().map_err(|_| Trouble::Parameter {
            name: "site",
            value: text.to_owned(),
            valid: Vec::new(),
        })?),
        None => None,
    };
    let filter = ObstacleFilter {
        open: match of("open", open_choices)?.as_str() {
            "open" => Some(true),
            "closed" => Some(false),
            _ => None,
        },
        kind: kind.parse().ok(),
        state: state.parse().ok(),
        agency: agency.parse().ok().filter(|_| agency != ALL),
        site,
        ..ObstacleFilter::default()
    };
    Ok((filter, ordered(&order)))
}

/// The lists to narrow it with.
fn picks(asked: &Asked, p: &Page) -> Vec<Select> {
    let pick = |name: &'static str, label: &str, choices: Vec<Choice>, default: &str| {
        Select::new(p, name, label, choices, asked.parameter(name).unwrap_or(default))
    };
    vec![
        pick("kind", p.t("Loại", "Kind"), kind_choices(), ALL),
        pick("state", p.t("Trạng thái", "State"), state_choices(), ALL),
        pick("open", p.t("Còn mở", "Open"), open_choices(), ALL),
        pick("agency", p.t("Cơ quan được giao", "Body asked"), agency_choices(), ALL),
        pick("order", p.t("Xếp theo", "Order"), order_choices(), "due"),
    ]
}

fn ordered(order: &str) -> ObstacleOrder {
    match order {
        "effect" => ObstacleOrder::Effect,
        "age" => ObstacleOrder::Oldest,
        "newest" => ObstacleOrder::Newest,
        _ => ObstacleOrder::Due,
    }
}

fn with_all(all: Text, others: impl Iterator<Item = Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new(ALL, all)).chain(others).collect()
}

pub(crate) fn kind_choices() -> Vec<Choice> {
    let kinds = ObstacleKind::ALL.iter().map(|kind| Choice::new(kind.code(), capital(kind.name())));
    with_all(Text::new("Mọi loại", "Every kind"), kinds)
}

pub(crate) fn state_choices() -> Vec<Choice> {
    let states = State::ALL.iter().map(|state| Choice::new(state.code(), capital(state.name())));
    with_all(Text::new("Mọi trạng thái", "Every state"), states)
}

pub(crate) fn open_choices() -> Vec<Choice> {
    let choices = [
        Choice::new("open", Text::new("Đang mở", "Still open")),
        Choice::new("closed", Text::new("Đã kết thúc", "Closed")),
    ];
    with_all(Text::new("Cả hai", "Both"), choices.into_iter())
}

pub(crate) fn agency_choices() -> Vec<Choice> {
    bodies::filter(Text::new("Mọi cơ quan", "All bodies"))
}

pub(crate) fn order_choices() -> Vec<Choice> {
    vec![
        Choice::new("due", Text::new("Hạn trả lời gần nhất", "Answer due first")),
        Choice::new("effect", Text::new("Ảnh hưởng lớn nhất", "Largest effect first")),
        Choice::new("age", Text::new("Lâu nhất", "Oldest first")),
        Choice::new("newest", Text::new("Mới nhất", "Newest first")),
    ]
}

/// How many of each kind stand in each state; each number leads to its list.
fn counted(p: &Page, board: &Board) -> Section {
    let mut section = Section::titled(p.t("Bao nhiêu, ở đâu", "How many, and where"));
    if board.counts.is_empty() {
        return section;
    }
    let mut heads = vec![head(p.t("Loại", "Kind"))];
    heads.extend(State::ALL.iter().map(|state| number(p.of(&capital(state.name())))));
    heads.push(number(p.t("Quá hạn", "Overdue")));
    let row = |(kind, states): (&ObstacleKind, &std::collections::BTreeMap<State, u64>)| {
        let href = p.link(&format!("/obstacles?kind={}", kind.code()));
        let mut cells = vec![Cell::head(p.of(&capital(kind.name())), Some(href))];
        let count = |count: Option<&u64>| Cell::number(count.copied().unwrap_or(0).to_string());
        cells.extend(State::ALL.iter().map(|state| count(states.get(state))));
        cells.push(count(board.overdue.get(kind)));
        Row::new(cells)
    };
    let caption = p.t("Số vướng mắc theo loại và trạng thái", "Obstacles by kind and state").to_owned();
    section.grids.push(Grid { caption, heads, rows: board.counts.iter().map(row).collect() });
    section
}

/// Cleared share and median age, by kind, by tier, by body.
fn measured(p: &Page, measures: &MeasuresOf) -> Section {
    let mut section =
        Section::titled(p.t("Tháo gỡ được bao nhiêu, chờ bao lâu", "How much is cleared, and how long it waits"));
    let no_tier = p.t("Chưa giao", "Not assigned yet");
    let tier = |tier: &Option<Tier>| tier.map_or_else(|| no_tier.to_owned(), |tier| p.of(&capital(tier.name())));
    let tables = [
        shares(p, p.t("Theo loại", "By kind"), &measures.kind, |kind| p.of(&capital(kind.name()))),
        shares(p, p.t("Theo cấp", "By tier"), &measures.tier, tier),
        shares(p, p.t("Theo cơ quan được giao", "By body asked"), &measures.agency, |code| bodies::name(p, code)),
    ];
    section.grids.extend(tables.into_iter().filter(|grid| !grid.rows.is_empty()));
    section
}

fn shares<K>(p: &Page, caption: &str, measures: &Measures<K>, name: impl Fn(&K) -> String) -> Grid {
    let heads = vec![
        head(p.t("Nhóm", "Group")),
        number(p.t("Đã nêu", "Raised")),
        number(p.t("Còn mở", "Open")),
        number(p.t("Tỷ lệ tháo gỡ", "Cleared share")),
        number(p.t("Tuổi trung vị (ngày)", "Median age (days)")),
    ];
    let row = |(key, share): (&K, &Share)| {
        let cleared = share.cleared_share().map_or_else(|| "–".to_owned(), |share| p.share(share * 100.0));
        let age = share.median_age.map_or_else(|| "–".to_owned(), |days| p.plain(days, 1));
        let numbers = [share.raised.to_string(), share.open.to_string(), cleared, age].map(Cell::number);
        Row::new(std::iter::once(Cell::head(name(key), None)).chain(numbers).collect())
    };
    Grid { caption: caption.to_owned(), heads, rows: measures.iter().map(row).collect() }
}

fn grid(p: &Page, asked: &Asked, listed: &Listed<Line>, today: Date) -> Grid {
    let heads = vec![
        head(p.t("Vướng mắc", "Obstacle")),
        head(p.t("Loại, nơi", "Kind, site")),
        head(p.t("Trạng thái", "State")),
        head(p.t("Chờ ai", "Waits for")),
        head(p.t("Ảnh hưởng", "Effect")),
    ];
    let row =
        |line: &Line| {
            let site = line.site.as_ref().map(|code| obstacle::site_name(p, asked, code)).unwrap_or_default();
            let simulated = if line.simulated { p.t(" (mô phỏng)", " (simulated)") } else { "" };
            let due = match line.due.filter(|_| line.state == State::Assigned) {
                Some(due) if due < today => format!("{} {}", p.t("quá hạn từ", "overdue since"), p.date(due)),
                Some(due) => format!("{} {}", p.t("hạn", "due"), p.date(due)),
                None => line.untold.map(|year| obstacle::untold(p, year)).unwrap_or_default(),
            };
            let effect = line.effect.map_or_else(|| "–".to_owned(), |points| p.points(points));
            Row::new(vec![
                Cell::head(obstacle::short(&line.text), Some(p.link(&format!("/obstacles/{}", line.code))))
                    .with(format!("{}{simulated}", line.code)),
                words(p.of(&capital(line.kind.name()))).with(site),
                words(p.of(&capital(line.state.name()))).with(due),
                words(if line.asked.is_empty() { "–".to_owned() } else { bodies::names(p, &line.asked) })
                    .with(format!("{} {}", p.t("nêu ngày", "raised"), p.date(line.raised_on))),
                words(effect),
            ])
        };
    let caption = p.t("Vướng mắc", "Obstacles").to_owned();
    Grid { caption, heads, rows: listed.rows.iter().map(row).collect() }
}
