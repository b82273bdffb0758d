//! The statistics room's page of a month under collection: the index so far, what is in doubt, who has answered.

use std::sync::Arc;

use domain::period::Month;
use domain::returns::sent::Door;
use domain::returns::{Answer as Said, CollectionDays};
use domain::text::{Lang, Text};
use office::context::Context;
use office::returns::board::{self, Board, Doubt, DoubtState, LiveNode, Priced, Responder, board};
use office::returns::reminding::{self, Reminded};

use super::place;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Notice, Row, Select, head, number, words};
use crate::page::Page;
use crate::pages::record::{Record, Section, part_of, turn};
use crate::trouble::{Choice, Trouble};

/// Months that can be chosen, back from the newest.
const MONTHS: i32 = 15;
/// Doubts on the page; all others are found by establishment.
const DOUBTS: usize = 25;

/// Who is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    Silent,
    Late,
    Reported,
    All,
}

const SHOWN: [(Show, &str, &str, &str); 4] = [
    (Show::Silent, "silent", "chưa báo cáo", "silent"),
    (Show::Late, "late", "nộp chậm", "late"),
    (Show::Reported, "reported", "đã báo cáo", "reported"),
    (Show::All, "all", "tất cả", "all"),
];

impl Show {
    fn holds(self, row: &Responder) -> bool {
        let silent = row.standing.answer == Said::Silent;
        match self {
            Self::Silent => silent,
            Self::Late => row.standing.late && !silent,
            Self::Reported => !silent,
            Self::All => true,
        }
    }
}

/// The month that is being collected on a day: the one before until its lock, then the present one.
fn collected(context: &Context, days: Option<CollectionDays>) -> Month {
    let (now, today) = (Month::of(context.today()), context.today());
    match days.is_some_and(|days| today > days.lock_date(now.previous())) {
        true => now,
        false => now.previous(),
    }
}

/// The latest months, the month on show, and the last there are returns of.
fn month_choices(newest: Month, besides: &[Month]) -> Vec<Choice> {
    let mut months: Vec<Month> = (0..MONTHS).map(|back| newest.plus(-back)).chain(besides.iter().copied()).collect();
    months.sort_unstable_by(|a, b| b.cmp(a));
    months.dedup();
    let name = |month, lang| domain::text::month(month, lang);
    let text = |month| Text::new(name(month, Lang::Vi), name(month, Lang::En));
    months.into_iter().map(|month| Choice { code: month.to_string(), name: text(month) }).collect()
}

/// The month the address asks for: any that has begun.
fn asked_month(asked: &Asked, preset: Month, newest: Month, besides: &[Month]) -> Result<Month, Trouble> {
    let Some(text) = asked.parameter("month") else { return Ok(preset) };
    text.parse().ok().filter(|month: &Month| *month <= newest).ok_or_else(|| Trouble::Parameter {
        name: "month",
        value: text.to_owned(),
        valid: month_choices(newest, besides),
    })
}

fn shown_choices() -> Vec<Choice> {
    SHOWN.iter().map(|(_, code, vi, en)| Choice::new(*code, Text::new(*vi, *en))).collect()
}

/// `/returns?month=2024-01&show=silent`, for the statistics room.
pub(super) async fn show(asked: &Asked, context: &Context) -> Result<Answer, Trouble> {
    page(asked, context, None, None).await
}

/// What takes long to make of a month: as it was made before, while nothing of it has changed.
pub(super) async fn priced(asked: &Asked, context: &Context, month: Month) -> Result<Arc<Priced>, Trouble> {
    let desk = asked.desk()?;
    let (kept, stamp) = (&desk.priced, (board::changed(context).await?, context.today()));
    if let Some(priced) = kept.get(&month, stamp) {
        return Ok(priced);
    }
    let _turn = desk.pricing.lock().await;
    if let Some(priced) = kept.get(&month, stamp) {
        return Ok(priced);
    }
    let priced = Arc::new(board::priced(context, month).await?);
    kept.keep(month, stamp, Arc::clone(&priced));
    Ok(priced)
}

