//! `khoi verify`: whether the journal and every row are as they were written.

use domain::text::Text;
use office::{Finding, Seq, Verification};

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Kiểm tra nhật ký và mọi dòng dữ liệu có đúng như lúc ghi / check that the journal and every row are as they were
/// written.
///
/// Thoát 0: nguyên vẹn; 1: có chỗ bị sửa, xóa hoặc đảo / exit 0 all as written, 1 something was changed, removed or moved.
/// Hãy cất dòng "mã cuối" ở nơi khác, lần sau so lại bằng --head / keep the last hash elsewhere and give it back with --head.
#[derive(Debug, clap::Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    database: Database,
    /// Số thứ tự và mã cuối của lần kiểm tra trước / number and hash printed by an earlier check, as `12:9f2c…`.
    #[arg(long, value_name = "SEQ:HASH", value_parser = head)]
    head: Option<(Seq, String)>,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

fn head(text: &str) -> Result<(Seq, String), String> {
    let read = text.split_once(':').and_then(|(seq, hash)| Some((Seq(seq.parse().ok()?), hash.to_owned())));
    read.ok_or_else(|| "hãy ghi số và mã như đã in / write the number and the hash as printed, 12:9f2c…".to_owned())
}

pub(crate) fn run(arguments: &Verify) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let bar = crate::progress::rows("verify");
        let result = office::journal::verify(&context, |rows| bar.set_position(rows)).await?;
        bar.finish_and_clear();
        let kept = match &arguments.head {
            Some((seq, hash)) => office::journal::holds(&context, *seq, hash).await?,
            None => true,
        };
        if arguments.json {
            let sound = result.findings.is_empty() && kept;
            println!("{}", serde_json::json!({ "sound": sound, "head_kept": kept, "verification": result }));
        } else {
            print(&result, kept);
        }
        Ok(if result.findings.is_empty() && kept { Outcome::Done } else { Outcome::Faulty })
    })
}

fn print(result: &Verification, kept: bool) {
    let Verification { lines, rows, last, head, findings } = result;
    tell(findings);
    if !kept {
        eprintln!("Nhật ký không còn chứa mã đã cất (--head): chuỗi đã bị ghi lại từ trước đó.");
        eprintln!("The journal no longer holds the hash you kept (--head): the chain was written anew from before it.");
    }
    if findings.is_empty() && kept {
        println!("Nguyên vẹn: {lines} dòng nhật ký, {rows} dòng dữ liệu. Mã cuối {}:{head}", last.0);
        println!("All as written: {lines} journal lines, {rows} rows. Last hash {}:{head}", last.0);
    } else {
        let found = findings.len() + usize::from(!kept);
        println!("Có {found} chỗ không đúng như lúc ghi. Hãy khôi phục từ bản sao lưu và tìm nguyên nhân.");
        println!("{found} things are not as they were written. Restore from a backup and find out why.");
    }
}

/// What was found, on the error stream.
pub(crate) fn tell(findings: &[Finding]) {
    for finding in findings {
        let text = describe(finding);
        eprintln!("{}\n{}", text.vi, text.en);
    }
}

fn describe(finding: &Finding) -> Text {
    match finding {
        Finding::LineChanged { seq } => {
            Text::new(format!("Dòng nhật ký {} đã bị sửa.", seq.0), format!("Journal line {} was changed.", seq.0))
        }
        Finding::LineMissing { seq } => {
            Text::new(format!("Thiếu dòng nhật ký {}.", seq.0), format!("Journal line {} is missing.", seq.0))
        }
        Finding::LineMoved { seq, written_as } => Text::new(
            format!("Dòng nhật ký ở vị trí {} vốn được ghi ở vị trí {}.", seq.0, written_as.0),
            format!("The journal line at place {} was written as number {}.", seq.0, written_as.0),
        ),
        Finding::ChainBroken { seq } => Text::new(
            format!("Dòng nhật ký {} không nối với dòng trước nó.", seq.0),
            format!("Journal line {} does not follow from the line before it.", seq.0),
        ),
        Finding::EndChanged { last, expected } => Text::new(
            format!("Nhật ký dừng ở dòng {}, đáng lẽ ở dòng {} với mã đã ghi.", last.0, expected.0),
            format!(
                "The journal ends at line {}, it should end at line {} with the hash noted there.",
                last.0, expected.0
            ),
        ),
        Finding::RowsChanged { seq, table, written, found } => Text::new(
            format!("Dữ liệu bảng {table} của lần ghi {} đã bị sửa (đã ghi {written} dòng, nay có {found}).", seq.0),
            format!("Rows of {table} written by change {} were changed ({written} written, {found} found).", seq.0),
        ),
    }
}
