//! `khoi import`: registers, weights, returns, published figures, targets, sites, projects and what happens around them, world prices,
//! obstacles and tasks from text files and workbooks; boundaries of the map from GeoJSON.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use domain::boundary::BoundaryKind;
use domain::text::Text;
use formats::boundary::read_boundaries;
use formats::fault::{Fault, Place};
use formats::layout::Kind;
use formats::mark::mark_workbook;
use formats::sheet::{Input, detect, recognise};
use formats::template::{FileFormat, template};
use office::Taken;
use office::context::Context;
use office::import::{Refused, Remarks};
use office::rehearsal::Difference;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::{files, progress};

/// Nhập danh bạ, quyền số, báo cáo tháng, số liệu công bố, chỉ tiêu, mỏ và nhà máy, giá thế giới từ tệp CSV hoặc XLSX, ranh giới từ
/// GeoJSON / import registers, weights, returns, published figures, targets, sites and world prices from CSV or XLSX, boundaries
/// from GeoJSON.
///
/// Thoát 0: đã nhập; 1: đã nhập, trừ các dòng lỗi; 2: không đọc được, không ghi gì / exit 0 all in, 1 in but for faulty rows,
/// 2 unreadable, nothing written. Nhập lại cùng một tệp không thay đổi gì / importing the same file again changes nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// Tệp cần nhập / the file to import.
    #[arg(required_unless_present = "template")]
    file: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    /// Loại tệp / what the file holds; recognised by its heading when not given. `boundaries`: ranh giới cho bản đồ, dạng GeoJSON, kèm
    /// --of, --source, --licence / boundaries for the map, as GeoJSON.
    #[arg(long, value_name = "KIND", value_parser = held)]
    kind: Option<Held>,
    /// Ranh giới của / what the boundaries are of: province, district, commune.
    #[arg(long, value_name = "AREA", value_parser = area_kind)]
    of: Option<BoundaryKind>,
    /// Nguồn của ranh giới, hiện trên bản đồ / where the boundaries are from; said on the map.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Điều kiện sử dụng của ranh giới, hiện trên bản đồ / on which terms they may be shown; said on the map.
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// Có một dòng lỗi thì không nhập gì / with one faulty row nothing goes in, exit 2.
    #[arg(long)]
    all_or_nothing: bool,
    /// Ghi lại tệp XLSX với các ô sai được tô màu và ghi chú / hand the workbook back with the wrong cells marked.
    #[arg(long, value_name = "OUT.xlsx")]
    marked: Option<PathBuf>,
    /// In mẫu tệp của một loại rồi dừng / print the layout of a kind and stop.
    #[arg(long, value_name = "KIND", value_parser = kind, conflicts_with_all = ["kind", "marked", "all_or_nothing"])]
    template: Option<Kind>,
    /// Dạng mẫu / format of the template: csv, xlsx.
    #[arg(long, value_name = "csv|xlsx", default_value = "csv", value_parser = format, requires = "template")]
    format: FileFormat,
    /// Ghi mẫu ra tệp thay vì in / write the template to a file instead of printing it.
    #[arg(long, value_name = "FILE", requires = "template")]
    out: Option<PathBuf>,
    /// Lãnh thổ của số liệu công bố khi tệp không ghi; trống là của tỉnh / territory of published figures whose file
    /// names none; empty means the province itself.
    #[arg(long, value_name = "NAME", default_value = "")]
    area: String,
    /// Chỉ cho xem tệp sẽ thêm, đổi những gì, không ghi gì; thoát 1 khi có khác / only show what the file would add and change, and
    /// write nothing; exit 1 when something differs.
    #[arg(long, conflicts_with = "marked")]
    difference: bool,
    /// Lý do, ghi vào nhật ký / why, kept in the journal.
    #[arg(long, default_value = "")]
    why: String,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

/// What a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    /// Rows of a layout.
    Rows(Kind),
    /// Boundaries, as GeoJSON.
    Boundaries,
}

const BOUNDARIES: &str = "boundaries";

