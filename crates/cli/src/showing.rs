//! What `khoi serve` has on show, kept as the database has it: releases, what stands beside them, sites, choices of adjustment. Every process on a
//! database does it for its own pages.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use office::Seq;
use office::context::{Context, OfficeError};
use web::Site;

/// How often the database is asked for what is new.
const LOOK_AGAIN: Duration = Duration::from_secs(15);

/// A site, and what it shows.
pub(crate) struct Showing {
    context: Context,
    site: Arc<Site>,
    /// The releases on show.
    shown: BTreeSet<i64>,
    /// The change up to which what stands beside the releases is on show.
    beside: Seq,
    /// That up to which choices for series of the statistics office are; `None` before the first look.
    chosen: Option<Seq>,
}

impl Showing {
    /// Puts the newest release and the sites on show.
    pub(crate) async fn begin(context: Context, site: Arc<Site>) -> Result<Self, OfficeError> {
        // Asked first: what is written meanwhile is shown twice rather than never.
        let beside = office::publication::last_change_beside(&context).await?;
        show_newest(&context, &site).await?;
        let shown = site.newest().into_iter().collect();
        Ok(Self { context, site, shown, beside, chosen: None })
    }

    /// Adds the releases that are not on show yet, and renews what has changed; looks again from time to time.
    pub(crate) async fn keep_up(mut self) {
        let mut pause = tokio::time::interval(LOOK_AGAIN);
        loop {
            pause.tick().await;
            // The day goes on while it serves.
            self.context.moment = jiff::Timestamp::now();
            if let Err(error) = self.renew().await {
                tracing::error!("the database could not be read, trying again: {error}");
            }
            // Whoever asks for adjusted figures of a new release finds them made.
            let theirs = self.site.clone();
            if tokio::task::spawn_blocking(move || theirs.prepare()).await.is_err() {
                tracing::error!("the figures of the newest release could not be adjusted");
            }
            self.site.mind_the_clock().await;
        }
    }

    /// One look at everything: what fails stops nothing of the rest.
    async fn renew(&mut self) -> Result<(), OfficeError> {
        let releases = self.renew_releases().await;
        let sites = self.renew_sites().await;
        let choices = self.renew_choices().await;
        releases.and(sites).and(choices)
    }

    /// Adds the releases that are not on show yet, newest first; all of them anew where what stands beside them has changed.
    async fn renew_releases(&mut self) -> Result<(), OfficeError> {
        let beside = office::publication::last_change_beside(&self.context).await?;
        if beside != self.beside {
            self.shown.clear();
            self.beside = beside;
        }
        let mut heads = office::release::list(&self.context).await?;
        heads.sort_by_key(|head| std::cmp::Reverse((head.month, head.id)));
        heads.retain(|head| !self.shown.contains(&head.id));
        for head in heads {
            self.site.publish(office::publication::of(&self.context, head.id).await?);
            self.shown.insert(head.id);
            tracing::info!(release = head.id, month = %head.month, "on show");
        }
        Ok(())
    }

    /// Shows the sites anew after a change of what is shown of them; other changes cost nothing.
    async fn renew_sites(&self) -> Result<(), OfficeError> {
        let Some(shown) = self.site.sites_on_show() else { return Ok(()) };
        if let Some(board) = office::outlook::renewed(&self.context, &shown).await? {
            self.site.show_sites(board);
        }
        Ok(())
    }

    /// Adjusts series of the statistics office by the choices accepted since, by another server or at the command line.
    async fn renew_choices(&mut self) -> Result<(), OfficeError> {
        let newest = office::adjust::last_choice(&self.context).await?;
        if self.chosen == Some(newest) {
            return Ok(());
        }
        let choices = office::adjust::of_official(&self.context).await?;
        let theirs = self.site.clone();
        if tokio::task::spawn_blocking(move || theirs.hold(&choices)).await.is_err() {
            tracing::error!("series of the statistics office could not be adjusted by the choices in force");
        }
        self.chosen = Some(newest);
        Ok(())
    }
}

/// Puts the newest release and the sites on show.
pub(crate) async fn show_newest(context: &Context, site: &Site) -> Result<(), OfficeError> {
    if let Some(latest) = office::publication::latest(context).await? {
        site.publish(latest);
    }
    site.show_sites(office::outlook::board(context).await?);
    Ok(())
}
