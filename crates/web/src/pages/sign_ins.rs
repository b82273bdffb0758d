//! Who signed in and who tried in vain, for those who watch over the doors.

use std::sync::Arc;

use jiff::Timestamp;
use office::SignInTry;

use super::record::{Record, Section, rows, turn};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::component::{Cell, Grid, Row, head, words};
use crate::page::{Page, in_viet_nam};
use crate::trouble::Trouble;

/// `/sign-ins?q=lan.nt`.
pub(crate) async fn list(asked: Arc<Asked>) -> Result<Answer, Trouble> {
    let p = asked.page("", "");
    let wanted = asked.parameter("q").unwrap_or_default().trim().to_lowercase();
    let login = wanted.parse().ok();
    let mut record = Record::new(&asked, p.t("Nhật ký đăng nhập", "Sign-ins"), &[]);
    record.lead.push(
        p.t(
            "Mọi lần đăng nhập được và không được, mới nhất trước. Giờ Việt Nam. Lần bị bắt chờ sau nhiều lần sai không tính.",
            "Every sign-in that passed and every one that failed, the newest first, in the time of Việt Nam. A try refused because one has to wait is not counted.",
        )
        .to_owned(),
    );
    record.wanted = Some(("q", p.t("Tên đăng nhập, ghi đủ", "Sign-in name, whole").to_owned(), wanted.clone()));
    let mut section = Section { narrowed: true, ..Section::titled(p.t("Danh sách", "List")) };
    if !wanted.is_empty() && login.is_none() {
        let said = p.t("Đó không phải một tên đăng nhập.", "That is no sign-in name.");
        section.said.push(said.to_owned());
    } else {
        let listed = office::journal::sign_ins(&asked.context()?, login.as_ref(), rows(&asked)).await?;
        section.said.push(match (listed.total, p.is_vi()) {
            (0, true) => "Không có lần đăng nhập nào.".to_owned(),
            (0, false) => "There are no sign-ins.".to_owned(),
            (total, true) => format!("{total} lần."),
            (1, false) => "1 try.".to_owned(),
            (total, false) => format!("{total} tries."),
        });
        section.grids.extend((!listed.rows.is_empty()).then(|| grid(&p, &listed.rows)));
        section.turn = turn(&asked, &p, listed.total);
    }
    record.section(section);
    record.answer()
}

fn grid(p: &Page, tries: &[SignInTry]) -> Grid {
    let heads = vec![
        head(p.t("Lúc", "When")),
        head(p.t("Tên đăng nhập", "Sign-in name")),
        head(p.t("Bằng", "By")),
        head(p.t("Kết quả", "Outcome")),
    ];
    let row = |one: &SignInTry| {
        let outcome =
            if one.passed { p.t("đăng nhập được", "signed in") } else { p.t("không được", "failed") };
        Row::new(vec![
            Cell::head(at(p, one.moment), None),
            words(one.login.to_string()),
            words(p.of(&one.door.name())),
            words(outcome.to_owned()),
        ])
    };
    Grid {
        caption: p.t("Các lần đăng nhập", "Sign-ins").to_owned(), heads, rows: tries.iter().map(row).collect()
    }
}

fn at(p: &Page, moment: Timestamp) -> String {
    let local = in_viet_nam(moment);
    format!("{} {:02}:{:02}:{:02}", p.date(local.date()), local.hour(), local.minute(), local.second())
}
