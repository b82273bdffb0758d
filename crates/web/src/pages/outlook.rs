//! A scenario: which sites run, at what share of their capacity, from which month; what each adds to the year, what all add, and what is
//! then missing to the plan.

use std::sync::Arc;

use askama::Template;
use domain::period::Month;
use domain::sites::{Site, SiteCode};
use office::outlook::{Added, Board, MOST_SITES, Run, RunWorth, Scenario, YearOutlook, scenario};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Grid, Row, head, number};
use crate::page::Page;
use crate::trouble::Trouble;

/// Sites offered to choose from; others are named by their code.
const OFFERED: usize = 20;
/// The share of the capacity that is looked at unless another is asked for, per cent.
const SHARE: f64 = 100.0;

/// A site to choose.
struct Choice {
    code: String,
    name: String,
    state: String,
    /// What it would add at its whole capacity.
    adds: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "outlook.html")]
struct OutlookPage {
    p: Page,
    crumbs: Crumbs,
    simulated: bool,
    choices: Vec<Choice>,
    more: String,
    share: String,
    from: String,
    wrong: Vec<String>,
    lead: String,
    years: Option<Grid>,
    runs: Option<Grid>,
    sum: String,
}

/// What was asked for.
struct Wanted {
    sites: Vec<SiteCode>,
    share: f64,
    from: Month,
    wrong: Vec<String>,
}

/// `/outlook?site=M02&site=H05&more=M11&share=50&from=2024-03`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, board) = (asked.context()?, asked.board()?);
    let p = asked.page("", "");
    let title = p.t("Kịch bản cho năm", "A scenario for the year").to_owned();
    let p = Page { description: title.clone(), title: title.clone(), ..p };
    let next = asked.shelf().map_or(Month::of(board.day), |shelf| shelf.latest.release.month.next());
    let mut wanted = Wanted::of(&asked, &p, next);
    let runs = wanted.sites.iter().map(|site| Run { site: site.clone(), share: wanted.share, from: wanted.from });
    let found = match scenario(&context, board, &runs.collect::<Vec<_>>()).await {
        Ok(found) => Some(found),
        Err(office::context::OfficeError::Said(text)) => {
            wanted.wrong.push(p.of(&text));
            None
        }
        Err(error) => return Err(error.into()),
    };
    let choices = choices(&p, board, &wanted);
    let offered: Vec<&str> = choices.iter().map(|choice| choice.code.as_str()).collect();
    let more = wanted.sites.iter().filter(|site| !offered.contains(&site.as_str()));
    let more = more.map(ToString::to_string).collect::<Vec<_>>().join(" ");
    Answer::page(&OutlookPage {
        crumbs: Crumbs::to(&p, &title),
        simulated: board.simulated,
        more,
        share: p.plain(wanted.share * 100.0, if (wanted.share * 100.0).fract() == 0.0 { 0 } else { 1 }),
        from: wanted.from.to_string(),
        lead: found.as_ref().map(|found| lead(&p, found)).unwrap_or_default(),
        years: found.as_ref().map(|found| years(&p, &found.years)),
        runs: found.as_ref().filter(|found| !found.runs.is_empty()).map(|found| runs_grid(&p, board, found)),
        sum: found.as_ref().map(|found| sum(&p, found)).unwrap_or_default(),
        wrong: wanted.wrong,
        choices,
        p,
    })
}

impl Wanted {
    fn of(asked: &Asked, p: &Page, next: Month) -> Self {
        let mut wrong = Vec::new();
        let typed = asked.all("more").flat_map(|text| text.split([' ', ',', ';']));
        let mut sites: Vec<SiteCode> = Vec::new();
        for text in asked.all("site").chain(typed).map(str::trim).filter(|text| !text.is_empty()) {
            match text.parse::<SiteCode>() {
                Ok(code) if sites.contains(&code) => {}
                Ok(code) => sites.push(code),
                Err(_) => wrong.push(match p.is_vi() {
                    true => format!("“{text}” không phải mã mỏ, nhà máy. Ghi như M02."),
                    false => format!("“{text}” is no code of a site. Write it as M02."),
                }),
            }
        }
        let share = match asked.parameter("share") {
            None => SHARE,
            Some(text) => text.replace(',', ".").parse().unwrap_or_else(|_| {
                wrong.push(p.t("Phần công suất là một số, ví dụ 50.", "The share is a number, as 50.").to_owned());
                SHARE
            }),
        };
        let from = match asked.parameter("from") {
            None => next,
            Some(text) => text.parse().unwrap_or_else(|_| {
                wrong.push(p.t("Tháng ghi như 2024-03.", "Write the month as 2024-03.").to_owned());
                next
            }),
        };
        Self { sites, share: share / 100.0, from, wrong }
    }
}

/// The sites that would add most, whatever keeps them from it.
fn choices(p: &Page, board: &Board, wanted: &Wanted) -> Vec<Choice> {
    let worth = |code| board.site(code).and_then(|site| Some((site, board.whole(site)?)));
    let mut known: Vec<(&Site, f64)> = board.worth.keys().filter_map(|code| worth(code.as_str())).collect();
    known.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.code.cmp(&b.0.code)));
    let choice = |(site, points): (&Site, f64)| Choice {
        code: site.code.to_string(),
        name: p.of(&site.name),
        state: p.of(&site.state_on(board.day).name()),
        adds: p.points(points),
        chosen: wanted.sites.contains(&site.code),
    };
    known.into_iter().take(OFFERED).map(choice).collect()
}

