// Signing in and out in a real browser: by mouse, by keyboard, on a phone, in two tabs.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';
import {launch, overflow, Person, PHONE, screenshot} from './browser.mjs';
import {PASSWORD, Server} from './server.mjs';

let browser, server, person, page;
before(async () => {
  [browser, server] = await Promise.all([launch(), Server.start()]);
  await server.addUser('alice', '--email', 'alice@example.org');
  await server.addUser('bob');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(async () => {
  person = await Person.open(browser, server.url);
  page = person.page;
});
afterEach(() => person.close());

test('a person signs in and sees the account', async () => {
  await page.goto('/');
  await screenshot(page, 'login');
  await person.signIn('alice', PASSWORD);
  await page.waitForURL('**/account');
  await page.getByRole('heading', {name: /alice/}).waitFor();
  await page.getByText('This browser').waitFor();
  await screenshot(page, 'account');
});

test('a wrong password is announced, the name stays, and the second try works', async () => {
  await person.signIn('alice', 'not the password');
  await page.getByRole('alert').filter({hasText: 'not correct'}).waitFor();
  assert.equal(await page.getByLabel('User name').inputValue(), 'alice');
  assert.equal(await page.getByLabel('Password').inputValue(), '');
  assert.equal(await page.locator(':focus').getAttribute('name'), 'password');
  await screenshot(page, 'login-wrong-password');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
});

test('who signs out in one tab is out in the other', async () => {
  await person.signIn('alice', PASSWORD);
  await page.waitForURL('**/account');
  const other = await person.context.newPage();
  await other.goto('/account');
  await page.getByRole('button', {name: 'Sign out'}).click();
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  await screenshot(page, 'signed-out');
  await other.reload();
  await other.getByRole('button', {name: 'Sign in'}).waitFor();
  await page.goBack();
  assert.equal(await page.getByText('This browser').count(), 0, 'the account must not come back from the cache');
});

test('a session that an administrator ended says so and leads back to where one was', async () => {
  await person.signIn('bob', PASSWORD);
  await page.waitForURL('**/account');
  await page.goto('/account?from=here');
  await server.revokeSessions('bob');
  await page.reload();
  await page.getByText(/session (has|is) (ended|over).*sign in again/i).waitFor();
  await screenshot(page, 'session-ended');
  await person.signIn('bob', PASSWORD);
  await page.waitForURL('**/account?from=here');
});

test('a form that is sent after the session ended leads to sign-in and does nothing', async () => {
  await person.signIn('bob', PASSWORD);
  await page.waitForURL('**/account');
  await server.revokeSessions('bob');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('a brand new pass phrase');
  await page.getByRole('button', {name: 'Change password'}).click();
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  await person.signIn('bob', PASSWORD);
  await page.waitForURL('**/account**');
});

test('the keyboard alone is enough, and shows where it is', async () => {
  await page.goto('/login');
  assert.equal(await page.locator(':focus').getAttribute('name'), 'username');
  await page.keyboard.type('alice');
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  const stops = [];
  for (let press = 0; press < 12; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const {activeElement: element} = document;
      if (element === document.body) return null;
      const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(element);
      const isVisible = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      return {name: element.innerText || element.getAttribute('name') || element.tagName, isVisible};
    });
    if (!stop) break;
    stops.push(stop);
  }
  assert.deepEqual(stops.filter(stop => !stop.isVisible), []);
  const names = stops.map(stop => stop.name).join(' ');
  assert.match(names, /Skip to the content.*Sign out.*current_password.*new_password.*Change password/s);
  await page.goto('/account');
  await page.keyboard.press('Tab');
  await screenshot(page, 'account-keyboard');
  while (!(await page.evaluate(() => document.activeElement.innerText))?.includes('Sign out')) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
});

test('a new password ends the other browser and keeps this one', async () => {
  await server.addUser('carol');
  const other = await Person.open(browser, server.url);
  await other.signIn('carol', PASSWORD);
  await other.page.waitForURL('**/account');
  await person.signIn('carol', PASSWORD);
  await page.waitForURL('**/account');
  await page.reload();
  await screenshot(page, 'account-two-sessions');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('a brand new pass phrase');
  await page.getByRole('button', {name: 'Change password'}).click();
  await page.getByRole('status').waitFor();
  await screenshot(page, 'password-changed');
  await other.page.reload();
  await other.page.getByRole('button', {name: 'Sign in'}).waitFor();
  await other.close();
});

test('a phone shows everything without scrolling sideways, in the dark as well', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const phone = await Person.open(browser, server.url, {viewport: PHONE, colorScheme, isMobile: true, hasTouch: true});
    await phone.page.goto('/login');
    assert.equal(await overflow(phone.page), 0);
    await screenshot(phone.page, `login-phone-${colorScheme}`);
    await phone.signIn('alice', PASSWORD);
    await phone.page.waitForURL('**/account');
    assert.equal(await overflow(phone.page), 0);
    await screenshot(phone.page, `account-phone-${colorScheme}`);
    await phone.page.goto('/no-such-page');
    assert.equal(await overflow(phone.page), 0);
    await screenshot(phone.page, `not-found-phone-${colorScheme}`);
    await phone.close();
  }
});

test('the style sheet is there and nothing is asked of other hosts', async () => {
  const asked = [];
  page.on('request', request => asked.push(new URL(request.url()).origin));
  await page.goto('/login');
  assert.deepEqual([...new Set(asked)], [server.url]);
  const {borderRadius} = await page.getByRole('button', {name: 'Sign in'}).evaluate(button => {
    const style = getComputedStyle(button);
    return {borderRadius: style.borderRadius};
  });
  assert.notEqual(borderRadius, '0px', 'the button has no style');
});

test('every field has a label and every page a title and one heading', async () => {
  const check = async () => {
    assert.match(await page.title(), /\S+ · Watchword/);
    assert.equal(await page.locator('h1').count(), 1);
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    const unlabelled = await page.evaluate(() => [...document.querySelectorAll('input')]
      .filter(input => input.type !== 'hidden' && !input.labels.length && input.getAttribute('aria-hidden') !== 'true')
      .map(input => input.name));
    assert.deepEqual(unlabelled, []);
  };
  await page.goto('/login');
  await check();
  await person.signIn('alice', PASSWORD);
  await page.waitForURL('**/account');
  await check();
});
