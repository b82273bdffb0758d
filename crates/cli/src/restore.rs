//! `khoi restore`: a backup put back into an empty database; with `--drill` tried out, down to the digits of its last release.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::text::{Lang, Text, number};
use formats::fault::{Fault, Place};
use office::backup::{Broken, Manifest, Reader, Restored, Stage};
use office::release::Replayed;
use office::{Store, Verification};
use serde::Serialize;

use crate::database::{self, Database, wait};
use crate::failure::{Failure, Outcome};
use crate::{progress, replay, verify};

/// Khôi phục bản sao lưu vào cơ sở dữ liệu trống / restore a backup into an empty database.
///
/// Được cả hoặc không gì cả: mọi dòng được đối chiếu với nhật ký trước khi dùng được / all or nothing: every row is held against the
/// journal before it can be used. --drill thử khôi phục, tính lại kỳ công bố mới nhất rồi bỏ / --drill tries it out, computes the last
/// release again and throws it away. Thoát 1: diễn tập thấy điều không khớp / exit 1 when a drill finds a difference.
#[derive(Debug, clap::Args)]
pub(crate) struct Restore {
    /// Bản sao lưu / the backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Diễn tập: không có --db thì dùng cơ sở dữ liệu tạm rồi xóa / a drill; without --db in a temporary database that is removed.
    #[arg(long)]
    drill: bool,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

/// A part of the work and how long it took.
#[derive(Debug, Serialize)]
struct Took {
    part: &'static str,
    seconds: f64,
}

/// What was done.
struct Done {
    manifest: Manifest,
    restored: Restored,
    took: Vec<Took>,
}

pub(crate) fn run(arguments: &Restore) -> Result<Outcome, Failure> {
    wait(async {
        if arguments.drill {
            return drill(arguments).await;
        }
        let Done { manifest, restored, took } = restore(&arguments.from, &arguments.database.url()).await?;
        let Some(store) = restored.store else { return Err(not_as_written(&restored.verification)) };
        if arguments.json {
            println!("{}", as_json(&manifest, &restored.verification, &restored.applied, &took, None));
        } else {
            say_restored(&manifest, &restored.applied, store.address());
            say_took(&took);
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// Restores, with a bar for each part.
async fn restore(from: &Path, address: &str) -> Result<Done, Failure> {
    let mut took = Vec::new();
    let begun = Instant::now();
    let backup = open(from)?;
    took.push(Took { part: "read", seconds: begun.elapsed().as_secs_f64() });
    let manifest = backup.manifest().clone();
    let mut bars = Bars::new(manifest.rows());
    let operator = database::operator();
    let restored = office::backup::restore(&operator, backup, address, |stage, rows| bars.show(stage, rows)).await;
    took.extend(bars.end());
    Ok(Done { manifest, restored: restored?, took })
}

/// The bars of the two parts, and when the second began.
struct Bars {
    loading: indicatif::ProgressBar,
    verifying: Option<indicatif::ProgressBar>,
    rows: u64,
    begun: Instant,
    verified_from: Option<Instant>,
}

impl Bars {
    fn new(rows: u64) -> Self {
        let loading = progress::rows_of("khôi phục / restore", rows);
        Self { loading, verifying: None, rows, begun: Instant::now(), verified_from: None }
    }

    fn show(&mut self, stage: Stage, rows: u64) {
        if stage == Stage::Loading {
            return self.loading.set_position(rows);
        }
        self.loading.finish_and_clear();
        self.verified_from.get_or_insert_with(Instant::now);
        let length = self.rows;
        self.verifying.get_or_insert_with(|| progress::rows_of("đối chiếu / verify", length)).set_position(rows);
    }

    fn end(self) -> Vec<Took> {
        let Self { loading, verifying, begun, verified_from, .. } = self;
        loading.finish_and_clear();
        if let Some(bar) = verifying {
            bar.finish_and_clear();
        }
        let now = Instant::now();
        let turn = verified_from.unwrap_or(now);
        vec![
            Took { part: "restore", seconds: (turn - begun).as_secs_f64() },
            Took { part: "verify", seconds: (now - turn).as_secs_f64() },
        ]
    }
}

/// Opens a backup; every byte is read.
fn open(from: &Path) -> Result<Reader<File>, Failure> {
    let broken = |broken: Broken| {
        let text = broken.text();
        let name = crate::files::name(from);
        Failure::Said(Text::new(format!("{name}: {}", text.vi), format!("{name}: {}", text.en)))
    };
    let file = File::open(from).and_then(|file| Ok((file.metadata()?, file)));
    let (meta, file) = file.map_err(|error| broken(Broken::Unreadable(error)))?;
    if meta.is_dir() {
        return Err(Failure::from(Fault::new(
            Place::file(crate::files::name(from)),
            Text::new("là thư mục.", "this is a folder."),
            Text::new("Hãy chọn một bản sao lưu trong đó.", "Choose a backup in it."),
        )));
    }
    let bar = progress::bytes("kiểm tra tệp / check the file", meta.len());
    let opened = Reader::open(file, |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    opened.map_err(broken)
}

fn not_as_written(verification: &Verification) -> Failure {
    verify::tell(&verification.findings);
    let found = verification.findings.len();
    Failure::Said(Text::new(
        format!(
            "Dữ liệu trong bản sao lưu có {found} chỗ không đúng như nhật ký: đã bị sửa trước khi sao lưu. Không ghi gì. Hãy dùng bản sao lưu cũ hơn."
        ),
        format!(
            "What the backup holds is in {found} places not as its journal says: it was changed before the backup was made. Nothing was written. Use an older backup."
        ),
    ))
}

/// Restores, verifies and computes the last release again; the temporary database goes away with its folder.
async fn drill(arguments: &Restore) -> Result<Outcome, Failure> {
    let temporary = tempfile::tempdir().map_err(|error| no_folder(&error))?;
    let address = match arguments.database.named() {
        Some(address) => address.to_owned(),
        None => temporary.path().join("drill.db").display().to_string(),
    };
    let Done { manifest, restored, mut took } = restore(&arguments.from, &address).await?;
    let Restored { store, verification, applied } = restored;
    let begun = Instant::now();
    let replayed = match &store {
        Some(store) => replay_last(store).await?,
        None => None,
    };
    took.push(Took { part: "replay", seconds: begun.elapsed().as_secs_f64() });
    if let Some(store) = store {
        store.close().await;
    }
    let is_sound = verification.findings.is_empty() && replayed.as_ref().is_none_or(Replayed::is_same);
    if arguments.json {
        println!("{}", as_json(&manifest, &verification, &applied, &took, replayed.as_ref()));
    } else {
        say_drilled(&manifest, &verification, replayed.as_ref());
        say_took(&took);
        say_verdict(is_sound);
    }
    Ok(if is_sound { Outcome::Done } else { Outcome::Faulty })
}

/// Computes the newest release again; `None` where nothing was released.
async fn replay_last(store: &Store) -> Result<Option<Replayed>, Failure> {
    let context = database::context(store.clone());
    let newest = office::release::list(&context).await?.iter().map(|head| head.id).max();
    Ok(match newest {
        Some(id) => Some(office::release::replay(&context, id).await?),
        None => None,
    })
}

fn as_json(
    manifest: &Manifest,
    verification: &Verification,
    applied: &[&str],
    took: &[Took],
    replayed: Option<&Replayed>,
) -> serde_json::Value {
    serde_json::json!({
        "sound": verification.findings.is_empty() && replayed.is_none_or(Replayed::is_same),
        "moment": manifest.moment,
        "program": manifest.program,
        "rows": manifest.rows(),
        "last": manifest.last,
        "hash": manifest.hash,
        "applied": applied,
        "verification": verification,
        "replay": replayed,
        "took": took,
    })
}

fn say_restored(manifest: &Manifest, applied: &[&str], address: &str) {
    let (rows, last, moment) = (manifest.rows(), manifest.last, manifest.moment);
    println!("Đã khôi phục {address}: {rows} dòng, đến lần ghi {last}, bản sao lưu lúc {moment}. Nhật ký nguyên vẹn.");
    println!("Restored {address}: {rows} rows up to change {last}, backup of {moment}. All as the journal says.");
    if !applied.is_empty() {
        println!("Đã nâng cấp cấu trúc / layout brought up to date: {}", applied.join(", "));
    }
}

fn say_drilled(manifest: &Manifest, verification: &Verification, replayed: Option<&Replayed>) {
    let (rows, last, moment, program) = (manifest.rows(), manifest.last, manifest.moment, &manifest.program);
    println!("Bản sao lưu lúc {moment}, Khơi {program}: {rows} dòng, đến lần ghi {last}.");
    println!("Backup of {moment}, Khơi {program}: {rows} rows up to change {last}.");
    verify::tell(&verification.findings);
    let (lines, found) = (verification.lines, verification.findings.len());
    println!("Đối chiếu nhật ký / journal verified: {lines} dòng / lines, {found} chỗ không khớp / differences");
    match replayed {
        Some(replayed) => replay::print(replayed),
        None => println!("Chưa có kỳ công bố nào để tính lại / nothing was released, nothing to replay"),
    }
}

fn say_took(took: &[Took]) {
    for Took { part, seconds } in took {
        let vi = match *part {
            "read" => "đọc và kiểm tra tệp",
            "restore" => "ghi vào cơ sở dữ liệu",
            "verify" => "đối chiếu nhật ký",
            _ => "tính lại kỳ công bố",
        };
        println!("  {vi} / {part}: {} s", number(*seconds, 2, Lang::Vi));
    }
}

fn say_verdict(is_sound: bool) {
    let text = match is_sound {
        true => Text::new("Diễn tập đạt: bản sao lưu khôi phục được.", "The drill passed: the backup can be restored."),
        false => Text::new(
            "Diễn tập KHÔNG đạt: bản sao lưu không khớp. Hãy tìm nguyên nhân và thử bản khác.",
            "The drill FAILED: the backup does not fit. Find out why and try another.",
        ),
    };
    println!("{}\n{}", text.vi, text.en);
}

fn no_folder(error: &std::io::Error) -> Failure {
    Failure::Said(Text::new(
        format!("Không tạo được thư mục tạm ({error}). Hãy chỉ cơ sở dữ liệu trống bằng --db."),
        format!("There is no temporary folder ({error}). Name an empty database with --db."),
    ))
}
