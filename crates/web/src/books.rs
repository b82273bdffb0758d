//! Workbooks of long lists: made once, and kept until what they are made of changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use office::Seq;

/// The last change of what a workbook is made of, and the day it speaks of.
pub(crate) type Stamp = (Seq, Date);

/// Lists are asked for narrowed in many ways: so many workbooks are kept, then they are made anew.
const MOST: usize = 16;

/// A workbook, and as of when it was made.
type Kept = (Stamp, Arc<Vec<u8>>);

/// The workbooks by address.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books(Arc<Mutex<BTreeMap<String, Kept>>>);

impl Books {
    /// The workbook of an address, if nothing has changed since it was made.
    pub(crate) fn get(&self, address: &str, stamp: Stamp) -> Option<Arc<Vec<u8>>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(address).filter(|(made, _)| *made == stamp).map(|(_, book)| Arc::clone(book))
    }

    /// Keeps a workbook; those of an earlier change or day go.
    pub(crate) fn keep(&self, address: String, stamp: Stamp, book: Arc<Vec<u8>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (made, _)| *made == stamp);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(address, (stamp, book));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_workbook_is_kept_until_something_changes() {
        let (books, day) = (Books::default(), date(2024, 2, 5));
        books.keep("/data/projects.xlsx".to_owned(), (Seq(7), day), Arc::new(vec![1]));
        assert_eq!(books.get("/data/projects.xlsx", (Seq(7), day)).as_deref(), Some(&vec![1]));
        for other in [(Seq(8), day), (Seq(7), date(2024, 2, 6))] {
            assert_eq!(books.get("/data/projects.xlsx", other), None);
        }
        assert_eq!(books.get("/en/data/projects.xlsx", (Seq(7), day)), None);
        for n in 0..100 {
            books.keep(n.to_string(), (Seq(8), day), Arc::new(Vec::new()));
        }
        assert!(books.0.lock().unwrap().len() <= MOST);
    }
}
