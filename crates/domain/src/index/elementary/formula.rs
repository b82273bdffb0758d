//! The bilateral formulas: two periods, one number.
//!
//! Written for a price index: `x` is the index's own variable (price), `y` the other (quantity), 0 and 1 the two periods, `v = x y` value,
//! `s` its share, `r = x1 / x0`. For a quantity index the two exchange roles. Sources: PPI Manual 2004, chapters 15–17 and 20;
//! B. M. Balk, *Price and Quantity Index Numbers*, 2008, chapter 3 (the names); Y. Vartia, 1976 (Vartia I and II); G. Stuvel, 1957.

use std::str::FromStr;

use crate::series::UnknownCode;

/// A bilateral formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Formula {
    /// Σ s0 r.
    Laspeyres,
    /// 1 / Σ (s1 / r).
    Paasche,
    /// √(Laspeyres · Paasche).
    Fisher,
    /// Σ s1 r.
    Palgrave,
    /// Π r^s0.
    GeometricLaspeyres,
    /// Π r^s1.
    GeometricPaasche,
    /// 1 / Σ (s0 / r).
    HarmonicLaspeyres,
    /// Π r^((s0 + s1) / 2).
    Tornqvist,
    /// Σ x1 √(y0 y1) / Σ x0 √(y0 y1).
    Walsh1,
    /// Σ x1 (y0 + y1) / Σ x0 (y0 + y1).
    MarshallEdgeworth,
    /// Σ x1 h / Σ x0 h, h the harmonic mean of y0 and y1.
    GearyKhamis,
    /// (Laspeyres + Paasche) / 2.
    Drobisch,
    /// Π r^(L(v0, v1) / L(V0, V1)), L the logarithmic mean.
    Vartia1,
    /// Sato–Vartia: Π r^w, w proportional to L(s0, s1).
    Vartia2,
    /// A + √(A² + V1 / V0), 2A the Laspeyres index of x less that of y.
    Stuvel,
    /// Arithmetic mean of r.
    Carli,
    /// Geometric mean of r.
    Jevons,
    /// Σ x1 / Σ x0.
    Dutot,
    /// Harmonic mean of r.
    CoggeshallHarmonic,
    /// √(Carli · harmonic), Carruthers–Sellwood–Ward–Dalén.
    Cswd,
    /// Σ x1 yb / Σ x0 yb, b the weights' period.
    Lowe,
    /// Σ sb r.
    Young,
}

/// The name of each formula in files and on the command line.
const NAMES: [(&str, Formula); 23] = [
    ("laspeyres", Formula::Laspeyres),
    ("paasche", Formula::Paasche),
    ("fisher", Formula::Fisher),
    ("palgrave", Formula::Palgrave),
    ("geometric_laspeyres", Formula::GeometricLaspeyres),
    ("geometric_paasche", Formula::GeometricPaasche),
    ("harmonic_laspeyres", Formula::HarmonicLaspeyres),
    ("tornqvist", Formula::Tornqvist),
    ("walsh1", Formula::Walsh1),
    ("walsh", Formula::Walsh1),
    ("marshall_edgeworth", Formula::MarshallEdgeworth),
    ("geary_khamis", Formula::GearyKhamis),
    ("drobisch", Formula::Drobisch),
    ("vartia1", Formula::Vartia1),
    ("vartia2", Formula::Vartia2),
    ("stuvel", Formula::Stuvel),
    ("carli", Formula::Carli),
    ("jevons", Formula::Jevons),
    ("dutot", Formula::Dutot),
    ("coggeshall_harmonic", Formula::CoggeshallHarmonic),
    ("cswd", Formula::Cswd),
    ("lowe", Formula::Lowe),
    ("young", Formula::Young),
];

/// The names, for help and messages.
pub const FORMULA_NAMES: &str = "laspeyres, paasche, fisher, palgrave, geometric_laspeyres, geometric_paasche, \
    harmonic_laspeyres, tornqvist, walsh1, marshall_edgeworth, geary_khamis, drobisch, vartia1, vartia2, stuvel, carli, jevons, \
    dutot, coggeshall_harmonic, cswd, lowe, young";

