import { readSources, SOURCES_KEY } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { forgetProxies } from '../../forget-proxies.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { readRunningSources, type ReadSources } from '../../pipeline/read-running-sources.ts';
import type { OpenSession } from '../session.ts';

/** The sources of a stage; those of this machine are at hand whether or not the pipeline runs. */
export async function readStageSources(stage: string, open: OpenSession): Promise<ReadSources> {
  if (stage === LOCAL_STAGE) {
    forgetProxies(process.env);
    return readRunningSources();
  }
  const { pipeline } = await open();
  try {
    const stored = await pipeline.config.get(SOURCES_KEY);
    if (stored === 'missing') throw new CommandError(exitCode.failed, `Stage ${stage} has no sources yet.`);
    return { sources: readSources(stored.bytes.toString('utf8')), from: `stage ${stage}` };
  } finally {
    pipeline.close();
  }
}
