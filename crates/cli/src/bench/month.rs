//! `khoi bench month`: how long a province of any size takes, step by step, and one late return beside the whole.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use clap::Args;
use domain::checks::{Histories, RuleSet, run_on};
use domain::index::month::{Computation, ComputeSpec, base_quantities, compute};
use domain::period::{Month, MonthRange};
use domain::returns::Return;
use domain::returns::panel::{Panel, PanelBuilder};
use indicatif::{ProgressBar, ProgressStyle};
use office::bench::{BenchProvince, Size, import, load, prepare};
use serde::Serialize;

use super::{peak_memory, said};
use crate::failure::{Failure, Outcome};

/// Đo một kỳ tính toán trên số liệu mô phỏng: tạo, nhập, kiểm tra, gán số thiếu, tính / measure the month on simulated returns: generate, import, check, fill and compute.
///
/// Sau đó nhập thêm từng báo cáo nộp chậm và so với tính lại toàn bộ / afterwards late returns one at a time, beside computing everything.
#[derive(Args)]
pub(crate) struct MonthBench {
    /// Số cơ sở / number of establishments
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=9_999_999))]
    establishments: u32,
    /// Số tháng / number of months
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(14..=1200))]
    months: u32,
    /// Số sản phẩm của mỗi cơ sở / products of each establishment
    #[arg(long, value_name = "K", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=40))]
    products: u32,
    /// Cơ sở dữ liệu trống để nhập vào; mặc định là một tệp SQLite tạm / an empty database to import into; a temporary SQLite file by default
    #[arg(long, value_name = "URL", conflicts_with = "no_database")]
    db: Option<String>,
    /// Không nhập vào cơ sở dữ liệu / import into no database
    #[arg(long)]
    no_database: bool,
    /// Số tháng cuối được kiểm tra; mặc định là tất cả / how many of the last months are checked; all by default
    #[arg(long, value_name = "M")]
    checked: Option<u32>,
    /// Số mồi / seed
    #[arg(long, value_name = "S", default_value = "1")]
    seed: u64,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// One step and what it worked on.
#[derive(Debug, Serialize)]
struct Step {
    name: &'static str,
    seconds: f64,
    /// Lines of returns, or for the computation numbers of the panel.
    rows: u64,
    rows_per_second: f64,
}

/// Late returns beside the full computation.
#[derive(Debug, Serialize)]
struct Late {
    returns: usize,
    median_seconds: f64,
    longest_seconds: f64,
    full_seconds: f64,
    times_faster: f64,
    /// The whole run from the returns on: taken in, checked, filled, computed.
    run_seconds: f64,
    numbers_changed_median: usize,
    bit_equal: bool,
}

/// Everything measured.
#[derive(Debug, Serialize)]
struct Report {
    establishments: u32,
    products: u32,
    months: u32,
    threads: usize,
    returns: u64,
    lines: u64,
    steps: Vec<Step>,
    findings: u64,
    late: Late,
    peak_memory_bytes: Option<u64>,
}

/// Returns kept back, to come late: these establishments, from this month on.
struct KeptBack {
    establishments: BTreeSet<usize>,
    from: Month,
}

/// Runs the command.
pub(crate) fn run(arguments: &MonthBench) -> Result<Outcome, Failure> {
    let report = measure(arguments)?;
    if arguments.json {
        let text = serde_json::to_string_pretty(&report).map_err(|error| said(&error))?;
        println!("{text}");
    } else {
        print(&report);
    }
    Ok(if report.late.bit_equal { Outcome::Done } else { Outcome::Faulty })
}

fn measure(arguments: &MonthBench) -> Result<Report, Failure> {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let size = Size {
        establishments: arguments.establishments as usize,
        months: arguments.months as usize,
        products: arguments.products as usize,
        seed: arguments.seed,
    };
    let province = BenchProvince::new(size).map_err(|error| said(&error))?;
    let late = KeptBack::choose(&province, size.establishments);
    let mut made = Made::new(arguments, &province);
    let panel = made.panel(arguments, &province, &late)?;
    let findings = made.check(&province, threads.get())?;
    let Made { mut steps, returns, lines, kept, .. } = made;
    drop(kept);

    let started = Instant::now();
    let quantities = base_quantities(&panel, province.months.first.year());
    let basket = province.basket(quantities).map_err(|error| said(&error))?;
    let spec = ComputeSpec::new(vec![basket]).map_err(|error| said(&error))?.with_threads(threads);
    steps.push(step("weigh", started.elapsed(), lines));
    let cells = (panel.units().len() * panel.width()) as u64;
    let started = Instant::now();
    let done = compute(&spec, panel);
    let full = started.elapsed();
    steps.push(step("fill and compute", full, cells));
    let run = steps.iter().filter(|step| step.name != "generate").map(|step| step.seconds).sum();
    let late = measure_late(&province, &late, done, full, run)?;
    let peak_memory_bytes = peak_memory();
    Ok(Report {
        establishments: arguments.establishments,
        products: arguments.products,
        months: arguments.months,
        threads: threads.get(),
        returns,
        lines,
        steps,
        findings,
        late,
        peak_memory_bytes,
    })
}