/// The underscore may be written as a hyphen.
impl FromStr for Formula {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let name = text.replace('-', "_").to_ascii_lowercase();
        let found = NAMES.iter().find(|(known, _)| *known == name).map(|(_, formula)| *formula);
        found.ok_or_else(|| UnknownCode { text: text.to_owned(), expected: FORMULA_NAMES })
    }
}

impl Formula {
    /// Every formula once.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().filter(|(name, _)| *name != "walsh").map(|(_, formula)| *formula)
    }

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, formula)| *formula == self).map_or("", |(name, _)| name)
    }

    /// Which values of the other variable it reads, by its definition above.
    #[must_use]
    pub fn other(self) -> Other {
        match self {
            Self::Carli | Self::Jevons | Self::Dutot | Self::CoggeshallHarmonic | Self::Cswd => Other::Nothing,
            Self::Laspeyres | Self::GeometricLaspeyres | Self::HarmonicLaspeyres => Other::Earlier,
            Self::Paasche | Self::Palgrave | Self::GeometricPaasche => Other::Later,
            Self::Fisher
            | Self::Tornqvist
            | Self::Walsh1
            | Self::MarshallEdgeworth
            | Self::GearyKhamis
            | Self::Drobisch
            | Self::Vartia1
            | Self::Vartia2
            | Self::Stuvel => Other::Both,
            Self::Lowe => Other::Weights,
            Self::Young => Other::WeightsValue,
        }
    }

    /// Whether weights come from a period of their own.
    #[must_use]
    pub fn needs_weights_period(self) -> bool {
        matches!(self.other(), Other::Weights | Other::WeightsValue)
    }

    /// What it does with each product's own change, and so where a zero has no place in it.
    #[must_use]
    pub fn change(self) -> Change {
        match self {
            Self::Laspeyres
            | Self::Paasche
            | Self::Fisher
            | Self::Drobisch
            | Self::Stuvel
            | Self::Walsh1
            | Self::MarshallEdgeworth
            | Self::GearyKhamis
            | Self::Dutot
            | Self::Lowe => Change::Sums,
            Self::Carli | Self::Palgrave | Self::Young => Change::Mean,
            Self::GeometricLaspeyres
            | Self::GeometricPaasche
            | Self::Tornqvist
            | Self::Vartia1
            | Self::Vartia2
            | Self::Jevons => Change::Product,
            Self::HarmonicLaspeyres | Self::CoggeshallHarmonic | Self::Cswd => Change::Reciprocal,
        }
    }
}

/// The values of the other variable that a formula reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Other {
    /// None.
    Nothing,
    /// The earlier period's, y0.
    Earlier,
    /// The later period's, y1.
    Later,
    /// Both periods'.
    Both,
    /// The weights' period's, yb.
    Weights,
    /// The value in the weights' period, vb, and so both variables there.
    WeightsValue,
}

/// What a formula does with each product's own change r.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// It compares sums: a product's zero is a zero in them.
    Sums,
    /// It adds changes: 0 after something is a change to nothing, something after 0 is no change that could be added.
    Mean,
    /// It multiplies changes: one zero would make the whole zero or infinite.
    Product,
    /// It adds reciprocals of changes, which 0 does not have.
    Reciprocal,
}

/// One product in two periods. Of `y0`, `y1`, `yb` and `vb` only those are read that [`Formula::other`] declares.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pair {
    /// Own variable, first period.
    pub x0: f64,
    /// Own variable, second period.
    pub x1: f64,
    /// Other variable, first period.
    pub y0: f64,
    /// Other variable, second period.
    pub y1: f64,
    /// Other variable of the weights' period.
    pub yb: f64,
    /// Value of the weights' period.
    pub vb: f64,
}

impl Pair {
    pub(in crate::index) fn relative(&self) -> f64 {
        self.x1 / self.x0
    }

