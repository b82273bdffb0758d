//! What `khoi serve` does by itself, by the clock: hands the outbox over, lets overdue obstacles climb, notes the alarms of tasks, makes
//! backups. The one place for it; what is decided is decided in the office. Of the processes on one database only the leader does it.

use std::time::{Duration, Instant};

use domain::mail::{Outcome, Route};
use domain::obstacles::Bodies;
use formats::carried;
use jiff::civil::Date;
use office::context::{Actor, Context, OfficeError};
use office::{Leader, Store};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use web::Clock;

use crate::backup::schedule::Schedule;
use crate::outgoing::Carriers;

/// How often the outbox is looked at.
const MAIL: Duration = Duration::from_secs(5);
/// How often it is asked who leads.
const LOOK: Duration = Duration::from_secs(1);
/// How often limits and deadlines are.
const HOUR: Duration = Duration::from_secs(60 * 60);

/// What the clockwork acts on.
pub(crate) struct Clockwork {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    /// Scheduled work is done while this leads.
    pub(crate) leader: Leader,
    /// What has none to carry it waits in the outbox.
    pub(crate) carriers: Carriers,
    /// `None`: backups are made otherwise.
    pub(crate) schedule: Option<Schedule>,
    /// The day on which the log was last told what cannot be judged.
    pub(crate) untold_on: Option<Date>,
    /// When limits and deadlines were last looked at.
    pub(crate) limits_at: Option<Instant>,
}

impl Clockwork {
    /// Runs until it is told to stop: everything once as soon as it leads, then each at its time. What fails is told to the log and tried again.
    pub(crate) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let looks = tokio::spawn(keep_looking(self.leader.clone()));
        let backups = self.begin_backups();
        let mut turns = tokio::time::interval(MAIL);
        turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = stop.changed() => break,
                _ = turns.tick() => self.take_turn(&stop).await,
            }
        }
        // A backup under way is given up: it would hold the end up for minutes, and leaves nothing.
        if let Some(backups) = backups {
            backups.abort();
            let _ = backups.await;
        }
        looks.abort();
        let _ = looks.await;
        self.leader.resign().await;
    }

    /// Does what is due, if it is for this process to do. Nothing is told of a turn that cannot be asked for: who looks for the lock tells it.
    async fn take_turn(&mut self, stop: &watch::Receiver<bool>) {
        let Ok(Some(_turn)) = self.leader.turn().await else { return };
        told("the outbox", self.hand_over(stop).await);
        if self.limits_at.is_none_or(|then| then.elapsed() >= HOUR) {
            self.limits_at = Some(Instant::now());
            told("overdue obstacles", self.escalate().await);
            told("alarms of tasks", self.alarm().await);
        }
    }

    fn context(&self) -> Context {
        context(&self.clock, &self.store)
    }

    /// Backups are made beside the rest: a large one takes minutes.
    fn begin_backups(&mut self) -> Option<JoinHandle<()>> {
        let schedule = self.schedule.take()?;
        let (clock, store) = (self.clock.clone(), self.store.clone());
        Some(tokio::spawn(schedule.run(self.leader.clone(), move || context(&clock, &store))))
    }

    /// Hands over the messages whose turn it is, route by route.
    async fn hand_over(&self, stop: &watch::Receiver<bool>) -> Result<(), OfficeError> {
        for route in self.carriers.routes() {
            self.hand_over_by(route, stop).await?;
        }
        Ok(())
    }

    /// Hands over what travels by one route, one after the other; stops only between two, also when another leads. A server that does not take
    /// a message now is left alone until the next look, so that one that hangs does not hold the other route up.
    async fn hand_over_by(&self, route: Route, stop: &watch::Receiver<bool>) -> Result<(), OfficeError> {
        for mail in office::mail::due(&self.context(), route).await? {
            if *stop.borrow() || !self.leader.look().await.unwrap_or(false) {
                break;
            }
            let Some((outcome, answer)) = self.carriers.hand_over(&mail).await else { break };
            // By now: handing over may have taken minutes.
            office::mail::settle(&self.context(), &mail, outcome, &answer).await?;
            metrics::counter!("khoi_mail_total", "outcome" => outcome.code()).increment(1);
            // The answer often names the person; it is kept with the message.
            tracing::info!(mail = %mail.message.id, outcome = outcome.code(), "handed over");
            if matches!(outcome, Outcome::Deferred | Outcome::Uncertain) {
                break;
            }
        }
        Ok(())
    }

    /// Lets what is overdue climb. What cannot be judged is told to the log once a day, not every hour.
    async fn escalate(&mut self) -> Result<(), OfficeError> {
        let bodies = Bodies::new(carried::agencies().iter().cloned());
        let context = self.context();
        let climbs = office::obstacles::escalate_due(&context, &bodies).await?;
        for (obstacle, climb) in climbs.climbed {
            tracing::info!(%obstacle, to = climb.to.code(), "escalated");
        }
        if self.untold_on.replace(context.today()) != Some(context.today()) {
            for (obstacle, year) in climbs.untold {
                tracing::warn!(%obstacle, year, "its limit cannot be told: load the days off of that year");
            }
        }
        Ok(())
    }

    async fn alarm(&self) -> Result<(), OfficeError> {
        for (task, alarm) in office::plan::alarms(&self.context()).await? {
            tracing::info!(task = %task.code, alarm = alarm.code(), "alarm");
        }
        Ok(())
    }
}

/// Leads as soon as nobody else does, and keeps knowing whether it still does. The log is told of changes.
async fn keep_looking(leader: Leader) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut led, mut told) = (false, String::new());
    loop {
        look.tick().await;
        let looked = leader.look().await;
        let leads = matches!(looked, Ok(true));
        match (led, leads) {
            (false, true) => tracing::info!("this process leads: it does the scheduled work"),
            (true, false) => tracing::warn!("this process leads no more: it begins no scheduled work"),
            _ => {}
        }
        led = leads;
        let failure = looked.err().map(|error| error.to_string()).unwrap_or_default();
        if failure != told && !failure.is_empty() {
            tracing::error!("it cannot be known who leads, trying again: {failure}");
        }
        told = failure;
    }
}

fn context(clock: &Clock, store: &Store) -> Context {
    Context::new(Actor::operator("khoi serve"), clock.now(), "khoi serve", store.clone())
}

fn told(what: &str, done: Result<(), OfficeError>) {
    if let Err(error) = done {
        tracing::error!("{what} could not be seen to, trying again: {error}");
    }
}
