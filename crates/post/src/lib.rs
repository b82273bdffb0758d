//! What leaves the house for a person: mail to a server by SMTP, short texts to a gateway (SMS, Zalo) by HTTP; and what became of each, told
//! apart as far as the protocol lets one.
//!
//! What was lost *before* it was handed over ([`Delivery::Later`]) may be tried again; what was lost *after* it ([`Delivery::Uncertain`])
//! must not be: it may have arrived. This crate knows nothing of the office; what is sent and when it is tried again is decided there.

mod gateway;
mod mail;

pub use gateway::Gateway;
pub use mail::Mailer;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom: one address for mail, or one telephone as +84912345678.
    pub to: String,
    /// What it is about; a short text goes without.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Its identity for ever, without angle brackets: `…@khoi.hagiang.gov.vn`.
    pub id: String,
}

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server has taken it; its answer.
    Taken(String),
    /// The server will never take it; its answer.
    Refused(String),
    /// It was not handed over; may be tried again.
    Later(String),
    /// It was handed over and the answer was lost: it may have arrived and must not be sent again by itself.
    Uncertain(String),
}

/// Why a server cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    /// The address of the server is not one.
    #[error(
        "“{0}” is not the address of a mail server: write smtp://host:25, smtps://user:password@host:465 or smtp://host:587?tls=required"
    )]
    Server(String),
    /// The sender is not an address.
    #[error("“{0}” is not an address to send from, as khoi@hagiang.gov.vn")]
    Sender(String),
    /// The address of the gateway is not one, or what is sent there could be read by others.
    #[error(
        "“{0}” is not the address of a gateway: write https://host/path; http:// is for a gateway on this machine only"
    )]
    Gateway(String),
    /// The token is empty, or holds what a header cannot.
    #[error("the token of the gateway is empty or no line of plain text")]
    Token,
}
