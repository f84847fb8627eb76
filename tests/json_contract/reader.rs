//! Just enough of a reader for the example: no checks, no defaults beyond what the example needs.

use jiff::civil::Date;
use mitigap::arena::{Handle, List};
use mitigap::framework::event::Event;
use mitigap::framework::{
    Dependency, Evidence, Framework, Head, Level, Mitigation, Scope, ScopeEntry, Threat, Tier, TierSource, Waiver,
    WantedDepth,
};
use mitigap::source::{FileId, Located, SourceFile, Sources, Span};
use mitigap::vocabulary::{Actor, Evaluator, Word};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

type Text = Spanned<String>;

#[derive(Deserialize, Default)]
#[serde(default)]
struct File {
    framework: Option<Spanned<RawHead>>,
    scope: RawScope,
    level: Vec<RawEntry>,
    tier: Vec<RawTier>,
    threat: Vec<RawThreat>,
    dependency: Vec<RawEntry>,
    event: Vec<RawEvent>,
    mitigation: Vec<RawMitigation>,
    waiver: Vec<RawWaiver>,
}

#[derive(Deserialize)]
struct RawHead {
    name: Text,
    version: Option<Text>,
}

#[derive(Deserialize, Default)]
struct RawScope {
    exclude: Vec<RawExclusion>,
}

#[derive(Deserialize)]
struct RawExclusion {
    category: Text,
    reason: Text,
}

#[derive(Deserialize)]
struct RawEntry {
    id: Text,
    name: Option<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct RawTier {
    id: Text,
    name: Option<String>,
    exposure: Option<String>,
    extends: Option<Text>,
    #[serde(default)]
    relaxes: Vec<Text>,
}

#[derive(Deserialize)]
struct RawThreat {
    id: Text,
    name: Option<String>,
    domain: Option<Text>,
    depth: Option<Spanned<u8>>,
    #[serde(default)]
    tiers: Vec<Text>,
}

#[derive(Deserialize)]
struct RawEvent {
    id: Text,
    voids_dependencies: Vec<Text>,
}

#[derive(Deserialize)]
struct RawMitigation {
    id: Text,
    name: Text,
    category: Option<Text>,
    status: Option<Text>,
    layer: Option<Text>,
    depends_on: Option<Vec<Text>>,
    #[serde(default)]
    threats: Vec<Text>,
    #[serde(default)]
    tiers: Vec<Text>,
    #[serde(default)]
    evidence: Vec<RawEvidence>,
}

#[derive(Deserialize)]
struct RawEvidence {
    kind: Text,
    target: Text,
    result: String,
    date: Spanned<Datetime>,
    by: String,
}

#[derive(Deserialize)]
struct RawWaiver {
    check: Text,
    category: Text,
    reason: Text,
    owner: Text,
    expires: Spanned<Datetime>,
}

/// The framework of a root file and one it includes.
pub(crate) fn read(files: [(&str, &str); 2]) -> (Sources, Framework) {
    let mut sources = Sources::default();
    let [(root, mut all), (included, more)] = files.map(|(path, text)| {
        let id = sources.add(SourceFile::new(path.to_owned(), text.to_owned()));
        (id, toml::from_str::<File>(text).unwrap())
    });
    let head = all.framework.take().unwrap();
    let span = Span { file: root, start: 0, end: 0 };
    // The header itself, which is where the real reader puts what is absent from the whole framework.
    let start = u32::try_from(files[0].1.find("[framework]").unwrap()).unwrap();
    let head_span = Span { start, end: start + 11, ..span };
    let ids = Ids::of(&all, &more);
    let reader = |file| Reader { file, ids: &ids };
    let here = reader(root);
    let mut mitigations: Vec<Mitigation> = all.mitigation.into_iter().map(|raw| here.mitigation(raw)).collect();
    mitigations.extend(more.mitigation.into_iter().map(|raw| reader(included).mitigation(raw)));
    let framework = Framework {
        head: Head {
            span: head_span,
            version: head.get_ref().version.clone().map(|version| here.text(version)),
            name: here.text(head.into_inner().name),
            date: None,
            taxonomy: None,
            actor: Actor::Developer,
        },
        scope: Scope {
            include: Vec::new(),
            exclude: all.scope.exclude.into_iter().map(|raw| here.exclusion(raw)).collect(),
        },
        levels: list(all.level, |raw| here.level(raw)),
        tiers: list(all.tier, |raw| here.tier(raw)),
        tier_source: TierSource::Declared,
        threats: list(all.threat, |raw| here.threat(raw)),
        dependencies: list(all.dependency, |raw| here.dependency(raw)),
        events: list(all.event, |raw| here.event(raw)),
        mitigations: mitigations.into(),
        waivers: list(all.waiver, |raw| here.waiver(raw)),
    };
    (sources, framework)
}

fn list<R, T>(raw: Vec<R>, read: impl Fn(R) -> T) -> List<T> {
    raw.into_iter().map(read).collect::<Vec<_>>().into()
}

/// Every id, so that a reference becomes a handle.
struct Ids {
    tiers: Vec<String>,
    threats: Vec<String>,
    dependencies: Vec<String>,
    mitigations: Vec<String>,
}

impl Ids {
    fn of(root: &File, included: &File) -> Self {
        let of = |id: &Text| id.get_ref().clone();
        Self {
            tiers: root.tier.iter().map(|raw| of(&raw.id)).collect(),
            threats: root.threat.iter().map(|raw| of(&raw.id)).collect(),
            dependencies: root.dependency.iter().map(|raw| of(&raw.id)).collect(),
            mitigations: root.mitigation.iter().chain(&included.mitigation).map(|raw| of(&raw.id)).collect(),
        }
    }
}

struct Reader<'i> {
    file: FileId,
    ids: &'i Ids,
}

