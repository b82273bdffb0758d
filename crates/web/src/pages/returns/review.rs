//! One establishment's doubts with the evidence on one screen, and what is said of them.

use std::sync::Arc;

use domain::checks::{Finding, Number};
use domain::register::ProductCode;
use domain::returns::panel::Mark as PanelMark;
use domain::returns::sent::{LockException, Verdict};
use domain::review::Stake;
use formats::figure::{Frame, Line, LineChart, Mark, Point, Role, Unit};
use office::context::{Context, OfficeError};
use office::returns::board::Doubt;
use office::returns::duties::except;
use office::returns::judging::{Evidence, Peer, REPLACEABLE, evidence, judge, replace};

use super::room::state_name;
use super::{named, place};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Field, FormView, Grid, Reading, Row, head, number, words};
use crate::page::Page;
use crate::pages::record::{Record, Section};
use crate::trouble::Trouble;

/// `/review/CS-001/2024-01`.
pub(crate) async fn show(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    page(&asked, &asked.context()?, None).await
}

/// The page; a form that could not be taken says why.
async fn page(asked: &Asked, context: &Context, mut wrong: Option<FormView>) -> Result<Answer, Trouble> {
    let (code, month) = named(asked)?;
    let priced = super::room::priced(asked, context, month).await?;
    let found = evidence(context, (&code, month), &priced).await?;
    let p = asked.page("", "");
    let title = format!("{}: {}", found.establishment.name, p.month(month));
    let board = format!("/returns?month={month}");
    let mut record = Record::new(asked, &title, &[(p.t("Thu báo cáo tháng", "Collecting the month"), &board)]);
    record.kind = format!("{} · {code}", found.enterprise);
    record.way(p.t("Báo cáo của tháng", "The return"), &place(&code, month));
    if found.doubts.is_empty() {
        record.lead.push(
            p.t("Không có gì nghi vấn trong báo cáo tháng này.", "Nothing is in doubt in the return of this month.")
                .to_owned(),
        );
    }
    for doubt in &found.doubts {
        record.section(of_doubt(&p, &found, doubt));
    }
    record.section(said_before(&p, &found));
    deeds(&mut record, &p, &found, &mut wrong);
    record.keep(&format!("/review/{code}/{month}"), &mut wrong);
    record.answer()
}

fn product_name(p: &Page, found: &Evidence, code: Option<&ProductCode>) -> String {
    let product = code.and_then(|code| found.register.products.get(code));
    match product {
        Some(product) => {
            if p.is_vi() {
                product.name_vi.clone()
            } else {
                product.name_en.clone()
            }
        }
        None => p.t("Cả báo cáo", "The whole return").to_owned(),
    }
}

/// What is doubted, its price, the history, the peers.
fn of_doubt(p: &Page, found: &Evidence, doubt: &Doubt) -> Section {
    let item = &doubt.item;
    let mut section = Section::titled(&product_name(p, found, item.product.as_ref()));
    let points = item.points();
    section.said.push(match p.is_vi() {
        true => format!(
            "Có thể làm chỉ số toàn ngành đổi {} điểm. Tình trạng: {}.",
            p.points(points),
            state_name(p, doubt.state)
        ),
        false => format!(
            "It could move the whole index by {} points. State: {}.",
            p.points(points),
            state_name(p, doubt.state)
        ),
    });
    let heads = vec![head(p.t("Quy tắc", "Rule")), head(p.t("Nói gì", "What it says"))];
    let row = |finding: &Finding| {
        let rule = found.rules.rules.iter().find(|rule| rule.source.code == finding.rule);
        let name = rule.map(|rule| p.of(&rule.source.name)).unwrap_or_default();
        Row::new(vec![Cell::head(name, None).with(finding.rule.clone()), words(p.of(&finding.text))])
    };
    section.grids.push(Grid {
        caption: p.t("Vì sao nghi vấn", "Why it is in doubt").to_owned(),
        heads,
        rows: item.findings.iter().map(row).collect(),
    });
    if let Some(stake) = item.stakes.first() {
        section.figures.push(history(p, found, stake));
        section.grids.push(stakes(p, found, &item.stakes));
    }
    let peers: Vec<&Peer> = found.peers.iter().filter(|peer| Some(&peer.product) == item.product.as_ref()).collect();
    if !peers.is_empty() {
        section.grids.push(peer_grid(p, &peers));
    }
    section
}

