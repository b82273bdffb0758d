//! The sentence a failed rule says: a text in two languages with placeholders filled from the row.
//!
//! `{estimate}` is a variable, `{estimate / typical:0}` an expression with its number of decimals; `{month}`, `{previous_month}` and
//! `{year_ago_month}` are months in words. A missing value is said to be missing.

use super::expression::{Expression, ExpressionError, Functions, Shown, Wanted};
use super::variables::Facts;
use crate::period::Month;
use crate::series::round;
use crate::text::{Lang, Text, month as month_in_words, number};

/// Decimals of a placeholder that names none: as many as needed, up to this.
const DECIMALS: usize = 3;

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Words(String),
    /// A month, counted from the report month.
    Month(i32),
    Value(Expression, Option<usize>),
}

/// A text with placeholders, in both languages.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    vi: Vec<Piece>,
    en: Vec<Piece>,
}

impl Message {
    /// Reads the placeholders of both languages.
    ///
    /// # Errors
    /// When a brace is left open or what stands in a placeholder is not a sound expression.
    pub fn read(text: &Text) -> Result<Self, ExpressionError> {
        Ok(Self { vi: pieces(&text.vi)?, en: pieces(&text.en)? })
    }

    /// The sentence for one row.
    #[must_use]
    pub fn fill(&self, facts: &Facts<'_>, month: Month, functions: &Functions) -> Text {
        let fill =
            |pieces: &[Piece], lang| pieces.iter().map(|p| p.fill(facts, month, functions, lang)).collect::<String>();
        Text::new(fill(&self.vi, Lang::Vi), fill(&self.en, Lang::En))
    }
}

impl Message {
    /// The sentence for a browser: words as text, values as trees with their decimals; `None` where a value is not plain.
    #[must_use]
    pub fn tree(&self, month: Month, lang: Lang) -> Option<serde_json::Value> {
        let pieces = if lang == Lang::Vi { &self.vi } else { &self.en };
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => Some(serde_json::json!(words)),
            Piece::Month(later) => Some(serde_json::json!(month_in_words(month.plus(*later), lang))),
            Piece::Value(expression, digits) => {
                Some(serde_json::json!({ "value": expression.tree()?, "decimals": digits }))
            }
        };
        pieces.iter().map(piece).collect()
    }
}

impl Piece {
    fn fill(&self, facts: &Facts<'_>, month: Month, functions: &Functions, lang: Lang) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Month(later) => month_in_words(month.plus(*later), lang),
            Self::Value(expression, digits) => match expression.value(facts, functions) {
                Some(Shown::Number(value)) => number(value, digits.unwrap_or_else(|| digits_needed(value)), lang),
                Some(Shown::Word(word)) => spoken(&word, lang),
                None => Text::new("(chưa có)", "(not known)").in_lang(lang).to_owned(),
            },
        }
    }
}

fn digits_needed(value: f64) -> usize {
    let kept = round(value, DECIMALS);
    (0..DECIMALS).find(|d| round(value, *d) == kept).unwrap_or(DECIMALS)
}

/// The words of the register's activity in a sentence; any other word stays as it is.
fn spoken(word: &str, lang: Lang) -> String {
    let text = match word {
        "active" => Text::new("đang hoạt động", "active"),
        "suspended" => Text::new("tạm ngừng", "suspended"),
        "closed" => Text::new("đã chấm dứt hoạt động", "closed"),
        "not-yet-open" => Text::new("chưa bắt đầu hoạt động", "not yet open"),
        other => return other.to_owned(),
    };
    text.in_lang(lang).to_owned()
}

fn pieces(text: &str) -> Result<Vec<Piece>, ExpressionError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else {
            let what = Text::new(
                format!("Dấu “{{” chưa được đóng trong “{text}”; hãy thêm “}}”."),
                format!("A “{{” is left open in “{text}”; add the “}}”."),
            );
            return Err(ExpressionError { what });
        };
        if open > 0 {
            pieces.push(Piece::Words(rest[..open].to_owned()));
        }
        pieces.push(placeholder(&rest[open + 1..open + length])?);
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

fn placeholder(inside: &str) -> Result<Piece, ExpressionError> {
    let later = match inside {
        "month" => Some(0),
        "previous_month" => Some(-1),
        "next_month" => Some(1),
        "year_ago_month" => Some(-12),
        _ => None,
    };
    if let Some(later) = later {
        return Ok(Piece::Month(later));
    }
    // `a ? b : c` has a colon too; only a colon before digits at the very end gives decimals.
    let (source, digits) = match inside.rsplit_once(':') {
        Some((source, digits)) if digits.len() == 1 && digits.as_bytes()[0].is_ascii_digit() => {
            (source, digits.parse().ok())
        }
        _ => (inside, None),
    };
    Ok(Piece::Value(Expression::read(source, Wanted::Anything)?, digits))
}
