//! The measures of quality M1 to M11 in words: what each asks, and whether its answer is one to look into.
//!
//! Lothian and Morry (1978), *A Set of Quality Control Statistics for the X-11-ARIMA Seasonal Adjustment Method*; Ladiray and Quenneville
//! (2001), *Seasonal Adjustment with the X-11 Method*, chapter 4, part F. Each runs from 0, which is good, to 3.

use super::seasonal::Seasonal;
use crate::text::Text;

/// From here on a measure is worth a look.
const DOUBTFUL: f64 = 1.0;

/// A measure of an adjustment.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Its name: `M7`, `Q`.
    pub name: String,
    /// What it asks.
    pub meaning: Text,
    /// The answer; `None` where the series is too short for it, or its season is taken as one that does not move.
    pub value: Option<f64>,
}

impl Measured {
    /// Whether the answer is worth a look.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.value.is_some_and(|value| value >= DOUBTFUL)
    }
}

/// What M1 to M11 ask.
const MEANINGS: [(&str, &str); 11] = [
    (
        "Phần bất thường chiếm bao nhiêu trong thay đổi qua ba tháng của chuỗi",
        "How much of the change over three months is the irregular's",
    ),
    (
        "Phần bất thường chiếm bao nhiêu trong phương sai của chuỗi đã bỏ xu thế thẳng",
        "How much of the variance about a straight trend is the irregular's",
    ),
    (
        "Hằng tháng phần bất thường thay đổi so với xu thế (tỷ số I/C)",
        "Monthly changes of the irregular against those of the trend (the ratio I/C)",
    ),
    (
        "Phần bất thường có còn liên hệ tháng này với tháng sau không (độ dài các đợt tăng, giảm)",
        "Whether the irregular of one month still tells that of the next (length of its runs)",
    ),
    (
        "Sau bao nhiêu tháng xu thế thay đổi nhiều hơn phần bất thường",
        "After how many months the trend has changed more than the irregular",
    ),
    (
        "Hằng năm phần bất thường thay đổi so với mùa vụ (chỉ tính vào Q khi dùng bộ lọc 3×5)",
        "Yearly changes of the irregular against those of the season (part of Q with the filter 3×5 only)",
    ),
    (
        "Phần mùa vụ thay đổi so với phần ổn định: mùa vụ có nhận ra được không",
        "What moves in the season against what is stable: whether the season can be told",
    ),
    ("Mùa vụ dao động bao nhiêu qua từng năm, cả chuỗi", "How far the season swings from year to year, whole series"),
    ("Mùa vụ trôi dần về một phía bao nhiêu, cả chuỗi", "How far the season drifts one way, whole series"),
    ("Như M8, những năm gần đây", "As M8, of recent years"),
    ("Như M9, những năm gần đây", "As M9, of recent years"),
];

/// M1 to M11, then Q; empty where a component does not vary.
#[must_use]
pub fn measures(seasonal: &Seasonal) -> Vec<Measured> {
    let Some(q) = seasonal.q else { return Vec::new() };
    let of_one = |(at, (vi, en)): (usize, &(&str, &str))| Measured {
        name: format!("M{}", at + 1),
        meaning: Text::new(*vi, *en),
        value: seasonal.m[at],
    };
    let whole = Measured {
        name: "Q".to_owned(),
        meaning: Text::new("Bình quân có quyền số của các chỉ tiêu trên", "The weighted mean of the measures above"),
        value: Some(q),
    };
    MEANINGS.iter().enumerate().map(of_one).chain([whole]).collect()
}
