import { styleText } from 'node:util';

/** Nobody reads faster. Under load a write for each line took a twentieth of the main thread's time. */
const togetherMs = 10;
let lines: string[] = [];

function flush(): void {
  if (lines.length === 0) return;
  const text = lines.join('');
  lines = [];
  process.stdout.write(text);
}
process.once('exit', flush);

/** One line for the person at the terminal. */
export function say(line: string): void {
  if (lines.length === 0) setTimeout(flush, togetherMs).unref();
  lines.push(`${line}\n`);
}

export function sayProblem(text: string): void {
  flush();
  process.stderr.write(`${styleText('red', text, { stream: process.stderr })}\n`);
}

/** A line of a function's log: JSON as it is, so that tools can read it, all else with the function's name. */
export function sayFor(shortName: string, line: string): void {
  say(line.startsWith('{') ? line : `${styleText('dim', `${shortName} |`)} ${line}`);
}

export const emphasize = (text: string): string => styleText('bold', text);
export const soften = (text: string): string => styleText('dim', text);
