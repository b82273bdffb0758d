//! The frame every page stands in, and how values are written on it.

use domain::authority::{Action, Reach, Role, reach};
use domain::period::Month;
use domain::release::target::Progress;
use domain::series::{Measure, Stage};
use domain::text::{self, Lang, Text};
use formats::figure::Unit;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use office::accounts::Session;
use office::publication::ReleaseInfo;

use crate::asked::Wants;
use crate::words;

/// What a page needs apart from its own content.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) lang: Lang,
    /// Address without language.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The newest release, when there is one.
    pub(crate) release: Option<ReleaseInfo>,
    /// Who is signed in.
    pub(crate) visitor: Option<Visitor>,
    /// Whether people can sign in here.
    pub(crate) has_desk: bool,
    /// In which form the answer is wanted.
    pub(crate) wants: Wants,
    /// By how much the clock of the machine stands behind what was written.
    pub(crate) clock_behind: Option<SignedDuration>,
}

/// Who is signed in, as pages show it.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// The token forms carry.
    pub(crate) form: String,
}

impl Visitor {
    /// Whether the director's page is for them.
    pub(crate) fn oversees(&self) -> bool {
        reach(self.role, Action::Oversee) == Reach::All
    }

    pub(crate) fn of(session: &Session) -> Self {
        Self { name: session.account.name.clone(), role: session.actor.role(), form: session.form.clone() }
    }
}

/// A line of the menu.
pub(crate) struct Item {
    pub(crate) href: String,
    pub(crate) name: &'static str,
    pub(crate) current: bool,
}

const MENU: [(&str, &str, &str); 9] = [
    ("/", "Tổng quan", "Overview"),
    ("/bulletin", "Bản tin", "Bulletin"),
    ("/series", "Chuỗi số liệu", "Series"),
    ("/contributions", "Đóng góp", "Contributions"),
    ("/products", "Sản phẩm, tồn kho", "Products, stocks"),
    ("/sites", "Mỏ, thủy điện", "Sites"),
    ("/obstacles", "Vướng mắc", "Obstacles"),
    ("/releases", "Lịch công bố", "Releases"),
    ("/about", "Phương pháp", "Method"),
];

impl Page {
    pub(crate) fn is_vi(&self) -> bool {
        self.lang == Lang::Vi
    }

    /// The words of the page's language.
    pub(crate) fn t<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// The words of the page's language from a text that has both.
    pub(crate) fn of(&self, text: &Text) -> String {
        text.in_lang(self.lang).to_owned()
    }

    /// The address of a page in this page's language.
    pub(crate) fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// This page in a language given by its code.
    pub(crate) fn address_in(&self, code: &str) -> String {
        let lang = if code == "en" { Lang::En } else { Lang::Vi };
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        link(lang, &self.path) + &query
    }

    pub(crate) fn style_address(&self) -> String {
        format!("/assets/khoi.css?v={}", crate::headers::style_version())
    }

    pub(crate) fn menu(&self) -> Vec<Item> {
        let current = |path: &str| self.path == path || (path != "/" && self.path.starts_with(&format!("{path}/")));
        let item = |(path, vi, en): (&str, &'static str, &'static str)| Item {
            href: self.link(path),
            name: self.t(vi, en),
            current: current(path),
        };
        // Obstacles are kept in the database, so they are there where people work on it.
        MENU.into_iter().filter(|(path, ..)| self.has_desk || *path != "/obstacles").map(item).collect()
    }

    /// That the clock was set back, for whoever works here.
    pub(crate) fn wrong_clock(&self) -> Option<String> {
        let minutes = self.clock_behind.filter(|_| self.visitor.is_some())?.as_mins();
        Some(match self.lang {
            Lang::Vi => format!(
                "Đồng hồ máy chủ chậm hơn lần ghi gần nhất {minutes} phút: ngày giờ, hạn nộp đang hiện không đúng. Những gì bạn gửi vẫn được giữ. \
                 Hãy báo người quản trị chỉnh giờ máy chủ."
            ),
            Lang::En => format!(
                "The server's clock is {minutes} minutes behind what was last written: days, hours and deadlines shown now are wrong. What you \
                 send is kept. Tell the administrator to set the clock right."
            ),
        })
    }

    /// Whether the figures rest on simulated returns.
    pub(crate) fn simulated(&self) -> bool {
        self.release.as_ref().is_some_and(|release| release.simulated)
    }

