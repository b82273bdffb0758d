//! How a command ends: the exit codes of the contract, and what is said in both languages when it cannot be done.

use std::fmt;
use std::process::ExitCode;

use domain::text::Text;
use formats::fault::Fault;

/// A command that was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Exit 0.
    Done,
    /// Exit 1: done but with faulty rows left out, or a check or comparison failed.
    Faulty,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Faulty => Self::from(1),
        }
    }
}

/// Why a command could not be carried out; nothing was written. Exit 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Faults with their places in files.
    Input(Vec<Fault>),
    /// Anything else, said in both languages.
    Said(Text),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Input(vec![fault])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(faults) => {
                for (n, fault) in faults.iter().enumerate() {
                    let gap = if n > 0 { "\n" } else { "" };
                    write!(f, "{gap}{fault}")?;
                }
                Ok(())
            }
            Self::Said(text) => write!(f, "{}\n{}", text.vi, text.en),
        }
    }
}
