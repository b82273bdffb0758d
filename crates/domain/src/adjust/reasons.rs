//! Why a series is not adjusted, in both languages.

use season::adjust::AdjustError;
use season::regarima::RegArimaError;
use season::x11::{FactorKind, X11Error};

use crate::text::Text;

/// Why a series is not adjusted.
#[must_use]
pub fn of(error: &AdjustError) -> Text {
    let vi = match error {
        AdjustError::Model(error) => return of_model(error),
        AdjustError::X11(error) => return of_x11(error),
        AdjustError::Span { from, to, first, last } => {
            format!("khoảng {from} đến {to} không nằm trong chuỗi ({first} đến {last})")
        }
        AdjustError::MostlyMissing { found, first, last } => {
            format!(
                "chỉ {found} kỳ trong khoảng {first} đến {last} có giá trị: hãy sửa kỳ nằm xa các kỳ khác, hoặc chọn một khoảng của chuỗi"
            )
        }
        AdjustError::Gap(period) => {
            format!("thiếu giá trị ở {period}: X-11 không có mô hình thì không lấp được; hãy thêm mô hình")
        }
        AdjustError::RatiosOfLevels(_) => {
            "tác động của mô hình theo mức là hiệu số, không bỏ ra bằng tỷ số được: hãy lấy lô-ga-rít hoặc mode=add"
                .into()
        }
        AdjustError::DifferencesOfLogarithms => {
            "tác động của mô hình lô-ga-rít là tỷ số, không bỏ ra bằng hiệu số được: hãy bỏ mode=add hoặc lấy mức"
                .into()
        }
        AdjustError::ModeOfChoice => "phép biến đổi tự chọn thì kiểu mùa vụ theo đó: hãy bỏ mode=".into(),
        AdjustError::HeldOfChoice => {
            "hệ số được giữ thì phải cho cả phép biến đổi và mô hình: hãy cho cả hai, hoặc đừng giữ hệ số nào".into()
        }
        AdjustError::PriorOfLevels => "adjust= cần lô-ga-rít: hãy ghi transform{function=log}".into(),
        AdjustError::LeapYearOfChoice => {
            "tdnolpyear, td1nolpyear không dùng khi phép biến đổi hoặc mô hình được tự chọn: hãy dùng td hoặc td1coef"
                .into()
        }
    };
    Text::new(vi, error.to_string())
}

/// Why a model is not estimated.
#[must_use]
pub fn of_model(error: &RegArimaError) -> Text {
    let vi = match error {
        RegArimaError::TooShort { needed, given } => {
            format!("mô hình cần ít nhất {needed} giá trị, chuỗi có {given}: cần chuỗi dài hơn hoặc mô hình nhỏ hơn")
        }
        RegArimaError::NotPositive(period) => {
            format!("giá trị ở {period} không dương nên không có lô-ga-rít: hãy lấy mức")
        }
        RegArimaError::NotFinite(period) => format!("giá trị ở {period} không phải số hữu hạn"),
        RegArimaError::GapAtEnd => {
            "chuỗi bắt đầu hoặc kết thúc bằng chỗ trống: hãy để tháng đầu và tháng cuối có giá trị".into()
        }
        RegArimaError::Collinear(name) => {
            format!("biến “{name}”, sau khi lấy sai phân, là tổng của các biến khác hoặc bằng không: hãy bỏ biến này")
        }
        RegArimaError::NoResidual => "mô hình không để lại phần dư: chuỗi không đổi, hoặc các biến lặp lại nó".into(),
        RegArimaError::RegressorEnds { name, period } => format!("biến “{name}” không có giá trị ở {period}"),
        RegArimaError::Frequency(name) => format!("biến “{name}” không dùng được cho chuỗi tháng hoặc quý này"),
        RegArimaError::Outside { name, period } => format!("biến “{name}” ở {period}, ngoài chuỗi"),
        RegArimaError::CalendarEnds { name, year } => format!("lịch của “{name}” không có năm {year}"),
        RegArimaError::Held { of, given, needed } => {
            format!("{of} có {needed} hệ số mà giữ {given}: hãy cho mỗi hệ số một giá trị")
        }
        RegArimaError::NoLikelihood(model) => format!("không tính được hợp lý của mô hình {model} trên chuỗi này"),
        RegArimaError::TooFar(count) => format!("dự báo {count} kỳ: nhiều nhất là 120"),
    };
    Text::new(vi, error.to_string())
}

