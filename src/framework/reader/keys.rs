//! The keys of the format: one list for each table, in documented order.

/// A kind of table: how messages call it and which keys it takes.
#[derive(Debug, PartialEq, Eq)]
pub struct TableKind {
    /// What it is called in messages.
    pub what: &'static str,
    /// Its key, with the tables it stands in: what goes between the brackets of its header.
    pub header: &'static str,
    /// The keys it takes.
    pub keys: &'static [&'static str],
}

/// Top level of the root file.
pub const ROOT: TableKind = TableKind {
    what: "the top level",
    header: "",
    keys: &[
        "schema",
        "include",
        "framework",
        "scope",
        "level",
        "tier",
        "threat",
        "dependency",
        "event",
        "mitigation",
        "waiver",
    ],
};

/// Top level of an included file: entries only.
pub const INCLUDED: TableKind = TableKind {
    what: "the top level of an included file",
    header: "",
    keys: &["include", "level", "tier", "threat", "dependency", "event", "mitigation", "waiver"],
};

/// `[framework]`.
pub const FRAMEWORK: TableKind =
    TableKind { what: "`[framework]`", header: "framework", keys: &["name", "version", "date", "taxonomy", "actor"] };

/// `[scope]`.
pub const SCOPE: TableKind = TableKind { what: "`[scope]`", header: "scope", keys: &["include", "exclude"] };

/// An entry of `[scope]` `include`.
pub const SCOPE_INCLUDE: TableKind = TableKind { what: "a scope entry", header: "scope.include", keys: SCOPE_KEYS };

/// An entry of `[scope]` `exclude`.
pub const SCOPE_EXCLUDE: TableKind = TableKind { what: "a scope entry", header: "scope.exclude", keys: SCOPE_KEYS };

const SCOPE_KEYS: &[&str] = &["category", "reason", "owner", "expires"];

/// `[[level]]`.
pub const LEVEL: TableKind = TableKind { what: "a level", header: "level", keys: &["id", "name", "threshold"] };

/// `[[tier]]`.
pub const TIER: TableKind = TableKind {
    what: "a tier",
    header: "tier",
    keys: &["id", "name", "exposure", "extends", "relaxes", "compensates"],
};

/// `[[threat]]`.
pub const THREAT: TableKind = TableKind {
    what: "a threat",
    header: "threat",
    keys: &["id", "name", "domain", "adversarial", "tiers", "depth", "events"],
};

/// `[[dependency]]`.
pub const DEPENDENCY: TableKind =
    TableKind { what: "a dependency", header: "dependency", keys: &["id", "name", "kind", "depends_on", "failover"] };

/// `[[event]]`.
pub const EVENT: TableKind = TableKind {
    what: "an event",
    header: "event",
    keys: &["id", "name", "voids_dependencies", "voids_layers", "voids_categories", "voids_mitigations", "voids_kinds"],
};

/// `[[mitigation]]`.
pub const MITIGATION: TableKind = TableKind {
    what: "a mitigation",
    header: "mitigation",
    keys: &[
        "id",
        "name",
        "description",
        "category",
        "confirmed",
        "status",
        "due",
        "level",
        "threats",
        "tiers",
        "layer",
        "partial",
        "chain",
        "comprises",
        "depends_on",
        "voided_by",
        "survives",
        "stage",
        "actor",
        "function",
        "owner",
        "review_by",
        "source",
        "evidence",
    ],
};

/// `[[mitigation.evidence]]`.
pub const EVIDENCE: TableKind = TableKind {
    what: "a piece of evidence",
    header: "mitigation.evidence",
    keys: &["kind", "with", "by", "target", "result", "date", "tiers", "ref"],
};

/// `[[waiver]]`.
pub const WAIVER: TableKind = TableKind {
    what: "a waiver",
    header: "waiver",
    keys: &["check", "category", "tier", "threat", "mitigation", "reason", "owner", "expires"],
};

/// Tables of which a file has many: they are lists, with double brackets.
pub const LISTS: &[&TableKind] =
    &[&SCOPE_INCLUDE, &SCOPE_EXCLUDE, &LEVEL, &TIER, &THREAT, &DEPENDENCY, &EVENT, &MITIGATION, &EVIDENCE, &WAIVER];

/// Whether a header of this name needs double brackets.
pub(super) fn is_list(header: &str) -> bool {
    LISTS.iter().any(|kind| kind.header == header)
}
