import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordInvocations } from '../../../../local/functions/record-invocations.ts';
import type { Functions } from '../../../../local/functions/start-functions.ts';
import { temporaryDirectory } from '../../../support/local-pipeline.ts';

const functions = {
  invoke: async () => ({ requestId: 'r', log: '', result: 'null' }),
  describe: () => ({ shortName: 'archive' }),
} as unknown as Functions;

test('an invocation is written down with what SQS bills of its messages', async () => {
  const file = join(temporaryDirectory(), 'invocations.jsonl');
  const recorded = recordInvocations(functions, file);
  const attribute = { dataType: 'String', stringValue: 'push' };
  const Records = [
    { body: 'é', messageAttributes: { type: attribute }, attributes: { MessageGroupId: 'github' } },
    { body: 'four', messageAttributes: {}, attributes: {} },
  ];
  await recorded.invoke('webhook-pipeline-local-archive', JSON.stringify({ Records }));
  await recorded.invoke('webhook-pipeline-local-archive', '{"version":"2.0"}');
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { name: 'archive', isError: false, messageBytes: [2 + 4 + 6 + 4, 4], grouped: 1 },
    { messageBytes: [], grouped: 0 },
  ]);
});

test('without a file nothing comes between', () => {
  expect(recordInvocations(functions, undefined)).toBe(functions);
});
