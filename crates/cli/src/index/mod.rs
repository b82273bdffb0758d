//! `khoi index`: index numbers from plain files.

mod aggregate;
mod compare;
mod elementary;

use clap::Subcommand;

pub(crate) use aggregate::{read, unknown};

use crate::failure::{Failure, Outcome};

/// Tính chỉ số từ tệp / index numbers from plain files.
#[derive(Subcommand)]
pub(crate) enum IndexCommand {
    Aggregate(aggregate::Aggregate),
    Elementary(elementary::Elementary),
}

/// Runs the command.
pub(crate) fn run(command: IndexCommand) -> Result<Outcome, Failure> {
    match command {
        IndexCommand::Aggregate(arguments) => aggregate::run(&arguments),
        IndexCommand::Elementary(arguments) => elementary::run(&arguments),
    }
}
