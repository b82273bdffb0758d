//! The whole thread in a real browser, on the demonstration province: from mining's −52.81 % of 2023 on the director's page down to the sites,
//! to what stops one and what another waits for, to what starting it would add, and back up, by links alone.

use domain::authority::Role;
use domain::official::OfficialFigure;
use jiff::Timestamp;
use office::Store;
use office::context::{Actor, Context};
use web::{Desk, Site};

use crate::browser::chromium;
use crate::devtools::Browser;
use crate::people::Office;

/// The demonstration province as `khoi demo` serves it.
pub(crate) fn province() -> Office {
    province_with(&[])
}

/// The same with more figures of the statistics office.
pub(crate) fn province_with(figures: &[OfficialFigure]) -> Office {
    Office::over(async |address| {
        let (store, _) = Store::migrate(address).await.unwrap();
        office::demo::build(&store, &mut |_| {}).await.unwrap();
        if !figures.is_empty() {
            let imported = "2024-02-19T01:00:00Z".parse::<Timestamp>().unwrap();
            let operator = Context::new(Actor::operator("máy chủ"), imported, "test", store.clone());
            office::settings::take_official(&operator, figures, "thử").await.unwrap();
        }
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

#[test]
fn a_scenario_is_computed_by_the_engine_and_adds_up_beside_the_plan() {
    use office::context::{Actor, Context};
    use office::outlook::{Run, board, scenario};
    let office = province();
    let context = Context::new(Actor::operator("thử"), office.clock.now(), "test", office.store.clone());
    let on_show = office.wait(board(&context)).unwrap();
    let run = |site: &str, share, from: &str| Run { site: site.parse().unwrap(), share, from: from.parse().unwrap() };
    let first = &on_show.worth[&"M02".parse().unwrap()].as_ref().unwrap();
    let from = first.from.to_string();
    let known: Vec<&str> =
        on_show.worth.iter().filter(|(_, worth)| worth.is_ok()).map(|(code, _)| code.as_str()).collect();
    assert!(known.len() > 1, "more than Tùng Bá alone can be said: {known:?}");
    let mut runs: Vec<Run> = known.iter().map(|code| run(code, 1.0, &from)).collect();
    runs.extend([run("M04", 1.0, &from), run("KHONG-CO", 1.0, &from), run("M02", 1.0, "2024-01")]);
    let found = office.wait(scenario(&context, &on_show, &runs)).unwrap();
    let at = |site: &str| found.runs.iter().find(|one| one.run.site.as_str() == site).unwrap();
    assert_eq!(at("M02").worth.as_ref().unwrap(), &first.shares.last().unwrap().years, "what its own page says");
    for (site, why) in [("M04", "công suất"), ("KHONG-CO", "Không có mỏ")] {
        assert!(at(site).worth.as_ref().is_err_and(|said| said.vi.contains(why)), "{:?}", at(site));
    }
    assert!(found.runs.last().unwrap().worth.as_ref().is_err_and(|said| said.vi.contains("đã có số liệu")));
    for (n, year) in found.years.iter().enumerate() {
        let alone = found.runs.iter().filter_map(|one| one.worth.as_ref().ok()).map(|years| years[n].whole().unwrap());
        let (alone, together) = (alone.sum::<f64>(), year.together.whole().unwrap());
        assert!((alone - together).abs() < 1e-9, "{}: {alone} is not {together}", year.year);
        assert!((year.with().unwrap() - year.without.unwrap() - together).abs() < 1e-12);
    }
    assert_eq!(found.years[0].target, Some(5.0), "the plan of 2024");
    assert!(office.wait(scenario(&context, &on_show, &[run("M02", 1.5, &from)])).is_err());
    assert!(office.wait(scenario(&context, &on_show, &vec![run("M02", 1.0, &from); 21])).is_err());

    let leader = office.someone(Role::Leader);
    let page = office.get(&leader, "/outlook?site=M02&more=M04&share=100").text();
    assert!(page.contains("+8,27") && page.contains("Chưa rõ công suất") && page.contains("5,00%"), "{page}");
    let half = office.get(&leader, "/outlook?site=M02&share=50&from=2024-07").text();
    assert!(half.contains("+2,25") && half.contains("value=\"2024-07\"") && half.contains("value=\"50\""), "{half}");
    let wrong = office.get(&leader, "/outlook?site=%3Cscript%3E&share=x&from=1").text();
    assert!(!wrong.contains("<script>") && wrong.contains("Phần công suất là một số"), "{wrong}");
    assert_eq!(office.get(&office.someone(Role::Clerk), "/outlook").status, 403);
}
