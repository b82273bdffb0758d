//! `khoi bulletin`: the monthly bulletin of a release, and the check of every number in it.

use std::path::PathBuf;

use domain::bulletin::read::{Complaint, numbers};
use domain::period::Month;
use domain::text::{Lang, Text};
use office::context::{Context, OfficeError};
use office::publication::{self, Publication, checked};
use serde_json::json;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::replay::nothing_released;

/// Bản tin tháng của kỳ công bố mới nhất của tháng / the bulletin of the newest release of a month.
#[derive(Debug, clap::Args)]
pub(crate) struct Bulletin {
    /// Tháng; không ghi thì lấy tháng mới nhất / the month, as 2024-01; without it the newest.
    #[arg(long)]
    month: Option<Month>,
    /// Ngôn ngữ / the language: vi, en.
    #[arg(long, default_value = "vi")]
    lang: Lang,
    /// Đọc lại từng con số và tìm trong cơ sở dữ liệu; kèm tên tệp thì kiểm tra văn bản đó. Thoát 1 khi có số sai / read every
    /// number back and find it in the database; with a file, check that text. Exit 1 when a number is wrong.
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    check: Option<Option<PathBuf>>,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Bulletin) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let publication = find(&context, arguments.month).await?;
        match &arguments.check {
            Some(file) => check(&context, &publication, arguments, file.as_ref()).await,
            None => {
                let bulletin = publication.bulletin.in_lang(arguments.lang);
                if arguments.json {
                    println!("{}", json!({ "release": publication.release, "bulletin": bulletin }));
                } else {
                    print!("{}", bulletin.text());
                }
                Ok(Outcome::Done)
            }
        }
    })
}

/// The publication of the newest release of a month, or of all.
pub(crate) async fn find(context: &Context, month: Option<Month>) -> Result<Publication, Failure> {
    let heads = office::release::list(context).await?;
    let of_month = heads.iter().filter(|head| month.is_none_or(|month| head.month == month));
    match (of_month.max_by_key(|head| (head.month, head.id)), month) {
        (Some(head), _) => Ok(publication::of(context, head.id).await?),
        (None, None) => Err(nothing_released()),
        (None, Some(month)) => Err(OfficeError::Said(Text::new(
            format!("Chưa công bố tháng {month}. Hãy chạy `khoi release --month {month} --stage flash`."),
            format!("{month} has not been released. Run `khoi release --month {month} --stage flash`."),
        ))
        .into()),
    }
}

async fn check(
    context: &Context,
    publication: &Publication,
    arguments: &Bulletin,
    file: Option<&PathBuf>,
) -> Result<Outcome, Failure> {
    let (text, complaints) = match file {
        Some(path) => {
            let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
            let complaints = checked::edited(publication, &text, arguments.lang);
            (text, complaints)
        }
        None => {
            let complaints = checked::bulletin(context, publication, arguments.lang).await?;
            (publication.bulletin.in_lang(arguments.lang).text(), complaints)
        }
    };
    let count = numbers(&text, arguments.lang).len();
    if arguments.json {
        let found: Vec<_> = complaints.iter().map(|c| json!({ "excerpt": c.excerpt, "what": c.what })).collect();
        println!("{}", json!({ "numbers": count, "complaints": found }));
    } else {
        print(count, &complaints);
    }
    Ok(if complaints.is_empty() { Outcome::Done } else { Outcome::Faulty })
}

fn print(count: usize, complaints: &[Complaint]) {
    for Complaint { excerpt, what } in complaints {
        println!("“…{excerpt}…”: {} / {}", what.vi, what.en);
    }
    let wrong = complaints.len();
    println!("{count} con số đã đọc lại, {wrong} số không khớp / numbers read back, {wrong} not found");
}
