//! Specifications written: whatever is read is written so that it reads back as the same.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use season::Frequency;
use season::spc::Specification;

fn read(text: &str, frequency: Frequency) -> Option<Specification> {
    let file = |name: &str| match name {
        "free.dat" => Ok("1 2,3\n4.5D1\n".to_owned()),
        _ => Err("it is not there".to_owned()),
    };
    Specification::read(text, frequency, &file).ok()
}

/// Whether the text is a specification; if so, what is written of it is the same.
fn check(text: &str, frequency: Frequency) -> bool {
    let Some(specification) = read(text, frequency) else { return false };
    let written = specification.to_string();
    let again = Specification::read(&written, frequency, &|name| Err(format!("{name} is asked for")));
    assert_eq!(again.as_ref(), Ok(&specification), "{text}\n{written}");
    assert_eq!(again.map(|again| again.to_string()), Ok(written.clone()), "{text}");
    assert!(written.lines().all(|line| line.len() <= 133), "{written}");
    true
}

/// One of a block's forms, or none of it.
fn one_of(forms: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(forms)
}

const SERIES: &[&str] = &[
    "",
    "series{span=(2020.1, ) save=a1}",
    "series{start=2020.1 data=(1 2.5 -3e-7 4 123456.789) span=(,2020.3)}",
    "series{file='free.dat' start=0099.4}",
    "series{start=2020.1 data=(1 -99999 3) modelspan=(2020.2, ) comptype=add}",
    "series{start=2020.1 data=(1 2 3) modelspan=(2020.2, 0.3)}",
    "series{modelspan=(, 0.2)}",
    "metadata{keys=(\"a key\" b) values=('in \"quotes\"' 1.5)} series{appendfcst=yes appendbcst=no save=(a1)}",
];
const TRANSFORM: &[&str] = &[
    "",
    "transform{function=log}",
    "transform{function=none adjust=none}",
    "transform{adjust=lpyear}",
    "transform{power=1}",
    "transform{function=auto aicdiff=-3.5}",
];
const REGRESSION: &[&str] = &[
    "",
    "regression{variables=(td const easter[15] tet[3, 0, 2] ao2020.2 ls2020.3 tc2020.4 so2020.1 rp2020.1-2020.4) aictest=(td easter)}",
    "regression{variables=(td easter[1] tdnolpyear) aictest=(td1coef user tet td)}",
    "regression{variables=(td tet) user=(\"mưa to\" 'a\"b' bão [1,2]) usertype=(td holiday user so) start=2019.4 data=(1 2 3 4 5 6 7 8)}",
    "regression{variables=(lom) user=(b a) start=2019.4 file='free.dat' usertype=ls}",
    "regression{variables=(td1coef easter[8]) b=(, 0.01f, )}",
    "regression{variables=(seasonal tdstock[31] tdstock1coef[5] easterstock[1]) user=(a) usertype=seasonal start=2019.4 data=(1 2)}",
    "regression{variables=(td1coef easter[8]) b=(-1d-3F 1.25f)}",
];
const MODEL: &[&str] = &[
    "",
    "automdl{}",
    "automdl{maxorder=(3, 2) diff=(1 0) mixed=no checkmu=no reducecv=0.2 hrinitial=yes exactdiff=first}",
    "automdl{maxdiff=(1 1) acceptdefault=yes balanced=yes ljungboxlimit=0.9 armalimit=1d0 urfinal=1.1 rejectfcst=no}",
    "arima{model=(2 1 0)(0 1 1)}",
    "arima{model=(1 0 1)(1 1 1) ar=(0.1f -0.25f) ma=(1e-300f 0.30000000000000004f) save=mdl}",
    "arima{model=(0 1 0)}",
    "arima{model=(2 1 0)(0 1 1) ar=(0.3f, )}",
    "arima{model=(1 1 1)(0 1 1) ma=(0.25 1d-1)}",
    "arima{model=(0 1 [1,3])(0 1 1)}",
    "arima{model=([2 5] 1 0)(0 1 [2]) ar=(0.2f, 0.1)}",
    "arima{model=(0 1 3)(1 0 0) ma=(0.2, 0f, 0f)}",
];
const OUTLIER: &[&str] = &[
    "",
    "outlier{}",
    "outlier{types=(tc ao tc) critical=3.1 span=(2020.1, )}",
    "outlier{critical=(3.5, , 4)}",
    "outlier{critical=(, 4)}",
    "outlier{types=none}",
    "outlier{method=addall lsrun=2 almost=0.5}",
    "outlier{save=(fts)}",
    "outlier{types=all span=(, 2020.1)}",
];
const FORECAST: &[&str] = &[
    "",
    "forecast{exclude=4 probability=0.8 lognormal=no}",
    "forecast{maxlead=24 save=(fct)}",
    "forecast{maxback=3 maxlead=0 save=(bct)}",
];
const X11: &[&str] = &[
    "",
    "x11{save=(d11 fct d10)}",
    "x11{mode=pseudoadd seasonalma=s3x15 trendma=23 trendic=2.5 appendfcst=yes save=(d11)}",
    "x11{mode=add seasonalma=stable sigmalim=(, 3.25) calendarsigma=all appendbcst=yes}",
    "x11{seasonalma=x11default calendarsigma=signif appendfcst=no}",
    "x11{final=(user ao tc) excludefcst=yes}",
    "x11{final=ls type=sa excludefcst=no}",
    "x11{seasonalma=(s3x1 s3x3 s3x5 s3x9) calendarsigma=select sigmavec=(q2 q4)}",
    "x11{seasonalma=(s3x1 s3x3 s3x5 s3x9 s3x1 s3x3 s3x5 s3x9 s3x1 s3x3 s3x5 stable) calendarsigma=select sigmavec=(jan dec)}",
];
const OTHERS: &[&str] = &[
    "",
    "slidingspans{}",
    "history{} slidingspans{}",
    "history{start=2024.3}",
    "check{} estimate{save=(est rsd)}",
    "spectrum{} slidingspans{additivesa=percent save=(sfs)}",
    "check{maxlag=30 qtype=bp qlimit=0.1 acflimit=2 save=(acf acfsquared)}",
    "history{estimates=(fcst aic trendchng) fstep=(1 3) save=(fce tcr)}",
    "slidingspans{cutseas=2.5 cuttd=1 cutchng=4 length=72 numspans=3 start=2024.2 fixmdl=no fixreg=(td user) outlier=yes}",
    "slidingspans{fixmdl=clear outlier=remove x11outlier=no save=(tds)}",
    "history{endtable=2024.3 sadjlags=(1 12) trendlags=2 target=concurrent additivesa=difference transformfcst=yes}",
    "history{fixmdl=yes fixreg=(outlier holiday) outlier=auto outlierwin=9 refresh=yes save=(amh tdh)}",
    "history{outlier=auto estimates=(arma td)} slidingspans{outlier=keep fixmdl=yes}",
];

