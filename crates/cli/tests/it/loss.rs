//! What is acknowledged is kept: the program killed, the database's connections cut, the disk full, all while firms send their returns.
//! `KHOI_KILLS` sets how often the program is killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ::office::Store;
use ::office::bench::{Reporter, operator, receipts, reporters};
use domain::period::Month;
use domain::returns::sent::LockException;
use jiff::Timestamp;
use jiff::tz::Offset;

use crate::khoi::{folder, khoi};
use crate::postgres;

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
fn prepared(address: &str) -> Vec<Reporter> {
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
fn kept(address: &str, people: &[Reporter]) -> Vec<String> {
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

/// A server, killed without a word when it goes.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, database: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
        command.args(["serve", "--db", database, "--listen", "127.0.0.1:0"]);
        Self::of(folder, command)
    }

    /// One that can write no file longer than so many kilobytes: its disk is full then.
    fn on_a_small_disk(folder: &Path, database: &str, kilobytes: u64) -> Self {
        let mut command = Command::new("bash");
        let program = env!("CARGO_BIN_EXE_khoi");
        let script =
            format!("trap '' XFSZ; ulimit -f {kilobytes}; exec {program} serve --db {database} --listen 127.0.0.1:0");
        command.args(["-c", &script]);
        Self::of(folder, command)
    }

    fn of(folder: &Path, mut command: Command) -> Self {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(folder.join("serve.log")).unwrap();
        let mut child = command.current_dir(folder).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_owned();
        assert!(!address.is_empty(), "{}", std::fs::read_to_string(folder.join("serve.log")).unwrap_or_default());
        Self { child, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL on Unix: nothing is put in order first.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Head and body; nothing where the server went away before it had said all.
fn ask(address: &str, request: &str) -> Option<(String, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    text.split_once("\r\n\r\n").map(|(head, body)| (head.to_owned(), body.to_owned()))
}

fn post(address: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Option<(String, String)> {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    let body = body.join("&");
    let length = body.len();
    ask(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        ),
    )
}

/// Somebody signed in, with the token of their forms.
struct Firm {
    path: String,
    cookie: String,
    token: String,
    count: AtomicUsize,
}

impl Firm {
    fn of(address: &str, person: &Reporter) -> Self {
        let fields =
            [("login", person.key.login.as_str()), ("password", person.key.password), ("code", ""), ("next", "/desk")];
        let (head, _) = post(address, "/sign-in", "", &fields).unwrap();
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: "))
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned();
        let path = format!("/returns/{}/{}", person.establishment, month());
        let page = ask(
            address,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"),
        );
        let page = page.unwrap().1;
        let token = page.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Self { path, cookie, token, count: AtomicUsize::new(0) }
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
        let (head, body) = post(address, &self.path, &self.cookie, &fields)?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let receipt = head.lines().find_map(|line| line.strip_prefix("location: /receipts/")).map(str::to_owned);
        Some((status, receipt, body))
    }
}

/// The receipts that were given, each once, are all in the database, each once.
fn nothing_is_lost(given: &[String], kept: &[String]) {
    let once = |list: &[String]| list.iter().collect::<std::collections::BTreeSet<_>>().len() == list.len();
    assert!(once(given) && once(kept), "doubled");
    let lost: Vec<&String> = given.iter().filter(|number| !kept.contains(number)).collect();
    assert!(lost.is_empty(), "{lost:?} of {}", given.len());
}

/// All firms send until told to stop; what they are answered is heard by `heard`.
fn all_send(
    firms: &[Firm],
    address: &str,
    stop: &AtomicBool,
    heard: &(dyn Fn(u16, Option<String>, String) + Sync),
    meanwhile: impl FnOnce(),
) {
    std::thread::scope(|scope| {
        for firm in firms {
            scope.spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    if let Some((status, receipt, body)) = firm.send(address) {
                        heard(status, receipt, body);
                    }
                }
            });
        }
        meanwhile();
        stop.store(true, Ordering::SeqCst);
    });
}

