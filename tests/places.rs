//! Places against the text they cover, without the golden files: lines and columns are worked out here from the bytes on
//! disk, by a second method.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod support;

use mitigap::source::{Place, Sources, Span};

/// The text between two places, counted line by line and character by character from the file itself.
fn covered(place: &Place) -> String {
    let bytes = std::fs::read(support::root().join(&place.path)).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let (mut line, mut column, mut inside) = (1, 1, String::new());
    for c in text.chars() {
        if (line, column) >= (place.line, place.column) && (line, column) < (place.end_line, place.end_column) {
            inside.push(c);
        }
        if c == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    inside
}

fn assert_same(sources: &Sources, span: Span, what: &str) {
    let place = sources.place(span);
    assert!(!place.path.starts_with('/'), "{what}: absolute path {}", place.path);
    assert!((place.line, place.column) <= (place.end_line, place.end_column), "{what}: {place:?}");
    assert_eq!(covered(&place), sources.text(span), "{what}: {place:?}");
}

#[test]
fn every_finding_covers_the_text_it_means() {
    let mut seen = 0;
    for folder in support::fixtures() {
        let request = support::request(folder.join("framework.toml"));
        let loaded = support::load(&request);
        for framework in &loaded.report().frameworks {
            for judged in &framework.findings {
                let finding = &judged.finding;
                assert_same(framework.sources, finding.span, &format!("{} {}", folder.display(), finding.check));
                for (span, _) in &finding.related {
                    assert_same(framework.sources, *span, finding.check);
                }
                assert!(
                    !framework.sources.text(finding.span).is_empty(),
                    "{} {} points at nothing",
                    folder.display(),
                    finding.check
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "only {seen} findings");
}

#[test]
fn a_finding_about_one_entry_alone_points_into_that_entry() {
    for folder in support::fixtures() {
        let request = support::request(folder.join("framework.toml"));
        let loaded = support::load(&request);
        for framework in &loaded.report().frameworks {
            let entries = &framework.coverage.subject.framework.mitigations;
            for finding in framework.findings.iter().map(|judged| &judged.finding) {
                let Some(at) = finding.mitigation else { continue };
                if finding.threat.is_some() || ["hollow-depth", "uncompensated-tier"].contains(&finding.check) {
                    continue;
                }
                // The last `id` before the end of the marked line, or the marked entry itself.
                let place = framework.sources.place(finding.span);
                let text = std::fs::read_to_string(support::root().join(&place.path)).unwrap();
                let id = &entries[at].id.value;
                let block: Vec<&str> = text.lines().collect();
                let from =
                    block[..place.line as usize].iter().rposition(|line| line.contains("[[mitigation]]")).unwrap_or(0);
                let to = block[from + 1..]
                    .iter()
                    .position(|line| line.contains("[[mitigation]]"))
                    .map_or(block.len(), |at| from + 1 + at);
                let near = block[from..to].join("\n");
                assert!(
                    near.contains(id.as_str()),
                    "{} {} is about `{id}` and points at line {}",
                    folder.display(),
                    finding.check,
                    place.line
                );
            }
        }
    }
}

#[test]
fn every_problem_lies_inside_its_file_or_at_its_end() {
    let mut seen = 0;
    for folder in support::fixtures() {
        let loaded = support::load(&support::request(folder.join("framework.toml")));
        for broken in &loaded.broken {
            for problem in &broken.problems {
                seen += 1;
                let Some(span) = problem.span else { continue };
                let file = broken.sources.file(span.file).unwrap();
                assert!(
                    span.start <= span.end && span.end as usize <= file.text.len(),
                    "{}: {problem:?}",
                    folder.display()
                );
                if file.text.is_ascii() {
                    assert_same(&broken.sources, span, &problem.message);
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} problems");
}
