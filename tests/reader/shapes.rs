//! Keys, types and values that are not the format's.

use super::{Case, HEAD, check, help};

#[test]
fn what_is_missing_is_placed_at_the_header() {
    let whole_files: &[Case] = &[
        ("", &[("`[framework]` is missing", "")]),
        ("# only\n# comments\n", &[("`[framework]` is missing", "# only")]),
        ("schema = 1\n", &[("`[framework]` is missing", "schema = 1")]),
        ("\n\n[framework]\nversion = \"1\"\n", &[("`name` is missing in `[framework]`", "[framework]")]),
        ("framework.version = \"1\"\n", &[("`name` is missing in `[framework]`", "framework")]),
        ("framework = {}\n", &[("`name` is missing in `[framework]`", "{}")]),
        ("framework = 3\n", &[("`framework` is a number, but one table", "3")]),
        ("[[framework]]\nname = \"x\"\n", &[("`framework` is a list, but one table", "[[framework]]")]),
    ];
    check("", whole_files);
    let cases: &[Case] = &[
        ("[[mitigation]]\n", &[("`id` is missing", "[[mitigation]]"), ("`name` is missing", "[[mitigation]]")]),
        (
            "[[mitigation]]\nid = \"a\"\n  [[mitigation.evidence]]\n  by = \"internal\"\n",
            &[
                ("`name` is missing in a mitigation", "[[mitigation]]"),
                ("`kind` is missing in a piece of evidence", "[[mitigation.evidence]]"),
            ],
        ),
        ("[[threat]]\nname = \"x\"\n", &[("`id` is missing in a threat", "[[threat]]")]),
        (
            "[[level]]\n[[tier]]\n",
            &[("`id` is missing in a level", "[[level]]"), ("`id` is missing in a tier", "[[tier]]")],
        ),
        ("[[dependency]]\nkind = \"model\"\n", &[("`id` is missing in a dependency", "[[dependency]]")]),
        ("[[event]]\n", &[("`id` is missing in an event", "[[event]]")]),
        ("[scope]\nexclude = [{ category = \"1\" }]\n", &[("`reason` is missing", "{ category = \"1\" }")]),
        ("[scope]\ninclude = [{ reason = \"x\" }]\n", &[("`category` is missing", "{ reason = \"x\" }")]),
        (
            "[[waiver]]\n",
            &[
                ("a waiver does not say what it is about", "[[waiver]]"),
                ("`check` is missing", "[[waiver]]"),
                ("`reason` is missing", "[[waiver]]"),
                ("`owner` is missing", "[[waiver]]"),
                ("`expires` is missing", "[[waiver]]"),
            ],
        ),
    ];
    check(HEAD, cases);
}

#[test]
fn unknown_keys_get_the_nearest_valid_one() {
    let cases: &[Case] = &[
        ("vers = \"1\"\n", &[("`vers` is no key of `[framework]`", "vers")]),
        ("include = [\"a.toml\"]\n", &[("`include` is no key of `[framework]`", "include")]),
        ("[[mitigations]]\nid = \"a\"\nname = \"A\"\n", &[("`mitigations` is no key of the top level", "mitigations")]),
        ("[scop]\n", &[("`scop` is no key", "scop")]),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\ncatgory = \"1\"\n",
            &[("`catgory` is no key of a mitigation", "catgory")],
        ),
        ("[[tier]]\nid = \"t\"\n\"relax\" = []\n", &[("`relax` is no key of a tier", "\"relax\"")]),
        ("[[tier]]\nid = \"t\"\n'e\u{301}xtends' = \"t\"\n", &[("is no key of a tier", "'e\u{301}xtends'")]),
        (
            "[scope]\nexclude = [{ categ = \"1\", category = \"1\", reason = \"r\" }]\n",
            &[("`categ` is no key", "categ")],
        ),
        ("[[threat]]\nid = \"t\"\ndepth.wanted = 2\n", &[("`depth` is a table", "depth")]),
    ];
    check(HEAD, cases);
    assert_eq!(help("[[mitigations]]\nid = \"a\"\nname = \"A\"\n"), "did you mean `mitigation`?");
    assert_eq!(help("versoin = \"1\"\n"), "did you mean `version`?");
    assert!(help("include = []\n").contains("above every header"));
    assert!(help("x = 1\n").starts_with("one of: name, version"));
}

