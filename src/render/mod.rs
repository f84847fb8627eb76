//! Report -> bytes: the closed list of formats.
//!
//! A format writes what the report says and decides nothing: no severity, no state and no exit code is made here.
//! Adding one is its module and two lines below.

mod about;
pub mod compare;
pub mod concise;
pub mod csv;
pub mod diff;
pub mod evaluation;
pub mod explain;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
pub mod map;
pub mod markdown;
pub mod oscal;
pub mod sarif;
pub mod settings;
pub mod sign;
pub mod suggest;
pub mod taxonomy;
pub mod terminal;
mod uri;
pub mod what_if;
pub mod why;

use crate::report::Report;
use std::io::{self, Write};

/// Writes a whole report; fails only where the writer does.
pub type Render = fn(&Report<'_>, &mut dyn Write) -> io::Result<()>;

/// One format of `check`.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Writes a report in it.
    pub render: Render,
}

/// Every format, in documented order.
pub const FORMATS: &[Format] = &[
    Format { name: "human", render: human::write },
    Format { name: "concise", render: concise::write },
    Format { name: "json", render: json::check },
    Format { name: json::LINES, render: json::check_lines },
    Format { name: "html", render: html::write },
    Format { name: "sarif", render: sarif::write },
    Format { name: "junit", render: junit::write },
    Format { name: github::NAME, render: github::write },
    Format { name: "gitlab", render: gitlab::write },
    Format { name: "markdown", render: markdown::write },
    Format { name: "oscal", render: oscal::assessment },
    Format { name: "oscal-mapping", render: oscal::mapping },
    Format { name: "csv", render: csv::write },
];

/// The format of a name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name_and_no_name_is_taken_twice() {
        for format in FORMATS {
            assert_eq!(find(format.name).map(|found| found.name), Some(format.name));
            assert_eq!(FORMATS.iter().filter(|other| other.name == format.name).count(), 1);
        }
    }
}
