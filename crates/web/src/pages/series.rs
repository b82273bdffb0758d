//! Any node and any measure over time: chart, table, files, and the tree to go on.

use askama::Template;
use office::publication::{PublicNode, Publication};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{
    Cell, Crumb, Crumbs, Downloads, FigureCard, Grid, Notice, Row, Select, Stamp, head, number, words,
};
use crate::draw::{self, Drawn};
use crate::files::{node_of, shown_of};
use crate::page::Page;
use crate::trouble::Trouble;
use crate::view::{self, Shown};
use crate::words as said;

/// A line of the tree beside the chart.
struct Branch {
    name: String,
    href: String,
    current: bool,
    withheld: bool,
    children: Vec<Branch>,
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage {
    p: Page,
    crumbs: Crumbs,
    heading: String,
    node_list: Select,
    measure_list: Select,
    tree: String,
    notice: Option<Notice>,
    /// The page of the same node without calendar and season, where it is an index.
    adjusted: Option<String>,
    figure: Option<FigureCard>,
    grid: Option<Grid>,
    has_withheld: bool,
}

/// `/series?node=TOTAL&measure=level`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let publication = &asked.shelf()?.latest;
    let shown = shown_of(asked)?;
    let node = &publication.nodes[node_of(asked, publication)?];
    let heading = view::title(node).in_lang(asked.lang).to_owned();
    let title = format!("{heading}: {}", view::lower(shown.name().in_lang(asked.lang)));
    let description = asked
        .page("", "")
        .t("Chuỗi số liệu tháng với biểu đồ, bảng và tệp tải về.", "A monthly series with its chart, table and files.");
    let p = asked.page(title, description.to_owned());
    let chosen = shown.to_string();
    let nodes = view::node_choices(publication);
    let node_list = Select::new(&p, "node", p.t("Ngành, sản phẩm", "Industry or product"), nodes, &node.code);
    let measure_list = Select::new(&p, "measure", p.t("Chỉ tiêu", "Measure"), Shown::choices(), &chosen);
    let crumbs = Crumbs::new(&p, way(&p, publication, node, shown));
    let why = Notice { warns: true, text: p.of(&said::why_withheld()) };
    let mut html = String::new();
    let mut has_withheld = false;
    for branch in tree(&p, publication, node, shown) {
        has_withheld |= write_branch(&p, &branch, &mut html);
    }
    let open = !node.withheld;
    Answer::page(&SeriesPage {
        crumbs,
        heading,
        node_list,
        measure_list,
        tree: html,
        notice: (!open).then_some(why),
        adjusted: (open && office::adjust::is_index(node))
            .then(|| p.link(&format!("/adjusted/series?series={}", node.code))),
        figure: open.then(|| figure(&p, publication, node, shown)),
        grid: open.then(|| grid(&p, publication, node, shown)),
        has_withheld,
        p,
    })
}

fn address(p: &Page, code: &str, shown: Shown) -> String {
    p.link(&format!("/series?node={code}&measure={shown}"))
}

