//! Filling gaps.
