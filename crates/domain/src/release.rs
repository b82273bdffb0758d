//! Releases and vintages.
