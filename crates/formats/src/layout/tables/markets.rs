//! The layout of world prices.

use super::super::{CellKind, Choice, Column, Kind, Layout};
use super::words;

const COMMODITIES: &[Choice] = &[
    Choice { code: "iron-ore", vi: &["quặng sắt", "iron_ore", "sắt"] },
    Choice { code: "tin", vi: &["thiếc"] },
    Choice { code: "lead", vi: &["chì"] },
    Choice { code: "zinc", vi: &["kẽm"] },
    Choice { code: "antimony", vi: &["antimon"] },
    Choice { code: "tungsten", vi: &["vonfram"] },
];

const FREQUENCIES: &[Choice] =
    &[Choice { code: "monthly", vi: &["tháng", "hằng tháng"] }, Choice { code: "annual", vi: &["năm", "hằng năm"] }];

const ANSWERS: &[Choice] =
    &[Choice { code: "yes", vi: &["có", "1", "true"] }, Choice { code: "no", vi: &["không", "0", "false"] }];

/// World prices.
pub const PRICES: Layout = Layout {
    kind: Kind::Prices,
    title: words("Giá thế giới", "World prices"),
    about: words(
        "Mỗi dòng một giá của một kim loại, quặng trong một tháng hoặc một năm, đúng như nguồn công bố. Giá tháng và giá năm là hai \
         loại, không so với nhau. Một giá cùng kỳ, cùng chuỗi, cùng đơn vị thay giá trước; giá trước vẫn giữ.",
        "One price of a metal or ore in a month or a year a row, as its source published it. Prices of months and of years are two \
         things and are not compared. A price of the same period, series and unit replaces the one before, which is kept.",
    ),
    columns: &[
        Column {
            code: "commodity",
            heading: "Mặt hàng",
            also: &["metal", "kim loại"],
            kind: CellKind::Choice(COMMODITIES),
            required: true,
            meaning: words("Kim loại hoặc quặng.", "The metal or ore."),
            example: "iron-ore",
        },
        Column {
            code: "period",
            heading: "Kỳ",
            also: &["kỳ số liệu"],
            kind: CellKind::Period,
            required: true,
            meaning: words(
                "Tháng hoặc năm của giá; không nhận quý.",
                "The month or the year it is the price of; no quarters.",
            ),
            example: "2023-01",
        },
        Column {
            code: "value",
            heading: "Giá",
            also: &["price"],
            kind: CellKind::Quantity,
            required: true,
            meaning: words("Giá như đã in, lớn hơn 0.", "The price as printed, above zero."),
            example: "122.23",
        },
        Column {
            code: "unit",
            heading: "Đơn vị tính",
            also: &["đvt", "đơn vị"],
            kind: CellKind::Text,
            required: true,
            meaning: words("Tiền và khối lượng, như đã in.", "Money and quantity, as printed."),
            example: "USD/dry metric ton",
        },
        Column {
            code: "series",
            heading: "Chuỗi giá",
            also: &["loại giá"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "Giá nào: phẩm cấp, nơi giao, sàn. Chỉ giá cùng chuỗi mới so với nhau.",
                "Which price: grade, place, exchange. Only prices of one series are compared.",
            ),
            example: "iron ore fines 62% Fe CFR China spot",
        },
        Column {
            code: "estimated",
            heading: "Ước tính",
            also: &[],
            kind: CellKind::Choice(ANSWERS),
            required: false,
            meaning: words("Nguồn có nói là ước tính không.", "Whether the source calls it an estimate."),
            example: "no",
        },
        Column {
            code: "source",
            heading: "Nguồn",
            also: &["nguồn số liệu"],
            kind: CellKind::Text,
            required: true,
            meaning: words(
                "Ai công bố, bản nào; có thể hai thứ tiếng, với “ | ” ở giữa.",
                "Who published it, which edition; in both languages if need be, with “ | ” between.",
            ),
            example: "World Bank Pink Sheet, updated 2026-06-02",
        },
        Column {
            code: "source_address",
            heading: "Địa chỉ nguồn",
            also: &["địa chỉ"],
            kind: CellKind::Text,
            required: false,
            meaning: words("Nơi đọc được số này.", "Where it was read."),
            example: "https://www.worldbank.org/en/research/commodity-markets",
        },
        Column {
            code: "frequency",
            heading: "Tần suất",
            also: &[],
            kind: CellKind::Choice(FREQUENCIES),
            required: false,
            meaning: words(
                "Nếu ghi thì phải khớp với kỳ: tháng hoặc năm.",
                "If given it must fit the period: monthly or annual.",
            ),
            example: "monthly",
        },
    ],
};
