//! The model and the filters of a series in numbers, for who checks an adjustment.

use domain::adjust::{
    ArimaCoefficient, Estimated, FiltersUsed, Outlier, Residuals, Seasonal, SeasonalFilter, measures,
};

use crate::component::{Cell, Grid, Row, head, number, words};
use crate::page::Page;
use crate::pages::record::Section;

/// The model, its likelihood, the filters, and the measures of quality.
pub(super) fn section(p: &Page, found: &Seasonal) -> Section {
    let mut section = Section::titled(p.t("Mô hình và bộ lọc", "The model and the filters"));
    section.term_if(p, p.t("Mô hình ARIMA", "ARIMA model"), found.model.clone().unwrap_or_default());
    let scale = match found.logarithms {
        true => p.t("lô-ga-rít, mùa vụ nhân", "logarithms, a season that multiplies"),
        false => p.t("mức, mùa vụ cộng", "levels, a season that adds"),
    };
    section.term(p, p.t("Phép biến đổi", "Transformation"), scale);
    section.term(p, p.t("Giá trị bất thường", "Outliers"), outliers(p, found));
    if let Some(estimated) = &found.estimated {
        likelihood(p, &mut section, estimated);
        section.grids.extend(coefficients(p, estimated));
        if found.at_the_edge {
            section.said.push(
                p.t(
                    "Trung bình trượt của mô hình có nghiệm trên vòng tròn đơn vị: đừng dựa vào sai số chuẩn và t của hệ số đó.",
                    "The moving average of the model has a zero on the unit circle: do not rely on standard error and t of its coefficient.",
                )
                .to_owned(),
            );
        }
    }
    filters(p, &mut section, &found.filters);
    section.grids.extend(quality(p, found));
    section
}

/// The outliers, or that there are none.
fn outliers(p: &Page, found: &Seasonal) -> String {
    let outliers: Vec<String> = found.outliers.iter().map(|one| outlier(p, one, found.logarithms)).collect();
    if outliers.is_empty() { p.t("không có", "none").to_owned() } else { outliers.join("; ") }
}

/// An outlier with its size, in per cent where the model is of logarithms, and its t.
fn outlier(p: &Page, one: &Outlier, logarithms: bool) -> String {
    let estimate = one.effect.estimate;
    let size = one.has_size.then(|| match logarithms {
        true => p.percent(100.0 * estimate.exp_m1()),
        false => p.points(estimate),
    });
    let t = one.effect.t().map(|t| format!("t = {}", p.plain(t, 1)));
    let beside: Vec<String> = size.into_iter().chain(t).collect();
    let name = p.of(&one.name);
    if beside.is_empty() { name } else { format!("{name} ({})", beside.join(", ")) }
}

/// On what it was estimated, and how well it fits.
fn likelihood(p: &Page, section: &mut Section, estimated: &Estimated) {
    let (from, until) = (p.month(estimated.months.first), p.month(estimated.months.last));
    let (months, effective) = (estimated.months.len(), estimated.effective);
    let on = match p.is_vi() {
        true => format!("{months} tháng, {from} đến {until}; còn {effective} sau khi lấy sai phân"),
        false => format!("{months} months, {from} to {until}; {effective} after differencing"),
    };
    section.term(p, p.t("Ước lượng trên", "Estimated on"), on);
    let likelihood = p.plain(estimated.log_likelihood, 2);
    section.term(p, p.t("Lô-ga-rít hợp lý", "Log-likelihood"), likelihood);
    section.term_if(p, "AICC", estimated.aicc.map(|aicc| p.plain(aicc, 2)).unwrap_or_default());
    if let Some(of_model) = &estimated.residuals {
        residuals(p, section, of_model);
    }
}

/// What is left of the series by the model: whether it is white noise, and normal.
fn residuals(p: &Page, section: &mut Section, found: &Residuals) {
    let chance = |probability: f64| match probability < 0.005 {
        true => format!("p < {}", p.plain(0.01, 2)),
        false => format!("p = {}", p.plain(probability, 2)),
    };
    let (q, probability) = found.autocorrelation;
    let doubt = if found.are_correlated() { p.t("; cần xem lại", "; worth a look") } else { "" };
    section.term(
        p,
        p.t("Phần dư (Ljung–Box)", "Residuals (Ljung–Box)"),
        format!("Q({}) = {}, {}{doubt}", found.lags, p.plain(q, 1), chance(probability)),
    );
    let (skewness, kurtosis) = (p.plain(found.skewness, 2), p.plain(found.kurtosis, 2));
    let normal = found.normality.map(|probability| format!(", {}", chance(probability))).unwrap_or_default();
    let shape = match p.is_vi() {
        true => format!("độ lệch {skewness}, độ nhọn {kurtosis}{normal} (phân phối chuẩn: 0 và 3)"),
        false => format!("skewness {skewness}, kurtosis {kurtosis}{normal} (normal ones: 0 and 3)"),
    };
    section.term(p, p.t("Phân phối phần dư", "Residuals (shape)"), shape);
}

