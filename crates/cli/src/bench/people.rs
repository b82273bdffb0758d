//! Who asks for which pages: every route of the table, its parts filled in, by everybody who may.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use domain::authority::{Action, Reach, Role, reach};
use office::bench::{BenchRegistry, Key};
use web::routes::{Access, table};

use super::browser::Browser;

/// A code that nothing has: for parts of an address this measurement does not know.
const NOTHING: &str = "khong-co";

/// Someone at the site: nobody in particular, or signed in with a role.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) role: Role,
    pub(super) browser: Browser,
}

impl Person {
    /// Anyone.
    pub(super) fn anyone(server: SocketAddr) -> Self {
        Self { role: Role::Public, browser: Browser { server, cookie: String::new() } }
    }

    /// Someone who comes in through the door.
    ///
    /// # Errors
    /// When the door does not open.
    pub(super) fn sign_in(server: SocketAddr, key: &Key) -> io::Result<Self> {
        let door = Self::anyone(server).browser;
        let (login, code) = (key.login.as_str(), key.code.as_str());
        let fields = [("login", login), ("password", key.password), ("code", code), ("next", "/desk")];
        let answer = door.send("/sign-in", &fields)?;
        let cookie = answer.cookie().filter(|_| answer.status == 303);
        let cookie =
            cookie.ok_or_else(|| io::Error::other(format!("{login} could not sign in ({})", answer.status)))?;
        Ok(Self { role: key.role, browser: Browser { server, cookie } })
    }

    /// Presses a button of a page, whose form has no fields; how long the answer took.
    ///
    /// # Errors
    /// When the page has no such button for this person, or it is not done.
    pub(super) fn press(&self, page: &str, action: &str) -> io::Result<Duration> {
        let html = self.browser.read(page)?;
        let token = html.split("name=\"form\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let missing = || io::Error::other(format!("{page} has no form"));
        let answer = self.browser.send(action, &[("form", token.ok_or_else(missing)?)])?;
        let refused = || io::Error::other(format!("{action} answered {}", answer.status));
        if answer.status == 303 { Ok(answer.took) } else { Err(refused()) }
    }
}

/// What parts of addresses are filled with.
#[derive(Debug)]
pub(super) struct Known {
    registry: BenchRegistry,
    months: Vec<String>,
    files: Vec<String>,
    logins: Vec<String>,
    /// Establishments that report.
    establishments: Vec<String>,
    attachments: Vec<String>,
    /// Files that wait to be taken in.
    intakes: Vec<String>,
    /// Projects with their visits, and the finding that is still open of those that have one.
    visits: Vec<(String, String, Option<String>)>,
    /// Projects with a month whose report nobody has judged.
    reports: Vec<(String, String)>,
}

/// Projects that are looked through for what only some of them have.
const LOOKED_AT: usize = 2_000;

impl Known {
    /// From the registry, the pages that list releases and files, who has an account, and the numbers of files: of visits, and that wait.
    ///
    /// # Errors
    /// When the pages cannot be read.
    pub(super) fn of(
        registry: BenchRegistry,
        browser: &Browser,
        keys: &[Key],
        files_of_visits: &[i64],
        waiting_files: &[i64],
        establishments: &[String],
    ) -> io::Result<Self> {
        let (releases, data) = (browser.read("/releases")?, browser.read("/data")?);
        let mut known = Self {
            months: links(&releases, "/bulletin/"),
            files: links(&data, "/data/").into_iter().filter(|file| !has_own_route(file)).collect(),
            logins: keys.iter().map(|key| key.login.to_string()).collect(),
            establishments: establishments.to_vec(),
            attachments: files_of_visits.iter().map(ToString::to_string).collect(),
            intakes: waiting_files.iter().map(ToString::to_string).collect(),
            visits: Vec::new(),
            reports: Vec::new(),
            registry,
        };
        known.look(LOOKED_AT)?;
        Ok(known)
    }

    /// Everybody who may asks what each file that waits would change; the longest time it took.
    ///
    /// # Errors
    /// When a page does not let them.
    pub(super) fn count_files(&self, people: &[Person]) -> io::Result<Option<Duration>> {
        let may = |person: &&Person| reach(person.role, Action::TakeFiles) != Reach::Never;
        let mut longest = None;
        for person in people.iter().filter(may) {
            for intake in &self.intakes {
                let page = format!("/intake/{intake}");
                if person.browser.get(&page)?.status == 200 {
                    longest = longest.max(Some(person.press(&page, &format!("{page}/count"))?));
                }
            }
        }
        Ok(longest)
    }

