//! Texts that say a measure is absent: "we do not filter prompts" is about filtering, and covers nothing.
//!
//! Only plain statements of absence count. Measures are often put in the negative ("is not released before ..."), so a lone
//! "not" says nothing.

/// What a statement of absence looks like, in lower case.
const DENIALS: &[&str] = &[
    "we do not ",
    "we don't ",
    "we have no ",
    "we decided against",
    "decided against ",
    "decided not to ",
    "chose not to ",
    "is not in place",
    "are not in place",
    "not implemented",
    "are not encrypted",
    "is not encrypted",
    "was removed because",
    "were removed because",
    "we removed ",
    "has been removed",
    "was abandoned",
    "were abandoned",
    "has been dropped",
    "have been dropped",
    "we have dropped",
];

/// Whether a text says of itself that the measure is not there.
pub fn denies(name: &str, description: Option<&str>) -> bool {
    let name = name.to_lowercase();
    let description = description.unwrap_or("").to_lowercase().replace('’', "'");
    name.starts_with("no ") || DENIALS.iter().any(|denial| name.contains(denial) || description.contains(denial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_statements_of_absence_are_seen() {
        for (name, description) in [
            ("No guardrails", "Prompts go straight to the model."),
            ("Output filter", "We do not filter prompts or outputs."),
            ("Red teaming", "We decided against red teaming this year."),
            ("Weight storage", "Weights are not encrypted and no access controls exist."),
            ("Output filter removal", "We removed the output filter because it annoyed users."),
        ] {
            assert!(denies(name, Some(description)), "{name}: {description}");
        }
    }

    #[test]
    fn measures_put_in_the_negative_are_measures() {
        for (name, description) in [
            ("Release gate", "Models are not released until the safety committee has signed."),
            ("Refusal training", "The model is trained not to answer requests for weapons."),
            ("Air gap", "Training clusters have no route to the internet."),
            ("Non-retaliation", "Staff who raise concerns do not face reprisals."),
        ] {
            assert!(!denies(name, Some(description)), "{name}: {description}");
        }
    }
}
