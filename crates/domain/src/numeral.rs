//! The one rounding rule: half away from zero, of the shortest decimal that reads back as the value.

/// Rounds to `digits` decimals, half away from zero, of the shortest decimal that reads back as `value`.
///
/// So 2.675 rounds to 2.68 although the nearest binary number lies below it: what a person sees printed is what is rounded.
/// Values that are not finite come back as they are.
#[must_use]
pub fn round(value: f64, digits: usize) -> f64 {
    decimal(value, digits).parse().unwrap_or(value)
}

/// The text of `value` rounded as by [`round`], with exactly `digits` decimals and a point; never “-0.00”.
#[must_use]
pub fn decimal(value: f64, digits: usize) -> String {
    let shortest = value.abs().to_string();
    let (whole, fraction) = shortest.split_once('.').unwrap_or((&shortest, ""));
    if !value.is_finite() || fraction.len() <= digits {
        return signed(value, format!("{:.*}", digits, value.abs()));
    }
    let kept: String = [whole, &fraction[..digits]].concat();
    let up = fraction.as_bytes()[digits] >= b'5';
    let rounded = if up { increment(&kept) } else { kept };
    let point = rounded.len() - digits;
    let text = if digits == 0 { rounded } else { format!("{}.{}", &rounded[..point], &rounded[point..]) };
    signed(value, text)
}

fn signed(value: f64, text: String) -> String {
    let is_zero = text.bytes().all(|b| b == b'0' || b == b'.');
    if value < 0.0 && !is_zero { format!("-{text}") } else { text }
}

/// Adds one to a string of decimal digits.
fn increment(number: &str) -> String {
    let mut bytes = number.as_bytes().to_vec();
    for digit in bytes.iter_mut().rev() {
        if *digit == b'9' {
            *digit = b'0';
        } else {
            *digit += 1;
            return bytes.into_iter().map(char::from).collect();
        }
    }
    std::iter::once('1').chain(bytes.into_iter().map(char::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: f64, digits: usize, expected: &str) {
        assert_eq!(decimal(value, digits), expected);
        assert_eq!(round(value, digits), expected.parse::<f64>().unwrap());
    }

    #[test]
    fn rounds_the_printed_decimal_half_away_from_zero() {
        check(2.675, 2, "2.68");
        check(-2.675, 2, "-2.68");
        check(1.005, 2, "1.01");
        check(0.5, 0, "1");
        check(-0.004, 2, "0.00");
        check(9.995, 2, "10.00");
        check(99.95, 1, "100.0");
        check(4.14, 2, "4.14");
        check(1671.5, 0, "1672");
        check(1e21, 2, "1000000000000000000000.00");
        check(5e-324, 2, "0.00");
    }
}
