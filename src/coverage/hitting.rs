//! Smallest hitting sets, exactly: the arithmetic under depth.
//!
//! Given sets of elements, find the smallest number of elements that meets every set. The search is iterative
//! deepening with branch and bound (Reiter 1987 for hitting-set trees; the bound is a greedy packing of disjoint
//! sets, each of which needs an element of its own). Every level that fails is a proof that more are needed, so when the
//! work limit is reached the answer is still a proven lower bound. This module knows only numbers.

use std::collections::HashMap;

/// Search nodes spent before the answer becomes a lower bound.
pub const WORK_LIMIT: u64 = 20_000;

/// Search nodes spent on all questions each time a framework is judged, after which the answers to those that are hard become
/// lower bounds: tiers, threats and events ask again and again.
pub const ALL_WORK: u64 = 100_000;

/// An answer about fewer distinct sets than these is found faster than looked up.
const FEW: usize = 16;

/// Distinct sets beyond which no search is started: only the packing bound is given.
pub const MAX_SEARCHED_SETS: usize = 1_024;

/// Elements are small numbers, dense from 0.
pub type Element = u32;

/// The size of the smallest hitting set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The size, or a proven lower bound of it.
    pub size: u32,
    /// The search stopped early: the true size is at least this.
    pub at_least: bool,
}

/// The searches of one judging: what came out, for many ask the same, and how much work is left.
#[derive(Debug)]
pub struct Searches {
    left: u64,
    orders: HashMap<Sets, Order>,
    /// By the sets, the size and how many are asked for.
    all: HashMap<(Sets, u32, usize), Sets>,
}

/// Sets that own their elements.
type Sets = Vec<Vec<Element>>;

impl Default for Searches {
    fn default() -> Self {
        Self { left: ALL_WORK, orders: HashMap::new(), all: HashMap::new() }
    }
}

impl Searches {
    /// The smallest number of elements that meets every one of `sets` (each sorted). An empty set cannot be met and is
    /// ignored.
    pub fn smallest(&mut self, sets: &[Vec<Element>]) -> Order {
        let distinct = distinct(sets);
        if distinct.len() < FEW {
            return self.search(distinct);
        }
        let asked = owned(&distinct);
        if let Some(known) = self.orders.get(&asked) {
            return *known;
        }
        let order = self.search(distinct);
        self.orders.insert(asked, order);
        order
    }

    fn search(&mut self, distinct: Vec<&[Element]>) -> Order {
        let reduced = without_supersets(distinct);
        let bound = packing_of(&reduced);
        let disjoint = reduced.len() == bound as usize;
        if reduced.len() > MAX_SEARCHED_SETS {
            return Order { size: bound, at_least: !disjoint };
        }
        // Sets that share nothing need one each, and an element that all share is enough: most need no search.
        if disjoint || share_one(&reduced) {
            return Order { size: bound, at_least: false };
        }
        let mut search = Search::new(&reduced, self.left.min(WORK_LIMIT));
        let order = search.smallest(bound);
        self.left = self.left.saturating_sub(search.work);
        order
    }

    /// All hitting sets of exactly `size` elements, in ascending order of their sorted elements, at most `most`.
    ///
    /// Each element of `sets` counts, no set is dropped, so the answer is complete up to `most` unless the work limit
    /// is reached; then it is what was found.
    pub fn of_size(&mut self, sets: &[Vec<Element>], size: u32, most: usize) -> Vec<Vec<Element>> {
        let distinct = distinct(sets);
        if distinct.len() > MAX_SEARCHED_SETS {
            return Vec::new();
        }
        let asked = (distinct.len() >= FEW).then(|| (owned(&distinct), size, most));
        if let Some(known) = asked.as_ref().and_then(|asked| self.all.get(asked)) {
            return known.clone();
        }
        let mut search = Search::new(&distinct, self.left.min(WORK_LIMIT));
        let mut found = Vec::new();
        let all = search.all();
        search.enumerate(&all, 0, size, most, &mut Vec::new(), &mut found);
        self.left = self.left.saturating_sub(search.work);
        if let Some(asked) = asked {
            self.all.insert(asked, found.clone());
        }
        found
    }
}

fn owned(sets: &[&[Element]]) -> Sets {
    sets.iter().map(|set| set.to_vec()).collect()
}

/// [`Searches::smallest`], asked once.
pub fn smallest(sets: &[Vec<Element>]) -> Order {
    Searches::default().smallest(sets)
}

