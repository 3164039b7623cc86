import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { startEmulators, type Emulators } from '../../../local/emulators/start-emulators.ts';
import { publishSources } from '../../../local/publish-sources.ts';
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
  directory = mkdtempSync(join(tmpdir(), 'sources-'));
  mkdirSync(join(directory, 'local'));
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
  const closer = await publishSources({
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

test('the file is where the functions read it once everything is started', async () => {
  write('{"github":{}}');
  await publish();
  expect(await inForce()).toBe('{"github":{}}');
});

test('an edit is in force at once', async () => {
  write('{"github":{}}');
  await publish();
  write('{"stripe":{}}');
  await published.promise;
  expect(await inForce()).toBe('{"stripe":{}}');
});

test('an edit that is not JSON is told in a sentence, and the sources stay as they were', async () => {
  write('{"github":{}}');
  await publish();
  write('{"github":{},}');
  await spoken.promise;
  expect(said).toEqual([
    expect.stringMatching(/^local\/sources\.json is not JSON \(.+\); the sources stay as they were\.$/),
  ]);
  expect(await inForce()).toBe('{"github":{}}');
});

test('a missing file is told in a sentence', async () => {
  await publish();
  expect(said).toEqual(['There is no local/sources.json, so every webhook is answered 404 until a source exists.']);
});

test('a restart does not undo what was changed in the bucket since the file was last published', async () => {
  write('{"github":{}}');
  await publish();
  await clients.s3.send(new PutObjectCommand({ ...object, Body: '{"github":{},"added":{}}' }));
  await publish();
  expect(await inForce()).toBe('{"github":{},"added":{}}');
});
