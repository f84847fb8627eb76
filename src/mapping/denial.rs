//! Texts that say a measure is absent: "we do not filter prompts" is about filtering, and covers nothing.
//!
//! Measures are often put in the negative ("not released before ...", "staff may not copy ..."): a "not" that bars
//! something, or that holds until something else happens, denies nothing. In doubt a text is taken to deny: the author
//! can declare the category, and a false "covered" is worse than a question.

mod lists;

use lists::{ABSENT, BARRED, GONE, NOT, PLACEHOLDERS, TELLING};

/// A "not" denies the measure near the start of its sentence only: later it is about something else ("says what the model
/// can and cannot do").
const NEAR: usize = 5;

/// It still may so far, where no clause that hangs on another began before it: "an incident response team for the agents was
/// not set up".
const FAR: usize = 10;

/// Words that a clause begins with that hangs on another, and those that join one to it.
const CLAUSE: &[&str] = &[
    "and", "as", "because", "but", "if", "once", "or", "so", "than", "that", "what", "when", "where", "whether",
    "which", "while", "who", "whose",
];

/// Words that say when, or how much it is so: a sentence without them says the same.
const ADVERBS: &[&str] = &["actually", "currently", "now", "presently", "simply", "still"];

/// What stands before a "not" that tells what happened or did not: no rule is put so.
const PAST: &[&str] = &["did", "had", "has", "have", "was", "were"];

/// The same in one word with the "not".
const NOT_PAST: &[&str] = &["didnt", "hasnt", "havent", "wasnt", "werent"];

/// What stands before a "not be" that is a rule.
const MODAL: &[&str] = &["can", "could", "may", "must", "shall", "should"];

/// Words that a sentence begins with that says of something that it is not: "no prompts are filtered".
const NONE: &[&str] = &["no", "nothing"];

/// Words that join what is spoken of to what is said of it.
const BEING: &[&str] = &["are", "is", "was", "were"];

/// What is said of what is not there.
const LACKING: &[&str] = &["absent", "lacking", "missing"];

/// Words by which such a sentence is a rule: "no employee may", "nothing leaves with one person alone", "no single person".
const RULING: &[&str] = &[
    "access", "alone", "anybody", "anyone", "can", "could", "ever", "may", "must", "one", "shall", "should", "single",
];

/// What a name opens with that names a gap, in lower case.
const GAPS: &[&str] = &["absence of ", "missing ", "no "];

/// What may follow "have no", "there is no" and the like in a measure that bars something.
const NO_WAY: &[&str] =
    &["access", "connection", "direct", "exception", "exceptions", "interface", "path", "route", "way"];

/// What stands right before a phrase that speaks of a case, or of what nobody is able to do any more: "if we cannot", "can no
/// longer".
const SUPPOSED: &[&str] = &["can", "could", "if", "once", "when", "whenever"];

/// Words that say until when or for whom a "not" holds: such a sentence is a rule.
const EXCEPT: &[&str] = &["before", "except", "only", "unless", "until", "without"];

