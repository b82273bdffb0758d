//! `khoi compute`: the index of a month from what is in the database, not published.

use domain::period::Month;
use domain::series::Measure;
use domain::text::{Lang, Text, number};
use jiff::civil::Date;
use office::compute::{Computed, Question, index};
use office::context::Context;
use serde_json::json;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Tính chỉ số của tháng từ báo cáo trong cơ sở dữ liệu; không công bố, không che số liệu / compute the index of a month from
/// the returns in the database; nothing is published, nothing withheld.
#[derive(Debug, clap::Args)]
pub(crate) struct Compute {
    /// Tháng / the month, as 2024-01.
    #[arg(long)]
    month: Month,
    /// Chỉ dùng báo cáo nhận đến ngày này / only returns received up to this day, as 2024-02-06.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Số cấp: 0 toàn ngành, 1 ngành cấp I, 2 cấp II, 3 cấp IV, 4 sản phẩm / levels shown.
    #[arg(long, default_value_t = 2)]
    depth: usize,
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Compute) -> Result<Outcome, Failure> {
    wait(async {
        let context: Context = arguments.database.open().await?;
        let question = Question { day: arguments.until, ..Question::latest(arguments.month) };
        let computed = index(&context, question).await?;
        let lines = lines(&computed, arguments.month, arguments.depth);
        if arguments.json {
            let Computed { inputs, simulated, due, silent, .. } = &computed;
            println!(
                "{}",
                json!({ "month": arguments.month, "simulated": simulated, "inputs": inputs, "digest": inputs.digest(),
                        "due": due, "silent": silent, "nodes": lines.iter().map(Line::json).collect::<Vec<_>>() })
            );
        } else {
            print(&computed, arguments.month, &lines);
        }
        Ok(Outcome::Done)
    })
}

/// A node with its figures.
struct Line {
    code: String,
    depth: usize,
    level: Option<f64>,
    changes: Vec<(Measure, Option<f64>)>,
    observed: Option<f64>,
}

impl Line {
    fn json(&self) -> serde_json::Value {
        let changes: serde_json::Map<String, serde_json::Value> =
            self.changes.iter().map(|(measure, value)| (measure.to_string(), json!(value))).collect();
        json!({ "code": self.code, "level": self.level, "changes": changes, "observed": self.observed })
    }
}

fn lines(computed: &Computed, month: Month, depth: usize) -> Vec<Line> {
    let index = &computed.computation.index;
    let nodes = index.tree().nodes();
    let depth_of = |node: usize| std::iter::successors(nodes[node].parent, |&p| nodes[p].parent).count();
    (0..nodes.len())
        .filter(|&node| depth_of(node) <= depth)
        .map(|node| Line {
            code: nodes[node].code.clone(),
            depth: depth_of(node),
            level: index.level(node, month).map(|level| level.0),
            changes: Measure::ALL.into_iter().map(|m| (m, index.change(node, month, m))).collect(),
            observed: index.observed_share(node, month),
        })
        .collect()
}

fn print(computed: &Computed, month: Month, lines: &[Line]) {
    let title = Text::new(
        format!("Chỉ số sản xuất công nghiệp {month}, chưa công bố"),
        format!("Index of industrial production {month}, not published"),
    );
    println!("{}\n{}", title.vi, title.en);
    if computed.simulated {
        println!("SỐ LIỆU MÔ PHỎNG / simulated data");
    }
    println!(
        "{:<18} {:>9} {:>10} {:>10} {:>10} {:>10} {:>9}",
        "", "mức/level", "tháng/mom", "ckỳ/yoy", "lũy kế/ytd", "năm/year", "thực/obs"
    );
    for line in lines {
        let shown = |value: Option<f64>, digits| value.map_or_else(|| "–".to_owned(), |v| number(v, digits, Lang::Vi));
        let changes: Vec<String> = line.changes.iter().map(|(_, value)| format!("{:>10}", shown(*value, 2))).collect();
        let observed = shown(line.observed.map(|share| share * 100.0), 1);
        let name = format!("{}{}", "  ".repeat(line.depth), line.code);
        println!("{name:<18} {:>9} {} {observed:>8}%", shown(line.level, 2), changes.join(" "));
    }
    let (due, silent) = (computed.due, computed.silent);
    println!("{silent}/{due} cơ sở chưa báo cáo, đã ước tính / establishments silent and estimated");
    println!("SHA-256 {}", computed.inputs.digest().0);
}
