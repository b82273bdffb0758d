//! A form as it is read: every field checked once, what is wrong said at the field.

use std::collections::BTreeSet;
use std::str::FromStr;

use domain::period::Month;
use domain::text::Text;
use jiff::civil::Date;
use office::context::OfficeError;

use super::FormView;
use crate::answer::Answer;
use crate::asked::Wants;
use crate::form::Fields;
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// The longest line that is taken, in characters: that of a cell of a file, so that what came from one can be changed here.
const LONGEST_LINE: usize = 1_000;
/// The longest text of several lines.
const LONGEST_TEXT: usize = 4_000;
/// The years in which a day makes sense here.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2150;

/// The fields of a form and what is wrong with them so far.
pub(crate) struct Reading<'a> {
    p: &'a Page,
    fields: &'a Fields,
    form: FormView,
}

impl<'a> Reading<'a> {
    /// Of what was sent: fields that must be filled in and are not are marked.
    pub(crate) fn of(form: FormView, fields: &'a Fields, p: &'a Page) -> Self {
        let (mut form, _) = form.filled(fields).missing(fields, p);
        if p.wants == Wants::Forms {
            mark_strangers(&mut form, fields, p);
        }
        Self { p, fields, form }
    }

    fn say(&mut self, name: &str, vi: &str, en: &str) {
        self.wrong(name, self.p.t(vi, en));
    }

    /// Says what is wrong at a field, or of the whole where there is no such field; the first thing counts.
    pub(crate) fn wrong(&mut self, name: &str, what: &str) {
        let told = self.form.fields.iter().any(|field| field.name == name && field.error.is_some());
        if !told {
            self.form.mark(name, what);
        }
    }

    /// Says that a field must be filled in after all.
    pub(crate) fn missing(&mut self, name: &str) {
        self.say(name, "Hãy điền hoặc chọn ở đây.", "Fill in or choose here.");
    }

    /// Says that a day has not come.
    pub(crate) fn later(&mut self, name: &str) {
        self.say(name, "Ngày này chưa đến. Ghi ngày đã đến.", "The day has not come. Enter one that has.");
    }

    /// A word of a choice, a code; what is there and cannot be read is said.
    pub(crate) fn optional<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.fields.text(name);
        if text.is_empty() { None } else { self.parsed(name, text) }
    }

    /// The same where it must be there.
    pub(crate) fn required<T: FromStr>(&mut self, name: &str) -> Option<T> {
        if self.fields.text(name).is_empty() {
            self.missing(name);
        }
        self.optional(name)
    }

    /// Every value of a field that may be ticked several times.
    pub(crate) fn many<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let fields = self.fields;
        fields.all(name).filter(|text| !text.is_empty()).filter_map(|text| self.parsed(name, text)).collect()
    }

    fn parsed<T: FromStr>(&mut self, name: &str, text: &str) -> Option<T> {
        let value = text.parse().ok();
        if value.is_none() {
            self.say(
                name,
                "Không đọc được giá trị này. Xem gợi ý trên ô rồi sửa.",
                "This value cannot be read. See the hint above the field and correct it.",
            );
        }
        value
    }

    /// A day.
    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let day = text.parse::<Date>().ok().filter(|day| YEARS.contains(&day.year()));
        if day.is_none() {
            self.say(name, "Ngày không đúng. Ghi như 2024-02-20.", "This is no day. Write it as 2024-02-20.");
        }
        day
    }

    /// A month.
    pub(crate) fn month(&mut self, name: &str) -> Option<Month> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let month = text.parse::<Month>().ok().filter(|month| YEARS.contains(&month.first_day().year()));
        if month.is_none() {
            self.say(name, "Tháng không đúng. Ghi như 2024-02.", "This is no month. Write it as 2024-02.");
        }
        month
    }

    /// A number, with a comma or a point before its decimals; a person is asked which is meant where it could be the mark of thousands.
    pub(crate) fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        // A program writes numbers one way.
        let doubtful = if self.p.wants == Wants::Page { two_readings(text, self.p.is_vi()) } else { None };
        if let Some([whole, decimal]) = doubtful {
            let what = match self.p.is_vi() {
                true => format!("Không rõ là {whole} hay {decimal}. Ghi lại theo một trong hai cách."),
                false => format!("It may be {whole} or {decimal}. Write it as one of the two."),
            };
            self.wrong(name, &what);
            return None;
        }
        let number = text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.say(name, "Số không đúng. Ghi như 12,5.", "This is no number. Write it as 12.5.");
        }
        number
    }

    /// A whole number, not negative.
    pub(crate) fn whole(&mut self, name: &str) -> Option<u32> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let number = text.parse::<u32>().ok().filter(|number| *number < 1_000_000_000);
        if number.is_none() {
            self.say(name, "Ghi số nguyên không âm.", "Write a whole number that is not negative.");
        }
        number
    }

    /// Words; none where nothing was written. One form stands for both languages, or both with a bar between them.
    pub(crate) fn text(&mut self, name: &str) -> Option<Text> {
        self.line(name).map(|line| Text::typed(&line))
    }

    /// What was written, as it is; empty where nothing was.
    pub(crate) fn plain(&self, name: &str) -> String {
        self.fields.text(name).to_owned()
    }

    /// Words as they were written.
    pub(crate) fn line(&mut self, name: &str) -> Option<String> {
        let text = self.fields.text(name);
        let several = self.form.fields.iter().any(|field| field.name == name && field.is_lines());
        let longest = if several { LONGEST_TEXT } else { LONGEST_LINE };
        if text.chars().count() > longest {
            let what = match self.p.is_vi() {
                true => format!("Dài quá {longest} chữ. Viết ngắn lại."),
                false => format!("More than {longest} letters. Make it shorter."),
            };
            self.wrong(name, &what);
            return None;
        }
        // A form sends its lines with two marks, a file with one.
        (!text.is_empty()).then(|| text.replace("\r\n", "\n"))
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        !self.form.has_errors()
    }

    /// The form as it was sent, with what is wrong in it.
    pub(crate) fn form(self) -> FormView {
        self.form
    }

    /// The form when nothing is wrong so far, else the form that says what is.
    pub(crate) fn done(self) -> Result<FormView, FormView> {
        if self.form.has_errors() { Err(self.form) } else { Ok(self.form) }
    }
}

