//! Mail by SMTP (RFC 5321): a message is handed over step by step, so that a connection lost before the message was sent is not taken for one
//! lost after it.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use url::Url;

use crate::{Delivery, Letter, PostError};

/// How long the server may take over one step (RFC 5321, section 4.5.3.2 allows minutes; an office waits less).
const PATIENCE: Duration = Duration::from_secs(30);

/// When the line to the server is closed to listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    /// Never: a server on the same machine.
    None,
    /// After a word in the open (STARTTLS, RFC 3207).
    Asked,
    /// From the first byte.
    Wrapped,
}

/// A mail server and the address mail comes from.
#[derive(Debug, Clone)]
pub struct Mailer {
    host: String,
    port: u16,
    secrecy: Secrecy,
    credentials: Option<Credentials>,
    from: Mailbox,
}

impl Mailer {
    /// The server at `smtp://host[:25]`, `smtp://host:587?tls=required` or `smtps://user:password@host[:465]`, for mail from `from`.
    ///
    /// # Errors
    /// When one of the two is no address. The password is not in the message.
    pub fn new(server: &str, from: &str) -> Result<Self, PostError> {
        let refuse = || PostError::Server(without_password(server));
        let url = Url::parse(server).map_err(|_| refuse())?;
        let host = url.host_str().ok_or_else(refuse)?.to_owned();
        let asked = url.query_pairs().any(|(key, value)| key == "tls" && value == "required");
        let (secrecy, usual) = match (url.scheme(), asked) {
            ("smtps", _) => (Secrecy::Wrapped, 465),
            ("smtp", true) => (Secrecy::Asked, 587),
            ("smtp", false) => (Secrecy::None, 25),
            _ => return Err(refuse()),
        };
        let credentials =
            url.password().map(|password| Credentials::new(url.username().to_owned(), password.to_owned()));
        if credentials.is_some() && secrecy == Secrecy::None {
            // A password never travels in the open.
            return Err(refuse());
        }
        let from = from.parse().map_err(|_| PostError::Sender(from.to_owned()))?;
        Ok(Self { host, port: url.port().unwrap_or(usual), secrecy, credentials, from })
    }

    /// The name after the `@` of the sender, for the identity of messages.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// Hands a message over.
    pub async fn send(&self, letter: &Letter) -> Delivery {
        let message = match self.written(letter) {
            Ok(message) => message,
            Err(why) => return Delivery::Refused(why),
        };
        match tokio::time::timeout(PATIENCE * 3, self.hand_over(letter, &message.formatted())).await {
            Ok(delivery) => delivery,
            // Which step it was in is not known.
            Err(_) => Delivery::Uncertain("the server did not answer in time".to_owned()),
        }
    }

    fn written(&self, letter: &Letter) -> Result<Message, String> {
        let to: Mailbox = letter.to.parse().map_err(|_| format!("“{}” is not an address", letter.to))?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.replace(['\r', '\n'], " "))
            .message_id(Some(format!("<{}>", letter.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body.clone())
            .map_err(|error| error.to_string())
    }

    async fn hand_over(&self, letter: &Letter, message: &[u8]) -> Delivery {
        let mut server = match self.ready(letter).await {
            Ok(server) => server,
            Err(delivery) => return delivery,
        };
        let delivery = match server.message(message).await {
            Ok(answer) => Delivery::Taken(words(&answer)),
            Err(error) if error.is_permanent() => Delivery::Refused(error.to_string()),
            Err(error) if error.is_transient() => Delivery::Later(error.to_string()),
            Err(error) => Delivery::Uncertain(error.to_string()),
        };
        server.abort().await;
        delivery
    }

    /// The server, ready to take the message itself.
    async fn ready(&self, letter: &Letter) -> Result<AsyncSmtpConnection, Delivery> {
        let failed = |error: lettre::transport::smtp::Error| match error.is_permanent() {
            true => Delivery::Refused(error.to_string()),
            false => Delivery::Later(error.to_string()),
        };
        let mut server = self.connected().await.map_err(|why| Delivery::Later(why.to_string()))?;
        let to = letter.to.parse().map_err(|_| Delivery::Refused(format!("“{}” is not an address", letter.to)))?;
        let mail = Mail::new(Some(self.from.email.clone()), Vec::new());
        server.command(mail).await.map_err(failed)?;
        server.command(Rcpt::new(to, Vec::new())).await.map_err(failed)?;
        server.command(Data).await.map_err(failed)?;
        Ok(server)
    }

    async fn connected(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let name = ClientId::Domain(self.domain().to_owned());
        let tls = match self.secrecy {
            Secrecy::None => None,
            Secrecy::Asked | Secrecy::Wrapped => Some(TlsParameters::new_rustls(self.host.as_str().into())?),
        };
        let wrapped = tls.clone().filter(|_| self.secrecy == Secrecy::Wrapped);
        let server = (self.host.as_str(), self.port);
        let mut server = AsyncSmtpConnection::connect_tokio1(server, Some(PATIENCE), &name, wrapped, None).await?;
        if let (Secrecy::Asked, Some(tls)) = (self.secrecy, tls) {
            server.starttls(tls, &name).await?;
        }
        if let Some(credentials) = &self.credentials {
            server.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await?;
        }
        Ok(server)
    }
}

fn words(answer: &lettre::transport::smtp::response::Response) -> String {
    format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" "))
}

/// The address without the password it may hold.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    rest.rsplit_once('@').map_or_else(|| address.to_owned(), |(_, host)| format!("{scheme}://…@{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers() {
        let check = |server: &str, expected: (&str, u16, Secrecy)| {
            let mailer = Mailer::new(server, "khoi@hagiang.gov.vn").unwrap();
            assert_eq!((mailer.host.as_str(), mailer.port, mailer.secrecy), expected, "{server}");
        };
        check("smtp://localhost", ("localhost", 25, Secrecy::None));
        check("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, Secrecy::None));
        check("smtp://mail.gov.vn?tls=required", ("mail.gov.vn", 587, Secrecy::Asked));
        check("smtps://a:b@mail.gov.vn", ("mail.gov.vn", 465, Secrecy::Wrapped));
        for wrong in ["", "mail.gov.vn", "http://mail.gov.vn", "smtp://user:secret@mail.gov.vn"] {
            let error = Mailer::new(wrong, "khoi@hagiang.gov.vn").unwrap_err();
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert!(matches!(Mailer::new("smtp://localhost", "khoi"), Err(PostError::Sender(_))));
    }
}
