//! Names that lead nowhere, twice somewhere or in a circle, and entries that contradict each other.

use super::{Case, HEAD, check, help};
use mitigap::framework::reader::read_text;

#[test]
fn ids_are_unique_across_all_kinds() {
    let cases: &[Case] = &[
        ("[[threat]]\nid = \"x\"\n[[threat]]\nid = \"x\"\n", &[("the id `x` is given twice", "\"x\"")]),
        ("[[threat]]\nid = \"x\"\n[[dependency]]\nid = 'x'\n", &[("the id `x` belongs to a threat already", "'x'")]),
        ("[[event]]\nid = \"log-loss\"\n", &[("`log-loss` is the name of a built-in event", "\"log-loss\"")]),
        ("[[level]]\nid = \"weights-stolen\"\n", &[("is the name of a built-in event", "\"weights-stolen\"")]),
        (
            "[[mitigation]]\nid = \"internal\"\nname = \"I\"\ntiers = [\"external\"]\n",
            &[("also the tier", "\"internal\"")],
        ),
        ("[[mitigation]]\nid = \"internal\"\nname = \"I\"\n", &[]),
    ];
    check(HEAD, cases);
    let reading = read_text("x", &format!("{HEAD}[[threat]]\nid = \"x\"\n[[tier]]\nid = 'x'\n"));
    let first = reading.problems[0].related[0].0;
    assert_eq!(reading.sources.text(first), "\"x\"");
}

#[test]
fn references_to_nothing_get_the_nearest_of_their_kind() {
    let cases: &[Case] = &[
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\nthreats = [\"cbrn\"]\n",
            &[("there is no threat `cbrn`", "\"cbrn\"")],
        ),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\nthreats = [\"a\"]\n",
            &[("`a` is a mitigation, not a threat", "\"a\"")],
        ),
        ("[[mitigation]]\nid = \"a\"\nname = \"A\"\nlevel = \"high\"\n", &[("there is no level `high`", "\"high\"")]),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\nvoided_by = [\"log-los\"]\n",
            &[("there is no event `log-los`", "\"log-los\"")],
        ),
        ("[[mitigation]]\nid = \"a\"\nname = \"A\"\nvoided_by = [\"log-loss\"]\n", &[]),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\ndepends_on = [\"d\", \"d\"]\n[[dependency]]\nid = \"d\"\n",
            &[("`d` stands twice", "\"d\"")],
        ),
        (
            "[[waiver]]\ncheck = \"x\"\ntier = \"t\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2026-01-01\n",
            &[("there is no tier `t`", "\"t\"")],
        ),
        (
            "[[tier]]\nid = \"t\"\n[[threat]]\nid = \"x\"\ntiers = [\"internal\"]\n",
            &[("there is no tier `internal`", "\"internal\"")],
        ),
        ("[[event]]\nid = \"e\"\nvoids_mitigations = [\"m\"]\n", &[("there is no mitigation `m`", "\"m\"")]),
    ];
    check(HEAD, cases);
    let named = |name: &str| {
        help(&format!(
            "[[threat]]\nid = \"cbrn-misuse\"\n[[mitigation]]\nid = \"a\"\nname = \"A\"\nthreats = [\"{name}\"]\n"
        ))
    };
    assert_eq!(named("cbrn-misus"), "did you mean `cbrn-misuse`?");
    assert_eq!(named("zzz"), "declare it: `[[threat]]` with `id = \"zzz\"`");
    assert_eq!(help("[[threat]]\nid = \"t\"\ntiers = [\"externl\"]\n"), "did you mean `external`?");
    assert!(help("[[threat]]\nid = \"t\"\ntiers = [\"everywhere\"]\n").contains("leave it out"));
}