/// The figures in doubt: what was reported, what it would be filled with.
fn stakes(p: &Page, found: &Evidence, stakes: &[Stake]) -> Grid {
    let heads = vec![
        head(p.t("Số", "Figure")),
        number(p.t("Đã báo cáo", "Reported")),
        number(p.t("Số gán nếu thiếu", "It would be filled with")),
        number(p.t("Nhóm cùng sản phẩm đổi", "The peers moved by")),
        number(p.t("Điểm chỉ số", "Index points")),
    ];
    let cell = |value: Option<f64>| Cell::number(value.map_or_else(|| "–".to_owned(), |value| p.plain(value, 1)));
    let row = |stake: &Stake| {
        let moved = stake.peers_ratio.map_or_else(|| "–".to_owned(), |ratio| p.percent(100.0 * ratio - 100.0));
        Row::new(vec![
            Cell::head(product_name(p, found, Some(&stake.product)), None).with(p.month(stake.month)),
            cell(stake.reported),
            cell(stake.expected),
            Cell::number(moved),
            Cell::number(stake.points.map_or_else(|| "–".to_owned(), |points| p.points(points))),
        ])
    };
    Grid {
        caption: p.t("Số liệu nghi vấn", "The figures in doubt").to_owned(),
        heads,
        rows: stakes.iter().map(row).collect(),
    }
}

fn peer_grid(p: &Page, peers: &[&Peer]) -> Grid {
    let heads = vec![
        head(p.t("Cơ sở cùng sản phẩm", "Establishment with the same product")),
        number(p.t("Tháng trước", "Last month")),
        number(p.t("Tháng này", "This month")),
        number(p.t("Thay đổi", "Change")),
    ];
    let cell = |value: Option<f64>| Cell::number(value.map_or_else(|| "–".to_owned(), |value| p.plain(value, 1)));
    let row = |peer: &&Peer| {
        let change = peer.before.zip(peer.now).filter(|(before, _)| *before > 0.0);
        let change = change.map_or_else(
            || words("–"),
            |(before, now)| {
                let change = 100.0 * now / before - 100.0;
                Cell::signed(p.percent(change), change)
            },
        );
        Row::new(vec![Cell::head(peer.name.clone(), None), cell(peer.before), cell(peer.now), change])
    };
    Grid { caption: p.t("Các cơ sở khác", "Its peers").to_owned(), heads, rows: peers.iter().map(row).collect() }
}

/// The figure in doubt as the last in its history.
fn history(p: &Page, found: &Evidence, stake: &Stake) -> String {
    let point = |(_, value, mark): &(domain::period::Month, Option<f64>, PanelMark)| match value {
        Some(value) => {
            let filled = matches!(mark, PanelMark::Filled(_));
            let note = if filled { p.t("số gán", "filled").to_owned() } else { String::new() };
            Point::Value { value: *value, mark: if filled { Mark::Imputed } else { Mark::Settled }, note }
        }
        None => Point::Missing,
    };
    let name = product_name(p, found, Some(&stake.product));
    let months = domain::period::MonthRange::new(stake.history.first().map_or(stake.month, |one| one.0), stake.month);
    let draw = |frame: Frame| {
        LineChart {
            id: format!("history-{}-{}", stake.product, frame.name()),
            title: format!("{name}: {}", p.t("sản lượng các tháng", "production by month")),
            description: p.t("Điểm cuối là số đang nghi vấn.", "The last point is the figure in doubt.").to_owned(),
            lang: p.lang,
            frame,
            unit: Unit { digits: 0, suffix: "", signed: false },
            scale: String::new(),
            months,
            yearly: false,
            lines: vec![Line {
                name: name.clone(),
                role: Role::Own,
                points: stake.history.iter().map(point).collect(),
            }],
            reference: None,
        }
        .draw()
    };
    Frame::BOTH.map(draw).concat()
}

