//! A small taxonomy with every kind of node.

use mitigap::arena::{Handle, List};
use mitigap::taxonomy::{Axes, Category, Taxonomy};
use mitigap::vocabulary::{Actor, Layer, Role};
use std::borrow::Cow;

/// Code, name, role, layer, depth wanted; a code that others extend is an inner node.
type Row = (&'static str, &'static str, Role, Option<Layer>, u8);

const ROWS: &[Row] = &[
    ("1", "AI System", Role::Protective, None, 2),
    ("1.1", "Model", Role::Protective, None, 2),
    ("1.1.1", "Data", Role::Protective, Some(Layer::Remove), 2),
    ("1.1.2", "Training", Role::Protective, Some(Layer::Shape), 2),
    ("1.2", "Deployment", Role::Protective, None, 2),
    ("1.2.1", "Guardrails & \"filters\"", Role::Protective, Some(Layer::Block), 2),
    ("1.2.2", "Monitoring", Role::Protective, Some(Layer::Detect), 3),
    ("1.2.3", "Access", Role::Protective, Some(Layer::Restrict), 2),
    ("1.2.4", "Testing", Role::Assurance, None, 1),
    ("1.2.5", "Response", Role::Protective, Some(Layer::Respond), 1),
    ("1.2.6", "Media", Role::Protective, Some(Layer::Block), 2),
    ("2", "Organisation", Role::Governance, None, 1),
    ("2.1", "Roles", Role::Governance, None, 1),
    ("2.1.1", "Responsibility", Role::Governance, None, 1),
    ("2.1.2", "Disclosure", Role::Governance, None, 1),
    ("3", "Ecosystem", Role::Governance, None, 1),
    ("3.1", "Oversight", Role::Governance, None, 1),
    ("3.1.1", "Licensing", Role::Governance, None, 1),
];

/// The taxonomy of the example.
pub(crate) fn small() -> Taxonomy {
    let mut categories = List::default();
    for row in ROWS {
        let parent = row.0.rsplit_once('.').map(|(above, _)| handle(above));
        categories.push(category(row, parent));
    }
    Taxonomy {
        id: "small-2026".into(),
        title: "A small taxonomy".into(),
        edition: "2026, for tests".into(),
        source: Cow::default(),
        licence: Cow::default(),
        note: Cow::default(),
        categories,
        axes: Axes::default(),
    }
}

/// The category of a code.
pub(crate) fn handle(code: &str) -> Handle<Category> {
    let at = ROWS.iter().position(|row| row.0 == code).unwrap();
    Handle::new(u32::try_from(at).unwrap())
}

fn category(&(code, name, role, layer, wants): &Row, parent: Option<Handle<Category>>) -> Category {
    let below = |row: &&Row| row.0.strip_prefix(code).is_some_and(|rest| rest.starts_with('.'));
    let actor = if code.starts_with('3') { Actor::GovernanceActor } else { Actor::Developer };
    Category {
        code: code.into(),
        name: name.into(),
        working_title: false,
        definition: "A meaning".into(),
        aliases: Cow::default(),
        terms: Cow::default(),
        role,
        layer,
        expected_of: vec![actor].into(),
        wants,
        suggest: Cow::default(),
        in_weights: code.starts_with("1.1"),
        voided_by: Cow::default(),
        parent,
        leaf: ROWS.iter().find(below).is_none(),
    }
}
