//! `khoi index aggregate`: an index of the whole from indices of the parts.
#![allow(
    rustdoc::broken_intra_doc_links,
    reason = "what may be left out stands in brackets in the help, which is made of these comments"
)]

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use domain::index::aggregate::{
    AggregateError, Aggregation, Components, Formula, LinkPeriod, Note, Spec, WeightRow, aggregate,
};
use domain::period::Label;
use domain::series::UnknownCode;
use domain::text::Text;
use formats::fault::Fault;
use formats::tidy::{self, Datum, Results, Sheet};

use super::compare::{Comparison, Published};
use crate::failure::{Failure, Outcome};
use crate::files;

/// Tính chỉ số chung từ chỉ số thành phần / an index of the whole from indices of the parts.
///
/// Tệp CSV UTF-8: thành phần code,period,value; quyền số code,parent,weight[,from,to] (nút gốc để trống parent; from và to là
/// kỳ đầu và kỳ cuối có hiệu lực); kết quả code,period,value,status. Thành phần thiếu lấy theo tốc độ của nút cha (imputed).
///
/// CSV files in UTF-8: components code,period,value; weights code,parent,weight[,from,to] (the root has an empty parent; from and
/// to bound a weight's validity); results code,period,value,status. A missing part follows its parent (imputed).
#[derive(Args)]
pub(crate) struct Aggregate {
    /// Tệp thành phần / components: code,period,value
    #[arg(long, value_name = "C.csv")]
    components: PathBuf,
    /// Tệp quyền số / weights: code,parent,weight[,from,to]
    #[arg(long, value_name = "W.csv")]
    weights: PathBuf,
    /// Tệp kết quả / results: code,period,value,status
    #[arg(long, value_name = "O.csv")]
    out: PathBuf,
    /// Công thức / formula: fixed, annual-chain, laspeyres, paasche, fisher
    #[arg(long, value_name = "NAME", default_value = "fixed")]
    formula: String,
    /// Kỳ nối của annual-chain: december (hoặc tháng khác), q4, mean / link of annual-chain: december (or another month), q4, mean
    ///
    /// Quyền số là của kỳ nối, theo giá kỳ nối như HICP; tại mỗi kỳ nối, quyền số của năm được áp dụng lại từ đầu. Quyền số đổi giữa năm
    /// thì nối tại kỳ ngay trước khi đổi.
    ///
    /// Weights are those of the link period, at its prices (price-updated) as in the HICP; at every link the year's weights are applied
    /// anew. Weights that change inside a year are linked at the period before the change.
    #[arg(long, value_name = "MONTH")]
    link: Option<LinkPeriod>,
    /// Kỳ gốc, bình quân = 100 / period whose mean becomes 100
    #[arg(long, value_name = "PERIOD")]
    base: Option<Label>,
    /// So với số công bố; thoát 1 khi vượt mức cho phép hoặc có số công bố không có số tính / compare with published figures
    /// code,period,value; exit 1 beyond the tolerance, or when a published figure has none computed beside it
    #[arg(long, value_name = "P.csv", requires = "tolerance")]
    compare: Option<PathBuf>,
    /// Chênh lệch cho phép khi so / largest difference allowed
    #[arg(long, value_name = "X", requires = "compare", value_parser = tolerance)]
    tolerance: Option<f64>,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

fn tolerance(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|x: &f64| x.is_finite() && *x >= 0.0);
    value.ok_or_else(|| "hãy ghi số từ 0 trở lên / write a number of zero or more".to_owned())
}

/// A wrong name on the command line, in both languages.
pub(crate) fn unknown(what: &str, error: &UnknownCode) -> Failure {
    let expected = error.expected_text();
    Failure::Said(Text::new(
        format!("{what} {}: không có; hãy ghi {}.", error.text, expected.vi),
        format!("{what} {}: there is none; write {}.", error.text, expected.en),
    ))
}

