//! Pieces a bulletin is put together from: values as segments, with the word that carries their direction, and sentences with named
//! places for them.

use jiff::civil::Date;

use super::{Counted, Figure, Reference, Segment, read};
use crate::period::Month;
use crate::series::{self, Origin};
use crate::text::{self, Lang, Text};

/// Some segments in a row.
pub(super) type Piece = Vec<Segment>;

/// Where in a sentence a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// At its beginning.
    Begins,
    /// Within it.
    Within,
}

/// The sections as monthly releases of the statistics office name them.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("TOTAL", "toàn ngành công nghiệp", "whole industry"),
    ("B", "ngành khai khoáng", "mining and quarrying"),
    ("C", "ngành chế biến, chế tạo", "manufacturing"),
    ("D", "ngành sản xuất và phân phối điện", "electricity production and distribution"),
    ("E", "ngành cung cấp nước, hoạt động quản lý và xử lý rác thải, nước thải", "water supply and waste management"),
];

/// The name up to its first bracket or semicolon.
fn headword(name: &str) -> &str {
    let end = name.find([';', '(']).unwrap_or(name.len());
    name[..end].trim_end()
}

/// With a small first letter.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// With a capital first letter.
fn upper(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What the pieces of one bulletin have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) lang: Lang,
    pub(super) month: Month,
}

impl Pen {
    /// Words without digits.
    pub(super) fn words(self, vi: &str, en: &str) -> Piece {
        let text = if self.lang == Lang::Vi { vi } else { en };
        vec![Segment::Words(text.to_owned())]
    }

    /// A value of `node` in `month`, printed without its sign.
    pub(super) fn value(self, value: f64, digits: usize, node: &str, month: Month, figure: Figure) -> Segment {
        self.value_of(value, digits, node, month, figure, Origin::Own)
    }

    /// The same, saying whose figure it is.
    pub(super) fn value_of(
        self,
        value: f64,
        digits: usize,
        node: &str,
        month: Month,
        figure: Figure,
        origin: Origin,
    ) -> Segment {
        let text = text::number(value.abs(), digits, self.lang);
        Segment::Value { text, value, digits, reference: Reference { node: node.to_owned(), month, figure, origin } }
    }

    /// A number that is part of a date or a name, spelled as it is.
    fn label(self, spelled: &str) -> Segment {
        let (value, digits) = read::value_of(spelled, self.lang);
        let reference =
            Reference { node: String::new(), month: self.month, figure: Figure::Label, origin: Origin::Own };
        Segment::Value { text: spelled.to_owned(), value, digits, reference }
    }

    /// A name from a register or a classification; digits in it are labels, not figures.
    pub(super) fn name(self, name: &str) -> Piece {
        let mut piece = Piece::new();
        let mut from = 0;
        while let Some(at) = read::next_number(name, from, self.lang) {
            piece.push(Segment::Words(name[from..at.start].to_owned()));
            piece.push(self.label(&name[at.clone()]));
            from = at.end;
        }
        piece.push(Segment::Words(name[from..].to_owned()));
        piece
    }

    /// An industry as the statistics office calls it in a sentence: a section by its short name, any other without what stands in
    /// brackets or after a semicolon in the classification.
    pub(super) fn industry(self, code: &str, name: &Text, place: Place) -> Piece {
        let short = SECTIONS.iter().find(|(section, ..)| *section == code).map_or_else(
            || headword(name.in_lang(self.lang)).to_owned(),
            |(_, vi, en)| if self.lang == Lang::Vi { *vi } else { *en }.to_owned(),
        );
        let words = match (self.lang, place) {
            (_, Place::Begins) => upper(&short),
            (Lang::Vi, Place::Within) if code.len() == 1 => lower(&short),
            (Lang::Vi, Place::Within) => format!("ngành {}", lower(&short)),
            (Lang::En, Place::Within) => lower(&short),
        };
        self.name(&words)
    }

    /// An industry whose figure may not be shown, said instead of the figure.
    pub(super) fn withheld(self, code: &str, name: &Text) -> Piece {
        self.sentence(
            "{name}: không công bố, để giữ bí mật số liệu của cơ sở",
            "{name}: withheld, to keep the figures of establishments confidential",
            &[("name", self.industry(code, name, Place::Begins))],
        )
    }

    /// A count of something.
    pub(super) fn count(self, count: usize, counted: Counted, month: Month) -> Piece {
        vec![self.value(count as f64, 0, "TOTAL", month, Figure::Count(counted))]
    }

    /// `tháng 1/2024`, `January 2024`.
    pub(super) fn month_in_words(self, month: Month) -> Piece {
        self.name(&text::month(month, self.lang))
    }

    /// `06/02/2024`, `6 February 2024`.
    pub(super) fn date(self, day: Date) -> Piece {
        self.name(&text::date(day, self.lang))
    }

    /// `tăng 4,14%`, `giảm 1,66%`, `không đổi`; `rose 4.14%`, `fell 1.66%`, `did not change`. `estimated` is said with a
    /// direction: before it in Vietnamese, after it in English.
    pub(super) fn change(self, value: f64, reference: &Reference, estimated: &str) -> Piece {
        let printed = series::round(value, 2);
        if printed == 0.0 {
            return self.words("không đổi", "did not change");
        }
        let rose = printed > 0.0;
        let words = match self.lang {
            Lang::Vi => [estimated, ["giảm ", "tăng "][usize::from(rose)]],
            Lang::En => [["fell ", "rose "][usize::from(rose)], estimated],
        };
        self.per_cent(words.concat(), value, reference)
    }

