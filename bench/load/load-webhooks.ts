import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { loadReportSchema, type LoadReport, type LoadSpec } from './load-report.ts';

const sender = fileURLToPath(new URL('./send-webhooks.ts', import.meta.url));
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Posts signed webhooks of the mix from another process.
 * @throws where one was not accepted: figures of a load that was refused in part mean nothing
 */
export async function loadWebhooks(spec: LoadSpec, signal?: AbortSignal): Promise<LoadReport> {
  const { stdout } = await promisify(execFile)(process.execPath, [sender, JSON.stringify(spec)], {
    maxBuffer: OUTPUT_BYTES_MAX,
    ...(signal && { signal }),
  });
  const report = v.parse(loadReportSchema, JSON.parse(stdout));
  if (report.accepted === spec.count) return report;
  throw new Error(
    `${report.accepted} of ${spec.count} webhooks were accepted; others: ${JSON.stringify(report.others)}`,
  );
}
