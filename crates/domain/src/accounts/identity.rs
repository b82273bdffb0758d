//! Who somebody is to a provider of identities, and what the provider's word is worth as a second factor.
//!
//! Source: OpenID Connect Core 1.0, section 2 (the pair of issuer and subject is the only thing that names a person for good; a subject has
//! at most 255 ASCII characters); RFC 8176, section 2 (methods of authentication).

use serde::{Deserialize, Serialize};

use crate::register::code;
use crate::text::Text;

code!(
    /// The address of a provider, to the letter as it vouches: `https://sso.hagiang.gov.vn`.
    Issuer, "an address beginning with https:// or http://, as https://sso.example.vn",
    |t| t.len() <= 400
        && (t.starts_with("https://") || t.starts_with("http://"))
        && t.bytes().all(|b| b.is_ascii_graphic())
);

code!(
    /// What a provider calls a person, for ever: letters of its own choice.
    Subject, "the provider's own code of the person (sub), of 1 to 255 ASCII characters",
    |t| (1..=255).contains(&t.len()) && t.trim() == t && t.bytes().all(|b| b.is_ascii_graphic() || b == b' ')
);

/// Somebody, as a provider knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Which provider.
    pub issuer: Issuer,
    /// Its code of the person.
    pub subject: Subject,
}

/// By which door somebody came, or tried to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// With a password kept here.
    Password,
    /// Proven by a provider of identities.
    Provider,
}

impl Door {
    /// As it is kept.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Provider => "provider",
        }
    }

    /// The door of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Password, Self::Provider].into_iter().find(|door| door.code() == code)
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Password => Text::new("mật khẩu", "password"),
            Self::Provider => Text::new("nhà cung cấp định danh", "identity provider"),
        }
    }
}

/// What somebody knows (RFC 8176).
const KNOWN: [&str; 2] = ["pwd", "pin"];
/// What somebody has (RFC 8176); messages to a telephone are left out, because they can be diverted.
const HELD: [&str; 4] = ["otp", "hwk", "swk", "sc"];

/// Whether the methods a provider vouches for are two factors: it says so (`mfa`), or names something known together with something held.
#[must_use]
pub fn are_two_factors<M: AsRef<str>>(methods: &[M]) -> bool {
    let any = |of: &[&str]| methods.iter().any(|method| of.contains(&method.as_ref()));
    any(&["mfa"]) || (any(&KNOWN) && any(&HELD))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_factors_are_said_or_of_two_kinds() {
        let check = |methods: &[&str], expected| assert_eq!(are_two_factors(methods), expected, "{methods:?}");
        check(&[], false);
        check(&["pwd"], false);
        check(&["otp"], false);
        check(&["hwk"], false);
        check(&["pwd", "pin"], false);
        check(&["pwd", "sms"], false);
        check(&["MFA"], false);
        check(&["mfa"], true);
        check(&["pwd", "mfa"], true);
        check(&["pwd", "otp"], true);
        check(&["pin", "sc"], true);
    }

    #[test]
    fn identities_are_checked_where_they_enter() {
        for good in ["a", "248289761001", "auth0|5f7c", "Nguyen Thi Lan"] {
            assert_eq!(good.parse::<Subject>().unwrap().as_str(), good);
        }
        for wrong in ["", " a", "a ", "đỗ", "a\nb", &"a".repeat(256)] {
            assert!(wrong.parse::<Subject>().is_err(), "{wrong:?}");
        }
        assert!("https://sso.example.vn/realms/so".parse::<Issuer>().is_ok());
        for wrong in ["", "sso.example.vn", "https://a b", "javascript:x"] {
            assert!(wrong.parse::<Issuer>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn doors_are_told_by_their_codes() {
        for door in [Door::Password, Door::Provider] {
            assert_eq!(Door::of_code(door.code()), Some(door));
        }
        assert_eq!(Door::of_code("window"), None);
    }
}