/// The page of a month: of the one that is given, or asked for in the address, or collected now.
async fn page(
    asked: &Asked,
    context: &Context,
    month: Option<Month>,
    came: Option<Result<Reminded, Text>>,
) -> Result<Answer, Trouble> {
    let days = office::returns::board::collection_days(context).await?;
    let newest = Month::of(context.today());
    let reported: Vec<Month> = office::returns::board::last_reported(context).await?.into_iter().collect();
    let month = match month {
        Some(month) => month,
        None => asked_month(asked, collected(context, days), newest, &reported)?,
    };
    let code = asked.choose("show", "silent", shown_choices)?;
    let show = SHOWN.iter().find(|one| one.1 == code).map_or(Show::Silent, |one| one.0);
    let priced = priced(asked, context, month).await?;
    let seen = board(context, month, &priced).await?;
    let p = asked.page("", "");
    let mut record = Record::new(asked, p.t("Thu báo cáo tháng", "Collecting the month"), &[]);
    record.simulated(seen.simulated && !p.simulated());
    record.lead.push(lead(&p, &seen));
    if let Some(came) = came {
        record.notices.push(reminded(&p, came));
    }
    record.section(live(&p, &priced));
    record.section(doubted(&p, month, &priced));
    let mut rows: Vec<&Responder> = seen.rows.iter().filter(|row| show.holds(row)).collect();
    if show == Show::Silent {
        // Whose silence could move most comes first.
        rows.sort_by(|a, b| b.points.unwrap_or_default().abs().total_cmp(&a.points.unwrap_or_default().abs()));
    }
    let mut list = Section { narrowed: true, ..Section::titled(p.t("Ai đã báo cáo", "Who has reported")) };
    list.said.push(match p.is_vi() {
        true => format!("{} cơ sở.", rows.len()),
        false => format!("{} establishments.", rows.len()),
    });
    let part = part_of(asked, &rows);
    if !part.is_empty() {
        list.grids.push(responders(&p, month, part));
    }
    list.turn = turn(asked, &p, rows.len() as u64);
    record.picks = vec![
        Select::new(
            &p,
            "month",
            p.t("Tháng", "Month"),
            month_choices(newest, &[reported, vec![month]].concat()),
            &month.to_string(),
        ),
        Select::new(&p, "show", p.t("Xem", "Show"), shown_choices(), &code),
    ];
    record.section(list);
    remind_deed(&mut record, &p, &seen, asked.desk()?.sends_texts);
    record.keep("/returns", &mut None);
    record.answer()
}

fn count(seen: &Board, which: impl Fn(&Responder) -> bool) -> usize {
    seen.rows.iter().filter(|row| which(row)).count()
}

fn lead(p: &Page, seen: &Board) -> String {
    let silent = count(seen, |row| row.standing.answer == Said::Silent);
    let late = count(seen, |row| row.standing.answer != Said::Silent && row.standing.late);
    let zero = count(seen, |row| row.standing.answer == Said::ReportedZero);
    let excepted = count(seen, |row| matches!(row.door, Door::Excepted(_)));
    let (all, days) = (seen.rows.len(), seen.days);
    let (due, lock, release) = (days.due_date(seen.month), days.lock_date(seen.month), days.release_date(seen.month));
    let [due, lock, release] = [due, lock, release].map(|day| p.date(day));
    match p.is_vi() {
        true => format!(
            "{}: {} trong {all} cơ sở đã báo cáo ({zero} không phát sinh, {late} nộp chậm), {silent} chưa báo cáo, {excepted} được mở ngoại lệ. Hạn {due}, công bố {release}, khóa sau {lock}.",
            p.month_title(seen.month),
            all - silent
        ),
        false => format!(
            "{}: {} of {all} establishments have reported ({zero} nothing produced, {late} late), {silent} are silent, {excepted} have an exception. Due {due}, release {release}, locked after {lock}.",
            p.month(seen.month),
            all - silent
        ),
    }
}

/// The index so far.
fn live(p: &Page, seen: &Priced) -> Section {
    let mut section = Section::titled(p.t("Chỉ số đến lúc này", "The index so far"));
    let Some(live) = &seen.live else {
        section.said.push(
            p.t(
                "Chưa tính được: chưa có báo cáo nào của tháng này.",
                "Nothing can be computed: no return of this month has come.",
            )
            .to_owned(),
        );
        return section;
    };
    section.said.push(
        p.t(
            "Tính từ các báo cáo đã nhận, phần thiếu được gán; chưa công bố.",
            "From the returns received, the gaps filled; not published.",
        )
        .to_owned(),
    );
    let heads = vec![
        head(p.t("Ngành", "Industry")),
        number(p.t("So với tháng trước (%)", "On the month (%)")),
        number(p.t("So với cùng kỳ (%)", "On the year (%)")),
        number(p.t("Đã quan sát", "Observed")),
    ];
    let percent = |value: Option<f64>| match value {
        Some(value) => Cell::signed(p.percent(value), value),
        None => words("–"),
    };
    let row = |node: &LiveNode| {
        let class = match node.depth {
            0 => "whole",
            _ => "",
        };
        let observed = node.observed.map_or_else(|| "–".to_owned(), |share| p.share(100.0 * share));
        let name = Cell::head(format!("{}{}", if node.depth == 2 { "· " } else { "" }, p.of(&node.name)), None);
        Row {
            class,
            ..Row::new(vec![name, percent(node.changes[0]), percent(node.changes[1]), Cell::number(observed)])
        }
    };
    section.grids.push(Grid {
        caption: p.t("Toàn ngành và từng ngành", "The whole and each industry").to_owned(),
        heads,
        rows: live.nodes.iter().map(row).collect(),
    });
    section
}

