import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from '../../../../operator/command-error.ts';
import { exitCode } from '../../../../operator/exit-code.ts';
import { localDirectory, readEndpoints } from '../../../../operator/pipeline/read-endpoints.ts';

const endpoints = {
  webhooks: 'http://127.0.0.1:3000',
  aws: 'http://localhost:4566',
  lambda: 'http://127.0.0.1:4567',
  region: 'us-east-1',
  buckets: { ResultsBucket: 'results' },
  functions: { replay: 'webhook-pipeline-local-replay' },
  workers: { archive: { batchSize: 10, resultsPrefix: 'archive/' } },
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'endpoints-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const read = (content: unknown) => {
  writeFileSync(join(directory, 'endpoints.json'), JSON.stringify(content));
  return readEndpoints(directory);
};

function refusalOf(act: () => unknown): CommandError {
  try {
    act();
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

test('what a command needs is read, whatever else the file says', () => {
  expect(
    read({ ...endpoints, pid: 7, workers: { archive: { ...endpoints.workers.archive, impact: 'Nobody.' } } }),
  ).toEqual({
    ...endpoints,
    workers: { archive: { resultsPrefix: 'archive/' } },
  });
});

test.each([
  'https://example.com',
  'http://10.0.0.1:3000',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com:4566',
])('secrets are not taken to %s', (url) => {
  expect(() => read({ ...endpoints, webhooks: url })).toThrow(/webhooks: it is not on this machine/);
  expect(() => read({ ...endpoints, aws: url })).toThrow(/aws: it is not on this machine/);
  expect(() => read({ ...endpoints, lambda: url })).toThrow(/lambda: it is not on this machine/);
});

test.each(['', '{"webhooks":"http://127.0.0.1:30', 'garbage', 'null', '[]', '{}', '{"webhooks":"x"}'])(
  'a file that holds %j is refused in one sentence, as if nothing ran here',
  (content) => {
    writeFileSync(join(directory, 'endpoints.json'), content);
    const refusal = refusalOf(() => readEndpoints(directory));
    expect(refusal.exitCode).toBe(exitCode.notRunning);
    expect(refusal.message).toMatch(
      /endpoints\.json is not of a pipeline that runs here \(.+\): restart `npm start`\.$/,
    );
    expect(refusal.message).not.toMatch(/null:|\n/);
  },
);

test('without the file nothing runs here, and the sentence says how to start it', () => {
  expect(() => readEndpoints(directory)).toThrow(/start it with `npm start`/);
});

test('LOCAL_DIR moves the place, and by default it is beside serverless.yml', () => {
  expect(localDirectory({ LOCAL_DIR: '/somewhere/else' })).toBe('/somewhere/else');
  expect(localDirectory({})).toBe(join(process.cwd(), '.local'));
});
