//! Reads a taxonomy from TOML: every problem in one run, each where it stands.
//!
//! The pure part is [`load_text`]; [`load`] only adds the reading of a file.

use super::{Axes, AxisValue, Taxonomy, Text, assemble, lint};
use crate::files::load::{self as files, MAX_BYTES};
use crate::framework::event::BuiltInEvent;
use crate::problem::Problem;
use crate::source::{FileId, Located, Sources, Span};
use crate::table::{Entry, Log};
use crate::vocabulary::{Actor, Layer, Role, Word as _};
use std::ops::Range;
use std::path::Path;
use toml::de::{DeTable, Error};

/// Keys at the top of the file.
const HEAD_KEYS: &[&str] = &["id", "title", "edition", "source", "licence", "note", "examples", "axes", "category"];
/// Keys of `[axes]`.
const AXES: &[&str] = &["stage", "actor", "function", "domain"];
/// Keys of a value of an axis; only domains have the last.
const AXIS_KEYS: &[&str] = &["id", "name", "meaning", "adversarial"];
/// Keys of `[[category]]`.
const CATEGORY_KEYS: &[&str] = &[
    "code",
    "name",
    "parent",
    "working_title",
    "role",
    "layer",
    "expected_of",
    "wants",
    "in_weights",
    "voided_by",
    "definition",
    "aliases",
    "terms",
    "suggest",
];

/// A category as written, before anything is compared with anything else.
#[derive(Debug)]
pub(super) struct Draft {
    /// `code`; empty where missing.
    pub(super) code: Located<String>,
    /// `name`; empty where missing.
    pub(super) name: Located<String>,
    /// `parent`; absent leaves it to the code.
    pub(super) parent: Option<Located<String>>,
    /// `working_title`.
    pub(super) working_title: bool,
    /// `role`; absent only with a problem reported.
    pub(super) role: Option<Role>,
    /// `layer`, where it stands; nothing in it only with a problem reported.
    pub(super) layer: Option<Located<Option<Layer>>>,
    /// `expected_of`.
    pub(super) expected_of: Vec<Actor>,
    /// `wants`.
    pub(super) wants: Option<u8>,
    /// `in_weights`.
    pub(super) in_weights: bool,
    /// `voided_by`.
    pub(super) voided_by: Vec<BuiltInEvent>,
    /// `definition`; empty where missing.
    pub(super) definition: String,
    /// `aliases`.
    pub(super) aliases: Vec<Located<String>>,
    /// `terms`.
    pub(super) terms: Vec<String>,
    /// `suggest`.
    pub(super) suggest: Vec<String>,
}

/// Everything in the file but the categories.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// `id`.
    pub(super) id: Text,
    /// `title`.
    pub(super) title: Text,
    /// `edition`.
    pub(super) edition: Text,
    /// `source`.
    pub(super) source: Text,
    /// `licence`.
    pub(super) licence: Text,
    /// `note`.
    pub(super) note: Text,
    /// `examples`.
    pub(super) examples: Option<Text>,
    /// `[axes]`.
    pub(super) axes: Axes,
}

/// Reads a taxonomy file and adds its text to `sources`, so that the problems can be shown in place.
pub fn load(sources: &mut Sources, path: &Path) -> (Option<Taxonomy>, Vec<Problem>) {
    let shown = path.to_string_lossy().replace('\\', "/");
    let loaded = files::load_alone(path, &shown, FileId(crate::source::offset(sources.files().len())), MAX_BYTES);
    let file = sources.add(loaded.file);
    match loaded.problem {
        Some(problem) => (None, vec![problem]),
        None => load_text(file, sources.file(file).map_or("", |file| &file.text)),
    }
}

/// Reads the text of a taxonomy; a taxonomy comes back only if there is no problem at all.
pub fn load_text(file: FileId, text: &str) -> (Option<Taxonomy>, Vec<Problem>) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut log = Log::of(file, errors.is_empty());
    let start = Span { file, start: 0, end: 0 };
    let entry = Entry::new(&mut log, root.get_ref(), start, "the taxonomy", HEAD_KEYS);
    let head = read_head(&mut log, &entry);
    let drafts = read_categories(&mut log, &entry, &errors, text.len());
    if log.intact {
        lint::lint(&mut log, &entry, &drafts);
    }
    let problems = log.finish(text, &errors, "this taxonomy");
    let taxonomy = problems.is_empty().then(|| assemble::taxonomy(head, drafts));
    (taxonomy, problems)
}