fn points(p: &Page, points: f64) -> Cell {
    Cell::number(p.points(points))
}

/// What is in doubt, most points first.
fn doubted(p: &Page, month: Month, seen: &Priced) -> Section {
    let mut section = Section::titled(p.t("Cần xem lại, theo điểm chỉ số", "To be looked at, by index points"));
    let open: Vec<&Doubt> =
        seen.doubts.iter().filter(|doubt| !doubt.is_silence && doubt.state != DoubtState::Accepted).collect();
    let accepted = seen.doubts.iter().filter(|doubt| doubt.state == DoubtState::Accepted).count();
    section.said.push(match p.is_vi() {
        true => format!("{} chỗ chờ xem, {accepted} đã chấp nhận.", open.len()),
        false => format!("{} wait, {accepted} accepted.", open.len()),
    });
    if open.is_empty() {
        return section;
    }
    let heads = vec![
        head(p.t("Cơ sở", "Establishment")),
        number(p.t("Điểm chỉ số", "Index points")),
        head(p.t("Nghi vấn", "Doubt")),
        head(p.t("Tình trạng", "State")),
    ];
    let row = |doubt: &&Doubt| {
        let href = p.link(&format!("/review/{}/{}", doubt.item.establishment, month));
        let text = doubt.item.findings.first().map(|finding| p.of(&finding.text)).unwrap_or_default();
        Row::new(vec![
            Cell::head(doubt.name.clone(), Some(href)),
            points(p, doubt.item.points()),
            words(text),
            words(state_name(p, doubt.state)),
        ])
    };
    let caption = p.t("Nghi vấn chưa kết luận", "Doubts not settled").to_owned();
    section.grids.push(Grid { caption, heads, rows: open.iter().take(DOUBTS).map(row).collect() });
    section
}

pub(super) fn state_name(p: &Page, state: DoubtState) -> &str {
    match state {
        DoubtState::Open => p.t("chưa xem", "not looked at"),
        DoubtState::Explained => p.t("doanh nghiệp đã giải thích", "explained by the firm"),
        DoubtState::Asked => p.t("đang hỏi doanh nghiệp", "the firm is asked"),
        DoubtState::Accepted => p.t("đã chấp nhận", "accepted"),
    }
}

fn responders(p: &Page, month: Month, rows: &[&Responder]) -> Grid {
    let heads = vec![
        head(p.t("Cơ sở", "Establishment")),
        head(p.t("Đã nói gì", "What was said")),
        number(p.t("Điểm chỉ số", "Index points")),
        head(p.t("Nhắc gần nhất", "Last reminder")),
    ];
    let row = |row: &&Responder| {
        let href = p.link(&place(&row.establishment.code, month));
        let reminder = row.reminded.as_ref().map_or_else(String::new, |(reminder, state)| {
            format!("{}, {}", p.day_of(reminder.moment), p.of(&state.name()))
        });
        Row::new(vec![
            Cell::head(row.establishment.name.clone(), Some(href)).with(row.enterprise.clone()),
            words(standing(p, row)),
            row.points.map_or_else(|| words("–"), |value| points(p, value)),
            words(reminder),
        ])
    };
    Grid { caption: p.t("Cơ sở", "Establishments").to_owned(), heads, rows: rows.iter().map(row).collect() }
}

