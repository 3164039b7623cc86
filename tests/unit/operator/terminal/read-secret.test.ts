import { PassThrough, Readable } from 'node:stream';
import { readSecret } from '../../../../operator/terminal/read-secret.ts';

const piped = (...chunks: readonly (string | Buffer)[]) => {
  const written: string[] = [];
  const stderr = { write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  return { read: () => readSecret('The secret:', { stdin: Readable.from(chunks), stderr }), written };
};

test.each([
  ['a line', ['whsec_x\n'], 'whsec_x'],
  ['a line of Windows', ['whsec_x\r\n'], 'whsec_x'],
  ['no end of a line', ['whs', 'ec_x'], 'whsec_x'],
  ['a character that arrives in two pieces', [Buffer.from([0xc3]), Buffer.from([0xa9])], 'é'],
])('%s is one secret, and nothing is asked', async (_, chunks, secret) => {
  const { read, written } = piped(...chunks);
  expect([await read(), written]).toEqual([secret, []]);
});

test.each([
  ['nothing', [''], /^No secret came/],
  ['an empty line', ['\n'], /^No secret came/],
  ['two lines', ['one\ntwo\n'], /more than one line/],
  ['a blank that was pasted along', ['secret \n'], /begins or ends with a blank/],
  ['bytes that are no text', [Buffer.from([0xff, 0xfe])], /no text in UTF-8/],
  ['a whole file', ['x'.repeat(70_000)], /too long/],
])('%s is refused without a word of it', async (_, chunks, message) => {
  const refused = piped(...chunks).read();
  await expect(refused).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
  await expect(refused).rejects.not.toThrow(/two|secret \n|xxx/);
});

test('on a terminal it is asked for, and what is typed is not shown', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const written: string[] = [];
  const stderr = { write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
  const read = readSecret('The secret:', { stdin, stderr });
  stdin.write('hunter2\r');
  expect([await read, written.join('')]).toEqual(['hunter2', 'The secret: \n']);
});
