//! The events of a file taken one after the other.

use jiff::civil::DateTime;

use super::count::{Counter, Point};
use super::error::ClockError;
use super::event::{Event, EventKind};
use super::fault::{AgencyFault, FaultKind};
use super::rule::{ClockRule, EndsOnDayOff, Interruption};
use super::{Clock, Standing, State};
use crate::calendar::{Calendar, YearNotKnown};
use crate::text::Text;

/// That no event is earlier than the one before.
pub(super) fn in_order(events: &[Event]) -> Result<(), ClockError> {
    let wrong = events.windows(2).position(|pair| pair[1].moment < pair[0].moment);
    wrong.map_or(Ok(()), |at| {
        let (before, moment) = (events[at].moment, events[at + 1].moment);
        Err(ClockError::OutOfOrder { position: at + 2, moment, before })
    })
}

/// That these events can have happened one after the other, whatever the limit and the days off: the receipt first and once, a
/// resumption after a pause, papers brought after they were asked for, nothing after the end.
///
/// # Errors
/// The first event that cannot.
pub fn check_sequence(events: &[Event]) -> Result<(), ClockError> {
    in_order(events)?;
    if events.first().is_none_or(|event| event.kind != EventKind::Received) {
        return Err(ClockError::NoReceipt);
    }
    let (mut paused, mut asked, mut finished) = (false, false, false);
    for (at, event) in events.iter().enumerate().skip(1) {
        let (position, moment) = (at + 1, event.moment);
        match event.kind {
            _ if finished => return Err(ClockError::AfterFinish { position, moment }),
            EventKind::Received => return Err(ClockError::ReceivedAgain { position, moment }),
            EventKind::PapersAsked | EventKind::ReturnedIneligible => asked = true,
            EventKind::PapersBrought if !asked => return Err(ClockError::NotAsked { position, moment }),
            EventKind::PapersBrought => asked = false,
            EventKind::Paused { .. } if paused => return Err(ClockError::PausedAlready { position, moment }),
            EventKind::Paused { .. } => paused = true,
            EventKind::Resumed if !paused => return Err(ClockError::NotPaused { position, moment }),
            EventKind::Resumed => paused = false,
            EventKind::Finished => finished = true,
        }
    }
    Ok(())
}

/// Why the file stands still since when, and whether that stops the clock.
struct Halt<R> {
    since: DateTime,
    reason: R,
    stops: bool,
}

/// A file between two events.
pub(super) struct Run<'a> {
    rule: &'a ClockRule,
    counter: Counter<'a>,
    counts_from: Point,
    /// Where the stretch now running began; what was used and left of the limit there.
    stretch_from: Point,
    used: i64,
    left: i64,
    requests: usize,
    papers: Option<Halt<()>>,
    pause: Option<Halt<Text>>,
    finished: Option<DateTime>,
    faults: Vec<AgencyFault>,
}

impl<'a> Run<'a> {
    pub(super) fn receive(rule: &'a ClockRule, calendar: &'a Calendar, receipt: &Event) -> Result<Self, ClockError> {
        if receipt.kind != EventKind::Received {
            return Err(ClockError::NoReceipt);
        }
        let counter = Counter { unit: rule.limit.unit(), calendar };
        let start = counter.received(receipt.moment)?;
        Ok(Self {
            rule,
            counter,
            counts_from: start,
            stretch_from: start,
            used: 0,
            left: counter.whole(rule.limit, start)?,
            requests: 0,
            papers: None,
            pause: None,
            finished: None,
            faults: Vec::new(),
        })
    }

    /// Takes the next event; `position` is its place in the list, from 1.
    pub(super) fn take(&mut self, position: usize, event: &Event) -> Result<(), ClockError> {
        let moment = event.moment;
        if self.finished.is_some() {
            return Err(ClockError::AfterFinish { position, moment });
        }
        match &event.kind {
            EventKind::Received => Err(ClockError::ReceivedAgain { position, moment }),
            EventKind::PapersAsked | EventKind::ReturnedIneligible => Ok(self.ask(moment)?),
            EventKind::PapersBrought => match self.papers.take() {
                None => Err(ClockError::NotAsked { position, moment }),
                Some(halt) => Ok(self.bring(&halt, moment)?),
            },
            EventKind::Paused { .. } if self.pause.is_some() => Err(ClockError::PausedAlready { position, moment }),
            EventKind::Paused { reason } => Ok(self.halt(reason, moment)?),
            EventKind::Resumed => match self.pause.take() {
                None => Err(ClockError::NotPaused { position, moment }),
                Some(halt) => {
                    if halt.stops {
                        self.go_on(self.counter.point(moment));
                    }
                    Ok(())
                }
            },
            EventKind::Finished => {
                self.finished = Some(moment);
                Ok(())
            }
        }
    }

