//! Why a series is not adjusted, in both languages.

use season::adjust::AdjustError;
use season::regarima::RegArimaError;
use season::x11::X11Error;

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
        RegArimaError::GapAtEnd => "chuỗi bắt đầu hoặc kết thúc bằng chỗ trống".into(),
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
        X11Error::SigmaLimits { lower, upper } => format!("giới hạn sigma {lower} và {upper} không đúng thứ tự"),
        X11Error::Henderson { terms, longest } => {
            format!("không dùng được bộ lọc Henderson {terms} số hạng: hãy chọn số lẻ từ 3 đến {longest}")
        }
        other => format!("không chạy được X-11 ({other})"),
    };
    Text::new(vi, error.to_string())
}
