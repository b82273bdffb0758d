//! Four eyes: a release is proposed by one person, looked at and published by another.
//!
//! What is approved is what was proposed: the proposal keeps the digest of its inputs, the approval computes again within its own change, and
//! gives up where anything has changed in between. The operator's command line ([`super::issue`]) publishes alone; its journal line says so.

use domain::authority::Action;
use domain::period::Month;
use domain::release::proposal::{Decision, Proposal, Verdict};
use domain::release::vintage::Vintage;
use domain::series::{Measure, Stage};
use domain::text::Text;
use jiff::civil::Date;
use store::{Listed, Page, Store, StoredProposal};

use super::{Drafted, Released, day_of, draft, subject, told};
use crate::context::{Context, OfficeError};
use crate::names::Names;

/// What a release would print of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// How far below the whole.
    pub depth: u8,
    /// Level, base average month = 100.
    pub level: Option<f64>,
    /// The change on the month before and on the year before, per cent.
    pub changes: [Option<f64>; 2],
    /// The share of its weight that was really reported, 0 to 1.
    pub observed: Option<f64>,
    /// Whether the public will not see it.
    pub withheld: bool,
}

/// What a proposal would print, from what is there now.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Which printing of the month.
    pub number: u32,
    /// The whole, its sections and their 2-digit industries.
    pub nodes: Vec<Printed>,
    /// Establishments due to report the month.
    pub due: usize,
    /// Of these, those nothing was received of.
    pub silent: usize,
    /// Whether simulated enterprises are in it.
    pub simulated: bool,
    /// Whether it is made of the same inputs as when it was proposed.
    pub is_same: bool,
}

/// How deep the preview goes: sections and their 2-digit industries.
const DEPTH: u8 = 2;

/// Proposes a release.
///
/// # Errors
/// When the actor may not, or it could not be issued ([`super::issue`]); nothing is written then.
pub async fn propose(
    context: &Context,
    (month, stage): (Month, Stage),
    date: Option<Date>,
    remark: &str,
) -> Result<i64, OfficeError> {
    let mut change = context.begin(Action::Release).await?;
    let date = day_of(context, change.store(), month, stage, date).await?;
    let Drafted { vintage, .. } = draft(change.store(), month, stage, date).await?;
    let proposal = Proposal {
        month,
        stage,
        date,
        digest: vintage.inputs.digest(),
        remark: remark.trim().to_owned(),
        by: context.actor.name.clone(),
        moment: context.moment,
    };
    let id = change.release_proposal(&proposal).await?;
    let after = serde_json::to_string(&proposal).unwrap_or_default();
    change.commit(&format!("release proposal {id}"), String::new(), after, proposal.remark.as_str()).await?;
    Ok(id)
}

/// A page of the proposals, the newest first.
///
/// # Errors
/// When the actor may not, or the database fails.
pub async fn list(context: &Context, page: Page) -> Result<Listed<StoredProposal>, OfficeError> {
    Ok(context.read(Action::ApproveRelease)?.release_proposals(page).await?)
}

/// A proposal; while nothing is decided, with what it would print now.
///
/// # Errors
/// When the actor may not, there is no such proposal, or the database fails.
pub async fn view(context: &Context, id: i64) -> Result<(StoredProposal, Option<Preview>), OfficeError> {
    let store = context.read(Action::ApproveRelease)?;
    let stored = store.release_proposal(id).await?.ok_or(OfficeError::NotFound)?;
    if stored.decision.is_some() {
        return Ok((stored, None));
    }
    let of = &stored.proposal;
    let drafted = match draft(store, of.month, of.stage, of.date).await {
        Ok(drafted) => drafted,
        // It can be issued no more: the page still tells what was proposed.
        Err(OfficeError::Said(_)) => return Ok((stored, None)),
        Err(error) => return Err(error),
    };
    let preview = preview(&drafted, of);
    Ok((stored, Some(preview)))
}

fn preview(drafted: &Drafted, of: &Proposal) -> Preview {
    let (vintage, names) = (&drafted.vintage, Names::new(&drafted.register));
    let mut nodes = Vec::new();
    let mut open: Vec<(&str, u8)> =
        vintage.nodes.iter().filter(|node| node.parent.is_none()).map(|node| (node.code.as_str(), 0)).collect();
    while let Some((code, depth)) = open.pop() {
        nodes.push(printed(&names, vintage, code, depth));
        if depth < DEPTH {
            let below = vintage.nodes.iter().rev().filter(|node| node.parent.as_deref() == Some(code));
            open.extend(below.map(|node| (node.code.as_str(), depth + 1)));
        }
    }
    Preview {
        number: vintage.number,
        nodes,
        due: drafted.due,
        silent: drafted.silent,
        simulated: vintage.simulated,
        is_same: vintage.inputs.digest() == of.digest,
    }
}