    fn ask(&mut self, moment: DateTime) -> Result<(), YearNotKnown> {
        let fault = self.fault_of_request(moment)?;
        self.requests += 1;
        self.faults.extend(fault.map(|kind| AgencyFault { moment, kind }));
        // A request while papers are still out changes nothing about the one before.
        if self.papers.is_none() {
            if fault.is_none() {
                self.stop(moment)?;
            }
            self.papers = Some(Halt { since: moment, reason: (), stops: fault.is_none() });
        }
        Ok(())
    }

    fn fault_of_request(&self, moment: DateTime) -> Result<Option<FaultKind>, YearNotKnown> {
        if self.requests > 0 {
            return Ok(Some(FaultKind::AskedAgain));
        }
        if let Some(due) = self.due()?.filter(|due| due.is_over_at(moment)) {
            return Ok(Some(FaultKind::AskedAfterLimit { due }));
        }
        let Some(days) = self.rule.ask_within else { return Ok(None) };
        let last_day = self.counter.calendar.plus_working_days(self.counts_from.date(), days)?;
        Ok((moment.date() > last_day).then_some(FaultKind::AskedTooLate { last_day }))
    }

    fn bring(&mut self, halt: &Halt<()>, moment: DateTime) -> Result<(), YearNotKnown> {
        if !halt.stops {
            return Ok(());
        }
        let start = self.counter.received(moment)?;
        match self.rule.interruption {
            Interruption::Restart => {
                (self.counts_from, self.stretch_from) = (start, start);
                (self.used, self.left) = (0, self.counter.whole(self.rule.limit, start)?);
            }
            Interruption::Pause { extra } => {
                self.left += self.counter.units(extra.into());
                self.go_on(start);
            }
        }
        Ok(())
    }

    /// A pause of a file whose limit has run out does not bring it back in time.
    fn halt(&mut self, reason: &Text, moment: DateTime) -> Result<(), YearNotKnown> {
        let stops = !self.due()?.is_some_and(|due| due.is_over_at(moment));
        if stops {
            self.stop(moment)?;
        }
        self.pause = Some(Halt { since: moment, reason: reason.clone(), stops });
        Ok(())
    }

    fn is_stopped(&self) -> bool {
        self.papers.as_ref().is_some_and(|halt| halt.stops) || self.pause.as_ref().is_some_and(|halt| halt.stops)
    }

    /// Settles what was counted up to `moment`, unless the clock stands already.
    fn stop(&mut self, moment: DateTime) -> Result<(), YearNotKnown> {
        if self.is_stopped() {
            return Ok(());
        }
        let at = self.counter.point(moment);
        let counted = self.counter.between(self.stretch_from, at)?;
        self.used += counted;
        self.left = (self.left - counted).max(0);
        self.stretch_from = self.stretch_from.max(at);
        Ok(())
    }

    /// A halt that stopped the clock ended at `at`. If another still stops it, that one moves the stretch on when it ends; and what
    /// ended before the count began does not make it begin earlier.
    fn go_on(&mut self, at: Point) {
        self.stretch_from = self.stretch_from.max(at);
    }

    fn due(&self) -> Result<Option<Point>, YearNotKnown> {
        if self.is_stopped() {
            return Ok(None);
        }
        let end = self.counter.after(self.stretch_from, self.left)?;
        match (self.rule.ends_on_day_off, end) {
            (EndsOnDayOff::NextWorkingDay, Point::Day(day)) if !self.counter.calendar.is_working_day(day)? => {
                self.counter.calendar.plus_working_days(day, 1).map(|day| Some(Point::Day(day)))
            }
            _ => Ok(Some(end)),
        }
    }

    /// How the file stands after the last event, as of a moment.
    pub(super) fn clock(self, as_of: DateTime) -> Result<Clock, ClockError> {
        let until = self.finished.unwrap_or(as_of);
        let due = self.due()?;
        let spent = match due {
            None => self.used,
            Some(_) => self.used + self.counter.between(self.stretch_from, self.counter.point(until))?,
        };
        Ok(Clock {
            as_of,
            counts_from: self.counts_from,
            due,
            spent: self.counter.count(spent, false),
            standing: self.standing(due, until)?,
            state: self.state(),
            faults: self.faults,
        })
    }

    fn standing(&self, due: Option<Point>, until: DateTime) -> Result<Standing, YearNotKnown> {
        let at = self.counter.point(until);
        if let Some(due) = due.filter(|due| due.is_over_at(until)) {
            // Done on a day off after the limit: no working day lies between, and yet it is late.
            let by = self.counter.between(due, at)?.max(1);
            return Ok(Standing::Late { by: self.counter.count(by, true) });
        }
        let left = match due {
            None => self.left,
            Some(due) => self.counter.between(self.stretch_from.max(at), due)?,
        };
        let by = self.counter.count(left, false);
        Ok(if by.amount == 0 { Standing::OnTime } else { Standing::Early { by } })
    }

    fn state(&self) -> State {
        match (self.finished, &self.papers, &self.pause) {
            (Some(at), ..) => State::Finished { at },
            (_, Some(halt), _) if halt.stops => State::Waiting { since: halt.since },
            (_, _, Some(halt)) => State::Paused { since: halt.since, reason: halt.reason.clone() },
            _ => State::Running,
        }
    }
}
