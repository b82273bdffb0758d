//! The part of the bulletin about things: main products and stocks.

use super::compose::{Writer, own};
use super::pieces::{Piece, quantity_digits};
use super::{Figure, Reference, Role, Segment, StockStory};
use crate::series::{Measure, Stage};

impl Writer<'_> {
    pub(super) fn products(&mut self) {
        let (pen, story) = (self.pen, self.story);
        if story.products.is_empty() {
            return;
        }
        self.heading("Sản phẩm chủ yếu", "Main products");
        for product in &story.products {
            let change = |value: Option<f64>, measure| {
                let reference =
                    Reference { figure: Figure::QuantityChange(measure), ..own(&product.code, story.month, measure) };
                let missing = || pen.words("chưa có số liệu so sánh", "has no figure to compare with");
                value.map_or_else(missing, |v| pen.change(v, &reference, ""))
            };
            let digits = quantity_digits(product.quantity);
            let quantity = pen.value(product.quantity, digits, &product.code, story.month, Figure::Quantity);
            let item = pen.sentence(
                "{name}: {reached} {quantity} {unit}, {mom} so với tháng trước, {yoy} so với cùng kỳ năm trước;",
                "{name}: {reached}{quantity} {unit}, {mom} on the month, {yoy} on the year;",
                &[
                    ("name", pen.name(product.name.in_lang(pen.lang))),
                    ("reached", self.reached()),
                    ("quantity", vec![quantity]),
                    ("unit", pen.unit(&product.unit)),
                    ("mom", change(product.mom, Measure::Mom)),
                    ("yoy", change(product.yoy, Measure::Yoy)),
                ],
            );
            self.put(Role::Item, item);
        }
    }

    /// `ước đạt` while the figure is an estimate.
    fn reached(&self) -> Piece {
        match self.story.stage {
            Stage::Forecast | Stage::Flash => self.pen.words("ước đạt", "an estimated "),
            Stage::Provisional | Stage::Final => self.pen.words("đạt", ""),
        }
    }

    pub(super) fn stocks(&mut self) {
        if self.story.stocks.is_empty() {
            return;
        }
        self.heading("Tồn kho", "Stocks");
        for stock in &self.story.stocks {
            let item = self.stock(stock);
            self.put(Role::Item, item);
        }
    }

    fn stock(&self, stock: &StockStory) -> Piece {
        let (pen, month) = (self.pen, self.story.month);
        let change = |value: Option<f64>, measure| {
            let reference = Reference { figure: Figure::StockChange(measure), ..own(&stock.code, month, measure) };
            let missing = || pen.words("chưa có số liệu so sánh", "has no figure to compare with");
            value.map_or_else(missing, |v| pen.change(v, &reference, ""))
        };
        let mut item = pen.sentence(
            "{name}: chỉ số tồn kho cuối tháng {mom} so với tháng trước, {yoy} so với cùng thời điểm năm trước",
            "{name}: the index of stocks at the end of the month {mom} on the month, {yoy} on the same point of last year",
            &[
                ("name", pen.name(stock.name.in_lang(pen.lang))),
                ("mom", change(stock.mom, Measure::Mom)),
                ("yoy", change(stock.yoy, Measure::Yoy)),
            ],
        );
        if let Some(ratio) = stock.ratio {
            item.extend(pen.words("; tồn kho bằng ", "; stocks were "));
            item.push(pen.value(ratio, 1, &stock.code, month, Figure::StockToOutput));
            item.extend(pen.words("% sản xuất của tháng", "% of the month's production"));
        }
        item.push(Segment::Words(";".into()));
        item
    }
}
