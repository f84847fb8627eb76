// What holds for every page, whatever is in the framework.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { audit, launch, open, page } from './support.mjs';

const HOSTILE = ['markup', 'quotes', 'bidirectional', 'control-characters', 'newlines', 'long-name', 'scripts', 'words-as-ids', 'deep-tiers', 'name-only'];
const PAGES = [
  'fixtures/northwind', 'fixtures/sixty', 'fixtures/minimal', 'fixtures/first-draft', 'fixtures/published/openai',
  'fixtures/published', 'fixtures/hostile/invalid/unknown-keys', 'fixtures/hostile/invalid/unknown-keys fixtures/minimal',
  ...HOSTILE.map((name) => `fixtures/hostile/valid/${name}`),
];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const made = (paths) => page(...paths.split(' '));

for (const path of PAGES) {
  test(`${path}: nothing is fetched, nothing fails, nothing is inline`, async () => {
    const tab = await open(browser, made(path).url);
    const found = await tab.evaluate(() => ({
      scripts: document.scripts.length,
      inline: [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes])
        .filter(({ name }) => name === 'style' || name.startsWith('on')).length,
      ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
      broken: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.hash.slice(1))
        .filter((id) => !document.getElementById(id)),
      marks: /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.exec(document.body.textContent)?.[0],
    }));
    assert.equal(found.scripts, 1);
    assert.equal(found.inline, 0);
    assert.equal(new Set(found.ids).size, found.ids.length, 'an id stands twice');
    assert.deepEqual(found.broken, []);
    assert.equal(found.marks, undefined);
    assert.deepEqual(tab.trouble, []);
    await tab.close();
  });

  for (const scheme of ['light', 'dark']) {
    test(`${path}: no accessibility violation, ${scheme}`, async () => {
      const tab = await open(browser, made(path).url, { scheme });
      assert.deepEqual(await audit(tab), []);
      await tab.close();
    });
  }

  test(`${path}: fits a narrow screen`, async () => {
    const tab = await open(browser, made(path).url, { width: 390 });
    const [wide, seen] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `${wide} pixels on ${seen}`);
    assert.deepEqual(await audit(tab), []);
    await tab.close();
  });
}

test('the policy of the page stops what would be slipped in', async () => {
  const tab = await open(browser, page('fixtures/northwind').url);
  const stopped = await tab.evaluate(async () => {
    const stopped = [];
    document.addEventListener('securitypolicyviolation', (event) => stopped.push(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'https://example.invalid/x.png';
    document.body.append(image);
    document.body.setAttribute('style', 'display: none');
    await new Promise((done) => setTimeout(done, 200));
    return stopped.map((name) => name.split('-')[0]).sort();
  });
  assert.deepEqual(stopped, ['img', 'script', 'style']);
  assert.doesNotMatch(await tab.title(), /taken over/);
  await tab.close();
});

test('markup in a name is shown as it was written', async () => {
  const { url } = page('fixtures/hostile/valid/markup');
  const tab = await open(browser, url);
  assert.match(await tab.evaluate(() => document.body.textContent), /<script>/);
  await tab.close();
});

test('a framework of sixty measures stays under 300 KB', () => {
  assert.ok(Buffer.byteLength(page('fixtures/sixty').html) < 300_000);
});
