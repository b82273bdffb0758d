//! A month from returns to release: late returns, vintages side by side, replay, what the public may see, the bulletin.

use domain::official::{OfficialFigure, Target};
use domain::period::MonthRange;
use domain::series::{Measure, Stage};
use domain::text::Lang;
use office::compute::Question;
use office::publication::{self, Publication, checked};
use office::release::{issue, replay};
use office::{Store, explain};

use crate::databases::on_both;
use crate::province::{answer, answers, found, month, operator};

/// The late establishment, and the month.
const LATE: (&str, &str) = ("CS-0710-5", "2024-01");

/// Everything in up to January 2024 but one mine's return, which comes on the 10th, after the flash of the 6th and before the
/// lock of the 12th. Gives the numbers of flash and provisional.
async fn two_vintages(store: &Store) -> (i64, i64) {
    let context = operator(store, "2024-03-10");
    found(&context).await;
    let months = MonthRange::new(month("2022-01"), month("2024-01"));
    office::returns::take(&context, &answers(months, &[LATE]), "").await.unwrap();
    let flash = issue(&operator(store, "2024-02-06"), month("2024-01"), Stage::Flash, None).await.unwrap();
    office::returns::take(&context, &[answer(LATE.0, month(LATE.1), "2024-02-10")], "").await.unwrap();
    let february = MonthRange::new(month("2024-02"), month("2024-02"));
    office::returns::take(&context, &answers(february, &[]), "").await.unwrap();
    let provisional = issue(&context, month("2024-01"), Stage::Provisional, None).await.unwrap();
    (flash.id, provisional.id)
}

#[test]
fn a_new_office_has_the_carried_rules_and_its_digest_covers_them() {
    on_both(|store| async move {
        let context = operator(&store, "2024-02-06");
        found(&context).await;
        let months = MonthRange::new(month("2022-01"), month("2024-01"));
        office::returns::take(&context, &answers(months, &[]), "").await.unwrap();
        let without = issue(&context, month("2024-01"), Stage::Flash, None).await.unwrap();
        assert!(office::checks::begin_rules(&context, "").await.unwrap());
        assert!(!office::checks::begin_rules(&context, "").await.unwrap(), "rules in force are left alone");
        let with = issue(&context, month("2024-01"), Stage::Flash, None).await.unwrap();
        let (without, with) = (
            office::release::frozen(&context, without.id).await.unwrap().inputs,
            office::release::frozen(&context, with.id).await.unwrap().inputs,
        );
        assert_eq!(with.rules, domain::release::vintage::Digest::of_lines([formats::rules::CARRIED]));
        assert_ne!(without.rules, with.rules);
        assert_ne!(without.digest(), with.digest());
    });
}

#[test]
fn a_late_return_changes_the_provisional_and_both_vintages_stay() {
    on_both(|store| async move {
        let (flash, provisional) = two_vintages(&store).await;
        let context = operator(&store, "2024-03-10");
        let january = month("2024-01");
        let (first, second) = (
            office::release::frozen(&context, flash).await.unwrap(),
            office::release::frozen(&context, provisional).await.unwrap(),
        );
        assert_eq!((first.stage, first.number, first.date.to_string().as_str()), (Stage::Flash, 1, "2024-02-06"));
        assert_eq!(
            (second.stage, second.number, second.date.to_string().as_str()),
            (Stage::Provisional, 2, "2024-03-06")
        );
        assert_ne!(first.level("TOTAL", january), second.level("TOTAL", january));
        assert!(first.observed("B", january).unwrap() < 1.0);
        assert_eq!(second.observed("B", january), Some(1.0));
        assert_ne!(first.inputs.returns, second.inputs.returns);
        assert_eq!(first.inputs.weights, second.inputs.weights);

        let shown = publication::of(&context, provisional).await.unwrap();
        let row = shown.revisions.iter().find(|row| row.node == "TOTAL" && row.month == january).unwrap();
        let prints: Vec<_> = row.prints.iter().map(|print| (print.release, print.stage)).collect();
        assert_eq!(prints, [(flash, Stage::Flash), (provisional, Stage::Provisional)]);
        let reliability = shown.reliability.iter().find(|line| line.node == "TOTAL").unwrap();
        assert_eq!(reliability.months, 1);
        let done: Vec<_> =
            shown.calendar.iter().filter_map(|entry| Some((entry.stage, entry.done.as_ref()?.id))).collect();
        assert_eq!(done, [(Stage::Flash, flash), (Stage::Provisional, provisional)]);
    });
}

