//! The bulletin from the story, in the idiom of the statistics office's monthly releases.

use super::pieces::{Pen, Piece};
use super::{Bulletin, Counted, Driver, Figure, NodeStory, Paragraph, Reference, Role, Segment, Story};
use crate::period::Month;
use crate::series::{Measure, Origin, Stage};
use crate::text::Lang;

/// Writes the bulletin of a story in one language.
#[must_use]
pub fn compose(story: &Story, lang: Lang) -> Bulletin {
    let mut writer = Writer { pen: Pen { lang, month: story.month }, story, paragraphs: Vec::new() };
    writer.opening();
    writer.month();
    writer.year_so_far();
    writer.finished_year();
    writer.drivers();
    writer.products();
    writer.stocks();
    writer.targets();
    writer.official();
    writer.coverage();
    Bulletin { lang, paragraphs: writer.paragraphs }
}

/// Writes paragraph after paragraph.
pub(super) struct Writer<'a> {
    pub(super) pen: Pen,
    pub(super) story: &'a Story,
    paragraphs: Vec<Paragraph>,
}

/// A growth figure of Khơi's own.
pub(super) fn own(node: &str, month: Month, measure: Measure) -> Reference {
    Reference { node: node.to_owned(), month, figure: Figure::Change(measure), origin: Origin::Own }
}

