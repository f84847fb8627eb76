//! `JUnit`: a suite per framework, a case per expected leaf, per threat, and per check whose findings are about neither.
//!
//! A case fails where a finding makes the run fail, so a test report and the exit code say the same. What weighs less is in
//! the case's output; a case whose only reasons to fail are waived is skipped.

use crate::policy::{Judged, Policy};
use crate::render::about::{About, title};
use crate::render::terminal::safe;
use crate::report::{Broken, FrameworkReport, Report};
use crate::vocabulary::Word as _;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the report as test suites.
///
/// # Errors
/// The writer fails.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let checked = report.frameworks.iter().map(|framework| of_framework(framework));
    let suites: Vec<Suite> = checked.chain(report.broken.iter().map(of_broken)).collect();
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |ends: fn(&Outcome) -> bool| suites.iter().map(|suite| suite.count(ends)).sum::<usize>().to_string();
    xml.create_element("testsuites")
        .with_attributes([
            ("name", env!("CARGO_PKG_NAME")),
            ("tests", &count(|_| true)),
            ("failures", &count(|outcome| matches!(outcome, Outcome::Failed { .. }))),
            ("errors", &count(|outcome| matches!(outcome, Outcome::Broken { .. }))),
        ])
        .write_inner_content(|xml| suites.iter().try_for_each(|suite| suite.write(xml)))?;
    xml.into_inner().write_all(b"\n")
}

/// One framework, or one input that could not be checked.
struct Suite {
    name: String,
    file: String,
    properties: Vec<(&'static str, String)>,
    cases: Vec<Case>,
}

/// One question put to a framework.
struct Case {
    name: String,
    class: String,
    outcome: Outcome,
    /// What was found and does not make it fail.
    notes: Vec<String>,
}

/// How a case ended.
enum Outcome {
    Passed,
    Failed { check: &'static str, message: String, details: Vec<String> },
    Skipped { message: String },
    Broken { kind: &'static str, message: String, details: Vec<String> },
}

fn of_framework(report: &FrameworkReport<'_>) -> Suite {
    let subject = report.coverage.subject;
    let sorted = Sorted { policy: &report.ruling.policy, report };
    let leaves = report.coverage.expected().map(|leaf| {
        let name = title(&subject.taxonomy.categories[leaf.category]);
        sorted.case(&name, &subject.taxonomy.id, |judged| {
            judged.finding.threat.is_none() && judged.finding.category == Some(leaf.category)
        })
    });
    let threats = report.coverage.threats.iter().map(|threat| {
        let entry = &subject.framework.threats[threat.threat];
        let name = format!("{} {}", entry.id.value, entry.name);
        sorted.case(&name, "threats", |judged| judged.finding.threat == Some(threat.threat))
    });
    let mut cases: Vec<Case> = leaves.chain(threats).collect();
    let rest: BTreeSet<&str> =
        report.findings.iter().filter(|judged| sorted.is_rest(judged)).map(|judged| judged.finding.check).collect();
    cases.extend(
        rest.into_iter().map(|check| {
            sorted.case(check, "checks", |judged| judged.finding.check == check && sorted.is_rest(judged))
        }),
    );
    Suite {
        name: line(&subject.framework.head.name.value),
        file: line(report.path),
        properties: properties(&report.ruling.policy, report),
        cases,
    }
}

fn properties(policy: &Policy, report: &FrameworkReport<'_>) -> Vec<(&'static str, String)> {
    let (subject, summary) = (report.coverage.subject, &report.coverage.summary);
    vec![
        ("tool", format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))),
        ("taxonomy", line(&subject.taxonomy.id)),
        ("edition", line(&subject.taxonomy.edition)),
        ("sha256", report.sha256()),
        ("as-of", subject.settings.as_of.to_string()),
        ("profile", policy.profile.id().to_owned()),
        ("fail-on", policy.fail_on.id().to_owned()),
        ("expected", summary.expected.to_string()),
        ("covered", summary.covered.to_string()),
        ("covered-declared", summary.covered_declared.to_string()),
    ]
}

/// The findings of a framework, sorted into cases: each stands in exactly one.
struct Sorted<'r> {
    policy: &'r Policy,
    report: &'r FrameworkReport<'r>,
}

