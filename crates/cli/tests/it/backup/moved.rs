//! The demonstration province backed up while others write, and moved between the two databases.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use ::office::context::{Actor, Context};
use ::office::{Store, obstacles};

use super::{back_up, manifest, names, restore};
use crate::khoi::{folder, khoi};
use crate::postgres;

/// Building the province takes a while, so one test goes through everything on it.
#[test]
fn the_province_is_backed_up_under_writing_and_moved_between_databases() {
    let folder = folder();
    let at = folder.path();
    let built = khoi(at, &["demo", "--once", "--data", "."]);
    assert_eq!(built.code, 0, "{}", built.err);
    a_drill_passes(at, "khoi.db");
    it_is_backed_up_while_others_write(at, "khoi.db", "sqlite");
    if let Some(database) = postgres::database() {
        it_moves_there_and_back(at, &database.address);
        it_is_backed_up_while_others_write(at, &database.address, "postgres");
    }
    a_restoring_broken_off_leaves_an_empty_database(at);
    a_backup_broken_off_is_none(at);
}

fn a_drill_passes(at: &Path, database: &str) {
    back_up(at, database, "drill.zip");
    let before = names(at);
    let drill = khoi(at, &["restore", "--drill", "--from", "drill.zip"]);
    assert_eq!(drill.code, 0, "{}{}", drill.out, drill.err);
    for words in ["2024-01 flash", "giống hệt", "restore: ", "replay: ", "Diễn tập đạt", "The drill passed"]
    {
        assert!(drill.out.contains(words), "{words}\n{}", drill.out);
    }
    assert_eq!(names(at), before, "a drill leaves nothing");
    let told = khoi(at, &["restore", "--drill", "--from", "drill.zip", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((&told["sound"], &told["replay"]["month"]), (&true.into(), &"2024-01".into()));
    assert!(told["took"].as_array().unwrap().len() == 4 && told["replay"]["figures"].as_u64().unwrap() > 1000);
}

/// Raises obstacles, one after the other, until told to stop.
async fn keep_writing(store: Store, stop: &AtomicBool) -> u64 {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let me = Context::new(Actor::operator("người ghi"), jiff::Timestamp::now(), "thử", store.clone());
        let raised = obstacles::Raised {
            kind: domain::obstacles::ObstacleKind::Building,
            channel: domain::obstacles::Channel::Officer,
            raised_by: "thử".into(),
            enterprise: None,
            site: None,
            step: None,
            facts: format!("Chờ thẩm định lần {written}."),
            public: String::new(),
            legal_ground: String::new(),
            asked: "Thẩm định thiết kế.".into(),
            asked_of: Vec::new(),
            asked_by: None,
            effect: String::new(),
            effect_points: None,
            simulated: true,
        };
        obstacles::raise(&me, raised).await.unwrap();
        written += 1;
    }
    written
}

fn it_is_backed_up_while_others_write(at: &Path, database: &str, name: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = if database.contains("://") { database.to_owned() } else { at.join(database).display().to_string() };
    let store = runtime.block_on(Store::open(&address)).unwrap();
    static STOP: AtomicBool = AtomicBool::new(false);
    STOP.store(false, Ordering::Relaxed);
    let writer = runtime.spawn(keep_writing(store.clone(), &STOP));
    let lasts: Vec<i64> =
        (0..2).map(|n| back_up(at, database, &format!("{name}-{n}.zip"))["last"].as_i64().unwrap()).collect();
    STOP.store(true, Ordering::Relaxed);
    let written = runtime.block_on(writer).unwrap();
    assert!(written > 2 && lasts.windows(2).all(|pair| pair[0] < pair[1]), "{written} {lasts:?}");
    for (n, last) in lasts.iter().enumerate() {
        let (file, copy) = (format!("{name}-{n}.zip"), format!("{name}-{n}.db"));
        let drill = khoi(at, &["restore", "--drill", "--db", &copy, "--from", &file]);
        assert_eq!(drill.code, 0, "{}{}", drill.out, drill.err);
        assert!(drill.out.contains("giống hệt"), "{}", drill.out);
        let head = format!("{last}:{}", manifest(&at.join(&file)).hash);
        let kept = khoi(at, &["verify", "--db", database, "--head", &head]);
        assert_eq!(kept.code, 0, "the backup is a beginning of what is there: {}", kept.err);
    }
}

fn it_moves_there_and_back(at: &Path, address: &str) {
    back_up(at, "khoi.db", "there.zip");
    restore(at, "there.zip", address);
    back_up(at, address, "back.zip");
    restore(at, "back.zip", "back.db");
    back_up(at, "back.db", "again.zip");
    let tables = |name: &str| manifest(&at.join(name)).tables;
    assert_eq!(tables("there.zip"), tables("back.zip"), "the same rows to the last bit");
    assert_eq!(tables("there.zip"), tables("again.zip"));
    let verified = khoi(at, &["verify", "--db", "khoi.db"]).out;
    for database in [address, "back.db"] {
        assert_eq!(khoi(at, &["verify", "--db", database]).out, verified);
        assert_eq!(khoi(at, &["replay", "--db", database]).code, 0);
    }
    let full = khoi(at, &["restore", "--from", "there.zip", "--db", address]);
    assert!(full.code == 2 && full.err.contains("not empty"), "{}", full.err);
}

/// What was written of it has no name that anything takes for a backup.
fn a_backup_broken_off_is_none(at: &Path) {
    let folder = at.join("b");
    std::fs::create_dir(&folder).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_khoi"))
        .args(["backup", "--db", "khoi.db", "--out", "b"])
        .current_dir(at)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Rows are on their way once the file has grown.
    let has_grown = || {
        let parts = std::fs::read_dir(&folder).unwrap().flatten();
        parts.filter_map(|entry| entry.metadata().ok()).any(|meta| meta.len() > 100_000)
    };
    while !has_grown() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let [name] = &names(&folder)[..] else { panic!("one file") };
    assert!(name.starts_with(".khoi-backup-") && name.ends_with(".part"), "{name}");
    let ended = khoi(at, &["restore", "--from", &format!("b/{name}"), "--db", "dở.db"]);
    assert!(ended.code == 2 && ended.err.contains("damaged or cut off"), "{}", ended.err);
    assert!(!at.join("dở.db").exists());
}

/// However the program ends, the database is whole or empty, and an empty one can be filled again.
fn a_restoring_broken_off_leaves_an_empty_database(at: &Path) {
    let (mut wholes, mut empties) = (0, 0);
    for _ in 0..2 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_khoi"))
            .args(["restore", "--from", "drill.zip", "--db", "dở.db"])
            .current_dir(at)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while !at.join("dở.db-wal").exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        match khoi(at, &["verify", "--db", "dở.db"]).code {
            0 => wholes += 1,
            _ => {
                let served = khoi(at, &["serve", "--db", "dở.db", "--listen", "127.0.0.1:0"]);
                assert!(served.code == 2 && served.err.contains("khoi migrate"), "{}", served.err);
                restore(at, "drill.zip", "dở.db");
                empties += 1;
            }
        }
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(at.join(format!("dở.db{ending}")));
        }
    }
    assert!(empties > 0, "{wholes} were whole: none was broken off in time");
}
