//! Keys of programs: what a program that works for a person shows in place of a password and a one-time code.
//!
//! A key is the person's own: it does what they may and no more, only the actions it was given, and only for a time. What concerns the
//! account itself and the accounts of others is never given to a program.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::authority::{Action, Reach, Role, reach};
use crate::text::Text;

/// A key is good for this many days at most.
pub const LONGEST_DAYS: u32 = 366;
/// The longest name of a key, in characters.
const LONGEST_NAME: usize = 80;

/// A key as it is known of; its secret is with the program alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What its holder calls it: which program, which machine.
    pub name: String,
    /// What the program may do, beside reading what is published.
    pub scope: BTreeSet<Action>,
    /// When it was made.
    pub made: Timestamp,
    /// From this moment it is good for nothing.
    pub expires: Timestamp,
}

/// The actions a role may give to a program, in the order of the table.
pub fn grantable(role: Role) -> impl Iterator<Item = Action> {
    let own = [Action::OwnAccount, Action::ManageAccounts, Action::ReadPublished];
    Action::ALL.iter().copied().filter(move |action| !own.contains(action) && reach(role, *action) != Reach::Never)
}

impl Key {
    /// A key made now by someone of a role, for a number of days.
    ///
    /// # Errors
    /// What is wrong and what to do: no name or too long a one, nothing to do, an action that the role may not give, no days or too many.
    pub fn new(role: Role, name: &str, scope: BTreeSet<Action>, days: u32, now: Timestamp) -> Result<Self, Text> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Text::new(
                "Tên khóa dài từ 1 đến 80 chữ: chương trình nào, máy nào.",
                "The name of a key has 1 to 80 letters: which program, which machine.",
            ));
        }
        if scope.is_empty() {
            return Err(Text::new(
                "Hãy chọn ít nhất một việc chương trình được làm.",
                "Choose at least one thing the program may do.",
            ));
        }
        if let Some(beyond) = scope.iter().find(|action| !grantable(role).any(|known| known == **action)) {
            let what = beyond.name();
            return Err(Text::new(
                format!("Không giao được cho chương trình việc “{}”. Hãy bỏ chọn việc đó.", what.vi),
                format!("A program cannot be given “{}”. Leave it out.", what.en),
            ));
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(Text::new(
                format!("Khóa có hạn từ 1 đến {LONGEST_DAYS} ngày."),
                format!("A key is good for 1 to {LONGEST_DAYS} days."),
            ));
        }
        let expires = now + SignedDuration::from_hours(24 * i64::from(days));
        Ok(Self { name: name.to_owned(), scope, made: now, expires })
    }

    /// Whether it is still good.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        now < self.expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2024-02-06T01:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_key_is_named_limited_and_ends() {
        let scope = |actions: &[Action]| actions.iter().copied().collect::<BTreeSet<_>>();
        let check = |role, name: &str, actions: &[Action], days, good: bool| {
            assert_eq!(Key::new(role, name, scope(actions), days, now()).is_ok(), good, "{role:?} {name} {actions:?}");
        };
        check(Role::Officer, "máy chủ báo cáo", &[Action::ReadInternal, Action::RaiseObstacle], 90, true);
        check(Role::Officer, "  ", &[Action::ReadInternal], 90, false);
        check(Role::Officer, &"x".repeat(81), &[Action::ReadInternal], 90, false);
        check(Role::Officer, "x", &[], 90, false);
        check(Role::Officer, "x", &[Action::Release], 90, false);
        check(Role::Officer, "x", &[Action::OwnAccount], 90, false);
        check(Role::Administrator, "x", &[Action::ManageAccounts], 90, false);
        check(Role::Administrator, "x", &[Action::VerifyJournal], 90, true);
        check(Role::Firm, "x", &[Action::RaiseObstacle], 0, false);
        check(Role::Firm, "x", &[Action::RaiseObstacle], 367, false);
        let key = Key::new(Role::Firm, " kế toán ", scope(&[Action::TakeReturns]), 1, now()).unwrap();
        assert_eq!(key.name, "kế toán");
        let last = "2024-02-07T00:59:59Z".parse().unwrap();
        assert!(key.is_good(last) && !key.is_good(key.expires));
    }
}
