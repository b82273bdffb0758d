//! The bulletin of a month.

use askama::Template;
use domain::bulletin::{Figure, Role, Segment};
use domain::period::Month;
use domain::text::{Lang, Text};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Crumb, Crumbs};
use crate::page::Page;
use crate::site::Issue;
use crate::trouble::{Choice, Trouble};
use crate::view;

/// A paragraph with its figures told apart from its words.
struct Paragraph {
    role: Role,
    /// Text, and whether it is a figure.
    pieces: Vec<(String, bool)>,
}

#[derive(Template)]
#[template(path = "bulletin.html")]
struct BulletinPage {
    p: Page,
    crumbs: Crumbs,
    title: String,
    paragraphs: Vec<Paragraph>,
    /// The month before and the month after, where there is a bulletin: name, address.
    before: Option<(String, String)>,
    after: Option<(String, String)>,
    /// Every month: name, address, whether it is this one.
    months: Vec<(String, String, bool)>,
    text_address: String,
}

/// The newest bulletin.
pub(crate) fn latest(asked: &Asked) -> Result<Answer, Trouble> {
    let issues = asked.shelf()?.by_month();
    issues.first().map_or(Err(Trouble::NoRelease), |issue| show(asked, issue))
}

/// The bulletin of the month in the address; `2024-01.txt` is its plain text.
pub(crate) fn of_month(asked: &Asked) -> Result<Answer, Trouble> {
    let asked_for = asked.in_path("month");
    let (month, plain) = asked_for.strip_suffix(".txt").map_or((asked_for, false), |month| (month, true));
    let shelf = asked.shelf()?;
    let issues = shelf.by_month();
    let found = month.parse::<Month>().ok().and_then(|m| issues.iter().find(|issue| issue.release.month == m));
    match found {
        Some(issue) if plain => Ok(Answer::Text(issue.bulletins.in_lang(asked.lang).text())),
        Some(issue) => show(asked, issue),
        None => Err(Trouble::NoBulletin { valid: issues.iter().map(|issue| choice(issue.release.month)).collect() }),
    }
}

fn choice(month: Month) -> Choice {
    let name = |lang| view::upper(&domain::text::month(month, lang));
    Choice::new(month.to_string(), Text::new(name(Lang::Vi), name(Lang::En)))
}

fn show(asked: &Asked, issue: &Issue) -> Result<Answer, Trouble> {
    let bulletin = issue.bulletins.in_lang(asked.lang);
    let month = issue.release.month;
    let title = bulletin.paragraphs.iter().find(|p| p.role == Role::Title).map(domain::bulletin::Paragraph::text);
    let title = title.unwrap_or_else(|| month.to_string());
    let first = bulletin.paragraphs.iter().find(|p| p.role == Role::Body);
    let p = asked.page(&title, first.map(domain::bulletin::Paragraph::text).unwrap_or_default());
    let months = asked.shelf()?.by_month().into_iter().map(|other| {
        let other = other.release.month;
        (p.month_title(other), p.link(&format!("/bulletin/{other}")), other == month)
    });
    let months: Vec<(String, String, bool)> = months.collect();
    let here = months.iter().position(|(_, _, here)| *here).unwrap_or(0);
    let beside =
        |at: Option<usize>| at.and_then(|at| months.get(at)).map(|(name, href, _)| (name.clone(), href.clone()));
    let (before, after) = (beside(here.checked_add(1)), beside(here.checked_sub(1)));
    let name = p.t("Bản tin", "Bulletin").to_owned();
    let here = Crumb { name: p.month_title(month), href: None };
    let crumbs = Crumbs::new(&p, vec![Crumb { name, href: Some(p.link("/bulletin")) }, here]);
    let text_address = p.link(&format!("/bulletin/{month}.txt"));
    let paragraphs = bulletin.paragraphs.iter().filter(|p| p.role != Role::Title).map(paragraph).collect();
    Answer::page(&BulletinPage { p, crumbs, title, paragraphs, before, after, months, text_address })
}

/// The figures stand out with their per cent sign; dates, names and counts are words like the rest.
fn paragraph(of: &domain::bulletin::Paragraph) -> Paragraph {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for segment in &of.segments {
        let text = segment.text();
        let is_figure = matches!(segment, Segment::Value { reference, .. }
            if !matches!(reference.figure, Figure::Label | Figure::Count(_)));
        match (pieces.last_mut(), text.strip_prefix('%')) {
            (Some((figure, true)), Some(rest)) => {
                figure.push('%');
                pieces.push((rest.to_owned(), false));
            }
            _ => pieces.push((text.to_owned(), is_figure)),
        }
    }
    Paragraph { role: of.role, pieces }
}