impl KeptBack {
    /// Eleven establishments spread over the province that reported in the month six before the end; all they sent since is kept back.
    fn choose(province: &BenchProvince, establishments: usize) -> Self {
        let from = province.months.last.plus(-5);
        let reports = |e: &usize| province.answer(*e, from).is_some_and(|r| r.reason.is_empty());
        let apart = (establishments / 11).max(1);
        let places = (0..11).filter_map(|n| (n * apart..establishments.min((n + 1) * apart)).find(reports));
        Self { establishments: places.collect(), from }
    }

    fn holds(&self, establishment: usize, month: Month) -> bool {
        month >= self.from && self.establishments.contains(&establishment)
    }
}

/// The returns as they are made, and how long each step took.
struct Made {
    steps: Vec<Step>,
    returns: u64,
    lines: u64,
    generating: Duration,
    checked: MonthRange,
    /// Returns the checks look at.
    kept: Vec<Return>,
    bar: ProgressBar,
}

impl Made {
    fn new(arguments: &MonthBench, province: &BenchProvince) -> Self {
        let checked = arguments.checked.unwrap_or(arguments.months).min(arguments.months);
        let last = province.months.last;
        let bar = if std::io::stderr().is_terminal() {
            let style = ProgressStyle::with_template("{msg:24} {wide_bar} {pos}/{len}");
            ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        } else {
            ProgressBar::hidden()
        };
        Self {
            steps: Vec::new(),
            returns: 0,
            lines: 0,
            generating: Duration::ZERO,
            checked: MonthRange::new(last.plus(1 - checked as i32), last),
            kept: Vec::new(),
            bar,
        }
    }

    /// The returns of a month that came in time.
    fn month(&mut self, province: &BenchProvince, late: &KeptBack, month: Month) -> Vec<Return> {
        let started = Instant::now();
        let all = 0..province.register.establishments.len();
        let answers: Vec<Return> =
            all.filter(|&e| !late.holds(e, month)).filter_map(|e| province.answer(e, month)).collect();
        self.returns += answers.len() as u64;
        self.lines += answers.iter().map(|r| r.lines.len() as u64).sum::<u64>();
        if !self.checked.is_empty() && month >= Histories::window(self.checked.first).first {
            self.kept.extend(answers.iter().cloned());
        }
        self.generating += started.elapsed();
        self.bar.inc(1);
        answers
    }

    /// Generates, imports and loads the panel; without a database the returns go straight into it.
    fn panel(&mut self, arguments: &MonthBench, province: &BenchProvince, late: &KeptBack) -> Result<Panel, Failure> {
        self.bar.set_length(province.months.len() as u64);
        self.bar.set_message("tạo, nhập / import");
        let started = Instant::now();
        if arguments.no_database {
            let mut builder = PanelBuilder::new(&province.register, province.months);
            for month in province.months.iter() {
                self.month(province, late, month).iter().for_each(|answer| builder.add(answer));
            }
            let panel = builder.build();
            self.push_generated("panel", started.elapsed());
            return Ok(panel);
        }
        let folder = tempfile::tempdir().map_err(|error| said(&error))?;
        let temporary = format!("sqlite://{}", folder.path().join("bench.db").display());
        let address = arguments.db.as_deref().unwrap_or(&temporary);
        let failed = |error: office::context::OfficeError| Failure::Said(error.text());
        crate::database::wait(async {
            let context = prepare(address, jiff::Timestamp::now()).await.map_err(failed)?;
            import(&context, province, |month| self.month(province, late, month)).await.map_err(failed)?;
            self.push_generated("import", started.elapsed());
            let started = Instant::now();
            let panel = load(&context, province).await.map_err(failed)?;
            self.steps.push(step("load", started.elapsed(), self.lines));
            Ok(panel)
        })
    }

    fn push_generated(&mut self, name: &'static str, both: Duration) {
        self.steps.push(step("generate", self.generating, self.lines));
        self.steps.push(step(name, both.saturating_sub(self.generating), self.lines));
    }

