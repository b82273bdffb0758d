//! A rule's expression: the Common Expression Language (CEL), read once and checked before it is ever run.
//!
//! Three things are added so that a statistician can write rules without knowing a programmer's types. Whole numbers are decimal
//! numbers (`10` and `10.0` are the same). `known(x)` says whether a variable has a value. A missing operand gives
//! [`Outcome::CannotSay`], carried through `&&` and `||` as CEL carries an error: `false && missing` is false, `true || missing` is true, and
//! `true && missing` cannot be said.

use cel::common::ast::{CallExpr, EntryExpr, Expr, LiteralValue, operators};
use cel::common::types::{CelBool, CelDouble, CelString};
use cel::parser::{Expression as Ast, Parser};
use cel::{Context, ExecutionError, Value};

use super::Outcome;
use super::plan::{Plan, Quantity};
use super::variables::{Facts, KNOWN, Number, Truth, Word, bit};
use crate::text::Text;

/// The longest expression that is read.
const LONGEST: usize = 2_000;

/// An expression that was read and found sound. Two are the same when they were read from the same text.
#[derive(Debug, Clone)]
pub struct Expression {
    source: String,
    ast: Ast,
    /// Numbers without which nothing can be said.
    needs: u64,
    /// The fast way, for plain expressions.
    plan: Option<Plan>,
}

/// Why a text is not a sound expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ExpressionError {
    /// What is wrong and what to do.
    pub what: Text,
}

fn fault<T>(vi: impl Into<String>, en: impl Into<String>) -> Result<T, ExpressionError> {
    Err(ExpressionError { what: Text::new(vi, en) })
}

/// What an expression should come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Truth,
    Anything,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// The functions every expression may use. One set a thread: building it costs more than a thousand evaluations.
pub struct Functions(Context<'static, 'static>);

impl Default for Functions {
    fn default() -> Self {
        let mut context = Context::default();
        // None of these names is taken by the standard library, so adding them cannot fail.
        let added = [
            context.add_function("abs", |x: f64| x.abs()),
            context.add_function("min", |x: f64, y: f64| x.min(y)),
            context.add_function("max", |x: f64, y: f64| x.max(y)),
            context.add_function("log10", |x: f64| x.log10()),
            context.add_function("near", |x: f64, y: f64, times: f64| is_near(x, y, times)),
        ];
        debug_assert!(added.iter().all(Result::is_ok));
        Self(context)
    }
}

/// Whether `x` lies within `times` times of `y`, up or down; both must be positive, or both zero.
pub(super) fn is_near(x: f64, y: f64, times: f64) -> bool {
    (x == 0.0 && y == 0.0) || (x > 0.0 && y > 0.0 && x <= y * times && y <= x * times)
}

impl Expression {
    /// Reads an expression that must come to true or false.
    ///
    /// # Errors
    /// When it is not CEL, uses a name nobody offers, or mixes kinds (a number and a word); the text says what to do.
    pub fn truth(source: &str) -> Result<Self, ExpressionError> {
        Self::read(source, Wanted::Truth)
    }

    pub(super) fn read(source: &str, wanted: Wanted) -> Result<Self, ExpressionError> {
        if source.trim().is_empty() || source.len() > LONGEST {
            return fault(
                format!("Biểu thức trống hoặc dài quá {LONGEST} ký tự; hãy viết một biểu thức CEL."),
                format!("The expression is empty or longer than {LONGEST} characters; write one CEL expression."),
            );
        }
        let mut ast = Parser::default().parse(source).or_else(|errors| {
            let said = errors.errors.first().map_or_else(String::new, |e| e.msg.clone());
            fault(
                format!("“{source}” không phải biểu thức CEL đúng ({said}); hãy sửa lại."),
                format!("“{source}” is not a CEL expression ({said}); correct it."),
            )
        })?;
        prepare(&mut ast, &mut Vec::new())?;
        probe(&ast, wanted, source)?;
        let (needs, plan) = (needs(&ast), Plan::of(&ast));
        Ok(Self { source: source.to_owned(), ast, needs, plan })
    }

