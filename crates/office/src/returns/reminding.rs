//! Nhắc nộp báo cáo: those who are silent are reminded by mail, and it is written down who was.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Account;
use domain::authority::{Action, Role};
use domain::mail::{MailId, Message};
use domain::period::Month;
use domain::register::{EnterpriseCode, Establishment, EstablishmentCode};
use domain::returns::{Answer, CollectionDays};
use domain::text::{Lang, Text, date};
use jiff::SignedDuration;
use store::{ReturnReminder, Seq};

use super::board::{no_days, responders};
use crate::context::{Context, OfficeError};
use crate::mail::queue;

/// What came of reminding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Messages that wait to be sent now.
    pub mails: usize,
    /// Establishments they are about.
    pub establishments: usize,
    /// Establishments whose enterprise has nobody with an account: they must be called.
    pub unreachable: Vec<EstablishmentCode>,
    /// Establishments that were reminded within a day and are left alone.
    pub left_alone: usize,
}

/// Nobody is reminded of the same return twice within this time.
const REST: SignedDuration = SignedDuration::from_hours(20);

/// Reminds those who are silent by mail: everybody with an account of the enterprise, one message for all its silent establishments. With
/// `only` given, of these only.
///
/// # Errors
/// When the actor may not take in the returns of everybody, there are no days of collection, or the database fails; nothing is sent then.
pub async fn remind(
    context: &Context,
    month: Month,
    only: Option<&BTreeSet<EstablishmentCode>>,
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
            let message = message(&change.seq().0.to_string(), came.mails, person, (month, &days), &establishments)?;
            told.push(serde_json::to_value(queue(&mut change, &message).await?).unwrap_or_default());
            for establishment in &establishments {
                let reminder = ReturnReminder {
                    establishment: establishment.code.clone(),
                    month,
                    mail: message.id.clone(),
                    to: person.email.to_string(),
                    moment: context.moment,
                };
                change.return_reminder(&reminder).await?;
            }
            came.mails += 1;
        }
    }
    let after = serde_json::json!({ "month": month, "mails": told, "unreachable": came.unreachable });
    change.commit_if_any(&format!("reminders of returns {month}"), String::new(), after.to_string(), "").await?;
    Ok(came)
}

/// The message to one person.
fn message(
    change: &str,
    number: usize,
    person: &Account,
    (month, days): (Month, &CollectionDays),
    establishments: &[Establishment],
) -> Result<Message, OfficeError> {
    let unsound = |error: &dyn std::fmt::Display| OfficeError::Said(Text::new(error.to_string(), error.to_string()));
    let id: MailId = format!("return-{month}-{change}-{number}").parse().map_err(|error| unsound(&error))?;
    let to = person.email.as_str().parse().map_err(|error| unsound(&error))?;
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
    Ok(Message::new(id, to, &format!("Nhắc nộp báo cáo {vi}"), body))
}
