//! The register: enterprises, establishments with their dated events, products.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::area::CommuneRef;
use crate::classification::IndustryRef;
use crate::period::Month;
use crate::text::UnknownCode;

/// Why a text is not a code of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not {expected}")]
pub struct CodeError {
    /// What was read.
    pub text: String,
    /// What was expected, with an example.
    pub expected: &'static str,
}

/// A code checked where it enters: `code!(/** What it is. */ Name, "what is expected, with an example", is_valid)`.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $expected:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::register::CodeError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok(Self(text.to_owned())) }
                else { Err($crate::register::CodeError { text: text.to_owned(), expected: $expected }) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::register::CodeError;
            fn try_from(text: String) -> Result<Self, Self::Error> { text.parse() }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self { code.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    };
}
pub(crate) use code;

/// Capital letters, digits and dashes, at most `longest`.
pub(crate) fn is_plain_code(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

fn is_tax_code(text: &str) -> bool {
    let (number, branch) = text.split_once('-').map_or((text, None), |(n, b)| (n, Some(b)));
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    digits(number, 10) && branch.is_none_or(|b| digits(b, 3))
}

code!(
    /// Mã số thuế: ten digits, or ten digits, a dash and three more for a dependent unit. The stable identity of an enterprise.
    EnterpriseCode, "a tax code of 10 digits, as 5100123456, or with a branch, as 5100123456-001", is_tax_code
);
code!(
    /// Mã cơ sở: capital letters, digits and dashes, at most 20.
    EstablishmentCode, "an establishment code of capital letters, digits and dashes, as CS-001, at most 20",
    |t| is_plain_code(t, 20)
);
code!(
    /// Mã sản phẩm: capital letters, digits and dashes, at most 20.
    ProductCode, "a product code of capital letters, digits and dashes, as 0710-01, at most 20",
    |t| is_plain_code(t, 20)
);

/// Ownership of an enterprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ownership {
    /// Doanh nghiệp nhà nước.
    State,
    /// Doanh nghiệp ngoài nhà nước.
    Private,
    /// Doanh nghiệp có vốn đầu tư nước ngoài.
    Foreign,
    /// Hợp tác xã.
    Cooperative,
    /// Hộ, cơ sở cá thể.
    Household,
}

impl Ownership {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::State, Self::Private, Self::Foreign, Self::Cooperative, Self::Household];

    /// The code: `state`, `private`, `foreign`, `cooperative`, `household`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Private => "private",
            Self::Foreign => "foreign",
            Self::Cooperative => "cooperative",
            Self::Household => "household",
        }
    }
}

impl FromStr for Ownership {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "state, private, foreign, cooperative or household";
        Self::ALL.into_iter().find(|o| o.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

/// Doanh nghiệp, hợp tác xã.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Enterprise {
    /// Tax code.
    pub code: EnterpriseCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Ownership.
    pub ownership: Ownership,
    /// Invented for the demonstration; said wherever it is shown.
    pub simulated: bool,
}

/// What happened to an establishment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventKind {
    /// Bắt đầu hoạt động.
    Opening,
    /// Tạm ngừng.
    Suspension,
    /// Hoạt động trở lại.
    Resumption,
    /// Chấm dứt hoạt động.
    Closure,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Opening, Self::Suspension, Self::Resumption, Self::Closure];

    /// The code: `opening`, `suspension`, `resumption`, `closure`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Suspension => "suspension",
            Self::Resumption => "resumption",
            Self::Closure => "closure",
        }
    }

    /// Whether it can happen to an establishment after these events, oldest first; without any it has always been open.
    ///
    /// Nothing follows a closure but an opening or a resumption; a resumption follows only a suspension or a closure. An opening
    /// comes first or after a closure, but not after a closure that comes first: those two dates have been exchanged.
    #[must_use]
    pub fn may_follow(self, before: &[Self]) -> bool {
        match (self, before) {
            (Self::Opening, [.., _, last]) => *last == Self::Closure,
            (Self::Opening, [_]) => false,
            (Self::Opening, []) => true,
            (Self::Resumption, [.., last]) => matches!(last, Self::Suspension | Self::Closure),
            (Self::Resumption, []) => false,
            (Self::Suspension, [.., last]) => matches!(last, Self::Opening | Self::Resumption),
            (Self::Closure, [.., last]) => *last != Self::Closure,
            (Self::Suspension | Self::Closure, []) => true,
        }
    }
}

impl FromStr for EventKind {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let expected = "opening, suspension, resumption or closure";
        Self::ALL.into_iter().find(|k| k.code() == text).ok_or_else(|| UnknownCode { text: text.to_owned(), expected })
    }
}

