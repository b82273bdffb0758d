//! Who may do and see what.

use super::*;

/// Every use case by name, done to a project by an actor: what they are told.
async fn every_act(context: &Context, project: &str) -> Vec<(&'static str, &'static str)> {
    let (one, month, day) = (code(project), "2026-05".parse().unwrap(), date(2026, 6, 1));
    let paper = Document {
        number: Fact::Unknown,
        date: Fact::Unknown,
        name: text("văn bản | paper"),
        visibility: Visibility::Public,
    };
    let milestone = Milestone { kind: MilestoneKind::TrialRun, date: day, source: "BB".into() };
    let site = "M02".parse().unwrap();
    vec![
        ("start", told(projects::start(context, extension("DA-7"), "").await)),
        ("plan", told(steps::plan(context, &one, number(2), StepPlan::default(), "").await)),
        ("begin", told(steps::begin(context, &one, number(2), day, "").await)),
        ("interrupt", told(steps::interrupt(context, &one, number(2), day, Interruption::AskPapers, "").await)),
        ("spare", told(steps::spare(context, &one, number(4), true, "").await)),
        ("attach", told(steps::attach(context, &one, number(2), paper, "").await)),
        ("remark", told(steps::remark(context, &one, number(2), Visibility::Public, None, "").await)),
        ("finish", told(steps::finish(context, &one, number(2), day, "").await)),
        ("land", told(work::land(context, &one, land(1.0, LandStage::Cleared), "").await)),
        ("approve", told(work::approve_schedule(context, &one, &[], "").await)),
        ("confirm", told(work::confirm(context, &one, month, "").await)),
        ("hand back", told(work::hand_back(context, &one, month, text("x"), "").await)),
        ("reach", told(work::reach(context, &one, milestone, "").await)),
        ("visit", told(work::visit(context, &one, visit(), "").await)),
        ("mend", told(work::mend(context, &one, (1, 1), day, text("x"), "").await)),
        ("take projects", told(projects::take_projects(context, &[], "").await)),
        ("take steps", told(projects::take_steps(context, &[], "").await)),
        ("direct", told(direct(context, directive("M02"), "").await)),
        ("lift", told(lift(context, &site, 1, lifting(), None, "").await)),
        ("state", told(state(context, &site, works_from(day), "").await)),
        ("take directives", told(projects::directives::take(context, &[], "").await)),
    ]
}

#[test]
fn every_act_is_refused_to_roles_without_reach() {
    on_both(|store| async move {
        found(&store).await;
        let last = store.latest().await.unwrap();
        let mut refused: Vec<Context> =
            vec![at(&store, Actor::public()), firm(&store, OWN), agency(&store, "ubnd-tinh")];
        for role in [Role::Statistician, Role::Clerk, Role::Leader, Role::Administrator, Role::Auditor] {
            refused.push(at(&store, Actor::signed_in("ai đó", role, None, None).unwrap()));
        }
        for context in &refused {
            for (act, answer) in every_act(context, "DA-1").await {
                assert_eq!(answer, "not allowed", "{act} by {:?}", context.actor.role());
            }
        }
        assert_eq!(store.latest().await.unwrap(), last);
        let officer = officer(&store);
        let begun: BTreeSet<_> = every_act(&officer, "DA-1")
            .await
            .into_iter()
            .filter(|(_, answer)| *answer == "done")
            .map(|(act, _)| act)
            .collect();
        assert!(begun.len() >= 18, "{begun:?}");
    });
}

