import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findWorkerCase } from '../support/find-worker-case.ts';
import { givenWorkerContext } from '../support/given-deadline.ts';
import { givenEvent } from '../support/given-messages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'worker-case-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const find = (name = 'order-mail') =>
  findWorkerCase(name, { cases: join(root, 'cases'), workers: join(root, 'workers') });

function write(file: string, code: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), code);
}

const result = async (name?: string) => (await find(name)).open().worker(givenEvent(), givenWorkerContext());

const plainWorker = `export const orderMail = async (event: { type: string }, { readBody }) =>
  ({ type: event.type, bytes: (await readBody()).length });`;

test('a worker without ports needs nothing but its folder', async () => {
  write('workers/order-mail/order-mail.ts', plainWorker);
  expect(await result()).toEqual({ type: 'charge.refunded', bytes: 7 });
  expect((await find()).open().effects()).toEqual([]);
});

test.each([
  ['mail', 'mail'],
  ['order-mail-2nd', 'orderMail2nd'],
])('the worker %s is the export %s', async (name, exported) => {
  write(`workers/${name}/${name}.ts`, `export const ${exported} = async () => '${name}';`);
  expect(await result(name)).toBe(name);
});

test('a case of its own goes before the folder', async () => {
  write('workers/order-mail/order-mail.ts', plainWorker);
  write(
    'cases/order-mail.ts',
    `export const workerCase = { open: () => ({ worker: async () => 'by its case', effects: () => [] }) };`,
  );
  expect(await result()).toBe('by its case');
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['nothing', {}],
  ['a worker of another name', { 'workers/order-mail/order-mail.ts': `export const mail = async () => 'sent';` }],
  ['something that is no function', { 'workers/order-mail/order-mail.ts': `export const orderMail = 'sent';` }],
  ['a worker in another file', { 'workers/order-mail/mail.ts': plainWorker }],
  ['a case that cannot be opened', { 'cases/order-mail.ts': `export const workerCase = {};` }],
])('where there is %s, one sentence says what to write and where', async (_, files) => {
  for (const [file, code] of Object.entries(files)) write(file, code);
  const workerFile = join(root, 'workers/order-mail/order-mail.ts');
  const caseFile = join(root, 'cases/order-mail.ts');
  await expect(find()).rejects.toThrow(
    `Nothing says how to try the worker order-mail: export the function orderMail, a Worker, from ${workerFile}, or, if it ` +
      `needs ports, a workerCase that gives it them in memory from ${caseFile}, as worker-case.ts beside it describes.`,
  );
});

test('a worker that cannot be loaded fails with its own error', async () => {
  write('workers/order-mail/order-mail.ts', `throw new Error('no post office');`);
  await expect(find()).rejects.toThrow('no post office');
});
