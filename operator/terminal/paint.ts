import { styleText } from 'node:util';

/** Paints text, or leaves it plain where nobody would see the colour. */
export type Paint = (format: 'green' | 'red' | 'yellow' | 'dim' | 'bold', text: string) => string;

/** Colours only on a terminal, and not where NO_COLOR asks for none. */
export const paintFor =
  (stream: NodeJS.WriteStream): Paint =>
  (format, text) =>
    styleText(format, text, { stream });