fn held(text: &str) -> Result<Held, String> {
    let codes = || format!("{}, {BOUNDARIES}", Kind::ALL.map(Kind::code).join(", "));
    match Kind::from_code(text) {
        Some(kind) => Ok(Held::Rows(kind)),
        None if text == BOUNDARIES => Ok(Held::Boundaries),
        None => Err(format!("hãy ghi một trong {} / write one of {}", codes(), codes())),
    }
}

fn area_kind(text: &str) -> Result<BoundaryKind, String> {
    text.parse().map_err(|_| "hãy ghi province, district hoặc commune / write province, district or commune".to_owned())
}

fn kind(text: &str) -> Result<Kind, String> {
    let codes = Kind::ALL.map(Kind::code).join(", ");
    Kind::from_code(text).ok_or_else(|| format!("hãy ghi một trong {codes} / write one of {codes}"))
}

fn format(text: &str) -> Result<FileFormat, String> {
    match text {
        "csv" => Ok(FileFormat::Csv),
        "xlsx" => Ok(FileFormat::Workbook),
        _ => Err("hãy ghi csv hoặc xlsx / write csv or xlsx".to_owned()),
    }
}

/// Files larger than this are read as a stream.
const BULK: u64 = 64 << 20;

pub(crate) fn run(arguments: &Import) -> Result<Outcome, Failure> {
    if let Some(kind) = arguments.template {
        return print_template(kind, arguments);
    }
    wait(async { take_in(&arguments.database.open().await?, arguments, BULK).await })
}

/// Imports the file; text of returns longer than `bulk` bytes as a stream.
async fn take_in(context: &Context, arguments: &Import, bulk: u64) -> Result<Outcome, Failure> {
    let Some(path) = &arguments.file else { return Ok(Outcome::Done) };
    let kind = match arguments.kind {
        Some(Held::Boundaries) => return take_in_boundaries(context, path, arguments).await,
        Some(Held::Rows(kind)) => Some(kind),
        None => None,
    };
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if size > bulk && !arguments.difference && is_bulk_of_returns(path, kind) {
        return take_in_bulk(context, path, arguments).await;
    }
    let (name, bytes) = (files::name(path), files::read(path)?);
    let input = Input::new(&name, &bytes);
    let kind = match kind {
        Some(kind) => kind,
        None => recognise(&input).map_err(Failure::Input)?,
    };
    if arguments.marked.is_some() && !input.is_workbook() {
        return Err(no_workbook(&name).into());
    }
    let mut reading = office::import::read(context, kind, &input).await.map_err(refused)?;
    reading.sound.name_area(&arguments.area);
    let remarks = &reading.remarks;
    if let Some(out) = &arguments.marked {
        // Notes (a formula read by its last value) are told on the error stream: a mark means that the cell must be mended.
        files::write(out, &mark_workbook(&input, &remarks.faults)?)?;
    }
    if arguments.all_or_nothing && remarks.left_out > 0 {
        return Err(Failure::Input(remarks.faults.clone()));
    }
    if arguments.difference {
        let rehearsal = context.rehearsing();
        let taken = office::import::take(&rehearsal, &reading.sound, &arguments.why).await?;
        show_differences(&rehearsal.differences(), taken, arguments.json);
        let same = taken.new + taken.changed == 0 && remarks.left_out == 0;
        return Ok(if same { Outcome::Done } else { Outcome::Faulty });
    }
    let taken = office::import::take(context, &reading.sound, &arguments.why).await?;
    Ok(report(kind, taken, remarks, arguments.json))
}

/// What an import would add (`+`) and change (`~`), field by field.
fn show_differences(found: &[Difference], taken: Taken, json: bool) {
    if json {
        println!("{}", serde_json::json!({ "taken": taken, "differences": found }));
        return;
    }
    for one in found {
        println!("{} {}", if one.is_new { "+" } else { "~" }, one.what);
        for (name, before, after) in &one.fields {
            match one.is_new {
                true => println!("    {name}: {after}"),
                false => println!("    {name}: {before} → {after}"),
            }
        }
    }
    let Taken { new, changed, unchanged, .. } = taken;
    println!(
        "Sẽ thêm {new}, sửa {changed}, giữ nguyên {unchanged}; chưa ghi gì.\n\
         Would add {new}, change {changed}, leave {unchanged} as they are; nothing is written."
    );
}

