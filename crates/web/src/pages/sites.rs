//! The sites of the province: a map, how many stand where, and the list.

use std::collections::BTreeMap;

use askama::Template;
use domain::sites::{Group, Site, SiteKind, count_by_group};
use domain::text::Text;
use formats::figure::sign_alone;
use office::outlook::Board;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, Grid, Row, Select, head, number, words};
use crate::draw;
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::view;

/// A group in the legend: its sign, its name, how many, and the list of them.
struct Key {
    sign: String,
    name: String,
    count: usize,
    href: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "sites.html")]
struct SitesPage {
    p: Page,
    crumbs: Crumbs,
    lead: String,
    keys: Vec<Key>,
    map: Vec<String>,
    kind_list: Select,
    group_list: Select,
    list: Option<Grid>,
    files: Downloads,
}

/// `/sites?group=procedures&kind=mine`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let board = asked.board()?;
    let p = asked.page("", "");
    let title = p.t("Mỏ, thủy\u{a0}điện, nhà\u{a0}máy", "Mines, hydropower, plants").to_owned();
    let group = asked.choose("group", ALL, group_choices)?;
    let kind = asked.choose("kind", ALL, || kind_choices(board))?;
    let chosen: Vec<&Site> = board.sites.iter().filter(|site| is_chosen(site, board, &group, &kind)).collect();
    let p = Page { description: lead(&p, board), title, ..p };
    Answer::page(&SitesPage {
        crumbs: Crumbs::to(&p, p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants")),
        lead: lead(&p, board),
        keys: keys(&p, board, &group, &kind),
        map: draw::map(&p, board, &chosen),
        kind_list: Select::new(&p, "kind", p.t("Loại", "Kind"), kind_choices(board), &kind),
        group_list: Select::new(&p, "group", p.t("Tình trạng", "State"), group_choices(), &group),
        list: (!chosen.is_empty()).then(|| list(&p, board, &chosen)),
        files: Downloads::one(&p, "", "sites", ""),
        p,
    })
}

const ALL: &str = "all";

fn group_choices() -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi tình trạng", "Every state"));
    std::iter::once(all).chain(Group::ALL.map(|group| Choice::new(group.code(), group.name()))).collect()
}

/// The kinds there are sites of.
fn kind_choices(board: &Board) -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi loại", "Every kind"));
    let there = |kind: &&SiteKind| board.sites.iter().any(|site| site.kind == **kind);
    let kinds = SiteKind::ALL.iter().filter(there).map(|kind| Choice::new(kind.code(), capital(kind.name())));
    std::iter::once(all).chain(kinds).collect()
}

fn is_chosen(site: &Site, board: &Board, group: &str, kind: &str) -> bool {
    (group == ALL || site.state_on(board.day).group().code() == group) && (kind == ALL || site.kind.code() == kind)
}

/// How many sites there are and how many of them stand still, in a sentence.
fn lead(p: &Page, board: &Board) -> String {
    let still = board.sites.iter().filter(|site| site.stands_still(board.day)).count();
    let (count, day) = (board.sites.len(), p.date(board.day));
    match p.is_vi() {
        true => format!(
            "{count} mỏ, điểm quặng, nhà máy và thủy điện theo nguồn công khai; tính đến {day}, {still} nơi đã cấp phép hoặc đã xây dựng mà chưa sản xuất được."
        ),
        false => format!(
            "{count} mines, ore points, plants and power stations from public sources; on {day}, {still} of them licensed or built and not producing."
        ),
    }
}

fn keys(p: &Page, board: &Board, current: &str, kind: &str) -> Vec<Key> {
    let of_kind = board.sites.iter().filter(|site| kind == ALL || site.kind.code() == kind);
    let counts: BTreeMap<Group, usize> = count_by_group(of_kind, board.day);
    let key = |(group, count): (Group, usize)| Key {
        sign: sign_alone(group),
        name: p.of(&group.name()),
        count,
        href: p.link(&format!("/sites?group={}&kind={kind}", group.code())),
        current: group.code() == current,
    };
    counts.into_iter().map(key).collect()
}

fn list(p: &Page, board: &Board, chosen: &[&Site]) -> Grid {
    let year = board.worth.values().flatten().next().map(|worth| worth.from.year());
    let worth_head = match (year, p.is_vi()) {
        (Some(year), true) => format!("Chạy hết công suất, năm {year} thêm"),
        (Some(year), false) => format!("At full capacity it adds to {year}"),
        (None, _) => p.t("Đóng góp thêm", "It would add").to_owned(),
    };
    let heads = vec![
        head(p.t("Tên", "Name")),
        head(p.t("Tình trạng", "State")),
        head(p.t("Xã, huyện cũ", "Commune, former district")),
        head(p.t("Chủ đầu tư", "Operator")),
        number(worth_head),
    ];
    let rows = chosen.iter().map(|site| row(p, board, site)).collect();
    let caption = format!("{} ({})", p.t("Danh sách", "List"), chosen.len());
    Grid { caption, heads, rows }
}

/// The sites that stand still, those that would add most first; `None` where none does.
pub(crate) fn still(p: &Page, board: &Board) -> Option<Grid> {
    let mut still: Vec<&Site> = board.sites.iter().filter(|site| site.stands_still(board.day)).collect();
    let worth = |site: &&Site| board.whole(site).unwrap_or(f64::NEG_INFINITY);
    still.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then_with(|| a.code.cmp(&b.code)));
    (!still.is_empty()).then(|| list(p, board, &still))
}

fn row(p: &Page, board: &Board, site: &Site) -> Row {
    let what = match site.minerals.is_known() {
        true => format!("{}, {}", p.of(&site.kind.name()), site.minerals_in(p.lang)),
        false => p.of(&site.kind.name()),
    };
    let worth = match board.worth.get(&site.code) {
        Some(Ok(_)) => board.whole(site).map_or_else(|| Cell::none("…"), |v| Cell::signed(p.points(v), v)),
        Some(Err(_)) => Cell::none(p.t("chưa tính được", "cannot be said")),
        None => Cell::none("–"),
    };
    Row::new(vec![
        Cell::head(p.of(&site.name), Some(p.link(&format!("/sites/{}", site.code)))).with(what),
        words(p.of(&capital(site.state_on(board.day).name()))),
        words(place(p, site)),
        words(site.operator_on(board.day).words(p.lang, |name| p.of(name))),
        worth,
    ])
}

/// The commune of today and the district before; unknown says so.
pub(crate) fn place(p: &Page, site: &Site) -> String {
    let commune = site.commune.known().and_then(|code| formats::carried::communes().get(code));
    let district = site.named_area.district.known().map(|district| p.of(district));
    match (commune.map(|commune| view::commune(&commune.name, p.lang)), district) {
        (Some(commune), Some(district)) => format!("{commune} ({district})"),
        (Some(commune), None) => commune,
        (None, Some(district)) => district,
        (None, None) => p.of(&domain::sites::not_known()),
    }
}

/// The words with a capital at the head of a cell.
pub(crate) fn capital(text: Text) -> Text {
    let raise = |words: &str| {
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    Text::new(raise(&text.vi), raise(&text.en))
}
