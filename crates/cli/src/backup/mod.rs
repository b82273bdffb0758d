//! `khoi backup`: the whole database as one file, while the server goes on.

pub(crate) mod file;
pub(crate) mod schedule;

use std::path::{Path, PathBuf};
use std::time::Instant;

use domain::text::{Lang, Text, number};
use office::backup::Manifest;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use file::Target;

/// Sao lưu toàn bộ cơ sở dữ liệu vào một tệp, không cần dừng máy chủ / back up the whole database into one file, without stopping the
/// server.
///
/// Tệp của SQLite khôi phục được vào PostgreSQL và ngược lại / a backup of SQLite can be restored into PostgreSQL and the other way
/// round. Phiên đăng nhập và đường dẫn dùng một lần không được sao lưu / sessions and one-time links stay behind.
#[derive(Debug, clap::Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    database: Database,
    /// Thư mục (chưa có thì tạo; tên tệp tự đặt theo thời điểm) hoặc tệp .zip chưa có / a folder, made where there is none (the file is
    /// named by the moment), or a file .zip that is not there yet.
    #[arg(long, value_name = "DIR_OR_FILE")]
    out: PathBuf,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Backup) -> Result<Outcome, Failure> {
    wait(async {
        let begun = Instant::now();
        let context = arguments.database.open().await?;
        make_folder(&arguments.out)?;
        let target = Target::begin(&arguments.out)?;
        let bar = crate::progress::rows("sao lưu / backup");
        let made = file::make(&context, target, |rows| bar.set_position(rows)).await;
        bar.finish_and_clear();
        let made = made?;
        let seconds = begun.elapsed().as_secs_f64();
        if arguments.json {
            let Manifest { last, hash, moment, .. } = &made.manifest;
            let rows = made.manifest.rows();
            println!(
                "{}",
                serde_json::json!({
                    "file": made.path, "bytes": made.bytes, "rows": rows, "last": last, "hash": hash, "moment": moment,
                    "seconds": seconds,
                })
            );
        } else {
            let said = say(&made, seconds);
            println!("{}\n{}", said.vi, said.en);
        }
        Ok(Outcome::Done)
    })
}

/// Makes the folder that was named where nothing is; what is called `….zip` is a file.
fn make_folder(out: &Path) -> Result<(), Failure> {
    let is_file_s = out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
    if is_file_s || out.symlink_metadata().is_ok() {
        return Ok(());
    }
    std::fs::create_dir(out).map_err(|error| file::cannot_write(out, &error))
}

fn say(made: &file::Made, seconds: f64) -> Text {
    let (path, rows, last) = (made.path.display(), made.manifest.rows(), made.manifest.last);
    let in_lang = |lang| {
        let megabytes = number(made.bytes as f64 / 1e6, 1, lang);
        (number(rows as f64, 0, lang), megabytes, number(seconds, 1, lang))
    };
    let ((rows_vi, size_vi, took_vi), (rows_en, size_en, took_en)) = (in_lang(Lang::Vi), in_lang(Lang::En));
    Text::new(
        format!("Đã sao lưu {path}: {rows_vi} dòng đến lần ghi {last}, {size_vi} MB, {took_vi} giây."),
        format!("Backed up {path}: {rows_en} rows up to change {last}, {size_en} MB, {took_en} seconds."),
    )
}
