//! The words and signs of a specification.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 3.1 (the syntax of the spec file): blanks separate, `#` begins a remark to the end of the
//! line, names do not care for capitals, texts stand in quotation marks on one line.

use super::error::{SpcError, SpcFault};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// One of `{ } ( ) = ,`.
    Sign(char),
    /// A name, a number, a date; with what stands in square brackets right behind it.
    Word(String),
    /// What stands between quotation marks.
    Text(String),
}

impl Token {
    /// As it is told in a message.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Sign(sign) => sign.to_string(),
            Self::Word(word) | Self::Text(word) => word.clone(),
        }
    }
}

/// A token with its line.
pub(super) type Placed = (Token, usize);

const SIGNS: &str = "{}()=,";

/// Every token of a text with its line, from 1.
///
/// # Errors
/// When a quotation mark or a square bracket is not closed on its line.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, SpcError> {
    let mut tokens = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let mut rest = line.trim_start_matches('\u{feff}');
        while let Some((token, after)) = next(rest).map_err(|fault| fault.at(number + 1))? {
            tokens.push((token, number + 1));
            rest = after;
        }
    }
    Ok(tokens)
}

/// The first token of what is left of a line, and what follows it; `None` when only blanks or a remark are left.
fn next(line: &str) -> Result<Option<(Token, &str)>, SpcFault> {
    let line = line.trim_start();
    let Some(first) = line.chars().next().filter(|first| *first != '#') else { return Ok(None) };
    if SIGNS.contains(first) {
        return Ok(Some((Token::Sign(first), &line[1..])));
    }
    if first == '"' || first == '\'' {
        let inside = &line[1..];
        let end = inside.find(first).ok_or(SpcFault::Unclosed(first))?;
        return Ok(Some((Token::Text(inside[..end].to_owned()), &inside[end + 1..])));
    }
    let (word, rest) = line.split_at(end_of_word(line)?);
    Ok(Some((Token::Word(word.to_owned()), rest)))
}

/// Where the word a line begins with ends. In square brackets blanks and commas belong to it: `tet[14, 7, 7]`.
fn end_of_word(line: &str) -> Result<usize, SpcFault> {
    let mut is_inside = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '[' => is_inside = true,
            ']' => is_inside = false,
            _ if is_inside => {}
            '"' | '\'' | '#' => return Ok(at),
            _ if letter.is_whitespace() || SIGNS.contains(letter) => return Ok(at),
            _ => {}
        }
    }
    if is_inside { Err(SpcFault::Unclosed('[')) } else { Ok(line.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let told: Vec<String> =
            tokens(text).unwrap().iter().map(|(token, line)| format!("{line}:{}", token.told())).collect();
        assert_eq!(told.join(" "), expected, "{text}");
    }

    #[test]
    fn words_signs_and_texts_with_their_lines() {
        check(
            "series{title=\"a {b} # c\" start=1990.jan}",
            "1:series 1:{ 1:title 1:= 1:a {b} # c 1:start 1:= 1:1990.jan 1:}",
        );
        check("# a remark\n x11{ } # another", "2:x11 2:{ 2:}");
        check("variables=(td easter[8] tet[14, 7,7])", "1:variables 1:= 1:( 1:td 1:easter[8] 1:tet[14, 7,7] 1:)");
        check("model=(0 1 1)(0 1 1)12", "1:model 1:= 1:( 1:0 1:1 1:1 1:) 1:( 1:0 1:1 1:1 1:) 1:12");
        check("\u{feff}span=(1990.1,)\r\n", "1:span 1:= 1:( 1:1990.1 1:, 1:)");
        check("", "");
    }

    #[test]
    fn what_is_not_closed_is_told_with_its_line() {
        for (text, line, sign) in [("a='b\n'", 1, '\''), ("\n\"", 2, '"'), ("easter[8", 1, '[')] {
            assert_eq!(tokens(text), Err(SpcFault::Unclosed(sign).at(line)), "{text}");
        }
    }
}
