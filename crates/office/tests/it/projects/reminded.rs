//! Reminders about a step: what they say is what the project says on that day.

use domain::mail::Outcome;
use domain::obstacles::{Bodies, ProjectStep};
use domain::reminders::{About, SendingChannel};
use domain::text::Lang;
use office::reminders::{Asked, Matter, Via};
use office::{mail, reminders};

use super::*;

fn bodies() -> Bodies {
    Bodies::new(formats::carried::agencies().iter().cloned())
}

fn step_of(project: &str, step: Option<u16>) -> ProjectStep {
    ProjectStep { project: code(project), step: step.map(number) }
}

fn asked(project: &str, step: Option<u16>, to: &str) -> Asked {
    Asked {
        matter: Matter::Step(step_of(project, step)),
        to: to.parse().unwrap(),
        asked_by: date(2026, 12, 31),
        number: "15/SCT".into(),
        recipients: Vec::new(),
    }
}

#[test]
fn a_reminder_of_a_step_says_what_the_project_says() {
    on_both(|store| async move {
        let (officer, bodies) = (found(&store).await, bodies());
        let compose = async |to| reminders::compose(&officer, asked("DA-1", Some(2), to), &bodies).await;
        let early = compose("ubnd-tinh").await.unwrap_err().text();
        assert!(early.vi.contains("không chờ Ủy ban nhân dân tỉnh"), "{early}");
        steps::finish(&officer, &code("DA-1"), number(1), date(2026, 1, 5), "").await.unwrap();

        // It can begin: the law's time is named, no day has been set.
        let (reminder, letter) = compose("ubnd-tinh").await.unwrap();
        assert_eq!((reminder.since, reminder.limit_ended, reminder.simulated), (date(2026, 1, 5), None, false));
        assert_eq!(reminder.legal_time.vi, "3 ngày làm việc, NĐ 193/2025 Đ61, Đ67");
        assert!(letter.subject.vi.contains("bước 2 của dự án DA-1"), "{}", letter.subject.vi);
        assert!(letter.plain(Lang::Vi).contains("dự án Gia hạn giấy phép mỏ thử"), "{}", letter.plain(Lang::Vi));
        let english = letter.plain(Lang::En);
        assert!(english.contains("3 working days, Decree 193/2025") && english.contains("176 days"), "{english}");

        // It has begun: the last day is that of the clock.
        steps::begin(&officer, &code("DA-1"), number(2), date(2026, 1, 5), "").await.unwrap();
        let (reminder, letter) = compose("so-nong-nghiep-moi-truong").await.unwrap();
        assert_eq!(reminder.limit_ended, Some(date(2026, 1, 8)));
        assert!(letter.plain(Lang::Vi).contains("đã quá hạn 173 ngày"), "{}", letter.plain(Lang::Vi));

        // It is paused: so the letter says.
        let pause = Interruption::Pause(text("chờ ý kiến | asks others"));
        steps::interrupt(&officer, &code("DA-1"), number(2), date(2026, 1, 6), pause, "").await.unwrap();
        let (reminder, _) = compose("ubnd-tinh").await.unwrap();
        assert_eq!(reminder.limit_ended, None);
        assert!(reminder.legal_time.vi.ends_with("đồng hồ đang dừng"), "{}", reminder.legal_time);

        let about = About::Step(step_of("DA-1", Some(2)));
        assert_eq!(reminders::log(&officer, Some(&about), all()).await.unwrap().total, 3);
        let stranger = agency(&store, "so-xay-dung");
        assert_eq!(reminders::log(&stranger, Some(&about), all()).await.unwrap().total, 0);
        assert_eq!(store.verify(|_| {}).await.unwrap().findings, []);
    });
}

