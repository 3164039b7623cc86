/** Local mode cannot start, and the message says what to do: it is shown without a stack. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
