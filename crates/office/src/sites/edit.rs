//! A change of one site by a person: loaded within the change, edited by a pure act of the domain, written as a whole new version.
//!
//! Whoever edits has seen a version. Where another was written since, nothing is: the answer says what has changed meanwhile.

use domain::authority::Action;
use domain::sites::{Edit, EditFault, Facts, Site, SiteCode};
use domain::text::Text;
use serde_json::Value;
use store::{Seq, Store};

use crate::context::{Context, OfficeError};
use crate::projects::change::unlike;
use crate::rehearsal::Difference;

/// A site with the version it was read in.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The site, with the remarks of the office.
    pub site: Site,
    /// The change that wrote it.
    pub version: Seq,
}

/// Why a site was not changed.
#[derive(Debug, thiserror::Error)]
pub enum NotEdited {
    /// Somebody else has changed it since it was read.
    #[error("{} fields were changed meanwhile", .told.fields.len())]
    Meanwhile {
        /// What has become of it, field by field.
        told: Difference,
        /// Whether what stands at the place that was to be changed is another licence, owner or capacity now.
        moved: bool,
    },
    /// Permission, database, or a change that cannot be.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

impl From<EditFault> for OfficeError {
    fn from(fault: EditFault) -> Self {
        Self::Said(fault.0)
    }
}

/// A site to be changed.
///
/// # Errors
/// When the actor may not change sites, there is no such site, or the database fails.
pub async fn held(context: &Context, code: &SiteCode) -> Result<Held, OfficeError> {
    of(context.read(Action::ChangeSites)?, code).await?.ok_or(OfficeError::NotFound)
}

/// The version first: a change that comes between the two makes the version too old, never too new.
async fn of(store: &Store, code: &SiteCode) -> Result<Option<Held>, OfficeError> {
    let Some(version) = store.site_version(code).await? else { return Ok(None) };
    Ok(store.site(code, Seq::LATEST).await?.map(|site| Held { site, version }))
}

/// Changes a site that was seen in a version, by the word of a source. Whether something changed is given back; where nothing did, there is
/// no trace.
///
/// # Errors
/// When the actor may not, there is no such site, somebody else has changed it since, the change cannot be or has no source, or the database
/// fails; nothing is written then.
pub async fn edit(
    context: &Context,
    code: &SiteCode,
    seen: Seq,
    edit: &Edit,
    source: &str,
    why: &str,
) -> Result<bool, NotEdited> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let Held { site: old, version } = of(change.store(), code).await?.ok_or(OfficeError::NotFound)?;
    if version != seen {
        let before = change.store().site(code, seen).await.map_err(OfficeError::from)?;
        let moved = before.as_ref().is_none_or(|before| is_moved(edit, before, &old));
        return Err(NotEdited::Meanwhile { told: between(before.as_ref(), &old), moved });
    }
    let new = old.edited(edit, source).map_err(OfficeError::from)?;
    if new == old {
        change.abandon().await?;
        return Ok(false);
    }
    change.site(&new).await.map_err(OfficeError::from)?;
    let (before, after) = unlike(&json(&old), &json(&new), 1);
    change.commit(&format!("site {code}"), before.to_string(), after.to_string(), why).await?;
    Ok(true)
}

/// Opens a site of which only its plain facts are known.
///
/// # Errors
/// When the actor may not, the code is taken, a fact cannot be or has no source, or the database fails; nothing is written then.
pub async fn open(context: &Context, code: SiteCode, facts: &Facts, why: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    if change.store().site_version(&code).await?.is_some() {
        return Err(OfficeError::Said(Text::new(
            format!("Mã {code} đã có. Chọn mã khác, hoặc mở trang của nơi đó để sửa."),
            format!("There is a site {code} already. Choose another code, or open its page to change it."),
        )));
    }
    let site = Site::opened(code, facts)?;
    change.site(&site).await?;
    change.commit(&format!("site {}", site.code), String::new(), json(&site).to_string(), why).await?;
    Ok(())
}

/// Whether another licence, owner or capacity stands at the place than when the site was read.
fn is_moved(edit: &Edit, before: &Site, now: &Site) -> bool {
    match edit {
        Edit::Licence(Some(place), _) | Edit::Fate(place, _) => {
            let which = |site: &Site| site.licences.get(*place).map(|one| (one.kind, one.number.clone(), one.date));
            which(before) != which(now)
        }
        Edit::Owner(Some(place), _) => {
            let which = |site: &Site| site.owners.get(*place).map(|one| (one.name.clone(), one.from));
            which(before) != which(now)
        }
        Edit::Capacity(Some(place), _) => {
            let which = |site: &Site| site.capacities.get(*place).map(|one| (one.basis, one.unit, one.of.clone()));
            which(before) != which(now)
        }
        Edit::Facts(_) | Edit::Licence(None, _) | Edit::Owner(None, _) | Edit::Capacity(None, _) => false,
    }
}

fn between(before: Option<&Site>, now: &Site) -> Difference {
    Difference::between(before.map(json).as_ref(), &json(now))
}

fn json(site: &Site) -> Value {
    serde_json::to_value(site).unwrap_or_default()
}
