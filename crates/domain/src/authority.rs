//! Who may do what: one pure question, [`may`], asked by every use case before it reads or writes.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What a person is to the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Anyone on the public pages.
    Public,
    /// The person at the command line of the server, who holds the database anyway.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Public, Self::Operator];

    /// The code in the journal: `public`, `operator`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Operator => "operator",
        }
    }
}

/// What a use case does. Each use case names exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Read what was published: releases, official figures, targets, the public facts of sites.
    ReadPublished,
    /// Read returns and everything else that tells about single establishments.
    ReadMicrodata,
    /// Change the register of enterprises, establishments and products, and the registry of sites.
    ChangeRegister,
    /// Take in monthly returns.
    TakeReturns,
    /// Change baskets, collection days, filling methods.
    ChangeSettings,
    /// Change the rules that returns are checked by.
    ChangeRules,
    /// Accept a suspicion with its explanation.
    ExplainSuspicion,
    /// Load figures of the statistics office and targets.
    LoadOfficial,
    /// Compute an index that is not published.
    Compute,
    /// Publish a release.
    Release,
    /// Check the journal and the rows it vouches for.
    VerifyJournal,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 11] = [
        Self::ReadPublished,
        Self::ReadMicrodata,
        Self::ChangeRegister,
        Self::TakeReturns,
        Self::ChangeSettings,
        Self::ChangeRules,
        Self::ExplainSuspicion,
        Self::LoadOfficial,
        Self::Compute,
        Self::Release,
        Self::VerifyJournal,
    ];

    /// The code in the journal, as `take-returns`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ReadPublished => "read-published",
            Self::ReadMicrodata => "read-microdata",
            Self::ChangeRegister => "change-register",
            Self::TakeReturns => "take-returns",
            Self::ChangeSettings => "change-settings",
            Self::ChangeRules => "change-rules",
            Self::ExplainSuspicion => "explain-suspicion",
            Self::LoadOfficial => "load-official",
            Self::Compute => "compute",
            Self::Release => "release",
            Self::VerifyJournal => "verify-journal",
        }
    }
}

/// Whether someone in this role may do this.
#[must_use]
pub fn may(role: Role, action: Action) -> bool {
    match role {
        Role::Operator => true,
        Role::Public => action == Action::ReadPublished,
    }
}

/// What is said to someone who may not.
#[must_use]
pub fn refusal(role: Role, action: Action) -> Text {
    Text::new(
        format!(
            "Vai trò {} không được phép thực hiện việc này ({}). Hãy nhờ người quản trị.",
            role.code(),
            action.code()
        ),
        format!("The role {} may not do this ({}). Ask the administrator.", role.code(), action.code()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_reads_what_is_published_and_nothing_else() {
        for action in Action::ALL {
            assert_eq!(may(Role::Public, action), action == Action::ReadPublished, "{action:?}");
            assert!(may(Role::Operator, action), "{action:?}");
        }
    }
}
