//! Checks as data: rules with a code, a CEL expression, a text in two languages, who asked for them, how severe they are and when they hold.
//!
//! A rule is confronted with a row of [`Facts`] and comes to one of three outcomes: pass, fail, or cannot say when an operand is
//! missing. No growth rate is an error by itself: +244.79 % and −91.07 % have been published (Hà Giang, first half of 2022), so rules
//! compare with the unit's own history, with its peers of the same month and with last year's season.
//!
//! Reading order: [`variables`] (what a rule may speak of) → [`expression`] (CEL) → [`message`] (the text with its values) →
//! [`hb`] (ratio bounds) → [`history`] (returns put in order) → [`run()`] (every rule on every row).

pub mod expression;
pub mod hb;
pub mod history;
pub mod message;
mod plan;
pub mod run;
pub mod variables;

#[cfg(test)]
mod tests;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::period::Month;
use crate::series::UnknownCode;
use crate::text::{Lang, Text};
use expression::{Expression, ExpressionError, Functions};
use hb::Parameters;
use message::Message;

pub use history::Histories;
pub use run::{Finding, Run, Tally, run, run_on};
pub use variables::{Facts, Number, Truth, Word};

/// What a rule says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Đạt.
    Pass,
    /// Không đạt.
    Fail,
    /// Chưa kết luận được: an operand is missing.
    CannotSay,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::CannotSay];

    /// The code: `pass`, `fail`, `cannot-say`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::CannotSay => "cannot-say",
        }
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $expected:literal { $($(#[$item:meta])* $variant:ident $code:literal $vi:literal $en:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$item])* $variant,)* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code in files.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The name on screen.
            #[must_use]
            pub fn text(self) -> Text {
                match self { $(Self::$variant => Text::new($vi, $en),)* }
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                let unknown = || UnknownCode { text: text.to_owned(), expected: $expected };
                Self::ALL.iter().copied().find(|s| s.code() == text).ok_or_else(unknown)
            }
        }
    };
}

codes! {
    /// How severe a failed rule is.
    Severity, "error, warning or info" {
        /// Lỗi: the figure cannot be right; it must be corrected or confirmed before release.
        Error "error" "lỗi" "error",
        /// Cảnh báo: suspicious; look at it in the order of the review queue.
        Warning "warning" "cảnh báo" "warning",
        /// Lưu ý: worth knowing.
        Info "info" "lưu ý" "info",
    }
}

codes! {
    /// What a rule is asked of, and what it rests on.
    Scope, "return, line, series or cell" {
        /// The whole return of an establishment, or its absence.
        Return "return" "phiếu" "return",
        /// One product line by itself.
        Line "line" "dòng" "line",
        /// One product line against the same establishment's earlier returns.
        Series "series" "chuỗi" "series",
        /// One product line against its peers in the same month.
        Cell "cell" "nhóm" "cell",
    }
}

codes! {
    /// Which production a failed rule throws doubt on; the review queue prices it in index points.
    Doubts, "production, previous or other" {
        /// The production of the report month.
        Production "production" "sản lượng tháng báo cáo" "production of the report month",
        /// The production of the month before.
        Previous "previous" "sản lượng tháng trước" "production of the month before",
        /// Something that does not enter the production index.
        Other "other" "số liệu khác" "other figures",
    }
}

/// A rule as it is written in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSource {
    /// Its code, unique in the set: capital letters, digits, dashes.
    pub code: String,
    /// Its short name.
    pub name: Text,
    /// The rule is asked only where this holds; everywhere when absent.
    pub when: Option<String>,
    /// What must hold.
    pub holds: String,
    /// What is said when it does not, with placeholders `{expression}` or `{expression:digits}`.
    pub text: Text,
    /// Who asked for it, or which manual.
    pub origin: String,
    /// How severe.
    pub severity: Severity,
    /// What it is asked of.
    pub scope: Scope,
    /// Which production it throws doubt on.
    pub doubts: Doubts,
    /// First report month it holds for.
    pub from: Option<Month>,
    /// Last report month it holds for.
    pub until: Option<Month>,
}

/// A rule that was read and found sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// As it was written.
    pub source: RuleSource,
    when: Option<Expression>,
    holds: Expression,
    message: Message,
}

/// Why a rule is not sound: which field, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct RuleError {
    /// The field at fault, as it is named in the file.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub what: Text,
}

