export interface LineReader {
  /** Each line, also one that has no line end when the log or the stream ends. */
  readonly line: (line: string) => void;
  /** All that was written before a line which ends in the mark has been read; the mark itself is nobody's line. */
  readonly logEnded: () => void;
  /** Nothing comes any more. */
  readonly streamEnded: () => void;
}

export function eachLine(stream: NodeJS.ReadableStream, endMark: string, reader: LineReader): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') reader.line(rest);
    reader.streamEnded();
  });

  function takeLine(line: string): void {
    if (!line.endsWith(endMark)) return reader.line(line);
    const unfinished = line.slice(0, -endMark.length);
    if (unfinished !== '') reader.line(unfinished);
    reader.logEnded();
  }
}
