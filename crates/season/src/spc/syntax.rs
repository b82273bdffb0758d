//! A specification as blocks of arguments, before anything is known of what they mean.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 3.1: `name { argument = value … }`; a value is a word, a text, or one or several lists in
//! brackets, whose entries are separated by blanks or commas; an entry may be left out between commas, as in `span=(1990.1, )`.

use std::collections::VecDeque;

use super::error::{SpcError, SpcFault};
use super::token::{Placed, Token, tokens};

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A name, a number, a date.
    Word(String),
    /// What stood in quotation marks.
    Text(String),
    /// What stood in brackets.
    List(Vec<Item>),
    /// Nothing between two commas.
    Absent,
}

impl Item {
    /// As it is told in a message.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Word(word) | Self::Text(word) => word.clone(),
            Self::List(items) => format!("({})", items.iter().map(Self::told).collect::<Vec<_>>().join(" ")),
            Self::Absent => String::new(),
        }
    }
}

/// `name = value`, the name in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) value: Vec<Item>,
}

/// `name { … }`, the name in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) arguments: Vec<Argument>,
    /// The arguments that have been asked for, which are those it may have.
    pub(super) understood: Vec<String>,
}

/// The blocks of a text.
///
/// # Errors
/// When it does not have this form, or a block or an argument is there twice.
pub(super) fn blocks(text: &str) -> Result<Vec<Block>, SpcError> {
    let mut left: VecDeque<Placed> = tokens(text)?.into();
    let mut blocks: Vec<Block> = Vec::new();
    while let Some((token, line)) = left.pop_front() {
        let Token::Word(name) = token else { return Err(unexpected(&token, "the name of a spec").at(line)) };
        let name = name.to_lowercase();
        if blocks.iter().any(|block| block.name == name) {
            return Err(SpcFault::Repeated(name).at(line));
        }
        let (opened, at) = left.pop_front().ok_or_else(|| end("{").at(line))?;
        if opened != Token::Sign('{') {
            return Err(unexpected(&opened, "{").at(at));
        }
        let arguments = arguments(&mut left, at)?;
        blocks.push(Block { name, line, arguments, understood: Vec::new() });
    }
    Ok(blocks)
}

fn unexpected(token: &Token, expected: &'static str) -> SpcFault {
    SpcFault::Unexpected { found: token.told(), expected }
}

fn end(expected: &'static str) -> SpcFault {
    SpcFault::Unexpected { found: "the end of the text".to_owned(), expected }
}

/// The arguments of a block up to its closing brace.
fn arguments(left: &mut VecDeque<Placed>, opened: usize) -> Result<Vec<Argument>, SpcError> {
    let mut arguments: Vec<Argument> = Vec::new();
    loop {
        let (token, line) = left.pop_front().ok_or_else(|| SpcFault::Unclosed('{').at(opened))?;
        let name = match token {
            Token::Sign('}') => return Ok(arguments),
            // Some people separate arguments by commas.
            Token::Sign(',') if !arguments.is_empty() => continue,
            Token::Word(name) => name.to_lowercase(),
            other => return Err(unexpected(&other, "the name of an argument").at(line)),
        };
        match left.pop_front() {
            Some((Token::Sign('='), _)) => {}
            Some((other, line)) => return Err(unexpected(&other, "=").at(line)),
            None => return Err(end("=").at(line)),
        }
        if arguments.iter().any(|argument| argument.name == name) {
            return Err(SpcFault::Repeated(name).at(line));
        }
        let value = value(left)?;
        if value.is_empty() {
            let found = left.front().map_or_else(|| end("a value"), |(token, _)| unexpected(token, "a value"));
            return Err(found.at(left.front().map_or(line, |(_, line)| *line)));
        }
        arguments.push(Argument { name, line, value });
    }
}

/// One word or text, or the lists that stand one behind the other, with a word behind them as the period of a seasonal model.
fn value(left: &mut VecDeque<Placed>) -> Result<Vec<Item>, SpcError> {
    let mut items = Vec::new();
    while let Some((token, line)) = left.front() {
        let (line, is_name) = (*line, matches!(left.get(1), Some((Token::Sign('='), _))));
        let item = match token {
            Token::Word(word) if !is_name => Item::Word(word.clone()),
            Token::Text(text) => Item::Text(text.clone()),
            Token::Sign('(') => {
                left.pop_front();
                items.push(Item::List(list(left, line, 1)?));
                continue;
            }
            _ => break,
        };
        left.pop_front();
        items.push(item);
    }
    Ok(items)
}

