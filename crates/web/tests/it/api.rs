//! Programs: how they come in and how far, that all is done by forms sent as JSON, that data are what their description says, and that
//! what is sent twice is done once.

use std::collections::BTreeSet;

use domain::authority::{Action, Role};
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::client::Answer;
use crate::people::{AGENCY, FIRM, Office, Person, morning};

/// A program of somebody's, with its key.
struct Program<'a> {
    office: &'a Office,
    bearer: String,
}

impl<'a> Program<'a> {
    /// With a key that was made on the page of the account.
    fn of(office: &'a Office, person: &Person, scope: &[Action]) -> Self {
        Self { office, bearer: format!("Bearer {}", key(office, person, scope, "30")) }
    }

    fn get(&self, path: &str) -> Answer {
        self.office.server.ask("GET", path, &[("Authorization", &self.bearer)])
    }

    fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("Authorization", self.bearer.as_str())];
        all.extend(headers);
        self.office.server.send_as("application/json", &format!("/api/v1/forms{path}"), body.as_bytes(), &all)
    }

    /// Sends a form that is taken; where it is seen.
    fn does(&self, path: &str, body: &Value) -> String {
        let answer = self.post(path, &body.to_string(), &[]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        read(&answer)["see"].as_str().unwrap_or_else(|| panic!("{path}: {}", answer.text())).to_owned()
    }
}

/// A new key, as it is shown once.
pub(crate) fn key(office: &Office, person: &Person, scope: &[Action], days: &str) -> String {
    let mut fields = vec![("name", "máy chủ báo cáo"), ("days", days)];
    fields.extend(scope.iter().map(|action| ("scope", action.code())));
    let page = office.fill(person, "/account/keys", &fields).text();
    let is_key = |text: &&str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let found = page.split(['<', '>']).find(is_key);
    found.unwrap_or_else(|| panic!("{page}")).to_owned()
}

#[track_caller]
fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

fn everything(role: Role) -> Vec<Action> {
    domain::accounts::grantable(role).collect()
}

#[test]
fn a_key_opens_what_it_was_given_until_it_ends() {
    let office = Office::open();
    let officer = office.with_login("sang.vt", Role::Officer);
    let program = Program::of(&office, &officer, &[Action::ReadInternal]);
    assert_eq!(program.get("/api/v1/dialogues").status, 200);
    assert_eq!(program.get("/dialogues").status, 200, "pages and files too");
    for path in
        ["/api/v1/overview", "/api/v1/forms/obstacles/new", "/director", "/account", "/account/keys", "/accounts"]
    {
        assert_eq!(program.get(path).status, 403, "{path} was not given");
    }
    let refused = program.post("/obstacles/new", "{}", &[]);
    assert_eq!((refused.status, refused.header("content-type")), (403, "application/problem+json"));
    assert!(read(&refused)["detail"].as_str().unwrap().contains("nêu khó khăn"), "{}", refused.text());

    let page = office.get(&officer, "/account/keys").text();
    assert!(page.contains("máy chủ báo cáo") && page.contains("21/03/2024") && page.contains("20/02/2024"), "{page}");
    assert!(!page.contains(&program.bearer[7..]), "the key is shown once");
    assert_eq!(office.fill(&officer, "/account/keys/1", &[]).status, 303);
    let ended = program.get("/api/v1/sites");
    assert_eq!(ended.status, 401, "an ended key opens not even what is public");
    assert_eq!(ended.header("www-authenticate"), "Bearer error=\"invalid_token\"");

    let short = key(&office, &officer, &[Action::ReadInternal], "1");
    let bearer = format!("Bearer {short}");
    let status = || office.server.ask("GET", "/api/v1/dialogues", &[("Authorization", &bearer)]).status;
    assert_eq!(status(), 200);
    office.clock.set(morning() + SignedDuration::from_mins(24 * 60 + 1));
    assert_eq!(status(), 401, "it has expired");
    let journal = office.wait(office.store.verify(|_| {})).unwrap();
    assert_eq!(journal.findings, []);
}

