//! `khoi benchmark`: monthly or quarterly series made to agree with quarterly or annual figures.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use clap::{Args, builder::RangedU64ValueParser};
use domain::index::benchmark::{BenchmarkError, Benchmarked, Conversion, Spec, benchmark_series};
use domain::period::Label;
use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::tidy::{self, Datum, Sheet};

use crate::failure::{Failure, Outcome};
use crate::{files, index};

/// Điều chỉnh chuỗi tháng, quý theo số liệu quý, năm / make monthly or quarterly series agree with quarterly or annual figures.
///
/// Tệp CSV UTF-8, mỗi tệp có thể có nhiều chuỗi / CSV files in UTF-8, several series in a file: series,period,value.
#[derive(Args)]
pub(crate) struct Benchmark {
    /// Tệp chuỗi chỉ báo / indicator series: series,period,value
    #[arg(long, value_name = "S.csv")]
    series: PathBuf,
    /// Tệp giá trị chuẩn / benchmarks: series,period,value
    #[arg(long, value_name = "T.csv")]
    targets: PathBuf,
    /// Phương pháp / method: denton-additive, denton-proportional, denton-cholette-additive, denton-cholette-proportional
    #[arg(long, value_name = "NAME")]
    method: String,
    /// Tệp kết quả / results: series,period,value
    #[arg(long, value_name = "O.csv")]
    out: PathBuf,
    /// Bậc sai phân / order of the differences kept: 1, 2
    #[arg(long, value_name = "1|2", default_value = "1", value_parser = RangedU64ValueParser::<u8>::new().range(1..=2))]
    difference: u8,
    /// Giá trị chuẩn là tổng, bình quân, kỳ đầu hay kỳ cuối / a benchmark is the sum, mean, first or last: sum, mean, first, last
    #[arg(long, value_name = "NAME", default_value = "sum")]
    conversion: String,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

type Rows = Vec<(Label, Option<f64>)>;

/// Runs the command.
pub(crate) fn run(arguments: &Benchmark) -> Result<Outcome, Failure> {
    let spec = Spec::named(&arguments.method).map_err(|error| index::unknown("--method", &error))?;
    let conversion: Conversion =
        arguments.conversion.parse().map_err(|error| index::unknown("--conversion", &error))?;
    let spec = Spec { second_difference: arguments.difference == 2, conversion, ..spec };
    let sheet = index::read(&arguments.series, tidy::read_series)?;
    let target_sheet = index::read(&arguments.targets, tidy::read_series)?;
    let (names, series) = by_name(&sheet);
    let (_, mut targets) = by_name(&target_sheet);

    let mut faults = Faults::default();
    strangers(&target_sheet, &series, &mut faults);
    let mut results: Vec<(&str, Benchmarked)> = Vec::new();
    for name in names {
        let wanted = targets.remove(name).unwrap_or_default();
        match benchmark_series(spec, &series[name], &wanted) {
            Ok(result) => results.push((name, result)),
            Err(error) => faults.push(|| fault(name, &error, &sheet, &target_sheet)),
        }
    }
    faults.none()?;
    if results.is_empty() {
        return Err(fault("", &BenchmarkError::Empty, &sheet, &target_sheet).into());
    }
    write(arguments, &results)?;
    report(arguments, &results);
    Ok(Outcome::Done)
}

/// The series of a file, and their names in the order they first come in.
fn by_name(sheet: &Sheet<Datum>) -> (Vec<&str>, BTreeMap<&str, Rows>) {
    let mut names = Vec::new();
    let mut series: BTreeMap<&str, Rows> = BTreeMap::new();
    for (_, datum) in &sheet.rows {
        let rows = series.entry(&datum.code).or_insert_with(|| {
            names.push(datum.code.as_str());
            Vec::new()
        });
        rows.push((datum.period.clone(), datum.value));
    }
    (names, series)
}

/// More faults than this say nothing new, as in the readers.
const MOST_FAULTS: usize = 20;

/// The faults of a run, the first twenty in full.
#[derive(Default)]
struct Faults {
    list: Vec<Fault>,
    more: usize,
}

impl Faults {
    /// A fault is only made out, and its row looked for, when it is going to be told.
    fn push(&mut self, fault: impl FnOnce() -> Fault) {
        if self.list.len() < MOST_FAULTS {
            self.list.push(fault());
        } else {
            self.more += 1;
        }
    }

