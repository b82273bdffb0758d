//! Writing: table after table as the rows come, then the manifest, then the seal.

use std::io::{self, Read, Seek, SeekFrom, Write};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Column, DIGEST, FORM, MANIFEST, Manifest, NOTE, SEAL, Step, Table, file_of, hex};

const WORDS: &str = "\
Bản sao lưu cơ sở dữ liệu Khơi. Khôi phục: khoi restore --from TỆP --db ĐỊA-CHỈ. Tệp chứa dữ liệu mật; hãy cất giữ như cơ sở dữ liệu.\n\
A backup of a Khơi database. Restore it with: khoi restore --from FILE --db URL. It holds what is confidential; keep it as the database.\n";

/// A backup being written. It is one only after [`Writer::finish`].
pub struct Writer<W: Write + Seek> {
    zip: ZipWriter<W>,
    tables: Vec<Table>,
    /// The digest of the table whose rows are coming.
    digest: Sha256,
}

impl<W: Read + Write + Seek> Writer<W> {
    /// Begins a backup in an empty file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new(file: W) -> io::Result<Self> {
        let mut zip = ZipWriter::new(file);
        zip.start_file(NOTE, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
        zip.write_all(WORDS.as_bytes())?;
        Ok(Self { zip, tables: Vec::new(), digest: Sha256::new() })
    }

    /// Begins a table; the rows that come next are its.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn table(&mut self, name: &str, columns: Vec<Column>) -> io::Result<()> {
        self.end_table();
        self.zip.start_file(file_of(name), packed())?;
        self.tables.push(Table { name: name.to_owned(), columns, rows: 0, sha256: String::new() });
        Ok(())
    }

    /// Takes in rows of the table: whole lines.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn rows(&mut self, lines: &[u8], rows: u64) -> io::Result<()> {
        if let Some(table) = self.tables.last_mut() {
            table.rows += rows;
        }
        self.digest.update(lines);
        self.zip.write_all(lines)
    }

    fn end_table(&mut self) {
        let digest = std::mem::take(&mut self.digest);
        if let Some(table) = self.tables.last_mut() {
            table.sha256 = hex(&digest.finalize());
        }
    }

    /// Ends the backup: what it says of itself, and the seal.
    ///
    /// # Errors
    /// When the file cannot be written or read back.
    pub fn finish(
        mut self,
        program: &str,
        moment: Timestamp,
        layout: Vec<Step>,
        (last, hash): (i64, String),
    ) -> io::Result<(W, Manifest)> {
        self.end_table();
        let tables = std::mem::take(&mut self.tables);
        let manifest = Manifest { form: FORM, program: program.to_owned(), moment, layout, last, hash, tables };
        self.zip.start_file(MANIFEST, packed())?;
        serde_json::to_writer_pretty(&mut self.zip, &manifest)?;
        self.zip.set_comment(format!("{SEAL}{}", "0".repeat(DIGEST)))?;
        let mut file = self.zip.finish()?;
        seal(&mut file)?;
        Ok((file, manifest))
    }
}

/// A table may be larger than the four gigabytes of the plain form.
fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// Writes the digest of everything before it over its place at the end.
fn seal<W: Read + Write + Seek>(file: &mut W) -> io::Result<()> {
    let place = file.seek(SeekFrom::End(-(DIGEST as i64)))?;
    file.seek(SeekFrom::Start(0))?;
    let digest = digest_of(file, place, |_| {})?;
    file.seek(SeekFrom::Start(place))?;
    file.write_all(digest.as_bytes())?;
    file.flush()
}

/// The digest of the next so many bytes; `progress` is told how many were read.
pub(super) fn digest_of(file: &mut impl Read, length: u64, mut progress: impl FnMut(u64)) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 128 * 1024];
    let mut left = length;
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        file.read_exact(&mut buffer[..wanted])?;
        digest.update(&buffer[..wanted]);
        left -= wanted as u64;
        progress(length - left);
    }
    Ok(hex(&digest.finalize()))
}
