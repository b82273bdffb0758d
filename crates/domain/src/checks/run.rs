//! Every rule on every row of one month.

use serde::Serialize;

use super::expression::Functions;
use super::history::{Cells, Histories, History};
use super::variables::{Facts, Number};
use super::{Doubts, Outcome, Rule, RuleSet, Scope, Severity};
use crate::period::Month;
use crate::register::{Activity, EstablishmentCode, ProductCode, Register};
use crate::returns::Return;
use crate::text::Text;

/// A rule that failed on a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Code of the rule.
    pub rule: String,
    /// How severe.
    pub severity: Severity,
    /// Which production it throws doubt on.
    pub doubts: Doubts,
    /// Whose return.
    pub establishment: EstablishmentCode,
    /// Which product; none for the whole return.
    pub product: Option<ProductCode>,
    /// The report month.
    pub month: Month,
    /// What the rule said: [`Outcome::Fail`], or [`Outcome::CannotSay`] where those were asked for.
    pub outcome: Outcome,
    /// The known numbers the rule looked at.
    pub values: Vec<(Number, f64)>,
    /// The sentence, with its values.
    pub text: Text,
}

/// How often a rule passed, failed and could not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Rows that passed, or that the rule is not asked of.
    pub pass: u64,
    /// Rows that failed.
    pub fail: u64,
    /// Rows with a missing operand.
    pub cannot_say: u64,
}

/// What a run over one month found.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The report month.
    pub month: Month,
    /// The failures by establishment and product, in code order, then in the order of the rules.
    pub findings: Vec<Finding>,
    /// One tally a rule, in the order of the rules; rules that are not in force have none of any.
    pub tallies: Vec<(String, Tally)>,
}

impl Run {
    /// Whether a rule of severity error failed.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error && f.outcome == Outcome::Fail)
    }
}

/// Runs the rules on one report month; `returns` are those of the month and of the months before, in any order.
///
/// The result does not depend on the order of the returns.
#[must_use]
pub fn run(rules: &RuleSet, register: &Register, returns: &[Return], month: Month) -> Run {
    run_on(rules, &Histories::of(register, returns, Histories::window(month)), month, threads())
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The same on returns already put in order, for running many months; the establishments are shared out over `threads`.
#[must_use]
pub fn run_on(rules: &RuleSet, histories: &Histories<'_>, month: Month, threads: usize) -> Run {
    let place = histories.months.position(month);
    let cells = place.map(|place| Cells::of(histories, place, rules)).unwrap_or_default();
    let in_force: Vec<(usize, &Rule)> =
        rules.rules.iter().enumerate().filter(|(_, rule)| rule.is_in_force(month)).collect();
    let judge = Judge { rules, in_force: &in_force, cells: &cells, month, place };
    let share = histories.all.len().div_ceil(threads.max(1)).max(1);
    let parts: Vec<Part> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            histories.all.chunks(share).map(|chunk| scope.spawn(|| judge.establishments(chunk))).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut run = Run { month, findings: Vec::new(), tallies: Vec::with_capacity(rules.rules.len()) };
    let mut tallies = vec![Tally::default(); rules.rules.len()];
    for part in parts {
        run.findings.extend(part.findings);
        for (sum, own) in tallies.iter_mut().zip(part.tallies) {
            sum.pass += own.pass;
            sum.fail += own.fail;
            sum.cannot_say += own.cannot_say;
        }
    }
    run.tallies = rules.rules.iter().map(|r| r.source.code.clone()).zip(tallies).collect();
    run
}

/// What one thread found.
struct Part {
    findings: Vec<Finding>,
    tallies: Vec<Tally>,
}

struct Judge<'r> {
    rules: &'r RuleSet,
    in_force: &'r [(usize, &'r Rule)],
    cells: &'r Cells<'r>,
    month: Month,
    /// Where the month stands among the months that are looked at.
    place: Option<usize>,
}

impl Judge<'_> {
    fn establishments(&self, chunk: &[History<'_>]) -> Part {
        let functions = Functions::default();
        let mut part = Part { findings: Vec::new(), tallies: vec![Tally::default(); self.rules.rules.len()] };
        for history in chunk {
            self.establishment(history, &functions, &mut part);
        }
        part
    }

    fn establishment(&self, history: &History<'_>, functions: &Functions, part: &mut Part) {
        let Some(place) = self.place else { return };
        let reported = history.returns[place].is_some();
        let works = history.establishment.activity(self.month) == Activity::Active;
        if !reported && !works {
            return;
        }
        let facts = history.facts(self.month, place);
        self.ask(&facts, history, None, functions, part);
        if !reported {
            return;
        }
        for unit in &history.units {
            let was_there = place.checked_sub(1).is_some_and(|p| unit.line(p).is_some());
            if unit.line(place).is_some() || was_there {
                let mut facts = facts.clone();
                unit.add_facts(&mut facts, place, self.cells.bounds(unit.product), &self.rules.own);
                self.ask(&facts, history, Some(unit.product), functions, part);
            }
        }
    }

    /// Asks every rule of a return (no product) or of a line.
    fn ask(
        &self,
        facts: &Facts<'_>,
        history: &History<'_>,
        product: Option<&ProductCode>,
        functions: &Functions,
        part: &mut Part,
    ) {
        for (number, rule) in self.in_force {
            if (rule.source.scope == Scope::Return) != product.is_none() {
                continue;
            }
            let outcome = rule.judge(facts, functions);
            let tally = &mut part.tallies[*number];
            match outcome {
                Outcome::Pass => tally.pass += 1,
                Outcome::CannotSay => tally.cannot_say += 1,
                Outcome::Fail => {
                    tally.fail += 1;
                    part.findings.push(Finding {
                        rule: rule.source.code.clone(),
                        severity: rule.source.severity,
                        doubts: rule.source.doubts,
                        establishment: history.establishment.code.clone(),
                        product: product.cloned(),
                        month: self.month,
                        outcome,
                        values: rule.evidence(facts),
                        text: rule.say(facts, self.month, functions),
                    });
                }
            }
        }
    }
}