    /// Looks through the first projects for visits and reports.
    fn look(&mut self, most: usize) -> io::Result<()> {
        for n in 0..self.registry.sites.min(most) {
            let codes = self.registry.codes(n).map_err(io::Error::other)?;
            let project = codes.project.to_string();
            let visit = |(number, open): &(u16, Vec<u16>)| {
                (project.clone(), number.to_string(), open.first().map(ToString::to_string))
            };
            self.visits.extend(codes.visits.iter().map(visit));
            self.reports.extend(codes.reported.iter().map(|month| (project.clone(), month.to_string())));
        }
        Ok(())
    }

    /// The `n`th value of a part of an address; `None` for a part that is not known.
    fn part(&self, path: &str, name: &str, n: usize) -> Option<String> {
        // A prime step visits the registry evenly.
        let at = |count: usize| n.wrapping_mul(7_919) % count.max(1);
        let of = |list: &[String]| list.get(at(list.len())).cloned();
        let bodies = self.registry.bodies();
        let procedures = formats::carried::templates();
        match name {
            "project" | "visit" | "finding" | "month" | "step"
                if path.trim_start_matches("/api/v1").starts_with("/projects/") =>
            {
                self.of_project(path, name, n)
            }
            "site" if path.contains("{order}") => self.registry.stopped_site(n).ok().map(|site| site.to_string()),
            "site" => Some(format!("MP-{:06}", at(self.registry.sites))),
            "order" => Some("1".to_owned()),
            "obstacle" => Some(format!("VM-MP-{:06}", at(self.registry.obstacles))),
            "task" => Some(format!("NV-MP-{:06}", at(self.registry.obstacles) / 2 * 2)),
            "dialogue" => Some(format!("DT-MP-{:06}", at(self.registry.obstacles) / 20 * 20)),
            "reminder" => Some(format!("DD-MP-{:06}", at(self.registry.obstacles) / 20 * 20)),
            "agency" => bodies.get(at(bodies.len())).map(ToString::to_string),
            "procedure" => procedures.get(at(procedures.len())).map(|procedure| procedure.code.to_string()),
            "plan" => Some("KH-MP".to_owned()),
            "act" => Some(["begin", "finish", "plan"][at(3)].to_owned()),
            "attachment" => of(&self.attachments),
            "intake" => of(&self.intakes),
            // Every site has one owner, one licence, one capacity.
            "place" => Some("1".to_owned()),
            "login" => of(&self.logins),
            "establishment" => of(&self.establishments),
            "month" => of(&self.months),
            "file" => of(&self.files),
            // The index of the whole industry is published wherever one is.
            "series" => Some("TOTAL".to_owned()),
            _ => None,
        }
    }

    /// A part of an address below a project: one that has what the address is about.
    fn of_project(&self, path: &str, name: &str, n: usize) -> Option<String> {
        let at = |count: usize| n.wrapping_mul(7_919) % count.max(1);
        if path.contains("{month}") {
            let (project, month) = self.reports.get(at(self.reports.len()))?;
            return Some(if name == "project" { project.clone() } else { month.clone() });
        }
        if path.contains("{visit}") {
            let open = |found: &&(String, String, Option<String>)| !path.contains("{finding}") || found.2.is_some();
            let visits: Vec<_> = self.visits.iter().filter(open).collect();
            let (project, visit, finding) = visits.get(at(visits.len()))?;
            return match name {
                "project" => Some(project.clone()),
                "visit" => Some(visit.clone()),
                _ => finding.clone(),
            };
        }
        let codes = self.registry.codes(at(self.registry.sites)).ok()?;
        Some(match name {
            "project" => codes.project.to_string(),
            _ => (1 + n % usize::from(codes.steps)).to_string(),
        })
    }

    /// The `n`th address of a route with its query, and whether a part of it was not known.
    fn address(&self, path: &str, n: usize) -> (String, bool) {
        let mut is_strange = false;
        let part = |part: &str| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            Some(name) => self.part(path, name, n).unwrap_or_else(|| {
                is_strange = true;
                NOTHING.to_owned()
            }),
            None => part.to_owned(),
        };
        let parts: Vec<String> = path.split('/').map(part).collect();
        let queries = queries(path);
        let own = self.own_query(path, n);
        let query = queries.get(n % (queries.len() + 1)).map(|query| (*query).to_owned()).or(own);
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        (format!("{}{query}", parts.join("/")), is_strange)
    }

    /// What a page needs in its query to have anything to show.
    fn own_query(&self, path: &str, n: usize) -> Option<String> {
        let of = |name: &str| self.part("", name, n);
        match (path, n % 3) {
            ("/reminders/new", 0) => Some(format!("obstacle={}", of("obstacle")?)),
            ("/reminders/new", 1) => Some(format!("task={}", of("task")?)),
            ("/reminders/new", _) => {
                let place = "/projects/{project}/steps/{step}";
                Some(format!("project={}&step={}", self.part(place, "project", n)?, self.part(place, "step", n)?))
            }
            _ => None,
        }
    }
}