#[test]
fn keys_end_with_the_account_and_with_a_forgotten_password() {
    let office = Office::open();
    let firm = office.with_login("my.st", Role::Firm);
    let program = Program::of(&office, &firm, &everything(Role::Firm));
    assert_eq!(program.get("/api/v1/obstacles").status, 200);
    let context = office.operator();
    let links = office.wait(office::accounts::link_for_reset(&context, "my.st@example.vn")).unwrap();
    office.wait(office::accounts::choose_password(&context, &links[0].1, "Sông Lô chảy qua 2024!")).unwrap();
    assert_eq!(program.get("/api/v1/obstacles").status, 401);

    let other = office.with_login("hai.st", Role::Firm);
    let program = Program::of(&office, &other, &everything(Role::Firm));
    office.wait(office::accounts::close(&office.operator(), &"hai.st".parse().unwrap(), "nghỉ việc")).unwrap();
    assert_eq!(program.get("/api/v1/obstacles").status, 401);
}

#[test]
fn a_wrong_key_is_nobody_s_and_a_wrong_form_of_a_key_is_told() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    for scope in [vec![], vec![("scope", "release")], vec![("scope", "own-account")], vec![("scope", "<script>")]] {
        let mut fields = vec![("name", "x"), ("days", "30")];
        fields.extend(scope.clone());
        assert_eq!(office.fill(&officer, "/account/keys", &fields).status, 422, "{scope:?}");
    }
    for days in ["0", "367", "-1", "x"] {
        let fields = [("name", "x"), ("scope", "read-internal"), ("days", days)];
        assert_eq!(office.fill(&officer, "/account/keys", &fields).status, 422, "{days}");
    }
    for header in ["Bearer x", "Bearer ", "bearer 0000", "Bearer ' OR 1=1 --"] {
        let answer = office.server.ask("GET", "/api/v1/sites", &[("Authorization", header)]);
        assert_eq!(answer.status, 401, "{header}");
    }
    // Another way of showing oneself is none of ours, and opens nothing.
    let basic = office.server.ask("GET", "/api/v1/dialogues", &[("Authorization", "Basic eDp5")]);
    assert_eq!((basic.status, basic.header("www-authenticate")), (401, "Bearer"));
    let other = office.someone(Role::Officer);
    assert_eq!(office.fill(&other, "/account/keys/1", &[]).status, 404, "nobody ends another's key");
}

#[test]
fn a_form_tells_its_fields_and_what_is_wrong_at_each() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let program = Program::of(&office, &firm, &everything(Role::Firm));
    let forms = read(&program.get("/en/api/v1/forms/obstacles/new"));
    let form = &forms["forms"][0];
    assert_eq!(form["send_to"], "/en/api/v1/forms/obstacles/new");
    let field = |name: &str| form["fields"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
    assert_eq!((&field("kind")["kind"], &field("kind")["required"]), (&json!("choice"), &json!(true)));
    assert_eq!(field("kind")["choices"].as_array().unwrap().len(), 7, "the seven kinds");
    assert_eq!((&field("effect")["kind"], &field("effect")["required"]), (&json!("line"), &json!(false)));

    let wrong = program.post("/obstacles/new", "{\"kind\": \"land\", \"facts\": \"  \"}", &[]);
    assert_eq!((wrong.status, wrong.header("content-type")), (422, "application/problem+json"));
    let faults = read(&wrong)["faults"].clone();
    let at: Vec<&str> = faults.as_array().unwrap().iter().filter_map(|fault| fault["field"].as_str()).collect();
    assert_eq!(at, ["facts", "asked"], "{faults}");
    let misnamed = "{\"kind\": \"land\", \"facts\": \"a\", \"asked\": \"b\", \"effekt\": \"c\"}";
    let lost = program.post("/obstacles/new", misnamed, &[]);
    assert_eq!(lost.status, 422, "what has no field would be lost");
    assert!(read(&lost)["detail"].as_str().unwrap().contains("“effekt”"), "{}", lost.text());
    for (body, word) in [
        ("{\"kind\": ", "dòng 1, cột"),
        ("[]", "JSON"),
        ("{\"kind\": {\"a\": 1}}", "“kind”"),
        ("{\"facts\": \"a\\u0000b\"}", "Không đọc được"),
    ] {
        let answer = program.post("/obstacles/new", body, &[]);
        assert_eq!(answer.status, 422, "{body}");
        assert!(read(&answer)["detail"].as_str().unwrap().contains(word), "{}", answer.text());
    }
    let long = format!("{{\"facts\": \"{}\"}}", "a".repeat(300_000));
    assert_eq!(program.post("/obstacles/new", &long, &[]).status, 413);
    // A page takes no JSON from anybody, so that no other site can send one with a person's cookie.
    let headers = [("Cookie", firm.cookie.as_str())];
    assert_eq!(office.server.send_as("application/json", "/obstacles/new", b"{}", &headers).status, 415);
    let forged = office.server.send_as("application/json", "/api/v1/forms/obstacles/new", b"{}", &headers);
    assert_eq!(forged.status, 403, "a cookie alone sends no form");
}

