//! What every framework is asked, with the origin of each answer: for `check --show-config`.

use super::terminal::{column, safe};
use crate::config::{Origin, Ruling};
use crate::report::Report;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// The answers, once for all frameworks that share them.
pub fn text(report: &Report<'_>) -> String {
    let mut groups: Vec<(&Ruling, Vec<&str>)> = Vec::new();
    for framework in &report.frameworks {
        match groups.iter_mut().find(|(ruling, _)| ruling.origins == framework.ruling.origins) {
            Some((_, paths)) => paths.push(framework.path),
            None => groups.push((framework.ruling, vec![framework.path])),
        }
    }
    if groups.is_empty() {
        groups.push((report.ruling, Vec::new()));
    }
    let mut text = groups.iter().map(|(ruling, paths)| group(ruling, paths)).collect::<Vec<_>>().join("\n");
    for path in report.left_out {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\nleft out by the configuration: {}", safe(path));
    }
    text
}

fn group(ruling: &Ruling, paths: &[&str]) -> String {
    let mut text = String::new();
    for path in paths {
        let _ = writeln!(text, "{}", safe(path));
    }
    let config = ruling.config.as_deref().unwrap_or("none");
    let _ = writeln!(text, "configuration: {}\n", safe(config));
    let wide = |of: fn(&crate::config::Setting) -> &str| {
        ruling.origins.iter().map(|setting| safe(of(setting)).width()).max().unwrap_or(0)
    };
    let (keys, values) = (wide(|setting| &setting.key), wide(|setting| &setting.value));
    for setting in &ruling.origins {
        let (key, value) = (column(&safe(&setting.key), keys), column(&safe(&setting.value), values));
        let _ = writeln!(text, "{key}  {value}  {}", origin(&setting.origin));
    }
    text
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Default => "default".to_owned(),
        Origin::Config { path, line } => format!("{}:{line}", safe(path)),
        Origin::Environment(name) | Origin::Flag(name) => (*name).to_owned(),
    }
}
