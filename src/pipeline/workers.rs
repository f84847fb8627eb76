//! The same work on many items, on several threads, with the results in the order of the items.
//!
//! Only so many items are in hand at a time: what is held does not grow with their number, and neither the order nor the
//! bytes depend on the number of threads. This module must not know what the work is.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// Items in hand for each thread: enough that none waits while a large one is worked on.
const IN_HAND: usize = 8;

/// More threads than this are never started.
const MOST: usize = 256;

/// A result with its place in the order, or what the work panicked with.
type Done<T> = (usize, Result<T, Box<dyn Any + Send>>);

/// Does `work` on every item and gives the results to `take`, in order, on this thread.
pub(super) fn in_order<I: Send, T: Send>(
    items: &mut dyn Iterator<Item = I>,
    threads: NonZeroUsize,
    work: &(dyn Fn(I) -> T + Sync),
    take: &mut dyn FnMut(T),
) {
    if threads.get() == 1 {
        return items.for_each(|item| take(work(item)));
    }
    let (give, jobs) = channel();
    let (done, results) = channel();
    let jobs = &Mutex::new(jobs);
    std::thread::scope(|scope| {
        for _ in 0..threads.get().min(MOST) {
            let done = done.clone();
            scope.spawn(move || run(jobs, &done, work));
        }
        drop(done);
        hand_out(&mut items.enumerate(), threads.get().min(MOST) * IN_HAND, give, &results, take);
    });
}

/// One thread: jobs until there are no more.
fn run<I, T>(jobs: &Mutex<Receiver<(usize, I)>>, done: &Sender<Done<T>>, work: &(dyn Fn(I) -> T + Sync)) {
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok((at, item)) = next() {
        let result = catch_unwind(AssertUnwindSafe(|| work(item)));
        if done.send((at, result)).is_err() {
            return;
        }
    }
}

/// Gives out a job for every result that was taken.
fn hand_out<I, T>(
    items: &mut dyn Iterator<Item = (usize, I)>,
    most: usize,
    give: Sender<(usize, I)>,
    results: &Receiver<Done<T>>,
    take: &mut dyn FnMut(T),
) {
    let (mut given, mut taken) = (0, 0);
    let mut waiting = BTreeMap::new();
    let mut give = Some(give);
    loop {
        while let Some(to) = give.as_ref().filter(|_| given < taken + most) {
            // Nobody is there to take it only where all have panicked, which the results tell.
            if items.next().is_some_and(|item| to.send(item).is_ok()) {
                given += 1;
            } else {
                give = None;
            }
        }
        if taken == given {
            return;
        }
        let Ok((at, result)) = results.recv() else { return };
        waiting.insert(at, result.unwrap_or_else(|panic| resume_unwind(panic)));
        while let Some(result) = waiting.remove(&taken) {
            take(result);
            taken += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn squares(count: usize, threads: usize) -> Vec<usize> {
        let mut all = Vec::new();
        let work = |number: usize| {
            // The first of a handful takes longest, so that results come out of order.
            std::thread::sleep(std::time::Duration::from_micros(if number.is_multiple_of(5) { 300 } else { 0 }));
            number * number
        };
        in_order(&mut (0..count), NonZeroUsize::new(threads).unwrap(), &work, &mut |square| all.push(square));
        all
    }

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for threads in [1, 2, 3, 8] {
            for count in [0, 1, 2, 7, 200] {
                assert_eq!(squares(count, threads), (0..count).map(|n| n * n).collect::<Vec<_>>(), "{threads} {count}");
            }
        }
    }

    #[test]
    fn no_more_than_so_many_are_in_hand() {
        let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut taken = 0;
        let work = |number: usize| {
            std::thread::sleep(std::time::Duration::from_micros(if number == 0 { 20_000 } else { 0 }));
            begun.fetch_add(1, Ordering::SeqCst);
        };
        in_order(&mut (0..500), NonZeroUsize::new(2).unwrap(), &work, &mut |()| {
            most.fetch_max(begun.load(Ordering::SeqCst) - taken, Ordering::SeqCst);
            taken += 1;
        });
        assert!(taken == 500 && most.into_inner() <= 2 * IN_HAND);
    }

    #[test]
    #[should_panic(expected = "the seventh")]
    fn a_panic_in_one_thread_is_one_here() {
        let work = |number: usize| assert!(number != 7, "the seventh");
        in_order(&mut (0..100), NonZeroUsize::new(2).unwrap(), &work, &mut |()| ());
    }
}
