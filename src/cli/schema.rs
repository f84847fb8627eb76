//! `mitigap schema`: the JSON Schemas, for editors and for programs that read what is written.

use super::Surroundings;
use crate::framework::reader::keys::INCLUDED;
use crate::report::Exit;
use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::Value;

/// Every schema by name; each is a file of the same name in `schemas`.
pub const SCHEMAS: &[(&str, &str)] = &[
    ("framework", include_str!("../../schemas/framework-v1.schema.json")),
    ("config", include_str!("../../schemas/config-v1.schema.json")),
    ("report", include_str!("../../schemas/report-v1.schema.json")),
    ("map", include_str!("../../schemas/map-v1.schema.json")),
    ("what-if", include_str!("../../schemas/what-if-v1.schema.json")),
    ("suggest", include_str!("../../schemas/suggest-v1.schema.json")),
    ("compare", include_str!("../../schemas/compare-v1.schema.json")),
    ("diff", include_str!("../../schemas/diff-v1.schema.json")),
];

/// The name of the schema of files that a framework includes; it is made from that of the root file.
pub const INCLUDED_NAME: &str = "included";

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Of what: a framework's root file, a file it includes, `mitigap.toml`, or the JSON that a command writes
    #[arg(value_name = "NAME", default_value = "framework", value_parser = PossibleValuesParser::new(names()))]
    pub name: String,
}

fn names() -> Vec<&'static str> {
    SCHEMAS.iter().map(|(name, _)| *name).chain([INCLUDED_NAME]).collect()
}

/// Prints a schema.
pub(super) fn run(args: &SchemaArgs, surroundings: &mut Surroundings<'_>) -> std::io::Result<u8> {
    let of = |wanted: &str| SCHEMAS.iter().find(|(name, _)| *name == wanted).map_or("", |(_, text)| *text);
    let text = if args.name == INCLUDED_NAME { included(of("framework"))? } else { of(&args.name).to_owned() };
    surroundings.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean.code())
}

/// The schema of a root file with what only a root file holds taken out.
fn included(root: &str) -> std::io::Result<String> {
    let mut schema: Value = serde_json::from_str(root)?;
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
        schema.insert("$id".to_owned(), "mitigap:included-v1".into());
        schema.insert("description".to_owned(), "A file that a framework includes: entries only.".into());
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.retain(|key, _| INCLUDED.keys.contains(&key.as_str()));
        }
    }
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}