#[test]
fn a_replay_gives_the_same_digits_whatever_came_later() {
    on_both(|store| async move {
        let (flash, provisional) = two_vintages(&store).await;
        let context = operator(&store, "2024-03-10");
        let mut corrected = answer("CS-3512-1", month("2023-05"), "2023-06-04");
        corrected.lines[0].estimate = Some(1.0);
        corrected.lines[0].actual_previous = Some(2.0);
        office::returns::take(&context, &[corrected], "sửa số").await.unwrap();
        for id in [flash, provisional] {
            let replayed = replay(&context, id).await.unwrap();
            assert!(replayed.is_same(), "{replayed:?}");
            assert!(replayed.figures > 400);
        }
        // The next printing sees the correction.
        let third = issue(&context, month("2024-01"), Stage::Provisional, None).await.unwrap();
        let before = office::release::frozen(&context, provisional).await.unwrap();
        assert_eq!(third.vintage.number, 3);
        assert_ne!(third.vintage.level("D", month("2023-04")), before.level("D", month("2023-04")));
    });
}

#[test]
fn a_return_after_the_lock_waits_for_a_later_vintage() {
    on_both(|store| async move {
        let context = operator(&store, "2024-03-10");
        found(&context).await;
        let months = MonthRange::new(month("2022-01"), month("2024-02"));
        office::returns::take(&context, &answers(months, &[LATE, (LATE.0, "2024-02")]), "").await.unwrap();
        office::returns::take(&context, &[answer(LATE.0, month(LATE.1), "2024-02-20")], "").await.unwrap();
        let observed = |vintage: &domain::release::vintage::Vintage| vintage.observed("B", month("2024-01")).unwrap();
        let provisional = issue(&context, month("2024-01"), Stage::Provisional, None).await.unwrap();
        assert!(observed(&provisional.vintage) < 1.0);
        let day = "2025-06-30".parse().ok();
        let last = issue(&operator(&store, "2025-07-01"), month("2024-01"), Stage::Final, day).await.unwrap();
        assert_eq!(observed(&last.vintage), 1.0);
        let back = issue(&context, month("2024-01"), Stage::Flash, None).await;
        assert!(back.unwrap_err().text().en.contains("already out as final"));
    });
}

#[test]
fn a_final_figure_stands_until_another_final_is_printed() {
    on_both(|store| async move {
        let context = operator(&store, "2024-10-07");
        found(&context).await;
        let months = MonthRange::new(month("2022-01"), month("2024-10"));
        let late = ("CS-0710-5", "2023-01");
        office::returns::take(&context, &answers(months, &[late]), "").await.unwrap();
        // The return of January comes after its lock: it tells December's actual, which only a later print may use.
        office::returns::take(&context, &[answer(late.0, month(late.1), "2023-03-20")], "").await.unwrap();
        let print = async |m: &str, stage, day: &str| {
            issue(&operator(&store, "2024-10-07"), month(m), stage, day.parse().ok()).await.unwrap().vintage
        };
        let provisional = print("2023-05", Stage::Provisional, "2023-07-06").await;
        let december = month("2022-12");
        let last = print("2022-12", Stage::Final, "2023-07-10").await;
        assert_eq!(last.level("TOTAL", december), provisional.level("TOTAL", december), "the same returns were in");

        let mut corrected = answer("CS-3512-1", month("2022-05"), "2023-08-01");
        corrected.lines[0].estimate = Some(1.0);
        let mut actual = answer("CS-3512-1", month("2022-06"), "2023-08-01");
        actual.lines[0].actual_previous = Some(1.0);
        office::returns::take(&context, &[corrected, actual], "").await.unwrap();
        let may = month("2022-05");
        let first_final = print("2022-05", Stage::Final, "2023-07-10").await;
        print("2022-06", Stage::Final, "2023-07-10").await;
        let next = print("2023-09", Stage::Provisional, "2023-11-06").await;
        assert_eq!(next.level("D", may), first_final.level("D", may), "closed");
        let again = print("2022-05", Stage::Final, "2023-11-10").await;
        assert_ne!(again.level("D", may), first_final.level("D", may), "printed again");
        for head in office::release::list(&context).await.unwrap() {
            assert!(replay(&context, head.id).await.unwrap().is_same(), "{head:?}");
        }
    });
}

fn official(value: f64) -> OfficialFigure {
    OfficialFigure {
        area: String::new(),
        period: "2024-01".parse().ok(),
        indicator: "iip".into(),
        sector: "total".into(),
        measure: "mom_pct".into(),
        value,
        unit: "%".into(),
        source: "Báo Công Thương, 2024".into(),
        note: String::new(),
    }
}