#[test]
fn what_is_sent_twice_under_one_key_is_done_once() {
    let office = Office::open();
    let firm = office.someone(Role::Firm);
    let program = Program::of(&office, &firm, &everything(Role::Firm));
    let body = json!({ "kind": "land", "facts": "Chưa bàn giao 3 ha.", "asked": "Bàn giao." }).to_string();
    let send = |body: &str, key: &str| program.post("/obstacles/new", body, &[("Idempotency-Key", key)]);
    // What was wrong did nothing, and can be mended under the same key.
    assert_eq!(send("{}", "k-1").status, 422);
    let first = send(&body, "k-1");
    let again = send(&body, "k-1");
    assert_eq!((first.status, again.status), (200, 200), "{}", first.text());
    assert_eq!(first.text(), again.text());
    assert_eq!((first.header("idempotent-replayed"), again.header("idempotent-replayed")), ("", "true"));
    assert_eq!(read(&program.get("/api/v1/obstacles"))["total"], 1);
    let other = send(&body.replace("3 ha", "4 ha"), "k-1");
    assert_eq!(other.status, 422);
    assert!(read(&other)["detail"].as_str().unwrap().contains("Idempotency-Key"), "{}", other.text());
    assert_eq!(send(&body, "có dấu").status, 422);
    // Another's key of the same text is another.
    let neighbour = office.someone(Role::Firm);
    let neighbour = Program::of(&office, &neighbour, &everything(Role::Firm));
    assert_eq!(
        neighbour.post("/obstacles/new", &body, &[("Idempotency-Key", "k-1")]).header("idempotent-replayed"),
        ""
    );
    assert_eq!(send(&body, "k-2").status, 200);
    assert_eq!(office.wait(office.store.verify(|_| {})).unwrap().findings, []);
}

#[test]
fn another_s_thing_is_answered_as_one_that_is_not_there() {
    let office = Office::open();
    let officer = office.someone(Role::Officer);
    let officer = Program::of(&office, &officer, &everything(Role::Officer));
    let raised = officer.does(
        "/obstacles/new",
        &json!({ "kind": "land", "channel": "dialogue", "raised_by": "Công ty Hai", "enterprise": "5100000002",
                 "facts": "Chưa bàn giao đất.", "asked": "Bàn giao đất." }),
    );
    let firm = office.someone(Role::Firm);
    let firm = Program::of(&office, &firm, &everything(Role::Firm));
    for path in ["", "/forms"] {
        let (foreign, none) =
            (firm.get(&format!("/api/v1{path}{raised}")), firm.get(&format!("/api/v1{path}/obstacles/VM-1999-1")));
        assert_eq!((foreign.status, foreign.text()), (404, none.text()), "{path}");
    }
    assert_eq!(officer.get(&format!("/api/v1{raised}")).status, 200);
}

