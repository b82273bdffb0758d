//! `khoi season`: calendar and seasonal adjustment of series in plain files, and the choices by which published indices are adjusted.

mod adjust;
mod many;
mod refresh;
mod report;
pub(crate) mod series;
mod spec;

use clap::Subcommand;

use crate::failure::{Failure, Outcome};

/// Hiệu chỉnh lịch và mùa vụ / calendar and seasonal adjustment.
#[derive(Subcommand)]
pub(crate) enum SeasonCommand {
    Adjust(adjust::Adjust),
    Refresh(refresh::Refresh),
}

/// Runs the command.
pub(crate) fn run(command: SeasonCommand) -> Result<Outcome, Failure> {
    match command {
        SeasonCommand::Adjust(arguments) => adjust::run(&arguments),
        SeasonCommand::Refresh(arguments) => refresh::run(&arguments),
    }
}
