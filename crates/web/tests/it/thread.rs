//! The whole thread in a real browser, on the demonstration province: from mining's −52.81 % of 2023 on the director's page down to the sites,
//! to what stops one and what another waits for, to what starting it would add, and back up, by links alone.

use domain::authority::Role;
use jiff::Timestamp;
use office::Store;
use web::{Desk, Site};

use crate::browser::chromium;
use crate::devtools::Browser;
use crate::people::Office;

/// The demonstration province as `khoi demo` serves it.
fn province() -> Office {
    Office::over(async |address| {
        let (store, _) = Store::migrate(address).await.unwrap();
        office::demo::build(&store, &mut |_| {}).await.unwrap();
        let desk = Desk::new(store.clone(), "http://localhost");
        desk.clock.set("2024-02-20T01:00:00Z".parse::<Timestamp>().unwrap());
        let clock = desk.clock.clone();
        let today = office::demo::context(&store, office::demo::last_day().unwrap(), "test").unwrap();
        let site = Site::with_desk(desk);
        site.publish(office::publication::latest(&today).await.unwrap().unwrap());
        site.show_sites(office::outlook::board(&today).await.unwrap());
        (store, clock, site)
    })
}

#[test]
fn from_the_fall_of_mining_to_a_step_and_back() {
    let Some(chromium) = chromium() else { return };
    let office = province();
    let leader = office.someone(Role::Leader);
    for (width, height) in [(390, 844), (1280, 900)] {
        let mut browser = Browser::start(chromium);
        browser.resize(width, height);
        browser.hold(&office.server, &leader.cookie);
        browser.open(&format!("http://{}/desk", office.server.address));
        browser.click("Trang điều hành");
        let page = browser.text();
        for said in ["−17,22%", "27,22", "−52,81%", "Mỏ sắt Tùng Bá"] {
            assert!(page.contains(said), "{said} is not on the director's page: {page}");
        }

        // Down: the section of 2023, the metal ores in it, the sites.
        browser.follow("a[href*='node=B&measure=year']");
        assert!(browser.text().contains("−52,81%"));
        browser.follow("main a[href*='/contributions?'][href*='node=07']");
        assert!(browser.text().contains("quặng kim loại"), "{}", browser.text());
        browser.follow("main a[href*='/sites']");
        browser.follow("main a[href='/sites/M04']");
        let stopped = browser.text().to_lowercase();
        assert!(stopped.contains("nam lương") && stopped.contains("dừng theo chỉ đạo"), "{stopped}");

        // Across to one that waits, its step, and what starting it would add.
        browser.open(&format!("http://{}/director", office.server.address));
        browser.click("Mỏ sắt Tùng Bá");
        let waits = browser.text().to_lowercase();
        assert!(waits.contains("đang hoàn thiện thủ tục") && waits.contains("+8,27"), "{waits}");
        browser.follow("main a[href^='/projects/']");
        let project = browser.text();
        assert!(project.contains("Tùng Bá") && project.contains("Cấp giấy phép khai thác"), "{project}");
        browser.follow("main a[href='/sites/M02']");

        // And back up.
        browser.follow("main a[href^='/contributions']");
        browser.follow(".who a[href='/director']");
        assert_eq!(browser.address(), "/director");
    }
}