fn read_head(log: &mut Log, entry: &Entry<'_>) -> Head {
    let id = entry.required(log, "id");
    if let Some(id) = &id {
        lint::check_id(log, id);
    }
    let mut optional = |key| entry.text(log, key).map_or(Text::Borrowed(""), |text| text.value.into());
    let (edition, source, licence, note) =
        (optional("edition"), optional("source"), optional("licence"), optional("note"));
    Head {
        id: id.map_or(Text::Borrowed(""), |id| id.value.into()),
        title: entry.required(log, "title").map_or(Text::Borrowed(""), |title| title.value.into()),
        edition,
        source,
        licence,
        note,
        examples: entry.filled(log, "examples").map(|path| path.value.into()),
        axes: read_axes(log, entry),
    }
}

fn read_axes(log: &mut Log, entry: &Entry<'_>) -> Axes {
    let Some((table, span)) = entry.table(log, "axes") else { return Axes::default() };
    let entry = Entry::new(log, table, span, "`axes`", AXES);
    let mut values = |axis| read_axis(log, &entry, axis).into();
    Axes { stage: values("stage"), actor: values("actor"), function: values("function"), domain: values("domain") }
}

fn read_axis(log: &mut Log, entry: &Entry<'_>, axis: &'static str) -> Vec<AxisValue> {
    let known = if axis == "domain" { AXIS_KEYS } else { AXIS_KEYS.split_last().map_or(AXIS_KEYS, |(_, rest)| rest) };
    let mut ids = Vec::new();
    let mut values = Vec::new();
    for (table, span) in entry.tables(log, axis) {
        let value = Entry::new(log, table, span, "a value of an axis", known);
        let (id, name) = (value.required(log, "id"), value.required(log, "name"));
        let meaning = value.text(log, "meaning").map_or(Text::Borrowed(""), |text| text.value.into());
        let adversarial = value.flag(log, "adversarial");
        let (Some(id), Some(name)) = (id, name) else { continue };
        values.push(AxisValue { id: id.value.clone().into(), name: name.value.into(), meaning, adversarial });
        ids.push(id);
    }
    lint::check_axis(log, axis, &ids);
    values
}

