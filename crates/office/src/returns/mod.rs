//! Monthly returns as they come in: what is new, what corrects, what says the same again; what is late, what is locked.
//!
//! A row of a file is one product. The sound rows of a return are laid over what is known of it: a product that the
//! file does not speak of keeps its line, so that sending the corrected rows alone loses nothing. A return that says nothing
//! new is not written again, so that taking in the same file twice changes nothing.

pub mod board;
pub mod book;
pub mod confirming;
pub mod duties;
pub mod judging;
pub mod paper;
pub mod reminding;
pub mod sending;

use std::collections::{BTreeMap, HashMap};

use domain::authority::Action;
use domain::period::{Month, MonthRange};
use domain::register::EstablishmentCode;
use domain::release::calendar::ReleaseDays;
use domain::returns::{CollectionDays, Return};
use store::{AsOf, Seq};

use crate::context::{Change, Context, OfficeError};
use crate::tally::{Taken, Tally};

/// Returns being taken in, batch by batch, in one transaction.
pub struct Intake<'a> {
    change: Change<'a>,
    days: ReleaseDays,
    /// Months there are returns of.
    present: Option<MonthRange>,
    /// What is known of months met, as far as memory allows.
    known: BTreeMap<Month, HashMap<EstablishmentCode, Return>>,
    tally: Tally,
}

/// Known returns held at once; beyond, months are let go and read again when needed.
const HELD: usize = 400_000;

impl<'a> Intake<'a> {
    /// Begins; other writers wait.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub async fn begin(context: &'a Context) -> Result<Self, OfficeError> {
        let change = context.begin(Action::TakeReturns).await?;
        let days = change.store().release_days(Seq::LATEST).await?;
        let present = change.store().return_months().await?;
        Ok(Self { change, days, present, known: BTreeMap::new(), tally: Tally::default() })
    }

    /// Takes in a batch. A return may come once in an intake.
    ///
    /// # Errors
    /// When an establishment or product is unknown, or the database fails or refuses.
    pub async fn take(&mut self, batch: &[Return]) -> Result<(), OfficeError> {
        let mut in_order: Vec<&Return> = batch.iter().collect();
        in_order.sort_by(|a, b| (a.month, &a.establishment).cmp(&(b.month, &b.establishment)));
        for answer in in_order {
            self.load(answer.month).await?;
            let old = self.known.get(&answer.month).and_then(|known| known.get(&answer.establishment));
            let new = laid_over(old, answer);
            // The day of receipt alone is no news.
            let same = old.filter(|old| Return { received: old.received, ..new.clone() } == **old);
            if !self.tally.weigh(old, same.unwrap_or(&new)) {
                continue;
            }
            let (late, locked) = lateness(&self.days, &new);
            self.tally.taken.late += u64::from(late);
            self.tally.taken.locked += u64::from(locked);
            self.change.monthly_return(&new, locked).await?;
        }
        Ok(())
    }

    /// Reads what is known of a month, unless it is held already.
    async fn load(&mut self, month: Month) -> Result<(), OfficeError> {
        if self.known.contains_key(&month) {
            return Ok(());
        }
        while self.known.values().map(HashMap::len).sum::<usize>() > HELD {
            self.known.pop_first();
        }
        let known = match self.present {
            Some(months) if months.contains(month) => {
                self.change.store().returns(AsOf::latest(), MonthRange::new(month, month)).await?
            }
            _ => Vec::new(),
        };
        self.known.insert(month, known.into_iter().map(|answer| (answer.establishment.clone(), answer)).collect());
        Ok(())
    }

    /// Makes it durable with its journal line; leaves no trace when there was nothing new.
    ///
    /// # Errors
    /// When the database fails; nothing is left then.
    pub async fn commit(self, why: &str) -> Result<Taken, OfficeError> {
        crate::register::finish(self.change, self.tally, "returns", why).await
    }

    /// Gives everything up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn abandon(self) -> Result<(), OfficeError> {
        self.change.abandon().await
    }
}

/// Takes in returns, in one transaction.
///
/// # Errors
/// As [`Intake::take`]; nothing is written then.
pub async fn take(context: &Context, returns: &[Return], why: &str) -> Result<Taken, OfficeError> {
    let mut intake = Intake::begin(context).await?;
    intake.take(returns).await?;
    intake.commit(why).await
}

/// What is known of a return, with what has come laid over it.
fn laid_over(old: Option<&Return>, new: &Return) -> Return {
    let mut merged = new.clone();
    if let Some(old) = old {
        let unspoken = old.lines.iter().filter(|line| new.lines.iter().all(|n| n.product != line.product));
        merged.lines.extend(unspoken.cloned());
        merged.employees = new.employees.or(old.employees);
        merged.capacity_used = new.capacity_used.or(old.capacity_used);
    }
    merged.lines.sort_by(|a, b| a.product.cmp(&b.product));
    merged
}

/// Whether a return came after its due day, and after its month was locked.
fn lateness(days: &ReleaseDays, answer: &Return) -> (bool, bool) {
    let Some(days) = CollectionDays::in_force(&days.monthly, answer.month) else { return (false, false) };
    (answer.received > days.due_date(answer.month), answer.received > days.lock_date(answer.month))
}
