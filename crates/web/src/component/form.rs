//! Forms: every field with its label, hint and error; errors again in a list on top, each a link to its field.

use askama::Template;

use crate::form::Fields;
use crate::page::Page;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A line; the type of the input (`text`, `email`, `password`, `date`, `number`, `file`) and what a browser may fill in.
    Line(&'static str, &'static str),
    /// Several lines.
    Lines,
    /// Several lines for a program, read letter by letter.
    Code,
    /// One of these: code and name.
    One(Vec<(String, String)>),
    /// One of these, all in sight with what each means: code, name, meaning.
    Explained(Vec<(String, String, String)>),
    /// Any of these: code and name.
    Any(Vec<(String, String)>),
    /// Any of these with what there is to say of each: code, name, what is said.
    AnyExplained(Vec<(String, String, String)>),
    /// Nothing to see.
    Hidden,
}

/// One field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: String,
    pub(crate) entry: Entry,
    pub(crate) value: String,
    pub(crate) ticked: Vec<String>,
    pub(crate) required: bool,
    pub(crate) error: Option<String>,
}

impl Field {
    fn new(name: impl Into<String>, label: &str, entry: Entry) -> Self {
        let (name, label, hint, value) = (name.into(), label.to_owned(), String::new(), String::new());
        Self { name, label, hint, entry, value, ticked: Vec::new(), required: true, error: None }
    }

    /// A line of text.
    pub(crate) fn line(name: impl Into<String>, label: &str) -> Self {
        Self::new(name, label, Entry::Line("text", "off"))
    }

    /// A line of another type, with what a browser may fill in.
    pub(crate) fn typed(name: impl Into<String>, label: &str, kind: &'static str, filled: &'static str) -> Self {
        Self::new(name, label, Entry::Line(kind, filled))
    }

    /// Several lines of text.
    pub(crate) fn lines(name: impl Into<String>, label: &str) -> Self {
        Self::new(name, label, Entry::Lines)
    }

    /// Several lines for a program.
    pub(crate) fn code(name: impl Into<String>, label: &str) -> Self {
        Self::new(name, label, Entry::Code)
    }

    /// A choice of one.
    pub(crate) fn one(name: impl Into<String>, label: &str, choices: Vec<(String, String)>) -> Self {
        Self::new(name, label, Entry::One(choices))
    }

    /// A choice of one whose answers need a word of what they mean.
    pub(crate) fn explained(name: impl Into<String>, label: &str, choices: Vec<(String, String, String)>) -> Self {
        Self::new(name, label, Entry::Explained(choices))
    }

    /// A choice of any.
    pub(crate) fn any(name: impl Into<String>, label: &str, choices: Vec<(String, String)>) -> Self {
        Self { required: false, ..Self::new(name, label, Entry::Any(choices)) }
    }

    /// A choice of any with something to say of each.
    pub(crate) fn any_explained(
        name: impl Into<String>,
        label: &str,
        choices: Vec<(String, String, String)>,
        ticked: Vec<String>,
    ) -> Self {
        Self { required: false, ticked, ..Self::new(name, label, Entry::AnyExplained(choices)) }
    }

    /// A value that goes along.
    pub(crate) fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { value: value.into(), required: false, ..Self::new(name, "", Entry::Hidden) }
    }

    /// May be left empty.
    pub(crate) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// With a hint below the label.
    pub(crate) fn hint(self, hint: &str) -> Self {
        Self { hint: hint.to_owned(), ..self }
    }

    /// With something in it to begin with.
    pub(crate) fn with(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    fn is_secret(&self) -> bool {
        matches!(self.entry, Entry::Line("password" | "file", _)) || self.name == "code"
    }

    /// Its type, when it is a line. A figure is a text to the browser: what `number` takes hangs on the language of the device.
    pub(crate) fn kind(&self) -> &'static str {
        match self.entry {
            Entry::Line("decimal", _) => "text",
            Entry::Line(kind, _) => kind,
            _ => "text",
        }
    }

    /// Whether a phone should show its keys for figures.
    pub(crate) fn is_figure(&self) -> bool {
        matches!(self.entry, Entry::Line("decimal", _))
    }

    /// What a browser may fill in.
    pub(crate) fn filled(&self) -> &'static str {
        if let Entry::Line(_, filled) = self.entry { filled } else { "off" }
    }

    pub(crate) fn is_lines(&self) -> bool {
        matches!(self.entry, Entry::Lines | Entry::Code)
    }

    pub(crate) fn is_code(&self) -> bool {
        self.entry == Entry::Code
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.entry == Entry::Hidden
    }

    pub(crate) fn choices(&self) -> Option<&[(String, String)]> {
        if let Entry::One(choices) = &self.entry { Some(choices) } else { None }
    }

    pub(crate) fn ticks(&self) -> Option<&[(String, String)]> {
        if let Entry::Any(choices) = &self.entry { Some(choices) } else { None }
    }

    pub(crate) fn explained_ticks(&self) -> Option<&[(String, String, String)]> {
        if let Entry::AnyExplained(choices) = &self.entry { Some(choices) } else { None }
    }

    pub(crate) fn explanations(&self) -> Option<&[(String, String, String)]> {
        if let Entry::Explained(choices) = &self.entry { Some(choices) } else { None }
    }

    pub(crate) fn is_ticked(&self, code: &str) -> bool {
        self.ticked.iter().any(|one| one == code)
    }

    /// The ids of what describes it, for those who listen.
    pub(crate) fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// What is wrong in a form, each a link to its field.