/// Every combination of forms is written and read back; those of one frequency only, or of what excludes each other, are refused.
#[test]
fn what_is_read_is_written_as_the_same() {
    let mut read = 0;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(2000));
    let blocks = [SERIES, TRANSFORM, REGRESSION, MODEL, OUTLIER, FORECAST, X11, OTHERS].map(one_of);
    let cases = (blocks, any::<u64>());
    for _ in 0..2000 {
        let (mut blocks, order) = cases.new_tree(&mut runner).unwrap().current();
        // The order of the blocks is that of the tables.
        blocks.rotate_left((order % 8) as usize);
        let text = blocks.join("\n");
        read += usize::from(check(&text, Frequency::Monthly)) + usize::from(check(&text, Frequency::Quarterly));
    }
    assert!(read > 1000, "{read}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Specifications with some letters replaced, left out or doubled: none stops the reader, and what is still read is written as the same.
    #[test]
    fn what_is_read_of_a_spoilt_specification_is_written_as_the_same(
        blocks in [SERIES, TRANSFORM, REGRESSION, MODEL, OUTLIER, FORECAST, X11, OTHERS].map(one_of),
        spoilt in prop::collection::vec((any::<prop::sample::Index>(), any::<Option<u8>>(), any::<bool>()), 0..4),
    ) {
        let mut bytes = blocks.join("\n").into_bytes();
        for (at, byte, inserts) in spoilt {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match (byte, inserts) {
                (Some(byte), true) => bytes.insert(at, byte),
                (Some(byte), false) => bytes[at] = byte,
                (None, _) => drop(bytes.remove(at)),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        check(&text, Frequency::Monthly);
        check(&text, Frequency::Quarterly);
    }
}

#[test]
fn the_text_is_that_of_the_language() {
    let text = "x11{save=(d11 d10) mode=mult} arima{model=(0 1 1)(0 1 1)12 ma=(0.5f 0.25f)} transform{function=log} \
                regression{variables=(td ao2020.feb)}";
    assert_eq!(
        read(text, Frequency::Monthly).unwrap().to_string(),
        "transform{function=log}\nregression{variables=(td ao2020.feb)}\n\
         arima{model=(0 1 1)(0 1 1) ma=(0.5f 0.25f)}\nx11{mode=mult save=(d11 d10)}\n"
    );
}