/// Boundaries come whole or not at all: any fault is exit 2.
async fn take_in_boundaries(context: &Context, path: &Path, arguments: &Import) -> Result<Outcome, Failure> {
    let given =
        |text: &Option<String>| text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (Some(of), Some(source), Some(licence)) = (arguments.of, given(&arguments.source), given(&arguments.licence))
    else {
        return Err(Failure::Said(Text::new(
            "Ranh giới phải kèm --of province|district|commune, --source và --licence: bản đồ ghi rõ nguồn và điều kiện sử dụng.",
            "Boundaries need --of province|district|commune, --source and --licence: the map says where they are from and on which terms.",
        )));
    };
    let (name, bytes) = (files::name(path), files::read(path)?);
    let set = read_boundaries(&name, &bytes, of, &source, &licence).map_err(Failure::Input)?;
    let taken = office::boundary::take(context, &set, &arguments.why).await?;
    if arguments.json {
        println!("{}", serde_json::json!({ "kind": BOUNDARIES, "taken": taken, "areas": set.boundaries.len() }));
    } else {
        let count = set.boundaries.len();
        let (vi, en) = if taken.seq.is_some() {
            ("đã thay bản đồ", "the map is drawn with them")
        } else {
            ("giữ nguyên", "unchanged")
        };
        println!("{BOUNDARIES}: {count} vùng, {vi}.\n{BOUNDARIES}: {count} areas, {en}.");
    }
    Ok(Outcome::Done)
}

/// Text of returns, from its first lines.
fn is_bulk_of_returns(path: &Path, kind: Option<Kind>) -> bool {
    const FIRST: u64 = 64 << 10;
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FIRST).read_to_end(&mut start));
    let name = files::name(path);
    start.truncate(start.iter().rposition(|byte| *byte == b'\n').map_or(start.len(), |end| end + 1));
    let input = Input::new(&name, &start);
    read.is_ok() && !input.is_workbook() && kind.or_else(|| detect(&input)) == Some(Kind::Returns)
}

async fn take_in_bulk(context: &Context, path: &Path, arguments: &Import) -> Result<Outcome, Failure> {
    let name = files::name(path);
    if arguments.marked.is_some() {
        return Err(no_workbook(&name).into());
    }
    let length = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let bar = progress::bytes("import", length);
    let file = File::open(path).map_err(|error| {
        Failure::Said(Text::new(
            format!("{name}: không đọc được ({error})."),
            format!("{name}: cannot be read ({error})."),
        ))
    })?;
    let file = bar.wrap_read(std::io::BufReader::with_capacity(1 << 20, file));
    let taken = office::import::take_bulk(context, &name, file, arguments.all_or_nothing, &arguments.why, |_| {}).await;
    bar.finish_and_clear();
    let (taken, remarks) = taken.map_err(refused)?;
    Ok(report(Kind::Returns, taken, &remarks, arguments.json))
}

fn refused(refused: Refused) -> Failure {
    match refused {
        Refused::Faults(faults) => Failure::Input(faults),
        Refused::Office(error) => error.into(),
    }
}

fn report(kind: Kind, taken: Taken, remarks: &Remarks, json: bool) -> Outcome {
    for fault in remarks.faults.iter().chain(&remarks.notes) {
        eprintln!("{fault}");
    }
    if remarks.unlisted > 0 {
        eprintln!("… và {} lỗi nữa.\n… and {} more faults.", remarks.unlisted, remarks.unlisted);
    }
    let left_out = remarks.left_out;
    if json {
        let faults = &remarks.faults;
        let value = serde_json::json!({
            "kind": kind.code(), "taken": taken, "left_out": left_out, "faults": faults, "notes": remarks.notes,
            "unlisted": remarks.unlisted,
        });
        println!("{value}");
    } else {
        let Taken { new, changed, unchanged, late, locked, .. } = taken;
        println!(
            "{}: {new} mới, {changed} thay đổi, {unchanged} giữ nguyên, {left_out} dòng lỗi bị bỏ lại.",
            kind.code()
        );
        println!(
            "{}: {new} new, {changed} changed, {unchanged} unchanged, {left_out} faulty rows left out.",
            kind.code()
        );
        if late > 0 {
            println!("Trong đó {late} báo cáo nộp chậm, {locked} đến sau khi khóa tháng (chỉ vào lần công bố sau).");
            println!(
                "Of these {late} came late, {locked} after the month was locked (they enter a later release only)."
            );
        }
    }
    if left_out > 0 { Outcome::Faulty } else { Outcome::Done }
}