#[derive(Template)]
#[template(path = "component/errors.html")]
pub(crate) struct Errors<'a> {
    form: &'a FormView,
}

/// A form.
#[derive(Debug, Clone, Template)]
#[template(path = "component/form.html")]
pub(crate) struct FormView {
    pub(crate) action: String,
    /// The token of the session; empty before anyone is signed in.
    pub(crate) token: String,
    pub(crate) fields: Vec<Field>,
    button: String,
    /// A second button, which sends the form to be looked at only: its name and its words.
    look: Option<(&'static str, String)>,
    /// What is wrong with the whole, not with one field.
    wrong: Vec<String>,
    heading: &'static str,
    optional: &'static str,
}

impl FormView {
    /// A form that is sent to `path`.
    pub(crate) fn new(page: &Page, path: &str, button: &str, fields: Vec<Field>) -> Self {
        Self {
            action: page.link(path),
            token: page.visitor.as_ref().map(|visitor| visitor.form.clone()).unwrap_or_default(),
            fields,
            button: button.to_owned(),
            look: None,
            wrong: Vec::new(),
            heading: page.t("Chưa gửi được. Hãy sửa:", "Not sent yet. Please mend:"),
            optional: page.t("không bắt buộc", "optional"),
        }
    }

    /// With a second button that sends it to be looked at, filled in or not.
    pub(crate) fn looked_at(self, name: &'static str, button: &str) -> Self {
        Self { look: Some((name, button.to_owned())), ..self }
    }

    /// With what was entered before; passwords and codes are not given back.
    pub(crate) fn filled(mut self, fields: &Fields) -> Self {
        for field in self.fields.iter_mut().filter(|field| !field.is_secret() && !field.is_hidden()) {
            field.ticked = fields.all(&field.name).map(str::to_owned).collect();
            field.value = fields.raw(&field.name).to_owned();
        }
        self
    }

    /// With something wrong: at a field when it is one of this form, else on top.
    pub(crate) fn wrong(mut self, name: &str, what: impl Into<String>) -> Self {
        self.mark(name, what);
        self
    }

    /// The same in place.
    pub(crate) fn mark(&mut self, name: &str, what: impl Into<String>) {
        let what = what.into();
        match self.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.error = Some(what),
            None => self.wrong.push(what),
        }
    }

    /// Marks the fields that must be filled in and are not; whether there are any.
    pub(crate) fn missing(mut self, fields: &Fields, page: &Page) -> (Self, bool) {
        let mut any = false;
        for field in self.fields.iter_mut().filter(|field| field.required) {
            let sent = fields.files.iter().any(|file| file.field == field.name);
            if fields.text(&field.name).is_empty() && !sent {
                let what = page.t("Hãy điền hoặc chọn: ", "Fill in or choose: ");
                field.error = Some(format!("{what}{}.", field.label));
                any = true;
            }
        }
        (self, any)
    }

    /// What is wrong: with the whole, and at which field.
    pub(crate) fn faults(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let whole = self.wrong.iter().map(|what| (None, what.as_str()));
        let at = self.fields.iter().filter_map(|field| Some((Some(field.name.as_str()), field.error.as_deref()?)));
        whole.chain(at)
    }

    /// What sending it does, in a word.
    pub(crate) fn button(&self) -> &str {
        &self.button
    }

    /// Whether anything is wrong in it.
    pub(crate) fn has_errors(&self) -> bool {
        !self.wrong.is_empty() || self.fields.iter().any(|field| field.error.is_some())
    }

    /// The list of what is wrong, to stand on top.
    pub(crate) fn errors(&self) -> Errors<'_> {
        Errors { form: self }
    }

    fn has_files(&self) -> bool {
        self.fields.iter().any(|field| field.kind() == "file")
    }
}