#[test]
fn a_list_of_entries_is_not_one_table() {
    let cases: &[Case] = &[
        ("[mitigation]\nid = \"a\"\nname = \"A\"\n", &[("`mitigation` is one table here", "[mitigation]")]),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\n[mitigation.evidence]\nkind = \"audit\"\n",
            &[("`mitigation.evidence` is one table here", "[mitigation.evidence]")],
        ),
        ("mitigation = 3\n", &[("`mitigation` is no key of `[framework]`", "mitigation")]),
        (
            "[scope]\nexclude = { category = \"1\", reason = \"r\" }\n",
            &[("`scope.exclude` is one table here", "{ category = \"1\", reason = \"r\" }")],
        ),
        ("[scope]\nexclude = [\"1.1\"]\n", &[("`scope.exclude` holds a text", "\"1.1\"")]),
    ];
    check(HEAD, cases);
    let inline: &[Case] = &[
        ("framework.name = \"x\"\nmitigation = [{ id = \"a\", name = \"A\" }]\n", &[]),
        (
            "framework.name = \"x\"\nmitigation = [{ id = \"a\" }, 3]\n",
            &[("`name` is missing", "{ id = \"a\" }"), ("`mitigation` holds a number", "3")],
        ),
        (
            "framework.name = \"x\"\nmitigation.id = \"a\"\nmitigation.name = \"A\"\n",
            &[("one table here", "mitigation")],
        ),
        ("tier = \"x\"\n[framework]\nname = \"F\"\n", &[("`tier` holds a text", "\"x\"")]),
    ];
    check("", inline);
    assert_eq!(
        help("[[mitigation]]\nid = \"a\"\nname = \"A\"\n[mitigation.evidence]\nkind = \"audit\"\n"),
        "write `[[mitigation.evidence]]` above each entry"
    );
}

const M: &str = "[framework]\nname = \"F\"\n[[mitigation]]\nid = \"a\"\nname = \"A\"\n";

#[test]
fn wrong_types_are_said_with_what_was_found() {
    let cases: &[Case] = &[
        ("category = 1.1\n", &[("`category` is a number, but a text is expected", "1.1")]),
        ("category = [\"1.1\", 1.2]\n", &[("`category` is a number", "1.2")]),
        ("category = []\n", &[("`category` is an empty list", "[]")]),
        ("status = true\n", &[("`status` is true or false, but a text", "true")]),
        ("partial = \"yes\"\n", &[("`partial` is a text, but true or false", "\"yes\"")]),
        ("threats = \"t\"\n", &[("`threats` is a text, but a list of texts", "\"t\"")]),
        ("owner = { name = \"x\" }\n", &[("`owner` is a table, but a text", "{ name = \"x\" }")]),
        ("description = [\"x\"]\n", &[("`description` is a list, but a text", "[\"x\"]")]),
        ("depends_on = [[\"x\"]]\n", &[("`depends_on` is a list, but a text", "[\"x\"]")]),
        ("source = 2026-01-01\n", &[("`source` is a date, but a text", "2026-01-01")]),
        ("confirmed = 12345678\n", &[("`confirmed` is a number", "12345678")]),
        ("tiers = []\n", &[("`tiers` is an empty list", "[]")]),
        ("evidence = [{ kind = \"audit\", tiers = [] }]\n", &[("`tiers` is an empty list", "[]")]),
    ];
    check(M, cases);
    let fix = |text: &str| help(&format!("[[mitigation]]\nid = \"a\"\nname = \"A\"\n{text}"));
    assert_eq!(fix("category = 1.1\n"), "write `\"1.1\"`");
    assert_eq!(fix("category = [1.2]\n"), "write `\"1.2\"`");
    assert_eq!(fix("tiers = \"internal\"\n"), "write `[\"internal\"]`");
    assert_eq!(fix("partial = \"yes\"\n"), "write `true` or `false` without quotes");
}

#[test]
fn dates_are_days_of_the_calendar_without_quotes() {
    let cases: &[Case] = &[
        ("due = 2026-02-30\n", &[("`2026-02-30` is not a day of the calendar", "2026-02-30")]),
        ("due = 2026-1-1\n", &[("`2026-1-1` is not a day", "2026-1-1")]),
        ("due = \"2026-02-03\"\n", &[("`due` is a text, but a date", "\"2026-02-03\"")]),
        ("due = 2026-02-03T00:00:00Z\n", &[("`due` is a date with a time", "2026-02-03T00:00:00Z")]),
        ("due = 10:00:00\n", &[("`due` is a time, but a date", "10:00:00")]),
        ("due = 2026\n", &[("`due` is a number, but a date", "2026")]),
        ("due = 0000-01-01\nreview_by = 9999-12-31\n", &[]),
        ("due = 2028-02-29\nreview_by = 2027-02-29\n", &[("`2027-02-29` is not a day", "2027-02-29")]),
        ("statu = \"x\"\ndue = 2026-02-30\n", &[("`statu`", "statu"), ("not a day", "2026-02-30")]),
    ];
    check(M, cases);
    let fix = |text: &str| help(&format!("[[mitigation]]\nid = \"a\"\nname = \"A\"\n{text}"));
    assert_eq!(fix("due = \"2026-02-03\"\n"), "write `2026-02-03`");
    assert_eq!(fix("due = 2026-02-03T00:00:00Z\n"), "write `2026-02-03`");
    assert_eq!(fix("due = \"soon\"\n"), "write a date as `2026-11-01`");
}

