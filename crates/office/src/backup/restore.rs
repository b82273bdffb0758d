//! Putting a backup back: the file is read on a thread of its own, the database is filled here, in one transaction.

use std::io::{Read, Seek};

use domain::authority::{Action, Actor, Thing, may, refusal};
use domain::text::Text;
use formats::backup::{Broken, Manifest, Reader};
use store::{LayoutStep, Restoring, Store, StoreError, Verification};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::{WAITING, column_in, step_in};
use crate::context::OfficeError;

/// What came of putting a backup back.
#[derive(Debug)]
pub struct Restored {
    /// The database; `None` when something in it was not as its journal says: nothing was written then.
    pub store: Option<Store>,
    /// What was found against the journal.
    pub verification: Verification,
    /// The steps that brought an older layout up to date.
    pub applied: Vec<&'static str>,
}

/// What a restoring is at, with the rows so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Rows go in.
    Loading,
    /// Rows are held against the journal.
    Verifying,
}

/// What comes from the file.
enum Part {
    Table(usize),
    Rows(Vec<u8>, u64),
}

/// Fills an empty database from a backup and holds it against its own journal. All or nothing: whatever fails, and however the program ends,
/// the database is as empty as before, and a file made for it is gone or empty.
///
/// # Errors
/// When the actor may not, the backup was made by another program, is damaged, the database is not empty, or it fails. What is not as the
/// journal says is no error: it is in the verification, and nothing was written.
pub async fn restore<R>(
    actor: &Actor,
    backup: Reader<R>,
    address: &str,
    mut progress: impl FnMut(Stage, u64) + Send,
) -> Result<Restored, OfficeError>
where
    R: Read + Seek + Send + 'static,
{
    if !may(actor, Action::BackUp, &Thing::WHOLE) {
        return Err(OfficeError::Said(refusal(actor.role(), Action::BackUp)));
    }
    let manifest = backup.manifest().clone();
    let layout: Vec<LayoutStep> = manifest.layout.iter().map(step_in).collect();
    let known = Store::knows(&layout).and_then(|()| layout.last().ok_or(StoreError::ForeignMigration { version: 0 }));
    known.map_err(|_| another_program(&manifest))?;
    let mut restoring = Store::restoring(address, &layout).await?;
    let filled = fill(&mut restoring, backup, &manifest, &mut progress).await;
    match filled {
        Ok((verification, applied)) if verification.findings.is_empty() => {
            let store = Some(restoring.commit().await?);
            Ok(Restored { store, verification, applied })
        }
        Ok((verification, applied)) => {
            restoring.abandon().await;
            Ok(Restored { store: None, verification, applied })
        }
        Err(error) => {
            restoring.abandon().await;
            Err(error)
        }
    }
}

async fn fill<R>(
    restoring: &mut Restoring,
    backup: Reader<R>,
    manifest: &Manifest,
    progress: &mut (impl FnMut(Stage, u64) + Send),
) -> Result<(Verification, Vec<&'static str>), OfficeError>
where
    R: Read + Seek + Send + 'static,
{
    let (parts, coming) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || give(backup, &parts));
    let loaded = load(restoring, manifest, coming, progress).await;
    let read = reading.await.unwrap_or_else(|error| Err(Broken::Damaged(error.to_string())));
    // What is wrong with the file explains why the database refuses its rows.
    read?;
    loaded?;
    let applied = restoring.advance().await?;
    let verification = restoring.verify(|rows| progress(Stage::Verifying, rows)).await?;
    if (verification.last.0, &verification.head) != (manifest.last, &manifest.hash) {
        return Err(Broken::Damaged("manifest.json".to_owned()).into());
    }
    Ok((verification, applied))
}

/// Reads every table and sends it on; ends quietly when nobody takes it.
fn give<R: Read + Seek>(mut backup: Reader<R>, parts: &Sender<Part>) -> Result<(), Broken> {
    for place in 0..backup.manifest().tables.len() {
        if parts.blocking_send(Part::Table(place)).is_err() {
            break;
        }
        backup.table(place, |lines, rows| parts.blocking_send(Part::Rows(lines, rows)).is_ok())?;
    }
    Ok(())
}

async fn load(
    restoring: &mut Restoring,
    manifest: &Manifest,
    mut coming: Receiver<Part>,
    progress: &mut (impl FnMut(Stage, u64) + Send),
) -> Result<(), StoreError> {
    let mut done = 0;
    while let Some(part) = coming.recv().await {
        match part {
            Part::Table(place) => {
                let table = &manifest.tables[place];
                let columns: Vec<_> = table.columns.iter().map(column_in).collect();
                restoring.table(&table.name, &columns).await?;
            }
            Part::Rows(lines, rows) => {
                restoring.take(&lines).await?;
                done += rows;
                progress(Stage::Loading, done);
            }
        }
    }
    Ok(())
}

fn another_program(manifest: &Manifest) -> OfficeError {
    let (program, steps, own) = (&manifest.program, manifest.layout.len(), env!("CARGO_PKG_VERSION"));
    OfficeError::Said(Text::new(
        format!(
            "Bản sao lưu do Khơi {program} tạo, cấu trúc số {steps}; chương trình này (Khơi {own}) không biết cấu trúc đó. Hãy khôi phục bằng Khơi {program} hoặc mới hơn."
        ),
        format!(
            "The backup was made by Khơi {program} with layout {steps}, which this program (Khơi {own}) does not know. Restore it with Khơi {program} or a later one."
        ),
    ))
}
