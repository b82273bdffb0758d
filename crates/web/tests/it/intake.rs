//! A file sent in on a page: shown as what it would change, accepted as shown, given up, or refused; and who may see it.

use domain::authority::Role;
use formats::layout::Kind;
use formats::template::{FileFormat, example};

use crate::client::Answer;
use crate::people::{Office, Person};

const SITES: &str = "code,name,kind,river,source\n\
                     M90,Mỏ Thử Một | Test mine one,mine,,BC\n\
                     M91,<script>alert(1)</script>,mine,,BC\n";

/// Sends a file in as a browser does.
pub(crate) fn upload(office: &Office, person: &Person, kind: &str, name: &str, bytes: &[u8]) -> Answer {
    let token = office.token(person);
    let mut body = format!(
        "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{token}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--b--\r\n");
    office.server.send_as("multipart/form-data; boundary=b", "/intake", &body, &[("Cookie", &person.cookie)])
}

/// The page of a file that was sent in.
fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").split('?').next().unwrap().to_owned()
}

/// The digest of the difference that a page shows.
fn shown(page: &str) -> String {
    page.split("name=\"shown\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn a_file_is_seen_as_a_difference_and_then_accepted() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    assert!(office.get(&officer, "/desk").text().contains("href=\"/intake\""));
    let at = place(&upload(&office, &officer, "", "../../<i>mỏ.csv", SITES.as_bytes()));
    let page = office.get(&officer, &at).text();
    for said in [
        "../../&#60;i&#62;mỏ.csv",
        "Sẽ thêm 2, sửa 0",
        "M90",
        "Mỏ Thử Một",
        "Mỏ, nhà máy, thủy điện",
        "chờ xem và nhận",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<script>") && !page.contains("<i>"), "{page}");
    assert_eq!(office.server.get("/sites/M90").status, 404, "nothing is written yet");
    let english = office.get(&officer, &format!("/en{at}")).text();
    assert!(english.contains("It would add 2, change 0") && english.contains("Test mine one"), "{english}");
    let csv = office.get(&officer, &format!("{at}/differences.csv"));
    assert!(csv.status == 200 && csv.text().lines().any(|line| line.starts_with("M90,")), "{}", csv.text());
    assert_eq!(&office.get(&officer, &format!("{at}/differences.xlsx")).body[..2], b"PK");
    let sent = office.get(&officer, &format!("{at}/sent"));
    assert_eq!((sent.status, sent.body.as_slice()), (200, SITES.as_bytes()));
    let named = sent.header("content-disposition");
    assert!(named.starts_with("attachment; filename=\"khoi-intake-") && !named.contains(".."), "{named}");

    let accept = format!("{at}/accept");
    let digest = shown(&page);
    let unsaid = office.fill(&officer, &accept, &[("why", ""), ("shown", &digest)]);
    assert!(unsaid.status == 422 && unsaid.text().contains("Hãy ghi lý do nhận"), "{}", unsaid.text());
    let answer = office.fill(&officer, &accept, &[("why", "đã đối chiếu"), ("shown", &digest)]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, format!("{at}?done=taken").as_str()),
        "{}",
        answer.text()
    );
    assert!(office.server.get("/sites/M90").text().contains("Mỏ Thử Một"), "the page shows it at once");
    let page = office.get(&officer, &at).text();
    assert!(page.contains("đã nhận") && page.contains("thêm 2, sửa 0") && page.contains("đã đối chiếu"), "{page}");
    assert!(!page.contains("name=\"shown\""), "it is over");
    let list = office.get(&officer, "/intake").text();
    assert!(list.contains(&format!("href=\"{at}\"")) && list.contains("đã nhận"), "{list}");
    let again = office.fill(&officer, &accept, &[("why", "x"), ("shown", &digest)]);
    assert!(again.status == 200 || again.status == 422, "{}", again.status);
    // The same file again has nothing to accept.
    let at = place(&upload(&office, &officer, "sites", "lại.csv", SITES.as_bytes()));
    let page = office.get(&officer, &at).text();
    assert!(page.contains("không có gì để nhận") && !page.contains("name=\"shown\""), "{page}");
    let answer = office.fill(&officer, &format!("{at}/give-up"), &[("because", "trùng")]);
    assert_eq!(answer.header("location"), format!("{at}?done=given-up"), "{}", answer.text());
    assert!(office.get(&officer, &at).text().contains("đã bỏ"));
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn a_difference_that_has_become_another_is_shown_again() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let at = place(&upload(&office, &officer, "", "mỏ.csv", SITES.as_bytes()));
    let first = shown(&office.get(&officer, &at).text());
    let other = SITES.replace("Mỏ Thử Một", "Mỏ Thử Khác");
    let theirs = place(&upload(&office, &officer, "", "khác.csv", other.as_bytes()));
    let digest = shown(&office.get(&officer, &theirs).text());
    assert_eq!(office.fill(&officer, &format!("{theirs}/accept"), &[("why", "x"), ("shown", &digest)]).status, 303);
    // The page keeps showing what was counted, says as of when, and counts again when asked.
    let page = office.get(&officer, &at).text();
    assert!(page.contains("sau đó sổ đã có thay đổi") && shown(&page) == first, "{page}");
    let colleague = office.someone(Role::Officer);
    let page = office.get(&colleague, &at).text();
    assert!(page.contains(&format!("action=\"{at}/count\"")) && !page.contains("name=\"shown\""), "{page}");
    assert_eq!(office.fill(&colleague, &format!("{at}/count"), &[]).header("location"), at);
    let page = office.get(&colleague, &at).text();
    assert!(!page.contains("sau đó sổ đã có thay đổi") && page.contains("sửa 1, giữ nguyên 1"), "{page}");
    assert_ne!(shown(&page), first);
    let late = office.fill(&officer, &format!("{at}/accept"), &[("why", "đã xem kỹ"), ("shown", &first)]);
    let page = late.text();
    assert_eq!(late.status, 422, "{page}");
    assert!(page.contains("Số liệu đã đổi sau khi bạn xem") && page.contains("value=\"đã xem kỹ\""), "{page}");
    assert!(
        page.contains("Mỏ Thử Khác") && page.contains("sửa 1, giữ nguyên 1"),
        "the new difference stands there: {page}"
    );
    assert!(office.server.get("/sites/M90").text().contains("Mỏ Thử Khác"), "nothing was written");
    let second = shown(&page);
    assert_ne!(first, second);
    assert_eq!(office.fill(&officer, &format!("{at}/accept"), &[("why", "đã xem kỹ"), ("shown", &second)]).status, 303);
    assert!(office.server.get("/sites/M90").text().contains("Mỏ Thử Một"));
}

