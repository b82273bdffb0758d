//! Whether everything is as it was written: the chain of journal lines, and every row they vouch for.
//!
//! Rows are streamed once, table by table, in the order of writing; memory holds one digest for every change and table.

use std::collections::{BTreeMap, HashMap};

use futures_util::TryStreamExt;
use serde::Serialize;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::Seq;
use crate::error::StoreError;
use crate::journal::{self, Line};
use crate::open::Store;
use crate::row::{Table, Tally, encode_read, get};
use crate::snapshot::select;
use crate::tables;

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "kebab-case")]
pub enum Finding {
    /// The words of a journal line were changed.
    LineChanged {
        /// The line.
        seq: Seq,
    },
    /// A journal line is not there.
    LineMissing {
        /// The line.
        seq: Seq,
    },
    /// A journal line stands in another place than it was written.
    LineMoved {
        /// Where it stands.
        seq: Seq,
        /// Where it was written.
        written_as: Seq,
    },
    /// A line does not follow from the line before it, although both are sound in themselves: one was exchanged.
    ChainBroken {
        /// The later of the two.
        seq: Seq,
    },
    /// The end of the chain is not where the database says it is.
    EndChanged {
        /// The last line there is.
        last: Seq,
        /// The last line there should be.
        expected: Seq,
    },
    /// Rows written by a change were changed, removed or added to.
    RowsChanged {
        /// The change.
        seq: Seq,
        /// The table.
        table: String,
        /// Rows written.
        written: u64,
        /// Rows found.
        found: u64,
    },
}

/// The result of [`Store::verify`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Journal lines read.
    pub lines: u64,
    /// Rows read.
    pub rows: u64,
    /// The last line.
    pub last: Seq,
    /// Its hash: kept elsewhere, it proves later that nothing before it was changed, whoever holds the database.
    pub head: String,
    /// What is not as it was written; empty when everything is.
    pub findings: Vec<Finding>,
}

/// What the lines vouch for: rows and digest by change and table.
type Vouched = BTreeMap<(Seq, String), (u64, String)>;

/// The chain so far.
#[derive(Default)]
struct Chain {
    lines: u64,
    last: Seq,
    hash: String,
    vouched: Vouched,
    /// Lines whose words do not fit their hash.
    unsound: Vec<Line>,
    findings: Vec<Finding>,
}

impl Chain {
    fn take(&mut self, line: Line) {
        /// A forged number may leave a gap of any width.
        const FEW: usize = 1000;
        let gap = (self.last.0 + 1..line.seq.0).take(FEW);
        self.findings.extend(gap.map(|seq| Finding::LineMissing { seq: Seq(seq) }));
        let follows = line.seq.0 == self.last.0 + 1;
        let sound = line.hash_at(line.seq) == line.hash;
        let before_was_sound = self.unsound.last().is_none_or(|unsound| unsound.seq != self.last);
        if sound && follows && before_was_sound && line.previous != self.hash {
            self.findings.push(Finding::ChainBroken { seq: line.seq });
        }
        self.vouch(line.seq, &line.rows);
        self.lines += 1;
        self.last = line.seq;
        self.hash.clone_from(&line.hash);
        if !sound {
            self.unsound.push(line);
        }
    }

    /// A line that cannot even be read was changed; what it vouches for may still stand.
    fn take_unreadable(&mut self, seq: Seq, rows: &str, hash: String) {
        self.findings.push(Finding::LineChanged { seq });
        self.vouch(seq, rows);
        self.lines += 1;
        self.last = seq;
        self.hash = hash;
    }

    /// Notes what a line vouches for.
    fn vouch(&mut self, seq: Seq, rows: &str) {
        for part in rows.split("; ").filter(|part| !part.is_empty()) {
            let mut words = part.split(' ');
            if let (Some(table), Some(rows), Some(digest)) = (words.next(), words.next(), words.next()) {
                let rows = rows.parse().unwrap_or_default();
                self.vouched.insert((seq, table.to_owned()), (rows, digest.to_owned()));
            }
        }
    }

    /// Tells lines that were moved from lines whose words were changed: a moved line is sound at another number.
    fn judge_unsound(&mut self) {
        /// With more than this many the question is no longer which.
        const FEW: usize = 1000;
        let places: Vec<Seq> = self.unsound.iter().take(FEW).map(|line| line.seq).collect();
        for line in &self.unsound {
            let written = places.iter().find(|seq| line.hash_at(**seq) == line.hash);
            self.findings.push(match written {
                Some(written) => Finding::LineMoved { seq: line.seq, written_as: *written },
                None => Finding::LineChanged { seq: line.seq },
            });
        }
    }
}

impl Store {
    /// Reads the whole journal and every row as they are at one moment, and compares. `progress` is told the rows read so far.
    ///
    /// # Errors
    /// When the database fails. What is not as it was written is no error: it is in the findings.
    pub async fn verify(&self, progress: impl FnMut(u64)) -> Result<Verification, StoreError> {
        verify(&mut self.snapshot().await?.transaction, progress).await
    }
}

