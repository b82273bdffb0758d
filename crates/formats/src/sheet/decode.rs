//! What the first bytes of a file say it is, and what to do about a file that is something else.

use domain::text::Text;

/// A format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Delimited text in UTF-8.
    Csv,
    /// XLSX.
    Workbook,
}

/// What is wrong with a file as a whole, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) what: Text,
    pub(crate) remedy: Text,
}

impl Unreadable {
    pub(crate) fn new(what: Text, remedy: Text) -> Self {
        Self { what, remedy }
    }
}

fn save_as_utf8() -> Text {
    Text::new(
        "Trong Excel chọn Lưu thành (Save As) → “CSV UTF-8”, hoặc gửi chính tệp .xlsx.",
        "In Excel choose Save As → “CSV UTF-8”, or send the .xlsx itself.",
    )
}

fn save_as_xlsx() -> Text {
    Text::new(
        "Mở tệp bằng Excel hoặc LibreOffice, bỏ mật khẩu nếu có, rồi lưu thành .xlsx.",
        "Open it in Excel or LibreOffice, take off the password if there is one, and save it as .xlsx.",
    )
}

/// Tells the format of a file from its first bytes; the name is not asked.
pub(crate) fn format(bytes: &[u8]) -> Result<Format, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::new(
            Text::new("Tệp trống (0 byte).", "The file is empty (0 bytes)."),
            Text::new(
                "Kiểm tra lại tệp đã lưu; gửi tệp có dòng tiêu đề và số liệu.",
                "Check the saved file; send one with a heading row and data.",
            ),
        ));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Format::Workbook);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Unreadable::new(
            Text::new(
                "Tệp là bản Excel cũ (.xls), văn bản Word cũ hoặc có mật khẩu.",
                "The file is an old Excel (.xls) or Word file, or is protected by a password.",
            ),
            save_as_xlsx(),
        ));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || looks_utf16(bytes) {
        return Err(Unreadable::new(
            Text::new("Tệp dùng bảng mã UTF-16, không phải UTF-8.", "The file is in UTF-16, not UTF-8."),
            save_as_utf8(),
        ));
    }
    for (magic, name) in
        [(&b"%PDF"[..], "PDF"), (b"{\\rtf", "RTF"), (b"\x1f\x8b", "gzip"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7z")]
    {
        if bytes.starts_with(magic) {
            return Err(Unreadable::new(
                Text::new(format!("Tệp là {name}, không phải bảng."), format!("The file is {name}, not a table.")),
                Text::new("Gửi bảng .csv hoặc .xlsx.", "Send a .csv or .xlsx table."),
            ));
        }
    }
    if looks_markup(bytes) {
        return Err(Unreadable::new(
            Text::new("Tệp là trang HTML hoặc XML, không phải bảng.", "The file is HTML or XML, not a table."),
            save_as_xlsx(),
        ));
    }
    Ok(Format::Csv)
}

/// Every second byte of the beginning is zero: UTF-16 without its mark.
fn looks_utf16(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    head.len() >= 8 && zeros(0).max(zeros(1)) * 10 >= head.len() * 4
}

fn looks_markup(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let head: Vec<u8> = text.iter().copied().skip_while(u8::is_ascii_whitespace).take(9).collect();
    let head = head.to_ascii_lowercase();
    head.starts_with(b"<html")
        || head.starts_with(b"<!doctype")
        || head.starts_with(b"<?xml")
        || head.starts_with(b"<table")
}

/// What a line that is not UTF-8 probably is.
pub(crate) fn not_utf8(line: &[u8]) -> Unreadable {
    // In Windows-1258 Vietnamese tone marks are separate bytes after the vowel, and đ is F0; TCVN3 (ABC) puts its letters
    // at A8–AE and B5 upwards, where Windows-1258 has signs.
    let tones = line.iter().filter(|b| matches!(b, 0xCC | 0xD2 | 0xDE | 0xEC | 0xF2 | 0xF0 | 0xFD | 0xF5)).count();
    let abc = line.iter().filter(|b| matches!(b, 0xA8..=0xAE | 0xB5..=0xC6 | 0xCA..=0xD1 | 0xD3..=0xD8)).count();
    let guess = if abc > tones { "TCVN3 (ABC)" } else { "Windows-1258" };
    Unreadable::new(
        Text::new(
            format!("Chữ không phải UTF-8 (có vẻ là {guess})."),
            format!("The text is not UTF-8 (it looks like {guess})."),
        ),
        Text::new(
            format!("Chuyển phông chữ sang Unicode, rồi lưu lại. {}", save_as_utf8().vi),
            format!("Convert it to Unicode and save it again. {}", save_as_utf8().en),
        ),
    )
}
