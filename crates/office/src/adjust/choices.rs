//! The choices behind adjusted figures: which are in force, which wait for a release, and another one shown in index points before it is
//! accepted.

use std::collections::BTreeMap;

use domain::adjust::{CannotRefresh, Kept, Levels, Look, Moved, Proposal, SeriesKey, look, moved, refresh};
use domain::authority::Action;
use domain::text::Text;
use sha2::{Digest as _, Sha256};
use store::{Seq, Store, StoredChoice};

use super::{choice, each, levels_of};
use crate::context::{Context, OfficeError};
use crate::publication::Publication;

/// What another choice would make of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// Which series.
    pub key: SeriesKey,
    /// It as it is published.
    pub before: Look,
    /// Unit of a published series, as printed; an index moves by points.
    pub unit: Option<String>,
    /// A choice that was accepted and is in no release yet; the other choice is made from it.
    pub waiting: Option<StoredChoice>,
    /// It by the other choice, with that choice; or why there is none.
    pub after: Result<(Kept, Look), Text>,
    /// Every month as it is published and by the other choice.
    pub moved: Vec<Moved>,
}

/// Decimals of a move: choices are often nearer to each other than what is published.
pub const MOVE_DIGITS: usize = 3;

impl Proposed {
    /// The largest move, in units of the series; `None` where nothing can be compared, or no month moves by what can be printed.
    #[must_use]
    pub fn largest(&self) -> Option<&Moved> {
        let moves = |moved: &&Moved| domain::series::round(moved.points(), MOVE_DIGITS) != 0.0;
        self.moved.iter().filter(moves).max_by(|a, b| a.points().abs().total_cmp(&b.points().abs()))
    }
}

/// The change that accepted the newest choice: until there is another, the choices in force are the same.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn last_choice(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::ReadPublished)?.last_adjust_choice().await?)
}

/// The choices in force now for series of the statistics office: what is accepted for them holds at once.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn of_official(context: &Context) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    official_choices(context.read(Action::ReadPublished)?).await
}

pub(crate) async fn official_choices(store: &Store) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    let mut choices = store.adjust_choices(Seq::LATEST).await?;
    choices.retain(|key, _| is_official(key));
    Ok(choices)
}

fn is_official(key: &SeriesKey) -> bool {
    matches!(key, SeriesKey::Official { .. })
}

/// The choices for indices of the province that were accepted and wait for the next release.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn waiting(
    context: &Context,
    publication: &Publication,
) -> Result<BTreeMap<SeriesKey, StoredChoice>, OfficeError> {
    let mut choices = context.read(Action::ChangeSettings)?.adjust_choices(Seq::LATEST).await?;
    choices.retain(|key, kept| !is_official(key) && choice(publication, key) != Some(kept));
    Ok(choices)
}

/// The choice for some series made again from what is kept, without keeping it, beside the figures of the newest publication.
///
/// # Errors
/// When the actor may not, the publication has no such series, or the database fails.
pub async fn propose(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    proposal: Proposal<'_>,
) -> Result<Vec<Proposed>, OfficeError> {
    let newest = context.read(Action::ChangeSettings)?.adjust_choices(Seq::LATEST).await?;
    let mut wanted = Vec::new();
    for key in keys {
        let levels = levels_of(publication, key).ok_or(OfficeError::NotFound)?;
        let (published, newest) = (choice(publication, key).cloned(), newest.get(key).cloned());
        let series = publication.published.iter().find(|series| series.key == *key);
        let unit = series.map(|series| series.origin.unit.clone());
        wanted.push(Beginning { key: key.clone(), unit, levels, published, newest });
    }
    let (policy, asked, to_year) = (proposal.policy, proposal.asked.map(str::to_owned), proposal.to_year);
    // Minutes where hundreds of models are looked for: not on a thread that answers others.
    let work = move || {
        let list: Vec<&Beginning> = wanted.iter().collect();
        let proposal = Proposal { policy, asked: asked.as_deref(), to_year };
        each(&list, |beginning| proposed(beginning, &proposal))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| OfficeError::Said(Text::new(error.to_string(), error.to_string())))
}

