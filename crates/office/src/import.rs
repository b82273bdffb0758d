//! Files into the database: [`read`] finds the sound rows and what is wrong with the others, [`take`] writes the sound rows
//! in one transaction. Between the two a caller may hand the faults back, or give up.

use std::collections::BTreeSet;

use domain::authority::Action;
use domain::markets::Price;
use domain::official::{OfficialFigure, Target};
use domain::projects::{Directive, LandFigure, Project, ProjectCode, Visit, WorkReport};
use domain::register::{Enterprise, Establishment, EstablishmentCode, Event, Product};
use domain::returns::Return;
use domain::sites::Site;
use formats::basket::read_basket;
use formats::carried;
use formats::fault::Fault;
use formats::layout::Kind;
use formats::markets::read_prices;
use formats::obstacles::{ImportedObstacle, read_obstacles};
use formats::official::{read_official, read_targets};
use formats::projects::{
    Known, OfProject, StepRow, read_directives, read_land, read_progress, read_project_steps, read_projects,
    read_visits,
};
use formats::register::{read_enterprises, read_establishments, read_events, read_products};
use formats::returns::{ReturnReader, read_returns};
use formats::sheet::{Input, Read};
use formats::sites::read_sites;
use formats::tasks::{ImportedTask, read_tasks};
use store::WeightSet;

use crate::context::{Context, OfficeError};
use crate::returns::Intake;
use crate::tally::Taken;
use crate::{markets, obstacles, plan, projects, register, returns, settings, sites};

/// Why a file was not taken in; nothing of it was written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It cannot be read, or has faults and was to be taken whole or not at all.
    #[error("{} faults in the file", .0.len())]
    Faults(Vec<Fault>),
    /// Permission or database.
    #[error(transparent)]
    Office(#[from] OfficeError),
}

/// The sound rows of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Sound {
    /// Enterprises.
    Enterprises(Vec<Enterprise>),
    /// Establishments, without events.
    Establishments(Vec<Establishment>),
    /// Events of establishments.
    Events(Vec<(EstablishmentCode, Event)>),
    /// Products.
    Products(Vec<Product>),
    /// Sets of weights.
    Baskets(Vec<WeightSet>),
    /// Monthly returns.
    Returns(Vec<Return>),
    /// Figures of the statistics office.
    Official(Vec<OfficialFigure>),
    /// Targets of the plan.
    Targets(Vec<Target>),
    /// Mines, plants, hydropower.
    Sites(Vec<Site>),
    /// Projects, without their steps.
    Projects(Vec<Project>),
    /// Steps of projects.
    ProjectSteps(Vec<StepRow>),
    /// Figures of the land of projects.
    Land(Vec<OfProject<LandFigure>>),
    /// Monthly reports of the works.
    Progress(Vec<OfProject<WorkReport>>),
    /// Visits to projects.
    Visits(Vec<OfProject<Visit>>),
    /// Directions that stop sites.
    Directives(Vec<Directive>),
    /// World prices.
    Prices(Vec<Price>),
    /// Obstacles with what happened to them.
    Obstacles(Vec<ImportedObstacle>),
    /// Commitments and measures.
    Tasks(Vec<ImportedTask>),
}

impl Sound {
    /// Names the territory of published figures whose file names none. Without it they count as the province's own.
    pub fn name_area(&mut self, area: &str) {
        if let Self::Official(figures) = self {
            figures
                .iter_mut()
                .filter(|figure| figure.area.is_empty())
                .for_each(|figure| area.clone_into(&mut figure.area));
        }
    }
}

/// What is wrong, or to be looked at, in a file that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Faults of rows left out, in order of place.
    pub faults: Vec<Fault>,
    /// What was read but should be looked at.
    pub notes: Vec<Fault>,
    /// Rows left out.
    pub left_out: u64,
    /// Faults beyond those listed.
    pub unlisted: u64,
}

impl Remarks {
    fn of<T>(read: Read<T>) -> (Vec<T>, Self) {
        let Read { rows, faults, notes, left_out, unlisted } = read;
        (rows.into_iter().map(|(_, value)| value).collect(), Self { faults, notes, left_out, unlisted })
    }

