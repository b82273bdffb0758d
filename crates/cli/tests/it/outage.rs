//! The world around the program fails while firms send their returns: PostgreSQL is restarted as a whole, the clock of the machine is set back.
//! What was acknowledged is kept, and the pages say what is wrong.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::khoi::folder;
use crate::loss::{Heard, all_send, kept, prepared, signed_in};
use crate::server::{Server, get, serving, wait_until};

/// A PostgreSQL server of the test's own.
struct Cluster {
    folder: PathBuf,
    address: String,
}

impl Cluster {
    /// `None`, said loudly, where there is no PostgreSQL.
    fn start() -> Option<Self> {
        // Short, because the path of a socket is: below /tmp, because the server's user may not enter every folder.
        let folder = PathBuf::from(format!("/tmp/khoi-restart-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let started = Self::command("start", &folder).output().unwrap();
        if started.status.code() == Some(3) {
            eprintln!("SKIPPED: there is no PostgreSQL to restart; run ./test");
            return None;
        }
        let said = String::from_utf8(started.stdout).unwrap();
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        Some(Self { folder, address: said.trim().to_owned() })
    }

    fn command(act: &str, folder: &Path) -> Command {
        let mut command = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cluster.sh"));
        command.arg(act).arg(folder);
        command
    }

    /// Stops it and starts it again: in good order, or as if the machine had lost its power.
    fn restart(&self, how: &str) {
        assert!(Self::command("restart", &self.folder).arg(how).status().unwrap().success());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = Self::command("stop", &self.folder).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[cfg(unix)]
#[test]
fn postgresql_restarted_under_load_loses_nothing_and_the_page_says_so() {
    let (folder, Some(cluster)) = (folder(), Cluster::start()) else { return };
    let people = prepared(&cluster.address);
    let server = Server::start(folder.path(), &cluster.address, &[]);
    let (firms, heard) = (signed_in(&people, &server), Heard::default());
    all_send(&firms, &server.address, &heard, || {
        for how in ["fast", "immediate", "fast", "immediate"] {
            heard.wait_for_more(5);
            cluster.restart(how);
        }
        heard.wait_for_more(10);
    });
    assert_eq!(get(&server.address, "/health").0, 200, "it has found its way back by itself");
    drop(server);
    heard.nothing_is_lost(&kept(&cluster.address, &people));
    println!("{} receipts, {} times busy, 4 restarts", heard.given(), heard.busy());
}

/// The library that tells a program another time; `None`, said loudly, where it is not there.
fn false_time() -> Option<PathBuf> {
    let machine = std::env::consts::ARCH;
    let found = PathBuf::from(format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1"));
    if found.exists() {
        return Some(found);
    }
    eprintln!(
        "SKIPPED: libfaketime is not there, so that no clock can be set back; run ./test as root, or install the package faketime"
    );
    None
}

#[cfg(unix)]
#[test]
fn a_clock_set_back_loses_nothing_and_the_page_says_so() {
    let (folder, Some(library)) = (folder(), false_time()) else { return };
    let database = format!("sqlite://{}", folder.path().join("khoi.db").display());
    let people = prepared(&database);
    let clock = folder.path().join("clock");
    std::fs::write(&clock, "+0\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_khoi"));
    command.args(serving(&database)).env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &clock);
    command.env("FAKETIME_CACHE_DURATION", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    let server = Server::run(folder.path(), "serve.log", command);
    let (firms, heard) = (signed_in(&people, &server), Heard::default());
    let behind = || -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(&get(&server.address, "/health").1).unwrap()["clock_behind"].take()
    };
    assert_eq!(behind(), serde_json::Value::Null);
    all_send(&firms, &server.address, &heard, || {
        heard.wait_for_more(8);
        std::fs::write(&clock, "-3h\n").unwrap();
        wait_until(|| behind().as_i64().is_some_and(|seconds| seconds > 10_000));
        heard.wait_for_more(8);
        let page = firms[0].page(&server.address);
        assert!(page.contains("role=\"alert\"") && page.contains("Đồng hồ máy chủ chậm hơn"), "{page}");
        std::fs::write(&clock, "+0\n").unwrap();
        wait_until(|| behind().is_null());
        heard.wait_for_more(8);
        assert!(!firms[0].page(&server.address).contains("Đồng hồ máy chủ"));
    });
    drop(server);
    heard.nothing_is_lost(&kept(&database, &people));
}
