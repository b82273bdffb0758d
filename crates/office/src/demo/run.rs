//! The demonstration from an empty database to the last release: the register and the returns come in as files through
//! the use cases any user has, day by day, and every release is issued on its day from what was in.

use domain::adjust::Policy;
use domain::period::Month;
use domain::register::Register;
use domain::returns::Return;
use domain::series::Stage;
use domain::text::Text;
use formats::basket::read_basket;
use formats::carried;
use formats::demo::{self, Multipliers};
use formats::fault::Fault;
use formats::official::{read_official, read_targets};
use formats::register::{read_enterprises, read_establishments, read_events, read_products};
use formats::returns::read_returns;
use formats::rules;
use formats::sheet::{Input, Read};
use jiff::civil::Date;
use store::{Store, WeightSet};

use super::post::{files, register_on};
use super::province::Province;
use crate::adjust::{self, Acceptance, Proposal};
use crate::context::{Actor, Context, OfficeError};
use crate::{checks, markets, projects, publication, register, release, returns, settings, sites};

/// Monthly releases the demonstration issues.
const RELEASES: i32 = 13;
/// What the journal gives as the reason of every change.
const WHY: &str = "Tỉnh mô phỏng";

/// Where the building stands, for a progress line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The register, weights and published figures are in.
    Register,
    /// Returns received up to a day are in: how many of them.
    Returns(Date, u64),
    /// The returns of a month were checked: how many suspicions.
    Checked(Month, usize),
    /// A release was issued.
    Release(Month, Stage),
}

/// The province in its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Built {
    /// Number of the last release.
    pub release: i64,
    /// Its month.
    pub month: Month,
    /// The day the demonstration ends on.
    pub day: Date,
    /// Returns taken in.
    pub returns: u64,
    /// Suspicions about the last month.
    pub suspicions: usize,
    /// Releases issued.
    pub releases: usize,
}

/// Who does something, when: the demonstration's operator at ten in the morning, Hanoi time, of a day.
///
/// # Errors
/// When the day has no such moment, which no calendar day lacks.
pub fn context(store: &Store, day: Date, origin: &str) -> Result<Context, OfficeError> {
    let moment = day.at(10, 0, 0, 0).to_zoned(jiff::tz::Offset::constant(7).to_time_zone());
    let moment = moment.map_err(|error| OfficeError::Said(Text::new(error.to_string(), error.to_string())))?;
    Ok(Context::new(Actor::operator("khoi demo"), moment.timestamp(), origin, store.clone()))
}

/// The day the demonstration ends on: that of its last release.
///
/// # Errors
/// When the carried design cannot be read.
pub fn last_day() -> Result<Date, OfficeError> {
    let province = Province::build(demo::design().map_err(said)?).map_err(said)?;
    Ok(province.collection_days().release_date(province.months().last))
}

/// Builds the province in an empty, migrated database.
///
/// # Errors
/// When a carried file cannot be read, or the database fails.
pub async fn build(store: &Store, tell: &mut dyn FnMut(Step)) -> Result<Built, OfficeError> {
    let province = Province::build(demo::design().map_err(said)?).map_err(said)?;
    let multipliers = demo::multipliers().map_err(said)?;
    let mut office = Office::open(store, &province, &multipliers)?;
    office.begin().await?;
    tell(Step::Register);
    let last = province.months().last;
    let mut release = 0;
    let mut suspicions = 0;
    for back in (0..RELEASES).rev() {
        let month = last.plus(-back);
        let day = province.collection_days().release_date(month);
        office.finals(month, tell).await?;
        office.receive(day, tell).await?;
        if back == 0 {
            // Earlier months are settled: only the month of the bulletin still has a queue to work through.
            suspicions = checks::check(&context(store, day, "")?, month).await?.run.findings.len();
            tell(Step::Checked(month, suspicions));
            office.choose(day).await?;
        }
        office.issue(month.previous(), Stage::Provisional, day, tell).await?;
        release = office.issue(month, Stage::Flash, day, tell).await?;
    }
    let day = province.collection_days().release_date(last);
    let (returns, releases) = (office.taken, office.issued);
    Ok(Built { release, month: last, day, returns, suspicions, releases })
}

/// The office at work: what it has taken in so far.
struct Office<'a> {
    store: &'a Store,
    province: &'a Province,
    returns: Vec<Return>,
    known: Register,
    received: Option<Date>,
    taken: u64,
    issued: usize,
    basket: Vec<u8>,
}

impl<'a> Office<'a> {
    /// An office that has taken in nothing yet.
    fn open(store: &'a Store, province: &'a Province, multipliers: &Multipliers) -> Result<Self, OfficeError> {
        let basket = province.basket(demo::base_quantities().map_err(said)?).map_err(said)?;
        Ok(Self {
            store,
            province,
            returns: province.all_returns(multipliers).map_err(said)?,
            known: Register::default(),
            received: None,
            taken: 0,
            issued: 0,
            basket: demo::basket_csv(&basket),
        })
    }

