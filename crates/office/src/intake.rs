//! Files sent in on a page: kept, shown as what they would change, then taken in or given up by a person who has read that.
//!
//! What is accepted is what was shown. The page carries a digest of the difference; the import that is accepted computes its own within the
//! change that writes it, and gives up where the two are not the same, because the database has changed in between.

use domain::authority::{Action, Thing};
use domain::intake::{Intake, IntakeEnd, IntakeOutcome};
use domain::text::Text;
use formats::fault::Fault;
use formats::layout::Kind;
use formats::mark::mark_workbook;
use formats::sheet::{Input, recognise};
use jiff::Timestamp;
use store::{Listed, Page, Seq, Store};

use crate::context::{Change, Context, OfficeError};
use crate::import::{self, Reading, Refused, Remarks, action};
use crate::rehearsal::Difference;
use crate::tally::{Taken, Tally};

/// The largest file that is taken in, in bytes.
pub const LARGEST: usize = 10 << 20;
/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// A file that was sent in.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The file, and what came of it.
    pub intake: Intake,
    /// What it holds.
    pub kind: Kind,
    /// Whether it is a workbook, which can be handed back marked.
    pub is_workbook: bool,
}

/// What a file would change in the database as it stood at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Would {
    /// The moment.
    pub moment: Timestamp,
    /// How much.
    pub taken: Taken,
    /// What, thing by thing; those beyond [`crate::rehearsal::SHOWN`] are only counted.
    pub differences: Vec<Difference>,
    /// Rows left out and what is wrong with them.
    pub remarks: Remarks,
    /// The digest of all of it; to be handed back when it is accepted.
    pub shown: String,
    /// Why nothing of it can be taken in as the database stands.
    pub hindered: Option<Text>,
}

/// The file that an import is accepted from, and the difference that was read before.
#[derive(Debug, Clone)]
pub(crate) struct Acceptance {
    intake: i64,
    shown: String,
}

/// The kinds of file the actor may send in.
#[must_use]
pub fn kinds(context: &Context) -> Vec<Kind> {
    Kind::ALL.into_iter().filter(|kind| context.may(action(*kind), &Thing::WHOLE)).collect()
}

