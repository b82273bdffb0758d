//! A dialogue from a firm's complaint to a step that starts, in a real browser: the firm on its phone, the officers at their desks.

use domain::authority::Role;
use domain::obstacles::Bodies;
use jiff::SignedDuration;

use crate::browser::chromium;
use crate::devtools::Browser;
use crate::people::{AGENCY, FIRM, Office, Person, morning};

/// A browser in which somebody sits.
fn sit(browser: &mut Browser, office: &Office, person: &Person, path: &str) {
    browser.hold(&office.server, &person.cookie);
    browser.open(&format!("http://{}{path}", office.server.address));
}

/// The firm's complaint, on a phone; where it stands now.
fn raised_on_a_phone(browser: &mut Browser, office: &Office) -> String {
    browser.resize(390, 844);
    let firm = office.someone(Role::Firm);
    sit(browser, office, &firm, "/desk");
    browser.click("Nêu khó khăn");
    browser.fill("kind", "land");
    browser.fill("facts", "Đã thuê 12 ha, bốn ha chưa bàn giao vì chưa có thẩm định thiết kế.");
    browser.fill("asked", "Sở Xây dựng trả lời về thẩm định thiết kế.");
    browser.fill("asked_of", AGENCY);
    browser.click("Gửi");
    let address = browser.address();
    assert!(address.starts_with("/obstacles/VM-"), "{address}: {}", browser.text());
    address.split('?').next().unwrap().to_owned()
}

/// The officer calls a dialogue, puts the obstacle on its agenda and writes down what the agency promises.
fn promised_at_a_dialogue(browser: &mut Browser, office: &Office, officer: &Person, obstacle: &str) {
    let code = obstacle.trim_start_matches("/obstacles/");
    sit(browser, office, officer, "/dialogues/new");
    for (name, value) in [
        ("title_vi", "Đối thoại doanh nghiệp khai khoáng"),
        ("title_en", "Dialogue with mining firms"),
        ("date", "2024-02-20"),
        ("place", "Hội trường Sở Công Thương"),
        ("chair", "Giám đốc Sở"),
    ] {
        browser.fill(name, value);
    }
    browser.click("Triệu tập");
    browser.unfold("Mời");
    browser.fill("invite-agency", AGENCY);
    browser.fill("invite-enterprise", FIRM);
    browser.click("Mời");
    browser.unfold("Đưa vào");
    browser.fill("agenda-code", code);
    browser.click("Đưa vào");
    assert!(browser.text().contains(code), "the obstacle is on the agenda");
    browser.click("Khai mạc hội nghị");
    browser.unfold("Ghi cam kết");
    browser.fill("task-obstacle", code);
    browser.fill("task-what", "Trả lời về thẩm định thiết kế bốn ha còn lại.");
    browser.fill("task-lead", AGENCY);
    browser.fill("task-due", "2024-03-05");
    browser.click("Ghi cam kết");
    assert!(browser.text().contains("Trả lời về thẩm định"), "{}", browser.text());
}

/// The officer asks the agency and reminds it by letter and mail.
fn asked_and_reminded(browser: &mut Browser, office: &Office, officer: &Person, obstacle: &str) {
    sit(browser, office, officer, obstacle);
    browser.unfold("Giao");
    browser.fill("assign-agency", AGENCY);
    browser.fill("assign-note", "Đề nghị trả lời doanh nghiệp.");
    browser.click("Giao");
    sit(browser, office, officer, &format!("/agencies/{AGENCY}"));
    assert!(browser.text().contains("Vướng mắc đang chờ trả lời (1)"), "{}", browser.text());
    sit(browser, office, officer, obstacle);
    browser.click("Soạn công văn đôn đốc");
    browser.fill("to", AGENCY);
    browser.fill("asked_by", "2024-02-28");
    browser.click("Soạn");
    browser.unfold("Gửi thư");
    browser.fill("mail-to", "so-xay-dung@example.vn");
    browser.click("Gửi thư");
    let waiting = office.wait(office::mail::waiting(&office.operator(), None, 10)).unwrap();
    assert_eq!(waiting.len(), 1, "the reminder waits in the outbox");
}

/// The officer opens a project, its first step begins, and the site's state is said anew.
fn started(browser: &mut Browser, office: &Office, officer: &Person) {
    sit(browser, office, officer, "/projects/new");
    for (name, value) in [
        ("code", "DA-THU"),
        ("name", "Đưa mỏ vào khai thác"),
        ("site", "M05"),
        ("template", "mine_2010"),
        ("start", "2024-01-10"),
        ("enterprise", FIRM),
    ] {
        browser.fill(name, value);
    }
    browser.click("Mở dự án");
    sit(browser, office, officer, "/projects/DA-THU/steps/8/begin");
    browser.fill("on", "2024-03-11");
    browser.click("Ghi ngày bắt đầu");
    assert!(browser.text().to_lowercase().contains("đang thực hiện"), "{}", browser.text());

    sit(browser, office, officer, "/sites/M05/state");
    browser.fill("state", "under-construction");
    browser.fill("since", "2024-03-11");
    browser.fill("by", "Sở Công Thương");
    browser.fill("reason", "Đã được bàn giao đất, bắt đầu hoàn thiện.");
    browser.fill("source", "biên bản ngày 11/3/2024");
    browser.click("Ghi tình trạng");
    assert!(browser.text().contains("bắt đầu hoàn thiện"), "{}", browser.text());
}

#[test]
fn from_a_complaint_on_a_phone_to_a_step_that_starts() {
    let Some(chromium) = chromium() else { return };
    let office = Office::open();
    let mut browser = Browser::start(chromium);
    let obstacle = raised_on_a_phone(&mut browser, &office);

    browser.resize(1280, 900);
    let officer = office.someone(Role::Officer);
    promised_at_a_dialogue(&mut browser, &office, &officer, &obstacle);
    asked_and_reminded(&mut browser, &office, &officer, &obstacle);

    // The agency is silent past its limit: the matter climbs to the People's Committee.
    office.clock.set(morning() + SignedDuration::from_hours(24 * 20));
    let bodies = Bodies::new(formats::carried::agencies().iter().cloned());
    let climbed = office.wait(office::obstacles::escalate_due(&office.operator(), &bodies)).unwrap().climbed;
    assert_eq!(climbed.len(), 1);
    let officer = office.someone(Role::Officer);
    sit(&mut browser, &office, &officer, &obstacle);
    assert!(browser.text().contains("Báo cáo lên cấp trên"), "{}", browser.text());

    let agency = office.someone(Role::Agency);
    sit(&mut browser, &office, &agency, &obstacle);
    browser.unfold("Trả lời");
    browser.fill("answer-note", "Thiết kế bốn ha đã thẩm định xong ngày 11/3/2024.");
    browser.click("Gửi trả lời");
    assert!(browser.text().contains("đã thẩm định xong"), "{}", browser.text());

    started(&mut browser, &office, &officer);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
