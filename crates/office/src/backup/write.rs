//! Writing a backup: the database is read here, the file is written on a thread of its own.

use std::io::{self, Read, Seek, Write};

use domain::authority::Action;
use domain::text::Text;
use formats::backup::{Manifest, Writer};
use store::{Carried, Chunk, Snapshot};
use tokio::sync::mpsc::{self, Receiver, Sender};

use super::{WAITING, column_out, step_out};
use crate::context::{Context, OfficeError};

/// What comes for the file.
enum Part {
    Table(Carried),
    Rows(Chunk),
}

/// Writes everything there is now into an empty file, while others go on writing to the database. `progress` is told the rows so far. The file
/// is a backup once this has returned; before, it is none and cannot be taken for one.
///
/// # Errors
/// When the actor may not, the database fails, or the file cannot be written.
pub async fn write<F>(
    context: &Context,
    file: F,
    progress: impl FnMut(u64) + Send,
) -> Result<(F, Manifest), OfficeError>
where
    F: Read + Write + Seek + Send + 'static,
{
    let mut snapshot = context.read(Action::BackUp)?.snapshot().await?;
    let layout = snapshot.layout().await?.into_iter().map(step_out).collect();
    let (last, hash) = snapshot.head().await?;
    let (parts, coming) = mpsc::channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || take(file, coming));
    let read = read(&mut snapshot, parts, progress).await;
    let written = writing.await.map_err(|error| unwritable(&io::Error::other(error)))?;
    // Why the file cannot be written comes first: the reading then ended early.
    let writer = written.map_err(|error| unwritable(&error))?;
    read?;
    let moment = context.moment;
    let sealed =
        tokio::task::spawn_blocking(move || writer.finish(env!("CARGO_PKG_VERSION"), moment, layout, (last.0, hash)));
    let sealed = sealed.await.map_err(|error| unwritable(&io::Error::other(error)))?;
    sealed.map_err(|error| unwritable(&error))
}

/// Reads every table and sends it on.
async fn read(
    snapshot: &mut Snapshot,
    parts: Sender<Part>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<(), OfficeError> {
    let mut rows = 0;
    for table in Snapshot::tables() {
        if parts.send(Part::Table(table)).await.is_err() {
            break;
        }
        let (chunks, mut coming) = mpsc::channel(1);
        let copy = async {
            let done = snapshot.copy(table, &chunks).await;
            drop(chunks);
            done
        };
        let pass = async {
            while let Some(chunk) = coming.recv().await {
                rows += chunk.rows;
                if parts.send(Part::Rows(chunk)).await.is_err() {
                    break;
                }
                progress(rows);
            }
            // A sender that waits is let go.
            drop(coming);
        };
        let (copied, ()) = tokio::join!(copy, pass);
        copied?;
    }
    Ok(())
}

/// Writes what comes, until nothing more does.
fn take<F: Read + Write + Seek>(file: F, mut coming: Receiver<Part>) -> io::Result<Writer<F>> {
    let mut writer = Writer::new(file)?;
    while let Some(part) = coming.blocking_recv() {
        match part {
            Part::Table(table) => writer.table(table.name(), table.columns().map(column_out).collect())?,
            Part::Rows(chunk) => writer.rows(&chunk.lines, chunk.rows)?,
        }
    }
    Ok(writer)
}

fn unwritable(error: &io::Error) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Không ghi được bản sao lưu ({error}). Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa."),
        format!(
            "The backup cannot be written ({error}). Check the folder, your right to write there and the room on the disk."
        ),
    ))
}
