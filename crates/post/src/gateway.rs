//! Short texts by way of a gateway: one interface for whatever brings them to telephones, SMS or Zalo.
//!
//! A gateway takes one request a message (RFC 9110), so that an adapter to any provider is a page of code:
//!
//! ```text
//! POST <the address of the gateway>
//! Authorization: Bearer <token>          where one was given
//! Content-Type: application/json
//! Idempotency-Key: <id>
//!
//! {"id": "return-2024-01-17-0", "to": "+84912345678", "text": "…"}
//! ```
//!
//! It answers 2xx when it has taken the message; 400 or 422 when it never will; 5xx other than 503 when it does not know whether the message
//! has gone. Every other answer, and no connection at all, means that it has not taken it yet: a wrong token or address is mended by people,
//! and must not cost the messages.

use std::io::ErrorKind;
use std::time::Duration;

use ureq::{Agent, Error, Timeout};
use url::{Host, Url};

use crate::{Delivery, Letter, PostError};

/// How long a gateway may take to be found and connected to.
const CONNECTING: Duration = Duration::from_secs(10);
/// How long it may take over everything.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of its answer is kept.
const ANSWER: usize = 200;

/// A gateway for short texts.
#[derive(Clone)]
pub struct Gateway {
    agent: Agent,
    address: Url,
    token: Option<String>,
}

/// The token is not told, whoever prints it.
impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gateway({})", self.address)
    }
}

impl Gateway {
    /// The gateway at an `https://` address, or an `http://` address of this machine; with the token it asks for.
    ///
    /// # Errors
    /// When the address is not one, would let others read what is sent or holds a password; when the token is no line of plain text.
    pub fn new(address: &str, token: Option<&str>) -> Result<Self, PostError> {
        let refuse = || PostError::Gateway(without_password(address));
        let url = Url::parse(address).map_err(|_| refuse())?;
        let is_here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => return Err(refuse()),
        };
        let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_here);
        if !is_safe || url.password().is_some() || !url.username().is_empty() {
            return Err(refuse());
        }
        let token = token.map(str::trim);
        if token.is_some_and(|token| token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(PostError::Token);
        }
        let config = Agent::config_builder()
            .timeout_resolve(Some(CONNECTING))
            .timeout_connect(Some(CONNECTING))
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A redirection would carry the token and the text to whoever is named in it.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent("khoi");
        let config = if is_here { config.proxy(None) } else { config };
        Ok(Self { agent: config.build().into(), address: url, token: token.map(str::to_owned) })
    }

    /// Hands a text over.
    pub async fn send(&self, letter: &Letter) -> Delivery {
        let (gateway, letter) = (self.clone(), letter.clone());
        match tokio::task::spawn_blocking(move || gateway.hand_over(&letter)).await {
            Ok(delivery) => delivery,
            Err(broken) => Delivery::Uncertain(broken.to_string()),
        }
    }

    fn hand_over(&self, letter: &Letter) -> Delivery {
        let body = serde_json::json!({ "id": letter.id, "to": letter.to, "text": letter.body }).to_string();
        let request = self.agent.post(self.address.as_str());
        let request = request.header("Content-Type", "application/json").header("Idempotency-Key", &letter.id);
        let request = match &self.token {
            Some(token) => request.header("Authorization", &format!("Bearer {token}")),
            None => request,
        };
        match request.send(body) {
            Ok(mut answer) => {
                let status = answer.status().as_u16();
                // What it says is for people; that it could not be read changes nothing.
                let said = answer.body_mut().with_config().limit(4096).read_to_string().unwrap_or_default();
                answered(status, format!("{status} {}", said.trim().chars().take(ANSWER).collect::<String>()).trim())
            }
            Err(error) if is_before(&error) => Delivery::Later(error.to_string()),
            Err(error) => Delivery::Uncertain(error.to_string()),
        }
    }
}

/// What an answer means.
fn answered(status: u16, said: &str) -> Delivery {
    let said = said.to_owned();
    match status {
        200..=299 => Delivery::Taken(said),
        400 | 422 => Delivery::Refused(said),
        503 => Delivery::Later(said),
        500.. => Delivery::Uncertain(said),
        _ => Delivery::Later(said),
    }
}

/// Whether it failed before the gateway can have had the message.
fn is_before(error: &Error) -> bool {
    match error {
        Error::HostNotFound | Error::ConnectionFailed | Error::BadUri(_) | Error::Tls(_) | Error::Rustls(_) => true,
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => true,
        // Of a line that was there and broke; all others are of finding the host, of connecting, of a handshake over its certificate.
        Error::Io(error) => !matches!(
            error.kind(),
            ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof
                | ErrorKind::NotConnected
                | ErrorKind::TimedOut
                | ErrorKind::WouldBlock
                | ErrorKind::Other
        ),
        _ => false,
    }
}

/// The address without what may be a password in it.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return "…".to_owned() };
    rest.rsplit_once('@').map_or_else(|| address.to_owned(), |(_, host)| format!("{scheme}://…@{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gateways() {
        for good in
            ["https://sms.example.vn/send", "http://127.0.0.1:9000/", "http://localhost/zalo", "http://[::1]:1/"]
        {
            assert!(Gateway::new(good, None).is_ok(), "{good}");
        }
        for wrong in
            ["", "sms.example.vn", "http://sms.example.vn/", "https://a:secret@sms.example.vn/", "ftp://localhost/"]
        {
            let error = Gateway::new(wrong, None).unwrap_err();
            assert!(matches!(error, PostError::Gateway(_)) && !error.to_string().contains("secret"), "{error}");
        }
        for wrong in ["", " ", "a b", "a\nb", "mật"] {
            assert_eq!(
                Gateway::new("https://sms.example.vn/", Some(wrong)).unwrap_err(),
                PostError::Token,
                "{wrong:?}"
            );
        }
        let gateway = Gateway::new("https://sms.example.vn/", Some(" s3cret\n")).unwrap();
        assert!(!format!("{gateway:?}").contains("s3cret"));
    }
}
