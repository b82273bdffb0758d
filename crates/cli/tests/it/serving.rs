//! What `khoi serve` does beside its pages: backups by the clock, `/health`, measurements.

use std::net::TcpListener;
use std::path::Path;

use serde_json::Value;

use crate::khoi::{folder, khoi, write};
use crate::postgres;
use crate::server::{Server, get, wait_for};

fn health(address: &str) -> (u16, Value) {
    let (status, body) = get(address, "/health");
    (status, serde_json::from_str(&body).unwrap())
}

fn backups(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".zip")).collect();
    names.sort();
    names
}

#[test]
fn backups_are_made_by_the_clock_and_the_oldest_go() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    let kept = at.join("giữ");
    std::fs::create_dir(&kept).unwrap();
    let old: Vec<String> = (1..=5).map(|day| format!("khoi-2024020{day}T080000Z-1.zip")).collect();
    old.iter().for_each(|name| write(&kept, name, "x"));
    write(&kept, "khoi-29990101T000000Z-1.zip", "made while the clock was wrong");
    let serving = Server::start(at, "khoi.db", &["--backup-to", "giữ", "--backup-keep", "4"]);
    let told = wait_for(|| Some(health(&serving.address).1).filter(|told| told["backup"]["overdue"] == false));
    wait_for(|| (backups(&kept).len() == 4).then_some(()));
    let names = backups(&kept);
    assert_eq!(names[..2], old[3..], "the two newest of the old ones, the new one, the one of the future");
    assert!(told["database"] == true && told["last_change"].as_i64().unwrap() > 0 && told["mail_waiting"] == 0);
    assert_eq!(told["leader"], true);
    let restored = khoi(at, &["restore", "--drill", "--from", &format!("giữ/{}", names[2])]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    drop(serving);
    // A new start makes none: the last one is not old enough.
    let again = Server::start(at, "khoi.db", &["--backup-to", "giữ", "--backup-keep", "1"]);
    wait_for(|| (health(&again.address).1["backup"]["overdue"] == false).then_some(()));
    drop(again);
    assert_eq!(backups(&kept), names);
}

#[test]
fn a_folder_that_is_none_is_told_before_anything_is_served() {
    let folder = folder();
    assert_eq!(khoi(folder.path(), &["migrate", "--db", "khoi.db"]).code, 0);
    let serve = ["serve", "--db", "khoi.db", "--listen", "127.0.0.1:0"];
    for wrong in ["không có", "khoi.db"] {
        let ended = khoi(folder.path(), &[&serve[..], &["--backup-to", wrong]].concat());
        assert!(ended.code == 2 && ended.err.contains("quyền ghi"), "{}", ended.err);
    }
    let alone = khoi(folder.path(), &[&serve[..], &["--backup-keep", "3"]].concat());
    assert!(alone.code == 2 && alone.err.contains("--backup-to"), "{}", alone.err);
}

#[test]
fn a_failure_is_told_once_and_seen_from_outside() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    std::fs::create_dir(at.join("b")).unwrap();
    // The last backup is of long ago, and the database holds what no backup can be made of.
    write(&at.join("b"), "khoi-20240201T080000Z-1.zip", "x");
    let address = format!("sqlite://{}", at.join("khoi.db").display());
    postgres::execute(&address, "UPDATE journal SET why = x'00ff'");
    let serving = Server::start(at, "khoi.db", &["--backup-to", "b"]);
    wait_for(|| {
        std::fs::read_to_string(at.join("serve.log")).unwrap().contains("the backup was not made").then_some(())
    });
    let (status, told) = health(&serving.address);
    assert_eq!((status, &told["backup"]["overdue"]), (200, &Value::Bool(true)));
    assert_eq!(told["backup"]["last"], "2024-02-01T08:00:00Z");
    assert_eq!(backups(&at.join("b")), ["khoi-20240201T080000Z-1.zip"], "nothing was taken away");
    let log = std::fs::read_to_string(at.join("serve.log")).unwrap();
    assert_eq!(log.matches("the backup was not made").count(), 1, "{log}");
}

#[test]
fn health_says_when_the_database_does_not_answer() {
    let folder = folder();
    let Some(database) = postgres::database() else { return };
    assert_eq!(khoi(folder.path(), &["migrate", "--db", &database.address]).code, 0);
    let serving = Server::start(folder.path(), &database.address, &[]);
    let (status, told) = health(&serving.address);
    assert_eq!((status, &told["database"], &told["backup"]), (200, &Value::Bool(true), &Value::Null));
    let address = serving.address.clone();
    // Its database goes away with every connection to it.
    drop(database);
    let (status, told) = health(&address);
    assert_eq!((status, &told["database"], &told["last_change"]), (503, &Value::Bool(false), &Value::Null));
    let log = std::fs::read_to_string(folder.path().join("serve.log")).unwrap();
    assert!(log.contains("the database does not answer"), "{log}");
}

#[test]
fn measurements_have_an_address_of_their_own_and_name_nobody() {
    let folder = folder();
    let at = folder.path();
    assert_eq!(khoi(at, &["migrate", "--db", "khoi.db"]).code, 0);
    std::fs::create_dir(at.join("b")).unwrap();
    // A port that was free a moment ago.
    let own = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let serving = Server::start(at, "khoi.db", &["--metrics", &own, "--backup-to", "b"]);
    for path in ["/", "/sites/HG-NHO-QUE-1", "/password/bi-mat", "/5100123456/nguyen-thi-lan"] {
        get(&serving.address, path);
    }
    assert_eq!(get(&serving.address, "/metrics").0, 404, "never on the public address");
    let text = wait_for(|| Some(get(&own, "/metrics").1).filter(|text| text.contains("khoi_backup_age_seconds")));
    for line in [
        "khoi_requests_total{route=\"/\",method=\"GET\",status=",
        "khoi_requests_total{route=\"/sites/{site}\",method=\"GET\",status=\"4xx\"} 1",
        "khoi_requests_total{route=\"none\",method=\"GET\",status=\"4xx\"} 2",
        "khoi_request_seconds_bucket{route=\"/\",le=\"0.1\"}",
        "khoi_changes_total ",
        "khoi_mail_waiting 0",
        "khoi_database_answers 1",
        "khoi_leader 1",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    for held in ["NHO-QUE", "bi-mat", "5100123456", "nguyen"] {
        assert!(!text.contains(held), "{held} is in\n{text}");
    }
}
