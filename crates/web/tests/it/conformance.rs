//! schemathesis asks the API what its description promises, with texts, numbers and bodies nobody thought of: no answer may be missing from
//! the description, differ from it, or be a fault of ours.
//!
//! schemathesis is Dmitry Dygalo's (MIT), <https://schemathesis.io>; `./test` installs it. `KHOI_EXAMPLES=N` asks each address N times
//! instead of a few, which takes N times as long.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use domain::accounts::grantable;
use domain::authority::Role;

use crate::api::key;
use crate::people::Office;
use crate::tools::tool;
use crate::walk::{Walked, parts, province, walk, walker};

/// Where schemathesis lies below the tools.
const PROGRAM: &str = "python/bin/schemathesis";
/// How often each address is asked, unless more is wanted.
const EXAMPLES: &str = "4";
/// The same questions every time.
const SEED: &str = "1";

/// What is asked besides the names of things: an answer 422 says why what fits the description was not done, and 400 and 404 that there is no such thing.
const CHECKS: &str = "
[checks.positive_data_acceptance]
expected-statuses = ['2xx', '400', '401', '403', '404', '413', '422']
[checks.negative_data_rejection]
expected-statuses = ['400', '401', '403', '404', '413', '415', '422']
";

/// Names that stand in addresses: those of the things somebody comes to, so that most questions are about something that is there.
fn names(walked: &Walked) -> String {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in walked.places.iter().flat_map(|place| parts(place.route, &place.address)) {
        names.entry(name).or_default().insert(value);
    }
    let mut told = String::new();
    for (name, values) in &names {
        let values: Vec<_> = values.iter().take(20).collect();
        told.push_str(&format!("[dictionaries.{name}]\nvalues = {values:?}\n"));
    }
    told.push_str("[parameters]\n");
    let line = |name: &String| format!("'path.{name}' = {{ dictionary = '{name}', probability = 0.8 }}\n");
    told.extend(names.keys().map(line));
    told
}

/// What schemathesis finds wrong for somebody of a role, in its own words; none where it is content.
fn asked(program: &Path, office: &Office, role: Role) -> Option<String> {
    let person = walker(office, role);
    let bearer = format!("Authorization: Bearer {}", key(office, &person, &grantable(role).collect::<Vec<_>>(), "30"));
    let walked = walk(office, person);
    let room = tempfile::tempdir().unwrap();
    let config = room.path().join("schemathesis.toml");
    std::fs::write(&config, names(&walked) + CHECKS).unwrap();
    let examples = std::env::var("KHOI_EXAMPLES").unwrap_or_else(|_| EXAMPLES.to_owned());
    let output = Command::new(program)
        .arg("--config-file")
        .arg(config)
        .args(["run", &format!("http://{}/api/v1/openapi.json", office.server.address)])
        .args(["--header", &bearer, "--max-examples", &examples, "--seed", SEED, "--generation-database", "none"])
        .args(["--checks", "all", "--phases", "examples,coverage,fuzzing", "--workers", "2", "--no-color"])
        .args(["--continue-on-failure", "--suppress-health-check", "all", "--output-truncate", "false"])
        .current_dir(room.path())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let all = format!("Tested: {}", operations(office));
    assert!(told.contains(&all), "not every address was asked, for there are {all}: {told}");
    println!("as {role:?}: {}", told.rsplit("= SUMMARY =").next().unwrap_or_default());
    (!output.status.success()).then(|| format!("as {role:?}:\n{told}{}", String::from_utf8_lossy(&output.stderr)))
}

/// What Python 3.11 now and then says of its own parser when two threads load code at once: nothing of the API.
const OF_PYTHON: &str = "SystemError: AST constructor recursion depth mismatch";

/// The same, asked once more where Python itself broke down.
fn found_wrong(program: &Path, office: &Office, role: Role) -> Option<String> {
    match asked(program, office, role) {
        Some(told) if told.contains(OF_PYTHON) => {
            println!("as {role:?}: asked again: {OF_PYTHON}");
            asked(program, office, role)
        }
        told => told,
    }
}

/// How many things can be asked by the description, which is itself asked for once and no more.
fn operations(office: &Office) -> usize {
    let document: serde_json::Value = serde_json::from_str(&office.server.get("/api/v1/openapi.json").text()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    paths.values().map(|item| item.as_object().unwrap().len()).sum::<usize>() - 1
}

#[test]
fn the_api_answers_as_it_is_described() {
    let Some(program) = tool(PROGRAM, "the API was not held against its description") else { return };
    let office = province();
    let wrong: Vec<String> = [Role::Firm, Role::Statistician, Role::Officer]
        .iter()
        .filter_map(|role| found_wrong(&program, &office, *role))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert_eq!(
        office.wait(office.store.verify(|_| {})).unwrap().findings,
        [],
        "the journal agrees with what was written"
    );
}
