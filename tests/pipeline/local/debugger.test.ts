import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { githubPush, post } from '../../support/post-webhook.ts';
import { startPipeline, type LocalPipeline } from '../../support/local-pipeline.ts';

jest.setTimeout(120_000);

interface Report {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly sessionId?: string;
    readonly message?: string;
    readonly hitBreakpoints?: readonly string[];
    readonly callFrames?: readonly {
      readonly functionName: string;
      readonly location: { readonly lineNumber: number };
    }[];
  };
}

/** The debugger protocol as an editor speaks it: one connection, and through it a session for each function thread. */
async function attach(
  url: string,
  onThreadReport: (report: Report, tell: (method: string, params?: object) => void) => void,
) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  let id = 0;
  const send = (method: string, params: object = {}) => socket.send(JSON.stringify({ id: (id += 1), method, params }));
  socket.addEventListener('message', ({ data }: MessageEvent) => {
    const { method, params }: Report = JSON.parse(String(data));
    const sessionId = params?.sessionId;
    const tell = (inner: string, innerParams: object = {}) => {
      const message = JSON.stringify({ id: (id += 1), method: inner, params: innerParams });
      send('NodeWorker.sendMessageToWorker', { sessionId, message });
    };
    if (method === 'NodeWorker.attachedToWorker') onThreadReport({ method: 'attached' }, tell);
    if (method === 'NodeWorker.receivedMessageFromWorker') onThreadReport(JSON.parse(params?.message ?? '{}'), tell);
  });
  send('NodeWorker.enable', { waitForDebuggerOnStart: true });
  return socket;
}

/** Where a line of a source landed in the bundle, by the bundle's own source map; lines count from 0. */
function lineInBundle(bundle: string, source: RegExp, text: string): { bundleLine: number; sourceLine: number } {
  const payload = JSON.parse(readFileSync(`${bundle}.map`, 'utf8'));
  const index = payload.sources.findIndex((name: string) => source.test(name));
  const sourceLine = payload.sourcesContent[index].split('\n').findIndex((line: string) => line.includes(text));
  if (sourceLine === -1) throw new Error(`There is no line "${text}" any more to stop at`);
  const map = new SourceMap(payload);
  const bundleLine = readFileSync(bundle, 'utf8')
    .split('\n')
    .findIndex((line, number) => {
      const entry = map.findEntry(number, line.search(/\S|$/));
      return 'originalSource' in entry && source.test(entry.originalSource) && entry.originalLine === sourceLine;
    });
  return { bundleLine, sourceLine };
}

let pipeline: LocalPipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ args: ['--inspect', '0'] });
});
afterAll(() => pipeline.stop());

test('a breakpoint in a handler is hit through the debugger port, and the webhook is answered afterwards', async () => {
  const url = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(pipeline.output())?.[0] ?? '';
  const bundle = join(pipeline.localDir, 'build', 'functions', 'ingest', 'handler.cjs');
  const { bundleLine } = lineInBundle(bundle, /functions\/ingest\/handler\.ts$/, 'const answer = await answerWebhook(');
  const paused = Promise.withResolvers<{ functionName: string; line: number }>();
  const socket = await attach(url, ({ method, params }, tell) => {
    if (method === 'attached') {
      tell('Debugger.enable');
      tell('Debugger.setBreakpointByUrl', { urlRegex: 'functions/ingest/handler\\.cjs$', lineNumber: bundleLine });
      tell('Runtime.runIfWaitingForDebugger');
    }
    if (method !== 'Debugger.paused') return;
    // The first pause is the thread's own start, which hits no breakpoint.
    const [frame] = params?.callFrames ?? [];
    const hit = (params?.hitBreakpoints ?? []).length > 0;
    if (hit && frame) paused.resolve({ functionName: frame.functionName, line: frame.location.lineNumber });
    tell('Debugger.resume');
  });
  const answered = post(pipeline.endpoints.webhooks, githubPush());
  expect(await paused.promise).toEqual({ functionName: 'handler', line: bundleLine });
  expect((await answered).status).toBe(202);
  socket.close();
});

test('the start says which port to attach to', () => {
  expect(pipeline.output()).toMatch(/Debugger on ws:\/\/127\.0\.0\.1:\d+\/.+attach VS Code to port \d+/);
});

test('Ctrl-C ends the pipeline although a debugger holds a thread', async () => {
  const held = await startPipeline({ args: ['--inspect', '0'] });
  const url = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(held.output())?.[0] ?? '';
  const attached = Promise.withResolvers<void>();
  // The thread waits for a debugger that never lets it go.
  await attach(url, () => attached.resolve());
  const unanswered = post(held.endpoints.webhooks, githubPush()).catch((error: unknown) => error);
  await attached.promise;
  await held.stop();
  expect(held.output()).toContain('Stopping');
  await unanswered;
});
