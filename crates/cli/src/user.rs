//! `khoi user`: the first administrator, and accounts from the server's command line.

use domain::accounts::{Account, Email, Login};
use domain::agency::AgencyCode;
use domain::authority::Role;
use domain::register::EnterpriseCode;
use domain::text::Lang;
use office::accounts;

use crate::database::{Database, wait};
use crate::failure::{Failure, Outcome};

/// Tài khoản người dùng / accounts of the people who sign in.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum UserCommand {
    /// Mở tài khoản và in đường dẫn để người đó chọn mật khẩu / open an account and print the link its holder chooses a
    /// password with.
    Add(Add),
    /// Liệt kê tài khoản / list the accounts.
    List(List),
    /// Khóa tài khoản / close an account.
    Close(Close),
}

/// The account to open.
#[derive(Debug, clap::Args)]
pub(crate) struct Add {
    /// Tên đăng nhập / sign-in name: small letters, digits, dots, as lan.nt.
    login: Login,
    /// Họ tên / the person's name.
    #[arg(long)]
    name: String,
    /// Thư điện tử / e-mail address.
    #[arg(long)]
    email: Email,
    /// Vai trò / role: firm, agency, officer, statistician, clerk, leader, administrator, auditor.
    #[arg(long)]
    role: Role,
    /// Mã số thuế, với doanh nghiệp / tax code, for a firm.
    #[arg(long, value_name = "CODE")]
    enterprise: Option<EnterpriseCode>,
    /// Mã cơ quan, với cơ quan phối hợp / code of the agency, for another agency.
    #[arg(long, value_name = "CODE")]
    agency: Option<AgencyCode>,
    /// Địa chỉ trang web, để in đường dẫn đầy đủ / address of the site, to print the whole link.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    address: String,
    #[command(flatten)]
    database: Database,
}

/// Which database.
#[derive(Debug, clap::Args)]
pub(crate) struct List {
    #[command(flatten)]
    database: Database,
}

/// The account to close, and why.
#[derive(Debug, clap::Args)]
pub(crate) struct Close {
    /// Tên đăng nhập / sign-in name.
    login: Login,
    /// Lý do, ghi vào nhật ký / why, kept in the journal.
    #[arg(long)]
    why: String,
    #[command(flatten)]
    database: Database,
}

pub(crate) fn run(command: UserCommand) -> Result<Outcome, Failure> {
    wait(async {
        match command {
            UserCommand::Add(arguments) => add(arguments).await,
            UserCommand::List(arguments) => list(&arguments).await,
            UserCommand::Close(arguments) => {
                let context = arguments.database.open().await?;
                accounts::close(&context, &arguments.login, &arguments.why).await?;
                Ok(Outcome::Done)
            }
        }
    })
}

async fn add(arguments: Add) -> Result<Outcome, Failure> {
    let Add { login, name, email, role, enterprise, agency, address, database } = arguments;
    let account = Account { login, name, email, role, enterprise, agency, closed: None };
    let link = accounts::open(&database.open().await?, &account).await?;
    eprintln!(
        "Đường dẫn chọn mật khẩu, dùng một lần trong 72 giờ / link to choose a password, good once, for 72 hours:"
    );
    println!("{}/password/{}", address.trim_end_matches('/'), link.reveal());
    Ok(Outcome::Done)
}

async fn list(arguments: &List) -> Result<Outcome, Failure> {
    for account in accounts::list(&arguments.database.open().await?).await? {
        let of = account.enterprise.map(String::from).or(account.agency.map(String::from)).unwrap_or_default();
        let role = account.role.name();
        let state = account.closed.map_or_else(String::new, |why| format!("đã khóa / closed: {why}"));
        println!("{}\t{}\t{}\t{of}\t{state}", account.login, account.name, role.in_lang(Lang::Vi));
    }
    Ok(Outcome::Done)
}
