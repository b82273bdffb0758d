//! The plain part of CEL as a small tree that is evaluated without looking anything up.
//!
//! Rules are asked tens of millions of times in a national run, and the general interpreter spends over a microsecond on each. Nearly
//! all rules use only numbers, truths, words and the functions of [`super::expression`]; those are turned into a [`Plan`]. An
//! expression with anything else (lists, macros, text functions) has none and goes to the interpreter. Both say the same: a test asks both
//! about every carried rule on random rows.
//!
//! `None` is CEL's error, which here always means that an operand is missing or a number is not one (0/0).

use std::cmp::Ordering;

use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::parser::Expression as Ast;
use serde_json::{Value, json};

use super::expression::is_near;
use super::variables::{Facts, KNOWN, Number, Truth, Word};

/// An expression that comes to true or false.
#[derive(Debug, Clone)]
pub(super) enum Plan {
    Literal(bool),
    Truth(Truth),
    NumberKnown(Number),
    WordKnown(Word),
    Not(Box<Plan>),
    Both(Box<Plan>, Box<Plan>),
    Either(Box<Plan>, Box<Plan>),
    Same(Box<Plan>, Box<Plan>),
    If(Box<Plan>, Box<Plan>, Box<Plan>),
    Compare(Sign, Box<Quantity>, Box<Quantity>),
    Near(Box<[Quantity; 3]>),
    WordIs(Word, String),
}

/// A comparison of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sign {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A function of one number, with its name in the tree.
type One = (&'static str, fn(f64) -> f64);
/// A function of two numbers, with its name in the tree.
type Two = (&'static str, fn(f64, f64) -> f64);

/// An expression that comes to a number.
#[derive(Debug, Clone)]
pub(super) enum Quantity {
    Literal(f64),
    Number(Number),
    One(One, Box<Quantity>),
    Two(Two, Box<Quantity>, Box<Quantity>),
    If(Box<Plan>, Box<Quantity>, Box<Quantity>),
}

impl Plan {
    /// The plan of a prepared expression, if it is plain.
    pub(super) fn of(ast: &Ast) -> Option<Self> {
        match &ast.expr {
            Expr::Literal(LiteralValue::Boolean(truth)) => Some(Self::Literal(*truth.inner())),
            Expr::Ident(name) => Self::of_name(name),
            Expr::Call(call) if call.target.is_none() => Self::of_call(call),
            _ => None,
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        let Some(asked) = name.strip_prefix(KNOWN) else { return Truth::named(name).map(Self::Truth) };
        let number = Number::named(asked).map(Self::NumberKnown);
        number
            .or_else(|| Word::named(asked).map(Self::WordKnown))
            .or_else(|| Truth::named(asked).map(|_| Self::Literal(true)))
    }

    fn of_call(call: &CallExpr) -> Option<Self> {
        let plan = |ast: &Ast| Self::of(ast).map(Box::new);
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_NOT, [a]) => Some(Self::Not(plan(a)?)),
            (operators::LOGICAL_AND, [a, b]) => Some(Self::Both(plan(a)?, plan(b)?)),
            (operators::LOGICAL_OR, [a, b]) => Some(Self::Either(plan(a)?, plan(b)?)),
            (operators::CONDITIONAL, [asked, a, b]) => Some(Self::If(plan(asked)?, plan(a)?, plan(b)?)),
            ("near", [x, y, times]) => {
                Some(Self::Near(Box::new([Quantity::of(x)?, Quantity::of(y)?, Quantity::of(times)?])))
            }
            (operator, [a, b]) => Self::of_comparison(operator, a, b),
            _ => None,
        }
    }

    fn of_comparison(operator: &str, a: &Ast, b: &Ast) -> Option<Self> {
        let sign = match operator {
            operators::EQUALS => Sign::Equal,
            operators::NOT_EQUALS => Sign::NotEqual,
            operators::LESS => Sign::Less,
            operators::LESS_EQUALS => Sign::LessOrEqual,
            operators::GREATER => Sign::Greater,
            operators::GREATER_EQUALS => Sign::GreaterOrEqual,
            _ => return None,
        };
        if let (Some(a), Some(b)) = (Quantity::of(a), Quantity::of(b)) {
            return Some(Self::Compare(sign, Box::new(a), Box::new(b)));
        }
        let same = match (&a.expr, &b.expr) {
            (Expr::Ident(word), Expr::Literal(LiteralValue::String(text))) => {
                Self::WordIs(Word::named(word)?, text.inner().to_owned())
            }
            _ => Self::Same(Box::new(Self::of(a)?), Box::new(Self::of(b)?)),
        };
        match sign {
            Sign::Equal => Some(same),
            Sign::NotEqual => Some(Self::Not(Box::new(same))),
            _ => None,
        }
    }

    /// True, false, or `None` where it cannot be said.
    pub(super) fn truth(&self, facts: &Facts<'_>) -> Option<bool> {
        match self {
            Self::Literal(truth) => Some(*truth),
            Self::Truth(truth) => Some(facts.truth(*truth)),
            Self::NumberKnown(number) => Some(facts.number(*number).is_some()),
            Self::WordKnown(word) => Some(!facts.word(*word).is_empty()),
            Self::Not(plan) => plan.truth(facts).map(|truth| !truth),
            Self::Both(a, b) => match a.truth(facts) {
                Some(false) => Some(false),
                Some(true) => b.truth(facts),
                None => b.truth(facts).filter(|truth| !truth),
            },
            Self::Either(a, b) => match a.truth(facts) {
                Some(true) => Some(true),
                Some(false) => b.truth(facts),
                None => b.truth(facts).filter(|truth| *truth),
            },
            Self::Same(a, b) => Some(a.truth(facts)? == b.truth(facts)?),
            Self::If(asked, a, b) => {
                if asked.truth(facts)? {
                    a.truth(facts)
                } else {
                    b.truth(facts)
                }
            }
            Self::Compare(sign, a, b) => sign.holds(a.value(facts)?, b.value(facts)?),
            Self::Near(parts) => {
                let [x, y, times] = parts.as_ref();
                Some(is_near(x.value(facts)?, y.value(facts)?, times.value(facts)?))
            }
            Self::WordIs(word, text) => Some(facts.word(*word) == text),
        }
    }
}

impl Plan {
    /// The same as a tree of lists, each headed by what is done: what a browser evaluates while somebody types.
    pub(super) fn tree(&self) -> Value {
        match self {
            Self::Literal(truth) => json!(truth),
            Self::Truth(truth) => json!(["truth", truth.name()]),
            Self::NumberKnown(number) => json!(["known", number.name()]),
            Self::WordKnown(word) => json!(["known-word", word.name()]),
            Self::Not(plan) => json!(["not", plan.tree()]),
            Self::Both(a, b) => json!(["and", a.tree(), b.tree()]),
            Self::Either(a, b) => json!(["or", a.tree(), b.tree()]),
            Self::Same(a, b) => json!(["same", a.tree(), b.tree()]),
            Self::If(asked, a, b) => json!(["if", asked.tree(), a.tree(), b.tree()]),
            Self::Compare(sign, a, b) => json!([sign.name(), a.tree(), b.tree()]),
            Self::Near(parts) => {
                let [x, y, times] = parts.as_ref();
                json!(["near", x.tree(), y.tree(), times.tree()])
            }
            Self::WordIs(word, text) => json!(["is", word.name(), text]),
        }
    }
}

impl Sign {
    fn name(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
        }
    }

    /// As in CEL: what is not a number equals nothing, and cannot be put in order.
    fn holds(self, a: f64, b: f64) -> Option<bool> {
        match self {
            Self::Equal => Some(a == b),
            Self::NotEqual => Some(a != b),
            Self::Less => a.partial_cmp(&b).map(Ordering::is_lt),
            Self::LessOrEqual => a.partial_cmp(&b).map(Ordering::is_le),
            Self::Greater => a.partial_cmp(&b).map(Ordering::is_gt),
            Self::GreaterOrEqual => a.partial_cmp(&b).map(Ordering::is_ge),
        }
    }
}

