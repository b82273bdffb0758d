//! Bulk files of returns, read as a stream in batches: memory holds one batch, not the file.

use std::collections::HashSet;
use std::io;

use domain::period::Month;
use domain::register::Register;
use domain::returns::Return;
use domain::text::Text;
use jiff::civil::Date;

use super::in_order;
use super::row::{Entry, Lookup};
use crate::fault::{Fault, Place};
use crate::layout::RETURNS;
use crate::sheet::{CsvRows, Fields, Read, Report};

const ESTABLISHMENT: usize = RETURNS.at("establishment");

/// Reads returns from delimited text in batches. The rows of one return must stand together: a row that comes back to a
/// return already handed out is a fault.
pub struct ReturnReader<'r, R> {
    rows: CsvRows<R>,
    state: State<'r>,
    ended: bool,
}

/// Everything but the stream itself, so that a row can borrow the one while the other changes.
struct State<'r> {
    lookup: Lookup<'r>,
    open: Option<((u32, Month), Place, Return)>,
    finished: HashSet<(u32, Month)>,
    ready: Vec<(Place, Return)>,
    report: Report,
}

impl<'r, R: io::Read> ReturnReader<'r, R> {
    /// Opens a stream of delimited text; `name` is used in places.
    ///
    /// # Errors
    /// When it is not delimited text in UTF-8, or its heading does not fit the layout.
    pub fn open(name: &str, input: R, register: &'r Register, today: Date) -> Result<Self, Vec<Fault>> {
        let rows = CsvRows::open(name, input, &RETURNS)?;
        let state = State {
            lookup: Lookup::new(register, today),
            open: None,
            finished: HashSet::new(),
            ready: Vec::new(),
            report: Report::default(),
        };
        Ok(Self { rows, state, ended: false })
    }

    /// The next returns, at least `at_least` of them unless the file ends; `None` after the last. Faults and notes are those of
    /// the rows read for this batch; a batch may hold faults and no return.
    ///
    /// # Errors
    /// When the rest of the file cannot be read: nothing of the file may then be kept.
    pub fn next_batch(&mut self, at_least: usize) -> Result<Option<Read<Return>>, Vec<Fault>> {
        if self.ended {
            return Ok(None);
        }
        let mut faults = Vec::new();
        while self.state.ready.len() < at_least.max(1) {
            let Some(mut fields) = self.rows.next(&mut faults).map_err(|f| vec![f])? else {
                self.ended = true;
                self.state.close();
                break;
            };
            self.state.take(&mut fields);
            self.state.report.close_row(fields.faults);
        }
        let rows = std::mem::take(&mut self.state.ready);
        Ok(Some(std::mem::take(&mut self.state.report).with(rows)))
    }
}

impl State<'_> {
    fn take(&mut self, fields: &mut Fields) {
        let Some(entry) = self.lookup.read(fields) else { return };
        let key = (entry.establishment, entry.month);
        match &mut self.open {
            Some((open, place, answer)) if *open == key => self.lookup.add(entry, answer, place, fields),
            _ if self.finished.contains(&key) => apart(fields),
            _ => self.begin(key, entry, fields),
        }
    }

    fn begin(&mut self, key: (u32, Month), entry: Entry, fields: &Fields) {
        self.close();
        self.open = Some((key, fields.row_place(), self.lookup.begin(entry)));
    }

    fn close(&mut self) {
        if let Some((key, place, mut answer)) = self.open.take() {
            in_order(&mut answer);
            self.finished.insert(key);
            self.ready.push((place, answer));
        }
    }
}

fn apart(fields: &mut Fields) {
    fields.fault(
        ESTABLISHMENT,
        Text::new("Các dòng của báo cáo này không liền nhau.", "The rows of this return do not stand together."),
        Text::new(
            "Sắp xếp tệp theo mã cơ sở và tháng rồi nạp lại.",
            "Sort the file by establishment and month and import it again.",
        ),
    );
}