    fn add(&mut self, mut other: Self) {
        let room = formats::sheet::LISTED_FAULTS.saturating_sub(self.faults.len());
        let beyond = other.faults.len().saturating_sub(room);
        other.faults.truncate(room);
        self.faults.append(&mut other.faults);
        self.notes.append(&mut other.notes);
        self.left_out += other.left_out;
        self.unlisted += other.unlisted + beyond as u64;
    }
}

/// A file that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its sound rows.
    pub sound: Sound,
    /// What is wrong with the others.
    pub remarks: Remarks,
}

fn reading<T>(read: Result<Read<T>, Vec<Fault>>, sound: fn(Vec<T>) -> Sound) -> Result<Reading, Refused> {
    let (rows, remarks) = Remarks::of(read.map_err(Refused::Faults)?);
    Ok(Reading { sound: sound(rows), remarks })
}

/// The action a kind of file asks permission for: that of the same act on a page.
#[must_use]
pub fn action(kind: Kind) -> Action {
    match kind {
        Kind::Enterprises | Kind::Establishments | Kind::Events | Kind::Products => Action::ChangeRegister,
        Kind::Sites | Kind::Directives => Action::ChangeSites,
        Kind::Projects | Kind::ProjectSteps | Kind::Land => Action::ManageProject,
        Kind::Progress => Action::ReportProgress,
        Kind::Visits => Action::Visit,
        Kind::Basket => Action::ChangeSettings,
        Kind::Obstacles => Action::HandleObstacle,
        Kind::Tasks => Action::KeepPlan,
        Kind::Returns => Action::TakeReturns,
        Kind::Official | Kind::Targets | Kind::Prices => Action::LoadOfficial,
    }
}

/// Reads a file against the register as it stands. Writes nothing.
///
/// # Errors
/// When the file is unreadable, the actor may not import it, or the database fails.
pub async fn read(context: &Context, kind: Kind, file: &Input<'_>) -> Result<Reading, Refused> {
    context.require(action(kind))?;
    match kind {
        Kind::Enterprises => reading(read_enterprises(file), Sound::Enterprises),
        Kind::Products => reading(read_products(file), Sound::Products),
        Kind::Official => reading(read_official(file), Sound::Official),
        Kind::Targets => reading(read_targets(file), Sound::Targets),
        Kind::Sites => reading(read_sites(file), Sound::Sites),
        Kind::Projects => {
            let store = context.read(action(kind)).map_err(Refused::Office)?;
            let sites = store.site_codes().await.map_err(OfficeError::from)?;
            let enterprises = store.enterprise_codes().await.map_err(OfficeError::from)?;
            let (templates, today) = (carried::templates(), context.today());
            let known = Known { sites: &sites, enterprises: &enterprises, templates, today };
            reading(read_projects(file, &known), Sound::Projects)
        }
        Kind::ProjectSteps => {
            let store = context.read(action(kind)).map_err(Refused::Office)?;
            let known = store.project_templates().await.map_err(OfficeError::from)?;
            reading(read_project_steps(file, &known, carried::templates(), context.today()), Sound::ProjectSteps)
        }
        Kind::Land => reading(read_land(file, &running(context, kind).await?, context.today()), Sound::Land),
        Kind::Progress => {
            reading(read_progress(file, &running(context, kind).await?, context.today()), Sound::Progress)
        }
        Kind::Visits => reading(read_visits(file, &running(context, kind).await?, context.today()), Sound::Visits),
        Kind::Directives => {
            let sites = context.read(action(kind))?.site_codes().await.map_err(OfficeError::from)?;
            reading(read_directives(file, &sites, context.today()), Sound::Directives)
        }
        Kind::Prices => reading(read_prices(file), Sound::Prices),
        Kind::Obstacles => reading(read_obstacles(file), Sound::Obstacles),
        Kind::Tasks => reading(read_tasks(file), Sound::Tasks),
        Kind::Establishments => {
            reading(read_establishments(file, &register::current(context).await?), Sound::Establishments)
        }
        Kind::Events => reading(read_events(file, &register::current(context).await?), Sound::Events),
        Kind::Returns => {
            let register = register::current(context).await?;
            reading(read_returns(file, &register, context.today()), Sound::Returns)
        }
        Kind::Basket => {
            let register = register::current(context).await?;
            reading(read_basket(file, &register), |sets| Sound::Baskets(sets.into_iter().map(weight_set).collect()))
        }
    }
}

