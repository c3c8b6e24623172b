// Debian's Chromium through playwright-core, and what every page must keep to: no console error, no blocked resource,
// no failed request.
import {createRequire} from 'node:module';
import {mkdir} from 'node:fs/promises';
import assert from 'node:assert/strict';
import path from 'node:path';

// One set of npm packages for all tests lies beside the judges.
const {chromium} = createRequire(new URL('../judges/package.json', import.meta.url))('playwright-core');

/// Milliseconds that a page may take on a machine that has much to do.
const PATIENCE = 60_000;

export const PHONE = {width: 360, height: 640};

const executablePath = process.env.WATCHWORD_CHROMIUM || '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const launch = () => chromium.launch({executablePath, args, timeout: 2 * PATIENCE});

/// A browser profile of its own, whose pages are watched.
export class Person {
  static async open(browser, url, options = {}) {
    const person = new Person();
    person.url = url;
    person.complaints = [];
    person.context = await browser.newContext({baseURL: url, ...options});
    person.context.setDefaultTimeout(PATIENCE);
    person.context.on('page', page => person.watch(page));
    person.page = await person.context.newPage();
    return person;
  }

  watch(page) {
    page.on('pageerror', error => this.complaints.push(`script: ${error}`));
    page.on('requestfailed', request => {
      // Whoever goes on before a picture is there calls it off: that is no failure of the page.
      const reason = request.failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') this.complaints.push(`failed: ${request.url()} ${reason}`);
    });
    page.on('response', response => {
      const isPage = response.request().isNavigationRequest();
      if (!isPage && response.status() >= 400) this.complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on('console', message => {
      // A page that says 401 is no accident here; the browser's own line about it is the only one allowed.
      const isStatusOfPage = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
      const matters = ['error', 'warning'].includes(message.type());
      if (matters && !isStatusOfPage) this.complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
  }

  async signIn(name, password, page = this.page) {
    if (!page.url().includes('/login')) await page.goto('/login');
    await page.getByLabel('User name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', {name: 'Sign in'}).click();
  }

  async close() {
    await this.context.close();
    assert.deepEqual(this.complaints, []);
  }
}

/// A picture for people to look at, in the folder that WATCHWORD_SCREENSHOTS names.
export async function screenshot(page, name) {
  const folder = process.env.WATCHWORD_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, {recursive: true});
  await page.screenshot({path: path.join(folder, `${name}.png`), fullPage: true});
}

/// How many pixels the page is wider than the window.
export const overflow = page =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
