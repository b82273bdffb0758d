//! The choices behind adjusted figures: which are in force, which wait for a release, and another one shown in index points before it is
//! accepted.

use std::collections::BTreeMap;

use domain::adjust::{CannotRefresh, Kept, Levels, Look, Moved, Proposal, SeriesKey, look, moved, refresh};
use domain::authority::Action;
use domain::text::Text;
use sha2::{Digest as _, Sha256};
use store::{PastChoice, Seq, Store, StoredChoice};

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

/// Another choice that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other<'a> {
    /// One made again from what is kept.
    Made(Proposal<'a>),
    /// The one that a change accepted before, with everything as it was then: coefficients, foreseen factors, the last month it saw.
    Earlier(Seq),
}

impl<'a> From<Proposal<'a>> for Other<'a> {
    fn from(proposal: Proposal<'a>) -> Self {
        Self::Made(proposal)
    }
}

/// What is accepted of what was shown.
#[derive(Debug, Clone, Copy)]
pub struct Acceptance<'a> {
    /// The digest of everything that was shown.
    pub shown: &'a str,
    /// The series that are taken of it; `None` for all.
    pub only: Option<&'a [SeriesKey]>,
    /// Why.
    pub why: &'a str,
}

impl<'a> Acceptance<'a> {
    /// Of everything that was shown.
    #[must_use]
    pub fn whole(shown: &'a str, why: &'a str) -> Self {
        Self { shown, only: None, why }
    }
}

/// How another choice turns a series round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    /// It is adjusted now, and would be left as it is.
    ToLeft,
    /// It is left as it is now, and would be adjusted.
    ToAdjusted,
}

/// Decimals of a move: choices are often nearer to each other than what is published.
pub const MOVE_DIGITS: usize = 3;

impl Proposed {
    /// Whether it would be adjusted where it is left as it is now, or the other way about: worth a look of its own.
    #[must_use]
    pub fn turned(&self) -> Option<Turned> {
        let (_, after) = self.after.as_ref().ok()?;
        match (&self.before, after) {
            (Look::Adjusted(_), Look::Left(_)) => Some(Turned::ToLeft),
            (Look::Left(_), Look::Adjusted(_)) => Some(Turned::ToAdjusted),
            (Look::Adjusted(_), Look::Adjusted(_)) | (Look::Left(_), Look::Left(_)) => None,
        }
    }

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

/// Every choice that was ever accepted for a series, newest first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn past(context: &Context, key: &SeriesKey) -> Result<Vec<PastChoice>, OfficeError> {
    Ok(context.read(Action::ChangeSettings)?.adjust_choices_of(key).await?)
}

/// Another choice for some series, without keeping it, beside the figures of the newest publication.
///
/// # Errors
/// When the actor may not, the publication has no such series, or the database fails.
pub async fn propose(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    other: impl Into<Other<'_>>,
) -> Result<Vec<Proposed>, OfficeError> {
    let other = other.into();
    let store = context.read(Action::ChangeSettings)?;
    let newest = store.adjust_choices(Seq::LATEST).await?;
    let mut earlier = match other {
        Other::Earlier(change) => store.adjust_choices_made_in(change).await?,
        Other::Made(_) => BTreeMap::new(),
    };
    let mut wanted = Vec::new();
    for key in keys {
        let levels = levels_of(publication, key).ok_or(OfficeError::NotFound)?;
        let (published, newest) = (choice(publication, key).cloned(), newest.get(key).cloned());
        let series = publication.published.iter().find(|series| series.key == *key);
        let unit = series.map(|series| series.origin.unit.clone());
        wanted.push(Beginning { key: key.clone(), unit, levels, published, newest, earlier: earlier.remove(key) });
    }
    let made = match other {
        Other::Made(Proposal { policy, asked, to_year }) => Some((policy, asked.map(str::to_owned), to_year)),
        Other::Earlier(_) => None,
    };
    // Minutes where hundreds of models are looked for: not on a thread that answers others.
    let work = move || {
        let list: Vec<&Beginning> = wanted.iter().collect();
        let proposal = made.as_ref().map(|(policy, asked, to_year)| Proposal {
            policy: *policy,
            asked: asked.as_deref(),
            to_year: *to_year,
        });
        each(&list, |beginning| proposed(beginning, proposal.as_ref()))
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| OfficeError::Said(Text::new(error.to_string(), error.to_string())))
}

/// What another choice begins with: the choice that is published, the newest that was accepted, and the earlier one that is wanted again.
struct Beginning {
    key: SeriesKey,
    unit: Option<String>,
    levels: Levels,
    published: Option<StoredChoice>,
    newest: Option<StoredChoice>,
    earlier: Option<StoredChoice>,
}

