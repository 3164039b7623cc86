/** A text as it stands, and not as HTML or emphasis; what is code already stays so. */
export const inMarkdown = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((piece) => (piece.startsWith('`') ? piece : piece.replaceAll('<', '&lt;').replaceAll('*', String.raw`\*`)))
    .join('');
