//! Reading: the seal first, then what the backup says of itself, then table after table.

use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};

use domain::text::Text;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::write::digest_of;
use super::{DIGEST, FORM, MANIFEST, Manifest, NOTE, SEAL, file_of, hex};

/// Lines handed over at once.
const CHUNK: usize = 256 * 1024;
/// A manifest is a few kilobytes.
const LARGEST_MANIFEST: u64 = 16 * 1024 * 1024;

/// Why a file is not a backup that can be restored.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// It never was one.
    #[error("not a backup")]
    Foreign,
    /// It was one, and is cut off or changed.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Made by a later program, in a form this one does not know.
    #[error("form {form} of program {program}")]
    Later {
        /// Its form.
        form: u32,
        /// The program that made it.
        program: String,
    },
    /// It cannot be read at all.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
}

impl Broken {
    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Foreign => Text::new(
                "Tệp không phải bản sao lưu của Khơi. Hãy chọn tệp do `khoi backup` tạo (khoi-….zip).",
                "The file is not a backup of Khơi. Choose a file made by `khoi backup` (khoi-….zip).",
            ),
            Self::Damaged(why) => Text::new(
                format!(
                    "Bản sao lưu bị hỏng hoặc bị cắt cụt ({why}). Hãy chép lại từ nơi lưu giữ, hoặc dùng bản sao lưu khác."
                ),
                format!(
                    "The backup is damaged or cut off ({why}). Copy it again from where it is kept, or use another."
                ),
            ),
            Self::Later { form, program } => Text::new(
                format!(
                    "Bản sao lưu do Khơi {program} tạo, dạng {form}, mới hơn chương trình này. Hãy dùng Khơi {program}."
                ),
                format!(
                    "The backup was made by Khơi {program}, form {form}, later than this program. Use Khơi {program}."
                ),
            ),
            Self::Unreadable(error) => Text::new(
                format!("Không đọc được bản sao lưu ({error}). Hãy kiểm tra tên tệp, quyền đọc và ổ đĩa."),
                format!(
                    "The backup cannot be read ({error}). Check the file's name, your right to read it and the disk."
                ),
            ),
        }
    }
}

/// What an archive that fits its seal can still be wrong in: nobody but another program has made it so.
impl From<ZipError> for Broken {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::InvalidData => Self::Unreadable(error),
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// A backup that is whole.
pub struct Reader<R: Read + Seek> {
    archive: ZipArchive<R>,
    manifest: Manifest,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens a backup; every byte is read and held against the seal. `progress` is told how many.
    ///
    /// # Errors
    /// When it is none, is not whole, or was made by a later program.
    pub fn open(mut file: R, progress: impl FnMut(u64)) -> Result<Self, Broken> {
        check_seal(&mut file, progress)?;
        let mut archive = ZipArchive::new(file)?;
        let form = read_manifest(&mut archive)?;
        let number = |name: &str| form.get(name).and_then(serde_json::Value::as_u64);
        if let Some(later) = number("form").filter(|number| *number > u64::from(FORM)) {
            let program = form.get("program").and_then(serde_json::Value::as_str).unwrap_or("?").to_owned();
            return Err(Broken::Later { form: u32::try_from(later).unwrap_or(u32::MAX), program });
        }
        let manifest = serde_json::from_value(form).map_err(|error| Broken::Damaged(error.to_string()))?;
        Ok(Self { archive, manifest })
    }

    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Hands the rows of a table over, whole lines at a time, and holds their number and digest against the manifest. `take` says whether
    /// it wants more.
    ///
    /// # Errors
    /// When the table is not there, not whole or not what the manifest says; rows handed over before are worth nothing then.
    pub fn table(&mut self, place: usize, mut take: impl FnMut(Vec<u8>, u64) -> bool) -> Result<(), Broken> {
        let table = self.manifest.tables.get(place).ok_or_else(|| Broken::Damaged(format!("table {place}")))?;
        let mut lines = BufReader::with_capacity(CHUNK, self.archive.by_name(&file_of(&table.name))?);
        let (mut digest, mut rows) = (Sha256::new(), 0);
        let (mut chunk, mut in_chunk) = (Vec::with_capacity(CHUNK), 0);
        loop {
            let read = lines.read_until(b'\n', &mut chunk).map_err(ZipError::Io)?;
            rows += u64::from(read > 0);
            in_chunk += u64::from(read > 0);
            if read > 0 && chunk.len() < CHUNK {
                continue;
            }
            digest.update(&chunk);
            if !chunk.is_empty() && !take(std::mem::take(&mut chunk), std::mem::take(&mut in_chunk)) {
                return Ok(());
            }
            if read == 0 {
                break;
            }
        }
        if rows != table.rows || hex(&digest.finalize()) != table.sha256 {
            return Err(Broken::Damaged(table.name.clone()));
        }
        Ok(())
    }
}

fn read_manifest<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<serde_json::Value, Broken> {
    let file = archive.by_name(MANIFEST)?;
    serde_json::from_reader(file.take(LARGEST_MANIFEST)).map_err(|error| Broken::Damaged(error.to_string()))
}

/// Holds every byte against the seal, and leaves the file at its beginning.
fn check_seal<R: Read + Seek>(file: &mut R, progress: impl FnMut(u64)) -> Result<(), Broken> {
    let length = file.seek(SeekFrom::End(0))?;
    let is_ours = begins_as_backup(file)?;
    let end = (SEAL.len() + DIGEST) as u64;
    let mut seal = vec![0; SEAL.len() + DIGEST];
    if length > end {
        file.seek(SeekFrom::Start(length - end))?;
        file.read_exact(&mut seal)?;
    }
    let sealed = seal.starts_with(SEAL.as_bytes());
    match (is_ours, sealed) {
        (false, false) => return Err(Broken::Foreign),
        (true, false) => return Err(Broken::Damaged(format!("{length} byte, …"))),
        _ => {}
    }
    file.seek(SeekFrom::Start(0))?;
    let digest = digest_of(file, length - DIGEST as u64, progress)?;
    file.seek(SeekFrom::Start(0))?;
    if digest.as_bytes() == &seal[SEAL.len()..] { Ok(()) } else { Err(Broken::Damaged("SHA-256".to_owned())) }
}

/// Whether the first file of the archive is our note: its name stands at byte 30 (APPNOTE.TXT 4.3.7). A file shorter than that is judged by
/// what there is of it.
fn begins_as_backup<R: Read + Seek>(file: &mut R) -> io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    file.take(30 + NOTE.len() as u64).read_to_end(&mut head)?;
    Ok(head.starts_with(b"PK\x03\x04") && head.get(30..) == Some(NOTE.as_bytes()))
}
