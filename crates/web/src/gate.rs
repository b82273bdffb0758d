//! The gate: so many requests are worked on at once; others wait their turn for a while, and are then told when to come again. What a request
//! brings is read before it comes to the gate, so that a slow line keeps nobody out.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::trouble::Trouble;

/// Requests that are worked on at once: enough to keep the database at work, few enough that each is answered soon.
const AT_ONCE: usize = 64;
/// How long a request waits for its turn.
const PATIENCE: Duration = Duration::from_secs(8);

/// How many may still come in.
#[derive(Debug, Clone)]
pub(crate) struct Gate(Arc<Semaphore>);

impl Default for Gate {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Gate {
    /// A place, when its turn has come.
    ///
    /// # Errors
    /// [`Trouble::Busy`] when it has not come in time.
    pub(crate) async fn pass(&self) -> Result<OwnedSemaphorePermit, Trouble> {
        let busy = || Trouble::Busy("too many requests at once".to_owned());
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await {
            Ok(Ok(place)) => Ok(place),
            _ => Err(busy()),
        }
    }
}
