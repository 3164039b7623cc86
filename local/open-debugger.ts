import inspector from 'node:inspector';
import { say } from './terminal.ts';

/**
 * Opens the debugger of the main thread. Debuggers reach the functions' threads through it (VS Code does so by itself), so
 * one port is enough however many environments come and go.
 */
export function openDebugger(port: number): void {
  inspector.open(port, '127.0.0.1');
  say(`Debugger on ${inspector.url()} (attach VS Code to port ${new URL(inspector.url() ?? '').port})`);
}
