//! The layouts of `khoi import`: one table of columns from which the readers, the templates and `docs/import.md` come.

mod docs;
mod tables;

use domain::text::{Lang, Text};

pub use docs::documentation;
pub use tables::{
    BASKET, DIRECTIVES, ENTERPRISES, ESTABLISHMENTS, EVENTS, LAND, OBSTACLES, OFFICIAL, PRICES, PRODUCTS, PROGRESS,
    PROJECT_STEPS, PROJECTS, RETURNS, SITES, TARGETS, TASKS, VISITS,
};

/// What a file of `khoi import` holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Doanh nghiệp, hợp tác xã.
    Enterprises,
    /// Cơ sở sản xuất công nghiệp.
    Establishments,
    /// Dated events of establishments.
    Events,
    /// Sản phẩm công nghiệp chủ yếu.
    Products,
    /// Weights and base quantities of one or more base years.
    Basket,
    /// Báo cáo tháng.
    Returns,
    /// Figures published by the statistics office.
    Official,
    /// Chỉ tiêu kế hoạch năm.
    Targets,
    /// Mỏ, nhà máy, thủy điện.
    Sites,
    /// Dự án.
    Projects,
    /// Các bước của dự án.
    ProjectSteps,
    /// Đất đai của dự án.
    Land,
    /// Tiến độ xây dựng theo tháng.
    Progress,
    /// Kiểm tra, hướng dẫn.
    Visits,
    /// Chỉ đạo dừng.
    Directives,
    /// Giá thế giới.
    Prices,
    /// Khó khăn, vướng mắc.
    Obstacles,
    /// Nhiệm vụ, cam kết.
    Tasks,
}

impl Kind {
    /// Every kind, in the order in which an empty database takes them.
    pub const ALL: [Self; 18] = [
        Self::Enterprises,
        Self::Establishments,
        Self::Events,
        Self::Products,
        Self::Basket,
        Self::Returns,
        Self::Official,
        Self::Targets,
        Self::Sites,
        Self::Projects,
        Self::ProjectSteps,
        Self::Land,
        Self::Progress,
        Self::Visits,
        Self::Directives,
        Self::Prices,
        Self::Obstacles,
        Self::Tasks,
    ];

    /// The code on the command line and the stem of the example file.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Enterprises => "enterprises",
            Self::Establishments => "establishments",
            Self::Events => "events",
            Self::Products => "products",
            Self::Basket => "basket",
            Self::Returns => "returns",
            Self::Official => "official",
            Self::Targets => "targets",
            Self::Sites => "sites",
            Self::Projects => "projects",
            Self::ProjectSteps => "project-steps",
            Self::Land => "land",
            Self::Progress => "progress",
            Self::Visits => "visits",
            Self::Directives => "directives",
            Self::Prices => "prices",
            Self::Obstacles => "obstacles",
            Self::Tasks => "tasks",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Its columns.
    #[must_use]
    pub fn layout(self) -> &'static Layout {
        match self {
            Self::Enterprises => &ENTERPRISES,
            Self::Establishments => &ESTABLISHMENTS,
            Self::Events => &EVENTS,
            Self::Products => &PRODUCTS,
            Self::Basket => &BASKET,
            Self::Returns => &RETURNS,
            Self::Official => &OFFICIAL,
            Self::Targets => &TARGETS,
            Self::Sites => &SITES,
            Self::Projects => &PROJECTS,
            Self::ProjectSteps => &PROJECT_STEPS,
            Self::Land => &LAND,
            Self::Progress => &PROGRESS,
            Self::Visits => &VISITS,
            Self::Directives => &DIRECTIVES,
            Self::Prices => &PRICES,
            Self::Obstacles => &OBSTACLES,
            Self::Tasks => &TASKS,
        }
    }
}

/// A word in both languages that is known when the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// The form in one language.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The owned pair.
    #[must_use]
    pub fn text(self) -> Text {
        Text::new(self.vi, self.en)
    }
}

