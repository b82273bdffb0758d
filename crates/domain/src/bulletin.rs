//! The bulletin.
