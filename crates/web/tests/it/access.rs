//! Every route with every role, and what attackers try at the door.

use domain::authority::{Reach, Role, reach};
use web::routes::{Access, table};

use crate::client::Server;
use crate::people::{Office, PASSWORD, Person, account, encoded};

/// The address of a route with something in its places that nobody has.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "KHONG-CO" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// What a role should meet at a route: nobody is let in whom the table of reach keeps out, and nobody else is kept out.
#[test]
fn every_route_with_every_role() {
    let office = Office::open();
    let roles = Role::ALL.iter().filter(|role| !matches!(role, Role::Public | Role::Operator));
    let people: Vec<Person> = roles.map(|role| office.someone(*role)).collect();
    println!("{:<28} {:<18} may come in", "route", "action");
    for route in table() {
        let Some(access) = route.access else { panic!("{} declares nobody", route.path) };
        let path = filled(route.path);
        let nobody = office.server.get(&path);
        let Access::May(action) = access else {
            assert!(nobody.status != 401 && nobody.status != 403, "{path} is public: {}", nobody.status);
            continue;
        };
        if route.is_data {
            assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Bearer"), "{path} without a key");
        } else if route.reads {
            assert_eq!(nobody.status, 303, "{path} without signing in");
            assert!(nobody.header("location").contains("/sign-in?next="), "{path}");
        }
        let mut let_in = Vec::new();
        for person in &people {
            let allowed = reach(person.role, action) != Reach::Never;
            if route.reads {
                let status = office.get(person, &path).status;
                assert_eq!(status != 403, allowed, "GET {path} as {:?}: {status}", person.role);
            }
            if route.takes && path != "/sign-out" && path != "/account/sessions" {
                let status = office.fill(person, &path, &[]).status;
                assert_eq!(status != 403, allowed, "POST {path} as {:?}: {status}", person.role);
                assert!(status != 500, "POST {path} as {:?}", person.role);
            }
            if allowed {
                let_in.push(person.role.code());
            }
        }
        println!("{:<28} {:<18} {}", route.path, action.code(), let_in.join(", "));
    }
}

#[test]
fn a_session_begins_anew_at_the_door_and_a_planted_token_is_worth_nothing() {
    let office = Office::open();
    let planted = "khoi=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let person = office.with_login("my.st", Role::Firm);
    let form = encoded(&[("login", "my.st"), ("password", PASSWORD), ("code", ""), ("next", "/desk")]);
    let answer = office.server.send("/sign-in", &form, &[("Cookie", planted)]);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(!cookie.starts_with(planted), "the token that came in goes on");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    let planted = Person { role: Role::Firm, cookie: planted.to_owned() };
    assert_eq!(office.get(&planted, "/desk").status, 303);
    // Signing in again ends the session held before.
    let again = office.server.send("/sign-in", &form, &[("Cookie", &person.cookie)]);
    assert_eq!(again.status, 303);
    assert_eq!(office.get(&person, "/desk").status, 303, "the earlier session has ended");
}

#[test]
fn forms_of_other_sites_change_nothing() {
    let office = Office::open();
    let person = office.with_login("my.st", Role::Firm);
    let token = office.token(&person);
    let cookie = person.cookie.as_str();
    let change = |token: &str| {
        encoded(&[
            ("form", token),
            ("present", PASSWORD),
            ("new", "Mật khẩu mới 1234!"),
            ("again", "Mật khẩu mới 1234!"),
        ])
    };
    let path = "/account/password";
    let refused = [
        office.server.send(path, &change(""), &[("Cookie", cookie)]),
        office.server.send(path, &change(&"0".repeat(64)), &[("Cookie", cookie)]),
        office.server.send(path, &change(&token), &[("Cookie", cookie), ("Sec-Fetch-Site", "cross-site")]),
        office.server.send(path, &change(&token), &[("Cookie", cookie), ("Origin", "https://evil.example")]),
        office.server.send("/sign-in", "login=a", &[("Origin", "https://evil.example")]),
    ];
    for answer in &refused {
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains("Chưa có gì được ghi"), "{}", answer.text());
    }
    let sent = office.server.send(path, &change(&token), &[("Cookie", cookie), ("Origin", "http://localhost")]);
    assert_eq!(sent.status, 303, "{}", sent.text());
}

#[test]
fn what_was_typed_is_kept_when_the_session_has_ended() {
    let office = Office::open();
    let person = office.with_login("tri.qt", Role::Administrator);
    let token = office.token(&person);
    office.clock.set(crate::people::morning() + jiff::SignedDuration::from_mins(6));
    let fields = [("form", token.as_str()), ("login", "lan.nt"), ("name", "Nguyễn Thị <Lan>"), ("password", "bí mật")];
    let answer = office.server.send("/accounts/new", &encoded(&fields), &[("Cookie", &person.cookie)]);
    assert_eq!(answer.status, 401);
    let page = answer.text();
    assert!(page.contains("Nguyễn Thị &#60;Lan&#62;") && page.contains("lan.nt"), "{page}");
    assert!(!page.contains("bí mật") && !page.contains(&token), "secrets are not given back");
}

#[test]
fn wrong_names_passwords_and_codes_get_one_answer() {
    let office = Office::open();
    office.with_login("my.st", Role::Firm);
    let ask = |login: &str, password: &str| {
        let answer =
            office.server.send("/sign-in", &encoded(&[("login", login), ("password", password), ("code", "")]), &[]);
        (answer.status, answer.text().replace(login, "…"))
    };
    let known = ask("my.st", "sai");
    assert_eq!(known.0, 422);
    for login in ["no.one", "' OR 1=1 --", "<script>", ""] {
        assert_eq!(ask(login, "sai").0, 422, "{login}");
    }
    assert_eq!(known, ask("no.one", "sai"));
}

