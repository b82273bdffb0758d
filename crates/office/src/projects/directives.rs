//! Directions that stop a site, their lifting, and the state of a site said by an officer. Each adds a state record to the site, and never
//! does so by itself.

use domain::authority::Action;
use domain::projects::{Directive, Lifting};
use domain::sites::{Fact, Site, SiteCode, State, StateRecord, When};
use domain::text::Text;
use store::{Seq, Store};

use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// The directions that stop or stopped a site, in order of entry: everybody may know them.
///
/// # Errors
/// When the database fails.
pub async fn of_site(context: &Context, site: &SiteCode) -> Result<Vec<Directive>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.directives(site, Seq::LATEST).await?)
}

/// Records a direction that stops a site; the state of the site becomes *stopped by an authority* with it. The place among the directions
/// of the site is given here.
///
/// # Errors
/// When the actor may not, there is no such site, or the database fails.
pub async fn direct(context: &Context, directive: Directive, why: &str) -> Result<Directive, OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let site = site(change.store(), &directive.site).await?;
    let known = change.store().directives(&directive.site, Seq::LATEST).await?;
    let order = known.last().map_or(1, |last| last.order + 1);
    let directive = Directive { order, lifted: None, ..directive };
    let record = StateRecord {
        state: State::StoppedByAuthority,
        since: directive.date,
        as_of: directive.date,
        by: Fact::Known(directive.by.clone()),
        why: directive.reason.clone(),
        source: directive.source.clone(),
    };
    change.directive(&directive).await?;
    change.site(&with_state(&site, record)).await?;
    let subject = format!("site {}", directive.site);
    change.commit(&subject, String::new(), json(&directive), why).await?;
    Ok(directive)
}

/// Lifts a direction. `next` is the state of the site from now on, as the officer knows it; without it the state stays until somebody
/// says another.
///
/// # Errors
/// When the actor may not, there is no such site or direction, it was lifted, the day has not come, or the database fails.
pub async fn lift(
    context: &Context,
    code: &SiteCode,
    order: u16,
    lifting: Lifting,
    next: Option<StateRecord>,
    why: &str,
) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let site = site(change.store(), code).await?;
    let known = change.store().directives(code, Seq::LATEST).await?;
    let old = known.into_iter().find(|directive| directive.order == order).ok_or(OfficeError::NotFound)?;
    if old.lifted.is_some() || lifting.date > context.today() {
        return Err(OfficeError::Said(Text::new(
            "Chỉ đạo đã được gỡ, hoặc ngày gỡ chưa đến. Kiểm tra lại ngày và danh sách chỉ đạo.",
            "The direction was lifted already, or the day has not come. Check the day and the list.",
        )));
    }
    let lifted = Directive { lifted: Some(lifting), ..old.clone() };
    change.directive(&lifted).await?;
    if let Some(record) = next {
        change.site(&with_state(&site, record)).await?;
    }
    change.commit(&format!("site {code}"), json(&old), json(&lifted), why).await?;
    Ok(())
}

/// Says the state of a site from a day on, as after the last step of its project.
///
/// # Errors
/// When the actor may not, there is no such site, the state has no source, or the database fails.
pub async fn state(context: &Context, code: &SiteCode, record: StateRecord, why: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let old = site(change.store(), code).await?;
    if record.source.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Tình trạng phải có nguồn. Ghi văn bản hoặc người cho biết.",
            "A state needs its source. Name the paper, or who said so.",
        )));
    }
    let (before, after) = (json(&old.states), json(&record));
    change.site(&with_state(&old, record)).await?;
    change.commit(&format!("site {code}"), before, after, why).await?;
    Ok(())
}

/// Takes in directions that are known already with their sites, whose states say so themselves; those there word for word change nothing.
///
/// # Errors
/// When the actor may not, or the database fails; nothing is written then.
pub async fn take(context: &Context, rows: &[Directive], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let mut tally = Tally::default();
    for row in rows {
        let known = change.store().directives(&row.site, Seq::LATEST).await?;
        let name = || Some(format!("{} {}", row.site, row.order));
        if tally.weigh_as(name, known.iter().find(|directive| directive.order == row.order), row) {
            change.directive(row).await?;
        }
    }
    finish(change, tally, "directives", why).await
}

async fn site(store: &Store, code: &SiteCode) -> Result<Site, OfficeError> {
    store.site(code, Seq::LATEST).await?.ok_or(OfficeError::NotFound)
}

fn with_state(site: &Site, record: StateRecord) -> Site {
    let mut site = site.clone();
    site.states.push(record);
    // Undated ones first, then by time, as they are kept; of equals the last one counts.
    site.states.sort_by_key(|record| record.since.known().or(record.as_of.known()).copied().map(When::first_day));
    site
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
