/** The names on the way that a JSON pointer describes: https://www.rfc-editor.org/rfc/rfc6901#section-4 */
export function pointerTokens(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
