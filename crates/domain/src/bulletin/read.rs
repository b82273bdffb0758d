//! Reading the numbers back out of a finished bulletin, and finding each among the values.
//!
//! A number is read in the form of its language (`1.671,5`, `1,671.5`) with the unit after it and the direction in the word before
//! it: “giảm 1,66%” is −1.66 per cent. [`check`] holds a bulletin against the values it names, looked up afresh; [`check_text`] holds any
//! text, one edited by hand for instance, against a list of values.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Bulletin, Figure, Reference, Segment};
use crate::series;
use crate::text::{Lang, Text};

/// The unit printed after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Anything else: a quantity, a count, a date.
    Other,
}

/// A number as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Where.
    pub at: Range<usize>,
    /// Its value, with the sign the word before it gives.
    pub value: f64,
    /// Decimals printed.
    pub digits: usize,
    /// Its unit.
    pub unit: Unit,
}

/// A number in the text that is no value of the release, or a value that is not in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Complaint {
    /// The number with the words round it.
    pub excerpt: String,
    /// What is wrong with it.
    pub what: Text,
}

/// Words before a number that make it negative.
const DOWN_VI: [&str; 4] = ["giảm", "giảm quá", "thấp hơn", "vượt"];
const DOWN_EN: [&str; 8] =
    ["fell", "fell an estimated", "down", "a fall of", "fall by up to", "lower by", "subtracted", "ahead by"];

/// Every number of a text, in order.
#[must_use]
pub fn numbers(text: &str, lang: Lang) -> Vec<Number> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = next_number(text, from, lang) {
        from = at.end;
        let (value, digits) = value_of(&text[at.clone()], lang);
        let unit = unit_after(&text[at.end..], lang);
        let signed = if is_negative(&text[..at.start], lang) { -value } else { value };
        found.push(Number { at, value: signed, digits, unit });
    }
    found
}

/// The marks of a language: between groups of three digits, and before the decimals.
fn marks(lang: Lang) -> (u8, u8) {
    match lang {
        Lang::Vi => (b'.', b','),
        Lang::En => (b',', b'.'),
    }
}

/// Where the next number at or after `from` stands.
pub(super) fn next_number(text: &str, from: usize, lang: Lang) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let run = |at: usize| (at..).take_while(|n| is_digit(*n)).count();
    let (group, point) = marks(lang);
    let start = (from..bytes.len()).find(|at| is_digit(*at))?;
    let mut end = start + run(start);
    if end - start <= 3 && bytes[start] != b'0' {
        while bytes.get(end) == Some(&group) && run(end + 1) == 3 {
            end += 4;
        }
    }
    if bytes.get(end) == Some(&point) && is_digit(end + 1) {
        end += 1 + run(end + 1);
    }
    Some(start..end)
}

/// Value and decimals of a number's text.
pub(super) fn value_of(text: &str, lang: Lang) -> (f64, usize) {
    let (_, point) = marks(lang);
    let (whole, decimals) = text.split_once(char::from(point)).unwrap_or((text, ""));
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    (format!("{digits}.{decimals}0").parse().unwrap_or(0.0), decimals.len())
}

fn unit_after(rest: &str, lang: Lang) -> Unit {
    let points = match lang {
        Lang::Vi => " điểm phần trăm",
        Lang::En => " percentage points",
    };
    match rest {
        _ if rest.starts_with('%') => Unit::Percent,
        _ if rest.starts_with(points) => Unit::Points,
        _ => Unit::Other,
    }
}

/// Whether the words before a number make it negative.
fn is_negative(before: &str, lang: Lang) -> bool {
    let words: &[&str] = match lang {
        Lang::Vi => &DOWN_VI,
        Lang::En => &DOWN_EN,
    };
    // A dash inside a code, as in 0710-01, is no sign.
    let minus = before.strip_suffix(['-', '−']).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    let before = before.trim_end_matches(' ');
    minus || words.iter().any(|word| before.ends_with(word))
}

/// The unit a figure is printed with.
fn unit_of(figure: Figure) -> Unit {
    match figure {
        Figure::Contribution(_) | Figure::CalendarPart(_) | Figure::Gap | Figure::Difference(_) => Unit::Points,
        Figure::Level | Figure::Quantity | Figure::Count(_) | Figure::Label => Unit::Other,
        _ => Unit::Percent,
    }
}

