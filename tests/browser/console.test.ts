// What operators do in the console, done in a browser: the packaged pipeline, the console as it is started, Chromium.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { writeEvent } from '#shared/messages/event.ts';
import { givenDeadLetter, givenFailure } from '../support/given-dead-letters.ts';
import { givenEvent } from '../support/given-messages.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { recordDeadLetters } from '../support/many-dead-letters.ts';
import { githubPush, post, signed } from '../support/post-webhook.ts';
import { givenFailures } from './support/given-failures.ts';
import { openBrowser, seriousViolations, takeScreenshot, type BrowserUnderTest } from './support/open-browser.ts';
import { startConsoleProcess, type ConsoleProcess } from './support/start-console.ts';

// Several waits of a page, each of which may take its time.
jest.setTimeout(180_000);

let pipeline: LocalPipeline;
let server: ConsoleProcess;
let chromium: BrowserUnderTest;

beforeAll(async () => {
  [pipeline, chromium] = await Promise.all([startPipeline(), openBrowser()]);
  server = await startConsoleProcess(pipeline.localDir);
}, 120_000);
afterEach(() => chromium.closeTabs());
afterAll(async () => {
  await chromium?.close();
  await server?.stop();
  await pipeline?.stop();
});

const at = (path: string) => {
  const url = new URL(server.url);
  return `${url.origin}${path}${url.hash}`;
};
const open = (path = '/', options = {}) => chromium.open(at(path), options);

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
/** How wide the page is once its pictures have shrunk. Asked from outside: the page's own policy allows no eval. */
async function narrowed(page: Page): Promise<unknown> {
  const width = () => page.evaluate('document.documentElement.scrollWidth');
  for (let looks = 0; looks < 100 && (await width()) !== 360; looks += 1) await page.waitForTimeout(20);
  return width();
}

const group = (page: Page, reason: string) => page.getByRole('article').filter({ hasText: reason });

async function confirm(page: Page, verb: 'Replay' | 'Discard', count: number, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByText(verb === 'Replay' ? /would be sent/ : /would be discarded/).waitFor();
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: `${verb} ${count}` }).click();
  await dialog.getByText('finished').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
}

test('a failure is found by its reason, opened, foreseen and replayed, and leaves, also from the page of somebody else', async () => {
  const message = 'S3 was away for a moment';
  await givenFailures(
    pipeline,
    'archive',
    { name: 'RetryLater', message, fingerprint: 'a'.repeat(16) },
    { count: 3, body: { amount: 1050 } },
  );
  const other = await open('/dead-letters');
  await group(other, message).waitFor();

  const page = await open('/dead-letters/list');
  await page.getByLabel('Search', { exact: true }).fill('away for a MOMENT');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByText('3 dead letters open').waitFor();
  await takeScreenshot(page, 'dead-letters');
  await page
    .getByRole('link', { name: `RetryLater: ${message}` })
    .first()
    .click();
  await heading(page, 'Dead letter of archive');
  await page.getByText('"amount": 1050').waitFor();
  await page.getByRole('region', { name: 'Trace' }).getByText('The dead letter').waitFor();
  await takeScreenshot(page, 'dead-letter');
  expect(await seriousViolations(page)).toEqual([]);

  await page.goto(at('/dead-letters'));
  await group(page, message).getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('dialog').getByText('3 dead letters would be sent').waitFor();
  await takeScreenshot(page, 'replay');
  expect(await seriousViolations(page)).toEqual([]);
  await confirm(page, 'Replay', 3, 'S3 is back');
  await group(page, message).waitFor({ state: 'detached' });
  await group(other, message).waitFor({ state: 'detached' });

  await page.goto(at('/runs'));
  await page.getByRole('row').filter({ hasText: 'S3 is back' }).getByRole('link').click();
  await page.getByText('3 sent, 0 skipped, 0 failed, of 3').waitFor();
  await page.getByText('Since then: 3 have their result.').waitFor();
  await takeScreenshot(page, 'run');
  expect(await seriousViolations(page)).toEqual([]);
});

