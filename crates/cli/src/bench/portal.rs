//! `khoi bench portal`: a deadline day. So many firms save their return at once over HTTP, more and more of them; then it is counted whether
//! every receipt that was given is in the database, once.
//!
//! The steps and the pause are those of DHIS2's own load test: from 10 to 400 users, each saving every 10 seconds; the second run has no
//! pause.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::Args;
use domain::period::Month;
use office::Store;
use office::bench::{Reporter, operator, receipts, reporters};
use serde::Serialize;

use super::pages::open;
use super::people::Person;
use super::{peak_memory, said};
use crate::failure::{Failure, Outcome};

/// The month that is reported, and the moment it is: the day before it is due.
const MONTH: &str = "2024-01";
const MOMENT: &str = "2024-02-04T01:00:00Z";
/// The longest that 95 of 100 saves may take with 100 users.
const LIMIT_MS: f64 = 300.0;
/// The users that limit is for.
const LIMIT_USERS: usize = 100;

/// Đo ngày hạn nộp: nhiều doanh nghiệp gửi báo cáo cùng lúc / measure a deadline day: many firms send their returns at once.
///
/// Ghi N doanh nghiệp mô phỏng vào cơ sở dữ liệu trống, mở trang web, cho từng bậc số người gửi báo cáo; sau đó đếm xem mọi biên nhận đã
/// cấp có trong cơ sở dữ liệu đúng một lần. Mã 1 khi có báo cáo mất, nhân đôi, hỏng, hoặc p95 với 100 người vượt 300 ms / writes N
/// simulated firms into an empty database, serves the site, has more and more of them save; then counts whether every receipt that was
/// given is in the database once. Exit 1 when a return is lost, doubled or failed, or the p95 with 100 users is above 300 ms.
#[derive(Args)]
pub(crate) struct PortalBench {
    /// Số người ở từng bậc / users at each step
    #[arg(long, value_name = "N,N,…", value_delimiter = ',', default_values_t = [10, 50, 100, 200, 400])]
    steps: Vec<usize>,
    /// Cơ sở dữ liệu trống; mặc định là một tệp SQLite tạm / an empty database; a temporary SQLite file by default
    #[arg(long, value_name = "URL")]
    db: Option<String>,
    /// Mỗi bậc kéo dài / how long a step lasts, seconds
    #[arg(long, value_name = "S", default_value = "30", value_parser = clap::value_parser!(u64).range(1..=3_600))]
    seconds: u64,
    /// Mỗi người nghỉ giữa hai lần gửi / pause of each user between two saves, seconds
    #[arg(long, value_name = "S", default_value = "10")]
    pause: u64,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// What came of one step.
#[derive(Debug, Clone, Serialize)]
struct Step {
    users: usize,
    paused: bool,
    saves: usize,
    /// Turned away with 503 and the time to come again.
    turned_away: usize,
    failed: usize,
    per_second: f64,
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
}

/// Everything measured.
#[derive(Debug, Serialize)]
struct Report {
    steps: Vec<Step>,
    /// Receipts that were given.
    given: usize,
    /// Of these, those that are not in the database.
    lost: usize,
    /// Receipts in the database that nobody was given: an answer that never came.
    unheard: usize,
    /// Receipts given twice.
    doubled: usize,
    peak_memory_bytes: Option<u64>,
}

/// One save: what was answered and how long it took.
enum Saved {
    Receipt(String, Duration),
    TurnedAway,
    Failed(String),
}

/// Runs the command.
pub(crate) fn run(arguments: &PortalBench) -> Result<Outcome, Failure> {
    let folder = tempfile::tempdir().map_err(|error| said(&error))?;
    let temporary = format!("sqlite://{}", folder.path().join("bench.db").display());
    let address = arguments.db.clone().unwrap_or(temporary);
    let report = crate::database::wait(measure(arguments, &address))?;
    match arguments.json {
        true => println!("{}", serde_json::to_string_pretty(&report).map_err(|error| said(&error))?),
        false => print(&report),
    }
    let slow = |step: &Step| step.paused && step.users == LIMIT_USERS && step.p95_ms > LIMIT_MS;
    let bad = report.lost + report.doubled > 0 || report.steps.iter().any(|step| step.failed > 0 || slow(step));
    Ok(if bad { Outcome::Faulty } else { Outcome::Done })
}

async fn measure(arguments: &PortalBench, address: &str) -> Result<Report, Failure> {
    let month: Month = MONTH.parse().map_err(|error: domain::period::PeriodError| said(&error))?;
    let (store, _) = Store::migrate(address).await?;
    let context = operator(&store, MOMENT.parse().map_err(|error: jiff::Error| said(&error))?);
    let most = arguments.steps.iter().copied().max().unwrap_or_default();
    eprintln!("{most} doanh nghiệp mô phỏng / simulated firms …");
    let people = reporters(&context, most, month).await?;
    let (server, shut) = open(&store, &context).await?;
    let (steps, seconds, pause) = (arguments.steps.clone(), arguments.seconds, arguments.pause);
    let known = people.clone();
    let asked = tokio::task::spawn_blocking(move || run_steps(server, &known, &steps, (seconds, pause)));
    let (steps, given) = asked.await.map_err(|error| said(&error))?.map_err(|error| said(&error))?;
    // Nobody listens when the server has ended by itself.
    let _ = shut.send(());
    let mut kept = Vec::new();
    for person in &people {
        kept.extend(receipts(&context, &person.establishment, month).await?);
    }
    store.close().await;
    let in_database: std::collections::BTreeSet<&String> = kept.iter().collect();
    let heard: std::collections::BTreeSet<&String> = given.iter().collect();
    Ok(Report {
        lost: heard.iter().filter(|number| !in_database.contains(*number)).count(),
        unheard: in_database.iter().filter(|number| !heard.contains(*number)).count(),
        doubled: (given.len() - heard.len()) + (kept.len() - in_database.len()),
        given: given.len(),
        steps,
        peak_memory_bytes: peak_memory(),
    })
}

/// A user at the site, with what a save needs.
struct User {
    person: Person,
    path: String,
    token: String,
    /// Saves so far: each says something else.
    count: usize,
}

/// Every step with its pause, then every step without.
fn run_steps(
    server: SocketAddr,
    people: &[Reporter],
    steps: &[usize],
    (seconds, pause): (u64, u64),
) -> io::Result<(Vec<Step>, Vec<String>)> {
    eprintln!("đăng nhập / signing in …");
    let mut users = people.iter().map(|reporter| User::of(server, reporter)).collect::<io::Result<Vec<_>>>()?;
    let mut given = Vec::new();
    let mut came = Vec::new();
    for pause in [Duration::from_secs(pause), Duration::ZERO] {
        for &count in steps {
            let step = one_step(&mut users[..count], Duration::from_secs(seconds), pause, &mut given);
            eprintln!("{} người / users, nghỉ / pause {} s: p95 {:.0} ms", step.users, pause.as_secs(), step.p95_ms);
            came.push(step);
        }
    }
    Ok((came, given))
}

fn one_step(users: &mut [User], length: Duration, pause: Duration, given: &mut Vec<String>) -> Step {
    let came: Arc<Mutex<Vec<Saved>>> = Arc::default();
    let begun = Instant::now();
    let count = users.len();
    std::thread::scope(|scope| {
        for (n, user) in users.iter_mut().enumerate() {
            let came = came.clone();
            // They do not all begin at the same moment.
            let first = pause.mul_f64(n as f64 / count as f64);
            scope.spawn(move || {
                std::thread::sleep(first);
                while begun.elapsed() < length {
                    let saved = user.save();
                    let rest = if matches!(saved, Saved::TurnedAway) { Duration::from_secs(5) } else { pause };
                    came.lock().unwrap_or_else(PoisonError::into_inner).push(saved);
                    std::thread::sleep(rest.min(length.saturating_sub(begun.elapsed())));
                }
            });
        }
    });
    let took = begun.elapsed().as_secs_f64();
    let came = std::mem::take(&mut *came.lock().unwrap_or_else(PoisonError::into_inner));
    summed(count, !pause.is_zero(), took, came, given)
}

fn summed(users: usize, paused: bool, took: f64, came: Vec<Saved>, given: &mut Vec<String>) -> Step {
    let (mut times, mut turned_away, mut failed) = (Vec::new(), 0, 0);
    for saved in came {
        match saved {
            Saved::Receipt(number, time) => {
                times.push(time);
                given.push(number);
            }
            Saved::TurnedAway => turned_away += 1,
            Saved::Failed(why) => {
                failed += 1;
                eprintln!("{why}");
            }
        }
    }
    times.sort_unstable();
    let at = |share: usize| {
        let place = (times.len() * share).div_ceil(100).saturating_sub(1);
        times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    };
    Step {
        users,
        paused,
        saves: times.len(),
        turned_away,
        failed,
        per_second: times.len() as f64 / took,
        p50_ms: at(50),
        p95_ms: at(95),
        p99_ms: at(99),
    }
}

impl User {
    fn of(server: SocketAddr, reporter: &Reporter) -> io::Result<Self> {
        let person = Person::sign_in(server, &reporter.key)?;
        let path = format!("/returns/{}/{MONTH}", reporter.establishment);
        let page = person.browser.read(&path)?;
        let token = page.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.ok_or_else(|| io::Error::other(format!("{path} has no form")))?.to_owned();
        Ok(Self { person, path, token, count: 0 })
    }

