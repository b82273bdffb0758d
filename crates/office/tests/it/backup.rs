//! A backup holds everything, so nobody with an account makes or restores one.

use std::io::Cursor;

use domain::authority::Role;
use office::backup::{Reader, restore, write};
use office::context::{Actor, Context, OfficeError};

use crate::databases::on_both;

#[test]
fn only_who_holds_the_database_backs_it_up() {
    on_both(|store| async move {
        let as_who = |actor| Context::new(actor, jiff::Timestamp::now(), "thử", store.clone());
        for role in [Role::Administrator, Role::Auditor, Role::Leader, Role::Statistician] {
            let someone = as_who(Actor::signed_in("lan.nt", role, None, None).unwrap());
            let refused = write(&someone, Cursor::new(Vec::new()), |_| {}).await;
            assert!(matches!(refused, Err(OfficeError::NotAllowed { .. })), "{role:?}");
        }
        let (file, manifest) =
            write(&as_who(Actor::operator("máy chủ")), Cursor::new(Vec::new()), |_| {}).await.unwrap();
        assert_eq!(manifest.last, store.latest().await.unwrap().0);
        let folder = tempfile::tempdir().unwrap();
        let address = folder.path().join("mới.db").display().to_string();
        let open = || Reader::open(file.clone(), |_| {}).unwrap();
        let refused = restore(&Actor::public(), open(), &address, |_, _| {}).await;
        assert!(refused.is_err() && !folder.path().join("mới.db").exists());
        let restored = restore(&Actor::operator("máy chủ"), open(), &address, |_, _| {}).await.unwrap();
        assert!(restored.verification.findings.is_empty());
        restored.store.unwrap().close().await;
    });
}