/// Whether one element alone meets every set.
fn share_one(sets: &[&[Element]]) -> bool {
    let Some((first, rest)) = sets.split_first() else { return false };
    first.iter().any(|element| rest.iter().all(|set| set.binary_search(element).is_ok()))
}

/// Each set once, in order, the empty one left out.
fn distinct(sets: &[Vec<Element>]) -> Vec<&[Element]> {
    let mut distinct: Vec<&[Element]> = sets.iter().map(Vec::as_slice).filter(|set| !set.is_empty()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

/// Of distinct sets those that contain no other: hitting the smaller one hits it too.
fn without_supersets(mut by_size: Vec<&[Element]>) -> Vec<&[Element]> {
    by_size.sort_by_key(|set| set.len());
    if by_size.len() > MAX_SEARCHED_SETS {
        return by_size;
    }
    let mut kept: Vec<&[Element]> = Vec::with_capacity(by_size.len());
    for set in by_size {
        if !kept.iter().any(|smaller| smaller.iter().all(|element| set.binary_search(element).is_ok())) {
            kept.push(set);
        }
    }
    kept
}

/// Greedy packing: how many sets can be picked that share nothing.
fn packing_of(sets: &[&[Element]]) -> u32 {
    let mut taken = vec![false; elements_of(sets)];
    let mut count = 0;
    for set in sets {
        if set.iter().all(|&element| taken.get(element as usize) == Some(&false)) {
            for &element in *set {
                if let Some(taken) = taken.get_mut(element as usize) {
                    *taken = true;
                }
            }
            count += 1;
        }
    }
    count
}

/// How many elements there are, dense from 0.
fn elements_of(sets: &[&[Element]]) -> usize {
    sets.iter().filter_map(|set| set.last()).max().map_or(0, |&most| most as usize + 1)
}

/// A set of set numbers.
type Bits = Vec<u64>;

struct Search<'s> {
    sets: &'s [&'s [Element]],
    /// For each element, the sets it meets.
    meets: Vec<Bits>,
    /// For each set, the sets that share an element with it (itself included).
    touches: Vec<Bits>,
    work: u64,
    /// How much of it there is.
    limit: u64,
    /// Room for the gains of a node, kept from node to node.
    gains: Vec<u32>,
}

