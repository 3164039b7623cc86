import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetTabKeys, openTabKey } from '../../../../../operator/console/server/rejoin/tab-key.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-05-04T08:00:00.000Z');

let directory: string;
let file: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'tab-key-')), 'console');
  file = join(directory, 'local-4177.json');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

function open({
  at = START,
  ...settings
}: { at?: number; kept?: 'again' | 'new'; stage?: string; port?: number } = {}) {
  const told: string[] = [];
  let nowMs = at;
  const opened = openTabKey({
    directory,
    stage: 'local',
    port: 4177,
    kept: 'again',
    ...settings,
    clock: { now: () => new Date(nowMs) },
    tell: (line) => told.push(line),
  });
  return { ...opened, told, turnTo: (ms: number) => (nowMs = ms) };
}

test('the next start within half a day has the key of the last one, in a file that only its owner can read', () => {
  const first = open();
  expect(first.key).toMatch(/^[\w-]{43}$/);
  expect(first.told).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(open({ at: START + 12 * HOUR_MS - 1 }).key).toBe(first.key);
  expect(readdirSync(directory)).toEqual(['local-4177.json']);
});

test('all keys of a stage can be forgotten, and those of another stage stay', () => {
  expect(() => forgetTabKeys({ directory, stage: 'local' })).not.toThrow();
  const [first, second, other, likeIt] = [{}, { port: 4178 }, { stage: 'prod' }, { stage: 'local-2' }].map((one) =>
    open(one),
  );
  forgetTabKeys({ directory, stage: 'local' });
  expect(readdirSync(directory).toSorted()).toEqual(['local-2-4177.json', 'prod-4177.json']);
  expect(open().key).not.toBe(first?.key);
  expect(open({ port: 4178 }).key).not.toBe(second?.key);
  expect(open({ stage: 'prod' }).key).toBe(other?.key);
  expect(open({ stage: 'local-2' }).key).toBe(likeIt?.key);
});

test('half a day counts from the last answer to a tab, and not from the start', () => {
  const first = open();
  first.turnTo(START + 20 * HOUR_MS);
  first.use();
  expect(open({ at: START + 31 * HOUR_MS }).key).toBe(first.key);
});

test('every answer is a use, and few of them are written down', () => {
  const first = open();
  first.turnTo(START + 5 * 60_000);
  first.use();
  expect(readFileSync(file, 'utf8')).toContain('08:00:00');
  first.turnTo(START + 10 * 60_000);
  first.use();
  expect(readFileSync(file, 'utf8')).toContain('08:10:00');
});

test.each([
  ['half a day without use', { at: START + 12 * HOUR_MS }],
  ['a clock that was turned back', { at: START - 1 }],
  ['somebody who wants a new one', { kept: 'new' }],
  ['another stage', { stage: 'prod' }],
  ['another port', { port: 4178 }],
] as const)('after %s there is a new key', (_, settings) => {
  const first = open();
  expect(open(settings).key).not.toBe(first.key);
});

test('a stage’s name leads nowhere else', () => {
  open({ stage: '../../elsewhere' });
  expect(readdirSync(directory)).toEqual(['..%2F..%2Felsewhere-4177.json']);
});

test.each([
  ['that others can read', () => chmodSync(file, 0o640), 'other users can reach it'],
  ['that others can write', () => chmodSync(file, 0o602), 'other users can reach it'],
  [
    'that is a link to elsewhere',
    () => {
      const elsewhere = join(directory, '..', 'elsewhere.json');
      writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
      rmSync(file);
      symlinkSync(elsewhere, file);
    },
    'it cannot be opened (ELOOP)',
  ],
  ['that has a second name', () => linkSync(file, join(directory, '..', 'second')), 'it has another name besides'],
  ['with a key of somebody’s choice', () => writeFileSync(file, '{"key":"guess me"}'), 'it holds no key'],
  ['that is no JSON', () => writeFileSync(file, '{'), 'it holds no key'],
] as const)('a file %s is not believed, is replaced, and that is said', (_, change, reason) => {
  const first = open();
  change();
  const second = open();
  expect(second.key).not.toBe(first.key);
  expect(second.told).toEqual([expect.stringContaining(reason)]);
  expect(second.told.join()).not.toContain(first.key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(open().key).toBe(second.key);
});

test('where nothing can be written the console starts nevertheless, and says what that means', () => {
  writeFileSync(directory, 'a file in the way');
  const { key, told } = open();
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(told).toEqual([
    expect.stringContaining('is replaced'),
    expect.stringContaining('Open tabs will ask for the address of the next start'),
  ]);
});
