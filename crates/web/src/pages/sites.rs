//! The sites of the province: a map, how many stand where, and the list, a page at a time.

use std::collections::BTreeMap;

use askama::Template;
use domain::sites::{Group, Site, SiteKind};
use domain::text::{Text, unaccented};
use formats::figure::sign_alone;
use office::outlook::Board;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumbs, Downloads, Grid, Row, Select, head, number, words};
use crate::draw;
use crate::listing::{Entry, Listing};
use crate::page::Page;
use crate::trouble::{Choice, Trouble};
use crate::view;

/// Rows of a page of the list: with the map it stays below the hundred kilobytes of a page.
const ROWS: usize = 40;
/// Letters of a search that are looked at.
const LONGEST_SEARCH: usize = 80;

/// A group in the legend: its sign, its name, how many, and the list of them.
struct Key {
    sign: String,
    name: String,
    count: usize,
    href: String,
    current: bool,
}

/// The way through the pages of the list.
struct Turning {
    line: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "sites.html")]
struct SitesPage {
    p: Page,
    crumbs: Crumbs,
    lead: String,
    keys: Vec<Key>,
    map: Vec<String>,
    map_note: String,
    kind_list: Select,
    group_list: Select,
    district_list: Select,
    search: String,
    commune: Option<(String, String, String)>,
    list: Option<Grid>,
    turning: Option<Turning>,
    files: Downloads,
}

/// What of the sites was asked for.
pub(crate) struct Wanted {
    group: String,
    kind: String,
    district: String,
    commune: String,
    words: Vec<String>,
}

impl Wanted {
    pub(crate) fn of(asked: &Asked, listing: &Listing) -> Result<Self, Trouble> {
        let search: String = asked.parameter("q").unwrap_or_default().chars().take(LONGEST_SEARCH).collect();
        let commune = asked.parameter("commune").unwrap_or_default();
        let has_sites = |code: &str| listing.entries.iter().any(|entry| entry.commune == code);
        if !commune.is_empty() && !has_sites(commune) {
            return Err(Trouble::Parameter { name: "commune", value: commune.to_owned(), valid: Vec::new() });
        }
        Ok(Self {
            group: asked.choose("group", ALL, group_choices)?,
            kind: asked.choose("kind", ALL, || kind_choices(listing))?,
            district: asked.choose("district", ALL, || district_choices(listing))?,
            commune: commune.to_owned(),
            words: unaccented(&search).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect(),
        })
    }

    /// Whether all but the group fits.
    fn fits(&self, entry: &Entry) -> bool {
        (self.kind == ALL || entry.kind.code() == self.kind)
            && (self.district == ALL || entry.district == self.district)
            && (self.commune.is_empty() || entry.commune == self.commune)
            && entry.has_words(&self.words)
    }

    /// Whether it is one of those asked for.
    pub(crate) fn is(&self, entry: &Entry) -> bool {
        self.fits(entry) && self.is_of_group(entry)
    }

    fn is_of_group(&self, entry: &Entry) -> bool {
        self.group == ALL || entry.group.code() == self.group
    }
}

