//! A choice in a line: the model, what the calendar has in it, and how many outliers.

use season::regarima::Regressor;
use season::spc::{ModelChoice, Specification, Transformation, Variable};

use super::kept::{Kept, is_outlier, read};
use crate::text::Text;

impl Kept {
    /// The choice in a line: `(0 1 1)(0 1 1), lô-ga-rít; Tết; 2 giá trị bất thường`.
    #[must_use]
    pub fn in_short(&self) -> Text {
        match self.chosen.as_deref().map(read) {
            None => Text::new("để nguyên, không có mùa vụ", "left as it is, no season"),
            Some(Err(_)) => Text::new("đặc tả không đọc được", "a specification that cannot be read"),
            Some(Ok(chosen)) => of(&chosen, self.to_year),
        }
    }
}

fn of(chosen: &Specification, to_year: bool) -> Text {
    let adds_up = to_year.then(|| Text::new("khớp tổng năm", "years adding up"));
    let parts = [Some(model(chosen)), calendar(chosen), outliers(chosen), adds_up];
    let parts: Vec<Text> = parts.into_iter().flatten().collect();
    let joined = |of: fn(&Text) -> &str| parts.iter().map(of).collect::<Vec<_>>().join("; ");
    Text::new(joined(|part| &part.vi), joined(|part| &part.en))
}

fn model(chosen: &Specification) -> Text {
    let orders = match &chosen.model {
        Some(ModelChoice::Fixed(model)) => Text::new(model.to_string(), model.to_string()),
        Some(ModelChoice::Automatic(_)) => Text::new("mô hình tự chọn", "a model to be identified"),
        None => Text::new("chỉ X-11, không có mô hình", "X-11 alone, no model"),
    };
    match chosen.transform {
        Transformation::Log => Text::new(format!("{}, lô-ga-rít", orders.vi), format!("{}, logarithms", orders.en)),
        _ => orders,
    }
}

fn calendar(chosen: &Specification) -> Option<Text> {
    let has = |wanted: fn(&Regressor) -> bool| {
        chosen.variables.iter().any(|one| matches!(one, Variable::Regressor(regressor) if wanted(regressor)))
    };
    let trading = chosen.variables.iter().any(|one| matches!(one, Variable::TradingDays { .. }))
        || has(|one| matches!(one, Regressor::TradingDay | Regressor::TradingDayOneCoefficient));
    let found = [
        has(|one| matches!(one, Regressor::Tet(_))).then_some(("Tết", "Tết")),
        trading.then_some(("ngày làm việc", "trading days")),
    ];
    let (vi, en): (Vec<&str>, Vec<&str>) = found.into_iter().flatten().unzip();
    (!vi.is_empty()).then(|| Text::new(vi.join(", "), en.join(", ")))
}

fn outliers(chosen: &Specification) -> Option<Text> {
    let count = chosen.variables.iter().filter(|one| is_outlier(one)).count();
    let en = if count == 1 { "1 outlier".to_owned() } else { format!("{count} outliers") };
    (count > 0).then(|| Text::new(format!("{count} giá trị bất thường"), en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chosen: &str, vi: &str, en: &str) {
        let chosen = read(chosen).unwrap();
        assert_eq!(of(&chosen, false), Text::new(vi, en));
        let adding_up = Text::new(format!("{vi}; khớp tổng năm"), format!("{en}; years adding up"));
        assert_eq!(of(&chosen, true), adding_up);
    }

    #[test]
    fn a_choice_is_told_in_a_line() {
        check(
            "transform{function=log}\nregression{variables=(tet td1coef ao2020.apr ls2021.dec)}\narima{model=(0 1 1)(0 1 1)}\nx11{}",
            "(0 1 1)(0 1 1), lô-ga-rít; Tết, ngày làm việc; 2 giá trị bất thường",
            "(0 1 1)(0 1 1), logarithms; Tết, trading days; 2 outliers",
        );
        check(
            "transform{function=none}\nregression{variables=(ao2020.apr)}\narima{model=(2 1 0)(0 1 1)}\nx11{}",
            "(2 1 0)(0 1 1); 1 giá trị bất thường",
            "(2 1 0)(0 1 1); 1 outlier",
        );
        check("x11{}", "chỉ X-11, không có mô hình", "X-11 alone, no model");
    }
}
