//! `khoi season refresh`: the choices by which series are adjusted, made again: shown in index points, kept only when that is asked for.

use std::path::PathBuf;

use clap::Args;
use domain::adjust::{Policy, SeriesKey};
use domain::text::{Lang, Text, number};
use office::adjust::{self, Acceptance, Proposal, Proposed};
use serde_json::{Value, json};

use crate::bulletin::find;
use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::files;

/// Chọn lại đặc tả hiệu chỉnh của các chỉ số đã công bố / make the choices of adjustment of published indices again.
///
/// In ra từng chuỗi sẽ đổi bao nhiêu điểm; chỉ lưu khi có --accept. Lựa chọn đã lưu áp dụng từ kỳ công bố sau, với chuỗi của Cục Thống kê thì ngay / prints by
/// how many points each series would move; nothing is kept without --accept. What is kept holds from the next release on, for series of the
/// statistics office at once.
#[derive(Args)]
pub(crate) struct Refresh {
    /// Cách chọn lại / the policy: current, fixed, parameters, last-outliers, outliers, concurrent
    #[arg(long, default_value = "concurrent")]
    policy: Policy,
    /// Chuỗi; không ghi thì mọi chuỗi / a series, as C or official/area/indicator/sector; without it every series
    #[arg(long, value_name = "SERIES")]
    series: Vec<SeriesKey>,
    /// Đặc tả riêng, ngôn ngữ .spc, cho concurrent / a specification of its own to begin with, for concurrent
    #[arg(long, value_name = "X.spc")]
    spec: Option<PathBuf>,
    /// Cộng các tháng đã hiệu chỉnh bằng tổng năm chưa hiệu chỉnh / whether adjusted months add up to the year as measured
    #[arg(long, value_name = "true|false")]
    to_year: Option<bool>,
    /// Lưu, với lý do / keep them, and why
    #[arg(long, value_name = "WHY")]
    accept: Option<String>,
    /// Ngôn ngữ / the language: vi, en
    #[arg(long, default_value = "vi")]
    lang: Lang,
    #[command(flatten)]
    database: Database,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Refresh) -> Result<Outcome, Failure> {
    let asked = match &arguments.spec {
        Some(path) => Some(String::from_utf8_lossy(&files::read(path)?).into_owned()),
        None => None,
    };
    wait(async {
        let context = arguments.database.open().await?;
        let publication = find(&context, None).await?;
        let keys = match arguments.series.is_empty() {
            true => adjust::keys(&publication),
            false => arguments.series.clone(),
        };
        let proposal = Proposal { policy: arguments.policy, asked: asked.as_deref(), to_year: arguments.to_year };
        let proposed = adjust::propose(&context, &publication, &keys, proposal).await?;
        if arguments.json {
            println!("{}", proposed.iter().map(of).collect::<Value>());
        } else {
            proposed.iter().for_each(|one| println!("{}", line(one, arguments.lang)));
        }
        if let Some(why) = &arguments.accept {
            let shown = adjust::digest(&proposed);
            let kept = adjust::accept(&context, &publication, &keys, proposal, Acceptance::whole(&shown, why)).await?;
            let said = Text::new(format!("Đã lưu {kept} lựa chọn."), format!("{kept} choices are kept."));
            eprintln!("{}", said.in_lang(arguments.lang));
        }
        Ok(if proposed.iter().all(|one| one.after.is_ok()) { Outcome::Done } else { Outcome::Faulty })
    })
}

fn line(one: &Proposed, lang: Lang) -> String {
    let said = |vi: String, en: String| Text::new(vi, en).in_lang(lang).to_owned();
    let what = match (&one.after, one.largest()) {
        (Err(why), _) => why.in_lang(lang).to_owned(),
        (Ok((kept, _)), largest) => {
            let left = match kept.chosen.is_none() {
                true => said(" (không có mùa vụ, để nguyên)".into(), " (no season, left alone)".into()),
                false => String::new(),
            };
            let moves = match largest {
                Some(moved) => {
                    let points = number(moved.points(), adjust::MOVE_DIGITS, lang);
                    let unit = one.unit.clone().unwrap_or_else(|| said("điểm".into(), "points".into()));
                    said(
                        format!("lệch nhiều nhất {points} {unit}, tháng {}", moved.month),
                        format!("at most {points} {unit}, in {}", moved.month),
                    )
                }
                None if one.moved.is_empty() => said("không có gì để so".into(), "nothing to compare".into()),
                None => said("không đổi".into(), "no change".into()),
            };
            format!("{moves}{left}")
        }
    };
    format!("{}: {what}", one.key)
}

fn of(one: &Proposed) -> Value {
    let moved: Vec<Value> = one
        .moved
        .iter()
        .map(|moved| json!({ "month": moved.month, "before": moved.before, "after": moved.after }))
        .collect();
    match &one.after {
        Ok((kept, _)) => json!({
            "series": one.key, "policy": kept.policy, "until": kept.until, "asked": kept.asked, "chosen": kept.chosen,
            "effects": kept.effects, "moved": moved,
        }),
        Err(why) => json!({ "series": one.key, "reason": why }),
    }
}
