//! A small picture for the visits of an invented registry: a PNG (ISO/IEC 15948) of seeded noise, its data stored and not compressed, so that it
//! weighs what it would if it showed something.

use super::mix;

/// Pixels along each side: 9 kB.
const SIDE: u32 = 56;

/// The bytes of a picture that depend on the seed alone.
pub(super) fn picture(seed: u64) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(SIDE.to_be_bytes());
    header.extend(SIDE.to_be_bytes());
    // Eight bits of red, green and blue; the only ways there are of compressing, filtering; not interlaced.
    header.extend([8, 2, 0, 0, 0]);
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"IDAT", &stored(&pixels(seed)));
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// Rows of pixels, each behind the number of its filter: none.
fn pixels(seed: u64) -> Vec<u8> {
    let row = |y: u32| {
        let pixel = move |x: u32| mix(seed ^ u64::from(y * SIDE + x)).to_le_bytes().into_iter().take(3);
        std::iter::once(0).chain((0..SIDE).flat_map(pixel))
    };
    (0..SIDE).flat_map(row).collect()
}

/// A zlib stream of one stored block (RFC 1950, RFC 1951 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() as u16;
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(bytes);
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend(((high << 16) | low).to_be_bytes());
    stream
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let from = png.len();
    png.extend(kind);
    png.extend(data);
    let sum = checksum(&png[from..]);
    png.extend(sum.to_be_bytes());
}

/// CRC-32 as PNG has it (annex D).
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use domain::projects::FileKind;

    use super::*;

    #[test]
    fn it_is_a_picture() {
        assert_eq!(FileKind::of(&picture(1)), Some(FileKind::Png));
        assert_ne!(picture(1), picture(2));
        // The check value of the standard catalogue of CRCs.
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
        assert!((9_000..10_000).contains(&picture(1).len()));
    }
}
