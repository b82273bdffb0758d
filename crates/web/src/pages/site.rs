//! One site: what is known of it and from where, how it stands and why, what it waits for, and what it would add.

use std::sync::Arc;

use askama::Template;
use domain::authority::Action;
use domain::projects::ProjectState;
use domain::sites::{Capacity, Fact, Fate, Licence, LicenceStanding, Site, SiteCode, State, When};
use domain::text::Text;
use formats::figure::sign_alone;
use jiff::civil::Date;
use office::outlook::SiteWorth;

use super::projects::{self, Shown};
use super::site_evidence::{Weighed, weighed};
use super::sites::{capital, place};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Crumb, Crumbs, Grid, Row, SIZE, Source, head, number, words};
use crate::page::Page;
use crate::trouble::Trouble;

/// A fact with its name; what is not known says so.
struct Named {
    name: &'static str,
    value: String,
    known: bool,
}

/// How it stands.
struct Standing {
    sign: String,
    state: String,
    lines: Vec<Named>,
    why: String,
    source: Source,
}

/// What it would add.
struct Worth {
    lead: String,
    table: Grid,
    /// Name and address of the product's series, where it is on show.
    product: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "site.html")]
struct SitePage {
    p: Page,
    crumbs: Crumbs,
    kind: String,
    code: String,
    standing: Option<Standing>,
    procedures: Vec<(String, String)>,
    facts: Vec<Named>,
    licences: Option<Grid>,
    worth: Option<Result<Worth, String>>,
    simulated: bool,
    history: Vec<(String, String)>,
    note: String,
    sources: Vec<Source>,
    back: String,
    /// The world prices of its metals.
    prices: Vec<(String, String)>,
    done: Option<&'static str>,
    around: Around,
    projects: String,
}

/// What is kept of a site beside the registry: its projects, the directions that stop it, and what whoever asks may do.
#[derive(Default)]
struct Around {
    projects: Option<Grid>,
    /// Whether the open steps of one of them are known.
    told: bool,
    directives: Option<Grid>,
    acts: Vec<(String, String)>,
    /// Where the record itself can be changed.
    edits: Vec<(String, String)>,
    evidence: Option<Weighed>,
}

async fn around(asked: &Asked, p: &Page, site: &Site) -> Result<Around, Trouble> {
    let Ok(context) = asked.context() else { return Ok(Around::default()) };
    let filter = office::ProjectFilter { site: Some(site.code.clone()), ..office::ProjectFilter::default() };
    let found = office::projects::list(&context, &filter, office::Page::new(0, SIZE)).await?;
    let waits = office::projects::awaited_of(&context, &found.rows).await?;
    let shown = Shown { asked, p, waits: &waits, today: context.today() };
    let directives = office::projects::directives::of_site(&context, &site.code).await?;
    let mut acts = Vec::new();
    let whole = domain::authority::Thing::WHOLE;
    let mut add = |action, vi, en, path: String| {
        if context.may(action, &whole) {
            acts.push((p.t(vi, en).to_owned(), p.link(&path)));
        }
    };
    add(Action::ChangeSites, "Ghi tình trạng mới", "Say a new state", format!("/sites/{}/state", site.code));
    add(
        Action::ChangeSites,
        "Ghi chỉ đạo dừng",
        "Record a direction to stop",
        format!("/sites/{}/directives", site.code),
    );
    add(Action::ChangeSites, "Ghi ai báo cáo", "Say who reports for it", format!("/sites/{}/holders", site.code));
    add(Action::ManageProject, "Mở dự án", "Start a project", format!("/projects/new?site={}", site.code));
    for one in directives.iter().filter(|one| one.lifted.is_none() && context.may(Action::ChangeSites, &whole)) {
        let number = one.number.known().cloned().unwrap_or_else(|| one.order.to_string());
        let name = format!("{} {number}", p.t("Gỡ chỉ đạo", "Lift direction"));
        acts.push((name, p.link(&format!("/sites/{}/directives/{}", site.code, one.order))));
    }
    Ok(Around {
        projects: (!found.rows.is_empty()).then(|| projects::list_grid(&shown, &found.rows)),
        told: found.rows.iter().any(|line| line.state != ProjectState::NotKnown),
        directives: (!directives.is_empty()).then(|| projects::directives(p, &directives)),
        acts,
        edits: match context.may(Action::ChangeSites, &whole) {
            true => super::registry::ways(p, site),
            false => Vec::new(),
        },
        evidence: weighed(asked, p, &context, site, &waits).await?,
    })
}

