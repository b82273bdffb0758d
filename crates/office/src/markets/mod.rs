//! Stocks and markets: prices, who reports for a site, whose figures may be seen, and the evidence why a site stands still.

mod public;
mod site;

use std::collections::BTreeMap;

use domain::authority::{Action, Thing};
use domain::markets::{Consent, Holder, Price, Prices, SiteHolder, Thresholds};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;
use store::{Seq, Store, Unit};

use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

pub use public::{MetalMarket, PriceNow, metal_markets};
pub use site::{ProductStock, SiteEvidence, site_evidence};

/// The world prices, months and years apart.
///
/// # Errors
/// When the database fails.
pub async fn prices(context: &Context) -> Result<Prices, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.prices(Seq::LATEST).await?.into_iter().collect())
}

/// Takes in world prices; one of the same commodity, period, series and unit replaces the earlier.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_prices(context: &Context, rows: &[Price], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::LoadOfficial).await?;
    let known = change.store().prices(Seq::LATEST).await?;
    let known: BTreeMap<_, &Price> = known.iter().map(|price| (price.key(), price)).collect();
    let mut tally = Tally::default();
    for row in rows {
        if tally.weigh(known.get(&row.key()).copied(), row) {
            change.price(row).await?;
        }
    }
    finish(change, tally, "prices", why).await
}

/// The limits evidence is weighed by: those the department set, else those the program carries.
///
/// # Errors
/// When the database fails.
pub async fn thresholds(context: &Context) -> Result<Vec<Thresholds>, OfficeError> {
    let set = context.read(Action::ReadPublished)?.market_thresholds(Seq::LATEST).await?;
    Ok(if set.is_empty() { formats::carried::market_thresholds().to_vec() } else { set })
}

/// Sets limits of evidence, each holding from its month on and giving its reason.
///
/// # Errors
/// When one has no reason or is not above zero, the actor may not, or the database fails or refuses; nothing is written then.
pub async fn set_thresholds(context: &Context, rows: &[Thresholds], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSettings).await?;
    let known = change.store().market_thresholds(Seq::LATEST).await?;
    let mut tally = Tally::default();
    for row in rows {
        if row.why.vi.trim().is_empty() || row.stock_months <= 0.0 || row.price_fall <= 0.0 {
            return Err(OfficeError::Said(Text::new(
                "Mức đánh giá phải lớn hơn 0 và có lý do.",
                "A limit must be above zero and give its reason.",
            )));
        }
        if tally.weigh(known.iter().find(|old| old.from == row.from), row) {
            change.market_threshold(row).await?;
        }
    }
    finish(change, tally, "market-thresholds", why).await
}

/// Writes down who reports for a site. A real site and an invented establishment are never joined silently: the link must say so itself.
///
/// # Errors
/// When the site or the holder is unknown, the link does not say what the register says of it being simulated, names no source or ends
/// before it begins, the actor may not, or the database fails or refuses; nothing is written then.
pub async fn link(context: &Context, row: &SiteHolder, why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    let store = change.store();
    if store.site(&row.site, Seq::LATEST).await?.is_none() {
        return Err(said(
            format!("Chưa có mỏ, nhà máy {} trong sổ.", row.site),
            format!("There is no site {} in the registry.", row.site),
        ));
    }
    let Some(simulated) = simulated(store, &row.holder).await? else {
        return Err(said(
            "Cơ sở hoặc doanh nghiệp chưa có trong danh bạ.",
            "The establishment or enterprise is not in the register.",
        ));
    };
    if simulated != row.simulated {
        let (vi, en) = match simulated {
            true => (
                "Cơ sở này là mô phỏng; liên kết với nơi có thật phải ghi rõ là mô phỏng.",
                "This establishment is simulated; its link to a real site must say so.",
            ),
            false => (
                "Cơ sở này có thật; liên kết không được ghi là mô phỏng.",
                "This establishment is real; its link must not be called simulated.",
            ),
        };
        return Err(said(vi, en));
    }
    require_source(&row.source)?;
    if row.until.is_some_and(|until| until < row.from) {
        return Err(said("Liên kết kết thúc trước khi bắt đầu.", "The link ends before it begins."));
    }
    let known = store.site_holders(Seq::LATEST, &row.site).await?;
    let same = |old: &&SiteHolder| (&old.holder, old.from) == (&row.holder, row.from);
    let mut tally = Tally::default();
    if tally.weigh(known.iter().find(same), row) {
        change.site_holder(row).await?;
    }
    finish(change, tally, &format!("site-holder/{}", row.site), why).await
}

