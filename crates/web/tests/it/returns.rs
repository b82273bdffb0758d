//! A firm's month on its page: without a script, by a program, and on a phone whose line is lost and comes back.

use domain::authority::Role;
use domain::period::{Month, MonthRange};
use domain::register::{Establishment, Event, EventKind, Product};
use domain::returns::{Return, ReturnLine};
use domain::text::Lang;
use office::context::Context;
use office::returns::paper;
use office::{AsOf, WeightSet, settings};

use crate::browser::chromium;
use crate::devtools::Browser;
use crate::line::Line;
use crate::people::{FIRM, Office, account};

const MINE: &str = "CS-0710-1";
const ORE: &str = "0710-01";
const PLACE: &str = "/returns/CS-0710-1/2024-02";

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// What the mine made: a season that comes back every year.
fn made(month: Month) -> f64 {
    [900.0, 700.0, 1000.0, 1100.0, 1200.0, 1100.0, 1000.0, 1050.0, 1100.0, 1000.0, 950.0, 900.0]
        [usize::from(month.month_of_year()) - 1]
}

fn answer(month: Month) -> Return {
    let line = ReturnLine {
        product: ORE.parse().unwrap(),
        actual_previous: Some(made(month.previous())),
        estimate: Some(made(month)),
        plan_next: Some(made(month.next())),
        shipments: Some(made(month)),
        shipments_value: Some(made(month) * 2.0),
        opening_stock: Some(150.0),
        closing_stock: Some(150.0),
    };
    Return {
        establishment: MINE.parse().unwrap(),
        month,
        received: month.next().first_day(),
        lines: vec![line],
        employees: Some(42),
        capacity_used: Some(80.0),
        reason: String::new(),
    }
}

/// Iron ore is all there is.
fn basket() -> WeightSet {
    let chain = [("TOTAL", None), ("B", Some("TOTAL")), ("07", Some("B")), ("0710", Some("07")), (ORE, Some("0710"))];
    let weights = chain.map(|(code, parent): (&str, Option<&str>)| {
        (code.to_owned(), parent.map(str::to_owned), (code == ORE).then_some(100.0))
    });
    let year: domain::period::Year = "2022".parse().unwrap();
    let mean = year.months().iter().map(made).sum::<f64>() / 12.0;
    let base_quantities = [(ORE.parse().unwrap(), mean)].into();
    WeightSet { base: year, from: month("2022-01"), until: None, weights: weights.into(), base_quantities }
}

/// An office with a mine of the firm and two years of its returns, up to January 2024.
pub(crate) fn with_mine() -> Office {
    let office = Office::open();
    let operator = office.operator();
    let mine = Establishment {
        code: MINE.parse().unwrap(),
        enterprise: FIRM.parse().unwrap(),
        name: "Mỏ sắt thử".into(),
        industry: "2018:0710".parse().unwrap(),
        commune: "2020:00691".parse().unwrap(),
        events: vec![Event { date: "2010-01-01".parse().unwrap(), kind: EventKind::Opening, reason: String::new() }],
    };
    let product = |code: &str, vi: &str, en: &str| Product {
        code: code.parse().unwrap(),
        name_vi: vi.into(),
        name_en: en.into(),
        unit: "tấn".into(),
        industry: "2018:0710".parse().unwrap(),
    };
    let products = [product(ORE, "Quặng sắt", "Iron ore"), product("0710-02", "Tinh quặng sắt", "Iron concentrate")];
    let months = MonthRange::new(month("2022-01"), month("2024-01"));
    let returns: Vec<Return> = months.iter().map(answer).collect();
    office.wait(async {
        settings::begin_office(&operator).await.unwrap();
        office::register::take_establishments(&operator, &[mine], "").await.unwrap();
        office::register::take_products(&operator, &products, "").await.unwrap();
        settings::take_baskets(&operator, &[basket()], "").await.unwrap();
        office::returns::take(&operator, &returns, "").await.unwrap();
    });
    office
}

/// The fields of a sound February, as typed.
pub(crate) fn february() -> Vec<(&'static str, &'static str)> {
    vec![
        ("situation", "producing"),
        ("actual_previous.0710-01", "900"),
        ("estimate.0710-01", "712,5"),
        ("plan_next.0710-01", "1000"),
        ("shipments.0710-01", "700"),
        ("shipments_value.0710-01", "1400"),
        ("opening_stock.0710-01", "150"),
        ("closing_stock.0710-01", "162,5"),
        ("employees", "42"),
        ("capacity_used", "80"),
        ("reason", ""),
        ("restart", ""),
    ]
}