impl<'s> Search<'s> {
    fn new(sets: &'s [&'s [Element]], limit: u64) -> Self {
        let words = sets.len().div_ceil(64);
        let mut meets = vec![vec![0; words]; elements_of(sets)];
        for (at, set) in sets.iter().enumerate() {
            for &element in *set {
                if let Some(bits) = meets.get_mut(element as usize) {
                    insert(bits, at);
                }
            }
        }
        let touches = sets.iter().map(|set| union(set, &meets, words)).collect();
        Self { sets, meets, touches, work: 0, limit, gains: Vec::new() }
    }

    /// The smallest size, from a bound on; the bound that was proven last when the work limit is reached.
    fn smallest(&mut self, mut size: u32) -> Order {
        loop {
            match self.reaches(size) {
                Some(true) => return Order { size, at_least: false },
                Some(false) => size += 1,
                None => return Order { size, at_least: true },
            }
        }
    }

    /// All sets, as bits.
    fn all(&self) -> Bits {
        let mut bits = vec![0; self.sets.len().div_ceil(64)];
        (0..self.sets.len()).for_each(|at| insert(&mut bits, at));
        bits
    }

    /// Lower bound for what is still open: sets that share nothing each need an element.
    fn packing(&self, open: &Bits) -> u32 {
        let mut left = open.clone();
        let mut count = 0;
        while let Some(at) = first(&left) {
            count += 1;
            if let Some(touched) = self.touches.get(at) {
                remove(&mut left, touched);
            }
        }
        count
    }

    /// Whether `size` elements suffice; `None` when the work limit is reached first.
    fn reaches(&mut self, size: u32) -> Option<bool> {
        let open = self.all();
        let forbidden = vec![false; self.meets.len()];
        self.descend(&open, size, &forbidden)
    }

    fn descend(&mut self, open: &Bits, left: u32, forbidden: &[bool]) -> Option<bool> {
        self.work += 1;
        if self.work > self.limit {
            return None;
        }
        if first(open).is_none() {
            return Some(true);
        }
        if left == 0 || self.packing(open) > left || !self.could_reach(open, left, forbidden) {
            return Some(false);
        }
        let choices = self.choices(open, forbidden);
        let mut forbidden = forbidden.to_vec();
        for element in choices {
            let rest = self.after(open, element);
            if self.descend(&rest, left - 1, &forbidden)? {
                return Some(true);
            }
            // A solution with this element would have been found: its siblings need not try it again.
            if let Some(mark) = forbidden.get_mut(element as usize) {
                *mark = true;
            }
        }
        Some(false)
    }

    /// Whether the `left` elements that meet most open sets would meet enough of them, even if no two met the same.
    fn could_reach(&mut self, open: &Bits, left: u32, forbidden: &[bool]) -> bool {
        let mut gains = std::mem::take(&mut self.gains);
        gains.clear();
        gains.extend(
            (0..).zip(forbidden).filter(|(_, forbidden)| !**forbidden).map(|(element, _)| self.gain(open, element)),
        );
        let left = left as usize;
        if left < gains.len() {
            gains.select_nth_unstable_by(left, |a, b| b.cmp(a));
        }
        let most: u32 = gains.iter().take(left).sum();
        self.gains = gains;
        most >= open.iter().map(|word| word.count_ones()).sum()
    }

    /// The open set with the fewest usable elements, its elements by how many open sets they meet, most first.
    fn choices(&self, open: &Bits, forbidden: &[bool]) -> Vec<Element> {
        let usable = |at: usize| -> Vec<Element> {
            let set = self.sets.get(at).copied().unwrap_or_default();
            set.iter().copied().filter(|&e| !forbidden.get(e as usize).copied().unwrap_or(false)).collect()
        };
        let mut best = iter(open).map(usable).min_by_key(Vec::len).unwrap_or_default();
        best.sort_by_cached_key(|&element| std::cmp::Reverse((self.gain(open, element), std::cmp::Reverse(element))));
        best
    }

    fn gain(&self, open: &Bits, element: Element) -> u32 {
        self.meets
            .get(element as usize)
            .map_or(0, |meets| open.iter().zip(meets).map(|(a, b)| (a & b).count_ones()).sum())
    }

    fn after(&self, open: &Bits, element: Element) -> Bits {
        let mut rest = open.clone();
        if let Some(met) = self.meets.get(element as usize) {
            remove(&mut rest, met);
        }
        rest
    }

    /// Elements in ascending order from `from`, each either taken or passed over: every answer once, in order.
    fn enumerate(
        &mut self,
        open: &Bits,
        from: Element,
        left: u32,
        most: usize,
        chosen: &mut Vec<Element>,
        found: &mut Vec<Vec<Element>>,
    ) {
        self.work += 1;
        if found.len() >= most || self.work > self.limit {
            return;
        }
        if first(open).is_none() {
            if left == 0 {
                found.push(chosen.clone());
            }
            return;
        }
        if left == 0 || self.packing(open) > left || !self.still_possible(open, from) {
            return;
        }
        for element in from..crate::source::offset(self.meets.len()) {
            self.work += 1;
            if self.gain(open, element) == 0 {
                continue;
            }
            let rest = self.after(open, element);
            chosen.push(element);
            self.enumerate(&rest, element + 1, left - 1, most, chosen, found);
            chosen.pop();
            if found.len() >= most || self.work > self.limit || !self.still_possible(open, element + 1) {
                return;
            }
        }
    }

    /// Whether every open set still has an element from `from` on.
    fn still_possible(&self, open: &Bits, from: Element) -> bool {
        iter(open).all(|at| self.sets.get(at).and_then(|set| set.last()).is_some_and(|&last| last >= from))
    }
}

fn insert(bits: &mut Bits, at: usize) {
    if let Some(word) = bits.get_mut(at / 64) {
        *word |= 1 << (at % 64);
    }
}

fn remove(bits: &mut Bits, gone: &Bits) {
    bits.iter_mut().zip(gone).for_each(|(word, gone)| *word &= !gone);
}

fn union(set: &[Element], meets: &[Bits], words: usize) -> Bits {
    let mut bits = vec![0; words];
    for met in set.iter().filter_map(|&element| meets.get(element as usize)) {
        bits.iter_mut().zip(met).for_each(|(word, more)| *word |= more);
    }
    bits
}

fn first(bits: &Bits) -> Option<usize> {
    iter(bits).next()
}

