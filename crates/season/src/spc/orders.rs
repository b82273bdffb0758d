//! A model as the language writes it: `model=(0 1 1)(0 1 1)`, lags of their own in square brackets, periods behind the factors.
//!
//! X-13ARIMA-SEATS Reference Manual 1.1, section 7.1: `(p d q)s`, the first factor without a period regular, the second seasonal; `[1,3]` in
//! place of an order for coefficients at lags 1 and 3 alone.

use super::error::SpcError;
use super::syntax::{Argument, Item};
use crate::Frequency;
use crate::regarima::{Model, Operator, Orders};

const MODEL: &str = "one or two lists of three orders, as (0 1 1)(0 1 1), a period behind each where it is not clear; instead of an order the \
                     lags alone that have a coefficient, as (0 1 [1,3]); no order above 12, of the season none above 4";

/// A model, and which of its coefficients are left out, in the order in which they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lags {
    pub(super) model: Model,
    pub(super) left_out: Vec<bool>,
}

/// A factor: the lags of the autoregression, the differences, the lags of the moving average.
#[derive(Debug, Clone, Default)]
struct Factor {
    autoregressive: Vec<usize>,
    differences: usize,
    moving_average: Vec<usize>,
}

/// The model of an argument.
pub(super) fn model(argument: &Argument, frequency: Frequency) -> Result<Lags, SpcError> {
    let parts = factors(&argument.value, frequency.per_year());
    let found = parts.map(|[regular, seasonal]| lags(&regular, &seasonal));
    found.filter(|found| found.model.is_within_limits()).ok_or_else(|| argument.refused(argument.told(), MODEL))
}

/// The regular and the seasonal factor.
fn factors(items: &[Item], per_year: usize) -> Option<[Factor; 2]> {
    let mut parts: [Option<Factor>; 2] = [None, None];
    let mut left = items.iter().peekable();
    let mut places = 0..2;
    while let Some(item) = left.next() {
        let (Item::List(orders), Some(usual)) = (item, places.next()) else { return None };
        let place = match left.next_if(|next| matches!(next, Item::Word(_))) {
            Some(Item::Word(period)) if period == "1" => 0,
            Some(Item::Word(period)) if *period == per_year.to_string() => 1,
            Some(_) => return None,
            None => usual,
        };
        if parts[place].replace(factor(orders)?).is_some() {
            return None;
        }
    }
    let is_empty = parts.iter().all(Option::is_none);
    (!is_empty).then(|| parts.map(Option::unwrap_or_default))
}

fn factor(orders: &[Item]) -> Option<Factor> {
    let words: Option<Vec<&str>> =
        orders.iter().map(|item| if let Item::Word(word) = item { Some(word.as_str()) } else { None }).collect();
    match words?[..] {
        [p, d, q] => {
            Some(Factor { autoregressive: lags_of(p)?, differences: d.parse().ok()?, moving_average: lags_of(q)? })
        }
        _ => None,
    }
}

/// The lags of an operator: as many as its order says, or those in brackets.
fn lags_of(word: &str) -> Option<Vec<usize>> {
    let most = Model::MOST.autoregressive;
    let Some(inside) = word.strip_prefix('[') else {
        return Some((1..=word.parse().ok().filter(|order| *order <= most)?).collect());
    };
    let words = inside.strip_suffix(']')?.split([' ', ',']).filter(|word| !word.is_empty());
    let mut lags: Vec<usize> = words.map(|word| word.parse().ok()).collect::<Option<_>>()?;
    lags.sort_unstable();
    let is_sound = lags.first().is_some_and(|lag| *lag > 0)
        && lags.last() <= Some(&most)
        && lags.windows(2).all(|two| two[0] < two[1]);
    is_sound.then_some(lags)
}

fn lags(regular: &Factor, seasonal: &Factor) -> Lags {
    let highest = |lags: &[usize]| lags.last().copied().unwrap_or_default();
    let orders = |factor: &Factor| {
        Orders::new(highest(&factor.autoregressive), factor.differences, highest(&factor.moving_average))
    };
    let model = Model { regular: orders(regular), seasonal: orders(seasonal) };
    let there = |operator: Operator| match operator {
        Operator::Autoregressive => &regular.autoregressive,
        Operator::SeasonalAutoregressive => &seasonal.autoregressive,
        Operator::MovingAverage => &regular.moving_average,
        Operator::SeasonalMovingAverage => &seasonal.moving_average,
    };
    let left_out = model.places().map(|(operator, lag)| !there(operator).contains(&lag)).collect();
    Lags { model, left_out }
}
