//! Signing in with a provider of identities: a real provider program, over real HTTP.

mod door;
mod fake;
mod guest;
mod real;
mod seen;
mod ties;

use std::net::TcpListener;

use domain::authority::Role;

use crate::people::{Office, PASSWORD, Person};
use guest::{Guest, way};
use real::Real;

/// Ours with the real provider.
struct Scene {
    office: Office,
    site: String,
    _provider: Real,
}

impl Scene {
    /// `None`, loudly, where the provider program cannot be had.
    fn open() -> Option<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let back = format!("{site}/sign-in/provider/back");
        let provider = Real::start(&back)?;
        let office = Office::open_with(listener, Some(provider.provider(&back)));
        Some(Self { office, site, _provider: provider })
    }

    fn guest(&self) -> Guest {
        Guest::new(&self.site)
    }

    /// Somebody signed in here goes to the provider to tie their account; the address they are sent back to.
    fn go_to_tie(&self, person: &Person, subject: &str) -> (Guest, String) {
        let mut guest = Guest::holding(&self.site, &person.cookie);
        let token = self.office.token(person);
        let fields = [("form", token.as_str()), ("act", "tie"), ("present", PASSWORD)];
        let answer = guest.send("/account/identity", &fields);
        let back = guest.prove(&way(&answer), subject, "");
        (guest, back)
    }

    /// Somebody with this role whose account is tied to a person of the provider.
    fn tied(&self, login: &str, role: Role, subject: &str) -> Person {
        let person = self.office.with_login(login, role);
        let (mut guest, back) = self.go_to_tie(&person, subject);
        let answer = guest.open(&back);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, "/account/identity?done=tied"),
            "{}",
            answer.text()
        );
        person
    }
}

/// Whether somebody's browser is signed in.
fn is_in(guest: &mut Guest) -> bool {
    guest.open("/desk").status == 200
}

#[test]
fn without_a_provider_there_is_no_such_door() {
    let office = Office::open();
    let person = office.someone(Role::Administrator);
    assert!(!office.server.get("/sign-in").text().contains("/sign-in/provider"));
    for path in ["/sign-in/provider/back?code=a&state=b", "/sign-in/provider/code"] {
        assert_eq!(office.server.get(path).status, 404, "{path}");
    }
    assert_eq!(office.server.send("/sign-in/provider", "next=/desk", &[]).status, 404);
    assert_eq!(office.get(&person, "/account/identity").status, 404);
    assert!(!office.get(&person, "/account").text().contains("/account/identity"));
}
