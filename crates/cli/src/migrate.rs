//! `khoi migrate`: makes a database, or brings an older one up to date.

use domain::text::Text;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Tạo hoặc nâng cấp cơ sở dữ liệu / make a database, or bring an older one up to date.
///
/// Chạy lại không thay đổi gì / running it again changes nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    database: Database,
    /// Kết quả dạng JSON / the result as JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Migrate) -> Result<Outcome, Failure> {
    wait(async {
        let (context, applied) = arguments.database.migrate().await?;
        let address = context.read(domain::authority::Action::ReadPublished)?.address().to_owned();
        if arguments.json {
            println!("{}", serde_json::json!({ "database": address, "applied": applied }));
            return Ok(Outcome::Done);
        }
        let text = match applied.len() {
            0 => {
                Text::new(format!("{address}: cấu trúc đã mới nhất."), format!("{address}: the layout is up to date."))
            }
            n => Text::new(
                format!("{address}: đã thực hiện {n} bước nâng cấp ({}).", applied.join(", ")),
                format!("{address}: {n} steps applied ({}).", applied.join(", ")),
            ),
        };
        println!("{}\n{}", text.vi, text.en);
        Ok(Outcome::Done)
    })
}
