//! What the reader of words knows about English: spellings, abbreviations and words without meaning.
//!
//! Reviewable tables, each sorted; a test keeps them so. Nothing here knows about categories.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Words that say nothing about the kind of a measure.
const STOP_WORDS: &[&str] = &[
    "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been",
    "before", "being", "below", "both", "but", "by", "can", "could", "did", "do", "does", "doing", "done", "during",
    "each", "etc", "every", "few", "for", "from", "had", "has", "have", "having", "he", "her", "here", "his", "how",
    "if", "in", "into", "is", "it", "its", "may", "might", "more", "most", "must", "no", "nor", "not", "of", "on",
    "once", "only", "onto", "or", "other", "our", "out", "over", "own", "per", "same", "shall", "she", "should", "so",
    "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
    "too", "under", "up", "us", "very", "via", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "whom", "will", "with", "would", "you", "your",
];

/// Abbreviations and compounds with the words they stand for. A key of two letters counts in capitals only.
const EXPANSIONS: &[(&str, &str)] = &[
    ("2fa", "multi factor authentication"),
    ("aisi", "ai safety institute"),
    ("asl", "safety level"),
    ("aup", "acceptable use policy"),
    ("backdoor", "back door"),
    ("backdoors", "back door"),
    ("capa", "corrective action"),
    ("cbrn", "chemical biological radiological nuclear weapon"),
    ("cbrne", "chemical biological radiological nuclear weapon"),
    ("ceo", "chief executive officer"),
    ("ciso", "chief information security officer"),
    ("cot", "chain thought"),
    ("csam", "child sexual abuse material"),
    ("cve", "vulnerability"),
    ("cves", "vulnerability"),
    ("dlp", "data loss prevention"),
    ("dpia", "data protection impact assessment"),
    ("dpo", "direct preference optimization"),
    ("edr", "endpoint detection response"),
    ("finetune", "fine tune"),
    ("finetuned", "fine tuned"),
    ("finetuning", "fine tuning"),
    ("fria", "fundamental rights impact assessment"),
    ("hitl", "human in loop"),
    ("hsm", "hardware security module"),
    ("hsms", "hardware security module"),
    ("iam", "identity access management"),
    ("idp", "identity provider"),
    ("ir", "incident response"),
    ("kms", "key management"),
    ("kri", "risk indicator"),
    ("kris", "risk indicator"),
    ("kyc", "know your customer"),
    ("llm", "language model"),
    ("llms", "language model"),
    ("mfa", "multi factor authentication"),
    ("nda", "confidentiality agreement"),
    ("ndas", "confidentiality agreement"),
    ("pam", "privileged access management"),
    ("pii", "personal information"),
    ("posttraining", "post training"),
    ("pretrain", "pre train"),
    ("pretrained", "pre trained"),
    ("pretraining", "pre training"),
    ("rbac", "role based access control"),
    ("redteam", "red team"),
    ("redteaming", "red teaming"),
    ("rlaif", "reinforcement learning ai feedback"),
    ("rlhf", "reinforcement learning human feedback"),
    ("sbom", "software bill materials"),
    ("sdlc", "secure development lifecycle"),
    ("sft", "supervised fine tuning"),
    ("siem", "security information event management"),
    ("soc", "security operations center"),
    ("sso", "single sign on"),
    ("tee", "trusted execution environment"),
    ("tees", "trusted execution environment"),
    ("tevv", "testing evaluation validation verification"),
    ("twofactor", "multi factor"),
    ("vpn", "private network"),
];

