// The house rules that a linter does not know.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const CODE_LINES_MAX = 150;
const REFUSED_NAMES = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'types',
  'constants',
  'manager',
  'service',
  'base',
];

const sources = filesIn('functions', 'shared', 'template', 'local', 'operator');
const tests = filesIn('tests');

function filesIn(...folders: readonly string[]): readonly string[] {
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)))
    .filter((path) => ['.ts', '.tsx', '.cjs', '.js'].includes(extname(path)));
}

const read = (path: string) => readFileSync(path, 'utf8');
const nameOf = (path: string) => basename(path).replace(/\.[^]*$/, '');

test('there are files to look at', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(tests.length).toBeGreaterThan(20);
});

const codeLines = (path: string) =>
  read(path)
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;

test(`no source file has more than ${CODE_LINES_MAX} lines of code`, () => {
  expect(sources.map((path) => [path, codeLines(path)] as const).filter(([, lines]) => lines > CODE_LINES_MAX)).toEqual(
    [],
  );
});

const segments = (path: string) => path.split('/').map((segment) => segment.replace(/\..*$/, ''));

test('no file or folder has a name that means it was not named yet', () => {
  expect(
    [...sources, ...tests].filter((path) => segments(path).some((segment) => REFUSED_NAMES.includes(segment))),
  ).toEqual([]);
});

const isKebab = (path: string) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test|\.d)?\.[a-z]+$/.test(basename(path));

test('file names are kebab-case', () => {
  expect([...sources, ...tests].filter((path) => !isKebab(path))).toEqual([]);
});

test('no test is focused or skipped', () => {
  const focused =
    /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo|failing)\b|\b(?:fit|xit|xtest|fdescribe|xdescribe)\(/;
  expect(tests.filter((path) => focused.test(read(path)))).toEqual([]);
});

/** They hold a vocabulary, a list or a Lambda edge, and are named after that. */
const isExempt = (path: string) =>
  /(?:^|\/)(?:handler|errors|ports|system|index)\.ts$/.test(path) || path.startsWith('shared/messages/');

const exportsOwnName = (path: string) => {
  const exported = [
    ...read(path).matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm),
  ].map(([, name]) => name);
  const own = nameOf(path).replaceAll('-', '');
  // `queue.ts` → createQueue, `worker.ts` → Worker.
  return exported.some((name) => name?.toLowerCase().replace(/^create/, '') === own);
};

test('a file of functions/ and shared/ exports what it is named after', () => {
  const named = filesIn('functions', 'shared').filter((path) => extname(path) === '.ts' && !isExempt(path));
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((path) => !exportsOwnName(path))).toEqual([]);
});

test('nothing but tests/ imports test libraries', () => {
  const imported = /from '(?:@jest\/globals|fast-check|cloudevents|stripe|standardwebhooks|@octokit\/[\w-]+)'/;
  expect(sources.filter((path) => imported.test(read(path)))).toEqual([]);
});