fn way(p: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> Vec<Crumb> {
    let mut steps =
        vec![Crumb { name: p.t("Chuỗi số liệu", "Series").to_owned(), href: Some(p.link("/series")) }];
    let path = publication.path(&node.code);
    for above in &path {
        let here = above.code == node.code;
        let href = (!here).then(|| address(p, &above.code, shown));
        steps.push(Crumb { name: p.of(&view::title(above)), href });
    }
    steps
}

fn figure(p: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> FigureCard {
    let last = shown.of(node).iter().rposition(Option::is_some).unwrap_or(publication.months.len() - 1);
    let month = publication.months.first.plus(last as i32);
    let stamp = Stamp::of_figure(p, publication, node, month, shown.measure());
    let Drawn { drawings, marks } = draw::series(p, publication, node, shown);
    let query = format!("node={}&measure={shown}", node.code);
    FigureCard {
        title: p.of(&shown.name()),
        drawings,
        stamp: Some(stamp),
        note: marks,
        downloads: Some(Downloads::one(p, "", "series", &query)),
    }
}

/// The months, newest first. Official figures have a column where there are any.
fn grid(p: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> Grid {
    let values = shown.of(node);
    let official = |month| match shown {
        Shown::Change(measure) => view::official(publication, &node.code, measure, month),
        Shown::Level | Shown::Contribution(_) => None,
    };
    let has_official = publication.months.iter().any(|month| official(month).is_some());
    let mut heads = vec![
        head(if shown.is_yearly() { p.t("Năm", "Year") } else { p.t("Tháng", "Month") }),
        number(p.t("Giá trị", "Value")),
        number(p.t("Báo cáo đã nhận", "Returns received")),
        head(p.t("Giai đoạn", "Stage")),
    ];
    if has_official {
        heads.push(number(p.t("Cục Thống kê", "Official")).seldom());
        heads.push(number(p.t("Chênh lệch", "Difference")).seldom());
    }
    let rows = publication.months.iter().enumerate().rev().filter_map(|(n, month)| {
        let own = values.get(n).copied().flatten();
        let beside = official(month);
        if own.is_none() && beside.is_none() {
            return None;
        }
        let observed = view::observed(publication, node, month, shown.measure());
        let value = own.map_or_else(|| Cell::none("…"), |v| value_cell(p, shown, v));
        let mut cells = vec![
            Cell::month(
                if shown.is_yearly() { view::upper(&shown.moment(month, p.lang)) } else { p.month_cell(month) },
                None,
            ),
            value,
            observed.map_or_else(|| Cell::none("…"), |o| Cell::number(p.share(o * 100.0))),
            words(p.stage_name(view::stage_of(publication, month))),
        ];
        if has_official {
            cells.push(beside.map_or_else(|| words(""), |v| Cell::number(p.percent(v))));
            let difference = own.zip(beside).map(|(a, b)| domain::series::round(a, 2) - domain::series::round(b, 2));
            cells.push(difference.map_or_else(|| words(""), |d| Cell::number(p.points(d))));
        }
        Some(Row::new(cells))
    });
    Grid { caption: p.title.clone(), heads, rows: rows.collect() }
}

fn value_cell(p: &Page, shown: Shown, value: f64) -> Cell {
    let text = shown.unit().write(value, p.lang);
    if shown == Shown::Level { Cell::number(text) } else { Cell::signed(text, value) }
}

/// The way down to the node opened, its children and the neighbours along the way.
fn tree(p: &Page, publication: &Publication, node: &PublicNode, shown: Shown) -> Vec<Branch> {
    let path: Vec<_> = publication.path(&node.code).into_iter().map(|n| n.code.as_str()).collect();
    let root = publication.nodes.first();
    root.map(|root| branch(p, publication, root, &path, shown)).into_iter().collect()
}

fn branch(p: &Page, publication: &Publication, node: &PublicNode, path: &[&str], shown: Shown) -> Branch {
    let open = path.first() == Some(&node.code.as_str());
    let below = if open { &path[1..] } else { &[] };
    let children = publication.children(&node.code).filter(|_| open);
    Branch {
        name: p.of(&view::title(node)),
        href: address(p, &node.code, shown),
        current: open && below.is_empty(),
        withheld: node.withheld,
        children: children.map(|child| branch(p, publication, child, below, shown)).collect(),
    }
}

#[derive(Template)]
#[template(path = "branch.html")]
struct BranchLine<'a> {
    branch: &'a Branch,
    withheld: &'a str,
}

/// Writes the branch and those below it; whether any of them is withheld.
fn write_branch(p: &Page, branch: &Branch, html: &mut String) -> bool {
    let withheld = p.of(&said::withheld());
    html.push_str("<li>");
    html.push_str(&BranchLine { branch, withheld: &withheld }.render().unwrap_or_default());
    let mut any = branch.withheld;
    if !branch.children.is_empty() {
        html.push_str("<ul>");
        for child in &branch.children {
            any |= write_branch(p, child, html);
        }
        html.push_str("</ul>");
    }
    html.push_str("</li>");
    any
}
