import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { startEmulators, type Emulators } from '../../../local/emulators/start-emulators.ts';
import { publishConfiguration } from '../../../local/publish-configuration.ts';
import { createEmulatorClients, type EmulatorClients } from '../../../local/resources/emulator-clients.ts';

let emulators: Emulators;
let clients: EmulatorClients;
let directory: string;
let said: string[];
let published: PromiseWithResolvers<void>;
let spoken: PromiseWithResolvers<void>;
const closers: { close(): void }[] = [];

beforeEach(async () => {
  emulators = await startEmulators({ directory: ':memory:', port: 0 });
  clients = createEmulatorClients(emulators.url, 'us-east-1');
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'config' }));
  directory = mkdtempSync(join(tmpdir(), 'configuration-'));
  mkdirSync(join(directory, 'local'));
  writeFileSync(join(directory, 'local', 'destinations.json'), '{}');
  said = [];
  published = Promise.withResolvers<void>();
  spoken = Promise.withResolvers<void>();
});
afterEach(async () => {
  for (const closer of closers.splice(0)) closer.close();
  clients.close();
  await emulators.close();
  rmSync(directory, { recursive: true, force: true });
});

async function publish() {
  const closer = await publishConfiguration({
    serviceDirectory: directory,
    stateDirectory: join(directory, 'state'),
    bucket: 'config',
    s3: clients.s3,
    onPublished: () => published.resolve(),
    say: (line) => {
      said.push(line);
      spoken.resolve();
    },
  });
  closers.push(closer);
}

const write = (text: string) => writeFileSync(join(directory, 'local', 'sources.json'), text);
const object = { Bucket: 'config', Key: 'config/sources.json' };

async function inForce(): Promise<string | undefined> {
  return (await clients.s3.send(new GetObjectCommand(object))).Body?.transformToString();
}

const sources = (...names: readonly string[]) =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, { provider: 'github', secrets: ['a-secret'] }])));

test('the file is where the functions read it once everything is started', async () => {
  write(sources('github'));
  await publish();
  expect(await inForce()).toBe(sources('github'));
  expect(said).toEqual([]);
});

test('an edit is in force at once', async () => {
  write(sources('github'));
  await publish();
  write(sources('stripe'));
  await published.promise;
  expect(await inForce()).toBe(sources('stripe'));
});

test.each([
  ['that is not JSON', '{"github":{"provider":"github","secrets":["a-secret"]},}', 'is not valid JSON'],
  ['that is a list', '[{"provider":"github","secrets":["a-secret"]}]', 'is no JSON object'],
  ['that stops half-way', '{"github":{"provider":"github","secrets":["a-secret', 'is not valid JSON'],
])(
  'an edit %s is told in a sentence without a value, and the sources stay as they were',
  async (_what, text, reason) => {
    write(sources('github'));
    await publish();
    write(text);
    await spoken.promise;
    expect(said).toEqual([expect.stringMatching(/^local\/sources\.json: .+\. The sources stay as they were\.$/)]);
    expect(said[0]).toContain(reason);
    expect(said[0]).not.toContain('secret"');
    expect(said[0]).not.toContain('a-secret');
    expect(await inForce()).toBe(sources('github'));
  },
);

test('a slip in one source is told by its field and not its value, and the other sources are in force', async () => {
  write(sources('github'));
  await publish();
  const slip = JSON.stringify({
    github: { provider: 'github', secrets: ['a-secret'] },
    stripe: { provider: 'stripe', secrets: 'a-secret' },
    'my shop': { secrets: [7] },
  });
  write(slip);
  await published.promise;
  expect(await inForce()).toBe(slip);
  const problems = said.filter((line) => line.endsWith('This source does not serve, the others do.'));
  expect(problems.join('\n')).toContain('stripe.secrets: must be a list');
  expect(problems.join('\n')).toContain('my shop.provider: is missing');
  expect(problems.length).toBeGreaterThanOrEqual(3);
  expect(said.join('\n')).not.toContain('a-secret');
  expect(said.join('\n')).not.toContain('is in force');
});

test('a budget that is not kept is told by its source, and the source serves', async () => {
  write(sources('github'));
  await publish();
  const budgeted = JSON.stringify({ github: { provider: 'github', secrets: ['a-secret'], budget: { perSecond: 5 } } });
  write(budgeted);
  await published.promise;
  expect(await inForce()).toBe(budgeted);
  const reservation = 'github.budget: is not kept, because github does not send again what is refused';
  expect(said).toEqual([`local/sources.json: ${reservation}.`]);
});

