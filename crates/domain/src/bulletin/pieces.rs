//! Pieces a bulletin is put together from: values as segments, with the word that carries their direction, and sentences with named
//! places for them.

use jiff::civil::Date;

use super::{Counted, Figure, Reference, Segment, read};
use crate::period::Month;
use crate::series::{self, Origin};
use crate::text::{self, Lang};

/// Some segments in a row.
pub(super) type Piece = Vec<Segment>;

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

    /// `tăng 4,14%`, `giảm 1,66%`, `không đổi`; `rose 4.14%`, `fell 1.66%`, `did not change`. `before` stands before a direction.
    pub(super) fn change(self, value: f64, reference: &Reference, before: &str) -> Piece {
        let printed = series::round(value, 2);
        if printed == 0.0 {
            return self.words("không đổi", "did not change");
        }
        let rose = printed > 0.0;
        let word = match self.lang {
            Lang::Vi => ["giảm ", "tăng "][usize::from(rose)],
            Lang::En => ["fell ", "rose "][usize::from(rose)],
        };
        let Reference { node, month, figure, origin } = reference;
        vec![
            Segment::Words(format!("{before}{word}")),
            self.value_of(value, 2, node, *month, *figure, *origin),
            Segment::Words("%".into()),
        ]
    }

    /// `đóng góp 2,10 điểm phần trăm`, `làm giảm 0,15 điểm phần trăm`.
    pub(super) fn contribution(self, points: f64, node: &str, figure: Figure) -> Piece {
        let (vi, en) =
            if series::round(points, 2) < 0.0 { ("làm giảm ", "took off ") } else { ("đóng góp ", "added ") };
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

/// A unit of quantity in a language; the common ones have English forms, others stay as they are.
#[must_use]
pub fn unit_name(unit: &str, lang: Lang) -> &str {
    const ENGLISH: [(&str, &str); 12] = [
        ("tấn", "tonnes"),
        ("nghìn tấn", "thousand tonnes"),
        ("triệu kWh", "million kWh"),
        ("nghìn kWh", "thousand kWh"),
        ("nghìn m3", "thousand m³"),
        ("triệu viên", "million pieces"),
        ("nghìn viên", "thousand pieces"),
        ("nghìn lít", "thousand litres"),
        ("nghìn cái", "thousand pieces"),
        ("cái", "pieces"),
        ("chiếc", "pieces"),
        ("triệu đồng", "million đồng"),
    ];
    let english = ENGLISH.iter().find(|(vi, _)| *vi == unit).map_or(unit, |(_, en)| en);
    if lang == Lang::Vi { unit } else { english }
}

/// Decimals a quantity is printed with: four significant figures or whole units, whichever is more.
pub(super) fn quantity_digits(quantity: f64) -> usize {
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
