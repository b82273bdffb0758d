//! The files of backups: how they are named, written whole or not at all, and how many are kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use domain::text::Text;
use formats::fault::{Fault, Place};
use jiff::Timestamp;
use jiff::tz::Offset;
use office::backup::{self, Manifest};
use office::context::Context;
use tempfile::NamedTempFile;

use crate::failure::Failure;

/// What the file of a backup begins with while it is being written; such a file is never taken for a backup.
const UNDER_WAY: &str = ".khoi-backup-";
const PART: &str = ".part";
/// A file that has been under way for so long was broken off.
const BROKEN_OFF: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// Where a backup will be, and the file beside it that is written first.
pub(crate) struct Target {
    part: NamedTempFile,
    folder: PathBuf,
    /// The file that was named; `None`: it gets its name in the folder.
    named: Option<PathBuf>,
}

/// A backup that was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) manifest: Manifest,
}

impl Target {
    /// A folder, or a file that is not there yet.
    pub(crate) fn begin(out: &Path) -> Result<Self, Failure> {
        let (folder, named) = if out.is_dir() {
            (out.to_owned(), None)
        } else if out.symlink_metadata().is_ok() {
            return Err(is_there(out));
        } else {
            let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            (folder.to_owned(), Some(out.to_owned()))
        };
        // Only who made it reads it: it holds all that the database does.
        let part = tempfile::Builder::new().prefix(UNDER_WAY).suffix(PART).tempfile_in(&folder);
        let part = part.map_err(|error| cannot_write(&folder, &error))?;
        Ok(Self { part, folder, named })
    }
}

/// Makes a backup. However it ends, the file is there whole or not at all.
pub(crate) async fn make(context: &Context, target: Target, progress: impl FnMut(u64) + Send) -> Result<Made, Failure> {
    let Target { part, folder, named } = target;
    let (part, manifest) = backup::write(context, part, progress).await?;
    let path = named.unwrap_or_else(|| folder.join(name(manifest.moment, manifest.last)));
    let bytes = settle(part, &path, &folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => is_there(&path),
        _ => cannot_write(&path, &error),
    })?;
    Ok(Made { path, bytes, manifest })
}

/// Makes the file durable, then gives it its name, unless there is one of that name.
fn settle(part: NamedTempFile, path: &Path, folder: &Path) -> io::Result<u64> {
    part.as_file().sync_all()?;
    let bytes = part.as_file().metadata()?.len();
    part.persist_noclobber(path).map_err(|error| error.error)?;
    // The name is durable once the folder is.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(bytes)
}

/// `khoi-20240203T080000Z-12.zip`: the moment in UTC, so that names are in the order of time, and the last change.
fn name(moment: Timestamp, last: i64) -> String {
    let at = Offset::UTC.to_datetime(moment);
    let (date, time) = (at.date(), at.time());
    let (year, month, day) = (date.year(), date.month(), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("khoi-{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z-{last}.zip")
}

/// When the backup of this name was made; `None` for any other file.
fn moment_of(name: &str) -> Option<Timestamp> {
    let (moment, last) = name.strip_prefix("khoi-")?.strip_suffix(".zip")?.split_once('-')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, time) = moment.strip_suffix('Z')?.split_once('T')?;
    (is_number(last) && is_number(date) && is_number(time) && date.len() == 8 && time.len() == 6)
        .then(|| moment.parse().ok())
        .flatten()
}

/// The backups of a folder by the moments in their names, the oldest first.
pub(crate) fn list(folder: &Path) -> io::Result<Vec<(Timestamp, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let moment = entry.file_name().to_str().and_then(moment_of);
        found.extend(moment.map(|moment| (moment, entry.path())));
    }
    found.sort();
    Ok(found)
}

/// Removes all but the newest so many backups of a folder, and what was broken off long ago; gives those removed.
pub(crate) fn keep(folder: &Path, newest: usize) -> io::Result<Vec<PathBuf>> {
    let mut backups = list(folder)?;
    backups.truncate(backups.len().saturating_sub(newest));
    let old: Vec<PathBuf> = backups.into_iter().map(|(_, path)| path).collect();
    for path in &old {
        fs::remove_file(path)?;
    }
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name();
        let is_part = name.to_str().is_some_and(|name| name.starts_with(UNDER_WAY) && name.ends_with(PART));
        let changed = entry.metadata().and_then(|meta| meta.modified());
        let age = changed.ok().and_then(|then| SystemTime::now().duration_since(then).ok());
        if is_part && age.is_some_and(|age| age > BROKEN_OFF) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(old)
}

fn is_there(path: &Path) -> Failure {
    Fault::new(
        Place::file(crate::files::name(path)),
        Text::new(
            "đã có; bản sao lưu không ghi đè lên gì cả.",
            "there is something of that name; a backup overwrites nothing.",
        ),
        Text::new("Hãy chọn tên khác, hoặc một thư mục.", "Choose another name, or a folder."),
    )
    .into()
}

/// What is said when a backup cannot be written to its place.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Fault::new(
        Place::file(crate::files::name(path)),
        Text::new(format!("không ghi được bản sao lưu ({error})."), format!("the backup cannot be written ({error}).")),
        Text::new(
            "Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa.",
            "Check the folder, your right to write there and the room on the disk.",
        ),
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_time() {
        let moment: Timestamp = "2024-02-03T08:00:09.5Z".parse().unwrap();
        let name = name(moment, 12);
        assert_eq!(name, "khoi-20240203T080009Z-12.zip");
        assert_eq!(moment_of(&name), Some("2024-02-03T08:00:09Z".parse().unwrap()));
        for other in [
            "khoi-20240203T080009Z.zip",
            "khoi-20240203T080009Z-x.zip",
            "khoi-20241303T080009Z-1.zip",
            "khoi-20240203-1.zip",
            "khoi-quý-1.zip",
            ".khoi-backup-a.part",
            "khoi.db",
        ] {
            assert_eq!(moment_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_oldest_go_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let names: Vec<String> =
            (1..=9).map(|day| name(format!("2024-02-0{day}T08:00:00Z").parse().unwrap(), 100 - day)).collect();
        for name in names.iter().map(String::as_str).chain(["khoi.db", "khoi-giữ-lại.zip", ".khoi-backup-x.part"]) {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let removed = keep(folder.path(), 4).unwrap();
        assert_eq!(removed, names[..5].iter().map(|name| folder.path().join(name)).collect::<Vec<_>>());
        assert_eq!(list(folder.path()).unwrap().len(), 4);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 7);
        assert!(keep(folder.path(), 4).unwrap().is_empty());
    }
}
