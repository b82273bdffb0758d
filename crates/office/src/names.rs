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

    /// The name of a published series: `Việt Nam, chỉ số sản xuất công nghiệp: Khai khoáng`. Figures of the province itself name no area; a
    /// code nobody has words for is read without its underscores.
    pub(crate) fn of_official(&self, area: &str, indicator: &str, sector: &str) -> Text {
        let what = INDICATORS.iter().find(|(code, ..)| *code == indicator);
        let what = what.map_or_else(|| plain(indicator), |(_, vi, en)| Text::new(*vi, *en));
        let sector = match sector {
            "total" => self.of("TOTAL"),
            code => self.product(code).or_else(|| self.industry(code)).unwrap_or_else(|| plain(code)),
        };
        let name = |what: &str, sector: &str| match area {
            "" => format!("{}: {sector}", capital(what)),
            area => format!("{area}, {what}: {sector}"),
        };
        Text::new(name(&what.vi, &sector.vi), name(&what.en, &sector.en))
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

/// What the statistics office measures, in words.
const INDICATORS: [(&str, &str, &str); 9] = [
    ("iip", "chỉ số sản xuất công nghiệp", "index of industrial production"),
    ("gross_output", "giá trị sản xuất công nghiệp", "gross output of industry"),
    ("employment_index", "chỉ số sử dụng lao động", "index of employment"),
    ("shipments_index", "chỉ số tiêu thụ", "index of shipments"),
    ("inventory_index", "chỉ số tồn kho", "index of stocks"),
    ("inventory_ratio", "tỷ lệ tồn kho", "stock ratio"),
    ("grdp", "tổng sản phẩm trên địa bàn", "gross regional product"),
    ("hydropower", "thủy điện", "hydropower"),
    ("san_luong", "sản lượng", "output"),
];

fn plain(code: &str) -> Text {
    let words = code.replace('_', " ");
    Text::new(words.clone(), words)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
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
