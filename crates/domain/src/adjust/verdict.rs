//! The diagnostics in words: what an office asks of an adjustment, one answer each.
//!
//! Limits: Q and M7 below 1 (Lothian and Morry 1978); outliers in at most 5 % of the months (JDemetra+, where more is "bad"); no peak that is
//! seen in the spectra, of which X-13ARIMA-SEATS warns. The ESS guidelines on seasonal adjustment (Eurostat 2015) ask for both to be looked
//! at. No limit is known for how far the direct and the indirect series of a node may lie apart; here it is half of what the series usually
//! changes in a month, since from there on the change on the month, which is what is read, hangs on the way it is made more than on what was
//! measured.

use season::diagnostics::Identifiable;

use super::seasonal::Seasonal;
use super::spectrum;
use crate::period::Month;
use crate::text::{Lang, Text, month, number as written};

/// An answer, and whether it is what one would wish.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether it is what one would wish.
    pub good: bool,
    /// The answer.
    pub text: Text,
}

/// Below this many months an adjustment is revised more than it tells.
const SHORT: usize = 60;
/// A probability below this is no chance.
pub(super) const CHANCE: f64 = 0.01;
/// More outliers than this share of the months describe the series month by month, and leave little to the model.
const OUTLIERS: f64 = 0.05;
/// How far the changes of the month by the two ways may lie apart, as a share of how large they usually are.
const APART: f64 = 0.5;

/// The answers, in the order in which they are asked.
#[must_use]
pub fn verdicts(seasonal: &Seasonal) -> Vec<Verdict> {
    let of_model = [of_model(seasonal), of_its_residuals(seasonal), of_its_months(seasonal)];
    of_the_adjustment(seasonal).chain(of_model.into_iter().flatten()).collect()
}

/// In a word: what is wrong first, or that the adjustment is good; a model at its edge, its residuals, or what it does not use, do not make it bad.
#[must_use]
pub fn in_a_word(seasonal: &Seasonal) -> Text {
    let wrong = of_the_adjustment(seasonal).find(|verdict| !verdict.good);
    let left_out = seasonal.left_out.join(", ");
    match (wrong, seasonal.at_the_edge) {
        (Some(wrong), _) => wrong.text,
        (None, false) if !left_out.is_empty() => Text::new(
            format!("Tốt; không dùng {left_out} vì nằm ngoài các tháng ước lượng mô hình."),
            format!("Good; {left_out} lies outside the months of the model and is not used."),
        ),
        (None, true) => Text::new(
            "Tốt; riêng sai số chuẩn của các hệ số kém tin cậy (mô hình gần như không khả nghịch).",
            "Good, but standard errors of coefficients say little (the model is almost not invertible).",
        ),
        (None, false) => Text::new("Tốt.", "Good."),
    }
}

fn of_the_adjustment(seasonal: &Seasonal) -> impl Iterator<Item = Verdict> {
    let answers = [
        of_season(seasonal),
        of_quality(seasonal),
        of_movement(seasonal),
        of_rest(seasonal),
        of_peaks(seasonal),
        of_outliers(seasonal),
        of_length(seasonal),
    ];
    answers.into_iter().flatten()
}

fn said(good: bool, vi: impl Into<String>, en: impl Into<String>) -> Option<Verdict> {
    Some(Verdict { good, text: Text::new(vi, en) })
}

fn hundredths(value: f64, lang: Lang) -> String {
    written(value, 2, lang)
}

fn of_season(seasonal: &Seasonal) -> Option<Verdict> {
    match seasonal.identifiable? {
        Identifiable::Present => said(true, "Mùa vụ rõ.", "The season can be told clearly."),
        Identifiable::ProbablyNotPresent => said(
            false,
            "Mùa vụ thay đổi nhiều qua các năm nên khó xác định.",
            "The season changes so much over the years that it is hard to tell.",
        ),
        Identifiable::NotPresent => said(
            false,
            "Sau khi bỏ tác động lịch và giá trị bất thường, không xác định được mùa vụ.",
            "Without calendar and outliers no season can be told.",
        ),
    }
}

