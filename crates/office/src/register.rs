//! The register: enterprises, establishments, their events, products. Taking in what is there already changes nothing.

use std::collections::BTreeSet;

use domain::authority::Action;
use domain::register::{Enterprise, Establishment, EstablishmentCode, Event, Product, Register};
use store::Seq;

use crate::context::{Context, OfficeError};
use crate::tally::{Taken, Tally};

/// The register as it stands.
///
/// # Errors
/// When the actor may not read it, or the database fails.
pub async fn current(context: &Context) -> Result<Register, OfficeError> {
    Ok(context.read(Action::ReadMicrodata)?.register(Seq::LATEST).await?)
}

/// Takes in enterprises.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_enterprises(context: &Context, rows: &[Enterprise], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    let known = change.store().register(Seq::LATEST).await?.enterprises;
    let mut tally = Tally::default();
    for row in rows {
        if tally.weigh(known.get(&row.code), row) {
            change.enterprise(row).await?;
        }
    }
    finish(change, tally, "enterprises", why).await
}

/// Takes in establishments. Rows come without events: those known already stay.
///
/// # Errors
/// When an enterprise is unknown, the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_establishments(context: &Context, rows: &[Establishment], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    let known = change.store().register(Seq::LATEST).await?.establishments;
    let mut tally = Tally::default();
    for row in rows {
        let old = known.get(&row.code);
        let mut row = row.clone();
        if let (Some(old), true) = (old, row.events.is_empty()) {
            row.events.clone_from(&old.events);
        }
        if tally.weigh(old, &row) {
            change.establishment(&row).await?;
        }
    }
    finish(change, tally, "establishments", why).await
}

/// Takes in events of establishments: an event of a day replaces the one known for that day.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_events(
    context: &Context,
    rows: &[(EstablishmentCode, Event)],
    why: &str,
) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    let mut known = change.store().register(Seq::LATEST).await?.establishments;
    let mut tally = Tally::default();
    let mut touched: BTreeSet<&EstablishmentCode> = BTreeSet::new();
    for (code, event) in rows {
        let Some(establishment) = known.get_mut(code) else {
            return Err(store::StoreError::Rule(store::Rule::UnknownEstablishment).into());
        };
        let place = establishment.events.iter().position(|e| e.date == event.date);
        let old = place.map(|place| establishment.events[place].clone());
        if tally.weigh(old.as_ref(), event) {
            match place {
                Some(place) => establishment.events[place] = event.clone(),
                None => establishment.events.push(event.clone()),
            }
            touched.insert(code);
        }
    }
    for code in touched {
        if let Some(establishment) = known.get_mut(code) {
            establishment.events.sort_by_key(|event| event.date);
            change.establishment(establishment).await?;
        }
    }
    finish(change, tally, "events", why).await
}

/// Takes in products.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take_products(context: &Context, rows: &[Product], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    let known = change.store().register(Seq::LATEST).await?.products;
    let mut tally = Tally::default();
    for row in rows {
        if tally.weigh(known.get(&row.code), row) {
            change.product(row).await?;
        }
    }
    finish(change, tally, "products", why).await
}

/// Ends a change with its journal line, or without a trace when there was nothing to write.
pub(crate) async fn finish(
    mut change: crate::context::Change<'_>,
    tally: Tally,
    subject: &str,
    why: &str,
) -> Result<Taken, OfficeError> {
    if let Some(rehearsal) = change.rehearsal() {
        rehearsal.show(tally.differences(), &tally.digest());
        change.abandon().await?;
        return Ok(tally.taken);
    }
    change.settle_acceptance(&tally, why).await?;
    let seq = change.commit_if_any(subject, tally.before(), tally.after(), why).await?;
    Ok(Taken { seq, ..tally.taken })
}
