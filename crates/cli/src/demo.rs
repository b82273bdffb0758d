//! `khoi demo`: the demonstration province from an empty database to its bulletin, then the pages; and its calibration.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::accounts::Account;
use domain::authority::Role;
use domain::register::CodeError;
use domain::text::{Lang, Text, number};
use formats::demo::{design, published, write_base, write_multipliers};
use indicatif::ProgressBar;
use office::Store;
use office::context::{Actor, Context};
use office::demo::{Built, Calibration, Step, calibrate};
use office::publication::{self, Publication};

use crate::database::wait;
use crate::failure::{Failure, Outcome};
use crate::files;

/// Tỉnh mô phỏng: in bản tin rồi mở trang web / The demonstration province: prints its bulletin, then serves the web.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Địa chỉ và cổng phục vụ trang web / address and port of the pages; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Thư mục giữ cơ sở dữ liệu; không có thì dùng thư mục tạm / folder that keeps the database; without it a temporary one.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// In bản tin rồi dừng / print the bulletin and end.
    #[arg(long)]
    once: bool,
    /// Hiệu chỉnh lại theo số liệu đã công bố, ghi multipliers.csv và base.csv vào thư mục / calibrate again to the
    /// published figures and write multipliers.csv and base.csv into the folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["data", "once"])]
    calibrate: Option<PathBuf>,
}

/// Carries out the command.
pub(crate) fn run(command: &Demo) -> Result<Outcome, Failure> {
    if let Some(folder) = &command.calibrate {
        return write_calibration(folder);
    }
    let temporary = tempfile::tempdir().map_err(|error| no_folder(&std::env::temp_dir(), &error))?;
    let folder = command.data.as_deref().unwrap_or(temporary.path());
    std::fs::create_dir_all(folder).map_err(|error| no_folder(folder, &error))?;
    wait(async {
        let store = province(folder).await?;
        let today = office::demo::last_day().map_err(Failure::from)?;
        let context = office::demo::context(&store, today, "khoi demo")?;
        let publication = newest(&context).await?;
        println!("{}", publication.bulletin.in_lang(Lang::Vi).text());
        if !command.once {
            crate::serve::begin_log();
            invite_guests(&store).await?;
            crate::serve::serve(store.clone(), command.listen, None, Default::default()).await?;
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// The province's database in a folder: as it is when it was built before, else built now.
async fn province(folder: &Path) -> Result<Store, Failure> {
    let (store, _) = Store::migrate(&format!("sqlite://{}", folder.join("khoi.db").display())).await?;
    if store.latest().await? == office::Seq(0) {
        let bar = crate::progress::rows("Tỉnh mô phỏng / demonstration province");
        let built = office::demo::build(&store, &mut |step| show(&bar, step)).await?;
        bar.finish_and_clear();
        say_built(&built);
    }
    Ok(store)
}

/// Who can be tried: sign-in name, role, agency.
const GUESTS: [(&str, Role, Option<&str>); 6] = [
    ("giam.doc", Role::Leader, None),
    ("can.bo", Role::Officer, None),
    ("thong.ke", Role::Statistician, None),
    ("so.xay.dung", Role::Agency, Some("so-xay-dung")),
    ("doanh.nghiep", Role::Firm, None),
    ("quan.tri", Role::Administrator, None),
];

/// Opens an account of each kind to try the working pages with, and prints the links to choose their passwords; at a later start new links.
async fn invite_guests(store: &Store) -> Result<(), Failure> {
    let operator = Actor::operator("khoi demo");
    let context = Context::new(operator, jiff::Timestamp::now(), "khoi demo", store.clone());
    let register = office::register::current(&context).await?;
    let known = office::accounts::list(&context).await?;
    eprintln!("Tài khoản để thử, mỗi đường dẫn dùng một lần / accounts to try, each link is good once:");
    for (login, role, agency) in GUESTS {
        let account = Account {
            login: login.parse().map_err(guest)?,
            name: format!("{} (mô phỏng)", role.name().vi),
            email: format!("{login}@example.vn").parse().map_err(guest)?,
            role,
            enterprise: (role == Role::Firm).then(|| register.enterprises.keys().next().cloned()).flatten(),
            agency: agency.map(str::parse).transpose().map_err(guest)?,
            closed: None,
        };
        let link = match known.iter().any(|one| one.login == account.login) {
            true => office::accounts::invite_again(&context, &account.login).await?,
            false => office::accounts::open(&context, &account).await?,
        };
        eprintln!("  {login:<14} /password/{}", link.reveal());
    }
    Ok(())
}

fn guest(error: CodeError) -> Failure {
    Failure::Said(Text::new(error.to_string(), error.to_string()))
}

fn show(bar: &ProgressBar, step: Step) {
    match step {
        Step::Register => bar.tick(),
        Step::Returns(_, taken) => bar.set_position(taken),
        Step::Checked(month, suspicions) => bar.set_message(format!("{month}: {suspicions} nghi vấn / suspicions")),
        Step::Release(month, stage) => bar.set_message(format!("{month} {stage}")),
    }
}

/// What was built, on the error stream so that the bulletin stands alone on the other.
fn say_built(built: &Built) {
    let (month, returns, suspicions, releases) = (built.month, built.returns, built.suspicions, built.releases);
    eprintln!(
        "Tỉnh mô phỏng: đã nhận {returns} báo cáo, {releases} lần công bố; kiểm tra {month}: {suspicions} nghi vấn."
    );
    eprintln!(
        "Demonstration province: {returns} returns taken in, {releases} releases; checks of {month}: {suspicions} suspicions."
    );
}

/// What the newest release shows; a database without one was not built by this command.
async fn newest(context: &Context) -> Result<Publication, Failure> {
    publication::latest(context).await?.ok_or_else(|| {
        Failure::Said(Text::new(
            "Thư mục này có cơ sở dữ liệu khác hoặc dựng dở. Hãy chọn thư mục trống.",
            "This folder holds another database, or a half-built one. Choose an empty folder.",
        ))
    })
}

fn no_folder(folder: &Path, error: &std::io::Error) -> Failure {
    let folder = folder.display();
    Failure::Said(Text::new(
        format!("Không tạo được thư mục {folder} ({error}). Hãy chọn thư mục khác bằng --data."),
        format!("The folder {folder} cannot be made ({error}). Choose another with --data."),
    ))
}

fn write_calibration(folder: &Path) -> Result<Outcome, Failure> {
    let done = calibrate(design()?, &published().map_err(Failure::Input)?)?;
    files::write(&folder.join("multipliers.csv"), write_multipliers(&done.multipliers).as_bytes())?;
    files::write(&folder.join("base.csv"), write_base(&done.base).as_bytes())?;
    print_met(&done);
    Ok(Outcome::Done)
}

/// The published growths beside the computed ones.
fn print_met(done: &Calibration) {
    println!("{:<6}  {:>17}  {:>9}  {:>9}", "ngành", "kỳ", "công bố", "tính được");
    for (target, computed) in &done.met {
        let period = format!("{}..{}", target.now.first, target.now.last);
        let (wanted, got) = (number(target.growth, 2, Lang::Vi), number(*computed, 4, Lang::Vi));
        println!("{:<6}  {period:>17}  {wanted:>9}  {got:>9}", target.node);
    }
    println!("{} lần chỉnh / rounds", done.rounds);
}
