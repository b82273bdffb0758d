//! The diagnostics in words: what an office asks of an adjustment, one answer each.

use season::diagnostics::Identifiable;

use super::seasonal::Seasonal;
use crate::text::{Lang, Text, number as written};

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
const CHANCE: f64 = 0.01;

/// The answers, in the order in which they are asked.
#[must_use]
pub fn verdicts(seasonal: &Seasonal) -> Vec<Verdict> {
    let said = |good, vi: String, en: String| Verdict { good, text: Text::new(vi, en) };
    let number = |value: f64, lang| written(value, 2, lang);
    let mut all = Vec::new();
    if let Some(identifiable) = seasonal.identifiable {
        all.push(match identifiable {
            Identifiable::Present => said(true, "Mùa vụ rõ.".into(), "The season can be told clearly.".into()),
            Identifiable::ProbablyNotPresent => said(
                false,
                "Mùa vụ thay đổi nhiều qua các năm nên khó xác định.".into(),
                "The season changes so much over the years that it is hard to tell.".into(),
            ),
            Identifiable::NotPresent => said(
                false,
                "Sau khi bỏ tác động lịch và giá trị bất thường, không xác định được mùa vụ.".into(),
                "Without calendar and outliers no season can be told.".into(),
            ),
        });
    }
    if let Some(q) = seasonal.q {
        let (vi, en) = if q < 1.0 { ("tốt", "good") } else { ("cần xem lại", "worth a look") };
        all.push(said(
            q < 1.0,
            format!("Chỉ tiêu chất lượng Q = {}: {vi}.", number(q, Lang::Vi)),
            format!("Quality Q = {}: {en}.", number(q, Lang::En)),
        ));
    }
    if let Some(m7) = seasonal.m7.filter(|m7| *m7 >= 1.0) {
        all.push(said(
            false,
            format!("M7 = {}: phần mùa vụ thay đổi che lấp phần ổn định.", number(m7, Lang::Vi)),
            format!("M7 = {}: what moves in the season hides what is stable.", number(m7, Lang::En)),
        ));
    }
    if let Some(chance) = seasonal.residual {
        all.push(match chance < CHANCE {
            true => said(
                false,
                "Sau hiệu chỉnh vẫn còn dấu vết mùa vụ.".into(),
                "A trace of the season is left after adjustment.".into(),
            ),
            false => said(
                true,
                "Sau hiệu chỉnh không còn dấu vết mùa vụ.".into(),
                "No trace of a season is left after adjustment.".into(),
            ),
        });
    }
    if seasonal.raw.len() < SHORT {
        let months = seasonal.raw.len();
        all.push(said(
            false,
            format!("Chuỗi mới có {months} tháng: số đã hiệu chỉnh còn thay đổi khi thêm số liệu."),
            format!("The series has {months} months: adjusted figures will still move as months come in."),
        ));
    }
    all
}