fn lead(p: &Page, found: &Scenario) -> String {
    let month = p.month(found.month);
    match p.is_vi() {
        true => format!(
            "Tính bằng chính bộ máy tính chỉ số, trên số liệu công bố đến hết {month}. Tháng chưa có báo cáo lấy bằng cùng tháng năm trước: mốc so sánh, không phải dự báo."
        ),
        false => format!(
            "Computed by the index engine itself on what was released up to {month}. Months without returns repeat the same month of last year: a line to compare with, no forecast."
        ),
    }
}

fn percent(p: &Page, value: Option<f64>) -> Cell {
    value.map_or_else(|| Cell::none("…"), |value| Cell::signed(p.percent(value), value))
}

fn points(p: &Page, value: Option<f64>) -> Cell {
    value.map_or_else(|| Cell::none("…"), |value| Cell::signed(p.points(value), value))
}

/// Each year without them, with them, and beside its plan.
fn years(p: &Page, years: &[YearOutlook]) -> Grid {
    let heads = vec![
        head(p.t("Năm", "Year")),
        number(p.t("Không có thêm", "Without them")),
        number(p.t("Thêm, điểm\u{a0}%", "Added, points")),
        number(p.t("Thành", "With them")),
        number(p.t("Kế hoạch", "Plan")),
        number(p.t("Còn hụt, điểm\u{a0}%", "Still missing, points")),
    ];
    let row = |year: &YearOutlook| {
        let missing = match year.gap() {
            None => Cell::none(p.t("chưa có kế hoạch", "no plan")),
            Some(gap) if gap > 0.0 => Cell::signed(p.plain(gap, 2), -gap),
            Some(gap) => Cell::signed(format!("{} {}", p.t("vượt", "above by"), p.plain(-gap, 2)), -gap),
        };
        Row::new(vec![
            Cell::head(year.year.to_string(), None),
            percent(p, year.without),
            points(p, year.together.whole()),
            percent(p, year.with()),
            percent(p, year.target),
            missing,
        ])
    };
    let caption = p.t("Cả năm, bên cạnh kế hoạch", "The year, beside the plan").to_owned();
    Grid { caption, heads, rows: years.iter().map(row).collect() }
}

/// Each site alone, from its product up to the whole.
fn runs_grid(p: &Page, board: &Board, found: &Scenario) -> Grid {
    let mut heads = vec![head(p.t("Mỏ, nhà máy", "Site"))];
    for year in &found.years {
        heads.push(number(format!("{}, {}", p.t("Toàn ngành", "Whole industry"), year.year)));
        heads.push(number(format!("{}, {}", p.t("Ngành của nó", "Its section"), year.year)));
        heads.push(number(format!("{}, {}", p.t("Sản phẩm", "Its product"), year.year)));
    }
    let row = |run: &RunWorth| {
        let known = board.site(run.run.site.as_str()).is_some();
        let href = known.then(|| p.link(&format!("/sites/{}", run.run.site)));
        let code = run.run.site.to_string();
        let (told, values) = match &run.worth {
            Ok(years) => (code, years.iter().flat_map(three).collect()),
            Err(why) => (format!("{code}: {}", p.of(why)), vec![None; 3 * found.years.len()]),
        };
        let cells = values.into_iter().map(|value| points(p, value));
        Row::new(std::iter::once(Cell::head(p.of(&run.name), href).with(told)).chain(cells).collect())
    };
    let caption =
        p.t("Từng nơi, điểm phần trăm thêm vào mức tăng của năm", "Each alone, points added to the year").to_owned();
    Grid { caption, heads, rows: found.runs.iter().map(row).collect() }
}

/// Of the whole, the section below it, and the product: the first, the second and the last node touched.
fn three(added: &Added) -> [Option<f64>; 3] {
    let at = |place: Option<&(String, Option<f64>)>| place.and_then(|(_, points)| *points);
    let below = if added.nodes.len() > 1 { added.nodes.last() } else { None };
    [at(added.nodes.first()), at(added.nodes.get(1)), at(below)]
}

/// That the parts add up to the whole, or by how much they do not.
fn sum(p: &Page, found: &Scenario) -> String {
    let Some(first) = found.years.first() else { return String::new() };
    let alone = found.runs.iter().filter_map(|run| run.worth.as_ref().ok()?.first()?.whole());
    let (alone, together) = (alone.sum::<f64>(), first.together.whole().unwrap_or(0.0));
    match (found.runs.len(), p.is_vi()) {
        (0 | 1, _) => String::new(),
        (_, true) => format!(
            "Cộng từng nơi: {} điểm; tính cả cùng lúc: {} điểm ({}).",
            p.points(alone),
            p.points(together),
            first.year
        ),
        (_, false) => format!(
            "Each alone added up: {} points; all computed together: {} points ({}).",
            p.points(alone),
            p.points(together),
            first.year
        ),
    }
}

/// What the page says of how many sites it takes.
fn most(p: &Page) -> String {
    match p.is_vi() {
        true => format!("Mã khác, cách nhau bằng dấu cách; tối đa {MOST_SITES} nơi mỗi lần."),
        false => format!("Other codes, with blanks between; at most {MOST_SITES} sites at a time."),
    }
}
