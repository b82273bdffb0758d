//! A form as it is read: every field checked once, what is wrong said at the field.

use std::str::FromStr;

use domain::period::Month;
use domain::text::Text;
use jiff::civil::Date;
use office::context::OfficeError;

use super::FormView;
use crate::answer::Answer;
use crate::form::Fields;
use crate::page::Page;
use crate::pages::sheet::Sheet;
use crate::trouble::Trouble;

/// The longest line that is taken, in characters.
const LONGEST_LINE: usize = 300;
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
    pub(crate) fn new(p: &'a Page, fields: &'a Fields, form: FormView) -> Self {
        let (form, _) = form.filled(fields).missing(fields, p);
        Self { p, fields, form }
    }

    fn wrong(&mut self, name: &str, vi: &str, en: &str) {
        self.said(name, self.p.t(vi, en).to_owned());
    }

    /// Says what is wrong at a field; the first thing counts.
    pub(crate) fn said(&mut self, name: &str, what: String) {
        if let Some(field) = self.form.fields.iter_mut().find(|field| field.name == name && field.error.is_none()) {
            field.error = Some(what);
        }
    }

    /// Says that a field must be filled in after all.
    pub(crate) fn missing(&mut self, name: &str) {
        self.wrong(name, "Hãy điền hoặc chọn ở đây.", "Fill in or choose here.");
    }

    /// Says that a day has not come.
    pub(crate) fn later(&mut self, name: &str) {
        self.wrong(name, "Ngày này chưa đến. Ghi ngày đã đến.", "The day has not come. Enter one that has.");
    }

    /// A word of a choice, a code: what is not one says what is expected.
    pub(crate) fn code<T: FromStr<Err: ToString>>(&mut self, name: &str) -> Option<T> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        match text.parse() {
            Ok(code) => Some(code),
            Err(_) => {
                self.wrong(
                    name,
                    "Mã này không đúng. Xem gợi ý trên ô rồi sửa.",
                    "This is no such code. See the hint above the field.",
                );
                None
            }
        }
    }

    /// A day.
    pub(crate) fn date(&mut self, name: &str) -> Option<Date> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let day = text.parse::<Date>().ok().filter(|day| YEARS.contains(&day.year()));
        if day.is_none() {
            self.wrong(name, "Ngày không đúng. Ghi như 2024-02-20.", "This is no day. Write it as 2024-02-20.");
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
            self.wrong(name, "Tháng không đúng. Ghi như 2024-02.", "This is no month. Write it as 2024-02.");
        }
        month
    }

    /// A number, with a comma or a point before its decimals.
    pub(crate) fn number(&mut self, name: &str) -> Option<f64> {
        let text = self.fields.text(name);
        if text.is_empty() {
            return None;
        }
        let number = text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        if number.is_none() {
            self.wrong(name, "Số không đúng. Ghi như 12,5.", "This is no number. Write it as 12.5.");
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
            self.wrong(name, "Ghi số nguyên không âm.", "Write a whole number that is not negative.");
        }
        number
    }

    /// Words; none where nothing was written. One form stands for both languages, or both with a bar between them.
    pub(crate) fn text(&mut self, name: &str) -> Option<Text> {
        self.line(name).map(|line| Text::typed(&line))
    }

    /// Words as they were written.
    pub(crate) fn line(&mut self, name: &str) -> Option<String> {
        let text = self.fields.text(name);
        let several = self.form.fields.iter().any(|field| field.name == name && field.is_lines());
        let longest = if several { LONGEST_TEXT } else { LONGEST_LINE };
        if text.chars().count() > longest {
            self.said(
                name,
                match self.p.is_vi() {
                    true => format!("Dài quá {longest} chữ. Viết ngắn lại."),
                    false => format!("More than {longest} letters. Make it shorter."),
                },
            );
            return None;
        }
        // A zero byte is no letter, and one of the two databases keeps none.
        if text.contains('\0') {
            self.wrong(name, "Có ký tự không đọc được. Xóa rồi gõ lại.", "It has a letter that cannot be read.");
            return None;
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The form when nothing is wrong so far, else the form that says what is.
    pub(crate) fn done(self) -> Result<FormView, FormView> {
        if self.form.has_errors() { Err(self.form) } else { Ok(self.form) }
    }
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
