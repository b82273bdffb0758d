//! Words in two languages, and the Vietnamese and English forms of numbers and dates. Used at the rim only.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A language of the product: Vietnamese first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Tiếng Việt.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Vietnamese first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The code: `vi` or `en`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|l| l.code() == text).ok_or_else(|| format!("“{text}”: write vi or en"))
    }
}

/// A sentence or a name in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// The two forms.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// A text typed into one field: both forms with a bar between them (`dẫn Cục Thống kê | quoting the statistics office`), or one that
    /// stands for both.
    #[must_use]
    pub fn typed(field: &str) -> Self {
        let (vi, en) = field.split_once(" | ").unwrap_or((field, field));
        Self::new(vi.trim(), en.trim())
    }

    /// The form in one language.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Both forms, Vietnamese first, for logs.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.vi, self.en)
    }
}

/// A text that is none of a fixed list of codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not known: write {expected}")]
pub struct UnknownCode {
    /// What was read.
    pub text: String,
    /// The codes there are, in English.
    pub expected: &'static str,
}

impl UnknownCode {
    /// The codes there are, in both languages: codes are the same in both, only the words between them differ.
    #[must_use]
    pub fn expected_text(&self) -> Text {
        let vi = self.expected.replace("(or another month)", "(hoặc tháng khác)").replace(" or ", " hoặc ");
        Text::new(vi, self.expected)
    }
}

/// A number rounded by the one rule ([`crate::numeral::round`]) with `digits` decimals: `1.671,5` or `1,671.5`.
#[must_use]
pub fn number(value: f64, digits: usize, lang: Lang) -> String {
    let plain = crate::numeral::decimal(value, digits);
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain.as_str()), |r| ("-", r));
    let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
    let (group, point) = match lang {
        Lang::Vi => ('.', ','),
        Lang::En => (',', '.'),
    };
    let mut text = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// A day: `31/01/2024` in Vietnamese, `31 January 2024` in English.
#[must_use]
pub fn date(day: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
        Lang::En => format!("{} {} {:04}", day.day(), MONTHS_EN[day.month() as usize - 1], day.year()),
    }
}

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A month in English in three letters, for where there is little room: `Jan`.
#[must_use]
pub fn month_in_letters(month: crate::period::Month) -> &'static str {
    &MONTHS_EN[usize::from(month.month_of_year()) - 1][..3]
}

/// A month in words: `tháng 1/2024`, `January 2024`.
#[must_use]
pub fn month(month: crate::period::Month, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("tháng {}/{}", month.month_of_year(), month.year()),
        Lang::En => format!("{} {}", MONTHS_EN[usize::from(month.month_of_year()) - 1], month.year()),
    }
}

/// A fixed list of codes with their names in both languages:
/// `named!(/** What it lists. */ Name, "what is expected" { /** Which. */ Variant "code" "tên" "name"; })`.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $expected:literal { $($(#[$of:meta])* $variant:ident $code:literal $vi:literal $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$of])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The code.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name in both languages.
            #[must_use]
            pub fn name(self) -> $crate::text::Text {
                match self { $(Self::$variant => $crate::text::Text::new($vi, $en),)* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::text::UnknownCode;

            fn from_str(text: &str) -> Result<Self, $crate::text::UnknownCode> {
                let found = Self::ALL.iter().copied().find(|one| one.code() == text);
                found.ok_or_else(|| $crate::text::UnknownCode { text: text.to_owned(), expected: $expected })
            }
        }
    };
}
pub(crate) use named;

/// The words as somebody types them who looks for them: small letters without diacritics, đ as d, blanks between.
#[must_use]
pub fn unaccented(words: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let plain = words.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let plain: String = plain.map(|c| if c == 'đ' { 'd' } else { c }).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_without_their_accents() {
        let check = |words: &str, plain: &str| assert_eq!(unaccented(words), plain);
        check("Mỏ sắt Tùng Bá", "mo sat tung ba");
        check("Minh Lập – Pù Ngọm", "minh lap pu ngom");
        check("ĐỒNG VĂN", "dong van");
        check("Sông  Lô 6", "song lo 6");
        check(" … ", "");
    }

    #[test]
    fn a_typed_field_has_two_forms_or_one() {
        assert_eq!(
            Text::typed("dẫn Cục Thống kê | quoting the office"),
            Text::new("dẫn Cục Thống kê", "quoting the office")
        );
        assert_eq!(Text::typed("a|b"), Text::new("a|b", "a|b"));
    }

    #[test]
    fn numbers_and_days_take_the_form_of_the_language() {
        assert_eq!(number(1671.5, 1, Lang::Vi), "1.671,5");
        assert_eq!(number(-1234567.0, 0, Lang::En), "-1,234,567");
        assert_eq!(number(4.14, 2, Lang::Vi), "4,14");
        assert_eq!(number(-0.001, 2, Lang::Vi), "0,00");
        let day = jiff::civil::date(2024, 1, 31);
        assert_eq!((date(day, Lang::Vi), date(day, Lang::En)), ("31/01/2024".into(), "31 January 2024".into()));
        assert_eq!(month("2024-01".parse().unwrap(), Lang::Vi), "tháng 1/2024");
        assert_eq!(month_in_letters("2024-09".parse().unwrap()), "Sep");
    }
}
