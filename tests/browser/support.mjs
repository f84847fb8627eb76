// What the tests share: pages made by the tool, a browser, and a tab that notices whatever a report must not do.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const FOLDER = mkdtempSync(join(tmpdir(), 'mitigap-browser-'));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs the tool on a path of the project; findings and files that cannot be checked are no failure here. */
export function mitigap(...args) {
  const options = { cwd: ROOT, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] };
  try {
    return execFileSync(process.env.MITIGAP, [...args, '--as-of', '2026-11-21'], options).toString();
  } catch (error) {
    if (error.status === 1 || error.status === 2) return error.stdout.toString();
    throw error;
  }
}

/** The report on a path as a page in a file. */
export function page(path, ...args) {
  const html = mitigap('check', path, '--format', 'html', ...args);
  const file = join(FOLDER, [path, ...args].join(' ').replace(/[^a-z0-9]/gi, '-') + '.html');
  writeFileSync(file, html);
  return { html, url: pathToFileURL(file).href };
}

/** The same report as the tool tells it to machines. */
export const json = (path, ...args) => JSON.parse(mitigap('check', path, '--format', 'json', ...args)).frameworks[0];

export const launch = () => puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

/** A tab on a page. `trouble` gathers what must stay empty: requests, errors, dialogs. */
export async function open(browser, url, { width = 1280, scheme = 'light', script = true } = {}) {
  const tab = await browser.newPage();
  const trouble = [];
  await tab.setViewport({ width, height: 900 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await tab.setJavaScriptEnabled(script);
  tab.on('request', (request) => {
    if (request.url().split('#')[0] !== url.split('#')[0]) trouble.push('request ' + request.url());
  });
  tab.on('console', (message) => { if (message.type() !== 'log') trouble.push('console ' + message.text()); });
  tab.on('pageerror', (error) => trouble.push('error ' + error.message));
  tab.on('dialog', (dialog) => { trouble.push('dialog ' + dialog.message()); dialog.dismiss(); });
  await tab.goto(url);
  tab.trouble = trouble;
  return tab;
}

/** The accessibility audit: what axe-core finds wrong, one line each. */
export async function audit(tab) {
  await tab.evaluate(AXE);
  const { violations } = await tab.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.length}, first ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary}`);
}
