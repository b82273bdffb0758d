//! The first page: where the province stands, against its plan and against last year.

use askama::Template;
use domain::release::target::Progress;
use domain::series::Measure;
use formats::figure::Unit;
use office::publication::{PublicNode, Publication};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{
    Cell, Downloads, FigureCard, Grid, Growth, KeyNumber, Row, Source, Stamp, direction, download, head, number, words,
};
use crate::draw::{self, Drawn};
use crate::page::Page;
use crate::trouble::Trouble;
use crate::view::{self, Shown};
use crate::words as said;

/// The plan of a year, as pages show it.
pub(super) struct Plan {
    pub(super) year: String,
    pub(super) stamp: Option<Stamp>,
    pub(super) drawing: String,
    pub(super) plan: String,
    pub(super) result: String,
    pub(super) through: String,
    pub(super) gap: String,
    /// Behind the plan.
    pub(super) behind: bool,
    /// The year is over: the gap is no longer what is missing but what was missed.
    pub(super) over: bool,
    pub(super) needed: String,
    pub(super) source: Source,
    /// The page of what made the result.
    pub(super) why: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    p: Page,
    lead: String,
    /// What Tết did to the growth of the month.
    calendar: Option<String>,
    stamp: Option<Stamp>,
    keys: Vec<KeyNumber>,
    plans: Vec<Plan>,
    figure: FigureCard,
    sections: Grid,
    sections_files: Downloads,
    /// Sites that are licensed or built and produce nothing.
    still: Option<Grid>,
    official: Option<Grid>,
    official_files: Downloads,
}

/// `/`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let publication = &asked.shelf()?.latest;
    let whole = publication.nodes.first().ok_or(Trouble::NoRelease)?;
    let p = asked.page("", "");
    let month = publication.release.month;
    let title = match p.is_vi() {
        true => format!("Công nghiệp Hà\u{a0}Giang {}", p.month(month)),
        false => format!("Industry of Hà\u{a0}Giang, {}", p.month(month)),
    };
    let lead = lead(&p, publication);
    let p = Page { title, description: lead.clone(), ..p };
    let stamp = Stamp::of_release(&p);
    let top = std::iter::once(whole).chain(publication.children(&whole.code));
    let keys = top.map(|node| key(&p, publication, node)).collect();
    Answer::page(&HomePage {
        lead,
        calendar: publication.bulletin.in_lang(asked.lang).of_calendar(),
        keys,
        plans: publication.targets.iter().rev().map(|progress| plan(&p, publication, progress)).collect(),
        figure: figure(&p, publication, whole),
        sections: sections(&p, publication, whole),
        sections_files: Downloads::one(&p, "", "index", ""),
        still: asked.listing().ok().and_then(|listing| super::sites::still(&p, listing)),
        official: official(&p, publication),
        official_files: Downloads::all(
            &p,
            vec![download(&p, "", "official", ""), download(&p, p.t("kế hoạch", "plans"), "targets", "")],
        ),
        stamp,
        p,
    })
}

/// The month in a sentence.
fn lead(p: &Page, publication: &Publication) -> String {
    let month = publication.release.month;
    let root = publication.nodes.first().map_or("TOTAL", |n| n.code.as_str());
    let change = |measure| publication.change(root, month, measure);
    let (Some(mom), Some(yoy)) = (change(Measure::Mom), change(Measure::Yoy)) else {
        return p.t("Chỉ số sản xuất công nghiệp của tháng.", "The month's index of industrial production.").to_owned();
    };
    let say = |value: f64| {
        let size = p.plain(value.abs(), 2);
        match (direction(value), p.is_vi()) {
            ("down", true) => format!("giảm {size}%"),
            ("down", false) => format!("fell {size}%"),
            (_, true) => format!("tăng {size}%"),
            (_, false) => format!("rose {size}%"),
        }
    };
    match p.is_vi() {
        true => format!(
            "Chỉ số sản xuất công nghiệp toàn ngành {} {} so với tháng trước và {} so với cùng kỳ năm trước.",
            p.month(month),
            say(mom),
            say(yoy)
        ),
        false => format!(
            "In {} industrial production {} on the previous month and {} on the same month a year earlier.",
            p.month(month),
            say(mom),
            say(yoy)
        ),
    }
}