impl Writer<'_> {
    pub(super) fn put(&mut self, role: Role, segments: Piece) {
        self.paragraphs.push(Paragraph { role, segments });
    }

    pub(super) fn heading(&mut self, vi: &str, en: &str) {
        let words = self.pen.words(vi, en);
        self.put(Role::Heading, words);
    }

    /// `ước ` before a direction while the figure is an estimate.
    fn estimated(&self) -> &'static str {
        match (self.story.stage, self.pen.lang) {
            (Stage::Forecast, Lang::Vi) => "dự báo ",
            (Stage::Flash, Lang::Vi) => "ước ",
            _ => "",
        }
    }

    fn change(&self, value: Option<f64>, node: &str, measure: Measure) -> Piece {
        let missing = || self.pen.words("chưa có số liệu so sánh", "has no figure to compare with");
        let reference = own(node, self.story.month, measure);
        value.map_or_else(missing, |v| self.pen.change(v, &reference, ""))
    }

    fn opening(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let province = pen.name(story.province.in_lang(pen.lang));
        let title = pen.sentence(
            "Tình hình sản xuất công nghiệp {month}, {province}",
            "Industrial production in {month}, {province}",
            &[("month", pen.month_in_words(story.month)), ("province", province)],
        );
        self.put(Role::Title, title);
        let stage = match story.stage {
            Stage::Forecast => pen.words("dự báo", "forecast"),
            Stage::Flash => pen.words("ước tính", "flash estimate"),
            Stage::Provisional => pen.words("sơ bộ", "provisional"),
            Stage::Final => pen.words("chính thức", "final"),
        };
        let notice = pen.sentence(
            "Số liệu {stage}, công bố lần {vintage} ngày {date}; Sở Công Thương tự tính từ báo cáo của cơ sở.",
            "Figures: {stage}, printing {vintage} of {date}; computed by the Department of Industry and Trade from establishments' returns.",
            &[("stage", stage), ("vintage", pen.count(story.vintage as usize, Counted::Printings, story.month)), ("date", pen.date(story.date))],
        );
        self.put(Role::Notice, notice);
        if story.simulated {
            let words = pen.words(
                "SỐ LIỆU MÔ PHỎNG: các cơ sở và báo cáo trong bản tin được dựng để minh họa, không phải của cơ sở có thật.",
                "SIMULATED DATA (số liệu mô phỏng): the establishments and returns behind this bulletin are invented for demonstration.",
            );
            self.put(Role::Notice, words);
        }
    }

    fn month(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let whole = &story.whole;
        let mom = whole.mom.map_or_else(
            || self.change(None, &whole.code, Measure::Mom),
            |v| pen.change(v, &own(&whole.code, story.month, Measure::Mom), self.estimated()),
        );
        let body = pen.sentence(
            "Chỉ số sản xuất toàn ngành công nghiệp (IIP) {month} {mom} so với tháng trước và {yoy} so với cùng kỳ năm trước. Trong đó:",
            "The index of industrial production (IIP) of the whole industry {mom} in {month} on the month before and {yoy} on the same month of last year. Of this:",
            &[
                ("month", pen.month_in_words(story.month)),
                ("mom", mom),
                ("yoy", self.change(whole.yoy, &whole.code, Measure::Yoy)),
            ],
        );
        self.put(Role::Body, body);
        for section in &story.sections {
            let item = pen.sentence(
                "{name}: {mom} so với tháng trước, {yoy} so với cùng kỳ năm trước;",
                "{name}: {mom} on the month, {yoy} on the year;",
                &[
                    ("name", pen.name(section.name.in_lang(pen.lang))),
                    ("mom", self.change(section.mom, &section.code, Measure::Mom)),
                    ("yoy", self.change(section.yoy, &section.code, Measure::Yoy)),
                ],
            );
            self.put(Role::Item, item);
        }
        if let Some(level) = whole.level {
            let level = vec![pen.value(level, 2, &whole.code, story.month, Figure::Level)];
            let body = pen.sentence(
                "Chỉ số của tháng so với tháng bình quân năm gốc {base} (bằng {hundred}) là {level}.",
                "With the average month of the base year {base} taken as {hundred}, the index of the month stands at {level}.",
                &[("base", pen.name(&story.base.to_string())), ("hundred", pen.name("100")), ("level", level)],
            );
            self.put(Role::Body, body);
        }
    }

    /// The sections that have a figure, as `Khai khoáng giảm 52,81%; …`.
    fn sections_with(&self, month: Month, measure: Measure, of: impl Fn(&NodeStory) -> Option<f64>) -> Piece {
        let told = self.story.sections.iter().filter_map(|section| {
            let change = self.pen.change(of(section)?, &own(&section.code, month, measure), "");
            let mut piece = self.pen.name(section.name.in_lang(self.pen.lang));
            piece.push(Segment::Words(" ".into()));
            piece.extend(change);
            Some(piece)
        });
        self.pen.list(told.collect(), "; ")
    }

    fn year_so_far(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let months = story.month.month_of_year();
        let Some(ytd) = story.whole.ytd.filter(|_| (2..12).contains(&months)) else { return };
        let sections = self.sections_with(story.month, Measure::Ytd, |s| s.ytd);
        let body = pen.sentence(
            "Tính chung {months} tháng đầu năm {year}, chỉ số sản xuất toàn ngành công nghiệp {ytd} so với cùng kỳ năm trước; trong đó: {sections}.",
            "Over the first {months} months of {year} the index of the whole industry {ytd} on the same months of last year; of this: {sections}.",
            &[
                ("months", pen.count(usize::from(months), Counted::MonthsIn, story.month)),
                ("year", pen.name(&story.month.year().to_string())),
                ("ytd", pen.change(ytd, &own(&story.whole.code, story.month, Measure::Ytd), self.estimated())),
                ("sections", sections),
            ],
        );
        self.put(Role::Body, body);
    }

    fn finished_year(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let (Some(year), Some(change)) = (story.finished_year(), story.whole.year) else { return };
        let december = year.months().last;
        let sections = self.sections_with(december, Measure::Year, |s| s.year);
        let body = pen.sentence(
            "Tính chung cả năm {year}, chỉ số sản xuất toàn ngành công nghiệp {change} so với năm {before}; trong đó: {sections}.",
            "Over the whole of {year} the index of the whole industry {change} on {before}; of this: {sections}.",
            &[
                ("year", pen.name(&year.to_string())),
                ("before", pen.name(&year.plus(-1).to_string())),
                ("change", pen.change(change, &own(&story.whole.code, december, Measure::Year), "")),
                ("sections", sections),
            ],
        );
        self.put(Role::Body, body);
    }

    fn drivers(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let told = [(Measure::Mom, story.whole.mom), (Measure::Yoy, story.whole.yoy)];
        let told: Vec<_> = told.into_iter().filter_map(|(measure, change)| Some((measure, change?))).collect();
        if told.is_empty() || story.section_drivers.is_empty() {
            return;
        }
        self.heading("Đóng góp vào mức tăng, giảm chung", "What drove the change");
        for (measure, change) in told {
            let against = match measure {
                Measure::Mom => pen.words("So với tháng trước", "On the month"),
                _ => pen.words("So với cùng kỳ năm trước", "On the year"),
            };
            let body = pen.sentence(
                "{against}, toàn ngành {change}: {sections}. Các ngành cấp hai tác động nhiều nhất: {divisions}.",
                "{against} the whole industry {change}: {sections}. The divisions that mattered most: {divisions}.",
                &[
                    ("against", against),
                    ("change", pen.change(change, &own(&story.whole.code, story.month, measure), "")),
                    ("sections", self.contributions(&story.section_drivers, measure)),
                    ("divisions", self.contributions(&story.division_drivers, measure)),
                ],
            );
            self.put(Role::Body, body);
        }
    }

    fn contributions(&self, drivers: &[Driver], measure: Measure) -> Piece {
        let told: Vec<Piece> = drivers
            .iter()
            .filter(|driver| driver.measure == measure)
            .map(|driver| {
                let mut piece = self.pen.name(driver.name.in_lang(self.pen.lang));
                piece.push(Segment::Words(" ".into()));
                piece.extend(self.pen.contribution(driver.points, &driver.code, Figure::Contribution(measure)));
                piece
            })
            .collect();
        if told.is_empty() {
            return self.pen.words("không công bố", "not published");
        }
        self.pen.list(told, "; ")
    }

    fn coverage(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let Some(observed) = story.observed else { return };
        self.heading("Mức độ đầy đủ của số liệu", "How complete the figures are");
        let body = pen.sentence(
            "Báo cáo thực nhận của tháng đại diện {share} quyền số của chỉ số; phần còn lại là số liệu gán (ước). Trong {due} cơ sở phải báo cáo, {estimated} cơ sở chưa báo cáo và được ước tính.",
            "Returns really received for the month stand for {share} of the weight of the index; the rest is imputed. Of {due} establishments due to report, {estimated} were silent and are estimated.",
            &[
                ("share", pen.share(observed, Figure::ObservedShare)),
                ("due", pen.count(story.due, Counted::Due, story.month)),
                ("estimated", pen.count(story.estimated, Counted::Estimated, story.month)),
            ],
        );
        self.put(Role::Body, body);
    }
}
