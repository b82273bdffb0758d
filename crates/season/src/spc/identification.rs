//! How a model is identified: `automdl{}`, read and written.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.2. Searches here begin where the likelihood is higher, at Hannan and Rissanen's estimates or at
//! 0.1, and go on to the maximum: `hrinitial` says nothing to them, nor does `exactdiff=yes` differ from `first`.

use super::error::{Reason, SpcError, SpcFault};
use super::syntax::{Argument, Block};
use crate::regarima::{Differences, Identification};

const ORDERS: &str = "the largest regular order, up to 4, and the largest seasonal order, up to 2, as (2 1)";
const DIFFERENCES: &str = "regular differences, up to 2, and seasonal ones, up to 1, as (2 1)";
const SHARE: &str = "a number between 0 and 1";

pub(super) fn identification(mut block: Block) -> Result<Identification, SpcError> {
    let mut how = Identification::default();
    if let Some(most) = block.take("maxorder") {
        how.orders = pair(&most, [4, 2], [Some(2), Some(1)], ORDERS)?;
    }
    let (most, given) = (block.take("maxdiff"), block.take("diff"));
    match (most, given) {
        (Some(_), Some(given)) => return Err(SpcFault::Conflict("maxdiff", "diff").at(given.line)),
        (Some(most), None) => {
            let (regular, seasonal) = pair(&most, [2, 1], [Some(2), Some(1)], DIFFERENCES)?;
            how.differences = Differences::Most { regular, seasonal };
        }
        (None, Some(given)) => {
            let (regular, seasonal) = pair(&given, [2, 1], [None, None], DIFFERENCES)?;
            how.differences = Differences::Given { regular, seasonal };
        }
        (None, None) => {}
    }
    let flags = [
        ("acceptdefault", &mut how.accepts_default),
        ("balanced", &mut how.balanced),
        ("mixed", &mut how.mixed),
        ("checkmu", &mut how.checks_mean),
    ];
    for (name, flag) in flags {
        if let Some(argument) = block.take(name) {
            *flag = argument.flag()?;
        }
    }
    // Each between two numbers, neither of them taken.
    let numbers = [
        ("ljungboxlimit", &mut how.not_white, (0.0, 1.0), SHARE),
        ("reducecv", &mut how.lowered, (0.0, 1.0), SHARE),
        ("armalimit", &mut how.significant, (0.0, f64::INFINITY), "a number above 0"),
        ("urfinal", &mut how.unit_root, (1.0, f64::INFINITY), "a number above 1"),
    ];
    for (name, number, (above, below), expected) in numbers {
        if let Some(argument) = block.take(name) {
            *number = argument.number()?;
            if !(*number > above && *number < below) {
                return Err(argument.refused(argument.told(), expected));
            }
        }
    }
    without_effect(&mut block)?;
    block.done()?;
    Ok(how)
}

/// Arguments that change nothing here, or say what is not done.
fn without_effect(block: &mut Block) -> Result<(), SpcError> {
    if let Some(initial) = block.take("hrinitial") {
        initial.flag()?;
    }
    if let Some(exact) = block.take("exactdiff") {
        let is_exact = exact.one_of("first, yes or no", &[("first", true), ("yes", true), ("no", false)])?;
        if !is_exact {
            return Err(SpcFault::NotDone { what: "exactdiff=no".to_owned(), why: Reason::ExactOnly }.at(exact.line));
        }
    }
    if let Some(reject) = block.take("rejectfcst")
        && reject.flag()?
    {
        return Err(SpcFault::NotDone { what: "rejectfcst=yes".to_owned(), why: Reason::AlwaysUsed }.at(reject.line));
    }
    match block.take("fcstlim") {
        Some(limit) => Err(SpcFault::NotDone { what: "fcstlim".to_owned(), why: Reason::AlwaysUsed }.at(limit.line)),
        None => Ok(()),
    }
}

/// Two numbers that count, each no more than its largest; one that is left out has its default, where it has one.
fn pair(
    argument: &Argument,
    most: [usize; 2],
    default: [Option<usize>; 2],
    expected: &'static str,
) -> Result<(usize, usize), SpcError> {
    let counts = argument.counts(most[0].max(most[1]), expected)?;
    let [first, second] = counts[..] else { return Err(argument.refused(argument.told(), expected)) };
    match (first.or(default[0]), second.or(default[1])) {
        (Some(first), Some(second)) if first <= most[0] && second <= most[1] => Ok((first, second)),
        _ => Err(argument.refused(argument.told(), expected)),
    }
}

/// What is not by default.
pub(super) fn written(how: &Identification) -> Vec<String> {
    let usual = Identification::default();
    let mut arguments = Vec::new();
    if how.orders != usual.orders {
        arguments.push(format!("maxorder=({} {})", how.orders.0, how.orders.1));
    }
    match how.differences {
        differences if differences == usual.differences => {}
        Differences::Most { regular, seasonal } => arguments.push(format!("maxdiff=({regular} {seasonal})")),
        Differences::Given { regular, seasonal } => arguments.push(format!("diff=({regular} {seasonal})")),
    }
    let flags = [
        ("acceptdefault", how.accepts_default, usual.accepts_default),
        ("balanced", how.balanced, usual.balanced),
        ("mixed", how.mixed, usual.mixed),
        ("checkmu", how.checks_mean, usual.checks_mean),
    ];
    let numbers = [
        ("ljungboxlimit", how.not_white, usual.not_white),
        ("reducecv", how.lowered, usual.lowered),
        ("armalimit", how.significant, usual.significant),
        ("urfinal", how.unit_root, usual.unit_root),
    ];
    let word = |is_set: bool| if is_set { "yes" } else { "no" };
    let changed = flags.iter().filter(|(_, is_set, by_default)| is_set != by_default);
    arguments.extend(changed.map(|(name, is_set, _)| format!("{name}={}", word(*is_set))));
    let changed = numbers.iter().filter(|(_, value, by_default)| value.to_bits() != by_default.to_bits());
    arguments.extend(changed.map(|(name, value, _)| format!("{name}={value:?}")));
    arguments
}