/// Everything pages do, done by programs alone; the addresses of what was made.
pub(crate) fn a_season(office: &Office) -> Vec<String> {
    let firm = office.someone(Role::Firm);
    let firm = Program::of(office, &firm, &everything(Role::Firm));
    let officer = office.someone(Role::Officer);
    let officer = Program::of(office, &officer, &everything(Role::Officer));
    let project = officer.does(
        "/projects/new",
        &json!({ "code": "DA-9", "site": "M02", "template": "licence_extension", "exception": "thử", "name": "Gia hạn",
                 "enterprise": FIRM, "start": "2024-01-08", "due": "2024-02-01" }),
    );
    officer.does(
        &format!("{project}/land"),
        &json!({ "stage": "to-clear", "on": "2024-02-01", "hectares": 12.5, "households": 7, "source": "BC 12" }),
    );
    officer.does(&format!("{project}/schedule"), &json!({ "by": "2024-06-30", "percent": 50, "source": "QĐ 8" }));
    firm.does(&format!("{project}/progress"), &json!({ "month": "2024-01", "percent": 8.5, "disbursed": 1200 }));
    officer.does(
        &format!("{project}/visits"),
        &json!({ "on": "2024-02-10", "kind": "quality", "by": "Sở", "summary": "Đã xem móng", "source": "BB 3",
                 "finding1": "Nứt", "deadline1": "2024-03-01" }),
    );
    officer.does(&format!("{project}/steps/1/begin"), &json!({ "on": "2024-01-09" }));
    officer.does(
        "/sites/M02/directives",
        &json!({ "number": "12/CĐ", "since": "2024-02", "by": "UBND tỉnh", "reason": "Chưa đủ thủ tục", "source": "Báo" }),
    );
    let obstacle =
        firm.does("/obstacles/new", &json!({ "kind": "land", "facts": "Chưa bàn giao.", "asked": "Bàn giao đất." }));
    officer.does(
        &format!("{obstacle}/assign"),
        &json!({ "assign-agency": [AGENCY], "assign-note": "Đề nghị trả lời", "assign-visibility": "internal" }),
    );
    let dialogue = officer.does(
        "/dialogues/new",
        &json!({ "title_vi": "Đối thoại tháng 2", "title_en": "Dialogue", "date": "2024-02-27", "place": "Hội trường", "chair": "Chủ tịch" }),
    );
    officer.does(&format!("{dialogue}/agenda"), &json!({ "agenda": [obstacle.rsplit('/').next().unwrap()] }));
    let reminder = officer.does(
        &format!("/reminders/new?obstacle={}&to={AGENCY}", obstacle.rsplit('/').next().unwrap()),
        &json!({ "to": AGENCY, "asked_by": "2024-03-05" }),
    );
    officer.does(
        "/plan/plans",
        &json!({ "plan-code": "KH-2024", "plan-title-vi": "Kế hoạch phục hồi", "plan-title-en": "Recovery plan",
                 "plan-adopted": "2024-02-01", "plan-decision": "12/KH-UBND" }),
    );
    officer.does(
        "/plan/measures",
        &json!({ "task-plan": "KH-2024", "task-what": "Bàn giao đất", "task-lead": AGENCY, "task-due": "2024-03-31",
                 "task-visibility": "public" }),
    );
    let task = read(&officer.get("/api/v1/tasks"))["items"][0]["code"].as_str().unwrap().to_owned();
    vec![project, obstacle, dialogue, reminder, format!("/tasks/{task}")]
}

