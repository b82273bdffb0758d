//! Specifications: what is understood, what is refused and where, and that no text at all makes it stop.

use std::collections::BTreeMap;

use proptest::prelude::*;
use season::diagnostics::AdditiveSpans;
use season::regarima::{CriticalValues, Differences, Group, Identification, OutlierKind, Prior, Regressor, TetWindows};
use season::spc::{Estimate, ModelChoice, SpcError, Specification, Test, Transformation, Variable};
use season::x11::{Deviation, EndRatio, Filters, Henderson, Mode, SeasonalFilter};
use season::{Frequency, Period};

fn read(text: &str) -> Result<Specification, SpcError> {
    let files: BTreeMap<&str, &str> = [
        ("free.dat", "1 2,3\n4.5D1\n"),
        ("dated.dat", "2020 1 1.5\n2020 2 2.5\n"),
        ("gap.dat", "2020 1 1.5\n2020 3 2.5\n"),
        ("saved.dat", "date\tx.a1\n------\t-----\n202001\t+0.15E+01\n202002\t+0.25E+01\n"),
        ("word.dat", "1 hai 3"),
    ]
    .into();
    let file = |name: &str| files.get(name).map(|text| (*text).to_owned()).ok_or("it is not there".to_owned());
    Specification::read(text, Frequency::Monthly, &file)
}

fn month(text: &str) -> Period {
    text.parse().unwrap()
}