/// Somebody of the firm sends a February that is doubted, with an explanation; the address of the receipt.
pub(crate) fn doubted(office: &Office) -> String {
    let firm = office.someone(Role::Firm);
    let fields = with(with(february(), "estimate.0710-01", "7125"), "closing_stock.0710-01", "6575");
    let page = office.fill(&firm, PLACE, &with(fields.clone(), "act", "check")).text();
    let names: Vec<String> = explained(&page);
    let mut sent = with(fields, "act", "send");
    sent.extend(names.iter().map(|name| (name.as_str(), "mở thêm vỉa mới")));
    let sent = office.fill(&firm, PLACE, &sent);
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").to_owned()
}

/// The names of the fields in which a page of answers asks for explanations.
fn explained(page: &str) -> Vec<String> {
    let found = page.match_indices("<textarea id=\"explain.");
    found.map(|(at, _)| page[at + 14..].split('"').next().unwrap().to_owned()).collect()
}

/// The same with another value in a field.
fn with<'a>(mut fields: Vec<(&'a str, &'a str)>, name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value));
    fields
}

/// The returns of a month in the database.
fn stored(office: &Office, text: &str) -> Vec<Return> {
    office.wait(office.store.returns(AsOf::latest(), MonthRange::new(month(text), month(text)))).unwrap()
}

