//! What moved an industry: the contributions of its parts as a waterfall, opened part by part.

use askama::Template;
use domain::period::Month;
use domain::series::Measure;
use domain::text::Lang;
use office::publication::{PublicNode, Publication, Waterfall};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumb, Crumbs, Downloads, FigureCard, Grid, Notice, Row, Select, Stamp, head, number};
use crate::files::{Moment, moment_choice, moment_of, months_with, node_of};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::{draw, view, words as said};

#[derive(Template)]
#[template(path = "contributions.html")]
struct ContributionsPage {
    p: Page,
    crumbs: Crumbs,
    heading: String,
    lead: String,
    node: String,
    measure_list: Select,
    month_list: Select,
    notice: Option<Notice>,
    figure: Option<FigureCard>,
    grid: Option<Grid>,
    /// Prices of the metals mined in the industry.
    prices: Option<String>,
    /// Where the sites behind the industry stand.
    sites: Option<(&'static str, String)>,
}

/// `/contributions?node=TOTAL&measure=yoy&month=2024-01`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let publication = &asked.shelf()?.latest;
    let node = &publication.nodes[node_of(asked, publication)?];
    let moment = moment_of(asked, publication)?;
    let Moment { month, measure, .. } = moment;
    let name = view::title(node);
    let heading = match asked.lang {
        Lang::Vi => format!("Đóng góp vào mức tăng, giảm: {}", name.vi),
        Lang::En if node.depth == 0 => format!("What moved the {}", view::lower(&name.en)),
        Lang::En => format!("What moved {} ({})", view::lower(&node.name.en), view::unbroken(&node.code)),
    };
    let p = asked.page(&heading, heading.clone());
    let measures = Measure::ALL.map(|m| Choice::new(m.code(), said::measure(m))).to_vec();
    let months = months_with(publication, measure).into_iter().map(|month| moment_choice(month, measure)).collect();
    let waterfall = publication.waterfall(&node.code, month, measure);
    let notice = match &waterfall {
        Some(_) => moment.instead_of.map(|wanted| another_month(&p, wanted, moment)),
        None => Some(why_none(&p, publication, node)),
    };
    let figure = waterfall.as_ref().map(|w| figure(&p, publication, node, w, moment));
    let grid = waterfall.as_ref().map(|w| grid(&p, publication, w, moment));
    let lead = waterfall.as_ref().map(|w| lead(&p, w, moment)).unwrap_or_default();
    Answer::page(&ContributionsPage {
        crumbs: Crumbs::new(&p, way(&p, publication, node, month, measure)),
        heading,
        lead,
        node: node.code.clone(),
        measure_list: Select::new(&p, "measure", p.t("So sánh", "Comparison"), measures, measure.code()),
        month_list: Select::new(&p, "month", period_label(&p, measure), months, &month.to_string()),
        notice,
        figure,
        grid,
        prices: prices(&p, publication, node),
        sites: sites(asked, &p, publication, node),
        p,
    })
}

/// The way from an industry to its mines or power stations.
fn sites(asked: &Asked, p: &Page, on: &Publication, node: &PublicNode) -> Option<(&'static str, String)> {
    asked.board_if_any()?;
    let section = on.path(&node.code).into_iter().find(|above| above.depth == 1);
    match section.map(|section| section.code.as_str()) {
        Some("B") => {
            let words = p.t("Các mỏ: nơi nào dừng, vì sao", "The mines: which stand still, and why");
            Some((words, p.link("/sites?kind=mine")))
        }
        Some("D") => {
            let words = p.t("Các nhà máy thủy điện", "The hydropower plants");
            Some((words, p.link("/sites?kind=hydropower")))
        }
        _ => {
            let words = p.t("Các mỏ, thủy điện, nhà máy", "Mines, hydropower, plants");
            (node.depth == 0).then(|| (words, p.link("/sites")))
        }
    }
}

/// The way from mining, or metal ores, to the prices of the metals.
fn prices(p: &Page, on: &Publication, node: &PublicNode) -> Option<String> {
    let way = on.path(&node.code);
    let is_of_ores = way.iter().any(|above| above.code == "07") || node.code == "B";
    is_of_ores.then(|| p.link("/markets"))
}

fn period_label(p: &Page, measure: Measure) -> &'static str {
    if measure == Measure::Year { p.t("Năm", "Year") } else { p.t("Tháng", "Month") }
}

fn lead(p: &Page, waterfall: &Waterfall, Moment { month, measure, .. }: Moment) -> String {
    let (when, measure) = (view::upper(&view::moment(month, measure, p.lang)), view::lower(&p.measure(measure)));
    let change = p.percent(waterfall.change);
    match p.is_vi() {
        true => format!("{when}, {measure}: {change}. Các phần dưới đây cộng lại đúng bằng mức này."),
        false => format!("{when}, {measure}: {change}. The parts below add up to exactly this."),
    }
}

