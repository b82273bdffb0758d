//! What is acknowledged is kept: the program killed, the database's connections cut, the disk full, all while firms send their returns.
//! `KHOI_KILLS` sets how often the program is killed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use ::office::Store;
use ::office::bench::{Reporter, operator, receipts, reporters};
use domain::period::Month;
use domain::returns::sent::LockException;
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::khoi::folder;
use crate::postgres;
use crate::server::{Server, answer, encoded, header, serving, wait_until};

/// Firms that send at once.
const FIRMS: usize = 4;

/// The month that can be reported whatever day it is: the last one, by exception where it is locked.
fn month() -> Month {
    Month::of(Offset::constant(7).to_datetime(Timestamp::now()).date()).previous()
}

fn waited<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// An office with its firms, each with leave to report the month.
pub(crate) fn prepared(address: &str) -> Vec<Reporter> {
    waited(async {
        let (store, _) = Store::migrate(address).await.unwrap();
        let context = operator(&store, Timestamp::now());
        let people = reporters(&context, FIRMS, month()).await.unwrap();
        for person in &people {
            let exception = LockException {
                establishment: person.establishment.clone(),
                month: month(),
                until: "2999-12-31".parse().unwrap(),
                reason: "kiểm thử".into(),
            };
            ::office::returns::duties::except(&context, &exception).await.unwrap();
        }
        store.close().await;
        people
    })
}

/// The receipts in the database, and that its journal is whole.
pub(crate) fn kept(address: &str, people: &[Reporter]) -> Vec<String> {
    waited(async {
        let store = Store::open(address).await.unwrap();
        let context = operator(&store, Timestamp::now());
        let mut all = Vec::new();
        for person in people {
            all.extend(receipts(&context, &person.establishment, month()).await.unwrap());
        }
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
        store.close().await;
        all
    })
}

/// A server that can write no file longer than so many kilobytes: its disk is full then.
#[cfg(unix)]
fn on_a_small_disk(folder: &Path, database: &str, kilobytes: u64) -> Server {
    let mut command = Command::new("bash");
    let (program, arguments) = (env!("CARGO_BIN_EXE_khoi"), serving(database).join(" "));
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {kilobytes}; exec {program} {arguments}")]);
    Server::run(folder, "serve.log", command)
}

/// Somebody signed in, with the token of their forms.
pub(crate) struct Firm {
    path: String,
    cookie: String,
    token: String,
    count: AtomicUsize,
}

impl Firm {
    fn of(address: &str, person: &Reporter) -> Self {
        let fields =
            [("login", person.key.login.as_str()), ("password", person.key.password), ("code", ""), ("next", "/desk")];
        let signed = answer(address, "POST /sign-in", "", &encoded(&fields)).unwrap();
        let cookie = header(&signed, "set-cookie").unwrap().split(';').next().unwrap().to_owned();
        let path = format!("/returns/{}/{}", person.establishment, month());
        let page = answer(address, &format!("GET {path}"), &format!("Cookie: {cookie}\r\n"), "").unwrap();
        let token = page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Self { path, cookie, token, count: AtomicUsize::new(0) }
    }

    /// The page of its month.
    pub(crate) fn page(&self, address: &str) -> String {
        let head = format!("Cookie: {}\r\n", self.cookie);
        answer(address, &format!("GET {}", self.path), &head, "").unwrap()
    }

    /// Sends a return that says something new: status and receipt.
    fn send(&self, address: &str) -> Option<(u16, Option<String>, String)> {
        let said = format!("lượt {}", self.count.fetch_add(1, Ordering::SeqCst));
        let fields = [
            ("form", self.token.as_str()),
            ("act", "send"),
            ("situation", "producing"),
            ("actual_previous.MP-QS", "1000"),
            ("estimate.MP-QS", "990"),
            ("shipments.MP-QS", "990"),
            ("shipments_value.MP-QS", "990"),
            ("opening_stock.MP-QS", "0"),
            ("closing_stock.MP-QS", "0"),
            ("employees", "20"),
            ("capacity_used", "80"),
            ("reason", said.as_str()),
            ("why", said.as_str()),
        ];
        let head = format!("Cookie: {}\r\n", self.cookie);
        let answered = answer(address, &format!("POST {}", self.path), &head, &encoded(&fields))?;
        let status = answered.split(' ').nth(1)?.parse().ok()?;
        let place = header(&answered, "location").and_then(|place| place.strip_prefix("/receipts/"));
        let receipt = place.map(str::to_owned);
        Some((status, receipt, answered))
    }
}

