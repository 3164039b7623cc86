import { certificatesOf } from '../../../functions/ingest/signature/certificates-of.ts';
import { lazyCertificates } from '../../../functions/ingest/signature/lazy-certificates.ts';
import type { Certificates } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { Secret } from '#shared/messages/source.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import type { ReadSources } from '../../pipeline/read-running-sources.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { Asked } from './asked.ts';
import { judgeFile } from './judge-file.ts';
import { listFiles } from './list-files.ts';
import { showSummary, showVerdicts } from './show-verdicts.ts';
import type { CaseVerdict } from './signature-case.ts';
import { UnreadableFile } from './unreadable-file.ts';

export interface VerifyOptions {
  readonly paths: readonly string[];
  readonly provider: string | undefined;
  /** With the provider custom. */
  readonly description?: unknown;
  readonly source: string | undefined;
  readonly secrets: readonly Secret[];
  readonly at: Date | undefined;
  readonly asJson: boolean;
}

export interface VerifyPorts {
  readonly terminal: Pick<Terminal, 'write' | 'tell' | 'paint'>;
  readonly now: Date;
  readonly readSources: () => Promise<ReadSources>;
}

/** Answers why signatures fail: of each request in these files. */
export async function verify(options: VerifyOptions, { terminal, now, readSources }: VerifyPorts): Promise<ExitCode> {
  const { paths, provider, description, source, secrets, at, asJson } = options;
  let reading: Promise<ReadSources> | undefined;
  const readOnce = async () => {
    reading ??= readSources();
    return reading;
  };
  const asked: Asked = { provider, description, source, secrets, at, now, readSources: readOnce, certificatesFor };
  const verdicts: CaseVerdict[] = [];
  let unreadable = 0;
  const attempt = async (path: string, read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      unreadable += 1;
      terminal.tell(`${terminal.paint('red', `${path}: ${error.message}`)}\n`);
    }
  };
  const judge = async (path: string) => {
    const judged = await judgeFile(path, asked);
    verdicts.push(...judged);
    if (!asJson) showVerdicts(path, judged, terminal);
  };
  for (const path of paths) {
    // oxlint-disable-next-line no-await-in-loop -- in the order in which they were named
    await attempt(path, async () => {
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const file of listFiles(path)) await attempt(file, () => judge(file));
    });
  }
  if (reading !== undefined) terminal.tell(`The sources are those of ${(await reading).from}.\n`);
  if (asJson) terminal.write(`${JSON.stringify(verdicts.map(toJson), null, 2)}\n`);
  else showSummary(verdicts, terminal);
  if (unreadable > 0) return exitCode.wrongUsage;
  return verdicts.every(({ agrees }) => agrees) ? exitCode.done : exitCode.failed;
}

const toJson = ({ file, name, provider, expected, actual, reason }: CaseVerdict) => ({
  file,
  name,
  provider,
  expected,
  actual,
  reason,
});

/** The sender's host is asked only where no file says what it serves. */
const certificatesFor = (pem: string | undefined): Certificates =>
  pem === undefined ? fetchedCertificates : certificatesOf(pem);

const fetchedCertificates = lazyCertificates(async () => {
  const { createCertificates } = await import('../../../functions/ingest/signature/certificates.ts');
  const { createReader } = await import('#shared/outbound/reader.ts');
  // As a deployed stage does: never an address of this machine or its network.
  return createCertificates({ reader: createReader({ stage: 'deployed' }) });
});
