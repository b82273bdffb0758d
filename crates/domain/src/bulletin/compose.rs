//! The bulletin from the story, in the idiom of the statistics office's monthly releases.

use super::pieces::{Pen, Piece, Place};
use super::{Bulletin, Counted, Driver, Figure, NodeStory, Paragraph, Reference, Role, Segment, Story};
use crate::period::Month;
use crate::series::{self, Measure, Origin, Stage};
use crate::text::Lang;

/// Writes the bulletin of a story in one language.
#[must_use]
pub fn compose(story: &Story, lang: Lang) -> Bulletin {
    let mut writer = Writer { pen: Pen { lang, month: story.month }, story, paragraphs: Vec::new() };
    writer.opening();
    writer.month();
    writer.tet();
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

    /// What is said with a direction while the figure is an estimate: `ước tăng`, `rose an estimated`.
    pub(super) fn estimated(&self) -> &'static str {
        match (self.story.stage, self.pen.lang) {
            (Stage::Forecast, Lang::Vi) => "dự báo ",
            (Stage::Flash, Lang::Vi) => "ước ",
            (Stage::Forecast | Stage::Flash, Lang::En) => "an estimated ",
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
            "Số liệu {stage}, công bố lần {vintage}, ngày {date}; Sở Công Thương tính từ báo cáo của các cơ sở sản xuất.",
            "Figures: {stage}, release {vintage} of the month, {date}; computed by the Department of Industry and Trade from the returns of establishments.",
            &[("stage", stage), ("vintage", pen.count(story.vintage as usize, Counted::Printings, story.month)), ("date", pen.date(story.date))],
        );
        self.put(Role::Notice, notice);
        if story.simulated {
            let words = pen.words(
                "SỐ LIỆU MÔ PHỎNG: các cơ sở và báo cáo dùng cho bản tin này là giả định, không phải của cơ sở có thật.",
                "SIMULATED DATA: the establishments and returns behind this bulletin are invented; none is real.",
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
            "Chỉ số sản xuất toàn ngành công nghiệp (IIP) {month} {mom} so với tháng trước và {yoy} so với cùng kỳ năm trước. Chia theo ngành:",
            "In {month} the index of industrial production (IIP) {mom} on the previous month and {yoy} on the same month of last year. By section:",
            &[
                ("month", pen.month_in_words(story.month)),
                ("mom", mom),
                ("yoy", self.change(whole.yoy, &whole.code, Measure::Yoy)),
            ],
        );
        self.put(Role::Body, body);
        let mut items = Vec::new();
        for section in &story.sections {
            let item = pen.sentence(
                "{name} {mom} so với tháng trước và {yoy} so với cùng kỳ năm trước",
                "{name} {mom} on the month and {yoy} on the year",
                &[
                    ("name", pen.industry(&section.code, &section.name, Place::Begins)),
                    ("mom", self.change(section.mom, &section.code, Measure::Mom)),
                    ("yoy", self.change(section.yoy, &section.code, Measure::Yoy)),
                ],
            );
            items.push(item);
        }
        for section in &story.withheld_sections {
            items.push(pen.withheld(&section.code, &section.name));
        }
        self.items(items);
        if let Some(level) = whole.level {
            let level = vec![pen.value(level, 2, &whole.code, story.month, Figure::Level)];
            let body = pen.sentence(
                "Lấy bình quân tháng của năm gốc {base} bằng {hundred}, chỉ số sản xuất công nghiệp của tháng đạt {level}.",
                "With the average month of the base year {base} set at {hundred}, the index stood at {level}.",
                &[("base", pen.name(&story.base.to_string())), ("hundred", pen.name("100")), ("level", level)],
            );
            self.put(Role::Body, body);
        }
    }

    /// What Tết did: a month with it is compared to one without.
    fn tet(&mut self) {
        let (pen, story) = (self.pen, self.story);
        let Some(tet) = story.tet else { return };
        let of = |figure| Reference { figure, ..own(&story.whole.code, story.month, Measure::Yoy) };
        let what = match tet.alone {
            true => pen.words("điều này", "this"),
            false => pen.words("yếu tố lịch (chủ yếu là Tết)", "the calendar (mostly Tết)"),
        };
        let mut body = pen.sentence(
            "Tết Nguyên đán năm trước bắt đầu ngày {before}, năm nay ngày {now}; ước tính {what} {part}. Loại trừ yếu tố lịch, chỉ số {yoy} so với cùng kỳ năm trước",
            "The lunar new year began on {before} last year, on {now} this year; by estimate {what} {part}. Without the calendar the index {yoy} on the year",
            &[
                ("before", pen.date(tet.days.0)),
                ("now", pen.date(tet.days.1)),
                ("what", what),
                ("part", self.part_of_tet(tet.part)),
                ("yoy", pen.change(tet.yoy, &of(Figure::WithoutCalendar(Measure::Yoy)), "")),
            ],
        );
        if let Some(mom) = tet.mom {
            body.extend(pen.sentence(
                "; loại trừ cả yếu tố mùa vụ, chỉ số {mom} so với tháng trước",
                "; without the season too, it {mom} on the month before",
                &[("mom", pen.change(mom, &of(Figure::Adjusted(Measure::Mom)), ""))],
            ));
        }
        body.push(Segment::Words(".".into()));
        self.put(Role::Calendar, body);
    }

    fn part_of_tet(&self, points: f64) -> Piece {
        let pen = self.pen;
        let (vi, en) = match series::round(points, 2) {
            p if p > 0.0 => ("làm mức so với cùng kỳ cao hơn ", "made the growth on the year higher by "),
            p if p < 0.0 => ("làm mức so với cùng kỳ thấp hơn ", "made the growth on the year lower by "),
            _ => return pen.words("hầu như không làm đổi mức so với cùng kỳ", "hardly changed the growth on the year"),
        };
        let figure = Figure::CalendarPart(Measure::Yoy);
        let number = pen.value(points, 2, &self.story.whole.code, self.story.month, figure);
        [pen.words(vi, en), vec![number], pen.points()].concat()
    }

    /// A list: its lines end in a semicolon, the last in a full stop.
    pub(super) fn items(&mut self, items: Vec<Piece>) {
        let last = items.len().saturating_sub(1);
        for (n, mut item) in items.into_iter().enumerate() {
            item.push(Segment::Words(if n == last { "." } else { ";" }.into()));
            self.put(Role::Item, item);
        }
    }

    /// The sections that have a figure, as `ngành khai khoáng giảm 52,81%; …`.
    fn sections_with(&self, month: Month, measure: Measure, of: impl Fn(&NodeStory) -> Option<f64>) -> Piece {
        let told = self.story.sections.iter().filter_map(|section| {
            let change = self.pen.change(of(section)?, &own(&section.code, month, measure), "");
            let mut piece = self.pen.industry(&section.code, &section.name, Place::Within);
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
            "Tính chung {months} tháng đầu năm {year}, chỉ số sản xuất toàn ngành công nghiệp {ytd} so với cùng kỳ năm trước, trong đó: {sections}.",
            "Over the first {months} months of {year} the index {ytd} on the same months of last year: {sections}.",
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
            "Tính chung cả năm {year}, chỉ số sản xuất toàn ngành công nghiệp {change} so với năm {before}, trong đó: {sections}.",
            "In {year} as a whole the index {change} on {before}: {sections}.",
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
        self.heading("Đóng góp vào mức tăng, giảm chung của toàn ngành", "What drove the change");
        for (measure, change) in told {
            let against = match measure {
                Measure::Mom => pen.words("So với tháng trước", "On the month"),
                _ => pen.words("So với cùng kỳ năm trước", "On the year"),
            };
            let mut body = pen.sentence(
                "{against}, trong mức {change} của toàn ngành: {sections}.",
                "{against} the whole industry {change}: {sections}.",
                &[
                    ("against", against),
                    ("change", pen.change(change, &own(&story.whole.code, story.month, measure), "")),
                    ("sections", self.contributions(&story.section_drivers, measure)),
                ],
            );
            if story.division_drivers.iter().any(|driver| driver.measure == measure) {
                body.extend(pen.sentence(
                    " Các ngành cấp II tác động nhiều nhất: {divisions}.",
                    " The industries that mattered most: {divisions}.",
                    &[("divisions", self.contributions(&story.division_drivers, measure))],
                ));
            }
            self.put(Role::Body, body);
        }
    }

    fn contributions(&self, drivers: &[Driver], measure: Measure) -> Piece {
        let told: Vec<Piece> = drivers
            .iter()
            .filter(|driver| driver.measure == measure)
            .map(|driver| {
                let mut piece = self.pen.industry(&driver.code, &driver.name, Place::Within);
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
        self.heading("Mức độ đầy đủ của báo cáo", "How complete the figures are");
        let (verb, be) = if story.estimated == 1 { ("has", "is") } else { ("have", "are") };
        let body = pen.sentence(
            "Báo cáo đã nhận của tháng chiếm {share} quyền số của chỉ số; phần còn lại là số ước tính (số liệu gán). Trong tổng số {due} cơ sở thuộc diện báo cáo, {estimated} cơ sở chưa gửi báo cáo, số liệu được ước tính.",
            "The returns received for the month stand for {share} of the weight of the index; the rest is imputed. Of {due} establishments required to report, {estimated} {verb} not done so and {be} estimated.",
            &[
                ("share", pen.share(observed, Figure::ObservedShare)),
                ("due", pen.count(story.due, Counted::Due, story.month)),
                ("estimated", pen.count(story.estimated, Counted::Estimated, story.month)),
                ("verb", pen.words("", verb)),
                ("be", pen.words("", be)),
            ],
        );
        self.put(Role::Body, body);
    }
}
