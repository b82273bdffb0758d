//! The procedures that projects follow, with their graphs.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::projects::{StepGraph, Template, TemplateCode};
use domain::text::Text;
use formats::carried;

use crate::context::OfficeError;

/// A procedure that holds together.
#[derive(Debug)]
pub struct Procedure {
    /// Its steps as data.
    pub template: &'static Template,
    /// Its steps in order.
    pub graph: StepGraph,
}

static PROCEDURES: LazyLock<BTreeMap<&'static TemplateCode, Procedure>> = LazyLock::new(|| {
    let sound = |template| Some((template, StepGraph::new(template).ok()?));
    let sound = carried::templates().iter().filter_map(sound);
    sound.map(|(template, graph)| (&template.code, Procedure { template, graph })).collect()
});

impl Procedure {
    /// The procedure of this code.
    ///
    /// # Errors
    /// When there is none.
    pub fn of(code: &TemplateCode) -> Result<&'static Self, OfficeError> {
        PROCEDURES.get(code).ok_or_else(|| {
            let known = PROCEDURES.keys().map(|code| code.as_str()).collect::<Vec<_>>().join(", ");
            OfficeError::Said(Text::new(
                format!("Không có trình tự {code}. Chọn một trong: {known}."),
                format!("There is no procedure {code}. Choose one of {known}."),
            ))
        })
    }
}
