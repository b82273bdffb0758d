//! Releases that are proposed, and what was decided of them.

use domain::release::proposal::{Decision, Proposal};
use domain::release::vintage::Digest;
use sqlx::any::AnyRow;

use crate::columns::Columns;
use crate::error::StoreError;
use crate::open::Store;
use crate::page::{Conditions, Listed, Page};
use crate::row::Cell;
use crate::tables;
use crate::write::Writing;

/// A proposal as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProposal {
    /// Its number.
    pub id: i64,
    /// What was proposed.
    pub proposal: Proposal,
    /// What was decided, once it was.
    pub decision: Option<Decision>,
}

const PROPOSALS: &str = "\
    SELECT p.id, p.month, p.stage, p.issued, p.digest, p.remark, p.by_whom, p.moment, \
    d.verdict, d.release, d.reason, d.by_whom, d.moment \
    FROM release_proposal p LEFT JOIN release_decision d ON d.proposal = p.id";

fn read(row: &AnyRow) -> Result<StoredProposal, StoreError> {
    let mut columns = Columns::of(row);
    let id = columns.value()?;
    let proposal = Proposal {
        month: columns.code("the month of a proposal")?,
        stage: columns.code("the stage of a proposal")?,
        date: columns.code("the day of a proposal")?,
        digest: Digest(columns.value()?),
        remark: columns.value()?,
        by: columns.value()?,
        moment: columns.code("the moment of a proposal")?,
    };
    let decision = match columns.maybe("what was decided of a proposal")? {
        None => None,
        Some(verdict) => Some(Decision {
            verdict,
            release: columns.value()?,
            reason: columns.value()?,
            by: columns.value()?,
            moment: columns.code("the moment of a decision")?,
        }),
    };
    Ok(StoredProposal { id, proposal, decision })
}

impl Writing {
    /// Writes a proposal and gives its number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_proposal(&mut self, proposal: &Proposal) -> Result<i64, StoreError> {
        let id = self.new_id();
        let (month, date, moment) =
            (proposal.month.to_string(), proposal.date.to_string(), proposal.moment.to_string());
        let cells = [
            id.into(),
            self.seq().0.into(),
            (&month).into(),
            proposal.stage.code().into(),
            (&date).into(),
            (&proposal.digest.0).into(),
            (&proposal.remark).into(),
            (&proposal.by).into(),
            (&moment).into(),
        ];
        self.push(&tables::RELEASE_PROPOSAL, cells)?;
        self.settle().await?;
        Ok(id)
    }

    /// Writes what was decided of a proposal.
    ///
    /// # Errors
    /// When something was decided already, or the database fails.
    pub async fn release_decision(&mut self, proposal: i64, decision: &Decision) -> Result<(), StoreError> {
        let moment = decision.moment.to_string();
        let cells: [Cell<'_>; 8] = [
            self.new_id().into(),
            self.seq().0.into(),
            proposal.into(),
            decision.verdict.code().into(),
            decision.release.into(),
            (&decision.reason).into(),
            (&decision.by).into(),
            (&moment).into(),
        ];
        self.push(&tables::RELEASE_DECISION, cells)?;
        self.settle().await
    }
}

impl Store {
    /// A proposal by its number.
    ///
    /// # Errors
    /// When the database fails or a row was made unreadable.
    pub async fn release_proposal(&self, id: i64) -> Result<Option<StoredProposal>, StoreError> {
        let rows = self.rows_of(format!("{PROPOSALS} WHERE p.id = $1"), &[id.into()], "reading a proposal").await?;
        rows.first().map(read).transpose()
    }

    /// A page of the proposals, the newest first.
    ///
    /// # Errors
    /// As [`Store::release_proposal`].
    pub async fn release_proposals(&self, page: Page) -> Result<Listed<StoredProposal>, StoreError> {
        let (all, doing) = (Conditions::new("1 = 1"), "listing proposals");
        let total = all.count(self, "SELECT COUNT(*) FROM release_proposal".to_owned(), doing).await?;
        let rows = all.page(self, &format!("{PROPOSALS} ORDER BY p.id DESC"), page, doing).await?;
        Ok(Listed { rows: rows.iter().map(read).collect::<Result<_, _>>()?, total })
    }
}
