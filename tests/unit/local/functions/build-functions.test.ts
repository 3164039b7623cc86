import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildFunctions, type FunctionBuild } from '../../../../local/functions/build-functions.ts';

const modulePaths = ['functions/first/handler', 'functions/second/handler'];
const esbuild = { format: 'cjs', target: 'node24' };

let directory: string;
let starts: number;
const running = new Set<FunctionBuild>();

const put = (path: string, text: string) => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'webhook-pipeline-test-'));
  starts = 0;
  put('service/package.json', '{}');
  put('service/functions/first/handler.ts', `export { said } from 'told';\n`);
  put('service/functions/second/handler.ts', `export const said = 'second';\n`);
  put('service/node_modules/told/package.json', '{ "main": "one.js" }');
  put('service/node_modules/told/one.js', `exports.said = 'one';\n`);
  put('service/node_modules/told/two.js', `exports.said = 'two';\n`);
});
afterEach(async () => {
  for (const build of running) await build.close();
  running.clear();
  rmSync(directory, { recursive: true, force: true });
});

/** As each start of local mode does, with a folder for its own state. */
async function start(onRebuilt: (modulePaths: readonly string[]) => void = () => undefined) {
  starts += 1;
  const build = await buildFunctions({
    serviceDirectory: join(directory, 'service'),
    outputDirectory: join(directory, `state-${starts}`, 'build'),
    keptIn: join(directory, 'packaged', 'bundles'),
    modulePaths,
    esbuild,
    onRebuilt,
    onFailed: (messages) => {
      throw new Error(messages);
    },
  });
  running.add(build);
  const bundle = build.bundleOf('functions/first/handler');
  const { sources }: { sources: readonly string[] } = JSON.parse(readFileSync(`${bundle}.map`, 'utf8'));
  return { build, bundle, text: readFileSync(bundle, 'utf8'), builtAt: statSync(bundle).mtimeMs, sources };
}

test('a second start of the same package takes the bundles of the first, whose maps lead to the sources', async () => {
  const first = await start();
  const second = await start();
  expect(second).toMatchObject({ bundle: first.bundle, builtAt: first.builtAt, text: first.text });
  expect(second.sources.map((source) => join(dirname(second.bundle), source))).toContain(
    join(directory, 'service/functions/first/handler.ts'),
  );
});

test.each([
  ['a source', 'service/functions/first/handler.ts', `export const said = 'two';\n`],
  ['a dependency', 'service/node_modules/told/one.js', `exports.said = 'two';\n`],
  ['which file of a dependency is meant', 'service/node_modules/told/package.json', '{ "main": "two.js" }'],
])('a start after a change of %s builds anew', async (_, path, text) => {
  expect((await start()).text).toContain("'one'".replaceAll("'", '"'));
  for (const build of running) await build.close();
  running.clear();
  put(path, text);
  expect((await start()).text).toContain('"two"');
});

test('an edit is told of the functions that it changes, and leaves the kept bundles as they are', async () => {
  const rebuilt = Promise.withResolvers<readonly string[]>();
  const { build, bundle, text } = await start((changed) => rebuilt.resolve(changed));
  put('service/functions/second/handler.ts', `export const said = 'edited';\n`);
  await expect(rebuilt.promise).resolves.toEqual(['functions/second/handler']);
  expect(readFileSync(build.bundleOf('functions/second/handler'), 'utf8')).toContain('edited');
  expect(readFileSync(build.bundleOf('functions/first/handler'), 'utf8')).toBe(text);
  expect(readFileSync(join(dirname(bundle), '../second/handler.cjs'), 'utf8')).toContain('second');
});
