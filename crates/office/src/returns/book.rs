//! A month by workbook: the one made for an establishment, and what it says when it comes back filled in.
//!
//! A workbook that was read is not yet sent: what it says goes the way of everything typed on the page, with the same checks. One whose cells are
//! wrong, or doubted by the rules, is handed back with them marked.

use std::collections::BTreeMap;

use domain::checks::Finding;
use domain::period::Month;
use domain::register::{EstablishmentCode, Register};
use domain::returns::Return;
use domain::returns::sent::Situation;
use domain::text::{Lang, Text, month};
use formats::fault::{Fault, Place};
use formats::mark::mark_workbook;
use formats::returns::book::{Begun, Places, begin};
use formats::returns::read_returns;
use formats::sheet::Input;
use jiff::civil::Date;

use super::paper::{Paper, paper};
use crate::context::{Context, OfficeError};
use crate::import::Refused;
use crate::intake::LARGEST;

/// What a workbook said of the month.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// What was answered.
    pub answer: Return,
    /// What the month was like, as far as the figures tell: stopped where nothing was produced and a reason stands.
    pub situation: Situation,
}

/// The workbook of the month of an establishment: its name, and its bytes.
///
/// # Errors
/// When there is no such establishment or its returns are not for the actor (the same answer), or the database fails.
pub async fn book(context: &Context, code: &EstablishmentCode, month: Month) -> Result<(String, Vec<u8>), OfficeError> {
    let paper = paper(context, code, month).await?;
    let begun = Begun {
        establishment: code,
        month,
        today: context.today(),
        products: &paper.products,
        known: paper.known(),
        last: paper.last(),
    };
    let bytes = begin(&begun).map_err(|error| OfficeError::Said(Text::new(error.to_string(), error.to_string())))?;
    Ok((format!("khoi-{code}-{month}.xlsx"), bytes))
}

/// Reads a filled-in file of the month, workbook or text. Nothing is written.
///
/// # Errors
/// The faults of the file, with their cells; when it is too large.
pub fn read(paper: &Paper, name: &str, bytes: &[u8], today: Date) -> Result<Filled, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::Office(OfficeError::Said(Text::new(
            "Tệp lớn hơn 10 MB. Hãy dùng sổ tính tải từ trang này.",
            "The file has more than 10 MB. Use the workbook of this page.",
        ))));
    }
    let read = read_returns(&Input::new(name, bytes), &register(paper), today).map_err(Refused::Faults)?;
    let (mut faults, mut mine) = (read.faults, None);
    for (place, answer) in read.rows {
        match answer.month == paper.month && answer.establishment == paper.establishment.code {
            true => mine = Some(answer),
            false => faults.push(of_another(paper, place, &answer)),
        }
    }
    if mine.is_none() && faults.is_empty() {
        faults.push(Fault::new(
            Place::file(name),
            Text::new("Tệp không có dòng số liệu nào.", "The file has no row of figures."),
            Text::new(
                "Ghi sản lượng vào các dòng sản phẩm; không phát sinh thì ghi 0.",
                "Write the quantities into the rows of the products; 0 where nothing was produced.",
            ),
        ));
    }
    match mine {
        Some(answer) if faults.is_empty() => Ok(filled(Return { received: today, ..answer })),
        _ => Err(Refused::Faults(faults)),
    }
}

/// The register as the sender may know it: its own establishment, and the products there are.
fn register(paper: &Paper) -> Register {
    let products = paper.products.iter().chain(&paper.others);
    Register {
        enterprises: BTreeMap::from([(paper.enterprise.code.clone(), paper.enterprise.clone())]),
        establishments: BTreeMap::from([(paper.establishment.code.clone(), paper.establishment.clone())]),
        products: products.map(|product| (product.code.clone(), product.clone())).collect(),
    }
}

fn of_another(paper: &Paper, place: Place, answer: &Return) -> Fault {
    let (code, wanted) = (&paper.establishment.code, paper.month);
    Fault::new(
        place,
        Text::new(
            format!("Dòng này của {}, không phải {}.", month(answer.month, Lang::Vi), month(wanted, Lang::Vi)),
            format!("This row is of {}, not of {}.", month(answer.month, Lang::En), month(wanted, Lang::En)),
        ),
        Text::new(
            format!("Xóa dòng, hoặc nạp ở trang của tháng đó. Trang này nhận {code}, tháng {wanted}."),
            format!("Delete the row, or send it on the page of that month. This page takes {code}, {wanted}."),
        ),
    )
}

fn filled(answer: Return) -> Filled {
    let is_idle = answer.lines.iter().all(|line| line.estimate.is_none_or(|made| made == 0.0));
    let situation = match (is_idle, answer.reason.is_empty()) {
        (false, _) => Situation::Producing,
        (true, false) => Situation::Stopped,
        (true, true) => Situation::Nothing,
    };
    Filled { answer, situation }
}

/// What the rules doubt in a filled-in file, each at the cell of the first figure the rule looked at.
///
/// # Errors
/// When the file is unreadable.
pub fn doubted(paper: &Paper, file: &Input<'_>, findings: &[Finding]) -> Result<Vec<Fault>, Vec<Fault>> {
    let places = Places::of(file, &paper.establishment.code, paper.month)?;
    let fault = |finding: &Finding| {
        let cell = |(number, _): &(_, f64)| places.cell(finding.product.as_ref(), *number);
        let place = finding.values.iter().find_map(cell)?;
        let remedy =
            Text::new("Sửa số, hoặc giải thích trên trang web.", "Correct the figure, or explain it on the page.");
        Some(Fault::new(place, finding.text.clone(), remedy))
    };
    Ok(findings.iter().filter_map(fault).collect())
}

/// The sender's own workbook with these cells marked; `None` where there is none to mark.
#[must_use]
pub fn marked(file: &Input<'_>, faults: &[Fault]) -> Option<Vec<u8>> {
    if !file.is_workbook() || faults.iter().all(|fault| fault.place.line.is_none()) {
        return None;
    }
    mark_workbook(file, faults).ok()
}