    /// Settings, products, enterprises, weights, published figures, targets, prices and the carried sites with their projects
    /// and directions, before the first return.
    async fn begin(&mut self) -> Result<(), OfficeError> {
        let day = self.province.months().first.first_day();
        let at = |file: &str| context(self.store, day, file);
        let whole = self.province.register();
        settings::begin_office(&at("")?).await?;
        checks::begin_rules(&at(rules::CARRIED_NAME)?, WHY).await?;
        let csv = demo::enterprises_csv(whole);
        register::take_enterprises(
            &at("enterprises.csv")?,
            &rows(read_enterprises(&Input::new("enterprises.csv", &csv)))?,
            WHY,
        )
        .await?;
        let csv = demo::products_csv(whole);
        register::take_products(&at("products.csv")?, &rows(read_products(&Input::new("products.csv", &csv)))?, WHY)
            .await?;
        let known = register::current(&at("")?).await?;
        let sets: Vec<WeightSet> =
            rows(read_basket(&Input::new("basket.csv", &self.basket), &known))?.into_iter().map(kept).collect();
        settings::take_baskets(&at("basket.csv")?, &sets, WHY).await?;
        let official = rows(read_official(&Input::new("hagiang_iip_published.csv", demo::PUBLISHED.as_bytes())))?;
        settings::take_official(&at("hagiang_iip_published.csv")?, &official, WHY).await?;
        let targets = rows(read_targets(&Input::new("targets.csv", &demo::targets_csv(&official))))?;
        settings::take_targets(&at("targets.csv")?, &targets, WHY).await?;
        // Published facts: a handful of yearly world prices, with their sources.
        markets::take_prices(&at("data/prices")?, carried::prices(), WHY).await?;
        // The only real places of the demonstration: mines and hydropower plants as public sources know them.
        sites::take(&at("data/sites")?, carried::sites(), WHY).await?;
        projects::take_projects(&at("data/projects/projects.csv")?, carried::projects(), WHY).await?;
        projects::directives::take(&at("data/projects/directives.csv")?, carried::directives(), WHY).await?;
        Ok(())
    }

    /// Takes in what came up to a day: establishments, their events, returns.
    async fn receive(&mut self, day: Date, tell: &mut dyn FnMut(Step)) -> Result<(), OfficeError> {
        let now = register_on(self.province.register(), day);
        if now.establishments != self.known.establishments {
            let csv = demo::establishments_csv(&now);
            let all = rows(read_establishments(&Input::new("establishments.csv", &csv), &now))?;
            register::take_establishments(&context(self.store, day, "establishments.csv")?, &all, WHY).await?;
            let csv = demo::events_csv(&now);
            let events = rows(read_events(&Input::new("events.csv", &csv), &register_without_events(&now)))?;
            register::take_events(&context(self.store, day, "events.csv")?, &events, WHY).await?;
        }
        for file in files(&self.returns, self.received, day) {
            let csv = demo::returns_csv(&now, file.iter().copied());
            let read = rows(read_returns(&Input::new("returns.csv", &csv), &now, day))?;
            let taken = returns::take(&context(self.store, day, "returns.csv")?, &read, WHY).await?;
            self.taken += taken.new + taken.changed;
        }
        self.known = now;
        self.received = Some(day);
        tell(Step::Returns(day, self.taken));
        Ok(())
    }

    /// The final figures of the year before, when their day comes before the release of `month`.
    async fn finals(&mut self, month: Month, tell: &mut dyn FnMut(Step)) -> Result<(), OfficeError> {
        let at = context(self.store, month.first_day(), "")?;
        let days = at.read(domain::authority::Action::ReadPublished)?.release_days(store::Seq::LATEST).await?;
        let year = month.year().plus(-1);
        let collection = self.province.collection_days();
        let Some(day) = days.final_date(year) else { return Ok(()) };
        let due = collection.release_date(month.previous()) < day && day <= collection.release_date(month);
        if !due {
            return Ok(());
        }
        self.receive(day, tell).await?;
        for month in year.months().iter() {
            self.issue(month, Stage::Final, day, tell).await?;
        }
        Ok(())
    }

    /// Once a year, before the first month of it is released, the choices of seasonal adjustment are made anew.
    async fn choose(&self, day: Date) -> Result<(), OfficeError> {
        let at = context(self.store, day, "")?;
        let Some(newest) = publication::latest(&at).await? else { return Ok(()) };
        let (keys, concurrent) = (adjust::keys(&newest), Proposal::by(Policy::Concurrent));
        let shown = adjust::digest(&adjust::propose(&at, &newest, &keys, concurrent).await?);
        let whole = Acceptance::whole(&shown, "lựa chọn của năm");
        adjust::accept(&at, &newest, &keys, concurrent, whole).await.map(drop)
    }

    async fn issue(
        &mut self,
        month: Month,
        stage: Stage,
        day: Date,
        tell: &mut dyn FnMut(Step),
    ) -> Result<i64, OfficeError> {
        let released = release::issue(&context(self.store, day, "")?, month, stage, Some(day)).await?;
        self.issued += 1;
        tell(Step::Release(month, stage));
        Ok(released.id)
    }
}

/// Events are read against a register that does not know them yet.
fn register_without_events(register: &Register) -> Register {
    let mut bare = register.clone();
    bare.establishments.values_mut().for_each(|establishment| establishment.events.clear());
    bare
}

/// A set of weights as the database keeps it.
fn kept(set: formats::basket::WeightSet) -> WeightSet {
    let weights = set.rows.into_iter().map(|row| (row.code, row.parent, row.weight)).collect();
    WeightSet { base: set.base, from: set.from, until: set.until, weights, base_quantities: set.base_quantities }
}

/// The rows of a file that must be sound throughout.
fn rows<T>(read: Result<Read<T>, Vec<Fault>>) -> Result<Vec<T>, OfficeError> {
    let read = read.map_err(all_said)?;
    if read.is_clean() { Ok(read.rows.into_iter().map(|(_, row)| row).collect()) } else { Err(all_said(read.faults)) }
}

fn said(fault: Fault) -> OfficeError {
    all_said(vec![fault])
}

fn all_said(faults: Vec<Fault>) -> OfficeError {
    use domain::text::Lang;
    let lines = |lang: Lang| faults.iter().map(|fault| fault.in_lang(lang)).collect::<Vec<_>>().join("\n");
    OfficeError::Said(Text::new(lines(Lang::Vi), lines(Lang::En)))
}
