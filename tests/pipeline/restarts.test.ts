import { createArchiveReader } from '../support/archive.ts';
import { startPipeline, temporaryDirectory, type LocalPipeline } from '../support/local-pipeline.ts';
import { githubPush, post } from '../support/post-webhook.ts';

const WEBHOOKS = 2000;
const KILLS = 3;
const AT_ONCE = 16;

test('2,000 webhooks at full speed, the process killed with -9 three times: every accepted one is archived', async () => {
  const localDir = temporaryDirectory();
  let pipeline: LocalPipeline = await startPipeline({ localDir });
  const accepted = new Set<string>();
  let restart: Promise<void> | undefined;
  let left = WEBHOOKS;
  let kills = 0;

  const killAndRestart = async () => {
    kills += 1;
    await pipeline.kill();
    pipeline = await startPipeline({ localDir });
    restart = undefined;
  };

  // A sender that resends, as Stripe does: no answer means once more, with the same webhook.
  const sendUntilAccepted = async () => {
    const webhook = githubPush();
    for (;;) {
      await restart;
      const answer = await post(pipeline.endpoints.webhooks, webhook).catch(() => undefined);
      if (answer?.deliveryId === undefined) continue;
      expect(answer.status).toBe(202);
      accepted.add(answer.deliveryId);
      if (kills < KILLS && accepted.size > (WEBHOOKS * (kills + 1)) / (KILLS + 1)) restart ??= killAndRestart();
      return;
    }
  };
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) await sendUntilAccepted();
    }),
  );
  await restart;
  expect(kills).toBe(KILLS);
  expect(accepted.size).toBe(WEBHOOKS);
  await createArchiveReader(pipeline.endpoints).waitFor(accepted, 60_000);
  await pipeline.stop();
}, 120_000);
