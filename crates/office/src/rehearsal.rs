//! An import carried out and given up, so that what it would change can be read before it is accepted. The rehearsal is the import itself up
//! to its last step: nothing is guessed.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use serde_json::Value;

/// One thing an import would add or change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// What it is: its code, or the fields that tell it apart.
    pub what: String,
    /// Whether it was not known before.
    pub is_new: bool,
    /// The fields that differ: name, before, after.
    pub fields: Vec<(String, String, String)>,
}

/// What a rehearsal has shown so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rehearsal(Arc<Mutex<Vec<Difference>>>);

impl Rehearsal {
    pub(crate) fn show(&self, found: Vec<Difference>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    }

    pub(crate) fn shown(&self) -> Vec<Difference> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Difference {
    /// The difference between two forms of one thing.
    pub(crate) fn between(before: Option<&Value>, after: &Value) -> Self {
        let empty = serde_json::Map::new();
        let (old, new) = (before.and_then(Value::as_object).unwrap_or(&empty), after.as_object().unwrap_or(&empty));
        let names = new.keys().chain(old.keys().filter(|name| !new.contains_key(*name)));
        let differing = names.filter_map(|name| {
            let (was, is) = (said(old.get(name)), said(new.get(name)));
            (was != is).then(|| (name.clone(), was, is))
        });
        Self { what: name_of(after), is_new: before.is_none(), fields: differing.collect() }
    }
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
    }
}
