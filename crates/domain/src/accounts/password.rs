//! What a password must be, and for how long it may be kept.
//!
//! Source: the suggestions of TCVN 14423:2026 x.6.2.2 b and its level-3 line 5.6.2.2 b for administrators, as the facts give them: at
//! least 8 characters beside a second factor, at least 14 of four kinds without one; an administrator's is changed every two
//! months and is none of the last ten.

use jiff::ToSpan;
use jiff::civil::Date;

use super::Account;
use crate::authority::Role;
use crate::text::{Text, named};

named!(
    /// What else protects the account.
    Strength, "alone or with-second-factor" {
        /// Nothing: the password must be long and mixed.
        Alone "alone" "chỉ mật khẩu" "password alone";
        /// A one-time code is asked too.
        WithSecondFactor "with-second-factor" "có mã một lần" "with a one-time code";
    }
);

/// A password is never longer than this: hashing is work, and a longer text is not typed by a person.
const LONGEST: usize = 200;

/// How many earlier passwords may not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept(pub usize);

impl Kept {
    /// Ten for administrators, the present one for everyone else.
    #[must_use]
    pub fn of(role: Role) -> Self {
        Self(if role == Role::Administrator { 10 } else { 1 })
    }
}

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer characters than this.
    Short(usize),
    /// More than `LONGEST` bytes.
    Long,
    /// Not of four kinds: small and capital letters, digits, others.
    OneSided,
    /// It holds the sign-in name, or the name before the `@` of the address.
    OwnName,
    /// The same few characters again and again.
    Repeated,
}

impl PasswordFault {
    /// What is wrong and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Short(least) => Text::new(
                format!("Mật khẩu cần ít nhất {least} ký tự. Một câu ngắn dễ nhớ là tốt nhất."),
                format!("The password needs at least {least} characters. A short sentence is best."),
            ),
            Self::Long => Text::new(
                format!("Mật khẩu dài quá {LONGEST} byte. Hãy chọn mật khẩu ngắn hơn."),
                format!("The password is longer than {LONGEST} bytes. Choose a shorter one."),
            ),
            Self::OneSided => Text::new(
                "Khi không dùng mã một lần, mật khẩu cần cả chữ thường, chữ hoa, chữ số và ký tự khác.",
                "Without a one-time code the password needs small letters, capitals, digits and other characters.",
            ),
            Self::OwnName => Text::new(
                "Mật khẩu không được chứa tên đăng nhập hay tên thư điện tử của bạn.",
                "The password must not hold your sign-in name or the name of your address.",
            ),
            Self::Repeated => Text::new(
                "Mật khẩu lặp lại quá ít ký tự khác nhau. Hãy dùng ít nhất 5 ký tự khác nhau.",
                "The password repeats too few characters. Use at least 5 different ones.",
            ),
        }
    }
}

/// What is wrong with a new password; empty when it may be taken.
#[must_use]
pub fn faults(password: &str, account: &Account, strength: Strength) -> Vec<PasswordFault> {
    let least = match strength {
        Strength::Alone => 14,
        Strength::WithSecondFactor => 8,
    };
    let mut found = Vec::new();
    if password.chars().count() < least {
        found.push(PasswordFault::Short(least));
    }
    if password.len() > LONGEST {
        found.push(PasswordFault::Long);
    }
    if strength == Strength::Alone && !is_of_four_kinds(password) {
        found.push(PasswordFault::OneSided);
    }
    if holds_own_name(password, account) {
        found.push(PasswordFault::OwnName);
    }
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 5 {
        found.push(PasswordFault::Repeated);
    }
    found
}

fn is_of_four_kinds(password: &str) -> bool {
    let any = |kind: fn(char) -> bool| password.chars().any(kind);
    any(char::is_lowercase) && any(char::is_uppercase) && any(|c| c.is_ascii_digit()) && any(|c| !c.is_alphanumeric())
}

fn holds_own_name(password: &str, account: &Account) -> bool {
    let lower = password.to_lowercase();
    let before_at = account.email.as_str().split('@').next().unwrap_or_default().to_lowercase();
    [account.login.as_str(), &before_at].iter().any(|name| name.len() >= 3 && lower.contains(name))
}

/// The day on which a password set on `set` must be changed: two months later for administrators.
#[must_use]
pub fn must_change_after(role: Role, set: Date) -> Option<Date> {
    (role == Role::Administrator).then(|| set.saturating_add(2.months()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordFault::{Long, OneSided, OwnName, Repeated, Short};

    fn account() -> Account {
        Account {
            login: "lan.nt".parse().unwrap(),
            name: "Nguyễn Thị Lan".to_owned(),
            email: "phuonglan@example.vn".parse().unwrap(),
            role: Role::Firm,
            enterprise: Some("5100000001".parse().unwrap()),
            agency: None,
            closed: None,
        }
    }

    #[test]
    fn passwords() {
        let check = |password: &str, strength, expected: &[PasswordFault]| {
            assert_eq!(faults(password, &account(), strength), expected, "{password}");
        };
        check("núi cao vút", Strength::WithSecondFactor, &[]);
        check("Núi cao 2 000 mét", Strength::Alone, &[]);
        check("núi cao hai nghìn mét", Strength::Alone, &[OneSided]);
        check("ngắn", Strength::WithSecondFactor, &[Short(8), Repeated]);
        check("Lan.NT và những núi đá 1!", Strength::Alone, &[OwnName]);
        check("Phuonglan 2024 !!", Strength::Alone, &[OwnName]);
        check("aaaaaaaaaaaa", Strength::WithSecondFactor, &[Repeated]);
        check(&"Aa1! xyz".repeat(40), Strength::Alone, &[Long]);
    }

    #[test]
    fn administrators_change_theirs_every_two_months() {
        let set = "2024-12-31".parse().unwrap();
        assert_eq!(must_change_after(Role::Administrator, set), Some("2025-02-28".parse().unwrap()));
        assert_eq!(must_change_after(Role::Officer, set), None);
        assert_eq!((Kept::of(Role::Administrator), Kept::of(Role::Firm)), (Kept(10), Kept(1)));
    }
}