/// Takes a file in to be looked at. Without a kind it is recognised by its heading.
///
/// # Errors
/// The faults of a file that cannot be read at all; when it is too large, the actor may not take in its kind, or the database fails. Nothing
/// is kept then.
pub async fn receive(context: &Context, kind: Option<Kind>, name: &str, bytes: &[u8]) -> Result<i64, Refused> {
    context.require(Action::TakeFiles)?;
    if bytes.len() > LARGEST {
        return Err(Refused::Office(OfficeError::Said(Text::new(
            "Tệp lớn hơn 10 MB. Chia nhỏ tệp, hoặc nhờ người vận hành chạy “khoi import”.",
            "The file has more than 10 MB. Split it, or ask the operator to run “khoi import”.",
        ))));
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    let file = Input::new(&name, bytes);
    let kind = match kind {
        Some(kind) => kind,
        None => recognise(&file).map_err(Refused::Faults)?,
    };
    import::read(context, kind, &file).await?;
    let mut change = context.begin(action(kind)).await?;
    let sent = (context.actor.name.as_str(), context.moment);
    let (id, digest) = change.intake(kind.code(), &name, bytes, sent).await.map_err(OfficeError::from)?;
    let after = serde_json::json!({ "kind": kind.code(), "name": name, "digest": digest, "size": bytes.len() });
    change.commit(&format!("intake {id}"), String::new(), after.to_string(), "").await?;
    Ok(id)
}

/// The files that were sent in, of the kinds the actor may take in, the latest first.
///
/// # Errors
/// When the role never takes files in, or the database fails.
pub async fn list(context: &Context, page: Page) -> Result<Listed<Intake>, OfficeError> {
    let kinds: Vec<&'static str> = kinds(context).into_iter().map(Kind::code).collect();
    Ok(context.read(Action::TakeFiles)?.intakes(&kinds, page).await?)
}

/// A file of a kind the actor may take in: any other is answered as one that is not there.
async fn found(context: &Context, id: i64) -> Result<(Intake, Kind, Vec<u8>), OfficeError> {
    let store = context.read(Action::TakeFiles)?;
    let intake = store.intake(id).await?.ok_or(OfficeError::NotFound)?;
    let kind = Kind::from_code(&intake.kind).filter(|kind| context.may(action(*kind), &Thing::WHOLE));
    let bytes = store.intake_bytes(id).await?;
    kind.zip(bytes).map(|(kind, bytes)| (intake, kind, bytes)).ok_or(OfficeError::NotFound)
}

/// The last change there is: while it is the same, a file would change the same.
///
/// # Errors
/// When the role never takes files in, or the database fails.
pub async fn as_of(context: &Context) -> Result<Seq, OfficeError> {
    Ok(context.read(Action::TakeFiles)?.latest().await?)
}

/// A file that was sent in.
///
/// # Errors
/// When there is no such file or it is none of the actor's kinds (the same answer), or the database fails.
pub async fn file(context: &Context, id: i64) -> Result<Sent, OfficeError> {
    let (intake, kind, bytes) = found(context, id).await?;
    let is_workbook = Input::new(&intake.name, &bytes).is_workbook();
    Ok(Sent { intake, kind, is_workbook })
}

/// What a file that waits would change: the import is carried out and given up, which takes as long as taking it in.
///
/// # Errors
/// As [`file()`]; when something came of the file already.
pub async fn would(context: &Context, id: i64) -> Result<Would, OfficeError> {
    let (intake, kind, bytes) = found(context, id).await?;
    match intake.end {
        Some(_) => Err(ended()),
        None => rehearsed(context, kind, &Input::new(&intake.name, &bytes)).await,
    }
}

async fn rehearsed(context: &Context, kind: Kind, file: &Input<'_>) -> Result<Would, OfficeError> {
    let rehearsal = context.rehearsing();
    let moment = context.moment;
    let nothing = |remarks, hindered| Would {
        moment,
        taken: Taken::default(),
        differences: Vec::new(),
        remarks,
        shown: String::new(),
        hindered,
    };
    let Reading { sound, remarks } = match import::read(&rehearsal, kind, file).await {
        Ok(reading) => reading,
        // What it refers to may have changed so that it cannot be read any more.
        Err(Refused::Faults(faults)) => {
            return Ok(nothing(Remarks { faults, ..Remarks::default() }, Some(cannot_be_read())));
        }
        Err(Refused::Office(error)) => return Err(error),
    };
    match import::take(&rehearsal, &sound, "").await {
        Ok(taken) => Ok(Would {
            moment,
            taken,
            differences: rehearsal.differences(),
            shown: rehearsal.digest(),
            remarks,
            hindered: None,
        }),
        Err(OfficeError::Said(why)) => Ok(nothing(remarks, Some(why))),
        Err(OfficeError::Store(error @ store::StoreError::Rule(_))) => Ok(nothing(remarks, Some(error.text()))),
        Err(error) => Err(error),
    }
}

fn cannot_be_read() -> Text {
    Text::new(
        "Tệp không còn đọc được với số liệu hiện có. Sửa tệp theo danh sách dưới đây rồi gửi lại.",
        "The file cannot be read against what is there now. Mend it by the list below and send it again.",
    )
}

/// The workbook that was sent, its wrong cells coloured and commented.
///
/// # Errors
/// As [`file()`]; when it is no workbook or cannot be marked.
pub async fn marked(context: &Context, id: i64) -> Result<Vec<u8>, OfficeError> {
    let (intake, kind, bytes) = found(context, id).await?;
    let file = Input::new(&intake.name, &bytes);
    // What cannot be marked is not read for nothing.
    let faults = match file.is_workbook() {
        true => wrong_cells(context, kind, &file).await?,
        false => Vec::new(),
    };
    mark_workbook(&file, &faults).map_err(|fault| {
        let said = |lang| fault.in_lang(lang);
        OfficeError::Said(Text::new(said(domain::text::Lang::Vi), said(domain::text::Lang::En)))
    })
}

async fn wrong_cells(context: &Context, kind: Kind, file: &Input<'_>) -> Result<Vec<Fault>, OfficeError> {
    match import::read(context, kind, file).await {
        Ok(reading) => Ok(reading.remarks.faults),
        Err(Refused::Faults(faults)) => Ok(faults),
        Err(Refused::Office(error)) => Err(error),
    }
}

/// The bytes of a file as they were sent.
///
/// # Errors
/// As [`file()`].
pub async fn sent(context: &Context, id: i64) -> Result<(Intake, Vec<u8>), OfficeError> {
    let (intake, _, bytes) = found(context, id).await?;
    Ok((intake, bytes))
}

/// Takes in the sound rows of a file: exactly the difference whose digest `shown` is, in one change with one journal line.
///
/// # Errors
/// As [`file()`]; when something came of the file already, or the database has changed so that the difference is another one; nothing is
/// written then.
pub async fn accept(context: &Context, id: i64, shown: &str, why: &str) -> Result<Taken, OfficeError> {
    let (intake, kind, bytes) = found(context, id).await?;
    if intake.end.is_some() {
        return Err(ended());
    }
    let accepting = context.accepting(Acceptance { intake: id, shown: shown.to_owned() });
    let reading = match import::read(&accepting, kind, &Input::new(&intake.name, &bytes)).await {
        Ok(reading) => reading,
        Err(Refused::Faults(_)) => return Err(OfficeError::Said(cannot_be_read())),
        Err(Refused::Office(error)) => return Err(error),
    };
    import::take(&accepting, &reading.sound, why).await
}

/// Gives a file up. It is kept as given up.
///
/// # Errors
/// As [`file()`]; when something came of the file already.
pub async fn give_up(context: &Context, id: i64, why: &str) -> Result<(), OfficeError> {
    let (_, kind, _) = found(context, id).await?;
    let mut change = context.begin(action(kind)).await?;
    let end = end(context, IntakeOutcome::GivenUp, &Taken::default(), why);
    still_waits(change.store(), id).await?;
    change.intake_end(id, &end).await?;
    let after = serde_json::json!({ "outcome": end.outcome.code() });
    change.commit(&format!("intake {id}"), String::new(), after.to_string(), why).await?;
    Ok(())
}

fn end(context: &Context, outcome: IntakeOutcome, taken: &Taken, why: &str) -> IntakeEnd {
    let (by, moment, reason) = (context.actor.name.clone(), context.moment, why.to_owned());
    IntakeEnd { outcome, by, moment, reason, added: taken.new, changed: taken.changed }
}

fn ended() -> OfficeError {
    OfficeError::Said(Text::new(
        "Tệp này đã được nhận hoặc đã bỏ trước đó. Xem kết quả dưới đây.",
        "Something came of this file already. See what below.",
    ))
}

async fn still_waits(store: &Store, id: i64) -> Result<(), OfficeError> {
    let intake = store.intake(id).await?.ok_or(OfficeError::NotFound)?;
    if intake.end.is_some() { Err(ended()) } else { Ok(()) }
}

impl Acceptance {
    /// Holds what is about to be written against what was shown, and notes that the file was taken in.
    pub(crate) async fn settle(
        &self,
        context: &Context,
        change: &mut Change<'_>,
        tally: &Tally,
        why: &str,
    ) -> Result<(), OfficeError> {
        still_waits(change.store(), self.intake).await?;
        if tally.digest() != self.shown {
            return Err(OfficeError::Said(Text::new(
                "Số liệu đã đổi sau khi bạn xem: tệp này nay sẽ đổi những điều khác với điều bạn đã xem. Chưa nhận gì. Hãy xem lại phần khác biệt rồi bấm Nhận.",
                "The data have changed since you looked: this file would now change something else than was shown. Nothing was taken in. Read the difference again, then accept it.",
            )));
        }
        change.intake_end(self.intake, &end(context, IntakeOutcome::Accepted, &tally.taken, why)).await?;
        Ok(())
    }
}
