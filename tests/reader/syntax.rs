//! Files that are not TOML: every damaged statement once, and the rest still read.

use super::{Case, HEAD, check, help};
use mitigap::framework::reader::read_text;

const WAIT: &str = "missing keys and references are checked once";

#[test]
fn each_damaged_statement_is_reported_once() {
    let cases: &[Case] = &[
        ("version = \"1\n", &[("the text is not closed", "\"1"), (WAIT, "\"1")]),
        ("version = '1\n", &[("the text is not closed", "'1"), (WAIT, "'1")]),
        ("version = draft\n", &[("`draft` is text without quotes", "draft"), (WAIT, "draft")]),
        ("version = \n", &[("a value is missing", "="), (WAIT, "=")]),
        ("version = 1.2.3\n", &[("`1.2.3` is not a number", ".3"), (WAIT, ".3")]),
        ("version = True\n", &[("`True` is not a value", "True"), (WAIT, "True")]),
        ("version = 007\n", &[("`007` is not a number", "0"), (WAIT, "0")]),
        ("version == 1\n", &[("there is an `=` too many", "="), (WAIT, "=")]),
        ("version : \"1\"\n", &[("`version` has no value", ":"), (WAIT, ":")]),
        ("version\n", &[("`version` has no value", "version"), (WAIT, "version")]),
        ("version = \"1\" date = 2026-01-01\n", &[("left over in this line", "date"), (WAIT, "date")]),
        ("version = \"C:\\Users\"\n", &[("unknown escape", "\\U"), (WAIT, "\\U")]),
        ("version = \"\u{0}\"\n", &[("control character, U+0000", "\u{0}"), (WAIT, "\u{0}")]),
        ("ver\u{df}ion = \"1\"\n", &[("`ver\u{df}ion` is no key", "\u{df}"), (WAIT, "\u{df}")]),
        ("name = \"G\"\n", &[("`name` is written twice", "name"), (WAIT, "name")]),
        ("name = \"G\"\nnam = 1\n", &[("`name` is written twice", "name"), (WAIT, "name"), ("`nam` is no key", "nam")]),
        (
            "[framework]\nversion = \"1\"\nname = \"G\"\n",
            &[("`[framework]` is written twice", "[framework]"), (WAIT, "[framework]")],
        ),
        ("[[mitigation]\nid = \"a\"\n", &[("the header is not closed", "[[mitigation]"), (WAIT, "[[mitigation]")]),
        ("[mitigation]]\nid = \"a\"\n", &[("left over in this line", "]"), (WAIT, "]")]),
        ("[scope\nexclude = []\n", &[("the header is not closed", "[scope"), (WAIT, "[scope")]),
        ("a = 1\rb = 2\n", &[("a carriage return stands alone", "b"), (WAIT, "b")]),
        ("# c\u{1}\n", &[("a control character stands in a comment", "\u{1}"), (WAIT, "\u{1}")]),
        ("<<<<<<< ours\n", &[("a merge conflict is left", "<<<<<<<"), (WAIT, "<<<<<<<")]),
        ("// note\n", &[("this is no comment", "//"), (WAIT, "//")]),
        ("```\n", &[("a fence of Markdown", "```"), (WAIT, "```")]),
        (
            "version = \u{201c}1\u{201d}\n",
            &[("is text without quotes", "\u{201c}1\u{201d}"), (WAIT, "\u{201c}1\u{201d}")],
        ),
        ("\u{0}", &[("is no key", "\u{0}"), (WAIT, "\u{0}")]),
    ];
    check(HEAD, cases);
}

