//! What everybody sees of projects: one, lists, files, and what is not known.

use super::*;

#[test]
fn everybody_sees_where_a_project_stands_and_who_is_waited_for() {
    let office = with_project("licence_extension");
    for (lang, waits, state) in [("", "Chủ đầu tư", "Đang thực hiện"), ("/en", "Investor", "Under way")] {
        let list = office.server.get(&format!("{lang}/projects")).text();
        assert!(list.contains("DA-1") && list.contains(waits) && list.contains(state), "{list}");
        let page = office.server.get(&format!("{lang}{PROJECT}"));
        assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
        let page = page.text();
        for said in
            [waits, state, "id=\"step-1\"", "class=\"step ready\"", "/procedures/licence_extension", "/sites/M02"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(page.len() < 100_000 && !page.contains("<form class=\"fill\""), "{}", page.len());
    }
    let public = office.server.get(PROJECT).text();
    assert!(public.contains("Công ty Một (mô phỏng)") && public.contains("Chậm dưới 12 tháng"), "{public}");
    // The way back from everywhere it is about.
    for place in ["/sites/M02", "/agencies/chu-dau-tu", "/projects?site=M02", "/projects?procedure=licence_extension"] {
        assert!(office.server.get(place).text().contains(&format!("href=\"{PROJECT}\"")), "{place}");
    }
    assert!(
        office.server.get("/procedures/licence_extension").text().contains("/projects?procedure=licence_extension")
    );
}

#[test]
fn no_link_of_the_pages_of_projects_is_broken() {
    let (office, _) = waiting_for_the_agency();
    let officer = office.someone(Role::Officer);
    for start in ["/projects", PROJECT, "/agencies", "/agencies/so-xay-dung", "/sites/M02", "/en/projects/DA-1/steps/1"]
    {
        for person in [None, Some(&officer)] {
            let get = |path: &str| match person {
                Some(person) => office.get(person, path),
                None => office.server.get(path),
            };
            let html = get(start).text();
            let ids: Vec<&str> = html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            for link in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                let link = link.replace("&#38;", "&");
                match link.strip_prefix('#') {
                    Some(place) => assert!(ids.contains(&place), "{start}: #{place}"),
                    None if link.starts_with('/') => assert_eq!(get(&link).status, 200, "{start}: {link}"),
                    None => {}
                }
            }
        }
    }
}