/// What was just done.
fn done(p: &Page, code: &str) -> Option<&'static str> {
    let (vi, en) = match code {
        "state" => ("Đã ghi tình trạng mới.", "The new state was recorded."),
        "directed" => ("Đã ghi chỉ đạo dừng; tình trạng đã đổi.", "The direction was recorded; the state has changed."),
        "holder" => ("Đã ghi ai báo cáo cho nơi này.", "Who reports for this site was recorded."),
        "lifted" => ("Đã ghi việc gỡ chỉ đạo.", "The lifting was recorded."),
        "opened" => (
            "Đã mở nơi mới. Ghi tiếp giấy phép, chủ đầu tư, tình trạng ở trang này.",
            "The site was opened. Add its licences, owners and state from this page.",
        ),
        "facts" => ("Đã ghi thông tin mới.", "The new facts were recorded."),
        "licence" => ("Đã ghi giấy phép.", "The licence was recorded."),
        "fate" => ("Đã ghi việc của giấy phép.", "What became of the licence was recorded."),
        "owner" => ("Đã ghi chủ đầu tư.", "The owner was recorded."),
        "capacity" => ("Đã ghi công suất.", "The capacity was recorded."),
        "same" => ("Không có gì mới: mọi thứ đã đúng như vậy.", "Nothing new: all of it stood so before."),
        _ => return None,
    };
    Some(match p.is_vi() {
        true => vi,
        false => en,
    })
}

/// The site in the address as it stands: from the database, else as it is on show. One that was opened a moment ago is not on show yet.
async fn current(asked: &Asked) -> Result<Site, Trouble> {
    let code = asked.in_path("site");
    match asked.context() {
        Ok(context) => {
            let code: SiteCode = code.parse().map_err(|_| Trouble::NotFound)?;
            Ok(office::sites::one(&context, &code).await?)
        }
        Err(_) => asked.board()?.site(code).cloned().ok_or(Trouble::NotFound),
    }
}

/// `/sites/M02`.
pub(crate) async fn page(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let board = asked.board_with_prices()?;
    let site = &current(&asked).await?;
    // The state of today; the worth beside it is that of the newest release.
    let day = asked.context().map_or(board.day, |context| context.today().max(board.day));
    let p = asked.page("", "");
    let around = around(&asked, &p, site).await?;
    let (title, kind) = (p.of(&site.name), kind(&p, site));
    let description = format!("{title}: {}", p.of(&site.state_on(day).name()));
    let p = Page { title: title.clone(), description, ..p };
    let group = site.state_on(day).group();
    let steps = vec![
        Crumb {
            name: p.t("Mỏ, thủy điện, nhà máy", "Mines, hydropower, plants").to_owned(),
            href: Some(p.link("/sites")),
        },
        Crumb { name: title, href: None },
    ];
    Answer::page(&SitePage {
        crumbs: Crumbs::new(&p, steps),
        kind,
        code: site.code.to_string(),
        standing: standing(&p, day, site),
        procedures: if around.told { Vec::new() } else { procedures(&p, day, site) },
        projects: format!("/projects?site={}", site.code),
        facts: facts(&p, day, site),
        licences: (!site.licences.is_empty()).then(|| licences(&p, day, site)),
        worth: board.worth.get(&site.code).map(|worth| match worth {
            Ok(found) => Ok(worth_of(&asked, &p, found)),
            Err(why) => Err(p.of(why)),
        }),
        simulated: board.simulated,
        history: site.history.iter().map(|m| (when(&p, &m.when), p.of(&m.what))).collect(),
        note: site.note.as_ref().map(|note| p.of(note)).unwrap_or_default(),
        sources: site.sources.iter().map(|source| Source::typed(&p, source)).collect(),
        prices: site.minerals.known().map(|minerals| super::markets::links(&p, minerals)).unwrap_or_default(),
        back: p.link(&format!("/sites?group={}", group.code())),
        done: asked.parameter("done").and_then(|code| done(&p, code)),
        around,
        p,
    })
}

fn kind(p: &Page, site: &Site) -> String {
    let also = site.also.iter().map(|also| p.of(&also.name()));
    let parts: Vec<String> = std::iter::once(p.of(&capital(site.kind.name()))).chain(also).collect();
    parts.join(", ")
}

fn when(p: &Page, when: &Fact<When>) -> String {
    when.words(p.lang, |when| when.in_lang(p.lang))
}

fn named<T>(p: &Page, names: (&'static str, &'static str), fact: &Fact<T>, said: impl FnOnce(&T) -> String) -> Named {
    Named { name: p.t(names.0, names.1), value: fact.words(p.lang, said), known: fact.is_known() }
}

