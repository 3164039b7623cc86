import { createServer } from 'node:net';
import { hasCode } from './has-code.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { StartRefused } from './start-refused.ts';

interface WantedPort {
  readonly port: number;
  readonly use: string;
  /** The command that starts on another port. */
  readonly startOn: (port: number) => string;
}

/** Finds a taken port before the slow part of the start. */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const { port, use, startOn } of wanted) {
    const probe = createServer();
    try {
      await listenOnLoopback(probe, port);
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error;
      throw new StartRefused(
        `Port ${port} (${use}) is taken by another program. Stop that one, or choose another port: ` +
          `${startOn(port + 1)} (${startOn(0)} takes any free one)`,
      );
    }
    await new Promise((resolve) => probe.close(resolve));
  }
}
