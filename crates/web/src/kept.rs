//! What takes long to make: made once, and kept until what it is made of changes. Workbooks of long lists, the differences of files sent in.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use office::Seq;

/// The last change of what something is made of, and the day it speaks of.
pub(crate) type Stamp = (Seq, Date);

/// So many are kept, then they are made anew.
const MOST: usize = 16;

/// Something, and as of when it was made.
type Made<V> = (Stamp, Arc<V>);

/// Things by what they are asked for with.
#[derive(Debug)]
pub(crate) struct Kept<K, V>(Arc<Mutex<BTreeMap<K, Made<V>>>>);

impl<K, V> Clone for Kept<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Ord, V> Kept<K, V> {
    /// What was made, if nothing has changed since.
    pub(crate) fn get(&self, key: &K, stamp: Stamp) -> Option<Arc<V>> {
        self.last(key, stamp).filter(|(is_current, _)| *is_current).map(|(_, value)| value)
    }

    /// What was made last, and whether nothing has changed since.
    pub(crate) fn last(&self, key: &K, stamp: Stamp) -> Option<(bool, Arc<V>)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).map(|(made, value)| (*made == stamp, Arc::clone(value)))
    }

    /// Keeps what was made; where there are too many, those of earlier changes and days go.
    pub(crate) fn keep(&self, key: K, stamp: Stamp, value: Arc<V>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|_, (made, _)| *made == stamp);
        }
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, (stamp, value));
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_workbook_is_kept_until_something_changes() {
        let (books, day): (Kept<String, Vec<u8>>, _) = (Kept::default(), date(2024, 2, 5));
        books.keep("/data/projects.xlsx".to_owned(), (Seq(7), day), Arc::new(vec![1]));
        assert_eq!(books.get(&"/data/projects.xlsx".to_owned(), (Seq(7), day)).as_deref(), Some(&vec![1]));
        for other in [(Seq(8), day), (Seq(7), date(2024, 2, 6))] {
            assert_eq!(books.get(&"/data/projects.xlsx".to_owned(), other), None);
            let (is_current, last) = books.last(&"/data/projects.xlsx".to_owned(), other).unwrap();
            assert_eq!((is_current, &*last), (false, &vec![1]));
        }
        assert_eq!(books.get(&"/en/data/projects.xlsx".to_owned(), (Seq(7), day)), None);
        for n in 0..100 {
            books.keep(n.to_string(), (Seq(8), day), Arc::new(Vec::new()));
        }
        assert!(books.0.lock().unwrap().len() <= MOST);
    }
}
