//! Who is asking, when, from where, and the database: the first parameter of every use case.
//!
//! A use case names its [`Action`] when it asks for the database, so that none can forget to ask for permission. A change is
//! opened with [`Context::begin`] and ended with [`Change::commit`], which writes the journal line in the same transaction.

use std::ops::{Deref, DerefMut};

pub use domain::authority::Actor;
use domain::authority::{Action, Reach, Role, Thing, may, refusal};
use domain::text::Text;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use store::journal::Entry;
use store::{Seq, Store, StoreError, Writing};

use crate::intake::Acceptance;
use crate::rehearsal::{Difference, Rehearsal};
use crate::tally::Tally;

/// The first parameter of every use case.
#[derive(Debug, Clone)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// When.
    pub moment: Timestamp,
    /// From where: the command with its file, or a page.
    pub origin: String,
    store: Store,
    rehearsal: Option<Rehearsal>,
    acceptance: Option<Acceptance>,
}

/// Why a use case was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The role may not do this.
    #[error("{}", refusal(*.role, *.action).en)]
    NotAllowed {
        /// Who asked.
        role: Role,
        /// For what.
        action: Action,
    },
    /// There is no such thing, or the actor may not know that there is: the same answer for both.
    #[error("{}", not_found().en)]
    NotFound,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else, said in both languages: what is wrong and what to do.
    #[error("{}", .0.en)]
    Said(Text),
}

fn not_found() -> Text {
    Text::new(
        "Không tìm thấy, hoặc không thuộc phạm vi được xem của bạn.",
        "There is no such thing, or none that you may see.",
    )
}

impl OfficeError {
    /// What happened and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotAllowed { role, action } => refusal(*role, *action),
            Self::NotFound => not_found(),
            Self::Store(error) => error.text(),
            Self::Said(text) => text.clone(),
        }
    }
}

/// The day it is in Việt Nam (UTC+7, no summer time) at a moment.
pub(crate) fn day_of(moment: Timestamp) -> Date {
    Offset::constant(7).to_datetime(moment).date()
}

impl Context {
    /// A context over a database.
    pub fn new(actor: Actor, moment: Timestamp, origin: impl Into<String>, store: Store) -> Self {
        Self { actor, moment, origin: origin.into(), store, rehearsal: None, acceptance: None }
    }

    /// The same, but nothing stays: an import is carried out, shown by [`Context::differences`] and given up.
    #[must_use]
    pub fn rehearsing(&self) -> Self {
        Self { rehearsal: Some(Rehearsal::default()), ..self.clone() }
    }

    /// What the imports of a rehearsal would change.
    #[must_use]
    pub fn differences(&self) -> Vec<Difference> {
        self.rehearsal.as_ref().map(Rehearsal::shown).unwrap_or_default()
    }

    /// The digest of what the imports of a rehearsal would change.
    pub(crate) fn digest(&self) -> String {
        self.rehearsal.as_ref().map(Rehearsal::digest).unwrap_or_default()
    }

    /// The same, for an import that was read as a difference before and is accepted.
    pub(crate) fn accepting(&self, acceptance: Acceptance) -> Self {
        Self { acceptance: Some(acceptance), ..self.clone() }
    }

    /// The same moment and place, for someone else: the person who has just signed in.
    #[must_use]
    pub(crate) fn acting(&self, actor: Actor) -> Self {
        Self { actor, ..self.clone() }
    }

