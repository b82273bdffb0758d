//! A forgotten password.

use super::*;

#[test]
fn whoever_forgot_a_password_is_told_the_same_as_a_stranger() {
    let office = Office::open();
    office.with_login("my.st", Role::Firm);
    let ask = |email: &str| {
        let answer = office.server.send("/forgotten", &crate::people::encoded(&[("email", email)]), &[]);
        (answer.status, answer.header("location").to_owned(), answer.body)
    };
    let known = ask("My.ST@example.vn");
    assert_eq!(known.0, 303);
    assert_eq!(known, ask("nobody@example.vn"));
    assert_eq!(known, ask("' OR 1=1 --"));
    let page = office.server.get(&known.1).text();
    assert!(page.contains("Nếu địa chỉ này có tài khoản"), "{page}");
    // The answer does not wait for the message; the message comes all the same.
    let operator = office.operator();
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    let waiting = loop {
        let waiting = office.wait(office::mail::waiting(&operator, None, 10)).unwrap();
        if !waiting.is_empty() {
            break waiting;
        }
        assert!(std::time::Instant::now() < until, "no message was queued");
    };
    let again = office::accounts::send_reset(&operator, "my.st@example.vn", "http://localhost");
    office.wait(again).unwrap();
    assert_eq!(
        office.wait(office::mail::waiting(&operator, None, 10)).unwrap().len(),
        1,
        "one mail, however often one asks"
    );
    let message = &waiting[0].message;
    assert!(message.is_secret && message.to.to_string() == "my.st@example.vn");
    let link = message.body.lines().find(|line| line.contains("/password/")).unwrap();
    let path = link.strip_prefix("http://localhost").unwrap();
    let token = path.strip_prefix("/password/").unwrap();
    assert_eq!(office.server.get(path).status, 200);
    let new = "Núi đôi Quản Bạ 2025!";
    let answer = office.server.send(path, &crate::people::encoded(&[("new", new), ("again", new)]), &[]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(office.server.get(path).status, 422, "a link is good once");
    let journal = office.wait(office::journal::lines(&operator, office::Seq::START)).unwrap();
    assert!(!format!("{journal:?}").contains(token), "the journal holds no link");
}