#[test]
fn a_month_is_filled_in_read_once_more_and_sent() {
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let list = office.get(&firm, "/returns").text();
    assert!(list.contains(PLACE) && list.contains("Báo cáo, hạn 05/03/2024"), "{list}");
    let page = office.get(&firm, PLACE).text();
    for said in [
        "Mỏ sắt thử",
        "Quặng sắt",
        "Tháng trước đã ước: 900",
        "Tháng trước đã dự kiến: 700",
        "name=\"opening_stock.0710-01\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" value=\"150\"",
        "Gửi được đến hết ngày 05/03/2024",
        "Tháng trước: 42",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(office.get(&firm, &format!("/en{PLACE}")).text().contains("Estimated last month: 900"));
    // Kilograms in place of tonnes: the page says where, and nothing is written.
    let wrong = with(february(), "estimate.0710-01", "712500");
    let answers = office.fill(&firm, PLACE, &with(wrong.clone(), "act", "check")).text();
    assert!(answers.contains("chỗ cần sửa, hoặc giải thích nếu số đúng là như vậy"), "{answers}");
    assert!(answers.contains("name=\"explain.S-UNIT-SLIP.0710-01\"") && answers.contains("712.500"), "{answers}");
    let refused = office.fill(&firm, PLACE, &with(wrong, "act", "send"));
    let text = refused.text();
    assert!(refused.status == 422 && text.contains("Hãy sửa số, hoặc giải thích ở đây."), "{text}");
    assert_eq!(stored(&office, "2024-02"), []);
    // Back, corrected, read once more, sent.
    let back = office.fill(&firm, PLACE, &with(february(), "act", "edit")).text();
    assert!(back.contains("value=\"712,5\""), "what was typed is there: {back}");
    let answers = office.fill(&firm, PLACE, &with(february(), "act", "check")).text();
    assert!(answers.contains("Đọc lại một lần rồi bấm Gửi") && answers.contains("712,5"), "{answers}");
    let sent = office.fill(&firm, PLACE, &with(february(), "act", "send"));
    assert_eq!(sent.status, 303, "{}", sent.text());
    let receipt = sent.header("location").to_owned();
    let page = office.get(&firm, &receipt).text();
    assert!(page.contains("BC-2024-02-") && page.contains("Số liệu đang lưu đúng như đã gửi."), "{page}");
    let known = stored(&office, "2024-02");
    assert_eq!((known.len(), known[0].lines[0].estimate, known[0].employees), (1, Some(712.5), Some(42)));
    // The same again: the same receipt. Other figures: a reason is asked for.
    let again = office.fill(&firm, PLACE, &with(february(), "act", "send"));
    assert_eq!(again.header("location"), receipt);
    let corrected = with(with(february(), "employees", "43"), "act", "send");
    let unsaid = office.fill(&firm, PLACE, &corrected);
    assert!(unsaid.status == 422 && unsaid.text().contains("Hãy ghi lý do sửa"), "{}", unsaid.text());
    let said = office.fill(&firm, PLACE, &with(corrected, "why", "đếm lại"));
    assert!(said.status == 303 && said.header("location") != receipt, "{}", said.text());
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn nothing_produced_and_stopped_are_one_tap() {
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let stopped = [("situation", "stopped"), ("act", "send")];
    let unsaid = office.fill(&firm, PLACE, &stopped);
    assert!(unsaid.status == 422 && unsaid.text().contains("Hãy ghi vì sao ngừng"), "{}", unsaid.text());
    let both = [("situation", "nothing"), ("estimate.0710-01", "5"), ("act", "check")];
    assert!(office.fill(&firm, PLACE, &both).text().contains("Đã chọn không sản xuất"));
    let none = office.fill(&firm, PLACE, &[("situation", "producing"), ("act", "check")]);
    assert!(none.text().contains("Hãy điền sản lượng, hoặc chọn"), "{}", none.text());
    let said = [("situation", "stopped"), ("reason", "máy nghiền hỏng"), ("restart", "2024-03-10"), ("act", "send")];
    let sent = office.fill(&firm, PLACE, &said);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let page = office.get(&firm, sent.header("location")).text();
    assert!(page.contains("ngừng sản xuất") && page.contains("10/03/2024"), "{page}");
    let known = stored(&office, "2024-02");
    assert_eq!((known[0].lines[0].estimate, known[0].reason.as_str()), (Some(0.0), "máy nghiền hỏng"));
}

#[test]
fn another_firm_and_other_rooms_find_nothing() {
    let office = with_mine();
    for path in ["/returns/CS-0710-9/2024-02", "/returns/CS-0710-1/2024-13", "/receipts/BC-2024-02-7"] {
        assert_eq!(office.get(&office.someone(Role::Firm), path).status, 404, "{path}");
    }
    for role in [Role::Officer, Role::Leader, Role::Agency, Role::Auditor, Role::Administrator] {
        assert_eq!(office.get(&office.someone(role), PLACE).status, 403, "{role:?}");
    }
    let script = "<script>alert(1)</script>";
    let firm = office.someone(Role::Firm);
    let page = office.fill(&firm, PLACE, &with(with(february(), "reason", script), "act", "check")).text();
    assert!(!page.contains(script), "{page}");
    let page = office.fill(&firm, PLACE, &with(with(february(), "estimate.0710-01", script), "act", "check")).text();
    assert!(!page.contains(script) && page.contains("Số không đúng"), "{page}");
}

#[test]
fn on_a_phone_the_line_is_lost_and_nothing_else() {
    let Some(program) = chromium() else { return };
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let line = Line::to(office.server.address);
    let mut browser = Browser::with_scripts(program);
    browser.resize(390, 844);
    browser.hold_at(line.address, &firm.cookie);
    let url = format!("http://{}{PLACE}", line.address);
    browser.open(&url);
    browser.ask_later("navigator.serviceWorker.ready.then(() => true)");
    browser.open(&url);
    for (name, value) in february() {
        if !value.is_empty() {
            browser.fill(name, value);
        }
    }
    browser.fill("estimate.0710-01", "712500");
    let live = browser.ask("document.getElementById('estimate.0710-01-check').textContent");
    assert!(live.as_str().unwrap().contains("712.500"), "said while it is typed: {live}");
    browser.click("Kiểm tra và gửi");
    assert!(browser.text().contains("chỗ cần sửa"), "{}", browser.text());
    browser.click("Quay lại sửa");
    browser.fill("estimate.0710-01", "712,5");
    let live = browser.ask("document.getElementById('estimate.0710-01-check')?.textContent || ''");
    assert_eq!(live, "", "nothing is doubted any more");
    // The line is lost: the return waits on the phone, also when the browser is closed and opened again.
    line.cut();
    browser.click("Kiểm tra và gửi");
    browser.await_text("sẽ tự gửi khi có mạng lại");
    browser.open(&url);
    browser.await_text("sẽ tự gửi khi có mạng lại");
    assert_eq!(browser.ask("document.getElementById('estimate.0710-01').value"), "712,5");
    assert_eq!(stored(&office, "2024-02"), []);
    // It comes back: the return goes by itself.
    browser.seen();
    line.mend();
    browser.await_page();
    let receipt = browser.address();
    assert!(receipt.starts_with("/receipts/BC-2024-02-"), "{}", browser.text());
    assert_eq!(stored(&office, "2024-02")[0].lines[0].estimate, Some(712.5));
    browser.open(&url);
    assert_eq!(browser.ask("localStorage.length"), 0, "no draft is left");
    // The statistician sees it, the index moves, and the journal tells the story.
    let room = office.someone(Role::Statistician);
    browser.resize(1280, 900);
    browser.hold_at(line.address, &room.cookie);
    browser.open(&format!("http://{}/returns?month=2024-02", line.address));
    let text = browser.text();
    assert!(
        text.contains("1 trong 1 cơ sở đã báo cáo") && text.contains("−20,83%") && text.contains("100,0%"),
        "712,5 after 900: {text}"
    );
    let change = office::Seq(receipt.rsplit('-').next().unwrap().parse().unwrap());
    let told = office.wait(office.store.journal_line(change)).unwrap().unwrap().entry;
    assert_eq!((told.action.as_str(), told.subject.as_str()), ("take-returns", "return CS-0710-1 2024-02"));
    assert!(told.origin == PLACE && told.after.contains("BC-2024-02-"), "{told:?}");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

/// Numbers that look like answers, some absurd, some missing; the same every time.
struct Invented(u64);

impl Invented {
    fn next(&mut self) -> u64 {
        // Knuth, The Art of Computer Programming, volume 2, section 3.3.4: the multiplier of MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn figure(&mut self) -> Option<f64> {
        let near = (600 + self.next() % 600) as f64 + (self.next() % 4) as f64 / 4.0;
        match self.next() % 12 {
            0 | 1 => None,
            2 => Some(0.0),
            3 => Some(-near),
            4 => Some(near * 1000.0),
            5 => Some(near / 1000.0),
            6 => Some(near * 10.0),
            _ => Some(near),
        }
    }

    fn answer(&mut self, month: Month) -> Return {
        let mut answer = answer(month);
        let line = &mut answer.lines[0];
        for place in [
            &mut line.actual_previous,
            &mut line.estimate,
            &mut line.plan_next,
            &mut line.shipments,
            &mut line.shipments_value,
            &mut line.opening_stock,
            &mut line.closing_stock,
        ] {
            *place = if self.next().is_multiple_of(3) { *place } else { self.figure() };
        }
        answer.employees = (!self.next().is_multiple_of(4)).then(|| (self.next() % 120) as u32);
        answer.capacity_used = (!self.next().is_multiple_of(4)).then(|| (self.next() % 130) as f64);
        answer.reason = if self.next().is_multiple_of(4) { "hết quặng".into() } else { String::new() };
        answer
    }
}

#[test]
fn the_browser_says_what_the_server_says() {
    let Some(program) = chromium() else { return };
    let office = with_mine();
    let firm = office.someone(Role::Firm);
    let context =
        Context::new(account("sinh.gt", Role::Firm).actor().unwrap(), office.clock.now(), "test", office.store.clone());
    let paper = office.wait(paper::paper(&context, &MINE.parse().unwrap(), month("2024-02"))).unwrap();
    let mut invented = Invented(20_240_220);
    let answers: Vec<Return> = (0..400).map(|_| invented.answer(month("2024-02"))).collect();
    let mut browser = Browser::with_scripts(program);
    browser.hold(&office.server, &firm.cookie);
    let mut doubts = std::collections::BTreeSet::new();
    for lang in [Lang::Vi, Lang::En] {
        let prefix = if lang == Lang::En { "/en" } else { "" };
        browser.open(&format!("http://{}{prefix}{PLACE}", office.server.address));
        let typed: Vec<serde_json::Value> = answers
            .iter()
            .map(|one| {
                let lines: serde_json::Map<_, _> =
                    one.lines.iter().map(|line| (line.product.to_string(), serde_json::to_value(line).unwrap())).collect();
                serde_json::json!({ "lines": lines, "employees": one.employees, "capacity_used": one.capacity_used, "reason": one.reason })
            })
            .collect();
        let asked = format!(
            "import('/assets/checks.js').then(checks => {{
               const data = JSON.parse(document.getElementById('month-data').textContent);
               return {}.map(answer => checks.check(data, answer).map(one => [one.rule, one.product, one.severity, one.text].join('|')).sort());
             }})",
            serde_json::Value::from(typed)
        );
        let said = browser.ask_later(&asked);
        for (n, answer) in answers.iter().enumerate() {
            let mut ours: Vec<String> = paper
                .check(answer)
                .iter()
                .map(|one| {
                    doubts.insert(one.rule.clone());
                    let product = one.product.as_ref().map_or("", |code| code.as_str());
                    format!("{}|{product}|{}|{}", one.rule, one.severity.code(), one.text.in_lang(lang))
                })
                .collect();
            ours.sort();
            assert_eq!(said[n], serde_json::json!(ours), "{answer:?}");
        }
    }
    assert!(doubts.len() >= 12, "many rules had something to say: {doubts:?}");
}

