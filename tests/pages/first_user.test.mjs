// From the link that a new server prints to the account of its first user.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, overflow, Person, PHONE, screenshot} from './browser.mjs';
import {Server} from './server.mjs';

let browser, server;
before(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a broken set-up link gets an explanation and a way on, on a phone as well', async () => {
  const person = await Person.open(browser, server.url, {viewport: PHONE});
  await person.page.goto('/setup?token=wrong');
  await person.page.getByRole('alert').waitFor();
  assert.equal(await overflow(person.page), 0);
  await screenshot(person.page, 'setup-broken-phone');
  await person.page.locator('main a').first().click();
  await person.page.getByRole('button', {name: 'Sign in'}).waitFor();
  await person.close();
});

test('the set-up link makes the first user, signs them in, and is used up', async () => {
  const person = await Person.open(browser, server.url);
  const {page} = person;
  const link = server.setupLink();
  await page.goto(link);
  await screenshot(page, 'setup');
  assert.equal(await page.locator(':focus').getAttribute('name'), 'username');

  await page.getByLabel('User name').fill('first');
  await page.getByLabel('E-mail').fill('first@example.org');
  await page.getByLabel('Password').fill('short');
  await page.getByRole('button', {name: 'Create'}).click();
  await page.getByRole('alert').filter({hasText: 'too short'}).waitFor();
  assert.equal(await page.getByLabel('User name').inputValue(), 'first');
  await screenshot(page, 'setup-password-too-short');

  await page.getByLabel('Password').fill('a brand new pass phrase');
  await page.getByRole('button', {name: 'Create'}).click();
  await page.waitForURL('**/account');
  await page.getByRole('heading', {name: /first/}).waitFor();
  await page.getByText('Administrator').waitFor();
  await screenshot(page, 'account-first-user');

  const other = await Person.open(browser, server.url);
  await other.page.goto(link);
  assert.equal(await other.page.getByRole('button', {name: 'Create'}).count(), 0);
  await screenshot(other.page, 'setup-used');
  await other.close();
  await person.close();
});
