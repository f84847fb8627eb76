//! Measures the mapper on texts that it was not trained on, and writes what was measured as a page.

use mitigap::mapping::Mapper;
use mitigap::mapping::eval::{Case, Figures, Share};
use mitigap::mapping::training::{self, Example, Origin, Settings, data};
use mitigap::mapping::{model::Model, pack};
use mitigap::taxonomy::Taxonomy;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The page that is written.
pub const PAGE: &str = "docs/accuracy.md";

/// What the page says of the figures; what is measured stands below.
const TEXT: &str = include_str!("accuracy.md");

/// Shares of the examples that the learning curve is measured with, as one in so many.
const CURVE: [usize; 4] = [8, 4, 2, 1];

/// What is measured.
pub struct Measured {
    /// Each labelled framework held out in turn.
    pub frameworks: Vec<Case>,
    /// The same, with everything by the same developer held out.
    pub developers: Vec<Case>,
    /// Written frameworks, half of them held out at a time.
    pub written: Vec<Case>,
    /// The labelled frameworks by models of ever more examples: how many, and the figures.
    pub curve: Vec<(usize, Figures)>,
}

/// Measures everything.
pub fn measure(taxonomy: &Taxonomy, examples: &[Example]) -> Measured {
    let frameworks = held_out(taxonomy, examples, |_, example| framework(example).map(ToOwned::to_owned));
    let several = held_out(taxonomy, examples, |_, e| {
        framework(e).map(developer).filter(|d| shares(examples, d)).map(ToOwned::to_owned)
    });
    let alone = frameworks.iter().filter(|case| !shares(examples, developer(&case.origin))).cloned();
    let half = examples.len() / 2;
    Measured {
        developers: alone.chain(several).collect(),
        written: held_out(taxonomy, examples, |at, example| {
            (example.origin == Origin::Framework).then(|| (at < half).to_string())
        }),
        curve: CURVE.iter().map(|one_in| curve(taxonomy, examples, *one_in)).collect(),
        frameworks,
    }
}

/// The labelled framework that an example is from.
fn framework(example: &Example) -> Option<&str> {
    match &example.origin {
        Origin::Labelled(framework) => Some(framework),
        Origin::Written | Origin::Framework | Origin::Definition => None,
    }
}

/// Who wrote a framework: the first word of its name.
fn developer(framework: &str) -> &str {
    framework.split('-').next().unwrap_or(framework)
}

/// Whether a developer has several frameworks among the examples.
fn shares(examples: &[Example], name: &str) -> bool {
    let of: BTreeSet<&str> = examples.iter().filter_map(framework).filter(|f| developer(f) == name).collect();
    of.len() > 1
}

/// The answers for each group of examples by a mapper that saw all but it.
pub fn held_out(
    taxonomy: &Taxonomy,
    examples: &[Example],
    group: impl Fn(usize, &Example) -> Option<String>,
) -> Vec<Case> {
    let of: Vec<Option<String>> = examples.iter().enumerate().map(|(at, example)| group(at, example)).collect();
    let groups: BTreeSet<&String> = of.iter().flatten().collect();
    let mut cases = Vec::new();
    for group in groups {
        let pairs = examples.iter().zip(&of);
        let (held, seen): (Vec<_>, Vec<_>) = pairs.partition(|(_, of)| of.as_ref() == Some(group));
        let seen: Vec<Example> = seen.into_iter().map(|(example, _)| example.clone()).collect();
        if let Some(mapper) = Mapper::train(taxonomy, &seen) {
            cases.extend(held.iter().map(|(example, _)| Case::of(&mapper, taxonomy, example)));
        }
    }
    cases
}

/// The figures of the labelled frameworks, each by a model of one in so many examples and no other framework; without
/// calibration.
fn curve(taxonomy: &Taxonomy, examples: &[Example], one_in: usize) -> (usize, Figures) {
    let (labelled, others): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|e| framework(e).is_some());
    let chosen: Vec<Example> = others.into_iter().step_by(one_in).cloned().collect();
    let texts: Vec<Example> = chosen.iter().cloned().chain(data::of_taxonomy(taxonomy)).collect();
    let source = training::uncalibrated(&data::classes(taxonomy), &texts, &Settings::default());
    let mapper = Model::new(Cow::Owned(pack::pack(&source))).and_then(|model| Mapper::new(taxonomy, model));
    let cases: Vec<Case> =
        mapper.iter().flat_map(|mapper| labelled.iter().map(|example| Case::of(mapper, taxonomy, example))).collect();
    (chosen.len(), Figures::of(&cases))
}

/// The page.
pub fn page(measured: &Measured) -> String {
    let sections = [
        ("frameworks", measured.frameworks_table()),
        ("reliability", Figures::of(&measured.frameworks).to_string()),
        ("curve", measured.curve_table()),
    ];
    sections.iter().fold(TEXT.to_owned(), |text, (name, table)| text.replace(&format!("{{{name}}}"), table.trim_end()))
}

impl Measured {
    /// A row per figure, a column per way of holding out.
    fn frameworks_table(&self) -> String {
        let all = [&self.frameworks, &self.developers, &self.written].map(|cases| Figures::of(cases));
        let row = |name: &str, of: &dyn Fn(&Figures) -> String| {
            let cells = all.iter().map(of).collect::<Vec<_>>();
            format!("| {name} | {} |\n", cells.join(" | "))
        };
        let share = |of: fn(&Figures) -> Share| move |figures: &Figures| interval(of(figures));
        let mut out = String::from("| | frameworks | developers | written |\n|---|---|---|---|\n");
        out += &row("texts", &|figures| figures.texts.to_string());
        out += &row("accept@1", &share(|f| f.accept_at_1));
        out += &row("exact", &share(|f| f.exact));
        out += &row("accept@3", &share(|f| f.accept_at_3));
        out += &row("answered at precision 0.95", &share(|f| f.answered_at_95));
        out += &row("accepted by default", &share(|f| f.accepted));
        out += &row("right among those", &share(|f| f.accepted_right));
        out += &row("calibration error", &|figures| format!("{:.3}", figures.calibration_error));
        out += &row("no measure, and rejected", &share(|f| f.rejected));
        out += &row("a measure, called none", &share(|f| f.called_none));
        out
    }

    fn curve_table(&self) -> String {
        let mut out = String::from("| examples | accept@1 | exact | accept@3 |\n|---|---|---|---|\n");
        for (examples, figures) in &self.curve {
            let [one, exact, three] = [figures.accept_at_1, figures.exact, figures.accept_at_3].map(interval);
            // Writing to a String cannot fail.
            let _ = writeln!(out, "| {examples} | {one} | {exact} | {three} |");
        }
        out
    }
}

/// A share with its interval; a dash where there is nothing to measure.
fn interval(share: Share) -> String {
    if share.of == 0 { "-".to_owned() } else { format!("{:.3} ({:.3} to {:.3})", share.share, share.low, share.high) }
}
