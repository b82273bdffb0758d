//! What is wrong with a specification, in both languages. The words of X-13's language stay as they are.

use season::spc::{Reason, SpcError, SpcFault};

use crate::text::Text;

/// What is wrong, with its line; no full stop.
pub(super) fn of(error: &SpcError) -> Text {
    let Text { vi, en } = of_fault(&error.fault);
    Text::new(format!("dòng {}: {vi}", error.line), format!("line {}: {en}", error.line))
}

/// What is wrong, without its line; no full stop.
#[must_use]
pub fn of_fault(fault: &SpcFault) -> Text {
    let vi = match fault {
        SpcFault::Unclosed(sign) => format!("“{sign}” mở ở đây mà không đóng"),
        SpcFault::Unexpected { found, expected } => {
            let found = if found == "the end of the text" { "hết văn bản" } else { found };
            format!("“{found}” đứng ở chỗ của {}", in_vietnamese(expected))
        }
        SpcFault::UnknownSpec(name) => format!("không làm được {name}{{}}"),
        SpcFault::UnknownArgument { spec, argument, understood } => {
            format!("{spec}{{}} không có tham số “{argument}” ở đây; có: {understood}")
        }
        SpcFault::Repeated(name) => format!("“{name}” có hai lần"),
        SpcFault::Value { argument, found, expected } => {
            format!("{argument} không nhận “{found}”; chỉ nhận: {}", in_vietnamese(expected))
        }
        SpcFault::Missing { spec, argument } => format!("{spec}{{}} thiếu tham số “{argument}”"),
        SpcFault::Conflict(one, other) => {
            format!("{} và {} không đi cùng nhau", in_vietnamese(one), in_vietnamese(other))
        }
        SpcFault::NotDone { what, why } => format!("ở đây không làm {what}: {}", because(*why)),
        SpcFault::NeedsModel(name) => format!("{name}{{}} cần mô hình: hãy thêm arima{{}} hoặc automdl{{}}"),
        SpcFault::File { name, why } => format!("không dùng được tệp “{name}”: {why}"),
    };
    Text::new(vi, fault.to_string())
}

fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::Median => {
            "dự báo tính theo lô-ga-rít là trung vị, không phải trung bình; hãy bỏ tham số này hoặc ghi no"
        }
        Reason::ExactOnly => "hàm hợp lý luôn được tính chính xác; hãy bỏ tham số này hoặc ghi first",
        Reason::AlwaysUsed => {
            "mô hình không bị loại vì dự báo sai ba năm cuối mà luôn được dùng; hãy bỏ tham số này, hoặc xem history{}"
        }
    }
}

/// What an argument takes. What is nothing but words of the language is the same in Vietnamese.
fn in_vietnamese(expected: &str) -> &str {
    TAKEN.iter().find(|(english, _)| *english == expected).map_or(expected, |(_, vietnamese)| vietnamese)
}

