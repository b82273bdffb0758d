//! `khoi demo`: the demonstration province, and its calibration.

use std::path::{Path, PathBuf};

use clap::Args;
use domain::text::{Lang, number};
use formats::demo::{design, published, write_base, write_multipliers};
use office::demo::{Calibration, calibrate};

use crate::failure::{Failure, Outcome};
use crate::files;

/// Tỉnh mô phỏng: in bản tin rồi mở trang web / The demonstration province: prints its bulletin, then serves the web.
#[derive(Args)]
pub(crate) struct Demo {
    /// Hiệu chỉnh lại theo số liệu đã công bố, ghi multipliers.csv và base.csv vào thư mục / Calibrate again to the
    /// published figures and write multipliers.csv and base.csv into the folder.
    #[arg(long, value_name = "DIR")]
    calibrate: Option<PathBuf>,
}

/// Carries out the command.
pub(crate) fn run(command: &Demo) -> Result<Outcome, Failure> {
    match &command.calibrate {
        Some(folder) => write_calibration(folder),
        None => Ok(Outcome::Done),
    }
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
