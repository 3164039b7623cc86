/** Ends one file and no other; the message is one sentence. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