/// What was explained and said before.
fn said_before(p: &Page, found: &Evidence) -> Section {
    let mut section = Section::titled(p.t("Đã nói gì trước đây", "What was said before"));
    let heads = || vec![head(p.t("Khi nào", "When")), head(p.t("Ai", "Who")), head(p.t("Nói gì", "What"))];
    let explained = found.explanations.iter().rev().map(|one| {
        let about = format!("{} · {}", product_name(p, found, one.product.as_ref()), one.rule);
        Row::new(vec![
            words(p.month(one.month)),
            words(p.t("giải thích", "explanation")).with(about),
            words(one.text.clone()),
        ])
    });
    let judged = found.judgements.iter().rev().map(|one| {
        let about = format!("{} · {}", p.of(&one.verdict.name()), one.rule);
        Row::new(vec![words(p.day_of(one.moment)), words(one.by.clone()).with(about), words(one.text.clone())])
    });
    let rows: Vec<Row> = judged.chain(explained).collect();
    if !rows.is_empty() {
        section.grids.push(Grid {
            caption: p.t("Giải thích và kết luận", "Explanations and judgements").to_owned(),
            heads: heads(),
            rows,
        });
    }
    section
}

/// Where the forms of this page are sent.
fn at(p: &Page, act: &str) -> String {
    let path = p.path.as_str();
    let page = ["/judge", "/replace", "/except"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    format!("{page}/{act}")
}

/// The form that accepts a figure, or asks the firm about it: of the `n`th doubt.
fn judging(p: &Page, n: &str, product: &str, verdict: Verdict) -> FormView {
    let (button, label) = match verdict {
        Verdict::Asked => (ask(p), p.t("Câu hỏi", "The question")),
        Verdict::Accepted | Verdict::Replaced => (accept(p), p.t("Vì sao số này đúng", "Why the figure is right")),
    };
    let fields = vec![
        Field::lines(text_field(n, verdict), label),
        Field::hidden("n", n),
        Field::hidden("product", product),
        Field::hidden("verdict", verdict.code()),
    ];
    FormView::new(p, &at(p, "judge"), button, fields)
}

fn text_field(n: &str, verdict: Verdict) -> String {
    format!("text-{n}-{}", verdict.code())
}

fn accept(p: &Page) -> &str {
    p.t("Chấp nhận", "Accept")
}

fn ask(p: &Page) -> &str {
    p.t("Hỏi doanh nghiệp", "Ask the firm")
}

fn replacing_name(p: &Page) -> &str {
    p.t("Thay số", "Put another figure in place")
}

/// The form that puts another figure in place.
fn replacing(p: &Page, n: &str, product: &str) -> FormView {
    let choices = REPLACEABLE.map(|number| {
        let label = match number {
            Number::ActualPrevious => p.t("tháng trước, chính thức", "last month, actual"),
            _ => p.t("tháng này, ước tính", "this month, estimate"),
        };
        (number.name().to_owned(), label.to_owned())
    });
    let fields = vec![
        Field::one(format!("number-{n}"), p.t("Thay số nào", "Which figure"), choices.into()),
        Field::typed(format!("value-{n}"), p.t("Số thay vào", "The figure in its place"), "decimal", "off"),
        Field::line(format!("why-{n}"), p.t("Lý do, nguồn", "Why, and by whose word")),
        Field::hidden("n", n),
        Field::hidden("product", product),
    ];
    FormView::new(p, &at(p, "replace"), replacing_name(p), fields)
}

fn excepting_name(p: &Page) -> &str {
    p.t("Mở ngoại lệ sau khóa", "Make an exception from the lock")
}

/// The form that makes an exception from the lock.
fn excepting(p: &Page) -> FormView {
    let fields = vec![
        Field::typed("until", p.t("Đến hết ngày", "Until"), "date", "off"),
        Field::line("reason", p.t("Lý do", "Why")),
    ];
    FormView::new(p, &at(p, "except"), excepting_name(p), fields)
}

/// What can be said of every doubt, and the exception from the lock.
fn deeds(record: &mut Record, p: &Page, found: &Evidence, wrong: &mut Option<FormView>) {
    for (n, doubt) in found.doubts.iter().enumerate() {
        let (n, name) = (n.to_string(), product_name(p, found, doubt.item.product.as_ref()));
        let product = doubt.item.product.as_ref().map_or("", |code| code.as_str());
        let mut add =
            |what: &str, hint: &str, form: FormView| record.deed(&format!("{what}: {name}"), hint, form, wrong);
        add(accept(p), "", judging(p, &n, product, Verdict::Accepted));
        let hint = p
            .t("Doanh nghiệp thấy câu hỏi trên trang báo cáo của mình.", "The firm sees the question on its own page.");
        add(ask(p), hint, judging(p, &n, product, Verdict::Asked));
        if doubt.item.product.is_some() {
            let hint = p.t("Số doanh nghiệp gửi vẫn được giữ.", "What the firm sent is kept.");
            add(replacing_name(p), hint, replacing(p, &n, product));
        }
    }
    let hint = p.t(
        "Cơ sở gửi được tháng này đến hết ngày đó; báo cáo vào lần công bố sau.",
        "The establishment can send this month until then; it enters a later release.",
    );
    record.deed(excepting_name(p), hint, excepting(p), wrong);
}

/// What a form of this page came to: the page again, with what is wrong where something is.
async fn done(
    asked: &Asked,
    context: &Context,
    form: FormView,
    came: Result<(), OfficeError>,
) -> Result<Answer, Trouble> {
    let (code, month) = named(asked)?;
    match came.map_err(Trouble::from) {
        Ok(()) => Ok(Answer::See(crate::page::link(asked.lang, &format!("/review/{code}/{month}?done=judged")))),
        Err(Trouble::Said(text)) => {
            let wrong = form.wrong("", asked.page("", "").of(&text));
            page(asked, context, Some(wrong)).await
        }
        Err(trouble) => Err(trouble),
    }
}

fn product_of(asked: &Asked) -> Result<Option<ProductCode>, Trouble> {
    match asked.fields.text("product") {
        "" => Ok(None),
        code => code.parse().map(Some).map_err(|_| Trouble::NotFound),
    }
}

/// Accepts a figure, or asks the firm about it.
pub(crate) async fn take_judgement(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, of) = (asked.context()?, named(&asked)?);
    let p = asked.page("", "");
    let verdict = match asked.fields.text("verdict").parse() {
        Ok(verdict @ (Verdict::Accepted | Verdict::Asked)) => verdict,
        _ => return Err(Trouble::NotFound),
    };
    let n = asked.fields.text("n");
    let mut reading = Reading::of(judging(&p, n, asked.fields.text("product"), verdict), &asked.fields, &p);
    let text = reading.line(&text_field(n, verdict)).unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return page(&asked, &context, Some(form)).await,
    };
    let came = judge(&context, (&of.0, of.1), product_of(&asked)?.as_ref(), verdict, &text).await;
    done(&asked, &context, form, came).await
}