#[test]
fn numbers_are_whole_and_in_range() {
    let cases: &[Case] = &[
        ("depth = 0\n", &[("`depth` is 0", "0")]),
        ("depth = 17\n", &[("`depth` is 17", "17")]),
        ("depth = -1\n", &[("`depth` is -1", "-1")]),
        ("depth = 2.0\n", &[("`depth` is a number, but a whole number is expected", "2.0")]),
        ("depth = 99999999999999999999\n", &[("`depth` is 99999999999999999999", "99999999999999999999")]),
        ("depth = 0x10\n", &[]),
        ("depth = \"sl4\"\n", &[]),
        ("depth = \"sl6\"\n", &[("`sl6` is no value of `depth`", "\"sl6\"")]),
        ("depth = [2]\n", &[("`depth` is a list", "[2]")]),
        ("depth = 0x\n", &[("`depth` is", "0x")]),
    ];
    check("[framework]\nname = \"F\"\n[[threat]]\nid = \"t\"\n", cases);
    let schemas: &[Case] = &[
        ("schema = 2\n", &[("schema `2` is not known", "2")]),
        ("schema = \"1\"\n", &[("`schema` is a text", "\"1\"")]),
        ("schema = 99999999999999999999999\n", &[("is not known", "99999999999999999999999")]),
        ("schema = 1\n", &[]),
    ];
    for (text, expected) in schemas {
        check(text, &[("[framework]\nname = \"F\"\n", expected)]);
    }
}

#[test]
fn words_come_from_closed_lists() {
    let cases: &[Case] = &[
        ("status = \"planed\"\n", &[("`planed` is no value of `status`", "\"planed\"")]),
        ("layer = \"Block\"\n", &[("`Block` is no value of `layer`", "\"Block\"")]),
        ("evidence = [{ kind = \"redteam\" }]\n", &[("`redteam` is no value of `kind`", "\"redteam\"")]),
        (
            "evidence = [{ kind = \"audit\", by = \"us\", result = \"ok\" }]\n",
            &[("`us` is no value of `by`", "\"us\""), ("`ok` is no value of `result`", "\"ok\"")],
        ),
        ("confirmed = \"xyz\"\n", &[("`xyz` is no hash", "\"xyz\"")]),
        ("confirmed = \"9F2C11AB\"\n", &[]),
        ("[[dependency]]\nid = \"d\"\nkind = \"modle\"\n", &[("`modle` is no value of `kind`", "\"modle\"")]),
        ("[[tier]]\nid = \"t\"\nexposure = \"public\"\n", &[("`public` is no value of `exposure`", "\"public\"")]),
        ("[[event]]\nid = \"e\"\nvoids_layers = [\"blok\"]\n", &[("`blok` is no value of `voids_layers`", "\"blok\"")]),
    ];
    check(M, cases);
    check(HEAD, &[("actor = \"user\"\n", &[("`user` is no value of `actor`", "\"user\"")])]);
    assert_eq!(help("actor = \"develper\"\n"), "did you mean `developer`?");
    assert_eq!(help("actor = \"user\"\n"), "one of: developer, deployer, governance-actor");
}

#[test]
fn empty_texts_are_not_statements() {
    let cases: &[Case] = &[
        ("owner = \"\"\n", &[("`owner` is empty", "\"\"")]),
        ("description = \"\"\"\n  \n\"\"\"\n", &[("`description` is empty", "\"\"\"\n  \n\"\"\"")]),
        ("threats = [\" \"]\n", &[("`threats` is empty", "\" \"")]),
        ("[[mitigation]]\nid = \"\"\nname = \"\\t\"\n", &[("`id` is empty", "\"\""), ("`name` is empty", "\"\\t\"")]),
    ];
    check(M, cases);
    check("", &[("[framework]\nname = \"  \"\n", &[("`name` is empty", "\"  \"")])]);
}

#[test]
fn ids_have_one_form() {
    let cases: &[Case] = &[
        (
            "[[mitigation]]\nid = \"Data Filtering\"\nname = \"x\"\n",
            &[("`Data Filtering` is not a valid id", "\"Data Filtering\"")],
        ),
        ("[[threat]]\nid = \"überfall\"\n", &[("`überfall` is not a valid id", "\"überfall\"")]),
        ("[[level]]\nid = -1\n", &[("`id` is a number", "-1")]),
        (
            "[[tier]]\nid = \"a/b\"\n[[mitigation]]\nid = \"m\"\nname = \"M\"\ntiers = [\"a/b\"]\n",
            &[("`a/b` is not", "\"a/b\"")],
        ),
    ];
    check(HEAD, cases);
    assert_eq!(help("[[mitigation]]\nid = \"Data Filtering!\"\nname = \"x\"\n"), "write `\"data-filtering\"`");
    assert_eq!(help("[[mitigation]]\nid = \"日本\"\nname = \"x\"\n"), "write one such as `data-filtering`");
}
