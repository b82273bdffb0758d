//! Hands a workbook back with its wrong cells coloured and commented: the sender's own file, nothing else changed.
//!
//! The package is patched, not written anew (ECMA-376 part 1: 12.3.3 comments, 18.3.1.4 cell, 18.8 styles). In the sheets only the
//! style number of the wrong cells changes and absent cells are created empty; in the styles each style in use gets a twin with a
//! fill; comments are added to those there are. Every other part is copied byte for byte.

mod cells;
mod comments;
mod package;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use std::collections::BTreeMap;

use domain::text::{Lang, Text};

use crate::fault::{Fault, Place};
use crate::sheet::{Input, PackageLimits, check_package};
use cells::Spot;
use package::Package;
use styles::Styles;

/// The colour of wrong cells, as ARGB: a light red that leaves the text readable.
const COLOUR: &str = "FFFFC7CE";

/// The author of the comments.
const AUTHOR: &str = "Khơi";

/// Why a part of the package cannot be patched.
#[derive(Debug, thiserror::Error)]
enum MarkError {
    #[error("part {0} is missing")]
    Missing(String),
    #[error("part {0} is not what it should be")]
    Shape(String),
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Xml(#[from] quick_xml::Error),
}

/// The original workbook with the cells of `faults` coloured and commented in both languages.
///
/// Faults without a sheet or a line have no cell and are left out; one without a column marks the first cell of its row. Several
/// faults of one cell share its comment. Without any cell to mark the bytes come back as they were.
///
/// # Errors
/// A fault for the whole file when it is not an XLSX workbook, is too large unpacked, or its parts cannot be patched.
pub fn mark_workbook(original: &Input, faults: &[Fault]) -> Result<Vec<u8>, Fault> {
    let sheets = by_sheet(faults);
    check_package(original, PackageLimits::default())?;
    if sheets.is_empty() {
        return Ok(original.bytes.to_vec());
    }
    patch(original.bytes, &sheets).map_err(|error| {
        Fault::new(
            Place::file(original.name),
            Text::new(
                format!("Không tô màu được sổ tính này ({error})."),
                format!("The wrong cells of this workbook cannot be marked ({error})."),
            ),
            Text::new(
                "Mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi nạp lại; các lỗi vẫn được liệt kê đầy đủ.",
                "Open it in Excel or LibreOffice, save it as .xlsx and import it again; the faults are listed all the same.",
            ),
        )
    })
}

type Sheets<'a> = BTreeMap<&'a str, BTreeMap<Spot, String>>;

/// The comment of each wrong cell, by sheet.
fn by_sheet(faults: &[Fault]) -> Sheets<'_> {
    let mut sheets: Sheets = BTreeMap::new();
    for fault in faults {
        let Place { sheet: Some(sheet), line: Some(line), column, .. } = &fault.place else { continue };
        let column = column.as_deref().map_or(Some(0), cells::column_number);
        let (Some(column), Ok(row)) = (column, u32::try_from(*line)) else { continue };
        if row == 0 {
            continue;
        }
        let comment = sheets.entry(sheet).or_default().entry(Spot { row, column }).or_default();
        if !comment.is_empty() {
            comment.push_str("\n\n");
        }
        for (n, lang) in Lang::ALL.into_iter().enumerate() {
            let gap = if n > 0 { "\n" } else { "" };
            comment.push_str(&format!("{gap}{} {}", fault.what.in_lang(lang), fault.remedy.in_lang(lang)));
        }
    }
    sheets
}

fn patch(original: &[u8], sheets: &Sheets) -> Result<Vec<u8>, MarkError> {
    let mut package = Package::open(original)?;
    let mut styles = Styles::open(&mut package)?;
    for (name, spots) in sheets {
        let part = package.sheet_part(name)?;
        let sheet = package.text(&part)?;
        let edits = cells::colour(&sheet, &part, spots.keys().copied(), &mut styles)?;
        let coloured = xml::splice(&sheet, edits);
        let finished = comments::add(&mut package, &part, coloured, spots)?;
        package.put(&part, finished);
    }
    styles.close(&mut package);
    package.save()
}
