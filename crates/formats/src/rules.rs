//! The rules file: TOML with `[own]` and `[cell]` parameters and one `[[rule]]` a rule. Faults are given by file and line.
//!
//! The rules Khơi carries are in `data/checks.toml`, whose head documents the form and every variable.

use std::collections::BTreeMap;

use domain::checks::hb::Parameters;
use domain::checks::{Rule, RuleSet, RuleSource};
use domain::period::Month;
use domain::text::Text;
use serde::Deserialize;
use toml::Spanned;

use crate::fault::{Fault, Place};

#[cfg(test)]
mod tests;

/// The rules Khơi carries, as text: what a release digests.
pub const CARRIED: &str = include_str!("../../../data/checks.toml");

/// The name faults in [`CARRIED`] are given under.
pub const CARRIED_NAME: &str = "data/checks.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    own: Spanned<ParametersRow>,
    cell: Spanned<ParametersRow>,
    #[serde(default)]
    rule: Vec<Spanned<toml::Table>>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
struct ParametersRow {
    u: f64,
    a: f64,
    c: f64,
    least: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    vi: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    code: String,
    name: Both,
    scope: String,
    severity: String,
    doubts: String,
    when: Option<String>,
    holds: String,
    text: Both,
    origin: String,
    from: Option<String>,
    until: Option<String>,
}

/// The rules Khơi carries.
///
/// # Errors
/// Never in a tested build; the faults are passed on all the same, so that a broken build says what broke.
pub fn carried() -> Result<RuleSet, Vec<Fault>> {
    read(CARRIED_NAME, CARRIED.as_bytes())
}

