//! Flags, then overrides by path, then the configuration, then defaults: one answer to every question, with its origin.

use super::flags::{Flags, Given};
use super::read::{Choices, Config};
use crate::coverage::settings::{Bound, Settings};
use crate::files::find::shown;
use crate::mapping::Confidence;
use crate::policy::selection::Selection;
use crate::policy::{FailOn, Policy, Profile};
use crate::source::{Located, Span};
use crate::vocabulary::{Status, Word as _};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is asked of a framework.
#[derive(Debug, Default)]
pub struct Ruling {
    /// What is asked of the analysis.
    pub settings: Settings,
    /// How findings are judged.
    pub policy: Policy,
    /// Confidence from which on an inferred mapping counts; the mapper's own where `None`.
    pub accept: Option<Confidence>,
    /// What it is held against; what the framework names where `None`.
    pub taxonomy: Option<TaxonomyChoice>,
    /// Names for taxonomies in files.
    pub taxonomies: BTreeMap<String, PathBuf>,
    /// The file of known findings.
    pub baseline: Option<PathBuf>,
    /// The configuration that governs, as shown.
    pub config: Option<String>,
    /// Every answer with its origin, in documented order.
    pub origins: Vec<Setting>,
}

impl Ruling {
    /// Every answer, a line each: the same for the same question, whatever asked it.
    pub fn answers(&self) -> String {
        self.origins.iter().map(|setting| format!("{} = {}\n", setting.key, setting.value)).collect()
    }
}

/// A taxonomy that is asked for, whatever the framework names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyChoice {
    /// The name as written.
    pub name: String,
    /// The file it means, should it be no known name.
    pub file: PathBuf,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The question: a key of the configuration.
    pub key: String,
    /// The answer, as it would be written.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Default,
    /// An environment variable.
    Environment(&'static str),
    /// A line of the configuration.
    Config {
        /// The configuration, as shown.
        path: String,
        /// The line.
        line: u32,
    },
    /// A flag.
    Flag(&'static str),
}

/// What can answer: the flags win, then the last override, then the configuration.
struct Sources<'a> {
    config: Option<&'a Config>,
    /// Weakest first.
    choices: Vec<&'a Choices>,
    told: Vec<Setting>,
}

/// The ruling of a configuration with some of its overrides.
pub(super) fn resolve(flags: &Flags, config: Option<&Config>, overrides: &[usize]) -> Ruling {
    let own = config.map(|config| &config.choices);
    let by_path = overrides.iter().filter_map(|&at| config?.overrides.get(at)).map(|over| &over.choices);
    let mut sources = Sources { config, choices: own.into_iter().chain(by_path).collect(), told: Vec::new() };
    sources.tell_day(flags);
    let profile = sources.pick("profile", ("--profile", flags.profile), |choices| choices.profile, Profile::id);
    let fail_on = sources.pick("fail_on", ("--fail-on", flags.fail_on), |choices| choices.fail_on, FailOn::id);
    let credit = sources.pick("credit", ("--credit", flags.credit), |choices| choices.credit, Status::id);
    let bound = sources.pick("mapping", ("--mapping", flags.mapping), |choices| choices.mapping, Bound::id);
    let accept = sources.accept(flags);
    let taxonomy = sources.taxonomy(flags);
    let baseline = sources.baseline(flags);
    let max_waiver_days = sources.max_waiver_days();
    let severities = sources.severities();
    sources.tell_selection(flags);
    Ruling {
        settings: Settings { as_of: flags.as_of, credit, bound, level: flags.level.clone(), max_waiver_days },
        policy: Policy { profile, fail_on, severities, selection: flags.selection.clone() },
        accept,
        taxonomy,
        taxonomies: config.map_or_else(BTreeMap::new, |config| {
            config.taxonomies.iter().map(|(name, path)| (name.clone(), config.beside(&path.value))).collect()
        }),
        baseline,
        config: config.map(|config| config.file.path.clone()),
        origins: sources.told,
    }
}

