import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagedIn } from '../../../../operator/commands/doctor/packaged-in.ts';

const directory = mkdtempSync(join(tmpdir(), 'packaged-in-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a package is of the stage that it was made for, and of none that its name ends in', async () => {
  const service = { service: 'hooks', provider: { stage: 'x-dev', region: 'us-east-1' }, functions: {} };
  writeFileSync(join(directory, 'serverless-state.json'), JSON.stringify({ service }));
  writeFileSync(join(directory, 'cloudformation-template-update-stack.json'), '{"Resources":{}}');
  const screen = { tell: () => undefined, interrupted: new AbortController().signal };
  await expect(packagedIn({ stage: 'dev', directory }, screen)).rejects.toMatchObject({ exitCode: 2 });
  expect(await packagedIn({ stage: 'x-dev', directory }, screen)).toMatchObject({ stackName: 'hooks-x-dev' });
});