/// British openings of words with their American form.
const SPELLINGS: &[(&str, &str)] = &[
    ("aeroplane", "airplane"),
    ("ageing", "aging"),
    ("analyse", "analyze"),
    ("artefact", "artifact"),
    ("behaviour", "behavior"),
    ("cancelled", "canceled"),
    ("cancelling", "canceling"),
    ("catalogue", "catalog"),
    ("centre", "center"),
    ("channelled", "channeled"),
    ("cheque", "check"),
    ("colour", "color"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("endeavour", "endeavor"),
    ("enrol", "enroll"),
    ("favour", "favor"),
    ("fulfil", "fulfill"),
    ("grey", "gray"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("judgement", "judgment"),
    ("labelled", "labeled"),
    ("labelling", "labeling"),
    ("labour", "labor"),
    ("licence", "license"),
    ("modelled", "modeled"),
    ("modelling", "modeling"),
    ("neighbour", "neighbor"),
    ("offence", "offense"),
    ("paralyse", "paralyze"),
    ("practise", "practice"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("rigour", "rigor"),
    ("sceptic", "skeptic"),
    ("signalled", "signaled"),
    ("signalling", "signaling"),
    ("totalled", "totaled"),
    ("travelling", "traveling"),
    ("tunnelling", "tunneling"),
];

/// Openings of words in -ise that are spelled so everywhere.
const ISE_EVERYWHERE: &[&str] = &[
    "advertis",
    "advis",
    "appris",
    "aris",
    "compris",
    "compromis",
    "concis",
    "devis",
    "disguis",
    "enterpris",
    "excis",
    "exercis",
    "expertis",
    "franchis",
    "improvis",
    "likewis",
    "merchandis",
    "nois",
    "otherwis",
    "precis",
    "premis",
    "promis",
    "rais",
    "revis",
    "ris",
    "supervis",
    "surpris",
    "televis",
    "wis",
];

/// Endings of -ise words, longest first, with the American ones.
const ISE_ENDINGS: &[(&str, &str)] = &[
    ("isational", "izational"),
    ("isations", "izations"),
    ("isation", "ization"),
    ("isers", "izers"),
    ("iser", "izer"),
    ("ising", "izing"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ise", "ize"),
];

/// Length of the longest of these.
const ISE_LONGEST: usize = 9;

/// Whether a lower-case word is left out.
pub fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST && STOP_KEYS.binary_search(&opening(word)).is_ok()
}

/// Length of the longest stop word at most, in bytes.
const LONGEST: usize = 8;

/// The stop words as numbers, since numbers are compared at once.
static STOP_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| STOP_WORDS.iter().map(|word| opening(word)).collect());

/// The first eight bytes as a number that sorts as they do.
fn opening(word: &str) -> u64 {
    let mut bytes = [0; LONGEST];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(bytes)
}

/// What an abbreviation or compound stands for; `upper` says that it was written in capitals.
pub fn expansion(word: &str, upper: bool) -> Option<&'static str> {
    EXPANSION_KEYS.binary_search(&opening(word)).ok()?;
    let at = EXPANSIONS.binary_search_by(|(key, _)| (*key).cmp(word)).ok()?;
    let (key, expansion) = EXPANSIONS.get(at)?;
    (key.len() > 2 || upper).then_some(*expansion)
}

/// How British words begin, sorted.
static SPELLING_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| SPELLINGS.iter().map(|(word, _)| opening(word)).collect());

/// How abbreviations begin, sorted; most words begin otherwise.
static EXPANSION_KEYS: LazyLock<Vec<u64>> = LazyLock::new(|| EXPANSIONS.iter().map(|(key, _)| opening(key)).collect());

/// A lower-case word in American spelling.
pub fn american(word: &str) -> Cow<'_, str> {
    let key = opening(word);
    let before = SPELLING_KEYS.partition_point(|british| *british <= key).checked_sub(1);
    if let Some((british, american)) = before.and_then(|at| SPELLINGS.get(at))
        && let Some(rest) = word.strip_prefix(british)
        && !rest.starts_with(|c| american.strip_prefix(british).is_some_and(|added| added.starts_with(c)))
    {
        return Cow::Owned(format!("{american}{rest}"));
    }
    let end = word.len().saturating_sub(ISE_LONGEST);
    if !word.as_bytes().get(end..).unwrap_or_default().windows(2).any(|pair| pair == b"is") {
        return Cow::Borrowed(word);
    }
    ISE_ENDINGS
        .iter()
        .find_map(|(british, american)| word.strip_suffix(british).map(|stem| (stem, american)))
        .filter(|(stem, _)| stem.len() >= 3 && !ISE_EVERYWHERE.iter().any(|s| s.strip_suffix("is") == Some(stem)))
        .map_or(Cow::Borrowed(word), |(stem, american)| Cow::Owned(format!("{stem}{american}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_without_repeats() {
        assert!(STOP_WORDS.is_sorted_by(|a, b| a < b) && STOP_WORDS.iter().all(|word| word.len() <= LONGEST));
        assert!(ISE_ENDINGS.iter().all(|(ending, _)| ending.len() <= ISE_LONGEST));
        assert!(EXPANSIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SPELLINGS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn spelling_is_changed_only_where_it_differs() {
        for (word, american_one) in [
            ("organisation", "organization"),
            ("prioritised", "prioritized"),
            ("supervise", "supervise"),
            ("exercises", "exercises"),
            ("behavioural", "behavioral"),
            ("enrolled", "enrolled"),
            ("enrolment", "enrollment"),
            ("risk", "risk"),
            ("otherwise", "otherwise"),
            ("analysed", "analyzed"),
        ] {
            assert_eq!(american(word), american_one);
        }
    }
}