    /// Said of the sites where the index is simulated: they are not.
    pub(crate) fn real_sites(&self) -> &'static str {
        match self.lang {
            Lang::Vi => {
                "Mỏ, thủy điện, nhà máy ở đây là có thật, theo nguồn công khai; chỉ mức thêm vào chỉ số là tính trên số liệu mô phỏng."
            }
            Lang::En => {
                "The sites here are real, from public sources; only what they would add is computed with simulated data."
            }
        }
    }

    /// That own figures made by simulation agree with the published ones by design.
    pub(crate) fn calibrated(&self) -> String {
        self.of(&domain::bulletin::calibrated())
    }

    /// The newest release in a sentence, and its digest.
    pub(crate) fn release_line(&self) -> Option<(String, String)> {
        let release = self.release.as_ref()?;
        let (month, date) = (self.month(release.month), self.date(release.date));
        let (stage, vintage) = (crate::view::lower(&self.stage_name(release.stage)), release.vintage);
        let line = match self.is_vi() {
            true => format!("Kỳ công bố mới nhất: {month}, {stage}, ngày {date}, lần {vintage}."),
            false => format!("Latest release: {month}, {stage}, {date}, release {vintage} of the month."),
        };
        Some((line, release.digest.clone()))
    }

    pub(crate) fn month(&self, month: Month) -> String {
        text::month(month, self.lang)
    }

    /// `Tháng 1/2024` at the head of a line.
    pub(crate) fn month_title(&self, month: Month) -> String {
        crate::view::upper(&self.month(month))
    }

    /// The day and the minute of a moment in Việt Nam.
    pub(crate) fn moment(&self, moment: Timestamp) -> String {
        let local = in_viet_nam(moment);
        format!("{} {:02}:{:02}", self.date(local.date()), local.hour(), local.minute())
    }

    /// The day of a moment in Việt Nam.
    pub(crate) fn day_of(&self, moment: Timestamp) -> String {
        self.date(in_viet_nam(moment).date())
    }

    pub(crate) fn date(&self, date: Date) -> String {
        text::date(date, self.lang)
    }

    pub(crate) fn stage_name(&self, stage: Stage) -> String {
        self.of(&words::stage(stage))
    }

    pub(crate) fn measure(&self, measure: Measure) -> String {
        self.of(&words::measure(measure))
    }

    /// A month as the heading of a row: `Tháng 1/2024`, `Jan 2024`.
    pub(crate) fn month_cell(&self, month: Month) -> String {
        match self.lang {
            Lang::Vi => self.month_title(month),
            Lang::En => format!("{} {}", text::month_in_letters(month), month.year()),
        }
    }

    /// Growth: `+4,14%`.
    pub(crate) fn percent(&self, value: f64) -> String {
        Unit::PERCENT.write(value, self.lang)
    }

    /// Percentage points with their sign: `+1,20`.
    pub(crate) fn points(&self, value: f64) -> String {
        Unit::POINTS.write(value, self.lang)
    }

    /// A share or weight without a sign: `46,20%`.
    pub(crate) fn share(&self, value: f64) -> String {
        self.plain(value, 1) + "%"
    }

    /// A number without a sign of growth.
    pub(crate) fn plain(&self, value: f64, digits: usize) -> String {
        Unit { digits, suffix: "", signed: false }.write(value, self.lang)
    }

    /// The gap in words: `thiếu 27,22 điểm phần trăm`.
    pub(crate) fn gap(&self, progress: &Progress) -> String {
        let size = self.plain(progress.gap.abs(), 2);
        match (progress.gap >= 0.0, self.lang) {
            (true, Lang::Vi) => format!("thiếu {size} điểm phần trăm"),
            (true, Lang::En) => format!("short by {size} percentage points"),
            (false, Lang::Vi) => format!("vượt {size} điểm phần trăm"),
            (false, Lang::En) => format!("ahead by {size} percentage points"),
        }
    }
}

/// The clock in Việt Nam: UTC+7, no summer time.
pub(crate) fn in_viet_nam(moment: Timestamp) -> DateTime {
    Offset::constant(7).to_datetime(moment)
}

/// The day of a moment in Việt Nam.
pub(crate) fn day_in_viet_nam(moment: Timestamp) -> Date {
    in_viet_nam(moment).date()
}

/// The address of a page in a language.
pub(crate) fn link(lang: Lang, path: &str) -> String {
    match (lang, path) {
        (Lang::Vi, _) => path.to_owned(),
        (Lang::En, "/") => "/en".to_owned(),
        (Lang::En, _) => format!("/en{path}"),
    }
}