fn of_x11(error: &X11Error) -> Text {
    let vi = match error {
        X11Error::TooShort { have, need } => format!("chuỗi có {have} giá trị; mùa vụ cần đủ ba năm, tức {need}"),
        X11Error::NotPositive { period, value } => {
            format!("giá trị ở {period} là {value}; chỉ kiểu cộng (mode=add) nhận giá trị không dương")
        }
        X11Error::TrendNotPositive { period } => format!("xu thế ở {period} không dương: hãy lấy kiểu cộng (mode=add)"),
        X11Error::SeasonOfZero { period } => format!("mùa vụ ở {period} bằng không; kiểu giả cộng không đi tiếp được"),
        X11Error::Overflow { table, period } => {
            format!("bảng {table} không có giá trị hữu hạn ở {period}: các giá trị quá lớn, quá nhỏ hoặc quá xa nhau")
        }
        X11Error::SigmaLimits { lower, upper } => {
            format!(
                "giới hạn sigma là {lower} và {upper}: giới hạn dưới phải trên 0, giới hạn trên phải lớn hơn giới hạn dưới"
            )
        }
        X11Error::Henderson { terms, longest } => {
            format!("không dùng được bộ lọc Henderson {terms} số hạng: hãy chọn số lẻ từ 3 đến {longest}")
        }
        X11Error::NotFinite { period } => {
            format!("giá trị ở {period}, khi bỏ tác động của mô hình, không phải số hữu hạn")
        }
        X11Error::FactorFrequency { kind } => format!("hệ số {} không cùng chu kỳ với chuỗi", factor(*kind)),
        X11Error::FactorMissing { kind, period } => format!(
            "hệ số {} không có giá trị ở {period}: phải có cho cả chuỗi, phần dự báo và phần tính ngược",
            factor(*kind)
        ),
        X11Error::FactorNotPositive { kind, period } => {
            format!("hệ số {} ở {period} không dương; chỉ kiểu cộng (mode=add) nhận hệ số như vậy", factor(*kind))
        }
        X11Error::SeasonalFactorPseudoAdditive => {
            "kiểu giả cộng (mode=pseudoadd) không nhận biến đổi mùa vụ (so) hay mùa vụ cho trước: hãy chọn kiểu khác hoặc bỏ biến đó"
                .into()
        }
        X11Error::EndRatio { ratio } => {
            format!("tỷ số I/C của trọng số ở hai đầu (trendic) là {ratio}; phải lớn hơn 0")
        }
        X11Error::Filters { given, per_year } => {
            format!("cho {given} bộ lọc mùa vụ; mỗi kỳ trong năm cần một bộ, tức {per_year}")
        }
        X11Error::Groups { given, per_year } => {
            format!("{given} kỳ được xếp vào các nhóm cùng độ lệch; cả {per_year} kỳ trong năm đều phải được xếp")
        }
    };
    Text::new(vi, error.to_string())
}

fn factor(kind: FactorKind) -> &'static str {
    match kind {
        FactorKind::Calendar => "lịch",
        FactorKind::LevelShift => "dịch mức",
        FactorKind::AdditiveOutlier => "giá trị ngoại lai",
        FactorKind::TemporaryChange => "thay đổi tạm thời",
        FactorKind::Seasonal => "mùa vụ",
        FactorKind::Other => "khác",
    }
}

#[cfg(test)]
mod tests {
    use season::x11::Table;
    use season::{Frequency, Period};

    use super::*;

    /// One of every kind; who adds a kind is told by the compiler where its words are missing.
    fn all() -> Vec<AdjustError> {
        let period = Period::new(Frequency::Monthly, 2020, 4).unwrap();
        let name = || "td".to_owned();
        let kinds = [
            FactorKind::Calendar,
            FactorKind::LevelShift,
            FactorKind::AdditiveOutlier,
            FactorKind::TemporaryChange,
            FactorKind::Seasonal,
            FactorKind::Other,
        ];
        let of_model = vec![
            RegArimaError::TooShort { needed: 36, given: 12 },
            RegArimaError::NotPositive(period),
            RegArimaError::NotFinite(period),
            RegArimaError::GapAtEnd,
            RegArimaError::Collinear(name()),
            RegArimaError::NoResidual,
            RegArimaError::RegressorEnds { name: name(), period },
            RegArimaError::Frequency(name()),
            RegArimaError::Outside { name: name(), period },
            RegArimaError::CalendarEnds { name: name(), year: 2200 },
            RegArimaError::Held { of: name(), given: 1, needed: 2 },
            RegArimaError::NoLikelihood("(0 1 1)".into()),
            RegArimaError::TooFar(121),
        ];
        let mut of_x11 = vec![
            X11Error::TooShort { have: 30, need: 36 },
            X11Error::NotPositive { period, value: -1.0 },
            X11Error::NotFinite { period },
            X11Error::SeasonalFactorPseudoAdditive,
            X11Error::SigmaLimits { lower: 2.5, upper: 1.5 },
            X11Error::Henderson { terms: 4, longest: 101 },
            X11Error::EndRatio { ratio: 0.0 },
            X11Error::Filters { given: 4, per_year: 12 },
            X11Error::Groups { given: 4, per_year: 12 },
            X11Error::SeasonOfZero { period },
            X11Error::TrendNotPositive { period },
            X11Error::Overflow { table: Table::D11, period },
        ];
        for kind in kinds {
            of_x11.push(X11Error::FactorFrequency { kind });
            of_x11.push(X11Error::FactorMissing { kind, period });
            of_x11.push(X11Error::FactorNotPositive { kind, period });
        }
        let own = [
            AdjustError::Span { from: period, to: period, first: period, last: period },
            AdjustError::Gap(period),
            AdjustError::RatiosOfLevels("multiplicative"),
            AdjustError::DifferencesOfLogarithms,
            AdjustError::ModeOfChoice,
            AdjustError::PriorOfLevels,
            AdjustError::LeapYearOfChoice,
            AdjustError::HeldOfChoice,
        ];
        own.into_iter()
            .chain(of_model.into_iter().map(AdjustError::Model))
            .chain(of_x11.into_iter().map(AdjustError::X11))
            .collect()
    }

    #[test]
    fn no_reason_is_told_to_a_vietnamese_reader_in_english() {
        // Words of a sentence; those of X-13's own language, as `mode=add`, are the same in both.
        let english = ["the", "is", "are", "of", "and", "not", "must", "no", "take", "give", "value", "a"];
        for error in all() {
            let Text { vi, en } = of(&error);
            assert!(!vi.contains(&en), "{vi}");
            let word = vi.split(|sign: char| !sign.is_alphabetic()).find(|word| english.contains(word));
            assert_eq!(word, None, "{vi}");
            // What the English sentence says to do is said in Vietnamese too.
            assert!(!en.contains([':', ';']) || vi.contains([':', ';']), "{vi} / {en}");
        }
    }
}
