import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import type { Pipeline } from '../../../../operator/pipeline/pipeline.ts';
import type { AppFiles } from '../../../../operator/console/server/app-files.ts';
import { createConsole } from '../../../../operator/console/server/create-console.ts';
import { createRecall } from '../../../../operator/console/server/recall.ts';
import { createRunsUnderWay } from '../../../../operator/console/server/runs-under-way.ts';
import { createStage } from '../../../../operator/console/server/stage.ts';
import { TOKEN_HEADER } from '../../../../operator/console/protocol/refusal.ts';
import { inventPipeline } from '../../../support/invented-pipeline.ts';

export const TOKEN = 'the-token-of-this-start';
export const TAB_KEY = 'the-key-of-tabs';
const PORT = 4177;
export const ORIGIN = `http://127.0.0.1:${PORT}`;

const files: AppFiles = {
  document: '<meta name="style-nonce" content="STYLE_NONCE"><div id="root"></div>',
  assets: new Map([['/assets/app.js', { bytes: Buffer.from('run()'), contentType: 'text/javascript; charset=utf-8' }]]),
};

/** The console's server, asked in process as a page of its own asks it, unless the test says otherwise. */
export function givenConsole({ open, pipeline = inventPipeline(), now = () => new Date() }: GivenConsole = {}) {
  const told: string[] = [];
  const ending = new AbortController();
  const clock = {
    now,
    sleep: (ms: number, signal: AbortSignal) => setTimeout(Math.min(ms, 5), undefined, { signal }),
  };
  const stage = createStage(open ?? (async () => pipeline));
  const answers = createRecall<object>(clock);
  const runs = createRunsUnderWay({ stage, clock, signal: ending.signal, onChange: () => answers.forget() });
  let named = 0;
  let uses = 0;
  const app = createConsole({
    stage,
    runs,
    answers,
    counts: createRecall(clock),
    files,
    token: TOKEN,
    tabKey: () => ({ key: TAB_KEY, use: () => (uses += 1) }),
    clock,
    ids: { unique: () => `run-number-${String((named += 1))}` },
    port: () => PORT,
    tell: (line) => told.push(line),
  });
  const ask = async (path: string, { headers = {}, ...init }: Asked = {}) =>
    app.request(`${ORIGIN}${path}`, {
      ...init,
      headers: without({
        host: `127.0.0.1:${PORT}`,
        'sec-fetch-site': 'same-origin',
        [TOKEN_HEADER]: TOKEN,
        ...headers,
      }),
    });
  const read = (verb: string, request: unknown = {}) =>
    ask(`/api/${verb}?${new URLSearchParams({ request: JSON.stringify(request) }).toString()}`);
  const act = (verb: string, request: unknown) =>
    ask(`/api/${verb}`, { method: 'POST', headers: { origin: ORIGIN }, body: JSON.stringify(request) });
  const tell = async <Schema extends v.GenericSchema>(schema: Schema, verb: string, request?: unknown) =>
    answerOf(schema, await read(verb, request));
  return { ask, read, act, tell, told, runs, keyUses: () => uses, end: () => ending.abort() };
}

/** Checked as the app checks it. */
export async function answerOf<Schema extends v.GenericSchema>(schema: Schema, response: Response) {
  return v.parse(schema, await response.json());
}

interface GivenConsole {
  readonly open?: () => Promise<Pipeline>;
  readonly pipeline?: Pipeline;
  readonly now?: () => Date;
}

interface Asked {
  readonly method?: string;
  readonly body?: string;
  /** Undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

const without = (headers: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
