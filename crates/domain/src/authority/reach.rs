//! How far each role gets with each action. Reading it top to bottom is reading the rules of the house.

use super::{Action, Role};

/// How far a role gets with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not at all.
    Never,
    /// With what belongs to its enterprise, or is asked of its agency.
    Own,
    /// With the figures of firms that agreed.
    Consented,
    /// With everything.
    All,
}

/// How far this role gets with this action.
#[must_use]
pub fn reach(role: Role, action: Action) -> Reach {
    match role {
        Role::Public => public(action),
        Role::Firm => firm(action),
        Role::Agency => agency(action),
        Role::Officer => officer(action),
        Role::Statistician => statistician(action),
        Role::Clerk => clerk(action),
        Role::Leader => leader(action),
        Role::Administrator => administrator(action),
        Role::Auditor => auditor(action),
        Role::Operator => operator(action),
    }
}

/// What stands open to everyone.
fn public(action: Action) -> Reach {
    if action == Action::ReadPublished { Reach::All } else { Reach::Never }
}

/// Everyone with an account reads what is published and keeps the account.
fn member(action: Action) -> Reach {
    if action == Action::OwnAccount { Reach::All } else { public(action) }
}

fn firm(action: Action) -> Reach {
    match action {
        Action::ReadMicrodata
        | Action::ReadInternal
        | Action::TakeReturns
        | Action::ExplainSuspicion
        | Action::ReportProgress
        | Action::RaiseObstacle => Reach::Own,
        other => member(other),
    }
}

fn agency(action: Action) -> Reach {
    match action {
        Action::ReadInternal | Action::AnswerStep | Action::AnswerObstacle | Action::ReportTask => Reach::Own,
        other => member(other),
    }
}

/// What the department's officers share: all of sites, projects and obstacles; of the returns only what firms agreed to.
fn department(action: Action) -> Reach {
    match action {
        Action::ReadInternal | Action::ReportTask | Action::Oversee => Reach::All,
        Action::ReadMicrodata => Reach::Consented,
        other => member(other),
    }
}

fn officer(action: Action) -> Reach {
    match action {
        Action::ChangeSites
        | Action::TakeFiles
        | Action::ManageProject
        | Action::ReportProgress
        | Action::AnswerStep
        | Action::Visit
        | Action::RaiseObstacle
        | Action::HandleObstacle
        | Action::AnswerObstacle
        | Action::HoldDialogue
        | Action::KeepPlan
        | Action::Remind => Reach::All,
        other => department(other),
    }
}

fn statistician(action: Action) -> Reach {
    match action {
        Action::ReadMicrodata
        | Action::ReadInternal
        | Action::ChangeRegister
        | Action::TakeFiles
        | Action::TakeReturns
        | Action::ManageCollection
        | Action::ChangeSettings
        | Action::ChangeRules
        | Action::ExplainSuspicion
        | Action::LoadOfficial
        | Action::Compute
        | Action::Release
        | Action::ApproveRelease
        | Action::Oversee
        | Action::ReportTask => Reach::All,
        other => member(other),
    }
}

/// The one-stop shop reads of sites and projects what it needs at the desk.
fn clerk(action: Action) -> Reach {
    match action {
        Action::ReadInternal => Reach::All,
        other => member(other),
    }
}

fn leader(action: Action) -> Reach {
    match action {
        Action::RaiseObstacle
        | Action::ApproveRelease
        | Action::TakeFiles
        | Action::HandleObstacle
        | Action::AnswerObstacle
        | Action::HoldDialogue
        | Action::KeepPlan
        | Action::Remind => Reach::All,
        other => department(other),
    }
}

/// Accounts and the system are kept apart from its content.
fn administrator(action: Action) -> Reach {
    match action {
        Action::ManageAccounts | Action::ReadJournal | Action::VerifyJournal => Reach::All,
        other => member(other),
    }
}

fn auditor(action: Action) -> Reach {
    match action {
        Action::ReadInternal | Action::Oversee | Action::ReadJournal | Action::VerifyJournal => Reach::All,
        other => member(other),
    }
}

/// Who holds the database file may do everything but have an account.
fn operator(action: Action) -> Reach {
    if action == Action::OwnAccount { Reach::Never } else { Reach::All }
}
