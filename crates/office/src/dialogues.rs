//! Dialogue conferences: called, guests invited, obstacles put on the agenda, opened, minutes and commitments written, a letter
//! composed afterwards. A guest sees the dialogue, what was said in public, and of the agenda what is its own to see.

use std::collections::BTreeSet;

use domain::agency::AgencyCode;
use domain::authority::Action;
use domain::dialogues::{
    Candidate, Committed, Dialogue, Discussed, FollowUp, Guest, Minute, Stage, follow_up as letter_after, missing_from,
};
use domain::letters::Letter;
use domain::obstacles::{Bodies, ObstacleCode, Visibility};
use domain::tasks::{DialogueCode, Origin, Task, TaskCode};
use domain::text::Text;
use jiff::civil::Date;
use store::{Listed, ObstacleFilter, ObstacleOrder, Page, Store, StoredDialogue, StoredTask, TaskFilter};

use crate::context::{Context, OfficeError};
use crate::obstacles::{json, new_code, with_thing};
use crate::plan::write_task;

pub use crate::plan::report as report_task;

/// A dialogue as it is called; the office gives it its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its name.
    pub title: Text,
    /// Its day.
    pub date: Date,
    /// Where.
    pub place: String,
    /// Who presides, in words.
    pub chair: String,
    /// Invented for a demonstration.
    pub simulated: bool,
}

/// A commitment as it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The obstacle it is to clear.
    pub obstacle: Option<ObstacleCode>,
    /// What is promised.
    pub what: String,
    /// Who promises.
    pub owner: AgencyCode,
    /// Who helps.
    pub partners: Vec<AgencyCode>,
    /// Who watches over it.
    pub watcher: Option<AgencyCode>,
    /// By when.
    pub due: Date,
    /// The result that is expected.
    pub result: String,
    /// Who may read it.
    pub visibility: Visibility,
}

/// A dialogue as the actor may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenDialogue {
    /// The dialogue, its guests, its agenda, its minutes; without what the actor may not see.
    pub dialogue: StoredDialogue,
    /// Its commitments, what is due first coming first; without what the actor may not see.
    pub commitments: Vec<StoredTask>,
}

fn subject(code: &DialogueCode) -> String {
    format!("dialogue {code}")
}

/// Calls a dialogue and gives its code.
///
/// # Errors
/// When it has no name, the actor may not, or the database fails.
pub async fn call(context: &Context, called: Called) -> Result<DialogueCode, OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    if called.title.vi.trim().is_empty() || called.title.en.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Hội nghị chưa có tên. Hãy ghi tên bằng hai thứ tiếng.",
            "The dialogue has no name. Write it in both languages.",
        )));
    }
    let dialogue = Dialogue {
        code: new_code(&change, "DT", context.today())?,
        title: called.title,
        date: called.date,
        place: called.place,
        chair: called.chair,
        stage: Stage::Called,
        simulated: called.simulated,
    };
    change.dialogue(&dialogue).await?;
    change.commit(&subject(&dialogue.code), String::new(), json(&dialogue), "").await?;
    Ok(dialogue.code)
}

/// A dialogue as it was before this change.
async fn within(store: &Store, code: &DialogueCode) -> Result<StoredDialogue, OfficeError> {
    store.dialogue(code).await?.ok_or(OfficeError::NotFound)
}

/// Invites firms and bodies; those invited before stay. Gives how many are new.
///
/// # Errors
/// When there is no such dialogue, the actor may not, or the database fails.
pub async fn invite(context: &Context, code: &DialogueCode, guests: &[Guest]) -> Result<usize, OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    let known = within(change.store(), code).await?.guests;
    let mut new: Vec<&Guest> = guests.iter().filter(|guest| !known.contains(guest)).collect();
    new.sort();
    new.dedup();
    for guest in &new {
        change.dialogue_guest(code, guest).await?;
    }
    change.commit_if_any(&subject(code), String::new(), json(&new), "").await?;
    Ok(new.len())
}

/// Puts open obstacles on the agenda, ordered by effect, then age; those on it already keep their place. Gives what was put on it.
///
/// # Errors
/// When there is no such dialogue, an obstacle is not there or not open, the actor may not, or the database fails.
pub async fn put_on_agenda(
    context: &Context,
    code: &DialogueCode,
    obstacles: &[ObstacleCode],
) -> Result<Vec<ObstacleCode>, OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    let on_it: BTreeSet<ObstacleCode> = within(change.store(), code).await?.agenda.into_iter().collect();
    let mut candidates = Vec::with_capacity(obstacles.len());
    for obstacle in obstacles {
        let stored = change.store().obstacle(obstacle).await?.ok_or(OfficeError::NotFound)?;
        if !stored.standing.state.is_open() {
            return Err(OfficeError::Said(Text::new(
                format!("Vướng mắc {obstacle} đã kết thúc. Hãy mở lại trước khi đưa vào chương trình."),
                format!("Obstacle {obstacle} is closed. Open it again before putting it on the agenda."),
            )));
        }
        let stored = stored.obstacle;
        candidates.push(Candidate {
            code: stored.code,
            effect_points: stored.effect_points,
            raised_on: stored.raised_on,
        });
    }
    let put = missing_from(&on_it, candidates);
    for obstacle in &put {
        change.dialogue_item(code, obstacle).await?;
    }
    change.commit_if_any(&subject(code), String::new(), json(&put), "").await?;
    Ok(put)
}