impl Sources<'_> {
    fn tell(&mut self, key: impl Into<String>, value: impl Into<String>, origin: Origin) {
        self.told.push(Setting { key: key.into(), value: value.into(), origin });
    }

    fn at(&self, span: Span) -> Origin {
        self.config.map_or(Origin::Default, |config| Origin::Config {
            path: config.file.path.clone(),
            line: config.line(span),
        })
    }

    /// The last choice that answers.
    fn last<T>(&self, of: impl Fn(&Choices) -> Option<Located<T>>) -> Option<Located<T>> {
        self.choices.iter().rev().find_map(|choices| of(choices))
    }

    fn tell_day(&mut self, flags: &Flags) {
        let origin = match flags.as_of_given {
            Given::Flag => Origin::Flag("--as-of"),
            Given::Environment => Origin::Environment("MITIGAP_AS_OF"),
            Given::Nobody => Origin::Default,
        };
        self.tell("as_of", flags.as_of.to_string(), origin);
    }

    /// An answer that is a word of a closed list with a default.
    fn pick<T: Copy + Default>(
        &mut self,
        key: &'static str,
        (flag, given): (&'static str, Option<T>),
        of: fn(&Choices) -> Option<Located<T>>,
        id: fn(T) -> &'static str,
    ) -> T {
        let chosen = self.last(of);
        let (value, origin) = match (given, chosen) {
            (Some(value), _) => (value, Origin::Flag(flag)),
            (None, Some(chosen)) => (chosen.value, self.at(chosen.span)),
            (None, None) => (T::default(), Origin::Default),
        };
        self.tell(key, id(value), origin);
        value
    }

    fn accept(&mut self, flags: &Flags) -> Option<Confidence> {
        let chosen = self.last(|choices| choices.accept);
        let (value, origin) = match (flags.accept, chosen) {
            (Some(value), _) => (Some(value), Origin::Flag("--accept")),
            (None, Some(chosen)) => (Some(chosen.value), self.at(chosen.span)),
            (None, None) => (None, Origin::Default),
        };
        let shown = value.map_or_else(|| "the taxonomy's own".to_owned(), |value| value.value().to_string());
        self.tell("accept", shown, origin);
        value
    }

    fn taxonomy(&mut self, flags: &Flags) -> Option<TaxonomyChoice> {
        let chosen = self.last(|choices| choices.taxonomy.clone());
        let (value, origin) = match (&flags.taxonomy, chosen) {
            (Some(name), _) => {
                (Some(TaxonomyChoice { name: name.clone(), file: PathBuf::from(name) }), Origin::Flag("--taxonomy"))
            }
            (None, Some(chosen)) => {
                let file = self.config.map_or_else(PathBuf::new, |config| config.beside(&chosen.value));
                let origin = self.at(chosen.span);
                (Some(TaxonomyChoice { name: chosen.value, file }), origin)
            }
            (None, None) => (None, Origin::Default),
        };
        let shown = value.as_ref().map_or("what the framework names", |choice| &choice.name).to_owned();
        self.tell("taxonomy", shown, origin);
        value
    }

    fn baseline(&mut self, flags: &Flags) -> Option<PathBuf> {
        let config = self.config.and_then(|config| Some((config, config.baseline.as_ref()?)));
        let (value, origin) = match (flags.no_baseline, &flags.baseline, config) {
            (true, ..) => (None, Origin::Flag("--no-baseline")),
            (false, Some(path), _) => (Some(path.clone()), Origin::Flag("--baseline")),
            (false, None, Some((config, name))) => (Some(config.beside(&name.value)), self.at(name.span)),
            (false, None, None) => (None, Origin::Default),
        };
        self.tell("baseline", value.as_ref().map_or_else(|| "none".to_owned(), |path| shown(path)), origin);
        value
    }

    fn max_waiver_days(&mut self) -> Option<u32> {
        let chosen = self.config.and_then(|config| config.max_waiver_days);
        let origin = chosen.map_or(Origin::Default, |chosen| self.at(chosen.span));
        self.tell("max_waiver_days", chosen.map_or_else(|| "any".to_owned(), |days| days.value.to_string()), origin);
        chosen.map(|days| days.value)
    }

    /// What only flags can say, where they do.
    fn tell_selection(&mut self, flags: &Flags) {
        let Selection { select, ignore, categories, tiers, threats } = &flags.selection;
        let level: Vec<String> = flags.level.iter().cloned().collect();
        let lists = [
            ("level", "--level", &level),
            ("select", "--select", select),
            ("ignore", "--ignore", ignore),
            ("category", "--category", categories),
            ("tier", "--tier", tiers),
            ("threat", "--threat", threats),
        ];
        for (key, flag, values) in lists.into_iter().filter(|(.., values)| !values.is_empty()) {
            self.tell(key, values.join(", "), Origin::Flag(flag));
        }
    }

    fn severities(&mut self) -> BTreeMap<String, crate::checks::Severity> {
        let mut merged = BTreeMap::new();
        for choices in &self.choices {
            merged.extend(choices.severities.iter().map(|(check, severity)| (check.clone(), *severity)));
        }
        for (check, severity) in &merged {
            let origin = self.at(severity.span);
            self.tell(format!("severity.{check}"), severity.value.id(), origin);
        }
        merged.into_iter().map(|(check, severity)| (check, severity.value)).collect()
    }
}