impl Rule {
    /// Reads and checks every part of a rule.
    ///
    /// # Errors
    /// When a required part is empty, a validity ends before it begins, or an expression or placeholder is not sound.
    pub fn compile(source: RuleSource) -> Result<Self, RuleError> {
        refuse_empty(&source)?;
        if let (Some(from), Some(until)) = (source.from, source.until)
            && until < from
        {
            let what = Text::new(
                format!("Hiệu lực kết thúc ({until}) trước khi bắt đầu ({from}); hãy sửa một trong hai tháng."),
                format!("The validity ends ({until}) before it begins ({from}); correct one of the months."),
            );
            return Err(RuleError { field: "until", what });
        }
        let in_field = |field| move |error: ExpressionError| RuleError { field, what: error.what };
        let when = source.when.as_deref().map(Expression::truth).transpose().map_err(in_field("when"))?;
        let holds = Expression::truth(&source.holds).map_err(in_field("holds"))?;
        let message = Message::read(&source.text).map_err(in_field("text"))?;
        Ok(Self { when, holds, message, source })
    }

    /// Whether the rule holds for this report month.
    #[must_use]
    pub fn is_in_force(&self, month: Month) -> bool {
        self.source.from.is_none_or(|from| from <= month) && self.source.until.is_none_or(|until| month <= until)
    }

    /// What the rule says of a row. A row outside the rule's `when` passes.
    #[must_use]
    pub fn judge(&self, facts: &Facts<'_>, functions: &Functions) -> Outcome {
        match self.when.as_ref().map(|when| when.judge(facts, functions)) {
            Some(Outcome::Fail) => Outcome::Pass,
            Some(Outcome::CannotSay) => Outcome::CannotSay,
            Some(Outcome::Pass) | None => self.holds.judge(facts, functions),
        }
    }

    /// Its expressions: `when` if it has one, and `holds`.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression> {
        self.when.iter().chain([&self.holds])
    }

    /// The sentence for a row that failed.
    #[must_use]
    pub fn say(&self, facts: &Facts<'_>, month: Month, functions: &Functions) -> Text {
        self.message.fill(facts, month, functions)
    }

    /// The rule for a browser, which asks it while somebody types: `None` where a part of it is not plain, so that only the server judges.
    #[must_use]
    pub fn tree(&self, month: Month, lang: Lang) -> Option<serde_json::Value> {
        let when = self.when.as_ref().map(Expression::tree);
        if when == Some(None) {
            return None;
        }
        Some(serde_json::json!({
            "code": self.source.code,
            "severity": self.source.severity.code(),
            "whole": self.source.scope == Scope::Return,
            "numbers": self.numbers().iter().map(|number| number.name()).collect::<Vec<_>>(),
            "when": when.flatten(),
            "holds": self.holds.tree()?,
            "text": self.message.tree(month, lang)?,
        }))
    }

    /// The numbers the rule looks at, in the order of [`Number::ALL`].
    fn numbers(&self) -> Vec<Number> {
        let mut asked = self.holds.numbers();
        asked.extend(self.when.iter().flat_map(Expression::numbers));
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The known numbers the rule looked at, in the order of [`Number::ALL`].
    #[must_use]
    pub fn evidence(&self, facts: &Facts<'_>) -> Vec<(Number, f64)> {
        self.numbers().into_iter().filter_map(|n| facts.number(n).map(|v| (n, v))).collect()
    }
}

fn refuse_empty(source: &RuleSource) -> Result<(), RuleError> {
    let is_code = |code: &str| {
        (1..=20).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
    };
    if !is_code(&source.code) {
        let what = Text::new(
            format!("Mã “{}” chưa đúng: viết chữ hoa, chữ số và gạch ngang, tối đa 20 ký tự.", source.code),
            format!("“{}” is not a code: write capital letters, digits and dashes, at most 20.", source.code),
        );
        return Err(RuleError { field: "code", what });
    }
    let parts = [
        ("name", [&source.name.vi, &source.name.en]),
        ("text", [&source.text.vi, &source.text.en]),
        ("origin", [&source.origin, &source.origin]),
    ];
    match parts.into_iter().find(|(_, texts)| texts.iter().any(|t| t.trim().is_empty())) {
        Some((field, _)) => {
            let what = Text::new(
                "Để trống; hãy ghi đủ cả tiếng Việt và tiếng Anh (nguồn gốc ghi một lần).",
                "Left empty; write it in both languages (the origin once).",
            );
            Err(RuleError { field, what })
        }
        None => Ok(()),
    }
}

/// The rules in force somewhere, with the parameters of the ratio bounds.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleSet {
    /// The rules, in the order of the file.
    pub rules: Vec<Rule>,
    /// Hidiroglou–Berthelot parameters against the unit's own history.
    pub own: Parameters,
    /// The same against the unit's cell.
    pub cell: Parameters,
}