fn standing(p: &Page, row: &Responder) -> String {
    let said = match row.standing.answer {
        Said::Quantity => p.t("đã báo cáo", "reported"),
        Said::ReportedZero => p.t("không phát sinh", "nothing produced"),
        Said::Silent => p.t("chưa báo cáo", "silent"),
    };
    let late = match (row.standing.late, row.standing.answer) {
        (true, Said::Silent) => p.t(", quá hạn", ", overdue"),
        (true, _) => p.t(", nộp chậm", ", late"),
        (false, _) => "",
    };
    let door = match row.door {
        Door::Locked(_) => p.t(", đã khóa", ", locked"),
        Door::Excepted(_) => p.t(", được mở ngoại lệ", ", by exception"),
        _ => "",
    };
    format!("{said}{late}{door}")
}

fn remind_deed(record: &mut Record, p: &Page, seen: &Board, sends_texts: bool) {
    let silent = count(seen, |row| row.standing.answer == Said::Silent && row.door.is_open());
    if silent == 0 {
        return;
    }
    let name = match p.is_vi() {
        true => format!("Nhắc {silent} cơ sở chưa báo cáo"),
        false => format!("Remind the {silent} that are silent"),
    };
    let hint = p.t(
        "Mỗi người có tài khoản của doanh nghiệp nhận một thư; ai vừa được nhắc trong 20 giờ thì không nhắc lại.",
        "Everybody with an account of the firm gets one message; nobody who was reminded within 20 hours is reminded again.",
    );
    let mut fields = vec![
        Field::hidden("month", seen.month.to_string()),
        Field::line("only", p.t("Chỉ các mã cơ sở này", "Only these establishments, by code"))
            .optional()
            .hint(p.t("Để trống là tất cả. Cách nhau bằng dấu cách.", "Leave it empty for all; blanks between.")),
    ];
    if sends_texts {
        let texts = p.t(
            "Cả tin nhắn tới số điện thoại đã khai (SMS, Zalo)",
            "By text too, where a telephone is told (SMS, Zalo)",
        );
        let by = Field::any("by", p.t("Cách nhắc", "How"), vec![("text".to_owned(), texts.to_owned())]);
        fields.push(by.optional());
    }
    record.deed(&name, hint, FormView::new(p, "/returns/remind", &name, fields), &mut None);
}

fn reminded(p: &Page, came: Result<Reminded, Text>) -> Notice {
    let came = match came {
        Ok(came) => came,
        Err(why) => return Notice { warns: true, text: p.of(&why) },
    };
    let unreachable: Vec<String> = came.unreachable.iter().map(ToString::to_string).collect();
    let Reminded { mails, texts, establishments: about, left_alone: rested, .. } = came;
    let by_text = match (texts, p.is_vi()) {
        (0, _) => String::new(),
        (_, true) => format!(" và {texts} tin nhắn"),
        (_, false) => format!(" and {texts} texts"),
    };
    let mut text = match p.is_vi() {
        true => format!(
            "{mails} thư{by_text} nhắc {about} cơ sở đã vào hàng chờ gửi; {rested} cơ sở vừa được nhắc nên để yên."
        ),
        false => format!(
            "{mails} mails{by_text} about {about} establishments wait to be sent; {rested} were reminded lately and are left alone."
        ),
    };
    if !unreachable.is_empty() {
        let (vi, en) = (" Chưa có ai có tài khoản, hãy gọi điện: ", " Nobody has an account, call them: ");
        text.push_str(&format!("{}{}.", p.t(vi, en), unreachable.join(", ")));
    }
    Notice { warns: !unreachable.is_empty(), text }
}

/// Reminds the silent of a month.
pub(super) async fn remind(asked: &Asked, context: &Context) -> Result<Answer, Trouble> {
    let month: Month = asked.fields.text("month").parse().map_err(|_| Trouble::NotFound)?;
    let only: Result<std::collections::BTreeSet<_>, _> =
        asked.fields.text("only").split([' ', ',', ';']).filter(|code| !code.is_empty()).map(str::parse).collect();
    let came = match only {
        Err(_) => Err(Text::new("Có mã cơ sở không đúng; chưa nhắc ai.", "A code is not one; nobody was reminded.")),
        Ok(only) => {
            let only = (!only.is_empty()).then_some(only);
            let by_text = asked.desk()?.sends_texts && asked.fields.all("by").any(|way| way == "text");
            match reminding::remind(context, month, only.as_ref(), by_text).await.map_err(Trouble::from) {
                Ok(came) => Ok(came),
                Err(Trouble::Said(text)) => Err(text),
                Err(trouble) => return Err(trouble),
            }
        }
    };
    page(asked, context, Some(month), Some(came)).await
}
