//! The forms of pages for programs: what can be done, with which fields; and what was done, or why not.
//!
//! A form is one thing with two faces. What a person fills in on `/obstacles/new`, a program reads as JSON at `/api/v1/forms/obstacles/new` and
//! sends there: the same fields, the same checks, the same use case. So nothing that can be done on a page is missing here, and nothing
//! has to be described twice.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::answer::Answer;
use crate::asked::{Asked, DATA, FORMS};
use crate::component::{Entry, Field, FormView};
use crate::page::link;
use crate::routes;

/// The forms of a page with what the page says of them.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) title: String,
    /// What the page says before its forms.
    pub(crate) said: Vec<String>,
    /// Name, hint and form.
    pub(crate) forms: Vec<(String, String, FormView)>,
}

/// What can be done at an address.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Forms {
    /// What the page is about.
    title: String,
    /// What is to be known before.
    said: Vec<String>,
    /// The forms that whoever asks may send now.
    forms: Vec<Form>,
}

/// A form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Form {
    /// The address it is sent to, by POST.
    send_to: String,
    /// What sending it does.
    does: String,
    /// A word of explanation.
    #[serde(skip_serializing_if = "String::is_empty")]
    hint: String,
    /// Its fields.
    fields: Vec<FormField>,
}

/// A field of a form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FormField {
    /// Its name in what is sent.
    name: String,
    /// What it asks for.
    label: String,
    /// How to fill it in.
    #[serde(skip_serializing_if = "String::is_empty")]
    hint: String,
    /// How it is filled in.
    kind: Fill,
    /// Whether it must be filled in.
    required: bool,
    /// What counts unless something else is sent; hidden fields are sent as they are.
    #[serde(skip_serializing_if = "String::is_empty")]
    value: String,
    /// The values there are to choose from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<FieldChoice>,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fill {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A day, as 2024-01-31.
    Date,
    /// A month, as 2024-01.
    Month,
    /// A number.
    Number,
    /// A file: the whole form is then sent as multipart/form-data.
    File,
    /// One of the choices, by code.
    Choice,
    /// Any of the choices: a list of codes.
    Choices,
    /// To be sent back as it is.
    Hidden,
}

/// A value to choose.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldChoice {
    /// As it is sent.
    code: String,
    /// What it is called.
    name: String,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    /// The page where it is seen.
    see: String,
    /// The same as data, where there is such.
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<String>,
}

impl From<&Field> for FormField {
    fn from(field: &Field) -> Self {
        let pair = |code: &str, name: &str| FieldChoice { code: code.to_owned(), name: name.to_owned() };
        let explained = |(code, name, said): &(String, String, String)| pair(code, &format!("{name}: {said}"));
        let (kind, choices) = match &field.entry {
            Entry::Line("date", _) => (Fill::Date, Vec::new()),
            Entry::Line("month", _) => (Fill::Month, Vec::new()),
            Entry::Line("number" | "decimal", _) => (Fill::Number, Vec::new()),
            Entry::Line("file", _) => (Fill::File, Vec::new()),
            Entry::Line(..) => (Fill::Line, Vec::new()),
            Entry::Lines | Entry::Code => (Fill::Lines, Vec::new()),
            Entry::One(known) => (Fill::Choice, known.iter().map(|(code, name)| pair(code, name)).collect()),
            Entry::Explained(known) => (Fill::Choice, known.iter().map(explained).collect()),
            Entry::Any(known) => (Fill::Choices, known.iter().map(|(code, name)| pair(code, name)).collect()),
            Entry::AnyExplained(known) => (Fill::Choices, known.iter().map(explained).collect()),
            Entry::Hidden => (Fill::Hidden, Vec::new()),
        };
        let (label, hint, value) = (field.label.clone(), field.hint.clone(), field.value.clone());
        Self { name: field.name.clone(), label, hint, kind, required: field.required, value, choices }
    }
}

/// The address of a form for programs, from its address on pages in a language.
fn address(action: &str) -> String {
    match action.strip_prefix("/en/") {
        Some(rest) => format!("/en{FORMS}/{rest}"),
        None => format!("{FORMS}{action}"),
    }
}

impl From<Shown> for Forms {
    fn from(shown: Shown) -> Self {
        let form = |(name, hint, form): (String, String, FormView)| Form {
            send_to: address(&form.action),
            does: if name.is_empty() { form.button().to_owned() } else { name },
            hint,
            fields: form.fields.iter().map(FormField::from).collect(),
        };
        Self { title: shown.title, said: shown.said, forms: shown.forms.into_iter().map(form).collect() }
    }
}

/// What a page answers when its forms were asked for, or one was sent.
pub(crate) fn answered(asked: &Asked, answer: Answer) -> Response {
    match answer {
        Answer::Forms(shown) => {
            let wrong = shown.forms.iter().any(|(.., form)| form.has_errors());
            if wrong {
                let forms: Vec<FormView> = shown.forms.into_iter().map(|(.., form)| form).collect();
                let title = asked.page("", "").t("Chưa ghi được", "Not done").to_owned();
                return Problem::of(&title, &forms).into_response();
            }
            axum::Json(Forms::from(shown)).into_response()
        }
        Answer::See(place) => axum::Json(done(asked, &place)).into_response(),
        Answer::Page(_) => {
            let p = asked.page("", "");
            let none = Forms { title: asked.path.clone(), said: vec![no_forms(&p).to_owned()], forms: Vec::new() };
            (StatusCode::OK, axum::Json(none)).into_response()
        }
        // Files and letters are what they are.
        other => other.into_response(),
    }
}

fn no_forms(p: &crate::page::Page) -> &str {
    p.t("Trang này không có biểu mẫu.", "This page has no forms.")
}

/// Where what was done is seen, without the word that the page would say of it.
fn done(asked: &Asked, place: &str) -> Done {
    let see = place.split_once("?done=").map_or(place, |(page, _)| page);
    let bare = see.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(see);
    let read = routes::has_data(bare).then(|| link(asked.lang, &format!("{DATA}{bare}")));
    Done { see: see.to_owned(), read }
}