fn of_quality(seasonal: &Seasonal) -> Option<Verdict> {
    let q = seasonal.q?;
    let (vi, en) = if q < 1.0 { ("tốt", "good") } else { ("cần xem lại", "worth a look") };
    said(
        q < 1.0,
        format!("Chỉ tiêu chất lượng Q = {}: {vi}.", hundredths(q, Lang::Vi)),
        format!("Quality Q = {}: {en}.", hundredths(q, Lang::En)),
    )
}

fn of_movement(seasonal: &Seasonal) -> Option<Verdict> {
    let m7 = seasonal.m[6].filter(|m7| *m7 >= 1.0)?;
    said(
        false,
        format!("M7 = {}: phần mùa vụ thay đổi che lấp phần ổn định.", hundredths(m7, Lang::Vi)),
        format!("M7 = {}: what moves in the season hides what is stable.", hundredths(m7, Lang::En)),
    )
}

fn of_rest(seasonal: &Seasonal) -> Option<Verdict> {
    match seasonal.residual? < CHANCE {
        true => {
            said(false, "Sau hiệu chỉnh vẫn còn dấu vết mùa vụ.", "A trace of the season is left after adjustment.")
        }
        false => {
            said(true, "Sau hiệu chỉnh không còn dấu vết mùa vụ.", "No trace of a season is left after adjustment.")
        }
    }
}

/// Told only where something is left; which peaks there are stands with the spectra.
fn of_peaks(seasonal: &Seasonal) -> Option<Verdict> {
    spectrum::left(seasonal.spectra.as_ref()?)
}

fn of_outliers(seasonal: &Seasonal) -> Option<Verdict> {
    let (count, months) =
        (seasonal.outliers.len(), seasonal.model_months.map_or(seasonal.raw.len(), |of_model| of_model.len()));
    (count as f64 > OUTLIERS * months as f64).then_some(())?;
    said(
        false,
        format!("Nhiều giá trị bất thường: {count} trong {months} tháng (nên không quá 5 %)."),
        format!("Many outliers: {count} in {months} months (5% at most is good)."),
    )
}

fn of_model(seasonal: &Seasonal) -> Option<Verdict> {
    let model = seasonal.model.as_ref().filter(|_| seasonal.at_the_edge)?;
    said(
        false,
        format!(
            "Sai số chuẩn của các hệ số kém tin cậy vì mô hình {model} gần như không khả nghịch (phần trung bình trượt có nghiệm sát vòng tròn đơn vị). Số đã hiệu chỉnh vẫn dùng được."
        ),
        format!(
            "Standard errors of coefficients say little, for the model {model} is almost not invertible (a zero of its moving average is at the unit circle). The adjusted figures can be used all the same."
        ),
    )
}

/// Told only where something is left in them.
fn of_its_residuals(seasonal: &Seasonal) -> Option<Verdict> {
    let residuals = seasonal.estimated.as_ref()?.residuals.as_ref().filter(|residuals| residuals.are_correlated())?;
    let lags = residuals.lags;
    said(
        false,
        format!(
            "Phần dư của mô hình còn tự tương quan (Ljung–Box, {lags} tháng): sai số chuẩn và khoảng dự báo có thể quá hẹp. Nên thử mô hình khác."
        ),
        format!(
            "The residuals of the model are still correlated (Ljung–Box, {lags} months): standard errors and intervals of forecasts may be too narrow. Try another model."
        ),
    )
}