    /// The text it was read from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The numbers it mentions outside `known(…)`, in the order of [`Number::ALL`].
    #[must_use]
    pub fn numbers(&self) -> Vec<Number> {
        let names = self.ast.references();
        Number::ALL.iter().copied().filter(|n| names.has_variable(n.name())).collect()
    }

    /// True passes, false fails, a missing operand cannot say.
    #[must_use]
    pub fn judge(&self, facts: &Facts<'_>, functions: &Functions) -> Outcome {
        if facts.known_numbers() & self.needs != self.needs {
            return Outcome::CannotSay;
        }
        match &self.plan {
            Some(plan) => outcome(plan.truth(facts)),
            None => self.interpret(facts, functions),
        }
    }

    /// The same by the CEL interpreter: the reference the fast way is held to.
    #[must_use]
    pub fn interpret(&self, facts: &Facts<'_>, functions: &Functions) -> Outcome {
        let mut context = functions.0.new_inner_scope();
        context.set_variable_resolver(facts);
        let value = Value::resolve_val(&self.ast, &context).ok();
        outcome(value.and_then(|v| v.downcast_ref::<CelBool>().map(|b| *b.inner())))
    }

    /// Whether the expression is plain enough for the fast way.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.plan.is_some()
    }

    /// The expression as a tree a browser evaluates; `None` for one that is not plain, which only the server judges.
    #[must_use]
    pub fn tree(&self) -> Option<serde_json::Value> {
        if let Some(plan) = &self.plan {
            return Some(plan.tree());
        }
        if let Some(quantity) = Quantity::of(&self.ast) {
            return Some(quantity.tree());
        }
        match &self.ast.expr {
            Expr::Ident(name) => Word::named(name).map(|word| serde_json::json!(["word", word.name()])),
            _ => None,
        }
    }

    /// What it comes to, for a text: a number, or a word; `None` when an operand is missing.
    pub(super) fn value(&self, facts: &Facts<'_>, functions: &Functions) -> Option<Shown> {
        let mut context = functions.0.new_inner_scope();
        context.set_variable_resolver(facts);
        let value = Value::resolve_val(&self.ast, &context).ok()?;
        if let Some(number) = value.downcast_ref::<CelDouble>() {
            return number.is_finite().then(|| Shown::Number(**number));
        }
        value.downcast_ref::<CelString>().map(|s| Shown::Word(s.inner().to_owned()))
    }
}

fn outcome(truth: Option<bool>) -> Outcome {
    match truth {
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
        None => Outcome::CannotSay,
    }
}

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    Number(f64),
    Word(String),
}

fn is_offered(name: &str) -> bool {
    Number::named(name).is_some() || Truth::named(name).is_some() || Word::named(name).is_some()
}

/// Makes whole numbers decimal and turns `known(x)` into a variable of its own; refuses names nobody offers.
/// `bound` holds the names bound by macros such as `[1, 2].exists(x, …)`.
fn prepare(ast: &mut Ast, bound: &mut Vec<String>) -> Result<(), ExpressionError> {
    match &mut ast.expr {
        Expr::Literal(LiteralValue::Int(whole)) => {
            let decimal = CelDouble::from(*whole.inner() as f64);
            ast.expr = Expr::Literal(LiteralValue::Double(decimal));
        }
        Expr::Ident(name) if !is_offered(name) && !bound.contains(name) => return unknown_name(name),
        Expr::Call(call) if call.func_name == "known" => ast.expr = Expr::Ident(known_of(call)?),
        Expr::Call(call) => {
            for part in call.target.iter_mut().map(AsMut::as_mut).chain(&mut call.args) {
                prepare(part, bound)?;
            }
        }
        Expr::List(list) => {
            for element in &mut list.elements {
                prepare(element, bound)?;
            }
        }
        Expr::Map(map) => {
            for entry in &mut map.entries {
                if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                    prepare(&mut entry.key, bound)?;
                    prepare(&mut entry.value, bound)?;
                }
            }
        }
        Expr::Comprehension(all) => {
            prepare(&mut all.iter_range, bound)?;
            let outer = bound.len();
            bound.extend([all.iter_var.clone(), all.accu_var.clone()]);
            bound.extend(all.iter_var2.clone());
            for part in [&mut all.accu_init, &mut all.loop_cond, &mut all.loop_step, &mut all.result] {
                prepare(part, bound)?;
            }
            bound.truncate(outer);
        }
        Expr::Select(select) => prepare(&mut select.operand, bound)?,
        _ => {}
    }
    Ok(())
}

