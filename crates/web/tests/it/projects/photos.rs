//! Photos of a visit.

use super::*;

#[test]
fn photos_of_a_visit_are_kept_with_it_and_given_to_those_inside_only() {
    let office = with_project("mine_2010");
    let (officer, firm, clerk) =
        (office.someone(Role::Officer), office.someone(Role::Firm), office.someone(Role::Clerk));
    let visit = [("kind", "quality"), ("on", "2024-02-12"), ("by", "Sở"), ("summary", "xem kè"), ("source", "BB 4")];
    assert_eq!(office.fill(&officer, "/projects/DA-1/visits", &visit).status, 303);
    let place = "/projects/DA-1/visits/1";
    let token = office.token(&officer);
    let send = |person: &Person, token: &str, name: &str, bytes: &[u8]| {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{token}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        office.server.send_as("multipart/form-data; boundary=b", place, &body, &[("Cookie", &person.cookie)])
    };
    let photo = b"\x89PNG\r\n\x1a\n\0\xfe\xff".as_slice();
    assert_eq!(send(&officer, &token, "../../etc/<i>kè.png", photo).status, 303);
    let script = send(&officer, &token, "a.png", b"<script>alert(1)</script>");
    assert!(script.status == 422 && script.text().contains("id=\"photo-error\""), "{}", script.text());
    assert_eq!(send(&officer, &token, "a.png", b"").status, 422);
    assert_eq!(send(&officer, "", "a.png", photo).status, 403);
    assert_eq!(send(&firm, &office.token(&firm), "a.png", photo).status, 403);
    assert_eq!(send(&officer, &token, "a.png", &vec![0xff; 13 << 20]).status, 413);
    let page = office.get(&officer, PROJECT).text();
    assert!(page.contains("../../etc/&#60;i&#62;kè.png") && page.contains("ảnh PNG, 1 kB"), "{page}");
    let address = page.split("href=\"/attachments/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let address = format!("/attachments/{address}");
    for person in [&officer, &firm, &clerk] {
        let file = office.get(person, &address);
        assert_eq!((file.status, file.header("content-type"), file.body.as_slice()), (200, "image/png", photo));
        assert_eq!((file.header("x-content-type-options"), file.header("cache-control")), ("nosniff", "no-store"));
        let named = file.header("content-disposition");
        assert!(named.starts_with("attachment; filename=\"DA-1-1-") && !named.contains(".."), "{named}");
    }
    assert_eq!(office.server.get(&address).status, 303, "whoever is not signed in is led to the door");
    assert_eq!(office.get(&office.someone(Role::Agency), &address).status, 404);
    assert!(!office.server.get(PROJECT).text().contains("/attachments/"));
    assert_eq!(office.get(&officer, "/attachments/-1").status, 404);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}
