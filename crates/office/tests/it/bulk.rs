//! A bulk file of returns goes in as a stream of batches; what comes of it is what the same file read whole gives.

use std::fmt::Write as _;
use std::sync::Mutex;

use domain::period::MonthRange;
use domain::returns::Return;
use formats::layout::Kind;
use formats::sheet::Input;
use office::context::Context;
use office::import::{Refused, Remarks, read, take, take_bulk};
use office::{AsOf, Store, Taken};

use crate::databases::on_both;
use crate::intake::office;

const NAME: &str = "lớn.csv";

/// Months of returns of one mine: more than one batch holds.
const MONTHS: u32 = 4_300;

fn month(n: u32) -> String {
    format!("{:04}-{:02}", 1660 + n / 12, n % 12 + 1)
}

/// Two products a month; where asked, a row in every thousand returns has the wrong unit.
fn file(faulty: bool) -> String {
    let mut text = String::from("establishment,month,received,product,unit,estimate\n");
    for n in 0..MONTHS {
        let (month, amount) = (month(n), f64::from(n % 97) + 0.25);
        let second = if faulty && n % 1000 == 7 { "kg" } else { "tấn" };
        writeln!(text, "CS-1,{month},2024-02-05,P-1,tấn,{amount}").unwrap();
        writeln!(text, "CS-1,{month},2024-02-05,P-2,{second},{}", amount * 3.0).unwrap();
    }
    text
}

async fn whole(context: &Context, text: &str) -> (Taken, Remarks) {
    let reading = read(context, Kind::Returns, &Input::new(NAME, text.as_bytes())).await.unwrap();
    (take(context, &reading.sound, "").await.unwrap(), reading.remarks)
}

async fn streamed(context: &Context, text: &str) -> (Taken, Remarks) {
    let mut batches = Vec::new();
    let done = take_bulk(context, NAME, text.as_bytes(), false, "", |count| batches.push(count)).await.unwrap();
    assert!(batches.len() >= 2 && batches.last() == Some(&u64::from(MONTHS)), "{batches:?}");
    done
}

async fn stored(store: &Store) -> Vec<Return> {
    let months = MonthRange::new(month(0).parse().unwrap(), month(MONTHS - 1).parse().unwrap());
    store.returns(AsOf::latest(), months).await.unwrap()
}

#[test]
fn a_stream_leaves_what_the_whole_file_leaves_on_both_databases() {
    let text = file(true);
    let seen = Mutex::new(Vec::new());
    for in_bulk in [false, true] {
        on_both(|store| {
            let (text, seen) = (&text, &seen);
            async move {
                let context = office(&store).await;
                let (taken, remarks) =
                    if in_bulk { streamed(&context, text).await } else { whole(&context, text).await };
                assert_eq!(taken.new, u64::from(MONTHS));
                assert_eq!((remarks.left_out, remarks.faults.len()), (5, 5));
                // The same again, by the other way, is no news.
                let (again, same) = if in_bulk { whole(&context, text).await } else { streamed(&context, text).await };
                assert_eq!(again, Taken { unchanged: u64::from(MONTHS), ..Taken::default() });
                assert_eq!(same, remarks);
                assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
                let left = stored(&store).await;
                seen.lock().unwrap().push((taken, remarks, left));
            }
        });
    }
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() >= 2 && seen.iter().all(|one| one == &seen[0]), "the ways or the databases differ");
    assert_eq!(seen[0].2.len(), MONTHS as usize);
}

#[test]
fn a_stream_that_cannot_go_in_whole_leaves_no_trace() {
    on_both(|store| async move {
        let context = office(&store).await;
        let before = store.latest().await.unwrap();
        let refused = take_bulk(&context, NAME, file(true).as_bytes(), true, "", |_| {}).await;
        let Err(Refused::Faults(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!(faults.len(), 5);
        // The end of the file is not text: what came before it is given up too.
        let cut = [file(false).as_bytes(), b"CS-1,2024-01,2024-02-05,P-1,t\xE2n,1\n"].concat();
        let refused = take_bulk(&context, NAME, &cut[..], false, "", |_| {}).await;
        let Err(Refused::Faults(faults)) = refused else { panic!("{refused:?}") };
        assert_eq!(faults[0].place.line, Some(u64::from(MONTHS) * 2 + 2), "{}", faults[0]);
        assert_eq!(store.latest().await.unwrap(), before);
        assert_eq!(stored(&store).await, []);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}