    /// The database, for what comes before anyone is known: signing in.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The day it is in Việt Nam (UTC+7, no summer time).
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.moment)
    }

    /// Whether the actor may do this to that.
    #[must_use]
    pub fn may(&self, action: Action, thing: &Thing<'_>) -> bool {
        may(&self.actor, action, thing)
    }

    /// Fails unless the actor may do this to everything.
    ///
    /// # Errors
    /// [`OfficeError::NotAllowed`].
    pub fn require(&self, action: Action) -> Result<(), OfficeError> {
        if self.may(action, &Thing::WHOLE) { Ok(()) } else { Err(self.refused(action)) }
    }

    fn refused(&self, action: Action) -> OfficeError {
        OfficeError::NotAllowed { role: self.actor.role(), action }
    }

    /// Fails when the role never may, whatever the row.
    fn require_some(&self, action: Action) -> Result<(), OfficeError> {
        let never = self.actor.reach(action) == Reach::Never;
        if never { Err(self.refused(action)) } else { Ok(()) }
    }

    /// Fails unless the actor may do this to that. What is not the actor's is answered as if it were not there.
    ///
    /// # Errors
    /// [`OfficeError::NotAllowed`] when the role never may, [`OfficeError::NotFound`] when it may not do it to this.
    pub fn require_for(&self, action: Action, thing: &Thing<'_>) -> Result<(), OfficeError> {
        self.require_some(action)?;
        if self.may(action, thing) { Ok(()) } else { Err(OfficeError::NotFound) }
    }

    /// The database for reading everything.
    ///
    /// # Errors
    /// When the actor may not do this.
    pub fn read(&self, action: Action) -> Result<&Store, OfficeError> {
        self.require(action)?;
        Ok(&self.store)
    }

    /// The database for reading rows of which each is then held against [`Context::may`] or [`Context::require_for`].
    ///
    /// # Errors
    /// When the role never may.
    pub fn read_rows(&self, action: Action) -> Result<&Store, OfficeError> {
        self.require_some(action)?;
        Ok(&self.store)
    }

    /// Begins a change of anything; other writers wait until it is committed or dropped.
    ///
    /// # Errors
    /// When the actor may not do this, or the database fails.
    pub async fn begin(&self, action: Action) -> Result<Change<'_>, OfficeError> {
        self.begin_for(action, &Thing::WHOLE).await
    }

    /// Begins a change of one thing; other writers wait until it is committed or dropped.
    ///
    /// # Errors
    /// As [`Context::require_for`] (as [`Context::require`] for everything), or when the database fails.
    pub async fn begin_for(&self, action: Action, thing: &Thing<'_>) -> Result<Change<'_>, OfficeError> {
        if *thing == Thing::WHOLE {
            self.require(action)?
        } else {
            self.require_for(action, thing)?
        }
        self.change(action).await
    }

    /// Begins a change of rows of which each is then held against [`Context::require_for`], as it stands within the change.
    ///
    /// # Errors
    /// When the role never may, or the database fails.
    pub async fn begin_rows(&self, action: Action) -> Result<Change<'_>, OfficeError> {
        self.require_some(action)?;
        self.change(action).await
    }

    async fn change(&self, action: Action) -> Result<Change<'_>, OfficeError> {
        Ok(Change { context: self, action, writing: self.store.begin().await? })
    }
}

/// A change under way. Its writers are those of [`Writing`]; what was there before is read through [`Change::store`].
pub struct Change<'a> {
    context: &'a Context,
    action: Action,
    writing: Writing,
}

impl Change<'_> {
    /// The database as it was before this change. No other change comes between.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.context.store
    }

    /// When it is made.
    #[must_use]
    pub fn moment(&self) -> Timestamp {
        self.context.moment
    }

    /// Writes the journal line and makes the change durable. `before` and `after` are JSON (`before` empty when nothing was
    /// there), `why` is empty when nobody said.
    ///
    /// # Errors
    /// When the database fails; nothing is left then.
    pub async fn commit(self, subject: &str, before: String, after: String, why: &str) -> Result<Seq, OfficeError> {
        let entry = Entry {
            moment: self.context.moment,
            actor: self.context.actor.name.clone(),
            role: self.context.actor.role().code().to_owned(),
            origin: self.context.origin.clone(),
            action: self.action.code().to_owned(),
            subject: subject.to_owned(),
            before,
            after,
            why: why.to_owned(),
        };
        if self.context.rehearsal.is_some() {
            let seq = self.writing.seq();
            self.writing.abandon().await?;
            return Ok(seq);
        }
        Ok(self.writing.commit(&entry).await?)
    }

    /// The rehearsal this change is part of.
    pub(crate) fn rehearsal(&self) -> Option<&Rehearsal> {
        self.context.rehearsal.as_ref()
    }

    /// Holds an import that was accepted against what was shown of it; any other goes on.
    pub(crate) async fn settle_acceptance(&mut self, tally: &Tally, why: &str) -> Result<(), OfficeError> {
        let context = self.context;
        match &context.acceptance {
            Some(acceptance) => acceptance.settle(context, self, tally, why).await,
            None => Ok(()),
        }
    }

    /// Commits when something was written; gives the change up, leaving no trace, when nothing was.
    ///
    /// # Errors
    /// When the database fails; nothing is left then.
    pub async fn commit_if_any(
        self,
        subject: &str,
        before: String,
        after: String,
        why: &str,
    ) -> Result<Option<Seq>, OfficeError> {
        if self.writing.rows() > 0 {
            return self.commit(subject, before, after, why).await.map(Some);
        }
        self.abandon().await.map(|()| None)
    }

    /// Gives the change up; nothing is left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn abandon(self) -> Result<(), OfficeError> {
        Ok(self.writing.abandon().await?)
    }
}

impl Deref for Change<'_> {
    type Target = Writing;

    fn deref(&self) -> &Writing {
        &self.writing
    }
}

impl DerefMut for Change<'_> {
    fn deref_mut(&mut self) -> &mut Writing {
        &mut self.writing
    }
}