test('one that is ticked is discarded with its reason, and the other stays', async () => {
  const message = 'The order has no lines';
  const [first = 'none'] = await givenFailures(
    pipeline,
    'ledger',
    { class: 'gave-up', name: 'GiveUp', message, fingerprint: 'b'.repeat(16) },
    { count: 2 },
  );
  const page = await open(`/dead-letters/list?fingerprint=${'b'.repeat(16)}&from=ledger`);
  await page.getByLabel(`Tick ledger/${first}`).check();
  await page.getByRole('button', { name: 'Discard' }).click();
  await confirm(page, 'Discard', 1, 'A test order');
  await page.getByText('1 dead letter open').waitFor();
  await page.goto(at(`/dead-letters/ledger/${first}`));
  await page.getByText('discarded').first().waitFor();
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('region', { name: 'Latest runs' }).getByText('A test order').waitFor();
});

test('a run is aborted with a reason from where it is watched, and says how many it has not reached', async () => {
  const message = 'The shop asks too slowly';
  await givenFailures(pipeline, 'archive', { name: 'RetryLater', message, fingerprint: 'c'.repeat(16) }, { count: 12 });
  const page = await open('/dead-letters');
  await group(page, message).getByRole('button', { name: 'Replay' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Per second').fill('0.5');
  await dialog.getByLabel('Reason').fill('Is it back?');
  await dialog.getByRole('button', { name: 'Replay 12' }).click();
  await dialog.getByText(/\d sent, 0 skipped, 0 failed, of 12/).waitFor();
  await dialog.getByRole('button', { name: 'Abort' }).click();
  await dialog.getByLabel('Why abort it?').fill('It is not back');
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Abort' }).click();
  await dialog.getByText(/\d not reached: they are as they were/).waitFor();
  await dialog.getByRole('link', { name: 'The receipt' }).click();
  await page.getByText('It is not back').waitFor();
  await page.getByText(/\d not reached/).waitFor();
});

test('what is quarantined is found from the list of open ones, and sent by force', async () => {
  const eventId = randomUUID().replaceAll('-', '');
  const failure = givenFailure({ message: 'Failed ten times over' });
  const body = writeEvent(givenEvent({ id: eventId }));
  await recordDeadLetters(pipeline.endpoints, [
    givenDeadLetter({ id: `archive/${eventId}`, eventId, state: 'quarantined', replays: 10, failure, body }),
  ]);
  const page = await open('/dead-letters');
  await page.getByRole('link', { name: '1 quarantined' }).click();
  await page.getByLabel(`Tick archive/${eventId}`).check();
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByRole('dialog').getByText('only force sends it').waitFor();
  await confirm(page, 'Replay', 1, 'The cause is mended');
  await page.getByText('0 dead letters quarantined').waitFor();
});

test('a paused worker’s queue grows, and is worked off once it goes on', async () => {
  const page = await open('/workers');
  await page.getByRole('button', { name: 'Pause archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
  const card = page.getByRole('article', { name: 'archive' });
  await card.getByText('paused').waitFor();
  await Promise.all(Array.from({ length: 4 }, () => post(pipeline.endpoints.webhooks, githubPush())));
  await card.getByText('4 messages waiting').waitFor();
  await takeScreenshot(page, 'workers');
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.getByText('archive is paused').waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Resume archive' }).click();
  await card.getByText('0 messages waiting').waitFor();
});

test('a webhook is traced by the id that its sender knows', async () => {
  const body = JSON.stringify({
    id: `evt_${Date.now()}`,
    object: 'event',
    type: 'charge.succeeded',
    data: { object: {} },
  });
  const { id } = JSON.parse(body) as { readonly id: string };
  expect((await post(pipeline.endpoints.webhooks, signed('stripe', {}, body))).status).toBeLessThan(300);
  const page = await open('/trace');
  await page.getByLabel('Id').fill(id);
  await page.getByRole('button', { name: 'Trace' }).click();
  await page.getByText('ingest received').waitFor();
  await page.getByText('archive wrote it down').waitFor();
  await takeScreenshot(page, 'trace');
  expect(await seriousViolations(page)).toEqual([]);
});

const EVERY_PAGE = [
  ['/', 'Overview', 'overview'],
  ['/dead-letters', 'Dead letters', 'groups'],
  ['/dead-letters/list', 'Dead letters', 'list'],
  ['/trace', 'Trace', 'trace-search'],
  ['/runs', 'Runs', 'runs'],
  ['/workers', 'Workers', 'workers-page'],
] as const;

/** Nothing is still on its way: neither a part of the page, nor a figure, nor a picture. */
async function settled(page: Page, name: string): Promise<void> {
  await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
  for (const sign of ['…', 'Looking …', 'Counting …']) {
    await page.getByText(sign, { exact: true }).first().waitFor({ state: 'detached' });
  }
  if (name !== 'overview') return;
  await page.getByText('still on their way').waitFor({ state: 'detached' });
  await page
    .getByRole('application', { name: /per minute/ })
    .nth(1)
    .waitFor();
}

/** What somebody at a narrow page, or at the keyboard, would miss. */
async function missed(page: Page): Promise<unknown> {
  const cut = `[...document.querySelectorAll('.mantine-Badge-label')].filter((label) => label.scrollWidth > label.clientWidth)`;
  const nameless = `[...document.querySelectorAll('svg[tabindex="0"]')].filter((stop) => !stop.ariaLabel)`;
  return page.evaluate(`[...${cut}, ...${nameless}].map(({ outerHTML }) => outerHTML)`);
}

async function look(scheme: 'light' | 'dark'): Promise<void> {
  const page = await open('/', { scheme });
  for (const [path, title, name] of EVERY_PAGE) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(at(path));
    await heading(page, title);
    await settled(page, name);
    if (name === 'overview' || name === 'groups' || name === 'runs')
      await takeScreenshot(page, scheme === 'dark' ? `${name}-dark` : name);
    // The markup is the same in both.
    const looked = scheme === 'light' ? 'all' : 'colours';
    expect([path, await seriousViolations(page, looked)]).toEqual([path, []]);
    await page.setViewportSize({ width: 360, height: 800 });
    await expect(narrowed(page)).resolves.toBe(360);
    expect(await missed(page)).toEqual([]);
  }
}

test('no page keeps anybody out, light or dark, nor does it need more than 360 pixels', async () => {
  await Promise.all([look('light'), look('dark')]);
}, 120_000);

test('a page of another origin learns nothing and changes nothing, even with the token', async () => {
  const stranger = createServer((socket) => {
    const document = '<!doctype html><title>stranger</title>';
    socket.once('data', () =>
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${document.length}\r\n\r\n${document}`),
    );
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const page = await chromium.open(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
  const token = new URLSearchParams(new URL(server.url).hash.slice(1)).get('token') ?? '';
  const { origin } = new URL(server.url);
  for (const mode of ['cors', 'no-cors']) {
    const headers = mode === 'cors' ? { 'x-console-token': token } : {};
    const asked = `fetch('${origin}/api/workers/pause', { method: 'POST', mode: '${mode}', headers: ${JSON.stringify(headers)}, body: '{"worker":"ledger"}' }).then((response) => response.type + response.status, (error) => 'refused')`;
    expect(await page.evaluate(asked)).toMatch(/^(?:refused|opaque0)$/);
  }
  stranger.close();
  const own = await open('/workers');
  await own.getByRole('article', { name: 'ledger' }).getByText('running').waitFor();
});

test('the keyboard is enough: past the navigation, into the list, and out of a dialog', async () => {
  const page = await open('/dead-letters/list?from=ledger');
  await heading(page, 'Dead letters');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // The dialog gives the focus back a moment after it is gone.
  await page.waitForFunction("document.activeElement.textContent.startsWith('Replay')");
});

test('without the token, or with that of another start, the page says what to do', async () => {
  const { origin } = new URL(server.url);
  for (const url of [origin, `${origin}/#token=of-another-start`]) {
    const page = await chromium.open(url);
    await heading(page, 'This tab has no token');
  }
});

test('the pipeline down is said, and the page goes on by itself when it is back', async () => {
  const page = await open('/dead-letters/list');
  await page.getByText(/dead letters? open/).waitFor();
  await pipeline.stop();
  await page.getByRole('alert').getByText('The pipeline is away').waitFor();
  pipeline = await startPipeline({ localDir: pipeline.localDir });
  await page.getByText('The pipeline is away').waitFor({ state: 'detached' });
  await page.getByText(/dead letters? open/).waitFor();
}, 90_000);

test('the console’s server down is said, and the open tab goes on by itself with the next start, whose token is another', async () => {
  const page = await open('/dead-letters/list?from=ledger');
  await page.getByText(/dead letters? open/).waitFor();
  const { port, url } = server;
  await server.stop();
  await page.getByRole('alert').getByText('The console’s server is away').waitFor();
  server = await startConsoleProcess(pipeline.localDir, { port });
  expect(server.url).not.toBe(url);
  await page.getByText('The console’s server is away').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Workers' }).click();
  await page.getByRole('article', { name: 'ledger' }).getByText('running').waitFor();
});

test('no page had anything to complain about: neither its scripts nor its policy', () => {
  expect(chromium.complaints()).toEqual([]);
});