/// Reads the whole journal and every row through one connection, and compares.
pub(crate) async fn verify(
    connection: &mut AnyConnection,
    mut progress: impl FnMut(u64),
) -> Result<Verification, StoreError> {
    let mut chain = verify_chain(connection).await?;
    let mut rows = 0;
    let mut found: HashMap<(Seq, &'static str), Tally> = HashMap::new();
    for table in tables::ALL {
        tally_table(connection, table, &mut found, &mut rows, &mut progress).await?;
    }
    compare(&mut chain, &found);
    let Chain { lines, last, hash, mut findings, .. } = chain;
    findings.sort_by_key(order);
    Ok(Verification { lines, rows, last, head: hash, findings })
}

async fn verify_chain(connection: &mut AnyConnection) -> Result<Chain, StoreError> {
    let doing = || StoreError::of("reading the journal");
    let mut chain = Chain::default();
    let mut lines = sqlx::query(journal::READ).bind(0_i64).fetch(&mut *connection);
    while let Some(row) = lines.try_next().await.map_err(doing())? {
        match Line::read(&row) {
            Ok(line) => chain.take(line),
            Err(_) => chain.take_unreadable(
                Seq(get(&row, 0)?),
                get(&row, 10).unwrap_or_default(),
                get(&row, 12).unwrap_or_default(),
            ),
        }
    }
    drop(lines);
    chain.judge_unsound();
    let head = sqlx::query("SELECT seq, hash FROM journal_head WHERE id = 1").fetch_optional(&mut *connection);
    let head = head.await.map_err(doing())?;
    let (expected, hash) = match &head {
        Some(row) => (Seq(get(row, 0)?), get::<&str>(row, 1)?),
        None => (Seq::START, ""),
    };
    if expected != chain.last || hash != chain.hash {
        chain.findings.push(Finding::EndChanged { last: chain.last, expected });
    }
    Ok(chain)
}

async fn tally_table(
    connection: &mut AnyConnection,
    table: &'static Table,
    found: &mut HashMap<(Seq, &'static str), Tally>,
    rows: &mut u64,
    progress: &mut impl FnMut(u64),
) -> Result<(), StoreError> {
    const STEP: u64 = 65_536;
    let seq_at = table.columns.iter().position(|(name, _)| *name == "seq").unwrap_or_default();
    let mut stream = sqlx::query(AssertSqlSafe(select(table))).fetch(&mut *connection);
    let mut bytes = Vec::new();
    let (mut current, mut tally) = (None, Tally::default());
    while let Some(row) = stream.try_next().await.map_err(StoreError::of("reading rows"))? {
        bytes.clear();
        encode_read(table, &row, &mut bytes);
        // A row whose change cannot be read belongs to none.
        let seq = Seq(get(&row, seq_at).unwrap_or(-1));
        if current != Some(seq) {
            let next = found.remove(&(seq, table.name)).unwrap_or_default();
            let done = std::mem::replace(&mut tally, next);
            current.replace(seq).map(|seq| found.insert((seq, table.name), done));
        }
        tally.take(&bytes);
        *rows += 1;
        if rows.is_multiple_of(STEP) {
            progress(*rows);
        }
    }
    current.map(|seq| found.insert((seq, table.name), tally));
    progress(*rows);
    Ok(())
}

/// Holds the rows found against the rows vouched for.
fn compare(chain: &mut Chain, found: &HashMap<(Seq, &'static str), Tally>) {
    let mut changed = BTreeMap::new();
    for ((seq, table), (written, digest)) in &chain.vouched {
        let place = tables::ALL.iter().find(|t| t.name == table).map(|t| (*seq, t.name));
        let tally = place.and_then(|place| found.get(&place));
        let rows = tally.map_or(0, |tally| tally.rows);
        if rows != *written || tally.is_some_and(|tally| tally.digest() != *digest) {
            changed.insert((*seq, table.clone()), (*written, rows));
        }
    }
    for ((seq, table), tally) in found {
        let place = (*seq, (*table).to_owned());
        if !chain.vouched.contains_key(&place) {
            changed.insert(place, (0, tally.rows));
        }
    }
    let findings =
        changed.into_iter().map(|((seq, table), (written, found))| Finding::RowsChanged { seq, table, written, found });
    chain.findings.extend(findings);
}

/// By change, the journal before the rows.
fn order(finding: &Finding) -> (Seq, u8) {
    match finding {
        Finding::LineMissing { seq } => (*seq, 0),
        Finding::LineChanged { seq } => (*seq, 1),
        Finding::LineMoved { seq, .. } => (*seq, 2),
        Finding::ChainBroken { seq } => (*seq, 3),
        Finding::EndChanged { expected, .. } => (*expected, 4),
        Finding::RowsChanged { seq, .. } => (*seq, 5),
    }
}
