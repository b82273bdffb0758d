//! Guards the door of workbooks: an XLSX is a ZIP, and a ZIP of a few kilobytes can hold gigabytes.
//!
//! Sizes are checked as declared and as they really come out, because the declaration can lie, before any library sees the file.

use std::io::{Cursor, Read as _};

use domain::text::Text;
use zip::ZipArchive;

use super::Input;
use super::decode::Unreadable;
use super::rows::whole;
use crate::fault::{Fault, Place};

/// The sizes a workbook may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageLimits {
    /// Parts in the package.
    pub parts: usize,
    /// Bytes of all parts together, unpacked.
    pub unpacked: u64,
    /// How many times larger than packed a part may be, once it is larger than [`PackageLimits::ratio_from`].
    pub ratio: u64,
    /// Unpacked bytes of a part below which the ratio is not asked.
    pub ratio_from: u64,
}

impl Default for PackageLimits {
    /// 10,000 parts, 256 MiB, 250 times above 4 MiB: over a million cells, and far beyond what a sheet of figures packs to.
    fn default() -> Self {
        Self { parts: 10_000, unpacked: 256 << 20, ratio: 250, ratio_from: 4 << 20 }
    }
}

/// Checks that the bytes are a package of bounded size holding an XLSX workbook.
///
/// # Errors
/// A fault for the whole file: not a package, damaged, locked, another kind of document, or too large when unpacked.
pub fn check_package(input: &Input, limits: PackageLimits) -> Result<(), Fault> {
    check(input.bytes, limits).map_err(|unreadable| whole(&Place::file(input.name), unreadable))
}

fn check(bytes: &[u8], limits: PackageLimits) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > limits.parts {
        return Err(bomb());
    }
    check_content(&archive)?;
    let mut total = 0;
    for n in 0..archive.len() {
        let part = archive.by_index_raw(n).map_err(|_| damaged())?;
        if part.encrypted() {
            return Err(locked());
        }
        total += part.size();
        if total > limits.unpacked || too_dense(part.size(), part.compressed_size(), limits) {
            return Err(bomb());
        }
    }
    let mut left = limits.unpacked;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_| damaged())?;
        let packed = part.compressed_size();
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        if read > left || too_dense(read, packed, limits) {
            return Err(bomb());
        }
        left -= read;
    }
    Ok(())
}

fn too_dense(unpacked: u64, packed: u64, limits: PackageLimits) -> bool {
    unpacked > limits.ratio_from && unpacked / packed.max(1) > limits.ratio
}

/// Says what the package is when it is not a workbook of the kind that can be read.
fn check_content(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), Unreadable> {
    let has = |name: &str| archive.file_names().flatten().any(|n| n.eq_ignore_ascii_case(name));
    let kind = if has("xl/workbook.xml") {
        return Ok(());
    } else if has("xl/workbook.bin") {
        ("một sổ tính nhị phân .xlsb", "a binary workbook .xlsb")
    } else if has("word/document.xml") {
        ("một văn bản Word", "a Word document")
    } else if has("content.xml") {
        ("một tệp OpenDocument (.ods, .odt)", "an OpenDocument file (.ods, .odt)")
    } else {
        ("một tệp nén ZIP không có sổ tính", "a ZIP without a workbook")
    };
    Err(Unreadable::new(
        Text::new(format!("Tệp là {}, không phải .xlsx.", kind.0), format!("The file is {}, not .xlsx.", kind.1)),
        Text::new("Lưu bảng thành .xlsx hoặc CSV UTF-8.", "Save the table as .xlsx or CSV UTF-8."),
    ))
}

/// A package that cannot be read through.
pub(crate) fn damaged() -> Unreadable {
    Unreadable::new(
        Text::new("Sổ tính bị hỏng hoặc bị cắt ngắn.", "The workbook is damaged or cut short."),
        Text::new(
            "Mở lại tệp gốc, lưu thành .xlsx rồi gửi lại.",
            "Open the original, save it as .xlsx and send it again.",
        ),
    )
}

fn locked() -> Unreadable {
    Unreadable::new(
        Text::new("Sổ tính có mật khẩu.", "The workbook is protected by a password."),
        Text::new("Bỏ mật khẩu rồi lưu lại.", "Take off the password and save it again."),
    )
}

fn bomb() -> Unreadable {
    Unreadable::new(
        Text::new(
            "Tệp khi giải nén lớn bất thường (bom nén hoặc trên 256 MiB); không mở.",
            "Unpacked, the file is abnormally large (a zip bomb, or above 256 MiB); it was not opened.",
        ),
        Text::new(
            "Xóa các trang, hình và định dạng thừa; bảng lớn hãy gửi dạng CSV UTF-8.",
            "Delete superfluous sheets, pictures and formats; send a large table as CSV UTF-8.",
        ),
    )
}
