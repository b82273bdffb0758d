//! Plain files of the commands that need no database: read whole, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use domain::text::Text;
use formats::fault::{Fault, Place};
use tempfile::NamedTempFile;

/// The name of a file as it is shown.
pub(crate) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Fault> {
    fs::read(path).map_err(|error| Fault::unreadable(name(path), &error))
}

/// A file to read from.
pub(crate) fn open(path: &Path) -> Result<File, Fault> {
    File::open(path).map_err(|error| Fault::unreadable(name(path), &error))
}

/// Writes a file so that it is there whole or not at all: first beside its place, then renamed into it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    write_whole(path, bytes).map_err(|error| cannot_write(path, &error))
}

pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Fault {
    Fault::new(
        Place::file(name(path)),
        Text::new(format!("không ghi được tệp ({error})."), format!("the file cannot be written ({error}).")),
        Text::new(
            "Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa.",
            "Check the folder, your right to write there and the room on the disk.",
        ),
    )
}

/// A long file that is written bit by bit beside its place, and is there only once it is whole.
pub(crate) struct Growing {
    path: PathBuf,
    part: BufWriter<NamedTempFile>,
}

impl Growing {
    pub(crate) fn begin(path: &Path) -> Result<Self, Fault> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let part = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder);
        let part = part.map_err(|error| cannot_write(path, &error))?;
        Ok(Self { path: path.to_owned(), part: BufWriter::new(part) })
    }

    pub(crate) fn write(&mut self, text: &str) -> Result<(), Fault> {
        self.part.write_all(text.as_bytes()).map_err(|error| cannot_write(&self.path, &error))
    }

    /// Gives the file its name, in place of another of that name.
    pub(crate) fn finish(self) -> Result<(), Fault> {
        let Self { path, part } = self;
        let settle = || -> io::Result<()> {
            let part = part.into_inner().map_err(io::IntoInnerError::into_error)?;
            #[cfg(unix)]
            {
                // As any file the user makes; a temporary one is for its owner alone.
                use std::os::unix::fs::PermissionsExt as _;
                part.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
            }
            part.as_file().sync_all()?;
            part.persist(&path).map_err(|error| error.error)?;
            Ok(())
        };
        settle().map_err(|error| cannot_write(&path, &error))
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = target(path)?;
    // A pipe or a terminal cannot be replaced by a rename.
    if fs::metadata(&target).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return File::options().write(true).open(&target)?.write_all(bytes);
    }
    let beside = beside(&target);
    let done = File::create_new(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &target)
    });
    if done.is_err() {
        // What went wrong matters; whether the half-written copy could be removed does not.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// A link stays a link: what it points to is replaced, or made where there is nothing yet.
fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    // As many links in a row as the system itself follows.
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&target) else { return Ok(target) };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    Err(io::Error::other("links lead round in a circle"))
}

/// A name in the same folder that no other run uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}
