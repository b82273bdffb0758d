//! Writing SVG: numbers in a short form, text escaped.

use std::fmt::Write as _;

use super::Frame;

/// Colours of a figure that stands alone. Contrast on white is at least 4.5:1 for text and 3:1 for marks.
pub(super) const INK: &str = "#1c2b2d";
pub(super) const SOFT: &str = "#5a6a6c";
pub(super) const RULE: &str = "#d9dfdd";
pub(super) const ACCENT: &str = "#0b6158";
pub(super) const DOWN: &str = "#a8431f";
pub(super) const OFFICIAL: &str = "#8a5a00";
pub(super) const PAPER: &str = "#ffffff";

/// Letters that have every Vietnamese sign on the common systems.
const LETTERS: &str = "'Segoe UI','Noto Sans',Roboto,'Helvetica Neue',Arial,sans-serif";

/// Escapes text for element content and for attributes; characters XML does not allow are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{9}' | '\u{a}' | '\u{d}' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A coordinate with at most one decimal.
pub(super) fn at(value: f64) -> String {
    let text = domain::series::decimal(value, 1);
    text.strip_suffix(".0").map_or_else(|| text.clone(), ToOwned::to_owned)
}

/// An SVG document that is being written.
pub(super) struct Svg {
    text: String,
}

impl Svg {
    /// Opens the document with its title and description. `id` must be unique on the page.
    pub(super) fn open(id: &str, frame: Frame, title: &str, description: &str) -> Self {
        Self::open_as("img", id, frame, title, description)
    }

    /// The same for a drawing with links in it: those who listen must be able to go into it, so it is no single picture.
    pub(super) fn open_with_links(id: &str, frame: Frame, title: &str, description: &str) -> Self {
        Self::open_as("group", id, frame, title, description)
    }