#[test]
fn the_room_reminds_asks_accepts_and_replaces() {
    let office = with_mine();
    let (firm, room) = (office.someone(Role::Firm), office.someone(Role::Statistician));
    let board = office.get(&room, "/returns?month=2024-02").text();
    assert!(board.contains("0 trong 1 cơ sở đã báo cáo") && board.contains("Nhắc 1 cơ sở chưa báo cáo"), "{board}");
    let came = office.fill(&room, "/returns/remind", &[("month", "2024-02")]).text();
    assert!(came.contains("1 thư nhắc 1 cơ sở đã vào hàng chờ gửi") && came.contains("chờ gửi"), "{came}");
    // The page that follows is that of the month, and its lists lead back to where lists are.
    let other = office.fill(&room, "/returns/remind", &[("month", "2023-12")]).text();
    assert!(other.contains("Tháng 12/2023: 1 trong 1") && other.contains("action=\"/returns\""), "{other}");
    let again = office.fill(&room, "/returns/remind", &[("month", "2024-02"), ("only", "CS-0710-1")]).text();
    assert!(again.contains("0 thư nhắc 0 cơ sở") && again.contains("1 cơ sở vừa được nhắc"), "{again}");
    let wrong = office.fill(&room, "/returns/remind", &[("month", "2024-02"), ("only", "ba bốn!")]).text();
    assert!(wrong.contains("Có mã cơ sở không đúng"), "{wrong}");
    assert_eq!(office.fill(&firm, "/returns/remind", &[("month", "2024-02")]).status, 403);

    // The firm sends a figure that is doubted, with an explanation.
    doubted(&office);
    let board = office.get(&room, "/returns?month=2024-02&show=all").text();
    assert!(board.contains("/review/CS-0710-1/2024-02") && board.contains("doanh nghiệp đã giải thích"), "{board}");
    let review = "/review/CS-0710-1/2024-02";
    let page = office.get(&room, review).text();
    for said in ["mở thêm vỉa mới", "<svg", "điểm", "Chấp nhận: Quặng sắt", "Thay số: Quặng sắt"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(office.get(&room, &format!("/en{review}")).text().contains("It could move the whole index by"));
    let judged = |fields: &[(&str, &str)], act: &str| office.fill(&room, &format!("{review}/{act}"), fields);
    let empty = judged(&[("n", "0"), ("product", ORE), ("verdict", "asked"), ("text-0-asked", "")], "judge");
    assert!(empty.status == 422 && empty.text().contains("Hãy điền hoặc chọn: Câu hỏi"), "{}", empty.text());
    let ask =
        [("n", "0"), ("product", ORE), ("verdict", "asked"), ("text-0-asked", "Vỉa nào? <b>Giấy phép</b> số mấy?")];
    assert_eq!(judged(&ask, "judge").status, 303);
    let page = office.get(&firm, PLACE).text();
    assert!(page.contains("Phòng thống kê hỏi: Vỉa nào? &#60;b&#62;Giấy phép"), "{page}");
    assert!(office.get(&firm, "/returns").text().contains("Trả lời phòng thống kê"));
    let wrong = [("n", "0"), ("product", ORE), ("number-0", "estimate"), ("value-0", "-5"), ("why-0", "x")];
    assert_eq!(judged(&wrong, "replace").status, 422);
    let right = [
        ("n", "0"),
        ("product", ORE),
        ("number-0", "estimate"),
        ("value-0", "712,5"),
        ("why-0", "gọi điện: thừa một số 0"),
    ];
    let done = judged(&right, "replace");
    assert_eq!(done.status, 303, "{}", done.text());
    assert_eq!(stored(&office, "2024-02")[0].lines[0].estimate, Some(712.5));
    let late = judged(&[("until", "2024-01-01"), ("reason", "x")], "except");
    assert!(late.status == 422 && late.text().contains("Ngày này đã qua"), "{}", late.text());
    assert_eq!(judged(&[("until", "2024-04-01"), ("reason", "mất điện")], "except").status, 303);
    for role in [Role::Firm, Role::Officer, Role::Leader, Role::Auditor] {
        assert_eq!(office.get(&office.someone(role), review).status, 403, "{role:?}");
    }
    // A paper return, typed in by the room, says so.
    let paper = office.fill(&room, PLACE, &with(with(february(), "why", "phiếu giấy"), "act", "send"));
    assert_eq!(paper.status, 303, "{}", paper.text());
    assert!(office.get(&room, paper.header("location")).text().contains("nhập từ phiếu giấy"));
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