/// A dated event in the life of an establishment, with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The day it took effect.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
    /// Why; empty when nobody said.
    pub reason: String,
}

/// Whether an establishment was working in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// Its opening comes after the month.
    NotYetOpen,
    /// Open on at least one day of the month.
    Active,
    /// Suspended on every day of the month.
    Suspended,
    /// Closed before the month began.
    Closed,
}

/// Cơ sở sản xuất công nghiệp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Establishment {
    /// Its code.
    pub code: EstablishmentCode,
    /// The enterprise it belongs to.
    pub enterprise: EnterpriseCode,
    /// Name in Vietnamese.
    pub name: String,
    /// Main industry, with the version of the classification.
    pub industry: IndustryRef,
    /// Commune, with the version of the list of communes.
    pub commune: CommuneRef,
    /// Dated events in order of date; without an opening it is taken to have always been open.
    pub events: Vec<Event>,
}

impl Establishment {
    /// Whether it was working in `month`, from its dated events: active when open on at least one of its days.
    #[must_use]
    pub fn activity(&self, month: Month) -> Activity {
        let opens_later =
            self.events.first().is_some_and(|e| e.kind == EventKind::Opening && e.date > month.last_day());
        if opens_later {
            return Activity::NotYetOpen;
        }
        let before = self.events.iter().rfind(|e| e.date <= month.first_day()).map(|e| e.kind);
        let resumes_within = self
            .events
            .iter()
            .any(|e| Month::of(e.date) == month && matches!(e.kind, EventKind::Opening | EventKind::Resumption));
        match before {
            Some(EventKind::Closure) if !resumes_within => Activity::Closed,
            Some(EventKind::Suspension) if !resumes_within => Activity::Suspended,
            _ => Activity::Active,
        }
    }
}

/// Sản phẩm công nghiệp chủ yếu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Its code.
    pub code: ProductCode,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Unit of quantity, as printed: `tấn`, `triệu kWh`.
    pub unit: String,
    /// The 4-digit industry it belongs to, with the version of the classification.
    pub industry: IndustryRef,
}

/// The register as one value.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Enterprises by code.
    pub enterprises: BTreeMap<EnterpriseCode, Enterprise>,
    /// Establishments by code.
    pub establishments: BTreeMap<EstablishmentCode, Establishment>,
    /// Products by code.
    pub products: BTreeMap<ProductCode, Product>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_refuse_what_they_are_not() {
        assert!("5100123456".parse::<EnterpriseCode>().is_ok());
        assert!("5100123456-001".parse::<EnterpriseCode>().is_ok());
        assert!("510012345".parse::<EnterpriseCode>().is_err());
        assert!("cs 1".parse::<EstablishmentCode>().is_err());
    }

    #[test]
    fn events_follow_one_another_as_they_can_happen() {
        use EventKind::{Closure as C, Opening as O, Resumption as R, Suspension as S};
        let is_sound = |course: &[EventKind]| (0..course.len()).all(|n| course[n].may_follow(&course[..n]));
        for course in [&[O, S, R, C][..], &[S, R, S, C], &[C, R, C], &[O, C, O, S, R, C, R], &[S, C, O], &[]] {
            assert!(is_sound(course), "{course:?}");
        }
        for course in [&[R][..], &[O, R], &[O, O], &[S, S], &[S, O], &[C, S], &[C, C], &[C, O], &[O, S, R, R]] {
            assert!(!is_sound(course), "{course:?}");
        }
    }

    #[test]
    fn activity_follows_the_dated_events() {
        let at = |text: &str| text.parse::<Date>().unwrap();
        let event = |date, kind| Event { date: at(date), kind, reason: String::new() };
        let establishment = Establishment {
            code: "CS-1".parse().unwrap(),
            enterprise: "5100123456".parse().unwrap(),
            name: "Mỏ thử".into(),
            industry: "2018:0710".parse().unwrap(),
            commune: "2020:00691".parse().unwrap(),
            events: vec![
                event("2020-03-10", EventKind::Opening),
                event("2021-05-15", EventKind::Suspension),
                event("2021-09-02", EventKind::Resumption),
                event("2022-01-01", EventKind::Closure),
            ],
        };
        let check =
            |month: &str, expected| assert_eq!(establishment.activity(month.parse().unwrap()), expected, "{month}");
        check("2020-02", Activity::NotYetOpen);
        check("2020-03", Activity::Active);
        check("2021-05", Activity::Active);
        check("2021-06", Activity::Suspended);
        check("2021-09", Activity::Active);
        check("2021-12", Activity::Active);
        check("2022-01", Activity::Closed);
    }
}
