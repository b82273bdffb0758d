//! What travels to the provider and back: by HTTPS, a few seconds at most, never on to somewhere else.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::AsyncHttpClient;
use openidconnect::http::{Request, Response};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body};
use url::Url;

use crate::settings::{Settings, SettingsFault, cannot_be_overheard};

/// How long one answer may take, from looking the name up to the last byte.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read; the keys of a large provider are some tens of kilobytes.
const LONGEST: u64 = 1 << 20;

/// Why an answer did not come.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AskingError {
    /// The provider names a place where what is sent could be read by others.
    #[error("{0} is not reached by https")]
    Overheard(String),
    #[error(transparent)]
    Failed(#[from] ureq::Error),
    #[error("the thread that asked has ended")]
    Ended,
}

/// The way to the provider.
pub(crate) struct Http(Agent);

impl Http {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsFault> {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // A redirection would carry our secret to whoever is named in it.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent("khoi");
        let config = match &settings.authorities {
            Some(pem) => config.tls_config(TlsConfig::builder().root_certs(authorities(pem)?).build()),
            None => config,
        };
        let config = if settings.is_here() { config.proxy(None) } else { config };
        Ok(Self(config.build().into()))
    }
}

impl AsyncHttpClient<'_> for Http {
    type Error = AskingError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, AskingError>> + Send>>;

    fn call(&self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(ask(self.0.clone(), request))
    }
}

/// Asks, on a thread where one may wait.
async fn ask(agent: Agent, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, AskingError> {
    let address = request.uri().to_string();
    if !Url::parse(&address).is_ok_and(|address| cannot_be_overheard(&address)) {
        return Err(AskingError::Overheard(address));
    }
    let answer = tokio::task::spawn_blocking(move || read(send(&agent, request)?));
    answer.await.map_err(|_| AskingError::Ended)?
}

fn send(agent: &Agent, request: Request<Vec<u8>>) -> Result<Response<Body>, AskingError> {
    let (head, body) = request.into_parts();
    // A request that only reads has no body, not an empty one.
    let answer = match body.is_empty() {
        true => agent.run(Request::from_parts(head, ())),
        false => agent.run(Request::from_parts(head, body)),
    };
    Ok(answer?)
}

fn read(answer: Response<Body>) -> Result<Response<Vec<u8>>, AskingError> {
    let (head, mut body) = answer.into_parts();
    Ok(Response::from_parts(head, body.with_config().limit(LONGEST).read_to_vec()?))
}

/// The certificates that vouch for the provider's.
fn authorities(pem: &[u8]) -> Result<RootCerts, SettingsFault> {
    let items = parse_pem(pem).collect::<Result<Vec<_>, _>>().map_err(|_| SettingsFault::Authorities)?;
    let certificate = |item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    };
    let found: Vec<_> = items.into_iter().filter_map(certificate).collect();
    if found.is_empty() { Err(SettingsFault::Authorities) } else { Ok(RootCerts::from(found)) }
}