#[test]
fn hostile_texts_in_every_field_are_texts() {
    let office = Office::open();
    let administrator = office.someone(Role::Administrator);
    let hostile =
        ["<script>alert(1)</script>", "'; DROP TABLE account; --", "\" onmouseover=\"x", "../../etc/passwd", "{{7*7}}"];
    for text in hostile {
        let fields =
            [("login", text), ("name", text), ("email", text), ("role", text), ("enterprise", text), ("agency", text)];
        let answer = office.fill(&administrator, "/accounts/new", &fields);
        assert_eq!(answer.status, 422, "{text}");
        let page = answer.text();
        assert!(!page.contains("<script>") && !page.contains("\" onmouseover"), "{page}");
        assert!(
            page.contains("id=\"login-error\"") && page.contains("href=\"#login\""),
            "said on top and at the field"
        );
    }
    let name = "<script>alert(1)</script>'; DROP TABLE account; --";
    let fields = [
        ("login", "lan.nt"),
        ("name", name),
        ("email", "lan@example.vn"),
        ("role", "clerk"),
        ("enterprise", ""),
        ("agency", ""),
    ];
    let answer = office.fill(&administrator, "/accounts/new", &fields);
    assert_eq!(answer.status, 200, "{}", answer.text());
    for path in ["/accounts", "/accounts/lan.nt"] {
        let page = office.get(&administrator, path).text();
        assert!(page.contains("&#60;script&#62;") && !page.contains("<script>"), "{path}");
    }
    let stored = office.wait(office.store.account(&"lan.nt".parse().unwrap())).unwrap().unwrap();
    assert_eq!(stored.name, name, "kept to the letter");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

/// The names of the fields on a page.
fn names(page: &str) -> Vec<String> {
    let main = page.split("<main").nth(1).unwrap_or_default();
    let found = main.split("name=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut names: Vec<String> = found.filter(|name| *name != "form").map(str::to_owned).collect();
    names.dedup();
    names
}

#[test]
fn every_form_takes_hostile_texts_as_texts() {
    let office = Office::open();
    let roles = [Role::Firm, Role::Officer, Role::Leader, Role::Administrator, Role::Agency];
    let people: Vec<Person> = roles.map(|role| office.someone(role)).into();
    let hostile = [
        "<script>alert(1)</script>",
        "'; DROP TABLE obstacle; --",
        "\"><img src=x onerror=alert(1)>",
        "../../etc/passwd",
        "a\0b",
    ];
    let mut tried = 0;
    let forms = table().into_iter().filter(|route| route.reads && route.takes && !route.path.contains('{'));
    for route in forms.filter(|route| route.path != "/account/password") {
        for person in &people {
            let page = office.get(person, route.path);
            if page.status != 200 {
                continue;
            }
            let names = names(&page.text());
            for text in hostile {
                let fields: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text)).collect();
                let answer = office.fill(person, route.path, &fields);
                let at = format!("{} as {:?} with {text}: {}", route.path, person.role, answer.status);
                assert!(matches!(answer.status, 200 | 303 | 404 | 422 | 429), "{at}");
                let said = answer.text();
                assert!(!said.contains("<script>") && !said.contains("<img"), "{at}");
                if answer.status == 303 {
                    let place = answer.header("location").to_owned();
                    assert!(place.starts_with('/') && !place.starts_with("//"), "{at} leads to {place}");
                    let next = office.get(person, &place).text();
                    assert!(!next.contains("<script>") && !next.contains("<img src=x"), "{at}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 40, "{tried} forms were tried");
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn too_much_is_refused_and_strange_bodies_are_told() {
    let office = Office::open();
    let person = office.with_login("my.st", Role::Firm);
    let token = office.token(&person);
    let headers = [("Cookie", person.cookie.as_str())];
    let long = encoded(&[("form", &token), ("present", &"a".repeat(300_000))]);
    assert_eq!(office.server.send("/account/password", &long, &headers).status, 413);
    let field = encoded(&[("form", &token), ("present", &"a".repeat(20_001))]);
    assert_eq!(office.server.send("/account/password", &field, &headers).status, 413);
    for (kind, body, status) in [
        ("application/json", "{}", 415),
        ("multipart/form-data", "x", 422),
        ("multipart/form-data; boundary=b", "--b\r\n", 422),
    ] {
        let answer = office.server.send_as(kind, "/account/password", body.as_bytes(), &headers);
        assert_eq!(answer.status, status, "{kind}");
    }
    let big = format!(
        "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"../../a\"\r\n\r\n{}\r\n--b--\r\n",
        "a".repeat(13 << 20)
    );
    let answer =
        office.server.send_as("multipart/form-data; boundary=b", "/account/password", big.as_bytes(), &headers);
    assert_eq!(answer.status, 413);
}

#[test]
fn pages_of_signed_in_people_are_kept_by_nobody() {
    let office = Office::open();
    let person = office.with_login("my.st", Role::Firm);
    for path in ["/", "/sites", "/desk"] {
        let answer = office.get(&person, path);
        assert_eq!(
            (answer.status, answer.header("cache-control"), answer.header("etag")),
            (200, "no-store", ""),
            "{path}"
        );
    }
    let public = office.server.get("/");
    assert!(public.header("cache-control").starts_with("public") && !public.header("etag").is_empty());
}

#[test]
fn a_site_without_a_database_has_no_door() {
    let server = Server::start();
    assert_eq!(server.get("/sign-in").status, 404);
    assert!(!server.get("/").text().contains("/sign-in"));
    assert_eq!(account("a.b", Role::Clerk).role, Role::Clerk);
}
