import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { readCommit } from '../tests/simulation/read-commit.ts';

/** Where and on what the figures came about, without which they mean nothing. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly platform: string;
  readonly commit: string;
  /** The day, UTC. */
  readonly date: string;
  /** Of the last minute, before anything was measured: from the number of cores on, others were at work. */
  readonly loadBefore: number;
}

export function describeMachine(now: Date): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    commit: readCommit(),
    date: now.toISOString().slice(0, 10),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** As one line. */
export const machineLine = ({ cpu, cores, memoryGib, node, platform, commit, date, loadBefore }: Machine): string =>
  `${date}, commit ${commit}: ${cpu}, ${cores} cores, ${memoryGib} GiB, ${platform}, Node ${node}; load before ${loadBefore}`;
