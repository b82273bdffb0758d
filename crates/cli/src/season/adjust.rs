//! `khoi season adjust`: each series of a file adjusted as a specification of X-13 says.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use clap::builder::RangedU64ValueParser;
use domain::text::Text;
use formats::fault::Fault;
use formats::tidy::{SEASON_HEADER, write_season_line};
use season::Frequency;
use season::adjust::adjust;
use serde_json::{Value, json};

use super::many::{Came, each};
use super::report;
use super::series::{Named, SeriesFile};
use super::spec::Specifications;
use crate::failure::{Failure, Outcome};
use crate::files::{self, Growing};

/// Hiệu chỉnh lịch và mùa vụ bằng RegARIMA và X-11 / adjust series for calendar and season by RegARIMA and X-11.
///
/// Đặc tả dùng ngôn ngữ .spc của X-13ARIMA-SEATS / the specification is in the language of X-13ARIMA-SEATS: metadata, series, transform, regression, arima,
/// automdl, outlier, estimate, forecast, check, x11, slidingspans, history, spectrum; variables=(tet) là ba biến Tết / gives three regressors around Tết. Phần
/// nào không làm được thì báo tên và dòng / what is not understood is refused by name and line. Chuỗi lỗi không dừng các chuỗi khác / a series that
/// fails stops no other; exit 1 then.
#[derive(Args)]
pub(crate) struct Adjust {
    /// Tệp chuỗi / the series: series,period,value; không có thì lấy chuỗi trong đặc tả / without it the series of the specification
    #[arg(long, value_name = "S.csv")]
    series: Option<PathBuf>,
    /// Tệp đặc tả / the specification
    #[arg(long, value_name = "X.spc")]
    spec: PathBuf,
    /// Thư mục kết quả / the folder of results: tables.csv, diagnostics.json
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Số luồng / threads; mặc định là số nhân máy / without it as many as there are cores
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=256))]
    jobs: Option<usize>,
    /// Thời gian cho mỗi chuỗi / time for each series, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = RangedU64ValueParser::<u64>::new().range(1..=86_400))]
    limit: u64,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// What is written of a series: lines of its tables, its diagnostics; or why there is nothing.
type Made = Result<(String, Value), Text>;

/// Runs the command.
pub(crate) fn run(arguments: &Adjust) -> Result<Outcome, Failure> {
    match &arguments.series {
        Some(path) => {
            let (file, specifications) = (SeriesFile::look_through(path)?, Specifications::read(&arguments.spec)?);
            none_can_be_adjusted(file.frequencies(), &specifications)?;
            adjust_all(arguments, specifications, file.count(), file.series()?)
        }
        None => {
            let (one, specifications) = Specifications::read_with_series(&arguments.spec)?;
            let frequencies = one.series.iter().map(|series| series.start().frequency()).collect();
            none_can_be_adjusted(&frequencies, &specifications)?;
            adjust_all(arguments, specifications, 1, [Ok(one)])
        }
    }
}

/// Every series, its results written as they come.
fn adjust_all(
    arguments: &Adjust,
    specifications: Specifications,
    count: usize,
    series: impl IntoIterator<Item = Result<Named, Failure>>,
) -> Result<Outcome, Failure> {
    std::fs::create_dir_all(&arguments.out).map_err(|error| files::cannot_write(&arguments.out, &error))?;
    let mut results = Results::begin(&arguments.out)?;
    let bar = crate::progress::rows_of("chuỗi / series", count as u64);
    let names = RefCell::new(VecDeque::new());
    let series = series.into_iter().inspect(|one| {
        let name = one.as_ref().map(|one| one.name.clone());
        names.borrow_mut().extend(name);
    });
    let jobs = arguments.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let limit = Duration::from_secs(arguments.limit);
    each(
        series,
        jobs,
        limit,
        move |named| one(&named, &specifications),
        |came| {
            let made = match came {
                Came::Done(made) => made,
                Came::TooLong => Err(too_long(arguments.limit)),
                Came::Broken => Err(Text::new("lỗi của chương trình", "the program failed")),
            };
            let name = names.borrow_mut().pop_front().unwrap_or_default();
            if let Err(why) = &made {
                bar.suspend(|| eprintln!("“{name}”: {}.\n“{name}”: {}.", why.vi, why.en));
            }
            bar.inc(1);
            results.take(&name, made)
        },
    )?;
    bar.finish_and_clear();
    results.finish(arguments.json)
}

/// A specification that no series can use is a wrong use.
fn none_can_be_adjusted(frequencies: &BTreeSet<Frequency>, specifications: &Specifications) -> Result<(), Failure> {
    let faults: Vec<Fault> = frequencies.iter().filter_map(|one| specifications.of(*one).err().cloned()).collect();
    match faults.is_empty() || faults.len() < frequencies.len() {
        true => Ok(()),
        false => Err(Failure::Input(faults.into_iter().take(1).collect())),
    }
}

fn too_long(seconds: u64) -> Text {
    Text::new(
        format!("quá {seconds} giây (--limit), bỏ qua"),
        format!("it takes more than {seconds} seconds (--limit) and is left out"),
    )
}

/// One series.
fn one(named: &Named, specifications: &Specifications) -> Made {
    let series = named.series.as_ref().map_err(Clone::clone)?;
    let specification = specifications.of(series.start().frequency()).map_err(|fault| fault.what.clone())?;
    let adjusted = adjust(series, specification).map_err(|error| domain::adjust::reason(&error))?;
    let mut lines = String::new();
    for (table, period, value) in adjusted.tables() {
        write_season_line(&mut lines, &named.name, &period.to_string(), &table, value);
    }
    for (table, lag, value) in adjusted.lag_tables() {
        write_season_line(&mut lines, &named.name, &lag.to_string(), &table, value);
    }
    Ok((lines, report::of(&adjusted)))
}

/// The files of results as they grow.
struct Results {
    tables: Growing,
    diagnostics: Growing,
    failed: Vec<Value>,
    count: usize,
}

impl Results {
    fn begin(folder: &Path) -> Result<Self, Failure> {
        let mut tables = Growing::begin(&folder.join("tables.csv"))?;
        let mut diagnostics = Growing::begin(&folder.join("diagnostics.json"))?;
        tables.write(SEASON_HEADER)?;
        diagnostics.write("{\"series\": {\n")?;
        Ok(Self { tables, diagnostics, failed: Vec::new(), count: 0 })
    }

    fn take(&mut self, name: &str, made: Made) -> Result<(), Failure> {
        let told = match made {
            Ok((lines, told)) => {
                self.tables.write(&lines)?;
                told
            }
            Err(why) => {
                self.failed.push(json!({ "series": name, "reason": { "vi": why.vi, "en": why.en } }));
                json!({ "error": why.en })
            }
        };
        let comma = if self.count > 0 { ",\n" } else { "" };
        self.count += 1;
        self.diagnostics.write(&format!("{comma}{}: {told}", Value::from(name)))?;
        Ok(())
    }

    fn finish(mut self, json: bool) -> Result<Outcome, Failure> {
        self.diagnostics.write("\n}}\n")?;
        self.tables.finish()?;
        self.diagnostics.finish()?;
        let (count, done) = (self.count, self.count - self.failed.len());
        let outcome = if self.failed.is_empty() { Outcome::Done } else { Outcome::Faulty };
        if json {
            println!("{}", json!({ "series": count, "adjusted": done, "failed": self.failed }));
        } else {
            println!("Đã hiệu chỉnh {done} trên {count} chuỗi.\nAdjusted {done} of {count} series.");
        }
        Ok(outcome)
    }
}
