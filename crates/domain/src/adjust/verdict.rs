//! The diagnostics in words: what an office asks of an adjustment, one answer each.

use season::diagnostics::Identifiable;

use super::seasonal::Seasonal;
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
const CHANCE: f64 = 0.01;

/// The answers, in the order in which they are asked.
#[must_use]
pub fn verdicts(seasonal: &Seasonal) -> Vec<Verdict> {
    of_the_adjustment(seasonal).chain(of_model(seasonal)).chain(of_its_months(seasonal)).collect()
}

/// In a word: what is wrong first, or that the adjustment is good; a model at its edge, or what it does not use, does not make it bad.
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
        (None, true) => Text::new("Tốt; mô hình ở sát biên.", "Good; the model lies at its edge."),
        (None, false) => Text::new("Tốt.", "Good."),
    }
}

fn of_the_adjustment(seasonal: &Seasonal) -> impl Iterator<Item = Verdict> {
    let answers =
        [of_season(seasonal), of_quality(seasonal), of_movement(seasonal), of_rest(seasonal), of_length(seasonal)];
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
    let m7 = seasonal.m7.filter(|m7| *m7 >= 1.0)?;
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

fn of_model(seasonal: &Seasonal) -> Option<Verdict> {
    let model = seasonal.model.as_ref().filter(|_| seasonal.at_the_edge)?;
    said(
        false,
        format!(
            "Mô hình {model} ở sát biên (trung bình trượt có nghiệm trên vòng tròn đơn vị): sai số chuẩn của hệ số kém tin cậy."
        ),
        format!(
            "The model {model} lies at its edge (a zero of its moving average is on the unit circle): standard errors of coefficients say little."
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
