//! Obstacles from files: taking in what is there already changes nothing, and a longer life goes on from where the known one ends.

use domain::authority::Action;
use domain::obstacles::{Event, Refused, Standing};
use domain::text::Text;
use formats::obstacles::ImportedObstacle;

use super::{known_places, write_standing};
use crate::context::{Change, Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// Takes in obstacles with what happened to them.
///
/// # Errors
/// When a file tells another life than the known one, a site or firm is not known, the actor may not, or the database fails;
/// nothing is written then.
pub(crate) async fn take(context: &Context, rows: &[ImportedObstacle], why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::HandleObstacle).await?;
    let mut tally = Tally::default();
    for row in rows {
        take_one(&mut change, row, &mut tally).await?;
    }
    finish(change, tally, "obstacles", why).await
}

async fn take_one(change: &mut Change<'_>, row: &ImportedObstacle, tally: &mut Tally) -> Result<(), OfficeError> {
    let code = &row.obstacle.code;
    let known = change.store().obstacle(code).await?;
    let events = known.as_ref().map_or(&[][..], |known| &known.events);
    let same = events.iter().zip(&row.events).take_while(|(old, new)| is_same(old, new)).count();
    if same < events.len().min(row.events.len()) {
        return Err(OfficeError::Said(Text::new(
            format!(
                "Vướng mắc {code}: tệp ghi diễn biến khác với diễn biến đã lưu. Hãy sửa tệp, hoặc ghi tiếp trên trang."
            ),
            format!(
                "Obstacle {code}: the file tells another course than the one kept. Correct the file, or go on by hand."
            ),
        )));
    }
    // What was published by hand is kept where the file says nothing of it.
    let mut obstacle = row.obstacle.clone();
    if let (Some(known), true) = (&known, obstacle.public.is_empty()) {
        obstacle.public.clone_from(&known.obstacle.public);
    }
    let more = row.events.get(events.len()..).unwrap_or_default();
    let old =
        known.as_ref().map(|known| ImportedObstacle { obstacle: known.obstacle.clone(), events: events.to_vec() });
    let new = ImportedObstacle { obstacle: obstacle.clone(), events: [events, more].concat() };
    if !tally.weigh(old.as_ref(), &new) {
        return Ok(());
    }
    known_places(change.store(), &obstacle).await?;
    if known.as_ref().is_none_or(|known| known.obstacle != obstacle) {
        change.obstacle(&obstacle).await?;
    }
    // Replayed from the day the file gives: a corrected day may not come after what is known to have happened.
    let refused = |refused: Refused| at(code.as_str(), &refused.text());
    let mut standing = Standing::replay(obstacle.raised_on, events).map_err(refused)?;
    for event in more {
        standing = standing.after(event).map_err(refused)?;
        change.obstacle_event(code, standing.events, event).await?;
    }
    write_standing(change, &obstacle, &standing).await
}

/// Whether a file tells an event that is kept: the same act on the same day. Who wrote it down may differ.
fn is_same(kept: &Event, told: &Event) -> bool {
    kept.date == told.date && kept.act == told.act
}

fn at(code: &str, what: &Text) -> OfficeError {
    OfficeError::Said(Text::new(format!("Vướng mắc {code}: {}", what.vi), format!("Obstacle {code}: {}", what.en)))
}
