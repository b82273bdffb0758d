//! Many series one after the other on several threads, each within its time, their results in the order of the file. Only a few results wait
//! at a time, so that memory does not grow with the number of series.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What came of one piece of work.
pub(crate) enum Came<T> {
    /// It was done.
    Done(T),
    /// It was not done in its time and is left to itself.
    TooLong,
    /// The program failed at it.
    Broken,
}

/// How many results may wait for one that takes long, for each thread.
const WAITING: usize = 16;
/// How often it is looked for work that takes too long.
const LOOK: Duration = Duration::from_millis(50);

/// What a thread tells.
enum Told<T> {
    /// It begins with a piece; where to say that it is given up.
    Begun(usize, Arc<AtomicBool>),
    /// It has ended one; nothing where the program failed.
    Ended(usize, Option<T>),
}

/// Does `work` for every item on `jobs` threads and hands each result to `take` in order; stops early when an item cannot be had or `take`
/// fails.
pub(crate) fn each<I: Send + 'static, T: Send + 'static, E>(
    items: impl IntoIterator<Item = Result<I, E>>,
    jobs: usize,
    limit: Duration,
    work: impl Fn(I) -> T + Send + Sync + 'static,
    mut take: impl FnMut(Came<T>) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.into_iter();
    let (give, asked) = channel();
    let (tell, told) = channel();
    let crew = Crew { work: Arc::new(work), asked: Arc::new(Mutex::new(asked)), tell };
    (0..jobs).for_each(|_| crew.hire());
    let mut running: BTreeMap<usize, (Instant, Arc<AtomicBool>)> = BTreeMap::new();
    let mut waiting: BTreeMap<usize, Came<T>> = BTreeMap::new();
    let (mut given, mut next) = (0, 0);
    loop {
        while given < next + WAITING * jobs {
            let Some(item) = items.next() else { break };
            // Threads end only when this does.
            let _ = give.send((given, item?));
            given += 1;
        }
        if next == given {
            return Ok(());
        }
        match told.recv_timeout(LOOK) {
            Ok(Told::Begun(at, is_given_up)) => drop(running.insert(at, (Instant::now(), is_given_up))),
            Ok(Told::Ended(at, came)) if running.remove(&at).is_some() => {
                waiting.insert(at, came.map_or(Came::Broken, Came::Done));
            }
            // Of one that was given up.
            Ok(Told::Ended(..)) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        let is_late = |(_, (begun, _)): &(&usize, &(Instant, _))| begun.elapsed() > limit;
        let late: Vec<usize> = running.iter().filter(is_late).map(|(at, _)| *at).collect();
        for (at, (_, is_given_up)) in late.into_iter().filter_map(|at| running.remove_entry(&at)) {
            is_given_up.store(true, Ordering::Relaxed);
            waiting.insert(at, Came::TooLong);
            crew.hire();
        }
        while let Some(came) = waiting.remove(&next) {
            take(came)?;
            next += 1;
        }
    }
}

/// The threads, with what they need.
struct Crew<I, T, W> {
    work: Arc<W>,
    asked: Arc<Mutex<Receiver<(usize, I)>>>,
    tell: Sender<Told<T>>,
}

impl<I: Send + 'static, T: Send + 'static, W: Fn(I) -> T + Send + Sync + 'static> Crew<I, T, W> {
    /// Another thread; it ends when there is no more work, or when it comes back after having been given up.
    fn hire(&self) {
        let (work, asked, tell) = (self.work.clone(), self.asked.clone(), self.tell.clone());
        let is_given_up = Arc::new(AtomicBool::new(false));
        thread::spawn(move || {
            while !is_given_up.load(Ordering::Relaxed) {
                // Whoever holds the lock waits for work with it: the others wait for the lock.
                let Ok((at, item)) = asked.lock().unwrap_or_else(PoisonError::into_inner).recv() else { break };
                let _ = tell.send(Told::Begun(at, is_given_up.clone()));
                let came = catch_unwind(AssertUnwindSafe(|| work(item))).ok();
                let _ = tell.send(Told::Ended(at, came));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_becomes_of_them() {
        let work = |at: usize| {
            match at {
                3 => thread::sleep(Duration::from_secs(600)),
                5 => panic!("on purpose"),
                _ => {}
            }
            at * 2
        };
        for jobs in [1, 3] {
            let mut told = Vec::new();
            let taken: Result<(), ()> = each((0..40).map(Ok), jobs, Duration::from_secs(3), work, |came| {
                told.push(match came {
                    Came::Done(twice) => twice.to_string(),
                    Came::TooLong => "late".to_owned(),
                    Came::Broken => "broken".to_owned(),
                });
                Ok(())
            });
            assert_eq!((taken, told.len()), (Ok(()), 40));
            assert_eq!(&told[2..7], ["4", "late", "8", "broken", "12"]);
        }
    }

    #[test]
    fn it_stops_where_an_item_or_a_result_cannot_be_taken() {
        let run = |items: &mut dyn Iterator<Item = Result<i32, &'static str>>| {
            let take = |came| if matches!(came, Came::Done(7)) { Err("full") } else { Ok(()) };
            each(items, 2, Duration::from_secs(60), |item| item, take)
        };
        assert_eq!(run(&mut (0..1000).map(Ok)), Err("full"));
        assert_eq!(run(&mut (0..7).map(Ok).chain([Err("gone")])), Err("gone"));
        assert_eq!(run(&mut (0..7).map(Ok)), Ok(()));
    }

    #[test]
    fn items_are_asked_for_as_results_are_taken() {
        let (asked, mut taken) = (std::cell::Cell::new(0), 0);
        let items = (0..1000).map(Ok::<_, ()>).inspect(|_| asked.set(asked.get() + 1));
        let kept = each(
            items,
            2,
            Duration::from_secs(60),
            |item| item,
            |_| {
                taken += 1;
                assert!(asked.get() <= taken + 2 * WAITING);
                Ok(())
            },
        );
        assert_eq!((kept, taken, asked.get()), (Ok(()), 1000, 1000));
    }
}
