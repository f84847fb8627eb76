//! What the author named: category codes, names and aliases, axes and risk domains, looked up in the taxonomy.

use crate::arena::Handle;
use crate::framework::reader::report::Report;
use crate::framework::{Framework, ScopeEntry};
use crate::problem::{Problem, ProblemKind, nearest, suggestion};
use crate::source::Located;
use crate::taxonomy::{AxisValue, Category, Taxonomy};

/// Every category a framework names, looked up; lists run parallel to the framework's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// Per mitigation: its declared categories.
    pub mitigations: Vec<Vec<Handle<Category>>>,
    /// Per entry of `scope.include`.
    pub include: Vec<Option<Handle<Category>>>,
    /// Per entry of `scope.exclude`.
    pub exclude: Vec<Option<Handle<Category>>>,
    /// Per waiver.
    pub waivers: Vec<Option<Handle<Category>>>,
    /// Per own event: the categories it voids.
    pub events: Vec<Vec<Handle<Category>>>,
}

/// Looks up every category, axis value and domain of a framework; what is not found becomes a problem.
pub fn look_up(framework: &Framework, taxonomy: &Taxonomy) -> (Names, Vec<Problem>) {
    let mut lookup = Lookup { taxonomy, report: Report::default() };
    let scope = |lookup: &mut Lookup<'_>, entries: &[ScopeEntry]| {
        entries.iter().map(|e| lookup.category(&e.category)).collect()
    };
    let names = Names {
        mitigations: framework.mitigations.iter().map(|m| lookup.distinct(&m.categories)).collect(),
        include: scope(&mut lookup, &framework.scope.include),
        exclude: scope(&mut lookup, &framework.scope.exclude),
        waivers: framework.waivers.iter().map(|w| w.category.as_ref().and_then(|c| lookup.category(c))).collect(),
        events: framework.events.iter().map(|e| lookup.distinct(&e.voids_categories)).collect(),
    };
    lookup.axes(framework);
    (names, lookup.report.finish())
}

struct Lookup<'t> {
    taxonomy: &'t Taxonomy,
    report: Report,
}

impl Lookup<'_> {
    fn category(&mut self, name: &Located<String>) -> Option<Handle<Category>> {
        let found = self.taxonomy.find(&name.value);
        if found.is_none() {
            let taxonomy = self.taxonomy;
            self.report.at(name.span, || {
                let message = format!("no category `{}` in {}", name.value, taxonomy.id);
                let problem = Problem::at(ProblemKind::Reference, name.span, message);
                problem.label("not a code, name or alias").help(near(taxonomy, &name.value))
            });
        }
        found
    }

    fn distinct(&mut self, names: &[Located<String>]) -> Vec<Handle<Category>> {
        let mut found: Vec<Handle<Category>> = Vec::new();
        for name in names {
            let Some(category) = self.category(name) else { continue };
            if found.contains(&category) {
                let code = &self.taxonomy.categories[category].code;
                let message = format!("`{}` is category {code}, which is in the list already", name.value);
                self.report.add(Problem::at(ProblemKind::Reference, name.span, message).help("leave it out"));
            } else {
                found.push(category);
            }
        }
        found
    }

    fn axes(&mut self, framework: &Framework) {
        let axes = &self.taxonomy.axes;
        for threat in &framework.threats {
            self.axis("risk domain", &axes.domain, threat.domain.as_ref());
        }
        for mitigation in &framework.mitigations {
            self.axis("stage", &axes.stage, mitigation.stage.as_ref());
            self.axis("actor", &axes.actor, mitigation.actor.as_ref());
            self.axis("function", &axes.function, mitigation.function.as_ref());
        }
    }

    /// A taxonomy without an axis leaves its values open.
    fn axis(&mut self, what: &str, axis: &[AxisValue], value: Option<&Located<String>>) {
        let Some(value) = value else { return };
        if axis.is_empty() || axis.iter().any(|known| known.id == value.value) {
            return;
        }
        self.report.at(value.span, || {
            let message = format!("`{}` is no {what} of {}", value.value, self.taxonomy.id);
            let help = suggestion(&value.value, axis.iter().map(|known| known.id.as_ref()));
            Problem::at(ProblemKind::Reference, value.span, message).help(help)
        });
    }
}

/// The nearest code or name, and where to find all of them.
fn near(taxonomy: &Taxonomy, text: &str) -> String {
    let categories = || taxonomy.categories.iter();
    let codes = || categories().map(|category| category.code.as_ref());
    let parent = text.rsplit_once('.').map(|(above, _)| above).filter(|above| taxonomy.by_code(above).is_some());
    if let Some(above) = parent {
        let below: Vec<&str> =
            codes().filter(|code| code.rsplit_once('.').is_some_and(|(up, _)| up == above)).collect();
        return format!("below `{above}` there are {}; see `mitigap taxonomy list`", below.join(", "));
    }
    let names = categories().flat_map(|category| std::iter::once(&category.name).chain(category.aliases.iter()));
    nearest(text, names.map(AsRef::as_ref)).map_or_else(
        || "see `mitigap taxonomy list` for codes and names, or leave `category` out and the text is mapped".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}
