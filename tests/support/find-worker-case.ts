import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Worker } from '../../functions/workers/worker.ts';
import type { WorkerCase } from '../conformance/workers/worker-case.ts';

interface Folders {
  /** Where a worker that needs ports is given them in memory. */
  readonly cases: string;
  readonly workers: string;
}

const shipped: Folders = { cases: 'tests/conformance/workers', workers: 'functions/workers' };

/**
 * How a worker is opened in memory: as its case says, or, where it has none, as the plain worker that its folder exports.
 * @throws {Error} that says in one sentence what to write, and where
 */
export async function findWorkerCase(name: string, { cases, workers }: Folders = shipped): Promise<WorkerCase> {
  const caseFile = join(cases, `${name}.ts`);
  const workerFile = join(workers, name, `${name}.ts`);
  const workerName = camel(name);
  const { workerCase } = await load(caseFile);
  if (isCase(workerCase)) return workerCase;
  const { [workerName]: worker } = await load(workerFile);
  // A worker without ports can do nothing besides giving its result.
  if (isWorker(worker)) return { open: () => ({ worker, effects: () => [] }) };
  throw new Error(
    `Nothing says how to try the worker ${name}: export the function ${workerName}, a Worker, from ${workerFile}, or, if it ` +
      `needs ports, a workerCase that gives it them in memory from ${caseFile}, as worker-case.ts beside it describes.`,
  );
}

/** `order-mail` → `orderMail` */
const camel = (name: string) => name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const load = async (file: string) =>
  existsSync(file) ? ((await import(resolve(file))) as Readonly<Record<string, unknown>>) : {};

const isCase = (value: unknown): value is WorkerCase =>
  typeof value === 'object' && value !== null && 'open' in value && typeof value.open === 'function';

const isWorker = (value: unknown): value is Worker<unknown> => typeof value === 'function';
