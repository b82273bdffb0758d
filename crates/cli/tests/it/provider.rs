//! The options of a provider of identities: what is refused before anything is served, and what is served while the provider is down.

use std::fs::read_to_string;
use std::net::TcpListener;

use crate::khoi::{folder, khoi, write};
use crate::server::{Server, answer, get};

const SECRET: &str = "bi-mat-rat-dai-4711";

#[test]
fn options_that_cannot_be_are_told_before_anything_is_served() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    for (name, text) in [("secret", SECRET), ("empty", " \n"), ("ca", "no certificate")] {
        write(at, name, text);
    }
    let check = |more: &[&str], told: &str| {
        let serve = ["serve", "--db", "khoi.db", "--listen", "127.0.0.1:0"];
        let ended = khoi(at, &[&serve[..], more].concat());
        assert!(ended.code == 2 && ended.err.contains(told), "{more:?}: {}", ended.err);
        assert!(!ended.err.contains(SECRET), "{}", ended.err);
    };
    let with = |issuer: &'static str, secret: &'static str| {
        [
            "--address",
            "https://k.example.vn",
            "--oidc-issuer",
            issuer,
            "--oidc-client-id",
            "khoi",
            "--oidc-client-secret-file",
            secret,
        ]
    };
    check(&["--oidc-issuer", "https://sso.example.vn"], "--address");
    check(&["--oidc-client-id", "khoi"], "--oidc-issuer");
    check(&with("http://sso.example.vn", "secret"), "--oidc-issuer");
    check(&with("sso", "secret"), "--oidc-issuer");
    check(&with("https://sso.example.vn", "nowhere"), "nowhere");
    check(&with("https://sso.example.vn", "empty"), "--oidc-client-secret-file");
    check(&[&with("https://sso.example.vn", "secret")[..], &["--oidc-ca", "ca"]].concat(), "BEGIN CERTIFICATE");
}

#[test]
fn a_provider_that_is_down_keeps_no_server_from_starting_and_no_secret_is_told() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    write(at, "secret", format!("{SECRET}\n"));
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let issuer = format!("http://{nobody}");
    let more = [
        "--address",
        "http://127.0.0.1",
        "--oidc-issuer",
        &issuer,
        "--oidc-client-id",
        "khoi",
        "--oidc-client-secret-file",
        "secret",
    ];
    let server = Server::start(at, "khoi.db", &more);
    let (status, page) = get(&server.address, "/sign-in");
    assert!(
        status == 200 && page.contains(&format!("Đăng nhập bằng {nobody}")),
        "its host, where it has no name: {page}"
    );
    let begun = answer(&server.address, "POST /sign-in/provider", "", "next=/desk").unwrap();
    assert!(begun.starts_with("HTTP/1.1 503") && begun.contains("Hiện không liên lạc được với"), "{begun}");
    let back = format!("/sign-in/provider/back?state=s&code={SECRET}");
    assert_eq!(get(&server.address, &back).0, 410);
    let log = read_to_string(at.join("serve.log")).unwrap();
    assert!(log.contains("the provider of identities cannot be reached"), "{log}");
    assert!(log.contains("/sign-in/provider/back") && !log.contains(SECRET), "{log}");
}
