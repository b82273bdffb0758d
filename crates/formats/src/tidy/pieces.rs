//! A long file of series read a piece at a time, so that memory does not grow with its length.

use std::io::{self, Read};

use super::name::Spellings;
use super::{Datum, SERIES, read_rows};
use crate::fault::Fault;

/// How much of a file a piece is at least, in bytes.
const PIECE: usize = 1 << 18;
/// What programs write before the text of a file in UTF-8.
const BYTE_ORDER_MARK: [u8; 3] = *b"\xEF\xBB\xBF";

/// Where in a record a byte stands, as far as the end of the record depends on it (RFC 4180).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    FieldBegins,
    InField,
    InQuotes,
    /// After a quotation mark within quotes: their end, or the first of two that stand for one.
    AfterQuote,
}

impl State {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::InQuotes, b'"') => Self::AfterQuote,
            (Self::InQuotes, _) | (Self::FieldBegins | Self::AfterQuote, b'"') => Self::InQuotes,
            (_, b',' | b'\r' | b'\n') => Self::FieldBegins,
            _ => Self::InField,
        }
    }
}

/// The rows of a file of series or benchmarks (`series,period,value`), piece after piece, each row with its line.
///
/// A piece is checked as [`super::read_series`] checks a file, but for what only several rows together can tell: a period that comes
/// twice, and periods of different kinds. After a piece with faults there is no other.
pub struct SeriesPieces<R> {
    file: String,
    source: R,
    size: usize,
    /// The records up to the header, which every later piece is read with.
    header: Vec<u8>,
    /// What is read and not yet given, how much of it has been looked through, and where its last whole record ends.
    held: Vec<u8>,
    seen: usize,
    end: usize,
    state: State,
    /// Nothing but line ends came so far, beside what marks the byte order.
    is_blank: bool,
    /// How many lines were given.
    lines: u64,
    is_first: bool,
    has_ended: bool,
    spellings: Spellings,
}

impl<R: Read> SeriesPieces<R> {
    /// The pieces of what `source` gives; `file` is the name told in faults.
    pub fn new(file: &str, source: R) -> Self {
        Self {
            file: file.to_owned(),
            source,
            size: PIECE,
            header: Vec::new(),
            held: Vec::new(),
            seen: 0,
            end: 0,
            state: State::FieldBegins,
            is_blank: true,
            lines: 0,
            is_first: true,
            has_ended: false,
            spellings: Spellings::default(),
        }
    }

    /// Reads on until there is a whole piece, or nothing more.
    fn fill(&mut self) -> io::Result<()> {
        let mut wanted = self.size;
        loop {
            let lacking = wanted.saturating_sub(self.held.len()) as u64;
            let read = self.source.by_ref().take(lacking).read_to_end(&mut self.held)?;
            self.has_ended = (read as u64) < lacking;
            for (at, &byte) in self.held.iter().enumerate().skip(self.seen) {
                if self.is_blank && BYTE_ORDER_MARK.contains(&byte) {
                    continue;
                }
                self.state = self.state.after(byte);
                self.is_blank &= matches!(byte, b'\r' | b'\n');
                if byte == b'\n' && self.state == State::FieldBegins && !self.is_blank {
                    self.end = at + 1;
                }
            }
            self.seen = self.held.len();
            if self.has_ended {
                self.end = self.held.len();
            }
            if self.has_ended || self.end > 0 {
                return Ok(());
            }
            wanted *= 2;
        }
    }

    /// The rows of the piece at hand.
    fn rows(&mut self) -> Result<Vec<(u64, Datum)>, Vec<Fault>> {
        let rest = self.held.split_off(self.end);
        let piece = std::mem::replace(&mut self.held, rest);
        (self.seen, self.end) = (self.held.len(), 0);
        let text = if self.is_first { piece } else { [&*self.header, &piece].concat() };
        let read = read_rows(&self.file, &text, SERIES, &mut self.spellings);
        let given = lines_of(&self.header);
        let line = |line: u64| if line > given { line - given + self.lines } else { line };
        let result = match read {
            Ok(sheet) => Ok(sheet.rows.into_iter().map(|(at, datum)| (line(at), datum)).collect()),
            Err(mut faults) => {
                faults.iter_mut().for_each(|fault| fault.place.line = fault.place.line.map(line));
                Err(faults)
            }
        };
        self.lines += lines_of(&text) - given;
        if self.is_first {
            self.header = header_of(&text);
            self.is_first = false;
        }
        result
    }
}

