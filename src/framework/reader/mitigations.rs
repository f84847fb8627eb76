//! `[[mitigation]]` with its evidence, and `[[waiver]]`.

use super::entry::Entry;
use super::keys::EVIDENCE;
use super::table::Table;
use super::threats::EVERY_TIER;
use super::value::short;
use crate::framework::{Evidence, Mitigation, Waiver};
use crate::problem::{Problem, ProblemKind};
use crate::source::Located;
use crate::vocabulary::{Evaluator, Outcome, Status};

/// Reads a mitigation.
pub(super) fn mitigation(table: &mut Table<'_, '_>) -> Mitigation {
    let (span, id) = (table.span(), table.id());
    let status = table.word::<Status>("status");
    table.refuse_empty("tiers", EVERY_TIER);
    let name = table.need_text("name").unwrap_or_else(|| Located::new(String::new(), span));
    Mitigation {
        span,
        name,
        description: table.text("description"),
        categories: table.text_or_list("category", "leave it out to have the text mapped"),
        confirmed: confirmed(table),
        status_stated: status.is_some(),
        status: status.unwrap_or_else(|| Located::new(Status::default(), id.span)),
        due: table.date("due"),
        level: table.one("level"),
        threats: table.many("threats").unwrap_or_default(),
        tiers: table.many("tiers").unwrap_or_default(),
        layer: table.word("layer"),
        partial: table.flag("partial").unwrap_or(false),
        chain: table.text("chain"),
        comprises: table.many("comprises").unwrap_or_default(),
        depends_on: table.many("depends_on"),
        voided_by: table.events("voided_by"),
        survives: table.events("survives"),
        stage: table.text("stage"),
        actor: table.text("actor"),
        function: table.text("function"),
        owner: table.text("owner"),
        review_by: table.date("review_by"),
        source: table.text("source"),
        evidence: evidence(table),
        id,
    }
}

/// Eight hexadecimal digits, in lower case from here on.
fn confirmed(table: &mut Table<'_, '_>) -> Option<Located<String>> {
    let text = table.text("confirmed")?;
    if text.value.len() == 8 && text.value.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Located::new(text.value.to_ascii_lowercase(), text.span));
    }
    table.report.at(text.span, || {
        let message = format!("`{}` is no hash of a confirmed text", short(&text.value));
        Problem::at(ProblemKind::Shape, text.span, message)
            .label("not 8 hexadecimal digits")
            .help("leave `confirmed` to `mitigap map --write`")
    });
    None
}

fn evidence(mitigation: &mut Table<'_, '_>) -> Vec<Evidence> {
    let entries = mitigation.tables("evidence", &EVIDENCE);
    entries.into_iter().filter_map(|entry| one_evidence(entry, mitigation)).collect()
}

fn one_evidence<'t>(entry: Entry<'t>, mitigation: &mut Table<'_, 't>) -> Option<Evidence> {
    let mut table = Table::open(entry, &EVIDENCE, mitigation.ids, mitigation.report);
    if table.value("kind").is_none() {
        table.missing("kind", || "add what was done, such as `kind = \"red-team\"`".to_owned());
    }
    table.refuse_empty("tiers", EVERY_TIER);
    let kind = table.word("kind");
    let (with, tiers) = (table.many("with").unwrap_or_default(), table.many("tiers").unwrap_or_default());
    let by = table.word("by").map_or(Evaluator::Internal, |by| by.value);
    let result = table.word("result").map_or_else(Outcome::default, |result| result.value);
    let (target, date, reference) = (table.text("target"), table.date("date"), table.text("ref"));
    Some(Evidence { span: entry.span, kind: kind?, with, by, target, result, date, tiers, reference })
}

/// What a waiver can be about; one of them has to be there.
const SUBJECTS: [&str; 4] = ["category", "tier", "threat", "mitigation"];

/// Reads a waiver; `None` where something is missing that every waiver has.
pub(super) fn waiver(table: &mut Table<'_, '_>) -> Option<Waiver> {
    if SUBJECTS.iter().all(|subject| table.value(subject).is_none()) {
        let help = || "add at least one of `category`, `tier`, `threat`, `mitigation`".to_owned();
        table.absent("a waiver does not say what it is about", "waives everything", help);
    }
    let (check, reason, owner) = (table.need_text("check"), table.need_text("reason"), table.need_text("owner"));
    let expires = table.need_date("expires");
    let category = table.text("category");
    let (tier, threat, mitigation) = (table.one("tier"), table.one("threat"), table.one("mitigation"));
    Some(Waiver {
        span: table.span(),
        check: check?,
        category,
        tier,
        threat,
        mitigation,
        reason: reason?,
        owner: owner?,
        expires: expires?,
    })
}
