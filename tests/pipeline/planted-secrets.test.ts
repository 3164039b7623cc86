// Secrets are planted wherever one can stand, and then looked for in all that anybody is shown: terminals, logs, metrics,
// errors, answers, dead letters, traces and runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { jest } from '@jest/globals';
import { SOURCES_KEY } from '#shared/messages/source.ts';
import { WAYS } from '../fixtures/workers/quoting/quote-body.ts';
import { localDeadLetters } from '../support/local-dead-letters.ts';
import { localObjects } from '../support/local-objects.ts';
import { startPipeline, type LocalPipeline } from '../support/local-pipeline.ts';
import { CARD_NUMBER, findPlanted, plant } from '../support/planted/canary.ts';
import {
  breakConfiguration,
  changeRedaction,
  SECRETS,
  startRefusingDestination,
  writeConfiguration,
} from '../support/planted/plant-configuration.ts';
import { acceptedWebhooks, offeringWebhook, refusedWebhooks } from '../support/planted/planted-webhooks.ts';
import { operate } from '../support/planted/operating.ts';
import { createShown, readLogs, type Shown } from '../support/planted/shown.ts';
import { post, type PostedAnswer, type Webhook } from '../support/post-webhook.ts';
import { serviceWithWorkers, type TestService } from '../support/service-with-workers.ts';
import { hastyWorkers } from '../support/worker-rows.ts';

jest.setTimeout(120_000);

const LOOK_EVERY_MS = 50;
/** A ceiling and no measure: they are all made at once, with attempts of seconds, beside whatever else the machine does. */
const DEAD_WITHIN_MS = 100_000;

/** Those that end the whole function take long to become dead letters, and are logged at their first attempt. */
const CRASHES = ['timer', 'rejection'];
const AWAITED_WAYS = WAYS.filter((way) => !CRASHES.includes(way));

let service: TestService;
let pipeline: LocalPipeline;
let refusing: Awaited<ReturnType<typeof startRefusingDestination>>;
let shown: Shown;
let answers: Readonly<Record<string, PostedAnswer>>;

beforeAll(async () => {
  service = await serviceWithWorkers(hastyWorkers);
  refusing = await startRefusingDestination();
  writeConfiguration(service.directory, refusing.url);
  pipeline = await startPipeline({ service, args: ['--speed', '3'] });
  shown = createShown(pipeline);
  answers = await postAll({ ...acceptedWebhooks(), ...refusedWebhooks() });
  await awaitDeadLetters();
}, 120_000);
afterAll(async () => {
  await pipeline?.stop();
  refusing?.close();
});

async function postAll(webhooks: Readonly<Record<string, Webhook>>) {
  const posted = await Promise.all(
    Object.entries(webhooks).map(async ([name, webhook]) => {
      const answer = await post(pipeline.endpoints.webhooks, webhook);
      shown.add(`answer to ${name}`, JSON.stringify(answer));
      return [name, answer] as const;
    }),
  );
  return Object.fromEntries(posted);
}

const idOf = (name: string): string => answers[name]?.deliveryId ?? `${name} was not accepted`;

async function awaitDeadLetters(): Promise<void> {
  const deadLetters = localDeadLetters(pipeline.endpoints);
  const refused = ['small', 'large', 'form', 'tokenInHeader', 'tokenInQuery'];
  await Promise.all([
    ...AWAITED_WAYS.map((way) => deadLetters.waitForOpen('quoting', idOf(way), DEAD_WITHIN_MS)),
    ...refused.map((name) => deadLetters.waitForOpen('forward', idOf(name), DEAD_WITHIN_MS)),
    printed(/nowhere /),
    printed(/UnhandledPromiseRejection/),
  ]);
}

async function printed(pattern: RegExp): Promise<void> {
  while (!pattern.test(pipeline.output())) await sleep(LOOK_EVERY_MS);
}

/** All that is kept where only functions read it: the configuration, archived events, large bodies, offers. */
async function readKept(): Promise<string> {
  const texts: string[] = [];
  for (const bucket of ['ConfigBucket', 'ResultsBucket']) {
    const objects = localObjects(pipeline.endpoints, bucket);
    for await (const { key } of objects.list('')) {
      const stored = await objects.get(key);
      if (stored === 'missing') continue;
      texts.push((key.endsWith('.gz') ? gunzipSync(stored.bytes) : stored.bytes).toString('utf8'));
    }
  }
  return texts.join('\n');
}

test('what is planted is found in every form, and where it must be', async () => {
  const secret = plant('found');
  const forms = [
    secret,
    `x${Buffer.from(`ab${secret}c`).toString('base64')}`,
    Buffer.from(`a${secret}`).toString('base64url'),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(`"${secret}`),
    JSON.stringify({ text: JSON.stringify({ secret }) }),
    secret.slice(0, 10),
    secret.slice(-10),
    CARD_NUMBER,
    '4929 1234 5678 ••••',
  ];
  expect(forms.filter((form) => findPlanted(form).length === 0)).toEqual([]);
  expect(findPlanted('an ordinary text of 4242424242424242')).toEqual([]);

  const kept = await readKept();
  // What an operator asks to be shown is not collected.
  const revealed = await createShown(pipeline).hooks(['dead-letters', 'show', `quoting/${idOf('text')}`, '--reveal']);
  for (const name of ['password', 'email', 'cvc', 'note']) expect(kept).toContain(plant(name));
  for (const secret of Object.values(SECRETS)) expect(kept).toContain(secret);
  expect(revealed).toContain(plant('password'));
});

/** All that is meant to show: the ordinary fields of a body to who asks for it, and to operators their own words. */
const SHOWN_BY_DESIGN = [
  { command: 'hooks dead-letters show ', planted: plant('note') },
  { command: 'hooks dead-letters list --from quoting --where ', planted: plant('sought') },
];

const withoutMeant = (where: string, text: string): string =>
  SHOWN_BY_DESIGN.filter(({ command }) => where.startsWith(command)).reduce(
    (left, { planted }) => left.replaceAll(planted, ''),
    text,
  );

test('nothing planted shows anywhere', async () => {
  // Asana wants its secret back in the answer, which is therefore not collected.
  expect((await post(pipeline.endpoints.webhooks, offeringWebhook())).status).toBe(200);
  await operate({ pipeline, shown, packaged: service.packaged, idOf });
  await failToRead();
  await readLogs(pipeline, shown);
  shown.add('terminal of the pipeline', pipeline.output());
  const found = [...shown.texts].flatMap(([where, text]) =>
    findPlanted(withoutMeant(where, text)).map((what) => `${where}: ${what}`),
  );
  expect([...new Set(found)]).toEqual([]);
  expect(shown.texts.get('log of webhook-pipeline-local-ingest')).toContain('"WebhooksRejected"');
  expect(shown.texts.get('log of webhook-pipeline-local-quoting')).toContain('"DeadLetters"');
});

/** Configurations that are no JSON, as who starts the pipeline and its functions meet them. */
async function failToRead(): Promise<void> {
  breakConfiguration(service.directory);
  await printed(/destinations\.json: .*not valid JSON/);
  const broken = Buffer.from(`{"github": ${plant('brokenObject')}`);
  const config = localObjects(pipeline.endpoints, 'ConfigBucket');
  await config.put(SOURCES_KEY, broken, { contentType: 'application/json' });
  // Functions begin anew after it, and read again.
  changeRedaction(service.directory);
  await printed(/redaction\.json is in force/);
  await postAll({ beforeSources: acceptedWebhooks()['small'] as Webhook });
  await printed(/The sources object is not valid JSON/);
}