fn key(p: &Page, publication: &Publication, node: &PublicNode) -> KeyNumber {
    let month = publication.release.month;
    let level = publication.level(&node.code, month);
    let short = |measure| p.of(&said::measure_short(measure));
    let growth = [Measure::Mom, Measure::Yoy, Measure::Ytd].into_iter().filter_map(|measure| {
        let value = publication.change(&node.code, month, measure)?;
        Some(Growth { name: short(measure), value: p.percent(value), class: direction(value) })
    });
    let weight = format!("{} {}", p.t("quyền số", "weight"), p.share(node.weight));
    let base = format!("{} {} = 100", p.t("bình quân", "average of"), publication.base);
    KeyNumber {
        name: p.of(&node.name),
        href: p.link(&format!("/series?node={}&measure=level", node.code)),
        whole: node.depth == 0,
        big: level.map(|l| Unit::LEVEL.write(l, p.lang)).ok_or_else(|| p.of(&said::withheld())),
        what: if node.depth == 0 { base } else { weight },
        spark: draw::spark(p, publication, node),
        growth: growth.collect(),
    }
}

/// The plan of a year beside its result.
pub(super) fn plan(p: &Page, publication: &Publication, progress: &Progress) -> Plan {
    let year = progress.target.year.to_string();
    let needed = match (progress.growth_needed, progress.months_left) {
        (Some(needed), left) => {
            let size = p.plain(needed.abs(), 2);
            match (needed < 0.0, p.is_vi()) {
                (false, true) => {
                    format!("Để đạt kế hoạch, {left} tháng còn lại phải tăng {size}% so với cùng kỳ năm trước.")
                }
                (true, true) => {
                    format!("Kế hoạch vẫn đạt nếu {left} tháng còn lại giảm {size}% so với cùng kỳ năm trước.")
                }
                (false, false) => {
                    format!("To reach the plan, the remaining {left} months must grow by {size}% on a year earlier.")
                }
                (true, false) => {
                    format!(
                        "The plan is still reached if the remaining {left} months fall by {size}% on a year earlier."
                    )
                }
            }
        }
        (None, _) => p.t("Năm đã kết thúc.", "The year is over.").to_owned(),
    };
    let through = progress.through;
    let so_far = if progress.months_left == 0 {
        p.t("cả năm", "whole year").to_owned()
    } else {
        format!("{} {}", p.t("đến hết", "through"), p.month(through))
    };
    let measure = if progress.months_left == 0 { Measure::Year } else { Measure::Ytd };
    let node = publication.node(&progress.target.node);
    Plan {
        stamp: node.map(|node| Stamp::of_figure(p, publication, node, through, measure)),
        drawing: draw::plan(p, progress),
        plan: p.percent(progress.target.growth),
        result: p.percent(progress.result),
        through: so_far,
        gap: p.plain(progress.gap.abs(), 2),
        behind: progress.gap >= 0.0,
        over: progress.months_left == 0,
        needed,
        source: Source::typed(p, &progress.target.source),
        why: p.link(&format!("/contributions?node={}&measure={measure}&month={through}", progress.target.node)),
        year,
    }
}

fn figure(p: &Page, publication: &Publication, whole: &PublicNode) -> FigureCard {
    let base = publication.base;
    let Drawn { drawings, marks } = draw::series(p, publication, whole, Shown::Level);
    FigureCard {
        title: p
            .t("Chỉ số sản xuất công nghiệp toàn ngành", "Index of industrial production, whole industry")
            .to_owned(),
        drawings,
        stamp: Stamp::of_release(p),
        note: match p.is_vi() {
            true => format!("Tháng bình quân năm {base} = 100. {marks}"),
            false => format!("Average month of {base} = 100. {marks}"),
        },
        downloads: Some(Downloads::one(p, "", "series", &format!("node={}&measure=level", whole.code))),
    }
}

