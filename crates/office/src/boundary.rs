//! Boundaries for the map: brought in by an officer, seen by everybody.

use domain::authority::Action;
use domain::boundary::BoundarySet;
use domain::text::Text;
use store::Seq;

use crate::context::{Context, OfficeError};
use crate::register::finish;
use crate::tally::{Taken, Tally};

/// The boundaries the map is drawn with: those of the newest file; `None` before the first.
///
/// # Errors
/// When the database fails.
pub async fn current(context: &Context) -> Result<Option<BoundarySet>, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.boundaries(Seq::LATEST).await?)
}

/// Takes in the boundaries of a file; the map is drawn with them from then on. The same boundaries again change nothing.
///
/// # Errors
/// When source or licence are not given, they may not be taken ([`BoundarySet::check`]), the actor may not, or the database fails
/// or refuses; nothing is written then.
pub async fn take(context: &Context, set: &BoundarySet, why: &str) -> Result<Taken, OfficeError> {
    let mut change = context.begin(Action::ChangeSites).await?;
    if let Err(reason) = set.check() {
        let (what, remedy) = reason.text();
        let joined = Text::new(format!("{} {}", what.vi, remedy.vi), format!("{} {}", what.en, remedy.en));
        return Err(OfficeError::Said(joined));
    }
    if set.source.trim().is_empty() || set.licence.trim().is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Bản đồ phải ghi nguồn và điều kiện sử dụng của ranh giới.",
            "The map must say where its boundaries are from and on which terms they may be shown.",
        )));
    }
    let known = change.store().boundaries(Seq::LATEST).await?;
    let mut tally = Tally::default();
    if known.as_ref() == Some(set) {
        tally.taken.unchanged += set.boundaries.len() as u64;
    } else {
        tally.taken.new += set.boundaries.len() as u64;
        change.boundary_set(set).await?;
    }
    finish(change, tally, &format!("boundaries/{}", set.kind.code()), why).await
}
