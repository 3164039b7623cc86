import { say } from './terminal.ts';
import type { RunningPipeline } from './start-pipeline.ts';

/** What a program that started this process with an IPC channel may ask; a shell opens none. */
export interface KillEnvironment {
  readonly kill: 'environment';
  /** From 0 to 1: which one. */
  readonly draw: number;
}

/** The answer: the short name of the function whose environment was ended, if there was one. */
export interface EnvironmentKilled {
  readonly killed: string | undefined;
}

/** For tests of crashes: the parent may kill function environments, and this process does not outlive its parent. */
export function obeyParent({ killEnvironment }: Pick<RunningPipeline, 'killEnvironment'>): void {
  if (process.send === undefined) return;
  process.on('message', (order) => {
    if (!isKill(order)) return;
    process.send?.({ killed: killEnvironment(order.draw) } satisfies EnvironmentKilled);
  });
  process.once('disconnect', leave);
  // It may have gone while everything was starting.
  if (!process.connected) leave();
}

function leave(): void {
  say('Whoever started this has gone.');
  process.kill(process.pid, 'SIGTERM');
}

function isKill(order: unknown): order is KillEnvironment {
  if (typeof order !== 'object' || order === null || !('kill' in order) || !('draw' in order)) return false;
  return order.kill === 'environment' && typeof order.draw === 'number';
}
