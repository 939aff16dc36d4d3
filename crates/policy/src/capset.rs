//! Sets of capabilities as bits: a role's list is compared with a person's in a few words.

use domain::id::CapabilityId;
use std::collections::HashMap;

const WORD: usize = u64::BITS as usize;

/// The positions of an environment's capabilities, in the order in which they were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CapIndex {
    ids: Vec<CapabilityId>,
    positions: HashMap<CapabilityId, usize>,
}

impl CapIndex {
    /// Numbers the ids from 0 in their order; an id that comes again keeps its first position.
    pub fn new(ids: impl IntoIterator<Item = CapabilityId>) -> Self {
        let mut index = Self::default();
        for id in ids {
            index.positions.entry(id).or_insert_with(|| {
                index.ids.push(id);
                index.ids.len() - 1
            });
        }
        index
    }

    /// `None` for a capability of another environment, or one added after the index was built.
    pub fn position(&self, id: CapabilityId) -> Option<usize> {
        self.positions.get(&id).copied()
    }

    /// `None` at and beyond [`len`](Self::len).
    pub fn id(&self, position: usize) -> Option<CapabilityId> {
        self.ids.get(position).copied()
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The set of those ids; ids that are not in the index are left out.
    pub fn set(&self, ids: impl IntoIterator<Item = CapabilityId>) -> CapSet {
        ids.into_iter().filter_map(|id| self.position(id)).collect()
    }

    /// The ids of a set, in the order of the index.
    pub fn ids<'a>(&'a self, set: &'a CapSet) -> impl Iterator<Item = CapabilityId> + 'a {
        set.iter().filter_map(|position| self.id(position))
    }
}

/// A set of positions in a [`CapIndex`]. Sets of different indexes must not be mixed.
// Never ends with an empty word, so that equal sets are equal values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct CapSet {
    bits: Vec<u64>,
}

impl CapSet {
    pub const EMPTY: Self = Self { bits: Vec::new() };

    /// The positions `0..n`: all capabilities of an index with `n` entries.
    pub fn full(n: usize) -> Self {
        let mut bits = vec![u64::MAX; n / WORD];
        bits.push((1 << (n % WORD)) - 1);
        Self { bits }.trimmed()
    }

    pub fn insert(&mut self, position: usize) {
        let word = position / WORD;
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (position % WORD);
    }

    pub fn contains(&self, position: usize) -> bool {
        self.bits
            .get(position / WORD)
            .is_some_and(|word| word & (1 << (position % WORD)) != 0)
    }

    /// Adds all of `other`.
    pub fn union_with(&mut self, other: &Self) {
        if self.bits.len() < other.bits.len() {
            self.bits.resize(other.bits.len(), 0);
        }
        for (word, more) in self.bits.iter_mut().zip(&other.bits) {
            *word |= more;
        }
    }

    /// What is in both.
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            bits: self.bits.iter().zip(&other.bits).map(|(a, b)| a & b).collect(),
        }
        .trimmed()
    }

    /// What is in `self` and not in `other`.
    pub fn difference(&self, other: &Self) -> Self {
        let without = other.bits.iter().copied().chain(std::iter::repeat(0));
        Self {
            bits: self.bits.iter().zip(without).map(|(a, b)| a & !b).collect(),
        }
        .trimmed()
    }

    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.bits.len() <= other.bits.len() && self.bits.iter().zip(&other.bits).all(|(a, b)| a & !b == 0)
    }

    /// The positions, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.bits.iter().enumerate().flat_map(|(n, &word)| {
            // Taking away the lowest bit each time visits only the bits that are set.
            std::iter::successors((word != 0).then_some(word), |rest| {
                Some(rest & (rest - 1)).filter(|rest| *rest != 0)
            })
            .map(move |rest| n * WORD + rest.trailing_zeros() as usize)
        })
    }

    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// How many capabilities are in the set.
    pub fn len(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    fn trimmed(mut self) -> Self {
        while self.bits.last() == Some(&0) {
            self.bits.pop();
        }
        self
    }
}

impl FromIterator<usize> for CapSet {
    fn from_iter<I: IntoIterator<Item = usize>>(positions: I) -> Self {
        let mut set = Self::EMPTY;
        for position in positions {
            set.insert(position);
        }
        set
    }
}