const TAKEN: [(&str, &str); 62] = [
    ("an odd number of terms, 3 to 101", "một số lẻ số hạng, từ 3 đến 101"),
    ("months as (jan feb) or quarters as (q1 q2)", "các tháng như (jan feb) hoặc các quý như (q1 q2)"),
    (
        "msr, x11default, s3x1, s3x3, s3x5, s3x9, s3x15 or stable; one, or one for each month or quarter",
        "msr, x11default, s3x1, s3x3, s3x5, s3x9, s3x15 hoặc stable; một bộ lọc chung, hoặc mỗi tháng hay quý một bộ",
    ),
    ("mult, add, logadd or pseudoadd", "mult, add, logadd hoặc pseudoadd"),
    ("none, all, signif or select", "none, all, signif hoặc select"),
    ("none, or some of ao, ls, tc and user", "none, hoặc một số trong ao, ls, tc và user"),
    ("two numbers, as (1.5, 2.5); one may be left out", "hai số như (1.5, 2.5); có thể bỏ trống một số"),
    (
        "a number for every coefficient, with an f right behind it where it is held, as (0.3f, 0.5)",
        "mỗi hệ số một số, thêm f ngay sau số nếu giữ cố định, như (0.3f, 0.5)",
    ),
    ("b with coefficients held", "b có hệ số cố định"),
    ("trading days of another form", "ngày làm việc ở dạng khác"),
    ("lpyear, lom or loq", "lpyear, lom hoặc loq"),
    ("12 or 4, as the series has it", "12 hoặc 4, đúng như chuỗi"),
    ("a value at least", "ít nhất một giá trị"),
    ("free, datevalue or x13save", "free, datevalue hoặc x13save"),
    ("the name of a file", "tên một tệp"),
    ("a number above 0", "một số lớn hơn 0"),
    ("a number above 1", "một số lớn hơn 1"),
    ("a number between 0 and 1", "một số giữa 0 và 1"),
    ("first, yes or no", "first, yes hoặc no"),
    (
        "regular differences, up to 2, and seasonal ones, up to 1, as (2 1)",
        "bậc sai phân thường, nhiều nhất 2, và bậc sai phân mùa vụ, nhiều nhất 1, như (2 1)",
    ),
    (
        "the largest regular order, up to 4, and the largest seasonal order, up to 2, as (2 1)",
        "bậc thường cao nhất, đến 4, và bậc mùa vụ cao nhất, đến 2, như (2 1)",
    ),
    ("a whole number", "một số nguyên không âm"),
    ("a whole number up to 120", "một số nguyên từ 0 đến 120"),
    ("ao, ls, tc, all or none", "ao, ls, tc, all hoặc none"),
    ("none, log or auto", "none, log hoặc auto"),
    ("0 for logarithms or 1 for the values as they are", "0 là lô-ga-rít, 1 là giữ nguyên số liệu"),
    ("addone or addall", "addone hoặc addall"),
    ("a whole number up to 5", "một số nguyên từ 0 đến 5"),
    ("ljungbox, lb, boxpierce or bp", "ljungbox, lb, boxpierce hoặc bp"),
    ("none, lom, loq or lpyear", "none, lom, loq hoặc lpyear"),
    (
        "one or two lists of three orders, as (0 1 1)(0 1 1), a period behind each where it is not clear; instead of an order the lags alone that have a coefficient, as (0 1 [1,3]); no order above 12, of the season none above 4",
        "một hoặc hai bộ ba bậc, như (0 1 1)(0 1 1), chu kỳ ghi ngay sau bộ nếu chưa rõ; thay cho bậc có thể ghi riêng các độ trễ có hệ số, như (0 1 [1,3]); bậc thường không quá 12, bậc mùa vụ không quá 4",
    ),
    ("difference or percent", "difference hoặc percent"),
    (
        "sadj, sadjchng, trend, trendchng, seasonal, fcst, aic, arma or td",
        "sadj, sadjchng, trend, trendchng, seasonal, fcst, aic, arma hoặc td",
    ),
    ("td, holiday, outlier and user", "td, holiday, outlier và user"),
    ("a number of periods from three to seventeen years", "số kỳ của ba đến mười bảy năm"),
    ("2, 3 or 4", "2, 3 hoặc 4"),
    ("yes, no or clear", "yes, no hoặc clear"),
    ("keep, remove or yes", "keep, remove hoặc yes"),
    ("keep, remove or auto", "keep, remove hoặc auto"),
    ("final or concurrent", "final hoặc concurrent"),
    ("percent or difference", "percent hoặc difference"),
    ("a whole number from 1 to 120", "một số nguyên từ 1 đến 120"),
    ("a whole number from 1 to 1000", "một số nguyên từ 1 đến 1000"),
    ("up to five whole numbers from 1 to 120", "nhiều nhất năm số nguyên từ 1 đến 120"),
    ("up to four whole numbers from 1 to 120", "nhiều nhất bốn số nguyên từ 1 đến 120"),
    (
        "one positive number for all types, or one each as (3.5, 4, 4) for ao, ls and tc; one may be left out",
        "một số dương dùng chung cho mọi loại, hoặc mỗi loại một số theo thứ tự ao, ls, tc như (3.5, 4, 4); có thể bỏ trống một số",
    ),
    ("a name for each column of the data", "mỗi cột số liệu một tên"),
    ("names", "các tên"),
    (
        "td, tdnolpyear, td1coef, td1nolpyear, easter, user or, of months, tet",
        "td, tdnolpyear, td1coef, td1nolpyear, easter, user, với tháng còn có tet",
    ),
    (
        "user, seasonal, td, holiday, ao, tc, ls or so: one for all, or one for each",
        "user, seasonal, td, holiday, ao, tc, ls hoặc so: một loại chung, hoặc mỗi biến một loại",
    ),
    (
        "const, seasonal, td, tdnolpyear, td1coef, td1nolpyear, lpyear, lom, loq, easter[days], easterstock[days], of months tet[days, days, days] (up to 30 each), tdstock[day] or tdstock1coef[day], or an outlier as ao1999.jan, ls…, tc…, so…, rp1999.jan-1999.jun",
        "const, seasonal, td, tdnolpyear, td1coef, td1nolpyear, lpyear, lom, loq, easter[số ngày], easterstock[số ngày], với tháng còn có tet[số ngày, số ngày, số ngày] (mỗi số đến 30), tdstock[ngày] hoặc tdstock1coef[ngày], hoặc một giá trị bất thường như ao1999.jan, ls…, tc…, so…, rp1999.jan-1999.jun",
    ),
    ("a value", "một giá trị"),
    ("an entry of a list", "một phần tử của danh sách"),
    ("the name of a spec", "tên một khối, như x11"),
    ("the name of an argument", "tên một tham số"),
    ("a date, as 1990.jan or 1990.1; of a quarter 1990.1", "một thời điểm như 1990.jan hoặc 1990.1; với quý là 1990.1"),
    ("a number", "một số"),
    (
        "names of tables, short or long: a1 to a19, b1 to e18, td, hol, otl, usr, trn, fts, fct, ftr, bct, rsd, of check acf, pcf, ac2, of slidingspans sfs, tds, chs, ycs, of history sar, chr, trr, tcr, sfr, fce, lkh, amh, tdh",
        "tên các bảng, ngắn hoặc dài: a1 đến a19, b1 đến e18, td, hol, otl, usr, trn, fts, fct, ftr, bct, rsd, của check là acf, pcf, ac2, của slidingspans là sfs, tds, chs, ycs, của history là sar, chr, trr, tcr, sfr, fce, lkh, amh, tdh",
    ),
    ("numbers in brackets", "các số trong ngoặc"),
    ("texts in brackets, a value for each key", "các văn bản trong ngoặc, mỗi khóa một giá trị"),
    (
        "two dates, as (1990.jan, 2019.dec); one may be left out",
        "hai thời điểm như (1990.jan, 2019.dec); có thể bỏ trống một đầu",
    ),
    ("yes or no", "yes hoặc no"),
];

