//! Obstacles: raised, assigned, answered, cleared or refused, opened again, escalated; looked at one by one, in lists, and
//! counted. A firm raises and sees its own, a body sees and answers what is asked of it, the public sees what was published.

mod acts;
mod climb;
mod look;
mod take;

use domain::agency::AgencyCode;
use domain::authority::{Action, Thing};
use domain::obstacles::{
    Channel, Event, Obstacle, ObstacleCode, ObstacleKind, ProjectStep, Standing, Visibility, limit_ends,
};
use domain::register::EnterpriseCode;
use domain::sites::SiteCode;
use domain::text::Text;
use jiff::civil::Date;
use store::Store;
use store::{StoredObstacle, Writing};

use crate::context::{Change, Context, OfficeError};

pub use acts::{Assignment, answer, assign, clear, consent, publish, refuse, reopen};
pub use climb::{Climbs, escalate_due};
pub use look::{
    Board, MeasuresOf, PublicObstacle, Seen, board, lines, lines_public, list, list_public, measures, measures_by_kind,
    places, places_public, untold, view, view_public,
};
pub(crate) use take::take;

/// Something said with an act, and who may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The answer, the reason; may be empty where nothing needs to be said.
    pub text: String,
    /// Who may read it. The firm reads what is public of its own obstacles.
    pub visibility: Visibility,
}

impl Note {
    /// For the department and the bodies asked.
    pub fn internal(text: impl Into<String>) -> Self {
        Self { text: text.into(), visibility: Visibility::Internal }
    }

    /// For everybody.
    pub fn public(text: impl Into<String>) -> Self {
        Self { text: text.into(), visibility: Visibility::Public }
    }
}

/// An obstacle as it is handed in; the office gives it its code and its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    /// Of which kind.
    pub kind: ObstacleKind,
    /// How it is raised; a firm raises on its own page whatever stands here.
    pub channel: Channel,
    /// Who raises it, in words.
    pub raised_by: String,
    /// The firm it hinders; a firm may name none but itself.
    pub enterprise: Option<EnterpriseCode>,
    /// The site it hinders.
    pub site: Option<SiteCode>,
    /// The project or step it hinders.
    pub step: Option<ProjectStep>,
    /// The facts, with figures.
    pub facts: String,
    /// What everybody may read; left out when a firm raises it, because the office decides that.
    pub public: String,
    /// The law it rests on.
    pub legal_ground: String,
    /// What is asked.
    pub asked: String,
    /// Of whom it is asked.
    pub asked_of: Vec<AgencyCode>,
    /// By when.
    pub asked_by: Option<Date>,
    /// What clearing it would bring, in words.
    pub effect: String,
    /// What it would add to the target, in percentage points; left out when a firm raises it, because it is computed.
    pub effect_points: Option<f64>,
    /// Invented for a demonstration.
    pub simulated: bool,
}

/// Raises an obstacle and gives its code.
///
/// # Errors
/// When something is missing, a site or firm is not known, the actor may not, or the database fails.
pub async fn raise(context: &Context, raised: Raised) -> Result<ObstacleCode, OfficeError> {
    let own = context.actor.enterprise().cloned();
    let is_firm = own.is_some();
    let enterprise = raised.enterprise.or_else(|| own.clone());
    let thing = enterprise.as_ref().map_or(Thing::WHOLE, Thing::of_enterprise);
    let mut change = context.begin_for(Action::RaiseObstacle, &thing).await?;
    let today = context.today();
    let obstacle = Obstacle {
        code: new_code(&change, "VM", today)?,
        kind: raised.kind,
        channel: if is_firm { Channel::FirmPage } else { raised.channel },
        raised_by: raised.raised_by,
        raised_on: today,
        enterprise,
        site: raised.site,
        step: raised.step,
        facts: raised.facts,
        public: if is_firm { String::new() } else { raised.public },
        legal_ground: raised.legal_ground,
        asked: raised.asked,
        asked_of: raised.asked_of,
        asked_by: raised.asked_by,
        effect: raised.effect,
        effect_points: raised.effect_points.filter(|_| !is_firm),
        simulated: raised.simulated,
    };
    obstacle.check().map_err(OfficeError::Said)?;
    known_places(change.store(), &obstacle).await?;
    change.obstacle(&obstacle).await?;
    write_standing(&mut change, &obstacle, &Standing::raised(today)).await?;
    change.commit(&subject(&obstacle.code), String::new(), json(&obstacle), "").await?;
    Ok(obstacle.code)
}

