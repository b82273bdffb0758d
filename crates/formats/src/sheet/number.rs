//! Numbers as people and programs write them.
//!
//! `1671.5`, `1671,5`, `1.671,5`, `1,671.5` and `1 671,5` each have one meaning. `1.671` and `1,671` have two (a decimal part, or
//! thousands): they are read by what the rest of the file shows, and refused where it shows nothing or both.

use domain::text::Text;

/// Which sign of the two the rest of the file uses for decimals, as far as it shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Notation {
    /// Some number has a decimal point and can be read no other way.
    pub(crate) point: bool,
    /// Some number has a decimal comma and can be read no other way.
    pub(crate) comma: bool,
}

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotANumber {
    /// It can be read in two ways.
    Ambiguous,
    /// It has no reading.
    Unreadable,
    /// It is infinite or not a number at all (`inf`, `NaN`).
    NotFinite,
}

impl Notation {
    /// Takes in what one number shows.
    pub(crate) fn learn(&mut self, text: &str) {
        match shape(text) {
            Some(Shape::Decimal(b'.')) => self.point = true,
            Some(Shape::Decimal(_)) => self.comma = true,
            _ => {}
        }
    }

    /// Reads a number.
    pub(crate) fn read(self, text: &str) -> Result<f64, NotANumber> {
        if let Some(value) = plain(text) {
            return Ok(value);
        }
        match shape(text) {
            Some(Shape::Whole | Shape::Decimal(_)) => Ok(parse(text, decimal_sign(text))?),
            Some(Shape::TwoWays(sign)) => {
                let same = if sign == b'.' { self.point } else { self.comma };
                let other = if sign == b'.' { self.comma } else { self.point };
                match (same, other) {
                    (true, false) => Ok(parse(text, Some(sign))?),
                    (false, true) => Ok(parse(text, None)?),
                    _ => Err(NotANumber::Ambiguous),
                }
            }
            None => Err(refusal(text)),
        }
    }
}

/// The quick way for what programs write: digits, at most one point, and no doubt about it.
fn plain(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return text.parse().ok();
    }
    let point = bytes.iter().position(|b| *b == b'.')?;
    let (whole, fraction) = (&bytes[..point], &bytes[point + 1..]);
    let sure = fraction.len() != 3 || whole == b"0" || whole.len() > 3;
    let digits = whole.iter().chain(fraction).all(u8::is_ascii_digit);
    (sure && digits && !whole.is_empty() && !fraction.is_empty()).then(|| text.parse().ok()).flatten()
}

fn refusal(text: &str) -> NotANumber {
    match text.parse::<f64>() {
        Ok(value) if !value.is_finite() => NotANumber::NotFinite,
        _ => NotANumber::Unreadable,
    }
}

enum Shape {
    /// Without decimals.
    Whole,
    /// With decimals after this sign.
    Decimal(u8),
    /// One sign before exactly three digits: decimals or thousands.
    TwoWays(u8),
}

/// The digits and signs of a number without its minus, exponent and spaces between groups.
fn mantissa(text: &str) -> (String, &str) {
    let text = text.strip_prefix(['-', '\u{2212}', '+']).unwrap_or(text);
    let (number, exponent) = text.find(['e', 'E']).map_or((text, ""), |at| text.split_at(at));
    (number.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect(), exponent)
}

fn shape(text: &str) -> Option<Shape> {
    let (number, exponent) = mantissa(text);
    let bytes = number.as_bytes();
    if bytes.is_empty() || !bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) || !spaces_group(text)
    {
        return None;
    }
    let signs: Vec<usize> = (0..bytes.len()).filter(|n| !bytes[*n].is_ascii_digit()).collect();
    let Some(&last) = signs.last() else { return Some(Shape::Whole) };
    let (sign, decimals) = (bytes[last], bytes.len() - last - 1);
    let kinds = signs.iter().filter(|n| bytes[**n] == sign).count();
    match (signs.len(), kinds) {
        (1, _) if last == 0 || decimals == 0 => None,
        (1, _) if decimals == 3 && (1..=3).contains(&last) && bytes[0] != b'0' && exponent.is_empty() => {
            // A blank between groups (`1 671,500`) has already said what the thousands are.
            if number.len() == text.trim_start_matches(['-', '\u{2212}', '+']).len() {
                Some(Shape::TwoWays(sign))
            } else {
                Some(Shape::Decimal(sign))
            }
        }
        (1, _) => Some(Shape::Decimal(sign)),
        (all, same) if all == same => grouped(bytes, sign).then_some(Shape::Whole),
        (_, 1) if decimals > 0 => {
            let other = if sign == b'.' { b',' } else { b'.' };
            grouped(&bytes[..last], other).then_some(Shape::Decimal(sign))
        }
        _ => None,
    }
}