/// `/sites?group=procedures&kind=mine&district=vi-xuyen&q=tung&page=2`.
pub(crate) fn page(asked: &Asked) -> Result<Answer, Trouble> {
    let listing = asked.listing()?;
    let board = &listing.board;
    let p = asked.page("", "");
    let title = p.t("Mỏ, thủy\u{a0}điện, nhà\u{a0}máy", "Mines, hydropower, plants").to_owned();
    let wanted = Wanted::of(asked, listing)?;
    let fitting: Vec<(&Site, &Entry)> =
        board.sites.iter().zip(&listing.entries).filter(|(_, e)| wanted.fits(e)).collect();
    let chosen: Vec<(&Site, &Entry)> = fitting.iter().copied().filter(|(_, e)| wanted.is_of_group(e)).collect();
    let (from, turning) = turning(asked, &p, chosen.len())?;
    let shown: Vec<&Site> = chosen.iter().skip(from).take(ROWS).map(|(site, _)| *site).collect();
    let p = Page { description: lead(&p, listing), title, ..p };
    let caption = format!("{} ({})", p.t("Danh sách", "List"), chosen.len());
    Answer::page(&SitesPage {
        crumbs: Crumbs::to(&p, p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants")),
        lead: lead(&p, listing),
        keys: keys(asked, &p, &fitting, &wanted.group),
        map: draw::map(asked, &p, board, &chosen),
        map_note: map_note(&p, board),
        kind_list: Select::new(&p, "kind", p.t("Loại", "Kind"), kind_choices(listing), &wanted.kind),
        group_list: Select::new(&p, "group", p.t("Tình trạng", "State"), group_choices(), &wanted.group),
        district_list: Select::new(
            &p,
            "district",
            p.t("Huyện cũ", "Former district"),
            district_choices(listing),
            &wanted.district,
        ),
        search: asked.parameter("q").unwrap_or_default().chars().take(LONGEST_SEARCH).collect(),
        commune: commune(asked, &p, &wanted.commune),
        list: (!shown.is_empty()).then(|| list(&p, board, &shown, caption)),
        turning,
        files: Downloads::one(&p, "", "sites", ""),
        p,
    })
}

const ALL: &str = "all";

/// Where the page begins, and the way to the others; none where there is one page only.
fn turning(asked: &Asked, p: &Page, count: usize) -> Result<(usize, Option<Turning>), Trouble> {
    let last = count.div_ceil(ROWS).max(1);
    let page = match asked.parameter("page") {
        None => 1,
        Some(text) => text.parse().ok().filter(|page| (1..=last).contains(page)).ok_or_else(|| {
            let choice =
                |page: usize| Choice::new(page.to_string(), Text::new(format!("trang {page}"), format!("page {page}")));
            let mut valid = vec![choice(1)];
            valid.extend((last > 1).then(|| choice(last)));
            Trouble::Parameter { name: "page", value: text.to_owned(), valid }
        })?,
    };
    let from = (page - 1) * ROWS;
    if last == 1 {
        return Ok((from, None));
    }
    let to = |page: usize| p.link(&asked.with("page", &page.to_string()));
    let (first, until) = (from + 1, (from + ROWS).min(count));
    let line = match p.is_vi() {
        true => format!("Nơi thứ {first}–{until} trong {count} (trang {page}/{last})"),
        false => format!("Sites {first}–{until} of {count} (page {page} of {last})"),
    };
    let turning =
        Turning { line, before: (page > 1).then(|| to(page - 1)), after: (page < last).then(|| to(page + 1)) };
    Ok((from, Some(turning)))
}

/// The commune that was asked for: its code, its name, and the address without it.
fn commune(asked: &Asked, p: &Page, code: &str) -> Option<(String, String, String)> {
    let known = formats::carried::communes().iter().find(|c| c.district.is_none() && c.code.code() == code)?;
    Some((code.to_owned(), known.name.clone(), p.link(&asked.without(&["commune", "page"]))))
}

fn map_note(p: &Page, board: &Board) -> String {
    let where_from = match &board.ground {
        None => p
            .t(
                "Sơ đồ vẽ từ một điểm của mỗi xã (địa giới từ 01/7/2025), tô theo huyện cũ.",
                "A schematic drawn from one point of each commune (as of 1 July 2025), coloured by former district.",
            )
            .to_owned(),
        Some(ground) => {
            let (kind, source, licence) =
                (p.of(&ground.kind.name()), p.of(&Text::typed(&ground.source)), p.of(&Text::typed(&ground.licence)));
            match p.is_vi() {
                true => format!(
                    "Ranh giới {kind}, đã làm đơn giản, không có giá trị pháp lý. Nguồn: {source}. Điều kiện sử dụng: {licence}."
                ),
                false => format!(
                    "Boundaries of {kind}, simplified, without legal force. Source: {source}. Terms: {licence}."
                ),
            }
        }
    };
    let rest = p.t(
        "Mỏ chưa rõ tọa độ được đặt ở điểm của xã: đó là xã, không phải vị trí mỏ. Nơi chưa rõ xã không có trên hình, chỉ có trong danh sách.",
        "A site without known coordinates stands at the point of its commune: that is the commune, not the site. Sites whose commune is not known are in the list only.",
    );
    format!("{where_from} {rest}")
}

pub(crate) fn group_choices() -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi tình trạng", "Every state"));
    std::iter::once(all).chain(Group::ALL.map(|group| Choice::new(group.code(), group.name()))).collect()
}

/// The kinds there are sites of.
fn kind_choices(listing: &Listing) -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi loại", "Every kind"));
    let there = |kind: &&SiteKind| listing.entries.iter().any(|entry| entry.kind == **kind);
    let kinds = SiteKind::ALL.iter().filter(there).map(|kind| Choice::new(kind.code(), capital(kind.name())));
    std::iter::once(all).chain(kinds).collect()
}

/// The former districts there are sites in.
fn district_choices(listing: &Listing) -> Vec<Choice> {
    let all = Choice::new(ALL, Text::new("Mọi huyện cũ", "Every former district"));
    let districts = listing.districts.iter().map(|(code, name)| Choice::new(code, Text::new(name, name)));
    std::iter::once(all).chain(districts).collect()
}

/// How many sites there are and how many of them stand still, in a sentence.
fn lead(p: &Page, listing: &Listing) -> String {
    let (still, board) = (listing.still().len(), &listing.board);
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

fn keys(asked: &Asked, p: &Page, fitting: &[(&Site, &Entry)], current: &str) -> Vec<Key> {
    let mut counts: BTreeMap<Group, usize> = Group::ALL.into_iter().map(|group| (group, 0)).collect();
    fitting.iter().for_each(|(_, entry)| *counts.entry(entry.group).or_default() += 1);
    let plain = asked.without(&["group", "page"]);
    let key = |(group, count): (Group, usize)| Key {
        sign: sign_alone(group),
        name: p.of(&group.name()),
        count,
        href: p.link(&format!("{plain}{}group={}", if plain.contains('?') { "&" } else { "?" }, group.code())),
        current: group.code() == current,
    };
    counts.into_iter().map(key).collect()
}

fn list(p: &Page, board: &Board, chosen: &[&Site], caption: String) -> Grid {
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
    Grid { caption, heads, rows }
}

/// Sites that stand still that the first page has room for; the list has them all.
const STILL: usize = 20;

/// The sites that stand still, those that would add most first; `None` where none does.
pub(crate) fn still(p: &Page, listing: &Listing) -> Option<Grid> {
    let count = listing.still().len();
    let shown: Vec<&Site> = listing.still().take(STILL).collect();
    let caption = match p.is_vi() {
        true => format!("Danh sách ({count})"),
        false => format!("List ({count})"),
    };
    (!shown.is_empty()).then(|| list(p, &listing.board, &shown, caption))
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
