//! The whole demonstration in a real database: what it published, that it can be replayed, that its revisions are real.

use domain::adjust::{Policy, SeriesKey};
use domain::period::Month;
use domain::release::vintage::Vintage;
use domain::series::{Stage, decimal};
use domain::sites::{Fact, Site};
use domain::text::Lang;
use formats::demo::published;

use super::{Built, Target, build, context};
use crate::adjust::{self, Acceptance, Proposal};
use crate::context::Context;
use crate::{ReleaseHead, Store, outlook, publication, release, sites};

/// The province in a folder of its own.
struct Demo {
    _folder: tempfile::TempDir,
    built: Built,
    context: Context,
    releases: Vec<ReleaseHead>,
}

async fn demo() -> Demo {
    let folder = tempfile::tempdir().unwrap();
    let (store, _) = Store::migrate(&format!("sqlite://{}", folder.path().join("khoi.db").display())).await.unwrap();
    let built = build(&store, &mut |_| ()).await.unwrap();
    let context = context(&store, built.day, "test").unwrap();
    let releases = release::list(&context).await.unwrap();
    Demo { _folder: folder, built, context, releases }
}

impl Demo {
    async fn vintage(&self, month: &str, stage: Stage) -> Vintage {
        let month: Month = month.parse().unwrap();
        let head = self.releases.iter().find(|head| head.month == month && head.stage == stage).unwrap();
        release::frozen(&self.context, head.id).await.unwrap()
    }
}

/// One test, because the province is built once: seconds in a debug build.
#[tokio::test]
async fn the_demonstration_publishes_what_was_published_and_can_be_replayed() {
    let demo = demo().await;
    the_last_release_has_every_published_growth(&demo).await;
    the_public_sees_the_figures_and_that_they_are_simulated(&demo).await;
    vintages_differ_and_are_kept(&demo).await;
    the_last_release_replays(&demo).await;
    the_board_is_renewed_as_it_would_be_made_anew(&demo).await;
    tet_is_told_and_every_number_of_it_is_found_again(&demo).await;
    indices_are_adjusted_by_themselves_and_by_their_parts(&demo).await;
    a_choice_is_kept_only_as_it_was_shown(&demo).await;
}

async fn the_last_release_has_every_published_growth(demo: &Demo) {
    let vintage = release::frozen(&demo.context, demo.built.release).await.unwrap();
    assert!(vintage.simulated);
    for target in Target::among(&published().unwrap(), vintage.months) {
        let got = target.computed(|node, month| vintage.level(node, month)).unwrap();
        assert_eq!(decimal(got, 2), format!("{:.2}", target.growth), "{} until {}", target.node, target.now.last);
    }
}

async fn the_public_sees_the_figures_and_that_they_are_simulated(demo: &Demo) {
    let publication = publication::latest(&demo.context).await.unwrap().unwrap();
    assert!(publication.release.simulated);
    let shown: Vec<_> =
        publication.official.iter().filter(|c| c.period.year() >= demo.built.month.year().plus(-1)).collect();
    assert_eq!(shown.len(), 10, "eight figures of the month and two of the year before");
    for comparison in shown {
        let own = comparison.own.expect("sections and the whole are public");
        assert_eq!(decimal(own, 2), format!("{:.2}", comparison.official), "{}", comparison.node);
    }
    let text = publication.bulletin.in_lang(Lang::Vi).text();
    assert!(text.contains("MÔ PHỎNG"), "{text}");
}

async fn vintages_differ_and_are_kept(demo: &Demo) {
    let count = |stage| demo.releases.iter().filter(|head| head.stage == stage).count();
    assert_eq!((count(Stage::Flash), count(Stage::Provisional), count(Stage::Final)), (13, 13, 12));
    let flash = demo.vintage("2023-10", Stage::Flash).await;
    let provisional = demo.vintage("2023-10", Stage::Provisional).await;
    let month: Month = "2023-10".parse().unwrap();
    let (first, second) = (flash.level("25", month).unwrap(), provisional.level("25", month).unwrap());
    assert!(first > 1.2 * second, "the planted slip of October stood in the flash: {first} then {second}");
    assert!(flash.observed("TOTAL", month) < provisional.observed("TOTAL", month));
}

async fn the_last_release_replays(demo: &Demo) {
    let replayed = release::replay(&demo.context, demo.built.release).await.unwrap();
    assert!(replayed.is_same(), "{replayed:?}");
}

async fn the_board_is_renewed_as_it_would_be_made_anew(demo: &Demo) {
    let board = outlook::board(&demo.context).await.unwrap();
    assert!(outlook::renewed(&demo.context, &board).await.unwrap().is_none());
    let is_said = |site: &&Site| matches!(board.worth.get(&site.code), Some(Ok(_)));
    let model = board.sites.iter().find(is_said).expect("a site whose worth can be said");
    let mut copy = model.clone();
    copy.code = "M99".parse().unwrap();
    let mut larger = copy.clone();
    larger.code = "M98".parse().unwrap();
    for capacity in larger.licences.iter_mut().filter_map(|licence| match &mut licence.capacity {
        Fact::Known(capacity) => Some(capacity),
        Fact::Unknown => None,
    }) {
        capacity.amount = capacity.amount.map(|amount| 3.0 * amount);
    }
    larger.capacities.iter_mut().for_each(|capacity| capacity.amount = capacity.amount.map(|amount| 3.0 * amount));
    if let Fact::Known(output) = &mut larger.output {
        output.amount = output.amount.map(|amount| 3.0 * amount);
    }
    sites::take(&demo.context, &[copy.clone(), larger.clone()], "").await.unwrap();
    let renewed = outlook::renewed(&demo.context, &board).await.unwrap().expect("two sites more");
    let fresh = outlook::board(&demo.context).await.unwrap();
    assert_eq!((&renewed.sites, &renewed.worth), (&fresh.sites, &fresh.worth));
    assert_eq!(renewed.worth[&copy.code], board.worth[&model.code]);
    let times = renewed.whole(&larger).unwrap() / board.whole(model).unwrap();
    assert!((times - 3.0).abs() < 1e-9, "three times the capacity adds {times} times as much");
}

