//! Two `khoi serve` on one database: both answer, one does the scheduled work, and every message is sent once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::office::Store;
use ::office::accounts;
use ::office::context::{Actor, Context};
use domain::accounts::Account;
use domain::authority::Role;
use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::postgres;
use crate::server::{Server, get, serving, wait_until};
use crate::smtp::MailServer;

/// Ends the session that holds the lock of leading.
const BREAK_LOCK: &str = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
                          AND objid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// A server that sends mail, and where its log is.
struct Serving {
    server: Server,
    log: PathBuf,
}

impl Serving {
    fn begin(folder: &Path, database: &str, mails: &MailServer, name: &str) -> Self {
        let log = format!("{name}.log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
        command.args(serving(database)).args(mails.arguments());
        Self { server: Server::run(folder, &log, command), log: folder.join(log) }
    }

    fn leads(&self) -> bool {
        let (status, told) = get(&self.server.address, "/health");
        assert_eq!(status, 200, "{told}");
        let told: Value = serde_json::from_str(&told).unwrap();
        told["leader"].as_bool().unwrap()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    fn end(self) {
        self.server.end();
    }
}

/// The one that leads and the one that does not, once it is so.
#[track_caller]
fn leader_first(one: Serving, other: Serving) -> (Serving, Serving) {
    wait_until(|| one.leads() != other.leads());
    if one.leads() { (one, other) } else { (other, one) }
}

/// The office behind the servers, which queues messages.
struct Office {
    store: Store,
    runtime: tokio::runtime::Runtime,
}

impl Office {
    fn open(address: &str) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = runtime.block_on(Store::open(address)).unwrap();
        Self { store, runtime }
    }

    /// Queues a message for each name: the link of a forgotten password.
    fn queue(&self, names: &[&str]) {
        let now = jiff::Timestamp::now();
        let me = Context::new(Actor::operator("máy chủ"), now, "test", self.store.clone());
        self.runtime.block_on(async {
            for name in names {
                let account = Account {
                    login: name.parse().unwrap(),
                    name: "Người nhận".into(),
                    email: format!("{name}@example.vn").parse().unwrap(),
                    role: Role::Officer,
                    enterprise: None,
                    agency: None,
                    closed: None,
                };
                accounts::open(&me, &account).await.unwrap();
                accounts::send_reset(&me, &format!("{name}@example.vn"), "http://khoi.vn").await.unwrap();
            }
        });
    }

    fn waiting(&self) -> u64 {
        self.runtime.block_on(self.store.count_waiting_mail()).unwrap()
    }
}

/// How often each name was sent a message.
fn recipients(messages: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for message in messages {
        let to = message.lines().find_map(|line| line.strip_prefix("To: ")).unwrap();
        *counts.entry(to.trim_end_matches("@example.vn").to_owned()).or_default() += 1;
    }
    counts
}

#[track_caller]
fn each_once(messages: &[String], names: &[&[&str]]) {
    let expected = names.concat().into_iter().map(|name| (name.to_owned(), 1)).collect();
    assert_eq!(recipients(messages), expected);
}

const BEFORE: [&str; 3] = ["mot", "hai", "muoi"];
const AFTER: [&str; 4] = ["held", "bon", "nam", "sau"];

#[test]
fn the_other_takes_over_when_the_leader_is_killed_and_every_message_is_sent_once() {
    let Some(database) = postgres::database() else { return };
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", &database.address]).code, 0);
    let office = Office::open(&database.address);
    office.queue(&BEFORE);
    let mails = MailServer::begin();
    let begin = |name| Serving::begin(folder.path(), &database.address, &mails, name);
    let (leader, other) = leader_first(begin("one"), begin("two"));
    let mut messages: Vec<String> = BEFORE.iter().map(|_| mails.next()).collect();
    wait_until(|| office.waiting() == 0);
    assert!(!other.log().contains("outcome=\"sent\""), "the other sends nothing: {}", other.log());

    office.queue(&AFTER);
    mails.held();
    drop(leader);
    wait_until(|| other.leads());
    mails.release();
    messages.extend(AFTER.iter().map(|_| mails.next()));
    wait_until(|| office.waiting() == 0);
    other.end();
    messages.extend(mails.rest());
    each_once(&messages, &[&BEFORE, &AFTER]);
    assert_eq!(khoi(folder.path(), &["verify", "--db", &database.address]).code, 0);
}

#[test]
fn a_leader_whose_lock_breaks_steps_down_and_what_it_had_begun_is_not_begun_anew() {
    let Some(database) = postgres::database() else { return };
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", &database.address]).code, 0);
    let office = Office::open(&database.address);
    let mails = MailServer::begin();
    let begin = |name| Serving::begin(folder.path(), &database.address, &mails, name);
    let (leader, other) = leader_first(begin("one"), begin("two"));
    office.queue(&AFTER);
    mails.held();
    postgres::execute(&database.address, BREAK_LOCK);
    wait_until(|| leader.log().contains("leads no more"));
    let (leader, other) = leader_first(leader, other);
    // Its work waits for the message that the one before has begun, whichever leads now.
    mails.release();
    let mut messages: Vec<String> = AFTER.iter().map(|_| mails.next()).collect();
    wait_until(|| office.waiting() == 0);
    assert!(leader.leads() && !other.leads());
    leader.end();
    // Whoever ends in order leaves the lead at once.
    wait_until(|| other.leads());
    office.queue(&BEFORE);
    messages.extend(BEFORE.iter().map(|_| mails.next()));
    wait_until(|| office.waiting() == 0);
    other.end();
    messages.extend(mails.rest());
    each_once(&messages, &[&BEFORE, &AFTER]);
}

#[test]
fn of_two_on_one_file_one_leads() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", "khoi.db"]).code, 0);
    let office = Office::open(&format!("sqlite://{}", folder.path().join("khoi.db").display()));
    let mails = MailServer::begin();
    let begin = |name| Serving::begin(folder.path(), "khoi.db", &mails, name);
    let (leader, other) = leader_first(begin("one"), begin("two"));
    office.queue(&AFTER);
    mails.held();
    drop(leader);
    wait_until(|| other.leads());
    mails.release();
    let mut messages: Vec<String> = AFTER.iter().map(|_| mails.next()).collect();
    wait_until(|| office.waiting() == 0);
    other.end();
    messages.extend(mails.rest());
    each_once(&messages, &[&AFTER]);
}
