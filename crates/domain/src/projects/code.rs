//! The code of a running project.

use crate::register::{code, is_plain_code};

code!(
    /// Mã dự án: capital letters, digits and dashes, at most 20.
    ProjectCode, "a project code of capital letters, digits and dashes, as DA-001, at most 20",
    |t| is_plain_code(t, 20)
);
