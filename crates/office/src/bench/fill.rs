//! An invented registry written into a database, many rows a change, and the people who look at it.

use domain::accounts::{Account, Login};
use domain::authority::{Action, Role};
use domain::obstacles::Standing;
use domain::projects::{FileKind, Project, ProjectCode};
use domain::tasks::Plan;
use domain::text::{Lang, Text};
use formats::layout::Kind;
use jiff::{SignedDuration, ToSpan};
use store::{Seq, Store};

use super::picture::picture;
use super::registry::{BenchRegistry, SOURCE, firm_code, said, site_code};
use crate::accounts::{self, secret};
use crate::context::{Actor, Context, OfficeError};
use crate::import::Refused;
use crate::projects::{Procedure, Stored, change::write};

/// Sites of one change.
const AT_ONCE: usize = 2_000;
/// Rows of the file that waits to be taken in, at most.
pub const WAITING_ROWS: usize = 500;
/// The years between the first version of a project and the second.
const YEARS_BEFORE: i32 = 2;
/// The secret of every second factor: nobody but the measurement signs in to what it writes.
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
pub(super) const PASSWORD: &str = "Mô phỏng để đo tốc độ 2024!";

/// How many rows were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    /// Sites, and as many projects at most.
    pub sites: usize,
    /// Records of steps, superseded ones too.
    pub steps: usize,
    /// Obstacles.
    pub obstacles: usize,
    /// Tasks.
    pub tasks: usize,
}

/// Whether a database holds an invented registry already.
///
/// # Errors
/// When the database fails.
pub async fn is_filled(store: &Store) -> Result<bool, OfficeError> {
    Ok(store.has_site(&site_code(0).map_err(said)?).await?)
}

/// Writes the registry: firms, sites, every project as it stood some years ago and as it stands, obstacles with their lives, tasks.
/// `tell` hears how many sites, projects and obstacles more are in.
///
/// # Errors
/// When the database fails; what was committed before stays.
pub async fn fill(
    context: &Context,
    registry: &BenchRegistry,
    tell: &mut (dyn FnMut(usize) + Send),
) -> Result<Filled, OfficeError> {
    let mut filled = Filled::default();
    firms(context, registry).await?;
    for first in (0..registry.sites).step_by(AT_ONCE) {
        let until = registry.sites.min(first + AT_ONCE);
        let mut change = context.begin(Action::ChangeSites).await?;
        for n in first..until {
            change.site(&registry.site(n).map_err(said)?).await?;
        }
        change.commit("bench sites", String::new(), journal(until - first), SOURCE).await?;
        filled.sites += until - first;
        for is_first in [true, false] {
            filled.steps += projects(context, registry, first..until, is_first).await?;
        }
        tell(until - first);
    }
    obstacles(context, registry, &mut filled).await?;
    beside(context, registry).await?;
    sent_in(context, registry).await?;
    Ok(filled)
}

/// Directions that stop sites, reminders of steps, accounts.
async fn beside(context: &Context, registry: &BenchRegistry) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    for n in registry.directed() {
        change.directive(&registry.directive(n).map_err(said)?).await?;
    }
    for n in registry.reminded() {
        if let Some(reminder) = registry.reminder_of_step(n).map_err(said)? {
            change.reminder(&reminder).await?;
        }
    }
    for account in registry.accounts()? {
        change.account(&account).await?;
    }
    change.commit("bench directions, reminders, accounts", String::new(), journal(registry.sites), SOURCE).await?;
    Ok(())
}

