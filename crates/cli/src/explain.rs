//! `khoi explain`: from the whole industry down to the establishments that made a change.

use domain::period::Month;
use domain::series::Measure;
use domain::text::{Lang, number};
use jiff::civil::Date;
use office::compute::Question;
use office::explain::{Explanation, Step, explain};

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Giải thích mức tăng, giảm của một tháng đến từng cơ sở, bằng điểm phần trăm cộng lại đúng bằng tổng / explain the change of a
/// month down to single establishments, in points that add up.
///
/// Chỉ dùng nội bộ: có số liệu của từng cơ sở / for internal use: it shows single establishments.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Tháng / the month, as 2024-01.
    month: Month,
    /// So với: mom tháng trước, yoy cùng kỳ, ytd lũy kế, year cả năm (tháng 12) / the change explained: mom on the month before,
    /// yoy on the year before, ytd year to date, year the whole year (December).
    #[arg(long, default_value = "yoy")]
    measure: Measure,
    /// Bắt đầu từ nút này / begin at this node: TOTAL, B, 07, 0710, a product code.
    #[arg(long, value_name = "CODE")]
    node: Option<String>,
    /// Số cấp in dưới nút đầu; không ghi thì đến cơ sở / levels printed below the first; without it down to establishments.
    #[arg(long)]
    depth: Option<usize>,
    /// Chỉ dùng báo cáo nhận đến ngày này / only returns received up to this day.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Ngôn ngữ của tên gọi / language of the names: vi, en.
    #[arg(long, default_value = "vi")]
    lang: Lang,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Differences above this many points are no rounding of last bits.
const EXACT: f64 = 1e-9;

pub(crate) fn run(arguments: &Explain) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let question = Question { day: arguments.until, ..Question::latest(arguments.month) };
        let explanation = explain(&context, question, arguments.measure, arguments.node.as_deref()).await?;
        if arguments.json {
            println!("{}", serde_json::json!(explanation));
        } else {
            println!("{}", head(&explanation, arguments.lang));
            print(&explanation.top, 0, arguments.depth.unwrap_or(usize::MAX), arguments.lang);
            println!("{}", foot(&explanation, arguments.lang));
        }
        Ok(if is_exact(&explanation) { Outcome::Done } else { Outcome::Faulty })
    })
}

fn is_exact(explanation: &Explanation) -> bool {
    explanation.largest_difference <= EXACT && (explanation.establishments - explanation.top.points).abs() <= EXACT
}

fn head(explanation: &Explanation, lang: Lang) -> String {
    let Explanation { month, measure, change, .. } = explanation;
    let change = number(*change, 2, lang);
    match lang {
        Lang::Vi => {
            format!("{month} {measure}: toàn ngành {change}%. Điểm phần trăm đóng góp, rồi mức tăng của chính nó:")
        }
        Lang::En => format!("{month} {measure}: whole industry {change}%. Points contributed, then own growth:"),
    }
}

fn print(step: &Step, level: usize, depth: usize, lang: Lang) {
    let points = number(step.points, 4, lang);
    let change = step.change.map_or_else(|| "–".to_owned(), |change| format!("{}%", number(change, 2, lang)));
    let indent = "  ".repeat(level);
    let mark = if step.establishment { "· " } else { "" };
    println!("{points:>10}  {change:>11}  {indent}{mark}{} {}", step.code, step.name.in_lang(lang));
    if level < depth {
        step.parts.iter().for_each(|part| print(part, level + 1, depth, lang));
    }
}

fn foot(explanation: &Explanation, lang: Lang) -> String {
    let Explanation { top, establishments, largest_difference, .. } = explanation;
    let (sum, own) = (number(*establishments, 10, lang), number(top.points, 10, lang));
    let verdict = match (is_exact(explanation), lang) {
        (true, Lang::Vi) => "khớp",
        (true, Lang::En) => "exact",
        (false, Lang::Vi) => "KHÔNG KHỚP",
        (false, Lang::En) => "DOES NOT ADD UP",
    };
    match lang {
        Lang::Vi => format!(
            "Cộng các cơ sở {sum} = {own} điểm: {verdict} (lệch lớn nhất giữa một dòng và tổng các phần {largest_difference:e})"
        ),
        Lang::En => format!(
            "Sum over establishments {sum} = {own} points: {verdict} (largest difference between a line and its parts {largest_difference:e})"
        ),
    }
}
