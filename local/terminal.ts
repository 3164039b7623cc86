import { styleText } from 'node:util';

/** One line for the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function sayProblem(text: string): void {
  process.stderr.write(`${styleText('red', text, { stream: process.stderr })}\n`);
}

/** A line of a function's log: JSON as it is, so that tools can read it, all else with the function's name. */
export function sayFor(shortName: string, line: string): void {
  say(line.startsWith('{') ? line : `${styleText('dim', `${shortName} |`)} ${line}`);
}

export const emphasize = (text: string): string => styleText('bold', text);
export const soften = (text: string): string => styleText('dim', text);
