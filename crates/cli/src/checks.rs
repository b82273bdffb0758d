//! `khoi checks`: the rules, a month checked, the review queue, answers to suspicions, the back-test of filling methods.

mod print;

use std::path::{Path, PathBuf};

use domain::checks::Rule;
use domain::period::Month;
use domain::register::{EstablishmentCode, ProductCode};
use domain::text::{Lang, Text};
use office::Explanation;
use office::checks;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};
use crate::files;

/// Kiểm tra báo cáo, danh sách rà soát, thử phương pháp gán / checks, review queue, back-test.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum ChecksCommand {
    List(List),
    Use(Use),
    Run(Run),
    Queue(Queue),
    Explain(Explain),
    Backtest(Backtest),
}

/// Các quy tắc kiểm tra / the rules.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    /// Tệp quy tắc; nếu không có thì bộ quy tắc kèm theo chương trình / a rules file; without it the carried rules.
    #[arg(long, value_name = "FILE", conflicts_with = "in_force")]
    rules: Option<PathBuf>,
    /// Bộ quy tắc đang dùng trong cơ sở dữ liệu / the rules in force in the database.
    #[arg(long)]
    in_force: bool,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    form: Form,
}

/// Đưa một tệp quy tắc vào sử dụng / put a rules file in force.
#[derive(Debug, clap::Args)]
pub(crate) struct Use {
    /// Tệp quy tắc (TOML) / the rules file (TOML).
    file: PathBuf,
    /// Lý do, ghi vào nhật ký / why, for the journal.
    #[arg(long, default_value = "")]
    why: String,
    #[command(flatten)]
    database: Database,
}

/// Kiểm tra báo cáo của một tháng; mã thoát 1 khi còn lỗi / check the returns of a month; exit 1 while an error stands.
#[derive(Debug, clap::Args)]
pub(crate) struct Run {
    /// Tháng báo cáo, ví dụ 2024-01 / the report month, as 2024-01.
    #[arg(long)]
    month: Month,
    /// Thử một tệp quy tắc khác mà không đưa vào sử dụng / try another rules file without putting it in force.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    form: Form,
}

/// Danh sách rà soát, xếp theo điểm chỉ số có thể thay đổi / the review queue, by index points it could move.
#[derive(Debug, clap::Args)]
pub(crate) struct Queue {
    /// Tháng báo cáo / the report month.
    #[arg(long)]
    month: Month,
    /// Chỉ in bấy nhiêu mục đầu / print only the first so many.
    #[arg(long)]
    limit: Option<usize>,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    form: Form,
}

/// Ghi giải trình cho một nghi vấn / write the answer to a suspicion.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// Mã cơ sở / the establishment's code.
    #[arg(long)]
    establishment: EstablishmentCode,
    /// Tháng báo cáo / the report month.
    #[arg(long)]
    month: Month,
    /// Mã quy tắc / the rule's code.
    #[arg(long)]
    rule: String,
    /// Mã sản phẩm; bỏ trống với quy tắc cho cả phiếu / the product's code; none for rules about the whole return.
    #[arg(long)]
    product: Option<ProductCode>,
    /// Lời giải trình / the answer.
    #[arg(long)]
    text: String,
    #[command(flatten)]
    database: Database,
}

