import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { childEnvironment } from '../../support/child-environment.ts';

export interface ConsoleProcess {
  /** As it was printed, token and all. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

const running = new Set<ChildProcess>();
afterAll(async () => {
  const ended = [...running].map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGKILL');
  await Promise.all(ended);
});

/** `npm run console` as a process of its own; resolves once it has printed its address. */
export async function startConsoleProcess(
  localDir: string,
  options: { readonly port?: number } = {},
): Promise<ConsoleProcess> {
  const port = options.port ?? (await freePort());
  const args = ['operator/console/console.ts', '--no-open', '--port', String(port)];
  const child = spawn(
    process.execPath,
    args.map((arg, index) => (index === 0 ? resolve(arg) : arg)),
    {
      env: { ...childEnvironment(), LOCAL_DIR: localDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  running.add(child);
  const exited = once(child, 'exit').finally(() => running.delete(child));
  let output = '';
  const url = await new Promise<string>((found, reject) => {
    const listen = (text: string) => {
      output += text;
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(output)?.[0];
      if (address !== undefined) found(address);
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('exit', (code) => reject(new Error(`The console ended with ${code}:\n${output}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
