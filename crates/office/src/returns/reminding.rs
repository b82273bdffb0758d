//! Nhắc nộp báo cáo: those who are silent are reminded by mail, by short text too where there is a gateway, and it is written down who was.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Account;
use domain::authority::{Action, Role};
use domain::mail::{MailAddress, MailId, Message, Phone, Recipient};
use domain::period::Month;
use domain::register::{EnterpriseCode, Establishment, EstablishmentCode};
use domain::returns::{Answer, CollectionDays};
use domain::text::{Lang, Text, date};
use jiff::SignedDuration;
use store::{ReturnReminder, Seq};

use super::board::{no_days, responders};
use crate::context::{Change, Context, OfficeError};
use crate::mail::queue;

/// What came of reminding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Mails that wait to be sent now.
    pub mails: usize,
    /// Short texts that wait to be sent now.
    pub texts: usize,
    /// Establishments they are about.
    pub establishments: usize,
    /// Establishments whose enterprise has nobody with an account: they must be called.
    pub unreachable: Vec<EstablishmentCode>,
    /// Establishments that were reminded within a day and are left alone.
    pub left_alone: usize,
}

/// Nobody is reminded of the same return twice within this time.
const REST: SignedDuration = SignedDuration::from_hours(20);

/// Reminds those who are silent by mail: everybody with an account of the enterprise, one message for all its silent establishments; with
/// `by_text` those by a short text as well whose account has a telephone. With `only` given, of these establishments only.
///
/// # Errors
/// When the actor may not take in the returns of everybody, there are no days of collection, or the database fails; nothing is sent then.
pub async fn remind(
    context: &Context,
    month: Month,
    only: Option<&BTreeSet<EstablishmentCode>>,
    by_text: bool,
) -> Result<Reminded, OfficeError> {
    let mut change = context.begin(Action::ManageCollection).await?;
    let store = change.store().clone();
    let days = store.release_days(Seq::LATEST).await?;
    let days = CollectionDays::in_force(&days.monthly, month).ok_or_else(no_days)?;
    let register = store.register(Seq::LATEST).await?;
    let rows = responders(context, &store, (&register, days, month), &[]).await?;
    let mut came = Reminded::default();
    let mut silent: BTreeMap<EnterpriseCode, Vec<Establishment>> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.standing.answer == Answer::Silent && row.door.is_open()) {
        if only.is_some_and(|only| !only.contains(&row.establishment.code)) {
            continue;
        }
        let rested = |(reminder, _): &(ReturnReminder, _)| context.moment.duration_since(reminder.moment) >= REST;
        match row.reminded.as_ref().is_none_or(rested) {
            true => silent.entry(row.establishment.enterprise.clone()).or_default().push(row.establishment),
            false => came.left_alone += 1,
        }
    }
    let accounts = store.accounts().await?;
    let phones = if by_text { store.phones().await? } else { BTreeMap::new() };
    let mut told = Vec::new();
    for (enterprise, establishments) in silent {
        let of_firm = |one: &&Account| {
            one.role == Role::Firm && one.closed.is_none() && one.enterprise.as_ref() == Some(&enterprise)
        };
        let people: Vec<&Account> = accounts.iter().filter(of_firm).collect();
        if people.is_empty() {
            came.unreachable.extend(establishments.into_iter().map(|one| one.code));
            continue;
        }
        came.establishments += establishments.len();
        for person in people {
            let mut messages = vec![mail(person, (month, &days), &establishments)?];
            came.mails += 1;
            if let Some(phone) = phones.get(&person.login) {
                messages.push(text(phone, (month, &days), &establishments));
                came.texts += 1;
            }
            for (to, subject, body) in messages {
                let id = identity(month, change.seq(), told.len())?;
                let message = Message::new(id, to, &subject, body);
                told.push(serde_json::to_value(queue(&mut change, &message).await?).unwrap_or_default());
                note(&mut change, &message, month, &establishments).await?;
            }
        }
    }
    let after = serde_json::json!({ "month": month, "mails": told, "unreachable": came.unreachable });
    change.commit_if_any(&format!("reminders of returns {month}"), String::new(), after.to_string(), "").await?;
    Ok(came)
}

/// Writes down who was reminded by a message.
async fn note(
    change: &mut Change<'_>,
    message: &Message,
    month: Month,
    establishments: &[Establishment],
) -> Result<(), OfficeError> {
    for establishment in establishments {
        let reminder = ReturnReminder {
            establishment: establishment.code.clone(),
            month,
            mail: message.id.clone(),
            to: message.to.to_string(),
            moment: change.moment(),
        };
        change.return_reminder(&reminder).await?;
    }
    Ok(())
}

fn unsound(error: &dyn std::fmt::Display) -> OfficeError {
    OfficeError::Said(Text::new(error.to_string(), error.to_string()))
}

/// The identity of the message with this number of a change.
fn identity(month: Month, change: Seq, number: usize) -> Result<MailId, OfficeError> {
    format!("return-{month}-{}-{number}", change.0).parse().map_err(|error| unsound(&error))
}

/// To whom, about what, with which text.
type Composed = (Recipient, String, String);

/// The mail to one person.
fn mail(
    person: &Account,
    (month, days): (Month, &CollectionDays),
    establishments: &[Establishment],
) -> Result<Composed, OfficeError> {
    let to: MailAddress = person.email.as_str().parse().map_err(|error| unsound(&error))?;
    let names: Vec<String> = establishments.iter().map(|one| format!("- {} ({})", one.name, one.code)).collect();
    let (vi, en) = (domain::text::month(month, Lang::Vi), domain::text::month(month, Lang::En));
    let (due, lock) = (days.due_date(month), days.lock_date(month));
    let body = format!(
        "Kính gửi {},\n\nSở Công Thương chưa nhận được báo cáo {vi} của:\n{}\n\nHạn báo cáo: {}; sau ngày {} tháng này bị khóa. \
         Không phát sinh sản lượng cũng cần báo cáo (một lần bấm).\nĐăng nhập hệ thống và mở mục “Báo cáo tháng”.\n\n\
         The return for {en} of the establishments above has not come. It is due on {}; the month is locked after {}.\n",
        person.name,
        names.join("\n"),
        date(due, Lang::Vi),
        date(lock, Lang::Vi),
        date(due, Lang::En),
        date(lock, Lang::En),
    );
    Ok((to.into(), format!("Nhắc nộp báo cáo {vi}"), body))
}

/// How many establishments a short text names; of more it tells the number.
const NAMED: usize = 3;

/// The short text to one telephone: a few words, since each 70 letters with marks are one text more (3GPP TS 23.038, section 4).
fn text(phone: &Phone, (month, days): (Month, &CollectionDays), establishments: &[Establishment]) -> Composed {
    let vi = domain::text::month(month, Lang::Vi);
    let of = match establishments {
        few if few.len() <= NAMED => few.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", "),
        many => format!("{} cơ sở", many.len()),
    };
    let (due, lock) = (date(days.due_date(month), Lang::Vi), date(days.lock_date(month), Lang::Vi));
    let body = format!("Sở Công Thương chưa nhận báo cáo {vi} của {of}. Hạn {due}, khóa sau {lock}.");
    (phone.clone().into(), format!("Nhắc nộp báo cáo {vi}"), body)
}