impl Quantity {
    pub(super) fn of(ast: &Ast) -> Option<Self> {
        match &ast.expr {
            Expr::Literal(LiteralValue::Double(value)) => Some(Self::Literal(**value)),
            Expr::Ident(name) => Number::named(name).map(Self::Number),
            Expr::Call(call) if call.target.is_none() => Self::of_call(call),
            _ => None,
        }
    }

    fn of_call(call: &CallExpr) -> Option<Self> {
        let part = |ast: &Ast| Self::of(ast).map(Box::new);
        match call.args.as_slice() {
            [x] => Some(Self::One(of_one(&call.func_name)?, part(x)?)),
            [x, y] => Some(Self::Two(of_two(&call.func_name)?, part(x)?, part(y)?)),
            [asked, a, b] if call.func_name == operators::CONDITIONAL => {
                Some(Self::If(Box::new(Plan::of(asked)?), part(a)?, part(b)?))
            }
            _ => None,
        }
    }

    /// As [`Plan::tree`].
    pub(super) fn tree(&self) -> Value {
        match self {
            Self::Literal(value) => json!(value),
            Self::Number(number) => json!(["number", number.name()]),
            Self::One((name, _), x) => json!([name, x.tree()]),
            Self::Two((name, _), x, y) => json!([name, x.tree(), y.tree()]),
            Self::If(asked, a, b) => json!(["if", asked.tree(), a.tree(), b.tree()]),
        }
    }

    fn value(&self, facts: &Facts<'_>) -> Option<f64> {
        match self {
            Self::Literal(value) => Some(*value),
            Self::Number(number) => facts.number(*number),
            Self::One((_, function), x) => x.value(facts).map(function),
            Self::Two((_, function), x, y) => Some(function(x.value(facts)?, y.value(facts)?)),
            Self::If(asked, a, b) => {
                if asked.truth(facts)? {
                    a.value(facts)
                } else {
                    b.value(facts)
                }
            }
        }
    }
}

/// The functions and operators of one number.
fn of_one(name: &str) -> Option<One> {
    Some(match name {
        operators::NEGATE => ("neg", |x| -x),
        "abs" => ("abs", f64::abs),
        "log10" => ("log10", f64::log10),
        _ => return None,
    })
}

/// The functions and operators of two numbers.
fn of_two(name: &str) -> Option<Two> {
    Some(match name {
        operators::ADD => ("add", |x, y| x + y),
        operators::SUBSTRACT => ("sub", |x, y| x - y),
        operators::MULTIPLY => ("mul", |x, y| x * y),
        operators::DIVIDE => ("div", |x, y| x / y),
        "min" => ("min", f64::min),
        "max" => ("max", f64::max),
        _ => return None,
    })
}
