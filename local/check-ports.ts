import { createServer } from 'node:net';
import { hasCode } from './has-code.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { StartRefused } from './start-refused.ts';

interface WantedPort {
  readonly variable: 'PORT' | 'AWS_PORT';
  readonly port: number;
  readonly use: string;
}

/** Finds a taken port before the slow part of the start. */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const { variable, port, use } of wanted) {
    const probe = createServer();
    try {
      await listenOnLoopback(probe, port);
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error;
      throw new StartRefused(
        `Port ${port} (${use}) is taken by another program. Stop that one, or choose another port: ` +
          `${variable}=${port + 1} npm start (${variable}=0 takes any free one)`,
      );
    }
    await new Promise((resolve) => probe.close(resolve));
  }
}
