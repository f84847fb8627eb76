//! From a list of entries to a tree: who is whose parent, and in which order they stand.
//!
//! `build.rs` uses this file too, so it must not use the crate.

/// The code above a dotted one: `1.2` for `1.2.4`.
pub(super) fn code_above(code: &str) -> Option<&str> {
    code.rsplit_once('.').map(|(above, _)| above)
}

/// Positions in tree order: a parent directly before its subtree, siblings as listed. Entries whose ancestors form
/// a circle are left out.
pub(super) fn order(parents: &[Option<usize>]) -> Vec<usize> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); parents.len()];
    let mut open = Vec::new();
    // Backwards, because the stack below turns the order round.
    for (at, parent) in parents.iter().enumerate().rev() {
        match parent.and_then(|parent| children.get_mut(parent)) {
            Some(siblings) => siblings.push(at),
            None => open.push(at),
        }
    }
    let mut ordered = Vec::with_capacity(parents.len());
    while let Some(at) = open.pop() {
        ordered.push(at);
        open.extend(children.get(at).into_iter().flatten());
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_stands_directly_before_its_subtree_and_siblings_keep_their_order() {
        // 0: c of b; 1: a; 2: b; 3: second child of b; 4: child of a
        let parents = [Some(2), None, None, Some(2), Some(1)];
        assert_eq!(order(&parents), [1, 4, 2, 0, 3]);
        assert_eq!(order(&[]), Vec::<usize>::new());
    }

    #[test]
    fn what_lies_in_or_below_a_circle_is_left_out() {
        assert_eq!(order(&[Some(0), None, Some(0)]), [1]);
        assert_eq!(order(&[Some(1), Some(0)]), Vec::<usize>::new());
    }

    #[test]
    fn the_code_above_ends_at_the_last_dot() {
        assert_eq!([code_above("1.2.4"), code_above("1"), code_above("A.5.2")], [Some("1.2"), None, Some("A.5")]);
    }
}
