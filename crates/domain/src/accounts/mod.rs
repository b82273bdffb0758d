//! Accounts: who may sign in, with what password and second factor, for how long, and when they must wait.
//!
//! The limits are those a system of security level 3 is checked against; each file names its source.
//! Everything here is pure: hashing, chance and the clock are elsewhere.

mod identity;
mod key;
mod lockout;
mod password;
mod session;

use serde::{Deserialize, Serialize};

pub use identity::{Door, Identity, Issuer, Subject, are_two_factors};
pub use key::{Key, LONGEST_DAYS, grantable};
pub use lockout::{FREE_TRIES, wait_after};
pub use password::{Kept, PasswordFault, Strength, faults, must_change_after};
pub use session::{LONGEST_HOURS, REST_DAYS, idle_minutes, is_alive, rests};

use crate::agency::AgencyCode;
use crate::authority::{Actor, Role};
use crate::register::{EnterpriseCode, code};
use crate::text::Text;

code!(
    /// Tên đăng nhập: small letters, digits, dots, dashes and underscores, 3 to 40, beginning with a letter.
    Login, "a sign-in name of 3 to 40 small letters, digits, dots, dashes or underscores, beginning with a letter, as lan.nt",
    |t| (3..=40).contains(&t.len())
        && t.starts_with(|c: char| c.is_ascii_lowercase())
        && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b))
);

code!(
    /// An address for mail: one `@` with something before it and a dotted name after it, no blanks, at most 120.
    Email, "an e-mail address, as lan@example.vn",
    |t| t.len() <= 120
        && !t.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c))
        && t.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !host.contains('@')
            && !host.starts_with('.') && !host.ends_with('.'))
);

/// Someone who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The name to sign in with; it never changes and is never given to someone else.
    pub login: Login,
    /// The person's name.
    pub name: String,
    /// Where reset links and reminders go.
    pub email: Email,
    /// What they are to the system.
    pub role: Role,
    /// The enterprise of a firm's account.
    pub enterprise: Option<EnterpriseCode>,
    /// The agency of an agency's account.
    pub agency: Option<AgencyCode>,
    /// Why it was closed; `None` while it is open.
    pub closed: Option<String>,
}

impl Account {
    /// The actor this account makes.
    ///
    /// # Errors
    /// When the role does not go with the enterprise or agency.
    pub fn actor(&self) -> Result<Actor, Text> {
        Actor::signed_in(self.login.as_str(), self.role, self.enterprise.clone(), self.agency.clone())
    }

    /// Whether a second factor is needed beside the password: for everyone who reads more than one's own firm.
    #[must_use]
    pub fn needs_second_factor(&self) -> bool {
        self.role != Role::Firm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_in_names_and_addresses_are_checked_where_they_enter() {
        for good in ["lan.nt", "so-ct_1", "abc"] {
            assert!(good.parse::<Login>().is_ok(), "{good}");
        }
        for wrong in ["", "ab", "Lan", "1abc", "lan nt", "lan'--", "a/../b", "đỗ"] {
            assert!(wrong.parse::<Login>().is_err(), "{wrong}");
        }
        for good in ["lan@example.vn", "a.b+c@so-ct.hagiang.gov.vn"] {
            assert!(good.parse::<Email>().is_ok(), "{good}");
        }
        for wrong in ["lan", "@a.vn", "lan@vn", "a@b@c.vn", "a b@c.vn", "a@c.vn\r\nBcc: x@y.vn", "a@.vn", "<a@c.vn>"] {
            assert!(wrong.parse::<Email>().is_err(), "{wrong}");
        }
    }
}
