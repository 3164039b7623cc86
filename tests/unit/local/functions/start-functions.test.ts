import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFunctions, type Functions } from '../../../../local/functions/start-functions.ts';
import { tinyFunction } from './tiny-functions.ts';

let service: string;
let functions: Functions;
const told: { rebuilt: string[][]; failed: string[]; broken: string[] } = { rebuilt: [], failed: [], broken: [] };
const source = () => join(service, 'functions', 'tiny', 'greet.ts');

/** Resolves when the runner next tells about an edit. */
let nextTold = Promise.withResolvers<void>();
function tell(): void {
  nextTold.resolve();
  nextTold = Promise.withResolvers<void>();
}

beforeAll(async () => {
  service = mkdtempSync(join(tmpdir(), 'tiny-service-'));
  mkdirSync(join(service, 'functions', 'tiny'), { recursive: true });
  mkdirSync(join(service, 'functions', 'other'), { recursive: true });
  writeFileSync(source(), 'export const greeting: string = "first";');
  const handler =
    'import { greeting } from "./greet.ts"; export const handler = async (event: unknown) => ({ greeting, event });';
  writeFileSync(join(service, 'functions', 'tiny', 'handler.ts'), handler);
  writeFileSync(
    join(service, 'functions', 'other', 'handler.ts'),
    'export const handler = async () => "x".repeat(6_291_600);',
  );
  functions = await startFunctions({
    functions: [
      tinyFunction,
      { ...tinyFunction, name: 'tests-local-other', shortName: 'other', modulePath: 'functions/other/handler' },
    ],
    serviceDirectory: service,
    outputDirectory: join(service, '.local', 'build'),
    esbuild: {
      format: 'cjs',
      outputFileExtension: '.cjs',
      mainFields: ['module', 'main'],
      target: 'node24',
      exclude: [],
    },
    awsUrl: 'http://127.0.0.1:9',
    region: 'us-east-1',
    enforceTimeouts: true,
    writeLog: () => undefined,
    onRebuilt: (shortNames) => {
      told.rebuilt.push([...shortNames]);
      tell();
    },
    onBuildFailed: (messages) => {
      told.failed.push(messages);
      tell();
    },
    onLoadFailed: (shortName, reason) => told.broken.push(`${shortName}: ${reason}`),
  });
});
afterAll(async () => {
  await functions.close();
  rmSync(service, { recursive: true, force: true });
});

async function greeting(): Promise<unknown> {
  const outcome = await functions.invoke('tests-local-tiny', '{}');
  return 'result' in outcome ? JSON.parse(outcome.result).greeting : outcome.error;
}

test('an edit is in force within two seconds, and only for the functions that contain it', async () => {
  expect(await greeting()).toBe('first');
  const editedAt = performance.now();
  writeFileSync(source(), 'export const greeting: string = "second";');
  await nextTold.promise;
  expect(await greeting()).toBe('second');
  expect(performance.now() - editedAt).toBeLessThan(2000);
  expect(told.rebuilt).toEqual([['tiny']]);
});

test('an edit that does not build is told, and the earlier code goes on serving', async () => {
  writeFileSync(source(), 'export const greeting: string = ;');
  await nextTold.promise;
  expect(told.failed.join('\n')).toMatch(/functions\/tiny\/greet\.ts:1:\d+/);
  expect(await greeting()).toBe('second');
  writeFileSync(source(), 'export const greeting: string = "mended";');
  await nextTold.promise;
  expect(await greeting()).toBe('mended');
});

test('code that cannot be loaded is told once, and its repair is tried at once', async () => {
  writeFileSync(source(), 'export const greeting: string = "";\nthrow new Error("It lacks QUEUE_URL");');
  await nextTold.promise;
  for (let event = 0; event < 3; event += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await greeting()).toMatchObject({ errorMessage: 'It lacks QUEUE_URL' });
  }
  expect(told.broken).toEqual(['tiny: It lacks QUEUE_URL']);
  writeFileSync(source(), 'export const greeting: string = "repaired";');
  await nextTold.promise;
  expect(await greeting()).toBe('repaired');
});

test('a stack names the source and its line, not the bundle', async () => {
  writeFileSync(source(), 'interface Erased {}\nexport const greeting: string = new Error("where").stack ?? "";');
  await nextTold.promise;
  expect(await greeting()).toMatch(/^Error: where\n.*\/functions\/tiny\/greet\.ts:2:33\)?\n/);
});

test('an unknown function is refused by name', async () => {
  await expect(functions.invoke('tests-local-nobody', '{}')).rejects.toThrow('Function not found: tests-local-nobody');
});

test('an event above 6 MB is refused before the function sees it', async () => {
  await expect(functions.invoke('tests-local-tiny', JSON.stringify('x'.repeat(6_291_456)))).rejects.toThrow(
    'Request must be smaller than 6291456 bytes; this one has 6291458',
  );
});

test('a result above 6 MB fails the invocation', async () => {
  expect(await functions.invoke('tests-local-other', '{}')).toMatchObject({
    error: { errorType: 'Function.ResponseSizeTooLarge' },
  });
});