/// Whether a node adjusted by itself and by its parts changes alike from month to month; told only where it does not. `both` holds both for
/// months in order of time.
#[must_use]
pub fn of_both_ways(both: &[(Month, f64, f64)]) -> Option<Verdict> {
    let change = |pair: &[(Month, f64, f64)]| {
        let [(before, ..), (now, ..)] = [*pair.first()?, *pair.last()?];
        (now.months_since(before) == 1).then_some(())?;
        let of = |of: fn(&(Month, f64, f64)) -> f64| 100.0 * (of(&pair[1]) / of(&pair[0]) - 1.0);
        Some((of(|one| one.1), of(|one| one.2)))
    };
    let changes: Vec<(f64, f64)> = both.windows(2).filter_map(change).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| changes.iter().map(of).sum::<f64>() / changes.len() as f64;
    let (apart, usual) = (mean(|(direct, indirect)| (direct - indirect).abs()), mean(|(direct, _)| direct.abs()));
    (apart > APART * usual).then_some(())?;
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| [apart, usual].map(|value| hundredths(value, lang)));
    said(
        false,
        format!(
            "Thay đổi so với tháng trước theo hai cách lệch nhau bình quân {} điểm %, trong khi chuỗi thường thay đổi {} % một tháng: nên xem các ngành con trước khi dùng thay đổi so với tháng trước.",
            vi[0], vi[1]
        ),
        format!(
            "By the two ways the change on the month differs by {} points on average, while the series usually changes by {}% a month: look at its parts before the change on the month is used.",
            en[0], en[1]
        ),
    )
}

fn of_its_months(seasonal: &Seasonal) -> Option<Verdict> {
    let months = seasonal.model_months?;
    let [vi, en] = [Lang::Vi, Lang::En].map(|lang| [months.first, months.last].map(|end| month(end, lang)));
    let left_out = seasonal.left_out.join(", ");
    let vi = format!("Mô hình được ước lượng từ {} đến {}", vi[0], vi[1]);
    let en = format!("The model is estimated from {} to {}", en[0], en[1]);
    match seasonal.left_out.is_empty() {
        true => said(true, format!("{vi}."), format!("{en}.")),
        false => said(
            false,
            format!("{vi}; phần nằm ngoài khoảng này không được dùng: {left_out}."),
            format!("{en}; what lies outside that is not used: {left_out}."),
        ),
    }
}

fn of_length(seasonal: &Seasonal) -> Option<Verdict> {
    let months = Some(seasonal.raw.len()).filter(|months| *months < SHORT)?;
    said(
        false,
        format!("Chuỗi mới có {months} tháng: số đã hiệu chỉnh còn thay đổi khi thêm số liệu."),
        format!("The series has {months} months: adjusted figures will still move as months come in."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways over two years: the direct one falls and rises by one per cent, the other strays by `apart` per cent up and down.
    fn both(apart: f64) -> Vec<(Month, f64, f64)> {
        let first: Month = "2022-01".parse().unwrap();
        let value = |at: i32, stray: f64| 100.0 + if at % 2 == 0 { 0.0 } else { 1.0 } + stray * f64::from(at / 2 % 2);
        (0..24).map(|at| (first.plus(at), value(at, 0.0), value(at, apart))).collect()
    }

    #[test]
    fn two_ways_that_do_not_change_alike_are_told() {
        // The stray lies in every second change: on average half of it.
        assert_eq!(of_both_ways(&both(0.9)), None);
        let told = of_both_ways(&both(1.1)).unwrap();
        assert!(!told.good);
        assert!(
            told.text.vi.contains("lệch nhau bình quân 0,5") && told.text.vi.contains("thay đổi 1,00 %"),
            "{told:?}"
        );
        assert!(told.text.en.contains("differs by 0.5") && told.text.en.contains("changes by 1.00%"), "{told:?}");
        // What lies at another level and changes alike is not apart; one month has no change.
        let shifted: Vec<_> = both(0.0).into_iter().map(|(month, direct, _)| (month, direct, 1.2 * direct)).collect();
        assert_eq!(of_both_ways(&shifted), None);
        assert_eq!(of_both_ways(&both(5.0)[..1]), None);
    }
}