/// Reads a rules file.
///
/// # Errors
/// Every fault of the file: not UTF-8, not TOML, a field missing or unknown, an expression that is not sound, a code used twice.
pub fn read(name: &str, bytes: &[u8]) -> Result<RuleSet, Vec<Fault>> {
    let text = std::str::from_utf8(bytes).map_err(|error| vec![not_utf8(name, bytes, error.valid_up_to())])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines { name, text };
    let file: File = toml::from_str(text).map_err(|error| vec![lines.not_toml(&error, 0)])?;
    let mut faults = Vec::new();
    let own = parameters(&lines, &file.own, &mut faults);
    let cell = parameters(&lines, &file.cell, &mut faults);
    let mut rules: Vec<Rule> = Vec::new();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for table in file.rule {
        let start = table.span().start;
        match rule(&lines, start, table.into_inner()) {
            Ok(rule) => {
                let line = lines.field(start, "code");
                if let Some(first) = seen.insert(rule.source.code.clone(), line) {
                    faults.push(repeated(&lines, start, &rule.source.code, first));
                }
                rules.push(rule);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    if rules.is_empty() && faults.is_empty() {
        faults.push(Fault::new(
            Place::file(name),
            Text::new("Tệp không có quy tắc nào.", "The file has no rule."),
            Text::new("Thêm ít nhất một mục [[rule]].", "Add at least one [[rule]]."),
        ));
    }
    if faults.is_empty() { Ok(RuleSet { rules, own, cell }) } else { Err(faults) }
}

fn rule(lines: &Lines<'_>, start: usize, table: toml::Table) -> Result<Rule, Box<Fault>> {
    let row: RuleRow = table.try_into().map_err(|error| Box::new(lines.not_toml(&error, start)))?;
    let code = |field: &str, error: domain::series::UnknownCode| {
        Box::new(Fault::new(
            lines.place(lines.field(start, field)),
            Text::new(
                format!("{field} = “{}” không có.", error.text),
                format!("There is no {field} “{}”.", error.text),
            ),
            Text::new(format!("Hãy ghi: {}.", error.expected), format!("Write {}.", error.expected)),
        ))
    };
    let month = |field: &str, text: Option<String>| -> Result<Option<Month>, Box<Fault>> {
        let parse = |text: String| {
            text.parse::<Month>().map_err(|_| {
                Box::new(Fault::new(
                    lines.place(lines.field(start, field)),
                    Text::new(
                        format!("{field} = “{text}” không phải một tháng."),
                        format!("{field} = “{text}” is not a month."),
                    ),
                    Text::new("Hãy ghi như 2024-01.", "Write it as 2024-01."),
                ))
            })
        };
        text.map(parse).transpose()
    };
    let source = RuleSource {
        scope: row.scope.parse().map_err(|e| code("scope", e))?,
        severity: row.severity.parse().map_err(|e| code("severity", e))?,
        doubts: row.doubts.parse().map_err(|e| code("doubts", e))?,
        from: month("from", row.from)?,
        until: month("until", row.until)?,
        code: row.code,
        name: Text::new(row.name.vi, row.name.en),
        when: row.when,
        holds: row.holds,
        text: Text::new(row.text.vi, row.text.en),
        origin: row.origin,
    };
    let which = source.code.clone();
    Rule::compile(source).map_err(|error| {
        Box::new(Fault::new(
            lines.place(lines.field(start, error.field)).column(error.field),
            Text::new(format!("Quy tắc {which} chưa dùng được."), format!("Rule {which} is not sound.")),
            error.what,
        ))
    })
}

fn parameters(lines: &Lines<'_>, row: &Spanned<ParametersRow>, faults: &mut Vec<Fault>) -> Parameters {
    let ParametersRow { u, a, c, least } = *row.get_ref();
    let sound = (0.0..=1.0).contains(&u) && (0.0..=1.0).contains(&a) && c > 0.0 && c.is_finite() && least >= 2;
    if !sound {
        faults.push(Fault::new(
            lines.place(lines.number_at(row.span().start)),
            Text::new(
                "Tham số Hidiroglou–Berthelot ngoài phạm vi.",
                "A Hidiroglou–Berthelot parameter is out of range.",
            ),
            Text::new(
                "u và a từ 0 đến 1, c lớn hơn 0, least từ 2 trở lên.",
                "Write u and a from 0 to 1, c above 0, and least at least 2.",
            ),
        ));
    }
    Parameters { u, a, c, least }
}

fn repeated(lines: &Lines<'_>, start: usize, code: &str, first: u64) -> Fault {
    Fault::new(
        lines.place(lines.field(start, "code")).column("code"),
        Text::new(
            format!("Mã {code} đã dùng ở dòng {first}."),
            format!("The code {code} is already used on line {first}."),
        ),
        Text::new("Mỗi quy tắc cần một mã riêng.", "Give each rule a code of its own."),
    )
}

fn not_utf8(name: &str, bytes: &[u8], upto: usize) -> Fault {
    let line = bytes[..upto].iter().filter(|b| **b == b'\n').count() as u64 + 1;
    Fault::new(
        Place::file(name).line(line),
        Text::new("Tệp không phải văn bản UTF-8.", "The file is not UTF-8 text."),
        Text::new("Lưu lại tệp với mã hóa UTF-8.", "Save it again as UTF-8."),
    )
}

/// The text of a rules file, for finding lines.
struct Lines<'t> {
    name: &'t str,
    text: &'t str,
}

impl Lines<'_> {
    fn place(&self, line: u64) -> Place {
        Place::file(self.name).line(line)
    }

    /// The line of a byte, from 1.
    fn number_at(&self, byte: usize) -> u64 {
        let before = self.text.as_bytes().get(..byte).unwrap_or_default();
        before.iter().filter(|b| **b == b'\n').count() as u64 + 1
    }

    /// The line on which a field of the rule that starts at a byte stands; the first line of the rule when it has none.
    fn field(&self, start: usize, field: &str) -> u64 {
        let first = self.number_at(start);
        let body = self.text.lines().enumerate().skip(first as usize);
        let is_field =
            |line: &str| line.trim_start().strip_prefix(field).is_some_and(|r| r.trim_start().starts_with('='));
        body.take_while(|(_, line)| !line.trim_start().starts_with('['))
            .find(|(_, line)| is_field(line))
            .map_or(first, |(n, _)| n as u64 + 1)
    }

    /// A fault of form, as the TOML reader says it; its place is known for the file, and the rule's start for a rule.
    fn not_toml(&self, error: &toml::de::Error, start: usize) -> Fault {
        let byte = error.span().map_or(start, |span| span.start);
        let said = error.message();
        Fault::new(
            self.place(self.number_at(byte)),
            Text::new(format!("Không đọc được: {said}."), format!("Cannot be read: {said}.")),
            Text::new(
                "Xem mẫu ở đầu tệp data/checks.toml: mỗi [[rule]] cần code, name, scope, severity, doubts, holds, text, origin.",
                "See the head of data/checks.toml: each [[rule]] needs code, name, scope, severity, doubts, holds, text, origin.",
            ),
        )
    }
}