    fn values(&self) -> (f64, f64) {
        (self.x0 * self.y0, self.x1 * self.y1)
    }
}

/// The index of the second period on the first, 1 = no change. Not finite when the products do not allow it (no value in a
/// period, nothing to divide by).
#[must_use]
pub fn bilateral(formula: Formula, pairs: &[Pair]) -> f64 {
    let sum = |f: &dyn Fn(&Pair) -> f64| pairs.iter().map(f).sum::<f64>();
    let basket = |y: &dyn Fn(&Pair) -> f64| sum(&|p| p.x1 * y(p)) / sum(&|p| p.x0 * y(p));
    let count = pairs.len() as f64;
    let (v0, v1) = (sum(&|p| p.values().0), sum(&|p| p.values().1));
    let share0 = |p: &Pair| p.values().0 / v0;
    let share1 = |p: &Pair| p.values().1 / v1;
    let geometric = |w: &dyn Fn(&Pair) -> f64| sum(&|p| w(p) * p.relative().ln()).exp();
    let laspeyres = || basket(&|p| p.y0);
    let paasche = || basket(&|p| p.y1);
    let carli = || sum(&Pair::relative) / count;
    let harmonic = || count / sum(&|p| p.relative().recip());
    match formula {
        Formula::Laspeyres => laspeyres(),
        Formula::Paasche => paasche(),
        Formula::Fisher => (laspeyres() * paasche()).sqrt(),
        Formula::Drobisch => (laspeyres() + paasche()) / 2.0,
        Formula::Palgrave => sum(&|p| share1(p) * p.relative()),
        Formula::GeometricLaspeyres => geometric(&share0),
        Formula::GeometricPaasche => geometric(&share1),
        Formula::HarmonicLaspeyres => sum(&|p| share0(p) / p.relative()).recip(),
        Formula::Tornqvist => geometric(&|p| (share0(p) + share1(p)) / 2.0),
        Formula::Walsh1 => basket(&|p| (p.y0 * p.y1).sqrt()),
        Formula::MarshallEdgeworth => basket(&|p| p.y0 + p.y1),
        Formula::GearyKhamis => basket(&|p| harmonic_mean(p.y0, p.y1)),
        Formula::Vartia1 => {
            let whole = logarithmic_mean(v0, v1);
            geometric(&|p| logarithmic_mean(p.values().0, p.values().1) / whole)
        }
        Formula::Vartia2 => {
            let mean = |p: &Pair| logarithmic_mean(share0(p), share1(p));
            let whole = sum(&mean);
            geometric(&|p| mean(p) / whole)
        }
        Formula::Stuvel => {
            let other = sum(&|p| p.x0 * p.y1) / v0;
            let half = (laspeyres() - other) / 2.0;
            let root = (half * half + v1 / v0).sqrt();
            // The same root either way; a large negative half would cancel against it.
            if half < 0.0 { v1 / v0 / (root - half) } else { half + root }
        }
        Formula::Carli => carli(),
        Formula::Jevons => geometric(&|_| count.recip()),
        Formula::Dutot => basket(&|_| 1.0),
        Formula::CoggeshallHarmonic => harmonic(),
        Formula::Cswd => (carli() * harmonic()).sqrt(),
        Formula::Lowe => basket(&|p| p.yb),
        Formula::Young => sum(&|p| p.vb * p.relative()) / sum(&|p| p.vb),
    }
}

fn harmonic_mean(a: f64, b: f64) -> f64 {
    if a + b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 }
}

/// The logarithmic mean (a − b) / (ln a − ln b); a where both are equal, 0 where one is 0.
#[must_use]
pub fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if a <= 0.0 || b <= 0.0 {
        return 0.0;
    }
    // ln(a/b) = 2 artanh((a−b)/(a+b)) keeps its digits where a and b are close.
    let ratio = (a - b) / (a + b);
    if ratio.abs() < 1e-4 {
        let square = ratio * ratio;
        return (a + b) / 2.0 / (1.0 + square / 3.0 + square * square / 5.0);
    }
    (a - b) / (a / b).ln()
}
