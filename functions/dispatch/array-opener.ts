import { parseTree, type Node } from 'jsonc-parser';
import * as v from 'valibot';
import { bodyPointerSchema, readBody, type Body, type BodyPointer } from '#shared/messages/body.ts';
import type { Objects } from '#shared/ports.ts';

/** The signed body of an array, ready for its elements to be cut out. */
export interface OpenArray {
  readonly signedBody: BodyPointer;
  readonly text: string;
  readonly tree: Node;
}

export type ArrayOpener = (body: Body) => Promise<OpenArray>;

/**
 * Reads and parses a body once for all messages that follow each other with it: a large array is many messages, and its
 * tree is large. Only the last one is held.
 */
export function createArrayOpener(results: Objects): ArrayOpener {
  let last: { readonly key: string; readonly opened: Promise<OpenArray> } | undefined;
  return (body) => {
    const signedBody = v.parse(bodyPointerSchema, body);
    if (last?.key !== signedBody.key) last = { key: signedBody.key, opened: openArray(signedBody, results) };
    return last.opened;
  };
}

async function openArray(signedBody: BodyPointer, results: Objects): Promise<OpenArray> {
  const text = (await readBody(signedBody, results)).toString('utf8');
  const tree = parseTree(text);
  if (!tree) throw new Error(`The body ${signedBody.key} is no JSON`);
  return { signedBody, text, tree };
}