    /// A change that follows a quantity: `tăng 4,14%`, `up 4.14%`.
    pub(super) fn moved(self, value: f64, reference: &Reference) -> Piece {
        let printed = series::round(value, 2);
        match self.lang {
            Lang::Vi => self.change(value, reference, ""),
            Lang::En if printed == 0.0 => self.words("", "unchanged"),
            Lang::En => self.per_cent(["down ", "up "][usize::from(printed > 0.0)].to_owned(), value, reference),
        }
    }

    fn per_cent(self, words: String, value: f64, reference: &Reference) -> Piece {
        let Reference { node, month, figure, origin } = reference;
        let number = self.value_of(value, 2, node, *month, *figure, *origin);
        vec![Segment::Words(words), number, Segment::Words("%".into())]
    }

    /// `đóng góp 2,10 điểm phần trăm`, `làm giảm 0,15 điểm phần trăm`; `added`, `subtracted`; in words where it would be printed as zero.
    pub(super) fn contribution(self, points: f64, node: &str, figure: Figure) -> Piece {
        let (vi, en) = match series::round(points, 2) {
            p if p < 0.0 => ("làm giảm ", "subtracted "),
            p if p > 0.0 => ("đóng góp ", "added "),
            _ => return self.words("hầu như không tác động", "had almost no effect"),
        };
        let mut piece = self.words(vi, en);
        piece.push(self.value(points, 2, node, self.month, figure));
        piece.extend(self.points());
        piece
    }

    /// ` điểm phần trăm`.
    pub(super) fn points(self) -> Piece {
        self.words(" điểm phần trăm", " percentage points")
    }

    /// A share of 0 to 1 in per cent with one decimal.
    pub(super) fn share(self, share: f64, figure: Figure) -> Piece {
        vec![self.value(share * 100.0, 1, "TOTAL", self.month, figure), Segment::Words("%".into())]
    }

    /// A sentence in one of two languages with places `{name}` for pieces.
    pub(super) fn sentence(self, vi: &str, en: &str, pieces: &[(&str, Piece)]) -> Piece {
        let mut rest = if self.lang == Lang::Vi { vi } else { en };
        let mut sentence = Piece::new();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            sentence.push(Segment::Words(before.to_owned()));
            sentence.extend(pieces.iter().find(|(n, _)| *n == name).map(|(_, p)| p.clone()).unwrap_or_default());
            rest = tail;
        }
        sentence.push(Segment::Words(rest.to_owned()));
        sentence
    }

    /// Pieces in a row with a mark between them.
    pub(super) fn list(self, pieces: Vec<Piece>, between: &str) -> Piece {
        let mut list = Piece::new();
        for (n, piece) in pieces.into_iter().enumerate() {
            if n > 0 {
                list.push(Segment::Words(between.to_owned()));
            }
            list.extend(piece);
        }
        list
    }

    /// A unit of quantity; the common ones have English forms.
    pub(super) fn unit(self, unit: &str) -> Piece {
        self.name(unit_name(unit, self.lang))
    }
}

/// A unit of quantity in a language as it is printed; the common ones have English forms, others stay as they are.
#[must_use]
pub fn unit_name(unit: &str, lang: Lang) -> &str {
    const ENGLISH: [(&str, &str); 13] = [
        ("tấn", "tonnes"),
        ("nghìn tấn", "thousand tonnes"),
        ("triệu kWh", "million kWh"),
        ("nghìn kWh", "thousand kWh"),
        ("nghìn m3", "thousand m³"),
        ("triệu viên", "million pieces"),
        ("triệu trang", "million pages"),
        ("nghìn viên", "thousand pieces"),
        ("nghìn lít", "thousand litres"),
        ("nghìn cái", "thousand pieces"),
        ("cái", "pieces"),
        ("chiếc", "pieces"),
        ("triệu đồng", "million đồng"),
    ];
    const CUBIC: [(&str, &str); 2] = [("m3", "m³"), ("nghìn m3", "nghìn m³")];
    let in_words = |list: &[(&str, &'static str)]| list.iter().find(|(vi, _)| *vi == unit).map(|(_, words)| *words);
    let english = if lang == Lang::En { in_words(&ENGLISH) } else { None };
    english.or_else(|| in_words(&CUBIC)).unwrap_or(unit)
}

/// Said wherever figures made by simulation stand beside published ones: their agreement proves nothing.
#[must_use]
pub fn calibrated() -> Text {
    Text::new(
        "Số mô phỏng đã được hiệu chỉnh theo số Cục Thống kê công bố, nên việc khớp nhau không phải là kiểm chứng.",
        "The simulated figures were calibrated to those the statistics office published; that they agree is no verification.",
    )
}

/// Decimals a quantity is printed with: four significant figures or whole units, whichever is more.
#[must_use]
pub fn quantity_digits(quantity: f64) -> usize {
    match quantity.abs() {
        q if q >= 1000.0 => 0,
        q if q >= 100.0 => 1,
        _ => 2,
    }
}

/// Decimals of a planned figure: none when it is whole.
pub(super) fn plan_digits(value: f64) -> usize {
    if value == value.trunc() { 0 } else { 2 }
}
