//! The registry of sites: mines, plants, hydropower, taken in from files and changed by people. Taking in what is there already changes
//! nothing.

mod edit;

use std::collections::BTreeMap;

use domain::authority::Action;
use domain::sites::{Site, SiteCode};
use domain::text::Text;
use store::Seq;

pub use edit::{Held, NotEdited, edit, held, open};

use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// What everybody may see of the sites, in order of code.
///
/// # Errors
/// When the database fails.
pub async fn list(context: &Context) -> Result<Vec<Site>, OfficeError> {
    let sites = context.read(Action::ReadPublished)?.sites(Seq::LATEST).await?;
    Ok(sites.iter().map(Site::public).collect())
}

/// What everybody may see of one site, as it stands.
///
/// # Errors
/// When there is no such site, or the database fails.
pub async fn one(context: &Context, code: &SiteCode) -> Result<Site, OfficeError> {
    let site = context.read(Action::ReadPublished)?.site(code, Seq::LATEST).await?;
    site.map(|site| site.public()).ok_or(OfficeError::NotFound)
}

/// The remark of the office on one site.
///
/// # Errors
/// When the actor may not read it, or the database fails.
pub async fn remark(context: &Context, code: &SiteCode) -> Result<Option<Text>, OfficeError> {
    let site = context.read(Action::ReadInternal)?.site(code, Seq::LATEST).await?;
    Ok(site.and_then(|site| site.internal_note))
}

/// The sites with the remarks of the office, in order of code.
///
/// # Errors
/// When the actor may not read them, or the database fails.
pub async fn current(context: &Context) -> Result<Vec<Site>, OfficeError> {
    Ok(context.read(Action::ReadInternal)?.sites(Seq::LATEST).await?)
}

/// Takes in sites. Each comes whole and replaces the version before, which is kept.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take(context: &Context, rows: &[Site], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let known = change.store().sites(Seq::LATEST).await?;
    let known: BTreeMap<&SiteCode, &Site> = known.iter().map(|site| (&site.code, site)).collect();
    let mut tally = Tally::default();
    for row in rows {
        if tally.weigh(known.get(&row.code).copied(), row) {
            change.site(row).await?;
        }
    }
    finish(change, tally, "sites", why).await
}