impl Sorted<'_> {
    /// Whether a finding is about neither a threat nor an expected leaf.
    fn is_rest(&self, judged: &Judged) -> bool {
        let finding = &judged.finding;
        let leaf = finding.category.and_then(|at| self.report.coverage.category(at));
        finding.threat.is_none() && leaf.is_none_or(|leaf| leaf.verdict.is_none() || !leaf.expectation.is_expected())
    }

    fn case(&self, name: &str, class: &str, here: impl Fn(&Judged) -> bool) -> Case {
        let fails = |judged: &&Judged| self.policy.fail_on.is_reached_by(judged.severity);
        let (failing, other): (Vec<&Judged>, Vec<&Judged>) =
            self.report.findings.iter().filter(|judged| here(judged)).partition(fails);
        let (open, waived): (Vec<&Judged>, Vec<&Judged>) =
            failing.into_iter().partition(|judged| judged.suppressed.is_none());
        let outcome = match (open.first(), waived.first()) {
            (Some(first), _) => Outcome::Failed {
                check: first.finding.check,
                message: more(&first.finding.message, open.len()),
                details: open.iter().map(|judged| self.told(judged)).collect(),
            },
            (None, Some(first)) => Outcome::Skipped { message: more(&waiver(first), waived.len()) },
            (None, None) => Outcome::Passed,
        };
        let notes = waived.iter().chain(&other).map(|judged| self.told(judged)).collect();
        Case { name: line(name), class: format!("{}.{}", line(self.report.path), line(class)), outcome, notes }
    }

    /// A finding in one line: severity, check, place, message, what to do, and what it is about.
    fn told(&self, judged: &Judged) -> String {
        let (finding, place) = (&judged.finding, &judged.place);
        let about = About::of(self.report.coverage.subject, judged);
        let about = about.named().map(|(kind, id)| format!("{kind} {id}")).collect::<Vec<_>>().join(", ");
        let waived = if judged.suppressed.is_some() { format!("; {}", waiver(judged)) } else { String::new() };
        line(&format!(
            "{} {} at {}:{}:{}: {} [{about}]; help: {}{waived}",
            judged.severity.id(),
            finding.check,
            place.path,
            place.line,
            place.column,
            finding.message,
            finding.help
        ))
    }
}

fn waiver(judged: &Judged) -> String {
    let Some(suppressed) = &judged.suppressed else { return String::new() };
    suppressed.words()
}

fn more(first: &str, count: usize) -> String {
    line(&if count > 1 { format!("{first}, and {} more", count - 1) } else { first.to_owned() })
}

fn of_broken(broken: &Broken) -> Suite {
    let told = |problem: &crate::problem::Problem| {
        let place = problem.span.map(|span| broken.sources.place(span));
        let place =
            place.map_or_else(String::new, |place| format!(" at {}:{}:{}", place.path, place.line, place.column));
        let help = if problem.help.is_empty() { String::new() } else { format!("; help: {}", problem.help) };
        line(&format!("{}{place}: {}{help}", problem.kind.id(), problem.message))
    };
    let name = if broken.path.is_empty() { "input" } else { &broken.path };
    let first = broken.problems.first();
    let outcome = Outcome::Broken {
        kind: first.map_or("io", |problem| problem.kind.id()),
        message: more(first.map_or("", |problem| &problem.message), broken.problems.len()),
        details: broken.problems.iter().map(told).collect(),
    };
    let case = Case { name: "can be checked".to_owned(), class: line(name), outcome, notes: Vec::new() };
    Suite { name: line(name), file: line(&broken.path), properties: Vec::new(), cases: vec![case] }
}

impl Suite {
    fn count(&self, ends: fn(&Outcome) -> bool) -> usize {
        self.cases.iter().filter(|case| ends(&case.outcome)).count()
    }

    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let count = |ends: fn(&Outcome) -> bool| self.count(ends).to_string();
        let element = xml.create_element("testsuite").with_attributes([
            ("name", self.name.as_str()),
            ("file", self.file.as_str()),
            ("tests", &self.cases.len().to_string()),
            ("failures", &count(|outcome| matches!(outcome, Outcome::Failed { .. }))),
            ("errors", &count(|outcome| matches!(outcome, Outcome::Broken { .. }))),
            ("skipped", &count(|outcome| matches!(outcome, Outcome::Skipped { .. }))),
        ]);
        element.write_inner_content(|xml| {
            if !self.properties.is_empty() {
                xml.create_element("properties").write_inner_content(|xml| self.write_properties(xml))?;
            }
            self.cases.iter().try_for_each(|case| case.write(xml))
        })?;
        Ok(())
    }

    fn write_properties<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        for (name, value) in &self.properties {
            xml.create_element("property").with_attributes([("name", *name), ("value", value)]).write_empty()?;
        }
        Ok(())
    }
}

impl Case {
    fn write<W: Write>(&self, xml: &mut Writer<W>) -> io::Result<()> {
        let attributes = [("name", self.name.as_str()), ("classname", &self.class)];
        let element = xml.create_element("testcase").with_attributes(attributes);
        if matches!(self.outcome, Outcome::Passed) && self.notes.is_empty() {
            element.write_empty()?;
            return Ok(());
        }
        element.write_inner_content(|xml| {
            match &self.outcome {
                Outcome::Passed => {}
                Outcome::Failed { check, message, details } => ended(xml, "failure", (check, message), details)?,
                Outcome::Broken { kind, message, details } => ended(xml, "error", (kind, message), details)?,
                Outcome::Skipped { message } => {
                    xml.create_element("skipped").with_attribute(("message", message.as_str())).write_empty()?;
                }
            }
            if !self.notes.is_empty() {
                xml.create_element("system-out").write_text_content(text(&self.notes))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn ended<W: Write>(
    xml: &mut Writer<W>,
    element: &str,
    (kind, message): (&str, &str),
    details: &[String],
) -> io::Result<()> {
    let attributes = [("type", kind), ("message", message)];
    xml.create_element(element).with_attributes(attributes).write_text_content(text(details))?;
    Ok(())
}

fn text(lines: &[String]) -> BytesText<'static> {
    BytesText::new(&lines.join("\n")).into_owned()
}

/// Text on one line that XML 1.0 can hold: control characters and the two that are no characters are written out.
fn line(text: &str) -> String {
    safe(text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}")
}
