//! One run over the example: a framework in two files, a mapping with every basis, and inputs that could not be read.

use crate::reader;
use crate::taxonomy::{handle, small};
use mitigap::checks::Finding;
use mitigap::coverage::settings::Settings;
use mitigap::coverage::{Coverage, Subject};
use mitigap::framework::Framework;
use mitigap::mapping::declared;
use mitigap::mapping::{Basis, Candidate, Confidence, Mapped, Mapping};
use mitigap::policy::{Judged, Policy, fingerprint};
use mitigap::problem::{Problem, ProblemKind};
use mitigap::render::map::{MapReport, MappedFramework, Reason};
use mitigap::report::{Broken, Display, FrameworkReport, Report};
use mitigap::source::{SourceFile, Sources, Span};
use mitigap::taxonomy::Taxonomy;

/// Path and text of the files of the example, the root first.
pub(crate) const FILES: [(&str, &str); 2] = [
    ("plans/framework.toml", include_str!("framework.toml")),
    ("plans/security/access.toml", include_str!("access.toml")),
];

/// A file that is not TOML, with something wide before the fault.
pub(crate) const BROKEN_TEXT: &str = "[framework]\r\nname = \"🛡\" oops\r\n";

/// Whether inputs are in the report that could not be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inputs {
    AllSound,
    SomeBroken,
}

/// What was given and found; reports borrow from it.
pub(crate) struct Example {
    pub(crate) sources: Sources,
    pub(crate) framework: Framework,
    pub(crate) taxonomy: Taxonomy,
    pub(crate) mapping: Mapping,
    pub(crate) settings: Settings,
    pub(crate) policy: Policy,
    pub(crate) broken: Vec<Broken>,
}

/// The example.
pub(crate) fn example() -> Example {
    let (sources, framework) = reader::read(FILES);
    let taxonomy = small();
    let (names, problems) = declared::look_up(&framework, &taxonomy);
    assert!(problems.is_empty(), "{problems:?}");
    let of = framework.mitigations.iter().zip(&names.mitigations).map(|(entry, named)| {
        let basis = if entry.id.value == "unlearning" { Basis::Confirmed } else { Basis::Declared };
        by_text(&entry.id.value).unwrap_or_else(|| answer(basis, named.clone(), 9_731))
    });
    let of = of.collect();
    let settings = Settings { level: Some("high".to_owned()), ..Settings::on("2026-11-21".parse().unwrap()) };
    Example {
        mapping: Mapping { of, names },
        sources,
        framework,
        taxonomy,
        settings,
        policy: Policy::default(),
        broken: broken(),
    }
}

/// The entries whose text was mapped.
fn by_text(id: &str) -> Option<Mapped> {
    match id {
        "usage-review" => Some(answer(Basis::Inferred, vec![handle("1.2.2")], 9_500)),
        "officer" => Some(answer(Basis::Suspect, vec![handle("2.1.1")], 7)),
        "good-intentions" => Some(answer(Basis::None, Vec::new(), 3_333)),
        _ => None,
    }
}

fn answer(basis: Basis, categories: Vec<mitigap::arena::Handle<mitigap::taxonomy::Category>>, share: u16) -> Mapped {
    let candidate = |category, share| Candidate { category, confidence: Confidence(share) };
    let candidates =
        vec![candidate(Some(handle("1.2.2")), share), candidate(None, 201), candidate(Some(handle("1.1.1")), 1)];
    Mapped { basis, categories, confidence: Confidence(share), candidates }
}

fn broken() -> Vec<Broken> {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("broken/framework.toml".to_owned(), BROKEN_TEXT.to_owned()));
    let at = |word: &str| {
        let start = u32::try_from(BROKEN_TEXT.find(word).unwrap()).unwrap();
        Span { file, start, end: start + u32::try_from(word.len()).unwrap() }
    };
    let syntax = Problem::at(ProblemKind::Syntax, at("oops"), "unexpected text after a value").help("delete it");
    let shape = Problem::at(ProblemKind::Shape, at("name"), "a second problem");
    let missing = Problem::without_place(ProblemKind::Io, "`gone.toml` could not be opened");
    vec![
        Broken { path: "broken/framework.toml".to_owned(), sources, problems: vec![syntax, shape] },
        Broken { path: "gone.toml".to_owned(), sources: Sources::default(), problems: vec![missing] },
    ]
}

impl Example {
    /// A report of the example, as often as asked, with or without inputs that could not be read.
    pub(crate) fn report(&self, frameworks: usize, inputs: Inputs) -> Report<'_> {
        let one = || {
            let coverage = Coverage::of(&self.framework, &self.taxonomy, &self.mapping, &self.settings).unwrap();
            let mut findings = self.policy.judge(FILES[0].0, &self.sources, &coverage);
            findings.push(self.about_a_threat(coverage.subject));
            FrameworkReport { path: FILES[0].0, sources: &self.sources, coverage, findings }
        };
        Report {
            settings: &self.settings,
            policy: &self.policy,
            accept: Some(Confidence(9_100)),
            display: Display::default(),
            broken: if inputs == Inputs::SomeBroken { &self.broken } else { &[] },
            frameworks: (0..frameworks).map(|_| one()).collect(),
        }
    }

    /// A finding about a threat, which no check has to make for it to be written.
    fn about_a_threat(&self, subject: Subject<'_>) -> Judged {
        let (threat, entry) = self.framework.threats.entries().last().unwrap();
        let finding = Finding::new("threat-uncovered", entry.id.span, "nothing stands against `theft`").against(threat);
        Judged {
            severity: self.policy.severity(&finding),
            place: self.sources.place(finding.span),
            fingerprint: fingerprint::of(FILES[0].0, subject, &finding),
            suppressed: None,
            finding,
        }
    }

    /// What `map --why` of the example gives.
    pub(crate) fn map_report(&self) -> MapReport<'_> {
        let reason = |term: &str, category, weight| Reason { term: term.to_owned(), category, weight };
        let why = self.framework.mitigations.iter().map(|entry| match entry.id.value.as_str() {
            "usage-review" => vec![reason("review", Some(handle("1.2.2")), 12_345), reason("", None, -1)],
            _ => Vec::new(),
        });
        MapReport {
            broken: &self.broken,
            frameworks: vec![MappedFramework {
                path: FILES[0].0,
                framework: &self.framework,
                taxonomy: &self.taxonomy,
                mapping: &self.mapping,
                why: why.collect(),
            }],
        }
    }
}

/// The characters that a place covers in one of the example's files: counted by hand, not with the library.
pub(crate) fn text_at(place: &serde_json::Value) -> String {
    let path = place["path"].as_str().unwrap();
    let text = FILES.iter().find(|(known, _)| *known == path).map_or(BROKEN_TEXT, |(_, text)| text);
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    assert_eq!(number("line"), number("end_line"), "the example has no place over several lines");
    let line = text.split('\n').nth(number("line") - 1).unwrap();
    line.chars().skip(number("column") - 1).take(number("end_column") - number("column")).collect()
}