fn wait_until(what: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !what() {
        assert!(begun.elapsed().as_secs() < 60, "it never was");
        std::thread::yield_now();
    }
}

fn killed(database: &str, at: &Path) {
    let kills: usize = std::env::var("KHOI_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let people = prepared(database);
    let mut server = Server::start(at, database);
    let firms: Vec<Firm> = people.iter().map(|person| Firm::of(&server.address, person)).collect();
    let given: Arc<Mutex<Vec<String>>> = Arc::default();
    for round in 0..kills {
        let (before, stop) = (given.lock().unwrap().len(), AtomicBool::new(false));
        let address = server.address.clone();
        let heard = |status: u16, receipt: Option<String>, body: String| {
            assert!(status == 303 || status == 503, "{status}: {body}");
            given.lock().unwrap().extend(receipt);
        };
        all_send(&firms, &address, &stop, &heard, || {
            wait_until(|| given.lock().unwrap().len() > before + round % 7);
            drop(std::mem::replace(
                &mut server,
                Server { child: Command::new("true").spawn().unwrap(), address: String::new() },
            ));
        });
        server = Server::start(at, database);
    }
    drop(server);
    let given = given.lock().unwrap();
    println!("{kills} kills, {} receipts given", given.len());
    nothing_is_lost(&given, &kept(database, &people));
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
    let server = Server::start(folder.path(), &database.address);
    let firms: Vec<Firm> = people.iter().map(|person| Firm::of(&server.address, person)).collect();
    let given: Mutex<Vec<String>> = Mutex::default();
    let (busy, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let heard = |status: u16, receipt: Option<String>, body: String| match status {
        303 => given.lock().unwrap().extend(receipt),
        503 => {
            assert!(body.contains("Hệ thống đang bận"), "{body}");
            busy.fetch_add(1, Ordering::SeqCst);
        }
        _ => panic!("{status}: {body}"),
    };
    all_send(&firms, &server.address, &stop, &heard, || {
        for _ in 0..15 {
            let before = given.lock().unwrap().len();
            wait_until(|| given.lock().unwrap().len() > before + 2);
            database.cut_connections();
        }
        let before = given.lock().unwrap().len();
        wait_until(|| given.lock().unwrap().len() > before + 5);
    });
    println!("{} receipts, {} times busy", given.lock().unwrap().len(), busy.load(Ordering::SeqCst));
    drop(server);
    nothing_is_lost(&given.lock().unwrap(), &kept(&database.address, &people));
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing_and_the_page_says_so() {
    let folder = folder();
    let file = folder.path().join("khoi.db");
    let database = format!("sqlite://{}", file.display());
    let people = prepared(&database);
    assert_eq!(khoi(folder.path(), &["verify", "--db", "khoi.db"]).code, 0);
    let length = std::fs::metadata(&file).unwrap().len() / 1024;
    let server = Server::on_a_small_disk(folder.path(), &database, length + 600);
    let firms: Vec<Firm> = people.iter().map(|person| Firm::of(&server.address, person)).collect();
    let given: Mutex<Vec<String>> = Mutex::default();
    let (busy, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let heard = |status: u16, receipt: Option<String>, body: String| match status {
        303 => given.lock().unwrap().extend(receipt),
        503 => {
            assert!(body.contains("Hệ thống đang bận"), "{body}");
            busy.fetch_add(1, Ordering::SeqCst);
        }
        _ => panic!("{status}: {}", std::fs::read_to_string(folder.path().join("serve.log")).unwrap()),
    };
    all_send(&firms, &server.address, &stop, &heard, || wait_until(|| busy.load(Ordering::SeqCst) > 3));
    drop(server);
    let given = given.into_inner().unwrap();
    assert!(!given.is_empty());
    // With room again it goes on where it was.
    nothing_is_lost(&given, &kept(&database, &people));
    let server = Server::start(folder.path(), &database);
    assert_eq!(firms[0].send(&server.address).unwrap().0, 303);
}