/// Whether a holder is invented; `None` where the register does not know it.
async fn simulated(store: &Store, holder: &Holder) -> Result<Option<bool>, OfficeError> {
    match holder {
        Holder::Enterprise(code) => Ok(store.is_simulated(Seq::LATEST, code).await?),
        Holder::Establishment(_) => Ok(store.units_of(Seq::LATEST, holder).await?.first().map(|unit| unit.simulated)),
    }
}

/// Writes down that an enterprise agrees, or, with a last day, until when it did.
///
/// # Errors
/// When the enterprise is unknown, no source is named, the actor may not, or the database fails or refuses; nothing is written then.
pub async fn consent(context: &Context, row: &Consent, why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    if change.store().is_simulated(Seq::LATEST, &row.enterprise).await?.is_none() {
        return Err(said("Doanh nghiệp chưa có trong danh bạ.", "The enterprise is not in the register."));
    }
    require_source(&row.source)?;
    let known = change.store().consents(Seq::LATEST, &row.enterprise).await?;
    let mut tally = Tally::default();
    if tally.weigh(known.iter().find(|old| old.from == row.from), row) {
        change.consent(row).await?;
    }
    finish(change, tally, &format!("consent/{}", row.enterprise), why).await
}

/// Who reports for a site on a day, as far as the actor may know: everyone of the department, a firm only itself.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn holders(context: &Context, site: &SiteCode, day: Date) -> Result<Vec<SiteHolder>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let links = store.site_holders(Seq::LATEST, site).await?;
    let mut seen = Vec::new();
    for link in links.into_iter().filter(|link| link.holds_on(day)) {
        let enterprise = match &link.holder {
            Holder::Enterprise(code) => Some(code.clone()),
            Holder::Establishment(_) => {
                store.units_of(Seq::LATEST, &link.holder).await?.into_iter().next().map(|unit| unit.enterprise)
            }
        };
        let thing = Thing { enterprise: enterprise.as_ref(), ..Thing::WHOLE };
        if context.may(Action::ReadInternal, &thing) {
            seen.push(link);
        }
    }
    Ok(seen)
}

/// Whether an enterprise agrees on a day that its figures be seen.
async fn has_agreed(store: &Store, enterprise: &EnterpriseCode, day: Date) -> Result<bool, OfficeError> {
    Ok(store.consents(Seq::LATEST, enterprise).await?.iter().any(|consent| consent.holds_on(day)))
}

/// The establishments that report for a site on a day, each once, and whether a link is simulated.
async fn units_of_site(store: &Store, site: &SiteCode, day: Date) -> Result<(Vec<Unit>, bool), OfficeError> {
    let links = store.site_holders(Seq::LATEST, site).await?;
    let mut units: BTreeMap<_, Unit> = BTreeMap::new();
    let mut simulated = false;
    for link in links.iter().filter(|link| link.holds_on(day)) {
        simulated |= link.simulated;
        let found = store.units_of(Seq::LATEST, &link.holder).await?;
        units.extend(found.into_iter().map(|unit| (unit.establishment.clone(), unit)));
    }
    Ok((units.into_values().collect(), simulated))
}

fn require_source(source: &str) -> Result<(), OfficeError> {
    match source.trim().is_empty() {
        true => Err(said("Phải ghi nguồn: văn bản, biên bản.", "The source must be given: a letter, minutes.")),
        false => Ok(()),
    }
}

fn said(vi: impl Into<String>, en: impl Into<String>) -> OfficeError {
    OfficeError::Said(Text::new(vi, en))
}
