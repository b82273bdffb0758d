//! The part of the bulletin about things: main products and stocks.

use super::compose::{Writer, own};
use super::pieces::{Piece, Place, quantity_digits};
use super::{Figure, Reference, StockStory};
use crate::series::{Measure, Stage};

impl Writer<'_> {
    pub(super) fn products(&mut self) {
        let (pen, story) = (self.pen, self.story);
        if story.products.is_empty() {
            return;
        }
        self.heading("Sản phẩm chủ yếu", "Main products");
        let mut items = Vec::new();
        for product in &story.products {
            let change = |value: Option<f64>, measure| {
                let reference =
                    Reference { figure: Figure::QuantityChange(measure), ..own(&product.code, story.month, measure) };
                let missing = || pen.words("chưa có số liệu so sánh", "with no figure to compare with");
                value.map_or_else(missing, |v| pen.moved(v, &reference))
            };
            let digits = quantity_digits(product.quantity);
            let quantity = pen.value(product.quantity, digits, &product.code, story.month, Figure::Quantity);
            let item = pen.sentence(
                "{name} {reached} {quantity} {unit}, {mom} so với tháng trước và {yoy} so với cùng kỳ năm trước",
                "{name}: {reached}{quantity} {unit}, {mom} on the month and {yoy} on the year",
                &[
                    ("name", pen.name(product.name.in_lang(pen.lang))),
                    ("reached", self.reached()),
                    ("quantity", vec![quantity]),
                    ("unit", pen.unit(&product.unit)),
                    ("mom", change(product.mom, Measure::Mom)),
                    ("yoy", change(product.yoy, Measure::Yoy)),
                ],
            );
            items.push(item);
        }
        self.items(items);
    }

    /// `ước đạt` while the figure is an estimate.
    fn reached(&self) -> Piece {
        match self.story.stage {
            Stage::Forecast | Stage::Flash => self.pen.words("ước đạt", "an estimated "),
            Stage::Provisional | Stage::Final => self.pen.words("đạt", ""),
        }
    }

    pub(super) fn stocks(&mut self) {
        let story = self.story;
        if story.stocks.is_empty() && story.withheld_stocks.is_empty() {
            return;
        }
        self.heading("Chỉ số tồn kho", "Stocks");
        let told = story.stocks.iter().map(|stock| self.stock(stock));
        let withheld = story.withheld_stocks.iter().map(|section| self.pen.withheld(&section.code, &section.name));
        let items = told.chain(withheld).collect();
        self.items(items);
    }

    fn stock(&self, stock: &StockStory) -> Piece {
        let (pen, month) = (self.pen, self.story.month);
        let change = |value: Option<f64>, measure| {
            let reference = Reference { figure: Figure::StockChange(measure), ..own(&stock.code, month, measure) };
            let missing = || pen.words("chưa có số liệu so sánh", "has no figure to compare with");
            value.map_or_else(missing, |v| pen.change(v, &reference, ""))
        };
        let mut item = pen.sentence(
            "{name}: chỉ số tồn kho cuối tháng {mom} so với cuối tháng trước và {yoy} so với cùng thời điểm năm trước",
            "{name}: the index of stocks at the end of the month {mom} on the end of the month before and {yoy} on the same time last year",
            &[
                ("name", pen.industry(&stock.code, &stock.name, Place::Begins)),
                ("mom", change(stock.mom, Measure::Mom)),
                ("yoy", change(stock.yoy, Measure::Yoy)),
            ],
        );
        if let Some(ratio) = stock.ratio {
            item.extend(pen.words("; lượng tồn kho bằng ", "; stocks were "));
            item.push(pen.value(ratio, 1, &stock.code, month, Figure::StockToOutput));
            item.extend(pen.words("% lượng sản xuất trong tháng", "% of the production of the month"));
        }
        item
    }
}