async fn tet_is_told_and_every_number_of_it_is_found_again(demo: &Demo) {
    let publication = publication::latest(&demo.context).await.unwrap().unwrap();
    let said = [
        (Lang::Vi, "Tết Nguyên đán năm trước bắt đầu ngày 22/01/2023, năm nay ngày 10/02/2024"),
        (Lang::En, "lunar new year"),
    ];
    for (lang, words) in said {
        let text = publication.bulletin.in_lang(lang).text();
        assert!(text.contains(words), "{text}");
        let complaints = publication::checked::bulletin(&demo.context, &publication, lang).await.unwrap();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

async fn indices_are_adjusted_by_themselves_and_by_their_parts(demo: &Demo) {
    let publication = publication::latest(&demo.context).await.unwrap().unwrap();
    let all = adjust::of(&publication);
    let open = publication.nodes.iter().filter(|node| adjust::is_index(node) && !node.withheld).count();
    assert_eq!(all.len(), open, "every published index and nothing that is withheld");
    let whole = &all[0];
    let found = whole.look.adjusted().expect("the whole has a season");
    assert!(found.has_tet(), "{:?}", found.effects);
    // January 2023 had Tết, January 2024 has not: without the calendar less is left of the growth on the year.
    assert!(found.calendar_part(publication.release.month, 12).unwrap() > 0.0);
    let (mut compared, mut largest) = (0, 0.0_f64);
    for (direct, indirect) in found.adjusted.iter().zip(whole.indirect.as_ref().expect("every section is public")) {
        let indirect = indirect.expect("every section has every month");
        (compared, largest) = (compared + 1, largest.max((direct / indirect - 1.0).abs()));
    }
    assert_eq!(compared, publication.months.len());
    assert!(largest > 1e-9 && largest < 0.25, "{largest}");
    // What is left alone by all parts adds up to the whole as it was measured.
    let measured = &publication.nodes[0];
    for at in 0..publication.months.len() {
        let sum: f64 = publication.children("TOTAL").map(|child| child.points[at].unwrap()).sum();
        assert!((sum / measured.levels[at].unwrap() - 1.0).abs() < 1e-12, "{at}");
    }
}

async fn a_choice_is_kept_only_as_it_was_shown(demo: &Demo) {
    let context = &demo.context;
    let publication = publication::latest(context).await.unwrap().unwrap();
    let keys: Vec<SeriesKey> = vec!["TOTAL".parse().unwrap(), "D".parse().unwrap()];
    let store = context.read(domain::authority::Action::ReadPublished).unwrap();
    let before = store.adjust_choices(crate::Seq::LATEST).await.unwrap();
    assert_eq!(publication.choices, before, "the release was made after the choices of the year");
    let of_december = |key: &SeriesKey| before[key].kept.until == "2023-12".parse().unwrap();
    assert!(keys.iter().all(of_december));

    let fixed = adjust::propose(context, &publication, &keys, Proposal::by(Policy::Fixed)).await.unwrap();
    let largest = fixed.iter().filter_map(|one| one.largest()).map(|moved| moved.points().abs()).fold(0.0, f64::max);
    assert_eq!(largest, 0.0, "what is held already does not move by being held");
    let again = Proposal::by(Policy::Parameters);
    let shown = adjust::propose(context, &publication, &keys, again).await.unwrap();
    assert!(shown.iter().all(|one| one.after.is_ok() && one.largest().unwrap().points() != 0.0));
    let refused =
        adjust::accept(context, &publication, &keys, again, Acceptance::whole("another", "thử")).await.unwrap_err();
    assert!(refused.text().vi.contains("đã đổi"), "{refused}");
    assert_eq!(store.adjust_choices(crate::Seq::LATEST).await.unwrap(), before);

    let digest = adjust::digest(&shown);
    assert_eq!(
        adjust::accept(context, &publication, &keys, again, Acceptance::whole(&digest, "tháng 1")).await.unwrap(),
        2
    );
    let kept = store.adjust_choices(crate::Seq::LATEST).await.unwrap();
    let is_new =
        |key: &SeriesKey| kept[key].kept.until == demo.built.month && kept[key].kept.policy == Policy::Parameters;
    assert!(keys.iter().all(is_new));
    // What is published stays; the next release will have them.
    assert_eq!(publication::latest(context).await.unwrap().unwrap().choices, before);

    let stranger = Context::new(crate::context::Actor::public(), context.moment, "test", store.clone());
    let refused = adjust::propose(&stranger, &publication, &keys, again).await.unwrap_err();
    assert!(matches!(refused, crate::context::OfficeError::NotAllowed { .. }), "{refused}");
    assert_eq!(store.verify(|_| ()).await.unwrap().findings, []);
}
