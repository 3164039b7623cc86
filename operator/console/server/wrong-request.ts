/** The app asked for what this server does not know; the message says what. */
export class WrongRequest extends Error {
  override readonly name = 'WrongRequest';
}
