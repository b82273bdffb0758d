//! Specifications in X-13's own language, so that people bring what they have.
//!
//! ```
//! use season::Frequency;
//! use season::spc::{ModelChoice, Specification};
//!
//! let text = "transform{function=log} regression{variables=(td easter[8] tet)} arima{model=(0 1 1)(0 1 1)} x11{save=(d10 d11)}";
//! let specification = Specification::read(text, Frequency::Monthly, &|name| Err(format!("there is no {name}")))?;
//! assert_eq!(specification.model, Some(ModelChoice::Fixed("(0 1 1)(0 1 1)".parse()?)));
//! assert_eq!(specification.saved, ["d10", "d11"]);
//!
//! let refused = Specification::read("x11{}\nseats{}", Frequency::Monthly, &|name| Err(format!("there is no {name}")));
//! assert_eq!(refused.map_err(|error| error.to_string()), Err("line 2: seats{} is not understood here".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adjustment;
mod coefficients;
mod data;
mod error;
mod identification;
mod modelling;
mod orders;
mod regressors;
mod saved;
mod specification;
mod stability;
mod syntax;
mod token;
mod values;
mod written;

pub use error::{Reason, SpcError, SpcFault};
pub use specification::{Adjustment, Files, ModelChoice, Specification, Test, Transformation, Variable};
pub use stability::{Estimate, HistorySettings};
pub use values::Bounds;
