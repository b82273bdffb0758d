//! One leader on a database, and what becomes of it when its session breaks.

use std::time::Duration;

use store::{Backend, Leader, Store};

use crate::databases::{execute, on_both};

/// The server of the sessions that hold an advisory lock for themselves ends them.
const BREAK_LOCK: &str = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
                          AND objid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// Asks again until it is so: a server takes a moment to see the end of a session.
async fn soon(mut is_so: impl AsyncFnMut() -> bool) {
    let asked = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asked).await.unwrap();
}

async fn leads(leader: &Leader) -> bool {
    let looked = leader.look().await.unwrap();
    assert_eq!(looked, leader.leads());
    looked
}

#[test]
fn one_leads_and_the_next_one_when_it_resigns() {
    on_both(async |store, address| {
        let (first, second) = (Leader::new(store), Leader::new(Store::open(&address).await.unwrap()));
        assert!(!first.leads() && first.turn().await.unwrap().is_some() && leads(&first).await);
        assert!(!leads(&second).await && second.turn().await.unwrap().is_none());
        assert!(leads(&first).await, "being asked again changes nothing");
        first.resign().await;
        assert!(!first.leads() && leads(&second).await && !leads(&first).await);
        drop(second);
        // Its session ends with it.
        soon(async || leads(&first).await).await;
        first.resign().await;
    });
}

#[test]
fn a_broken_session_leads_no_more_and_its_work_is_finished_before_another_begins() {
    on_both(async |store, address| {
        if store.backend() == Backend::Sqlite {
            return;
        }
        let (first, second) = (Leader::new(store), Leader::new(Store::open(&address).await.unwrap()));
        let work = first.turn().await.unwrap().expect("nobody else is there");
        execute(&address, BREAK_LOCK.to_owned()).await;
        soon(async || first.look().await.is_err()).await;
        assert!(!first.leads());
        soon(async || leads(&second).await).await;
        assert!(second.turn().await.unwrap().is_none(), "the work of the first is still under way");
        assert!(!leads(&first).await && first.turn().await.unwrap().is_none());
        drop(work);
        soon(async || second.turn().await.unwrap().is_some()).await;
        second.resign().await;
        assert!(leads(&first).await);
        first.resign().await;
    });
}
