import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { newProvider } from '../../../../../operator/commands/new/new-provider.ts';

const NAME = 'acme-shop';
const PROVIDERS = join('functions', 'ingest', 'providers');
/** All that the conformance of providers reads. */
const COPIED = [
  'functions',
  'shared',
  'package.json',
  'tests/support',
  'tests/conformance',
  'operator/commands/new',
  'operator/command-error.ts',
  'operator/exit-code.ts',
];

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'new-provider-'));
});

function copyProject(): void {
  for (const path of COPIED) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    cpSync(path, join(project, path), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
}

/** The list, and one folder that is there already. */
function copyList(): void {
  for (const path of ['index.ts', 'stripe']) {
    cpSync(join(PROVIDERS, path), join(project, PROVIDERS, path), { recursive: true });
  }
}
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Path → what stands there. */
function contents(): ReadonlyMap<string, string> {
  const paths = COPIED.flatMap((path) => {
    const isFolder = statSync(join(project, path)).isDirectory();
    return isFolder
      ? readdirSync(join(project, path), { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path];
  });
  const files = paths.filter((path) => statSync(join(project, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(project, path), 'utf8')]));
}

/** The conformance tests of the provider alone, in the copy. */
function conformance(): Promise<{ readonly hasPassed: boolean; readonly output: string }> {
  const config = JSON.stringify({
    rootDir: project,
    testMatch: ['<rootDir>/tests/conformance/providers*.test.ts'],
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.js' },
  });
  const args = [join(project, 'node_modules', 'jest', 'bin', 'jest.js'), '-c', config, '-t', NAME, '--silent'];
  // Jest needs it for modules, and npm gives it to its own scripts alone.
  const env = { PATH: process.env['PATH'], NODE_OPTIONS: '--experimental-vm-modules' };
  return new Promise((ended) => {
    execFile(process.execPath, args, { cwd: project, env }, (error, stdout, stderr) => {
      ended({ hasPassed: error === null, output: stdout + stderr });
    });
  });
}

const description = `import type { Provider } from '../provider.ts';

/** https://docs.acme-shop.example/webhooks */
export const acmeShop: Provider = {
  name: '${NAME}',
  schemes: [{ from: 'header:x-acme-signature', algorithm: 'hmac-sha256', encoding: 'hex', key: 'text', signed: '{body}' }],
  contentTypes: ['application/json'],
  required: ['/id', '/type'],
  identity: { kind: 'signed', id: [['/id']] },
  type: [['/type']],
  headers: [],
  resends: true,
};
`;

/** What its maker knows of the sender. */
function fillIn(): void {
  const folder = join(project, PROVIDERS, NAME);
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
  write(`${NAME}.ts`, description);
  write('about.ts', readFileSync(join(folder, 'about.ts'), 'utf8').replaceAll('fill-in', 'known'));
  rmSync(join(folder, 'samples', 'fill-in.json'));
  write('samples/order-paid.json', {
    type: 'order.paid',
    headers: { 'content-type': 'application/json' },
    body: { id: '{{id}}', type: 'order.paid' },
  });
  const body = '{"id":"1","type":"order.paid"}';
  const signature = createHmac('sha256', 'a-secret').update(body).digest('hex');
  const vector = {
    name: 'valid',
    valid: true,
    method: 'POST',
    url: 'https://hooks.example.com/in',
    headers: { 'content-type': 'application/json', 'X-Acme-Signature': signature },
    body_base64: Buffer.from(body).toString('base64'),
  };
  const tampered = {
    ...vector,
    name: 'tampered',
    valid: false,
    body_base64: Buffer.from(`${body} `).toString('base64'),
  };
  write('vectors.json', {
    provider: NAME,
    secret: 'a-secret',
    now_default: 1_760_000_000,
    vectors: [vector, tampered],
  });
}

test('a new provider touches one folder and one line; its conformance fails until it is filled in, and then passes', async () => {
  copyProject();
  const before = contents();
  expect(newProvider(NAME, project)).toContain('Next:');
  const after = contents();
  const list = join(PROVIDERS, 'index.ts');
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  expect(changed.filter((path) => path !== list && !path.startsWith(join(PROVIDERS, NAME)))).toEqual([]);
  const added = after
    .get(list)!
    .split('\n')
    .filter((line) => !before.get(list)!.split('\n').includes(line));
  expect(added).toEqual([`  '${NAME}': async () => (await import('./${NAME}/${NAME}.ts')).acmeShop,`]);

  const empty = await conformance();
  expect(empty.hasPassed).toBe(false);
  expect(empty.output).toContain(`nothing of ${NAME} is left to be filled in`);
  expect(empty.output).toMatch(/acme-shop\.ts:\d+ from: 'header:fill-in-the-header-of-the-signature',/);

  fillIn();
  const filled = await conformance();
  expect(filled).toMatchObject({ hasPassed: true });
  expect(filled.output).toMatch(/Tests: .*[1-9]\d* passed/);

  const vectors = join(project, PROVIDERS, NAME, 'vectors.json');
  writeFileSync(vectors, JSON.stringify({ provider: NAME, now_default: 1, vectors: [{ name: 'bare', valid: true }] }));
  const misshapen = await conformance();
  expect(misshapen.output).toContain(`The signed requests of ${NAME} are not in their shape.`);
  expect(misshapen.output).toMatch(/vectors\.json: vectors\.0\.url \(“bare”\): /);

  rmSync(join(project, PROVIDERS, NAME), { recursive: true });
  expect((await conformance()).output).toContain(`index.ts has a line for ${NAME}, and there is no`);
  writeFileSync(join(project, list), after.get(list)!.replace(`${added[0]}\n`, ''));
  expect(contents()).toEqual(before);
}, 60_000);

test.each(['Acme', 'acme_shop', '-acme', '../acme', '', 'custom', 'a'.repeat(41)])(
  '%j cannot be the name of a provider',
  (name) => {
    expect(() => newProvider(name, project)).toThrow('cannot be the name of a provider');
  },
);

const listAndFolder = () =>
  ['index.ts', 'stripe/stripe.ts'].map((name) => readFileSync(join(project, PROVIDERS, name), 'utf8'));

test('what is there already is not written over', () => {
  copyList();
  const before = listAndFolder();
  expect(() => newProvider('stripe', project)).toThrow('There is something at');
  expect(listAndFolder()).toEqual(before);
});

test.each(['aaa', 'hubs', 'zzz'])('the list stays in order with %s in it', (name) => {
  copyList();
  newProvider(name, project);
  const text = readFileSync(join(project, PROVIDERS, 'index.ts'), 'utf8');
  const names = [...text.matchAll(/^ {2}'?([a-z0-9-]+)'?: async/gm)].map(([, one = '']) => one);
  expect(names).toContain(name);
  expect(names.every((one, index) => index === 0 || one > (names[index - 1] ?? ''))).toBe(true);
});