/// Weight, growth and contribution of the whole and its sections.
fn sections(p: &Page, publication: &Publication, whole: &PublicNode) -> Grid {
    let month = publication.release.month;
    let mut heads = vec![head(p.t("Ngành", "Industry")), number(p.t("Quyền số", "Weight"))];
    let shown = [
        Shown::Change(Measure::Mom),
        Shown::Contribution(Measure::Mom),
        Shown::Change(Measure::Yoy),
        Shown::Contribution(Measure::Yoy),
        Shown::Change(Measure::Ytd),
    ];
    heads.extend(shown.iter().map(|shown| match shown {
        Shown::Contribution(measure) => {
            let of = view::lower(&p.of(&said::measure_short(*measure)));
            number(format!("{} {of}", p.t("Đóng góp,", "Contribution,")))
        }
        Shown::Change(measure) => number(p.of(&said::measure_short(*measure))),
        Shown::Level => number(""),
    }));
    let row = |node: &PublicNode| {
        let href = p.link(&format!("/contributions?node={}&measure=yoy&month={month}", node.code));
        let mut cells = vec![Cell::head(p.of(&view::title(node)), Some(href)), Cell::number(p.share(node.weight))];
        for shown in shown {
            let value = view::value_in(publication, shown.of(node), month);
            cells.push(match value {
                Some(value) => Cell::signed(shown.unit().write(value, p.lang), value),
                None if node.withheld => Cell::none(p.of(&said::withheld())),
                None => Cell::none("…"),
            });
        }
        Row { class: if node.depth == 0 { "whole" } else { "" }, ..Row::new(cells) }
    };
    let rows = std::iter::once(whole).chain(publication.children(&whole.code)).map(row).collect();
    let caption = format!(
        "{}, {}",
        p.t("Quyền số, tăng trưởng và đóng góp của các ngành", "Weight, growth and contribution of each section"),
        p.month(month)
    );
    Grid { caption, heads, rows }
}

/// The newest official figures beside Khơi's own.
fn official(p: &Page, publication: &Publication) -> Option<Grid> {
    let heads = vec![
        head(p.t("Chỉ tiêu", "Figure")),
        head(p.t("Kỳ", "Period")),
        number(p.t("Cục Thống kê công bố", "Official")),
        number(p.t("Sở tự tính", "Own")),
        number(p.t("Chênh lệch (điểm\u{a0}%)", "Difference (points)")),
    ];
    let mut lines = view::official_lines(publication);
    lines.sort_by_key(|line| std::cmp::Reverse(line.period.months().last));
    let rows = lines.into_iter().take(16).map(|line| {
        let node = publication.node(&line.node);
        let name = node.map_or_else(|| line.node.clone(), |n| p.of(&n.name));
        let measure = view::lower(&p.of(&said::measure_short(line.measure)));
        Row::new(vec![
            Cell::head(
                format!("{name}, {measure}"),
                Some(p.link(&format!("/series?node={}&measure={}", line.node, line.measure)))
                    .filter(|_| node.is_some()),
            ),
            words(view::period(line.period, p.lang)).unbroken(),
            Cell::number(p.percent(line.official)),
            line.own.map_or_else(
                || Cell::none(p.of(&said::no_own(node.is_some_and(|n| n.withheld)))),
                |own| Cell::number(p.percent(own)),
            ),
            line.difference.map_or_else(|| Cell::none("…"), |d| Cell::number(p.points(d))),
        ])
    });
    let rows: Vec<_> = rows.collect();
    let caption = p.t("Số Cục Thống kê công bố bên cạnh số Sở tự tính", "Official figures beside own").to_owned();
    (!rows.is_empty()).then_some(Grid { caption, heads, rows })
}