/// A file that waits to be taken in: land of the first projects.
async fn sent_in(context: &Context, registry: &BenchRegistry) -> Result<(), OfficeError> {
    let day = registry.today();
    let mut file = "project,stage,date,hectares,households,source\n".to_owned();
    for n in 0..registry.sites.min(WAITING_ROWS) {
        if registry.project(n, day).map_err(said)?.is_some() {
            file.push_str(&format!(
                "{},to-clear,{day},{},{},{SOURCE}\n",
                registry.codes(n).map_err(said)?.project,
                n + 1,
                n
            ));
        }
    }
    match crate::intake::receive(context, Some(Kind::Land), "mo-phong.csv", file.as_bytes()).await {
        Ok(_) => Ok(()),
        Err(Refused::Office(error)) => Err(error),
        Err(Refused::Faults(faults)) => {
            let told = |lang| faults.iter().map(|fault| fault.in_lang(lang)).collect::<Vec<_>>().join(" ");
            Err(OfficeError::Said(Text::new(told(Lang::Vi), told(Lang::En))))
        }
    }
}

/// The files that wait to be taken in, by number.
///
/// # Errors
/// When the database fails.
pub async fn waiting_files(context: &Context) -> Result<Vec<i64>, OfficeError> {
    let found = crate::intake::list(context, store::Page::first()).await?;
    Ok(found.rows.into_iter().map(|intake| intake.id).collect())
}

/// The files of the visits to the first projects that have any, by number: at most `most`.
///
/// # Errors
/// When the database fails.
pub async fn attachments(context: &Context, registry: &BenchRegistry, most: usize) -> Result<Vec<i64>, OfficeError> {
    let mut found = Vec::new();
    for n in 0..registry.sites {
        if found.len() >= most {
            break;
        }
        if let Some(project) = registry.project(n, registry.today()).map_err(said)?.filter(|one| !one.visits.is_empty())
        {
            found.extend(context.store().attachments(&project.code).await?.into_iter().map(|file| file.id));
        }
    }
    Ok(found)
}

fn journal(rows: usize) -> String {
    format!("{{\"simulated\":true,\"rows\":{rows}}}")
}

async fn firms(context: &Context, registry: &BenchRegistry) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::ChangeRegister).await?;
    for n in 0..registry.firms() {
        change.enterprise(&registry.firm(n).map_err(said)?).await?;
    }
    change.commit("bench firms", String::new(), journal(registry.firms()), SOURCE).await?;
    Ok(())
}

/// One version of the projects of some sites: the earlier one where there was one, or the present one. How many steps were written.
async fn projects(
    context: &Context,
    registry: &BenchRegistry,
    sites: std::ops::Range<usize>,
    is_first: bool,
) -> Result<usize, OfficeError> {
    let earlier = registry.today().saturating_sub(YEARS_BEFORE.years());
    let calendar = formats::carried::calendar();
    let (mut written, count) = (0, sites.len());
    let mut pictures = Vec::new();
    let mut change = context.begin(Action::ManageProject).await?;
    for n in sites {
        let old = registry.project(n, earlier).map_err(said)?;
        let new = if is_first { old.clone() } else { registry.project(n, registry.today()).map_err(said)? };
        let Some(new) = new else { continue };
        let procedure = Procedure::of(&new.template)?;
        let stored = |project: Project| Stored { standing: project.standing(&procedure.graph, calendar), project };
        let old = old.filter(|_| !is_first).map(stored);
        let known = |number| old.as_ref().and_then(|old| old.project.steps.get(number));
        written += new.steps.iter().filter(|(number, record)| known(number) != Some(*record)).count();
        write(&mut change, old.as_ref(), &new, procedure).await?;
        pictures.extend(registry.pictured(n, &new).into_iter().map(|visit| (n, new.code.clone(), visit)));
    }
    change.commit_if_any("bench projects", String::new(), journal(count), SOURCE).await?;
    if !is_first {
        photographed(context, &pictures).await?;
    }
    Ok(written)
}

/// A picture of each of these visits: number of the site, project, visit.
async fn photographed(context: &Context, visits: &[(usize, ProjectCode, u16)]) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::Visit).await?;
    for (n, project, visit) in visits {
        let bytes = picture((*n as u64) << 8 | u64::from(*visit));
        change.attachment((project, *visit), "hien-truong.png", FileKind::Png, &bytes).await?;
    }
    change.commit_if_any("bench pictures", String::new(), journal(visits.len()), SOURCE).await?;
    Ok(())
}

