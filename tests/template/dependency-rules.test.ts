import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const folders = ['functions', 'shared', 'template', 'local', 'operator'];

interface Report {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

/** What dependency-cruiser says of the folders under this root, by the rules of this project. */
async function cruise(root: string): Promise<Report['summary']> {
  const program = resolve('node_modules/.bin/depcruise');
  const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
  const printed = await new Promise<string>((print) => {
    // Its exit code counts the violations; they are in what it prints.
    execFile(program, [...folders, '--output-type', 'json'], options, (_error, stdout) => print(stdout));
  });
  const report: Report = JSON.parse(printed);
  return report.summary;
}

/** Files with one import each, in a project that has nothing but our rules. */
async function plant(imports: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'webhook-pipeline-rules-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) await cp(file, join(root, file));
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  for (const folder of [...folders, 'tests', 'bench']) await mkdir(join(root, folder), { recursive: true });
  for (const [file, specifier] of Object.entries(imports)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    const text = specifier
      ? `import * as it from '${specifier}';\nexport const own = it;\n`
      : 'export const own = 1;\n';
    await writeFile(join(root, file), text);
  }
  return root;
}

const planted: readonly {
  readonly rule: string;
  readonly from: string;
  readonly specifier: string;
  readonly to: string;
}[] = [
  {
    rule: 'steps-never-meet',
    from: 'functions/ingest/planted.ts',
    specifier: '../dispatch/target.ts',
    to: 'functions/dispatch/target.ts',
  },
  {
    rule: 'workers-never-meet',
    from: 'functions/workers/first/planted.ts',
    specifier: '../second/target.ts',
    to: 'functions/workers/second/target.ts',
  },
  {
    rule: 'aws-clients-stay-in-shared-aws',
    from: 'functions/ingest/sdk.ts',
    specifier: '@aws-sdk/client-sqs',
    to: '@aws-sdk/client-sqs',
  },
  {
    rule: 'aws-clients-stay-in-shared-aws',
    from: 'shared/lambda/sdk.ts',
    specifier: '@aws-sdk/client-s3',
    to: '@aws-sdk/client-s3',
  },
  {
    rule: 'shared-is-below',
    from: 'shared/planted.ts',
    specifier: '../functions/dispatch/target.ts',
    to: 'functions/dispatch/target.ts',
  },
  {
    rule: 'nothing-imports-the-outer-ring',
    from: 'functions/ingest/outer.ts',
    specifier: '../../local/target.ts',
    to: 'local/target.ts',
  },
  {
    rule: 'nothing-imports-the-outer-ring',
    from: 'operator/planted.ts',
    specifier: '../local/target.ts',
    to: 'local/target.ts',
  },
  {
    rule: 'nothing-imports-the-outer-ring',
    from: 'local/planted.ts',
    specifier: '../tests/target.ts',
    to: 'tests/target.ts',
  },
  {
    rule: 'no-step-knows-its-template',
    from: 'functions/ingest/template.ts',
    specifier: '../../template/target.ts',
    to: 'template/target.ts',
  },
  {
    rule: 'nothing-imports-the-outer-ring',
    from: 'template/planted.ts',
    specifier: '../local/target.ts',
    to: 'local/target.ts',
  },
  { rule: 'no-cycles', from: 'local/chicken.ts', specifier: './egg.ts', to: 'local/egg.ts' },
  { rule: 'resolvable', from: 'local/lost.ts', specifier: './nowhere.ts', to: 'nowhere.ts' },
];

const allowed: Readonly<Record<string, string>> = {
  // Back from the egg: a cycle is found once.
  'local/egg.ts': './chicken.ts',
  'functions/dispatch/target.ts': '#shared/target.ts',
  'functions/workers/second/target.ts': '../worker.ts',
  'functions/workers/worker.ts': '',
  'shared/target.ts': '',
  'shared/aws/queue.ts': '@aws-sdk/client-sqs',
  'template/target.ts': '#shared/target.ts',
  'local/target.ts': '../shared/aws/queue.ts',
  'operator/target.ts': '../functions/dispatch/target.ts',
  'tests/target.ts': '',
};

test('a planted import of each forbidden kind is found, and an allowed one is not', async () => {
  const forbidden = Object.fromEntries(planted.map(({ from, specifier }) => [from, specifier]));
  const root = await plant({ ...allowed, ...forbidden });
  try {
    const { violations } = await cruise(root);
    const found = violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).toSorted();
    expect(found).toHaveLength(planted.length);
    for (const { rule, from, to } of planted) {
      expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${from} → .*${to}`)));
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}, 90_000);

test('the project itself has none, and every one of its files was looked at', async () => {
  const { violations, totalCruised } = await cruise('.');
  expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  const lists = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true }).catch(() => [])));
  const sources = lists.flat().filter((name) => name.endsWith('.ts'));
  expect(totalCruised).toBeGreaterThanOrEqual(sources.length);
}, 90_000);