#[test]
fn who_is_not_waited_for_is_not_reminded() {
    on_both(|store| async move {
        let (officer, bodies) = (found(&store).await, bodies());
        let said = async |step, to| {
            let refused = reminders::compose(&officer, asked("DA-1", step, to), &bodies).await;
            refused.unwrap_err().text().en
        };
        assert!(said(Some(1), "ubnd-tinh").await.contains("does not wait for Provincial People's Committee"));
        assert!(said(Some(3), "ubnd-tinh").await.contains("does not wait"));
        assert!(said(None, "ubnd-tinh").await.contains("No step of the project is chosen"));
        let nowhere = [("DA-1", Some(99)), ("DA-9", Some(1))];
        for (project, step) in nowhere {
            let refused = reminders::compose(&officer, asked(project, step, "ubnd-tinh"), &bodies).await;
            assert!(matches!(refused, Err(OfficeError::NotFound)), "{project} {step:?}");
        }
        let waits = async |step| {
            let matter = Matter::Step(step_of("DA-1", Some(step)));
            reminders::waiting(&officer, &matter).await.unwrap().bodies
        };
        assert_eq!((waits(1).await.len(), waits(3).await.len()), (1, 0));
        let own = firm(&store, OWN);
        assert!(matches!(
            reminders::compose(&own, asked("DA-1", Some(1), "chu-dau-tu"), &bodies).await,
            Err(OfficeError::NotAllowed { .. })
        ));
    });
}

#[test]
fn the_address_a_body_was_last_reached_at_is_suggested() {
    on_both(|store| async move {
        let (officer, bodies) = (found(&store).await, bodies());
        let server = at(&store, Actor::operator("máy chủ"));
        let body = "chu-dau-tu".parse().unwrap();
        let last = async |channel| reminders::last_address(&officer, &body, channel).await.unwrap();
        assert_eq!(last(SendingChannel::Mail).await, None);
        for (number, address) in ["cu@mot.vn", "moi@mot.vn"].into_iter().enumerate() {
            let (reminder, _) =
                reminders::compose(&officer, asked("DA-1", Some(1), "chu-dau-tu"), &bodies).await.unwrap();
            let via = Via::Mail(address.parse().unwrap());
            reminders::send(&officer, &reminder.code, via, &bodies).await.unwrap();
            assert_eq!(last(SendingChannel::Mail).await.as_deref(), Some(address), "{number}");
        }
        assert_eq!(last(SendingChannel::Letter).await, None);
        // The server says that there is nobody at the newer one.
        let waiting = mail::waiting(&server, None, 10).await.unwrap();
        let newer = waiting.iter().find(|one| one.message.to.to_string() == "moi@mot.vn").unwrap();
        mail::record_attempt(&server, &newer.message.id, Outcome::Failed, "550 no such person").await.unwrap();
        assert_eq!(last(SendingChannel::Mail).await.as_deref(), Some("cu@mot.vn"));
    });
}

#[test]
fn a_step_whose_last_day_cannot_be_told_hides_no_other() {
    on_both(|store| async move {
        let (_, bodies) = (found(&store).await, bodies());
        let actor = Actor::signed_in("anh Páo", Role::Officer, None, None).unwrap();
        let officer = Context::new(actor, "2026-12-31T03:00:00Z".parse().unwrap(), "thử", store.clone());
        let late = NewProject { start: date(2026, 12, 30), due: None, ..extension("DA-2") };
        projects::start(&officer, late, "").await.unwrap();
        for (project, day) in [("DA-1", date(2026, 1, 5)), ("DA-2", date(2026, 12, 30))] {
            steps::finish(&officer, &code(project), number(1), day, "").await.unwrap();
            steps::begin(&officer, &code(project), number(2), day, "").await.unwrap();
        }
        // Three working days from 30 December 2026 end in 2027, of which the days off are not announced.
        let listed = projects::open_steps(&officer, &"ubnd-tinh".parse().unwrap(), all()).await.unwrap();
        let due: Vec<_> = listed.rows.iter().map(|row| (row.project.code.as_str(), row.waits.due)).collect();
        assert_eq!(due, [("DA-1", Some(date(2026, 1, 8))), ("DA-2", None)]);
        let untold = projects::untold_of(&officer, &listed.rows).await.unwrap();
        assert_eq!(untold, projects::Untold::from([((code("DA-2"), number(2)), 2027)]));
        let (reminder, letter) =
            reminders::compose(&officer, asked("DA-2", Some(2), "ubnd-tinh"), &bodies).await.unwrap();
        assert_eq!(reminder.limit_ended, None);
        assert!(letter.plain(Lang::Vi).contains("chưa tính được hạn: thiếu lịch nghỉ năm 2027"), "{letter:?}");
        let burdens = projects::burdens(&officer).await.unwrap();
        let committee = burdens.iter().find(|burden| burden.agency.as_str() == "ubnd-tinh").unwrap();
        assert_eq!((committee.steps, committee.late), (2, 1));
    });
}
