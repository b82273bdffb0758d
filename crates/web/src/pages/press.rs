//! The press bulletin: the index, where the sites stand and why, what hinders them and who has promised what, dated and sourced. Every sentence
//! is made from values; nothing internal is in it.

use std::sync::Arc;

use askama::Template;
use domain::bulletin::Role;
use domain::obstacles::{Bodies, ObstacleKind};
use domain::sites::{Site, StateRecord};
use office::{Page as Rows, TaskFilter};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumbs, Source, Stamp};
use crate::listing::Listing;
use crate::page::Page;
use crate::trouble::Trouble;

/// Paragraphs of the statistical bulletin that open this one.
const OPENING: usize = 8;

/// Sites that stand still that the bulletin names.
const STILL: usize = 20;

/// A site that stands still, in a sentence with its source.
struct Still {
    name: String,
    href: String,
    said: String,
    source: Source,
}

#[derive(Template)]
#[template(path = "press.html")]
struct PressPage {
    p: Page,
    crumbs: Crumbs,
    dated: String,
    stamp: Option<Stamp>,
    opening: Vec<String>,
    still: Vec<Still>,
    /// Where the others are listed, and how many they are.
    others: Option<(String, String)>,
    /// What starting them would add, where it can be said.
    worth: Option<String>,
    causes: Vec<String>,
    tasks: Vec<String>,
}

/// `/press`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let publication = &asked.shelf()?.latest;
    let p = asked.page("", "");
    let month = p.month(publication.release.month);
    let title = match p.is_vi() {
        true => format!("Công nghiệp và khai khoáng Hà\u{a0}Giang {month}"),
        false => format!("Industry and mining of Hà\u{a0}Giang, {month}"),
    };
    let p = Page { title: title.clone(), description: title.clone(), ..p };
    let bulletin = publication.bulletin.in_lang(p.lang);
    let opening = bulletin.paragraphs.iter().filter(|one| matches!(one.role, Role::Body | Role::Calendar | Role::Item));
    let listing = asked.listing().ok();
    let (causes, tasks) = match asked.desk() {
        Ok(_) => (causes(&asked, &p).await?, tasks(&asked, &p).await?),
        Err(_) => (Vec::new(), Vec::new()),
    };
    Answer::page(&PressPage {
        crumbs: Crumbs::to(&p, &title),
        dated: match p.is_vi() {
            true => format!("Hà Giang, ngày {}", p.date(publication.release.date)),
            false => format!("Hà Giang, {}", p.date(publication.release.date)),
        },
        stamp: Stamp::of_release(&p),
        opening: opening.take(OPENING).map(domain::bulletin::Paragraph::text).collect(),
        still: listing.map(|listing| still(&p, listing)).unwrap_or_default(),
        others: listing.and_then(|listing| others(&p, listing)),
        worth: listing.and_then(|listing| worth(&p, listing)),
        causes,
        tasks,
        p,
    })
}

fn still(p: &Page, listing: &Listing) -> Vec<Still> {
    let day = listing.board.day;
    let said = |(site, record): (&Site, &StateRecord)| Still {
        name: p.of(&site.name),
        href: p.link(&format!("/sites/{}", site.code)),
        said: format!("{}. {}", p.of(&record.state.name()), p.of(&record.why)),
        source: Source::typed(p, &record.source),
    };
    listing.still().take(STILL).filter_map(|site| Some(said((site, site.record_on(day)?)))).collect()
}

/// How many more stand still than the bulletin names.
fn others(p: &Page, listing: &Listing) -> Option<(String, String)> {
    let more = listing.still().len().checked_sub(STILL).filter(|more| *more > 0)?;
    let said = match p.is_vi() {
        true => format!("Còn {more} nơi khác; xem danh sách."),
        false => format!("And {more} others; see the list."),
    };
    Some((p.link("/sites"), said))
}

/// What all that stand still and can be said would add together: single effects on one baseline add up exactly.
fn worth(p: &Page, listing: &Listing) -> Option<String> {
    let known: Vec<f64> = listing.still().filter_map(|site| listing.board.whole(site)).collect();
    if known.is_empty() {
        return None;
    }
    let (count, of, points) = (known.len(), listing.still().len(), p.plain(known.iter().sum(), 2));
    Some(match p.is_vi() {
        true => format!(
            "Nếu {count} trong {of} nơi này hoạt động hết công suất (các nơi còn lại chưa đủ số liệu để tính), tăng trưởng của năm thêm {points} điểm phần trăm."
        ),
        false => format!(
            "If {count} of these {of} sites ran at full capacity (of the others too little is known), the year's growth would be {points} points higher."
        ),
    })
}

/// The open obstacles by kind: counts, and how long half of them have waited.
async fn causes(asked: &Asked, p: &Page) -> Result<Vec<String>, Trouble> {
    let context = asked.context()?;
    let measures = office::obstacles::measures_by_kind(&context).await?;
    let line = |kind: &ObstacleKind| {
        let share = measures.get(kind)?;
        let (open, cleared, age) = (share.open, share.cleared, share.median_age);
        let age = age.map_or_else(String::new, |days| match p.is_vi() {
            true => format!(", một nửa đã chờ từ {} ngày trở lên", p.plain(days, 0)),
            false => format!(", half of them for {} days or more", p.plain(days, 0)),
        });
        Some(match p.is_vi() {
            true => format!("{}: {open} vướng mắc đang mở{age}; {cleared} đã tháo gỡ.", p.of(&kind.name())),
            false => format!("{}: {open} open{age}; {cleared} cleared.", p.of(&kind.name())),
        })
    };
    Ok(ObstacleKind::ALL.iter().filter_map(line).collect())
}

/// The open public tasks, each with who leads it and its day.
async fn tasks(asked: &Asked, p: &Page) -> Result<Vec<String>, Trouble> {
    let bodies = Bodies::new(formats::carried::agencies().iter().cloned());
    let filter = TaskFilter { open: Some(true), ..TaskFilter::default() };
    let listed = office::plan::public_tasks(&asked.context()?, &filter, Rows::new(0, 50)).await?;
    let line = |stored: office::StoredTask| {
        let (task, lead) = (&stored.task, p.of(&bodies.name(&stored.task.lead)));
        let due = p.date(task.due);
        match p.is_vi() {
            true => format!("{} ({lead}, hạn {due})", task.what),
            false => format!("{} ({lead}, due {due})", task.what),
        }
    };
    Ok(listed.rows.into_iter().map(line).collect())
}