#[test]
fn what_is_not_known_says_so() {
    let office = Office::open();
    let mut unknown = Project::new(
        code("DA-3"),
        "M04".parse().unwrap(),
        "mine_2010".parse().unwrap(),
        Text::typed("Mỏ chưa rõ | A mine of which little is known"),
    );
    unknown.source = "Báo cáo (https://example.vn/bao-cao), đầu năm 2024".into();
    unknown.simulated = true;
    office.wait(projects::take_projects(&office.operator(), &[unknown], "")).unwrap();
    let page = office.server.get("/projects/DA-3").text();
    for said in [
        "Chưa rõ bước đang vướng",
        "Chưa rõ ngày bắt đầu",
        "Chưa nói được ngày xong",
        "Chưa có số liệu đất đai",
        "Dự án mô phỏng",
        "href=\"https://example.vn/bao-cao\"",
        "Chưa rõ ngày được duyệt",
        "class=\"withheld\"",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let english = office.server.get("/en/projects/DA-3").text();
    assert!(
        english.contains("No figure of land is known") && english.contains("A mine of which little is known"),
        "{english}"
    );
    assert!(office.server.get("/projects").text().contains("mô phỏng"));
}

#[test]
fn lists_are_paged_and_their_files_are_whole() {
    let office = Office::open();
    let operator = office.operator();
    for n in 0..53 {
        office.wait(projects::start(&operator, project(&format!("DA-{n:03}"), "licence_extension", None), "")).unwrap();
    }
    let first = office.server.get("/projects?state=underway").text();
    assert_eq!(first.matches("href=\"/projects/DA-").count(), 50);
    assert!(first.contains("href=\"/projects?state=underway&#38;page=2\"") && first.contains("trang 1/2"), "{first}");
    let second = office.server.get("/projects?state=underway&page=2").text();
    assert_eq!(second.matches("href=\"/projects/DA-").count(), 3);
    assert!(first.len() < 100_000);
    let agency = office.server.get("/en/agencies/chu-dau-tu?page=2").text();
    assert!(agency.contains("page 2 of 2") && agency.matches("/steps/1\"").count() == 3, "{agency}");
    assert!(office.server.get("/agencies").text().contains(">53<"));
    let data = office.server.get("/data").text();
    for (file, lines) in [("projects", 54), ("waiting", 55)] {
        assert!(data.contains(&format!("/data/{file}.xlsx")), "{data}");
        let csv = office.server.get(&format!("/data/{file}.csv"));
        assert_eq!((csv.status, csv.text().lines().count()), (200, lines), "{file}");
        assert!(csv.header("content-disposition").contains(&format!("khoi-{file}.csv")));
        // The workbook is kept until something changes, and then made anew.
        let book = || office.server.get(&format!("/en/data/{file}.xlsx")).body;
        let made = book();
        assert_eq!((&made[..2], book() == made), (&b"PK"[..], true), "{file}");
        let more = project(&format!("DA-{}", file.to_uppercase()), "licence_extension", None);
        office.wait(projects::start(&operator, more, "")).unwrap();
        assert_ne!(book(), made, "{file}");
    }
    assert_eq!(office.server.get("/data/waiting.csv?agency=so-xay-dung").text().lines().count(), 1);
    assert_eq!(office.server.get("/data/waiting.csv?agency=khong-co").status, 404);
}

/// The directions of a site that are there from the beginning are told with their source.
#[test]
fn a_direction_that_is_known_is_told_with_its_source() {
    let office = Office::open();
    let directive = Directive {
        site: "M04".parse().unwrap(),
        order: 1,
        number: Fact::Unknown,
        date: Fact::Unknown,
        by: Text::typed("UBND tỉnh | the provincial People's Committee"),
        reason: Text::typed("dừng để kiểm tra | stopped to be checked"),
        source: "Báo Hà Giang".into(),
        lifted: None,
    };
    office.wait(directives::take(&office.operator(), &[directive], "")).unwrap();
    let page = office.server.get("/en/sites/M04").text();
    assert!(
        page.contains("stopped to be checked") && page.contains("Báo Hà Giang") && page.contains("in force"),
        "{page}"
    );
}

/// The five sites of early 2024: what public sources say of their projects, and that they say no more.
#[test]
fn the_projects_of_the_five_sites_are_shown_with_their_sources() {
    let office = Office::open();
    let operator = office.operator();
    let carried = formats::carried::projects();
    office.wait(projects::take_projects(&operator, carried, "")).unwrap();
    office.wait(directives::take(&operator, formats::carried::directives(), "")).unwrap();
    let list = office.server.get("/projects?state=not-known").text();
    assert_eq!(carried.len(), 5);
    for project in carried {
        let place = format!("/projects/{}", project.code);
        assert!(list.contains(&format!("href=\"{place}\"")), "{place}");
        let name = formats::carried::sites().iter().find(|site| site.code == project.site).unwrap();
        for (lang, name, state) in
            [("", &name.name.vi, "Chưa rõ bước đang vướng"), ("/en", &name.name.en, "Open steps not known")]
        {
            let page = office.server.get(&format!("{lang}{place}")).text();
            let source = Text::typed(&project.source);
            let words = if lang.is_empty() { &source.vi } else { &source.en };
            let words = words.split("http").next().unwrap().trim();
            let escaped = words.replace('&', "&#38;");
            assert!(page.contains(state) && page.contains(name) && page.contains(&escaped), "{name} {escaped}: {page}");
            assert!(
                !page.contains(if lang.is_empty() { "mô phỏng, không" } else { "simulated project" }),
                "it is real"
            );
        }
        let site = office.server.get(&format!("/sites/{}", project.site)).text();
        assert!(site.contains(&format!("href=\"{place}\"")), "{}", project.site);
    }
    let stopped = office.server.get("/projects/DA-M04").text();
    assert!(stopped.contains("Chỉ đạo dừng") && stopped.contains("đang có hiệu lực"), "{stopped}");
}