/// Holds a bulletin against its values: the numbers read back out of the text must be its values in their order, and each value must be the one
/// `lookup` gives for what it says it is. Empty when all is well.
///
/// Labels (dates, names) are only held against the text.
#[must_use]
pub fn check(bulletin: &Bulletin, lookup: impl Fn(&Reference) -> Option<f64>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    for paragraph in &bulletin.paragraphs {
        let text = paragraph.text();
        let read = numbers(&text, bulletin.lang);
        let values: Vec<&Segment> = paragraph.segments.iter().filter(|s| matches!(s, Segment::Value { .. })).collect();
        for number in read.iter().skip(values.len()) {
            complaints.push(complaint(
                &text,
                number,
                "số này không có giá trị nào đứng sau",
                "no value stands behind it",
            ));
        }
        for (n, segment) in values.into_iter().enumerate() {
            complaints.extend(held_against(&text, segment, read.get(n), &lookup));
        }
    }
    complaints
}

/// What is wrong with one value of a paragraph, given the number read in its place.
fn held_against(
    text: &str,
    segment: &Segment,
    number: Option<&Number>,
    lookup: &impl Fn(&Reference) -> Option<f64>,
) -> Option<Complaint> {
    let Segment::Value { text: printed, value, digits, reference } = segment else { return None };
    let Some(number) = number else {
        let what = Text::new("không đọc lại được số này trong bản tin", "it cannot be read back out of the text");
        return Some(Complaint { excerpt: printed.clone(), what });
    };
    let is_label = reference.figure == Figure::Label;
    let expected = series::round(*value, *digits);
    if number.value != expected || (!is_label && number.unit != unit_of(reference.figure)) {
        return Some(complaint(text, number, "số in ra khác giá trị", "it is printed differently from its value"));
    }
    let same = |found: f64| series::round(found, *digits) == expected;
    if !is_label && !lookup(reference).is_some_and(same) {
        return Some(complaint(
            text,
            number,
            "không tìm thấy giá trị này trong cơ sở dữ liệu",
            "the database has no such value",
        ));
    }
    None
}

/// Holds any text against a list of values: each number must be one of them, in its unit and direction, rounded as printed, or one of
/// the labels. Empty when all is well.
#[must_use]
pub fn check_text(text: &str, lang: Lang, values: &[(Figure, f64)], labels: &BTreeSet<String>) -> Vec<Complaint> {
    let is_label = |n: &Number| n.unit == Unit::Other && labels.contains(&text[n.at.clone()]);
    let is_value = |n: &Number| {
        values.iter().any(|(figure, v)| unit_of(*figure) == n.unit && series::round(*v, n.digits) == n.value)
    };
    numbers(text, lang)
        .iter()
        .filter(|n| !is_label(n) && !is_value(n))
        .map(|n| complaint(text, n, "không tìm thấy giá trị này trong cơ sở dữ liệu", "the database has no such value"))
        .collect()
}

fn complaint(text: &str, number: &Number, vi: &str, en: &str) -> Complaint {
    let before: Vec<char> = text[..number.at.start].chars().rev().take(30).collect();
    let after: String = text[number.at.end..].chars().take(20).collect();
    let before: String = before.into_iter().rev().collect();
    let excerpt = format!("{before}{}{after}", &text[number.at.clone()]).replace('\n', " ");
    Complaint { excerpt, what: Text::new(vi, en) }
}

/// The values of a bulletin, for holding an edited text of it against.
#[must_use]
pub fn values(bulletin: &Bulletin) -> (Vec<(Figure, f64)>, BTreeSet<String>) {
    let mut found = Vec::new();
    let mut labels = BTreeSet::new();
    for segment in bulletin.paragraphs.iter().flat_map(|p| &p.segments) {
        match segment {
            Segment::Value { text, reference, .. } if reference.figure == Figure::Label => {
                labels.insert(text.clone());
            }
            Segment::Value { value, reference, .. } => found.push((reference.figure, *value)),
            Segment::Words(_) => {}
        }
    }
    (found, labels)
}