fn standing(p: &Page, day: Date, site: &Site) -> Option<Standing> {
    let record = site.record_on(day)?;
    let day = |when: &When| when.in_lang(p.lang);
    let mut lines = vec![
        named(p, ("Từ khi", "Since"), &record.since, day),
        named(p, ("Nguồn nói về thời điểm", "The source speaks of"), &record.as_of, day),
    ];
    // Who ordered it is only missing where there was an order.
    if record.by.is_known() || record.state == State::StoppedByAuthority {
        lines.push(named(p, ("Cơ quan chỉ đạo", "Ordered by"), &record.by, |by| p.of(by)));
    }
    Some(Standing {
        sign: sign_alone(record.state.group()),
        state: p.of(&capital(record.state.name())),
        lines,
        why: p.of(&record.why),
        source: Source::typed(p, &record.source),
    })
}

/// The procedures a site that stands still is in, by the law of the day.
fn procedures(p: &Page, day: Date, site: &Site) -> Vec<(String, String)> {
    if !site.stands_still(day) {
        return Vec::new();
    }
    let fits = |code: &str| match site.kind.is_of_minerals() {
        true => code.starts_with("mine_") || matches!(code, "licence_extension" | "project_adjustment"),
        false => code.starts_with("hydro"),
    };
    let templates = formats::carried::templates().iter();
    let fitting = templates.filter(|t| fits(t.code.as_str()) && t.is_valid_on(day));
    fitting.map(|t| (p.of(&t.name), p.link(&format!("/procedures/{}", t.code.as_str())))).collect()
}

fn facts(p: &Page, day: Date, site: &Site) -> Vec<Named> {
    let text = |text: &Text| p.of(text);
    let said = |when: &When| when.in_lang(p.lang);
    let operator: Fact<&Text> = site.operator_on(day);
    let place = place(p, site);
    let mut facts = vec![
        named(p, ("Chủ đầu tư", "Operator"), &operator, |name| p.of(name)),
        Named {
            name: p.t("Xã hiện nay (huyện cũ)", "Commune today (former district)"), known: true, value: place
        },
        named(p, ("Xã theo giấy phép cũ", "Commune named then"), &site.named_area.commune, text),
    ];
    if site.kind.is_of_minerals() {
        let minerals = site.minerals_in(p.lang);
        let known = site.minerals.is_known();
        facts.push(Named { name: p.t("Khoáng sản", "Minerals"), value: minerals, known });
        facts.push(named(p, ("Trữ lượng", "Reserves"), &site.reserves, text));
        facts.push(named(p, ("Diện tích", "Area"), &site.area_ha, |ha| format!("{} ha", p.plain(*ha, 2))));
    } else {
        facts.push(named(p, ("Sông", "River"), &site.river, Clone::clone));
        facts.push(named(p, ("Sản lượng một năm", "Output of a year"), &site.output, |o| p.of(&o.printed)));
        facts.push(named(p, ("Khởi công", "Construction began"), &site.construction_start, said));
        facts.push(named(p, ("Vận hành", "In operation since"), &site.operation_date, said));
    }
    let printed: Vec<String> = site.capacities.iter().map(|c| capacity(p, c)).collect();
    let printed = if printed.is_empty() { Fact::Unknown } else { Fact::Known(printed.join("; ")) };
    facts.push(named(p, ("Công suất", "Capacity"), &printed, Clone::clone));
    let map = named(p, ("Điểm trên bản đồ", "Point on the map"), &site.point, |point| p.of(&point.of.name()));
    facts.push(map);
    facts
}

/// A capacity as printed, with where it comes from and any doubt.
fn capacity(p: &Page, capacity: &Capacity) -> String {
    let basis = p.of(&capacity.basis.name());
    let note = capacity.note.as_ref().map(|note| format!("; {}", p.of(note))).unwrap_or_default();
    format!("{} ({basis}{note})", p.of(&capacity.printed))
}

/// What became of a licence in a line: `gia hạn từ năm 2018 đến năm 2028 (12/GP)`.
fn fate(p: &Page, fate: &Fate) -> String {
    let mut said = p.of(&fate.kind.name());
    let moments = [(&fate.date, p.t("từ", "since")), (&fate.until, p.t("đến", "until"))];
    for (moment, word) in moments.into_iter().filter_map(|(fact, word)| fact.known().map(|moment| (moment, word))) {
        said.push_str(&format!(" {word} {}", moment.in_lang(p.lang)));
    }
    let note = fate.note.as_ref().map(|note| p.of(note));
    let more: Vec<String> = fate.paper.known().cloned().into_iter().chain(note).collect();
    if more.is_empty() { said } else { format!("{said} ({})", more.join("; ")) }
}

