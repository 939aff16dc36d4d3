//! Numbers that look random and are the same in every run (SplitMix64, Steele et al. 2014).

use domain::Time;

/// A generator; the same seed gives the same numbers for ever.
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `n - 1`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        // The upper half of the product is below `n`: a division that needs no remainder.
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(0);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// One of `list`, which has at least one.
    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list.get(self.below(list.len())).copied().unwrap_or_default()
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// An instant `low` to `high` days before `now`.
    pub fn ago(&mut self, now: Time, low: i64, high: i64) -> Time {
        now.plus_seconds(-self.between(low * 86_400, high * 86_400))
    }

    /// An instant `low` to `high` days after `now`.
    pub fn ahead(&mut self, now: Time, low: i64, high: i64) -> Time {
        now.plus_seconds(self.between(low * 86_400, high * 86_400))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_known_numbers() {
        // The first outputs for seed 0 that all implementations of SplitMix64 agree on.
        let mut random = Random::new(0);
        assert_eq!(random.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(random.next(), 0x6e78_9e6a_a1b9_65f4);
        for n in 1..200 {
            assert!(random.below(n) < n);
        }
        assert_eq!(random.below(0), 0);
    }
}
