//! What a form brought: its fields, its files, and the token that shows it is one of ours.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use domain::text::Text;
use serde_json::Value;

use crate::asked::Wants;
use crate::trouble::Trouble;

/// The longest form, without files.
pub(crate) const LONGEST_FORM: usize = 256 << 10;
/// The longest form with files.
pub(crate) const LONGEST_UPLOAD: usize = 12 << 20;
/// The longest text in one field, in characters.
const LONGEST_FIELD: usize = 20_000;

/// A file sent with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) field: String,
    /// The name as it was sent: shown as text, never used as a path.
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

/// The fields of a form, in the order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    pairs: Vec<(String, String)>,
    pub(crate) files: Vec<Upload>,
}

impl Fields {
    /// Fields as if they had come with a form.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, files: Vec::new() }
    }

    /// The text of a field, without blanks around it; empty when it was left out.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The text of a field to the letter: a password.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be ticked several times.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Every field with its value, in the order they came.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What was entered, for a page that must give it back: without passwords, codes and our own token.
    pub(crate) fn entered(&self) -> impl Iterator<Item = (&str, &str)> {
        let ours = |key: &str| ["form", "password", "new", "again", "present", "code", "secret"].contains(&key);
        let pairs = self.pairs.iter().filter(move |(key, value)| !ours(key) && !value.trim().is_empty());
        pairs.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Reads the body of a form; from a program also as JSON.
    pub(crate) async fn read(request: Request, wants: Wants) -> Result<Self, Trouble> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let fields = match kind.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" => plain(request).await?,
            "multipart/form-data" => with_files(request).await?,
            "application/json" if wants == Wants::Forms => of_json(request).await?,
            _ => return Err(Trouble::Media),
        };
        if fields.pairs.iter().any(|(_, value)| value.chars().count() > LONGEST_FIELD) {
            return Err(Trouble::TooLarge);
        }
        // A zero byte is no letter, and one of the two databases keeps none.
        if fields.pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(unreadable());
        }
        Ok(fields)
    }
}

async fn plain(request: Request) -> Result<Fields, Trouble> {
    let bytes = axum::body::to_bytes(request.into_body(), LONGEST_FORM).await.map_err(|_| Trouble::TooLarge)?;
    // Read as a query is: the two have one form (WHATWG URL, section 5).
    let text = std::str::from_utf8(&bytes).map_err(|_| unreadable())?;
    let uri: axum::http::Uri = format!("/?{text}").parse().map_err(|_| unreadable())?;
    let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).map_err(|_| unreadable())?;
    Ok(Fields { pairs: query.0, files: Vec::new() })
}

/// What a program sends: an object of fields; a field that may be ticked several times is a list. Nothing (`null`) is as if left out.
async fn of_json(request: Request) -> Result<Fields, Trouble> {
    let bytes = axum::body::to_bytes(request.into_body(), LONGEST_FORM).await.map_err(|_| Trouble::TooLarge)?;
    let object: serde_json::Map<String, Value> = serde_json::from_slice(&bytes).map_err(|error| no_object(&error))?;
    let mut fields = Fields::default();
    for (name, value) in object {
        let list = match value {
            Value::Array(list) => list,
            Value::Null => continue,
            one => vec![one],
        };
        for value in list {
            let text = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
                Value::Null | Value::Array(_) | Value::Object(_) => return Err(no_value(&name)),
            };
            fields.pairs.push((name.clone(), text));
        }
    }
    Ok(fields)
}

fn no_object(error: &serde_json::Error) -> Trouble {
    let (line, column) = (error.line(), error.column());
    Trouble::Said(Text::new(
        format!(
            "Nội dung gửi không phải một đối tượng JSON (dòng {line}, cột {column}). Gửi dạng {{\"tên ô\": \"giá trị\"}}."
        ),
        format!("What was sent is no JSON object (line {line}, column {column}). Send it as {{\"field\": \"value\"}}."),
    ))
}

fn no_value(name: &str) -> Trouble {
    Trouble::Said(Text::new(
        format!("Ô “{name}” phải là chữ, số, hoặc danh sách chữ. Sửa giá trị của ô này."),
        format!("The field “{name}” must be a text, a number, or a list of texts. Correct its value."),
    ))
}

async fn with_files(request: Request) -> Result<Fields, Trouble> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, LONGEST_UPLOAD).await.map_err(|_| Trouble::TooLarge)?;
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // The limit is the one above; the extractor's own of 2 MB would call a larger file unreadable.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
    let mut fields = Fields::default();
    while let Some(part) = parts.next_field().await.map_err(|_| unreadable())? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(|_| unreadable())?;
                if !bytes.is_empty() {
                    fields.files.push(Upload { field, name, bytes });
                }
            }
            None => fields.pairs.push((field, part.text().await.map_err(|_| unreadable())?)),
        }
    }
    Ok(fields)
}

fn unreadable() -> Trouble {
    Trouble::Said(Text::new(
        "Không đọc được biểu mẫu đã gửi. Hãy quay lại trang trước và gửi lại.",
        "The form that was sent cannot be read. Go back and send it again.",
    ))
}

/// Whether two tokens are the same, in a time that does not tell how much of them is.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