/// Whether a text says of itself that the measure is not there, or says nothing yet; `telling` says whether it has a word
/// that [`is_telling`], or letters or marks that may hide one.
pub(super) fn denies(name: &str, description: Option<&str>, telling: bool) -> bool {
    let description = description.unwrap_or("");
    let said = description.trim().trim_end_matches(['.', '!']);
    let gone = |gone: &&str| {
        let rest = said
            .get(gone.len()..)
            .filter(|_| said.as_bytes().get(..gone.len()).is_some_and(|it| it.eq_ignore_ascii_case(gone.as_bytes())));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    // "None. Answers go out as they are.": the first sentence says it all.
    let ends = |byte: &u8| matches!(byte, b'.' | b';' | b':' | b'!' | b'\n');
    let end = said.as_bytes().iter().position(ends).unwrap_or(said.len());
    let first = said.get(..end).unwrap_or("").trim_end();
    PLACEHOLDERS.iter().any(|placeholder| [said, first].iter().any(|text| text.eq_ignore_ascii_case(placeholder)))
        || GONE.iter().any(gone)
        || telling
            && (names_a_gap(name)
                || sentences(&plain(name)).any(|sentence| is_denial(&sentence))
                || sentences(&plain(description)).any(|sentence| is_denial(&sentence) || says_of_none(&sentence)))
}

/// A name that is "no" something.
fn names_a_gap(name: &str) -> bool {
    let opens = |gap: &&str| {
        name.as_bytes().get(..gap.len()).is_some_and(|opening| opening.eq_ignore_ascii_case(gap.as_bytes()))
    };
    GAPS.iter().any(opens)
}

/// What most words fail that are none of some few: their length goes with neither the first letters nor the last ones of words
/// so long.
struct Sieve {
    /// By length, the letters that a word begins with, a bit each.
    first: [u32; Self::LENGTHS],
    /// The letters that it ends with.
    last: [u32; Self::LENGTHS],
}

impl Sieve {
    /// The longest word has 12 letters.
    const LENGTHS: usize = 13;

    /// That of the first words of some phrases, in lower case.
    #[allow(clippy::indexing_slicing, reason = "done by the compiler, which would say so")]
    const fn of(phrases: &[&str]) -> Self {
        let (mut first, mut last) = ([0; Self::LENGTHS], [0; Self::LENGTHS]);
        let mut at = 0;
        while at < phrases.len() {
            let phrase = phrases[at].as_bytes();
            let mut length = 0;
            while length < phrase.len() && phrase[length] != b' ' {
                length += 1;
            }
            first[length] |= Self::letter(phrase[0]);
            last[length] |= Self::letter(phrase[length - 1]);
            at += 1;
        }
        Self { first, last }
    }

    /// The bit of a letter, whatever its case; others share them.
    const fn letter(byte: u8) -> u32 {
        1 << (byte & 31)
    }

    /// Whether a word may be one of them.
    fn lets_through(&self, word: &[u8]) -> bool {
        let (Some(first), Some(last)) = (self.first.get(word.len()), self.last.get(word.len())) else { return false };
        word.first().is_some_and(|&byte| first & Self::letter(byte) != 0)
            && word.last().is_some_and(|&byte| last & Self::letter(byte) != 0)
    }
}

/// For [`ABSENT`].
const MAY_BE_ABSENT: Sieve = Sieve::of(ABSENT);

/// Whether a lower-case word is one of those of which every denial has one.
pub(super) fn is_telling(word: &str) -> bool {
    TELLING.binary_search(&word).is_ok()
}

/// In lower case, with one apostrophe, and contractions written out.
fn plain(text: &str) -> String {
    let lower = if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase().replace('’', "'") };
    if lower.contains('\'') { lower.replace("can't", "cannot").replace("n't", " not") } else { lower }
}

/// The words of each sentence that matter.
fn sentences(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let matters = |word: &&str| !word.is_empty() && !ADVERBS.contains(word);
    text.split(['.', ';', '!', '?', ':', '\n'])
        .map(move |sentence| sentence.split(|c: char| !c.is_alphanumeric()).filter(matters).collect())
}

fn is_denial(sentence: &[&str]) -> bool {
    let after = |at: usize| sentence.get(at).copied().unwrap_or("");
    let absent = |at: usize, phrase: &str| {
        phrase.split(' ').enumerate().all(|(step, word)| after(at + step) == word)
            && !NO_WAY.contains(&after(at + phrase.split(' ').count()))
    };
    let hangs = |at: usize| sentence.iter().take(at).any(|word| CLAUSE.contains(word));
    let denied = |at: usize| {
        let before = at.checked_sub(1).map_or("", after);
        let negated = NOT.contains(&after(at)) && (at < NEAR || at < FAR && !hangs(at));
        let past = || PAST.contains(&before) || NOT_PAST.contains(&after(at));
        // "Will not be built" says no more than "will not build"; "must not be" is a rule.
        let be = after(at + 1) == "be" && !MODAL.contains(&before);
        let barred = || [1, 2].iter().skip(usize::from(be)).any(|step| BARRED.contains(&after(at + step)));
        negated && (past() || !barred())
            || absences(after(at)).any(|phrase| absent(at, phrase)) && !SUPPOSED.contains(&before)
    };
    let lacking = |at: usize| BEING.contains(&after(at)) && LACKING.contains(&after(at + 1)) && !hangs(at);
    (0..sentence.len()).any(|at| denied(at) || lacking(at)) && !is_rule(sentence, EXCEPT)
}