    /// Runs the carried rules on every month asked for; how many findings there were.
    fn check(&mut self, province: &BenchProvince, threads: usize) -> Result<u64, Failure> {
        if self.checked.is_empty() {
            return Ok(0);
        }
        let rules: RuleSet = formats::rules::carried().map_err(Failure::Input)?;
        self.bar.reset();
        self.bar.set_length(self.checked.len() as u64);
        self.bar.set_message("kiểm tra / check");
        let started = Instant::now();
        let window =
            MonthRange::new(Histories::window(self.checked.first).first.max(province.months.first), self.checked.last);
        let histories = Histories::of(&province.register, &self.kept, window);
        let mut findings = 0;
        for month in self.checked.iter() {
            findings += run_on(&rules, &histories, month, threads).findings.len() as u64;
            self.bar.inc(1);
        }
        self.bar.finish_and_clear();
        let lines = self.kept.iter().filter(|r| self.checked.contains(r.month)).map(|r| r.lines.len() as u64).sum();
        self.steps.push(step("check", started.elapsed(), lines));
        Ok(findings)
    }
}

fn step(name: &'static str, took: Duration, rows: u64) -> Step {
    let seconds = took.as_secs_f64();
    Step { name, seconds, rows, rows_per_second: rows as f64 / seconds.max(1e-9) }
}

/// Puts the late returns in one at a time; then computes everything with them in and compares to the last bit.
fn measure_late(
    province: &BenchProvince,
    late: &KeptBack,
    mut done: Computation,
    first_full: Duration,
    run_seconds: f64,
) -> Result<Late, Failure> {
    let mut times = Vec::new();
    let mut numbers = Vec::new();
    for &establishment in &late.establishments {
        let Some(answer) = province.answer(establishment, late.from) else { continue };
        let started = Instant::now();
        let revised = done.revise(&answer).map_err(|error| said(&error))?;
        times.push(started.elapsed().as_secs_f64());
        numbers.push(revised.numbers);
    }
    let one_by_one = fingerprint(&done);
    let spec = done.spec().clone();
    let index = done.index.clone();
    let panel = done.panel.without_fillings();
    let started = Instant::now();
    let full = compute(&spec, panel);
    let full_seconds = started.elapsed().min(first_full).as_secs_f64();
    times.sort_by(f64::total_cmp);
    numbers.sort_unstable();
    let median_seconds = times.get(times.len() / 2).copied().unwrap_or(f64::NAN);
    Ok(Late {
        returns: times.len(),
        median_seconds,
        longest_seconds: times.last().copied().unwrap_or(f64::NAN),
        full_seconds,
        times_faster: full_seconds / median_seconds,
        run_seconds,
        numbers_changed_median: numbers.get(numbers.len() / 2).copied().unwrap_or(0),
        bit_equal: fingerprint(&full) == one_by_one && full.index == index,
    })
}

/// A digest of every number and mark of the panel.
fn fingerprint(done: &Computation) -> u64 {
    let mut hasher = DefaultHasher::new();
    for unit in 0..done.panel.units().len() {
        done.panel.values_of(unit).iter().for_each(|value| hasher.write_u64(value.to_bits()));
        std::hash::Hash::hash(done.panel.marks_of(unit), &mut hasher);
    }
    hasher.finish()
}

fn print(report: &Report) {
    let Report { establishments, products, months, threads, returns, lines, .. } = report;
    println!(
        "{establishments} cơ sở × {products} sản phẩm × {months} tháng, {threads} luồng / {establishments} establishments × {products} products × {months} months, {threads} threads"
    );
    println!("{returns} báo cáo, {lines} dòng / {returns} returns, {lines} lines");
    println!("{:<18} {:>10} {:>12} {:>14}", "bước / step", "giây / s", "dòng / rows", "dòng/s / rows/s");
    for step in &report.steps {
        println!("{:<18} {:>10.3} {:>12} {:>14.0}", step.name, step.seconds, step.rows, step.rows_per_second);
    }
    println!("phát hiện khi kiểm tra / findings of the checks: {}", report.findings);
    let late = &report.late;
    println!(
        "báo cáo nộp chậm / late return: {:.1} µs (trung vị của / median of {}, lâu nhất / longest {:.1} µs, {} số đổi / numbers changed)",
        late.median_seconds * 1e6,
        late.returns,
        late.longest_seconds * 1e6,
        late.numbers_changed_median
    );
    println!(
        "gán và tính lại toàn bộ / filling and computing everything: {:.3} s, gấp / that is {:.0} lần / times",
        late.full_seconds, late.times_faster
    );
    println!(
        "làm lại cả lượt từ báo cáo / the whole run from the returns: {:.1} s, gấp / that is {:.0} lần / times",
        late.run_seconds,
        late.run_seconds / late.median_seconds
    );
    let same = if late.bit_equal { "có / yes" } else { "KHÔNG / NO" };
    println!("trùng đến bit cuối / same to the last bit: {same}");
    if let Some(bytes) = report.peak_memory_bytes {
        println!("bộ nhớ cao nhất / peak memory: {:.0} MB", bytes as f64 / 1e6);
    }
}