/// Groups of three digits between the signs, the first of one to three.
fn grouped(bytes: &[u8], sign: u8) -> bool {
    let mut groups = bytes.split(|b| *b == sign);
    let first = groups.next().map_or(0, <[u8]>::len);
    (1..=3).contains(&first) && groups.all(|g| g.len() == 3 && g.iter().all(u8::is_ascii_digit))
}

/// Blanks may stand only between groups of three digits of the whole part.
fn spaces_group(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '\u{2212}', '+']);
    if !text.contains([' ', '\u{a0}', '\u{202f}']) {
        return true;
    }
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let joined = whole.replace(['\u{a0}', '\u{202f}'], " ");
    grouped(joined.as_bytes(), b' ') && !text[whole.len()..].contains([' ', '\u{a0}', '\u{202f}'])
}

/// The decimal sign of a number of sure shape.
fn decimal_sign(text: &str) -> Option<u8> {
    match shape(text) {
        Some(Shape::Decimal(sign)) => Some(sign),
        _ => None,
    }
}

fn parse(text: &str, decimal: Option<u8>) -> Result<f64, NotANumber> {
    let minus = text.starts_with(['-', '\u{2212}']);
    let (number, exponent) = mantissa(text);
    let mut plain = String::with_capacity(text.len() + 1);
    if minus {
        plain.push('-');
    }
    for byte in number.bytes() {
        if byte.is_ascii_digit() {
            plain.push(char::from(byte));
        } else if Some(byte) == decimal {
            plain.push('.');
        }
    }
    plain.push_str(exponent);
    match plain.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(NotANumber::NotFinite),
        Err(_) => Err(NotANumber::Unreadable),
    }
}

impl NotANumber {
    /// What is wrong, and what to do.
    pub(crate) fn said(self, text: &str) -> (Text, Text) {
        let text = as_printed(text);
        let example = text.replace(['.', ','], "");
        match self {
            Self::Ambiguous => (
                Text::new(
                    format!("“{text}” đọc được hai cách: phần thập phân hay phân cách hàng nghìn."),
                    format!("“{text}” can be read in two ways: as decimals or as thousands."),
                ),
                Text::new(
                    format!(
                        "Nếu là hàng nghìn hãy ghi {example}; nếu là phần thập phân hãy thêm một số 0 vào cuối ({text}0)."
                    ),
                    format!("For thousands write {example}; for decimals add a zero at the end ({text}0)."),
                ),
            ),
            Self::NotFinite => (
                Text::new(format!("“{text}” không phải là số hữu hạn."), format!("“{text}” is not a finite number.")),
                Text::new(
                    "Ghi số đo thật, hoặc để trống nếu không có.",
                    "Write the measured number, or leave the cell empty.",
                ),
            ),
            Self::Unreadable => (
                Text::new(format!("“{text}” không phải là số."), format!("“{text}” is not a number.")),
                Text::new(
                    "Ghi số như 1671.5 hoặc 1.671,5, không kèm chữ hay đơn vị; để trống nếu không có.",
                    "Write a number as 1671.5 or 1.671,5, without words or units; leave the cell empty if there is none.",
                ),
            ),
        }
    }
}

/// A cell's text inside a sentence: at most 40 characters, without control characters.
pub(crate) fn as_printed(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
    if text.chars().count() > 40 {
        short.push('…');
    }
    short
}