/// The projects there are.
async fn running(context: &Context, kind: Kind) -> Result<BTreeSet<ProjectCode>, OfficeError> {
    let known = context.read(action(kind))?.project_templates().await?;
    Ok(known.into_keys().collect())
}

/// A set of weights as it is kept.
fn weight_set(set: formats::basket::WeightSet) -> WeightSet {
    WeightSet {
        base: set.base,
        from: set.from,
        until: set.until,
        weights: set.rows.into_iter().map(|row| (row.code, row.parent, row.weight)).collect(),
        base_quantities: set.base_quantities,
    }
}

/// Writes the sound rows in one transaction, with one journal line; a file that says nothing new leaves no trace.
///
/// # Errors
/// When the actor may not, or the database fails or refuses; nothing is written then.
pub async fn take(context: &Context, sound: &Sound, why: &str) -> Result<Taken, OfficeError> {
    match sound {
        Sound::Enterprises(rows) => register::take_enterprises(context, rows, why).await,
        Sound::Establishments(rows) => register::take_establishments(context, rows, why).await,
        Sound::Events(rows) => register::take_events(context, rows, why).await,
        Sound::Products(rows) => register::take_products(context, rows, why).await,
        Sound::Baskets(sets) => settings::take_baskets(context, sets, why).await,
        Sound::Returns(rows) => returns::take(context, rows, why).await,
        Sound::Official(rows) => settings::take_official(context, rows, why).await,
        Sound::Targets(rows) => settings::take_targets(context, rows, why).await,
        Sound::Sites(rows) => sites::take(context, rows, why).await,
        Sound::Projects(rows) => projects::take_projects(context, rows, why).await,
        Sound::ProjectSteps(rows) => projects::take_steps(context, rows, why).await,
        Sound::Land(rows) => projects::take_land(context, rows, why).await,
        Sound::Progress(rows) => projects::take_progress(context, rows, why).await,
        Sound::Visits(rows) => projects::take_visits(context, rows, why).await,
        Sound::Directives(rows) => projects::directives::take(context, rows, why).await,
        Sound::Prices(rows) => markets::take_prices(context, rows, why).await,
        Sound::Obstacles(rows) => obstacles::take(context, rows, why).await,
        Sound::Tasks(rows) => plan::take(context, rows, why).await,
    }
}

/// Returns of a batch of a bulk file.
const BATCH: usize = 4096;

/// Takes in a bulk file of returns, whose rows of one return stand together, in one transaction and without holding it in
/// memory. With `whole_or_nothing` a single fault leaves everything out. `progress` is told the returns read so far.
///
/// # Errors
/// When the file is unreadable, also where its end is; when it has faults and is to be taken whole; when the actor may not, or
/// the database fails or refuses. Nothing is written then.
pub async fn take_bulk<R: std::io::Read + Send>(
    context: &Context,
    name: &str,
    file: R,
    whole_or_nothing: bool,
    why: &str,
    mut progress: impl FnMut(u64),
) -> Result<(Taken, Remarks), Refused> {
    context.require(Action::TakeReturns)?;
    let register = register::current(context).await?;
    let mut reader = ReturnReader::open(name, file, &register, context.today()).map_err(Refused::Faults)?;
    let mut intake = Intake::begin(context).await?;
    let mut all = Remarks::default();
    let mut count = 0;
    while let Some(batch) = reader.next_batch(BATCH).map_err(Refused::Faults)? {
        let (rows, remarks) = Remarks::of(batch);
        all.add(remarks);
        intake.take(&rows).await?;
        count += rows.len() as u64;
        progress(count);
    }
    if whole_or_nothing && all.left_out > 0 {
        intake.abandon().await?;
        return Err(Refused::Faults(all.faults));
    }
    Ok((intake.commit(why).await?, all))
}
