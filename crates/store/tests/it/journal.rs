//! What `khoi verify` finds when somebody changes the database behind the program's back.

use store::{Finding, Seq, Store};

use crate::databases::{execute, on_both};
use crate::fixture::{answer, entry, line, register};

/// Four changes: the register, and three returns.
async fn fill(store: &Store) {
    let mut change = store.begin().await.unwrap();
    register(&mut change).await.unwrap();
    change.commit(&entry("danh bạ")).await.unwrap();
    for month in ["2024-01", "2024-02", "2024-03"] {
        let mut change = store.begin().await.unwrap();
        let lines = vec![line("0710-01", Some(3.0), Some(4.5)), line("0710-02", None, None)];
        change.monthly_return(&answer("CS-1", month, "2024-04-01", lines), false).await.unwrap();
        change.commit(&entry(month)).await.unwrap();
    }
}

async fn findings(store: &Store) -> Vec<Finding> {
    store.verify(|_| {}).await.unwrap().findings
}

/// Fills a database, changes it with SQL, and looks at what is found.
#[track_caller]
fn check(sql: &'static str, expected: &[Finding]) {
    on_both(|store, address| async move {
        fill(&store).await;
        assert_eq!(findings(&store).await, [], "before: {sql}");
        execute(&address, sql.to_owned()).await;
        assert_eq!(findings(&store).await, expected, "{sql}");
    });
}

fn rows(seq: i64, table: &str, written: u64, found: u64) -> Finding {
    Finding::RowsChanged { seq: Seq(seq), table: table.to_owned(), written, found }
}

#[test]
fn a_changed_line_is_found() {
    check("UPDATE journal SET why = 'không rõ' WHERE seq = 2", &[Finding::LineChanged { seq: Seq(2) }]);
    check("UPDATE journal SET moment = 'hôm qua' WHERE seq = 3", &[Finding::LineChanged { seq: Seq(3) }]);
}

#[test]
fn a_missing_line_is_found_also_at_the_end() {
    let orphans = |seq| [rows(seq, "monthly_return", 0, 1), rows(seq, "return_line", 0, 2)];
    let [head, lines] = orphans(3);
    check("DELETE FROM journal WHERE seq = 3", &[Finding::LineMissing { seq: Seq(3) }, head, lines]);
    let [head, lines] = orphans(4);
    let cut = Finding::EndChanged { last: Seq(3), expected: Seq(4) };
    check("DELETE FROM journal WHERE seq = 4", &[cut, head, lines]);
}

#[test]
fn reordered_lines_are_found() {
    let swap = "UPDATE journal SET seq = -2 WHERE seq = 2; UPDATE journal SET seq = 2 WHERE seq = 3; \
                UPDATE journal SET seq = 3 WHERE seq = -2";
    on_both(|store, address| async move {
        fill(&store).await;
        execute(&address, swap.to_owned()).await;
        let moved = |seq, written_as| Finding::LineMoved { seq: Seq(seq), written_as: Seq(written_as) };
        let found = findings(&store).await;
        assert!(found.contains(&moved(2, 3)) && found.contains(&moved(3, 2)), "{found:?}");
    });
}

#[test]
fn a_changed_added_or_removed_row_is_found() {
    check(
        "UPDATE return_line SET estimate = 4.500000000000001 WHERE seq = 3 AND estimate > 4",
        &[rows(3, "return_line", 2, 2)],
    );
    check(
        "UPDATE return_line SET plan_next = NULL WHERE seq = 4 AND estimate IS NULL",
        &[rows(4, "return_line", 2, 2)],
    );
    check("DELETE FROM return_line WHERE seq = 2 AND estimate IS NULL", &[rows(2, "return_line", 2, 1)]);
    check("UPDATE enterprise SET name = 'Khác'", &[rows(1, "enterprise", 1, 1)]);
    check(
        "INSERT INTO target (id, seq, year, node, growth, source, note) VALUES (900, 9, '2024', 'TOTAL', 5, '', '')",
        &[rows(9, "target", 0, 1)],
    );
    check(
        "UPDATE monthly_return SET seq = 3 WHERE seq = 2",
        &[rows(2, "monthly_return", 1, 0), rows(3, "monthly_return", 1, 2)],
    );
}

#[test]
fn a_value_of_another_kind_is_found_and_stops_nothing() {
    // SQLite lets a text stand in a column of numbers.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("a.db").display());
        let (store, _) = Store::migrate(&address).await.unwrap();
        fill(&store).await;
        execute(&address, "UPDATE return_line SET shipments = 'nhiều' WHERE seq = 2".to_owned()).await;
        assert_eq!(findings(&store).await, [rows(2, "return_line", 2, 2)]);
        store.close().await;
    });
}

#[test]
fn the_journal_reads_back_and_its_head_is_the_last_hash() {
    on_both(|store, _| async move {
        fill(&store).await;
        let lines = store.journal(Seq::START).await.unwrap();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].previous, "");
        assert!(lines.windows(2).all(|pair| pair[1].previous == pair[0].hash));
        assert_eq!(lines[3].entry, entry("2024-03"));
        let verified = store.verify(|_| {}).await.unwrap();
        assert_eq!((verified.lines, verified.last, verified.head), (4, Seq(4), lines[3].hash.clone()));
        assert_eq!(store.journal_line(Seq(2)).await.unwrap().as_ref(), Some(&lines[1]));
        assert_eq!(store.journal(Seq(3)).await.unwrap(), lines[3..]);
    });
}