/// The ARIMA coefficients; none for a model that has none.
fn coefficients(p: &Page, estimated: &Estimated) -> Option<Grid> {
    let heads = vec![
        head(p.t("Hệ số ARIMA", "ARIMA coefficient")),
        number(p.t("Ước lượng", "Estimate")),
        number(p.t("Sai số chuẩn", "Standard error")),
        number("t"),
    ];
    let row = |one: &ArimaCoefficient| {
        let name = crate::view::upper(&p.of(&one.part.name()));
        let name = format!("{name}, {} {}", p.t("trễ", "lag"), one.lag);
        let written = |value: Option<f64>, digits| {
            value.map_or_else(|| Cell::none("…"), |value| Cell::number(p.plain(value, digits)))
        };
        Row::new(vec![
            Cell::head(name, None),
            Cell::number(p.plain(one.estimate, 4)),
            written(one.standard_error, 4),
            written(one.t(), 1),
        ])
    };
    let caption = p.t(
        "Hệ số ARIMA khi lưu lựa chọn, theo dấu (1 − θB) của X-13; … là hệ số cho trước hoặc không tính được sai số",
        "ARIMA coefficients as the choice was made, with the sign (1 − θB) of X-13; … where it was given, or has no error that can be told",
    );
    let rows: Vec<Row> = estimated.coefficients.iter().map(row).collect();
    (!rows.is_empty()).then(|| Grid { caption: caption.to_owned(), heads, rows })
}

/// The moving averages, with the ratios they are chosen by.
fn filters(p: &Page, section: &mut Section, used: &FiltersUsed) {
    let seasonal = match used.in_common() {
        Some(filter) => filter_name(p, filter),
        None => used.seasonal.iter().map(|filter| filter_name(p, *filter)).collect::<Vec<_>>().join(" · "),
    };
    let (moving, over_trend) = (p.plain(used.moving_seasonality, 2), p.plain(used.irregular_over_trend, 2));
    let seasonal = match p.is_vi() {
        true => format!("{seasonal} (tỷ số mùa vụ thay đổi MSR = {moving})"),
        false => format!("{seasonal} (moving seasonality ratio MSR = {moving})"),
    };
    section.term(p, p.t("Bộ lọc mùa vụ", "Seasonal filter"), seasonal);
    let henderson = match p.is_vi() {
        true => format!("Henderson {} số hạng (I/C = {over_trend})", used.henderson),
        false => format!("Henderson, {} terms (I/C = {over_trend})", used.henderson),
    };
    section.term(p, p.t("Bộ lọc xu thế", "Trend filter"), henderson);
}

/// A seasonal filter as textbooks write it.
fn filter_name(p: &Page, filter: SeasonalFilter) -> String {
    match filter {
        SeasonalFilter::Stable => p.t("ổn định (bình quân mọi năm)", "stable (mean of all years)").to_owned(),
        other => other.to_string().replace('x', "×"),
    }
}

/// M1 to M11 and Q.
fn quality(p: &Page, found: &Seasonal) -> Option<Grid> {
    let heads = vec![
        head(p.t("Chỉ tiêu", "Measure")),
        head(p.t("Hỏi điều gì", "What it asks")),
        number(p.t("Giá trị", "Value")),
    ];
    let rows: Vec<Row> = measures(found)
        .iter()
        .map(|one| {
            let value = match one.value {
                None => Cell::none("…"),
                Some(value) if one.is_doubtful() => {
                    Cell::number(p.plain(value, 2)).with(p.t("cần xem lại", "worth a look"))
                }
                Some(value) => Cell::number(p.plain(value, 2)),
            };
            Row::new(vec![Cell::head(one.name.clone(), None), words(p.of(&one.meaning)), value])
        })
        .collect();
    let caption = p.t(
        "Chỉ tiêu chất lượng (Lothian và Morry 1978): 0 là tốt, cao nhất 3; từ 1 trở lên cần xem lại; … là chưa tính được (M8–M11 cần sáu năm và mùa vụ được thay đổi)",
        "Measures of quality (Lothian and Morry 1978): 0 is good, 3 the highest; from 1 on worth a look; … where it cannot be had (M8 to M11 need six years and a season that may move)",
    );
    (!rows.is_empty()).then(|| Grid { caption: caption.to_owned(), heads, rows })
}
