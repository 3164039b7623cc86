export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReadAnswers {
  readonly answers: readonly HttpAnswer[];
  /** What stands behind the last complete answer. */
  readonly rest: string;
}

/**
 * The final answers in what came over a connection; interim ones (100 Continue) are passed over.
 * @param methods of the requests in their order: what answers a HEAD has no body
 * @throws when it is no HTTP
 */
export function readAnswers(bytes: Buffer, methods: readonly string[]): ReadAnswers {
  // Each character is one byte here, so lengths count bytes.
  let rest = bytes.toString('latin1');
  const answers: HttpAnswer[] = [];
  for (;;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd === -1) return { answers, rest };
    const [statusLine = '', ...lines] = rest.slice(0, headEnd).split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) throw new Error(`This is no status line: ${statusLine.slice(0, 100)}`);
    const headers = Object.fromEntries(lines.map(readLine));
    const isBodiless = status < 200 || status === 204 || methods[answers.length] === 'HEAD';
    const bodyLength = isBodiless ? 0 : bodyLengthOf(headers);
    const end = headEnd + 4 + bodyLength;
    if (rest.length < end) return { answers, rest };
    const text = headers['transfer-encoding'] === 'chunked' ? '' : rest.slice(headEnd + 4, end);
    const body = Buffer.from(text, 'latin1').toString('utf8');
    rest = rest.slice(end);
    if (status >= 200) answers.push({ status, headers, body });
  }
}

function readLine(line: string): [string, string] {
  const colon = line.indexOf(':');
  if (colon < 1) throw new Error(`This is no header line: ${line.slice(0, 100)}`);
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function bodyLengthOf(headers: Readonly<Record<string, string>>): number {
  // Only what Node answers by itself is chunked, and it is empty.
  if (headers['transfer-encoding'] === 'chunked') return '0\r\n\r\n'.length;
  return Number(headers['content-length'] ?? 0);
}
