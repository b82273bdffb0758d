//! Invented deviations that are the same on every machine: a hash of the seed and the keys, and only additions,
//! multiplications and divisions after it, so that no mathematical library can change a digit.

/// A place in the stream of invented numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seed(u64);

impl Seed {
    /// The start.
    pub(super) fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    /// The same place, told apart by a word.
    pub(super) fn word(self, word: &str) -> Self {
        let hash =
            word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Self(mix(self.0 ^ hash))
    }

    /// The same place, told apart by a number.
    pub(super) fn number(self, number: i64) -> Self {
        Self(mix(self.0 ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }

    /// A number from 0 to below 1.
    pub(super) fn unit(self) -> f64 {
        (mix(self.0) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number from −1 to below 1.
    pub(super) fn swing(self) -> f64 {
        2.0 * self.unit() - 1.0
    }

    /// A place in a list of `len`, which is not empty.
    pub(super) fn pick(self, len: usize) -> usize {
        (self.unit() * len as f64) as usize
    }
}

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of the input moves half the bits of the output.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