/// Thử các phương pháp gán trên số đã biết / try the filling methods on known numbers.
#[derive(Debug, clap::Args)]
pub(crate) struct Backtest {
    /// Đến tháng này; mặc định là tháng cuối có báo cáo / up to this month; by default the last with returns.
    #[arg(long)]
    month: Option<Month>,
    /// Đưa phương pháp được chọn vào sử dụng / put the chosen methods in force.
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    form: Form,
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct Form {
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
    /// Ngôn ngữ: vi hoặc en / the language: vi or en.
    #[arg(long, default_value = "vi")]
    lang: Lang,
}

pub(crate) fn run(command: ChecksCommand) -> Result<Outcome, Failure> {
    match command {
        ChecksCommand::List(arguments) => list(&arguments),
        ChecksCommand::Use(arguments) => put_in_force(&arguments),
        ChecksCommand::Run(arguments) => check(&arguments),
        ChecksCommand::Queue(arguments) => queue(&arguments),
        ChecksCommand::Explain(arguments) => explain(arguments),
        ChecksCommand::Backtest(arguments) => back_test(&arguments),
    }
}

fn read(file: &Path) -> Result<domain::checks::RuleSet, Failure> {
    formats::rules::read(&files::name(file), &files::read(file)?).map_err(Failure::Input)
}

fn list(arguments: &List) -> Result<Outcome, Failure> {
    let rules: Vec<Rule> = match &arguments.rules {
        Some(file) => read(file)?.rules,
        None if arguments.in_force => {
            wait(async { Ok(checks::rules(&arguments.database.open().await?).await?.rules) })?
        }
        None => formats::rules::carried().map_err(Failure::Input)?.rules,
    };
    print::rules(&rules, arguments.form);
    Ok(Outcome::Done)
}

fn put_in_force(arguments: &Use) -> Result<Outcome, Failure> {
    let name = files::name(&arguments.file);
    let bytes = files::read(&arguments.file)?;
    let rules = formats::rules::read(&name, &bytes).map_err(Failure::Input)?.rules.len();
    let body = String::from_utf8_lossy(&bytes);
    let written = wait(async {
        let context = arguments.database.open().await?;
        Ok(checks::use_rules(&context, &name, &body, &arguments.why).await?)
    })?;
    print::both(&if written {
        Text::new(format!("Đã đưa {rules} quy tắc vào sử dụng."), format!("{rules} rules are now in force."))
    } else {
        Text::new(
            "Bộ quy tắc này đang được sử dụng; không ghi gì.",
            "These rules are in force already; nothing written.",
        )
    });
    Ok(Outcome::Done)
}

fn check(arguments: &Run) -> Result<Outcome, Failure> {
    let tried = arguments.rules.as_deref().map(read).transpose()?;
    let checked = wait(async {
        let context = arguments.database.open().await?;
        Ok(match tried {
            Some(rules) => checks::check_with(&context, rules, arguments.month).await?,
            None => checks::check(&context, arguments.month).await?,
        })
    })?;
    print::checked(&checked, arguments.form);
    Ok(if checked.has_errors() { Outcome::Faulty } else { Outcome::Done })
}

fn queue(arguments: &Queue) -> Result<Outcome, Failure> {
    let (mut items, checked) =
        wait(async { Ok(checks::review(&arguments.database.open().await?, arguments.month).await?) })?;
    let all = items.len();
    items.truncate(arguments.limit.unwrap_or(all));
    print::queue(&items, all, &checked, arguments.form);
    Ok(Outcome::Done)
}

fn explain(arguments: Explain) -> Result<Outcome, Failure> {
    if arguments.text.trim().is_empty() {
        return Err(Failure::Said(Text::new(
            "Lời giải trình để trống; hãy ghi --text.",
            "The answer is empty; give --text.",
        )));
    }
    let answer = Explanation {
        establishment: arguments.establishment,
        month: arguments.month,
        product: arguments.product,
        rule: arguments.rule,
        text: arguments.text,
    };
    wait(async { Ok(checks::explain(&arguments.database.open().await?, &answer).await?) })?;
    print::both(&Text::new("Đã ghi giải trình.", "The answer is written."));
    Ok(Outcome::Done)
}

fn back_test(arguments: &Backtest) -> Result<Outcome, Failure> {
    wait(async {
        let context = arguments.database.open().await?;
        let (month, test) = checks::back_test(&context, arguments.month).await?;
        print::back_test(month, &test, arguments.form);
        if arguments.apply {
            let taken = checks::apply(&context, month, &test).await?;
            if !arguments.form.json {
                print::applied(&taken);
            }
        }
        Ok(Outcome::Done)
    })
}