/// The beginning of a file up to the end of its first record that is not blank.
fn header_of(text: &[u8]) -> Vec<u8> {
    let text = text.strip_prefix(&BYTE_ORDER_MARK).unwrap_or(text);
    let blank = text.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut state = State::FieldBegins;
    let end = text[blank..].iter().position(|&byte| {
        state = state.after(byte);
        byte == b'\n' && state == State::FieldBegins
    });
    text[..end.map_or(text.len(), |at| blank + at + 1)].to_vec()
}

fn lines_of(text: &[u8]) -> u64 {
    text.iter().filter(|&&byte| byte == b'\n').count() as u64
}

impl<R: Read> Iterator for SeriesPieces<R> {
    type Item = Result<Vec<(u64, Datum)>, Vec<Fault>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_ended && self.held.is_empty() && !self.is_first {
            return None;
        }
        let rows = match self.fill() {
            Ok(()) => self.rows(),
            Err(error) => Err(vec![Fault::unreadable(&self.file, &error)]),
        };
        if rows.is_err() {
            (self.is_first, self.has_ended) = (false, true);
            self.held.clear();
        }
        Some(rows)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tidy::Sheet;

    type Read = Result<Vec<(u64, Datum)>, Vec<Fault>>;

    fn in_pieces(text: &str, size: usize) -> Read {
        let pieces = SeriesPieces { size, ..SeriesPieces::new("s.csv", text.as_bytes()) };
        pieces.collect::<Result<Vec<_>, _>>().map(|pieces| pieces.concat())
    }

    fn whole(text: &str) -> Read {
        read_rows("s.csv", text.as_bytes(), SERIES, &mut Spellings::default()).map(|Sheet { rows, .. }| rows)
    }

    /// A row of a file as people and programs write it, now and then a wrong one.
    fn row() -> impl Strategy<Value = String> {
        let name = prop_oneof![
            Just("A"),
            Just("\"B, b\""),
            Just("\"C\nc\""),
            Just("\"D \"\"d\"\"\r\n\""),
            Just("E\"e"),
            Just(" \"F"),
            Just("thép")
        ];
        let value = prop_oneof![8 => Just("1.5"), 2 => Just(""), 1 => Just("x")];
        let end = prop_oneof![4 => Just("\n"), 4 => Just("\r\n"), 1 => Just("\n\n"), 1 => Just("\r\n\r\n")];
        (name, 1..13, value, end).prop_map(|(name, month, value, end)| format!("{name},2024-{month:02},{value}{end}"))
    }

    proptest! {
        #[test]
        fn pieces_are_the_file(
            start in prop_oneof![Just(""), Just("\u{FEFF}"), Just("\n\r\n"), Just("\u{FEFF}\n")],
            note in prop_oneof![Just(["", ""]), Just(["\"no\nte\",", "\"n\r\n\","])],
            rows in prop::collection::vec(row(), 0..12),
            size in 1..200_usize,
        ) {
            let [header, before] = note;
            let rows: String = rows.iter().map(|row| format!("{before}{row}")).collect();
            let text = format!("{start}{header}series,period,value\r\n{rows}");
            match (in_pieces(&text, size), whole(&text)) {
                (Ok(pieces), Ok(whole)) => prop_assert_eq!(pieces, whole),
                (Err(pieces), Err(whole)) => prop_assert_eq!(&pieces[0], &whole[0]),
                (pieces, whole) => prop_assert!(false, "{pieces:?} {whole:?}"),
            }
        }
    }

    #[test]
    fn a_fault_far_down_has_its_line_and_ends_the_reading() {
        let rows: String =
            (0..100_000).map(|n| format!("s{n},2024-01,{}\n", if n == 70_000 { "x" } else { "1" })).collect();
        let text = format!("series,period,value\n{rows}");
        let mut pieces = SeriesPieces::new("s.csv", text.as_bytes());
        let faults = pieces.by_ref().find_map(Result::err).unwrap();
        assert_eq!((faults.len(), faults[0].place.line), (1, Some(70_002)));
        assert!(pieces.next().is_none());
        assert_eq!(SeriesPieces::new("s.csv", &b""[..]).collect::<Vec<_>>(), [Err(whole("").unwrap_err())]);
    }
}
