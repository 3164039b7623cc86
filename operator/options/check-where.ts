import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { widthOf } from '../terminal/fit-columns.ts';

/** Before anybody is asked anything. @throws {CommandError} that shows where it goes wrong */
export async function checkWhere(expression: string | undefined): Promise<void> {
  if (expression === undefined) return;
  // Most commands need no JMESPath.
  const { compileWhere } = await import('#shared/expressions/where.ts');
  check(expression, compileWhere);
}

/** The same for what nobody can undo. @throws {CommandError} that shows where it goes wrong */
export async function checkNarrowWhere(expression: string | undefined): Promise<void> {
  if (expression === undefined) return;
  const { createNarrowWhere } = await import('#shared/expressions/narrow-where.ts');
  check(expression, createNarrowWhere);
}

function check(expression: string, compile: (expression: string) => unknown): void {
  try {
    compile(expression);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(exitCode.wrongUsage, pointAt(expression, error.message), { cause: error });
  }
}

/** The expression, and a caret under the column that the sentence names. */
export function pointAt(expression: string, sentence: string): string {
  const column = /at column (\d+)$/.exec(sentence)?.[1];
  const line = expression.replaceAll(/[\s\p{Cc}]/gu, ' ');
  const caret = column === undefined ? [] : [`  ${' '.repeat(widthOf(line.slice(0, Number(column) - 1)))}^`];
  return [`--${sentence}`, `  ${line}`, ...caret].join('\n');
}