fn printed(names: &Names<'_>, vintage: &Vintage, code: &str, depth: u8) -> Printed {
    let observed = vintage.nodes.iter().find(|node| node.code == code);
    let at = vintage.months.position(vintage.month);
    Printed {
        name: names.of(code),
        depth,
        level: vintage.level(code, vintage.month),
        changes: [Measure::Mom, Measure::Yoy].map(|measure| vintage.change(code, vintage.month, measure)),
        observed: observed.zip(at).and_then(|(node, at)| node.observed.get(at).copied().flatten()),
        withheld: vintage.withheld.contains(code),
        code: code.to_owned(),
    }
}

/// The proposal that is to be decided.
async fn open(store: &Store, id: i64) -> Result<Proposal, OfficeError> {
    let stored = store.release_proposal(id).await?.ok_or(OfficeError::NotFound)?;
    match stored.decision {
        None => Ok(stored.proposal),
        Some(decision) => Err(OfficeError::Said(Text::new(
            format!("Đề nghị này {} rồi (bởi {}).", decision.verdict.name().vi, decision.by),
            format!("This proposal is {} already (by {}).", decision.verdict.name().en, decision.by),
        ))),
    }
}

fn decision(context: &Context, verdict: Verdict, release: Option<i64>, reason: &str) -> Decision {
    let (by, moment) = (context.actor.name.clone(), context.moment);
    Decision { verdict, release, reason: reason.trim().to_owned(), by, moment }
}

/// Approves a proposal: computed again, held against what was proposed, frozen and published, in one change.
///
/// # Errors
/// When the actor may not or is the proposer, something was decided already, the inputs have changed since, or the database fails; nothing is
/// written then.
pub async fn approve(context: &Context, id: i64, remark: &str) -> Result<Released, OfficeError> {
    let mut change = context.begin(Action::ApproveRelease).await?;
    let store = change.store().clone();
    let proposal = open(&store, id).await?;
    other_eyes(context, &proposal)?;
    let Drafted { vintage, .. } = draft(&store, proposal.month, proposal.stage, proposal.date).await?;
    if vintage.inputs.digest() != proposal.digest {
        return Err(OfficeError::Said(Text::new(
            "Số liệu đầu vào đã thay đổi từ khi đề nghị: có báo cáo, sửa số hoặc thiết lập mới. Chưa công bố gì. Hãy đề nghị lại để \
             người duyệt xem đúng số sẽ công bố.",
            "The inputs have changed since it was proposed: a return, a correction or a setting came. Nothing was published. Propose it \
             again, so that what is approved is what is printed.",
        )));
    }
    let release = change.release(&vintage).await?;
    let decided = decision(context, Verdict::Approved, Some(release), remark);
    change.release_decision(id, &decided).await?;
    let mut after = told(release, &vintage);
    after["proposal"] = id.into();
    after["proposed_by"] = proposal.by.into();
    change.commit(&subject(&vintage), String::new(), after.to_string(), &decided.reason).await?;
    Ok(Released { id: release, vintage })
}

fn other_eyes(context: &Context, proposal: &Proposal) -> Result<(), OfficeError> {
    if proposal.may_be_decided_by(&context.actor.name) {
        return Ok(());
    }
    Err(OfficeError::Said(Text::new(
        "Người đề nghị không tự duyệt được: phải có người thứ hai. Bạn có thể rút đề nghị.",
        "Whoever proposed it cannot approve it: a second person must. You may withdraw it.",
    )))
}

/// Refuses a proposal of somebody else with a reason; withdraws one's own.
///
/// # Errors
/// When the actor may not, something was decided already, no reason is given, or the database fails.
pub async fn turn_down(context: &Context, id: i64, reason: &str) -> Result<Verdict, OfficeError> {
    let mut change = context.begin(Action::ApproveRelease).await?;
    let store = change.store().clone();
    let proposal = open(&store, id).await?;
    if reason.trim().is_empty() {
        return Err(OfficeError::Said(Text::new("Hãy ghi lý do.", "Say why.")));
    }
    let own = !proposal.may_be_decided_by(&context.actor.name);
    let verdict = if own { Verdict::Withdrawn } else { Verdict::Refused };
    let decided = decision(context, verdict, None, reason);
    change.release_decision(id, &decided).await?;
    let after = serde_json::to_string(&decided).unwrap_or_default();
    change.commit(&format!("release proposal {id}"), String::new(), after, &decided.reason).await?;
    Ok(verdict)
}
