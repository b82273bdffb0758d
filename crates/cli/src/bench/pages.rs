//! `khoi bench pages`: how long every kind of page takes over a registry of any size, asked over HTTP by people of every kind.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use domain::authority::Role;
use indicatif::{ProgressBar, ProgressStyle};
use office::Store;
use office::bench::{
    BenchRegistry, Filled, WAITING_ROWS, attachments, fill, is_filled, operator, people, waiting_files,
};
use office::context::Context;
use serde::Serialize;
use web::{Desk, Site};

use super::people::{Known, Person, Request, requests};
use super::{peak_memory, said};
use crate::failure::{Failure, Outcome};

/// The longest that 95 of 100 requests for a page may take.
const LIMIT: Duration = Duration::from_millis(300);
/// Files of visits that are asked for.
const PICTURES: usize = 500;
/// Who asks, beside anyone.
const ROLES: [Role; 6] =
    [Role::Officer, Role::Statistician, Role::Leader, Role::Agency, Role::Firm, Role::Administrator];

/// Đo thời gian trả trang trên sổ mỏ, dự án mô phỏng / measure how long pages take on simulated sites and projects.
///
/// Ghi tỉnh mô phỏng và thêm N mỏ, nhà máy có dự án, vướng mắc, nhiệm vụ vào cơ sở dữ liệu trống; mở toàn bộ trang web rồi xem mọi
/// loại trang với từng vai trò. Kết thúc với mã 1 khi p95 của một trang vượt 300 ms (CSV: tới byte đầu; sổ tính chỉ in ra) / writes the
/// demonstration province and N sites with projects, obstacles and tasks into an empty database, serves the whole site and asks for every
/// kind of page in every role; exit 1 when the p95 of a page is above 300 ms (of a CSV to its first byte; workbooks are only shown). A
/// database that this command has filled is measured as it is.
#[derive(Args)]
pub(crate) struct PagesBench {
    /// Số mỏ, nhà máy / number of sites
    #[arg(long, value_name = "N", default_value = "20000", value_parser = clap::value_parser!(u32).range(20..=900_000))]
    sites: u32,
    /// Cơ sở dữ liệu trống, hoặc đã được lệnh này ghi; mặc định là một tệp SQLite tạm / an empty database or one this command filled; a
    /// temporary SQLite file by default
    #[arg(long, value_name = "URL")]
    db: Option<String>,
    /// Số lần mỗi người xem mỗi loại trang / how often each person asks for each kind of page
    #[arg(long, value_name = "K", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    times: u32,
    /// Số người xem cùng lúc / how many ask at once
    #[arg(long, value_name = "R", default_value = "2", value_parser = clap::value_parser!(u32).range(1..=64))]
    readers: u32,
    /// Số mồi / seed
    #[arg(long, value_name = "S", default_value = "1")]
    seed: u64,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// How long one route takes.
#[derive(Debug, Serialize)]
struct Line {
    route: &'static str,
    requests: usize,
    p50_ms: f64,
    p95_ms: f64,
    max_ms: f64,
    /// Of 95 of 100, what the limit of a page is held against: to the last byte of a page, to the first of a CSV; nothing of workbooks.
    judged_p95_ms: Option<f64>,
    /// The address that took longest.
    slowest: String,
    /// The largest body as sent, compressed.
    bytes: usize,
    /// Answers by status.
    statuses: BTreeMap<u16, usize>,
    /// Requests for codes that nothing has.
    strange: usize,
}

impl Line {
    fn is_slow(&self) -> bool {
        self.judged_p95_ms.is_some_and(|judged| judged > LIMIT.as_secs_f64() * 1e3)
    }
}

/// What is held against the limit. Long tables are sent as CSV while they are read: of them the first byte is waited for. A workbook is made
/// whole before it is sent: its time is shown beside the pages, whose limit is not for it.
fn judged((request, _, _, first, took): &Asked<'_>) -> Option<Duration> {
    match request.route.starts_with("/data/") {
        true if request.address.contains(".xlsx") => None,
        true => Some(*first),
        false => Some(*took),
    }
}

/// Everything measured.
#[derive(Debug, Serialize)]
struct Report {
    sites: u32,
    obstacles: usize,
    /// Records of steps that were written; zero where the database was filled before.
    steps: usize,
    write_seconds: f64,
    start_seconds: f64,
    ask_seconds: f64,
    /// The longest time in which it was found what a file that waits would change.
    counting_seconds: Option<f64>,
    peak_memory_bytes: Option<u64>,
    routes: Vec<Line>,
}

/// Runs the command.
pub(crate) fn run(arguments: &PagesBench) -> Result<Outcome, Failure> {
    let folder = tempfile::tempdir().map_err(|error| said(&error))?;
    let temporary = format!("sqlite://{}", folder.path().join("bench.db").display());
    let address = arguments.db.clone().unwrap_or(temporary);
    let report = crate::database::wait(measure(arguments, &address))?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|error| said(&error))?);
    } else {
        print(&report);
    }
    let is_slow = |line: &Line| line.is_slow() || line.statuses.keys().any(|code| *code >= 500);
    Ok(if report.routes.iter().any(is_slow) { Outcome::Faulty } else { Outcome::Done })
}