    fn open_as(role: &str, id: &str, frame: Frame, title: &str, description: &str) -> Self {
        let (width, height) = (at(frame.width), at(frame.height));
        let (id, title, description) = (escape(id), escape(title), escape(description));
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure {name}\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" role=\"{role}\" aria-labelledby=\"{id}-t {id}-d\" \
             font-family=\"{LETTERS}\" font-size=\"{font}\">\
             <title id=\"{id}-t\">{title}</title><desc id=\"{id}-d\">{description}</desc>",
            name = frame.name(),
            font = at(frame.font),
        );
        Self { text }
    }

    /// Writes raw SVG.
    pub(super) fn raw(&mut self, svg: &str) {
        self.text.push_str(svg);
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), class: &str, stroke: &str) {
        let _ = write!(
            self.text,
            "<line class=\"{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{stroke}\"/>",
            at(from.0),
            at(from.1),
            at(to.0),
            at(to.1)
        );
    }

    /// A rectangle with a hover title.
    pub(super) fn bar(&mut self, place: (f64, f64), size: (f64, f64), class: &str, fill: &str, title: &str) {
        let _ = write!(
            self.text,
            "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"><title>{}</title></rect>",
            at(place.0),
            at(place.1),
            at(size.0),
            at(size.1),
            escape(title)
        );
    }

    /// A line of text; `anchor` is `start`, `middle` or `end`.
    pub(super) fn text(&mut self, place: (f64, f64), anchor: &str, class: &str, fill: &str, text: &str) {
        let anchor = if anchor == "start" { String::new() } else { format!(" text-anchor=\"{anchor}\"") };
        let weight = if class.contains("strong") { " font-weight=\"600\"" } else { "" };
        let _ = write!(
            self.text,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\" fill=\"{fill}\"{anchor}{weight}>{}</text>",
            at(place.0),
            at(place.1),
            escape(text)
        );
    }

    /// Ends the document.
    pub(super) fn close(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

/// A rough width of a text, in the units of the font size: that of DejaVu Sans, the widest face a reader without any of [`LETTERS`]
/// is likely to have, so that what fits here fits everywhere.
pub(super) fn width_of(text: &str, font: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * font
}

/// The same for bold letters.
pub(super) fn strong_width_of(text: &str, font: f64) -> f64 {
    width_of(text, font) * 1.13
}

/// Where entries of these widths begin that follow each other from the left: the row, and the place in it.
pub(super) fn in_rows(widths: impl IntoIterator<Item = f64>, sheet: f64) -> Vec<(usize, f64)> {
    let (mut row, mut x) = (0, 0.0);
    let place = |width: f64| {
        if x > 0.0 && x + width > sheet {
            (row, x) = (row + 1, 0.0);
        }
        let place = (row, x);
        x += width;
        place
    };
    widths.into_iter().map(place).collect()
}

fn ems(letter: char) -> f64 {
    match letter {
        'i' | 'l' | 'j' | 'í' | 'ì' | 'ị' | 'ỉ' | 'ĩ' | 'I' | '.' | ',' | ' ' | ':' | ';' | '\'' => 0.33,
        't' | 'f' | 'r' | '(' | ')' | '-' => 0.42,
        '%' | 'm' | 'w' | 'M' | 'W' => 0.98,
        '+' | '\u{2212}' => 0.84,
        letter if letter.is_ascii_digit() || letter.is_uppercase() => 0.70,
        _ => 0.62,
    }
}

/// The text cut to a width, its letters bold where it is `strong`, with an ellipsis where it was cut. The full text stays in the hover title.
pub(super) fn fit(text: &str, font: f64, width: f64, strong: bool) -> String {
    let measure = if strong { strong_width_of } else { width_of };
    if measure(text, font) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if measure(&kept, font) + font > width {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}

/// The text on as many lines as it takes, broken between words, at most `lines`; the last is cut by [`fit`] where they do not suffice.
pub(super) fn wrap(text: &str, font: f64, width: f64, strong: bool, lines: usize) -> Vec<String> {
    let measure = if strong { strong_width_of } else { width_of };
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let is_last = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if is_last || measure(line, font) + measure(" ", font) + measure(word, font) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.into_iter().map(|line| fit(&line, font, width, strong)).collect()
}

#[cfg(test)]
mod tests {
    use super::{strong_width_of, width_of, wrap};

    /// Widths in ems of DejaVu Sans, regular and bold, measured in Chromium on a canvas (`measureText`).
    const MEASURED: [(&str, f64, f64); 9] = [
        ("+10,00%", 4.651, 5.003),
        ("\u{2212}48,93%", 4.651, 5.003),
        ("104,14", 3.499, 3.859),
        ("Sản xuất kim loại", 8.677, 9.758),
        ("Công nghiệp chế biến, chế tạo", 15.292, 17.100),
        ("0710 Khai thác quặng sắt", 12.861, 14.416),
        ("Kết quả: \u{2212}17,22%", 9.168, 10.133),
        ("Whole industry", 7.542, 8.572),
        ("Manufacture of food products", 14.783, 16.839),
    ];

    #[test]
    fn a_text_is_broken_between_words_and_cut_only_on_its_last_line() {
        let check = |text: &str, expected: &[&str]| assert_eq!(wrap(text, 10.0, 90.0, false, 2), expected, "{text}");
        check("Khai khoáng", &["Khai khoáng"]);
        check("Sản xuất kim loại", &["Sản xuất kim", "loại"]);
        check("Sản xuất kim loại và các sản phẩm khác", &["Sản xuất kim", "loại và các sản…"]);
        check("Xxxxxxxxxxxxxxxxxxxxxx", &["Xxxxxxxxxxxx…"]);
        check("", &[""]);
    }

    #[test]
    fn no_text_is_wider_than_it_is_taken_for() {
        for (text, regular, strong) in MEASURED {
            assert!(width_of(text, 1.0) >= regular, "{text}: {} under {regular}", width_of(text, 1.0));
            assert!(strong_width_of(text, 1.0) >= strong, "{text}: {} under {strong}", strong_width_of(text, 1.0));
            assert!(width_of(text, 1.0) < regular * 1.2, "{text}: {} wastes room", width_of(text, 1.0));
        }
    }
}
