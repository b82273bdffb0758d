//! Room `office`.
