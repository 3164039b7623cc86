export interface LineReader {
  /** Tells each line that is complete now. */
  take(text: string): void;
  /** Tells what has no line end. */
  end(): void;
}

export function createLineReader(tell: (line: string) => void): LineReader {
  let rest = '';
  return {
    take(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell(line);
    },
    end() {
      if (rest !== '') tell(rest);
      rest = '';
    },
  };
}
