//! `khoi release`: freezes and publishes the figures of a month.

use domain::period::Month;
use domain::series::{Measure, Stage};
use domain::text::{Lang, Text, date, month as month_words, number};
use jiff::civil::Date;
use office::release::{Released, issue};
use serde_json::json;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Công bố số liệu một tháng: tính, đóng băng và ghi nhật ký trong một lần ghi / release a month: compute, freeze and write the
/// journal in one transaction.
#[derive(Debug, clap::Args)]
pub(crate) struct Release {
    /// Tháng / the month, as 2024-01.
    #[arg(long)]
    month: Month,
    /// Giai đoạn: flash ước tính (ngày 6), provisional sơ bộ (kỳ sau), final chính thức (hằng năm) / the stage: flash (on the
    /// 6th), provisional (with the next release), final (yearly).
    #[arg(long)]
    stage: Stage,
    /// Ngày công bố; báo cáo nhận sau ngày này không tính / the day of release: returns received later do not count. Without it
    /// the day of the calendar, or today when that is still to come.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Release) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let released = issue(&context, arguments.month, arguments.stage, arguments.date).await?;
        if arguments.json {
            let Released { id, vintage } = &released;
            println!(
                "{}",
                json!({ "release": id, "month": vintage.month, "stage": vintage.stage, "vintage": vintage.number,
                        "date": vintage.date, "digest": vintage.inputs.digest(), "inputs": vintage.inputs,
                        "simulated": vintage.simulated, "withheld": vintage.withheld,
                        "level": vintage.level("TOTAL", vintage.month) })
            );
        } else {
            print(&released);
        }
        Ok(Outcome::Done)
    })
}

fn print(released: &Released) {
    let Released { id, vintage } = released;
    let head = Text::new(
        format!(
            "Kỳ công bố số {id}: {} ({}), lần {}, ngày {}",
            month_words(vintage.month, Lang::Vi),
            stage_name(vintage.stage).vi,
            vintage.number,
            date(vintage.date, Lang::Vi)
        ),
        format!(
            "Release {id}: {} ({}), release {} of the month, {}",
            month_words(vintage.month, Lang::En),
            vintage.stage,
            vintage.number,
            date(vintage.date, Lang::En)
        ),
    );
    println!("{}\n{}", head.vi, head.en);
    if vintage.simulated {
        println!("SỐ LIỆU MÔ PHỎNG / simulated data");
    }
    for measure in Measure::ALL {
        if let Some(change) = vintage.change("TOTAL", vintage.month, measure) {
            println!("TOTAL {measure}: {}%", number(change, 2, Lang::Vi));
        }
    }
    println!("Không công bố / withheld: {}", vintage.withheld.len());
    println!("SHA-256 {}", vintage.inputs.digest().0);
}

/// A stage in words.
pub(crate) fn stage_name(stage: Stage) -> Text {
    match stage {
        Stage::Forecast => Text::new("dự báo", "forecast"),
        Stage::Flash => Text::new("ước tính", "flash"),
        Stage::Provisional => Text::new("sơ bộ", "provisional"),
        Stage::Final => Text::new("chính thức", "final"),
    }
}
