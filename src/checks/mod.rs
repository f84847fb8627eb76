//! The closed list of checks: coverage -> findings.
//!
//! One file and one page per check; adding one is these two files and two lines here. A check looks at the
//! coverage of one framework and must not know about severities by profile, waivers, baselines or formats.

mod dossier;
mod entries;
mod finding;
mod hedges;
mod words;

mod below_target;
mod brittle;
mod broad_mapping;
mod claimed_only;
mod combination_untested;
mod combined_entry;
mod common_cause;
mod contradicted_mapping;
mod detect_without_respond;
mod failed_evidence;
mod hedged;
mod hollow_depth;
mod inferred_mapping;
mod level_adds_nothing;
mod low_confidence;
mod missing;
mod missing_reference;
mod no_due_date;
mod no_owner;
mod no_target;
mod one_layer;
mod overdue;
mod overdue_review;
mod possible_duplicate;
mod single_point;
mod stale_evidence;
mod suspect_mapping;
mod threat_below_target;
mod threat_single_point;
mod threat_uncovered;
mod threats_unstated;
mod tier_gap;
mod tiers_unstated;
mod uncompensated_tier;
mod uncredited;
mod unexamined;
mod unmapped;
mod unused_entry;
mod waiver_expired;
mod waiver_expiring;
mod waiver_too_long;
mod waiver_unused;
mod waivers;

use crate::coverage::Coverage;
pub use finding::{Finding, Said, Severities, Severity};
pub use waivers::waives;

/// One check: what it is called, how severe it is, its page, and what it finds.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its id, the same everywhere; the file's stem with `-` for `_`.
    pub id: &'static str,
    /// One line for tables: what it finds.
    pub summary: &'static str,
    /// Severity by profile.
    pub severities: Severities,
    /// Its page: What it finds / Why it matters / How to fix / Example that fires / Example that is silent.
    pub page: &'static str,
    /// Looks at the coverage of one framework.
    pub run: fn(&Coverage<'_>) -> Vec<Finding>,
}

/// Every check, in the order in which reports list them.
pub const CHECKS: &[Check] = &[
    missing::CHECK,
    tier_gap::CHECK,
    uncredited::CHECK,
    threat_uncovered::CHECK,
    single_point::CHECK,
    common_cause::CHECK,
    threat_single_point::CHECK,
    uncompensated_tier::CHECK,
    hollow_depth::CHECK,
    brittle::CHECK,
    below_target::CHECK,
    threat_below_target::CHECK,
    unexamined::CHECK,
    one_layer::CHECK,
    detect_without_respond::CHECK,
    unmapped::CHECK,
    low_confidence::CHECK,
    suspect_mapping::CHECK,
    contradicted_mapping::CHECK,
    inferred_mapping::CHECK,
    broad_mapping::CHECK,
    combined_entry::CHECK,
    possible_duplicate::CHECK,
    failed_evidence::CHECK,
    claimed_only::CHECK,
    stale_evidence::CHECK,
    no_target::CHECK,
    missing_reference::CHECK,
    combination_untested::CHECK,
    overdue::CHECK,
    overdue_review::CHECK,
    no_due_date::CHECK,
    no_owner::CHECK,
    hedged::CHECK,
    level_adds_nothing::CHECK,
    tiers_unstated::CHECK,
    threats_unstated::CHECK,
    unused_entry::CHECK,
    waiver_expired::CHECK,
    waiver_too_long::CHECK,
    waiver_expiring::CHECK,
    waiver_unused::CHECK,
];

/// The check of an id.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.id == id)
}

/// All findings of a framework: by check in the order of the list, each check in its own order.
pub fn run(coverage: &Coverage<'_>, selected: impl Fn(&Check) -> bool) -> Vec<Finding> {
    let mut all = Vec::new();
    for check in CHECKS.iter().filter(|check| selected(check)) {
        all.extend((check.run)(coverage));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    const HEADINGS: [&str; 5] =
        ["What it finds", "Why it matters", "How to fix", "Example that fires", "Example that is silent"];

    fn folder() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/checks")
    }

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let mut seen = BTreeSet::new();
        for check in CHECKS {
            assert!(check.id.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())));
            assert!(seen.insert(check.id), "{} twice", check.id);
        }
    }

    #[test]
    fn the_stem_of_its_two_files_is_the_id() {
        for check in CHECKS {
            let stem = check.id.replace('-', "_");
            let page = std::fs::read_to_string(folder().join(format!("{stem}.md"))).expect(check.id);
            assert_eq!(page, check.page, "{} carries another page", check.id);
            let source = std::fs::read_to_string(folder().join(format!("{stem}.rs"))).expect(check.id);
            assert!(source.starts_with(&format!("//! `{}`: ", check.id)), "{} opens otherwise", check.id);
        }
    }

    #[test]
    fn every_page_in_the_folder_is_in_the_list() {
        let files = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let pages: BTreeSet<String> =
            files.filter_map(|name| Some(name.strip_suffix(".md")?.replace('_', "-"))).collect();
        assert_eq!(pages, CHECKS.iter().map(|check| check.id.to_owned()).collect());
    }

    #[test]
    fn a_page_has_the_five_headings_in_order_and_two_examples() {
        for check in CHECKS {
            let headings: Vec<&str> = check.page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
            assert_eq!(headings, HEADINGS, "{}", check.id);
            assert!(check.page.starts_with(&format!("# {}\n", check.id)), "{}", check.id);
            assert_eq!(check.page.matches("\n```toml\n").count(), 2, "{}", check.id);
        }
    }

    #[test]
    fn a_summary_is_one_line_without_a_full_stop() {
        for check in CHECKS {
            assert!(!check.summary.contains('\n') && !check.summary.ends_with('.') && !check.summary.is_empty());
        }
    }

    #[test]
    fn no_profile_is_milder_than_the_one_before() {
        for Check { id, severities, .. } in CHECKS {
            assert!(severities.draft <= severities.ci && severities.ci <= severities.audit, "{id}");
        }
    }

    #[test]
    fn a_check_is_found_by_its_id() {
        assert_eq!(find("missing").map(|check| check.id), Some("missing"));
        assert!(find("nothing").is_none());
    }
}
