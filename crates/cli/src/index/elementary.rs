//! `khoi index elementary`: index numbers from prices and quantities.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::index::elementary::{Elementary as Index, ElementaryError, Formula, Market, Spec, Variable, elementary};
use domain::period::Label;
use domain::text::Text;
use formats::fault::{Fault, Place};
use formats::tidy::{self, Results, Sale, Sheet};

use super::aggregate::{read, unknown};
use crate::failure::{Failure, Outcome};
use crate::files;

/// Chỉ số giá hoặc lượng từ giá và lượng / price or quantity index from prices and quantities.
///
/// Công thức / formulas: laspeyres, paasche, fisher, palgrave, geometric_laspeyres, geometric_paasche, harmonic_laspeyres, tornqvist,
/// walsh1, marshall_edgeworth, geary_khamis, drobisch, vartia1, vartia2, stuvel, carli, jevons, dutot, coggeshall_harmonic, cswd, lowe,
/// young. Kỳ đầu bằng 100 / the first period is 100.
///
/// Kỳ không có sản phẩm nào so được thì không có chỉ số; khi móc xích, kỳ sau so với kỳ gần nhất có chỉ số / a period with no product
/// to compare has no index; in a chain the next one is compared with the last that has.
#[derive(Args)]
pub(crate) struct Elementary {
    /// Tệp giá và lượng / prices and quantities: product,period,price,quantity
    #[arg(long, value_name = "P.csv")]
    prices_quantities: PathBuf,
    /// Công thức / formula
    #[arg(long, value_name = "NAME")]
    formula: String,
    /// Tệp kết quả / results: code,period,value,status
    #[arg(long, value_name = "O.csv")]
    out: PathBuf,
    /// Chỉ số giá hay lượng / index of prices or of quantities
    #[arg(long, value_enum, default_value = "price")]
    of: Of,
    /// Móc xích các kỳ liền nhau thay vì so với kỳ đầu / chain neighbouring periods instead of comparing with the first
    #[arg(long)]
    chain: bool,
    /// Kỳ quyền số của lowe và young / the weights' period of lowe and young
    #[arg(long, value_name = "P")]
    weights_period: Option<Label>,
    /// In kết quả dạng JSON / print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Price,
    Quantity,
}

/// Runs the command.
pub(super) fn run(arguments: &Elementary) -> Result<Outcome, Failure> {
    let formula: Formula = arguments.formula.parse().map_err(|error| unknown("--formula", &error))?;
    if arguments.weights_period.is_some() && !formula.needs_weights_period() {
        return Err(Failure::Said(Text::new(
            "--weights-period chỉ dùng với công thức lowe và young.",
            "--weights-period goes with the formulas lowe and young only.",
        )));
    }
    let sheet = read(&arguments.prices_quantities, tidy::read_prices_quantities)?;
    let rows = sheet.rows.iter().map(|(_, s)| (s.product.clone(), s.period.clone(), s.price, s.quantity));
    let market = Market::new(rows);
    let spec = Spec {
        formula,
        variable: match arguments.of {
            Of::Price => Variable::Price,
            Of::Quantity => Variable::Quantity,
        },
        chain: arguments.chain,
        weights_period: arguments.weights_period.clone(),
    };
    let result = elementary(&spec, &market).map_err(|error| fault(&error, &sheet))?;
    let code = formula.name();
    let results =
        result.values.iter().map(|(period, value)| Results { code, period, value: *value, status: "observed" });
    files::write(&arguments.out, &tidy::write_results(results))?;
    report(formula, &market, &result, arguments.json);
    Ok(Outcome::Done)
}

fn report(formula: Formula, market: &Market, result: &Index, json: bool) {
    if let Some(note) = result.note() {
        eprintln!("{}\n{}", note.vi, note.en);
    }
    if json {
        let rows: Vec<_> = result
            .values
            .iter()
            .map(|(p, value)| serde_json::json!({"period": p.to_string(), "value": value}))
            .collect();
        let left_out: Vec<String> = result.left_out.iter().map(ToString::to_string).collect();
        let value = serde_json::json!({
            "formula": formula.name(),
            "products": market.products().len(),
            "values": rows,
            "left_out": left_out,
        });
        println!("{value}");
    }
}

/// The fault at the row it comes from.
fn fault(error: &ElementaryError, sheet: &Sheet<Sale>) -> Fault {
    let line = error.row().and_then(|(product, period)| {
        let row = sheet.rows.iter().find(|(_, sale)| sale.product == product && sale.period == *period);
        row.map(|(line, _)| *line)
    });
    Fault::new(Place { line, ..Place::file(&sheet.file) }, error.what(), error.remedy())
}