#[test]
fn data_are_what_their_description_says() {
    let office = crate::returns::with_mine();
    let mut made = a_season(&office);
    made.push(crate::returns::doubted(&office));
    made.extend(["/adjusted/C", "/sites/M02", "/procedures/mine_2010", "/agencies/so-xay-dung"].map(str::to_owned));
    let document = read(&office.server.get("/api/v1/openapi.json"));
    assert_eq!(document["openapi"], "3.1.0");
    let leader = office.someone(Role::Leader);
    let programs = [
        Program::of(&office, &leader, &everything(Role::Leader)),
        Program::of(&office, &office.someone(Role::Firm), &everything(Role::Firm)),
    ];
    let mut looked_at = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(schema) = item["get"]["responses"]["200"]["content"]["application/json"].get("schema") else {
            continue;
        };
        let validator = validator(&document, schema);
        for address in addresses(path, &made) {
            for program in &programs {
                let answer = program.get(&address);
                if answer.status == 403 || answer.status == 404 {
                    continue;
                }
                assert_eq!(answer.status, 200, "{address}: {}", answer.text());
                let data = read(&answer);
                let faults: Vec<String> =
                    validator.iter_errors(&data).map(|e| format!("{}: {e}", e.instance_path())).collect();
                assert!(faults.is_empty(), "{address}: {faults:#?}\n{data:#}");
                looked_at.insert(path.as_str());
            }
        }
    }
    let data = document["paths"].as_object().unwrap().keys().filter(|path| !path.contains("/forms/"));
    let unseen: Vec<&String> = data.filter(|path| !looked_at.contains(path.as_str())).collect();
    assert!(unseen.is_empty() && looked_at.len() > 25, "{unseen:?} of {}", looked_at.len());
}

/// A validator of one schema among those of the document; nothing may come that it does not tell of.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut whole = schema.clone();
    whole["components"] = document["components"].clone();
    if schema.get("properties").is_some() || schema.get("allOf").is_some() || schema.get("$ref").is_some() {
        whole["unevaluatedProperties"] = json!(false);
    }
    jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{error}: {schema}"))
}

/// The addresses of a path: itself, or with the codes of what was made in its places.
fn addresses(path: &str, made: &[String]) -> Vec<String> {
    if !path.contains('{') {
        return vec![path.to_owned()];
    }
    let below = path.trim_start_matches("/api/v1").trim_start_matches("/forms");
    let fits = |page: &&String| {
        let (known, parts): (Vec<&str>, Vec<&str>) = (below.split('/').collect(), page.split('/').collect());
        known.len() >= parts.len() && known.iter().zip(&parts).all(|(k, p)| k == p || k.starts_with('{'))
    };
    let filled = |page: &String| {
        let mut parts = page.split('/');
        let part = |known: &str| match (known.starts_with('{'), parts.next()) {
            (true, Some(code)) => code.to_owned(),
            (true, None) => "1".to_owned(),
            (false, _) => known.to_owned(),
        };
        let below: Vec<String> = below.split('/').map(part).collect();
        format!("{}{}", path.strip_suffix(self::below(path)).unwrap_or_default(), below.join("/"))
    };
    made.iter().filter(fits).map(filled).collect()
}

/// A path without what stands before the addresses of pages.
fn below(path: &str) -> &str {
    path.trim_start_matches("/api/v1").trim_start_matches("/forms")
}