/// The categories, without those that a syntax error has damaged.
fn read_categories(log: &mut Log, entry: &Entry<'_>, errors: &[Error], length: usize) -> Vec<Draft> {
    let tables = entry.tables(log, "category");
    let starts: Vec<usize> = tables.iter().map(|(_, span)| span.start as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([length]);
    let extents: Vec<Range<usize>> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    let sound = |extent: &Range<usize>| {
        !errors.iter().filter_map(Error::span).any(|at| extent.start <= at.start && at.start <= extent.end)
    };
    let sound_tables = tables.into_iter().zip(extents).filter(|(_, extent)| sound(extent));
    sound_tables.map(|((table, span), _)| read_category(log, table, span)).collect()
}

fn read_category(log: &mut Log, table: &DeTable<'_>, span: Span) -> Draft {
    let entry = Entry::new(log, table, span, "a category", CATEGORY_KEYS);
    for key in ["role", "expected_of"] {
        entry.require(log, key);
    }
    let nothing = || Located::new(String::new(), span);
    let plain = |texts: Vec<Located<String>>| texts.into_iter().map(|text| text.value).collect();
    Draft {
        code: entry.required(log, "code").unwrap_or_else(nothing),
        name: entry.required(log, "name").unwrap_or_else(nothing),
        parent: entry.text(log, "parent"),
        working_title: entry.flag(log, "working_title"),
        role: entry.word(log, "role"),
        layer: entry.span_of(log, "layer").map(|span| Located::new(entry.word(log, "layer"), span)),
        expected_of: entry.words::<Actor>(log, "expected_of").into_iter().map(|actor| actor.value).collect(),
        wants: entry.depth(log, "wants"),
        in_weights: entry.flag(log, "in_weights"),
        voided_by: entry.words::<BuiltInEvent>(log, "voided_by").into_iter().map(|event| event.value).collect(),
        definition: entry.required(log, "definition").map_or_else(String::new, |text| text.value),
        aliases: entry.texts(log, "aliases"),
        terms: plain(entry.texts(log, "terms")),
        suggest: plain(entry.texts(log, "suggest")),
    }
}

impl Draft {
    /// The code of the category above, as written or from the code itself; `None` at the top.
    pub(super) fn above(&self) -> Option<&str> {
        let written = self.parent.as_ref().map(|parent| parent.value.as_str());
        written.or_else(|| super::tree::code_above(&self.code.value)).filter(|above| !above.is_empty())
    }

    /// What to call it in a message: its code, else its name.
    pub(super) fn shown(&self) -> &str {
        if self.code.value.is_empty() { &self.name.value } else { &self.code.value }
    }

    /// The events that void it, as ids.
    pub(super) fn voided_ids(&self) -> Vec<Text> {
        self.voided_by.iter().map(|event| Text::Borrowed(event.id())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Handle;
    use crate::problem::ProblemKind;

    const HEAD: &str = "id = \"t\"\ntitle = \"T\"\n";

    /// A category with a code, a name made of it, and further lines.
    fn entry(code: &str, more: &str) -> String {
        let rest = "role = \"governance\"\nexpected_of = [\"developer\"]\ndefinition = \"D.\"";
        format!("[[category]]\ncode = \"{code}\"\nname = \"Name {code}\"\n{rest}\n{more}\n")
    }

    /// The problems of a text, each as "covered text: message".
    fn problems(text: &str) -> Vec<String> {
        let (taxonomy, problems) = load_text(FileId(0), text);
        assert_eq!(taxonomy.is_some(), problems.is_empty());
        let covered = |span: Span| text.get(span.start as usize..span.end as usize).unwrap_or("?").to_owned();
        problems.iter().map(|p| format!("{}: {}", p.span.map_or_else(String::new, covered), p.message)).collect()
    }

    fn helps(text: &str) -> Vec<String> {
        load_text(FileId(0), text).1.into_iter().map(|problem| problem.help).collect()
    }

    #[test]
    fn a_small_taxonomy_loads_with_its_defaults() {
        let text = HEAD.to_owned() + &entry("1", "") + &entry("1.1", "wants = 3\naliases = [\"x\"]");
        let (taxonomy, problems) = load_text(FileId(0), &text);
        assert_eq!(problems, []);
        let taxonomy = taxonomy.unwrap();
        let shown: Vec<_> =
            taxonomy.categories.iter().map(|c| (c.code.as_ref(), c.wants, c.leaf, c.parent.map(Handle::at))).collect();
        assert_eq!(shown, [("1", 1, false, None), ("1.1", 3, true, Some(0))]);
        assert_eq!(taxonomy.examples, None);
    }

    #[test]
    fn what_is_wrong_in_one_entry_is_reported_where_it_stands() {
        for (more, wanted) in [
            ("colour = \"red\"", vec!["colour: unknown key `colour` in a category"]),
            ("wants = 0", vec!["0: `wants` must be from 1 to 16, not 0"]),
            ("wants = 17", vec!["17: `wants` must be from 1 to 16, not 17"]),
            (
                "wants = 99999999999999999999",
                vec!["99999999999999999999: `wants` must be from 1 to 16, not 99999999999999999999"],
            ),
            ("wants = \"2\"", vec!["\"2\": `wants` must be a number, not a value of type string"]),
            ("in_weights = 1", vec!["1: `in_weights` must be true or false, not a value of type integer"]),
            ("aliases = \"x\"", vec!["\"x\": `aliases` must be a list, not a value of type string"]),
            (
                "terms = [\"a\", 1, \" \"]",
                vec!["1: `terms` must be text, not a value of type integer", "\" \": `terms` has an empty entry"],
            ),
            (
                "voided_by = [\"attacker-fine-tune\"]",
                vec!["\"attacker-fine-tune\": unknown event `attacker-fine-tune`"],
            ),
            (
                "layer = \"blok\"",
                vec![
                    "\"blok\": unknown layer `blok`",
                    "\"blok\": category `7` has a `layer` although its role is `governance`",
                ],
            ),
            ("aliases = [\"name 7\"]", vec![]),
            ("parent = \"8\"", vec!["\"8\": category `7` lies below `8`, which is not there"]),
            ("parent = \"7\"", vec!["\"7\": category `7` lies below itself"]),
            ("parent = \"\"", vec![]),
        ] {
            assert_eq!(problems(&(HEAD.to_owned() + &entry("7", more))), wanted, "{more}");
        }
    }

    #[test]
    fn missing_and_empty_keys_are_reported_at_the_header_and_at_the_value() {
        let text = format!("{HEAD}[[category]]\ncode = \"1\"\ndefinition = \" \"\nrole = \"protectiv\"");
        assert_eq!(
            problems(&text),
            [
                "[[category]]: a category has no `expected_of`",
                "[[category]]: a category has no `name`",
                "\" \": `definition` is empty",
                "\"protectiv\": unknown role `protectiv`",
            ]
        );
        assert_eq!(
            problems(""),
            [": the taxonomy has no `id`", ": the taxonomy has no `title`", ": the taxonomy has no `[[category]]`",]
        );
    }

    #[test]
    fn a_protective_leaf_needs_a_layer_and_an_inner_node_does_not() {
        let protective = |code: &str, more: &str| entry(code, more).replace("governance", "protective");
        let text = HEAD.to_owned() + &protective("1", "") + &protective("1.1", "layer = \"block\"");
        assert_eq!(problems(&text), Vec::<String>::new());
        let text = HEAD.to_owned() + &protective("1", "layer = \"block\"") + &protective("1.1", "");
        assert_eq!(problems(&text), ["\"1.1\": category `1.1` is a protective leaf without a `layer`"]);
    }

    #[test]
    fn a_name_that_means_two_categories_shows_both_places() {
        for (first, second, wanted) in [
            ("aliases = [\"A & B\"]", "aliases = [\"a-and-b\"]", "alias `a-and-b` already means category `1`"),
            ("", "aliases = [\"name-1\"]", "alias `name-1` already means category `1`"),
            ("aliases = [\"2\"]", "", "alias `2` already means category `2`"),
        ] {
            let text = HEAD.to_owned() + &entry("1", first) + &entry("2", second);
            let (_, problems) = load_text(FileId(0), &text);
            assert_eq!(problems.iter().map(|p| p.message.as_str()).collect::<Vec<_>>(), [wanted]);
            assert_eq!(problems.first().map(|p| p.related.len()), Some(1));
        }
        let twice = problems(&(HEAD.to_owned() + &entry("1", "") + &entry("1", "")));
        assert_eq!(twice, ["\"1\": code `1` is given twice", "\"Name 1\": name `Name 1` already means category `1`"]);
    }

    #[test]
    fn parents_come_from_the_code_unless_written() {
        let text = HEAD.to_owned() + &entry("1.2.4", "") + &entry("1", "");
        assert_eq!(problems(&text), ["\"1.2.4\": category `1.2.4` lies below `1.2`, which is not there"]);
        let text = HEAD.to_owned() + &entry("M1.1", "parent = \"C1\"") + &entry("C1", "");
        let taxonomy = load_text(FileId(0), &text).0.unwrap();
        assert_eq!(taxonomy.categories.iter().map(|c| c.code.as_ref()).collect::<Vec<_>>(), ["C1", "M1.1"]);
    }

    #[test]
    fn categories_above_one_another_are_a_circle() {
        let text = HEAD.to_owned() + &entry("a", "parent = \"b\"") + &entry("b", "parent = \"a\"");
        assert_eq!(problems(&text), ["\"b\": category `a` lies below itself", "\"a\": category `b` lies below itself"]);
    }

    #[test]
    fn axes_have_each_id_once_and_only_domains_are_adversarial() {
        let axes = "[axes]\nstage = [{ id = \"a\", name = \"A\", adversarial = true }, { id = \"a\", name = \"B\" }]\n\
                    domain = [{ id = 1.1, name = \"A\", adversarial = true }]\nmood = []\n";
        assert_eq!(
            problems(&(HEAD.to_owned() + axes + &entry("1", ""))),
            [
                "adversarial: unknown key `adversarial` in a value of an axis",
                "\"a\": axis `stage` has `a` twice",
                "1.1: `id` must be text, not a value of type float",
                "mood: unknown key `mood` in `axes`",
            ]
        );
    }

    #[test]
    fn help_says_what_to_type() {
        let with = |more: &str| helps(&(HEAD.to_owned() + &entry("1", more)));
        assert_eq!(with("parent = 1.1"), ["write \"1.1\""]);
        assert_eq!(with("in_weight = true"), ["did you mean `in_weights`?"]);
        assert_eq!(with("terms = \"a\""), ["put it in brackets"]);
        assert_eq!(
            helps(&(HEAD.to_owned() + &entry("1", "").replace("[[category]]", "[category]"))),
            ["double the brackets: `[[category]]`",]
        );
        let id = helps(&("id = \"A B\"\ntitle = \"T\"\n".to_owned() + &entry("1", "")));
        assert_eq!(id, ["use up to 64 lower-case letters, digits, `.`, `_` and `-`, a letter or digit first"]);
    }

    #[test]
    fn a_syntax_error_hides_nothing_in_sound_entries_and_invents_nothing_in_damaged_ones() {
        let broken = "[[category]]\ncode = \"2\"\nterms = [\n  \"a,\n  \"b\",\n  \"c\",\n]\n";
        let text = HEAD.to_owned() + &entry("1", "rolle = \"x\"") + broken + &entry("3.1", "");
        let found = problems(&text);
        assert_eq!(found.first().map(String::as_str), Some("rolle: unknown key `rolle` in a category"));
        assert!(found.len() >= 2 && found.iter().skip(1).all(|problem| !problem.contains("categor")), "{found:?}");
        assert!(found.len() <= 3, "one complaint per statement: {found:?}");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_a_problem_without_a_place() {
        let (taxonomy, problems) = load(&mut Sources::default(), Path::new("no/such.toml"));
        assert_eq!(taxonomy, None);
        assert_eq!(problems.iter().map(|p| (p.kind, p.span)).collect::<Vec<_>>(), [(ProblemKind::Io, None)]);
    }
}
