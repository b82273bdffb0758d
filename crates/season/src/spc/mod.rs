//! Specifications in X-13's own language, so that people bring what they have.
//!
//! What is understood, with the defaults of the X-13ARIMA-SEATS Reference Manual 1.1, chapter 7; `print` and `savelog` say only what is
//! printed and are passed over everywhere, anything else is refused by its name and line. `save` takes tables by their short or long names.
//!
//! | block | arguments |
//! |---|---|
//! | `metadata` | `keys`, `values`, which are told again |
//! | `series` | `start`, `period`, `data` or `file` with `format` (free, datevalue, x13save), `missingcode`, `span`, `modelspan` (which may end with the newest of a month, `(, 0.dec)`), `appendfcst`, `appendbcst`; `title`, `name`, `comptype`, `compwt`, `decimals`, `precision`, `saveprecision`, `missingval`, `yr2000`, `type=flow` change nothing |
//! | `transform` | `function` (none, log, auto) or `power` (0, 1), `aicdiff`, `adjust` (none, lom, loq, lpyear) |
//! | `regression` | `variables` (const, seasonal, td, tdnolpyear, td1coef, td1nolpyear, lpyear, lom, loq, tdstock, tdstock1coef, easter, easterstock, **tet**, ao, ls, tc, so, rp), `user` with `usertype`, `start`, `data` or `file`; `aictest` (trading days, easter, tet, user); `b` with coefficients held (f) |
//! | `arima` | `model`, also with lags of their own, `(0 1 [1,3])`; `ar`, `ma` with coefficients held or begun with |
//! | `automdl` | `maxorder`, `maxdiff`, `diff`, `acceptdefault`, `balanced`, `mixed`, `checkmu`, `ljungboxlimit`, `reducecv`, `armalimit`, `urfinal`, `hrinitial` |
//! | `outlier` | `types`, `critical` (one number, or one each for AO, LS, TC), `span`, `method` (addone, addall); `lsrun`, `almost` change nothing |
//! | `estimate` | `exact=arma`, `tol`, `maxiter`, `outofsample` change nothing: the likelihood is exact and estimated to the end |
//! | `check` | `maxlag`, `qtype` (ljungbox, boxpierce), `qlimit`, `acflimit` |
//! | `forecast` | `maxlead`, `maxback`, `probability`, `exclude` (without `x11`), `lognormal=no` |
//! | `x11` | `mode`, `seasonalma`, `trendma`, `trendic`, `sigmalim`, `calendarsigma`, `sigmavec`, `final`, `appendfcst`, `appendbcst`, `excludefcst`, `type=sa`; `centerseasonal`, `keepholiday`, `sfshort`, `true7term` may be `no` |
//! | `slidingspans` | `length`, `numspans`, `start`, `cutseas`, `cuttd`, `cutchng`, `additivesa`, `fixmdl`, `fixreg`, `outlier` |
//! | `history` | `start`, `endtable`, `estimates` (sadj, sadjchng, trend, trendchng, seasonal, fcst, aic, arma, td), `sadjlags`, `trendlags`, `target`, `additivesa`, `fstep`, `transformfcst`, `fixmdl`, `fixreg`, `outlier`, `outlierwin`; `refresh` changes nothing |
//! | `spectrum` | nothing: the peaks are told |
//!
//! `tet` is our own word: three regressors around the Vietnamese lunar new year, `tet[14, 7, 7]` with windows of other lengths.
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
mod history;
mod identification;
mod modelling;
mod orders;
mod parts;
mod regressors;
mod saved;
mod spans;
mod specification;
mod syntax;
mod token;
mod values;
mod written;

pub use error::{Reason, SpcError, SpcFault};
pub use history::{Estimate, HistorySettings};
pub use parts::{Fixed, FoundOutliers, ModelOfParts};
pub use spans::SlidingSpansSettings;
pub use specification::{Adjustment, Append, Files, ModelChoice, Specification, Test, Transformation, Variable};
pub use values::{Bounds, ModelEnd, ModelSpan};