async fn obstacles(context: &Context, registry: &BenchRegistry, filled: &mut Filled) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::HandleObstacle).await?;
    let plan = Plan {
        code: "KH-MP".parse().map_err(said)?,
        title: Text::new("Kế hoạch mô phỏng", "Simulated plan"),
        adopted_on: registry.today(),
        decision: String::new(),
        simulated: true,
    };
    change.plan(&plan).await?;
    for n in 0..registry.obstacles {
        let (obstacle, events) = registry.obstacle(n).map_err(said)?;
        change.obstacle(&obstacle).await?;
        for (event, number) in events.iter().zip(1..) {
            change.obstacle_event(&obstacle.code, number, event).await?;
        }
        let standing = Standing::replay(obstacle.raised_on, &events).map_err(|why| OfficeError::Said(why.text()))?;
        crate::obstacles::write_standing(&mut change, &obstacle, &standing).await?;
        if n % 2 == 0 {
            let (task, done_on) = registry.task(n, &plan.code).map_err(said)?;
            change.task(&task, done_on).await?;
            filled.tasks += 1;
        }
    }
    for n in (0..registry.obstacles).step_by(20) {
        let (dialogue, guests, agenda) = registry.dialogue(n).map_err(said)?;
        change.dialogue(&dialogue).await?;
        for guest in &guests {
            change.dialogue_guest(&dialogue.code, guest).await?;
        }
        for obstacle in &agenda {
            change.dialogue_item(&dialogue.code, obstacle).await?;
        }
        change.reminder(&registry.reminder(n).map_err(said)?).await?;
    }
    filled.obstacles = registry.obstacles;
    change.commit("bench obstacles", String::new(), journal(registry.obstacles), SOURCE).await?;
    Ok(())
}

/// What someone needs at the door.
#[derive(Debug, Clone)]
pub struct Key {
    /// Whose.
    pub role: Role,
    /// The sign-in name.
    pub login: Login,
    /// The password.
    pub password: &'static str,
    /// A code that has not been used; empty where none is asked for.
    pub code: String,
}

/// Opens an account for each of these roles, with password and second factor, as their holders would. The names carry the moment, so
/// that the same database can be measured again.
///
/// # Errors
/// When the database fails.
pub async fn people(context: &Context, registry: &BenchRegistry, roles: &[Role]) -> Result<Vec<Key>, OfficeError> {
    let mut keys = Vec::with_capacity(roles.len());
    let run = store_run(context).await?;
    for &role in roles {
        let account = Account {
            login: format!("{}.{run}", role.code()).parse().map_err(said)?,
            name: format!("Người dùng mô phỏng ({})", role.name().vi),
            email: "mo-phong@example.vn".parse().map_err(said)?,
            role,
            enterprise: (role == Role::Firm).then(|| firm_code(0)).transpose().map_err(said)?,
            agency: registry.bodies().first().filter(|_| role == Role::Agency).cloned(),
            closed: None,
        };
        let link = accounts::open(context, &account).await?;
        accounts::choose_password(context, &link, PASSWORD).await?;
        let mut code = String::new();
        if account.needs_second_factor() {
            let me = context.acting(account.actor().map_err(OfficeError::Said)?);
            let at = |moment| secret::code_at(&account.login, SECRET, moment).unwrap_or_default();
            accounts::confirm_second_factor(&me, SECRET, &at(context.moment)).await?;
            // One step on: a code is good once.
            code = at(context.moment + SignedDuration::from_secs(30));
        }
        keys.push(Key { role, login: account.login, password: PASSWORD, code });
    }
    Ok(keys)
}

/// A number no earlier measurement of this database had.
async fn store_run(context: &Context) -> Result<i64, OfficeError> {
    let Seq(seq) = context.store().latest().await?;
    Ok(seq)
}

/// The operator at work on a measurement, at a moment.
#[must_use]
pub fn operator(store: &Store, moment: jiff::Timestamp) -> Context {
    Context::new(Actor::operator("bench"), moment, "khoi bench pages", store.clone())
}
