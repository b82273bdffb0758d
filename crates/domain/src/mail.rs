//! Thư điện tử, tin nhắn chờ gửi: a message, and what came of each attempt to deliver it. Sending is not done here.

mod recipient;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use recipient::{MailAddress, Phone, Recipient, Route};

use crate::register::code;
use crate::text::named;

code!(
    /// Identity of a message, unique in this system: small letters, digits, dots and dashes, at most 60. With the name of the
    /// sending host it makes the `Message-ID`.
    MailId, "the identity of a message of small letters, digits, dots and dashes, as reminder-17, at most 60",
    |t| (1..=60).contains(&t.len())
        && t.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
);
named!(
    /// What came of an attempt to deliver.
    Outcome, "sent, deferred, failed or uncertain" {
        /// The server of the recipient, or the next one on the way, took it.
        Sent "sent" "đã gửi" "sent";
        /// It was not taken now; it is tried again.
        Deferred "deferred" "chưa gửi được, sẽ gửi lại" "not taken now, to be tried again";
        /// It was refused for good.
        Failed "failed" "không gửi được" "failed";
        /// The connection broke after the text was handed over: a second attempt might deliver it twice, so none is made.
        Uncertain "uncertain" "không chắc đã gửi" "uncertain";
    }
);
named!(
    /// How a message stands.
    MailState, "queued, sent, failed or uncertain" {
        /// Chờ gửi.
        Queued "queued" "chờ gửi" "queued";
        /// Đã gửi.
        Sent "sent" "đã gửi" "sent";
        /// Không gửi được.
        Failed "failed" "không gửi được" "failed";
        /// Không chắc.
        Uncertain "uncertain" "không chắc đã gửi" "uncertain";
    }
);

impl MailState {
    /// The state after the last attempt, if there was one.
    #[must_use]
    pub fn after(last: Option<Outcome>) -> Self {
        match last {
            None | Some(Outcome::Deferred) => Self::Queued,
            Some(Outcome::Sent) => Self::Sent,
            Some(Outcome::Failed) => Self::Failed,
            Some(Outcome::Uncertain) => Self::Uncertain,
        }
    }
}

/// A message to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its identity: queueing the same one twice is refused.
    pub id: MailId,
    /// To whom.
    pub to: Recipient,
    /// Subject: one line; a text to a telephone is sent without it.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Its text holds a secret (a link that sets a password): neither the journal nor a log may hold it.
    pub is_secret: bool,
}

/// The text of a secret message is not told, whoever prints it.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = if self.is_secret { "…" } else { &self.body };
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("to", &self.to)
            .field("subject", &self.subject)
            .field("body", &body)
            .field("is_secret", &self.is_secret)
            .finish()
    }
}

/// What the journal is told of a message: the text of a secret one is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    id: &'a MailId,
    to: &'a Recipient,
    subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
}

impl Message {
    /// A message; line breaks in the subject become blanks, so that it stays one header.
    #[must_use]
    pub fn new(id: MailId, to: Recipient, subject: &str, body: impl Into<String>) -> Self {
        let subject = subject.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "");
        Self { id, to, subject, body: body.into(), is_secret: false }
    }

    /// The same, with a secret in its text.
    #[must_use]
    pub fn secret(self) -> Self {
        Self { is_secret: true, ..self }
    }

    /// What the journal is told.
    #[must_use]
    pub fn told(&self) -> Told<'_> {
        let body = (!self.is_secret).then_some(self.body.as_str());
        Told { id: &self.id, to: &self.to, subject: &self.subject, body }
    }
}

/// An attempt to deliver a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When.
    pub moment: Timestamp,
    /// What came of it.
    pub outcome: Outcome,
    /// What the other side said.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_stays_one_line_and_a_secret_is_not_told() {
        let message = Message::new(
            "reset-1".parse().unwrap(),
            "a@b.vn".parse().unwrap(),
            "Đặt lại\r\nBcc: x@y.vn\u{0}",
            "bí mật 123",
        );
        assert_eq!(message.subject, "Đặt lại Bcc: x@y.vn");
        assert!(format!("{message:?}").contains("bí mật") && json(&message).contains("bí mật"));
        let secret = message.secret();
        assert!(!format!("{secret:?}").contains("bí mật") && !json(&secret).contains("bí mật"));
        assert!(json(&secret).contains("Đặt lại") && json(&secret).contains("a@b.vn"));
    }

    fn json(message: &Message) -> String {
        serde_json::to_string(&message.told()).unwrap()
    }

    #[test]
    fn a_message_waits_until_an_attempt_settles_it() {
        let check = |last, expected| assert_eq!(MailState::after(last), expected);
        check(None, MailState::Queued);
        check(Some(Outcome::Deferred), MailState::Queued);
        check(Some(Outcome::Sent), MailState::Sent);
        check(Some(Outcome::Failed), MailState::Failed);
        check(Some(Outcome::Uncertain), MailState::Uncertain);
    }
}
