import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../../local/emulators/database.ts';
import { StartRefused } from '../../../../local/start-refused.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'database-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = () => join(directory, 'emulator.sqlite');
const insertBucket = 'INSERT INTO buckets (name, created_at, versioning) VALUES (?, 0, hex(randomblob(20000)))';

function overwriteSecondPage(): void {
  const descriptor = openSync(file(), 'r+');
  writeSync(descriptor, Buffer.alloc(4096, 'x'), 0, 4096, 4096);
  closeSync(descriptor);
}

function refusalOf(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof StartRefused) return error.message;
    throw error;
  }
  throw new Error('It was not refused');
}

test('a full disk is told as such, and what was written before stays usable', () => {
  const database = openDatabase(directory);
  const pages = database.get<{ page_count: number }>('PRAGMA page_count')!.page_count;
  database.get(`PRAGMA max_page_count = ${pages + 4}`);
  const write = () => {
    for (let index = 0; index < 10; index += 1) database.run(insertBucket, `bucket-${index}`);
  };
  expect(() => database.transaction(write)).toThrow('database or disk is full');
  expect(database.all('SELECT name FROM buckets')).toEqual([]);
  database.get(`PRAGMA max_page_count = ${pages + 1000}`);
  database.transaction(write);
  expect(database.all('SELECT name FROM buckets')).toHaveLength(10);
  database.close();
});

test('a write that throws is undone', () => {
  const database = openDatabase(':memory:');
  const write = () => {
    database.run(insertBucket, 'half');
    throw new Error('no more');
  };
  expect(() => database.transaction(write)).toThrow('no more');
  expect(database.all('SELECT name FROM buckets')).toEqual([]);
  database.close();
});

test.each([
  ['is no database', () => writeFileSync(file(), 'no database at all '.repeat(100))],
  ['lost its end', () => truncateSync(file(), 40_960)],
  ['has a damaged page', overwriteSecondPage],
])('a file that %s is refused in one sentence with the way out', (_what, damage) => {
  const database = openDatabase(directory);
  for (let index = 0; index < 20; index += 1) database.run(insertBucket, `bucket-${index}`);
  database.close();
  damage();
  const sentence = refusalOf(() => openDatabase(directory));
  expect(sentence).toMatch(/^The state in .+ is damaged \(emulator\.sqlite: .+\): `npm start -- --fresh` forgets it/);
  expect(sentence).toContain(directory);
});

test('the state of another version is refused with the way out', () => {
  const database = openDatabase(directory);
  database.get('PRAGMA user_version = 99');
  database.close();
  expect(refusalOf(() => openDatabase(directory))).toMatch(/another version.+`npm start -- --fresh` forgets it\.$/);
});