/// Said where the month that was asked for has no figure of the measure.
fn another_month(p: &Page, wanted: Month, Moment { month, measure, .. }: Moment) -> Notice {
    let (wanted, shown) = (p.month_title(wanted), view::moment(month, measure, p.lang));
    let measure = view::lower(&p.measure(measure));
    let text = match p.is_vi() {
        true => format!("{wanted} không có số liệu “{measure}”; trang này trình bày số liệu {shown}."),
        false => format!("{wanted} has no figure “{measure}”; this page shows {shown} instead."),
    };
    Notice { warns: false, text }
}

fn address(p: &Page, code: &str, month: Month, measure: Measure) -> String {
    p.link(&format!("/contributions?node={code}&measure={measure}&month={month}"))
}

fn way(p: &Page, on: &Publication, node: &PublicNode, month: Month, measure: Measure) -> Vec<Crumb> {
    let first = Crumb { name: p.t("Đóng góp", "Contributions").to_owned(), href: Some(p.link("/contributions")) };
    let path = on.path(&node.code);
    let steps = path.into_iter().map(|above| {
        let href = (above.code != node.code).then(|| address(p, &above.code, month, measure));
        Crumb { name: p.of(&view::title(above)), href }
    });
    std::iter::once(first).chain(steps).collect()
}

/// Why there is no waterfall: withheld, at the bottom of the tree, or no figure in that month.
fn why_none(p: &Page, publication: &Publication, node: &PublicNode) -> Notice {
    let text = if node.withheld {
        p.of(&said::why_withheld())
    } else if publication.children(&node.code).next().is_none() {
        p.t(
            "Đây là cấp cuối cùng được công bố; không chia nhỏ thêm để giữ kín số liệu của từng cơ sở.",
            "This is the last level that is published; it is not split further, so that no establishment's figures are shown.",
        )
        .to_owned()
    } else {
        p.t(
            "Không tính được mức đóng góp ở tháng này: ngành này chưa có sản lượng trong kỳ so sánh. Hãy chọn tháng khác.",
            "No contribution can be computed for this month: the industry had no output in the period compared with. Choose another month.",
        )
        .to_owned()
    };
    Notice { warns: node.withheld, text }
}

fn figure(p: &Page, on: &Publication, node: &PublicNode, of: &Waterfall, moment: Moment) -> FigureCard {
    let Moment { month, measure, .. } = moment;
    let hidden = of.bars.iter().any(|bar| bar.code.is_none());
    let note = p.t(
        "Điểm phần trăm. Mỗi thanh bắt đầu ở chỗ thanh trước kết thúc; thanh cuối là mức tăng, giảm chung. Bấm vào tên ngành để xem sâu hơn.",
        "Percentage points. Each bar starts where the one before ended; the last is the whole change. Follow a name to go deeper.",
    );
    let note = if hidden { format!("{note} {}", p.of(&said::why_withheld())) } else { note.to_owned() };
    let query = format!("node={}&measure={measure}&month={month}", node.code);
    FigureCard {
        title: format!("{}, {}", p.measure(measure), view::moment(month, measure, p.lang)),
        drawings: draw::contributions(p, on, node, of, (month, measure)),
        stamp: Some(Stamp::of_figure(p, on, node, month, measure)),
        note,
        downloads: Some(Downloads::one(p, "", "contributions", &query)),
    }
}

fn grid(p: &Page, publication: &Publication, of: &Waterfall, Moment { month, measure, .. }: Moment) -> Grid {
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("Quyền số năm gốc", "Base weight")),
        number(p.t("Tăng trưởng", "Growth")),
        number(p.t("Đóng góp (điểm\u{a0}%)", "Contribution (points)")),
        number(p.t("Vào toàn ngành (điểm\u{a0}%)", "To the whole (points)")),
    ];
    let row = |bar: &office::publication::Bar| {
        let child = bar.code.as_deref().and_then(|code| publication.node(code));
        let name = child.map_or_else(
            || p.t("Các ngành không công bố riêng", "Industries not shown separately").to_owned(),
            |c| p.of(&view::title(c)),
        );
        let href = bar.code.as_ref().filter(|_| bar.opens).map(|code| address(p, code, month, measure));
        let growth = child.and_then(|c| view::value_in(publication, c.changes.get(measure), month));
        Row::new(vec![
            Cell::head(name, href),
            child.map_or_else(|| Cell::none("…"), |c| Cell::number(p.share(c.weight))),
            growth.map_or_else(|| Cell::none("…"), |g| Cell::signed(p.percent(g), g)),
            Cell::signed(p.points(bar.points), bar.points),
            Cell::signed(p.points(bar.points_of_whole), bar.points_of_whole),
        ])
    };
    let when = view::moment(month, measure, p.lang);
    let caption = format!("{}, {}, {when}", p.title, view::lower(&p.measure(measure)));
    Grid { caption, heads, rows: of.bars.iter().map(row).collect() }
}