/// A series by the choice made again, or by the earlier one where none is to be made.
fn proposed(beginning: &Beginning, proposal: Option<&Proposal<'_>>) -> Proposed {
    let Beginning { key, unit, levels, published, newest, earlier } = beginning;
    fn kept(choice: &Option<StoredChoice>) -> Option<&Kept> {
        choice.as_ref().map(|choice| &choice.kept)
    }
    let before = look(levels, kept(published));
    let waiting = newest.clone().filter(|_| !is_official(key) && newest != published);
    let after = match proposal {
        Some(proposal) => refresh(levels, kept(newest), proposal).map_err(|why| said(&why)),
        None => kept(earlier).cloned().ok_or_else(not_then),
    };
    let after = after.map(|kept| {
        let look = look(levels, Some(&kept));
        (kept, look)
    });
    let moved = after.as_ref().map(|(_, after)| moved(levels, &before, after)).unwrap_or_default();
    Proposed { key: key.clone(), unit: unit.clone(), before, waiting, after, moved }
}

fn not_then() -> Text {
    Text::new("lần lưu đó không có lựa chọn nào cho chuỗi này", "no choice was kept for this series at that time")
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

/// Keeps the choices that were shown, or those of them that are taken. Those of the province's indices hold for the next release, and what
/// is published stays; those of series of the statistics office hold at once.
///
/// # Errors
/// When the actor may not, what would be kept is not what was shown, there is nothing to keep, or the database fails; nothing is written
/// then.
pub async fn accept(
    context: &Context,
    publication: &Publication,
    keys: &[SeriesKey],
    other: impl Into<Other<'_>>,
    Acceptance { shown, only, why }: Acceptance<'_>,
) -> Result<usize, OfficeError> {
    let other = other.into();
    let proposed = propose(context, publication, keys, other).await?;
    if digest(&proposed) != shown {
        return Err(OfficeError::Said(Text::new(
            "Từ lúc bạn xem, số liệu hoặc lựa chọn đã đổi. Hãy xem lại rồi chấp nhận.",
            "Since you looked, the figures or the choices have changed. Look again, then accept.",
        )));
    }
    let kept = taken(&proposed, only).map_err(OfficeError::Said)?;
    let mut change = context.begin(Action::ChangeSettings).await?;
    for (key, kept) in &kept {
        change.adjust_choice(key, kept, (&context.actor.name, context.moment)).await?;
    }
    let told: Vec<serde_json::Value> = kept.iter().map(|(key, kept)| journaled(key, kept, &other)).collect();
    change.commit("adjustment", String::new(), serde_json::json!(told).to_string(), why).await?;
    Ok(kept.len())
}

/// The choices that are to be kept of those shown, in their order.
fn taken<'p>(proposed: &'p [Proposed], only: Option<&[SeriesKey]>) -> Result<Vec<(&'p SeriesKey, &'p Kept)>, Text> {
    let mut there: Vec<(&SeriesKey, &Kept)> =
        proposed.iter().filter_map(|one| Some((&one.key, &one.after.as_ref().ok()?.0))).collect();
    if there.is_empty() {
        return Err(Text::new(
            "Không có lựa chọn nào để lưu: xem lý do ở từng chuỗi.",
            "There is no choice to keep: each series says why.",
        ));
    }
    let Some(only) = only else { return Ok(there) };
    if let Some(stranger) = only.iter().find(|wanted| there.iter().all(|(key, _)| key != wanted)) {
        return Err(Text::new(
            format!("Chuỗi {stranger} không có lựa chọn nào trong những gì đã xem. Hãy xem lại rồi chấp nhận."),
            format!("What was shown has no choice for the series {stranger}. Look again, then accept."),
        ));
    }
    there.retain(|(key, _)| only.contains(key));
    if there.is_empty() { Err(nothing_ticked()) } else { Ok(there) }
}

/// What is said where no series is ticked.
#[must_use]
pub fn nothing_ticked() -> Text {
    Text::new(
        "Chưa đánh dấu chuỗi nào: hãy đánh dấu những chuỗi muốn lưu lựa chọn.",
        "No series is ticked: tick those whose choice is to be kept.",
    )
}

fn journaled(key: &SeriesKey, kept: &Kept, other: &Other<'_>) -> serde_json::Value {
    let mut told = serde_json::json!({
        "series": key.to_string(), "policy": kept.policy, "chosen": kept.chosen, "until": kept.until,
    });
    if let Other::Earlier(change) = other {
        told["again"] = change.0.into();
    }
    told
}
