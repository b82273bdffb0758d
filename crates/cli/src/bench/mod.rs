//! `khoi bench`: how fast the program is, measured on invented data of any size.

mod browser;
mod month;
mod pages;
mod people;
mod portal;
mod season;

use clap::Subcommand;
use domain::text::Text;

use crate::failure::{Failure, Outcome};

/// Đo tốc độ / measure speed.
#[derive(Subcommand)]
pub(crate) enum BenchCommand {
    Month(month::MonthBench),
    Pages(pages::PagesBench),
    Portal(portal::PortalBench),
    Season(season::SeasonBench),
}

/// Runs the command.
pub(crate) fn run(command: BenchCommand) -> Result<Outcome, Failure> {
    match command {
        BenchCommand::Month(arguments) => month::run(&arguments),
        BenchCommand::Pages(arguments) => pages::run(&arguments),
        BenchCommand::Portal(arguments) => portal::run(&arguments),
        BenchCommand::Season(arguments) => season::run(&arguments),
    }
}

fn said(error: &dyn std::fmt::Display) -> Failure {
    Failure::Said(Text::new(format!("Không đo được: {error}."), format!("Cannot measure: {error}.")))
}

/// The most memory the program has held, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}
