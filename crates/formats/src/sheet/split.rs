//! Splits delimited text into records (RFC 4180), strictly enough to say what is wrong.
//!
//! A library reader takes an unclosed quote as one field to the end of the file, without a word. Here an unclosed quote, text after
//! a closing quote, a record without end, a NUL byte and bytes that are not UTF-8 stop the reading with the line they stand on.

use std::io::{self, BufRead};

/// The longest record: beyond it the file is not a table.
pub(crate) const LONGEST_RECORD: usize = 1 << 20;

/// Why a file cannot be split further.
#[derive(Debug)]
pub(crate) enum SplitError {
    /// A quote opened on this line is never closed.
    OpenQuote(u64),
    /// Text between a closing quote and the next delimiter.
    AfterQuote(u64),
    /// A record longer than [`LONGEST_RECORD`].
    TooLong(u64),
    /// A NUL byte.
    Nul(u64),
    /// Bytes that are not UTF-8.
    NotUtf8(u64, Vec<u8>),
    /// The file could not be read further.
    Io(io::Error),
}

/// One record: its fields, and the line it begins on.
#[derive(Debug, Default)]
pub(crate) struct Record {
    text: String,
    spans: Vec<(usize, usize)>,
    /// The line of the file the record begins on, from 1.
    pub(crate) line: u64,
}

impl Record {
    /// How many fields it has.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// A field; empty beyond the last.
    pub(crate) fn field(&self, n: usize) -> &str {
        self.spans.get(n).and_then(|(start, end)| self.text.get(*start..*end)).unwrap_or_default()
    }

    /// The fields in order.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|n| self.field(n))
    }

    fn is_blank(&self) -> bool {
        (0..self.len()).all(|n| self.field(n).trim().is_empty())
    }
}

/// Reads records one after the other.
#[derive(Debug)]
pub(crate) struct Splitter<R> {
    input: R,
    delimiter: u8,
    raw: Vec<u8>,
    line: u64,
}

impl<R: BufRead> Splitter<R> {
    /// Splits `input`, which begins on line 1 and has no byte order mark, at `delimiter`.
    pub(crate) fn new(input: R, delimiter: u8) -> Self {
        Self { input, delimiter, raw: Vec::new(), line: 0 }
    }

    /// Reads the next record that is not blank; false at the end.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<bool, SplitError> {
        loop {
            self.raw.clear();
            if !self.add_line()? {
                return Ok(false);
            }
            record.line = self.line;
            if self.raw.contains(&b'"') {
                self.split_quoted(record)?;
            } else {
                self.split_plain(record)?;
            }
            if !record.is_blank() {
                return Ok(true);
            }
        }
    }

    /// Adds one line to what is held, with its line end.
    fn add_line(&mut self) -> Result<bool, SplitError> {
        let room = (LONGEST_RECORD + 1).saturating_sub(self.raw.len());
        let mut bounded = io::Read::take(&mut self.input, room as u64);
        let read = bounded.read_until(b'\n', &mut self.raw).map_err(SplitError::Io)?;
        if read == 0 && room > 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.raw.len() > LONGEST_RECORD { Err(SplitError::TooLong(self.line)) } else { Ok(true) }
    }

    fn split_plain(&self, record: &mut Record) -> Result<(), SplitError> {
        let line = without_end(&self.raw);
        record.spans.clear();
        let mut start = 0;
        for (at, byte) in line.iter().enumerate() {
            if *byte == self.delimiter {
                record.spans.push((start, at));
                start = at + 1;
            }
        }
        record.spans.push((start, line.len()));
        Self::finish(record, line)
    }

    fn split_quoted(&mut self, record: &mut Record) -> Result<(), SplitError> {
        let mut bytes = Vec::new();
        record.spans.clear();
        let (mut at, mut start, mut quoted) = (0, 0, false);
        let mut field_start = true;
        loop {
            let end = without_end(&self.raw).len();
            let limit = if quoted { self.raw.len() } else { end };
            let Some(&byte) = self.raw.get(at).filter(|_| at < limit) else {
                if !quoted {
                    break;
                }
                if !self.add_line()? {
                    return Err(SplitError::OpenQuote(record.line));
                }
                continue;
            };
            at += 1;
            match byte {
                b'"' if quoted && self.raw.get(at) == Some(&b'"') => {
                    bytes.push(byte);
                    at += 1;
                }
                b'"' if quoted => {
                    quoted = false;
                    let end = without_end(&self.raw).len();
                    if at < end && self.raw[at] != self.delimiter {
                        return Err(SplitError::AfterQuote(self.line));
                    }
                }
                b'"' if field_start => quoted = true,
                _ if byte == self.delimiter && !quoted => {
                    record.spans.push((start, bytes.len()));
                    start = bytes.len();
                    field_start = true;
                    continue;
                }
                _ => bytes.push(byte),
            }
            field_start = false;
        }
        record.spans.push((start, bytes.len()));
        Self::finish(record, &bytes)
    }

    fn finish(record: &mut Record, bytes: &[u8]) -> Result<(), SplitError> {
        let text = std::str::from_utf8(bytes).map_err(|_| SplitError::NotUtf8(record.line, bytes.to_vec()))?;
        if bytes.contains(&0) {
            return Err(SplitError::Nul(record.line));
        }
        record.text.clear();
        record.text.push_str(text);
        Ok(())
    }
}

/// A line without its `\n` or `\r\n`.
fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
