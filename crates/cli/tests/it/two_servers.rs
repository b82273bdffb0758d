//! Two `khoi serve` on one database: both answer, one does the scheduled work, and every message is sent once.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ::office::Store;
use ::office::accounts;
use ::office::context::{Actor, Context};
use domain::accounts::Account;
use domain::authority::Role;
use serde_json::Value;

use crate::khoi::{folder, khoi};
use crate::postgres;
use crate::serving::get;
use crate::smtp::MailServer;

/// Longer than any look at the lock or at the outbox.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ends the session that holds the lock of leading.
const BREAK_LOCK: &str = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted \
                          AND objid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// A server that ends with the test.
struct Serving {
    child: Child,
    address: String,
    log: std::path::PathBuf,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // The signal nobody can catch.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    fn begin(folder: &Path, database: &str, mails: &MailServer, name: &str) -> Self {
        let log = folder.join(format!("{name}.log"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_khoi"))
            .args(["serve", "--db", database, "--listen", "127.0.0.1:0", "--mail-from", "khoi@hagiang.gov.vn"])
            .args(["--smtp", &format!("smtp://127.0.0.1:{}", mails.port)])
            .current_dir(folder)
            .env("KHOI_LOG", "info")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
        Self { child, address: address.to_owned(), log }
    }

    fn leads(&self) -> bool {
        let (status, told) = get(&self.address, "/health");
        assert_eq!(status, 200, "{told}");
        let told: Value = serde_json::from_str(&told).unwrap();
        told["leader"].as_bool().unwrap()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Tells it to stop and waits: a message under way is finished first.
    fn end(mut self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

/// The one that leads and the one that does not, once it is so.
#[track_caller]
fn leader_first(one: Serving, other: Serving) -> (Serving, Serving) {
    wait_for(|| one.leads() != other.leads());
    if one.leads() { (one, other) } else { (other, one) }
}

#[track_caller]
fn wait_for(mut look: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !look() {
        assert!(begun.elapsed() < PATIENCE, "it never was");
        std::thread::yield_now();
    }
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
    wait_for(|| office.waiting() == 0);
    assert!(!other.log().contains("outcome=\"sent\""), "the other sends nothing: {}", other.log());

    office.queue(&AFTER);
    mails.held();
    drop(leader);
    wait_for(|| other.leads());
    mails.release();
    messages.extend(AFTER.iter().map(|_| mails.next()));
    wait_for(|| office.waiting() == 0);
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
    wait_for(|| leader.log().contains("leads no more"));
    let (leader, other) = leader_first(leader, other);
    // Its work waits for the message that the one before has begun, whichever leads now.
    mails.release();
    let mut messages: Vec<String> = AFTER.iter().map(|_| mails.next()).collect();
    wait_for(|| office.waiting() == 0);
    assert!(leader.leads() && !other.leads());
    leader.end();
    // Whoever ends in order leaves the lead at once.
    wait_for(|| other.leads());
    office.queue(&BEFORE);
    messages.extend(BEFORE.iter().map(|_| mails.next()));
    wait_for(|| office.waiting() == 0);
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
    wait_for(|| other.leads());
    mails.release();
    let mut messages: Vec<String> = AFTER.iter().map(|_| mails.next()).collect();
    wait_for(|| office.waiting() == 0);
    other.end();
    messages.extend(mails.rest());
    each_once(&messages, &[&AFTER]);
}
