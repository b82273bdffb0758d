//! Values out of a form: each field is read once, and what cannot be read is said at its field.

use std::str::FromStr;

use crate::component::FormView;
use crate::form::Fields;
use crate::page::Page;

/// A form being read.
pub(crate) struct Reading<'a> {
    form: FormView,
    fields: &'a Fields,
    p: &'a Page,
    sound: bool,
}

impl<'a> Reading<'a> {
    /// Begins: what must be filled in and is not is marked.
    pub(crate) fn of(form: FormView, fields: &'a Fields, p: &'a Page) -> Self {
        let (form, missing) = form.filled(fields).missing(fields, p);
        Self { form, fields, p, sound: !missing }
    }

    /// The text of a field.
    pub(crate) fn text(&self, name: &str) -> String {
        self.fields.text(name).to_owned()
    }

    /// A value that must be there. `None` marks the field.
    pub(crate) fn required<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.fields.text(name);
        if text.is_empty() {
            self.sound = false;
            return None;
        }
        self.parsed(name, text)
    }

    /// A value that may be left out; what is there and cannot be read marks the field.
    pub(crate) fn optional<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.fields.text(name);
        if text.is_empty() { None } else { self.parsed(name, text) }
    }

    /// Every value of a field that may be ticked several times.
    pub(crate) fn many<T: FromStr>(&mut self, name: &str) -> Vec<T> {
        let texts: Vec<&str> = self.fields.all(name).filter(|text| !text.is_empty()).collect();
        texts.into_iter().filter_map(|text| self.parsed(name, text)).collect()
    }

    fn parsed<T: FromStr>(&mut self, name: &str, text: &str) -> Option<T> {
        let value = text.parse().ok();
        if value.is_none() {
            self.wrong(
                name,
                self.p.t("Không đọc được giá trị này. Hãy sửa lại.", "This value cannot be read. Correct it."),
            );
        }
        value
    }

    /// Marks a field, or the whole where there is no such field.
    pub(crate) fn wrong(&mut self, name: &str, what: &str) {
        self.sound = false;
        self.form.mark(name, what);
    }

    /// Whether everything could be read.
    pub(crate) fn is_sound(&self) -> bool {
        self.sound
    }

    /// The form as it was sent, with what is wrong in it.
    pub(crate) fn form(self) -> FormView {
        self.form
    }
}
