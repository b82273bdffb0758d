//! What the provider says of itself: its addresses and keys, read when they are first wanted, again after a while, and again after a failure.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::IssuerUrl;
use openidconnect::core::CoreProviderMetadata;
use tokio::sync::Mutex;

use crate::asking::Http;
use crate::settings::{Settings, cannot_be_overheard};
use crate::{ProviderError, chain};

/// How long what was read is believed: a provider that moves its addresses keeps the old ones for longer.
const GOOD_FOR: Duration = Duration::from_secs(3600);

/// What was read last, and when.
#[derive(Default)]
pub(crate) struct Known(Mutex<Option<Read>>);

struct Read {
    at: Instant,
    found: Result<Arc<CoreProviderMetadata>, ProviderError>,
}

impl Known {
    /// What the provider says of itself. Of those who ask at the same time one reads and the others get the same answer, good or bad.
    pub(crate) async fn metadata(
        &self,
        http: &Http,
        settings: &Settings,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let asked = Instant::now();
        let is_good = |read: &Read| match &read.found {
            Ok(_) => read.at.elapsed() < GOOD_FOR,
            // It failed while this one waited; the next who comes asks again.
            Err(_) => read.at > asked,
        };
        self.read(http, settings, is_good).await
    }

    /// The same, read after now: the keys may have changed.
    pub(crate) async fn renewed(
        &self,
        http: &Http,
        settings: &Settings,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let asked = Instant::now();
        self.read(http, settings, |read| read.at > asked).await
    }

    async fn read(
        &self,
        http: &Http,
        settings: &Settings,
        is_good: impl FnOnce(&Read) -> bool,
    ) -> Result<Arc<CoreProviderMetadata>, ProviderError> {
        let mut last = self.0.lock().await;
        if let Some(read) = last.as_ref().filter(|read| is_good(read)) {
            return read.found.clone();
        }
        let found = discover(http, settings).await.map(Arc::new);
        *last = Some(Read { at: Instant::now(), found: found.clone() });
        found
    }
}

/// Reads addresses and keys; that they are this issuer's is checked on the way (Discovery, section 4.3).
async fn discover(http: &Http, settings: &Settings) -> Result<CoreProviderMetadata, ProviderError> {
    let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|error| unreachable(&error))?;
    let metadata = CoreProviderMetadata::discover_async(issuer, http).await;
    let metadata = metadata.map_err(|error| unreachable(&error))?;
    let way = metadata.authorization_endpoint().url();
    if !cannot_be_overheard(way) {
        return Err(ProviderError::Unreachable(format!("{way} is not reached by https")));
    }
    Ok(metadata)
}

fn unreachable(error: &dyn std::error::Error) -> ProviderError {
    ProviderError::Unreachable(chain(error))
}