#[test]
fn the_specifications_of_the_reference_are_understood() {
    let texts = [
        "x11{mode=mult save=(d8 d9 d10 d11 d12 d13 d16 c17)}",
        "x11{mode=add save=(d10 d11)}",
        "transform{function=log}\narima{model=(0 1 1)(0 1 1)}\nestimate{save=(est lks rsd)}\nforecast{maxlead=12 save=(fct)}\nx11{save=(d11)}",
        "transform{function=log}\nregression{variables=(td easter[8])}\narima{model=(0 1 1)(0 1 1)}\nestimate{tol=1.0e-10 maxiter=50000}\nx11{}",
        "transform{function=auto}\nautomdl{}\noutlier{types=(ao ls tc)}\nx11{}",
        "transform{function=auto}\nregression{aictest=(td easter)}\nautomdl{}\noutlier{types=(ao ls tc)}\nx11{}",
        "transform{function=log}\nregression{user=(a b c) usertype=(holiday holiday holiday) start=2019.12 data=(1 2 3 4 5 6)}\n\
         arima{model=(0 1 1)(0 1 1)}\nx11{}",
        "series{title=\"Sản xuất\" start=2020.1 period=12 file=\"free.dat\" print=none} x11{} slidingspans{} history{}",
    ];
    for text in texts {
        read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[test]
fn every_part_is_read_as_it_is_meant() {
    let found = read(
        "series{start=2020.jan data=(1 2 3) span=(2020.feb, ) save=a1}
         transform{function=Log adjust=lpyear}
         regression{variables=(tdnolpyear easter[15] tet tet[10,3,4] ao2020.feb rp2020.1-2020.3) aictest=(td tet)
                    user=(dinh_cong \"mưa\") usertype=(ao holiday) start=2019.12 data=(1 2 3 4 5 6 7 8)}
         arima{model=(2 1 0)(0 1 1)12} # airline's cousin
         outlier{types=all critical=4 span=(2020.jan, )}
         forecast{maxlead=24 maxback=12}
         x11{mode=logadd seasonalma=s3x9 trendma=9 sigmalim=(,3.0) save=(D10 d11)}",
    )
    .unwrap();
    let series = found.series.unwrap();
    assert_eq!((series.start(), series.values()), (month("2020-01"), &[1.0, 2.0, 3.0].map(Some)[..]));
    assert_eq!(
        (found.span, found.transform, found.prior),
        ((Some(month("2020-02")), None), Transformation::Log, Some(Prior::LeapYear))
    );
    assert_eq!(found.variables[0], Variable::TradingDays { one_coefficient: false, leap_year: false });
    let windows = |variable: &Variable| match variable {
        Variable::Regressor(Regressor::Tet(windows)) => Some(*windows),
        _ => None,
    };
    let tet: Vec<TetWindows> = found.variables.iter().filter_map(windows).collect();
    assert_eq!(tet, [TetWindows { before: 13, during: 7, after: 7 }, TetWindows { before: 9, during: 3, after: 4 }]);
    let users: Vec<_> = found
        .variables
        .iter()
        .filter_map(|variable| match variable {
            Variable::Regressor(Regressor::User(user)) => {
                Some((user.name.as_str(), user.group, user.start, user.values.clone()))
            }
            _ => None,
        })
        .collect();
    let start = month("2019-12");
    assert_eq!(
        users,
        [
            ("dinh_cong", Group::Outlier, start, vec![1.0, 3.0, 5.0, 7.0]),
            ("mưa", Group::Holiday, start, vec![2.0, 4.0, 6.0, 8.0]),
        ]
    );
    assert_eq!(found.tests, [Test::TradingDays { one_coefficient: false, leap_year: true }, Test::Tet]);
    assert_eq!(found.model, Some(ModelChoice::Fixed("(2 1 0)(0 1 1)".parse().unwrap())));
    let outliers = found.outliers.unwrap();
    assert_eq!((outliers.kinds.len(), outliers.critical), (3, CriticalValues::all(Some(4.0))));
    assert_eq!(outliers.span, (Some(month("2020-01")), None));
    assert_eq!((found.forecasts, found.backcasts), (Some(24), 12));
    let x11 = found.x11.unwrap();
    assert!(x11.has_mode && x11.spec.mode == Mode::LogAdditive);
    assert_eq!((x11.spec.filters, x11.spec.henderson), (Filters::All(SeasonalFilter::S3x9), Henderson::Terms(9)));
    assert_eq!((x11.spec.sigma_limits.lower, x11.spec.sigma_limits.upper), (1.5, 3.0));
    assert_eq!(found.saved, ["a1", "d10", "d11"]);
    let x11 = read("x11{calendarsigma=select sigmavec=(jan dec) trendic=2.5}").unwrap().x11.unwrap().spec;
    let Deviation::Groups(first) = x11.deviation else { panic!("{x11:?}") };
    assert_eq!((first[0], first[1], first[11], x11.end_ratio), (true, false, true, EndRatio::Given(2.5)));
}

#[test]
fn coefficients_with_an_f_are_held_and_others_begin_there() {
    let found = read(
        "transform{function=log} regression{variables=(td const easter[8]) b=(0.1f, , , , , 0.6f, 0.7, 1d-1F)}
         arima{model=(1 1 0)(1 0 1) ar=(0.1f 0.2f) ma=-0.3f}",
    )
    .unwrap();
    assert_eq!(found.held.arma, [Some(0.1), Some(0.2), Some(-0.3)]);
    assert_eq!(found.start, None);
    let (td, easter) = (Regressor::TradingDay, Regressor::Easter { days: 8 });
    assert_eq!(
        found.held.regression,
        [(td, vec![Some(0.1), None, None, None, None, Some(0.6)]), (easter, vec![Some(0.1)])]
    );
    let free = read("arima{model=(0 1 1)(0 1 1) ma=(0.5, )} regression{variables=(td) b=(1 2 3 4 5 6 7)}").unwrap();
    assert!(free.held.is_empty());
    assert_eq!(free.start, Some(vec![0.5, 0.1]));
    let some = read("arima{model=(2 1 0)(0 1 1) ar=(0.3f, 0.2)}").unwrap();
    assert_eq!((some.held.arma, some.start), (vec![Some(0.3), None, None], Some(vec![0.3, 0.2, 0.1])));
    assert_eq!(read("arima{model=(2 1 0)(0 1 1)}").unwrap().start, None);
    // In levels a leap year comes with trading days, right behind the six.
    let level = read("arima{model=(0 1 1)(0 1 1)} regression{variables=(td1coef const) b=(1, 2f, 3)}").unwrap();
    assert_eq!(level.held.regression, [(Regressor::LeapYear, vec![Some(2.0)])]);
}

#[test]
fn the_arguments_of_an_identification_are_read() {
    let check = |text: &str, expected: Identification| {
        assert_eq!(
            read(&format!("automdl{{{text}}}")).unwrap().model,
            Some(ModelChoice::Automatic(expected)),
            "{text}"
        );
    };
    let usual = Identification::default();
    check("hrinitial=yes exactdiff=yes rejectfcst=no balanced=no mixed=yes maxdiff=(, )", usual);
    check("maxorder=(3, ) mixed=no", Identification { orders: (3, 1), mixed: false, ..usual });
    let differences = Differences::Given { regular: 0, seasonal: 1 };
    check("diff=(0 1) checkmu=no", Identification { differences, checks_mean: false, ..usual });
    let differences = Differences::Most { regular: 1, seasonal: 1 };
    check("maxdiff=(1, ) acceptdefault=yes", Identification { differences, accepts_default: true, ..usual });
    check("armalimit=2 urfinal=1.1", Identification { significant: 2.0, unit_root: 1.1, ..usual });
    check(
        "ljungboxlimit=.9 reducecv=0.2 balanced=yes",
        Identification { not_white: 0.9, lowered: 0.2, balanced: true, ..usual },
    );
}

#[test]
fn what_is_left_out_has_the_manual_s_default() {
    let found = read("outlier{} automdl{} x11{}").unwrap();
    assert_eq!(found.outliers.unwrap().kinds, [OutlierKind::Additive, OutlierKind::LevelShift]);
    assert_eq!(found.model, Some(ModelChoice::Automatic(Identification::default())));
    assert_eq!((found.transform, found.forecasts, found.series), (Transformation::Unsaid, None, None));
}

#[test]
fn files_are_read_in_their_layouts() {
    let check = |text: &str, start: &str, values: &[Option<f64>]| {
        let series = read(&format!("series{{{text}}}")).unwrap().series.unwrap();
        assert_eq!((series.start(), series.values()), (month(start), values), "{text}");
    };
    check("file='free.dat' start=2021.3", "2021-03", &[1.0, 2.0, 3.0, 45.0].map(Some));
    check("file='dated.dat' format=datevalue", "2020-01", &[1.5, 2.5].map(Some));
    check("file='saved.dat' format=\"x13save\"", "2020-01", &[1.5, 2.5].map(Some));
    // A value that is missing, at an end and within.
    check("start=2020.1 data=(-99999 1 -99999. 2)", "2020-02", &[Some(1.0), None, Some(2.0)]);
    check("start=2020.1 data=(1 0 2 -99999) missingcode=0", "2020-01", &[Some(1.0), None, Some(2.0), Some(-99999.0)]);
}

/// Where series are given beside it, a specification is not asked for its own.
#[test]
fn the_file_of_a_series_is_not_looked_for_where_others_are_given() {
    let text = "series{title='V042' file='x:\\không\\v042.dat' format='datevalue' span=(2002.1, )} x11{}";
    assert!(read(text).is_err());
    let found = Specification::read_for_others(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    assert_eq!((found.series, found.span), (None, (Some(month("2002-01")), None)));
}

/// Parts of which offices make use beside the usual ones: lags left out, regressors of the season and of stocks, a span of the model, what a
/// history holds.
#[test]
fn specifications_of_offices_are_understood() {
    let found = read(
        "series{title='Y' name='V042' comptype=add span=(2002.1,) modelspan=(2006.1,)}
         spectrum{savelog=all}
         transform{function=log print=brief}
         regression{variables=(ls2015.jun seasonal tdstock1coef[31] tdstock[28])}
         outlier{types=(ao ls tc) span=(2015.10,) critical=4.0 print=(fts) save=(fts)}
         arima{model=(0 1 [2,4])(1 0 0) ma=(0.3, 0.2f)}
         forecast{maxlead=24 print=none}
         x11{sigmalim=(1.8 2.8) appendfcst=yes savelog=all}
         slidingspans{savelog=percent additivesa=percent}
         history{estimates=(fcst aic sadj sadjchng trend trendchng) savelog=(asa ach) start=2013.1 fstep=(1 2)}",
    )
    .unwrap();
    assert_eq!(found.model_span, (Some(month("2006-01")), None).into());
    let newest = read("series{modelspan=(2006.1, 0.Sep)}").unwrap().model_span;
    for (end, last) in [("2020-08", "2019-09"), ("2020-09", "2020-09"), ("2020-12", "2020-09")] {
        assert_eq!(newest.within(month(end)), (Some(month("2006-01")), Some(month(last))));
    }
    assert_eq!(found.model, Some(ModelChoice::Fixed("(0 1 4)(1 0 0)".parse().unwrap())));
    // The seasonal autoregression comes first.
    assert_eq!(found.held.arma, [None, Some(0.0), None, Some(0.0), Some(0.2)]);
    assert_eq!(found.start, Some(vec![0.1, 0.0, 0.3, 0.0, 0.2]));
    let regressors: Vec<&Variable> = found.variables.iter().skip(1).collect();
    let expected = [
        Regressor::Seasonal(Frequency::Monthly),
        Regressor::StockTradingDayOneCoefficient { day: 31 },
        Regressor::StockTradingDay { day: 28 },
    ];
    assert_eq!(regressors, expected.map(Variable::Regressor).iter().collect::<Vec<_>>());
    let spans = found.sliding_spans.unwrap();
    assert_eq!((spans.spans.additive, spans.model.estimated, found.spectrum), (AdditiveSpans::Percent, false, true));
    let history = found.history.unwrap();
    assert_eq!((history.start, history.steps), (Some(month("2013-01")), vec![1, 2]));
    assert_eq!(history.estimates.first(), Some(&Estimate::Forecasts));
    assert_eq!(found.saved, ["fts"]);
    // Lags are told in rising order, each once.
    let history = read("x11{} history{sadjlags=(12 1 12)}").unwrap().history.unwrap();
    assert_eq!(history.revisions.adjusted_lags, [1, 12]);
    // A factor of the season alone, and periods behind both.
    let model = |text: &str| read(&format!("arima{{model={text}}}")).unwrap().model;
    assert_eq!(model("(0 1 1)12"), Some(ModelChoice::Fixed("(0 0 0)(0 1 1)".parse().unwrap())));
    assert_eq!(model("(0 1 1)1(0 1 1)12"), model("(0 1 1)(0 1 1)"));
}

/// The text is refused at the line, in these words among others.
fn refused(text: &str, line: usize, words: &[&str]) {
    let error = read(text).unwrap_err();
    let told = error.to_string();
    assert!(error.line == line && words.iter().all(|word| told.contains(word)), "{text}: {told}");
}

#[test]
fn what_is_not_understood_is_refused_by_name_and_line() {
    refused("x11{}\n\nseats{}", 3, &["seats{}", "not understood"]);
    refused("x11{mode=\nnhân}", 1, &["mode", "“nhân”", "mult, add"]);
    refused("slidingspans{additivesa=yes}", 1, &["additivesa", "percent"]);
    refused("history{estimates=(armadillo)}", 1, &["“armadillo”", "sadj"]);
    refused("history{fstep=(1 0)}", 1, &["fstep"]);
    refused("spectrum{type=periodogram}", 1, &["spectrum{}", "“type”"]);
    refused("x11{final=(ao so)}", 1, &["final", "“so”", "user"]);
    refused("x11{calendarsigma=select}", 1, &["“sigmavec”"]);
    refused("x11{calendarsigma=select sigmavec=(q1)}", 1, &["“q1”"]);
    refused("x11{save=(d11 d99)}", 1, &["“d99”"]);
    refused("x11{seasonalma=(s3x3 s3x5)}", 1, &["2 filters"]);
    refused("slidingspans{length=35}", 1, &["“35”", "three to seventeen years"]);
    refused("slidingspans{swaps=1}", 1, &["slidingspans{}", "“swaps”"]);
}

#[test]
fn series_that_cannot_be_are_refused() {
    refused("series{data=(1 2)}", 1, &["“start”"]);
    refused("series{start=2020.1 data=(1 hai)}", 1, &["“hai”"]);
    refused("series{start=2020.1 period=4 data=(1)}", 1, &["period", "“4”"]);
    refused("series{start=2020.1 data=(1) file='free.dat'}", 1, &["data and file exclude"]);
    refused("series{start=2020.1 file='không.dat'}", 1, &["“không.dat”", "it is not there"]);
    refused("series{start=2020.1 file='word.dat'}", 1, &["“word.dat”", "“hai”"]);
    refused("series{file='gap.dat' format=datevalue}", 1, &["2020-03 stands where 2020-02"]);
    refused("series{start=2020.1 data=(1) format='fortran'}", 1, &["“fortran”", "datevalue"]);
    refused("series{span=(2021.1, 2020.1)}", 1, &["span"]);
    refused("series{span=(2001.1, 0.dec)}", 1, &["span", "0.dec"]);
    refused("series{modelspan=(2001.1, 0.13)}", 1, &["modelspan", "0.13"]);
    refused("series{modelspan=(0.jan, 0.dec)}", 1, &["modelspan", "0.jan"]);
}

#[test]
fn models_that_cannot_be_are_refused() {
    refused("transform{function=log power=0}", 1, &["power and function exclude"]);
    refused("arima{}", 1, &["arima{}", "“model”"]);
    refused("arima{model=(0 1 1)(0 1 1)}\nautomdl{}", 2, &["arima and automdl exclude"]);
    refused("arima{model=(0 1)}", 1, &["(0 1)", "(0 1 1)(0 1 1)"]);
    refused("arima{model=(0 1 13)(0 1 1)}", 1, &["(0 1 13)"]);
    refused("arima{model=([3 3] 1 1)(0 1 1)}", 1, &["model"]);
    refused("arima{model=([0 2] 1 1)}", 1, &["model"]);
    refused("arima{model=(0 1 1)4}", 1, &["model"]);
    refused("arima{model=(0 1 1)12(0 1 1)}", 1, &["model"]);
    refused("arima{model=(0 1 [1,3]) ma=(0.1 0.2 0.3)}", 1, &["3 of 2 coefficients"]);
    refused("outlier{types=(ao xx)} automdl{}", 1, &["“xx”"]);
    refused("x11{trend=13}", 1, &["x11{}", "“trend”", "trendma", "seasonalma"]);
    refused("outlier{critical=(3 4 5 6)} automdl{}", 1, &["critical", "one each"]);
    refused("outlier{critical=(3, -1, 4)} automdl{}", 1, &["critical", "“-1”"]);
    refused("outlier{critical=()} automdl{}", 1, &["critical"]);
    refused("forecast{maxlead=1000} automdl{}", 1, &["“1000”", "120"]);
    refused("arima{model=(0 1 1)(0 1 1) ma=(0.5f)}", 1, &["ma", "1 of 2 coefficients"]);
    refused("arima{model=(0 1 1)(0 1 1) ar=(0.5f)}", 1, &["ar", "1 of 0 coefficients"]);
    refused("arima{model=(0 1 1)(0 1 1) ma=(hai 0.5)}", 1, &["ma", "“hai”"]);
    refused("x11{}\noutlier{}", 2, &["outlier{}", "automdl{}"]);
    refused("automdl{}\nforecast{lognormal=yes}", 2, &["lognormal=yes is not done here", "median"]);
    refused("automdl{}\nforecast{probability=95}", 2, &["“95”", "between 0 and 1"]);
    refused("automdl{} transform{power=0.5}", 1, &["“0.5”", "logarithms"]);
    refused("automdl{} transform{function=log\npower=0}", 2, &["power and function exclude"]);
    refused("automdl{} outlier{method=addsome}", 1, &["addone or addall"]);
    refused("automdl{} outlier{lsrun=6}", 1, &["lsrun", "up to 5"]);
    refused("automdl{} check{qtype=durbin}", 1, &["“durbin”", "boxpierce"]);
    refused("metadata{keys=(a b)}", 1, &["values"]);
    refused("metadata{keys=(a b) values=c}\nx11{}", 1, &["1 values"]);
    refused("x11{keepholiday=yes}", 1, &["keepholiday", "no"]);
    refused("automdl{}\ntransform{function=auto\nadjust=lom}", 3, &["adjust and function=auto exclude"]);
}

#[test]
fn regressors_that_cannot_be_are_refused() {
    refused("automdl{} regression{variables=(tdstock[32])}", 1, &["“tdstock[32]”"]);
    refused("automdl{} regression{variables=(tdstock[31]) aictest=(td)}", 1, &["aictest and trading days"]);
    refused("automdl{} regression{variables=(easterstock[8]) aictest=(easter)}", 1, &["aictest and easterstock"]);
    refused("automdl{} regression{variables=(td thank[1])}", 1, &["“thank[1]”"]);
    refused("automdl{} regression{variables=(easter[40])}", 1, &["“easter[40]”"]);
    refused("automdl{} regression{variables=(ao2020.13)}", 1, &["“ao2020.13”"]);
    refused("automdl{} regression{user=(a b) start=2020.1 data=(1 2 3)}", 1, &["2 names for 3 values"]);
    refused("automdl{} regression{user=(a)}", 1, &["“data”"]);
    refused("automdl{} regression{user=(a) data=(1 2)}", 1, &["“start”"]);
    refused("automdl{} regression{start=2020.1}", 1, &["“user”"]);
    refused("arima{model=(0 1 1)(0 1 1)} regression{variables=(td)\nb=(1f)}", 2, &["b", "1 of 7"]);
    refused("transform{function=log} arima{model=(0 1 1)(0 1 1)} regression{variables=td b=(1f)}", 1, &["1 of 6"]);
    refused("automdl{} regression{variables=(easter[8]) b=(1f)}", 1, &["b with", "automdl exclude"]);
    refused(
        "transform{function=auto} arima{model=(0 1 1)} regression{variables=(const) b=(1f)}",
        1,
        &["function=auto"],
    );
    refused("arima{model=(0 1 1)} regression{variables=(const) aictest=easter b=(1f)}", 1, &["aictest exclude"]);
    refused("arima{model=(0 1 1)} regression{variables=(const const) b=(1f,)}", 1, &["“variable 2” is given twice"]);
}

#[test]
fn identifications_that_cannot_be_are_refused() {
    refused("automdl{maxorder=(5 1)}", 1, &["maxorder", "(2 1)"]);
    refused("automdl{maxorder=(2 3)}", 1, &["maxorder", "“(2 3)”"]);
    refused("automdl{maxorder=3}", 1, &["maxorder"]);
    refused("automdl{diff=(1, )}", 1, &["diff", "“(1 )”"]);
    refused("automdl{maxdiff=(1 2)}", 1, &["maxdiff", "up to 1"]);
    refused("automdl{maxdiff=(1 1)\ndiff=(1 1)}", 2, &["maxdiff and diff exclude"]);
    refused("automdl{ljungboxlimit=1.0}", 1, &["ljungboxlimit", "between 0 and 1"]);
    refused("automdl{urfinal=1}", 1, &["urfinal", "above 1"]);
    refused("automdl{\nexactdiff=no}", 2, &["exactdiff=no is not done here: every likelihood is exact"]);
    refused("automdl{\n\nrejectfcst=yes}", 3, &["rejectfcst=yes is not done here", "history{}"]);
    refused("automdl{fcstlim=20}", 1, &["fcstlim is not done here"]);
    refused("automdl{ub1=1.1}", 1, &["no argument “ub1”"]);
}

proptest! {
    #[test]
    fn no_text_makes_it_stop(text in "\\PC{0,200}") {
        let _ = read(&text);
    }

    /// The words and signs of specifications in any order.
    #[test]
    fn no_order_of_words_makes_it_stop(words in prop::collection::vec(prop::sample::select(vec![
        "series", "{", "}", "(", ")", "=", ",", "x11", "arima", "model", "start", "data", "span", "variables", "regression", "user", "usertype",
        "td", "easter[8]", "tet[14,7,7]", "1990.jan", "2020.1", "0", "1", "-1e300", "9999999999999999999", "\"a\"", "# x\n", "\n", "file", "format",
        "datevalue", "automdl", "maxorder", "outlier", "critical", "sigmalim", "seasonalma", "forecast", "maxlead", "ao", "[", "]", "'",
    ]), 0..60)) {
        let _ = read(&words.join(" "));
    }
}

/// A model of the test for a season that offices run: a stable season beside a model that is identified.
#[test]
fn a_model_is_identified_beside_a_stable_season() {
    let text = "metadata{keys=(\"model.type\") values=(\"seasonality test\")}\ntransform{function=log}\nautomdl{savelog=amd}\n\
                regression{variables=(const seasonal) aictest=td}\noutlier{types=(ao ls tc)}\nforecast{maxlead=24 print=none}\n";
    let specification = Specification::read(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap();
    let value = |month: i32| (100 + month * 7 % 5 + month / 2) as f64 * if month % 12 == 1 { 0.8 } else { 1.0 };
    let series = season::Series::new("2015-01".parse().unwrap(), (0..108).map(value).collect()).unwrap();
    let adjusted = season::adjust::adjust(&(&series).into(), &specification).unwrap();
    let model = adjusted.model.unwrap();
    assert_eq!(model.fit.model().seasonal.differences, 0);
    let season = model.fit.regression().into_iter().filter(|one| one.group == season::regarima::Group::Seasonal);
    let february = season.clone().find(|one| one.name == "Feb").unwrap();
    assert!(season.count() == 11 && (february.estimate.exp() - 0.81).abs() < 0.03, "{february:?}");
    assert_eq!(adjusted.metadata, [("model.type".to_owned(), "seasonality test".to_owned())]);
}
