//! An import carried out and given up, so that what it would change can be read before it is accepted. The rehearsal is the import itself up
//! to its last step: nothing is guessed.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::{Map, Value};

/// One thing an import would add or change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// What it is: its code, or the fields that tell it apart.
    pub what: String,
    /// Whether it was not known before.
    pub is_new: bool,
    /// The fields that differ, parts of parts with a point between: name, before, after.
    pub fields: Vec<(String, String, String)>,
}

/// How many things are told apart; those beyond are only counted.
pub const SHOWN: usize = 5_000;

/// What a rehearsal has shown so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rehearsal(Arc<Mutex<Shown>>);

/// The differences, and the digest of all that differs.
#[derive(Debug, Clone, Default)]
struct Shown {
    differences: Vec<Difference>,
    digest: String,
}

impl Rehearsal {
    pub(crate) fn show(&self, found: Vec<Difference>, digest: &str) {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.differences.extend(found);
        shown.digest.push_str(digest);
    }

    pub(crate) fn shown(&self) -> Vec<Difference> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).differences.clone()
    }

    pub(crate) fn digest(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).digest.clone()
    }
}

impl Difference {
    /// The difference between two forms of one thing, down to its parts: `licences.2.end`.
    pub(crate) fn between(before: Option<&Value>, after: &Value) -> Self {
        let (old, new) = (before.map(leaves).unwrap_or_default(), leaves(after));
        let was = |name: &str| old.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value);
        let changed = new.iter().filter(|(name, is)| was(name) != is);
        let mut fields: Vec<_> = changed.map(|(name, is)| (name.clone(), was(name).to_owned(), is.clone())).collect();
        let gone = old.iter().filter(|(name, was)| !was.is_empty() && new.iter().all(|(known, _)| known != name));
        fields.extend(gone.map(|(name, was)| (name.clone(), was.clone(), String::new())));
        Self { what: name_of(after), is_new: before.is_none(), fields }
    }
}

/// Every plain value with the way to it.
fn leaves(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    gather(value, String::new(), &mut found);
    found
}

fn gather(value: &Value, way: String, found: &mut Vec<(String, String)>) {
    let step = |name: &str| if way.is_empty() { name.to_owned() } else { format!("{way}.{name}") };
    match value {
        Value::Object(fields) if !is_text(fields) => {
            fields.iter().for_each(|(name, value)| gather(value, step(name), found));
        }
        Value::Array(list) => {
            (1..).zip(list).for_each(|(place, value)| gather(value, step(&i32::to_string(&place)), found));
        }
        plain => found.push((way, said(Some(plain)))),
    }
}

/// Whether it is words in both languages.
fn is_text(fields: &Map<String, Value>) -> bool {
    fields.len() == 2 && fields.contains_key("vi") && fields.contains_key("en")
}

/// The code of a thing, or its first plain fields.
fn name_of(value: &Value) -> String {
    let Some(fields) = value.as_object() else { return said(Some(value)) };
    if let Some(code) = fields.get("code") {
        return said(Some(code));
    }
    let plain = fields.iter().filter(|(_, value)| value.is_string() || value.is_number());
    plain.take(3).map(|(_, value)| said(Some(value))).collect::<Vec<_>>().join(" ")
}

fn said(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(fields)) if is_text(fields) => {
            let [vi, en] = ["vi", "en"].map(|lang| said(fields.get(lang)));
            if vi == en { vi } else { format!("{vi} | {en}") }
        }
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told() {
        let check = |before: Option<Value>, after: Value, what: &str, fields: &[(&str, &str, &str)]| {
            let found = Difference::between(before.as_ref(), &after);
            let told: Vec<_> = found.fields.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
            assert_eq!((found.what.as_str(), found.is_new, told.as_slice()), (what, before.is_none(), fields));
        };
        let old = json!({ "code": "M02", "name": "Tùng Bá", "area": 12.5, "note": null });
        check(Some(old.clone()), old.clone(), "M02", &[]);
        let new = json!({ "code": "M02", "name": "Tùng Bá", "area": 13.0, "note": "đo lại" });
        check(Some(old), new, "M02", &[("area", "12.5", "13.0"), ("note", "", "đo lại")]);
        check(
            None,
            json!({ "month": "2024-01", "value": 3 }),
            "2024-01 3",
            &[("month", "", "2024-01"), ("value", "", "3")],
        );
        let licence = |end: &str| json!({ "code": "M02", "licences": [{ "number": "1/GP", "end": end }] });
        check(Some(licence("2018")), licence("2028"), "M02", &[("licences.1.end", "2018", "2028")]);
        let named = json!({ "code": "M02", "name": { "vi": "Tùng Bá", "en": "Tung Ba" } });
        check(
            Some(licence("2018")),
            named,
            "M02",
            &[("name", "", "Tùng Bá | Tung Ba"), ("licences.1.end", "2018", ""), ("licences.1.number", "1/GP", "")],
        );
    }
}