impl Reader<'_> {
    fn located<T>(&self, raw: Spanned<T>) -> Located<T> {
        let bytes = raw.span();
        let offset = |at| u32::try_from(at).unwrap();
        let span = Span { file: self.file, start: offset(bytes.start), end: offset(bytes.end) };
        Located::new(raw.into_inner(), span)
    }

    fn text(&self, raw: Text) -> Located<String> {
        self.located(raw)
    }

    fn word<W: Word>(&self, raw: Text) -> Located<W> {
        let Located { value, span } = self.located(raw);
        Located::new(W::parse(&value).unwrap(), span)
    }

    fn date(&self, raw: Spanned<Datetime>) -> Located<Date> {
        let Located { value, span } = self.located(raw);
        Located::new(value.to_string().parse().unwrap(), span)
    }

    fn reference<T>(&self, raw: Text, ids: &[String]) -> Located<Handle<T>> {
        let Located { value, span } = self.located(raw);
        let at = ids.iter().position(|id| *id == value).unwrap();
        Located::new(Handle::new(u32::try_from(at).unwrap()), span)
    }

    fn references<T>(&self, raw: Vec<Text>, ids: &[String]) -> Vec<Located<Handle<T>>> {
        raw.into_iter().map(|raw| self.reference(raw, ids)).collect()
    }

    fn exclusion(&self, raw: RawExclusion) -> ScopeEntry {
        let category = self.text(raw.category);
        ScopeEntry { span: category.span, category, reason: Some(self.text(raw.reason)), owner: None, expires: None }
    }

    fn level(&self, raw: RawEntry) -> Level {
        let id = self.text(raw.id);
        Level { span: id.span, name: id.value.clone(), id, threshold: None }
    }

    fn tier(&self, raw: RawTier) -> Tier {
        let id = self.text(raw.id);
        Tier {
            span: id.span,
            name: raw.name.unwrap_or_else(|| id.value.clone()),
            id,
            exposure: raw.exposure.map(|text| Word::parse(&text).unwrap()),
            extends: raw.extends.map(|raw| self.reference(raw, &self.ids.tiers)),
            relaxes: self.references(raw.relaxes, &self.ids.mitigations),
            compensates: Vec::new(),
        }
    }

    fn threat(&self, raw: RawThreat) -> Threat {
        let id = self.text(raw.id);
        Threat {
            span: id.span,
            name: raw.name.unwrap_or_else(|| id.value.clone()),
            id,
            domain: raw.domain.map(|domain| self.text(domain)),
            adversarial: None,
            tiers: self.references(raw.tiers, &self.ids.tiers),
            depth: raw.depth.map(|depth| {
                let Located { value, span } = self.located(depth);
                Located::new(WantedDepth::Layers(value), span)
            }),
            events: Vec::new(),
        }
    }

    fn dependency(&self, raw: RawEntry) -> Dependency {
        let id = self.text(raw.id);
        Dependency {
            span: id.span,
            name: raw.name.unwrap_or_else(|| id.value.clone()),
            id,
            kind: raw.kind.and_then(|kind| Word::parse(&kind)).unwrap_or_default(),
            depends_on: Vec::new(),
            failover: None,
        }
    }

    fn event(&self, raw: RawEvent) -> Event {
        let id = self.text(raw.id);
        Event {
            span: id.span,
            name: id.value.clone(),
            id,
            voids_dependencies: self.references(raw.voids_dependencies, &self.ids.dependencies),
            voids_layers: Vec::new(),
            voids_categories: Vec::new(),
            voids_mitigations: Vec::new(),
            voids_kinds: Vec::new(),
        }
    }

    fn mitigation(&self, raw: RawMitigation) -> Mitigation {
        let id = self.text(raw.id);
        Mitigation {
            span: id.span,
            name: self.text(raw.name),
            description: None,
            categories: raw.category.map(|category| self.text(category)).into_iter().collect(),
            confirmed: None,
            status_stated: raw.status.is_some(),
            status: raw
                .status
                .map_or_else(|| Located::new(mitigap::vocabulary::Status::Planned, id.span), |raw| self.word(raw)),
            due: None,
            level: None,
            threats: self.references(raw.threats, &self.ids.threats),
            tiers: self.references(raw.tiers, &self.ids.tiers),
            layer: raw.layer.map(|layer| self.word(layer)),
            partial: false,
            chain: None,
            comprises: Vec::new(),
            depends_on: raw.depends_on.map(|raw| self.references(raw, &self.ids.dependencies)),
            voided_by: Vec::new(),
            survives: Vec::new(),
            stage: None,
            actor: None,
            function: None,
            owner: None,
            review_by: None,
            source: None,
            evidence: raw.evidence.into_iter().map(|raw| self.evidence(raw)).collect(),
            id,
        }
    }

    fn evidence(&self, raw: RawEvidence) -> Evidence {
        Evidence {
            span: Span { file: self.file, start: 0, end: 0 },
            kind: self.word(raw.kind),
            with: Vec::new(),
            by: Evaluator::parse(&raw.by).unwrap(),
            target: Some(self.text(raw.target)),
            result: Word::parse(&raw.result).unwrap(),
            date: Some(self.date(raw.date)),
            tiers: Vec::new(),
            reference: None,
        }
    }

    fn waiver(&self, raw: RawWaiver) -> Waiver {
        let check = self.text(raw.check);
        Waiver {
            span: check.span,
            check,
            category: Some(self.text(raw.category)),
            tier: None,
            threat: None,
            mitigation: None,
            reason: self.text(raw.reason),
            owner: self.text(raw.owner),
            expires: self.date(raw.expires),
        }
    }
}
