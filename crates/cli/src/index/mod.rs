//! `khoi index`: index numbers from plain files.

mod aggregate;
mod compare;

use clap::Subcommand;

use crate::failure::{Failure, Outcome};

/// Tính chỉ số từ tệp / index numbers from plain files.
#[derive(Subcommand)]
pub(crate) enum IndexCommand {
    Aggregate(aggregate::Aggregate),
}

/// Runs the command.
pub(crate) fn run(command: IndexCommand) -> Result<Outcome, Failure> {
    match command {
        IndexCommand::Aggregate(arguments) => aggregate::run(&arguments),
    }
}