/// Whether an address names what only an act makes: a link to choose a password, the receipt of a return.
fn made_by_an_act(path: &str) -> bool {
    ["{token}", "{receipt}", "{proposal}"].iter().any(|part| path.contains(part))
}

/// The pages and filters of a list that are asked for beside its first page.
fn queries(path: &str) -> &'static [&'static str] {
    match path {
        "/sites" => &[
            "page=2",
            "page=37",
            "kind=mine",
            "group=procedures&page=3",
            "district=vi-xuyen",
            "q=mo%20phong",
            "q=1234",
            "kind=hydropower&q=so",
        ],
        "/projects" => &[
            "page=2",
            "page=150",
            "state=underway",
            "band=under-12",
            "agency=so-xay-dung",
            "text=mo+phong",
            "text=01234",
        ],
        "/obstacles" => &["page=2", "open=open", "open=open&order=due", "state=cleared", "kind=land", "page=40"],
        "/api/v1/sites" => &["page=2", "size=500", "q=1234"],
        "/api/v1/projects" => &["page=3", "agency=so-xay-dung", "size=500"],
        "/api/v1/obstacles" => &["page=2", "open=open", "size=500"],
        "/outlook" => &["site=MP-000001&more=MP-000002+MP-000003&share=50", "more=MP-000007"],
        "/agencies/{agency}" | "/plan" | "/reminders" | "/dialogues" => &["page=2"],
        "/accounts" => &["page=2", "q=nguoi+dung+3", "q=mp.0123"],
        "/series" => &["node=C&measure=yoy", "node=B&measure=ytd"],
        "/contributions" => &["node=B", "node=C"],
        _ => &[],
    }
}

/// Whether a file has a route of its own, and is asked for there.
fn has_own_route(file: &str) -> bool {
    let path = format!("/data/{file}");
    table().iter().any(|route| route.path == path)
}

/// The ends of the links of a page that begin so, without their queries.
fn links(page: &str, before: &str) -> Vec<String> {
    let wanted = format!("href=\"{before}");
    let ends = page.split(&wanted).skip(1).filter_map(|rest| rest.split(['"', '?', '&']).next());
    let mut found: Vec<String> = ends.filter(|end| !end.is_empty()).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

/// One request: of which route, by whom, at which address.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) route: &'static str,
    pub(super) person: usize,
    pub(super) address: String,
    /// A part of the address is a code that nothing has.
    pub(super) is_strange: bool,
}

/// Every route that is read, `times` times by each of the people who may come in, in both languages.
pub(super) fn requests(people: &[Person], known: &Known, times: usize) -> Vec<Request> {
    let mut requests = Vec::new();
    for route in table().into_iter().filter(|route| route.reads && !made_by_an_act(route.path)) {
        let may = |person: &Person| match route.access {
            Some(Access::Public) => true,
            Some(Access::May(action)) => reach(person.role, action) != Reach::Never,
            None => false,
        };
        let asking = people.iter().enumerate().filter(|(_, person)| may(person));
        let asked = asking.flat_map(|(person, _)| (0..times).map(move |n| (person, n)));
        requests.extend(asked.map(|(person, n)| {
            let (address, is_strange) = known.address(route.path, n + person * times);
            let is_english = route.translated && n % 3 == 2;
            let address = if is_english { format!("/en{address}") } else { address };
            Request { route: route.path, person, address, is_strange }
        }));
    }
    requests
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything an address can name is there, but for the link with which a password is chosen.
    #[test]
    fn no_route_is_asked_for_what_is_not_there() {
        let registry = BenchRegistry::new(400, 1, jiff::civil::date(2024, 2, 5)).unwrap();
        let mut known = Known {
            months: vec!["2024-01".to_owned()],
            files: vec!["sites.csv".to_owned()],
            logins: vec!["an.qt".to_owned()],
            establishments: vec!["CS-1".to_owned()],
            attachments: vec!["1".to_owned()],
            intakes: vec!["1".to_owned()],
            visits: Vec::new(),
            reports: Vec::new(),
            registry,
        };
        known.look(400).unwrap();
        for route in table().into_iter().filter(|route| route.reads && !made_by_an_act(route.path)) {
            for n in 0..50 {
                let (address, is_strange) = known.address(route.path, n);
                assert!(!is_strange && !address.contains(NOTHING), "{}: {address}", route.path);
            }
        }
    }

    #[test]
    fn ends_of_links_are_found_once() {
        let page =
            "<a href=\"/data/sites.csv\">x</a><a href=\"/data/sites.csv?for=excel\">y</a><a href=\"/data/\">z</a>";
        assert_eq!(links(page, "/data/"), ["sites.csv"]);
    }
}