#[test]
fn each_circle_is_told_once() {
    let chain = |n: usize| {
        let entry = |at: usize| format!("[[dependency]]\nid = \"d{at}\"\ndepends_on = [\"d{}\"]\n", (at + 1) % n);
        HEAD.to_owned() + &(0..n).map(entry).collect::<String>()
    };
    let reading = read_text("x", &chain(2));
    assert_eq!(reading.problems.len(), 1);
    assert_eq!(reading.problems[0].message, "`depends_on` goes in a circle: d0 -> d1 -> d0");
    let long = read_text("x", &chain(100_000));
    assert_eq!(long.problems.len(), 1);
    assert!(long.problems[0].message.ends_with("d6 -> d7 -> ... -> d0"), "{}", long.problems[0].message);
    let cases: &[Case] = &[
        ("[[dependency]]\nid = \"a\"\ndepends_on = [\"a\"]\n", &[("`a` rests on itself", "\"a\"")]),
        ("[[tier]]\nid = \"a\"\nextends = \"b\"\n[[tier]]\nid = \"b\"\nextends = \"a\"\n", &[("a -> b -> a", "\"a\"")]),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\ncomprises = [\"b\"]\n[[mitigation]]\nid = \"b\"\nname = \"B\"\ncomprises = [\"a\", \"b\"]\n",
            &[("a -> b -> a", "\"a\""), ("`b` comprises itself", "\"b\"")],
        ),
        (
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\nevidence = [{ kind = \"audit\", with = [\"a\"] }]\n",
            &[("tested together with itself", "\"a\"")],
        ),
        (
            "[[dependency]]\nid = \"a\"\ndepends_on = [\"b\", \"c\"]\n[[dependency]]\nid = \"b\"\ndepends_on = [\"d\"]\n[[dependency]]\nid = \"c\"\ndepends_on = [\"d\"]\n[[dependency]]\nid = \"d\"\n",
            &[],
        ),
    ];
    check(HEAD, cases);
}

const TIERS: &str = "[framework]\nname = \"F\"\n[[mitigation]]\nid = \"all\"\nname = \"All\"\n[[mitigation]]\nid = \"here\"\nname = \"Here\"\ntiers = [\"base\"]\n[[mitigation]]\nid = \"idea\"\nname = \"Idea\"\nstatus = \"idea\"\n[[tier]]\nid = \"base\"\n";

#[test]
fn a_tier_relaxes_what_it_has_and_compensates_with_what_counts() {
    let cases: &[Case] = &[
        ("[[tier]]\nid = \"t\"\nrelaxes = [\"here\"]\n", &[("`t` relaxes `here`, which it does not have", "\"here\"")]),
        ("[[tier]]\nid = \"t\"\nextends = \"base\"\nrelaxes = [\"here\"]\n", &[]),
        ("[[tier]]\nid = \"t\"\ncompensates = [\"here\"]\n", &[("stated for other tiers only", "\"here\"")]),
        ("[[tier]]\nid = \"t\"\ncompensates = [\"idea\"]\n", &[("it is only an idea", "\"idea\"")]),
        ("[[tier]]\nid = \"t\"\nrelaxes = [\"all\"]\ncompensates = [\"all\"]\n", &[("the tier relaxes it", "\"all\"")]),
        (
            "[[tier]]\nid = \"t\"\nrelaxes = [\"all\"]\n[[tier]]\nid = \"u\"\nextends = \"t\"\ncompensates = [\"all\"]\n",
            &[("a tier it extends relaxes it", "\"all\"")],
        ),
        (
            "[[tier]]\nid = \"t\"\nextends = \"bsae\"\nrelaxes = [\"here\"]\n",
            &[("there is no tier `bsae`", "\"bsae\"")],
        ),
        ("[[tier]]\nid = \"t\"\nextends = \"base\"\ncompensates = [\"here\", \"all\"]\n", &[]),
    ];
    check(TIERS, cases);
}

#[test]
fn nothing_survives_what_voids_it() {
    check(
        HEAD,
        &[(
            "[[mitigation]]\nid = \"a\"\nname = \"A\"\nvoided_by = [\"log-loss\"]\nsurvives = ['log-loss']\n",
            &[("both survives `log-loss` and is voided by it", "'log-loss'")],
        )],
    );
}

#[test]
fn a_wanted_depth_goes_from_one_to_sixteen() {
    let cases: &[Case] = &[
        ("[[threat]]\nid = \"t\"\ndepth = 0\n", &[("`depth` is 0, but goes from 1 to 16", "0")]),
        ("[[threat]]\nid = \"t\"\ndepth = 1000\n", &[("`depth` is 1000, but goes from 1 to 16", "1000")]),
        ("[[threat]]\nid = \"t\"\ndepth = 17\n", &[("`depth` is 17", "17")]),
        ("[[threat]]\nid = \"t\"\ndepth = -1\n", &[("`depth` is -1", "-1")]),
        ("[[threat]]\nid = \"t\"\ndepth = \"sl2\"\n", &[("`sl2` is no value of `depth`", "\"sl2\"")]),
        (
            "[[threat]]\nid = \"t\"\ndepth = 1\n[[threat]]\nid = \"u\"\ndepth = 16\n[[threat]]\nid = \"v\"\ndepth = \"sl5\"\n",
            &[],
        ),
    ];
    check(HEAD, cases);
}
