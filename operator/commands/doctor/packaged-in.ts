import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageStage } from '../../../template/package-stage.ts';
import { readPackagedService, type PackagedService } from '../../../template/read-packaged-service.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** Where serverless.yml is. */
export const SERVICE_DIRECTORY = join(import.meta.dirname, '..', '..', '..');

interface Wanted {
  readonly stage: string;
  /** Left out: it is packaged now. */
  readonly directory: string | undefined;
}

/** @throws {CommandError} where there is none, or one of another stage */
export async function packagedIn(
  { stage, directory }: Wanted,
  terminal: Pick<Terminal, 'tell' | 'interrupted'>,
): Promise<PackagedService> {
  const packaged = directory === undefined ? await packageNow(stage, terminal) : await readPackage(directory);
  // Of the whole name: the stack of the stage x-dev ends in -dev, too.
  if (packaged.stage === stage) return packaged;
  throw new CommandError(
    exitCode.wrongUsage,
    `${directory} holds ${packaged.stackName}, and not the stage ${stage}: say --stage, or package that one.`,
  );
}

async function packageNow(stage: string, { tell, interrupted }: Pick<Terminal, 'tell' | 'interrupted'>) {
  const outputDirectory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-doctor-'));
  try {
    tell(`Packaging stage ${stage}…\n`);
    await packageStage({ stage, serviceDirectory: SERVICE_DIRECTORY, outputDirectory, signal: interrupted });
    return await readPackage(outputDirectory);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(exitCode.wrongUsage, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  } finally {
    await rm(outputDirectory, { recursive: true, force: true });
  }
}

async function readPackage(directory: string): Promise<PackagedService> {
  try {
    return await readPackagedService(directory);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      exitCode.wrongUsage,
      `${directory} holds no packaged stage (${why}): npx sls package --stage <stage> --package ${directory}`,
      { cause: error },
    );
  }
}
