//! `khoi export`: everything a release shows the public, as tidy CSV files.

use std::fmt::Write as _;
use std::path::PathBuf;

use domain::period::Month;
use domain::series::Measure;
use domain::text::{Lang, Text};
use office::publication::{PublicNode, Publication};

use crate::bulletin::find;
use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::files;

/// Xuất mọi số liệu đã công bố ra các tệp CSV / write everything published as CSV files.
///
/// series.csv (code,period,value,status), changes.csv, contributions.csv, products.csv, siblings.csv, official.csv, targets.csv,
/// calendar.csv, revisions.csv, reliability.csv, bulletin.vi.txt, bulletin.en.txt.
#[derive(Debug, clap::Args)]
pub(crate) struct Export {
    /// Thư mục đích / the folder to write into; it is made when it is not there.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Tháng; không ghi thì lấy tháng mới nhất / the month; without it the newest.
    #[arg(long)]
    month: Option<Month>,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Export) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let publication = find(&context, arguments.month).await?;
        std::fs::create_dir_all(&arguments.out).map_err(|error| {
            let folder = arguments.out.display();
            Failure::Said(Text::new(
                format!("Không tạo được thư mục {folder} ({error}). Hãy chọn thư mục khác."),
                format!("The folder {folder} cannot be made ({error}). Choose another."),
            ))
        })?;
        let mut written = Vec::new();
        for (name, text) in tables(&publication) {
            let path = arguments.out.join(name);
            files::write(&path, text.as_bytes())?;
            written.push(files::name(&path));
        }
        if arguments.json {
            println!("{}", serde_json::json!({ "release": publication.release, "files": written }));
        } else {
            written.iter().for_each(|path| println!("{path}"));
        }
        Ok(Outcome::Done)
    })
}

/// Every file with its text.
fn tables(publication: &Publication) -> Vec<(&'static str, String)> {
    vec![
        ("series.csv", series(publication)),
        ("changes.csv", by_measure(publication, |node, measure| node.changes.get(measure))),
        ("contributions.csv", by_measure(publication, |node, measure| node.contributions.get(measure))),
        ("products.csv", products(publication)),
        ("siblings.csv", siblings(publication)),
        ("official.csv", official(publication)),
        ("targets.csv", targets(publication)),
        ("calendar.csv", calendar(publication)),
        ("revisions.csv", revisions(publication)),
        ("reliability.csv", reliability(publication)),
        ("bulletin.vi.txt", publication.bulletin.in_lang(Lang::Vi).text()),
        ("bulletin.en.txt", publication.bulletin.in_lang(Lang::En).text()),
    ]
}

/// Lines of a CSV under a header; simulated figures say so in a last column.
struct Csv {
    text: String,
    simulated: bool,
}

impl Csv {
    fn new(publication: &Publication, header: &str) -> Self {
        let simulated = publication.release.simulated;
        let label = if simulated { ",data" } else { "" };
        Self { text: format!("{header}{label}\n"), simulated }
    }

    fn line(&mut self, cells: &[&str]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        let label = if self.simulated { ",số liệu mô phỏng" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}{label}", cells.join(","));
    }
}

/// A cell, in quotes where it must be.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

fn shown(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// The status of a level: whether any part of it was imputed.
fn status(node: &PublicNode, at: usize) -> &'static str {
    match (node.withheld, node.levels.get(at).copied().flatten(), node.observed.get(at).copied().flatten()) {
        (true, _, _) => "suppressed",
        (false, None, _) => "never-collected",
        (false, Some(_), Some(share)) if share < 1.0 => "imputed",
        (false, Some(_), _) => "observed",
    }
}

fn series(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "code,period,value,status");
    for node in &publication.nodes {
        for (at, month) in publication.months.iter().enumerate() {
            let value = node.levels.get(at).copied().flatten();
            csv.line(&[&node.code, &month.to_string(), &shown(value), status(node, at)]);
        }
    }
    csv.text
}

