import type { Pipeline } from '../../pipeline/pipeline.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';

/** The stage that the console looks at. It comes and goes; the console stays. */
export interface Stage {
  /** Opens the pipeline if nobody has yet, and again after it was gone. */
  with<Answer>(ask: (pipeline: Pipeline) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

export function createStage(open: () => Promise<Pipeline>): Stage {
  let opening: Promise<Pipeline> | undefined;

  // A pipeline that was started again listens on other ports, so whoever finds it gone asks for its addresses anew.
  const forget = (gone: Promise<Pipeline>) => {
    if (opening === gone) opening = undefined;
  };

  return {
    async with(ask) {
      const mine = (opening ??= open());
      let pipeline: Pipeline;
      try {
        pipeline = await mine;
      } catch (error) {
        forget(mine);
        throw error;
      }
      try {
        return await ask(pipeline);
      } catch (error) {
        if (error instanceof CommandError && error.exitCode === exitCode.notRunning) {
          forget(mine);
          pipeline.close();
        }
        throw error;
      }
    },
    async close() {
      const pipeline = await opening?.catch(() => undefined);
      pipeline?.close();
    },
  };
}
