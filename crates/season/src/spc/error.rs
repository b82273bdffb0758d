//! What is wrong with a specification, and where.

/// Why a text is no specification, or one that cannot be carried out here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct SpcError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: SpcFault,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpcFault {
    /// A quotation mark, a bracket or a brace that is opened and not closed.
    #[error("“{0}” is opened here and not closed")]
    Unclosed(char),
    /// Something stands where something else should.
    #[error("“{found}” stands where {expected} should")]
    Unexpected {
        /// What is there.
        found: String,
        /// What should be.
        expected: &'static str,
    },
    /// A block of another purpose.
    #[error("{0}{{}} is not understood here")]
    UnknownSpec(String),
    /// An argument that is not understood.
    #[error("{spec}{{}} has no argument “{argument}” here; it takes {understood}")]
    UnknownArgument {
        /// The block.
        spec: String,
        /// The argument.
        argument: String,
        /// Those that it takes.
        understood: String,
    },
    /// The same twice.
    #[error("“{0}” is given twice")]
    Repeated(String),
    /// A value that the argument does not take.
    #[error("{argument} cannot be “{found}”: it takes {expected}")]
    Value {
        /// The argument.
        argument: String,
        /// What it was given.
        found: String,
        /// What it takes.
        expected: &'static str,
    },
    /// Something that has to be given.
    #[error("{spec}{{}} needs the argument “{argument}”")]
    Missing {
        /// The block.
        spec: &'static str,
        /// The argument.
        argument: &'static str,
    },
    /// Two things that exclude each other.
    #[error("{0} and {1} exclude each other")]
    Conflict(&'static str, &'static str),
    /// Something that the language has and that is not done here.
    #[error("{what} is not done here: {why}")]
    NotDone {
        /// The argument with its value.
        what: String,
        /// Why, and what there is instead.
        why: Reason,
    },
    /// Something is asked of a model, and there is none.
    #[error("{0}{{}} needs a model: give arima{{}} or automdl{{}}")]
    NeedsModel(String),
    /// A file that is named and cannot be used.
    #[error("the file “{name}” cannot be used: {why}")]
    File {
        /// Its name as written.
        name: String,
        /// Why.
        why: String,
    },
}

/// Why something of the language is not done here, and what there is instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Forecasts of logarithms are medians.
    #[error("a forecast made in logarithms is the median, not the mean; leave it out, or give no")]
    Median,
    /// There is one likelihood.
    #[error("every likelihood is exact; leave it out, or give first")]
    ExactOnly,
    /// A model is not given up.
    #[error(
        "a model is not judged by its forecasts of the last three years, and always used; leave it out, or look at history{{}}"
    )]
    AlwaysUsed,
}

impl SpcFault {
    pub(super) fn at(self, line: usize) -> SpcError {
        SpcError { line, fault: self }
    }
}
