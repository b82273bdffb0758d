//! Running projects: what changed of one is written, what is derived from it beside it in the same change; one is read whole, many by page.

mod attachments;
mod directives;
mod list;
mod parts;
mod read;
mod waits;
mod write;

pub use list::{AwaitedStep, ProjectFilter};
pub use read::WholeProject;
pub use waits::Burden;