/// One of the fixed answers of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The code, as in the domain.
    pub code: &'static str,
    /// The Vietnamese words accepted in its place; the first one is printed.
    pub vi: &'static [&'static str],
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Words.
    Text,
    /// A code; read as text even where a workbook made a number of it.
    Code,
    /// A number of at least zero.
    Quantity,
    /// Any number.
    Number,
    /// A whole number of at least zero.
    Count,
    /// A month: `2024-01` or `01/2024`.
    Month,
    /// A year: `2024`.
    Year,
    /// A month, a quarter or a year.
    Period,
    /// A day: `2024-01-31` or `31/01/2024`.
    Day,
    /// A moment as exact as its source.
    When,
    /// One of a list.
    Choice(&'static [Choice]),
}

impl CellKind {
    /// The kind in words, with its form.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::Text => Words { vi: "chữ", en: "text" },
            Self::Code => Words { vi: "mã", en: "code" },
            Self::Quantity => Words { vi: "số không âm", en: "number, not negative" },
            Self::Number => Words { vi: "số", en: "number" },
            Self::Count => Words { vi: "số nguyên không âm", en: "whole number, not negative" },
            Self::Month => Words { vi: "tháng (2024-01 hoặc 01/2024)", en: "month (2024-01 or 01/2024)" },
            Self::Year => Words { vi: "năm (2024)", en: "year (2024)" },
            Self::Period => {
                Words { vi: "kỳ (2024-01, 2024-Q1 hoặc 2024)", en: "period (2024-01, 2024-Q1 or 2024)" }
            }
            Self::Day => Words { vi: "ngày (2024-01-31 hoặc 31/01/2024)", en: "day (2024-01-31 or 31/01/2024)" },
            Self::When => Words {
                vi: "thời điểm (2009-05-08, 2011-08, 1996, 2009/2010, 2024-early, ~2016)",
                en: "moment (2009-05-08, 2011-08, 1996, 2009/2010, 2024-early, ~2016)",
            },
            Self::Choice(_) => Words { vi: "một trong các mã", en: "one of the codes" },
        }
    }

    /// Whether its cells are read as numbers.
    #[must_use]
    pub fn is_number(self) -> bool {
        matches!(self, Self::Quantity | Self::Number | Self::Count)
    }
}

/// A column of a layout.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The heading in files made by programs.
    pub code: &'static str,
    /// The heading in files made by people; accepted with and without diacritics.
    pub heading: &'static str,
    /// Other headings that mean the same.
    pub also: &'static [&'static str],
    /// What its cells hold.
    pub kind: CellKind,
    /// Whether every row must fill it.
    pub required: bool,
    /// What it means.
    pub meaning: Words,
    /// A cell as an example.
    pub example: &'static str,
}

/// The columns of one kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Which kind.
    pub kind: Kind,
    /// Its name.
    pub title: Words,
    /// What a row is, and how rows belong together.
    pub about: Words,
    /// The columns in the order of the template; a file may have them in any order.
    pub columns: &'static [Column],
}

impl Layout {
    /// The place of a column among [`Layout::columns`], found when the program is built.
    ///
    /// # Panics
    /// When no column has this code: the program does not build.
    #[must_use]
    pub const fn at(&self, code: &str) -> usize {
        let mut n = 0;
        while n < self.columns.len() {
            if same(self.columns[n].code.as_bytes(), code.as_bytes()) {
                return n;
            }
            n += 1;
        }
        panic!("no such column in the layout")
    }
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut n = 0;
    while n < a.len() {
        if a[n] != b[n] {
            return false;
        }
        n += 1;
    }
    true
}

/// Headings that carry nothing the readers need and may stand in any file.
pub const IGNORED_HEADINGS: [&str; 9] =
    ["stt", "no", "ghi chú", "note", "tên cơ sở", "establishment_name", "tên sản phẩm", "product_name", "tên ngành"];