async fn measure(arguments: &PagesBench, address: &str) -> Result<Report, Failure> {
    let today = office::demo::last_day()?;
    let registry = BenchRegistry::new(arguments.sites as usize, arguments.seed, today)?;
    let started = Instant::now();
    let (store, filled) = written(&registry, address).await?;
    let write_seconds = started.elapsed().as_secs_f64();

    let context = operator(&store, office::demo::context(&store, today, "")?.moment);
    let keys = people(&context, &registry, &ROLES).await?;
    let pictures = attachments(&context, &registry, PICTURES).await?;
    let files = waiting_files(&context).await?;
    let register = office::register::current(&context).await?;
    let establishments: Vec<String> = register.establishments.keys().map(ToString::to_string).collect();
    let started = Instant::now();
    let (server, shut) = open(&store, &context).await?;
    let start_seconds = started.elapsed().as_secs_f64();

    let (obstacles, times, readers) = (registry.obstacles, arguments.times as usize, arguments.readers as usize);
    let asked = tokio::task::spawn_blocking(move || {
        let anyone = Person::anyone(server);
        let known = Known::of(registry, &anyone.browser, &keys, &pictures, &files, &establishments)?;
        let inside: Vec<Person> = keys.iter().map(|key| Person::sign_in(server, key)).collect::<Result<_, _>>()?;
        let people: Vec<Person> = std::iter::once(anyone).chain(inside).collect();
        let counting = known.count_files(&people)?;
        Ok((counting, ask_all(&people, &requests(&people, &known, times), readers)?))
    });
    let started = Instant::now();
    let asked = asked.await.map_err(|error| said(&error))?;
    let (counting, routes) = asked.map_err(|error: std::io::Error| said(&error))?;
    let ask_seconds = started.elapsed().as_secs_f64();
    // Nobody listens when the server has ended by itself.
    let _ = shut.send(());
    store.close().await;
    Ok(Report {
        sites: arguments.sites,
        obstacles,
        steps: filled.steps,
        write_seconds,
        start_seconds,
        ask_seconds,
        counting_seconds: counting.map(|took| took.as_secs_f64()),
        peak_memory_bytes: peak_memory(),
        routes,
    })
}

/// The database, written now unless it was before.
async fn written(registry: &BenchRegistry, address: &str) -> Result<(Store, Filled), Failure> {
    let (store, _) = Store::migrate(address).await?;
    if is_filled(&store).await? {
        return Ok((store, Filled { sites: registry.sites, ..Filled::default() }));
    }
    office::bench::prepare(address, jiff::Timestamp::now()).await?;
    let bar = crate::progress::rows("Tỉnh mô phỏng / demonstration province");
    office::demo::build(&store, &mut |step| {
        if let office::demo::Step::Returns(_, taken) = step {
            bar.set_position(taken);
        }
    })
    .await?;
    bar.finish_and_clear();
    let bar = counted("mỏ, dự án / sites, projects", registry.sites);
    let context = office::demo::context(&store, registry.today(), "khoi bench pages")?;
    let filled = fill(&context, registry, &mut |more| bar.inc(more as u64)).await?;
    bar.finish_and_clear();
    Ok((store, filled))
}

fn counted(what: &'static str, length: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length as u64).with_message(what);
    match ProgressStyle::with_template("{msg:32} {wide_bar} {pos}/{len} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Serves the whole site on a port of its own, by the clock of the measurement, until the sender is used or dropped.
pub(super) async fn open(
    store: &Store,
    context: &Context,
) -> Result<(SocketAddr, tokio::sync::oneshot::Sender<()>), Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|error| said(&error))?;
    let server = listener.local_addr().map_err(|error| said(&error))?;
    let desk = Desk::new(store.clone(), format!("http://{server}"));
    desk.clock.set(context.moment);
    let site = Arc::new(Site::with_desk(desk));
    crate::showing::show_newest(context, &site).await?;
    let (shut, told) = tokio::sync::oneshot::channel();
    let told = async {
        // Dropped or used: both mean the end.
        let _ = told.await;
    };
    tokio::spawn(web::serve(site, listener, told));
    Ok((server, shut))
}

