//! The program `khoi`: one command a file. Exit 0 done; 1 done but with faulty rows left out, or a check or comparison
//! failed; 2 wrong use or unreadable input, nothing written.

mod backup;
mod bench;
mod benchmark;
mod bulletin;
mod checks;
mod clockwork;
mod compute;
mod database;
mod demo;
mod explain;
mod export;
mod failure;
mod files;
mod import;
mod index;
mod migrate;
mod outgoing;
mod outlook;
mod progress;
mod provider;
mod release;
mod replay;
mod restore;
mod season;
mod serve;
mod showing;
mod usage;
mod user;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::{Failure, Outcome};

/// Khơi: hệ thống thông tin cơ sở dữ liệu ngành Công Thương / information and database system of industry and trade.
#[derive(Parser)]
#[command(name = "khoi", version)]
struct Khoi {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Backup(backup::Backup),
    #[command(subcommand)]
    Bench(bench::BenchCommand),
    Benchmark(benchmark::Benchmark),
    #[command(subcommand)]
    Checks(checks::ChecksCommand),
    Demo(demo::Demo),
    Import(import::Import),
    #[command(subcommand)]
    Index(index::IndexCommand),
    Migrate(migrate::Migrate),
    Bulletin(bulletin::Bulletin),
    Compute(compute::Compute),
    Explain(explain::Explain),
    Outlook(outlook::Outlook),
    Export(export::Export),
    Release(release::Release),
    Replay(replay::Replay),
    Restore(restore::Restore),
    #[command(subcommand)]
    Season(season::SeasonCommand),
    Serve(Box<serve::Serve>),
    #[command(subcommand)]
    User(user::UserCommand),
    Verify(verify::Verify),
}

fn run(command: Command) -> Result<Outcome, Failure> {
    match command {
        Command::Backup(arguments) => backup::run(&arguments),
        Command::Bench(command) => bench::run(command),
        Command::Benchmark(arguments) => benchmark::run(&arguments),
        Command::Checks(command) => checks::run(command),
        Command::Demo(command) => demo::run(&command),
        Command::Import(arguments) => import::run(&arguments),
        Command::Index(command) => index::run(command),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Bulletin(arguments) => bulletin::run(&arguments),
        Command::Compute(arguments) => compute::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Outlook(arguments) => outlook::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Restore(arguments) => restore::run(&arguments),
        Command::Season(command) => season::run(command),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::User(command) => user::run(command),
        Command::Verify(arguments) => verify::run(&arguments),
    }
}

/// A reader that has seen enough (`khoi explain … | head`) closes the pipe; printing on would panic, so it ends quietly.
fn end_quietly_when_nobody_reads() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let nobody_reads =
            panic.payload().downcast_ref::<String>().is_some_and(|m| m.starts_with("failed printing to"));
        if nobody_reads {
            std::process::exit(0);
        }
        told(panic);
    }));
}

fn main() -> ExitCode {
    end_quietly_when_nobody_reads();
    let khoi: Khoi = match usage::read() {
        Ok(khoi) => khoi,
        Err(code) => return code,
    };
    match run(khoi.command) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}
