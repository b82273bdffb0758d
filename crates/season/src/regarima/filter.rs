//! Filters by lag polynomials, forwards and backwards in time, of one column or of several side by side, row after row.
//!
//! Values wait only for those of short lags; what the longer lags add to a run of rows is added to all of it at once.

use super::polynomial::LagPolynomial;

/// A lag with its coefficient.
type Term = (usize, f64);

/// Up to this lag a value waits for the ones before it.
const SHORT: usize = 6;

/// What the polynomial's lags take from the columns is taken away from others.
pub(crate) fn apply(polynomial: &LagPolynomial, columns: &[f64], into: &mut [f64], width: usize) {
    for &(lag, coefficient) in polynomial.terms() {
        if let Some(later) = into.get_mut(lag * width..) {
            add(later, columns, -coefficient);
        }
    }
}

/// Columns divided by a polynomial, in place.
pub(crate) fn divide(polynomial: &LagPolynomial, values: &mut [f64], width: usize) {
    let (short, long) = parted(polynomial);
    let rows = values.len().checked_div(width).unwrap_or(0);
    let run = long.first().map_or(rows, |&(lag, _)| lag).max(1);
    for from in (0..rows).step_by(run) {
        let to = (from + run).min(rows);
        for &(lag, coefficient) in long {
            let first = from.max(lag);
            if first < to {
                let (past, now) = values.split_at_mut(from * width);
                add(&mut now[(first - from) * width..(to - from) * width], &past[(first - lag) * width..], coefficient);
            }
        }
        match width {
            1 => recur(short, values, from, to),
            2 => recur_rows::<2>(short, values, from, to),
            3 => recur_rows::<3>(short, values, from, to),
            4 => recur_rows::<4>(short, values, from, to),
            5 => recur_rows::<5>(short, values, from, to),
            6 => recur_rows::<6>(short, values, from, to),
            7 => recur_rows::<7>(short, values, from, to),
            8 => recur_rows::<8>(short, values, from, to),
            _ => recur_wide(short, values, width, from, to),
        }
    }
}

/// The same backwards in time.
pub(crate) fn divide_backwards(polynomial: &LagPolynomial, values: &mut [f64], width: usize) {
    if width == 1 {
        values.reverse();
        divide(polynomial, values, 1);
        return values.reverse();
    }
    let (short, long) = parted(polynomial);
    let rows = values.len().checked_div(width).unwrap_or(0);
    let run = long.first().map_or(rows, |&(lag, _)| lag).max(1);
    for done in (0..rows).step_by(run) {
        let to = rows - done;
        let from = to.saturating_sub(run);
        for &(lag, coefficient) in long {
            if from + lag < rows {
                let (now, future) = values.split_at_mut(to * width);
                let (first, last) = ((from + lag - to) * width, (rows - to) * width);
                add(&mut now[from * width..], &future[first..last], coefficient);
            }
        }
        match width {
            2 => recur_rows_backwards::<2>(short, values, from, to),
            3 => recur_rows_backwards::<3>(short, values, from, to),
            4 => recur_rows_backwards::<4>(short, values, from, to),
            5 => recur_rows_backwards::<5>(short, values, from, to),
            6 => recur_rows_backwards::<6>(short, values, from, to),
            7 => recur_rows_backwards::<7>(short, values, from, to),
            8 => recur_rows_backwards::<8>(short, values, from, to),
            _ => recur_wide_backwards(short, values, width, from, to),
        }
    }
}

/// The terms of short lags and those of longer ones.
fn parted(polynomial: &LagPolynomial) -> (&[Term], &[Term]) {
    let terms = polynomial.terms();
    terms.split_at(terms.partition_point(|&(lag, _)| lag <= SHORT))
}

/// As many values as there are in both.
fn add(into: &mut [f64], values: &[f64], factor: f64) {
    for (into, value) in into.iter_mut().zip(values) {
        *into += factor * value;
    }
}

/// The recursion of the short lags over a run of rows whose width is known beforehand.
fn recur_rows<const WIDTH: usize>(terms: &[Term], values: &mut [f64], from: usize, to: usize) {
    let (rows, _) = values.as_chunks_mut::<WIDTH>();
    for at in from..to {
        let mut row = rows[at];
        for &(lag, coefficient) in terms.iter().filter(|&&(lag, _)| lag <= at) {
            row.iter_mut().zip(rows[at - lag]).for_each(|(value, earlier)| *value += coefficient * earlier);
        }
        rows[at] = row;
    }
}

/// The same backwards in time.
fn recur_rows_backwards<const WIDTH: usize>(terms: &[Term], values: &mut [f64], from: usize, to: usize) {
    let (rows, _) = values.as_chunks_mut::<WIDTH>();
    let count = rows.len();
    for at in (from..to).rev() {
        let mut row = rows[at];
        for &(lag, coefficient) in terms.iter().filter(|&&(lag, _)| at + lag < count) {
            row.iter_mut().zip(rows[at + lag]).for_each(|(value, later)| *value += coefficient * later);
        }
        rows[at] = row;
    }
}

/// The recursion of the short lags over a run of wide rows.
fn recur_wide(terms: &[Term], values: &mut [f64], width: usize, from: usize, to: usize) {
    for at in from..to {
        let (past, now) = values.split_at_mut(at * width);
        for &(lag, coefficient) in terms.iter().filter(|&&(lag, _)| lag <= at) {
            add(&mut now[..width], &past[(at - lag) * width..], coefficient);
        }
    }
}

/// The same backwards in time.
fn recur_wide_backwards(terms: &[Term], values: &mut [f64], width: usize, from: usize, to: usize) {
    for at in (from..to).rev() {
        let (now, future) = values.split_at_mut((at + 1) * width);
        for &(lag, coefficient) in terms {
            add(&mut now[at * width..], future.get((lag - 1) * width..).unwrap_or_default(), coefficient);
        }
    }
}

/// The recursion of the short lags over a part of the values. The last value is carried along, and what does not depend on
/// it is added first.
fn recur(terms: &[Term], values: &mut [f64], from: usize, to: usize) {
    let (first, others) = match terms {
        [] => return,
        [(1, coefficient), others @ ..] => (*coefficient, others),
        others => (0.0, others),
    };
    let mut before = from.checked_sub(1).map_or(0.0, |at| values[at]);
    if others.is_empty() {
        return recur_by_fours(first, before, &mut values[from..to]);
    }
    for at in from..to {
        let mut value = values[at];
        for &(lag, coefficient) in others {
            if lag <= at {
                value += coefficient * values[at - lag];
            }
        }
        value += first * before;
        values[at] = value;
        before = value;
    }
}

/// The recursion of one lag, in fours: only the last of the four values before is waited for.
fn recur_by_fours(coefficient: f64, mut before: f64, values: &mut [f64]) {
    let square = coefficient * coefficient;
    let powers = [coefficient, square, square * coefficient, square * square];
    let mut fours = values.chunks_exact_mut(4);
    for four in &mut fours {
        four[1] += coefficient * four[0];
        four[2] += coefficient * four[1];
        four[3] += coefficient * four[2];
        for (value, power) in four.iter_mut().zip(powers) {
            *value += power * before;
        }
        before = four[3];
    }
    for value in fours.into_remainder() {
        *value += coefficient * before;
        before = *value;
    }
}