#[test]
fn faults_are_told_by_their_place_and_a_workbook_comes_back_marked() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let text = format!("{SITES}M92,,mine,,BC\n");
    let page = office.get(&officer, &place(&upload(&office, &officer, "", "mỏ.csv", text.as_bytes()))).text();
    assert!(
        page.contains("1 dòng bị bỏ lại vì 1 lỗi") && page.contains("dòng 4, cột name") && page.contains("Sẽ thêm 2"),
        "{page}"
    );
    assert!(!page.contains("marked.xlsx"), "text cannot be marked");
    let book = example(Kind::Sites, FileFormat::Workbook).unwrap();
    let at = place(&upload(&office, &officer, "sites", "mỏ.xlsx", &book));
    let marked = office.get(&officer, &format!("{at}/marked.xlsx"));
    assert_eq!((marked.status, &marked.body[..2]), (200, &b"PK"[..]));
    for (name, bytes, said) in [
        ("lạ.csv", &b"a,b\n1,2\n"[..], "Dòng tiêu đề không cho biết"),
        ("rỗng.csv", b"\n", "không đọc được"),
        ("trang.csv", b"<html><script>alert(1)</script></html>", "không đọc được"),
    ] {
        let answer = upload(&office, &officer, "", name, bytes);
        let page = answer.text();
        assert!(answer.status == 422 && page.contains(said) && page.contains("id=\"file-error\""), "{name}: {page}");
        assert!(!page.contains("<script>"), "{page}");
    }
    assert_eq!(upload(&office, &officer, "", "rỗng.csv", b"").status, 422, "no file");
    assert_eq!(upload(&office, &officer, "boundaries", "mỏ.csv", SITES.as_bytes()).status, 422);
    let ten = vec![b'a'; (10 << 20) + 1];
    let large = upload(&office, &officer, "sites", "lớn.csv", &ten);
    assert!(large.status == 422 && large.text().contains("lớn hơn 10 MB"), "{}", large.status);
    assert_eq!(upload(&office, &officer, "sites", "lớn.csv", &vec![b'a'; 13 << 20]).status, 413);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn each_kind_is_seen_by_those_who_may_take_it_in() {
    let office = Office::open();
    let (officer, statistician) = (office.someone(Role::Officer), office.someone(Role::Statistician));
    let at = place(&upload(&office, &officer, "", "mỏ.csv", SITES.as_bytes()));
    let nowhere = "/intake/999999";
    for end in ["", "/sent", "/marked.xlsx", "/differences.csv"] {
        let [theirs, none] = [&at, nowhere].map(|base| {
            let path = format!("{base}{end}");
            let answer = office.get(&statistician, &path);
            (answer.status, answer.text().replace(&path, "…"))
        });
        assert_eq!(theirs.0, 404, "{end}");
        assert_eq!(theirs, none, "answered as one that is not there");
    }
    for act in ["accept", "give-up"] {
        assert_eq!(office.fill(&statistician, &format!("{at}/{act}"), &[("why", "x")]).status, 404, "{act}");
    }
    assert!(!office.get(&statistician, "/intake").text().contains(&at));
    assert!(office.get(&office.someone(Role::Officer), &at).status == 200, "a colleague of the same office sees it");
    let refused = upload(&office, &statistician, "", "mỏ.csv", SITES.as_bytes());
    assert!(refused.status == 422 && refused.text().contains("không được phép"), "{}", refused.text());
    let enterprises = example(Kind::Enterprises, FileFormat::Csv).unwrap();
    let own = place(&upload(&office, &statistician, "", "dn.csv", &enterprises));
    assert_eq!(office.get(&statistician, &own).status, 200);
    assert_eq!(office.get(&officer, &own).status, 404);
    let firm = office.someone(Role::Firm);
    assert_eq!(office.get(&firm, "/intake").status, 403);
    let unsigned = office.server.send(&format!("{at}/accept"), "why=x", &[]);
    assert_eq!(unsigned.status, 401);
}