/// The end of a licence, how it stands, and what became of it.
fn licence_end(p: &Page, day: Date, licence: &Licence) -> Cell {
    let standing = licence.standing_on(day);
    let told = (standing != LicenceStanding::Unknown).then(|| p.of(&standing.name()));
    let fates = licence.fates.iter().map(|one| fate(p, one));
    words(when(p, &licence.ends())).with(told.into_iter().chain(fates).collect::<Vec<_>>().join("; "))
}

/// What a licence allows, with its area and reserves.
fn licence_kind(p: &Page, licence: &Licence) -> String {
    let area = licence.area_ha.known().map(|ha| format!("{} ha", p.plain(*ha, 2)));
    let reserves = licence.reserves.known().map(|reserves| p.of(reserves));
    std::iter::once(p.of(&licence.kind.name())).chain(area).chain(reserves).collect::<Vec<_>>().join("; ")
}

fn licences(p: &Page, day: Date, site: &Site) -> Grid {
    let heads = vec![
        head(p.t("Giấy phép", "Licence")),
        head(p.t("Cơ quan cấp", "Issued by")),
        head(p.t("Ngày cấp", "Date")),
        head(p.t("Hết hạn", "Ends")),
        head(p.t("Công suất", "Capacity")),
    ];
    let row = |licence: &Licence| {
        let note = licence.note.as_ref().map(|note| p.of(note)).unwrap_or_default();
        let number = licence.number.words(p.lang, Clone::clone);
        Row::new(vec![
            Cell::head(number, None).with(licence_kind(p, licence)),
            words(licence.issuer.in_lang(p.lang)),
            words(when(p, &licence.date)),
            licence_end(p, day, licence),
            words(licence.capacity.words(p.lang, |c| capacity(p, c))).with(note),
        ])
    };
    let caption = p.t("Giấy phép, quyết định", "Licences and decisions").to_owned();
    Grid { caption, heads, rows: site.licences.iter().map(row).collect() }
}

fn worth_of(asked: &Asked, p: &Page, worth: &SiteWorth) -> Worth {
    let potential = &worth.potential;
    let digits = if potential.yearly < 1000.0 { 2 } else { 0 };
    let unit = domain::bulletin::unit_name(&potential.unit, p.lang);
    let yearly = format!("{} {unit}", p.plain(potential.yearly, digits));
    let basis = potential.basis.map(|basis| format!(" ({})", p.of(&basis.name()))).unwrap_or_default();
    let (product, from) = (p.of(&worth.product_name), p.month(worth.from));
    let lead = match p.is_vi() {
        true => format!(
            "{product}: {yearly} một năm{basis}. Nếu sản xuất đều từ {from}, mức tăng của năm có thêm (điểm phần trăm):"
        ),
        false => format!(
            "{product}: {yearly} a year{basis}. Producing evenly from {from}, it would add to the growth of the year (percentage points):"
        ),
    };
    let years = worth.shares.first().map(|share| share.years.as_slice()).unwrap_or_default();
    let mut heads = vec![head(p.t("Chạy bao nhiêu công suất", "Share of the capacity"))];
    for added in years {
        heads.push(number(format!("{}, {}", p.t("Toàn ngành", "Whole industry"), added.year)));
        heads.push(number(format!("{}, {}", p.of(&worth.section.1), added.year)));
    }
    let row = |share: &office::outlook::ShareWorth| {
        let mut cells = vec![Cell::head(format!("{}%", p.plain(share.share * 100.0, 0)), None)];
        for added in &share.years {
            let section = added.nodes.iter().find(|(code, _)| *code == worth.section.0).and_then(|node| node.1);
            cells.extend(
                [added.whole(), section].map(|v| v.map_or_else(|| Cell::none("…"), |v| Cell::signed(p.points(v), v))),
            );
        }
        Row::new(cells)
    };
    let caption = p.t("Đóng góp thêm nếu sản xuất", "What it would add").to_owned();
    let on_show = asked.shelf_if_any().is_some_and(|shelf| shelf.latest.node(potential.product.as_str()).is_some());
    let href = p.link(&format!("/series?node={}&measure=yoy", potential.product));
    let product = on_show.then_some((product, href));
    Worth { lead, table: Grid { caption, heads, rows: worth.shares.iter().map(row).collect() }, product }
}
