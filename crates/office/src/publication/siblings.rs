//! The sibling indices of a publication.

use domain::release::vintage::Vintage;

use super::PublicSibling;
use crate::compute::Computed;
use crate::names::Names;

/// The sibling series the public may see.
pub(super) fn of(_computed: &Computed, _vintage: &Vintage, _names: &Names<'_>) -> Vec<PublicSibling> {
    Vec::new()
}