/// What a dialogue should take up: the open obstacles that fit, those that would add most first, then the oldest.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn propose_agenda(
    context: &Context,
    filter: &ObstacleFilter,
    most: u32,
) -> Result<Vec<ObstacleCode>, OfficeError> {
    let filter = ObstacleFilter { open: Some(true), ..filter.clone() };
    let store = context.read(Action::HoldDialogue)?;
    let listed = store.obstacles(&filter, ObstacleOrder::Effect, Page::new(0, most)).await?;
    Ok(listed.rows.into_iter().map(|line| line.obstacle.code).collect())
}

/// Opens a dialogue, so that minutes and commitments can be written.
///
/// # Errors
/// When there is no such dialogue, it is open already, the actor may not, or the database fails.
pub async fn open(context: &Context, code: &DialogueCode) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    let before = within(change.store(), code).await?.dialogue;
    if before.stage == Stage::Open {
        return Err(OfficeError::Said(Text::new(
            "Hội nghị đã khai mạc. Có thể ghi biên bản và cam kết.",
            "The dialogue is open already. Minutes and commitments can be written.",
        )));
    }
    let after = Dialogue { stage: Stage::Open, ..before.clone() };
    change.dialogue(&after).await?;
    change.commit(&subject(code), json(&before), json(&after), "").await?;
    Ok(())
}

/// Writes a line of the minutes.
///
/// # Errors
/// When the dialogue is not open, the obstacle is not on its agenda, nothing is said, the actor may not, or the database fails.
pub async fn minute(context: &Context, code: &DialogueCode, minute: &Minute) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    let stored = within(change.store(), code).await?;
    stored.dialogue.require_open().map_err(OfficeError::Said)?;
    on_agenda(&stored, minute.obstacle.as_ref())?;
    if minute.text.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Chưa ghi nội dung. Hãy ghi ý kiến hoặc kết luận.",
            "Nothing is written. Write what was said or concluded.",
        )));
    }
    change.dialogue_minute(code, minute).await?;
    change.commit(&subject(code), String::new(), json(minute), "").await?;
    Ok(())
}

fn on_agenda(stored: &StoredDialogue, obstacle: Option<&ObstacleCode>) -> Result<(), OfficeError> {
    match obstacle {
        Some(code) if !stored.agenda.contains(code) => Err(OfficeError::Said(Text::new(
            format!("Vướng mắc {code} không có trong chương trình. Hãy đưa vào trước."),
            format!("Obstacle {code} is not on the agenda. Put it there first."),
        ))),
        _ => Ok(()),
    }
}

/// Writes a commitment and gives the code of its task.
///
/// # Errors
/// When the dialogue is not open, the obstacle is not on its agenda, something is missing, the actor may not, or the database
/// fails.
pub async fn commit(context: &Context, code: &DialogueCode, made: Commitment) -> Result<TaskCode, OfficeError> {
    let mut change = context.begin(Action::HoldDialogue).await?;
    let stored = within(change.store(), code).await?;
    stored.dialogue.require_open().map_err(OfficeError::Said)?;
    on_agenda(&stored, made.obstacle.as_ref())?;
    let task = Task {
        code: new_code(&change, "NV", context.today())?,
        origin: Origin::Dialogue(code.clone()),
        obstacle: made.obstacle,
        what: made.what,
        lead: made.owner,
        partners: made.partners,
        watcher: made.watcher,
        due: made.due,
        result: made.result,
        visibility: made.visibility,
        simulated: stored.dialogue.simulated,
    };
    write_task(&mut change, &task).await?;
    change.commit(&format!("task {}", task.code), String::new(), json(&task), "").await?;
    Ok(task.code)
}