fn print_template(kind: Kind, arguments: &Import) -> Result<Outcome, Failure> {
    let bytes = template(kind, arguments.format).map_err(|error| {
        Failure::Said(Text::new(
            format!("Không tạo được mẫu: {error}."),
            format!("The template cannot be made: {error}."),
        ))
    })?;
    match &arguments.out {
        Some(path) => files::write(path, &bytes)?,
        None => {
            use std::io::Write;
            // A closed pipe is the reader's choice.
            let _ = std::io::stdout().write_all(&bytes);
        }
    }
    Ok(Outcome::Done)
}

fn no_workbook(name: &str) -> Fault {
    Fault::new(
        Place::file(name),
        Text::new(
            "chỉ tệp XLSX mới trả lại được với các ô sai được đánh dấu.",
            "only an XLSX workbook can be handed back marked.",
        ),
        Text::new("Hãy bỏ --marked, hoặc nhập từ tệp XLSX.", "Leave --marked out, or import from an XLSX workbook."),
    )
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use domain::period::MonthRange;
    use domain::returns::Return;
    use formats::template::example;
    use office::{AsOf, Store};

    use super::*;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        import: Import,
    }

    /// How an import of the example returns and a faulty row ends, and the returns that are then there.
    fn ended(bulk: u64, more: &[&str]) -> (Result<Outcome, String>, Vec<Return>) {
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("khoi.db").display().to_string();
        let written = |kind: Kind, bytes: &[u8]| {
            let path = folder.path().join(format!("{}.csv", kind.code()));
            std::fs::write(&path, bytes).unwrap();
            path.display().to_string()
        };
        let arguments = |path: &str, more: &[&str]| {
            Arguments::parse_from([&["khoi", path, "--db", &address], more].concat()).import
        };
        wait(async {
            let context = arguments("-", &[]).database.migrate().await?.0;
            for kind in [Kind::Enterprises, Kind::Establishments, Kind::Products] {
                let path = written(kind, &example(kind, FileFormat::Csv).unwrap());
                assert_eq!(take_in(&context, &arguments(&path, &[]), u64::MAX).await?, Outcome::Done);
            }
            let mut bytes = example(Kind::Returns, FileFormat::Csv).unwrap();
            bytes.extend_from_slice("CS-404,2023-12,2024-01-03,0710-01,tấn,,1,,,,,,,,\n".as_bytes());
            let path = written(Kind::Returns, &bytes);
            assert!(is_bulk_of_returns(Path::new(&path), None), "the example is text of returns");
            let outcome = take_in(&context, &arguments(&path, more), bulk).await.map_err(|failure| failure.to_string());
            let store = Store::open(&address).await?;
            let months = MonthRange::new("2015-01".parse().unwrap(), "2030-12".parse().unwrap());
            Ok((outcome, store.returns(AsOf::latest(), months).await?))
        })
        .unwrap_or_else(|failure| panic!("{failure}"))
    }

    #[test]
    fn a_file_beyond_the_threshold_is_imported_as_any_other() {
        let (outcome, returns) = ended(u64::MAX, &[]);
        assert_eq!(outcome, Ok(Outcome::Faulty));
        assert!(returns.len() > 2, "{returns:?}");
        assert_eq!(ended(100, &[]), (outcome, returns));
        let (whole, none) = ended(u64::MAX, &["--all-or-nothing"]);
        assert!(whole.as_ref().is_err_and(|said| said.contains("CS-404")) && none.is_empty(), "{whole:?}");
        let (streamed, none) = ended(100, &["--all-or-nothing"]);
        assert!(streamed.as_ref().is_err_and(|said| said.contains("CS-404")) && none.is_empty(), "{streamed:?}");
    }
}