/// How deep lists may lie in lists; no argument asks for more than two.
const DEEPEST: usize = 4;

/// The entries of a list up to its closing bracket, `depth` lists deep.
fn list(left: &mut VecDeque<Placed>, opened: usize, depth: usize) -> Result<Vec<Item>, SpcError> {
    let mut items = Vec::new();
    let mut has_entry = false;
    loop {
        let (token, line) = left.pop_front().ok_or_else(|| SpcFault::Unclosed('(').at(opened))?;
        match token {
            Token::Sign(')') => {
                if !has_entry && !items.is_empty() {
                    items.push(Item::Absent);
                }
                return Ok(items);
            }
            Token::Sign(',') => {
                if !has_entry {
                    items.push(Item::Absent);
                }
                has_entry = false;
                continue;
            }
            Token::Sign('(') if depth < DEEPEST => items.push(Item::List(list(left, line, depth + 1)?)),
            Token::Word(word) => items.push(Item::Word(word)),
            Token::Text(text) => items.push(Item::Text(text)),
            Token::Sign('}') => return Err(SpcFault::Unclosed('(').at(opened)),
            other @ Token::Sign(_) => return Err(unexpected(&other, "an entry of a list").at(line)),
        }
        has_entry = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text as it is understood, on one line.
    fn told(text: &str) -> Result<String, SpcError> {
        let argument =
            |one: &Argument| format!("{}={}", one.name, one.value.iter().map(Item::told).collect::<String>());
        let block = |one: &Block| {
            format!("{}{{{}}}", one.name, one.arguments.iter().map(argument).collect::<Vec<_>>().join(" "))
        };
        Ok(blocks(text)?.iter().map(block).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn blocks_and_their_arguments() {
        let check = |text: &str, expected: &str| assert_eq!(told(text).unwrap(), expected, "{text}");
        check("X11{}", "x11{}");
        check(
            "series { Title = \"Sản xuất\" start=1990.1 period=12 }",
            "series{title=Sản xuất start=1990.1 period=12}",
        );
        check("arima{model=(0 1 1)(0 1 1)12}", "arima{model=(0 1 1)(0 1 1)12}");
        check("regression{variables=(td, easter[8] ao1999.jan)}", "regression{variables=(td easter[8] ao1999.jan)}");
        check(
            "x11{mode=mult,save=(d10 d11)\n} transform{function=log}",
            "x11{mode=mult save=(d10 d11)} transform{function=log}",
        );
        check("", "");
    }

    #[test]
    fn an_entry_may_be_left_out_between_commas() {
        let check = |text: &str, expected: &[&str]| {
            let blocks = blocks(&format!("a{{b={text}}}")).unwrap();
            let Item::List(items) = &blocks[0].arguments[0].value[0] else { panic!("a list") };
            assert_eq!(items.iter().map(Item::told).collect::<Vec<_>>(), expected, "{text}");
        };
        check("(1990.1, )", &["1990.1", ""]);
        check("(, 2000.12)", &["", "2000.12"]);
        check("(1990.1, 2000.12)", &["1990.1", "2000.12"]);
        check("(1 2 3)", &["1", "2", "3"]);
        check("()", &[]);
    }

    #[test]
    fn what_has_not_this_form_is_told_with_its_line() {
        let check = |text: &str, line: usize, words: &str| {
            let error = told(text).unwrap_err();
            assert!(error.line == line && error.to_string().contains(words), "{text}: {error}");
        };
        check("x11", 1, "{ should");
        check("x11{\nmode=mult", 1, "“{” is opened");
        check("x11{mode mult}", 1, "= should");
        check("x11{mode=}", 1, "a value should");
        check("x11{}\n\nx11{}", 3, "twice");
        check("x11{mode=add\nMODE=mult}", 2, "twice");
        check("x11{save=(d10\n}", 1, "“(” is opened");
        check("{}", 1, "the name of a spec should");
        check("x11{=1}", 1, "the name of an argument should");
        check("a{b=(1 = 2)}", 1, "an entry of a list should");
        check(&format!("a{{b={}", "(".repeat(100_000)), 1, "an entry of a list should");
    }
}
