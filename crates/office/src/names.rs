//! Names of the nodes of the index, from the classification and the register.

use domain::classification::{IndustryRef, Vsic};
use domain::register::Register;
use domain::text::Text;

/// Names of nodes.
pub(crate) struct Names<'a> {
    register: &'a Register,
    version: Vsic,
}

impl<'a> Names<'a> {
    /// The names for a register: its products say which version of the classification their industries are of.
    pub(crate) fn new(register: &'a Register) -> Self {
        let version = register.products.values().map(|product| product.industry.version).max();
        Self { register, version: version.unwrap_or(Vsic::V2018) }
    }

    /// The name of a node: the whole, an industry, a product; its code where nothing is known of it.
    pub(crate) fn of(&self, code: &str) -> Text {
        if code == "TOTAL" {
            return Text::new("Toàn ngành công nghiệp", "Whole industry");
        }
        self.product(code).or_else(|| self.industry(code)).unwrap_or_else(|| Text::new(code, code))
    }

    fn product(&self, code: &str) -> Option<Text> {
        let product = self.register.products.get(&code.parse().ok()?)?;
        let english = if product.name_en.is_empty() { &product.name_vi } else { &product.name_en };
        Some(Text::new(&product.name_vi, english))
    }

    fn industry(&self, code: &str) -> Option<Text> {
        let industry: IndustryRef = format!("{}:{code}", self.version.code()).parse().ok()?;
        let name = &formats::carried::industries().get(&industry)?.name;
        let english = if name.en.is_empty() { &name.vi } else { &name.en };
        Some(Text::new(sentence_case(&name.vi), sentence_case(english)))
    }
}

/// `KHAI KHOÁNG` as `Khai khoáng`; names that are not all capitals stay as they are.
fn sentence_case(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut letters = name.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    first + &letters.as_str().to_lowercase()
}
