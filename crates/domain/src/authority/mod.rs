//! Who may do what: one pure question, [`may`], asked by every use case before it reads or writes.
//!
//! The answer has two parts. [`reach`] says how far a role gets with an action: never, only with what is its own, only
//! where the firm agreed, or always. The [`Thing`] says whose it is. Both are tables without a catch-all arm, so that a new
//! role or action cannot be forgotten.

mod reach;
mod role;

pub use reach::{Reach, reach};
pub use role::{Action, Role};

use std::collections::BTreeSet;

use crate::agency::AgencyCode;
use crate::register::EnterpriseCode;
use crate::text::Text;

/// A person, or a program acting for one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name in the journal: the account, or the user of the server's command line. Empty for the public.
    pub name: String,
    role: Role,
    enterprise: Option<EnterpriseCode>,
    agency: Option<AgencyCode>,
    /// What a program was given to do in the person's name; `None` for the person.
    scope: Option<BTreeSet<Action>>,
}

impl Actor {
    /// Anyone on the public pages.
    #[must_use]
    pub fn public() -> Self {
        Self { name: String::new(), role: Role::Public, enterprise: None, agency: None, scope: None }
    }

    /// The person at the command line of the server.
    pub fn operator(name: impl Into<String>) -> Self {
        Self { name: name.into(), role: Role::Operator, enterprise: None, agency: None, scope: None }
    }

    /// Someone with an account. A firm's account belongs to its enterprise and an agency's to its agency; no other belongs to either.
    ///
    /// # Errors
    /// What is missing or too much, in both languages.
    pub fn signed_in(
        name: impl Into<String>,
        role: Role,
        enterprise: Option<EnterpriseCode>,
        agency: Option<AgencyCode>,
    ) -> Result<Self, Text> {
        let wrong = match (role, &enterprise, &agency) {
            (Role::Public | Role::Operator, ..) => {
                Some(("Vai trò này không có tài khoản.", "This role has no accounts."))
            }
            (Role::Firm, Some(_), None) | (Role::Agency, None, Some(_)) => None,
            (Role::Firm, ..) => Some((
                "Tài khoản doanh nghiệp phải ghi mã số thuế, và không ghi cơ quan.",
                "A firm's account needs its tax code, and no agency.",
            )),
            (Role::Agency, ..) => Some((
                "Tài khoản cơ quan phối hợp phải ghi mã cơ quan, và không ghi mã số thuế.",
                "An agency's account needs the agency's code, and no tax code.",
            )),
            (_, None, None) => None,
            _ => Some((
                "Vai trò này không thuộc doanh nghiệp hay cơ quan nào.",
                "This role belongs to no enterprise and no agency.",
            )),
        };
        match wrong {
            Some((vi, en)) => Err(Text::new(vi, en)),
            None => Ok(Self { name: name.into(), role, enterprise, agency, scope: None }),
        }
    }

    /// A program acting for them, which may do these things and read what is published.
    #[must_use]
    pub fn limited_to(self, scope: BTreeSet<Action>) -> Self {
        Self { scope: Some(scope), ..self }
    }

    /// How far they get with an action: as far as their role does, where the program that acts for them was given it.
    #[must_use]
    pub fn reach(&self, action: Action) -> Reach {
        let given = |scope: &BTreeSet<Action>| action == Action::ReadPublished || scope.contains(&action);
        if self.scope.as_ref().is_none_or(given) { reach(self.role, action) } else { Reach::Never }
    }

    /// What they are to the system.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// The enterprise of a firm's account.
    #[must_use]
    pub fn enterprise(&self) -> Option<&EnterpriseCode> {
        self.enterprise.as_ref()
    }

    /// The agency of an agency's account.
    #[must_use]
    pub fn agency(&self) -> Option<&AgencyCode> {
        self.agency.as_ref()
    }
}

/// What an action is about: whose row it is. [`Thing::WHOLE`] is everything at once, and nobody's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thing<'a> {
    /// The enterprise it belongs to.
    pub enterprise: Option<&'a EnterpriseCode>,
    /// The agencies asked to act on it.
    pub agencies: &'a [AgencyCode],
    /// Whether the firm agreed that its figures be seen outside the statistics room.
    pub consented: bool,
}

impl<'a> Thing<'a> {
    /// Everything of its kind.
    pub const WHOLE: Self = Self { enterprise: None, agencies: &[], consented: false };

    /// What belongs to an enterprise.
    #[must_use]
    pub fn of_enterprise(enterprise: &'a EnterpriseCode) -> Self {
        Self { enterprise: Some(enterprise), ..Self::WHOLE }
    }

    /// The same, where these agencies are asked to act.
    #[must_use]
    pub fn asked_of(self, agencies: &'a [AgencyCode]) -> Self {
        Self { agencies, ..self }
    }

    fn belongs_to(&self, actor: &Actor) -> bool {
        let firm = actor.enterprise.as_ref().is_some_and(|mine| self.enterprise == Some(mine));
        firm || actor.agency.as_ref().is_some_and(|mine| self.agencies.contains(mine))
    }
}

/// Whether this actor may do this to that.
#[must_use]
pub fn may(actor: &Actor, action: Action, thing: &Thing<'_>) -> bool {
    match actor.reach(action) {
        Reach::Never => false,
        Reach::Own => thing.belongs_to(actor),
        Reach::Consented => thing.consented,
        Reach::All => true,
    }
}

/// What is said to someone who may not.
#[must_use]
pub fn refusal(role: Role, action: Action) -> Text {
    let (who, what) = (role.name(), action.name());
    Text::new(
        format!("Vai trò “{}” không được phép {}. Hãy nhờ người quản trị.", who.vi, what.vi),
        format!("The role “{}” may not {}. Ask the administrator.", who.en, what.en),
    )
}

#[cfg(test)]
mod tests;