/// Runs the command.
pub(super) fn run(arguments: &Aggregate) -> Result<Outcome, Failure> {
    let link = arguments.link.unwrap_or_default();
    let formula = Formula::named(&arguments.formula, link).map_err(|error| unknown("--formula", &error))?;
    if arguments.link.is_some() && !matches!(formula, Formula::AnnualChain(_)) {
        return Err(Failure::Said(Text::new(
            "--link chỉ dùng với --formula annual-chain.",
            "--link goes with --formula annual-chain only.",
        )));
    }
    let components = read(&arguments.components, tidy::read_components)?;
    let weights = read(&arguments.weights, tidy::read_weights)?;
    let published = arguments.compare.as_ref().map(|path| read(path, tidy::read_components)).transpose()?;

    let strangers = tidy::without_weight(&components, &weights);
    let strange = tidy::without_weight_faults(&components, &strangers);
    let left_out: Vec<String> = strangers.into_iter().map(|(_, code)| code.to_owned()).collect();
    let result = compute(arguments, formula, &components, &weights, &left_out)?;
    let Some(result) = result else { return Err(Failure::Input(strange)) };
    drop((components, weights));
    let comparison = match (&arguments.compare, published, arguments.tolerance) {
        (Some(path), Some(sheet), Some(tolerance)) => {
            Some(Comparison::new(&Published::new(path, sheet), &result, tolerance)?)
        }
        _ => None,
    };

    files::write(&arguments.out, &tidy::write_results(rows_of(&result)))?;
    for fault in &strange {
        eprintln!("{fault}");
    }
    report(&result, comparison.as_ref(), &left_out, arguments.json);
    let all_well = left_out.is_empty() && comparison.is_none_or(|c| c.holds());
    Ok(if all_well { Outcome::Done } else { Outcome::Faulty })
}

/// The index from the rows whose codes have weights; `None` when rows were left out and none is there besides.
fn compute(
    arguments: &Aggregate,
    formula: Formula,
    components: &Sheet<Datum>,
    weights: &Sheet<WeightRow>,
    left_out: &[String],
) -> Result<Option<Aggregation>, Fault> {
    let left_out: HashSet<&str> = left_out.iter().map(String::as_str).collect();
    let known = components.rows.iter().filter(|(_, datum)| !left_out.contains(datum.code.as_str()));
    let rows = known.map(|(_, datum)| (&datum.code, datum.period.clone(), datum.value));
    let weight_rows: Vec<_> = weights.rows.iter().map(|(_, row)| row.clone()).collect();
    let spec = Spec { formula, base: arguments.base.clone() };
    match Components::new(rows).and_then(|parts| aggregate(&spec, &parts, &weight_rows)) {
        Ok(result) => Ok(Some(result)),
        Err(AggregateError::NoComponents) if !left_out.is_empty() => Ok(None),
        Err(error) => Err(tidy::aggregate_fault(&error, components, weights)),
    }
}

/// Reads a file by a reader of [`tidy`].
pub(crate) fn read<T>(
    path: &std::path::Path,
    reader: impl Fn(&str, &[u8]) -> Result<T, Vec<formats::fault::Fault>>,
) -> Result<T, Failure> {
    reader(&files::name(path), &files::read(path)?).map_err(Failure::Input)
}

/// Every node in tree order, period by period.
fn rows_of(result: &Aggregation) -> impl Iterator<Item = Results<'_>> {
    result.codes.iter().zip(&result.cells).flat_map(|(code, cells)| {
        result.periods.iter().zip(cells).filter_map(move |(period, cell)| {
            cell.map(|cell| Results { code, period, value: cell.value, status: cell.status() })
        })
    })
}

fn report(result: &Aggregation, comparison: Option<&Comparison>, left_out: &[String], json: bool) {
    for note in &result.notes {
        let text = note.text();
        eprintln!("{}\n{}", text.vi, text.en);
    }
    if json {
        let notes: Vec<_> = result.notes.iter().map(Note::text).collect();
        let value = serde_json::json!({
            "nodes": result.codes.len(),
            "periods": result.periods.len(),
            "notes": notes,
            "left_out": left_out,
            "comparison": comparison,
        });
        println!("{value}");
    } else if let Some(comparison) = comparison {
        println!("{comparison}");
    }
}
