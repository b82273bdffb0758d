//! A registry of twenty thousand sites: pages stay small, quick and readable.

use std::time::Instant;

use domain::sites::{Fact, Point, PointOf, Site, State};
use domain::text::Text;
use office::outlook::Board;

use crate::client::Server;
use crate::fixture;

const COUNT: usize = 20_000;

/// Copies of the carried sites, spread over the communes and the states.
fn board() -> Board {
    let communes: Vec<_> = formats::carried::communes()
        .iter()
        .filter(|commune| commune.district.is_none() && commune.former_province == "02")
        .filter_map(|commune| Some((commune.code.clone(), commune.point?)))
        .collect();
    let carried = formats::carried::sites();
    let site = |n: usize| {
        let (commune, point) = communes[n % communes.len()].clone();
        let mut site = Site { code: format!("T{n:05}").parse().unwrap(), ..carried[n % carried.len()].clone() };
        site.name = Text::new(format!("Nơi thử số {n}"), format!("Test site number {n}"));
        site.point = Fact::from(Point::new(point.latitude, point.longitude, PointOf::Commune, Fact::Unknown));
        site.commune = Fact::Known(commune);
        for state in &mut site.states {
            state.state = State::ALL[n % State::ALL.len()];
        }
        site
    };
    Board { sites: (0..COUNT).map(site).collect(), worth: [].into(), ..fixture::board() }
}

fn server() -> Server {
    let site = web::Site::new();
    site.publish(fixture::publication());
    site.show_sites(board());
    Server::over(site)
}

#[test]
fn every_page_of_twenty_thousand_sites_is_small_and_says_how_many_there_are() {
    let server = server();
    let begin = Instant::now();
    let paths = [
        "/sites",
        "/sites?page=500",
        "/sites?kind=mine&group=stands-still",
        "/sites?district=vi-xuyen",
        "/sites?q=so+1999",
        "/en/sites?page=2",
        "/sites/T19999",
        "/",
    ];
    for path in paths {
        let answer = server.get(path);
        let html = answer.text();
        assert_eq!(answer.status, 200, "{path}");
        assert!(html.len() < 100_000, "{path} has {} bytes", html.len());
    }
    // Far above what it takes; a page whose time grows with the square of the sites would take minutes.
    let spent = begin.elapsed();
    assert!(spent.as_secs() < 60, "{} pages took {spent:?}", paths.len());

    let html = server.get("/sites").text();
    assert!(html.contains("20000 mỏ") && html.contains("trang 1/500") && html.contains("(20000)"), "{html}");
    assert_eq!(html.matches("<a href=\"/sites/T").count(), 40, "one page of the list");
    let whole = server.get("/sites?page=500").text();
    assert!(whole.contains("19961–20000") && whole.contains("rel=\"prev\"") && !whole.contains("rel=\"next\""));
    // The map counts by commune, and its numbers lead to the list of the commune.
    let at = html.find("/sites?commune=").expect("a number on the map");
    let link = html[at..].split('"').next().unwrap();
    let of_commune = server.get(link).text();
    assert!(of_commune.contains("Xem mọi xã") && of_commune.contains("name=\"commune\""));

    let found = server.get("/sites?q=so+19999").text();
    assert!(found.contains("/sites/T19999") && found.contains("(1)"), "{found}");
    assert_eq!(server.get("/sites?page=501").status, 400);
    assert_eq!(server.get("/sites?page=x").status, 400);
    assert_eq!(server.get("/sites?commune=nowhere").status, 400);
    let hostile = server.get("/sites?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text();
    assert!(!hostile.contains("<script") && hostile.contains("Không có nơi nào như vậy"));
}

#[test]
fn boundaries_take_the_place_of_the_schematic_and_say_whose_they_are() {
    let shape = "{\"type\":\"Feature\",\"properties\":{\"name\":\"Huyện Vị Xuyên\"},\"geometry\":{\"type\":\"Polygon\",\
                 \"coordinates\":[[[104.8,22.6],[105.3,22.6],[105.3,23.1],[104.8,22.6]]]}}";
    let kind = domain::boundary::BoundaryKind::District;
    let ground = formats::boundary::read_boundaries("f", shape.as_bytes(), kind, "Sở Nông nghiệp", "CC0").unwrap();
    let site = web::Site::new();
    site.publish(fixture::publication());
    site.show_sites(Board { ground: Some(ground), ..fixture::board() });
    let server = Server::over(site);
    let html = server.get("/sites").text();
    assert!(html.contains("<title>Huyện Vị Xuyên</title>") && html.contains("Nguồn: Sở Nông nghiệp"), "{html}");
    assert!(!html.contains("Sơ đồ vẽ từ một điểm") && html.contains("Bản đồ các mỏ"));
}
