//! `khoi outlook`: what starting sites would add to the growth of the year, beside the plan.
#![allow(
    rustdoc::broken_intra_doc_links,
    reason = "what may be left out stands in brackets in the help, which is made of these comments"
)]

use std::path::PathBuf;

use domain::period::{Month, Year};
use domain::text::{Lang, Text, number};
use formats::tidy::read_starts;
use office::outlook::{Answer, Asked, Line, YearOutlook, look};

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::index;

/// Xem cơ sở khởi động lại thì đóng góp thêm bao nhiêu vào mức tăng của năm, bên cạnh kế hoạch / see what starting sites would add to the
/// growth of the year, beside the plan.
///
/// Chỉ số được tính lại bằng chính bộ máy tính chỉ số, có và không có sản lượng thêm. Các tháng chưa có báo cáo lấy bằng cùng tháng năm
/// trước: đó là mốc so sánh, không phải dự báo / The index engine computes the year with and without the production added. Months
/// without returns repeat the same month of last year: a line to compare with, no forecast.
#[derive(Debug, clap::Args)]
pub(crate) struct Outlook {
    /// Tệp các cơ sở khởi động / sites to start: site,product,from,capacity[,share]; capacity của một năm / of a year, share %
    #[arg(long, value_name = "S.csv")]
    starts: Option<PathBuf>,
    /// Tháng cuối có báo cáo; mặc định là tháng mới nhất / the last month with returns; the newest by default
    #[arg(long, value_name = "MONTH")]
    month: Option<Month>,
    /// Năm được xem; mặc định là năm của tháng đó và năm sau / years looked at; by default that of the month and the next
    #[arg(long = "year", value_name = "YEAR")]
    years: Vec<Year>,
    /// Ngôn ngữ của tên gọi / language of the names: vi, en
    #[arg(long, default_value = "vi")]
    lang: Lang,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Outlook) -> Result<Outcome, Failure> {
    let asked = match &arguments.starts {
        Some(path) => index::read(path, read_starts)?.rows.into_iter().map(|(_, row)| row).collect(),
        None => Vec::new(),
    };
    let asked: Vec<Asked> = asked.into_iter().map(|row| Asked { name: row.site, start: row.start }).collect();
    wait(async {
        let context = arguments.database.open().await?;
        let answer = look(&context, arguments.month, &arguments.years, &asked).await?;
        if arguments.json {
            println!("{}", serde_json::json!(answer));
        } else {
            print(&answer, arguments.lang);
        }
        Ok(if answer.lines.iter().all(|line| line.worth.is_ok()) { Outcome::Done } else { Outcome::Faulty })
    })
}

fn print(answer: &Answer, lang: Lang) {
    let said = |vi: &str, en: &str| Text::new(vi, en).in_lang(lang).to_owned();
    let month = domain::text::month(answer.month, lang);
    println!("{}", said("Triển vọng năm, báo cáo đến hết ", "The year ahead, returns up to ") + &month);
    if answer.simulated {
        println!("{}", said("SỐ LIỆU MÔ PHỎNG", "SIMULATED DATA"));
    }
    println!(
        "{}",
        said(
            "Tháng chưa có báo cáo lấy bằng cùng tháng năm trước: mốc so sánh, không phải dự báo.",
            "Months without returns repeat the same month of last year: a line to compare with, no forecast."
        )
    );
    answer.lines.iter().for_each(|line| println!("{}", site(line, lang)));
    answer.years.iter().for_each(|year| println!("{}", of_year(year, lang)));
}

fn points(value: Option<f64>, lang: Lang) -> String {
    let unit = Text::new("điểm phần trăm", "percentage points");
    let sign = if value.is_some_and(|v| v >= 0.0) { "+" } else { "" };
    value.map_or_else(|| "…".to_owned(), |v| format!("{sign}{} {}", number(v, 2, lang), unit.in_lang(lang)))
}

/// One site: what it would make, then what that adds to the whole and below, year by year.
fn site(line: &Line, lang: Lang) -> String {
    let Line { name, product_name, unit, monthly, from, worth, .. } = line;
    let product = product_name.in_lang(lang);
    let monthly = format!("{} {unit}", number(*monthly, 1, lang));
    let monthly = monthly.trim_end();
    let from = domain::text::month(*from, lang);
    let head = match lang {
        Lang::Vi => format!("- {name}: {product} {monthly} mỗi tháng, từ {from}"),
        Lang::En => format!("- {name}: {product} {monthly} a month, from {from}"),
    };
    let years = match worth {
        Err(why) => return format!("{head}: {}", why.in_lang(lang)),
        Ok(years) => years,
    };
    let below = |(code, value): &(String, Option<f64>)| format!("{code} {}", points(*value, lang));
    let year = |added: &office::outlook::Added| {
        let nodes: Vec<String> = added.nodes.iter().map(below).collect();
        format!("\n    {}: {}", added.year, nodes.join("; "))
    };
    head + &years.iter().map(year).collect::<String>()
}

/// A year without and with all sites, and what is missing to the plan.
fn of_year(year: &YearOutlook, lang: Lang) -> String {
    let percent = |value: Option<f64>| value.map_or_else(|| "…".to_owned(), |v| format!("{}%", number(v, 2, lang)));
    let (without, with) = (percent(year.without), percent(year.with()));
    let added = points(year.together.whole(), lang);
    let plan = match (year.target, year.gap(), lang) {
        (Some(target), Some(gap), Lang::Vi) if gap > 0.0 => {
            format!("; kế hoạch {}%, còn hụt {} điểm", number(target, 2, lang), number(gap, 2, lang))
        }
        (Some(target), Some(gap), Lang::Vi) => {
            format!("; kế hoạch {}%, vượt {} điểm", number(target, 2, lang), number(-gap, 2, lang))
        }
        (Some(target), Some(gap), Lang::En) if gap > 0.0 => {
            format!("; plan {}%, {} points short", number(target, 2, lang), number(gap, 2, lang))
        }
        (Some(target), Some(gap), Lang::En) => {
            format!("; plan {}%, {} points above it", number(target, 2, lang), number(-gap, 2, lang))
        }
        (_, _, Lang::Vi) => "; chưa có kế hoạch".to_owned(),
        (_, _, Lang::En) => "; no plan".to_owned(),
    };
    match lang {
        Lang::Vi => format!("Năm {}: không có thêm {without}; thêm {added}; thành {with}{plan}.", year.year),
        Lang::En => format!("{}: without {without}; added {added}; with all {with}{plan}.", year.year),
    }
}
