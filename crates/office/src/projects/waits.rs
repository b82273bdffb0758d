//! Whom projects wait for, as everybody may know it: every project's page says the same.

use std::collections::BTreeMap;

use domain::agency::AgencyCode;
use domain::authority::Action;
use domain::projects::{Await, ProjectCode, ProjectLine};
use store::{AwaitedStep, Burden, Listed, Page};

use crate::context::{Context, OfficeError};

/// Whom the projects of a list wait for; projects that wait for nobody are left out.
///
/// # Errors
/// When the database fails.
pub async fn awaited_of(
    context: &Context,
    lines: &[ProjectLine],
) -> Result<BTreeMap<ProjectCode, Vec<Await>>, OfficeError> {
    let codes: Vec<&ProjectCode> = lines.iter().map(|line| &line.code).collect();
    Ok(context.read(Action::ReadPublished)?.awaited_of(&codes).await?)
}

/// All that waits for an agency, longest wait first.
///
/// # Errors
/// When the database fails.
pub async fn open_steps(
    context: &Context,
    agency: &AgencyCode,
    page: Page,
) -> Result<Listed<AwaitedStep>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.waiting_for(agency, None, page).await?)
}

/// How much waits for each agency that anything waits for, in order of code.
///
/// # Errors
/// When the database fails.
pub async fn burdens(context: &Context) -> Result<Vec<Burden>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.burdens(context.today()).await?)
}