/// What the firms are answered.
#[derive(Default)]
pub(crate) struct Heard {
    receipts: Mutex<Vec<String>>,
    busy: AtomicUsize,
}

impl Heard {
    /// A receipt, or that it is busy for the moment; nothing else is an answer.
    fn hear(&self, status: u16, receipt: Option<String>, page: &str) {
        match status {
            303 => self.receipts.lock().unwrap().extend(receipt),
            503 => {
                assert!(page.contains("Hệ thống đang bận") && header(page, "retry-after").is_some(), "{page}");
                self.busy.fetch_add(1, Ordering::SeqCst);
            }
            _ => panic!("{status}: {page}"),
        }
    }

    /// How often it was told that the system is busy.
    pub(crate) fn busy(&self) -> usize {
        self.busy.load(Ordering::SeqCst)
    }

    pub(crate) fn given(&self) -> usize {
        self.receipts.lock().unwrap().len()
    }

    /// Waits for so many receipts more.
    pub(crate) fn wait_for_more(&self, count: usize) {
        let before = self.given();
        wait_until(|| self.given() >= before + count);
    }

    /// The receipts that were given, each once, are all in the database, each once.
    pub(crate) fn nothing_is_lost(&self, kept: &[String]) {
        let given = self.receipts.lock().unwrap();
        let once = |list: &[String]| list.iter().collect::<BTreeSet<_>>().len() == list.len();
        assert!(!given.is_empty() && once(&given) && once(kept), "doubled");
        let lost: Vec<&String> = given.iter().filter(|number| !kept.contains(number)).collect();
        assert!(lost.is_empty(), "{lost:?} of {}", given.len());
    }
}

/// All firms send, until `meanwhile` is over.
pub(crate) fn all_send(firms: &[Firm], address: &str, heard: &Heard, meanwhile: impl FnOnce()) {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        for firm in firms {
            scope.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    if let Some((status, receipt, page)) = firm.send(address) {
                        heard.hear(status, receipt, &page);
                    }
                }
            });
        }
        meanwhile();
        stop.store(true, Ordering::SeqCst);
    });
}

pub(crate) fn signed_in(people: &[Reporter], server: &Server) -> Vec<Firm> {
    people.iter().map(|person| Firm::of(&server.address, person)).collect()
}

fn killed(database: &str, at: &Path) {
    let kills: usize = std::env::var("KHOI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let people = prepared(database);
    let mut server = Server::start(at, database, &[]);
    let (firms, heard) = (signed_in(&people, &server), Heard::default());
    for round in 0..kills {
        let address = server.address.clone();
        all_send(&firms, &address, &heard, || {
            heard.wait_for_more(1 + round % 7);
            drop(server);
        });
        server = Server::start(at, database, &[]);
    }
    drop(server);
    heard.nothing_is_lost(&kept(database, &people));
    println!("{kills} kills, {} receipts given and kept", heard.given());
}

#[test]
fn every_receipt_given_before_a_kill_is_kept() {
    let folder = folder();
    killed(&format!("sqlite://{}", folder.path().join("khoi.db").display()), folder.path());
    if let Some(database) = postgres::database() {
        killed(&database.address, folder.path());
    }
}

#[test]
fn connections_that_are_cut_lose_nothing_and_the_page_says_so() {
    let (folder, Some(database)) = (folder(), postgres::database()) else { return };
    let people = prepared(&database.address);
    let server = Server::start(folder.path(), &database.address, &[]);
    let (firms, heard) = (signed_in(&people, &server), Heard::default());
    all_send(&firms, &server.address, &heard, || {
        for _ in 0..15 {
            heard.wait_for_more(3);
            database.cut_connections();
        }
        heard.wait_for_more(6);
    });
    drop(server);
    heard.nothing_is_lost(&kept(&database.address, &people));
    println!("{} receipts, {} times busy", heard.given(), heard.busy());
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_the_page_says_so() {
    let folder = folder();
    let file = folder.path().join("khoi.db");
    let database = format!("sqlite://{}", file.display());
    let people = prepared(&database);
    let length = std::fs::metadata(&file).unwrap().len() / 1024;
    let server = on_a_small_disk(folder.path(), &database, length + 600);
    let (firms, heard) = (signed_in(&people, &server), Heard::default());
    all_send(&firms, &server.address, &heard, || wait_until(|| heard.busy() > 3));
    drop(server);
    // With room again it goes on where it was.
    heard.nothing_is_lost(&kept(&database, &people));
    let server = Server::start(folder.path(), &database, &[]);
    assert_eq!(firms[0].send(&server.address).unwrap().0, 303);
}