/// "No prompts are filtered", "neither prompts nor answers are": something is said of nothing, and nobody is told to do so.
fn says_of_none(sentence: &[&str]) -> bool {
    let mut words = sentence.iter();
    let opens = words.next().is_some_and(|word| NONE.contains(word) || *word == "neither" && sentence.contains(&"nor"));
    let exists = || sentence.last().is_some_and(|last| matches!(*last, "exist" | "exists"));
    let done = words.skip_while(|word| !BEING.contains(word)).nth(1);
    opens
        && (done.is_some_and(|done| !BARRED.contains(done)) || exists())
        && !is_rule(sentence, EXCEPT)
        && !is_rule(sentence, RULING)
}

/// Whether a word makes a sentence a rule.
fn is_rule(sentence: &[&str], words: &[&str]) -> bool {
    sentence.iter().any(|word| words.contains(word))
}

/// The phrases that may begin with a word.
fn absences(word: &str) -> impl Iterator<Item = &'static str> {
    let known = MAY_BE_ABSENT.lets_through(word.as_bytes());
    let from = if known { ABSENT.partition_point(|phrase| *phrase < word) } else { ABSENT.len() };
    ABSENT.get(from..).unwrap_or_default().iter().copied().take_while(move |phrase| phrase.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::words::Reader;

    fn denies(name: &str, description: Option<&str>) -> bool {
        super::denies(name, description, Reader::default().read(name, description.unwrap_or("")).telling)
    }

    #[test]
    fn every_phrase_is_found_by_its_first_word_and_has_a_word_that_tells() {
        assert!(ABSENT.is_sorted_by(|a, b| a < b) && TELLING.is_sorted_by(|a, b| a < b));
        assert!(ABSENT.iter().all(|phrase| absences(phrase.split(' ').next().unwrap()).any(|found| found == *phrase)));
        let read = |text: &str| Reader::default().read("", text);
        for phrase in ABSENT.iter().chain(NOT) {
            assert!(read(phrase).telling && read(&phrase.to_uppercase()).telling, "{phrase}");
            assert!(read(&phrase.replace(' ', "-")).telling, "{phrase}");
        }
        assert!(!read("Filters read answers. Nobody shares accounts; 4 of 5 are held back.").telling);
    }

    #[test]
    fn what_may_hide_a_telling_word_is_looked_at() {
        let read = |text: &str| Reader::default().read(text, "");
        for text in ["isn't", "we doNot", "niemals — né", "aBsent", &"word ".repeat(3_000)] {
            assert!(read(text).telling, "{text}");
        }
    }

    #[test]
    fn plain_statements_of_absence_are_seen() {
        for (name, description) in [
            ("No guardrails", "Prompts go straight to the model."),
            ("Output filter", "We do not filter prompts or outputs."),
            ("Red teaming", "We decided against red teaming this year."),
            ("Weight storage", "Weights are not encrypted and no access controls exist."),
            ("Output filter removal", "We removed the output filter because it annoyed users."),
            ("Sandbox", "There is no sandbox around agents so far."),
            ("Key ceremony", "We no longer hold one."),
            ("Drills", "Response drills have never taken place."),
            ("Bounty", "We cannot pay for findings at present."),
            ("Disk encryption", "The disks aren’t encrypted."),
            ("Safety board", "The board doesn't look at evaluations."),
            ("Log review", "Analysts hardly ever look at the logs."),
            ("Second opinion", "We lack the money to pay outsiders."),
            ("Watermarks", "N/A"),
            ("Watermarks", "TODO."),
            ("Watermarks", "Removed in version 3."),
            ("Watermarks", "None: pictures leave as they are."),
            ("Key ceremony", "Missing. Keys lie in a shared folder."),
            ("Key ceremony", "Keys arent held in hardware."),
            ("Bounty", "We ceased to pay for findings."),
            ("Drills", "At no point have responders been tested."),
            ("Canary accounts", "The scheme was switched off last spring."),
        ] {
            assert!(denies(name, Some(description)), "{name}: {description}");
        }
    }

    #[test]
    fn a_not_denies_as_the_fifth_word_of_a_sentence_and_up_to_the_tenth_of_a_plain_one() {
        let after = |words: &[&str]| denies("Logs", Some(&format!("Every day. {} not read.", words.join(" "))));
        let plain = ["the", "logs", "of", "all", "days", "in", "this", "long", "year", "are"];
        let hanging = ["logs", "which", "people", "keep", "are"];
        for count in 1..=plain.len() {
            assert_eq!(after(&plain[..count]), count < FAR, "{count}");
        }
        assert!(after(&hanging[..4]) && !after(&hanging));
    }

    #[test]
    fn absence_is_seen_however_it_is_put() {
        for (name, description) in [
            ("Key ceremony", "There is currently no ceremony."),
            ("Key ceremony", "A hardware module for the keys has not been bought."),
            ("Key ceremony", "Hardware modules were never deployed."),
            ("Key ceremony", "A ceremony will not be held."),
            ("Second opinion", "No reports are read by outsiders."),
            ("Second opinion", "Neither reports nor logs are seen by outsiders."),
            ("Second opinion", "At present an outside reader is missing."),
            ("Second opinion", "No outside reader exists."),
            ("Second opinion", "Outside reading was cancelled."),
            ("Disk encryption", "We turned off encryption to save time."),
            ("Disk encryption", "We chose not to encrypt disks."),
            ("Disk encryption", "In this version of the cluster we do not encrypt disks."),
            ("Disk encryption", "No."),
            ("Disk encryption", "To do"),
        ] {
            assert!(denies(name, Some(description)), "{name}: {description}");
        }
        for name in ["Missing key ceremony", "Absence of a safety board", "Disk encryption is missing"] {
            assert!(denies(name, None), "{name}");
        }
    }

    #[test]
    fn measures_put_in_the_negative_are_measures() {
        for (name, description) in [
            ("Release gate", "Models are not released until the safety committee has signed."),
            ("Refusal training", "The model is trained not to answer requests for weapons."),
            ("Air gap", "Training clusters have no route to the internet."),
            ("Non-retaliation", "Staff who raise concerns do not face reprisals."),
            ("Customer data", "We do not train on what customers send."),
            ("Gate", "We do not ship a model without outside testing."),
            ("Two people", "Nobody can reach the weights alone; a single administrator cannot export them."),
            ("Fact sheet", "A page for the public tells what the system can and cannot be relied on for."),
            ("Refusals", "The model refuses to help with weapons and stops when it is asked to."),
            ("Fallback", "If we cannot reach the officer on duty, the deputy decides."),
            ("Revocation", "A key that was revoked can no longer open the store."),
            ("Kill switch", "A deployment can be switched off within minutes."),
            ("Custody", "At no time may one person hold both halves of the key."),
            ("Removed data", "Documents on pathogens are removed from the corpus."),
            ("Two keys", "No single administrator holds both halves of the key."),
            ("Weights", "No employee may copy weights to a laptop."),
            ("Weights", "No model weights leave the enclave without approval by two people."),
            ("Data promise", "Prompts of customers must not be kept."),
            ("Data promise", "No prompts of customers are kept."),
            ("Rollback", "A release is undone where tests are missing. No exceptions."),
        ] {
            assert!(!denies(name, Some(description)), "{name}: {description}");
        }
    }
}
