//! What is done with an obstacle after it was raised. Each act is one event, one transaction, one line of the journal.

use std::collections::BTreeSet;

use domain::agency::AgencyCode;
use domain::authority::Action;
use domain::obstacles::{Act, Bodies, ConsentRule, Event, ObstacleCode, Quiet, Standing, quiet};
use domain::text::{Lang, Text, date};
use formats::carried;
use jiff::civil::Date;
use store::StoredObstacle;

use super::{Note, cannot_say, json, subject, with_thing, write_event};
use crate::context::{Context, OfficeError};

/// Who must answer, by when, and what their silence means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The bodies that must answer.
    pub agencies: BTreeSet<AgencyCode>,
    /// By when; `None`: within the limit of their tier.
    pub due: Option<Date>,
    /// The rule of law by which their silence is consent (`formats::carried::silence_rules`).
    pub silence: Option<ConsentRule>,
    /// What is said with it.
    pub note: Note,
}

/// Gives an obstacle to the bodies that must answer; `bodies` tells their tiers.
///
/// # Errors
/// When a body is not known, the move is not possible, the actor may not, or the database fails.
pub async fn assign(
    context: &Context,
    code: &ObstacleCode,
    assignment: Assignment,
    bodies: &Bodies,
) -> Result<Standing, OfficeError> {
    let Assignment { agencies, due, silence, note } = assignment;
    let tier = bodies.lowest(&agencies).map_err(unknown_body)?;
    let Some(tier) = tier else {
        let refused = domain::obstacles::Refused(domain::obstacles::MoveFault::NobodyAsked);
        return Err(OfficeError::Said(refused.text()));
    };
    act(context, Action::HandleObstacle, code, note, |_| Ok(Act::Assign { agencies, tier, due, silence })).await
}

fn unknown_body(code: &AgencyCode) -> OfficeError {
    OfficeError::Said(Text::new(
        format!("Không có cơ quan mã {code}. Hãy chọn trong danh sách cơ quan."),
        format!("There is no body {code}. Choose one of the list."),
    ))
}

/// Answers an obstacle. A body answers for itself; an officer says for which body.
///
/// # Errors
/// When the body was not asked, the move is not possible, the actor may not, or the database fails. To a body that was not
/// asked the obstacle is not there.
pub async fn answer(
    context: &Context,
    code: &ObstacleCode,
    agency: Option<&AgencyCode>,
    note: Note,
) -> Result<Standing, OfficeError> {
    let own = context.actor.agency();
    if own.is_some() && agency.is_some() && own != agency {
        return Err(OfficeError::NotFound);
    }
    let Some(agency) = own.or(agency).cloned() else {
        context.read_rows(Action::AnswerObstacle)?;
        return Err(OfficeError::Said(Text::new(
            "Chưa ghi trả lời thay cơ quan nào. Hãy chọn cơ quan.",
            "It is not said for which body this answers. Choose the body.",
        )));
    };
    act(context, Action::AnswerObstacle, code, note, |_| Ok(Act::Answer { agency })).await
}

/// Notes that the bodies which were silent past the limit are taken to consent.
///
/// # Errors
/// When the law does not take their silence for consent, or not yet; when the actor may not, or the database fails.
pub async fn consent(context: &Context, code: &ObstacleCode) -> Result<Standing, OfficeError> {
    let today = context.today();
    let allowed = |stored: &StoredObstacle| match quiet(
        &stored.standing,
        carried::escalation_limits(),
        carried::calendar(),
        today,
    ) {
        Quiet::Consents { .. } => Ok(Act::Consent),
        Quiet::CannotSay { year } => Err(cannot_say(year)),
        other => Err(OfficeError::Said(no_consent(&other))),
    };
    act(context, Action::HandleObstacle, code, Note::public(""), allowed).await
}

fn no_consent(quiet: &Quiet) -> Text {
    match quiet {
        Quiet::Within { until } => Text::new(
            format!("Còn trong thời hạn đến {}. Hãy chờ hoặc đôn đốc.", date(*until, Lang::Vi)),
            format!("The limit runs until {}. Wait, or send a reminder.", date(*until, Lang::En)),
        ),
        _ => Text::new(
            "Chưa có căn cứ pháp luật để coi im lặng là đồng ý. Hãy đôn đốc hoặc báo cáo cấp trên.",
            "No law takes this silence for consent. Send a reminder, or escalate.",
        ),
    }
}

/// Notes that an obstacle hinders no longer.
///
/// # Errors
/// When the move is not possible, the actor may not, or the database fails.
pub async fn clear(context: &Context, code: &ObstacleCode, note: Note) -> Result<Standing, OfficeError> {
    act(context, Action::HandleObstacle, code, note, |_| Ok(Act::Clear)).await
}

/// Refuses an obstacle; the note is the reason.
///
/// # Errors
/// When no reason is given, the move is not possible, the actor may not, or the database fails.
pub async fn refuse(context: &Context, code: &ObstacleCode, note: Note) -> Result<Standing, OfficeError> {
    act(context, Action::HandleObstacle, code, note, |_| Ok(Act::Refuse)).await
}

/// Takes an obstacle up again; the note is the reason.
///
/// # Errors
/// When no reason is given, the move is not possible, the actor may not, or the database fails.
pub async fn reopen(context: &Context, code: &ObstacleCode, note: Note) -> Result<Standing, OfficeError> {
    act(context, Action::HandleObstacle, code, note, |_| Ok(Act::Reopen)).await
}

/// Sets what everybody may read of an obstacle; empty: nothing.
///
/// # Errors
/// When there is no such obstacle, the text is too long, the actor may not, or the database fails.
pub async fn publish(context: &Context, code: &ObstacleCode, public: &str) -> Result<(), OfficeError> {
    let mut change = context.begin(Action::HandleObstacle).await?;
    let stored = change.store().obstacle(code).await?.ok_or(OfficeError::NotFound)?;
    let mut obstacle = stored.obstacle.clone();
    public.clone_into(&mut obstacle.public);
    obstacle.check().map_err(OfficeError::Said)?;
    if obstacle != stored.obstacle {
        change.obstacle(&obstacle).await?;
    }
    change.commit_if_any(&subject(code), json(&stored.obstacle.public), json(&obstacle.public), "").await?;
    Ok(())
}

/// Does one act: held against the actor before and after the change has begun, because the obstacle may have been given to others
/// in between.
pub(super) async fn act(
    context: &Context,
    action: Action,
    code: &ObstacleCode,
    note: Note,
    decide: impl FnOnce(&StoredObstacle) -> Result<Act, OfficeError>,
) -> Result<Standing, OfficeError> {
    let before = context.read_rows(action)?.obstacle(code).await?.ok_or(OfficeError::NotFound)?;
    with_thing(&before, |thing| context.require_for(action, thing))?;
    let mut change = context.begin_rows(action).await?;
    let stored = change.store().obstacle(code).await?.ok_or(OfficeError::NotFound)?;
    with_thing(&stored, |thing| context.require_for(action, thing))?;
    let event = Event {
        date: context.today().max(stored.standing.last),
        by: context.actor.name.clone(),
        act: decide(&stored)?,
        text: note.text,
        visibility: note.visibility,
    };
    let after = write_event(&mut change, &stored, &event).await?;
    change.commit(&subject(code), json(&stored.standing), json(&event), "").await?;
    Ok(after)
}