/// Marks what a program sent under a name that the form does not have: it would be lost without a word.
fn mark_strangers(form: &mut FormView, fields: &Fields, p: &Page) {
    let own = |name: &str| name == "form" || form.fields.iter().any(|field| field.name == name);
    let strangers: BTreeSet<String> =
        fields.pairs().filter(|(name, _)| !own(name)).map(|(name, _)| name.to_owned()).collect();
    let known: Vec<&str> = form.fields.iter().map(|field| field.name.as_str()).collect();
    let known = known.join(", ");
    for name in strangers {
        let what = match p.is_vi() {
            true => format!("Biểu mẫu không có ô “{name}”. Các ô: {known}."),
            false => format!("The form has no field “{name}”. Its fields: {known}."),
        };
        form.mark(&name, what);
    }
}

/// The two readings of a number like `1.500` on a Vietnamese page (`1,500` on an English one): the mark of thousands of the language may also
/// be meant as a decimal mark, and nothing shows which.
fn two_readings(text: &str, is_vi: bool) -> Option<[String; 2]> {
    let (thousands, decimal) = if is_vi { ('.', ',') } else { (',', '.') };
    let (whole, rest) = text.split_once(thousands)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_group =
        rest.len() == 3 && digits(rest) && (1..=3).contains(&whole.len()) && digits(whole) && !whole.starts_with('0');
    is_group.then(|| {
        [
            format!("{whole}{rest}"),
            format!("{whole}{decimal}{}", rest.trim_end_matches('0')).trim_end_matches(decimal).to_owned(),
        ]
    })
}

/// The answer to a form whose act was tried: on to where its result is seen, or the form again with what the office said.
pub(crate) fn settle(
    sheet: Sheet,
    form: FormView,
    field: &str,
    tried: Result<(), OfficeError>,
    next: &str,
) -> Result<Answer, Trouble> {
    match tried.map_err(Trouble::from) {
        Ok(()) => Ok(Answer::See(sheet.p.link(next))),
        Err(Trouble::Said(text)) => {
            let said = sheet.p.of(&text);
            sheet.form(form.wrong(field, said)).answer()
        }
        Err(trouble) => Err(trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::two_readings;

    #[test]
    fn a_number_with_two_readings_is_not_guessed() {
        let check = |text: &str, is_vi, expected: Option<[&str; 2]>| {
            assert_eq!(two_readings(text, is_vi), expected.map(|two| two.map(str::to_owned)), "{text}");
        };
        check("1.500", true, Some(["1500", "1,5"]));
        check("12.345", true, Some(["12345", "12,345"]));
        check("1,500", false, Some(["1500", "1.5"]));
        for (text, is_vi) in [
            ("1,500", true),
            ("1.5", true),
            ("0.125", true),
            ("1500", true),
            ("1.5000", true),
            ("-1.500", true),
            ("1.500", false),
        ] {
            check(text, is_vi, None);
        }
    }
}
