import { createWorkerHandler } from '../../../../functions/workers/worker-handler.ts';

const complete = {
  SERVICE: 'webhook-pipeline',
  STAGE: 'local',
  QUEUE_URL: 'http://127.0.0.1:1/queue',
  DEAD_LETTERS_QUEUE_URL: 'http://127.0.0.1:1/dead-letters',
  DEAD_LETTERS_TABLE: 'dead-letters',
  ATTEMPTS_MAX: '10',
  BACKOFF_CEILING_SECONDS: '300',
  RETRY_HORIZON_SECONDS: '1215',
  RESULTS_BUCKET: 'results',
  RESULTS_PREFIX: 'made-up/',
  RESULTS_PER: 'batch',
  EVENTS_AT_ONCE: '2',
  LOG_SAMPLE_RATE: '1',
  AWS_REGION: 'us-east-1',
};

beforeEach(() => {
  for (const [name, value] of Object.entries(complete)) process.env[name] = value;
});
afterAll(() => {
  for (const name of Object.keys(complete)) delete process.env[name];
});

const starting = () => createWorkerHandler('order-mail', async () => null);

test('a worker with its whole environment starts', () => {
  expect(starting).not.toThrow();
});

test.each(Object.keys(complete).filter((name) => name !== 'AWS_REGION'))(
  'a worker without %s does not start, and says what it lacks',
  (name) => {
    delete process.env[name];
    expect(starting).toThrow(name);
  },
);

test.each(['ATTEMPTS_MAX', 'BACKOFF_CEILING_SECONDS', 'RETRY_HORIZON_SECONDS'])(
  'a worker whose %s is no number does not start: it would try everything for ever',
  (name) => {
    for (const value of ['ten', '-1', '0', '1.5']) {
      process.env[name] = value;
      expect(starting).toThrow(name);
    }
  },
);