fn by_measure<'a>(
    publication: &'a Publication,
    values: impl Fn(&'a PublicNode, Measure) -> &'a [Option<f64>],
) -> String {
    let mut csv = Csv::new(publication, "code,period,measure,value,status");
    for node in &publication.nodes {
        for measure in Measure::ALL {
            for ((at, month), value) in publication.months.iter().enumerate().zip(values(node, measure)) {
                if value.is_some() || node.withheld {
                    csv.line(&[&node.code, &month.to_string(), measure.code(), &shown(*value), status(node, at)]);
                }
            }
        }
    }
    csv.text
}

fn products(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "code,name,unit,period,quantity,status");
    for product in &publication.products {
        for (month, quantity) in publication.months.iter().zip(&product.quantities) {
            let status = if product.withheld { "suppressed" } else { "observed" };
            if quantity.is_some() || product.withheld {
                let cells =
                    [&product.code, &product.name.vi, &product.unit, &month.to_string(), &shown(*quantity), status];
                csv.line(&cells);
            }
        }
    }
    csv.text
}

fn siblings(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "index,code,period,value,status");
    for sibling in &publication.siblings {
        for (month, level) in publication.months.iter().zip(&sibling.levels) {
            let status = if sibling.withheld { "suppressed" } else { "observed" };
            if level.is_some() || sibling.withheld {
                csv.line(&[sibling.kind.code(), &sibling.code, &month.to_string(), &shown(*level), status]);
            }
        }
    }
    csv.text
}

fn official(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "code,period,measure,official,own,difference,source,note");
    for line in &publication.official {
        csv.line(&[
            &line.node,
            &line.period.to_string(),
            line.measure.code(),
            &line.official.to_string(),
            &shown(line.own),
            &shown(line.difference()),
            &line.source,
            &line.note,
        ]);
    }
    csv.text
}

fn targets(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "year,code,through,plan,result,gap,months_left,growth_needed,source");
    for progress in &publication.targets {
        let target = &progress.target;
        csv.line(&[
            &target.year.to_string(),
            &target.node,
            &progress.through.to_string(),
            &target.growth.to_string(),
            &progress.result.to_string(),
            &progress.gap.to_string(),
            &progress.months_left.to_string(),
            &shown(progress.growth_needed),
            &target.source,
        ]);
    }
    csv.text
}

fn calendar(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "period,stage,due,release,date,vintage,digest");
    for entry in &publication.calendar {
        let done = entry.done.as_ref();
        csv.line(&[
            &entry.month.to_string(),
            entry.stage.code(),
            &entry.due.to_string(),
            &done.map(|d| d.id.to_string()).unwrap_or_default(),
            &done.map(|d| d.date.to_string()).unwrap_or_default(),
            &done.map(|d| d.vintage.to_string()).unwrap_or_default(),
            done.map_or("", |d| d.digest.as_str()),
        ]);
    }
    csv.text
}

fn revisions(publication: &Publication) -> String {
    let mut csv = Csv::new(publication, "code,period,print,release,date,stage,level,mom,observed");
    for row in &publication.revisions {
        for (number, print) in row.prints.iter().enumerate() {
            csv.line(&[
                &row.node,
                &row.month.to_string(),
                &(number + 1).to_string(),
                &print.release.to_string(),
                &print.date.to_string(),
                print.stage.code(),
                &print.level.to_string(),
                &shown(print.change),
                &shown(print.observed),
            ]);
        }
    }
    csv.text
}

fn reliability(publication: &Publication) -> String {
    let mut csv = Csv::new(
        publication,
        "code,months,mean_absolute_revision_level_pct,mean_absolute_revision_mom_points,direction_stood",
    );
    for line in &publication.reliability {
        csv.line(&[
            &line.node,
            &line.months.to_string(),
            &line.level.to_string(),
            &line.change.to_string(),
            &line.direction.to_string(),
        ]);
    }
    csv.text
}