fn iter(bits: &Bits) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(word, &bits)| {
        std::iter::successors((bits != 0).then_some(bits), |&left| {
            let rest = left & (left - 1);
            (rest != 0).then_some(rest)
        })
        .map(move |left| word * 64 + left.trailing_zeros() as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn of_size(sets: &[Vec<Element>], size: u32, most: usize) -> Vec<Vec<Element>> {
        Searches::default().of_size(sets, size, most)
    }

    fn brute(sets: &[Vec<Element>]) -> u32 {
        let elements = sets.iter().flatten().max().map_or(0, |&most| most + 1);
        let hits =
            |mask: u32| sets.iter().filter(|set| !set.is_empty()).all(|set| set.iter().any(|&e| mask & (1 << e) != 0));
        (0..1_u32 << elements).filter(|&mask| hits(mask)).map(u32::count_ones).min().unwrap_or(0)
    }

    fn sets() -> impl Strategy<Value = Vec<Vec<Element>>> {
        prop::collection::vec(prop::collection::btree_set(0..10_u32, 0..5).prop_map(|s| s.into_iter().collect()), 0..9)
    }

    #[test]
    fn nothing_to_hit_needs_nothing() {
        assert_eq!(smallest(&[]), Order { size: 0, at_least: false });
    }

    #[test]
    fn three_sets_in_a_triangle_need_two() {
        let triangle = [vec![0, 1], vec![1, 2], vec![0, 2]];
        assert_eq!(smallest(&triangle), Order { size: 2, at_least: false });
        assert_eq!(of_size(&triangle, 2, 9), [vec![0, 1], vec![0, 2], vec![1, 2]]);
    }

    /// Triples over 120 elements by a linear congruential generator: no structure to reduce, too many to finish.
    fn hard(seed: u32) -> Vec<Vec<Element>> {
        let mut state = seed;
        let mut draw = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % 120
        };
        let triple = |_| (0..3).map(|_| draw()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>();
        (0..400).map(triple).collect()
    }

    #[test]
    fn what_was_asked_before_costs_nothing_and_all_together_no_more_than_there_is() {
        let mut searches = Searches::default();
        let first = searches.smallest(&hard(1));
        assert_eq!(searches.left, ALL_WORK - WORK_LIMIT - 1);
        assert_eq!((searches.smallest(&hard(1)), searches.left), (first, ALL_WORK - WORK_LIMIT - 1));
        let asked = |searches: &mut Searches| searches.of_size(&hard(1), 12, 3);
        let found = asked(&mut searches);
        let left = searches.left;
        assert_eq!((asked(&mut searches), searches.left), (found, left));
        for seed in 2..12 {
            let order = searches.smallest(&hard(seed));
            assert!(order.at_least && order.size >= 10, "{order:?}");
        }
        assert_eq!(searches.left, 0);
        // What is known without a search is still exact, and what was found stays known.
        assert_eq!(searches.smallest(&[vec![0, 1], vec![1, 2]]), Order { size: 1, at_least: false });
        assert_eq!(searches.smallest(&hard(1)), first);
        let triangle = [vec![0, 1], vec![1, 2], vec![0, 2]];
        assert_eq!(searches.smallest(&triangle), Order { size: 1, at_least: true });
        assert_eq!(searches.of_size(&triangle, 2, 9), Vec::<Vec<Element>>::new());
    }

    #[test]
    fn past_the_work_limit_the_answer_is_a_bound_and_says_so() {
        let sets = hard(1);
        let order = smallest(&sets);
        assert!(order.at_least, "expected a bound, got {order:?}");
        assert!(order.size >= 10);
    }

    proptest! {
        #[test]
        fn the_size_equals_brute_force(sets in sets()) {
            prop_assert_eq!(smallest(&sets), Order { size: brute(&sets), at_least: false });
        }

        #[test]
        fn every_enumerated_set_hits_and_none_is_missing(sets in sets()) {
            let size = brute(&sets);
            let found = of_size(&sets, size, usize::MAX);
            let elements = sets.iter().flatten().max().map_or(0, |&most| most + 1);
            let expected = (0..1_u32 << elements)
                .filter(|mask| mask.count_ones() == size)
                .filter(|mask| sets.iter().filter(|s| !s.is_empty()).all(|s| s.iter().any(|&e| mask & (1 << e) != 0)))
                .count();
            prop_assert_eq!(found.len(), expected);
            prop_assert!(found.is_sorted());
        }
    }
}