#[test]
fn lists_come_in_pages_and_say_where_the_next_begins() {
    let office = Office::open();
    let get = |path: &str| office.server.get(path);
    let first = read(&get("/api/v1/sites?size=30"));
    assert_eq!((first["page"].as_u64(), first["items"].as_array().unwrap().len()), (Some(1), 30));
    let (mut codes, mut next) = (Vec::new(), Some("/api/v1/sites?size=30".to_owned()));
    while let Some(path) = next {
        let page = read(&get(&path));
        codes.extend(page["items"].as_array().unwrap().iter().map(|site| site["code"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(codes.len() as u64, first["total"].as_u64().unwrap());
    let mut once = codes.clone();
    once.dedup();
    assert_eq!(once, codes);
    for (path, valid) in [("/api/v1/sites?size=501", "1–500"), ("/api/v1/sites?page=0", "1–1000000")] {
        let answer = get(path);
        assert_eq!(answer.status, 400, "{path}");
        assert_eq!(read(&answer)["valid"][0]["code"], valid);
    }
    let unknown = get("/en/api/v1/sites?group=nowhere");
    assert!(read(&unknown)["valid"].as_array().unwrap().len() > 3, "{}", unknown.text());
    assert_eq!(get("/api/v1/nothing").header("content-type"), "application/problem+json");
    assert_eq!(get("/api/v1/sites/KHONG-CO").status, 404);
}

#[test]
fn adjusted_series_are_read_month_by_month_without_what_is_only_expected() {
    let office = Office::open();
    let get = |path: &str| read(&office.server.get(path));
    let list = get("/api/v1/adjusted?size=500");
    let lines = list["items"].as_array().unwrap();
    assert_eq!(list["total"].as_u64().unwrap() as usize, lines.len());
    assert!(lines.iter().all(|line| line["simulated"] == true && line["origin"]["code"] == "own"), "{list}");
    let line = |code: &str| lines.iter().find(|line| line["code"] == code);
    assert!(line("E").is_none(), "what is withheld is no series");
    let whole = line("TOTAL").unwrap();
    assert_eq!((&whole["state"]["code"], &whole["why_left"]), (&json!("adjusted"), &Value::Null));
    let record = get(whole["figures"].as_str().unwrap());
    let months = record["months"].as_array().unwrap();
    assert_eq!((&record["from"], &record["until"]), (&json!("2019-01"), &json!("2024-01")));
    assert_eq!(months.len(), crate::fixture::months().len(), "no month that has not come");
    for month in months {
        assert!(["raw", "calendar_adjusted", "adjusted", "trend"].iter().all(|of| month[of].is_number()), "{month}");
        assert!(month["stage"]["code"].is_string(), "{month}");
    }
    assert_eq!(record["release"]["month"], "2024-01");

    // Years add up where that is asked.
    let apart = |record: &Value| -> f64 {
        let of_year = |month: &&Value| month["month"].as_str().unwrap().starts_with("2022-");
        let months = record["months"].as_array().unwrap().iter().filter(of_year);
        months.map(|month| month["raw"].as_f64().unwrap() - month["adjusted"].as_f64().unwrap()).sum::<f64>().abs()
    };
    let added = get("/api/v1/adjusted/TOTAL?to-year=true");
    assert_eq!((&record["adds_up"], &added["adds_up"]), (&json!(false), &json!(true)));
    assert!(apart(&added) < 0.0012 && apart(&added) < apart(&record), "{} {}", apart(&added), apart(&record));
    assert_eq!(office.server.get("/api/v1/adjusted/TOTAL?to-year=maybe").status, 400);
    for none in ["E", "0710-01", "official%2Fx%2Fy%2Fz", "%20"] {
        assert_eq!(office.server.get(&format!("/api/v1/adjusted/{none}")).status, 404, "{none}");
    }
    let english = get("/en/api/v1/adjusted?size=1");
    assert_eq!(english["next"], "/en/api/v1/adjusted?size=1&page=2");
    assert!(english["items"][0]["figures"].as_str().unwrap().starts_with("/en/api/v1/adjusted/"), "{english}");
}

#[test]
fn what_nobody_knows_is_null_and_says_why() {
    let office = Office::open();
    let site = read(&office.server.get("/api/v1/sites/M02"));
    assert_eq!(site["name"]["vi"].as_str().map(|name| name.contains("Tùng Bá")), Some(true), "{site}");
    assert_eq!(site["state"]["code"].as_str().is_some(), !site["states"].as_array().unwrap().is_empty());
    assert!(site["sources"].as_array().unwrap().iter().all(|source| source.as_str().is_some_and(|s| !s.is_empty())));
    assert!(site.as_object().unwrap().contains_key("internal_note") && site["internal_note"].is_null());
    let all = read(&office.server.get("/api/v1/sites?size=500"));
    let bare = all["items"].as_array().unwrap().iter().find(|one| one["operator"].is_null());
    assert!(bare.is_some(), "some operator is not known, and null");
}
