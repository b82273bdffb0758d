//! `khoi replay`: computes releases again from what was there when they were made, and compares every digit.

use domain::text::Text;
use office::release::{Replayed, list, replay};

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Tính lại kỳ công bố từ đúng dữ liệu lúc đó và so từng chữ số / compute a release again from exactly what was there then and
/// compare every digit.
///
/// Không ghi số thì lấy kỳ mới nhất / without a number the newest. Thoát 0: giống hệt, 1: có số khác / exit 0 the same to the
/// last bit, 1 something differs.
#[derive(Debug, clap::Args)]
pub(crate) struct Replay {
    /// Số của kỳ công bố / number of the release.
    release: Option<i64>,
    /// Mọi kỳ công bố / every release.
    #[arg(long, conflicts_with = "release")]
    all: bool,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON, mỗi kỳ một dòng / the result as JSON, a line for each release.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Replay) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let known: Vec<i64> = list(&context).await?.iter().map(|head| head.id).collect();
        let wanted = match arguments.release {
            Some(id) => vec![id],
            None if arguments.all => known,
            None => known.into_iter().max().into_iter().collect(),
        };
        if wanted.is_empty() {
            return Err(nothing_released());
        }
        let mut outcome = Outcome::Done;
        for id in wanted {
            let replayed = replay(&context, id).await?;
            if !replayed.is_same() {
                outcome = Outcome::Faulty;
            }
            if arguments.json {
                println!("{}", serde_json::json!({ "same": replayed.is_same(), "replay": replayed }));
            } else {
                print(&replayed);
            }
        }
        Ok(outcome)
    })
}

/// Nothing has been released.
pub(crate) fn nothing_released() -> Failure {
    Failure::Said(Text::new(
        "Chưa có kỳ công bố nào. Hãy chạy `khoi release --month … --stage flash`.",
        "Nothing has been released. Run `khoi release --month … --stage flash`.",
    ))
}

pub(crate) fn print(replayed: &Replayed) {
    let Replayed { id, month, stage, number, figures, differences, inputs, withheld_differs } = replayed;
    if replayed.is_same() {
        println!(
            "{id}: {month} {stage} {number}: {figures} số giống hệt đến bit cuối / figures the same to the last bit"
        );
        return;
    }
    println!("{id}: {month} {stage} {number}: {} / {figures} số khác / figures differ", differences.len());
    for difference in differences.iter().take(20) {
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| v.to_string());
        let (before, now) = difference.levels;
        println!("  {} {}: {} → {}", difference.node, difference.month, shown(before), shown(now));
    }
    if differences.len() > 20 {
        println!("  … dùng --json để xem hết / use --json for all of them");
    }
    if !inputs.is_empty() {
        println!("  đầu vào đã đổi / inputs changed: {}", inputs.join(", "));
    }
    if *withheld_differs {
        println!("  danh sách không công bố đã đổi / the withheld nodes changed");
    }
}
