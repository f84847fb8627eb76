//! Texts that say a measure is absent: "we do not filter prompts" is about filtering, and covers nothing.
//!
//! Measures are often put in the negative ("not released before ...", "staff may not copy ..."): a "not" that bars
//! something, or that holds until something else happens, denies nothing. In doubt a text is taken to deny: the author
//! can declare the category, and a false "covered" is worse than a question.

/// Descriptions that stand in for a text still to be written, in lower case without their full stop.
const PLACEHOLDERS: &[&str] = &[
    "-",
    "absent",
    "lacking",
    "missing",
    "n/a",
    "na",
    "nil",
    "none",
    "none yet",
    "not applicable",
    "not available",
    "not done",
    "not in place",
    "pending",
    "placeholder",
    "see above",
    "skipped",
    "tba",
    "tbc",
    "tbd",
    "to be decided",
    "to be defined",
    "to be determined",
    "to be done",
    "to be written",
    "todo",
    "unavailable",
    "wip",
];

/// Openings of descriptions of what is gone, in lower case.
const GONE: &[&str] = &["abandoned", "deprecated", "discontinued", "dropped", "out of scope", "removed", "retired"];

/// Phrases that deny by themselves, each word by word, sorted.
const ABSENT: &[&str] = &[
    "abandoned",
    "are absent",
    "at no point did",
    "at no point has",
    "at no point have",
    "at no time did",
    "at no time has",
    "at no time have",
    "decided against",
    "does not exist",
    "has been discontinued",
    "has been dropped",
    "has been removed",
    "has been switched off",
    "has lapsed",
    "has no",
    "have been discontinued",
    "have been dropped",
    "have been removed",
    "have been switched off",
    "have lapsed",
    "have no",
    "is absent",
    "lack",
    "lacks",
    "no longer",
    "not exist",
    "not implemented",
    "not in place",
    "nothing is in place",
    "there are no",
    "there is no",
    "there was no",
    "was discontinued",
    "was removed because",
    "was switched off",
    "we cannot",
    "we ceased",
    "we decline to",
    "we declined to",
    "we gave up",
    "we have ceased",
    "we have dropped",
    "we have stopped",
    "we refuse to",
    "we refused to",
    "we removed",
    "we saw no need",
    "we see no need",
    "we stopped",
    "were discontinued",
    "were removed because",
    "were switched off",
    "yet to",
];

/// A "not" denies the measure near the start of its sentence only: later it is about something else ("says what the model
/// can and cannot do").
const NEAR: usize = 5;

/// Words that negate what follows; contractions are often written without their apostrophe.
const NOT: &[&str] = &[
    "arent", "cant", "couldnt", "didnt", "doesnt", "dont", "hardly", "hasnt", "havent", "isnt", "never", "not",
    "rarely", "seldom", "wasnt", "werent", "wont",
];

/// What may follow a "not" in a measure that bars something.
const BARRED: &[&str] = &[
    "access",
    "accept",
    "allow",
    "allowed",
    "answer",
    "answered",
    "approved",
    "assist",
    "assume",
    "authorised",
    "authorized",
    "be",
    "bypass",
    "comply",
    "connect",
    "connected",
    "copy",
    "copied",
    "deploy",
    "deployed",
    "disclose",
    "disclosed",
    "enter",
    "exceed",
    "export",
    "exposed",
    "face",
    "give",
    "given",
    "granted",
    "help",
    "keep",
    "kept",
    "leave",
    "let",
    "merge",
    "merged",
    "offer",
    "offered",
    "pass",
    "permit",
    "permitted",
    "proceed",
    "provide",
    "publish",
    "published",
    "reach",
    "receive",
    "release",
    "released",
    "retain",
    "retained",
    "reveal",
    "sell",
    "sent",
    "share",
    "shared",
    "ship",
    "shipped",
    "start",
    "store",
    "stored",
    "to",
    "train",
    "trained",
    "use",
    "used",
];

/// What may follow "have no", "there is no" and the like in a measure that bars something.
const NO_WAY: &[&str] =
    &["access", "connection", "direct", "exception", "exceptions", "interface", "path", "route", "way"];

/// What stands right before a phrase that speaks of a case, or of what nobody is able to do any more: "if we cannot", "can no
/// longer".
const SUPPOSED: &[&str] = &["can", "could", "if", "once", "when", "whenever"];

/// Words that say until when or for whom a "not" holds: such a sentence is a rule.
const EXCEPT: &[&str] = &["before", "except", "only", "unless", "until", "without"];

/// Words of which every denial has one, beside placeholders and openings, sorted: most texts have none and need no further
/// look.
const TELLING: &[&str] = &[
    "abandoned",
    "absent",
    "against",
    "arent",
    "cannot",
    "cant",
    "ceased",
    "couldnt",
    "decline",
    "declined",
    "didnt",
    "discontinued",
    "doesnt",
    "dont",
    "dropped",
    "exist",
    "gave",
    "hardly",
    "hasnt",
    "havent",
    "isnt",
    "lack",
    "lacks",
    "lapsed",
    "never",
    "no",
    "not",
    "nothing",
    "rarely",
    "refuse",
    "refused",
    "removed",
    "seldom",
    "stopped",
    "switched",
    "wasnt",
    "werent",
    "wont",
    "yet",
];

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
            && (opens_with_no(name)
                || [name, description]
                    .into_iter()
                    .any(|text| sentences(&plain(text)).any(|sentence| is_denial(&sentence))))
}

/// A name that is "no" something.
fn opens_with_no(name: &str) -> bool {
    name.as_bytes().get(..3).is_some_and(|opening| opening.eq_ignore_ascii_case(b"no "))
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

/// The words of each sentence.
fn sentences(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.split(['.', ';', '!', '?', ':', '\n'])
        .map(|sentence| sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect())
}

fn is_denial(sentence: &[&str]) -> bool {
    let after = |at: usize| sentence.get(at).copied().unwrap_or("");
    let absent = |at: usize, phrase: &str| {
        phrase.split(' ').enumerate().all(|(step, word)| after(at + step) == word)
            && !NO_WAY.contains(&after(at + phrase.split(' ').count()))
    };
    let denied = |at: usize| {
        let negated = at < NEAR && NOT.contains(&after(at));
        let barred = || [1, 2].iter().any(|step| BARRED.contains(&after(at + step)));
        let supposed = || at.checked_sub(1).is_some_and(|before| SUPPOSED.contains(&after(before)));
        negated && !barred() || absences(after(at)).any(|phrase| absent(at, phrase)) && !supposed()
    };
    (0..sentence.len()).any(denied) && !sentence.iter().any(|word| EXCEPT.contains(word))
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
    fn a_not_denies_as_the_fifth_word_of_a_sentence_and_no_later() {
        assert!(denies("Logs", Some("Every day. The logs of today not read.")));
        assert!(!denies("Logs", Some("Every day. The logs of all days not read.")));
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
        ] {
            assert!(!denies(name, Some(description)), "{name}: {description}");
        }
    }
}
