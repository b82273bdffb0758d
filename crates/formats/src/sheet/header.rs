//! Which column of a file is which column of the layout.

use domain::text::Text;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::fault::{Fault, Place};
use crate::layout::{IGNORED_HEADINGS, Layout};

/// A heading for comparison: lower case, without diacritics, words parted by single blanks, without a part in brackets.
pub(crate) fn fold(text: &str) -> String {
    plain(text.split('(').next().filter(|t| !t.trim().is_empty()).unwrap_or(text))
}

/// Words for comparison and search: lower case, without diacritics and signs, parted by single blanks.
#[must_use]
pub fn plain(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'đ' => 'd',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The heading of a file matched with a layout.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// For each column of the layout, where it stands in the file.
    pub(crate) positions: Vec<Option<usize>>,
    /// How each column of the file is named in a place: its heading, or its letter.
    pub(crate) names: Vec<String>,
    /// Columns of the file with a heading nobody knows, or one seen before.
    strange: Vec<(usize, String)>,
    repeated: Vec<(usize, String)>,
}

impl Header {
    /// Matches the cells of a heading row with the columns of a layout.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str>, layout: &Layout) -> Self {
        let known: Vec<Vec<String>> = layout
            .columns
            .iter()
            .map(|c| [c.code, c.heading].iter().chain(c.also).map(|name| fold(name)).collect())
            .collect();
        let ignored: Vec<String> = IGNORED_HEADINGS.iter().map(|name| fold(name)).collect();
        let mut header = Self {
            positions: vec![None; layout.columns.len()],
            names: Vec::new(),
            strange: Vec::new(),
            repeated: Vec::new(),
        };
        for (n, cell) in cells.enumerate() {
            let heading = cell.trim().to_owned();
            let folded = fold(cell);
            match known.iter().position(|names| names.contains(&folded)) {
                Some(column) if header.positions[column].is_none() => header.positions[column] = Some(n),
                Some(_) => header.repeated.push((n, heading.clone())),
                None if folded.is_empty() || ignored.contains(&folded) => {}
                None => header.strange.push((n, heading.clone())),
            }
            header.names.push(heading);
        }
        header
    }

    /// How many columns of the layout were found.
    pub(crate) fn found(&self) -> usize {
        self.positions.iter().flatten().count()
    }

    /// What makes the file unreadable with this heading at `place`; empty when it can be read.
    pub(crate) fn faults(&self, layout: &Layout, place: &Place, in_sheet: bool) -> Vec<Fault> {
        let name = |n: usize, heading: &str| if in_sheet { super::cell::letters(n) } else { heading.to_owned() };
        let mut faults: Vec<Fault> = Vec::new();
        if self.found() == 0 {
            return vec![no_heading(layout, place)];
        }
        let missing = layout.columns.iter().zip(&self.positions).filter(|(c, at)| c.required && at.is_none());
        for (column, _) in missing {
            faults.push(missing_column(layout, column.code, column.heading, place));
        }
        for (n, heading) in &self.repeated {
            faults.push(Fault::new(
                place.clone().column(name(*n, heading)),
                Text::new(format!("Cột “{heading}” có hai lần."), format!("The column “{heading}” stands twice.")),
                Text::new("Giữ lại một cột, xóa cột kia.", "Keep one and delete the other."),
            ));
        }
        for (n, heading) in &self.strange {
            faults.push(strange_column(layout, heading, place.clone().column(name(*n, heading))));
        }
        faults
    }
}

fn no_heading(layout: &Layout, place: &Place) -> Fault {
    let codes = layout.columns.iter().filter(|c| c.required).map(|c| c.code).collect::<Vec<_>>().join(", ");
    Fault::new(
        place.clone(),
        Text::new(
            format!("Không thấy dòng tiêu đề của bảng “{}”.", layout.title.vi),
            format!("No heading row of the layout “{}”.", layout.title.en),
        ),
        Text::new(
            format!(
                "Đặt ở dòng đầu các tiêu đề {codes} (hoặc tiếng Việt); lấy mẫu: khoi import --template {}.",
                layout.kind.code()
            ),
            format!(
                "Put the headings {codes} (or the Vietnamese ones) on the first row; for a template: khoi import --template {}.",
                layout.kind.code()
            ),
        ),
    )
}

fn missing_column(layout: &Layout, code: &str, heading: &str, place: &Place) -> Fault {
    Fault::new(
        place.clone(),
        Text::new(
            format!("Thiếu cột bắt buộc {code} ({heading})."),
            format!("The required column {code} ({heading}) is missing."),
        ),
        Text::new(
            format!("Thêm cột này vào dòng tiêu đề; lấy mẫu: khoi import --template {}.", layout.kind.code()),
            format!("Add it to the heading row; for a template: khoi import --template {}.", layout.kind.code()),
        ),
    )
}

fn strange_column(layout: &Layout, heading: &str, place: Place) -> Fault {
    let heading = super::as_printed(heading);
    let codes = layout.columns.iter().map(|c| c.code).collect::<Vec<_>>().join(", ");
    Fault::new(
        place,
        Text::new(
            format!("Không biết cột “{heading}” của bảng “{}”.", layout.title.vi),
            format!("The layout “{}” has no column “{heading}”.", layout.title.en),
        ),
        Text::new(
            format!("Đổi thành một trong {codes}, hoặc xóa cột; cột chú thích đặt tên “Ghi chú”."),
            format!("Rename it to one of {codes}, or delete it; a column of remarks may be named “note”."),
        ),
    )
}