/// The name under which the answer to `known(x)` is resolved.
fn known_of(call: &CallExpr) -> Result<String, ExpressionError> {
    match call.args.as_slice() {
        [Ast { expr: Expr::Ident(name), .. }] if is_offered(name) => Ok(format!("{KNOWN}{name}")),
        [Ast { expr: Expr::Ident(name), .. }] => unknown_name(name),
        _ => fault(
            "known(…) nhận đúng một tên biến, ví dụ known(estimate).",
            "known(…) takes exactly one variable, as known(estimate).",
        ),
    }
}

fn unknown_name<T>(name: &str) -> Result<T, ExpressionError> {
    let all = Number::ALL
        .iter()
        .map(|n| n.name())
        .chain(Truth::ALL.iter().map(|t| t.name()))
        .chain(Word::ALL.iter().map(|w| w.name()));
    let nearest = all.min_by_key(|offered| distance(offered, name)).unwrap_or_default();
    fault(
        format!("Không có biến “{name}”; gần nhất là “{nearest}”. Danh sách biến ở đầu tệp quy tắc."),
        format!("There is no variable “{name}”; the nearest is “{nearest}”. The head of the rules file lists them."),
    )
}

/// How many letters must be changed, added or dropped to make one name into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let kept = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = kept.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// The numbers without which the expression certainly cannot say.
fn needs(ast: &Ast) -> u64 {
    match &ast.expr {
        Expr::Ident(name) => Number::named(name).map_or(0, bit),
        Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::LOGICAL_AND | operators::LOGICAL_OR, [a, b]) => needs(a) & needs(b),
            (operators::CONDITIONAL, [asked, a, b]) => needs(asked) | (needs(a) & needs(b)),
            (_, args) => call.target.iter().map(AsRef::as_ref).chain(args).fold(0, |all, part| all | needs(part)),
        },
        Expr::Comprehension(all) => needs(&all.iter_range),
        _ => 0,
    }
}

/// Runs every part on invented facts, so that a fault of kind is found when the rules are read and not a year later.
fn probe(ast: &Ast, wanted: Wanted, source: &str) -> Result<(), ExpressionError> {
    let mut facts = Facts::default();
    for number in Number::ALL {
        facts.set(*number, Some(1.0));
    }
    for word in Word::ALL {
        facts.set_word(*word, "x");
    }
    let functions = Functions::default();
    let mut context = functions.0.new_inner_scope();
    context.set_variable_resolver(&facts);
    probe_parts(ast, &context, source)?;
    let Ok(value) = Value::resolve_val(ast, &context) else { return Ok(()) };
    match wanted {
        Wanted::Truth if value.downcast_ref::<CelBool>().is_none() => fault(
            format!("“{source}” không cho ra đúng hoặc sai; hãy viết một phép so sánh."),
            format!("“{source}” does not come to true or false; write a comparison."),
        ),
        _ => Ok(()),
    }
}

fn probe_parts(ast: &Ast, context: &Context<'_, '_>, source: &str) -> Result<(), ExpressionError> {
    match &ast.expr {
        Expr::Call(call) => {
            for part in call.target.iter().map(AsRef::as_ref).chain(&call.args) {
                probe_parts(part, context, source)?;
            }
        }
        Expr::Comprehension(all) => probe_parts(&all.iter_range, context, source)?,
        _ => {}
    }
    match Value::resolve_val(ast, context) {
        Ok(_) | Err(ExecutionError::ValuesNotComparable(..) | ExecutionError::IndexOutOfBounds(_)) => Ok(()),
        // What is not a number (0/0) cannot be put in order; that hangs on the invented facts, not on the expression.
        Err(ExecutionError::NoSuchOverload(error)) if error.argument_types().iter().all(|kind| kind == "double") => {
            Ok(())
        }
        Err(error) => fault(
            format!("Biểu thức “{source}” không tính được ({error}); hãy xem lại tên hàm và kiểu của các toán hạng."),
            format!(
                "“{source}” cannot be computed ({error}); look at the function names and the kinds of the operands."
            ),
        ),
    }
}
