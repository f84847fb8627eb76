//! Command line values from the closed lists of words.

use crate::checks::CHECKS;
use crate::mapping::Confidence;
use crate::problem::suggestion;
use crate::vocabulary::{Status, Word};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

/// A parser that takes the words of a list, shows them in the help and suggests the nearest.
pub fn parser<W: Word + Send + Sync>() -> impl TypedValueParser<Value = W> {
    PossibleValuesParser::new(W::WORDS.iter().map(|(_, id)| *id))
        .try_map(|text| W::parse(&text).ok_or_else(|| format!("no {} `{text}`", W::WHAT)))
}

/// The id of a check.
///
/// # Errors
/// There is no such check; the message names the nearest.
pub fn check_id(text: &str) -> Result<String, String> {
    if CHECKS.iter().any(|check| check.id == text) {
        return Ok(text.to_owned());
    }
    let ids = CHECKS.iter().map(|check| check.id);
    Err(format!("no check of this name; {}", or_see(&suggestion(text, ids), "`mitigap explain` lists all of them")))
}

fn or_see(suggestion: &str, list: &str) -> String {
    if suggestion.starts_with("did you mean") { suggestion.to_owned() } else { list.to_owned() }
}

/// A probability between 0 and 1.
///
/// # Errors
/// It is no number, or not between 0 and 1.
pub fn probability(text: &str) -> Result<Confidence, String> {
    let number: f64 = text.parse().map_err(|_| "not a number; write for example 0.9".to_owned())?;
    if (0.0..=1.0).contains(&number) {
        Ok(Confidence::from_probability(number))
    } else {
        Err("must be between 0 and 1".to_owned())
    }
}

/// The least status that is credited: an idea or a retired entry never is.
pub fn credit() -> impl TypedValueParser<Value = Status> {
    let credited = Status::WORDS.iter().filter(|(status, _)| status.reaches(Status::Planned));
    PossibleValuesParser::new(credited.map(|(_, id)| *id).collect::<Vec<_>>())
        .try_map(|text| Status::parse(&text).ok_or_else(|| format!("no status `{text}`")))
}

/// A day.
///
/// # Errors
/// It is no day of the calendar.
pub fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "not a day of the calendar; write YYYY-MM-DD, for example 2026-11-21".to_owned())
}