/// Asks for everything, `readers` at once, and adds up by route in the order of the table.
fn ask_all(people: &[Person], requests: &[Request], readers: usize) -> std::io::Result<Vec<Line>> {
    let bar = counted("xem trang / asking for pages", requests.len());
    let next = AtomicUsize::new(0);
    let ask = || {
        let mut answers = Vec::new();
        while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
            let answer = people[request.person].browser.get(&request.address)?;
            answers.push((request, answer.status, answer.body.len(), answer.first, answer.took));
            bar.inc(1);
        }
        Ok(answers)
    };
    let parts: Vec<std::io::Result<Vec<_>>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..readers).map(|_| scope.spawn(ask)).collect();
        let broken = |_| Err(std::io::Error::other("a reader stopped"));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(broken)).collect()
    });
    bar.finish_and_clear();
    let mut routes: Vec<&'static str> = requests.iter().map(|request| request.route).collect();
    routes.dedup();
    let answers: Vec<_> = parts.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    Ok(routes.into_iter().map(|route| line(route, answers.iter().filter(|(r, ..)| r.route == route))).collect())
}

type Asked<'a> = (&'a Request, u16, usize, Duration, Duration);

fn line<'a>(route: &'static str, answers: impl Iterator<Item = &'a Asked<'a>>) -> Line {
    let mut answers: Vec<_> = answers.collect();
    answers.sort_by_key(|(.., took)| *took);
    let milliseconds = |answer: Option<&&Asked<'_>>| answer.map_or(f64::NAN, |(.., took)| took.as_secs_f64() * 1e3);
    let p95 = |count: usize| (count * 95).div_ceil(100).saturating_sub(1);
    let mut waits: Vec<Duration> = answers.iter().filter_map(|answer| judged(answer)).collect();
    waits.sort_unstable();
    let mut statuses = BTreeMap::new();
    answers.iter().for_each(|(_, status, ..)| *statuses.entry(*status).or_default() += 1);
    Line {
        route,
        requests: answers.len(),
        p50_ms: milliseconds(answers.get(answers.len() / 2)),
        p95_ms: milliseconds(answers.get(p95(answers.len()))),
        max_ms: milliseconds(answers.last()),
        judged_p95_ms: waits.get(p95(waits.len())).map(|wait| wait.as_secs_f64() * 1e3),
        slowest: answers.last().map(|(request, ..)| request.address.clone()).unwrap_or_default(),
        bytes: answers.iter().map(|(_, _, bytes, ..)| *bytes).max().unwrap_or_default(),
        statuses,
        strange: answers.iter().filter(|(request, ..)| request.is_strange).count(),
    }
}

fn print(report: &Report) {
    let Report { sites, obstacles, steps, write_seconds, start_seconds, ask_seconds, .. } = report;
    println!("số liệu mô phỏng / simulated: {sites} mỏ, nhà máy / sites, {obstacles} vướng mắc / obstacles");
    if *steps > 0 {
        println!("ghi {steps} bước thủ tục / step records written: {write_seconds:.1} s");
    }
    println!("mở trang web / start: {start_seconds:.1} s; xem trang / asking: {ask_seconds:.1} s");
    if let Some(seconds) = report.counting_seconds {
        println!(
            "tính khác biệt của tệp {WAITING_ROWS} dòng / what a file of {WAITING_ROWS} rows would change: {seconds:.2} s"
        );
    }
    let head = ["trang / route", "lần / n", "p50 ms", "p95 ms", "max ms", "byte"];
    println!("{:<28} {:>8} {:>8} {:>8} {:>8} {:>9}  HTTP", head[0], head[1], head[2], head[3], head[4], head[5]);
    for line in &report.routes {
        let Line { route, requests, p50_ms, p95_ms, max_ms, judged_p95_ms, slowest, bytes, statuses, strange } = line;
        let statuses: Vec<String> = statuses.iter().map(|(code, count)| format!("{code}×{count}")).collect();
        let strange = if *strange > 0 { format!("  mã không có / no such code: {strange}") } else { String::new() };
        let first = match (route.starts_with("/data/"), judged_p95_ms) {
            (true, Some(wait)) => format!("  byte đầu của CSV / first byte of CSV p95: {wait:.1} ms"),
            (true, None) => "  sổ tính, làm trọn rồi gửi / a workbook, made whole".to_owned(),
            (false, _) => String::new(),
        };
        let slow = if line.is_slow() { format!("  CHẬM / SLOW: {slowest}") } else { String::new() };
        let statuses = statuses.join(" ");
        println!(
            "{route:<28} {requests:>8} {p50_ms:>8.1} {p95_ms:>8.1} {max_ms:>8.1} {bytes:>9}  {statuses}{first}{strange}{slow}"
        );
    }
    if let Some(bytes) = report.peak_memory_bytes {
        println!("bộ nhớ cao nhất / peak memory: {:.0} MB", bytes as f64 / 1e6);
    }
}
