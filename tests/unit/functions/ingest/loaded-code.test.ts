// What of its bundle ingest evaluates when it starts, and what each kind of sender adds to that.
import { build, type Metafile } from 'esbuild';
import { providers } from '../../../../functions/ingest/providers/index.ts';

const INGEST = 'functions/ingest';

/** As serverless.yml bundles it: in one file, in which what is imported at run time is evaluated only then. */
const { metafile } = await build({
  entryPoints: [`${INGEST}/handler.ts`],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  write: false,
  metafile: true,
  outfile: 'ingest.cjs',
});

/** All that is evaluated with these files. */
function evaluatedWith(...files: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...importsOf(file).flatMap(({ path, kind }) => (kind === 'dynamic-import' ? [] : [path])));
  }
  return seen;
}

const importsOf = (file: string): Metafile['inputs'][string]['imports'] =>
  (metafile.inputs[file]?.imports ?? []).filter(({ external }) => !external);

const atStart = evaluatedWith(`${INGEST}/handler.ts`);
const isOfOneSender = (file: string) => new RegExp(`^${INGEST}/providers/[^/]+/`).test(file);
const isForFew = (file: string) => /signature\/certificate|shared\/outbound|node_modules\/ipaddr/.test(file);

test('nothing is evaluated at the start that only some senders need', () => {
  expect(atStart.size).toBeGreaterThan(100);
  expect([...atStart].filter((file) => isOfOneSender(file) || isForFew(file))).toEqual([]);
});

test('the bundle has the code of every sender and of their certificates all the same', () => {
  const bundled = Object.keys(metafile.inputs);
  for (const name of Object.keys(providers)) expect(bundled).toContain(`${INGEST}/providers/${name}/${name}.ts`);
  expect(bundled).toContain(`${INGEST}/signature/certificates.ts`);
  expect(bundled.some((file) => file.includes('/ipaddr.js/'))).toBe(true);
});

test.each(Object.keys(providers))(
  'the first webhook of %s loads its own description and nothing of certificates',
  (name) => {
    const added = [...evaluatedWith(`${INGEST}/providers/${name}/${name}.ts`)].filter((file) => !atStart.has(file));
    expect(added).toContain(`${INGEST}/providers/${name}/${name}.ts`);
    expect(added.filter(isForFew)).toEqual([]);
    // A sender may share another's description: then that one is all it adds.
    expect(added.length).toBeLessThan(5);
  },
);
