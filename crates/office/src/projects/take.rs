//! Projects that begin, and projects and steps taken in from files. Taking in what is there already changes nothing.

use std::collections::BTreeMap;

use domain::authority::Action;
use domain::projects::{Project, ProjectCode, TemplateCode};
use domain::register::EnterpriseCode;
use domain::sites::{Fact, SiteCode};
use domain::text::{Lang, Text, date};
use formats::projects::StepRow;
use jiff::civil::Date;
use store::{Seq, Store};

use super::change::{difference, write};
use super::{Procedure, Stored};
use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// What is said when a project begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProject {
    /// Its code.
    pub code: ProjectCode,
    /// The site it is for.
    pub site: SiteCode,
    /// The procedure it follows.
    pub template: TemplateCode,
    /// Why it may follow a procedure that is not valid on the day it begins.
    pub exception: Option<Text>,
    /// Its name.
    pub name: Text,
    /// Whose it is.
    pub enterprise: Option<EnterpriseCode>,
    /// The day it begins.
    pub start: Date,
    /// The day by which it is approved to be done.
    pub due: Option<Date>,
}

/// Starts a project by a procedure.
///
/// # Errors
/// When the actor may not; when the code is taken, the site or procedure is not there, or the procedure is not valid on that day and no
/// reason is given; or the database fails.
pub async fn start(context: &Context, new: NewProject, why: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ManageProject).await?;
    let procedure = Procedure::of(&new.template)?;
    let mut project = Project::new(new.code, new.site, new.template, new.name);
    (project.exception, project.enterprise) = (new.exception, new.enterprise);
    (project.start, project.due) = (Fact::Known(new.start), new.due.into());
    if !known(change.store(), &[&project.code]).await?.is_empty() {
        return Err(OfficeError::Said(Text::new(
            format!("Mã dự án {} đã có. Chọn mã khác.", project.code),
            format!("There is a project {} already. Choose another code.", project.code),
        )));
    }
    sound(change.store(), None, &project, procedure, context.today()).await?;
    let (_, after) = difference(None, &project);
    write(&mut change, None, &project, procedure).await?;
    change.commit(&format!("project {}", project.code), String::new(), after, why).await?;
    Ok(())
}

/// Projects as they stand, of those that are there.
pub(super) async fn known(store: &Store, codes: &[&ProjectCode]) -> Result<BTreeMap<ProjectCode, Stored>, OfficeError> {
    let found = store.whole_projects(codes, Seq::LATEST).await?;
    Ok(found.into_iter().map(|(code, (project, standing))| (code, Stored { project, standing })).collect())
}

/// One of the projects that a file speaks of.
pub(super) fn there<'k>(
    known: &'k BTreeMap<ProjectCode, Stored>,
    code: &ProjectCode,
) -> Result<&'k Stored, OfficeError> {
    let missing = || {
        OfficeError::Said(Text::new(
            format!("Không có dự án {code}. Nhập dự án trước."),
            format!("There is no project {code}. Import the projects first."),
        ))
    };
    known.get(code).ok_or_else(missing)
}

/// That a project can be as it says: on a site that is there, by a procedure of its time, with facts that do not contradict one another.
pub(super) async fn sound(
    store: &Store,
    old: Option<&Stored>,
    project: &Project,
    procedure: &Procedure,
    today: Date,
) -> Result<(), OfficeError> {
    let (code, site) = (&project.code, &project.site);
    // A site that is there stays there.
    let is_new = old.is_none_or(|old| old.project.site != *site);
    if is_new && store.site_version(site).await?.is_none() {
        return Err(OfficeError::Said(Text::new(
            format!("Dự án {code}: không có mỏ, nhà máy {site}. Nhập mỏ, nhà máy trước, hoặc sửa mã."),
            format!("Project {code}: there is no site {site}. Import the site first, or correct its code."),
        )));
    }
    if let Some(start) = project.start.known() {
        if *start > today {
            return Err(OfficeError::Said(Text::new(
                format!("Dự án {code}: ngày bắt đầu {} chưa đến. Sửa ngày.", date(*start, Lang::Vi)),
                format!("Project {code}: the day it begins, {}, has not come. Correct it.", date(*start, Lang::En)),
            )));
        }
        if !procedure.template.is_valid_on(*start) && project.exception.is_none() {
            let name = &procedure.template.name;
            return Err(OfficeError::Said(Text::new(
                format!(
                    "Dự án {code}: trình tự “{}” không áp dụng cho ngày {}. Chọn trình tự khác, hoặc ghi lý do áp dụng.",
                    name.vi,
                    date(*start, Lang::Vi)
                ),
                format!(
                    "Project {code}: the procedure “{}” is not valid on {}. Choose another, or give the reason.",
                    name.en,
                    date(*start, Lang::En)
                ),
            )));
        }
    }
    match project.fault(&procedure.graph, today) {
        Some(fault) => Err(fault.into()),
        None => Ok(()),
    }
}

/// Takes in projects: what a row says of the project itself takes the place of what was known. Its steps, land, construction and visits stay
/// where the row brings none.
///
/// # Errors
/// When the actor may not, a project cannot be as it says, or the database fails; nothing is written then.
pub async fn take_projects(context: &Context, rows: &[Project], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ManageProject).await?;
    let mut tally = Tally::default();
    let codes: Vec<&ProjectCode> = rows.iter().map(|row| &row.code).collect();
    let known = known(change.store(), &codes).await?;
    for row in rows {
        let old = known.get(&row.code);
        let mut project = row.clone();
        if let Some(Stored { project: old, .. }) = old {
            let mut steps = old.steps.clone();
            steps.append(&mut project.steps);
            project.steps = steps;
            (project.land, project.construction) = (old.land.clone(), old.construction.clone());
            project.visits.clone_from(&old.visits);
        }
        let procedure = Procedure::of(&project.template)?;
        if tally.weigh(old.map(|old| &old.project), &project) {
            sound(change.store(), old, &project, procedure, context.today()).await?;
            write(&mut change, old, &project, procedure).await?;
        }
    }
    finish(change, tally, "projects", why).await
}

/// Takes in steps of projects: a row takes the place of what was known of its step.
///
/// # Errors
/// When the actor may not, a project is not there, a step cannot be as it says, or the database fails; nothing is written then.
pub async fn take_steps(context: &Context, rows: &[StepRow], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ManageProject).await?;
    let mut tally = Tally::default();
    let mut by_project: BTreeMap<&ProjectCode, Vec<&StepRow>> = BTreeMap::new();
    for row in rows {
        by_project.entry(&row.project).or_default().push(row);
    }
    let known = known(change.store(), &by_project.keys().copied().collect::<Vec<_>>()).await?;
    for (code, rows) in by_project {
        let old = there(&known, code)?;
        let procedure = Procedure::of(&old.project.template)?;
        let mut project = old.project.clone();
        for row in rows {
            let name = || Some(format!("{code} {}", row.step));
            if tally.weigh_as(name, old.project.steps.get(&row.step), &row.record) {
                *project.step_mut(&procedure.graph, row.step)? = row.record.clone();
            }
        }
        sound(change.store(), Some(old), &project, procedure, context.today()).await?;
        write(&mut change, Some(old), &project, procedure).await?;
    }
    finish(change, tally, "project steps", why).await
}