/// A code that no other change can give: the year and the number of the change.
pub(crate) fn new_code<T: std::str::FromStr>(
    change: &Change<'_>,
    letters: &str,
    today: Date,
) -> Result<T, OfficeError> {
    let code = format!("{letters}-{}-{}", today.year(), change.seq().0);
    code.parse().map_err(|_| {
        OfficeError::Said(Text::new(
            format!("Không tạo được mã {code}. Hãy báo người quản trị."),
            format!("The code {code} cannot be made. Tell the administrator."),
        ))
    })
}

/// Fails when the site or the firm of an obstacle is not known.
async fn known_places(store: &Store, obstacle: &Obstacle) -> Result<(), OfficeError> {
    if let Some(site) = &obstacle.site
        && !store.has_site(site).await?
    {
        return Err(not_known("mỏ, nhà máy", "site", site.as_str()));
    }
    if let Some(enterprise) = &obstacle.enterprise
        && !store.has_enterprise(enterprise).await?
    {
        return Err(not_known("doanh nghiệp", "enterprise", enterprise.as_str()));
    }
    Ok(())
}

fn not_known(vi: &str, en: &str, code: &str) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Không có {vi} mã {code}. Hãy sửa mã, hoặc nhập {vi} trước."),
        format!("There is no {en} {code}. Correct the code, or import the {en} first."),
    ))
}

/// Writes how an obstacle stands, with the day its answer is due; without one where the days off of its year are not known yet, and
/// [`escalate_due`] looks at it again.
pub(crate) async fn write_standing(
    change: &mut Change<'_>,
    obstacle: &Obstacle,
    standing: &Standing,
) -> Result<(), OfficeError> {
    let limits = formats::carried::escalation_limits();
    let due = limit_ends(standing, limits, formats::carried::calendar()).unwrap_or_default();
    let writing: &mut Writing = change;
    Ok(writing.obstacle_standing(obstacle, standing, due).await?)
}

/// A limit that runs into a year whose days off are not known.
pub(crate) fn cannot_say(year: i16) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Chưa có lịch nghỉ lễ năm {year} nên không tính được thời hạn. Hãy nạp lịch nghỉ của năm đó."),
        format!("The days off of {year} are not known, so the limit cannot be told. Load the calendar of that year."),
    ))
}

/// What the journal calls an obstacle.
fn subject(code: &ObstacleCode) -> String {
    format!("obstacle {code}")
}

/// A value for the journal.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Whose an obstacle is: of its firm, and of the bodies it is asked of.
pub(crate) fn with_thing<T>(stored: &StoredObstacle, ask: impl FnOnce(&Thing<'_>) -> T) -> T {
    let asked: Vec<AgencyCode> = stored.standing.asked.iter().cloned().collect();
    let thing = Thing { enterprise: stored.obstacle.enterprise.as_ref(), ..Thing::WHOLE }.asked_of(&asked);
    ask(&thing)
}

/// Writes one more event and how the obstacle stands then.
async fn write_event(change: &mut Change<'_>, stored: &StoredObstacle, event: &Event) -> Result<Standing, OfficeError> {
    let after = stored.standing.after(event).map_err(|refused| OfficeError::Said(refused.text()))?;
    change.obstacle_event(&stored.obstacle.code, after.events, event).await?;
    write_standing(change, &stored.obstacle, &after).await?;
    Ok(after)
}
