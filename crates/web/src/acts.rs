//! How acts are cited on pages: as the domain cites them.

pub(crate) use domain::acts::cited;

#[cfg(test)]
mod tests {
    use domain::text::Lang;

    use super::*;

    /// Only the marks of an act's own number (`NĐ-CP`) are left of the Vietnamese.
    #[test]
    fn every_carried_act_is_cited_in_english() {
        for procedure in formats::carried::templates() {
            let steps = procedure.steps.iter().map(|step| step.legal_basis.as_str());
            for act in steps.chain([procedure.law.as_str()]) {
                let cited = cited(act, Lang::En);
                let left =
                    cited.split([' ', '\u{a0}', ';', ',', '(']).find(|word| !word.contains('/') && !word.is_ascii());
                assert_eq!(left, None, "{cited}");
            }
        }
    }
}