    /// Saves a return that says something it has not said before.
    fn save(&mut self) -> Saved {
        self.count += 1;
        let said = format!("lượt mô phỏng {}", self.count);
        let mut fields = vec![
            ("form", self.token.as_str()),
            ("act", "send"),
            ("situation", "producing"),
            ("employees", "20"),
            ("capacity_used", "80"),
            ("reason", said.as_str()),
            ("why", said.as_str()),
        ];
        fields.extend([
            ("actual_previous.MP-QS", "1000"),
            ("estimate.MP-QS", "990"),
            ("plan_next.MP-QS", "1000"),
            ("shipments.MP-QS", "990"),
            ("shipments_value.MP-QS", "990"),
            ("opening_stock.MP-QS", "0"),
            ("closing_stock.MP-QS", "0"),
        ]);
        match self.person.browser.send(&self.path, &fields) {
            Ok(answer) if answer.status == 303 => match answer.location() {
                Some(place) => Saved::Receipt(place.rsplit('/').next().unwrap_or_default().to_owned(), answer.took),
                None => Saved::Failed("an answer without a place".to_owned()),
            },
            Ok(answer) if answer.status == 503 && answer.head.to_ascii_lowercase().contains("retry-after:") => {
                Saved::TurnedAway
            }
            Ok(answer) => Saved::Failed(format!("{} {}", answer.status, self.path)),
            Err(error) => Saved::Failed(format!("{}: {error}", self.path)),
        }
    }
}

fn print(report: &Report) {
    println!("số liệu mô phỏng / simulated");
    println!(
        "{:>10} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "người", "nghỉ", "đã gửi", "503", "hỏng", "một giây", "p50 ms", "p95 ms", "p99 ms"
    );
    println!(
        "{:>10} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "users", "pause", "saves", "503", "failed", "a second", "p50 ms", "p95 ms", "p99 ms"
    );
    for step in &report.steps {
        let Step { users, paused, saves, turned_away, failed, per_second, p50_ms, p95_ms, p99_ms } = step;
        let pause = if *paused { "có/yes" } else { "–" };
        println!(
            "{users:>10} {pause:>8} {saves:>8} {turned_away:>8} {failed:>8} {per_second:>8.1} {p50_ms:>8.1} {p95_ms:>8.1} {p99_ms:>8.1}"
        );
    }
    let Report { given, lost, unheard, doubled, .. } = report;
    println!(
        "biên nhận / receipts: {given}; mất / lost: {lost}; nhân đôi / doubled: {doubled}; không nghe được / unheard: {unheard}"
    );
    if let Some(bytes) = report.peak_memory_bytes {
        println!("bộ nhớ cao nhất / peak memory: {:.0} MB", bytes as f64 / 1e6);
    }
}