/// Puts another figure in place.
pub(crate) async fn take_replacement(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, of) = (asked.context()?, named(&asked)?);
    let (p, n) = (asked.page("", ""), asked.fields.text("n"));
    let product = product_of(&asked)?.ok_or(Trouble::NotFound)?;
    let mut reading = Reading::of(replacing(&p, n, product.as_str()), &asked.fields, &p);
    let value = reading.number(&format!("value-{n}"));
    let why = reading.line(&format!("why-{n}")).unwrap_or_default();
    let number = Number::named(asked.fields.text(&format!("number-{n}")));
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return page(&asked, &context, Some(form)).await,
    };
    let (Some(number), Some(value)) = (number, value) else { return Err(Trouble::NotFound) };
    let came = replace(&context, (&of.0, of.1), (&product, number), value, &why).await;
    done(&asked, &context, form, came).await
}

/// Makes an exception from the lock.
pub(crate) async fn take_exception(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let (context, (establishment, month)) = (asked.context()?, named(&asked)?);
    let p = asked.page("", "");
    let mut reading = Reading::of(excepting(&p), &asked.fields, &p);
    let until = reading.date("until");
    if until.is_some_and(|until| until < context.today()) {
        reading.wrong("until", p.t("Ngày này đã qua.", "That day has passed."));
    }
    let reason = reading.line("reason").unwrap_or_default();
    let form = match reading.done() {
        Ok(form) => form,
        Err(form) => return page(&asked, &context, Some(form)).await,
    };
    let Some(until) = until else { return page(&asked, &context, Some(form)).await };
    let came = except(&context, &LockException { establishment, month, until, reason }).await;
    done(&asked, &context, form, came).await
}
