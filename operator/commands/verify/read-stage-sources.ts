import { readSources, SOURCES_KEY, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import { readLocalSources } from '../../pipeline/read-local-sources.ts';
import type { OpenSession } from '../session.ts';

/** The sources of a stage; those of this machine are at hand whether or not the pipeline runs. */
export async function readStageSources(stage: string, open: OpenSession): Promise<Sources> {
  if (stage === LOCAL_STAGE) return readLocalSources();
  const { pipeline } = await open();
  try {
    const stored = await pipeline.config.get(SOURCES_KEY);
    if (stored === 'missing') throw new CommandError(exitCode.failed, `Stage ${stage} has no sources yet.`);
    return readSources(stored.bytes.toString('utf8'));
  } finally {
    pipeline.close();
  }
}
