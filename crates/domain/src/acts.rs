//! How Vietnamese acts are cited in English. The data cite them in one form, that of Vietnamese practice (`NĐ 193/2025 Đ61 k2`); number
//! and year, by which an act is found, stay as they are.

use crate::text::{Lang, Text};

/// Words of a citation, the longer before those they begin with.
const WORDS: [(&str, &str); 18] = [
    ("Luật Địa chất và khoáng sản ", "Law on geology and minerals "),
    ("Luật Khoáng sản ", "Mineral Law "),
    ("Luật Điện lực ", "Electricity Law "),
    ("Luật Đất đai ", "Land Law "),
    ("Luật BVMT ", "Environmental Protection Law "),
    ("Luật ", "Law "),
    ("NĐ ", "Decree "),
    ("TT ", "Circular "),
    ("QĐ ", "Decision "),
    ("Phụ lục ", "Annex "),
    ("PL ", "Annex "),
    (" ngày ", " of "),
    ("sửa đổi bởi ", "amended by "),
    ("lần lượt ", "in turn "),
    ("(sau là ", "(later "),
    (" và các văn bản nêu ở từng bước", " and the acts named at each step"),
    (" Đ", " Art.\u{a0}"),
    (" k", " cl.\u{a0}"),
];

/// The citation in a language.
#[must_use]
pub fn cited(act: &str, lang: Lang) -> String {
    match lang {
        Lang::Vi => act.to_owned(),
        Lang::En => WORDS.iter().fold(act.to_owned(), |cited, (vi, en)| cited.replace(vi, en)),
    }
}

/// The citation in both languages.
#[must_use]
pub fn cited_in_both(act: &str) -> Text {
    Text::new(act, cited(act, Lang::En))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_keeps_its_number() {
        let check = |act: &str, expected: &str| assert_eq!(cited(act, Lang::En), expected);
        check(
            "Luật Khoáng sản 60/2010/QH12 Đ50 k2; NĐ 158/2016/NĐ-CP",
            "Mineral Law 60/2010/QH12 Art.\u{a0}50 cl.\u{a0}2; Decree 158/2016/NĐ-CP",
        );
        check("NĐ 193/2025, sửa đổi bởi NĐ 21/2026 Đ54a", "Decree 193/2025, amended by Decree 21/2026 Art.\u{a0}54a");
        assert_eq!(cited("NĐ 96/2026 Đ35 k7", Lang::Vi), "NĐ 96/2026 Đ35 k7");
    }
}