async fn published(store: &Store) -> Publication {
    let (_, provisional) = two_vintages(store).await;
    let context = operator(store, "2024-03-10");
    office::settings::take_official(&context, &[official(4.14)], "").await.unwrap();
    let target = |year: &str, growth| Target {
        year: year.parse().unwrap(),
        node: "TOTAL".into(),
        growth,
        source: "kế hoạch".into(),
        note: String::new(),
    };
    office::settings::take_targets(&context, &[target("2023", 10.0), target("2024", 5.0)], "").await.unwrap();
    publication::of(&context, provisional).await.unwrap()
}

#[test]
fn every_number_of_the_bulletin_is_found_in_the_database() {
    on_both(|store| async move {
        let publication = published(&store).await;
        let context = operator(&store, "2024-03-10");
        for lang in Lang::ALL {
            let complaints = checked::bulletin(&context, &publication, lang).await.unwrap();
            assert!(complaints.is_empty(), "{complaints:#?}");
            let text = publication.bulletin.in_lang(lang).text();
            assert!(checked::edited(&publication, &text, lang).is_empty());
        }
        let text = publication.bulletin.vi.text();
        assert!(text.contains("SỐ LIỆU MÔ PHỎNG"), "{text}");
        assert!(text.contains("Năm 2023: kế hoạch tăng 10%, kết quả giảm"), "{text}");
        for section in ["Ngành chế biến, chế tạo", "Ngành khai khoáng"] {
            assert!(text.contains(&format!("- {section}: chỉ số tồn kho cuối tháng")), "{text}");
        }
        let mut planted = publication.clone();
        for segment in planted.bulletin.vi.paragraphs.iter_mut().flat_map(|p| &mut p.segments) {
            if let domain::bulletin::Segment::Value { text, value, reference, .. } = segment
                && reference.figure == domain::bulletin::Figure::Change(Measure::Mom)
                && reference.node == "B"
            {
                (*value, *text) = (-77.77, "77,77".into());
            }
        }
        let complaints = checked::bulletin(&context, &planted, Lang::Vi).await.unwrap();
        assert!(!complaints.is_empty());
        assert!(complaints.iter().all(|c| c.excerpt.contains("77,77")), "{complaints:#?}");
    });
}

#[test]
fn the_public_sees_no_figure_of_the_one_brewery() {
    on_both(|store| async move {
        let publication = published(&store).await;
        let withheld: Vec<&str> =
            publication.nodes.iter().filter(|node| node.withheld).map(|node| node.code.as_str()).collect();
        // Beer is 1103-01 < 1103 < 11 < C; the lightest path beside it hides it: tea, 1076-01 < 1076 < 10.
        assert_eq!(withheld, ["10", "1076", "1076-01", "11", "1103", "1103-01"]);
        for node in publication.nodes.iter().filter(|node| node.withheld) {
            assert!(node.levels.iter().chain(&node.observed).all(Option::is_none));
            for measure in Measure::ALL {
                assert!(node.changes.get(measure).iter().chain(node.contributions.get(measure)).all(Option::is_none));
            }
        }
        let beer = publication.products.iter().find(|product| product.code == "1103-01").unwrap();
        assert!(beer.withheld && beer.quantities.iter().all(Option::is_none));
        assert!(!publication.bulletin.vi.text().contains("1103-01"));
        let bars = publication.waterfall("C", month("2024-01"), Measure::Yoy).unwrap();
        assert_eq!(bars.bars.len(), 1);
        assert_eq!(bars.bars[0].code, None);
        assert!((bars.bars[0].points - bars.change).abs() < 1e-9);
        let whole = publication.waterfall("TOTAL", month("2024-01"), Measure::Yoy).unwrap();
        assert!((whole.bars.iter().map(|bar| bar.points).sum::<f64>() - whole.change).abs() < 1e-9);
    });
}

#[test]
fn an_explanation_adds_up_from_the_whole_to_the_establishments() {
    on_both(|store| async move {
        two_vintages(&store).await;
        let context = operator(&store, "2024-03-10");
        for (month_text, measure) in [
            ("2024-01", Measure::Mom),
            ("2024-01", Measure::Yoy),
            ("2023-07", Measure::Ytd),
            ("2023-12", Measure::Year),
        ] {
            let question = Question::latest(month(month_text));
            let explained = explain::explain(&context, question, measure, None).await.unwrap();
            assert!(explained.largest_difference < 1e-9, "{}", explained.largest_difference);
            assert!((explained.establishments - explained.change).abs() < 1e-9);
        }
        let wrong = explain::explain(&context, Question::latest(month("2024-01")), Measure::Year, None).await;
        assert!(wrong.unwrap_err().text().en.contains("December"));
        let unknown = explain::explain(&context, Question::latest(month("2024-01")), Measure::Yoy, Some("99")).await;
        assert!(unknown.unwrap_err().text().vi.contains("99"));
    });
}
