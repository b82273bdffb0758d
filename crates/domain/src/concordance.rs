//! From codes of one version to codes of another: one to one, one to many with or without shares, or not published.
//!
//! A split without published shares is not guessed: the answer names the possible codes, and the caller keeps the old
//! code beside them until someone says which.

use std::collections::BTreeMap;

/// What an old code became.
#[derive(Debug, Clone, PartialEq)]
pub enum Conversion<Code> {
    /// One code.
    One(Code),
    /// Several codes with the share of each; shares sum to 1.
    Shared(Vec<(Code, f64)>),
    /// Several codes, and no shares are published: each unit must be re-coded by hand.
    Undecided(Vec<Code>),
    /// No mapping is published: the old code is kept.
    NotPublished,
}

impl<Code> Conversion<Code> {
    /// Every code it may have become.
    pub fn codes(&self) -> Vec<&Code> {
        match self {
            Self::One(code) => vec![code],
            Self::Shared(shares) => shares.iter().map(|(code, _)| code).collect(),
            Self::Undecided(codes) => codes.iter().collect(),
            Self::NotPublished => Vec::new(),
        }
    }
}

/// Why a mapping cannot be taken in.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConcordanceError {
    /// Some of an old code's new codes have shares and others do not.
    #[error("{0}: some of its new codes have shares and others have none: give all shares or none")]
    SharesIncomplete(String),
    /// The shares of an old code do not sum to 1.
    #[error("{0}: its shares sum to {1}, not to 1")]
    SharesDoNotSum(String, f64),
}

/// A mapping between two versions of a code list.
#[derive(Debug, Clone, PartialEq)]
pub struct Concordance<Code: Ord> {
    conversions: BTreeMap<Code, Conversion<Code>>,
}

impl<Code: Ord> Default for Concordance<Code> {
    fn default() -> Self {
        Self { conversions: BTreeMap::new() }
    }
}

impl<Code: Ord + Clone + ToString> Concordance<Code> {
    /// Builds from rows (old code, new code, share of the old code that goes there).
    ///
    /// # Errors
    /// When the shares of an old code with several new ones are incomplete or do not sum to 1 within 1e-9.
    pub fn new(rows: impl IntoIterator<Item = (Code, Code, Option<f64>)>) -> Result<Self, ConcordanceError> {
        let mut targets: BTreeMap<Code, Vec<(Code, Option<f64>)>> = BTreeMap::new();
        for (old, new, share) in rows {
            targets.entry(old).or_default().push((new, share));
        }
        let convert = |(old, to): (Code, Vec<_>)| Ok((old.clone(), conversion(&old, to)?));
        Ok(Self { conversions: targets.into_iter().map(convert).collect::<Result<_, _>>()? })
    }

    /// What `code` became.
    #[must_use]
    pub fn convert(&self, code: &Code) -> Conversion<Code> {
        self.conversions.get(code).cloned().unwrap_or(Conversion::NotPublished)
    }

    /// The old codes that became, wholly or in part, `code`.
    pub fn sources<'a>(&'a self, code: &'a Code) -> impl Iterator<Item = &'a Code> {
        self.conversions.iter().filter(move |(_, to)| reaches(to, code)).map(|(old, _)| old)
    }

    /// Carries values from old codes to new ones, by shares; what cannot be carried comes back with its old code.
    #[must_use]
    pub fn carry(&self, values: &BTreeMap<Code, f64>) -> (BTreeMap<Code, f64>, BTreeMap<Code, f64>) {
        let (mut carried, mut kept) = (BTreeMap::new(), BTreeMap::new());
        for (code, value) in values {
            match self.convert(code) {
                Conversion::One(new) => *carried.entry(new).or_insert(0.0) += value,
                Conversion::Shared(parts) => {
                    for (new, share) in parts {
                        *carried.entry(new).or_insert(0.0) += value * share;
                    }
                }
                Conversion::Undecided(_) | Conversion::NotPublished => {
                    kept.insert(code.clone(), *value);
                }
            }
        }
        (carried, kept)
    }
}

fn conversion<Code: Clone + ToString>(
    old: &Code,
    mut to: Vec<(Code, Option<f64>)>,
) -> Result<Conversion<Code>, ConcordanceError> {
    if to.len() == 1 {
        return Ok(Conversion::One(to.remove(0).0));
    }
    let shares: Vec<f64> = to.iter().filter_map(|(_, share)| *share).collect();
    if shares.is_empty() {
        return Ok(Conversion::Undecided(to.into_iter().map(|(new, _)| new).collect()));
    }
    if shares.len() < to.len() {
        return Err(ConcordanceError::SharesIncomplete(old.to_string()));
    }
    let sum: f64 = shares.iter().sum();
    if (sum - 1.0).abs() > 1e-9 {
        return Err(ConcordanceError::SharesDoNotSum(old.to_string(), sum));
    }
    Ok(Conversion::Shared(to.into_iter().map(|(new, _)| new).zip(shares).collect()))
}

fn reaches<Code: PartialEq>(conversion: &Conversion<Code>, code: &Code) -> bool {
    match conversion {
        Conversion::One(new) => new == code,
        Conversion::Shared(parts) => parts.iter().any(|(new, _)| new == code),
        Conversion::Undecided(codes) => codes.contains(code),
        Conversion::NotPublished => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn example() -> Concordance<String> {
        let row = |old: &str, new: &str, share| (old.to_owned(), new.to_owned(), share);
        Concordance::new([
            row("a", "x", None),
            row("b", "x", Some(0.25)),
            row("b", "y", Some(0.75)),
            row("c", "y", None),
            row("c", "z", None),
        ])
        .unwrap()
    }

    #[test]
    fn each_kind_of_conversion_is_told_apart() {
        let map = example();
        assert_eq!(map.convert(&"a".into()), Conversion::One("x".into()));
        assert_eq!(map.convert(&"c".into()), Conversion::Undecided(codes("y z")));
        assert_eq!(map.convert(&"d".into()), Conversion::NotPublished);
        assert_eq!(map.sources(&"x".into()).cloned().collect::<Vec<_>>(), codes("a b"));
    }

    #[test]
    fn carrying_loses_nothing() {
        let values = codes("a b c d").into_iter().zip([1.0, 4.0, 2.0, 8.0]).collect();
        let (carried, kept) = example().carry(&values);
        assert_eq!(carried.into_iter().collect::<Vec<_>>(), [("x".into(), 2.0), ("y".into(), 3.0)]);
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), [("c".into(), 2.0), ("d".into(), 8.0)]);
    }

    #[test]
    fn shares_must_be_whole() {
        let row = |new: &str, share| ("a".to_owned(), new.to_owned(), share);
        assert!(Concordance::new([row("x", Some(0.5)), row("y", None)]).is_err());
        assert!(Concordance::new([row("x", Some(0.5)), row("y", Some(0.4))]).is_err());
    }
}