    /// Nothing when there was no fault.
    fn none(mut self) -> Result<(), Failure> {
        let Some(last) = self.list.last() else { return Ok(()) };
        if self.more > 0 {
            self.list.push(Fault::new(
                Place::file(last.place.file.clone()),
                Text::new(format!("còn {} lỗi nữa.", self.more), format!("{} more faults.", self.more)),
                Text::new("Hãy sửa các lỗi trên rồi chạy lại.", "Mend those above and run again."),
            ));
        }
        Err(Failure::Input(self.list))
    }
}

/// Benchmarks of series that are not there.
fn strangers(targets: &Sheet<Datum>, series: &BTreeMap<&str, Rows>, faults: &mut Faults) {
    let mut said: HashSet<&str> = HashSet::new();
    for (line, datum) in &targets.rows {
        if series.contains_key(datum.code.as_str()) || !said.insert(&datum.code) {
            continue;
        }
        faults.push(|| {
            Fault::new(
                Place::file(&targets.file).line(*line).column("series"),
                Text::new(
                    format!("không có chuỗi “{}” để điều chỉnh.", datum.code),
                    format!("there is no series “{}” to benchmark.", datum.code),
                ),
                Text::new(
                    "Hãy sửa tên chuỗi, hoặc thêm chuỗi vào tệp chỉ báo.",
                    "Correct the name, or add the series to the indicators.",
                ),
            )
        });
    }
}

/// The fault of a series, at the row it comes from.
fn fault(name: &str, error: &BenchmarkError, series: &Sheet<Datum>, targets: &Sheet<Datum>) -> Fault {
    let period = error.period();
    let line_in = |sheet: &Sheet<Datum>| {
        let same = |d: &Datum| d.code == name && period.is_some_and(|p| d.period == *p);
        sheet.rows.iter().find(|(_, datum)| same(datum)).map(|(line, _)| *line)
    };
    let found = line_in(series).map(|line| (series, line)).or_else(|| line_in(targets).map(|line| (targets, line)));
    let place = match found {
        Some((sheet, line)) => Place::file(&sheet.file).line(line),
        None => Place::file(if matches!(error, BenchmarkError::TooFew { .. }) { &targets.file } else { &series.file }),
    };
    let what = error.what();
    let named = if name.is_empty() {
        what
    } else {
        Text::new(format!("chuỗi “{name}”: {}", what.vi), format!("series “{name}”: {}", what.en))
    };
    Fault::new(place, named, error.remedy())
}

fn write(arguments: &Benchmark, results: &[(&str, Benchmarked)]) -> Result<(), Fault> {
    let rows =
        results.iter().flat_map(|(name, result)| result.values.iter().map(|(period, value)| (*name, period, *value)));
    files::write(&arguments.out, &tidy::write_series(rows))
}

fn report(arguments: &Benchmark, results: &[(&str, Benchmarked)]) {
    let with_notes = results.iter().map(|(name, result)| (name, result.notes())).filter(|(_, notes)| !notes.is_empty());
    let mut more = 0;
    for (n, (name, notes)) in with_notes.enumerate() {
        if n >= MOST_FAULTS {
            more += 1;
            continue;
        }
        for note in notes {
            eprintln!("“{name}”: {}\n“{name}”: {}", note.vi, note.en);
        }
    }
    if more > 0 {
        eprintln!(
            "Còn {more} chuỗi nữa có lưu ý như vậy (xem --json).\n{more} more series have such notes (see --json)."
        );
    }
    if arguments.json {
        let texts = |labels: &[Label]| labels.iter().map(ToString::to_string).collect::<Vec<_>>();
        let rows: Vec<_> = results
            .iter()
            .map(|(name, result)| {
                serde_json::json!({
                    "series": name,
                    "periods": result.values.len(),
                    "left_out": texts(&result.left_out),
                    "without_value": texts(&result.without_value),
                })
            })
            .collect();
        println!("{}", serde_json::json!({"method": arguments.method, "series": rows}));
    }
}