#[test]
fn what_follows_a_damaged_statement_is_still_read() {
    let cases: &[Case] = &[
        (
            "[[mitigation]]\nid = \"a\"\nthreats = [\"x, \"y\"]\nstatu = 1\n[[mitigation]]\nid = \"b\"\nlayer = \"no\"\n",
            &[
                ("a comma or a quote is missing", "y\"]"),
                (WAIT, "y\"]"),
                ("`statu` is no key", "statu"),
                ("`no` is no value of `layer`", "\"no\""),
            ],
        ),
        (
            "[[mitigation]]\nid = \"a\"\nthreats = [\n  \"x\",\n  \"y\"\n\nstatu = 1\n[[threat]]\nid = \"B\"\n",
            &[
                ("the value of `threats` is not closed", "["),
                (WAIT, "["),
                ("`statu` is no key", "statu"),
                ("`B` is not a valid id", "\"B\""),
            ],
        ),
        (
            "[[mitigation]]\nid = \"a\"\ndescription = \"\"\"text\n[[threat]]\nid = \"B\"\n",
            &[
                ("the value of `description` is not closed", "\"\"\""),
                (WAIT, "\"\"\""),
                ("`B` is not a valid id", "\"B\""),
            ],
        ),
        (
            "x : 1\n[[threat]]\nid = \"B\"\ny : 1\n[[threat]]\nid = \"C\"\n",
            &[
                ("`x` has no value", ":"),
                (WAIT, ":"),
                ("`B` is not a valid id", "\"B\""),
                ("`y` has no value", ":"),
                ("`C` is not a valid id", "\"C\""),
            ],
        ),
        (
            "[[threat\nid = \"B\"\n[[threat]]\nid = \"C\"\n[[threat]]\nid = \"D\"\n",
            &[
                ("the header is not closed", "[[threat"),
                (WAIT, "[[threat"),
                ("`C` is not a valid id", "\"C\""),
                ("`D` is not a valid id", "\"D\""),
            ],
        ),
        (
            "[scope]\nexclude = [\n  { category = \"1.1, reason = \"x\" },\n]\n[[threat]]\nid = \"B\"\n",
            &[("", "x\""), (WAIT, "x\""), ("`B` is not a valid id", "\"B\"")],
        ),
    ];
    check(HEAD, cases);
}

#[test]
fn a_mistyped_list_header_is_said_although_the_parser_drops_what_stood_before() {
    let entry = |id: &str| format!("[[mitigation]]\nid = \"{id}\"\nname = \"x\"\n");
    for text in [
        format!("{HEAD}{}{}[mitigation]\nid = \"c\"\n{}", entry("a"), entry("b"), entry("d")),
        format!("{HEAD}[mitigation]\nid = \"c\"\n{}{}{}", entry("a"), entry("b"), entry("d")),
    ] {
        let reading = read_text("x", &text);
        let found = super::problems(&reading);
        assert_eq!(found.len(), 2, "{found:#?}");
        assert!(found.iter().any(|(message, at)| message.contains("is one table here") && at == "[mitigation]"));
        assert_eq!(reading.framework.mitigations.len(), 3);
    }
}

#[test]
fn what_is_missing_or_named_waits_for_the_syntax() {
    let text = "[[mitigation]]\nid = \"a\"\nnam = \"A\"\nthreats = [\"none\"]\nowner = x\n";
    check(HEAD, &[(text, &[("`nam` is no key", "nam"), ("`x` is text without quotes", "x"), (WAIT, "x")])]);
}

#[test]
fn a_statement_with_many_errors_is_one_problem() {
    let text = format!("{HEAD}version = [\"x\" y z = = {{ ]] }} , , , 1_ \"\n");
    let reading = read_text("x", &text);
    assert_eq!(reading.problems.len(), 2, "{:#?}", reading.problems);
}

#[test]
fn help_says_what_to_type() {
    let first = |text: &str| read_text("x", &format!("{HEAD}{text}")).problems[0].help.clone();
    assert_eq!(first("version = draft\n"), "write `\"draft\"`");
    assert_eq!(first("version = team-a\n"), "write `\"team-a\"`");
    assert_eq!(first("version = 1.2.3\n"), "write `\"1.2.3\"` if it is text");
    assert_eq!(first("version : 1\n"), "write `version = ...`, with `=` instead of `:`");
    assert!(first("version = \"C:\\dir\"\n").contains("single quotes"));
    assert_eq!(help("date = 2026-02-30\n"), "write a date as `2026-11-01`");
}