/// The letter that follows a dialogue: what was taken up, with the last public line of its minutes, and the public commitments.
///
/// # Errors
/// When there is no such dialogue, the actor may not, or the database fails.
pub async fn follow_up(
    context: &Context,
    code: &DialogueCode,
    number: &str,
    bodies: &Bodies,
) -> Result<Letter, OfficeError> {
    let store = context.read(Action::HoldDialogue)?;
    let stored = store.dialogue(code).await?.ok_or(OfficeError::NotFound)?;
    let last_word = |obstacle: &ObstacleCode| {
        let about = |m: &&Minute| m.obstacle.as_ref() == Some(obstacle) && m.visibility == Visibility::Public;
        stored.minutes.iter().rfind(about).map(|minute| minute.text.clone()).unwrap_or_default()
    };
    let mut discussed = Vec::with_capacity(stored.agenda.len());
    for item in &stored.agenda {
        let known = store.obstacle(item).await?.map(|known| known.obstacle.public).filter(|text| !text.is_empty());
        let told = known.map_or_else(|| item.to_string(), |text| format!("{item} ({text})"));
        discussed.push(Discussed { name: Text::new(told.clone(), told), conclusion: last_word(item) });
    }
    let tasks = commitments(store, code).await?;
    let open_ones = tasks.iter().filter(|stored| stored.task.visibility == Visibility::Public);
    let committed = open_ones
        .map(|stored| Committed {
            owner: bodies.name(&stored.task.lead),
            what: stored.task.what.clone(),
            due: stored.task.due,
        })
        .collect();
    let mut guests = Vec::with_capacity(stored.guests.len());
    for guest in domain::dialogues::guest_list(stored.guests.clone()) {
        guests.push(match guest {
            Guest::Agency(code) => bodies.name(&code),
            Guest::Enterprise(code) => {
                let name = store.enterprise_name(&code).await?.unwrap_or_else(|| code.to_string());
                Text::new(name.clone(), name)
            }
        });
    }
    let values = FollowUp { number: number.to_owned(), date: context.today(), guests, discussed, committed };
    Ok(letter_after(&stored.dialogue, values))
}

async fn commitments(store: &Store, code: &DialogueCode) -> Result<Vec<StoredTask>, OfficeError> {
    let filter = TaskFilter { origin: Some(Origin::Dialogue(code.clone())), ..TaskFilter::default() };
    Ok(store.tasks(&filter, Page::first()).await?.rows)
}

/// The actor as a guest; `None` for those who see every dialogue.
fn as_guest(context: &Context) -> Option<Guest> {
    let actor = &context.actor;
    let firm = actor.enterprise().cloned().map(Guest::Enterprise);
    firm.or_else(|| actor.agency().cloned().map(Guest::Agency))
}

/// A dialogue, for its guests and the department.
///
/// # Errors
/// [`OfficeError::NotFound`] when there is none, or the actor is not invited; when the database fails.
pub async fn view(context: &Context, code: &DialogueCode) -> Result<SeenDialogue, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let mut stored = store.dialogue(code).await?.ok_or(OfficeError::NotFound)?;
    let mut commitments = commitments(store, code).await?;
    let Some(guest) = as_guest(context) else {
        context.require(Action::ReadInternal)?;
        return Ok(SeenDialogue { dialogue: stored, commitments });
    };
    if !stored.guests.contains(&guest) {
        return Err(OfficeError::NotFound);
    }
    let mut own = Vec::new();
    for item in &stored.agenda {
        let known = store.obstacle(item).await?;
        own.extend(known.filter(|k| with_thing(k, |t| context.may(Action::ReadInternal, t))).map(|_| item.clone()));
    }
    stored.agenda = own;
    stored.minutes.retain(|minute| minute.visibility == Visibility::Public);
    let owns = |task: &Task| context.actor.agency().is_some_and(|agency| task.owners().contains(agency));
    commitments.retain(|stored| stored.task.visibility == Visibility::Public || owns(&stored.task));
    Ok(SeenDialogue { dialogue: stored, commitments })
}

/// The dialogues that take up an obstacle, the latest first; a guest sees those it is invited to.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn about(context: &Context, obstacle: &ObstacleCode) -> Result<Vec<Dialogue>, OfficeError> {
    let mut found = context.read_rows(Action::ReadInternal)?.dialogues_about(obstacle).await?;
    match as_guest(context) {
        Some(guest) => found.retain(|stored| stored.guests.contains(&guest)),
        None => context.require(Action::ReadInternal)?,
    }
    Ok(found.into_iter().map(|stored| stored.dialogue).collect())
}

/// A page of the dialogues, the latest first; a guest sees those it is invited to.
///
/// # Errors
/// When the role never may, or the database fails.
pub async fn list(context: &Context, page: Page) -> Result<Listed<Dialogue>, OfficeError> {
    let store = context.read_rows(Action::ReadInternal)?;
    let guest = as_guest(context);
    if guest.is_none() {
        context.require(Action::ReadInternal)?;
    }
    Ok(store.dialogues(guest.as_ref(), page).await?)
}
