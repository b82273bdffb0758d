//! Ảnh, tệp của lần kiểm tra: what kinds are taken in, told by their first bytes and not by their names.

use super::ProjectCode;
use crate::text::named;

named!(
    /// What a file is.
    FileKind, "jpeg, png, webp or pdf" {
        /// JPEG (ITU-T T.81).
        Jpeg "jpeg" "ảnh JPEG" "JPEG picture";
        /// PNG (ISO/IEC 15948).
        Png "png" "ảnh PNG" "PNG picture";
        /// WebP (RFC 9649).
        Webp "webp" "ảnh WebP" "WebP picture";
        /// PDF (ISO 32000).
        Pdf "pdf" "tệp PDF" "PDF";
    }
);

impl FileKind {
    /// What the first bytes of a file say it is; `None` for anything that is not taken in.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A file of a visit, apart from its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number in the database.
    pub id: i64,
    /// The project.
    pub project: ProjectCode,
    /// The visit, by its number within the project.
    pub visit: u16,
    /// What the sender called it.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Bytes.
    pub size: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        let check = |bytes: &[u8], expected| assert_eq!(FileKind::of(bytes), expected, "{bytes:?}");
        check(b"\xff\xd8\xff\xe0....", Some(FileKind::Jpeg));
        check(b"\x89PNG\r\n\x1a\n....", Some(FileKind::Png));
        check(b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileKind::Webp));
        check(b"%PDF-1.7", Some(FileKind::Pdf));
        for other in [
            &b""[..],
            b"\xff\xd8",
            b"RIFF\x10\0\0\0WAVE",
            b"<svg onload=alert(1)>",
            b"<!DOCTYPE html>",
            b"GIF89a",
            b"MZ",
        ] {
            check(other, None);
        }
    }
}