#[cfg(test)]
mod tests {
    use season::Frequency;
    use season::spc::Specification;

    use super::*;

    /// Faulty specifications, and how the Vietnamese sentence begins.
    const FAULTY: &[(&str, &str)] = &[
        ("x11{trendma=4000}", "dòng 1: trendma không nhận “4000”; chỉ nhận: một số lẻ số hạng, từ 3 đến 101"),
        ("x11{trend=13}", "dòng 1: x11{} không có tham số “trend” ở đây; có: print"),
        (
            "automdl{} outlier{critical=(3, -1)}",
            "dòng 1: critical không nhận “-1”; chỉ nhận: một số dương dùng chung cho mọi loại",
        ),
        (
            "automdl{} regression{aictest=(moon)}",
            "dòng 1: aictest không nhận “moon”; chỉ nhận: td, tdnolpyear, td1coef",
        ),
        ("x11{mode=both}", "dòng 1: mode không nhận “both”; chỉ nhận: mult, add, logadd hoặc pseudoadd"),
        ("x11{calendarsigma=some}", "dòng 1: calendarsigma không nhận “some”; chỉ nhận: none, all, signif hoặc select"),
        (
            "x11{sigmalim=wide}",
            "dòng 1: sigmalim không nhận “wide”; chỉ nhận: hai số như (1.5, 2.5); có thể bỏ trống một số",
        ),
        ("x11{seasonalma=s4x4}", "dòng 1: seasonalma không nhận “s4x4”; chỉ nhận: msr, x11default"),
        ("x11{save=(d99)}", "dòng 1: save không nhận “d99”; chỉ nhận: tên các bảng"),
        ("\nautomdl{armalimit=-1}", "dòng 2: armalimit không nhận “-1”; chỉ nhận: một số lớn hơn 0"),
        ("arima{model=airline}", "dòng 1: model không nhận “airline”; chỉ nhận: một hoặc hai bộ ba bậc"),
        ("x11{mode mult}", "dòng 1: “mult” đứng ở chỗ của ="),
        ("x11", "dòng 1: “hết văn bản” đứng ở chỗ của {"),
        ("x11{appendfcst=maybe}", "dòng 1: appendfcst không nhận “maybe”; chỉ nhận: yes hoặc no"),
        ("automdl{} forecast{maxlead=1000}", "dòng 1: maxlead không nhận “1000”; chỉ nhận: một số nguyên từ 0 đến 120"),
        (
            "automdl{} check{qtype=durbin}",
            "dòng 1: qtype không nhận “durbin”; chỉ nhận: ljungbox, lb, boxpierce hoặc bp",
        ),
        ("automdl{} check{maxlag=0}", "dòng 1: maxlag không nhận “0”; chỉ nhận: một số nguyên từ 1 đến 1000"),
        ("automdl{} check{qlimit=5}", "dòng 1: qlimit không nhận “5”; chỉ nhận: một số giữa 0 và 1"),
        ("automdl{} check{acflimit=0}", "dòng 1: acflimit không nhận “0”; chỉ nhận: một số lớn hơn 0"),
        ("slidingspans{additivesa=no}", "dòng 1: additivesa không nhận “no”; chỉ nhận: difference hoặc percent"),
        (
            "history{estimates=(moon)}",
            "dòng 1: estimates không nhận “moon”; chỉ nhận: sadj, sadjchng, trend, trendchng, seasonal, fcst, aic, arma hoặc td",
        ),
        (
            "metadata{keys=(a b) values=(\"c\")}",
            "dòng 1: values không nhận “1 values”; chỉ nhận: các văn bản trong ngoặc, mỗi khóa một giá trị",
        ),
        ("slidingspans{length=12}", "dòng 1: length không nhận “12”; chỉ nhận: số kỳ của ba đến mười bảy năm"),
        ("slidingspans{numspans=5}", "dòng 1: numspans không nhận “5”; chỉ nhận: 2, 3 hoặc 4"),
        ("slidingspans{fixmdl=maybe}", "dòng 1: fixmdl không nhận “maybe”; chỉ nhận: yes, no hoặc clear"),
        ("slidingspans{outlier=auto}", "dòng 1: outlier không nhận “auto”; chỉ nhận: keep, remove hoặc yes"),
        ("slidingspans{cuttd=0}", "dòng 1: cuttd không nhận “0”; chỉ nhận: một số lớn hơn 0"),
        ("history{fixreg=moon}", "dòng 1: fixreg không nhận “moon”; chỉ nhận: td, holiday, outlier và user"),
        ("history{outlier=yes}", "dòng 1: outlier không nhận “yes”; chỉ nhận: keep, remove hoặc auto"),
        ("history{outlierwin=0}", "dòng 1: outlierwin không nhận “0”; chỉ nhận: một số nguyên từ 1 đến 120"),
        ("history{sadjlags=(0 1)}", "dòng 1: sadjlags không nhận “(0 1)”; chỉ nhận: nhiều nhất năm số"),
        ("history{target=last}", "dòng 1: target không nhận “last”; chỉ nhận: final hoặc concurrent"),
        ("history{additivesa=no}", "dòng 1: additivesa không nhận “no”; chỉ nhận: percent hoặc difference"),
        ("history{fstep=(0)}", "dòng 1: fstep không nhận “(0)”; chỉ nhận: nhiều nhất bốn số"),
        (
            "automdl{} regression{variables=(tdstock)}",
            "dòng 1: variables không nhận “tdstock”; chỉ nhận: const, seasonal, td, tdnolpyear, td1coef, td1nolpyear, lpyear, lom, loq, easter[số ngày]",
        ),
        (
            "automdl{} regression{user=(a) start=1990.1 data=(1) usertype=x}",
            "dòng 1: usertype không nhận “x”; chỉ nhận: user, seasonal, td, holiday, ao, tc, ls hoặc so: một loại",
        ),
        ("series{start=1990.1 data=(-99999)}", "dòng 1: data không nhận “()”; chỉ nhận: ít nhất một giá trị"),
        ("automdl{} outlier{span=(1990.jan)}", "dòng 1: span không nhận “(1990.jan)”; chỉ nhận: hai thời điểm"),
    ];

    /// Every kind of refusal is said in Vietnamese but for the words of the language.
    #[test]
    fn what_an_argument_takes_is_said_in_both_languages() {
        for (text, said) in FAULTY {
            let error = Specification::read(text, Frequency::Monthly, &|name| Err(name.to_owned())).unwrap_err();
            let told = of(&error);
            assert!(told.vi.starts_with(said), "{text}: {}", told.vi);
            assert!(told.en.starts_with("line "), "{text}: {}", told.en);
        }
    }
}
