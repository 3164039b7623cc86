import type { Tally } from './tally.ts';

/** Troubles stand in lines of about this many characters. */
const LINE_CHARACTERS_MAX = 88;

/** The table at the end. */
export function describeTally(tally: Tally, realSeconds: number): string {
  const [first = 'none', ...more] = linesOf(
    Object.entries(tally.troubles)
      .filter(([, times]) => times > 0)
      .map(([trouble, times]) => `${trouble} ${whole(times)}`),
  );
  const rows: readonly (readonly [string, string])[] = [
    ['seeds', whole(tally.runs)],
    ['webhooks', `${whole(tally.posted)} posted, ${whole(tally.accepted)} accepted`],
    ['events', whole(tally.events)],
    ['results', whole(tally.results)],
    ['dead letters', `${whole(tally.deadLetters)}, ${whole(tally.replayed)} replayed`],
    ['calls', whole(tally.calls)],
    ['troubles', first],
    ...more.map((line) => ['', line] as const),
    ['virtual time', describeSeconds(tally.virtualSeconds)],
    ['real time', `${describeSeconds(realSeconds)}, ${whole(tally.posted / realSeconds)} webhooks per second`],
    ['breaches', tally.breached === 0 ? 'none' : `in ${whole(tally.breached)} of ${whole(tally.runs)} seeds`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}\n`;
}

function linesOf(words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length > LINE_CHARACTERS_MAX) lines.push(word);
    else lines[lines.length - 1] = `${last}, ${word}`;
  }
  return lines;
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 2 * 60 * 60) return `${(seconds / 60).toFixed(1)} min`;
  return `${whole(seconds / 60 / 60)} h`;
}

const whole = (number: number) => Math.round(number).toLocaleString('en');