/// What another choice begins with: the choice that is published, and the newest that was accepted.
struct Beginning {
    key: SeriesKey,
    unit: Option<String>,
    levels: Levels,
    published: Option<StoredChoice>,
    newest: Option<StoredChoice>,
}

fn proposed(beginning: &Beginning, proposal: &Proposal<'_>) -> Proposed {
    let Beginning { key, unit, levels, published, newest } = beginning;
    fn kept(choice: &Option<StoredChoice>) -> Option<&Kept> {
        choice.as_ref().map(|choice| &choice.kept)
    }
    let before = look(levels, kept(published));
    let waiting = newest.clone().filter(|_| !is_official(key) && newest != published);
    let after = refresh(levels, kept(newest), proposal).map_err(|why| said(&why)).map(|kept| {
        let look = look(levels, Some(&kept));
        (kept, look)
    });
    let moved = after.as_ref().map(|(_, after)| moved(levels, &before, after)).unwrap_or_default();
    Proposed { key: key.clone(), unit: unit.clone(), before, waiting, after, moved }
}

/// Why a choice cannot be made, and what to do.
#[must_use]
pub fn said(why: &CannotRefresh) -> Text {
    match why {
        CannotRefresh::NothingKept => Text::new(
            "chưa lưu lựa chọn nào cho chuỗi này: hãy chọn lại tất cả (concurrent) trước",
            "nothing is kept for this series yet: choose everything anew (concurrent) first",
        ),
        CannotRefresh::LeftAlone => Text::new(
            "chuỗi không có mùa vụ nên được để nguyên: chỉ có thể chọn lại tất cả (concurrent)",
            "the series has no season and is left alone: only everything can be chosen anew (concurrent)",
        ),
        CannotRefresh::TooShort { months } => Text::new(
            format!("chuỗi có {months} tháng; cần ít nhất 36"),
            format!("the series has {months} months; 36 are needed"),
        ),
        CannotRefresh::Specification(Text { vi, en }) => {
            Text::new(format!("đặc tả không dùng được: {vi}"), format!("the specification cannot be used: {en}"))
        }
        CannotRefresh::Engine(why) => why.clone(),
    }
}

/// A digest of what was shown: what is accepted must be the same.
#[must_use]
pub fn digest(proposed: &[Proposed]) -> String {
    let mut sum = Sha256::new();
    for one in proposed {
        sum.update(one.key.to_string());
        sum.update(one.after.as_ref().ok().and_then(|(kept, _)| serde_json::to_vec(kept).ok()).unwrap_or_default());
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps the choices that were shown. Those of the province's indices hold for the next release, and what is published stays; those of
/// series of the statistics office hold at once.
///
/// # Errors
/// When the actor may not, what would be kept is not what was shown, there is nothing to keep, or the database fails; nothing is written
/// then.
pub async fn accept(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    proposal: Proposal<'_>,
    (shown, why): (&str, &str),
) -> Result<usize, OfficeError> {
    let proposed = propose(context, publication, keys, proposal).await?;
    if digest(&proposed) != shown {
        return Err(OfficeError::Said(Text::new(
            "Từ lúc bạn xem, số liệu hoặc lựa chọn đã đổi. Hãy xem lại rồi chấp nhận.",
            "Since you looked, the figures or the choices have changed. Look again, then accept.",
        )));
    }
    let kept: Vec<(&SeriesKey, &Kept)> =
        proposed.iter().filter_map(|one| Some((&one.key, &one.after.as_ref().ok()?.0))).collect();
    if kept.is_empty() {
        return Err(OfficeError::Said(Text::new(
            "Không có lựa chọn nào để lưu: xem lý do ở từng chuỗi.",
            "There is no choice to keep: each series says why.",
        )));
    }
    let mut change = context.begin(Action::ChangeSettings).await?;
    for (key, kept) in &kept {
        change.adjust_choice(key, kept, (&context.actor.name, context.moment)).await?;
    }
    let told: Vec<serde_json::Value> = kept
        .iter()
        .map(|(key, kept)| serde_json::json!({ "series": key.to_string(), "policy": kept.policy, "chosen": kept.chosen, "until": kept.until }))
        .collect();
    change.commit("adjustment", String::new(), serde_json::json!(told).to_string(), why).await?;
    Ok(kept.len())
}
