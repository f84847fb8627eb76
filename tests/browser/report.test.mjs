// The report on one framework: every number in it held against the JSON of the same run.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { audit, json, launch, open, page } from './support.mjs';

const PATH = 'fixtures/northwind';
const LEVELS = ['baseline', 'high', 'critical'];
const VIEWS = { depth: 'depth', examined: 'depth_examined', implemented: 'depth_implemented', evidenced: 'depth_evidenced' };

let browser, url, report;
before(async () => {
  browser = await launch();
  ({ url } = page(PATH));
  report = json(PATH);
});
after(() => browser.close());

const leaves = (from) => from.taxonomies[0].categories.filter((category) => category.cells?.length);
/** Code and tier of every cell with what it shows. */
const cells = (tab) => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll('#map tbody tr')]
  .filter((row) => row.querySelector('a.c'))
  .map((row) => [row.querySelector('.code').textContent, [...row.querySelectorAll('a.c')].map((cell) => cell.children[0].textContent)])));
const choose = (tab, name, value) => tab.$eval(`input[name=${name}][value=${value}]`, (input) => input.click());
const expected = (from, of) => Object.fromEntries(leaves(from).map((leaf) => [leaf.code, leaf.cells.map(of)]));
const number = (mark) => Number(/\d+/.exec(mark)?.[0] ?? 0);

test('every cell of the map has the depth that the JSON tells, in every view and at every level', async () => {
  const tab = await open(browser, url);
  for (const level of LEVELS) {
    const at = json(PATH, '--level', level);
    await choose(tab, 'level', level);
    for (const [view, key] of Object.entries({ state: 'depth', ...VIEWS })) {
      await choose(tab, 'view', view);
      const shown = await cells(tab);
      for (const row of Object.keys(shown)) shown[row] = shown[row].map(number);
      assert.deepEqual(shown, expected(at, (cell) => cell[key]), `${view} at ${level}`);
    }
  }
  await tab.close();
});

test('the depth against every threat, before and after every event, is what the JSON tells at every level', async () => {
  const tab = await open(browser, url);
  for (const level of LEVELS) {
    await choose(tab, 'level', level);
    const shown = await tab.$$eval('#events tbody tr:not(.branch)', (rows) => rows.map((row) =>
      [...row.cells].slice(1).map((cell) => (cell.querySelector('[aria-hidden]') ?? cell.firstChild).textContent)));
    const told = json(PATH, '--level', level).threats.flatMap((threat) => threat.cells.map((cell) =>
      [cell.depth, cell.wanted, ...cell.events.map((event) => event.tested ? event.depth : 0)]));
    assert.deepEqual(shown.map((row) => row.map(number)), told, level);
  }
  await tab.close();
});

test('a cell opens to who stands there, what takes it out, and the evidence with its date', async () => {
  const tab = await open(browser, url);
  const leaf = leaves(report).find(({ code }) => code === '1.2.1');
  const names = Object.fromEntries(report.mitigations.map(({ id, name }) => [id, name]));
  for (const [at, cell] of leaf.cells.entries()) {
    await tab.evaluate((at) => [...document.querySelectorAll('#map tr')]
      .find((row) => row.querySelector('.code')?.textContent === '1.2.1').querySelectorAll('a.c')[at].click(), at);
    const text = await tab.$eval('#panel', (panel) => panel.open && panel.textContent);
    assert.match(text, /1\.2\.1/);
    for (const id of cell.credited) assert.ok(text.includes(names[id]), `${names[id]} in cell ${at}`);
    for (const { id } of cell.cut_sets.flat()) assert.ok(text.includes(names[id] ?? id), `${id} in cell ${at}`);
    if (at === 0) assert.match(text, /guard-model.*2026-0\d-\d\d.*framework\.toml:\d+|framework\.toml:\d+.*2026-0\d-\d\d/s);
    await tab.keyboard.press('Escape');
    assert.equal(await tab.$eval('#panel', (panel) => panel.open), false);
  }
  assert.deepEqual(tab.trouble, []);
  await tab.close();
});

test('the open panel has no accessibility violation, light and dark', async () => {
  for (const scheme of ['light', 'dark']) {
    const tab = await open(browser, url + '#open=d2', { scheme });
    assert.equal(await tab.$eval('#panel', (panel) => panel.open), true);
    assert.deepEqual(await audit(tab), []);
    await tab.close();
  }
});

test('the map is walked by keyboard alone: one stop, arrows, enter opens, escape returns', async () => {
  const tab = await open(browser, url);
  const focused = () => tab.evaluate(() => {
    const cell = document.activeElement;
    const row = cell.closest('tr');
    return [cell.tagName, row?.querySelector('.code')?.textContent, row && [...row.querySelectorAll('a.c')].indexOf(cell)];
  });
  await tab.keyboard.press('Tab');
  assert.equal(await tab.evaluate(() => document.activeElement.className), 'skip');
  let presses = 0;
  while ((await focused())[2] !== 0 && presses++ < 60) await tab.keyboard.press('Tab');
  assert.deepEqual(await focused(), ['A', '1.1.1', 0]);
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('ArrowDown');
  assert.deepEqual(await focused(), ['A', '1.1.2', 1]);
  await tab.keyboard.press('Enter');
  assert.match(await tab.$eval('#panel', (panel) => panel.open && panel.textContent), /1\.1\.2/);
  await tab.keyboard.press('Escape');
  assert.deepEqual(await focused(), ['A', '1.1.2', 1]);
  await tab.keyboard.press('Tab');
  assert.notEqual((await focused())[1], '1.1.2', 'the map is one stop');
  await tab.close();
});