test('a missing file is told in a sentence', async () => {
  await publish();
  expect(said).toEqual(['There is no local/sources.json, so every webhook is answered 404 until a source exists.']);
});

test('a restart does not undo what was changed in the bucket since the file was last published', async () => {
  write(sources('github'));
  await publish();
  await clients.s3.send(new PutObjectCommand({ ...object, Body: sources('github', 'added') }));
  await publish();
  expect(await inForce()).toBe(sources('github', 'added'));
});

test('an edit keeps what commands have added, and tells what else of theirs it undoes', async () => {
  write(sources('github', 'stripe', 'square'));
  await publish();
  const changed = { stripe: { provider: 'stripe', secrets: ['another-secret'] } };
  const byCommands = { ...(JSON.parse(sources('github', 'added')) as object), ...changed };
  await clients.s3.send(new PutObjectCommand({ ...object, Body: JSON.stringify(byCommands) }));
  write(sources('new', 'stripe', 'square'));
  await published.promise;
  expect(Object.keys(JSON.parse((await inForce()) ?? '') as object)).toEqual(['new', 'stripe', 'square', 'added']);
  expect(said.filter((line) => line !== 'local/sources.json is in force').toSorted()).toEqual([
    'local/sources.json: a command has retired square, and this edit brings it back.',
    'local/sources.json: what a command has changed of stripe is undone by this edit.',
  ]);
});

const writeDestinations = (text: string) => writeFileSync(join(directory, 'local', 'destinations.json'), text);
const destinationsInForce = async () => {
  const stored = await clients.s3.send(new GetObjectCommand({ Bucket: 'config', Key: 'config/destinations.json' }));
  return stored.Body?.transformToString();
};

describe('the destinations', () => {
  const erp = JSON.stringify({ erp: { url: 'http://127.0.0.1:9/', secrets: ['whsec_bG9jYWwtb25seQ=='] } });

  test('are where forward reads them, also after an edit', async () => {
    write(sources('github'));
    await publish();
    expect(await destinationsInForce()).toBe('{}');
    writeDestinations(erp);
    await published.promise;
    expect(await destinationsInForce()).toBe(erp);
    expect(await inForce()).toBe(sources('github'));
  });

  test('with a slip in one are told by its field, and what that means', async () => {
    write(sources('github'));
    await publish();
    writeDestinations(JSON.stringify({ erp: { url: 'http://127.0.0.1:9/', secrets: ['my-secret'] } }));
    await published.promise;
    const slip = 'erp.secrets.0: must be a whsec_ secret: whsec_ and base64';
    const consequence = 'Forward holds back every event until this destination is corrected.';
    expect(said).toEqual([`local/destinations.json: ${slip}. ${consequence}`]);
    spoken = Promise.withResolvers<void>();
    writeDestinations(erp);
    await spoken.promise;
    expect(said.slice(1)).toEqual(['local/destinations.json is in force']);
  });

  test('that are missing are told in a sentence', async () => {
    write(sources('github'));
    rmSync(join(directory, 'local', 'destinations.json'));
    await publish();
    expect(said).toEqual([expect.stringContaining('There is no local/destinations.json')]);
  });
});

const writeRedaction = (text: string) => writeFileSync(join(directory, 'local', 'redaction.json'), text);
const redactionInForce = async () => {
  const stored = await clients.s3.send(new GetObjectCommand({ Bucket: 'config', Key: 'config/redaction.json' }));
  return stored.Body?.transformToString();
};

describe('the redaction', () => {
  test('is where inspect reads it; a slip in it is told by its entry, and what that means', async () => {
    write(sources('github'));
    writeRedaction('{"all":{"fields":["**.email"]}}');
    await publish();
    expect(await redactionInForce()).toBe('{"all":{"fields":["**.email"]}}');
    const slip = '{"sources":{"github":{"fields":["a..b"]}}}';
    writeRedaction(slip);
    await published.promise;
    expect(await redactionInForce()).toBe(slip);
    expect(said).toEqual([
      'local/redaction.json: sources.github.fields.0: must be a dotted path such as data.object.card.* or **.email. ' +
        'Bodies of whom it is for are not shown until it is corrected.',
    ]);
  });

  test('that is none at all stays as it was', async () => {
    write(sources('github'));
    writeRedaction('{}');
    await publish();
    writeRedaction('{"everyone":{}}');
    await spoken.promise;
    expect(said[0]).toContain('The redaction object is none');
    expect(said[0]).toContain('What is hidden stays as it was.');
    expect(await redactionInForce()).toBe('{}');
  });
});