#[test]
fn what_is_not_ones_own_is_answered_as_what_is_not_there() {
    on_both(|store| async move {
        let officer = found(&store).await;
        let (stranger, own) = (firm(&store, OTHER), firm(&store, OWN));
        let others = agency(&store, "so-xay-dung");
        for project in ["DA-1", "DA-404"] {
            let one = code(project);
            for context in [&stranger, &others] {
                assert_eq!(told(projects::internal(context, &one).await), "not found");
            }
            assert_eq!(told(work::report(&stranger, &one, report("2026-05", 1.0), "").await), "not found");
            let begun = Answer::Begun { on: date(2026, 1, 6) };
            assert_eq!(told(steps::answer(&others, &one, number(1), begun, "").await), "not found");
        }
        assert_eq!(told(projects::internal(&at(&store, Actor::public()), &code("DA-1")).await), "not allowed");
        assert_eq!(told(projects::internal(&own, &code("DA-1")).await), "done");
        // A firm sees of a list of waits only its own; an agency asks for itself only.
        assert_eq!(waiting(&own, "chu-dau-tu").await.len(), 1);
        assert_eq!(waiting(&stranger, "chu-dau-tu").await, []);
        assert_eq!(told(projects::waiting_for(&others, &"ubnd-tinh".parse().unwrap(), all()).await), "not found");
        assert_eq!(
            told(projects::waiting_for(&at(&store, Actor::public()), &"ubnd-tinh".parse().unwrap(), all()).await),
            "not allowed"
        );
        // An agency that is asked sees the project; when the step is done, it sees it no more.
        steps::finish(&officer, &code("DA-1"), number(1), date(2026, 1, 6), "").await.unwrap();
        let asked = agency(&store, "so-nong-nghiep-moi-truong");
        assert_eq!(told(projects::internal(&asked, &code("DA-1")).await), "done");
        let wrong_step = Answer::Begun { on: date(2026, 1, 6) };
        assert_eq!(told(steps::answer(&asked, &code("DA-1"), number(4), wrong_step, "").await), "not found");
        for step in 2..=5 {
            steps::finish(&officer, &code("DA-1"), number(step), date(2026, 3, 6), "").await.unwrap();
        }
        assert_eq!(told(projects::internal(&asked, &code("DA-1")).await), "not found");
        assert!(!projects::view(&asked, &code("DA-1")).await.unwrap().is_internal);
    });
}

/// Whom projects wait for, asked by project and by agency, is what each project's own page says.
#[test]
fn everybody_may_know_who_is_waited_for() {
    on_both(|store| async move {
        let officer = found(&store).await;
        projects::start(&officer, extension("DA-2"), "").await.unwrap();
        for step in 1..=5 {
            steps::finish(&officer, &code("DA-2"), number(step), date(2026, 1, 6), "").await.unwrap();
        }
        steps::finish(&officer, &code("DA-1"), number(1), date(2026, 1, 5), "").await.unwrap();
        steps::begin(&officer, &code("DA-1"), number(2), date(2026, 1, 5), "").await.unwrap();
        let public = at(&store, Actor::public());
        let listed = projects::list(&public, &ProjectFilter::default(), all()).await.unwrap();
        let waits = projects::awaited_of(&public, &listed.rows).await.unwrap();
        let view = projects::view(&public, &code("DA-1")).await.unwrap();
        assert_eq!(waits.into_iter().collect::<Vec<_>>(), [(code("DA-1"), view.standing.awaited.clone())]);
        assert!(projects::awaited_of(&public, &[]).await.unwrap().is_empty());
        let burdens = projects::burdens(&public).await.unwrap();
        assert_eq!(burdens.len(), view.standing.awaited.len());
        for (burden, one) in burdens.iter().zip(&view.standing.awaited) {
            assert_eq!((&burden.agency, burden.since), (&one.agency, one.since));
            assert_eq!((burden.steps, burden.late), (1, u64::from(one.due.is_some_and(|due| due < public.today()))));
            let open = projects::open_steps(&public, &one.agency, all()).await.unwrap();
            assert_eq!((open.total, &open.rows[0].waits), (1, one));
        }
        let by_procedure =
            |template: &str| ProjectFilter { template: template.parse().ok(), ..ProjectFilter::default() };
        assert_eq!(projects::list(&public, &by_procedure("licence_extension"), all()).await.unwrap().total, 2);
        assert_eq!(projects::list(&public, &by_procedure("mine_2010"), all()).await.unwrap().total, 0);
        assert_eq!(view.owner.as_deref(), Some("Công ty thử (mô phỏng)"));
    });
}