const counting = () => report.findings.filter((finding) => !finding.suppressed);
const shown = (tab) => tab.$eval('#finding-count', (count) => Number(/\d+/.exec(count.textContent)[0]));
const select = (tab, name, value) => tab.select(`#filters select[name=${name}]`, value);

test('filters show as many findings as the JSON has, and nothing else', async () => {
  const tab = await open(browser, url);
  assert.equal(await shown(tab), counting().length);
  const within = (code) => (finding) => finding.category?.startsWith(code + '.');
  for (const [name, value, keep] of [
    ['severity', 'error', (finding) => finding.severity === 'error'],
    ['check', 'tier-gap', (finding) => finding.check === 'tier-gap'],
    ['category', '1.2', within('1.2')],
    ['tier', 'open-mini', (finding) => finding.tier === 'open-mini'],
    ['threat', 'cbrn-misuse', (finding) => finding.threat === 'cbrn-misuse'],
  ]) {
    await select(tab, name, value);
    assert.equal(await shown(tab), counting().filter(keep).length, `${name} ${value}`);
    const wrong = await tab.$$eval('#finding-table .finding:not([hidden])', (rows, name, value) => rows
      .filter((row) => !row.dataset[name].split(' ').some((has) => has === value || has.startsWith(value + '.'))).length, name, value);
    assert.equal(wrong, 0, `${name} ${value}`);
    await tab.$eval('#filters button[type=reset]', (button) => button.click());
    await new Promise((done) => setTimeout(done, 30));
    assert.equal(await shown(tab), counting().length);
  }
  await tab.type('#filters input[name=text]', 'guard-model');
  assert.ok(await shown(tab) > 0 && await shown(tab) < counting().length);
  await tab.close();
});

test('filters, view, level and an open cell are kept in the address', async () => {
  const tab = await open(browser, url);
  await select(tab, 'severity', 'warning');
  await select(tab, 'category', '2');
  await choose(tab, 'view', 'examined');
  await choose(tab, 'level', 'baseline');
  const [kept, before] = [await tab.evaluate(() => location.hash), await shown(tab)];
  const again = await open(browser, url + kept);
  assert.equal(await shown(again), before);
  assert.deepEqual(await cells(again), await cells(tab));
  assert.equal(await again.$eval('#filters select[name=category]', (field) => field.value), '2');
  const nonsense = await open(browser, url + '#severity=<b>&view=x&level=9&open=main&sort=9a&category=%3Cscript%3E');
  assert.equal(await shown(nonsense), counting().length);
  assert.deepEqual([...again.trouble, ...nonsense.trouble], []);
  await Promise.all([tab, again, nonsense].map((tab) => tab.close()));
});

test('measures are sorted and searched', async () => {
  const tab = await open(browser, url);
  const names = () => tab.$$eval('#measures tbody tr:not([hidden]) th a', (links) => links.map((link) => link.textContent));
  const inFile = await names();
  assert.deepEqual(inFile, report.mitigations.map(({ name }) => name));
  await tab.click('#measures thead th:first-child button');
  assert.deepEqual(await names(), [...inFile].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  assert.equal(await tab.$eval('#measures thead th', (head) => head.getAttribute('aria-sort')), 'ascending');
  await tab.click('#measures thead th:first-child button');
  assert.equal((await names())[0], [...inFile].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))[0]);
  await tab.type('#search input', 'classifier');
  assert.ok((await names()).length > 0 && (await names()).length < inFile.length);
  await tab.close();
});

test('without the script the page is whole, and a cell leads to its words', async () => {
  const tab = await open(browser, url, { script: false });
  assert.equal((await tab.$$('[data-script]:not([hidden])')).length, 0);
  await tab.goto(url + '#d1');
  const box = await (await tab.$('#d1')).boundingBox();
  assert.ok(box && box.height > 20, 'the annex opens at the address');
  await tab.close();
});

test('on paper: A4, no controls, every annex open, the filters and the map as on the screen', async () => {
  const tab = await open(browser, url);
  await tab.emulateMediaType('print');
  for (const control of ['.switches', '.filters', '.contents']) {
    assert.equal(await tab.$eval(control, (part) => getComputedStyle(part).display), 'none', control);
  }
  const pdf = Buffer.from(await tab.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
  const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(pdf);
  assert.deepEqual([Math.round(width), Math.round(height)], [595, 842]);
  assert.ok(pages > 12 && pages < 34, `${pages} pages`);
  assert.equal(await tab.$eval('details.annex', (annex) => annex.open), false, 'closed again after printing');
  await tab.close();
});
