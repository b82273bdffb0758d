//! A provider that fails: what the page says, and that the other door stays open.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::authority::Role;

use super::real::provider;
use super::{Guest, way};
use crate::people::Office;

/// Ours with a provider of this issuer.
fn office(issuer: &str) -> (Office, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let office = Office::open_with(listener, Some(provider(issuer, &format!("{site}/sign-in/provider/back"))));
    (office, site)
}

#[test]
fn a_provider_that_is_down_is_said_to_be_and_passwords_go_on() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (office, site) = office(&format!("http://{nobody}"));
    for (path, said) in [
        ("/sign-in/provider", "Hiện không liên lạc được với Cổng Sở"),
        ("/en/sign-in/provider", "Cổng Sở cannot be reached now"),
    ] {
        let answer = Guest::new(&site).send(path, &[("next", "/desk")]);
        assert!(answer.status == 503 && answer.text().contains(said), "{}", answer.text());
        assert_eq!(answer.header("refresh"), "");
    }
    assert!(office.server.get("/sign-in").text().contains("Đăng nhập bằng Cổng Sở"));
    let person = office.someone(Role::Firm);
    let fields = [("act", "tie"), ("present", crate::people::PASSWORD)];
    assert_eq!(office.fill(&person, "/account/identity", &fields).status, 503);
    assert_eq!(office.get(&person, "/desk").status, 200);
}

#[test]
fn who_guesses_the_password_inside_waits_as_at_the_door() {
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (office, _) = office(&format!("http://{nobody}"));
    let person = office.with_login("my.st", Role::Firm);
    let right = crate::people::PASSWORD;
    let new = [("new", "Sông Lô chảy 2024 qua!"), ("again", "Sông Lô chảy 2024 qua!")];
    for _ in 0..5 {
        let answer = office.fill(&person, "/account/identity", &[("act", "tie"), ("present", "sai")]);
        assert!(answer.status == 422 && answer.text().contains("không đúng"), "{}", answer.text());
    }
    for (path, more) in [("/account/identity", &[("act", "tie")][..]), ("/account/password", &new)] {
        let answer = office.fill(&person, path, &[&[("present", right)], more].concat());
        assert!(answer.status == 422 && answer.text().contains("sau 5 phút"), "{path}: {}", answer.text());
    }
    office.clock.set(crate::people::morning() + jiff::SignedDuration::from_mins(6));
    let answer = office.fill(&person, "/account/password", &[&[("present", right)], &new[..]].concat());
    assert_eq!(answer.header("location"), "/sign-in", "{}", answer.text());
}

#[test]
fn a_silent_provider_keeps_nobody_else_waiting() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (office, site) = office(&format!("http://{}", silent.local_addr().unwrap()));
    let waiting = std::thread::spawn(move || Guest::new(&site).send("/sign-in/provider", &[]).status);
    // It has been asked, and says nothing.
    let held = silent.accept().unwrap();
    let begun = std::time::Instant::now();
    let person = office.someone(Role::Firm);
    assert_eq!(office.get(&person, "/desk").status, 200);
    assert!(begun.elapsed().as_secs() < 4);
    assert_eq!(waiting.join().unwrap(), 503);
    drop(held);
}

#[test]
fn a_provider_that_is_not_believed_lets_nobody_in() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let at = issuer.clone();
    std::thread::spawn(move || listener.incoming().flatten().for_each(|stream| lie(stream, &at)));
    let (_office, site) = office(&issuer);
    let mut guest = Guest::new(&site);
    let come_back = |guest: &mut Guest, more: &str| {
        let sent = way(&guest.send("/sign-in/provider", &[("next", "/desk")]));
        let state = sent.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        guest.open(&format!("/sign-in/provider/back?state={state}{more}"))
    };
    for more in ["&code=good", "&code=forged", "&code=mixed&iss=https%3A%2F%2Fevil.example", ""] {
        let answer = come_back(&mut guest, more);
        assert!(answer.status == 502 && answer.text().contains("không được tin"), "{more}: {}", answer.text());
        assert!(!super::is_in(&mut guest));
    }
    let used = come_back(&mut guest, "&code=used");
    assert!(used.status == 502 && used.text().contains("không nhận lần đăng nhập này"), "{}", used.text());
}

/// Answers one request as a provider without keys whose tokens prove nothing.
fn lie(mut stream: TcpStream, at: &str) {
    let mut bytes = vec![0; 8192];
    let mut length = 0;
    // The last field of a form is its verifier; a question has no body.
    while let Ok(count @ 1..) = stream.read(&mut bytes[length..]) {
        length += count;
        let text = String::from_utf8_lossy(&bytes[..length]);
        if text.starts_with("GET") && text.ends_with("\r\n\r\n") || text.contains("code_verifier=") {
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes[..length]).into_owned();
    let (status, body) = match text.split(' ').nth(1).unwrap_or_default() {
        "/.well-known/openid-configuration" => (
            200,
            format!(
                r#"{{"issuer":"{at}","authorization_endpoint":"{at}/auth","token_endpoint":"{at}/token","jwks_uri":"{at}/jwks",
                "response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}}"#
            ),
        ),
        "/jwks" => (200, r#"{"keys":[]}"#.to_owned()),
        _ if text.contains("code=used") => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
        _ if text.contains("code=forged") => (200, forged(at)),
        _ => (200, r#"{"access_token":"x","token_type":"Bearer"}"#.to_owned()),
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all((head + &body).as_bytes());
}

/// A token whose head and claims are well made and whose signature is of nobody.
fn forged(at: &str) -> String {
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims = format!(r#"{{"iss":"{at}","aud":"khoi","sub":"1","iat":1,"exp":4102444800,"nonce":"x"}}"#);
    let token = format!("{}.{}.{}", encoded(r#"{"alg":"RS256","kid":"x"}"#), encoded(&claims), encoded("no signature"));
    format!(r#"{{"access_token":"x","token_type":"Bearer","id_token":"{token}"}}"#)
}
