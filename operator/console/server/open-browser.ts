import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` is no program but a word of cmd; its first argument in quotes would be a title.
  win32: ['cmd', '/c', 'start', ''],
};
const OPENER_ELSEWHERE = ['xdg-open'] as const;

/** Opens the address in the operator's browser. Where there is none, the printed address has to do. */
export function openBrowser(url: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? OPENER_ELSEWHERE;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
