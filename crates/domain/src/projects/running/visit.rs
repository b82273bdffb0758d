//! Kiểm tra, hướng dẫn tại chỗ: visits with their findings, each with a deadline and the day it was mended.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{ActFault, Project};
use crate::text::{Text, named};

named!(
    /// What a visit was for.
    VisitKind, "guidance, inspection or quality" {
        /// Hướng dẫn.
        Guidance "guidance" "hướng dẫn" "guidance";
        /// Kiểm tra.
        Inspection "inspection" "kiểm tra" "inspection";
        /// Kiểm tra chất lượng công trình.
        Quality "quality" "kiểm tra chất lượng công trình" "inspection of quality";
    }
);

/// Tồn tại: what a visit found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Its number within the visit, from 1.
    pub number: u16,
    /// What is wrong.
    pub what: Text,
    /// By when it must be mended; `None` when no day was set.
    pub deadline: Option<Date>,
    /// When it was mended.
    pub mended: Option<Date>,
    /// How.
    pub how: Option<Text>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its number within the project, from 1.
    pub number: u16,
    /// When.
    pub date: Date,
    /// What for.
    pub kind: VisitKind,
    /// Who came.
    pub by: Text,
    /// What was seen and said.
    pub summary: Text,
    /// The minutes.
    pub source: String,
    /// What was wrong, in order of number.
    pub findings: Vec<Finding>,
}

/// The findings past their deadline on a day and not mended, with their visit, in order of deadline.
#[must_use]
pub fn findings_overdue(visits: &[Visit], today: Date) -> Vec<(&Visit, &Finding)> {
    let all = visits.iter().flat_map(|visit| visit.findings.iter().map(move |finding| (visit, finding)));
    let overdue = |(_, finding): &(&Visit, &Finding)| {
        finding.mended.is_none() && finding.deadline.is_some_and(|deadline| deadline < today)
    };
    let mut found: Vec<_> = all.filter(overdue).collect();
    found.sort_by_key(|(visit, finding)| (finding.deadline, visit.number, finding.number));
    found
}

impl Visit {
    fn take_finding(&mut self, finding: Finding) {
        match self.findings.iter_mut().find(|known| known.what == finding.what) {
            Some(known) => {
                known.deadline = finding.deadline.or(known.deadline);
                if finding.mended.is_some() {
                    (known.mended, known.how) = (finding.mended, finding.how);
                }
            }
            None => {
                let number = self.findings.last().map_or(1, |last| last.number + 1);
                self.findings.push(Finding { number, ..finding });
            }
        }
    }
}

impl Project {
    /// Writes down a visit; its number and those of its findings are given here.
    ///
    /// # Errors
    /// When it has not come yet, or a deadline lies before it.
    pub fn record_visit(&mut self, mut visit: Visit, today: Date) -> Result<(), ActFault> {
        let early = |finding: &Finding| finding.deadline.is_some_and(|deadline| deadline < visit.date);
        if visit.date > today || visit.findings.iter().any(early) {
            let what = Text::new(
                "Ngày kiểm tra phải đã đến, và hạn khắc phục không trước ngày kiểm tra. Sửa ngày.",
                "The day of the visit must have come, and no deadline lies before it. Correct the days.",
            );
            return Err(ActFault::Figure { what });
        }
        visit.number = self.visits.last().map_or(1, |last| last.number + 1);
        for (number, finding) in (1..).zip(&mut visit.findings) {
            finding.number = number;
        }
        self.visits.push(visit);
        Ok(())
    }

    /// Takes in a visit as a file tells it. One of the same day and minutes is the one that is there: what is said of it takes the place of
    /// what was known, findings are known by their words, and neither a finding the file leaves out nor a mending it leaves empty is lost.
    ///
    /// # Errors
    /// When a day has not come, or a deadline or a mending lies before the visit.
    pub fn take_visit(&mut self, mut visit: Visit, today: Date) -> Result<(), ActFault> {
        let wrong = |finding: &Finding| finding.mended.is_some_and(|on| on < visit.date || on > today);
        if visit.findings.iter().any(wrong) {
            let what = Text::new(
                "Ngày khắc phục không nằm giữa ngày kiểm tra và hôm nay. Sửa ngày.",
                "A finding was not mended between the visit and today. Correct the day.",
            );
            return Err(ActFault::Figure { what });
        }
        let same = |known: &Visit| (known.date, &known.source) == (visit.date, &visit.source);
        let Some(at) = self.visits.iter().position(same) else { return self.record_visit(visit, today) };
        let Some(known) = self.visits.get_mut(at) else { return Ok(()) };
        (known.kind, known.by, known.summary) = (visit.kind, visit.by, visit.summary);
        for finding in visit.findings.drain(..) {
            known.take_finding(finding);
        }
        Ok(())
    }

    /// The visit of a day by its minutes.
    #[must_use]
    pub fn visit_of(&self, date: Date, source: &str) -> Option<&Visit> {
        self.visits.iter().find(|known| known.date == date && known.source == source)
    }

    /// Closes a finding.
    ///
    /// # Errors
    /// When there is none such, it is closed, or the day is not between the visit and today.
    pub fn mend(&mut self, visit: u16, finding: u16, on: Date, how: Text, today: Date) -> Result<(), ActFault> {
        let no_such = || ActFault::NoSuch {
            what: Text::new(
                format!("Không có tồn tại {finding} của lần kiểm tra {visit}. Chọn trong danh sách."),
                format!("There is no finding {finding} of visit {visit}. Choose from the list."),
            ),
        };
        let visit = self.visits.iter_mut().find(|known| known.number == visit).ok_or_else(no_such)?;
        let since = visit.date;
        let finding = visit.findings.iter_mut().find(|known| known.number == finding).ok_or_else(no_such)?;
        if finding.mended.is_some() || on < since || on > today {
            let what = Text::new(
                "Tồn tại đã khắc phục, hoặc ngày khắc phục không nằm giữa ngày kiểm tra và hôm nay. Sửa ngày.",
                "It was mended already, or the day is not between the visit and today. Correct the day.",
            );
            return Err(ActFault::Figure { what });
        }
        (finding.mended, finding.how) = (Some(on), Some(how));
        Ok(())
    }
}
